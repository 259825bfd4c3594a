"""What can be done with cycles and reviews, and what is refused, in words."""
import hashlib
from datetime import date, datetime, timedelta

import pytest

from perf.kernel import clock, db
from perf.kernel.errors import Refused
from perf.people import actions as people
from perf.people.models import Assignment, Position
from perf.questions import actions as sheets
from perf.questions.models import Answer, Sheet, Template
from perf.reviews import actions, choosing, queries
from perf.reviews.models import Cycle, Review, ReviewEvent, SignOff
from perf.roles.models import Role
from perf.settings import actions as house_settings
from tests import world

MONDAY = date(2026, 11, 30)


# decided on rows that the verb reads itself

@pytest.mark.parametrize("verb, more", [
    (actions.share, {}), (actions.reopen, {"reason": "again"}), (actions.acknowledge, {}), (actions.record_refusal, {"witness": "Ines"}),
    (actions.close_review, {}),
])
def test_verb_decides_on_what_is_so_now_not_on_what_the_page_had_read(submitted, mara, verb, more):
    stale = {actions.share: submitted}.get(verb)
    actions.share(Review.get_by_id(submitted.id), by=mara)
    if verb is actions.close_review:
        actions.acknowledge(Review.get_by_id(submitted.id), by=submitted.person)
    stale = stale or Review.get_by_id(submitted.id)
    verb(Review.get_by_id(submitted.id), by=mara, **more) if verb is not actions.share else None
    with pytest.raises(Refused):
        verb(stale, by=mara, **more)
    assert ReviewEvent.select().where(ReviewEvent.review == submitted, ReviewEvent.what == "shared").count() == 1


def test_returned_self_review_cannot_be_changed_once_the_review_is_shared(submitted, mara, tomas):
    actions.return_form(Review.get_by_id(submitted.id), submitted.self_sheet, by=mara, reason="Please add the autumn.")
    actions.share(Review.get_by_id(submitted.id), by=mara)
    answer = Answer.select().where(Answer.sheet == submitted.self_sheet_id).first()
    with pytest.raises(Refused):
        sheets.save_answer(answer, text="Later words", rating=answer.rating, version=answer.version)


def test_unsubmitted_self_review_is_marked_as_not_given(review, tomas):
    world.fill(review.self_sheet)
    world.submit(review, "manager")
    assert Sheet.get_by_id(review.self_sheet_id).state == "not given"
    assert queries.full_score(world.fresh(review)) == (400, "Strong")


# cycles

@pytest.fixture
def plan(app, hana, today):
    """The plan of a cycle as its form gives it."""
    return {**choosing.usual_plan(today), "template": Template.get(Template.kind == "annual")}


@pytest.mark.parametrize("changes, field", [
    ({"period_end": -800}, "period_end"), ({"period_end": None}, "period_end"), ({"manager_due": 1}, "manager_due"),
    ({"share_by": 5}, "share_by"), ({"close_on": 20}, "close_on"),
])
def test_dates_out_of_order_are_refused_beside_their_field(plan, hana, today, changes, field):
    for name, days in changes.items():
        plan[name] = plan["period_start"] if days is None else today + timedelta(days)
    with pytest.raises(Refused) as no:
        actions.plan_cycle(by=hana, **plan)
    assert no.value.field == field and no.value.words
    assert not Cycle.select().exists()


def test_dates_that_fall_on_one_day_are_in_order(plan, hana, today):
    plan |= {name: today for name in ("self_due", "manager_due", "share_by", "close_on")}
    assert actions.plan_cycle(by=hana, **plan).state == "planning"


def test_launching_twice_gives_one_review_a_person(plan, hana):
    cycle = actions.plan_cycle(by=hana, **plan)
    assert actions.launch(cycle, by=hana) == 6
    made = sorted(Review.select(Review.person).where(Review.cycle == cycle).tuples())
    assert actions.launch(cycle, by=hana) == 0
    assert sorted(Review.select(Review.person).where(Review.cycle == cycle).tuples()) == made == sorted(set(made))
    assert Sheet.select().count() == 12


def test_preview_says_who_is_left_out_and_why(plan, hana, zora, today):
    people.let_go(zora, last_day=today - timedelta(days=1))
    people.add_person("Ada", "Nowhere")
    late = people.add_person("Olu", "Adeyemi", hired_on=plan["period_end"] + timedelta(days=1))
    people.seat(late, people.open_position(Role.get(Role.title == "Case Worker"), reports_to=Position.select().first()))
    preview = choosing.preview(actions.plan_cycle(by=hana, **plan))
    reasons = {one.name: one.reason for one in preview.left_out}
    assert set(reasons) == {"Ines Marchetti", "Ada Nowhere"} | ({"Olu Adeyemi"} if late.hired_on <= today else set())
    assert "no manager" in reasons["Ines Marchetti"] and "position" in reasons["Ada Nowhere"]
    assert "Zora" not in preview.sentence and zora.id not in {one.seat.person_id for one in preview.taken}


