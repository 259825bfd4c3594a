"""The workbook of a whole cycle: for HR, each review as far as its page shows it; everybody in it learns that it was taken."""
import html

import pytest

from perf.kernel import clock, db
from perf.kernel.trail import TrailLine
from perf.people import actions as people
from perf.people.models import Position
from perf.reviews import actions, book
from perf.reviews.models import Review
from perf.roles import starter as roles
from tests import world
from tests.reviews import cases


@pytest.fixture
def submitted(review):
    return cases.handed_in(review)


@pytest.fixture
def shared(submitted):
    return cases.shared(submitted)


def told(found):
    return " ".join(str(cell) for rows in found.values() for row in rows for cell in row.values())


def test_sheets_hold_reviews_answers_arithmetic_sources_and_signatures(shared, tomas, browser_of):
    actions.acknowledge(shared, by=tomas, response="=1+1 is what I say")
    found = cases.book(browser_of("hana"), shared.cycle)
    assert list(found) == ["Reviews", "Answers", "Arithmetic", "Sources", "Signatures"]
    [row] = [row for row in found["Reviews"] if row["Person"] == "Tomas Lindqvist"]
    assert (row["Department"], row["Role"], row["Manager"], row["State"], row["Score"], row["Level"], row["Self-review"]) == (
        "Family Services", "Case Worker", "Mara Okafor", "acknowledged", 4, "Strong", 5)
    assert row["Response"] == "'=1+1 is what I say"         # nothing that somebody typed runs as a formula
    [signature] = found["Signatures"]
    assert signature["Fingerprint"] == shared.signatures.get().text_hash
    assert {row["Form"] for row in found["Answers"]} == {"Self-review", "The manager's form"}


def test_drafts_are_not_in_it_and_hr_finds_of_the_own_review_what_its_page_shows(cycle, review, hana, ines, browser_of):
    own = Review.get(Review.cycle == cycle, Review.person == hana)
    world.fill(review.manager_sheet, 2, "A draft of Mara's.")
    world.fill(own.manager_sheet, 2, "What Ines thinks of Hana.")
    actions.submit_form(own, own.manager_sheet, by=ines)
    said = told(cases.book(browser_of("hana"), cycle))
    assert "A draft of Mara's." not in said and "What Ines thinks of Hana." not in said
    [row] = [row for row in cases.book(browser_of("hana"), cycle)["Reviews"] if row["Person"] == "Hana Sato"]
    assert row["Score"] is None and row["Level"] is None
    actions.share(Review.get_by_id(own.id), by=ines)
    assert "What Ines thinks of Hana." in told(cases.book(browser_of("hana"), cycle))


def test_taking_it_stands_in_the_access_log_of_everybody_in_the_cycle(cycle, review, hana, browser_of):
    cases.book(browser_of("hana"), cycle)
    line = TrailLine.select().where(TrailLine.verb == "export_cycle").get()
    assert (line.actor_id, line.kind, line.row_id, line.is_reading) == (hana.id, "cycle", cycle.id, True)
    said = html.unescape(browser_of("tomas").get("/audit/").text)
    assert "Hana Sato took a whole review cycle along as a workbook" in said


def test_it_asks_whether_it_is_really_hr(cycle, browser_of):
    from perf.accounts.models import Session
    Session.update(fresh_until=clock.now()).execute()
    assert browser_of("hana").get(f"/reviews/cycles/{cycle.id}/workbook.xlsx").status_code == 403


def test_more_reviews_cost_no_query_more(cycle, hana, mara, monkeypatch):
    def queries():
        asked, run = [], db.Database.execute_sql
        with monkeypatch.context() as patch:
            patch.setattr(db.Database, "execute_sql", lambda self, sql, *rest, **more: asked.append(sql) or run(self, sql, *rest, **more))
            book.take_along(hana, cycle)
        return len(asked)
    before, above = queries(), Position.get(Position.id == mara.assignments.get().position_id)
    for number in range(12):
        seat = people.open_position(roles.add_starter_role("case_worker"), reports_to=above)
        people.seat(people.add_person("Extra", f"Person {number}"), seat)
    actions.launch(cycle, by=hana)
    for review in Review.select().where(Review.cycle == cycle, Review.manager == mara):
        world.fill(review.manager_sheet)
        actions.submit_form(review, review.manager_sheet, by=mara)
    assert queries() == before
