"""After the import: people, roles, seats and lines; and what is put back by an undo."""
import json
from datetime import date, timedelta

import pytest

from perf.accounts.models import Account
from perf.exchange.reading import read
from perf.kernel import clock, db
from perf.kernel.errors import Changed, Refused
from perf.kernel.intake.models import Import
from perf.people import actions, queries
from perf.people.models import Assignment, Person, Position
from perf.people.staff.offer import STAFF
from perf.roles.models import Department, Role
from tests.exchange.conftest import dump
from tests.exchange.lists import TODAY, answered, messy, planned, sheet_of, take_in

pytestmark = pytest.mark.usefixtures("empty")
SMALL = ("ID,Name,Job title,Department,Manager,Hire date", "1,Ana Ruiz,Head,Care,,2020-01-01",
         "2,Ben Ode,Aide,Care,Ana Ruiz,2021-01-01", "3,Cem Ay,Aide,Care,Ben Ode,2022-01-01")


def person(number):
    return Person.get(Person.employee_id == str(number))


def manager_of(number):
    above = queries.chart().manager_of(person(number).id)
    return above and f"{above.first_name} {above.last_name}"


def seat_of(number):
    return queries.own_seat(person(number)).position


def test_messy_list_becomes_people_seats_and_lines():
    take_in(read(messy()), prefers="mdy")
    assert Person.select().count() == 13 and Department.select().count() == 4
    assert manager_of(20005) == "Jonas T Quill" and manager_of(20007) == "Delphine Amara"
    assert manager_of(20012) == "Inês Ferreira da Luz" and manager_of(20001) is None
    assert queries.chart().below[None][0].last_name == "Achterberg" and not queries.circling(queries.chart())
    assert Role.select().where(Role.title == "Case Worker").count() == 1


def test_leavers_become_former_people_without_a_vacancy():
    take_in(read(messy()), prefers="mdy")
    tanaka = person(20006)
    hold = Assignment.get(Assignment.person == tanaka)
    assert tanaka.left_on == hold.ends == hold.position.closed_on == date(2016, 6, 16)
    assert not queries.vacancies(queries.chart()) and tanaka.id not in queries.chart().of_person


def test_leaver_to_whom_somebody_still_reports_leaves_a_vacant_seat():
    take_in(sheet_of("ID,Name,Job title,Manager,Last day", "1,Ana Ruiz,Head,,", "2,Ben Ode,Lead,Ana Ruiz,2024-05-05",
                     "3,Cem Ay,Aide,Ben Ode,"))
    assert [seat.title for seat in queries.vacancies(queries.chart())] == ["Lead"] and manager_of(3) == "Ana Ruiz"


def test_same_list_again_changes_nothing():
    sheet = read(messy())
    take_in(sheet, prefers="mdy")
    again = planned(sheet, prefers="mdy")
    assert again.counts["unchanged"] == 12 and not again.open and not again.made and not again.does_something


def test_a_vacant_seat_decided_on_is_used_again_for_the_next_list():
    sheet = sheet_of("ID,Name,Manager", "1,Ana Ruiz,", "2,Ben Ode,Dora Lind")
    [asked] = planned(sheet).open
    take_in(sheet, answers={asked.key: "seat", f"{asked.key}-role": "Lead"})
    more = sheet_of("ID,Name,Manager", "1,Ana Ruiz,", "2,Ben Ode,Dora Lind", "3,Cem Ay,Dora Lind")
    take_in(more)
    assert Position.select().count() == 4 and seat_of(3).reports_to == seat_of(2).reports_to


def test_another_manager_moves_only_the_line():
    take_in(sheet_of(*SMALL))
    seat = seat_of(3)
    take_in(sheet_of("ID,Manager", "3,Ana Ruiz"))
    assert manager_of(3) == "Ana Ruiz" and seat_of(3) == seat and Position.select().count() == 3


def test_another_role_begins_today_and_reports_go_along():
    take_in(sheet_of(*SMALL))
    old = seat_of(2)
    take_in(sheet_of("ID,Job title", "2,Team Lead"))
    new = seat_of(2)
    assert (new.role.title, new.opened_on, new.reports_to) == ("Team Lead", TODAY, seat_of(1)) and new != old
    assert Position.get_by_id(old.id).closed_on == TODAY - timedelta(days=1) and seat_of(3).reports_to == new
    held = Assignment.select(Role.title, Assignment.ends).join(Position).join(Role).where(Assignment.person == person(2)).order_by(Assignment.id.desc())
    assert list(held.tuples()) == [("Team Lead", None), ("Aide", TODAY - timedelta(days=1))]
    assert not queries.vacancies(queries.chart())


def test_department_that_was_missing_is_filled_in_without_a_move():
    take_in(sheet_of("ID,Name,Job title", "1,Ana Ruiz,Head"))
    seat = seat_of(1)
    take_in(sheet_of("ID,Department", "1,Care"))
    assert seat_of(1) == seat and seat_of(1).department.name == "Care"


