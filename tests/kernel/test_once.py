"""R10: a form that is sent twice works once; what differs is another form."""
import threading
from datetime import timedelta

import pytest

from perf.kernel import clock, once
from perf.settings.models import Holiday
from tests.pages import Page

DAY = {"day": "2031-05-01", "name": "May Day"}


@pytest.fixture
def number(browser_of):
    """The number of a form on a page that Adam has opened."""
    form = next(form for form in Page(browser_of("adam").get("/settings/").text, "/settings/").forms if form.action.endswith("/holidays"))
    return dict(form.sent())[once.FIELD]


def send(browser, number, **given):
    return browser.post("/settings/holidays", data={**DAY, once.FIELD: number, **given})


def test_second_click_gets_the_first_answer(browser_of, number):
    first, second = send(browser_of("adam"), number), send(browser_of("adam"), number)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert Holiday.select().count() == 1


def test_forms_sent_at_once_work_once(browser_of, number, app):
    given = []

    def click():
        with app.app_context():
            given.append(send(browser_of("adam"), number).status_code)
    clicks = [threading.Thread(target=click) for _number in range(8)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert given == [303] * 8 and Holiday.select().count() == 1


def test_back_and_another_text_is_another_form(browser_of, number):
    send(browser_of("adam"), number)
    assert send(browser_of("adam"), number, day="2031-05-02").status_code == 303
    assert Holiday.select().count() == 2


def test_refused_form_can_be_sent_again(browser_of, number):
    Holiday.create(day="2031-05-01", name="Taken")
    assert send(browser_of("adam"), number).status_code == 422
    Holiday.delete().execute()
    assert send(browser_of("adam"), number).status_code == 303 and Holiday.select().count() == 1


def test_number_of_somebody_else_counts_for_nothing(browser_of, number):
    send(browser_of("adam"), number)
    assert send(browser_of("tomas"), number).status_code == 403


def test_after_a_restart_the_second_is_still_not_done(browser_of, number):
    send(browser_of("adam"), number)
    once._answers.clear()
    assert send(browser_of("adam"), number).status_code == 303 and Holiday.select().count() == 1


def test_number_without_an_answer_says_so(browser_of, number):
    """The power went after the first had done its work and before it was answered."""
    send(browser_of("adam"), number)
    once.Submission.update(where=None).execute()
    reply = browser_of("adam").post("/settings/holidays", data={**DAY, once.FIELD: number}, headers={"Referer": "http://localhost/settings/"},
                                    follow_redirects=True)
    assert "reached the server before" in reply.text and reply.request.path == "/settings/"


@pytest.mark.parametrize("tag", ['<form method="post">', '<form class="a" method="post" action="{{ url_for(".x", a=1 > 0) }}">',
                                 '<form {% if a > 1 %}id="x"{% endif %} method="post"{% if b %} data-x="{{ c["d"] }}"{% endif %}>'])
def test_every_kind_of_tag_gets_its_number(tag):
    made = once.FormNumbers.preprocess(None, f"<p>{tag}<input></form>", "x")
    assert made.startswith(f"<p>{tag}<input type=\"hidden\" name=\"submit_id\"")


def test_forms_that_read_get_none():
    source = '<form method="get" action="/x"><input></form><form method="dialog"></form>'
    assert once.FormNumbers.preprocess(None, source, "x") == source


def test_old_page_that_is_sent_again_is_told_the_truth(browser_of, number):
    """Somebody may have done the opposite meanwhile: later than a moment it does not claim to have done it."""
    send(browser_of("adam"), number)
    Holiday.delete().execute()
    with clock.at(clock.now() + timedelta(minutes=2)):
        browser = browser_of("adam")
        page = browser.get(send(browser, number).headers["Location"]).text
    assert "is not done a second time" in page and "The day is on the list." not in page and not Holiday.select().exists()
