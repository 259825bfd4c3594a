"""Seats over time: what was, what is, and what happens by itself on its day."""
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf.kernel import clock
from perf.kernel.errors import Refused
from perf.people import actions, facts, queries
from perf.people.models import Assignment, Change, Person, Position, ReportingLine, Stay

DAY = timedelta(days=1)


def seat_of(person, day=None):
    return queries.chart(day).of_person.get(person.id)


def lead_of(person, day=None):
    above = queries.chart(day).manager_of(person.id)
    return above and above.first_name


def last(kind):
    return Change.select().where(Change.kind == kind).order_by(Change.id.desc()).get()


def to(person, above, **more):
    now = queries.seat_as_it_is(person)
    return actions.move(person, title=now.title, department=now.department, reports_to=seat_of(above).id, **more)


def test_move_of_a_day_to_come_happens_by_itself(app, hana, tomas, piet, today):
    to(tomas, piet, on=today + 10 * DAY, by=hana)
    assert lead_of(tomas) == "Mara" and lead_of(tomas, today + 9 * DAY) == "Mara" and lead_of(tomas, today + 10 * DAY) == "Piet"
    with clock.at(today + 10 * DAY):
        assert lead_of(tomas) == "Piet"
        actions.new_day(clock.today())
        assert last("manager").state == "holds"


def test_move_in_the_past_is_a_correction_up_to_what_is_written_later(app, hana, tomas, piet, ines, today):
    to(tomas, piet, on=today - 10 * DAY, by=hana)
    to(tomas, ines, on=today - 20 * DAY, by=hana)
    said = [lead_of(tomas, today - number * DAY) for number in (21, 20, 11, 10, 0)]
    assert said == ["Mara", "Ines", "Ines", "Piet", "Piet"]


def test_a_change_of_today_keeps_what_is_planned(app, hana, tomas, piet, ines, today):
    to(tomas, ines, on=today + 30 * DAY, by=hana)
    to(tomas, piet, by=hana)
    assert [lead_of(tomas, today + number * DAY) for number in (0, 29, 30)] == ["Piet", "Piet", "Ines"]


def test_promotion_to_come_takes_those_below_along_on_its_day(app, hana, mara, tomas, ines, today):
    actions.move(mara, title="Head of Services", department="Family Services", reports_to=seat_of(ines).id, on=today + 5 * DAY,
                 is_promotion=True, by=hana)
    assert seat_of(mara).title == "Programme Manager" and lead_of(tomas) == "Mara"
    then = queries.chart(today + 5 * DAY)
    assert then.of_person[mara.id].title == "Head of Services" and then.manager_of(tomas.id).person_id == mara.id
    assert seat_of(mara).id not in then.seats


def test_what_is_planned_is_taken_back_without_a_trace(app, hana, mara, tomas, ines, today):
    before = _everything()
    actions.move(mara, title="Head of Services", department="Family Services", reports_to=seat_of(ines).id, on=today + 5 * DAY, by=hana)
    assert _everything() != before
    actions.cancel(last("move"), by=hana)
    assert _everything() == before
    with pytest.raises(Refused, match="already"):
        actions.cancel(last("move"), by=hana)


def test_what_something_else_rests_on_is_not_taken_back(app, hana, mara, tomas, ines, piet, today):
    actions.move(mara, title="Head of Services", department="Family Services", reports_to=seat_of(ines).id, on=today + 5 * DAY, by=hana)
    new = queries.chart(today + 5 * DAY).of_person[mara.id].id
    actions.place_under(Position.get_by_id(seat_of(piet).id), Position.get_by_id(new), on=today + 6 * DAY, by=hana)
    with pytest.raises(Refused, match="rests on this"):
        actions.cancel(last("move"), by=hana)


def test_loop_on_a_day_to_come_is_refused(app, hana, mara, tomas, ines, piet, today):
    """Each move is right today; together they would make a circle next month."""
    actions.place_under(Position.get_by_id(seat_of(mara).id), Position.get_by_id(seat_of(piet).id), on=today + 30 * DAY, by=hana)
    with pytest.raises(Refused, match="loop"):
        actions.place_under(Position.get_by_id(seat_of(piet).id), Position.get_by_id(seat_of(tomas).id), by=hana)
    assert lead_of(piet) == "Ines"


