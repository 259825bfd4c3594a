"""Lines of the trail as they are shown: with names, in sentences."""
from collections import namedtuple
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import peewee as pw

from ..kernel import clock
from ..kernel.trail import TrailLine
from ..kernel.words import _
from ..people.models import Person
from . import deeds

PAGE, MOST_IN_A_FILE = 100, 20_000

Line = namedtuple("Line", "id at words who whom kind row_id ip verb")


def narrowed(lines, *, sees_whom=True, person=None, group=None, since=None, until=None, before=None):
    """Of these lines those by or about a person, of a part of the house, of some days, older than a line."""
    if person:
        lines = lines.where((TrailLine.actor_id == person) | ((TrailLine.about_id == person) & sees_whom))
    if group:
        lines = lines.where(TrailLine.verb.in_(deeds.verbs_of([group])))
    if since:
        lines = lines.where(TrailLine.at >= _begin_of(since))
    if until:
        lines = lines.where(TrailLine.at < _begin_of(until + timedelta(days=1)))
    return lines.where(TrailLine.id < before) if before else lines


def shown(lines, *, me=None, sees_whom=True, limit=PAGE):
    """The latest of these lines, one query; `me` reads them as "you". A second value says whether there are older ones."""
    actor, about = Person.alias(), Person.alias()
    rows = (lines.select(TrailLine.id, TrailLine.at, TrailLine.verb, TrailLine.kind, TrailLine.row_id, TrailLine.ip,
                         TrailLine.actor_id, actor.first_name, actor.last_name,
                         TrailLine.about_id, about.first_name, about.last_name)
            .join(actor, pw.JOIN.LEFT_OUTER, on=TrailLine.actor_id == actor.id)
            .join(about, pw.JOIN.LEFT_OUTER, on=TrailLine.about_id == about.id)
            .order_by(TrailLine.id.desc()).limit(limit and limit + 1).tuples())
    found = [_line(row, me and me.id, sees_whom) for row in rows]
    return found[:limit], limit is not None and len(found) > limit


def _line(row, me_id, sees_whom):
    number, at, verb, kind, row_id, ip, actor_id, *actor = row[:9]
    about_id, *about = row[9:] if sees_whom or row[9] == actor_id else (None, None, None)
    who = _("you") if me_id and actor_id == me_id else _named(actor_id, *actor) if actor_id else _("the server")
    whom, whose = _concerned(about_id, about, actor_id, me_id)
    sentence = deeds.told(verb, who, whom, whose)
    return Line(number, at, sentence, who if actor_id else "", whom if about_id and sees_whom else "", kind if sees_whom else "",
                row_id if sees_whom else None, ip if sees_whom else "", verb)


def _concerned(about_id, about, actor_id, me_id):
    """Whom a line concerns, and the possessive of it."""
    if about_id is None:
        return _("somebody"), _("somebody's")
    if about_id == me_id:
        return _("you"), _("your")
    if about_id == actor_id:
        return _("themselves"), _("their own")
    name = _named(about_id, *about)
    return name, _("%(name)s's", name=name)


def _named(person_id, first, last):
    """Whoever is no longer in the records at all keeps a number."""
    return f"{first} {last}".strip() if first or last else _("former employee %(number)s", number=person_id)


def _begin_of(day):
    """The moment at which a day of the organisation begins, as it is stored."""
    return clock.stored(datetime.combine(day, time.min, tzinfo=ZoneInfo(clock.zone())))
