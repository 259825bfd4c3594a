"""The worked cases of the scoring rules, to the last digit."""
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf.questions.scoring import Mark, Part, hundredths, level_of, parts_without_reason, rounded, score


def part(weight, *ratings, weights=None):
    weights = weights or [1] * len(ratings)
    marks = [Mark(number, "", w, None if r in ("N/A", None) else r, r == "N/A")
             for number, (r, w) in enumerate(zip(ratings, weights))]
    return Part(weight, "", weight, marks)


@pytest.mark.parametrize("parts, shown", [
    ([part(60, 4, "N/A", 5), part(40, 3, 3)], "3.90"),
    ([part(50, 4, 4, 4, 5), part(30, 3, 4), part(20, "N/A", "N/A")], "3.97"),
    ([part(100, 5, 5, None)], "5.00"),
    ([part(50, 1, 1, 1, 2), part(30, 1, 1, 1, 2), part(20, 1)], "1.20"),
    ([part(1, *[2] * 13, *[3] * 27)], "2.68"),
])
def test_worked_cases(parts, shown):
    assert str(rounded(score(parts).overall)) == shown


def test_exactly_2_675_rounds_up():
    assert score([part(1, *[2] * 13, *[3] * 27)]).overall == Fraction("2.675")
    assert rounded(Fraction("2.675")) == Decimal("2.68")


def test_unanswered_items_are_counted_but_not_scored():
    result = score([part(100, 5, 5, None)])
    assert (result.rated, result.asked) == (2, 3)


def test_everything_not_applicable_is_not_rated():
    result = score([part(60, "N/A"), part(40, "N/A", "N/A")])
    assert result.overall is None and result.not_applicable == 3


def test_contributions_show_four_decimals_and_add_to_the_score():
    result = score([part(50, 1, 1, 1, 2), part(30, 1, 1, 1, 2), part(20, 1)])
    by_part = [sum(line.contribution for line in one.lines) for one in result.parts]
    assert [str(rounded(value, 4)) for value in by_part] == ["0.6250", "0.3750", "0.2000"]
    assert sum(by_part) == result.overall == Fraction("1.2")


@pytest.mark.parametrize("value, level", [
    ("1.00", 1), ("1.49", 1), ("1.494", 1), ("1.495", 2), ("1.50", 2), ("2.49", 2), ("2.50", 3),
    ("3.494999", 3), ("3.50", 4), ("4.49", 4), ("4.50", 5), ("5.00", 5),
])
def test_label_follows_from_the_rounded_value(value, level):
    assert level_of(Fraction(value), 5) == level


def test_more_than_a_third_not_applicable_asks_for_a_reason():
    assert not parts_without_reason([part(1, "N/A", 3, 4)])
    assert parts_without_reason([part(1, "N/A", 3)])


def test_kept_score_is_whole_hundredths():
    assert hundredths(Fraction("3.9666")) == 397 and hundredths(None) is None


ratings = st.one_of(st.none(), st.just("N/A"), st.integers(1, 5))
sections = st.lists(st.tuples(st.integers(1, 10**6), st.lists(st.tuples(ratings, st.integers(1, 10**6)), min_size=1, max_size=6)),
                    min_size=1, max_size=5)


@given(sections)
def test_score_lies_between_its_ratings_and_is_the_sum_of_its_lines(drawn):
    parts = [part(weight, *[r for r, _ in items], weights=[w for _, w in items]) for weight, items in drawn]
    result = score(parts)
    given_ratings = [mark.rating for one in parts for mark in one.marks if mark.rating is not None]
    if not given_ratings:
        assert result.overall is None
        return
    lines = [line for one in result.parts for line in one.lines if line.contribution is not None]
    assert min(given_ratings) <= result.overall <= max(given_ratings)
    assert sum(line.effective for line in lines) == 1
    assert sum(line.contribution for line in lines) == result.overall


@given(sections, st.integers(2, 1000))
def test_only_the_proportion_of_weights_counts(drawn, factor):
    def build(times):
        return [part(weight * times, *[r for r, _ in items], weights=[w * times for _, w in items]) for weight, items in drawn]
    assert score(build(1)).overall == score(build(factor)).overall
