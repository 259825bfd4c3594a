"""Templates for leavers, Tomas who leaves, and short ways to answer for somebody."""
from datetime import timedelta

import pytest

from perf.exits import actions, answering, queries
from perf.people import actions as people
from perf.questions import actions as questions
from perf.questions import queries as asked
from perf.questions.models import Answer, Sheet, Template


@pytest.fixture
def short(app):
    """The short set of questions for leavers."""
    return Template.get(Template.name == "Exit, short")


@pytest.fixture
def leaving(app, hana, tomas, today):
    """Tomas leaves in two weeks, in a house that has the ready-made check list and questions."""
    actions.add_ready_made(by=hana)
    return actions.begin(tomas, last_day=today + timedelta(days=14), by=hana)


@pytest.fixture
def asked_by_link(leaving, short, hana):
    return actions.plan(leaving, way="link", template=short, version=leaving.version, by=hana)


@pytest.fixture
def left(app, hana, short, today):
    """Somebody who came, worked and left, and said this: {key of a question: level, option or text}. Gives the leaving."""
    def leave(first, last, *, manager=None, last_day=None, hired_on=None, kind="voluntary", is_regretted=None, main="", said=None, template=None, department=None):
        whole = people.take_on(first_name=first, last_name=last, hired_on=hired_on or today - timedelta(days=800), by=hana,
                               seat={"title": "Case Worker", "department": department, "reports_to": manager and asked_position(manager)})
        found = actions.begin(whole, last_day=last_day or today - timedelta(days=10), by=hana)
        actions.decide(found, kind=kind, is_regretted=is_regretted, main=main, version=queries.whole(found.id).version, by=hana)
        return answer(queries.whole(found.id), template or short, said, hana) if said else queries.whole(found.id)
    return leave


def asked_position(manager):
    from perf.people.models import Assignment
    return Assignment.get(Assignment.person == manager, Assignment.ends.is_null()).position_id


def answer(found, template, said, by):
    """Fill the leaver's sheet in through the verbs and send it."""
    found = actions.plan(found, way="link", template=template, version=found.version, by=by)
    fill(found.own_sheet_id, said)
    answering.send(found, Sheet.get_by_id(found.own_sheet_id))
    return queries.whole(found.id)


def fill(sheet_id, said):
    for row in asked.rows_of([sheet_id])[sheet_id]:
        if row.key in said:
            given = said[row.key]
            place = {"rating": given} if row.kind in asked.LEVELLED else {"choice": str(given)} if row.kind in ("choice", "choices", "yesno") else {"text": given}
            questions.save_answer(Answer.get_by_id(row.id), version=row.version, **place)
