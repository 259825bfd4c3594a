"""What holds for any list of departments, roles and levels: a second time changes nothing, undo gives back exactly what was there."""
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perf.kernel import db
from perf.roles.models import Department
from perf.roles.sheets.known import known
from tests import turns
from tests.exchange.conftest import dump
from tests.exchange.role_lists import DEPARTMENTS, LEVELS, ROLES, planned, take_in

pytestmark = pytest.mark.usefixtures("empty")
NAMES = ["A", "B", "C", "a ", "D"]
TITLES = ["Aide", "Lead", "aide", "Head", ""]
some = dict(min_size=1, max_size=8)
departments = st.lists(st.tuples(st.sampled_from(["", *NAMES]), st.sampled_from(["", *NAMES, "Z"])), **some)
roles = st.lists(st.tuples(st.sampled_from(TITLES), st.sampled_from(["", "A", "Z"]), st.sampled_from(["", "Help", "Care"]),
                           st.sampled_from(["", "Visits", "Notes", "visits"]), st.sampled_from(["", "50", "25%", "100"]),
                           st.sampled_from(["", "yes", "marginal"]), st.sampled_from(["", "10", "20000"]), st.sampled_from(["", "15", "30000"]),
                           st.sampled_from(["", "Lead", "Aide; Head"])), **some)
levels = st.lists(st.tuples(st.sampled_from(TITLES), st.sampled_from(["", "Listening", "Planning"]), st.sampled_from(["", "1", "5", "3"]),
                            st.sampled_from(["", "1", "3"])), **some)
lists = st.one_of(
    st.tuples(st.just(DEPARTMENTS), departments, st.sampled_from([(), ("parent",)])),
    st.tuples(st.just(ROLES), roles, st.sampled_from([(), ("purpose", "leads_to"), ("department", "pay_max")])),
    st.tuples(st.just(LEVELS), levels, st.just(())))
HEADS = {"departments": ("Department", "Part of"), "levels": ("Role", "Competency", "Level", "Weight"),
         "roles": ("Role", "Department", "Purpose", "Duty", "Share", "Essential", "Lowest pay", "Highest pay", "Leads to")}
often = settings(max_examples=80 if turns.TRIES_ALL else 30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def rows_of(offer, cells):
    return list(HEADS[offer.name]), *[list(row) for row in cells if any(row)]


@often
@given(st.lists(lists, min_size=1, max_size=5))
def test_undo_of_any_lists_in_turn_gives_back_exactly_what_was_there(given):
    with db.database.atomic() as held:
        done = []
        for offer, cells, clear in given:
            if any(any(row) for row in cells):
                before, kept = dump(), take_in(offer, *rows_of(offer, cells), clear=clear)
                done += [(offer, kept, before)] if kept else []
        for offer, kept, before in reversed(done):
            assert not offer.stays(offer.undo(kept, by=None)) and dump() == before
        held.rollback()


@often
@given(lists, lists)
def test_taken_in_twice_a_list_changes_nothing_and_no_department_lies_in_itself(first, second):
    with db.database.atomic() as held:
        for offer, cells, clear in (first, second):
            if any(any(row) for row in cells):
                take_in(offer, *rows_of(offer, cells), clear=clear)
                plan = planned(offer, *rows_of(offer, cells), clear=clear)[2]
                assert not plan.does_something, [line for line in plan.lines if line.changes]
        above = dict(Department.select(Department.id, Department.parent).tuples())
        for number in above:
            at, steps = number, 0
            while at is not None:
                at, steps = above[at], steps + 1
                assert steps <= len(above)
        assert len(known().departments) == len(above)
        held.rollback()
