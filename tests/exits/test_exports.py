"""Leavings as tables: HR gets what its pages show, nobody else a word; leavers that were taken along come back unchanged."""
from datetime import date, timedelta

import pytest

from perf.exchange.reading import read
from perf.exits import actions, checklist, exports, findings
from perf.exits.lists.offer import LISTS
from perf.exits.models import ExitAnswer, Leaving, LeavingReason, Measure
from perf.kernel import clock
from perf.people import actions as people
from perf.people.models import Person
from tests.exchange.role_lists import take_in

[LEAVERS, SURVEYS] = LISTS
HEAD = "Employee ID,Last day,Class,Reason,Contributing reason,Regretted"


@pytest.fixture
def left(app, tomas, hana):
    """Tomas has left, and said something of it; an earlier survey tells of somebody without a name."""
    people.let_go(tomas, last_day=date(2024, 5, 31), by=hana)
    take_in(LEAVERS, HEAD, "E5,,Resigned,more money,school,yes", by=hana)
    take_in(SURVEYS, "ID,Year,SeparationType,Pay was fair,What should change?", "17,2012,Contract Expired,SA,A longer contract", by=hana)
    one, measure = Leaving.get(Leaving.person == tomas), Measure.get(Measure.kind == "agreement")
    ExitAnswer.create(leaving=one, measure=measure, level=2, text="CANARY answer")
    return one


def rows(table, me):
    [one] = [one for one in exports.TABLES if one.key == table]
    found = list(one.rows(me))
    assert all(len(row) == len(one.head) for row in found)
    return [dict(zip(one.head, row)) for row in found]


def test_leavings_with_class_and_reasons_are_hrs(left, hana, mara, ines, zora):
    survey, tomas = rows("leavings", hana)
    assert (tomas["Employee ID"], tomas["Class"], tomas["Main reason"], tomas["Contributing reason"], tomas["Regretted"]) == (
        "E5", "Voluntary", "Pay", "Study", True)
    assert (survey["As an earlier list calls them"], survey["Class"], survey["Name"]) == ("17", "End of contract or grant", None)
    assert rows("leavings", mara) == rows("leavings", zora) == rows("leavings", ines) == []


def test_answers_go_to_who_may_read_them_and_never_to_the_named_manager(left, hana, mara, ines):
    found = {(row["Question"], row["In words"], row["Text"]) for row in rows("exit_answers", hana)}
    assert found == {("Pay was fair", "Disagree", "CANARY answer"), ("Pay was fair", "Strongly agree", ""), ("What should change?", None, "A longer contract")}
    people.give_power(mara, "hr")
    assert "CANARY" not in repr(rows("exit_answers", Person.get_by_id(mara.id))) and rows("exit_answers", ines) == []
    Leaving.update(for_executive=True).where(Leaving.id == left.id).execute()
    assert "CANARY" not in repr(rows("exit_answers", hana)) and "CANARY" in repr(rows("exit_answers", ines))


def test_ones_own_leaving_is_in_no_table_of_ones_own(left, tomas, hana):
    people.come_back(tomas, hired_on=date(2025, 1, 1), by=hana)
    people.give_power(tomas, "hr")
    me = Person.get_by_id(tomas.id)
    assert {row["Employee ID"] for table in ("leavings", "exit_answers") for row in rows(table, me)} == {None}


def test_check_lists_and_actions_are_taken_along(app, tomas, mara, hana, zora):
    people.let_go(tomas, last_day=clock.today() + timedelta(days=10), by=hana)
    leaving = Leaving.get(Leaving.person == tomas)
    checklist.tick(checklist.add_task(leaving, "Keys", owner="manager", due=leaving.last_day, by=hana), by=mara)
    assert [(row["What"], row["Who does it"], row["Done by"]) for row in rows("leaving_tasks", hana) if row["What"] == "Keys"] == [
        ("Keys", "The manager", "Mara Okafor")]
    findings.put_down("Pay is low", "Compare it", owner=mara, by_when=clock.today() + timedelta(days=30), by=hana)
    assert [row["Who"] for row in rows("exit_actions", mara)] == ["Mara Okafor"] and rows("exit_actions", zora) == []


def test_tables_name_those_who_are_in_them(left, tomas, hana, mara):
    found = {one.key: set(one.persons(hana)) for one in exports.TABLES}
    assert found["leavings"] == found["exit_answers"] == {tomas.id} and exports.persons(mara) == set()


def test_leavers_that_were_taken_along_come_back_unchanged(left, hana):
    import csv
    import io
    out = io.StringIO()
    table = exports.TABLES[0]
    csv.writer(out).writerows([table.head, *([("yes" if cell else "no") if isinstance(cell, bool) else cell for cell in row] for row in table.rows(hana))])
    sheet = read(out.getvalue().encode())
    matching = {at: one.field for at, one in enumerate(LEAVERS.guess(sheet.headings, sheet.rows)) if one.field}
    plan = LEAVERS.plan(sheet, LEAVERS.choices(matching))
    assert [line.state for line in plan.lines] == ["refused", "unchanged"] and not plan.questions


def test_state_is_told_in_words(app, tomas, hana):
    people.let_go(tomas, last_day=clock.today() + timedelta(days=10), by=hana)
    leaving = Leaving.get(Leaving.person == tomas)
    actions.decide(leaving, kind="voluntary", is_regretted=True, main="pay", contributing=["growth"], version=leaving.version, by=hana)
    [row] = rows("leavings", hana)
    assert (row["State"], row["Asked"], row["Contributing reason"]) == ("in progress", "not asked yet", "Career growth")
    assert LeavingReason.select().count() == 2
