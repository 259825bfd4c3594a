"""Calibration: HR notes what a session agrees on with a reason, both values stay, and nothing is shared before it is locked."""
import html
import re

import pytest

from perf.kernel.errors import Refused
from perf.kernel.trail import TrailLine
from perf.questions.models import Template
from perf.reviews import access, actions, calibrating, queries, running
from perf.reviews.models import Calibration, Cycle, Review, ReviewEvent
from tests import world
from tests.reviews import cases

RATINGS = {"tomas": 3, "mara": 5, "zora": 4, "piet": 2}


@pytest.fixture(scope="module")
def begun(house):
    """A cycle with calibration in which four reviews are written."""
    with cases.stage(house):
        cycle = world.launched(world.member("hana"), "Compared", 1, template=Template.get(Template.kind == "midyear"), calibrates=True)
        for name, rating in RATINGS.items():
            world.submit(of(cycle, name), "manager", rating)
        yield cycle


@pytest.fixture
def app(house, begun):
    with world.undone():
        yield house.app


def of(cycle, name):
    return Review.get(Review.cycle == cycle, Review.person == world.member(name))


@pytest.fixture
def session(app, begun, hana, piet):
    """Of all four, with Piet, who is among them."""
    return calibrating.open_session(begun, name="All", reviews=[of(begun, name) for name in RATINGS], members=[hana, piet], by=hana)


def page(browser, session):
    reply = browser.get(f"/reviews/calibrations/{session.id}")
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", reply.text)).split()) if reply.status_code == 200 else reply.status_code


def note(browser, session, review, score="4.25", reason="As the others."):
    return browser.post(f"/reviews/calibrations/{session.id}/reviews/{review.id}", data={"score": score, "reason": reason})


# a session

def test_hr_opens_a_session_over_the_reviews_of_some_managers(app, begun, mara, piet, browser_of):
    address = f"/reviews/cycles/{begun.id}/calibrations/new"
    assert browser_of("mara").post(address, data={"name": "Mine"}).status_code == 403
    assert browser_of("hana").post(address, data={"name": ""}).status_code == 422
    assert browser_of("hana").post(address, data={"name": "Mara's team", "managers": [mara.id], "members": [piet.id]}).status_code == 303
    made = Calibration.get()
    assert [line.name for line in calibrating.lines_of(made, piet)] == ["Tomas Lindqvist"]
    assert {one.first_name for one in calibrating.members_of(made)} == {"Hana", "Piet"}


def test_review_is_in_one_session_alone(session, begun, hana):
    with pytest.raises(Refused, match="another session"):
        calibrating.open_session(begun, name="Again", reviews=[of(begun, "tomas")], members=[hana], by=hana)


@pytest.mark.parametrize("change", [{"calibrates": False}, {"state": "sharing"}, {"state": "closed"}, {"state": "planning"}])
def test_session_belongs_to_a_running_cycle_before_anything_is_shared(app, begun, hana, change):
    Cycle.update(**change).where(Cycle.id == begun.id).execute()
    with pytest.raises(Refused, match="before anything is shared"):
        calibrating.open_session(begun, name="All", reviews=[of(begun, "tomas")], members=[hana], by=hana)


@pytest.mark.parametrize("name, session_page, tomas_s, own", [
    ("hana", 200, 200, None), ("piet", 200, 200, 404), ("mara", 404, 200, None), ("tomas", 404, 200, None), ("zora", 404, 404, None), ("adam", 404, 404, None),
])
def test_members_read_rating_and_manager_s_form_while_it_is_open(session, begun, browser_of, name, session_page, tomas_s, own):
    review, browser = of(begun, "tomas"), browser_of(name)
    assert browser.get(f"/reviews/calibrations/{session.id}").status_code == session_page
    assert browser.get(f"/reviews/{review.id}").status_code == tomas_s
    readable = {sheet.kind for sheet in access.sheets_to_read(world.member(name), review)}
    assert ("manager" in readable) == (name in ("hana", "piet", "mara"))
    assert browser.post(f"/reviews/calibrations/{session.id}/lock").status_code == (303 if name == "hana" else 403)
    if name == "piet":      # locked by nobody: what he reads ends with the session
        calibrating.lock_session(session, by=world.member("hana"))
        assert {browser.get(f"/reviews/calibrations/{session.id}").status_code, browser.get(f"/reviews/{review.id}").status_code} == {404}


def test_nobody_sees_their_own_line(session, begun, piet, hana, browser_of):
    address = f"/reviews/calibrations/{session.id}"
    rows = {name: set(re.findall(r'id="review-(\d+)"', browser_of(name).get(address).text)) for name in ("piet", "hana")}
    whole = {str(of(begun, name).id) for name in RATINGS}
    assert rows == {"piet": whole - {str(of(begun, "piet").id)}, "hana": whole}
    whole_of_piet, _managers, departments = calibrating.distributions(calibrating.lines_of(session, piet), calibrating.scale_of(session))
    assert whole_of_piet.number == 3 and {group.title: group.number for group in departments}["Fundraising"] == 1


