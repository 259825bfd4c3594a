"""Signing without an account: by a link and a number, one review and nothing else."""
import re
from datetime import timedelta

import pytest

from perf.accounts import actions as accounts
from perf.kernel import clock
from perf.people import actions as people
from perf.reviews import actions
from perf.reviews.models import Review, ReviewLink, SignOff
from tests.pages import Page


@pytest.fixture
def left(shared, tomas, hana, today):
    """Tomas has left before he signed."""
    people.let_go(tomas, last_day=today - timedelta(days=1), by=hana)
    return Review.get_by_id(shared.id)


@pytest.fixture
def made(left, browser_of):
    """The link and the number that HR made."""
    page = browser_of("hana").post(f"/reviews/{left.id}/link").text
    return re.search(r"/reviews/by-link/[\w-]+", page)[0], re.search(r"figure\">([\d ]+)<", page)[1]


@pytest.fixture
def opened(client, made):
    """A browser without an account that was let in."""
    link, number = made
    client.get(link)
    assert client.post("/reviews/by-link/", data={"number": number}).status_code == 303
    return client


def test_leaver_reads_and_signs_by_link(opened, left):
    page = opened.get("/reviews/by-link/").text
    assert "Seen in daily work" in page and "The manager's form" in page.replace("&#39;", "'")
    reply = opened.post("/reviews/by-link/sign", data={"response": "Thank you all."}, follow_redirects=True)
    assert "Thank you all." in reply.text and "has received this review" in reply.text
    signed = SignOff.get(SignOff.review == left)
    assert (signed.kind, signed.person_id) == ("acknowledged", left.person_id)


@pytest.mark.parametrize("way", ["link", "page"])
def test_nobody_signs_another_review_than_they_have_read(shared, hana, mara, tomas, browser_of, request, way):
    browser, at, to = (request.getfixturevalue("opened"), "/reviews/by-link/", "/reviews/by-link/sign") if way == "link" else (
        browser_of("tomas"), f"/reviews/{shared.id}", f"/reviews/{shared.id}/sign")

    def seen():
        return re.search(r'name="seen" value="([^"]+)"', browser.get(at).text)[1]
    first = seen()
    actions.reopen(shared, by=hana, reason="A figure was wrong.")
    actions.share(Review.get_by_id(shared.id), by=mara)
    refused = browser.post(to, data={"response": "I agree with the old one.", "seen": first})
    assert refused.status_code == 409 and "shared anew" in refused.text and "I agree with the old one." in refused.text
    assert SignOff.select().count() == 0
    assert browser.post(to, data={"response": "", "seen": seen()}).status_code == 303 and SignOff.select().count() == 1


def test_response_can_be_added_by_link(opened, left):
    opened.post("/reviews/by-link/sign", data={"response": ""})
    assert opened.post("/reviews/by-link/respond", data={"response": "One more thing."}).status_code == 303
    assert Review.get_by_id(left.id).response == "One more thing."


def test_address_is_clean_after_landing(client, made):
    reply = client.get(made[0])
    assert reply.status_code == 303 and reply.headers["Location"] == "/reviews/by-link/"
    assert "HttpOnly" in reply.headers["Set-Cookie"] and "Secure" in reply.headers["Set-Cookie"]


def test_nothing_is_shown_before_the_number(client, made):
    client.get(made[0])
    page = client.get("/reviews/by-link/").text
    assert "Seen in daily work" not in page and "Lindqvist" not in page
    assert client.post("/reviews/by-link/sign", data={"response": "x"}).status_code == 422
    assert not SignOff.select().exists()


def test_five_wrong_numbers_end_the_link(client, made):
    link, number = made
    client.get(link)
    wrong = "000000" if number.replace(" ", "") != "000000" else "111111"
    for _try in range(5):
        assert client.post("/reviews/by-link/", data={"number": wrong}).status_code == 422
    assert client.post("/reviews/by-link/", data={"number": number}).status_code == 422
    assert "does not open any more" in client.get("/reviews/by-link/").text


def test_newer_link_ends_the_older_and_its_reader(opened, left, browser_of):
    browser_of("hana").post(f"/reviews/{left.id}/link")
    assert "does not open any more" in opened.get("/reviews/by-link/").text


def test_link_opens_this_review_alone(opened, left):
    for page in (f"/reviews/{left.id}", "/reviews/", "/people/", f"/questions/sheets/{left.self_sheet_id}", "/"):
        assert opened.get(page).status_code == 303 and "/sign-in" in opened.get(page).headers["Location"]


def test_link_ends_after_thirty_days_and_reading_after_two_hours(opened, made):
    with clock.at(clock.now() + timedelta(hours=2, seconds=1)):
        assert "Seen in daily work" not in opened.get("/reviews/by-link/").text
    with clock.at(clock.now() + timedelta(days=30, seconds=1)):
        opened.get(made[0])
        assert opened.post("/reviews/by-link/", data={"number": made[1]}).status_code == 422


def test_reopened_review_is_not_read_by_link(opened, left, browser_of):
    assert browser_of("hana").post(f"/reviews/{left.id}/reopen", data={"reason": "A mistake in it."}).status_code == 303
    assert "Seen in daily work" not in opened.get("/reviews/by-link/").text


def test_who_can_sign_in_needs_no_link(shared, browser_of):
    assert "Make a link for signing" not in browser_of("hana").get(f"/reviews/{shared.id}").text
    assert browser_of("hana").post(f"/reviews/{shared.id}/link").status_code == 422


def test_closed_account_is_offered_a_link(shared, browser_of, tomas, hana):
    accounts.set_enabled(tomas, False, by=hana)
    assert "Make a link for signing" in browser_of("hana").get(f"/reviews/{shared.id}").text


@pytest.mark.parametrize("name, status", [("mara", 404), ("zora", 404), ("adam", 404), ("ines", 404)])
def test_only_hr_makes_the_link(left, browser_of, name, status):
    assert browser_of(name).post(f"/reviews/{left.id}/link").status_code == status
    assert not ReviewLink.select().exists()


def test_hr_who_wrote_the_review_makes_no_link(left, browser_of, hana):
    Review.update(manager=hana).where(Review.id == left.id).execute()
    assert browser_of("hana").post(f"/reviews/{left.id}/link").status_code == 422


def test_secrets_are_kept_as_fingerprints(made):
    kept = ReviewLink.get()
    assert made[0].rpartition("/")[2] not in repr(kept.__data__) and made[1].replace(" ", "") not in repr(kept.__data__)


def test_forms_of_the_page_lead_to_routes(opened):
    forms = Page(opened.get("/reviews/by-link/").text, "/reviews/by-link/").forms
    assert [form.action for form in forms if form.method == "post"] == ["/reviews/by-link/sign"]


def test_link_leads_to_the_address_that_was_set(left, browser_of, app, monkeypatch):
    """B14."""
    monkeypatch.setitem(app.config, "BASE_URL", "https://perf.lantern.example")
    assert "https://perf.lantern.example/reviews/by-link/" in browser_of("hana").post(f"/reviews/{left.id}/link").text