def test_who_stands_in_leads_meanwhile(app, hana, mara, tomas, zora, today):
    actions.stand_in(zora, Position.get_by_id(seat_of(mara).id), starts=today, ends=today + 3 * DAY, by=hana)
    assert [lead_of(tomas, today + number * DAY) for number in (0, 3, 4)] == ["Zora", "Zora", "Mara"]
    assert seat_of(zora).title == "Communications Officer"
    with pytest.raises(Refused, match="already"):
        actions.stand_in(zora, Position.get_by_id(seat_of(mara).id), starts=today, by=hana)


def test_of_two_who_share_a_seat_the_one_who_is_named_leads(app, hana, mara, tomas, zora):
    actions.share(zora, Position.get_by_id(seat_of(mara).id), by=hana)
    assert lead_of(tomas) == "Zora"     # by name, as nobody was named
    actions.name_lead(Position.get_by_id(seat_of(mara).id), mara, by=hana)
    assert lead_of(tomas) == "Mara" and seat_of(zora).id == seat_of(mara).id


def test_dotted_line_leads_nobody(app, hana, tomas, piet, today):
    actions.dot(Position.get_by_id(seat_of(tomas).id), Position.get_by_id(seat_of(piet).id), by=hana)
    assert lead_of(tomas) == "Mara" and facts.Facts().dotted(today) == [(seat_of(tomas).id, seat_of(piet).id)]
    with pytest.raises(Refused, match="already"):
        actions.dot(Position.get_by_id(seat_of(tomas).id), Position.get_by_id(seat_of(piet).id), by=hana)


def test_who_comes_back_keeps_the_record_and_the_earlier_time(app, hana, tomas, mara, today):
    seat, hired = seat_of(tomas), tomas.hired_on
    actions.let_go(tomas, last_day=today - 30 * DAY, by=hana)
    with pytest.raises(Refused, match="was here until"):
        actions.come_back(Person.get_by_id(tomas.id), hired_on=today - 31 * DAY, by=hana)
    actions.come_back(Person.get_by_id(tomas.id), hired_on=today, seat={"vacancy": seat.id}, by=hana)
    now = Person.get_by_id(tomas.id)
    assert (now.hired_on, now.left_on) == (today, None) and seat_of(tomas).id == seat.id
    assert [(stay.starts, stay.ends) for stay in Stay.select()] == [(hired, today - 30 * DAY)]
    assert tomas.id not in queries.chart(today - DAY).of_person and tomas.id in queries.chart(today - 31 * DAY).of_person


def test_who_has_not_left_yet_does_not_come_back(app, hana, tomas, today):
    actions.let_go(tomas, last_day=today + 10 * DAY, by=hana)
    with pytest.raises(Refused, match="has not left"):
        actions.come_back(Person.get_by_id(tomas.id), hired_on=today + 20 * DAY, by=hana)


def test_who_held_a_seat_once_does_not_lead_it(app, hana, mara, zora, today):
    place = Position.get_by_id(seat_of(mara).id)
    actions.let_go(mara, last_day=today - DAY, by=hana)
    with pytest.raises(Refused, match="does not hold"):
        actions.name_lead(place, mara, by=hana)


def test_who_leaves_takes_no_seat_that_was_planned(app, hana, tomas, mara, today):
    actions.move(tomas, title="Cook", department="Family Services", reports_to=seat_of(mara).id, on=today + 20 * DAY, by=hana)
    actions.let_go(tomas, last_day=today + 10 * DAY, by=hana)
    assert seat_of(tomas, today + 10 * DAY).title == "Case Worker" and seat_of(tomas, today + 20 * DAY) is None


def test_nobody_moves_before_their_first_day_or_after_their_last(app, hana, tomas, piet, today):
    with pytest.raises(Refused, match="first day"):
        to(tomas, piet, on=tomas.hired_on - DAY, by=hana)
    actions.let_go(tomas, last_day=today + 10 * DAY, by=hana)
    with pytest.raises(Refused, match="last day"):
        to(Person.get_by_id(tomas.id), piet, on=today + 11 * DAY, by=hana)


def test_colleagues_do_not_see_coming_what_is_not_announced(app, hana, tomas, piet, zora, today):
    kept = to(tomas, piet, on=today + 10 * DAY, by=hana)
    then = today + 10 * DAY
    assert facts.chart(zora, then).manager_of(tomas.id).first_name == "Mara"
    assert facts.chart(hana, then).manager_of(tomas.id).first_name == "Piet"
    actions.announce(kept, by=hana)
    assert facts.chart(zora, then).manager_of(tomas.id).first_name == "Piet"


