"""What becomes of cycles: by hire date, again and again, with people who come late, are away, change their manager or leave (PRACTICE 3)."""
import hashlib
import re
import time
from datetime import date, timedelta

import pytest

from perf import reviews
from perf.kernel import clock, db
from perf.kernel.errors import Refused
from perf.kernel.trail import TrailLine
from perf.notices.models import Notice
from perf.people import actions as people
from perf.people.models import Assignment, Person
from perf.questions.models import Sheet, Template
from perf.reviews import actions, board, calibrating, choosing, files, peers, queries, reminders, running
from perf.reviews.models import Cycle, PeerForm, Review, ReviewEvent, ReviewFile, ReviewVersion
from perf.roles.models import Role
from tests import world
from tests.reviews import cases
from tests.reviews.test_files import PDF

MONDAY = date(2026, 3, 2)
OWN = {"template": "1", "kind": "days", "basis": "hire", "period_start": "2026-01-01", "period_end": "2026-12-31", "opens_before": "14", "repeats": "0",
       "peer_mode": "none", "self_weight": "0", "manager_weight": "1", "peers_weight": "0", "upward_weight": "0"}


@pytest.fixture(scope="module")
def staged(house):
    with cases.stage(house):
        yield


@pytest.fixture
def app(house, staged):
    with world.undone():
        yield house.app


def joined(first, hired, above=None, **more):
    """Somebody who holds a seat below another's."""
    person = people.add_person(first, "New", hired_on=hired, email=f"{first.lower()}@lantern.example", **more)
    people.seat(person, people.open_position(Role.get(Role.title == "Case Worker"), reports_to=above or seat_of("mara")), starts=hired)
    return person


def seat_of(name):
    return Assignment.get(Assignment.person == world.member(name)).position


def rolling(by, after_days=90, kind="days", **more):
    """A cycle by hire date over 2026, begun on the Monday."""
    cycle = actions.plan_cycle(by=by, name="First weeks", template=Template.get(Template.kind == "annual"), kind=kind, basis="hire",
                               after_days=after_days, **{**dict.fromkeys(("self_due", "manager_due", "share_by", "close_on", "period_end"),
                                                                         date(2026, 12, 31)), "period_start": date(2026, 1, 1)}, **more)
    actions.launch(cycle, by=by)
    return Cycle.get_by_id(cycle.id)


def told(person, since=0):
    return [one.sentence for one in Notice.select().where(Notice.person_id == person.id, Notice.id > since).order_by(Notice.id)]


def unread(person, url):
    return Notice.select().where(Notice.person_id == person.id, Notice.url == url, Notice.read_at.is_null()).count()


def last_notice():
    return Notice.select().order_by(Notice.id.desc()).get().id


def review_of(cycle, person, **more):
    return Review.get(Review.cycle == cycle, Review.person == person, **more)


def left_out(cycle):
    return {one.name: one.reason for one in choosing.preview(cycle).left_out}


# by hire date

def test_several_numbers_of_days_make_a_cycle_each(app, browser_of):
    reply = browser_of("hana").post("/reviews/cycles/new", data={**OWN, "name": "First weeks", "after_days": "90, 30,60"})
    assert reply.status_code == 303
    assert [(one.name, one.after_days) for one in Cycle.select().order_by(Cycle.id)] == [
        ("First weeks: 30 days", 30), ("First weeks: 60 days", 60), ("First weeks: 90 days", 90)]
    assert browser_of("hana").post("/reviews/cycles/new", data={**OWN, "name": "No", "after_days": "30, soon"}).status_code == 422
    assert Cycle.select().count() == 3


def test_plan_offers_templates_that_fit_alone(app, browser_of):
    page = browser_of("hana").get("/reviews/cycles/new").text
    offered = {name: {int(value) for value in re.findall(r'value="(\d+)"', re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.DOTALL)[0])}
               for name in ("template", "peer_template_id")}
    kinds = {name: {one.kind for one in Template.select().where(Template.id.in_(ids))} for name, ids in offered.items()}
    assert not kinds["template"] & {"peer", "upward", "exit"} and {"annual", "probation"} <= kinds["template"] and kinds["peer_template_id"] == {"peer", "board"}
    peer = Template.get(Template.kind == "peer")
    assert browser_of("hana").post("/reviews/cycles/new", data={**OWN, "name": "No", "template": peer.id}).status_code == 422


