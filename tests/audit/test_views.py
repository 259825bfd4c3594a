"""The pages of the trail: everybody's own lines, the whole log for HR, its safety part for administrators."""
import csv
import html
import io
import re

import pytest

from perf.kernel import clock, db, trail
from perf.kernel.trail import TrailLine
from perf.people import actions as people
from perf.people.models import Person


def rows(reply):
    """The sentences of the table on a page."""
    found = re.findall(r'<th scope="row">(.*?)</th>', reply.text, re.S)
    return [html.unescape(re.sub(r"(<[^>]+>|\s)+", " ", one)).strip() for one in found]


# one's own

def test_reading_of_hr_is_seen_by_the_person_and_by_nobody_else(browser_of, hana, tomas):
    trail.record("read_review", hana, tomas, kind="review", row_id=1, is_reading=True)
    assert rows(browser_of("tomas").get("/audit/")) == ["Hana Sato read your review"]
    assert "Hana Sato" not in browser_of("mara").get("/audit/").text


def test_nothing_read_says_so(browser_of):
    assert "Nobody but your manager" in browser_of("tomas").get("/audit/").text


def test_everything_about_oneself_stands_in_plain_sentences(browser_of, hana, tomas, mara):
    """L02: the log is visible to the person, for their own record."""
    people.change_person(tomas, version=None, by=hana, phone="1")
    trail.record("change_password", tomas, tomas)
    trail.record("change_person", hana, mara)
    own = rows(browser_of("tomas").get("/audit/?show=all"))
    assert own[:2] == ["You changed your password", "Hana Sato changed your record"]
    assert "Mara" not in " ".join(own)


def test_hr_that_opens_a_record_leaves_one_line_and_colleagues_leave_none(browser_of, tomas, hana):
    for name in ("zora", "mara", "ines", "adam", "tomas"):
        browser_of(name).get(f"/people/{tomas.id}")
    assert rows(browser_of("tomas").get("/audit/")) == []
    for page in (f"/people/{tomas.id}", f"/people/{tomas.id}/edit", f"/people/{hana.id}", f"/people/{tomas.id}"):
        browser_of("hana").get(page)
    assert rows(browser_of("tomas").get("/audit/")) == ["Hana Sato opened your record"]
    assert rows(browser_of("hana").get("/audit/")) == []


def test_opened_list_of_scores_is_told_to_all_who_are_in_it(house):
    from tests import world
    with world.house_in_use(house) as numbers:
        for _time in range(2):
            world.browser(house, "hana").get(f"/reviews/cycles/{numbers['last_cycle']}")
        world.browser(house, "hana").get(f"/reviews/cycles/{numbers['cycle_id']}")      # no score stands there yet
        everybody = {name: rows(world.browser(house, name).get("/audit/"))[:1] for name in ("tomas", "mara", "hana")}
    told = ["Hana Sato opened a list of scores Last year"]
    assert everybody == {"tomas": told, "mara": told, "hana": []}


def test_long_list_goes_on_with_older_lines(browser_of, tomas, hana):
    for number in range(130):
        trail.record("read_review", hana, tomas, kind="review", row_id=number, is_reading=True)
    first = browser_of("tomas").get("/audit/")
    older = re.search(r'href="(/audit/\?before=\d+)"', first.text)[1]
    second = browser_of("tomas").get(older)
    assert len(rows(first)) == 100 and len(rows(second)) == 30 and "before=" not in second.text


# the whole log

@pytest.fixture
def deeds(app, hana, adam, tomas, mara):
    """A few lines of different parts of the house, the oldest first."""
    trail.record("submit_self", tomas, tomas, kind="review", row_id=7)
    trail.record("give_power", hana, mara, kind="executive")
    trail.record("change_settings", adam)
    trail.record("sign_in_failed", None, mara)
    trail.record("read_review", hana, tomas, kind="review", row_id=7, is_reading=True)


def test_hr_reads_the_whole_log_in_plain_sentences(browser_of, deeds):
    """L02: the log is visible to HR."""
    page = browser_of("hana").get("/audit/all")
    assert rows(page)[:5] == [
        "Hana Sato read Tomas Lindqvist's review", "A sign-in as Mara Okafor failed", "Adam Brandt changed the settings",
        "Hana Sato gave Mara Okafor a power", "Tomas Lindqvist submitted their own self-review"]
    assert "review 7" in page.text


def test_administrator_reads_who_and_when_but_not_whom_or_what(browser_of, deeds):
    page = browser_of("adam").get("/audit/all")
    assert rows(page)[:3] == [
        "A sign-in as somebody failed", "Adam Brandt changed the settings", "Hana Sato gave somebody a power"]
    assert "review" not in " ".join(rows(page)).lower() and "review 7" not in page.text


@pytest.mark.parametrize("name, status", [("mara", 403), ("tomas", 403), ("ines", 403)])
def test_log_is_closed_to_everybody_else(browser_of, name, status):
    assert browser_of(name).get("/audit/all").status_code == status == browser_of(name).get("/audit/all.csv").status_code


