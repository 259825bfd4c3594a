"""Lists of departments, roles and levels: what they make, what an undo gives back, and what stays."""
from datetime import date, timedelta

import pytest

from perf.kernel import clock
from perf.kernel.errors import Changed, Refused
from perf.kernel.intake.models import Import, Matching
from perf.people import actions as people
from perf.roles import actions, drafts, queries
from perf.roles.models import Competency, Department, DepartmentPast, Duty, Role, RoleReading, RoleVersion
from tests.exchange.conftest import dump
from tests.exchange.lists import TODAY
from tests.exchange.role_lists import DEPARTMENTS, LEVELS, ROLES, planned, states, take_in

pytestmark = pytest.mark.usefixtures("empty")
AIDE = (["Role", "Department", "Purpose", "Duty", "Share in %", "Essential or marginal", "How success is seen", "Lowest pay a year",
         "Highest pay a year", "Leads to"],
        ["Aide", "Care", "Stands beside families", "Visits", "60", "essential", "Nobody waits", "42,000", "50 000.50", "Lead"],
        ["Aide", "", "", "Notes", "40%", "marginal", "", "", "", ""],
        ["Lead", "Money", "", "", "", "", "", "", "", ""])


def version(title, day=None):
    return queries.version_in_force(Role.get(Role.title == title), day)


def duties(title):
    return [(duty.text, duty.weight, duty.is_essential, duty.success) for duty in queries.duties_of(version(title))]


# departments

def test_departments_come_with_those_above_them():
    take_in(DEPARTMENTS, "Department,Part of", "Kids,Care", "Care,", "Night,Outreach")
    above = {one.name: one.parent and one.parent.name for one in Department.select()}
    assert above == {"Kids": "Care", "Care": None, "Night": "Outreach", "Outreach": None}


def test_a_department_that_moves_is_remembered_where_it_was():
    actions.add_department("Care")
    Department.update(made_on=TODAY - timedelta(days=90)).execute()
    kept = take_in(DEPARTMENTS, "Department,Part of", "Care,People")
    past = DepartmentPast.get()
    assert (past.name, past.parent_id, past.until) == ("Care", None, TODAY - timedelta(days=1))
    DEPARTMENTS.undo(kept, by=None)
    assert Department.get().parent_id is None and Department.select().count() == 1 and not DepartmentPast.select().count()


def test_an_empty_cell_keeps_the_department_above_unless_it_is_told_to_clear():
    take_in(DEPARTMENTS, "Department,Part of", "Kids,Care")
    assert states(planned(DEPARTMENTS, "Department,Part of", "Kids,")[2]) == {2: "unchanged"}
    take_in(DEPARTMENTS, "Department,Part of", "Kids,", clear={"parent"})
    assert Department.get(Department.name == "Kids").parent_id is None


def test_undo_of_departments_never_closes_a_circle():
    take_in(DEPARTMENTS, "Department,Part of", "A,", "B,", "C,")
    take_in(DEPARTMENTS, "Department,Part of", "A,B")
    kept = take_in(DEPARTMENTS, "Department,Part of", "A,C")
    take_in(DEPARTMENTS, "Department,Part of", "B,A")
    undone = DEPARTMENTS.undo(kept, by=None)
    assert Department.get(Department.name == "A").parent.name == "C"
    assert DEPARTMENTS.stays(undone) == [("A", "stays where it is, because departments would lie within each other in a circle otherwise")]


# roles

def test_rows_of_one_title_become_one_published_role():
    take_in(ROLES, *AIDE)
    now = version("Aide")
    assert (now.number, now.starts, now.note, now.asks_to_read) == (1, TODAY, "Imported", False)
    assert (now.department.name, now.purpose, now.pay_min, now.pay_max) == ("Care", "Stands beside families", 4_200_000, 5_000_050)
    assert duties("Aide") == [("Visits", 6000, True, "Nobody waits"), ("Notes", 4000, False, "")]
    assert queries.next_ids(now) == [Role.get(Role.title == "Lead").id] and version("Lead").department.name == "Money"


def test_the_same_list_again_leaves_every_role_alone():
    take_in(ROLES, *AIDE)
    plan = planned(ROLES, *AIDE)[2]
    assert set(states(plan).values()) == {"unchanged"} and not plan.does_something
    assert take_in(ROLES, *AIDE) is None and RoleVersion.select().count() == 2


def test_a_role_that_changes_gets_a_new_version_with_the_levels_it_has():
    take_in(ROLES, *AIDE)
    take_in(LEVELS, "Role,Competency,Level,Weight", "Aide,Listening,4,3")
    with clock.at(TODAY + timedelta(days=30)):
        take_in(ROLES, "Role,Duty,Share", "Aide,Visits,100")
        assert duties("Aide") == [("Visits", 10000, True, "Nobody waits")] and version("Aide").purpose == "Stands beside families"
        assert [(need.competency.name, need.level, need.weight) for need in queries.needs_of(version("Aide"))] == [("Listening", 4, 30000)]
    assert len(queries.duties_of(version("Aide", TODAY + timedelta(days=29)))) == 2


