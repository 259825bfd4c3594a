"""The way of a review through its pages, as each of those concerned."""
import re

from perf.questions.models import Answer
from perf.reviews.models import Review
from perf.settings import actions as settings


def test_every_page_of_the_way_answers(cycle, review, browser_of):
    for name, pages in {"hana": ["/reviews/cycles/", f"/reviews/cycles/{cycle.id}", f"/reviews/cycles/{cycle.id}/preview",
                                 "/reviews/cycles/new", f"/reviews/{review.id}", "/questions/templates/", "/questions/templates/1"],
                        "tomas": ["/reviews/", f"/reviews/{review.id}", f"/questions/sheets/{review.self_sheet_id}",
                                  f"/reviews/{review.id}/check/self"],
                        "mara": ["/reviews/", f"/reviews/{review.id}", f"/questions/sheets/{review.manager_sheet_id}",
                                 f"/reviews/{review.id}/check/manager"]}.items():
        for page in pages:
            assert browser_of(name).get(page).status_code == 200, (name, page)


def test_review_goes_from_draft_to_signed_and_closed(shared, browser_of):
    review_id = shared.id
    page = browser_of("tomas").get(f"/reviews/{review_id}").text
    assert "4.00" in page and "I have received this review" in page
    assert browser_of("tomas").post(f"/reviews/{review_id}/sign", data={"response": "Thank you for seeing it."}).status_code == 303
    assert "Thank you for seeing it." in browser_of("mara").get(f"/reviews/{review_id}").text
    assert browser_of("hana").post(f"/reviews/{review_id}/close").status_code == 303
    closed = Review.get_by_id(review_id)
    assert (closed.state, closed.score, closed.score_label) == ("closed", 400, "Strong")


def test_check_page_names_what_is_missing_and_refuses(review, browser_of):
    page = browser_of("mara").get(f"/reviews/{review.id}/check/manager").text
    assert "still need an answer" in page
    assert browser_of("mara").post(f"/reviews/{review.id}/check/manager").status_code == 422


def test_page_without_scripts_saves_all_answers_at_once(review, browser_of):
    page = browser_of("tomas").get(f"/questions/sheets/{review.self_sheet_id}").text
    fields = {name: value for name, value in re.findall(r'type="hidden" name="(a\d+-version)" value="(\d+)"', page)}
    first = next(answer for answer in Answer.select().where(Answer.sheet == review.self_sheet_id)
                 if answer.question.kind == "rating")
    fields |= {f"a{first.id}-rating": "3", f"a{first.id}-text": "Done without scripts."}
    reply = browser_of("tomas").post(f"/questions/sheets/{review.self_sheet_id}", data={**fields, "then": "check"})
    assert reply.headers["Location"] == f"/reviews/{review.id}/check/self"
    assert (Answer.get_by_id(first.id).rating, Answer.get_by_id(first.id).text) == (3, "Done without scripts.")


def test_form_submitted_meanwhile_leads_to_the_review(submitted, browser_of):
    reply = browser_of("tomas").get(f"/questions/sheets/{submitted.self_sheet_id}")
    assert reply.status_code == 303 and reply.headers["Location"] == f"/reviews/{submitted.id}"


def test_with_reviews_switched_off_nothing_is_saved_into_a_form(review, adam, browser_of):
    answer = Answer.get(Answer.sheet == review.self_sheet_id)
    settings.switch_room("reviews", False, by=adam)
    reply = browser_of("tomas").post(f"/questions/answers/{answer.id}", data={"version": 0, "text": "Unseen.", "rating": "3"})
    assert reply.status_code == 404 and Answer.get_by_id(answer.id).saved_at is None