def test_self_review_is_not_for_a_session(session, begun, piet):
    world.submit(of(begun, "zora"), "self") if of(begun, "zora").self_sheet.is_open else None
    assert "self" not in {sheet.kind for sheet in access.sheets_to_read(piet, of(begun, "tomas"))}


def test_reading_is_noted(session, begun, piet, tomas, browser_of):
    page(browser_of("piet"), session)
    browser_of("piet").get(f"/reviews/{of(begun, 'tomas').id}")
    read = {(one.verb, one.kind, one.row_id) for one in TrailLine.select().where(TrailLine.actor_id == piet.id, TrailLine.is_reading == True)}  # noqa: E712
    assert ("read_scores", "cycle", begun.id) in read and ("read_review", "review", of(begun, "tomas").id) in read
    assert "Piet Vermeer read your review" in html.unescape(browser_of("tomas").get("/audit/").text)


def test_what_is_taken_out_of_the_cycle_stands_in_no_session(session, begun, hana, piet):
    actions.withdraw(of(begun, "tomas"), by=hana, reason="A mistake.")
    assert "Tomas Lindqvist" not in {line.name for line in calibrating.lines_of(session, piet)}
    assert [one.count for one in calibrating.of_cycle(begun)] == [3]


def test_distribution_counts_each_score_by_manager_and_department(session, begun, hana):
    whole, managers, departments = calibrating.distributions(calibrating.lines_of(session, hana), calibrating.scale_of(session))
    assert [count for _level, count in whole.counts] == [0, 1, 1, 1, 1] and (whole.mean, whole.number) == (3.5, 4)
    assert {group.title: group.number for group in managers} == {"Ines Marchetti": 2, "Mara Okafor": 1, "Piet Vermeer": 1}
    assert {group.title: group.mean for group in departments} == {"Family Services": 4, "Fundraising": 3}


# another score

def test_both_values_stay_with_the_reason_and_the_employee_reads_all_once_it_is_shared(session, begun, hana, mara, tomas, browser_of):
    review = of(begun, "tomas")
    assert note(browser_of("hana"), session, review, "4,25").status_code == 303
    changed = of(begun, "tomas")
    assert (changed.score, changed.score_label, changed.form_score, changed.form_label, changed.changed_why) == (
        425, "Strong", 300, "Solid", "As the others.")
    assert "As the others." in page(browser_of("piet"), session) and "As the others." in browser_of("mara").get(f"/reviews/{review.id}").text
    assert "As the others." not in browser_of("tomas").get(f"/reviews/{review.id}").text and "425" not in str(review.id)
    calibrating.lock_session(session, by=hana)
    running.open_sharing(begun, by=hana)
    actions.share(of(begun, "tomas"), by=mara)
    shared = of(begun, "tomas")
    assert (shared.score, shared.form_score) == (425, 300)
    said = browser_of("tomas").get(f"/reviews/{review.id}").text
    assert "The forms came to 3.00; set to 4.25 because" in said and "As the others." in said
    assert ReviewEvent.get(ReviewEvent.review == review, ReviewEvent.what == "calibrated").by == hana


@pytest.mark.parametrize("score, reason, status", [("4.25", " ", 422), ("9", "So.", 422), ("0.5", "So.", 422), ("3.00", "So.", 422), ("", "So.", 422),
                                                   ("4.255", "So.", 422), ("many", "So.", 422), ("5", "So.", 303), ("1.00", "So.", 303)])
def test_score_lies_on_the_scale_is_another_one_and_has_a_reason(session, begun, browser_of, score, reason, status):
    assert note(browser_of("hana"), session, of(begun, "tomas"), score, reason).status_code == status
    assert (of(begun, "tomas").score == 300) == (status == 422)


def test_empty_box_gives_no_calibrated_score_back(session, begun, browser_of):
    note(browser_of("hana"), session, of(begun, "tomas"))
    reply = note(browser_of("hana"), session, of(begun, "tomas"), score="", reason="Another reason.")
    assert reply.status_code == 422 and "Another reason." in reply.text and of(begun, "tomas").score == 425


def test_only_hr_notes_a_score_and_never_the_own(session, begun, hana, browser_of):
    for name in ("piet", "mara", "tomas", "ines", "adam"):
        assert note(browser_of(name), session, of(begun, "tomas")).status_code == 403
    own = of(begun, "hana")
    world.submit(own, "manager")
    Review.update(calibration_id=session.id).where(Review.id == own.id).execute()
    assert note(browser_of("hana"), session, own).status_code == 404
    with pytest.raises(Refused, match="own score"):
        calibrating.calibrate(own, score=500, reason="Mine.", by=hana)


def test_second_change_keeps_what_the_form_came_to_and_can_be_taken_back(session, begun, browser_of):
    review, browser = of(begun, "tomas"), browser_of("hana")
    for score in ("4.25", "2"):
        note(browser, session, review, score)
    assert (of(begun, "tomas").score, of(begun, "tomas").form_score) == (200, 300)
    address = f"/reviews/calibrations/{session.id}/reviews/{review.id}"
    assert browser.post(address, data={"back": "1", "score": "2"}).status_code == 303
    back = of(begun, "tomas")
    assert (back.score, back.score_label, back.form_score, back.changed_why) == (300, "Solid", None, "")
    assert browser.post(address, data={"back": "1", "score": "2"}).status_code == 422


