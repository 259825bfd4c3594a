"""A person's reviews over the years: what each reader sees of them, how scores are drawn, and where a mark leads."""
import re
from datetime import date, timedelta

import pytest

from perf.keeping import erasing
from perf.kernel import clock, db
from perf.kernel.intake.models import Import
from perf.kernel.trail import TrailLine
from perf.people import actions as people
from perf.people.models import Assignment, Person, Position
from perf.reviews import actions, files, history
from perf.reviews.earlier.offer import LISTS
from perf.reviews.models import EarlierReview, Review, ReviewFile
from tests.exchange.role_lists import planned, states, take_in
from tests.reviews import cases
from tests.reviews.cases import said

[OFFER] = LISTS
HEAD = "Employee ID,Year,Score,Scale,Level,Summary,Reviewer"
PDF = b"%PDF-1.4\nMARK-IN-A-PDF\n%%EOF\n"


@pytest.fixture
def brought_in(app, hana):
    """Tomas's years before Perf: two on our scale, one on another."""
    take_in(OFFER, HEAD, "E5,2021,3.25,1-5,Solid,MARK-IN-A-TEXT,MARK-OF-A-WRITER", "E5,2020,4,1-5,,,", "E5,2019,72,0-100,,,", by=hana)
    return EarlierReview.get(EarlierReview.period_end == date(2021, 12, 31))


@pytest.fixture
def shared(review):
    return cases.shared(cases.handed_in(review))


def page_of(browser_of, name, person):
    reply = browser_of(name).get(f"/reviews/people/{person.id}/history")
    return reply.text if reply.status_code == 200 else reply.status_code


def led_by(person, leader):
    seat, above = (Position.get_by_id(Assignment.get(Assignment.person == one).position_id) for one in (person, leader))
    people.place_under(seat, above)


def charts_of(page):
    return re.findall(r'<svg class="chart__drawn".*?</svg>', page, re.DOTALL)


def test_scores_on_one_scale_are_one_line_and_others_are_drawn_apart(brought_in, shared, tomas, browser_of):
    ours, other = charts_of(page_of(browser_of, "tomas", tomas))
    assert re.findall(r'class="chart__figure"[^>]*>([\d.]+)<', ours) == ["4.00", "3.25", "4.00"] and ours.count("<circle") == 1
    assert ours.count("chart__point--foreign") == 2 and ours.count(">brought in<") == 2 and "72.00" in other and "72.00" not in ours
    assert f"/reviews/{shared.id}/packet#calculation" in ours and f"/reviews/earlier/{brought_in.id}" in ours


def test_every_mark_leads_to_a_page_that_opens(brought_in, shared, tomas, browser_of):
    marks = re.findall(r'class="chart__point[^"]*" href="([^"]+)"', page_of(browser_of, "tomas", tomas))
    assert len(marks) == 4 and {browser_of("tomas").get(mark).status_code for mark in marks} == {200}


def test_lower_end_that_is_best_stands_in_words(app, hana, tomas, browser_of):
    take_in(OFFER, HEAD + ",Best value", "E5,2021,2,1-6,,,,1", by=hana)
    assert "Scores on the scale 1–6, 1 is best" in said(page_of(browser_of, "tomas", tomas))


def test_employee_sees_no_score_before_it_is_shared_and_hr_does(review, tomas, browser_of):
    cases.handed_in(review)
    assert charts_of(page_of(browser_of, "tomas", tomas)) == []
    assert "4.00" in charts_of(page_of(browser_of, "hana", tomas))[0]


def test_page_is_for_whoever_may_see_something_of_it(brought_in, tomas, browser_of):
    found = {name: page_of(browser_of, name, tomas) for name in ("tomas", "mara", "hana", "zora", "piet", "adam", "ines")}
    assert {name for name, page in found.items() if page != 404} == {"tomas", "mara", "hana"}
    for name in ("zora", "piet", "adam", "ines"):
        assert browser_of(name).get(f"/reviews/earlier/{brought_in.id}").status_code == 404


def test_whoever_leads_no_more_reads_no_more_and_the_new_one_does(brought_in, tomas, piet, browser_of):
    led_by(tomas, piet)
    assert browser_of("mara").get(f"/reviews/earlier/{brought_in.id}").status_code == 404
    assert "MARK-IN-A-TEXT" in browser_of("piet").get(f"/reviews/earlier/{brought_in.id}").text


def test_later_manager_reads_of_ours_the_closed_ones_alone(shared, tomas, piet, hana, browser_of):
    led_by(tomas, piet)
    assert page_of(browser_of, "piet", tomas) == 404
    actions.acknowledge(shared, by=tomas)
    actions.close_review(shared, by=hana)
    assert "4.00" in charts_of(page_of(browser_of, "piet", tomas))[0]


