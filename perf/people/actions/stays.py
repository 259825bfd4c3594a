"""Coming, being away, leaving and coming back."""
import json

from ...kernel import clock, live, modules, trail
from ...kernel import record as rows
from ...kernel.db import write
from ...kernel.errors import Changed, Refused
from ...kernel.record import Record
from ...kernel.words import _, day as day_words
from ..dated import DAY, cut, refuse_loops
from ..models import Assignment, Change, Leave, Person, Power, Stay
from .moves import give_seat, place
from .plans import about, keep
from .powers import refuse_last_holder
from .records import CHART, add_person


@write()
def take_on(*, seat=None, by=None, **record):
    """Take a person in and, where a seat is named, let them hold it from their first day on."""
    person = add_person(by=by, **record)
    if seat:
        place(person, by=by, starts=record.get("hired_on"), **seat)
    return person


@write()
def let_go(person, *, last_day, by=None):
    """A person leaves: their seat is free from the day after, and every room hears of it."""
    if person.hired_on and last_day < person.hired_on:
        raise Refused(_("The last day lies before the first. Please check both dates."), "last_day")
    now, record = Person.get_by_id(person.id), Record()
    if now.left_on:
        raise Refused(_("A last day is noted already: %(day)s. Take it back first.", day=day_words(now.left_on, near=False)), "last_day")
    refuse_last_holder(person, now.powers, "last_day")
    record.change(Person, person.id, {"left_on": (now.left_on, last_day)})
    for held in list(Assignment.select().where(Assignment.person == person, Assignment.ends.is_null() | (Assignment.ends > last_day))):
        cut(record, held, last_day + DAY)
    keep(record, "left", last_day + DAY, person=person, by=by, announced=True)
    modules.react("person_left", person, last_day)
    trail.record("let_go", by, person)


@write()
def take_back_last_day(person, *, by=None):
    """A last day was noted by mistake: the person stays, on their seat where nobody else sits there now."""
    is_leaving = Person.get_by_id(person.id).left_on is not None      # else the last day of an earlier time would be the latest
    noted = is_leaving and Change.select().where(
        Change.person == person, Change.kind == "left", Change.state != "taken back").order_by(Change.id.desc()).first()
    if noted:
        Change.update(state="taken back").where(Change.id == noted.id).execute()
    if not (noted and _is_free(noted, person) and rows.take_back(json.loads(noted.rows))):
        _stays_on_free_seats(person)
    if person.has_left:
        _lose_powers(person, by)
    modules.react("person_stays", person)
    trail.record("take_back_last_day", by, person)
    live.changed(CHART)


@write()
def come_back(person, *, hired_on, seat=None, by=None):
    """Somebody who left comes back: the same record, a new first day, and the earlier time stays in the history."""
    now = Person.get_by_id(person.id)
    if not now.has_left:
        raise Refused(_("%(name)s has not left. A last day that lies ahead can be taken back on their page.", name=now.name), "hired_on")
    if hired_on <= now.left_on:
        raise Refused(_("%(name)s was here until %(day)s. The new first day lies after that.", name=now.name,
                        day=day_words(now.left_on, near=False)), "hired_on")
    record = Record()
    record.add(Stay, person=now.id, starts=now.hired_on, ends=now.left_on)
    record.change(Person, now.id, {"hired_on": (now.hired_on, hired_on), "left_on": (now.left_on, None)})
    _end_leaves(now, now.left_on)
    if seat:
        wanted = {"vacancy": None, "title": None, "department": None, "reports_to": None, **seat}
        give_seat(record, Person.get_by_id(now.id), hired_on, by=by, announced=hired_on <= clock.today(), **wanted)
        refuse_loops(hired_on)
    kept = keep(record, "back", hired_on, person=now, by=by)
    _lose_powers(now, by)
    modules.react("person_stays", now)
    modules.react("person_back", now)
    trail.record("come_back", by, about(kept, now), kind="change", row_id=kept.id)
    return kept