def test_facts_and_the_query_tell_the_same(app, hana, mara, tomas, piet, zora, ines, today):
    to(tomas, piet, on=today - 10 * DAY, by=hana)
    actions.stand_in(zora, Position.get_by_id(seat_of(mara).id), starts=today - 5 * DAY, ends=today + 3 * DAY, by=hana)
    actions.move(mara, title="Head", department="Family Services", reports_to=seat_of(ines).id, on=today + 5 * DAY, by=hana)
    read = facts.Facts()
    for number in range(-12, 12, 3):
        day = today + number * DAY
        assert sorted(read.seats(day), key=str) == sorted(queries.seats(day), key=str)
    assert set(read.days()) >= {today - 10 * DAY, today - 5 * DAY, today + 4 * DAY, today + 5 * DAY}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["move", "line", "promote", "leave", "hire", "stand in", "close", "share"]),
                          st.integers(0, 50), st.integers(0, 50)), max_size=14))
def test_a_day_in_the_past_shows_what_the_chart_showed_that_day(house, deeds):
    """Whatever happens day by day, each day's chart can be seen again later; and no day ever has a circle."""
    from tests import world
    shown = {}
    with world.restored(house, house.pristine):
        day = clock.today()
        for wait, deed, one, other in deeds:
            day += wait * DAY
            with clock.at(day):
                try:
                    _do(deed, one, other, day)
                except Refused:
                    pass
                shown[day] = _picture(day)
        with clock.at(day + 40 * DAY):
            assert {past: _picture(past) for past in shown} == shown
            read = facts.Facts()
            assert {past: _drawn(queries.Chart(read.seats(past))) for past in shown} == shown


def _do(deed, one, other, day):
    house = queries.chart(day)
    seats = sorted(house.seats.values(), key=lambda seat: seat.id)
    mine, above = seats[one % len(seats)], seats[other % len(seats)]
    person = mine.person_id and Person.get_by_id(mine.person_id)
    place = Position.get_by_id(mine.id)
    if deed == "line":
        actions.place_under(place, Position.get_by_id(above.id), on=day)
    elif deed == "hire":
        actions.take_on(first_name="New", last_name=f"Person {one}", hired_on=day, seat={"title": "Cook", "reports_to": above.id})
    elif deed == "close" and person is None:
        actions.close_position(place, on=day)
    elif person is None:
        return
    elif deed == "move":
        actions.move(person, title="Cook", department="Kitchen", reports_to=above.id, leaves_seat=other % 2 == 0, on=day)
    elif deed == "promote":
        actions.move(person, title=f"Head {other}", department=mine.department, reports_to=mine.reports_to, on=day, is_promotion=True)
    elif deed == "leave":
        actions.let_go(person, last_day=day - DAY)
    elif deed == "stand in":
        actions.stand_in(person, Position.get_by_id(above.id), starts=day, ends=day + 3 * DAY)
    elif deed == "share":
        actions.share(person, Position.get_by_id(above.id), starts=day)


def _picture(day):
    house = queries.chart(day)
    assert queries.loops_in({seat.id: seat.reports_to for seat in house.seats.values()}) == []
    return _drawn(house)


def _drawn(house):
    return sorted((seat.id, seat.title, seat.department or "", seat.reports_to or 0, held.person_id or 0, bool(held.is_interim))
                  for seat in house.seats.values() for held in house.held[seat.id])


def _everything():
    found = {model: sorted(str({name: value for name, value in row.items() if name != "version"}) for row in model.select().dicts())
             for model in (Position, Assignment, ReportingLine, Person)}
    return {model.__name__: rows for model, rows in found.items()}


def test_two_at_once_cannot_make_a_loop_between_them(app, hana, piet, mara, today):
    """Each of the two moves is right by itself; whoever writes second is refused, whichever that is."""
    import threading

    from perf.kernel import db
    seats = {person.id: Position.get_by_id(seat_of(person).id) for person in (mara, piet)}
    begin, outcome = threading.Barrier(2), []

    def place(one, other):
        db.database.connect(reuse_if_open=True)
        begin.wait()
        try:
            actions.place_under(seats[one.id], seats[other.id], on=today)
            outcome.append("done")
        except Refused as no:
            outcome.append(no.words)
        finally:
            db.database.close()
    running = [threading.Thread(target=place, args=pair) for pair in ((mara, piet), (piet, mara))]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert sorted(said == "done" for said in outcome) == [False, True] and any("loop" in said for said in outcome)
    house = queries.chart()
    assert queries.loops_in({seat.id: seat.reports_to for seat in house.seats.values()}) == []


