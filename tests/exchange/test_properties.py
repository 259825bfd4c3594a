"""What holds for any list: sound seats, a second time changes nothing, undo gives back everything."""
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perf.exchange.reading import Sheet
from perf.kernel import clock, db
from perf.people import queries
from perf.people.models import Assignment
from perf.people.staff.cells import name_key
from perf.people.staff.offer import STAFF
from tests import turns
from tests.exchange.conftest import dump
from tests.exchange.lists import answered

pytestmark = pytest.mark.usefixtures("empty")
HEAD = ["ID", "Name", "Job title", "Department", "Manager", "First day", "Last day", "E-mail", "Status"]
NAMES = ["Ana Ruiz", "Ode, Ben", "Cem Ay", "Dora Lind", "Eli  Moss", "Fay Orr", "Ruiz, Ana", "Gil T. Poe"]
rows = st.lists(st.tuples(
    st.sampled_from(["", "1", "2", "3", "4", "5", "6", "7"]), st.sampled_from(["", *NAMES]), st.sampled_from(["", "Aide", "Lead ", "head"]),
    st.sampled_from(["", "Care", "Money", "CARE "]), st.sampled_from(["", *NAMES, "Board", "Xia Yu", "ben ode", "Zed"]),
    st.sampled_from(["", "2020-01-01", "2022-05-05", "3/4/21", "40000"]), st.sampled_from(["", "2024-05-05", "2027-01-01", "n/a"]),
    st.sampled_from(["", "a@x.org", "b@x.org", "c@x.org", "d@x.org"]), st.sampled_from(["", "Active", "Terminated"])),
    min_size=1, max_size=9)
answers = st.fixed_dictionaries({}, optional={"leavers": st.sampled_from(["keep", "out"]), "dates-hired_on": st.sampled_from(["mdy"])})
options = st.sampled_from(["seat", "person", "nobody"])
clears = st.sets(st.sampled_from(["phone", "email", "department", "manager_name", "left_on", "hired_on"]))
often = settings(max_examples=60 if turns.TRIES_ALL else 25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def import_list(cells, given, chosen, clear=()):
    """Take a list in, each missing manager decided alike; everything else as guessed."""
    cells = told_apart(cells)
    sheet = Sheet(HEAD, [list(row) for row in cells], list(range(2, len(cells) + 2)))
    more = {}
    for _round in range(4):
        choices = answered(sheet, answers={**given, **more}, clear=clear)
        found = STAFF.plan(sheet, choices)
        more.update({q.key: chosen for q in found.questions if q.key.startswith("lead-")})
    choices = answered(sheet, answers={**given, **more}, clear=clear)
    found = STAFF.plan(sheet, choices)
    if found.open:
        return None, sheet, choices, found
    return STAFF.apply(sheet, choices, seen=found.digest, by=None), sheet, choices, found


def told_apart(cells):
    """Rows of one name without any key cannot be told apart by anybody, so one of them is enough."""
    names = Counter(name_key(row[1]) for row in cells)
    return [row for row in cells if row[0] or row[7] or names[name_key(row[1])] == 1]


def sound():
    """Every line arrives at the top, nobody sits on two seats today, and who is here sits on a seat that stands."""
    house, today = queries.chart(), clock.today()
    assert not queries.circling(house)
    holds = Assignment.select().where(queries.sits_on(today))
    assert all(count == 1 for count in Counter(hold.person_id for hold in holds).values())
    for hold in holds:
        assert hold.position_id in house.seats
    for seat in house.seats.values():
        assert seat.reports_to is None or seat.reports_to in house.seats


@often
@given(rows, answers, options)
def test_taken_in_twice_a_list_changes_nothing(cells, given, chosen):
    with db.database.atomic() as held:
        kept, sheet, choices, found = import_list(cells, given, chosen)
        if kept:
            sound()
            again = STAFF.plan(sheet, answered(sheet, answers=choices.answers))
            states = {line.number: line.state for line in again.lines}
            told = [(line.number, line.changes) for line in again.lines if line.state in ("new", "changed")]
            assert not told and not again.made, told
            assert {n for n, state in states.items() if state == "refused"} >= {
                line.number for line in found.lines if line.state == "refused" and not any("circle" in r or "own" in r for r in line.reasons)}
        held.rollback()


@often
@given(rows, rows, answers, options, clears)
def test_undo_gives_back_exactly_what_was_there(first, second, given, chosen, clear):
    with db.database.atomic() as held:
        empty = dump()
        one = import_list(first, given, chosen)[0]
        between = dump()
        two = import_list(second, given, chosen, clear)[0]
        if one and two:
            sound()
            assert not STAFF.stays(STAFF.undo(two, by=None)) and dump() == between
        if one:
            STAFF.undo(one, by=None)
            assert dump() == empty
        held.rollback()


@often
@given(st.lists(st.integers(0, 7), min_size=2, max_size=8), st.lists(st.integers(0, 7), min_size=2, max_size=8))
def test_managers_at_random_never_make_a_loop(first, second):
    with db.database.atomic() as held:
        for leaders in (first, second):
            cells = [[str(n), f"Person{n} Name{n}", "Aide", "Care", f"Person{leader} Name{leader}" if leader < len(leaders) else "",
                      "", "", "", ""] for n, leader in enumerate(leaders)]
            if import_list(cells, {}, "nobody")[0]:
                sound()
        held.rollback()
