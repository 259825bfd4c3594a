"""The lines of the trail that a person may read."""
from collections import namedtuple

from ..kernel.trail import TrailLine
from ..kernel.words import _
from ..people.models import Person

Reading = namedtuple("Reading", "at first_name last_name verb")

VERBS = {"read_review": _("read one of your reviews"), "reset_link": _("made a link that sets your password anew")}
MOST = 200


def readings_about(me):
    """Who has read something about this person, the latest first: one query."""
    found = (TrailLine.select(TrailLine.at, Person.first_name, Person.last_name, TrailLine.verb)
             .join(Person, on=TrailLine.actor_id == Person.id)
             .where(TrailLine.about_id == me.id, TrailLine.is_reading == True)  # noqa: E712
             .order_by(TrailLine.at.desc(), TrailLine.id.desc()).limit(MOST))
    return [Reading(*row) for row in found.tuples()]