def test_a_duty_that_was_there_is_still_known_as_the_same_one():
    take_in(ROLES, *AIDE)
    first = Duty.get(Duty.text == "Visits")
    take_in(ROLES, "Role,Duty,Share", "Aide,Visits,50", "Aide,Notes,50")
    assert Duty.get(Duty.text == "Visits", Duty.of != first.of).origin == first.id


def test_what_the_list_does_not_say_stays():
    take_in(ROLES, *AIDE)
    take_in(ROLES, "Role,Qualifications", "Aide,A driving licence")
    now = version("Aide")
    assert now.qualifications == "A driving licence" and now.purpose and now.pay_min == 4_200_000 and len(queries.duties_of(now)) == 2
    take_in(ROLES, "Role,Purpose,Qualifications", "Aide,,", clear={"purpose"})
    assert version("Aide").purpose == "" and version("Aide").qualifications


def test_a_duty_below_an_empty_title_belongs_to_the_role_above():
    plan = planned(ROLES, "Role,Duty,Share", "Aide,Visits,60", ",Notes,40")[2]
    assert states(plan) == {2: "new", 3: "new"} and plan.count("new") == 1 and "counted to “Aide”" in plan.lines[1].notes[0]


@pytest.mark.parametrize("shares, kept", [(("60", "40"), (6000, 4000)), (("0.6", "0.4"), (6000, 4000)), (("60 %", "40%"), (6000, 4000)),
                                          (("33.333", "66,667"), (3333, 6667))])
def test_shares_are_read_however_a_spreadsheet_writes_them(shares, kept):
    take_in(ROLES, "Role,Duty,Share", ["Aide", "Visits", shares[0]], ["Aide", "Notes", shares[1]])
    assert tuple(duty[1] for duty in duties("Aide")) == kept


def test_shares_that_do_not_come_to_a_whole_are_told_and_taken():
    plan = planned(ROLES, "Role,Duty,Share", "Aide,Visits,60", "Aide,Notes,60")[2]
    assert states(plan) == {2: "new", 3: "new"} and "120 %" in plan.lines[0].notes[0]


def test_a_role_that_somebody_is_writing_on_waits_and_one_that_stays_as_it_is_does_not():
    take_in(ROLES, *AIDE)
    drafts.begin_draft(Role.get(Role.title == "Aide"))
    assert set(states(planned(ROLES, *AIDE)[2]).values()) == {"unchanged"}
    plan = planned(ROLES, "Role,Purpose", "Aide,Something else")[2]
    assert states(plan) == {2: "refused"} and "draft" in plan.lines[0].reasons[0]


def test_nothing_is_written_where_the_records_changed_after_the_preview():
    sheet, choices, plan = planned(ROLES, *AIDE)
    work = ROLES.ready(sheet, choices, seen=plan.digest)
    actions.add_role("Aide")
    with pytest.raises(Changed):
        ROLES.write(work, by=None)
    assert Role.select().count() == 1 and not Import.select().count()