def test_review_by_hire_date_begins_when_its_day_comes_near_and_has_dates_of_its_own(app, hana):
    with clock.at(MONDAY):
        soon, later, past = joined("Abel", date(2025, 12, 12)), joined("Berta", date(2026, 2, 2)), joined("Carl", date(2025, 10, 20))
        cycle = rolling(hana)
        assert [one.person_id for one in cycle.reviews] == [soon.id]
        reasons = left_out(cycle)
        assert "begins by itself on 19 April" in reasons["Berta New"] and "does not fall between" in reasons["Tomas Lindqvist"]
        assert "long past" in reasons["Carl New"] and past.id not in {one.person_id for one in cycle.reviews}
    review = review_of(cycle, soon)
    assert (review.period_start, review.period_end) == (date(2025, 12, 12), date(2026, 3, 12))
    assert (review.self_due, review.manager_due, review.share_by) == (date(2026, 3, 5), date(2026, 3, 12), date(2026, 3, 19))
    for day, count in ((date(2026, 4, 18), 1), (date(2026, 4, 19), 2), (date(2026, 4, 20), 2)):
        with clock.at(day):
            actions.new_day(day)
        assert cycle.reviews.count() == count, day
    assert review_of(cycle, later).self_due == date(2026, 4, 27)
    assert any("by 27 April" in one for one in told(later))


def test_own_day_that_has_just_passed_leaves_until_the_next_day_of_work(app, hana):
    with clock.at(date(2026, 3, 6)):        # a Friday
        late = joined("Abel", date(2025, 11, 25))
        review = review_of(rolling(hana), late)
    assert [review.self_due, review.manager_due, review.peers_due] == [date(2026, 3, 9)] * 3 and review.share_by >= date(2026, 3, 9)


def test_day_that_begins_nothing_leaves_no_line(app, hana):
    with clock.at(MONDAY):
        cycle = rolling(hana)
        lines = TrailLine.select().count()
        actions.new_day(MONDAY + timedelta(days=1))
        assert TrailLine.select().count() == lines and Cycle.get_by_id(cycle.id).version == cycle.version


def test_dates_of_a_cycle_by_hire_date_are_not_changed_for_all(app, hana, browser_of):
    with clock.at(MONDAY):
        cycle = rolling(hana)
        with pytest.raises(Refused, match="belong to each review"):
            running.change_dates(cycle, by=hana, version=cycle.version, self_due=date(2027, 1, 2), manager_due=date(2027, 1, 2),
                                 share_by=date(2027, 1, 9), close_on=date(2027, 2, 1))


# again, and by itself

def test_repeating_cycle_plans_the_next_which_begins_by_itself(app, hana):
    with clock.at(date(2026, 2, 2)):
        cycle = actions.plan_cycle(by=hana, **plan(period=("2025-03-01", "2026-02-28"), repeats=24, calibrates=True))
        actions.launch(cycle, by=hana)
    following = Cycle.get(Cycle.follows_id == cycle.id)
    assert (following.state, following.launch_on, following.name) == ("planning", date(2028, 2, 2), "Annual review 2028")
    assert (following.period_start, following.period_end) == (date(2027, 3, 1), date(2028, 2, 29)) and following.calibrates
    assert any("is planned and begins by itself on 2 February 2028" in one for one in told(hana))
    for day, state in ((date(2028, 2, 1), "planning"), (date(2028, 2, 2), "open")):
        with clock.at(day):
            actions.new_day(day)
        assert Cycle.get_by_id(following.id).state == state
    assert following.reviews.count() == 6 and Cycle.select().where(Cycle.follows_id == following.id).count() == 1


def plan(period=("2025-01-01", "2025-12-31"), **more):
    begun, template = clock.today(), Template.get(Template.kind == "annual")
    steps = {name: begun + timedelta(days=days) for name, days in (("self_due", 14), ("manager_due", 28), ("share_by", 42), ("close_on", 63))}
    return {"name": "Annual review 2026", "template": template, "period_start": date.fromisoformat(period[0]),
            "period_end": date.fromisoformat(period[1]), **steps, **more}


