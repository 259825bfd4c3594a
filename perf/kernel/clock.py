"""The one clock. Nothing else asks the system for the time, so tests and the demo can set it."""
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

_set = None
_zone = ZoneInfo("UTC")
_holidays = frozenset()


def now():
    """The present moment in UTC, without zone mark, as it is stored."""
    return _set or stored(datetime.now(timezone.utc))


def today():
    """The present date where the organisation is."""
    return local(now()).date()


def zone():
    """The name of the organisation's time zone."""
    return _zone.key


def local(moment):
    """A stored UTC moment as wall time of the organisation."""
    return moment.replace(tzinfo=timezone.utc).astimezone(_zone)


def stored(wall):
    """A time with its zone as the UTC moment that is stored."""
    return wall.astimezone(timezone.utc).replace(tzinfo=None)


def keep_to(zone, holidays=()):
    """Settings tell the clock the organisation's time zone and days off."""
    global _zone, _holidays
    _zone, _holidays = ZoneInfo(zone), frozenset(holidays)


def is_working_day(day):
    return day.weekday() < 5 and day not in _holidays


def working_days_after(day, count):
    """The date that lies `count` working days after `day` (PRACTICE 3)."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


@contextmanager
def at(moment):
    """Hold the clock at a UTC moment, or at noon of a date."""
    global _set
    before = _set
    if isinstance(moment, date) and not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, 12)
    _set = moment
    try:
        yield
    finally:
        _set = before
