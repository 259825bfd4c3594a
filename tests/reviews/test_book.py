"""The workbook of a whole cycle: for HR, each review as far as its page shows it; everybody in it learns that it was taken."""
import html

import pytest

from perf.kernel import clock, db
from perf.kernel.trail import TrailLine
from perf.people import actions as people
from perf.people.models import Position
from perf.questions import queries as questions
from perf.reviews import actions, appeals, book, peers
from perf.reviews.models import Cycle, PeerForm, Review
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
    assert list(found) == ["Reviews", "Answers", "Arithmetic", "Sources", "Signatures", "Appeals", "Earlier versions"]
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


def test_both_scores_appeal_and_earlier_version_stand_in_it(shared, hana, tomas, browser_of):
    actions.acknowledge(shared, by=tomas)
    appeals.appeal(shared, by=tomas, reason="The winter is missing.")
    appeals.change_rating(shared, by=hana, answer="It was.", score=450)
    found = cases.book(browser_of("hana"), shared.cycle)
    [row] = [row for row in found["Reviews"] if row["Person"] == "Tomas Lindqvist"]
    assert (row["Score"], row["Score of the forms"], row["Why it was changed"]) == (4.5, 4, "It was.")
    [appeal], [version] = found["Appeals"], found["Earlier versions"]
    assert (appeal["What was asked"], appeal["Outcome"], appeal["Answer"], appeal["By"]) == ("The winter is missing.", "changed", "It was.", "Hana Sato")
    assert (version["Version"], version["Score"], version["Why"]) == (1, 4, "It was.")


def test_colleagues_stand_in_it_for_hr_and_count_as_their_mean(shared, hana, mara, tomas, browser_of):
    with_peers(shared, mara, ("zora", "piet"), (2, 3))
    found = cases.book(browser_of("hana"), shared.cycle)
    texts = {(row["Form"], row["Written by"], row["Rating"]) for row in found["Answers"] if row["Form"] == "A colleague's form" and row["Rating"]}
    assert texts == {("A colleague's form", "Zora Demir", 2), ("A colleague's form", "Piet Vermeer", 3)}
    [peers_row] = [row for row in found["Sources"] if row["Source"] == "Peers" and row["Person"] == "Tomas Lindqvist"]
    assert (peers_row["Score"], peers_row["Share, %"]) == (2.5, 50)


def with_peers(review, mara, names, ratings):
    """Colleagues' forms beside a review, with as much weight as the manager's."""
    Cycle.update(peer_mode="named", peers_weight=1, peer_template_id=questions.templates_asking("peer")[0].id).where(Cycle.id == review.cycle_id).execute()
    Review.update(state="in progress").where(Review.id == review.id).execute()
    for name, rating in zip(names, ratings):
        form = PeerForm.get_by_id(peers.nominate(world.fresh(review), world.member(name), by=mara).id)
        world.fill(form.sheet, rating)
        actions.submit_form(world.fresh(review), form.sheet, by=form.peer)
    Review.update(state=review.state).where(Review.id == review.id).execute()


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
    with_forms = queries()
    assert with_forms == before
    for review in Review.select().where(Review.cycle == cycle, Review.manager == mara).limit(3):
        with_peers(review, mara, ("zora",), (3,))
    assert queries() == before + 1      # what all colleagues together answered