def test_a_failure_half_way_leaves_nothing_behind(monkeypatch):
    before = dump()
    monkeypatch.setattr("perf.roles.sheets.write._version", lambda *given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take_in(ROLES, *AIDE)
    assert dump() == before and not Import.select().count()


# levels

def test_levels_row_by_row_and_as_a_matrix_say_the_same():
    take_in(ROLES, *AIDE)
    take_in(LEVELS, "Role,Competency,Level,Weight", "Aide,Listening,4,2", "Lead,Listening,3,", "Lead,Planning,5,1")
    plan = planned(LEVELS, "Role,Listening,Planning", "Aide,4,", "Lead,3,5")[2]
    assert set(states(plan).values()) == {"unchanged"}
    assert {c.name for c in Competency.select()} == {"Listening", "Planning"}


def test_a_level_that_changes_leaves_the_others_and_the_duties():
    take_in(ROLES, *AIDE)
    take_in(LEVELS, "Role,Competency,Level,Weight", "Aide,Listening,4,2", "Aide,Planning,2,1")
    take_in(LEVELS, "Role,Competency,Level", "Aide,Planning,3 · Solid")
    assert [(need.competency.name, need.level, need.weight) for need in queries.needs_of(version("Aide"))] == [
        ("Listening", 4, 20000), ("Planning", 3, 10000)]
    assert len(duties("Aide")) == 2


def test_competencies_that_are_not_there_are_decided_once_for_all_rows():
    take_in(ROLES, *AIDE)
    actions.add_competency("Planning")
    rows = ("Role,Competency,Level", "Aide,Listening,4", "Lead,Listening,3", "Lead,Planing,2", "Lead,Planning,2")
    plan = planned(LEVELS, *rows)[2]
    [question] = plan.questions
    assert question.needed and question.rows == [2, 3, 4] and "Listening and Planing" in question.title
    out = planned(LEVELS, *rows, answers={"competencies": "out"})[2]
    assert states(out) == {2: "left_out", 3: "left_out", 4: "left_out", 5: "new"} and out.competencies == []


# undo

@pytest.mark.parametrize("rows", [AIDE, ("Role,Department", "Aide,Care")])
def test_undo_of_roles_gives_back_what_was_there(rows):
    before = dump()
    kept = take_in(ROLES, *rows)
    assert dump() != before
    undone = ROLES.undo(kept, by=None)
    assert dump() == before and undone.state == "undone" and not ROLES.stays(undone)
    with pytest.raises(Refused, match="already"):
        ROLES.undo(kept, by=None)


def test_what_is_kept_of_an_import_names_nobody_and_an_erased_publisher_does_not_hold_it():
    hana = people.add_person("Hana", "Weiss")
    kept = take_in(ROLES, *AIDE, by=hana)
    assert version("Aide").published_by == "Hana Weiss" and "Weiss" not in Import.get().changes
    RoleVersion.update(published_by="former employee 1").execute()
    assert not ROLES.stays(ROLES.undo(kept, by=None)) and not Role.select().exists()


def test_undo_keeps_a_role_in_whole_that_somebody_holds_by_now():
    kept = take_in(ROLES, *AIDE)
    people.open_position(Role.get(Role.title == "Aide"))
    undone = ROLES.undo(kept, by=None)
    assert len(duties("Aide")) == 2 and version("Aide").department.name == "Care"
    assert ("The role “Aide”", "stays, because something else belongs to it by now") in ROLES.stays(undone)
    assert Role.select().count() == 2, "Aide leads to Lead, so both stay"


def test_undo_leaves_a_version_on_which_a_later_one_was_written():
    take_in(ROLES, *AIDE)
    kept = take_in(ROLES, "Role,Purpose", "Aide,Something else")
    drafts.begin_draft(Role.get(Role.title == "Aide"))
    undone = ROLES.undo(kept, by=None)
    assert version("Aide").purpose == "Something else"
    assert ROLES.stays(undone) == [("The version of “Aide”", "stays, because the role was written on since")]


def test_undo_leaves_a_version_that_somebody_has_read_or_that_was_looked_at_again():
    take_in(ROLES, *AIDE)
    kept = take_in(ROLES, "Role,Purpose", "Aide,Else", "Lead,Other")
    RoleReading.create(of=version("Aide"), person_id=1, at=clock.now())
    actions.look_again(version("Lead"), seen=1, on=date(2030, 1, 1))
    undone = ROLES.undo(kept, by=None)
    assert version("Aide").purpose == "Else" and version("Lead").purpose == "Other" and len(ROLES.stays(undone)) == 2


def test_undo_of_levels_takes_the_competencies_back_unless_they_were_written_on():
    take_in(ROLES, *AIDE)
    before = dump()
    kept = take_in(LEVELS, "Role,Competency,Level", "Aide,Listening,4", "Aide,Planning,4")
    LEVELS.undo(kept, by=None)
    assert dump() == before
    kept = take_in(LEVELS, "Role,Competency,Level", "Aide,Listening,4", "Aide,Planning,4")
    actions.change_competency(Competency.get(Competency.name == "Listening"), version=1, name="Listening", meaning="Hears what is meant")
    LEVELS.undo(kept, by=None)
    assert [one.name for one in Competency.select()] == ["Listening"] and not queries.needs_of(version("Aide"))


# columns are remembered, each kind of list for itself

def test_columns_are_remembered_for_their_kind_of_list_alone():
    take_in(ROLES, "Funktion,Was,Bereich", "Aide,x,Care")
    sheet, choices, _plan = planned(ROLES, "Funktion,Was,Bereich", "Aide,x,Care")
    again = ROLES.choices({0: "title", 1: "purpose", 2: "department"})
    ROLES.apply(sheet, again, seen=ROLES.plan(sheet, again).digest, by=None)
    assert [(one.field, one.remembered) for one in ROLES.guess(sheet.headings, sheet.rows)] == [
        ("title", True), ("purpose", True), ("department", True)]
    assert [one.field for one in LEVELS.guess(sheet.headings, sheet.rows)] == ["role", "", ""]
    assert {row.kind for row in Matching.select()} == {"roles"}


@pytest.mark.parametrize("offer", [DEPARTMENTS, ROLES, LEVELS], ids=lambda offer: offer.name)
def test_an_empty_list_to_start_from_is_understood_again(offer):
    head = [column.label for column in offer.columns if column.name in offer.template]
    assert [one.field for one in offer.guess(head, [[""] * len(head)])] == list(offer.template)


@pytest.mark.parametrize("offer, head", [(DEPARTMENTS, "Part of"), (ROLES, "Duty"), (LEVELS, "Role"), (LEVELS, "Competency,Level")])
def test_a_list_without_its_key_is_refused(offer, head):
    with pytest.raises(Refused, match="Choose"):
        planned(offer, head, ",".join("x" * (head.count(",") + 1)))
