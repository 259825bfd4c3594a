"""The days of a review: those of its cycle, or those that follow from a hire date. Plain values in, plain values out (PRACTICE 3)."""
from datetime import date, timedelta

from ..kernel.words import _

PERIOD = ("period_start", "period_end")
DUE = ("nominate_by", "self_due", "peers_due", "manager_due", "approve_by", "share_by")
SHARE_AFTER = timedelta(days=7)     # rolling: so long after a person's own day


def of_cycle(cycle):
    """Everybody's dates in a cycle by the calendar. Colleagues have as long as the manager, where the plan does not say."""
    given = {name: getattr(cycle, name) for name in PERIOD + DUE}
    return {**given, "peers_due": given["peers_due"] or given["manager_due"]}


def not_before(given, day):
    """The dates of somebody who comes late: no step is due before a day on which it could be done."""
    return {name: max(value, day) if name in DUE and value else value for name, value in given.items()}


def own_day(cycle, hired_on):
    """The day on which somebody's review in a rolling cycle is due, or None where none falls into the cycle's span.

    So many days after the hire date, or each anniversary of it.
    """
    if cycle.after_days:
        day = hired_on + timedelta(days=cycle.after_days)
        return day if cycle.period_start <= day <= cycle.period_end else None
    days = (anniversary(hired_on, year) for year in range(cycle.period_start.year, cycle.period_end.year + 1))
    return next((day for day in days if cycle.period_start <= day <= cycle.period_end and day > hired_on), None)


def begins(cycle, day):
    """When the review of somebody whose own day this is begins."""
    return day - timedelta(days=cycle.opens_before)


def of_day(cycle, hired_on, day, work):
    """The dates of a review in a rolling cycle. `work` moves a day to the next one on which work is done."""
    own = work(day - timedelta(days=cycle.opens_before // 2))
    due = work(day)
    share = work(day + SHARE_AFTER)
    return {"period_start": hired_on if cycle.after_days else anniversary(hired_on, day.year - 1), "period_end": day,
            "nominate_by": work(day - timedelta(days=cycle.opens_before * 3 // 4)), "self_due": own, "peers_due": own,
            "manager_due": max(due, own), "approve_by": max(work(day + timedelta(days=3)), due), "share_by": share}


def anniversary(day, year):
    """The same day in another year; 29 February becomes 28 February."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def months_later(day, months):
    """The same day so many months later, or the last of that month."""
    if day is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue


def period_later(start, end, months):
    """A period so many months later, up to the day before the next one would begin: that a month is longer leaves no day out."""
    return months_later(start, months), months_later(end + timedelta(days=1), months) - timedelta(days=1)


def next_name(name, before, after):
    """What the cycle that repeats another is called: with the year of its own period."""
    year, then = str(before.year), str(after.year)
    return name.replace(year, then) if year in name and year != then else f"{name.removesuffix(f' ({year})')} ({then})"[:120]


def disorder(given):
    """(name of the date, what is wrong with it in words) of the first date that is out of order, or None."""
    def early(first, second):
        return given.get(first) and given.get(second) and given[second] < given[first]
    if not given["period_start"] < given["period_end"]:
        return "period_end", _("The period must end after it starts.")
    if given.get("launch_on") and given.get("self_due") == given["launch_on"]:
        return "self_due", _("The self-reviews are due on the day of the launch. Give people time to write.")
    for first, second, said in (
            ("launch_on", "self_due", _("The self-reviews are due before the cycle is launched.")),
            ("launch_on", "nominate_by", _("Peers are named before the cycle is launched.")),
            ("nominate_by", "peers_due", _("The peers' forms are due before the peers are named.")),
            ("nominate_by", "manager_due", _("The managers' forms are due before the peers are named.")),
            ("self_due", "manager_due", _("The managers' forms are due before the self-reviews.")),
            ("peers_due", "manager_due", _("The managers' forms are due before those of the peers.")),
            ("manager_due", "approve_by", _("Approval comes before the managers' forms are due.")),
            ("approve_by", "share_by", _("Sharing comes before the approval.")),
            ("manager_due", "share_by", _("Sharing comes before the managers' forms are due.")),
            ("share_by", "close_on", _("The cycle closes before the reviews are shared."))):
        if early(first, second):
            return second, _("%(problem)s Please put the dates in order.", problem=said)
    return None
