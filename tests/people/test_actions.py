"""Adding, moving, letting go: what it does to seats."""
from datetime import timedelta
from itertools import islice

import pytest

from perf.kernel import clock
from perf.kernel.errors import Changed, Refused
from perf.people import actions, queries
from perf.people.models import Assignment, Person, Position
from perf.roles.models import Role
from tests.lines import hang


def seat_of(person):
    return queries.chart().of_person.get(person.id)



def titles_of(person):
    """The roles that somebody has held, the latest first."""
    held = Assignment.select(Assignment, Position).join(Position).where(Assignment.person == person).order_by(Assignment.starts.desc(nulls="last"))
    return [one.position.role.title for one in held]


def test_person_is_taken_on_with_a_new_seat(app, hana, mara):
    new = actions.take_on(first_name="Noor", last_name="Aalto", by=hana,
                          seat={"title": "case  WORKER", "department": "Family Services", "reports_to": seat_of(mara).id})
    assert (seat_of(new).title, seat_of(new).department) == ("Case Worker", "Family Services")
    assert queries.chart().manager_of(new.id).person_id == mara.id
    assert Role.select().where(Role.title.contains("worker")).count() == 1


def test_unknown_title_and_department_are_made(app, hana):
    new = actions.take_on(first_name="Noor", last_name="Aalto", by=hana, seat={"title": "Gardener", "department": "Grounds"})
    assert (seat_of(new).title, seat_of(new).department) == ("Gardener", "Grounds")


def test_vacant_seat_is_filled_and_cannot_be_filled_twice(app, hana, tomas, today):
    seat = seat_of(tomas)
    actions.let_go(tomas, last_day=today - timedelta(days=1))
    new = actions.take_on(first_name="Noor", last_name="Aalto", by=hana, seat={"vacancy": seat.id})
    assert seat_of(new).id == seat.id
    with pytest.raises(Refused, match="holds that seat already"):
        actions.take_on(first_name="Liv", last_name="Berg", by=hana, seat={"vacancy": seat.id})
    assert not Person.select().where(Person.first_name == "Liv").exists()


def test_another_manager_keeps_the_seat(app, hana, tomas, piet):
    before = seat_of(tomas)
    actions.move(tomas, title=before.title, department=before.department, reports_to=seat_of(piet).id, by=hana)
    assert seat_of(tomas).id == before.id and queries.chart().manager_of(tomas.id).person_id == piet.id


def test_promotion_takes_those_below_along_and_closes_the_old_seat(app, hana, mara, tomas, ines, today):
    old = seat_of(mara)
    actions.move(mara, title="Head of Services", department="Family Services", reports_to=seat_of(ines).id, by=hana)
    house = queries.chart()
    assert seat_of(mara).title == "Head of Services" and house.manager_of(tomas.id).person_id == mara.id
    assert old.id not in house.seats and old.id in queries.chart(today - timedelta(days=1)).seats
    assert titles_of(mara) == ["Head of Services", old.title]


def test_seat_that_stays_becomes_a_vacancy_with_its_reports(app, hana, mara, tomas, ines):
    old = seat_of(mara)
    actions.move(mara, title="Researcher", department="Leadership", reports_to=seat_of(ines).id, leaves_seat=True, by=hana)
    house = queries.chart()
    assert [seat.id for seat in queries.vacancies(house)] == [old.id]
    assert house.manager_of(tomas.id).person_id == ines.id      # past the vacancy


def test_two_moves_on_one_day_leave_one_line_of_history(app, hana, tomas, mara):
    for title in ("Gardener", "Cook"):
        actions.move(tomas, title=title, department="Grounds", reports_to=seat_of(mara).id, by=hana)
    assert titles_of(tomas) == ["Cook", "Case Worker"]


@pytest.mark.parametrize("title", ["Programme Manager", "Head of Services"])
def test_loop_in_the_reporting_line_is_refused_and_nothing_changed(app, hana, mara, tomas, title):
    before = seat_of(mara)
    with pytest.raises(Refused, match="loop"):
        actions.move(mara, title=title, department=before.department, reports_to=seat_of(tomas).id, by=hana)
    assert seat_of(mara) == before and Position.select().count() == len(queries.chart().seats)


def test_nobody_reports_to_their_own_seat(app, hana, mara):
    with pytest.raises(Refused, match="own seat"):
        actions.move(mara, title="Head", department="Leadership", reports_to=seat_of(mara).id, by=hana)


def test_last_day_frees_the_seat_and_can_be_taken_back(app, hana, tomas, today):
    seat = seat_of(tomas)
    actions.let_go(tomas, last_day=today - timedelta(days=1), by=hana)
    assert seat_of(tomas) is None and [gap.id for gap in queries.vacancies(queries.chart())] == [seat.id]
    actions.take_back_last_day(Person.get_by_id(tomas.id), by=hana)
    assert seat_of(tomas).id == seat.id and not Person.get_by_id(tomas.id).has_left


def test_last_day_taken_back_does_not_push_anybody_off_the_seat(app, hana, tomas, today):
    seat = seat_of(tomas)
    actions.let_go(tomas, last_day=today - timedelta(days=1), by=hana)
    new = actions.take_on(first_name="Noor", last_name="Aalto", by=hana, seat={"vacancy": seat.id})
    actions.take_back_last_day(Person.get_by_id(tomas.id), by=hana)
    assert seat_of(tomas) is None and seat_of(new).id == seat.id


def test_vacant_seat_is_taken_out_and_its_reports_move_up(app, hana, mara, tomas, ines, today):
    seat = seat_of(mara)
    actions.let_go(mara, last_day=today - timedelta(days=1))
    actions.close_position(Position.get_by_id(seat.id), by=hana)
    house = queries.chart()
    assert seat.id not in house.seats and house.seats[seat_of(tomas).id].reports_to == seat_of(ines).id


