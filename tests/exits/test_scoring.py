"""The arithmetic of leaving: PRACTICE 10's worked cases, and what must hold of any figures."""
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf.exits import scoring


@pytest.mark.parametrize("leavers, average, months, rate, yearly", [
    (80, 980, 12, "8.16", "8.16"), (14, 116, 7, "12.07", "20.69"), (9, 116, 7, "7.76", "13.30"), (4, 116, 7, "3.45", "5.91")])
def test_turnover(leavers, average, months, rate, yearly):
    found = scoring.turnover(leavers, Fraction(average), months)
    assert (str(scoring.rounded(found.rate, 2)), str(scoring.rounded(found.yearly, 2))) == (rate, yearly)


def test_average_of_start_and_end_alone_is_their_mean():
    assert scoring.average_headcount(120, [112]) == 116


def test_average_takes_the_opening_count_and_every_month_end():
    assert scoring.average_headcount(100, [104, 98, 96]) == Fraction(398, 4)


def test_nobody_there_is_no_rate():
    assert scoring.turnover(0, Fraction(0), 12).rate is None


def test_enps():
    assert scoring.enps({10: 6, 9: 5, 8: 4, 7: 4, 6: 2, 3: 2, 0: 1}).value == 25
    assert scoring.enps({}).value is None


def test_favourable_leaves_out_what_is_no_answer():
    found = scoring.favourable({5: 97, 4: 500, 3: 100, 2: 56, 1: 40})
    assert (found.part, found.whole, scoring.rounded(found.value)) == (597, 793, Decimal("75.3"))
    assert scoring.favourable({}).value is None


@pytest.mark.parametrize("starts, ends, days", [
    (date(2026, 1, 1), date(2026, 3, 31), [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]),
    (date(2024, 2, 1), date(2024, 2, 29), [date(2024, 2, 29)]),
    (date(2026, 12, 10), date(2027, 1, 15), [date(2026, 12, 31), date(2027, 1, 15)])])
def test_heads_are_counted_at_every_month_end(starts, ends, days):
    assert scoring.month_ends(starts, ends) == days


def test_months_of_a_period():
    assert scoring.months(date(2026, 1, 1), date(2026, 7, 31)) == 7
    assert scoring.months(date(2026, 4, 1), date(2026, 4, 15)) == Fraction(1, 2)


@pytest.mark.parametrize("hired, last, band", [
    (date(2025, 3, 2), date(2026, 3, 1), "under_1"), (date(2025, 3, 1), date(2026, 3, 1), "1_2"), (date(2023, 3, 2), date(2026, 3, 1), "1_2"),
    (date(2023, 3, 1), date(2026, 3, 1), "3_5"), (date(2010, 1, 1), date(2020, 12, 31), "6_10"), (date(2010, 1, 1), date(2021, 1, 1), "over_10"),
    (date(2024, 2, 29), date(2025, 2, 28), "under_1"), (None, date(2026, 1, 1), "")])
def test_tenure_bands(hired, last, band):
    assert scoring.tenure_band(hired, last) == band


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.dates(date(1990, 1, 1), date(2030, 1, 1)))
def test_months_and_month_ends_agree(one, other):
    starts, ends = sorted((one, other))
    days = scoring.month_ends(starts, ends)
    assert days[-1] == ends and days == sorted(set(days)) and all(starts <= day for day in days)
    assert len(days) - 2 < scoring.months(starts, ends) <= len(days)


@given(st.dictionaries(st.integers(0, 10), st.integers(0, 40)))
def test_enps_lies_between_its_ends(counts):
    found = scoring.enps(counts)
    assert found.value is None or -100 <= found.value <= 100 and found.promoters + found.passives + found.detractors == found.answers


@pytest.mark.parametrize("value, places, shown", [(Fraction(5, 1000), 2, "0.01"), (Fraction(-25, 10), 0, "-3"), (Fraction(1, 3), 1, "0.3")])
def test_figures_are_rounded_once_and_half_up(value, places, shown):
    assert str(scoring.rounded(value, places)) == shown


@pytest.mark.parametrize("day, back, found", [(date(2026, 6, 30), 1, date(2025, 6, 30)), (date(2024, 2, 29), 1, date(2023, 2, 28)), (date(2025, 2, 28), 1, date(2024, 2, 29)),
                                              (date(2026, 3, 15), 3, date(2023, 3, 15)), (date(2025, 12, 31), 0, date(2025, 12, 31))])
def test_the_same_day_of_earlier_years(day, back, found):
    assert scoring.years_before(day, back) == found