@pytest.mark.parametrize("is_changed", [False, True])
def test_launch_that_is_taken_back_takes_along_the_cycle_that_it_had_planned(app, hana, is_changed):
    cycle = actions.plan_cycle(by=hana, **plan(repeats=12))
    actions.launch(cycle, by=hana)
    following = Cycle.get(Cycle.follows_id == cycle.id)
    Cycle.update(version=1 + is_changed).where(Cycle.id == following.id).execute()
    actions.cancel_cycle(cycle, by=hana)
    assert Cycle.select().count() == is_changed
    assert unread(hana, f"/reviews/cycles/{following.id}") == is_changed


def test_cycle_that_cannot_begin_is_told_once_and_tried_again(app, hana, today):
    cycle = actions.plan_cycle(by=hana, **plan(launch_on=today))
    Template.update(is_archived=True).where(Template.id == cycle.template_id).execute()
    for days in range(3):
        with clock.at(today + timedelta(days=days)):
            actions.new_day(today + timedelta(days=days))
            Notice.update(read_at=clock.now()).execute()
    assert [one for one in told(hana) if "did not" in one and "archived" in one] == told(hana) and len(told(hana)) == 1
    Template.update(is_archived=False).execute()
    with clock.at(today + timedelta(days=3)):
        actions.new_day(today + timedelta(days=3))
    assert Cycle.get_by_id(cycle.id).state == "open"


def test_launch_on_the_day_on_which_self_reviews_are_due_is_refused(app, hana, today):
    cycle = actions.plan_cycle(by=hana, **plan(self_due=today))
    with pytest.raises(Refused, match="due today"):
        actions.launch(cycle, by=hana)
    with pytest.raises(Refused) as no:
        actions.plan_cycle(by=hana, **plan(self_due=today + timedelta(3), launch_on=today + timedelta(3)))
    assert no.value.field == "self_due"


# who comes late, is away, moves or leaves

@pytest.mark.parametrize("days, own_due, theirs", [(3, 14, 28), (14, 21, 28), (33, 39, 39)])     # from a Monday: five working days are a week
def test_late_comer_has_a_week_for_what_was_due_already(app, hana, days, own_due, theirs):
    with clock.at(MONDAY):
        cycle = actions.plan_cycle(by=hana, **plan())
        actions.launch(cycle, by=hana)
    with clock.at(MONDAY + timedelta(days=days)):
        late = joined("Late", MONDAY + timedelta(days=2))
        Person.update(hired_on=date(2025, 12, 1)).where(Person.id == late.id).execute()
        assert actions.launch(Cycle.get_by_id(cycle.id), by=hana) == 1
    review = review_of(cycle, late)
    assert (review.self_due - MONDAY).days == own_due and (review.manager_due - MONDAY).days == theirs
    assert review.self_due <= review.peers_due <= review.manager_due <= review.share_by and review.state == "in progress"
    assert {one.self_due for one in cycle.reviews if one.person_id != late.id} == {MONDAY + timedelta(days=14)}


def test_who_is_away_when_the_self_review_is_due_is_named_before_the_launch(app, hana, tomas, zora, today):
    cycle = actions.plan_cycle(by=hana, **plan())
    people.be_away(tomas, kind="parental", starts=today + timedelta(10), by=hana)
    people.be_away(zora, kind="study", starts=today + timedelta(1), ends=today + timedelta(13), by=hana)
    assert choosing.preview(cycle).away == ["Tomas Lindqvist"]


def test_manager_changed_hr_lets_the_former_finish_or_hands_it_over(cycle, review, hana, tomas, piet, browser_of):
    people.place_under(seat_of("tomas"), seat_of("piet"))
    [problem] = problems(cycle, "manager")
    assert "is led by Piet Vermeer now" in problem.words and problem.url == f"/reviews/{review.id}"
    with world.undone():
        assert browser_of("hana").post(f"/reviews/{review.id}/keep-manager").status_code == 303
        assert not problems(cycle, "manager") and world.fresh(review).manager.first_name == "Mara"
        assert ReviewEvent.get(ReviewEvent.review == review).what == "manager_kept"
    assert browser_of("mara").post(f"/reviews/{review.id}/keep-manager").status_code == 404
    browser_of("hana").post(f"/reviews/{review.id}/hand-over", data={"manager": piet.id})
    assert world.fresh(review).manager == piet and not problems(cycle, "manager")
    people.place_under(seat_of("tomas"), seat_of("ines"))       # and once more: it was decided about Piet, not about her
    assert "is led by Ines Marchetti now, not by Piet Vermeer" in problems(cycle, "manager")[0].words


def problems(cycle, kind):
    cycle = Cycle.get_by_id(cycle.id)
    return [one for one in board.problems(cycle, board.rows_of(cycle)) if one.kind == kind]


