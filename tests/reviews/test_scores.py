"""Every case of a score (PRACTICE 2) that a review can hold: live, on the check page, in the packet and in the workbook alike."""
import pytest

from perf.reviews import actions
from perf.reviews.models import Review
from tests.reviews import cases
from tests.reviews.cases import NA, OPEN

CASES = {   # sections as (weight, [(item's weight, rating)]), the score, the label
    "an N/A never shrinks its whole section": ([(60, [(1, 4), (1, NA), (1, 5)]), (40, [(1, 3), (1, 3)])], "3.90", "Strong"),
    "a section of N/A gives its weight away": ([(50, [(1, 4), (1, 4), (1, 4), (1, 5)]), (30, [(1, 3), (1, 4)]), (20, [(1, NA)])], "3.97", "Strong"),
    "unanswered is not nought": ([(100, [(1, 5), (1, 5), (1, OPEN)])], "5.00", "Leads the way"),
    "everything N/A is not rated": ([(60, [(1, NA), (1, NA)]), (40, [(1, NA)])], "–", "Not rated"),
    "halves are rounded up": ([(100, [(325, 2), (675, 3)])], "2.68", None),
    "contributions are rounded once": ([(50, [(3, 1), (1, 2)]), (30, [(3, 1), (1, 2)]), (20, [(1, 1)])], "1.20", None),
}


@pytest.fixture(params=CASES, ids=lambda name: name.replace(" ", "-"))
def case(request, app, hana, tomas, today):
    """(sections, score, label, cycle, Tomas's review with Mara's form filled in)."""
    sections, score, label = CASES[request.param]
    cycle = cases.launched(sections, by=hana, today=today)
    review = Review.get(Review.cycle == cycle, Review.person == tomas)
    cases.rate(review.manager_sheet_id, sections)
    return sections, score, label, cycle, review


def test_one_score_stands_everywhere(case, mara, browser_of):
    sections, score, label, cycle, review = case
    live, checked = cases.live(browser_of("mara"), review.manager_sheet_id), cases.checked(browser_of("mara"), review)
    cases.submit(review, "manager")
    actions.share(Review.get_by_id(review.id), by=mara)
    paper = cases.on_paper(browser_of("tomas"), review)
    [row] = [row for row in cases.book(browser_of("hana"), cycle)["Reviews"] if row["Person"] == "Tomas Lindqvist"]
    assert [live[0], checked[0], paper[0]] == [score] * 3
    assert row["Score"] == (None if score == "–" else float(score)) and row["Level"] == (None if score == "–" else paper[1])
    assert live[1].startswith("Not rated" if score == "–" else paper[1]) and checked[1] == paper[1] and label in (None, paper[1])


def test_arithmetic_shows_four_decimals_and_the_one_rounding_in_packet_and_workbook(case, mara, browser_of):
    sections, score, _label, cycle, review = case
    cases.submit(review, "manager")
    page = browser_of("mara").get(f"/reviews/{review.id}/packet").text
    lines = [row for row in cases.book(browser_of("hana"), cycle)["Arithmetic"] if row["Person"] == "Tomas Lindqvist"]
    [(whole, rounded)] = cases.sums(page)
    assert rounded == ("Not rated" if score == "–" else score)
    *marks, total, last = lines
    assert len(marks) == sum(len(marks) for _weight, marks in sections) and last["Contribution"] == (
        "Not rated" if score == "–" else float(score))
    if score != "–":
        assert whole == f"{total['Contribution']:.4f}" and abs(sum(mark["Contribution"] or 0 for mark in marks) - float(whole)) < 0.00005 * len(marks)
        assert f'{sum(mark["Effective weight, %"] or 0 for mark in marks):.1f}' == "100.0"


def test_unanswered_is_said_to_be_provisional(app, hana, tomas, today, browser_of):
    sections = CASES["unanswered is not nought"][0]
    cases.launched(sections, by=hana, today=today)
    review = Review.get(Review.person == tomas)
    cases.rate(review.manager_sheet_id, sections)
    said = cases.said(browser_of("mara").get(f"/questions/sheets/{review.manager_sheet_id}").text)
    assert "2 of 3 rated" in said and "provisional" in said


def test_sources_are_weighed_alike_on_page_in_packet_and_workbook(app, hana, mara, tomas, today, browser_of):
    """Self 1, manager 8: 11.11 and 88.89 per cent, (5 + 8·4)/9 = 4.11."""
    sections = [(100, [(1, 4)])]
    cycle = cases.launched(sections, by=hana, today=today, self_weight=1, manager_weight=8)
    review = Review.get(Review.cycle == cycle, Review.person == tomas)
    for kind, rating in (("self", 5), ("manager", 4)):
        cases.rate(getattr(review, f"{kind}_sheet_id"), [(100, [(1, rating)])])
        checked = browser_of("mara").get(f"/reviews/{review.id}/check/manager").text if kind == "manager" else ""
        cases.submit(review, kind)
    assert "Together the review comes to 4.11." in checked and "11.11 %" in checked and "88.89 %" in checked
    actions.share(Review.get_by_id(review.id), by=mara)
    pages = [browser_of("tomas").get(f"/reviews/{review.id}{ending}").text for ending in ("", "/packet")]
    assert all("11.11 %" in page and "88.89 %" in page and "4.11" in page for page in pages)
    found = cases.book(browser_of("hana"), cycle)
    assert [(row["Share, %"], row["Score"]) for row in found["Sources"] if row["Person"] == "Tomas Lindqvist"] == [(11.11, 5), (88.89, 4)]
    [row] = [row for row in found["Reviews"] if row["Person"] == "Tomas Lindqvist"]
    assert (row["Score"], row["Self-review"]) == (4.11, 5)
