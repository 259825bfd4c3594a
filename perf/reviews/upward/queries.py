"""What a page or a neighbour needs to know of upward feedback; reads only. Nothing here tells of a round that is open who has answered."""
import json
from collections import namedtuple
from types import SimpleNamespace

import peewee as pw

from ...kernel import clock
from ...kernel.db import prepared
from ...people import queries as people
from ...people.models import Person
from ...questions import queries as questions
from ...questions.models import Item, Section
from ...questions.unnamed import queries as unnamed
from . import access
from .models import FEW, FEW_ALL, FEW_TEXTS, KEYS, SignedAnswer, UpwardManager, UpwardRound, UpwardWriter

AUTHOR = "upward"
ASKED = ("rating", "duties", "values", "text")      # what can be asked without a name; the rest of a template is left out
WORKING_DAYS = 10                                   # how long a round is open, unless HR says otherwise
ONE, GROUP, ALL = "one", "group", "all"
Team = namedtuple("Team", "person department_id department writers")      # person and writers are Seats


def rounds_of(me):
    return list(access.rounds_to_read(me).order_by(UpwardRound.closes_on.desc(), UpwardRound.id.desc()))


def usual(today):
    """What the form of a new round begins with."""
    return {"opens_on": today, "closes_on": clock.working_days_after(today, WORKING_DAYS), "minimum": FEW, "minimum_texts": FEW_TEXTS}


def templates():
    """The templates that ask something upwards."""
    rows = Item.select(Section.template, Item.authors).join(Section).where(~Item.is_retired, Item.kind.in_(ASKED)).distinct().tuples()
    asking = {template_id for template_id, authors in rows if AUTHOR in authors.split()}
    return [one for one in questions.templates() if one.id in asking]


def items_of(template):
    return [item for _section, items in outline_of(template) for item in items]


def outline_of(template):
    """(section, items) of what a template asks upwards and what can be asked without a name."""
    found = [(one.section, [item for item in one.items if AUTHOR in item.authors.split() and item.kind in ASKED])
             for one in questions.outline(template)]
    return [(section, items) for section, items in found if items]


def left_out_of(template):
    """Prompts that the template asks upwards but that cannot be asked without a name."""
    rows = (Item.select(Item.prompt, Item.kind, Item.authors).join(Section).where(Section.template == template, ~Item.is_retired)
            .order_by(Section.order, Item.order))
    return [item.prompt for item in rows if AUTHOR in item.authors.split() and item.kind not in ASKED]


# who

def teams(picked=()):
    """Everybody who leads somebody today, with those who report to them, past vacant seats."""
    chart, found = people.chart(), []
    for seat in people.managers(chart):
        if not picked or seat.person_id in picked:
            below = {held.person_id: held for report in chart.reports_of(seat.person_id) for held in chart.held[report.id]
                     if held.person_id and held.person_id != seat.person_id}
            own = chart.of_person.get(seat.person_id, seat)
            found.append(Team(own, own.department_id, own.department or "", sorted(below.values(), key=lambda one: (one.last_name, one.first_name))))
    return [team for team in found if team.writers]


def asked_of(round_):
    """How many are asked about each manager, as frozen when the round opened: [(UpwardManager, count)]."""
    rows = (UpwardManager.select(UpwardManager, Person, pw.fn.COUNT(UpwardWriter.id).alias("asked")).join(Person).switch(UpwardManager)
            .join(UpwardWriter, pw.JOIN.LEFT_OUTER).where(UpwardManager.round == round_).group_by(UpwardManager.id)
            .order_by(Person.last_name, Person.first_name))
    return [(one, one.asked) for one in rows]


# what waits

def waiting(me):
    """About whom one is asked and has not done anything yet."""
    asked = [one for one in access.to_answer(me) if one.manager.round.is_open]
    done = unnamed.done_by(me.id, [one.manager.round.gathering_id for one in asked]) if asked else set()
    return [one for one in asked if (one.manager.round.gathering_id, one.manager.person_id) not in done]


def how_many_wait(me):
    """How many they are, for the rail of every page: one statement where nobody is asked."""
    asked = _asked(me=me.id, today=clock.today())
    done = unnamed.done_by(me.id, [gathering_id for gathering_id, _about in asked]) if asked else set()
    return sum(one not in done for one in asked)


@prepared
def _asked(me, today):
    """(gathering, about whom) one is asked in a round that takes answers today."""
    return (UpwardWriter.select(UpwardRound.gathering, UpwardManager.person).join(UpwardManager).join(UpwardRound)
            .where(UpwardWriter.person == me, UpwardRound.state == "open", UpwardRound.closes_on >= today))