def test_review_goes_neither_to_who_has_left_nor_to_the_employee(cycle, review, hana, piet, tomas, today):
    people.let_go(piet, last_day=today - timedelta(days=1))
    for wrong in (world.member("piet"), tomas, review.manager):
        with pytest.raises(Refused) as no:
            actions.hand_over(review, wrong, by=hana)
        assert no.value.field == "manager"


def test_launch_leaves_leavers_out_and_a_departure_waits_for_hr(cycle, review, hana, tomas, mara, today):
    people.let_go(tomas, last_day=today)
    assert not problems(cycle, "left")          # the last day is a day at work
    with clock.at(today + timedelta(days=1)):
        assert "has left" in problems(cycle, "left")[0].words
        assert left_out(cycle).get("Tomas Lindqvist") is None
        actions.withdraw(review, by=hana, reason="Has left.")
        assert not problems(cycle, "left")


def test_approval_goes_on_where_the_approver_has_left(app, hana, ines, tomas, mara, today):
    cycle, review = approving(hana, tomas)
    other = joined("Olga", date(2024, 1, 8), above=seat_of("ines"))
    people.place_under(seat_of("mara"), Assignment.get(Assignment.person == other).position)
    Review.update(approver_id=other.id).where(Review.id == review.id).execute()
    people.let_go(other, last_day=today)
    with clock.at(today + timedelta(days=1)):
        actions.new_day(today + timedelta(days=1))
        assert world.fresh(review).approver_id == ines.id
        assert any("waits for your approval" in one for one in told(ines))
        actions.approve(world.fresh(review), by=ines)


# approval

def approving(hana, tomas):
    """A cycle in which whoever leads the manager approves; Tomas's review is written."""
    cycle = world.launched(hana, "Approved", 1, needs_approval=True, approve_by=clock.today() + timedelta(35))
    review = review_of(cycle, tomas)
    world.submit(review, "manager")
    return cycle, world.fresh(review)


def test_nothing_is_shared_before_who_leads_the_manager_approves(app, hana, tomas, mara, ines, browser_of):
    cycle, review = approving(hana, tomas)
    assert review.approver_id == ines.id and unread(ines, f"/reviews/{review.id}") == 1
    assert [entry["key"] for entry in due("ines")] == [f"review-{review.id}-approve"]
    assert browser_of("mara").post(f"/reviews/{review.id}/share").status_code == 422
    for name in ("hana", "mara", "tomas", "piet"):
        assert browser_of(name).post(f"/reviews/{review.id}/approve").status_code == 404
    assert browser_of("ines").post(f"/reviews/{review.id}/approve", data={"note": "Well seen."}).status_code == 303
    assert world.fresh(review).state == "approved" and not unread(ines, f"/reviews/{review.id}") and not due("ines")
    assert any("is approved" in one for one in told(mara)) and browser_of("mara").post(f"/reviews/{review.id}/share").status_code == 303


def test_notes_in_the_history_are_for_those_named_beside_the_box(app, hana, tomas, mara, ines, today, browser_of):
    cycle, review = approving(hana, tomas)
    actions.move_dates(review, by=hana, reason="A long illness.", self_due=today + timedelta(1), manager_due=today + timedelta(2), share_by=today + timedelta(3))
    actions.approve(world.fresh(review), by=ines, note="Softer, please.")
    actions.share(world.fresh(review), by=mara)
    for name, note, illness in (("mara", True, True), ("hana", True, True), ("tomas", False, True), ("ines", False, False)):
        page = browser_of(name).get(f"/reviews/{review.id}").text + browser_of(name).get(f"/reviews/{review.id}/packet").text
        assert ("Softer, please." in page, "A long illness." in page) == (note, illness), name


def due(name):
    return [one for one in reviews.due(world.member(name)) if "approve" in one["key"]]


def test_whoever_has_nobody_above_their_manager_needs_no_approval(app, hana, mara, ines):
    cycle = world.launched(hana, "Approved", 1, needs_approval=True)
    review = review_of(cycle, mara)
    world.submit(review, "manager")
    assert review.approver_id is None
    actions.share(world.fresh(review), by=ines)


