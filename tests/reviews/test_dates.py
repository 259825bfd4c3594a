"""The days of a review, as tables of cases: by the calendar, by the hire date, months' ends, leap days (PRACTICE 3)."""
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from perf.kernel import clock
from perf.reviews import dates

WEEK = timedelta(days=7)
STEPS = ("nominate_by", "self_due", "peers_due", "manager_due", "approve_by", "share_by")


def rolling(start="2026-01-01", end="2026-12-31", after_days=None, opens_before=14):
    return SimpleNamespace(period_start=day(start), period_end=day(end), after_days=after_days, opens_before=opens_before)


def day(text):
    return date.fromisoformat(text)


def work_from(first):
    """The next day of work on or after a day, never before the day `first`."""
    return lambda one: clock.working_days_after(max(one, first) - timedelta(days=1), 1)


# somebody's own day

@pytest.mark.parametrize("hired, after_days, own", [
    ("2026-01-09", 30, "2026-02-08"), ("2026-01-09", 60, "2026-03-10"), ("2026-01-09", 90, "2026-04-09"),
    ("2026-01-31", 30, "2026-03-02"), ("2024-01-30", 30, None), ("2025-12-02", 30, "2026-01-01"), ("2025-12-01", 30, None),
    ("2026-12-01", 30, "2026-12-31"), ("2026-12-02", 30, None), ("2025-12-31", 730, None),
    ("2023-06-15", None, "2026-06-15"), ("2026-06-15", None, None), ("2025-06-15", None, "2026-06-15"), ("2027-06-15", None, None),
    ("2020-02-29", None, "2026-02-28"), ("2026-01-01", None, None), ("2025-01-01", None, "2026-01-01"), ("2025-12-31", None, "2026-12-31"),
])
def test_own_day_falls_into_the_span_or_there_is_none(hired, after_days, own):
    assert dates.own_day(rolling(after_days=after_days), day(hired)) == (own and day(own))


@pytest.mark.parametrize("span, hired, own", [
    (("2028-01-01", "2028-12-31"), "2020-02-29", "2028-02-29"), (("2027-01-01", "2027-12-31"), "2024-02-29", "2027-02-28"),
    (("2025-07-01", "2026-06-30"), "2020-03-10", "2026-03-10"), (("2025-07-01", "2026-06-30"), "2020-09-10", "2025-09-10"),
    (("2025-01-01", "2026-12-31"), "2024-05-05", "2025-05-05"),      # one review in a cycle: the first of two anniversaries
    (("2025-01-01", "2026-12-31"), "2025-05-05", "2026-05-05"),
])
def test_anniversary_in_a_span_across_the_new_year_and_on_leap_days(span, hired, own):
    assert dates.own_day(rolling(*span), day(hired)) == day(own)


# the dates of one review

@pytest.mark.parametrize("hired, after_days, own, period", [
    ("2026-01-09", 90, "2026-04-09", ("2026-01-09", "2026-04-09")), ("2020-06-15", None, "2026-06-15", ("2025-06-15", "2026-06-15")),
    ("2020-02-29", None, "2028-02-29", ("2027-02-28", "2028-02-29")), ("2024-02-29", None, "2027-02-28", ("2026-02-28", "2027-02-28")),
])
def test_period_is_all_since_the_hire_date_or_the_year_before_the_anniversary(hired, after_days, own, period):
    made = dates.of_day(rolling(after_days=after_days), day(hired), day(own), lambda one: one)
    assert (made["period_start"], made["period_end"]) == (day(period[0]), day(period[1]))


@pytest.mark.parametrize("own, opens_before, steps", [
    ("2026-06-15", 14, ("2026-06-05", "2026-06-08", "2026-06-08", "2026-06-15", "2026-06-18", "2026-06-22")),    # Monday
    ("2026-06-14", 14, ("2026-06-04", "2026-06-08", "2026-06-08", "2026-06-15", "2026-06-17", "2026-06-22")),    # Sunday: Sundays become Mondays
    ("2026-06-13", 14, ("2026-06-03", "2026-06-08", "2026-06-08", "2026-06-15", "2026-06-16", "2026-06-22")),    # Saturday
    ("2026-06-15", 1, ("2026-06-15", "2026-06-15", "2026-06-15", "2026-06-15", "2026-06-18", "2026-06-22")),
    ("2026-06-15", 60, ("2026-05-01", "2026-05-18", "2026-05-18", "2026-06-15", "2026-06-18", "2026-06-22")),
])
def test_steps_fall_on_days_of_work(own, opens_before, steps):
    made = dates.of_day(rolling(opens_before=opens_before), day("2020-01-09"), day(own), work_from(day("2020-01-01")))
    assert tuple(str(made[name]) for name in STEPS) == steps