def test_launch_for_many_takes_a_flat_number_of_statements(plan, hana, mara, statements):
    launch_with(1, plan, hana, mara, statements)        # keeps the questions, which are the same for all
    few = launch_with(5, plan, hana, mara, statements)
    many = launch_with(60, plan, hana, mara, statements)
    assert [line for line in many if "INSERT INTO" not in line] == [line for line in few if "INSERT INTO" not in line]
    assert len(many) - len(few) <= 12       # a statement takes some hundred new rows


@pytest.fixture
def statements(app, monkeypatch):
    """Gives a function that does a deed and tells the statements that it took, without their values."""
    lines, execute = [], db.database.execute_sql
    monkeypatch.setattr(db.database, "execute_sql", lambda sql, *args, **more: lines.append(sql.split("?")[0]) or execute(sql, *args, **more))

    def during(deed):
        lines.clear()
        deed()
        return [line.split(" IN (")[0] for line in lines]
    return during


def launch_with(count, plan, hana, mara, statements):
    seat = Assignment.get(Assignment.person == mara).position
    role = Role.get(Role.title == "Case Worker")
    for number in range(count):
        people.seat(people.add_person("Person", f"{count}-{number}"), people.open_position(role, reports_to=seat))
    cycle = actions.plan_cycle(by=hana, **{**plan, "name": f"With {count}"})
    return statements(lambda: actions.launch(cycle, by=hana))


def test_launch_can_be_taken_back_until_something_is_shared(cycle, review, hana):
    """Without trace while nothing is submitted, later into the archive, not at all once somebody has read a review."""
    world.fill(review.self_sheet)
    with world.undone():
        assert actions.cancel_cycle(cycle, by=hana)
        assert not Cycle.select().exists() and not Sheet.select().exists() and not Answer.select().exists()
    world.submit(review, "self")
    with world.undone():
        assert not actions.cancel_cycle(cycle, by=hana)
        assert Cycle.get().state == "archived" and {one.state for one in Review.select()} == {"withdrawn"}
        assert Answer.select().where(Answer.sheet == review.self_sheet_id, Answer.text != "").exists()
        assert not any(queries.waiting(one.person, mine) for one in Review.select() for mine in queries.mine(one.person))
    world.submit(review, "manager")
    actions.share(world.fresh(review), by=review.manager)
    with pytest.raises(Refused):
        actions.cancel_cycle(cycle, by=hana)


def test_cycle_closes_only_when_all_its_reviews_are_done(cycle, submitted, shared, hana):
    with pytest.raises(Refused):
        actions.close_cycle(cycle, by=hana)
    Review.update(state="acknowledged").where(Review.cycle == cycle).execute()
    actions.close_cycle(cycle, by=hana)
    assert {one.state for one in Review.select()} == {"closed"} and Cycle.get_by_id(cycle.id).state == "closed"


# ten working days

@pytest.mark.parametrize("shared_on, holidays, answer_by", [
    (date(2026, 11, 30), [], date(2026, 12, 14)), (date(2026, 12, 4), [], date(2026, 12, 18)), (date(2026, 12, 5), [], date(2026, 12, 18)),
    (date(2026, 12, 18), [date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)], date(2027, 1, 6)),
    (date(2026, 12, 18), [date(2026, 12, 26)], date(2027, 1, 1)),
])
def test_employee_has_ten_working_days(submitted, mara, shared_on, holidays, answer_by):
    for day in holidays:
        house_settings.add_holiday(day, "A day off")
    with clock.at(shared_on):
        assert actions.share(Review.get_by_id(submitted.id), by=mara) == answer_by


def test_review_is_unanswered_on_the_day_after_the_last_and_can_still_be_signed(submitted, mara, tomas):
    with clock.at(MONDAY):
        last = actions.share(Review.get_by_id(submitted.id), by=mara)
    for day, state in ((last, "shared"), (last + timedelta(days=1), "unanswered")):
        actions.new_day(day)
        assert Review.get_by_id(submitted.id).state == state
    with clock.at(last + timedelta(days=1)):
        with pytest.raises(Refused):
            actions.respond(Review.get_by_id(submitted.id), by=tomas, response="Too late")
        actions.acknowledge(Review.get_by_id(submitted.id), by=tomas)
    actions.new_day(last + timedelta(days=2))
    assert Review.get_by_id(submitted.id).state == "closed"


def test_last_day_lasts_until_midnight_where_the_organisation_is(submitted, mara, tomas):
    house_settings.change_organisation(version=1, by=mara, time_zone="America/New_York")
    with clock.at(MONDAY):
        last = actions.share(Review.get_by_id(submitted.id), by=mara)
    with clock.at(datetime(last.year, last.month, last.day + 1, 4, 30)):
        actions.respond(Review.get_by_id(submitted.id), by=tomas, response="Just in time")
    with clock.at(datetime(last.year, last.month, last.day + 1, 5, 30)), pytest.raises(Refused):
        actions.respond(Review.get_by_id(submitted.id), by=tomas, response="Just too late")


def test_signature_stands_for_the_text_that_was_signed(shared, tomas):
    actions.acknowledge(shared, by=tomas)
    first = SignOff.get()
    assert len(first.text_hash) == 64 and first.removed_at is None
    Answer.update(text="Other words").where(Answer.sheet == shared.manager_sheet_id).execute()
    assert hashlib.sha256(actions.signed_text(Review.get_by_id(shared.id)).encode()).hexdigest() != first.text_hash