def test_log_is_narrowed_down_by_person_part_and_days(browser_of, deeds, mara, tomas):
    hana, today = browser_of("hana"), clock.today()
    assert len(rows(hana.get(f"/audit/all?person={mara.id}&group=power"))) == 1
    assert rows(hana.get(f"/audit/all?person={tomas.id}&group=reading")) == ["Hana Sato read Tomas Lindqvist's review"]
    assert rows(hana.get(f"/audit/all?group=safety&since={today}&until={today}"))[0] == "Adam Brandt changed the settings"
    assert "No line fits" in hana.get("/audit/all?since=2190-01-01").text
    assert "No line fits" in hana.get("/audit/all?until=2000-01-01").text
    assert hana.get("/audit/all?since=nonsense&person=999999&group=x&before=x").status_code == 200


def test_link_to_the_file_goes_with_the_filter(browser_of, deeds):
    for headers in ({}, {"HX-Request": "true"}):
        page = browser_of("hana").get("/audit/all?group=power&person=", headers=headers).text
        assert 'href="/audit/all.csv?group=power"' in page and ("<h1>" in page) == (not headers)


def test_days_of_the_filter_are_those_of_the_organisation(browser_of, deeds, app, hana):
    from perf.settings import actions as settings
    from perf.settings.models import Organisation
    now = Organisation.get()
    settings.change_organisation(version=now.version, by=hana, time_zone="Pacific/Auckland")
    with clock.at(clock.datetime(2031, 6, 30, 13, 0)):      # there it is 1 July already
        trail.record("close_cycle", hana)
    seen = {day: "Hana Sato closed a review cycle" in rows(browser_of("hana").get(f"/audit/all?since={day}&until={day}"))
            for day in ("2031-06-30", "2031-07-01")}
    assert seen == {"2031-06-30": False, "2031-07-01": True}


def test_administrator_cannot_ask_whom_a_line_concerned(browser_of, deeds, mara):
    assert "No line fits" in browser_of("adam").get(f"/audit/all?person={mara.id}&group=power").text


def test_list_costs_as_many_queries_with_ten_times_as_many_lines(browser_of, deeds, hana, tomas, mara, monkeypatch):
    def count(page):
        asked, run = [], db.Database.execute_sql
        with monkeypatch.context() as patch:
            patch.setattr(db.Database, "execute_sql",
                          lambda self, sql, *rest, **more: asked.append(sql) or run(self, sql, *rest, **more))
            assert browser_of("hana").get(page).status_code == 200
        return len(asked)
    browser_of("hana").get("/keys")
    before = [count("/audit/all"), count("/audit/?show=all")]
    for number in range(60):
        trail.record("read_record", hana, (tomas, mara)[number % 2], kind="person", row_id=number, is_reading=True)
    assert [count("/audit/all"), count("/audit/?show=all")] == before and max(before) <= 19


def test_whoever_is_gone_from_the_records_keeps_a_number(browser_of, app):
    trail.record("change_person", None, about=4711)
    assert "The server changed former employee 4711's record" in rows(browser_of("hana").get("/audit/all"))


def test_names_cannot_break_out_of_the_page(browser_of, hana, tomas):
    Person.update(first_name="<script>alert(1)</script>").where(Person.id == tomas.id).execute()
    trail.record("change_person", hana, tomas)
    assert "<script>alert" not in browser_of("hana").get("/audit/all").text


# the file

def file_of(reply):
    return list(csv.reader(io.StringIO(reply.get_data().decode("utf-8-sig"))))


def test_file_holds_what_the_filter_leaves_and_no_formula(browser_of, deeds, confirmed, mara):
    Person.update(first_name="=HYPERLINK(1)").where(Person.id == mara.id).execute()
    reply = browser_of("hana").get(f"/audit/all.csv?person={mara.id}&group=power")
    [head, line] = file_of(reply)
    assert head[0] == "Line" and line[4] == "'=HYPERLINK(1) Okafor" and line[5:7] == ["give_power", "executive"]
    assert reply.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in reply.headers["Content-Security-Policy"]
    assert TrailLine.select().where(TrailLine.verb == "download_trail").count() == 1


def test_file_of_an_administrator_holds_no_more_than_the_page(browser_of, deeds, confirmed):
    lines = file_of(browser_of("adam").get("/audit/all.csv"))[1:]
    assert {tuple(line[i] for i in (4, 6, 7, 8)) for line in lines} == {("", "", "", "")}
    assert not {line[5] for line in lines} & {"read_review", "submit_self"}


def test_file_is_only_for_whoever_has_just_shown_that_it_is_them(browser_of, app):
    """S09: a download of the whole log."""
    assert app.view_functions["audit.download"].__wrapped__.is_fresh


def test_review_that_hr_reads_is_told_by_name_of_the_reader(house):
    from tests import world
    with world.house_in_use(house) as numbers:
        for _time in range(2):
            world.browser(house, "hana").get(f"/reviews/{numbers['shared']}")
        assert rows(world.browser(house, "tomas").get("/audit/")).count("Hana Sato read your review") == 1