def test_handed_over_when_written_the_new_approver_is_told(app, hana, tomas, piet, ines):
    cycle, review = approving(hana, tomas)
    lead = joined("Lena", date(2024, 1, 8), above=seat_of("piet"))
    actions.hand_over(review, lead, by=hana)
    assert world.fresh(review).approver_id == piet.id
    assert unread(piet, f"/reviews/{review.id}") == 1 and not unread(ines, f"/reviews/{review.id}")


def test_nobody_approves_another_text_than_they_have_read(app, hana, tomas, mara, ines, browser_of):
    cycle, review = approving(hana, tomas)
    at, browser = f"/reviews/{review.id}", browser_of("ines")

    def seen():
        return re.search(r'name="seen" value="([^"]+)"', browser.get(at).text)[1]
    first = seen()
    actions.return_form(review, review.manager_sheet, by=hana, reason="A figure.")
    world.submit(review, "manager", 1)
    refused = browser.post(f"{at}/approve", data={"note": "Well seen.", "seen": first})
    assert refused.status_code == 409 and "handed in anew" in refused.text and "Well seen." in refused.text and world.fresh(review).state == "submitted"
    assert browser.post(f"{at}/approve", data={"note": "", "seen": seen()}).status_code == 303 and world.fresh(review).state == "approved"


def test_nobody_approves_what_they_handed_in_and_then_handed_over(app, hana, mara, piet, ines, adam):
    review = review_of(world.launched(hana, "Approved", 1, needs_approval=True), mara)
    Review.update(approver_id=adam.id).where(Review.id == review.id).execute()
    world.submit(review, "manager")
    actions.hand_over(world.fresh(review), piet, by=ines)
    assert queries.approver_of(review.cycle, piet.id, mara.id) == ines.id and world.fresh(review).approver_id == adam.id


def test_taken_out_and_in_again_a_review_skips_neither_approval_nor_calibration(app, hana, tomas, ines):
    cycle, review = approving(hana, tomas)
    Cycle.update(calibrates=True).where(Cycle.id == cycle.id).execute()
    session = calibrating.open_session(cycle, name="All", reviews=[review], members=[hana], by=hana)
    for state, verb in (("submitted", lambda: actions.approve(world.fresh(review), by=ines)), ("approved", lambda: calibrating.lock_session(session, by=hana)),
                        ("calibrated", lambda: None)):
        actions.withdraw(world.fresh(review), by=hana, reason="A mistake.")
        actions.put_back(world.fresh(review), by=hana)
        assert world.fresh(review).state == state and Sheet.get_by_id(review.self_sheet_id).state == "not given"
        verb()


def test_what_the_approver_returns_is_approved_anew(app, hana, tomas, ines, mara, browser_of):
    cycle, review = approving(hana, tomas)
    actions.approve(review, by=ines)
    with pytest.raises(Refused):
        actions.approve(world.fresh(review), by=ines)
    actions.return_form(world.fresh(review), review.manager_sheet, by=hana, reason="A figure.")
    returned = world.fresh(review)
    assert (returned.state, returned.score, returned.approved_at) == ("in progress", None, None)
    world.submit(returned, "manager")
    with pytest.raises(Refused, match="waits for approval"):
        actions.share(world.fresh(review), by=mara)


def test_self_review_that_came_back_late_waits_at_home_until_it_is_shared(app, hana, tomas, mara):
    cycle = world.launched(hana, "A", 1)
    review = review_of(cycle, tomas)
    for kind in ("self", "manager"):
        world.submit(review, kind)
    actions.return_form(world.fresh(review), review.self_sheet, by=mara, reason="The autumn.")
    key = f"review-{review.id}-self"
    assert key in [one["key"] for one in reviews.due(tomas)]
    actions.share(world.fresh(review), by=mara)
    assert key not in [one["key"] for one in reviews.due(tomas)]


# other dates

@pytest.fixture
def with_peer(app, hana, mara, tomas, zora):
    """(cycle, Tomas's review) in which Zora was asked as a colleague."""
    world.let_peers_answer()
    cycle = world.launched(hana, "With colleagues", 1, peer_mode="named")
    review = review_of(cycle, tomas)
    peers.nominate(review, zora, by=mara)
    return cycle, review


def moved(cycle, hana, **days):
    cycle = Cycle.get_by_id(cycle.id)
    given = {name: getattr(cycle, name) for name in running.DATES} | {name: getattr(cycle, name) + timedelta(days=more) for name, more in days.items()}
    running.change_dates(cycle, by=hana, version=cycle.version, **given)


