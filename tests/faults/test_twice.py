"""R10: however often a form arrives, its effect is one: double click, lost answer, two tabs, back and again."""
import os
import threading

import pytest

from perf.kernel import db, once
from perf.roles.models import Duty
from tests import world
from tests.pages import Page

ROUNDS = 250 if os.environ.get("PERF_LONG") else 8     # of four ways each


@pytest.fixture
def desk(house):
    with world.house_in_use(house) as rows:
        yield house, rows


def page_with_form(house, rows):
    """A page with the form that adds a duty, opened anew: (where it goes, what it sends)."""
    page = Page(world.browser(house, "hana").get(f"/roles/{rows['role_id']}/edit").text, "/")
    form = next(form for form in page.forms if form.action.endswith("/duties"))
    return form.action, dict(form.sent())


def send(house, where, given):
    reply = world.browser(house, "hana").post(where, data=given)
    assert reply.status_code == 303, reply.text
    return reply.headers["Location"]


def double_click(house, where, given):
    told = []

    def click():
        told.append(send(house, where, given))
        db.database.close()
    clicks = [threading.Thread(target=click) for _number in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    return told


def lost_answer(house, where, given):
    """The first answer never arrived; the browser sends the form again, also after the server was started anew."""
    first = send(house, where, given)
    once._answers.clear()
    return [first, send(house, where, given)]


def two_tabs(house, where, given):
    """A page that was duplicated into a second tab, and sent in both."""
    return [send(house, where, dict(given)) for _tab in range(2)]


def back_and_again(house, where, given):
    return [send(house, where, given) for _time in range(3)]


def test_a_form_works_once_however_often_it_arrives(desk):
    house, rows = desk
    for number in range(ROUNDS):
        for way in (double_click, lost_answer, two_tabs, back_and_again):
            where, given = page_with_form(house, rows)
            given |= {"new-text": f"Keeps the {way.__name__} log {number}", "new-success": "", "new-share": "1"}
            told = way(house, where, given)
            assert len(set(told)) == 1, (way.__name__, told)
            assert Duty.select().where(Duty.text == given["new-text"]).count() == 1, way.__name__


def test_without_its_number_the_same_form_works_twice(desk):
    """The control: it is the number that does it."""
    house, rows = desk
    where, given = page_with_form(house, rows)
    given |= {"new-text": "Keeps two logs", "new-share": "1"}
    del given[once.FIELD]
    two_tabs(house, where, given)
    assert Duty.select().where(Duty.text == given["new-text"]).count() == 2