# what is secret stays secret, and the chart true, whatever is written on top of it

def seen_by(me, person, day):
    house = facts.chart(me, day)
    seat = house.of_person.get(person.id)
    return [(one.title, (house.seat_above(one) or one).first_name) for one in house.seats_of(person.id)] if seat else []


def test_a_visible_move_on_top_of_a_secret_one_tells_nothing_of_it(app, hana, tomas, piet, ines, zora, today):
    to(tomas, piet, on=today + 40 * DAY, by=hana)
    to(tomas, ines, by=hana)
    assert [seen_by(zora, tomas, today + number * DAY) for number in (0, 10, 39, 40, 90)] == [[("Case Worker", "Ines")]] * 5
    assert today + 40 * DAY not in facts.days(zora)
    assert seen_by(hana, tomas, today + 40 * DAY) == [("Case Worker", "Piet")]


def test_a_secret_seat_is_thought_away_under_an_announced_one(app, hana, tomas, mara, zora, today):
    actions.move(tomas, title="Cook", reports_to=seat_of(mara).id, on=today + 30 * DAY, by=hana)
    actions.move(tomas, title="Baker", reports_to=seat_of(mara).id, on=today + 60 * DAY, announced=True, by=hana)
    assert [seen_by(zora, tomas, today + number * DAY) for number in (0, 29, 30, 59, 60)] == [
        [("Case Worker", "Mara")]] * 4 + [[("Baker", "Mara")]]
    assert today + 30 * DAY not in facts.days(zora)


def test_last_day_ahead_is_not_told_by_a_move_or_a_list(app, hana, tomas, piet, zora, adam, today):
    actions.let_go(tomas, last_day=today + 20 * DAY, by=hana)
    to(Person.get_by_id(tomas.id), piet, by=hana)
    Person.update(left_on=today + 20 * DAY).where(Person.id == adam.id).execute()        # as a staff list writes it
    Assignment.update(ends=today + 20 * DAY).where(Assignment.person == adam).execute()
    then = today + 25 * DAY
    assert seen_by(zora, tomas, then) == [("Case Worker", "Piet")] and seen_by(zora, adam, then) == [("Office Manager", "Ines")]
    assert seen_by(hana, tomas, then) == seen_by(hana, adam, then) == [] and seen_by(piet, tomas, then) == []


def test_number_of_a_row_that_was_given_anew_hides_nobody(app, hana, zora, mara, piet, today):
    place = Position.get_by_id(seat_of(mara).id)
    planned = actions.stand_in(zora, place, starts=today + 50 * DAY, ends=today + 60 * DAY, by=hana)
    held = Assignment.select().where(Assignment.person == zora, Assignment.is_interim).get()
    actions.take_out(held, last_day=today + 40 * DAY, by=hana)
    actions.stand_in(piet, place, starts=today, ends=today + 5 * DAY, by=hana)
    assert facts.chart(mara, today + DAY).held[place.id][0].first_name == "Piet"
    for change in (last("ended"), planned):
        try:
            actions.cancel(change, by=hana)
        except Refused:
            pass
    assert Assignment.select().where(Assignment.person == piet, Assignment.is_interim).exists()


def test_last_day_is_noted_once_and_powers_do_not_come_back_with_it(app, hana, tomas, mara, today):
    actions.let_go(tomas, last_day=today + 20 * DAY, by=hana)
    with pytest.raises(Refused, match="noted already"):
        actions.let_go(tomas, last_day=today + 40 * DAY, by=hana)
    actions.give_power(mara, "board")
    actions.let_go(mara, last_day=today - 5 * DAY, by=hana)
    actions.take_back_last_day(Person.get_by_id(mara.id), by=hana)
    assert Person.get_by_id(mara.id).powers == frozenset()


def test_seat_that_is_taken_out_later_is_not_given(app, hana, zora, tomas, today):
    place = actions.open_seats("Cook", by=hana)
    actions.close_position(place, on=today + 10 * DAY, by=hana)
    with pytest.raises(Refused, match="taken out"):
        actions.move(zora, vacancy=place.id, by=hana)


def test_hr_that_changes_its_own_seat_is_seen(app, hana, ines, today):
    from perf.notices.models import Notice
    actions.move(hana, title="Chief of everything", by=hana, is_promotion=True, on=today - 300 * DAY)
    assert Notice.select().where(Notice.person_id == ines.id, Notice.sentence.contains("changed their own seat")).exists()
