"""Who is told of what happens to a review, and that nobody is told what was written."""
import pytest

from perf.notices.models import Notice
from perf.reviews import actions as reviews
from perf.reviews.models import Review
from tests import world


@pytest.fixture
def review(app, hana, tomas):
    """Tomas's review, which Mara writes, in a cycle just launched by Hana."""
    cycle = world.launched(hana, "This year", years_ago=1)
    return Review.get(Review.cycle == cycle, Review.person == tomas)


@pytest.fixture
def told(mara, tomas, hana, ines, piet, zora):
    """Gives what a deed tells to whom, by first name."""
    def told(deed):
        last = Notice.select().order_by(Notice.id.desc()).scalar() or 0
        deed()
        names = {person.id: person.first_name for person in (mara, tomas, hana, ines, piet, zora)}
        found = Notice.select().where(Notice.id > last).order_by(Notice.id)
        return {names.get(one.person_id, "other"): (one.sentence, one.url) for one in found}
    return told


def submitted(review, *kinds):
    for kind in kinds or ("self", "manager"):
        world.submit(review, kind)
    return world.fresh(review)


def unread(person):
    return [one.sentence for one in Notice.select().where(Notice.person_id == person.id, Notice.read_at.is_null())]


def test_launching_tells_each_of_their_form_and_a_manager_once_of_all(told, hana, app):
    said = told(lambda: world.launched(hana, "This year", years_ago=1))
    assert "Your self-review for “This year” has begun" in said["Tomas"][0] and said["Tomas"][1].startswith("/questions/sheets/")
    mails = Notice.select().where(Notice.url == "/reviews/")
    assert all("to write for “This year”" in one.sentence for one in mails)
    assert len({one.person_id for one in mails}) == mails.count() > 1
    assert {one.mail for one in Notice.select()} == {"digest"}


def test_who_launches_is_not_told_of_it(told, hana):
    assert "Hana" not in told(lambda: world.launched(hana, "This year", years_ago=1))


def test_a_returned_form_is_told_to_its_author_without_the_reason(told, review, mara, hana):
    review = submitted(review)
    said = told(lambda: reviews.return_form(review, review.self_sheet, by=mara, reason="CANARY"))
    assert said == {"Tomas": ("Your self-review came back to you. Look at the notes in it, then submit it again.",
                              f"/questions/sheets/{review.self_sheet_id}")}
    said = told(lambda: reviews.return_form(review, review.manager_sheet, by=hana, reason="CANARY"))
    assert list(said) == ["Mara"] and "Tomas Lindqvist" in said["Mara"][0] and "CANARY" not in said["Mara"][0]


def test_sharing_tells_the_employee_alone(told, review, mara):
    review = submitted(review)
    said = told(lambda: reviews.share(review, by=mara))
    assert list(said) == ["Tomas"] and "sign" in said["Tomas"][0] and said["Tomas"][1] == f"/reviews/{review.id}"


def test_a_recorded_refusal_is_told_to_the_employee(told, review, mara):
    review = submitted(review)
    reviews.share(review, by=mara)
    said = told(lambda: reviews.record_refusal(review, by=mara, witness="CANARY"))
    assert list(said) == ["Tomas"] and "CANARY" not in said["Tomas"][0]


def test_reopening_and_taking_out_are_told_to_both(told, review, mara, hana):
    review = submitted(review)
    reviews.share(review, by=mara)
    assert set(told(lambda: reviews.reopen(review, by=hana, reason="CANARY"))) == {"Tomas", "Mara"}
    assert set(told(lambda: reviews.withdraw(review, by=hana, reason="CANARY"))) == {"Tomas", "Mara"}


def test_handing_over_is_told_to_all_three(told, review, piet, hana):
    said = told(lambda: reviews.hand_over(review, piet, by=hana))
    assert set(said) == {"Tomas", "Mara", "Piet"} and "from now on" in said["Piet"][0] and "Tomas" not in said["Tomas"][0]


def test_taking_back_a_launch_takes_its_notices_back_and_says_so(told, review, hana, tomas):
    said = told(lambda: reviews.cancel_cycle(review.cycle, by=hana))
    assert "taken back" in said["Tomas"][0] and "taken back" in said["Mara"][0]
    assert not Notice.select().where(Notice.url.startswith("/questions/sheets/")).exists()


def test_what_is_done_need_not_be_read(review, tomas, mara):
    assert len(unread(tomas)) == 1
    review = submitted(review)
    assert unread(tomas) == []
    reviews.share(review, by=mara)
    assert len(unread(tomas)) == 1
    reviews.acknowledge(review, by=tomas)
    assert unread(tomas) == []


def test_a_deed_that_is_refused_tells_nobody(told, review, mara):
    assert told(lambda: pytest.raises(Exception, reviews.share, review, by=mara)) == {}