def test_form_that_is_returned_and_written_anew_starts_from_its_own_score(session, begun, hana, browser_of):
    note(browser_of("hana"), session, of(begun, "tomas"))
    actions.return_form(of(begun, "tomas"), of(begun, "tomas").manager_sheet, by=hana, reason="A figure.")
    with pytest.raises(Refused):
        calibrating.lock_session(session, by=hana)
    world.submit(of(begun, "tomas"), "manager", 2)
    assert (of(begun, "tomas").score, of(begun, "tomas").changed_why) == (200, "")


# locked

def test_nothing_is_shared_before_every_session_is_locked_and_the_sharing_open(session, begun, hana, mara):
    running.calibrate_cycle(begun, by=hana)
    for is_locked in (False, True):
        with pytest.raises(Refused, match="still open" if not is_locked else "has not opened the sharing"):
            actions.share(of(begun, "tomas"), by=mara)
        if not is_locked:
            with pytest.raises(Refused, match="Lock it first"):
                running.open_sharing(begun, by=hana)
            calibrating.lock_session(session, by=hana)
    assert of(begun, "tomas").state == "calibrated"
    running.open_sharing(begun, by=hana)
    actions.share(of(begun, "tomas"), by=mara)


def test_locked_session_changes_nothing_until_it_is_opened_again(session, begun, hana, browser_of):
    browser = browser_of("hana")
    browser.post(f"/reviews/calibrations/{session.id}/lock")
    refused = note(browser, session, of(begun, "tomas"), reason="Weighed against four others.")
    assert refused.status_code == 422 and "Weighed against four others." in refused.text and of(begun, "tomas").score == 300
    for verb in (lambda: calibrating.take_out(session, of(begun, "tomas"), by=hana), lambda: calibrating.lock_session(session, by=hana)):
        with pytest.raises(Refused, match="locked"):
            verb()
    browser.post(f"/reviews/calibrations/{session.id}/unlock")
    assert note(browser, session, of(begun, "tomas")).status_code == 303
    with pytest.raises(Refused, match="is open"):
        calibrating.unlock_session(session, by=hana)


def test_session_stays_locked_once_the_sharing_is_open(session, begun, hana):
    calibrating.lock_session(session, by=hana)
    running.open_sharing(begun, by=hana)
    with pytest.raises(Refused, match="Sharing has begun"):
        calibrating.unlock_session(session, by=hana)


def test_lock_waits_for_what_is_not_submitted_or_not_approved(app, begun, hana, ines):
    session = calibrating.open_session(begun, name="All", reviews=[of(begun, "adam"), of(begun, "tomas")], members=[hana], by=hana)
    with pytest.raises(Refused, match="1 reviews of this session are not submitted"):
        calibrating.lock_session(session, by=hana)
    calibrating.take_out(session, of(begun, "adam"), by=hana)
    Cycle.update(needs_approval=True).where(Cycle.id == begun.id).execute()
    Review.update(approver_id=ines.id).where(Review.id == of(begun, "tomas").id).execute()
    with pytest.raises(Refused, match="wait for approval"):
        calibrating.lock_session(session, by=hana)
    actions.approve(of(begun, "tomas"), by=ines)
    calibrating.lock_session(session, by=hana)
    assert of(begun, "tomas").state == "calibrated" and of(begun, "adam").state == "in progress"


def test_who_approves_cannot_undo_what_a_locked_session_has_agreed_on(session, begun, hana, ines, browser_of):
    Review.update(approver_id=ines.id).where(Review.id == of(begun, "tomas").id).execute()
    at = f"/reviews/{of(begun, 'tomas').id}/return/manager"
    assert browser_of("ines").get(at).status_code == 200
    note(browser_of("hana"), session, of(begun, "tomas"))
    calibrating.lock_session(session, by=hana)
    assert browser_of("ines").post(at, data={"reason": "As it was."}).status_code == 404 and of(begun, "tomas").score == 425
    assert browser_of("hana").post(at, data={"reason": "A figure."}).status_code == 303


def test_taken_out_of_a_session_it_has_the_form_s_score_and_counts_as_calibrated_no_more(session, begun, hana, mara, browser_of):
    note(browser_of("hana"), session, of(begun, "tomas"))
    calibrating.lock_session(session, by=hana)
    calibrating.unlock_session(session, by=hana)
    browser_of("hana").post(f"/reviews/calibrations/{session.id}/reviews/{of(begun, 'tomas').id}/take-out")
    out = of(begun, "tomas")
    assert (out.score, out.form_score, out.changed_why, out.calibration_id, out.state) == (300, None, "", None, "submitted")
    assert not queries.is_being_calibrated(out)


def test_cycle_without_calibration_has_none(app, begun, hana):
    Cycle.update(calibrates=False).where(Cycle.id == begun.id).execute()
    with pytest.raises(Refused, match="without calibration"):
        running.calibrate_cycle(begun, by=hana)
    with pytest.raises(Refused, match="nothing to open"):
        running.open_sharing(begun, by=hana)
