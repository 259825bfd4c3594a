"""A reading leaves a line that the person concerned can open."""
from perf.kernel import trail


def test_reading_of_hr_is_seen_by_the_person_and_by_nobody_else(browser_of, hana, tomas):
    trail.record("read_review", hana, tomas, kind="review", row_id=1, is_reading=True)
    assert "Hana Sato" in browser_of("tomas").get("/audit/").text
    assert "Hana Sato" not in browser_of("mara").get("/audit/").text


def test_nothing_read_says_so(browser_of):
    assert "Nobody but your manager" in browser_of("tomas").get("/audit/").text