def test_held_seat_is_not_taken_out(app, hana, mara):
    with pytest.raises(Refused):
        actions.close_position(Position.get_by_id(seat_of(mara).id), by=hana)


def test_emails_are_kept_at_once_and_a_taken_one_says_whose_it_is(app, hana, tomas, zora):
    Person.update(email=None).where(Person.id.in_([tomas.id, zora.id])).execute()
    refused = actions.keep_emails([(tomas, "mara@lantern.example"), (zora, "zora@new.example")], by=hana)
    assert list(refused) == [tomas.id] and "Mara Okafor" in refused[tomas.id]
    assert Person.get_by_id(zora.id).email == "zora@new.example" and Person.get_by_id(zora.id).employee_id == zora.employee_id


def test_record_changed_by_two_is_not_overwritten(app, hana, tomas):
    actions.change_person(tomas, version=1, phone="111", by=hana)
    with pytest.raises(Changed):
        actions.change_person(tomas, version=1, phone="222", by=hana)
    assert Person.get_by_id(tomas.id).phone == "111"


def test_seat_changed_by_two_is_not_overwritten(app, hana, tomas, mara, piet):
    seen = queries.seat_as_it_is(tomas)
    actions.move(tomas, seen=seen[:2], title="Gardener", department="Grounds", reports_to=seat_of(mara).id, by=hana)
    with pytest.raises(Changed):
        actions.move(tomas, seen=seen[:2], title="Cook", department="Kitchen", reports_to=seat_of(piet).id, by=hana)
    assert seat_of(tomas).title == "Gardener"
    actions.move(tomas, seen=queries.seat_as_it_is(tomas)[:2], title="Cook", by=hana)
    assert seat_of(tomas).title == "Cook"


@pytest.mark.parametrize("days", [-1, 0, 200])
@pytest.mark.parametrize("name, power", [("hana", "HR"), ("adam", "Administrator")])
def test_last_holder_of_a_power_stays(app, hana, tomas, today, days, name, power):
    last = Person.get(Person.email == f"{name}@lantern.example")
    with pytest.raises(Refused, match=f"holds the power “{power}”. Give it to somebody"):
        actions.let_go(last, last_day=today + timedelta(days=days), by=hana)
    assert Person.get_by_id(last.id).left_on is None and seat_of(last)
    actions.give_power(tomas, power.casefold())
    actions.let_go(last, last_day=today + timedelta(days=days), by=hana)
    with pytest.raises(Refused):    # who is to leave does not stand in
        actions.let_go(tomas, last_day=today + timedelta(days=300), by=hana)


@pytest.mark.parametrize("left, hired", [(-1, None), (30, None), (None, 30)])
def test_who_left_is_to_leave_or_is_to_come_holds_no_power_for_others(app, hana, tomas, today, left, hired):
    actions.give_power(tomas, "hr")
    Person.update(left_on=left and today + timedelta(days=left), hired_on=hired and today + timedelta(days=hired)).where(
        Person.id == tomas.id).execute()
    assert queries.somebody_holds("hr", besides=hana.id) is (left == 30)
    with pytest.raises(Refused, match="Nobody else"):
        actions.take_power(hana, "hr", by=hana)


def test_last_holder_of_a_power_keeps_it(app, hana, tomas):
    with pytest.raises(Refused, match="Nobody else"):
        actions.take_power(hana, "hr", by=hana)
    actions.give_power(tomas, "hr", by=hana)
    actions.take_power(hana, "hr", by=tomas)
    assert [person.id for person in queries.holders("hr")] == [tomas.id]


def test_standing_in_does_not_change_who_one_is(app, tomas, mara, today):
    seat = seat_of(mara)
    actions.let_go(mara, last_day=today - timedelta(days=1))
    actions.seat(tomas, Position.get_by_id(seat.id), starts=today, is_interim=True)
    house = queries.chart()
    assert house.of_person[tomas.id].title == "Case Worker"
    assert [seat.title for seat in house.seats_of(tomas.id)] == ["Case Worker", "Programme Manager"]


def test_circle_in_old_data_is_found(app, mara, tomas):
    hang(seat_of(mara).id, seat_of(tomas).id)
    assert {seat.person_id for seat in queries.circling(queries.chart())} == {mara.id, tomas.id}


def test_lines_that_bite_their_tail_end(app, mara, tomas, today):
    hang(seat_of(mara).id, seat_of(tomas).id)
    house = queries.chart()
    assert [seat.person_id for seat in islice(house.chain(tomas.id), 9)] == [mara.id]
    assert [seat.person_id for seat in islice(house.chain(mara.id), 9)] == [tomas.id]
    assert [seat.person_id for seat in house.reports_of(mara.id)] == [tomas.id]
    actions.let_go(tomas, last_day=today - timedelta(days=1))      # now only a vacancy lies between her seat and itself
    house = queries.chart()
    assert list(islice(house.chain(mara.id), 9)) == [] and [seat.person_id for seat in house.reports_of(mara.id)] == [None]


def test_line_into_a_circle_further_up_ends(app, ines, mara, tomas):
    hang(seat_of(ines).id, seat_of(mara).id)
    assert [seat.person_id for seat in islice(queries.chart().chain(tomas.id), 9)] == [mara.id, ines.id]


def test_move_before_the_first_day_is_one_assignment(app, hana):
    with clock.at(clock.today()):
        new = actions.take_on(first_name="Noor", last_name="Aalto", hired_on=clock.today(), by=hana, seat={"title": "Cook"})
        actions.move(new, title="Baker", department="Kitchen", by=hana)
    assert Assignment.select().where(Assignment.person == new).count() == 1 and seat_of(new).title == "Baker"
