"""What a manager may want to look at again: a table of cases, and that it blocks nothing and is the author's alone."""
from collections import namedtuple
from datetime import date
from time import perf_counter

import pytest

from perf.questions.models import Answer
from perf.questions.queries import Level
from perf.reviews import actions, helpers
from perf.reviews.helpers import Hint
from tests import canaries, pages, world

LEVELS = tuple(Level(value, str(value), "") for value in range(1, 6))
YEAR = date(2025, 1, 1), date(2025, 12, 31)
Asked = namedtuple("Asked", "id prompt rating text levels")
LONG = "Kept the waiting list under three weeks from spring on, in spite of two absences in the team."


def rated(*ratings, text="Seen."):
    return [Asked(number, f"Question {number}", rating, text, LEVELS) for number, rating in enumerate(ratings, 1)]


def said(text, prompt="Question 1"):
    return [Asked(1, prompt, None, text, ())]


@pytest.mark.parametrize("rows, hint", [
    (rated(4, 4, 4, 4), Hint("same rating", 4)), (rated(4, 4, 4), None), (rated(4, 4, 4, 3), None),
    (rated(4, None, 4, 4, None, 4), Hint("same rating", 4)), (rated(4, 4, 4, None), None), ([], None),
])
def test_the_same_rating_everywhere_is_said_from_four_on(rows, hint):
    assert helpers.same_rating(rows) == hint


@pytest.mark.parametrize("rows, numbers", [
    (rated(1, 3, 5, text=""), (1, 3)), (rated(1, 5), None), (rated(2, 3, 4, text=""), None), (rated(5, text="  \n"), (1,)),
    (said(""), None), (rated(None, text=""), None),
])
def test_the_ends_of_the_scale_ask_for_a_word(rows, numbers):
    hint = helpers.bare_extremes(rows)
    assert (hint and tuple(number for number, _prompt in hint.answers)) == numbers and (hint is None or hint.value == (1, 5))


@pytest.mark.parametrize("days, is_late", [
    ([date(2025, 12, 5), date(2025, 12, 20)], True), ([date(2025, 12, 5)], False), ([], False),
    ([date(2025, 11, 29), date(2025, 12, 20)], False), ([date(2025, 12, 1), date(2025, 12, 31)], True),
    ([date(2024, 6, 1), date(2025, 12, 5), date(2025, 12, 20)], True),      # what lies outside of the period does not count
    ([date(2026, 1, 5), date(2026, 1, 20)], False),
])
def test_evidence_that_is_all_from_the_last_month(days, is_late):
    assert (helpers.only_late(days, YEAR) is not None) == is_late


def test_a_short_period_has_no_last_month():
    assert helpers.only_late([date(2025, 1, 20), date(2025, 1, 25)], (date(2025, 1, 1), date(2025, 1, 31))) is None


@pytest.mark.parametrize("now, before, is_same", [
    (LONG, LONG, True), (LONG.upper() + "!!", LONG, True), (LONG.replace("three", "four"), LONG, True),
    (LONG[:40], LONG, False), ("Something else altogether, written anew this year.", LONG, False),
    ("Good work.", "Good work.", False), (f"“{LONG}” (Annual review 2024, 3 March 2025)", LONG, False), (LONG, "", False),
    (LONG + " And since then the shelter opens on Sundays too, which nobody had thought possible.", LONG, False),
])
def test_text_that_reads_as_in_the_last_review(now, before, is_same):
    assert (helpers.same_as_before(said(now), said(before)) is not None) == is_same


def test_a_text_counts_as_the_same_under_another_question_only_word_for_word():
    assert helpers.same_as_before(said(LONG), said(LONG, "Another")) and not helpers.same_as_before(said(LONG.replace("three", "four")), said(LONG, "Another"))


def test_comparing_long_texts_stays_quick():
    """A form full of texts as long as they may be, all of them nearly those of last year."""
    whole = " ".join(f"word{number % 97} and{number % 89}" for number in range(1500))
    rows = [Asked(number, f"Q{number}", None, f"{whole} {number}", ()) for number in range(20)]
    began = perf_counter()
    hint = helpers.same_as_before(rows, [row._replace(text=row.text.replace("word5 ", "words ")) for row in rows])
    assert len(hint.answers) == 20 and perf_counter() - began < 3


# on the pages

@pytest.fixture
def story(house):
    with world.house_in_use(house) as rows:
        yield canaries.Story(house, rows)


def hints(story, name="mara", **sent):
    at = f"/reviews/forms/{story.sheet('manager').id}/hints"
    browser = story.browser(name)
    return browser.post(at, data=sent) if sent else browser.get(at)


def test_hints_are_shown_to_the_author_alone_and_keep_nobody_from_submitting(story):
    world.fill(story.sheet("manager"), 5, "")
    Answer.update(text="").where(Answer.sheet == story.sheet("manager")).execute()
    text = pages.text_of(hints(story))
    assert "Every rating so far is a 5" in text and "A 1 or a 5 says more" in text
    assert {name: hints(story, name).status_code for name in ("tomas", "hana", "nils")} == {"tomas": 404, "hana": 404, "nils": 404}
    check = story.browser("mara").get(f"/reviews/{story.number}/check/manager")
    assert "Every rating so far" in pages.text_of(check)
    world.fill(story.sheet("manager"), 5, "Seen in daily work.")
    actions.submit_form(story.review, story.sheet("manager"), by=story.manager)
    assert story.review.state == "submitted"
    for name in ("tomas", "hana", "mara"):
        assert "Every rating so far" not in pages.text_of(story.browser(name).get(f"/reviews/{story.number}"))


def test_hints_can_be_put_away_for_one_form(story):
    world.fill(story.sheet("manager"), 5)
    assert hints(story, away="yes").status_code == 303 and "Every rating" not in pages.text_of(hints(story))
    assert "Every rating" not in pages.text_of(story.browser("mara").get(f"/reviews/{story.number}/check/manager"))
    hints(story, away="no")
    assert "Every rating" in pages.text_of(hints(story))


def test_the_text_of_last_year_is_found_among_the_authors_own_forms_alone(story):
    """Last year Mara wrote of Tomas "Seen in daily work." to every question; his self-review says the same and counts for nothing."""
    text = "He has kept the files of forty families in order, and hers as well."
    Answer.update(text=text).where(Answer.sheet == story.rows["staged_sheet"]).execute()
    world.fill(story.sheet("manager"), 4, "Quite another thing is to be said this time round.")
    assert "reads as in your last review" not in pages.text_of(hints(story))
    last = Answer.select().where(Answer.sheet == story.sheet("manager")).order_by(Answer.id.desc()).first()
    Answer.update(text=text).where(Answer.id == last.id).execute()
    assert "reads as in your last review" in pages.text_of(hints(story))
