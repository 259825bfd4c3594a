"""Appeals: the rating stands, is changed as a new version, or is taken back; told to those concerned, decided by nobody on themselves."""
import html
from datetime import date, timedelta

import pytest

from perf.kernel import clock
from perf.kernel.errors import Refused
from perf.notices.models import Notice
from perf.people import actions as people
from perf.questions.models import Template
from perf.reviews import actions, appeals, queries
from perf.reviews.models import Appeal, Review, ReviewEvent, ReviewVersion, SignOff
from tests import world
from tests.reviews import cases

MONDAY = date(2026, 3, 2)
REASON, ANSWER = "The winter is missing from it.", "We read it again with both."


@pytest.fixture(scope="module")
def rated(house):
    """A cycle in which everybody's review is shared on the Monday and signed, Tomas's with 3."""
    with cases.stage(house), clock.at(MONDAY):
        cycle = world.launched(world.member("hana"), "Rated", 1, template=Template.get(Template.kind == "midyear"))
        for name in ("tomas", "hana"):
            review = of(cycle, name)
            world.submit(review, "manager", 3)
            actions.share(world.fresh(review), by=review.manager)
            actions.acknowledge(world.fresh(review), by=review.person)
        yield cycle


@pytest.fixture
def app(house, rated):
    cases.refresh()
    with world.undone():
        yield house.app


def of(cycle, name):
    return Review.get(Review.cycle == cycle, Review.person == world.member(name))


@pytest.fixture
def review(app, rated):
    return of(rated, "tomas")


@pytest.fixture
def appealed(review, tomas):
    appeals.appeal(review, by=tomas, reason=REASON)
    return world.fresh(review)


def told(person, since=0):
    return [one.sentence for one in Notice.select().where(Notice.person_id == person.id, Notice.id > since).order_by(Notice.id)]


def last_notice():
    return Notice.select(Notice.id).order_by(Notice.id.desc()).scalar()


def waits(person, review):
    return Notice.select().where(Notice.person_id == person.id, Notice.url == f"/reviews/{review.id}", Notice.read_at.is_null(),
                                 Notice.sentence.contains("appeals against")).count()


# to appeal

def test_appeal_is_told_to_hr_and_the_manager_with_the_words_on_the_page_alone(review, hana, mara, tomas, ines, browser_of):
    before = last_notice()
    assert browser_of("tomas").post(f"/reviews/{review.id}/appeal", data={"reason": " "}).status_code == 422
    assert browser_of("tomas").post(f"/reviews/{review.id}/appeal", data={"reason": REASON}).status_code == 303
    assert world.fresh(review).state == "appealed"
    for person in (hana, mara):
        assert told(person, before) == ["Tomas Lindqvist appeals against the rating."]
    assert not told(tomas, before) and not told(ines, before)
    for name, reads in (("tomas", True), ("mara", True), ("hana", True), ("ines", False)):
        assert (REASON in html.unescape(browser_of(name).get(f"/reviews/{review.id}").text)) == reads, name


@pytest.mark.parametrize("name", ["mara", "hana", "zora", "ines", "adam"])
def test_only_the_employee_appeals(review, browser_of, name):
    assert browser_of(name).post(f"/reviews/{review.id}/appeal", data={"reason": REASON}).status_code == 404


@pytest.mark.parametrize("state, may", [("shared", False), ("acknowledged", True), ("refused", True), ("unanswered", True), ("closed", False),
                                        ("submitted", False), ("appealed", False)])
def test_appeal_waits_for_the_signature_and_ends_with_closing(review, tomas, state, may):
    Review.update(state=state).where(Review.id == review.id).execute()
    if not may:
        with pytest.raises(Refused):
            appeals.appeal(review, by=tomas, reason=REASON)
    else:
        appeals.appeal(review, by=tomas, reason=REASON)
        assert Appeal.get().state_before == state


def test_open_appeal_is_closed_by_no_day_and_by_nobody(appealed, hana, rated):
    for day in (MONDAY + timedelta(days=30), MONDAY + timedelta(days=300)):
        with clock.at(day):
            actions.new_day(day)
            with pytest.raises(Refused, match="appeal"):
                actions.close_review(appealed, by=hana)
            with pytest.raises(Refused):
                actions.close_cycle(rated, by=hana)
    assert world.fresh(appealed).state == "appealed"


# what becomes of it