def test_other_dates_reach_everybody_who_has_something_to_do(with_peer, hana, tomas, mara, zora, today):
    cycle, review = with_peer
    before = last_notice()
    moved(cycle, hana, self_due=7, manager_due=7, share_by=7, close_on=7)
    later = world.fresh(review)
    assert (later.self_due, later.peers_due, later.manager_due, later.share_by) == tuple(today + timedelta(days=days) for days in (21, 35, 35, 49))
    for person in (tomas, mara):
        [said] = [one for one in told(person, before) if "self-reviews by" in one]
        assert said.count(" by ") == 3
    assert [one for one in told(zora, before) if "Your view on the work of Tomas Lindqvist is due by" in one]
    assert not [one for one in told(hana, before) if "dates" in one]       # she has done it herself
    found = {one["key"]: one["due"] for one in reminders.reminders(today)}
    assert found[f"review-{review.id}-self"] == later.self_due and found[f"review-{review.id}-peer"] == later.manager_due


def test_review_with_dates_of_its_own_keeps_them_and_hears_only_of_what_is_new_for_it(with_peer, hana, tomas, mara, today):
    cycle, review = with_peer
    actions.move_dates(review, by=hana, reason="A leave.", self_due=today + timedelta(40), manager_due=today + timedelta(41),
                       share_by=today + timedelta(42))
    before = last_notice()
    moved(cycle, hana, self_due=2, manager_due=-2)
    assert (world.fresh(review).self_due, world.fresh(review).manager_due) == (today + timedelta(40), today + timedelta(41))
    assert not told(tomas, before)
    moved(cycle, hana, share_by=-3)      # would lie before its own manager_due: it keeps the day that it has
    assert world.fresh(review).share_by == today + timedelta(42) and not told(tomas, before)
    moved(cycle, hana, share_by=10, close_on=10)
    assert world.fresh(review).share_by == today + timedelta(42)


def test_late_comer_follows_where_the_cycle_moves_on(app, hana, tomas, today):
    cycle = world.launched(hana, "A", 1)
    review = review_of(cycle, tomas)
    Review.update(self_due=today + timedelta(20)).where(Review.id == review.id).execute()
    before = last_notice()
    moved(cycle, hana, manager_due=4)
    assert world.fresh(review).manager_due == today + timedelta(32)
    assert told(tomas, before) == [f"Your review has other dates now: your self-review is due by {day_in_words(today + timedelta(20))}."]


def day_in_words(day):
    from perf.kernel import words
    return words.day(day, near=False)


def test_other_dates_for_one_review_are_told_to_the_colleague_as_well(with_peer, hana, tomas, mara, zora, today, browser_of):
    _cycle, review = with_peer
    before = last_notice()
    sent = {"self_due": today + timedelta(50), "manager_due": today + timedelta(60), "share_by": today + timedelta(70), "reason": "A leave."}
    assert browser_of("hana").post(f"/reviews/{review.id}/dates", data={**sent, "share_by": today + timedelta(55)}).status_code == 422
    assert browser_of("mara").post(f"/reviews/{review.id}/dates", data=sent).status_code == 404
    assert browser_of("hana").post(f"/reviews/{review.id}/dates", data=sent).status_code == 303
    for person, words in ((tomas, "your self-review is due"), (mara, "your form is due"), (zora, "Your view on the work of Tomas")):
        assert words in told(person, before)[-1]
    assert world.fresh(review).peers_due == today + timedelta(60) and world.fresh(review).approve_by is None
    assert ReviewEvent.select().where(ReviewEvent.what == "dates_moved", ReviewEvent.reason == "A leave.").count() == 1


def test_dates_changed_by_another_meanwhile_are_shown_again(cycle, hana):
    with pytest.raises(Refused, match="Somebody else"):
        running.change_dates(cycle, by=hana, version=cycle.version - 1, self_due=cycle.self_due, manager_due=cycle.manager_due,
                             share_by=cycle.share_by, close_on=cycle.close_on)


# a launch that was a mistake

def test_colleague_is_told_too_when_a_launch_is_taken_back(with_peer, hana, zora, browser_of):
    cycle, review = with_peer
    form = PeerForm.get()
    assert unread(zora, f"/questions/sheets/{form.sheet_id}")
    peers.decline(form, by=zora)                # that is nothing handed in
    assert actions.cancel_cycle(cycle, by=hana) and not Sheet.select().exists() and not PeerForm.select().exists()
    assert not Notice.select().where(Notice.url.contains("/questions/sheets/"), Notice.kind == "review").exists()


