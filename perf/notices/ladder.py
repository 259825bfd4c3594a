"""When somebody is reminded, and when they are left alone: plain values in, plain values out (PRACTICE 13)."""
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from ..kernel import clock

STEPS = (-7, -3, -1, 0, 2, 7, 14)       # days before and after the date; at launch the launch itself is told
LAST = STEPS[-1]
MORNING = time(7, 30)


def step(due, today):
    """The latest step that has come by today, or None while the date is further off than the first."""
    passed = (today - due).days
    return max((one for one in STEPS if one <= passed), default=None)


def morning(day, zone):
    """The moment in UTC at which the digest of a day may go out: half past seven where the organisation is."""
    wall = datetime.combine(day, MORNING, tzinfo=ZoneInfo(zone))
    return clock.stored(wall)


def is_quiet(hour, quiet_from, quiet_to):
    """Whether an hour of the day lies in the quiet hours, which may reach over midnight."""
    if quiet_from is None or quiet_to is None or quiet_from == quiet_to:
        return False
    if quiet_from < quiet_to:
        return quiet_from <= hour < quiet_to
    return hour >= quiet_from or hour < quiet_to


def wait(tries):
    """How long a mail rests after so many tries that failed: longer each time, an hour at most."""
    return timedelta(seconds=(30, 60, 120, 300, 900, 1800, 3600)[min(max(tries, 1), 7) - 1])