def test_reading_of_others_leaves_a_line_and_ones_own_none(brought_in, tomas, hana, browser_of):
    for name in ("tomas", "mara", "hana", "hana"):
        page_of(browser_of, name, tomas)
        browser_of(name).get(f"/reviews/earlier/{brought_in.id}")
    found = TrailLine.select().where(TrailLine.is_reading, TrailLine.about_id == tomas.id).order_by(TrailLine.id)
    assert [(line.verb, line.actor_id) for line in found] == [("read_history", hana.id), ("read_earlier_review", hana.id)]
    told = said(browser_of("tomas").get("/audit/?show=all").text)
    assert "Hana Sato opened your reviews over the years" in told and "Hana Sato brought reviews from earlier years in" in told


def test_own_page_without_any_says_what_belongs_there(app, tomas, browser_of):
    assert "No reviews yet" in page_of(browser_of, "tomas", tomas)


def test_persons_page_lists_both_and_leads_to_the_history(brought_in, shared, tomas, browser_of):
    page = said(browser_of("mara").get(f"/people/{tomas.id}").text)
    assert "brought in · 3.25 Solid (1–5)" in page and "Over the years" in page
    assert "brought in" not in said(browser_of("zora").get(f"/people/{tomas.id}").text)


def test_latest_of_them_stands_beside_the_form_of_a_first_cycle(brought_in, review, browser_of):
    page = said(browser_of("mara").get(f"/questions/sheets/{review.manager_sheet_id}").text)
    assert "Last review · brought in 2021 3.25 · Solid (1–5)" in page


def test_export_comes_back_unchanged(brought_in, hana):
    [table] = [table for table in history_tables() if table.key == "earlier_reviews"]
    rows = [[str(cell.isoformat() if isinstance(cell, date) else "" if cell is None else cell) for cell in row] for row in table.rows(hana)]
    _sheet, _choices, plan = planned(OFFER, list(table.head[:-1]), *[row[:-1] for row in rows])
    assert set(states(plan).values()) == {"unchanged"} and len(rows) == 3


def history_tables():
    from perf.reviews.earlier import exports
    return exports.TABLES


def test_erasing_takes_texts_writers_pdfs_and_what_the_list_kept_of_them(brought_in, app, hana, tomas):
    """Figures stay; of what somebody wrote nothing lies in the file any more."""
    files.put_beside_earlier(brought_in, PDF, "a.pdf", by=hana)
    take_in(OFFER, HEAD, "E5,2021,3.5,1-5,Solid,MARK-OF-A-CHANGE,MARK-OF-A-WRITER", "E7,2021,3,1-5,,Works with Tomas Lindqvist,", by=hana)
    assert "MARK-IN-A-TEXT" in "".join(kept.changes for kept in Import.select())
    people.let_go(tomas, last_day=clock.today() - timedelta(days=1), by=hana)
    with app.app_context():
        erasing.erase(Person.get_by_id(tomas.id), by=hana)
    assert [row.score for row in EarlierReview.select().where(EarlierReview.person == tomas).order_by(EarlierReview.period_end)] == [7200, 400, 350]
    assert not ReviewFile.select().exists()
    db.fold_journal()
    content = db.database.database
    found = open(content, "rb").read()
    assert not [mark for mark in (b"MARK-", b"Works with Tomas") if mark in found]


def test_everything_is_read_in_few_queries_whatever_the_years(brought_in, tomas, hana, monkeypatch):
    def count():
        asked, run = [], db.Database.execute_sql
        with monkeypatch.context() as patch:
            patch.setattr(db.Database, "execute_sql", lambda self, sql, *rest, **more: asked.append(sql) or run(self, sql, *rest, **more))
            assert history.History(hana, tomas).charts
        return len(asked)
    count()         # what hangs on the reader is asked once
    before = count()
    take_in(OFFER, HEAD, *[f"E5,{year},3,1-5,,," for year in range(2000, 2018)], by=hana)
    assert count() == before


def test_list_comes_in_through_the_pages(app, hana, browser_of):
    import io
    sent = "Name,Year,Score,Summary\nTomas Lindqvist,2021,4,Did well\nNobody,2021,3,\n".encode()
    where = browser_of("hana").post("/exchange/", data={"kind": "earlier_reviews", "file": (io.BytesIO(sent), "old.csv")}).headers["Location"]
    number = int(re.search(r"\d+", where)[0])
    assert browser_of("hana").get(where).status_code == 200
    answered = browser_of("hana").post(f"/exchange/{number}/decisions", data={"scale": "1-5"})
    assert answered.status_code == 303
    preview = said(browser_of("hana").get(f"/exchange/{number}/preview").text)
    assert "1 review is new and 1 row is refused" in preview
    refused = said(browser_of("hana").get(f"/exchange/{number}/preview?show=refused").text)
    assert "Nobody here is “Nobody”" in refused
    seen = re.search(r'name="seen" value="(\w+)"', browser_of("hana").get(f"/exchange/{number}/preview").text)[1]
    result = browser_of("hana").post(f"/exchange/{number}/import", data={"seen": seen}).headers["Location"]
    assert "Reviews brought in" in said(browser_of("hana").get(result).text) and EarlierReview.get().score == 400
    browser_of("hana").post(f"{result}/undo")
    assert not EarlierReview.select().exists() and Review.select().count() == 0
