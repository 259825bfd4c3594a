"""Nobody decides on their own record: HR's own review is the executive's to return, reopen and close."""
import pytest

from perf.reviews.models import Review


@pytest.fixture
def of_hana(cycle, hana, piet):
    """HR's own review, written by somebody other than the executive."""
    Review.update(manager=piet).where(Review.person == hana).execute()
    return Review.get(Review.person == hana)


def test_hr_cannot_close_or_reopen_their_own_review(of_hana, browser_of):
    for verb in ("close", "reopen"):
        assert browser_of("hana").post(f"/reviews/{of_hana.id}/{verb}", data={"reason": "Mine."}).status_code == 404


def test_executive_closes_the_review_of_hr(of_hana, browser_of):
    Review.update(state="acknowledged", answer_by=of_hana.cycle.share_by).where(Review.id == of_hana.id).execute()
    assert browser_of("ines").post(f"/reviews/{of_hana.id}/close").status_code == 303
    assert Review.get_by_id(of_hana.id).state == "closed"


def test_executive_does_not_read_reviews_of_others_for_that(review, browser_of, zora):
    Review.update(manager=zora).where(Review.id == review.id).execute()
    assert browser_of("ines").get(f"/reviews/{review.id}").status_code == 404