def test_launch_is_not_taken_back_without_trace_where_a_pdf_lies_beside_a_review(with_peer, hana):
    cycle, review = with_peer
    files.put_beside(review, PDF, "plan.pdf", by=hana)
    assert not actions.cancel_cycle(cycle, by=hana)
    assert ReviewFile.select().count() == 1 and Cycle.get_by_id(cycle.id).state == "archived"


def test_colleague_hears_that_nothing_is_to_be_written_any_more(with_peer, hana, zora):
    cycle, review = with_peer
    before, address = last_notice(), f"/questions/sheets/{PeerForm.get().sheet_id}"
    with world.undone():
        actions.cancel_cycle(cycle, by=hana)
        assert ["was taken back" in one for one in told(zora, before)] == [True] and not unread(zora, address)
    with world.undone():
        actions.withdraw(review, by=hana, reason="A mistake.")
        assert not unread(zora, address)
    world.submit(review, "manager")
    assert not unread(zora, address) and not unread(review.person, f"/questions/sheets/{review.self_sheet_id}")


# a probation

@pytest.fixture
def probation(app, hana):
    """(cycle, Abel's review) of a probation of 90 days, all handed in but the manager's form."""
    with clock.at(MONDAY):
        abel = joined("Abel", date(2025, 12, 12))
        cycle = rolling(hana, kind="probation")
        review = review_of(cycle, abel)
        world.fill(review.manager_sheet)
        yield cycle, review


def decide(review, outcome, until=None):
    actions.submit_form(world.fresh(review), review.manager_sheet, by=review.manager, outcome=outcome, extend_until=until)


@pytest.mark.parametrize("outcome, until, field", [("", None, "outcome"), ("maybe", None, "outcome"), ("extend", None, "extend_until"),
                                                   ("extend", MONDAY, "extend_until"), ("extend", date(2026, 1, 1), "extend_until")])
def test_probation_is_not_submitted_without_saying_how_it_goes_on(probation, outcome, until, field):
    with pytest.raises(Refused) as no:
        decide(probation[1], outcome, until)
    assert no.value.field == field and world.fresh(probation[1]).state == "in progress"


@pytest.mark.parametrize("outcome", ["pass", "fail"])
def test_probation_that_ends_comes_round_no_more(probation, hana, outcome):
    cycle, review = probation
    decide(review, outcome, date(2026, 6, 30))
    signed(review)
    assert (world.fresh(review).outcome, world.fresh(review).extend_until) == (outcome, None)
    for day in (date(2026, 6, 17), date(2026, 7, 1)):
        with clock.at(day):
            actions.new_day(day)
    assert cycle.reviews.count() == 1
    actions.close_cycle(cycle, by=hana)


def signed(review):
    actions.share(world.fresh(review), by=review.manager)
    actions.acknowledge(world.fresh(review), by=review.person)


def test_extended_probation_comes_round_again_and_keeps_its_cycle_open(probation, hana):
    cycle, review = probation
    decide(review, "extend", date(2026, 6, 30))
    assert left_out(cycle)["Abel New"] == "a review in this cycle already"          # not shared yet, so it may still change
    signed(review)
    with pytest.raises(Refused, match="until 30 June"):
        actions.close_cycle(cycle, by=hana)
    for day, rounds in ((date(2026, 6, 15), [1]), (date(2026, 6, 16), [1, 2]), (date(2026, 6, 17), [1, 2])):
        with clock.at(day):
            actions.new_day(day)
        assert [one.round for one in cycle.reviews.order_by(Review.round)] == rounds, day
    second = Review.get(Review.cycle == cycle, Review.round == 2)
    assert (second.period_start, second.period_end, second.manager_due) == (date(2025, 12, 12), date(2026, 6, 30), date(2026, 6, 30))
    assert second.self_sheet_id != review.self_sheet_id and second.state == "in progress"
    with pytest.raises(Refused, match="not signed yet"):
        actions.close_cycle(cycle, by=hana)