@pytest.mark.parametrize("state", ["acknowledged", "refused", "unanswered"])
def test_rating_that_stands_leaves_the_review_as_it_was(review, hana, tomas, mara, state, browser_of):
    Review.update(state=state).where(Review.id == review.id).execute()
    appeals.appeal(review, by=tomas, reason=REASON)
    before, address = last_notice(), f"/reviews/{review.id}/appeal/stand"
    assert waits(hana, review) == waits(mara, review) == 1
    assert browser_of("hana").post(address, data={"answer": " "}).status_code == 422
    assert browser_of("hana").post(address, data={"answer": ANSWER}).status_code == 303
    after, appeal = world.fresh(review), queries.appeal_of(review)
    assert (after.state, after.score, appeal.state, appeal.decided_by, appeal.answer) == (state, 300, "stands", hana, ANSWER)
    assert "Your appeal is decided." in told(tomas, before)[-1] and "is decided" in told(mara, before)[-1]
    assert waits(hana, review) == waits(mara, review) == 0 and ANSWER in browser_of("tomas").get(f"/reviews/{review.id}").text
    assert ReviewVersion.select().count() == 0 and SignOff.get(SignOff.review == review).removed_at is None
    with pytest.raises(Refused, match="decided already"):
        appeals.appeal(review, by=tomas, reason="Again.")


def test_changed_rating_is_a_new_version_to_sign_anew_and_the_old_one_stays(appealed, hana, tomas, mara, browser_of):
    before, old_hash = last_notice(), SignOff.get(SignOff.review == appealed).text_hash
    with clock.at(MONDAY + timedelta(days=3)):
        cases.refresh()
        reply = browser_of("hana").post(f"/reviews/{appealed.id}/appeal/change", data={"score": "3,75", "answer": ANSWER})
    after, version = world.fresh(appealed), ReviewVersion.get()
    assert reply.status_code == 303
    assert (after.state, after.score, after.score_label, after.form_score, after.changed_why) == ("shared", 375, "Strong", 300, ANSWER)
    assert after.answer_by == date(2026, 3, 19) and SignOff.get(SignOff.review == appealed).removed_at is not None
    assert (version.number, version.score, version.text_hash, version.by) == (1, 300, old_hash, hana)
    assert "has changed the rating" in told(tomas, before)[-1] and "is decided" in told(mara, before)[-1]
    page = html.unescape(browser_of("tomas").get(f"/reviews/{appealed.id}").text)
    assert "3.75" in page and "The forms came to 3.00" in page and "1 earlier version" in page
    actions.acknowledge(after, by=tomas)
    assert SignOff.select().where(SignOff.review == appealed, SignOff.removed_at.is_null()).get().text_hash != old_hash
    with pytest.raises(Refused):
        appeals.appeal(after, by=tomas, reason="Again.")


@pytest.mark.parametrize("score, answer", [("3.00", ANSWER), ("9", ANSWER), ("", ANSWER), ("3.75", " ")])
def test_change_needs_another_score_on_the_scale_and_its_reasons(appealed, browser_of, score, answer):
    assert browser_of("hana").post(f"/reviews/{appealed.id}/appeal/change", data={"score": score, "answer": answer}).status_code == 422
    assert world.fresh(appealed).state == "appealed" and not ReviewVersion.select().exists()


def test_appeal_that_is_taken_back_is_told_to_those_who_knew_of_it(appealed, hana, mara, tomas, browser_of):
    before = last_notice()
    assert browser_of("mara").post(f"/reviews/{appealed.id}/appeal/withdraw").status_code == 404
    assert browser_of("tomas").post(f"/reviews/{appealed.id}/appeal/withdraw").status_code == 303
    assert (world.fresh(appealed).state, queries.appeal_of(appealed).state) == ("acknowledged", "withdrawn")
    for person in (hana, mara):
        assert told(person, before) == ["Tomas Lindqvist has taken the appeal against the rating back."] and not waits(person, appealed)
    assert not told(tomas, before)
    appeals.appeal(world.fresh(appealed), by=tomas, reason="After all.")       # it was never decided


def test_reopening_ends_the_appeal_and_what_is_shared_anew_can_be_appealed_against(review, hana, mara, tomas):
    appeals.appeal(review, by=tomas, reason=REASON)
    appeals.let_stand(review, by=hana, answer=ANSWER)
    with clock.at(MONDAY + timedelta(days=1)):
        actions.reopen(world.fresh(review), by=hana, reason="A figure was wrong.")
        actions.share(world.fresh(review), by=mara)
        actions.acknowledge(world.fresh(review), by=tomas)
        appeals.appeal(world.fresh(review), by=tomas, reason="Against the new one.")
        assert queries.appeal_of(review).reason == "Against the new one."
        actions.reopen(world.fresh(review), by=hana, reason="Once more.")
    assert [one.state for one in Appeal.select().order_by(Appeal.id)] == ["stands", "reopened"]
    assert world.fresh(review).state == "submitted"