def test_last_day_in_a_later_list_ends_the_seat():
    take_in(sheet_of(*SMALL))
    take_in(sheet_of("ID,Last day", "3,2026-10-31"))
    assert person(3).has_left and Assignment.get(Assignment.person == person(3)).ends == date(2026, 10, 31)
    assert [row.title for row in queries.vacancies(queries.chart())] == []


def test_last_day_to_come_keeps_the_seat_until_then():
    take_in(sheet_of(*SMALL))
    take_in(sheet_of("ID,Last day", "3,2026-12-31"))
    assert not person(3).has_left and queries.own_seat(person(3)) and seat_of(3).closed_on is None
    assert queries.own_seat(person(3), date(2027, 1, 1)) is None


@pytest.mark.parametrize("power", ["hr", "administrator"])
def test_a_list_lets_nobody_leave_who_is_the_last_to_hold_a_power(power):
    take_in(sheet_of(*SMALL))
    for number in (2, 3):
        actions.give_power(person(number), power)
    alone = planned(sheet_of("ID,Last day", "3,2026-10-31"))
    assert alone.counts["changed"] == 1     # Ben Ode stays with it
    both = planned(sheet_of("ID,Last day", "2,2026-10-31", "3,2026-12-31"))
    assert both.counts["refused"] == 2 and all("Nobody else who stays" in line.reasons[0] for line in both.lines)
    take_in(sheet_of("ID,Last day", "2,2026-10-31", "3,2026-12-31"))
    assert person(2).left_on is None and person(3).left_on is None


def test_cleared_last_day_gives_the_seat_back():
    take_in(sheet_of(*SMALL))
    take_in(sheet_of("ID,Last day", "3,2026-10-31"))
    take_in(sheet_of("ID,Last day,Name", "3,,Cem Ay"), clear={"left_on"})
    assert not person(3).has_left and seat_of(3).closed_on is None and manager_of(3) == "Ben Ode"


def test_nothing_is_imported_while_something_is_open_or_after_the_records_changed():
    sheet = sheet_of("ID,Name,Manager", "1,Ana Ruiz,Dora Lind")
    found = planned(sheet)
    with pytest.raises(Refused, match="to be decided"):
        STAFF.apply(sheet, STAFF.choices({0: "employee_id", 1: "name", 2: "manager_name"}), seen=found.digest, by=None)
    sheet = sheet_of(*SMALL)
    choices = answered(sheet)
    found = STAFF.plan(sheet, choices)
    actions.add_person("Ana", "Ruiz", employee_id="1")
    with pytest.raises(Changed):
        STAFF.apply(sheet, choices, seen=found.digest, by=None)
    assert Person.select().count() == 1 and not Import.select().count()