@write()
def be_away(person, *, kind, starts, ends=None, by=None):
    """Note a leave of absence; everybody sees that somebody is away, not why."""
    _refuse_odd_leave(person, starts, ends)
    leave = Leave.create(person=person, kind=kind, starts=starts, ends=ends)
    return _said("be_away", by, leave)


@write()
def change_away(leave, *, version, kind, starts, ends=None, by=None):
    """Change a leave: its kind, or its days; its last day where somebody is back sooner or later."""
    now = Leave.get_by_id(leave.id)
    if now.version != version:
        raise Changed(_("This leave was changed by somebody else meanwhile. Both versions are below."), now)
    _refuse_odd_leave(now.person, starts, ends, but=now.id)
    Leave.update(kind=kind, starts=starts, ends=ends, version=now.version + 1).where(Leave.id == now.id).execute()
    return _said("change_away", by, now)


@write()
def was_not_away(leave, *, by=None):
    """A leave was noted by mistake, or did not come about."""
    Leave.delete().where(Leave.id == leave.id).execute()
    return _said("was_not_away", by, leave)


def _lose_powers(person, by):
    """A power over the house is given anew, by somebody who may, to who comes back."""
    for held in list(Power.select().where(Power.person == person)):
        held.delete_instance()
        trail.record("take_power", by, person, kind=held.name)


def _end_leaves(person, last_day):
    """Nobody is away any more from where they have left."""
    Leave.delete().where(Leave.person == person, Leave.starts > last_day).execute()
    Leave.update(ends=last_day, version=Leave.version + 1).where(
        Leave.person == person, Leave.ends.is_null() | (Leave.ends > last_day)).execute()


def _refuse_odd_leave(person, starts, ends, but=0):
    if person.left_on and starts > person.left_on:
        raise Refused(_("%(name)s's last day is %(day)s. Choose an earlier one.", name=person.name, day=day_words(person.left_on)), "starts")
    if person.hired_on and starts < person.hired_on:
        raise Refused(_("%(name)s's first day is %(day)s. Choose that day or a later one.", name=person.name, day=day_words(person.hired_on)), "starts")
    if ends and ends < starts:
        raise Refused(_("The last day lies before the first. Please check both dates."), "ends")
    others = Leave.select().where(Leave.person == person, Leave.id != but, Leave.ends.is_null() | (Leave.ends >= starts))
    other = (others.where(Leave.starts <= ends) if ends else others).first()
    if other:
        raise Refused(_("Another leave is noted from %(day)s on. Change that one instead.", day=day_words(other.starts, near=False)), "starts")


def _said(verb, by, leave):
    trail.record(verb, by, leave.person_id, kind="leave", row_id=leave.id)
    live.changed(CHART)
    return leave


def _is_free(noted, person):
    """Whether nobody else took a seat that taking the last day back would give again."""
    kept = json.loads(noted.rows)
    seats = [Assignment.get_or_none(Assignment.id == row_id) for name, row_id, *_cell in kept["cells"] if name == "assignment"]
    seats = [held.position_id for held in seats if held] + [values["position"] for name, _id, values in kept.get("gone", ()) if name == "assignment"]
    return not Assignment.select().where(Assignment.position.in_(seats), Assignment.person != person, ~Assignment.is_interim,
                                         Assignment.ends.is_null() | (Assignment.ends > person.left_on)).exists()


def _stays_on_free_seats(person):
    Person.update(left_on=None, version=Person.version + 1).where(Person.id == person.id).execute()
    for held in Assignment.select().where(Assignment.person == person, Assignment.ends == person.left_on):
        others = Assignment.select().where(Assignment.position == held.position_id, Assignment.id != held.id,
                                           Assignment.ends.is_null() | (Assignment.ends > person.left_on))
        if not others.exists():
            Assignment.update(ends=None).where(Assignment.id == held.id).execute()