def test_no_step_falls_on_a_holiday_or_lies_in_the_past_and_all_stay_in_order():
    clock.keep_to("Europe/London", [day("2026-12-25"), day("2026-12-28"), day("2027-01-01")])
    try:
        for shift in range(40):
            own = day("2026-12-01") + timedelta(days=shift)
            for opens_before in (1, 2, 3, 14, 30):
                first = own - timedelta(days=opens_before // 3)
                made = dates.of_day(rolling(opens_before=opens_before), day("2020-12-01"), own, work_from(first))
                steps = [made[name] for name in STEPS]
                assert all(clock.is_working_day(one) and one >= first for one in steps), made
                assert steps == sorted(steps), made
    finally:
        clock.keep_to("UTC")


def test_review_begins_before_the_own_day():
    assert dates.begins(rolling(opens_before=14), day("2026-03-10")) == day("2026-02-24")
    assert dates.begins(rolling(opens_before=30), day("2028-03-10")) == day("2028-02-09")


def test_late_comer_keeps_what_lies_ahead_and_the_period():
    given = {"period_start": day("2025-01-01"), "period_end": day("2025-12-31"), "nominate_by": None, "self_due": day("2026-02-01"),
             "peers_due": day("2026-02-10"), "manager_due": day("2026-02-20"), "approve_by": None, "share_by": day("2026-03-01")}
    late = dates.not_before(given, day("2026-02-12"))
    assert late == {**given, "self_due": day("2026-02-12"), "peers_due": day("2026-02-12")}


# again, so many months later

@pytest.mark.parametrize("first, months, later", [
    ("2026-01-15", 3, "2026-04-15"), ("2026-01-31", 3, "2026-04-30"), ("2026-11-30", 3, "2027-02-28"), ("2027-11-30", 3, "2028-02-29"),
    ("2028-02-29", 12, "2029-02-28"), ("2026-08-31", 6, "2027-02-28"), ("2026-12-31", 12, "2027-12-31"), ("2026-10-31", 6, "2027-04-30"),
])
def test_same_day_so_many_months_later_or_the_last_of_that_month(first, months, later):
    assert dates.months_later(day(first), months) == day(later)


def test_nothing_stays_nothing():
    assert dates.months_later(None, 12) is None


@pytest.mark.parametrize("first, months, second", [
    (("2026-01-01", "2026-12-31"), 12, ("2027-01-01", "2027-12-31")), (("2026-03-01", "2027-02-28"), 12, ("2027-03-01", "2028-02-29")),
    (("2027-03-01", "2028-02-29"), 12, ("2028-03-01", "2029-02-28")), (("2026-07-01", "2026-09-30"), 3, ("2026-10-01", "2026-12-31")),
    (("2026-04-06", "2027-04-05"), 12, ("2027-04-06", "2028-04-05")), (("2026-01-01", "2026-06-30"), 6, ("2026-07-01", "2026-12-31")),
])
def test_repeated_period_leaves_no_day_out(first, months, second):
    assert dates.period_later(*map(day, first), months) == tuple(map(day, second))


def test_quarters_follow_one_another_without_a_gap_for_years():
    start, end = day("2026-01-01"), day("2026-03-31")
    for _quarter in range(20):
        following = dates.period_later(start, end, 3)
        assert following[0] == end + timedelta(days=1)
        start, end = following


@pytest.mark.parametrize("name, before, after, called", [
    ("Annual review 2026", 2026, 2027, "Annual review 2027"), ("Annual review", 2026, 2027, "Annual review (2027)"),
    ("Annual review (2027)", 2027, 2028, "Annual review (2028)"), ("Half-year talk", 2026, 2026, "Half-year talk (2026)"),
])
def test_name_of_the_next_one_has_the_year_of_its_own_period(name, before, after, called):
    assert dates.next_name(name, date(before, 12, 31), date(after, 6, 30)) == called


# the order of the days

IN_ORDER = {"period_start": "2025-01-01", "period_end": "2025-12-31", "launch_on": "2026-01-05", "nominate_by": "2026-01-10", "self_due": "2026-01-20",
            "peers_due": "2026-01-25", "manager_due": "2026-02-01", "approve_by": "2026-02-10", "share_by": "2026-02-20", "close_on": "2026-03-20"}


@pytest.mark.parametrize("changes, field", [
    ({}, None), ({"period_end": "2025-01-01"}, "period_end"), ({"period_end": "2024-12-31"}, "period_end"),
    ({"launch_on": "2026-01-20", "nominate_by": None}, "self_due"), ({"launch_on": "2026-01-21", "nominate_by": None}, "self_due"),
    ({"launch_on": "2026-01-19", "nominate_by": None}, None), ({"launch_on": "2026-01-11"}, "nominate_by"),
    ({"nominate_by": "2026-01-26"}, "peers_due"), ({"nominate_by": "2026-01-25"}, None), ({"nominate_by": "2026-02-02", "peers_due": None}, "manager_due"),
    ({"self_due": "2026-02-02"}, "manager_due"), ({"self_due": "2026-02-01"}, None), ({"peers_due": "2026-02-02"}, "manager_due"),
    ({"approve_by": "2026-01-31"}, "approve_by"), ({"approve_by": "2026-02-21"}, "share_by"), ({"approve_by": None, "share_by": "2026-01-31"}, "share_by"),
    ({"close_on": "2026-02-19"}, "close_on"), ({"close_on": "2026-02-20"}, None),
    (dict.fromkeys(("launch_on", "nominate_by", "peers_due", "approve_by")), None),
])
def test_first_day_out_of_order_is_named_with_what_is_wrong(changes, field):
    given = {name: value and day(value) for name, value in {**IN_ORDER, **changes}.items()}
    wrong = dates.disorder(given)
    assert (wrong and wrong[0]) == field and (wrong is None or len(wrong[1]) > 20)
