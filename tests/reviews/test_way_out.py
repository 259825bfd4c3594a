"""What happens when somebody leaves, falls ill or was launched by mistake: no review blocks its cycle."""
from perf.accounts.models import Account
from perf.kernel.trail import TrailLine
from perf.questions.models import Sheet
from perf.reviews import actions
from perf.reviews.models import Cycle, Review


def test_hr_takes_one_person_out_and_the_cycle_can_be_closed(cycle, review, browser_of):
    browser = browser_of("hana")
    assert browser.post(f"/reviews/{review.id}/withdraw", data={"reason": " "}).status_code == 422
    assert browser.post(f"/reviews/{review.id}/withdraw", data={"reason": "A long illness."}).status_code == 303
    assert not Sheet.get_by_id(review.self_sheet_id).is_open and "taken out" in browser.get(f"/reviews/cycles/{cycle.id}").text
    Review.update(state="acknowledged").where(Review.cycle == cycle, Review.id != review.id).execute()
    browser.post(f"/reviews/cycles/{cycle.id}/close")
    assert Cycle.get_by_id(cycle.id).state == "closed"
    assert Review.get_by_id(review.id).state == "withdrawn"


def test_another_manager_takes_over_with_what_was_written(review, fill, browser_of, piet):
    fill(browser_of("mara"), review.manager_sheet_id, text="Begun by Mara.")
    assert browser_of("hana").post(f"/reviews/{review.id}/hand-over", data={"manager": piet.id}).status_code == 303
    assert "Begun by Mara." in browser_of("piet").get(f"/questions/sheets/{review.manager_sheet_id}").text
    assert browser_of("mara").get(f"/questions/sheets/{review.manager_sheet_id}").status_code == 404
    assert browser_of("piet").post(f"/reviews/{review.id}/check/manager").status_code == 303


def test_manager_neither_takes_out_nor_hands_it_to_somebody_outside_their_line(review, browser_of, piet):
    assert browser_of("mara").post(f"/reviews/{review.id}/withdraw", data={"reason": "Too much work."}).status_code == 404
    assert browser_of("mara").post(f"/reviews/{review.id}/hand-over", data={"manager": piet.id}).status_code == 422


def test_manager_lets_somebody_in_their_own_line_write(review, browser_of, ines):
    assert browser_of("mara").post(f"/reviews/{review.id}/hand-over", data={"manager": ines.id, "reason": "On leave."}).status_code == 303
    assert Review.get_by_id(review.id).manager == ines and browser_of("mara").get(f"/reviews/{review.id}").status_code == 404
    assert "On leave." in browser_of("tomas").get(f"/reviews/{review.id}").text


def test_plan_changed_meanwhile_is_not_launched_unread(cycle, hana, browser_of):
    seen = Cycle.get_by_id(cycle.id).version
    Cycle.update(version=seen + 1).where(Cycle.id == cycle.id).execute()
    count = Review.select().count()
    answer = browser_of("hana").post(f"/reviews/cycles/{cycle.id}/launch", data={"version": seen})
    assert answer.headers["Location"].endswith("/preview") and Review.select().count() == count


def test_planned_cycle_cannot_be_closed(cycle, hana):
    Cycle.update(state="planning").where(Cycle.id == cycle.id).execute()
    try:
        actions.close_cycle(cycle, by=hana)
        raise AssertionError("closed a plan")
    except actions.Refused as no:
        assert "running" in no.words


def test_every_way_of_reading_leaves_one_line(submitted, browser_of, tomas):
    browser = browser_of("hana")
    for page in (f"/reviews/{submitted.id}", f"/reviews/{submitted.id}/return/manager"):
        browser.get(page, headers={"HX-Request": "true"})
    browser.post(f"/reviews/{submitted.id}/reopen", data={})
    readings = TrailLine.select().where(TrailLine.about_id == tomas.id, TrailLine.is_reading == True)  # noqa: E712
    assert readings.count() == 1


def test_preview_says_who_cannot_sign_in(cycle, browser_of, zora):
    Account.update(is_enabled=False).where(Account.person == zora).execute()
    page = browser_of("hana").post("/reviews/cycles/new", data={
        "name": "Next", "template": "1", "period_start": "2026-01-01", "period_end": "2026-12-31", "self_due": "2027-03-01",
        "manager_due": "2027-03-02", "share_by": "2027-03-03", "close_on": "2027-03-04", "self_weight": "0", "manager_weight": "1",
        "kind": "annual", "basis": "calendar", "repeats": "0", "peer_mode": "none", "peers_weight": "0", "upward_weight": "0"})
    assert "cannot sign in yet" in browser_of("hana").get(page.headers["Location"]).text


def test_response_stays_open_for_ten_days_whatever_else_happens(shared, browser_of):
    browser_of("tomas").post(f"/reviews/{shared.id}/sign")
    browser_of("hana").post(f"/reviews/{shared.id}/close")
    assert browser_of("tomas").post(f"/reviews/{shared.id}/respond", data={"response": "My words."}).status_code == 303
    closed = Review.get_by_id(shared.id)
    assert (closed.state, closed.response) == ("closed", "My words.")
