"""What somebody meets who uses these pages for the first time: refusals in sight, nothing lost, filters that stay, figures that tell."""
import threading
from datetime import timedelta

import pytest

from perf.exits import actions, checklist, queries, showing, starter
from perf.exits.models import Leaving
from perf.kernel import clock
from perf.kernel.db import database, write


def test_check_list_begun_late_is_due_at_once(leaving, hana, zora, today):
    """Nobody is reproached for what could not have been done before the leaving was known."""
    starter.add_starter()
    dues = [one.due for one in checklist.tasks_of(actions.begin(zora, last_day=today + timedelta(days=3), by=hana))]
    assert min(dues) == today and max(dues) > today + timedelta(days=3)


def test_plan_offers_usual_questions_again(browser_of, leaving, hana):
    starter.add_starter()
    planned = actions.plan(leaving, way="none", version=leaving.version, by=hana)
    assert planned.template_id is None
    page = browser_of("hana").get(f"/exits/{leaving.id}").text
    assert f'selected value="{queries.usual_template(planned)}"' in page and queries.usual_template(planned) is not None


def test_what_is_refused_stands_above_all_else(browser_of, leaving):
    reply = browser_of("hana").post(f"/exits/{leaving.id}/plan", data={"way": "both", "template": "", "version": str(leaving.version)})
    assert reply.status_code == 422
    assert reply.text.index("Not saved yet") < reply.text.index('id="leaving"') and reply.text.count("Not saved yet") == 1


def test_rather_not_is_asked_once_more_with_what_it_costs(app, browser_of, asked_by_link, hana):
    from perf.exits import links
    leaver = app.test_client()
    leaver.get(f"/exits/by-link/{links.make_link(asked_by_link, by=hana)}")
    for page in (leaver.get("/exits/by-link/").text, browser_of("tomas").get("/exits/mine").text):
        assert "what you have typed so far is deleted" in page.split("I would rather not</summary>")[1].split("</details>")[0]


def test_filters_stay_with_the_comments_and_are_said(browser_of, left, mara):
    left("Ada", "Nowak", manager=mara, department="Family Services", said={"recommend": 9})
    hr = browser_of("hana")
    page = hr.get("/exits/analysis/comments?department=Family Services").text
    assert '<input type="hidden" name="department" value="Family Services">' in page and "Only of Family Services." in page
    assert "Only of" not in hr.get("/exits/analysis/comments").text


def test_report_of_few_is_announced_before_it_is_published(browser_of, left, mara, today):
    for name in "ABCDE":
        left(name, "Nowak", manager=mara, last_day=today - timedelta(days=40), said={"recommend": 9})
    hr, ends = browser_of("hana"), today - timedelta(days=2)
    few = hr.get(f"/exits/reports/new?starts={today - timedelta(days=30)}&ends={ends}").text
    enough = hr.get(f"/exits/reports/new?starts={today - timedelta(days=60)}&ends={ends}").text
    assert "0 leavings" in few and "Fewer than 5 answered" in few and "5 leavings" in enough and "Fewer than 5 answered" not in enough


@pytest.mark.parametrize("halves, is_there", [(4, True), (3, True), (2, False)])
def test_reasons_of_a_few_leavers_stand_in_the_report_in_words(halves, is_there):
    """With five to nine answers a share is a band; a reason of most or of half is the answer to why people leave."""
    cell = {"n": 6, "halves": halves, "levels": None}
    figure = {"kind": "reason", "key": "reason-pay", "prompt": "pay", "highest": 2, "cells": {"": cell}}
    assert bool(showing.front([figure], [])["reason"]) == is_there


def test_bands_stand_least_favourable_first():
    rows = [{"kind": "agreement", "key": str(halves), "prompt": str(halves), "highest": 5, "cells": {"": {"n": 6, "halves": halves, "levels": None}}}
            for halves in (9, 4, 7, 5)]
    assert [figure["prompt"] for figure, _cell, _before in showing.front(rows, [])["agreement"]] == ["4", "5", "7", "9"]


def test_day_begins_while_others_write(app, leaving, tomas, today, monkeypatch):
    """SQLite refuses to write under a read that others have overtaken; so all is read first."""
    freeze = actions.freeze

    @write()
    def touch():
        Leaving.update(is_volunteer=True).where(Leaving.id == leaving.id).execute()

    def other():
        with app.app_context():
            database.connect(reuse_if_open=True)
            touch()
            database.close()

    def freeze_after_others(now):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        freeze(now)

    monkeypatch.setattr(actions, "freeze", freeze_after_others)
    Leaving.update(department="").execute()
    actions.new_day(clock.today())
    assert Leaving.get_by_id(leaving.id).department == "Family Services"


def test_home_has_one_line_for_each_leaver_with_what_comes_next(browser_of, hana, tomas, zora, today):
    """And the count in the rail counts the same lines."""
    starter.add_starter()
    for number, person in enumerate((tomas, zora)):
        actions.begin(person, last_day=today + timedelta(days=30 + number), by=hana)
    assert len(queries.tasks_waiting(hana)) > 6 and len(queries.tasks_by_leaving(hana)) == 2 == queries.how_many_wait(hana)
    page = browser_of("hana").get("/").text
    assert "more on the check list" in page and page.count("Prepare the certificate") == 0


def test_day_of_a_line_is_said_in_words(browser_of, hana):
    hr = browser_of("hana")
    hr.post("/exits/setup/items", data={"what": "Send the parcel", "owner": "hr", "far": "3", "side": "after"})
    hr.post("/exits/setup/items", data={"what": "Order cake", "owner": "hr", "far": "2", "side": "before"})
    found = {one.what: one for one in checklist.items()}
    assert (found["Send the parcel"].days, found["Order cake"].days) == (3, -2)
    assert 'selected value="after"' in hr.get(f"/exits/setup/items/{found['Send the parcel'].id}").text
    assert 'value="2"' in hr.get(f"/exits/setup/items/{found['Order cake'].id}").text
