"""Changes as they are kept: those that lie ahead can be announced or taken back, and hold by themselves on their day."""
import json

from ...kernel import clock, live, modules, trail, words
from ...kernel import record as rows
from ...kernel.db import write
from ...kernel.errors import Refused
from ...kernel.words import _
from ...notices import actions as notices
from ...roles import actions as roles
from ...roles.models import Role
from .. import queries
from ..models import Change, Head, Leave, Person, Position
from .records import CHART

MOVES = ("hire", "move", "promotion", "manager", "share", "ended")     # after which somebody's manager may be another one


def keep(record, kind, on, *, person=None, position=None, by=None, note="", announced=False, scenario=None):
    """Write down what a deed did, inside its own transaction; gives the Change. What is past or today is known to everybody."""
    ahead = on > clock.today()
    kept = Change.create(kind=kind, on=on, person=getattr(person, "id", person), position=position, at=clock.now(), by=by, note=note.strip()[:300],
                         state="planned" if ahead else "holds", is_announced=announced or not ahead, scenario_id=scenario,
                         rows=json.dumps(record.as_json()))
    _tell_of_own(kept, by)
    live.changed(CHART)
    return kept


def _tell_of_own(kept, by):
    """HR that changes its own seat is seen by the rest of HR and by the executives."""
    if by is None or kept.person_id != by.id:
        return
    watching = {holder.id for power in ("hr", "executive") for holder in queries.holders(power)} - {by.id}
    for told in watching:
        notices.tell(told, "moves", _("%(name)s changed their own seat.", name=by.name), f"/people/{by.id}", about=by.id)


def about(kept, person):
    """Whom a line of the trail names: everybody reads what is recorded about themselves, so not whom something secret is planned for."""
    return person if kept.is_announced else None


@write()
def announce(change, *, by=None):
    """From now on everybody sees what is planned; the person concerned is told."""
    change = Change.get_by_id(change.id)
    if change.state != "planned":
        raise Refused(_("This is not ahead any more, so there is nothing to announce."))
    if change.is_announced:
        return
    Change.update(is_announced=True).where(Change.id == change.id).execute()
    let_everybody_know(change)
    if change.person_id and change.person_id != getattr(by, "id", None):
        notices.tell(change.person_id, "moves", _("From %(day)s on something changes about your seat.", day=words.day(change.on, near=False)),
                     f"/people/{change.person_id}", about=change.person_id)
    trail.record("announce_change", by, change.person_id, kind="change", row_id=change.id)
    live.changed(CHART)


@write()
def cancel(change, *, by=None):
    """Take a change back, whether it holds already or lies ahead: everything is as if it had never been written."""
    now = Change.get_by_id(change.id)
    if now.state == "taken back":
        raise Refused(_("This was taken back already."))
    if now.kind == "left" or now.kind == "back" and now.state == "holds":
        raise Refused(_("Do that on the page of %(name)s: take the last day back, or note another one.", name=now.person.name))
    _heads_return(now)
    if not rows.take_back(json.loads(now.rows)):
        raise Refused(_("Something that was changed later rests on this. Take that back first, or make a new change."))
    Change.update(state="taken back").where(Change.id == now.id).execute()
    if now.state == "holds" and now.kind in MOVES and now.person_id:
        modules.react("person_moved", Person.get_by_id(now.person_id))
    trail.record("cancel_change", by, about(now, now.person_id), kind="change", row_id=now.id)
    live.changed(CHART)


@write()
def new_day(today):
    """What was planned for today, or for a day on which nobody was watching, holds now: rooms and open charts hear of it."""
    due = list(Change.select().where(Change.state == "planned", Change.on <= today))
    Change.update(state="holds", is_announced=True).where(Change.id.in_([change.id for change in due])).execute()
    for change in due:
        heads_follow(change)
        let_everybody_know(change)
        if change.kind in MOVES and change.person_id:
            modules.react("person_moved", Person.get_by_id(change.person_id))
        trail.record("change_holds", None, change.person_id, kind="change", row_id=change.id)
    if due or Leave.select().where((Leave.starts == today) | (Leave.ends < today)).exists():
        live.changed(CHART)


def let_everybody_know(change):
    """A role that was only drafted while the plan was secret can be held, and read, from now on."""
    for seat in Position.select(Position, Role).join(Role).where(Position.id.in_(_made(json.loads(change.rows)))):
        roles.role_called(seat.role.title)


def _made(kept):
    return [row_id for name, row_id, _values in kept["made"] if name == "position"]


def heads_follow(change):
    """Where a seat took the place of one that headed a department, it heads the department now."""
    for old, new in _replaced(change):
        Head.update(position=new).where(Head.position == old).execute()


def _heads_return(change):
    for old, new in _replaced(change):
        Head.update(position=old).where(Head.position == new).execute()


def _replaced(change):
    """(seat, the one that took its place): one pair at the most."""
    kept = json.loads(change.rows)
    closed = [row_id for name, row_id, column, _old, _new in kept["cells"] if (name, column) == ("position", "closed_on")]
    made = _made(kept)
    return [(closed[0], made[0])] if closed and made and Position.get_or_none(Position.id == made[0]) else []
