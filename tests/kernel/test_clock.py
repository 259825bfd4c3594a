"""The one clock: working days, and the day where the organisation is."""
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf.kernel import clock


@pytest.fixture
def days_off():
    """Christmas and New Year are free; put back as it was."""
    before = clock._zone.key, clock._holidays
    clock.keep_to("Europe/London", [date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)])
    yield
    clock.keep_to(*before)


@pytest.mark.parametrize("day, count, then", [
    (date(2026, 11, 30), 10, date(2026, 12, 14)), (date(2026, 12, 4), 1, date(2026, 12, 7)), (date(2026, 12, 5), 1, date(2026, 12, 7)),
    (date(2026, 12, 6), 5, date(2026, 12, 11)), (date(2026, 12, 24), 1, date(2026, 12, 29)), (date(2026, 12, 18), 10, date(2027, 1, 6)),
    (date(2026, 12, 25), 0, date(2026, 12, 25)), (date(2028, 2, 28), 1, date(2028, 2, 29)),
])
def test_working_days_pass_over_weekends_and_days_off(days_off, day, count, then):
    assert clock.working_days_after(day, count) == then


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_exactly_so_many_working_days_lie_between(day, count):
    then = clock.working_days_after(day, count)
    between = [day + timedelta(days=number) for number in range(1, (then - day).days + 1)]
    assert sum(map(clock.is_working_day, between)) == count and clock.is_working_day(then)


@pytest.mark.parametrize("zone, moment, day", [
    ("Pacific/Auckland", datetime(2026, 6, 30, 12, 30), date(2026, 7, 1)), ("America/Los_Angeles", datetime(2026, 7, 1, 5), date(2026, 6, 30)),
    ("Europe/London", datetime(2026, 3, 29, 0, 59), date(2026, 3, 29)), ("Europe/London", datetime(2026, 6, 30, 23, 30), date(2026, 7, 1)),
])
def test_today_is_the_day_where_the_organisation_is(zone, moment, day):
    before = clock._zone.key, clock._holidays
    clock.keep_to(zone)
    with clock.at(moment):
        assert clock.today() == day
    clock.keep_to(*before)


def test_clock_goes_on_after_it_was_held():
    with clock.at(date(2020, 2, 29)):
        assert clock.now() == datetime(2020, 2, 29, 12)
    assert clock.now().year > 2020