def test_page_offers_another_appeal_where_one_may_be_made(review, hana, mara, tomas, browser_of):
    def is_offered():
        return f'action="/reviews/{review.id}/appeal"' in browser_of("tomas").get(f"/reviews/{review.id}").text
    appeals.appeal(review, by=tomas, reason=REASON)
    appeals.withdraw_appeal(review, by=tomas)
    assert is_offered()
    appeals.appeal(review, by=tomas, reason=REASON)
    appeals.let_stand(review, by=hana, answer=ANSWER)
    assert not is_offered()
    with clock.at(MONDAY + timedelta(days=1)):
        actions.reopen(world.fresh(review), by=hana, reason="A figure was wrong.")
        actions.share(world.fresh(review), by=mara)
        actions.acknowledge(world.fresh(review), by=tomas)
    assert is_offered()


# what was typed while the review moved on

@pytest.mark.parametrize("name, what, sent", [
    ("tomas", "appeal", {"reason": "A long letter."}), ("tomas", "sign", {"response": "A long letter."}), ("tomas", "respond", {"response": "A long letter."}),
    ("mara", "refusal", {"witness": "Ines", "note": "A long letter."}), ("hana", "appeal/stand", {"answer": "A long letter."}),
    ("hana", "appeal/change", {"score": "2", "answer": "A long letter."}), ("hana", "withdraw", {"reason": "A long letter."}),
    ("hana", "dates", {"self_due": "2031-01-31", "manager_due": "2031-02-28", "share_by": "2031-03-31", "reason": "A long letter."}),
    ("hana", "hand-over", {"manager": "1", "reason": "A long letter."}),
])
def test_what_was_typed_is_given_back_where_the_review_has_moved_on(review, browser_of, name, what, sent):
    Review.update(state="closed", answer_by=MONDAY - timedelta(days=1)).where(Review.id == review.id).execute()
    reply = browser_of(name).post(f"/reviews/{review.id}/{what}", data=sent)
    assert reply.status_code == 422 and reply.text.count("A long letter.") == 1 and "This was not saved:" in reply.text


# nobody decides on their own

@pytest.mark.parametrize("name", ["tomas", "mara", "ines", "zora", "adam"])
@pytest.mark.parametrize("what", ["stand", "change"])
def test_only_hr_decides(appealed, browser_of, name, what):
    reply = browser_of(name).post(f"/reviews/{appealed.id}/appeal/{what}", data={"answer": ANSWER, "score": "5"})
    assert reply.status_code == 404 and world.fresh(appealed).state == "appealed"


def test_appeal_of_the_only_hr_person_is_the_executive_s(app, rated, hana, ines, browser_of):
    own = of(rated, "hana")
    appeals.appeal(own, by=hana, reason=REASON)
    assert browser_of("hana").post(f"/reviews/{own.id}/appeal/change", data={"answer": ANSWER, "score": "5"}).status_code == 404
    assert waits(ines, own) == 1 and browser_of("ines").post(f"/reviews/{own.id}/appeal/stand", data={"answer": ANSWER}).status_code == 303


def test_with_two_hr_people_the_other_one_decides(app, rated, hana, adam, ines, house):
    people.give_power(adam, "hr")
    own = of(rated, "hana")
    appeals.appeal(own, by=hana, reason=REASON)
    assert waits(adam, own) == 1
    assert world.signed_in_anew(house, "adam").post(f"/reviews/{own.id}/appeal/stand", data={"answer": ANSWER}).status_code == 303


@pytest.mark.parametrize("what", ["stand", "change"])
def test_who_wrote_the_review_leaves_the_appeal_to_others_of_hr_where_there_are_any(appealed, hana, adam, house, what):
    Review.update(manager=hana).where(Review.id == appealed.id).execute()
    people.give_power(adam, "hr")
    at, sent = f"/reviews/{appealed.id}/appeal/{what}", {"answer": ANSWER, "score": "4"}
    hers, his = (world.signed_in_anew(house, name) for name in ("hana", "adam"))
    assert "somebody else of HR decides" in hers.get(f"/reviews/{appealed.id}").text and f'action="{at}"' not in hers.get(f"/reviews/{appealed.id}").text
    refused = hers.post(at, data=sent)
    assert refused.status_code == 422 and ANSWER in refused.text and f'action="{at}"' in his.get(f"/reviews/{appealed.id}").text
    people.take_power(adam, "hr")
    assert hers.post(at, data=sent).status_code == 303


def test_history_says_what_became_of_it_without_the_words(appealed, hana, browser_of):
    appeals.let_stand(appealed, by=hana, answer=ANSWER)
    events = [(one.what, one.reason) for one in ReviewEvent.select().where(ReviewEvent.review == appealed, ReviewEvent.what.startswith("appeal"))]
    assert events == [("appealed", ""), ("appeal_stands", "")]
    page = browser_of("tomas").get(f"/reviews/{appealed.id}").text
    assert "Appealed" in page and "The appeal was decided: the rating stands" in page