def is_done(writer):
    return (writer.manager.round.gathering_id, writer.manager.person_id) in unnamed.done_by(writer.person_id, [writer.manager.round.gathering_id])


def key_of(round_id):
    return f"{KEYS}{round_id}"


def undone():
    """Everybody in an open round who has done nothing yet and is still here: for the reminders."""
    Asked = Person.alias()
    rows = (UpwardWriter.select(UpwardWriter, Asked, UpwardManager, UpwardRound).join(Asked).switch(UpwardWriter).join(UpwardManager)
            .join(UpwardRound).where(UpwardRound.state == "open"))
    rows = [one for one in rows if one.manager.round.is_open and not one.person.has_left]
    done = unnamed.all_done({one.manager.round.gathering_id for one in rows}) if rows else set()
    return [one for one in rows if (one.manager.round.gathering_id, one.manager.person_id, one.person_id) not in done]


# what came of it

def results(me, round_):
    """The managers of a closed round whose results one may read, by name, with whether anything is shown of them."""
    rows = access.results_to_read(me).where(UpwardManager.round == round_).order_by(Person.last_name, Person.first_name)
    shown = unnamed.parts_shown(round_.gathering_id)
    return [SimpleNamespace(manager=one, is_shown=(ONE, one.person_id) in shown) for one in rows]


def own_results(me):
    """One's own results as a manager, latest first."""
    return list(access.results_to_read(me).where(UpwardManager.person == me.id).order_by(UpwardRound.closes_on.desc(), UpwardRound.id.desc()))


def told_of(result):
    """What is shown about one manager, question by question, the whole organisation beside it."""
    return unnamed.told(result.round.gathering_id, {(ONE, result.person_id), (ALL, None)}, result.person_id)


def told_of_groups(me, round_):
    """([(department, id)], Told of each question); a department of a manager about whom the reader was asked is left out for them."""
    asked = {number for number, in UpwardManager.select(UpwardManager.department_id).join(UpwardWriter).where(
        UpwardManager.round == round_, UpwardWriter.person == me.id).tuples()}
    names = dict(UpwardManager.select(UpwardManager.department_id, UpwardManager.department).where(
        UpwardManager.round == round_, UpwardManager.department_id.is_null(False)).tuples())
    shown = unnamed.parts_shown(round_.gathering_id)
    groups = sorted(((name, number) for number, name in names.items() if (GROUP, number) in shown and number not in asked))
    return groups, unnamed.told(round_.gathering_id, {(ALL, None), *((GROUP, number) for _name, number in groups)})


def signed(result):
    """Answers whose writers gave their name: [(name, [(question, level or None, text)])]."""
    rows = (SignedAnswer.select(SignedAnswer, Person).join(Person).where(SignedAnswer.manager == result)
            .order_by(Person.last_name, Person.first_name, SignedAnswer.question))
    asked, found = {one.id: one for one in unnamed.questions(result.round.gathering_id)}, {}
    for row in rows:
        found.setdefault((row.person_id, row.person.name), []).append((asked[row.question_id], row.rating, row.text))
    return [(name, said) for (_number, name), said in found.items()]


def published_score(manager_id, period):
    """(hundredths or None, the fewest answers behind it) of the latest round that closed within a period: of published figures alone."""
    start, end = period
    latest = (UpwardManager.select(UpwardManager, UpwardRound).join(UpwardRound)
              .where(UpwardManager.person == manager_id, UpwardRound.state == "closed", UpwardRound.closes_on.between(start, end))
              .order_by(UpwardRound.closes_on.desc(), UpwardRound.id.desc()))
    for one in latest:
        score, count = unnamed.score(one.round.gathering_id, manager_id)
        if score is not None:
            return score, count
    return None, 0


def published_about(people_ids):
    """Those of some people about whom a round has closed."""
    rows = UpwardManager.select(UpwardManager.person).join(UpwardRound).where(UpwardManager.person.in_(people_ids), UpwardRound.state == "closed")
    return {number for number, in rows.distinct().tuples()}


def plan_of(round_):
    return {**{name: getattr(round_, name) for name in ("name", "opens_on", "closes_on", "minimum", "minimum_texts", "above_reads", "version")},
            "template": round_.template_id, "managers": round_.picked}


def whole_minimum(round_):
    return max(FEW_ALL, round_.minimum)


def picked_json(managers):
    return json.dumps(sorted(managers))