def test_a_failure_half_way_leaves_nothing_behind(monkeypatch):
    before = dump()
    monkeypatch.setattr("perf.people.staff.write._write_holds", lambda *given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take_in(sheet_of(*SMALL))
    assert dump() == before and not Import.select().count()


def test_leaving_and_moving_are_told_to_the_other_rooms(monkeypatch):
    take_in(sheet_of(*SMALL))
    told = []
    monkeypatch.setattr("perf.people.staff.write.modules.react", lambda event, who, *more: told.append((event, who.name, *more)))
    take_in(sheet_of("ID,Last day,Job title", "3,2026-10-31,", "2,,Lead"))
    assert told == [("person_left", "Cem Ay", date(2026, 10, 31)), ("person_moved", "Ben Ode")]


# Undo ---------------------------------------------------------------------------------------------

def test_undo_gives_back_what_was_there():
    take_in(sheet_of(*SMALL))
    before = dump()
    kept, _plan = take_in(sheet_of("ID,Name,Job title,Department,Manager,E-mail,Last day", "1,Ana Ruiz-Lopez,Director,Care,,a@x.org,",
                                   "2,Ben Ode,Lead,Money,Ana Ruiz-Lopez,,", "3,Cem Ay,Aide,Care,Ana Ruiz-Lopez,,2026-01-31",
                                   "4,Dora Lind,Lead,Money,Ben Ode,,"))
    assert dump() != before
    undone = STAFF.undo(kept, by=None)
    assert dump() == before and undone.state == "undone" and not STAFF.stays(undone)


def test_undo_of_the_first_list_empties_the_house():
    before = dump()
    kept, _plan = take_in(read(messy()), prefers="mdy")
    STAFF.undo(kept, by=None)
    assert dump() == before


def test_undo_leaves_alone_what_was_changed_since_and_lists_it():
    take_in(sheet_of(*SMALL))
    kept, _plan = take_in(sheet_of("ID,E-mail,Phone", "1,a@x.org,555"))
    actions.change_person(person(1), version=None, phone="777")
    undone = STAFF.undo(kept, by=None)
    assert (person(1).email, person(1).phone) == (None, "777")
    assert STAFF.stays(undone) == [("Ana Ruiz", "Phone was changed since and stays as it is")]


def test_undo_keeps_people_with_something_of_their_own_and_the_seats_above_them():
    kept, _plan = take_in(sheet_of(*SMALL))
    Account.create(person=person(3), password="x", opened_at=clock.now())
    undone = STAFF.undo(kept, by=None)
    assert [p.name for p in Person.select()] == ["Cem Ay"] and "belongs to this person" in STAFF.stays(undone)[0][1]
    assert Position.select().count() == 3 and seat_of(3).reports_to.reports_to


def test_undo_keeps_people_who_were_worked_on():
    kept, _plan = take_in(sheet_of(*SMALL))
    actions.change_person(person(2), version=None, phone="777")
    STAFF.undo(kept, by=None)
    assert [p.name for p in Person.select()] == ["Ben Ode"] and seat_of(2)


def test_undo_leaves_the_seats_of_somebody_who_was_moved_again():
    take_in(sheet_of(*SMALL))
    kept, _plan = take_in(sheet_of("ID,Job title", "3,Lead"))
    with clock.at(TODAY + timedelta(days=9)):
        actions.move(person(3), title="Director", department="Care")
        undone = STAFF.undo(kept, by=None)
        assert seat_of(3).role.title == "Director" and STAFF.stays(undone)
        assert len(list(Assignment.select().where(Assignment.person == person(3), queries.sits_on(clock.today())))) == 1


def test_an_address_given_away_meanwhile_stays_where_it_is():
    take_in(sheet_of("ID,Name,E-mail", "1,Ana Ruiz,ana@x.org", "2,Ben Ode,ben@x.org"))
    kept, _plan = take_in(sheet_of("ID,E-mail", "1,new@x.org"))
    actions.change_person(person(2), version=None, email="ana@x.org")
    undone = STAFF.undo(kept, by=None)
    assert person(1).email == "new@x.org" and "somebody else" in STAFF.stays(undone)[0][1]


def test_undo_never_closes_a_circle_and_lists_the_line_that_stays():
    take_in(sheet_of("ID,Name,Manager", "1,Ana Ruiz,", "2,Ben Ode,Ana Ruiz", "3,Cem Ay,Ben Ode", "4,Dora Lind,Ana Ruiz"))
    kept, _plan = take_in(sheet_of("ID,Manager,Phone", "3,Dora Lind,555", "4,,"), clear=set())
    take_in(sheet_of("ID,Manager", "2,Cem Ay"))
    undone = STAFF.undo(kept, by=None)
    assert not queries.circling(queries.chart()) and manager_of(3) == "Dora Lind" and manager_of(2) == "Cem Ay"
    assert person(3).phone == "" and STAFF.stays(undone) == [
        ("The seat of Cem Ay", "keeps its present manager, because the reporting line would run in a circle otherwise")]


def test_two_lines_that_circle_only_together_both_stay():
    take_in(sheet_of("ID,Name,Manager", "1,Ana Ruiz,", "2,Ben Ode,Ana Ruiz", "3,Cem Ay,Ben Ode", "4,Dora Lind,Cem Ay"))
    kept, _plan = take_in(sheet_of("ID,Manager", "3,Ana Ruiz", "4,Ana Ruiz"))
    take_in(sheet_of("ID,Manager", "2,Dora Lind"))
    undone = STAFF.undo(kept, by=None)
    assert not queries.circling(queries.chart()) and {name for name, _why in STAFF.stays(undone)} == {
        "The seat of Cem Ay", "The seat of Dora Lind"}


def test_a_long_list_is_planned_before_anybody_else_has_to_wait(monkeypatch):
    held, work_out = [], STAFF.worked_out
    monkeypatch.setattr(STAFF, "worked_out", lambda *given: (held.append(db.database.in_transaction()), work_out(*given))[1])
    take_in(sheet_of(*SMALL))
    assert held == [False]


def test_what_changes_between_the_plan_and_the_write_stops_the_import():
    sheet = sheet_of(*SMALL)
    choices = answered(sheet)
    work = STAFF.ready(sheet, choices, seen=STAFF.plan(sheet, choices).digest)
    actions.add_person("Eli", "Moss", employee_id="9")
    with pytest.raises(Changed):
        STAFF.write(work, by=None)
    assert Person.select().count() == 1 and not Import.select().count()


def test_undo_works_once():
    kept, _plan = take_in(sheet_of(*SMALL))
    STAFF.undo(kept, by=None)
    with pytest.raises(Refused, match="already"):
        STAFF.undo(kept, by=None)


def test_record_of_an_import_counts_what_it_made():
    kept, _plan = take_in(sheet_of(*SMALL))
    assert json.loads(kept.summary)["made"] == {"role": 2, "department": 1, "person": 3, "position": 3, "assignment": 3}
