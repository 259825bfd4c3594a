"""The trail in the file about oneself, and how long its lines are kept: the oldest part goes first."""
from datetime import date, datetime, timedelta

from ..kernel import trail
from ..kernel.records import Due, Keeps, Section
from ..kernel.trail import TrailLine
from ..kernel.words import _
from . import access, queries


def everything(person):
    """Every line about the person or by them: when, who, what."""
    lines, _older = queries.shown(access.own_lines(person), me=person, limit=None)
    rows = [(line.at, line.words, line.ip if line.who == _("you") else "") for line in reversed(lines)]
    return [Section("record-lines", _("What was recorded about you"), (_("When"), _("What"), _("From")), tuple(rows))]


def past(before):
    """The lines of whole days, each day with all whom its lines concern."""
    days = {}
    rows = TrailLine.select(TrailLine.at, TrailLine.actor_id, TrailLine.about_id).where(TrailLine.at < before)
    for at, actor, about in rows.tuples():
        persons, count = days.get(at.date(), (set(), 0))
        days[at.date()] = persons | {actor, about} - {None}, count + 1
    return [Due(day.toordinal(), tuple(sorted(persons)), count) for day, (persons, count) in sorted(days.items())]


def purge(ids):
    """Cut away the oldest days."""
    trail.cut(datetime.combine(date.fromordinal(max(ids)) + timedelta(days=1), datetime.min.time()))


def oldest():
    first = TrailLine.select(TrailLine.at).order_by(TrailLine.id).first()
    return first.at.date() if first else None


LEAST_YEARS = 2         # or whoever sets the years could clear away what they did themselves
KEEPS = (Keeps("trail", _("The audit log"),
               _("Who did or read what, and when: ids and the deed, no names and no texts."),
               past, purge, oldest, least=LEAST_YEARS, from_leaving=False, in_order=True),)
