"""When somebody is reminded: a table of cases."""
from datetime import date, datetime, timedelta

import pytest

from perf.notices import ladder

DUE = date(2026, 3, 10)


@pytest.mark.parametrize("days, step", [(-30, None), (-8, None), (-7, -7), (-6, -7), (-4, -7), (-3, -3), (-2, -3), (-1, -1), (0, 0),
                                        (1, 0), (2, 2), (6, 2), (7, 7), (13, 7), (14, 14), (15, 14), (400, 14)])
def test_the_latest_step_that_has_come(days, step):
    assert ladder.step(DUE, DUE + timedelta(days)) == step


@pytest.mark.parametrize("due", [date(2028, 2, 29), date(2028, 3, 1), date(2027, 3, 1), date(2026, 3, 29), date(2026, 10, 25), date(2026, 12, 31)])
def test_each_step_is_reached_once_over_leap_days_clock_changes_and_new_year(due):
    """R19"""
    days = [due + timedelta(number) for number in range(-40, 40)]
    steps = [ladder.step(due, day) for day in days]
    changes = [(day - due).days for day, before, now in zip(days[1:], steps, steps[1:]) if now != before]
    assert changes == [-7, -3, -1, 0, 2, 7, 14]


@pytest.mark.parametrize("zone, day, moment", [
    ("Europe/London", date(2026, 1, 15), datetime(2026, 1, 15, 7, 30)), ("Europe/London", date(2026, 3, 29), datetime(2026, 3, 29, 6, 30)),
    ("Europe/London", date(2026, 10, 25), datetime(2026, 10, 25, 7, 30)), ("Pacific/Auckland", date(2026, 1, 15), datetime(2026, 1, 14, 18, 30)),
    ("Asia/Kathmandu", date(2028, 2, 29), datetime(2028, 2, 29, 1, 45))])
def test_morning_is_half_past_seven_where_the_organisation_is(zone, day, moment):
    assert ladder.morning(day, zone) == moment


@pytest.mark.parametrize("begins, ends, quiet", [
    (None, None, []), (20, None, []), (None, 8, []), (9, 9, []), (12, 14, [12, 13]), (22, 7, [22, 23, 0, 1, 2, 3, 4, 5, 6]), (0, 23, range(23))])
def test_quiet_hours_may_reach_over_midnight(begins, ends, quiet):
    assert [hour for hour in range(24) if ladder.is_quiet(hour, begins, ends)] == sorted(quiet)


def test_a_mail_that_fails_waits_longer_each_time():
    waits = [ladder.wait(tries) for tries in range(1, 12)]
    assert waits == sorted(waits) and waits[0] == timedelta(seconds=30) and waits[-1] == timedelta(hours=1)