def test_extension_in_a_cycle_by_the_calendar_looks_back_on_the_whole_probation(app, hana, tomas):
    with clock.at(MONDAY):
        cycle = actions.plan_cycle(by=hana, **plan(kind="probation", period=("2025-12-01", "2026-02-28")))
        actions.launch(cycle, by=hana)
        review = review_of(cycle, tomas)
        world.submit(review, "manager", outcome="extend", extend_until=date(2026, 3, 10))
        actions.share(world.fresh(review), by=review.manager)
        actions.new_day(MONDAY)
    second = Review.get(Review.cycle == cycle, Review.round == 2)
    assert (second.period_start, second.period_end) == (date(2025, 12, 1), date(2026, 3, 10))


def test_extension_of_somebody_who_has_left_keeps_no_cycle_open(probation, hana):
    cycle, review = probation
    decide(review, "extend", date(2026, 6, 30))
    signed(review)
    people.let_go(review.person, last_day=MONDAY - timedelta(days=1))
    actions.close_cycle(cycle, by=hana)


def test_how_a_probation_goes_on_is_chosen_on_the_check_page(app, hana, tomas, browser_of):
    cycle = world.launched(hana, "Probation", 1, kind="probation")
    review = review_of(cycle, tomas)
    world.fill(review.manager_sheet)
    browser, address, later = browser_of("mara"), f"/reviews/{review.id}/check/manager", clock.today() + timedelta(90)
    assert "How it goes on" in browser.get(address).text and browser.post(address, data={}).status_code == 422
    assert browser.post(address, data={"outcome": "extend", "extend_until": "2020-01-01"}).status_code == 422
    assert browser.post(address, data={"outcome": "extend", "extend_until": str(later)}).status_code == 303
    assert (world.fresh(review).outcome, world.fresh(review).extend_until) == ("extend", later)


# a version that stays

def test_each_change_after_sharing_keeps_what_was_signed(cycle, review, hana, mara, tomas):
    review = cases.shared(cases.handed_in(review))
    actions.acknowledge(review, by=tomas)
    signed_hash = review.signatures.get().text_hash
    actions.reopen(world.fresh(review), by=hana, reason="A figure was wrong.")
    first = ReviewVersion.get()
    assert (first.number, first.score, first.why, first.by) == (1, 400, "A figure was wrong.", hana)
    assert first.text_hash == signed_hash == hashlib.sha256(first.text.encode()).hexdigest()
    assert world.fresh(review).signatures.where(queries.SignOff.removed_at.is_null()).count() == 0
    actions.return_form(world.fresh(review), review.manager_sheet, by=hana, reason="This one.")
    world.submit(review, "manager", rating=2)
    actions.share(world.fresh(review), by=mara)
    actions.reopen(world.fresh(review), by=hana, reason="Once more.")
    assert [(one.number, one.score) for one in queries.versions_of(review)] == [(2, 200), (1, 400)]
    assert ReviewVersion.get_by_id(first.id).text == first.text and signed_hash != queries.versions_of(review)[0].text_hash


def test_reopening_a_closed_cycle_s_review_opens_the_cycle(cycle, review, hana, tomas):
    review = cases.shared(cases.handed_in(review))
    Review.update(state="withdrawn").where(Review.id != review.id).execute()
    actions.acknowledge(review, by=tomas)
    actions.close_cycle(cycle, by=hana)
    actions.reopen(world.fresh(review), by=hana, reason="A figure was wrong.")
    assert Cycle.get_by_id(cycle.id).state == "open"
    lines = TrailLine.select(TrailLine.verb).where(TrailLine.kind == "cycle", TrailLine.row_id == cycle.id).order_by(TrailLine.id.desc())
    assert lines.first().verb == "reopen_cycle"


# a large house

def test_launch_for_three_hundred_takes_hardly_more_statements_and_no_two_seconds(app, hana, mara, monkeypatch):
    asked, run = [], db.Database.execute_sql
    monkeypatch.setattr(db.Database, "execute_sql", lambda self, sql, *rest, **more: asked.append(sql) or run(self, sql, *rest, **more))
    counts, took = [], 0.0
    for more in (30, 270):
        cases.crowd(mara, more)
        cycle = actions.plan_cycle(by=hana, **plan(name=f"With {more}"))
        asked.clear()
        before = time.process_time()
        made = actions.launch(cycle, by=hana)
        took = time.process_time() - before
        counts.append((made, len(asked), sum(sql.startswith("INSERT") for sql in asked)))
    (_few, small, inserts), (many, large, bulk) = counts
    assert many >= 300 and (large - bulk) - (small - inserts) <= 12, counts
    assert took < 3 * 2, took
