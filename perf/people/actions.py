"""What can be done with persons and seats: one verb, one transaction, its consequences."""
from datetime import timedelta

from ..kernel import clock, live, modules, trail, words
from ..kernel.db import write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from ..notices import actions as notices
from ..roles import actions as roles
from . import queries
from .models import POWERS, Assignment, Person, Position, Power

CHART = "chart"     # the topic that every page with people on it listens to
POWER_WORDS = {"administrator": _("Administrator"), "hr": _("HR"), "executive": _("Executive"), "board": _("Board member")}
GIVEN, TAKEN = _("%(who)s gave %(name)s the power “%(power)s”."), _("%(who)s took the power “%(power)s” from %(name)s.")
KEEPS_RUNNING = {"hr", "administrator"}     # powers that somebody must always hold


@write()
def add_person(first_name, last_name, *, employee_id=None, email=None, phone="", hired_on=None, left_on=None, by=None):
    """Take a person into the records; numbers and addresses are each one person's alone."""
    _refuse_taken(None, employee_id, email)
    person = Person.create(first_name=first_name.strip(), last_name=last_name.strip(), employee_id=employee_id or None,
                           email=_address(email), phone=phone or "", hired_on=hired_on, left_on=left_on,
                           plain_name=plain_name(first_name, last_name, employee_id))
    trail.record("add_person", by, person)
    live.changed(CHART)
    return person


@write()
def change_person(person, *, version, by=None, **given):
    """Mend a person's record: names, number, e-mail, phone, dates."""
    now = Person.get_by_id(person.id)
    old = now.email
    if version is not None and now.version != version:
        raise Changed(_("%(name)s was changed by somebody else meanwhile. Both versions are below.", name=now.name), now)
    _refuse_taken(person.id, given.get("employee_id"), given.get("email"))
    for name, value in given.items():
        setattr(now, name, value.strip() if isinstance(value, str) else value)
    now.email, now.employee_id = _address(now.email), now.employee_id or None
    if now.hired_on and now.left_on and now.left_on < now.hired_on:
        raise Refused(_("The last day lies before the first. Please check both dates."), "left_on")
    now.plain_name = plain_name(now.first_name, now.last_name, now.employee_id)
    now.version += 1
    now.save()
    if now.email != old:
        modules.react("address_changed", now, old, by)
    trail.record("change_person", by, now)
    live.changed(CHART)
    return now


@write()
def open_position(role, *, department=None, reports_to=None, opened_on=None, closed_on=None):
    """Make a seat; it stands vacant until somebody is seated."""
    position = Position.create(role=role, department=department, reports_to=reports_to,
                               opened_on=opened_on, closed_on=closed_on)
    live.changed(CHART)
    return position


@write()
def seat(person, position, *, starts=None, ends=None, is_interim=False):
    """Let a person hold a position from a date on."""
    assignment = Assignment.create(person=person, position=position, starts=starts, ends=ends, is_interim=is_interim)
    live.changed(CHART)
    return assignment


@write()
def place_under(position, above):
    """Let a position report to another one, never to itself or to one below it."""
    seen, step = {position.id}, above
    while step is not None:
        if step.id in seen:
            raise Refused(_("That would make a loop in the reporting line. Choose a seat that is not below this one."),
                          "reports_to")
        seen.add(step.id)
        step = Position.get_or_none(Position.id == step.reports_to_id)
    Position.update(reports_to=above, version=Position.version + 1).where(Position.id == position.id).execute()
    live.changed(CHART)


@write()
def give_power(person, name, *, by=None):
    """Let a person do what a power allows. Nobody gives themself one; HR, the executives and its holders learn of it."""
    if name not in POWERS:
        raise Refused(_("There is no power of that name."), "power")
    if by is not None and by.id == person.id:
        raise Refused(_("Nobody gives themself a power. Ask somebody else who may."), "power")
    _made, is_new = Power.get_or_create(person=person, name=name)
    trail.record("give_power", by, person, kind=name)
    if is_new:
        modules.react("powers_changed", person, by)
        _tell_of_power(person, by, GIVEN, name)


@write()
def take_power(person, name, *, by=None):
    """Take a power back; somebody must go on holding each that keeps the house running."""
    _refuse_last_holder(person, {name}, "power")
    taken = Power.delete().where(Power.person == person, Power.name == name).execute()
    trail.record("take_power", by, person, kind=name)
    if taken:
        modules.react("powers_changed", person, by)
        _tell_of_power(person, by, TAKEN, name)


@write()
def let_go(person, *, last_day, by=None):
    """A person leaves: their seat is free from the day after, and every room hears of it."""
    if person.hired_on and last_day < person.hired_on:
        raise Refused(_("The last day lies before the first. Please check both dates."), "last_day")
    _refuse_last_holder(person, Person.get_by_id(person.id).powers, "last_day")
    Person.update(left_on=last_day, version=Person.version + 1).where(Person.id == person.id).execute()
    Assignment.update(ends=last_day).where(
        Assignment.person == person, Assignment.ends.is_null() | (Assignment.ends > last_day)).execute()
    modules.react("person_left", person, last_day)
    trail.record("let_go", by, person)
    live.changed(CHART)


@write()
def take_on(*, seat=None, by=None, **record):
    """Take a person in and, where a seat is named, let them hold it from their first day on."""
    person = add_person(by=by, **record)
    if seat:
        place(person, by=by, starts=record.get("hired_on"), **seat)
    return person


@write()
def place(person, *, vacancy=None, title=None, department=None, reports_to=None, starts=None, by=None):
    """Seat a person on a vacant seat, or on a new one of this role and department. Seats are named by id."""
    if vacancy:
        return seat(person, _vacant(vacancy), starts=starts)
    position = open_position(roles.role_called(title, by=by), department=roles.department_called(department, by=by),
                             reports_to=_standing(reports_to), opened_on=starts)
    return seat(person, position, starts=starts)


@write()
def move(person, *, seen=None, vacancy=None, title=None, department=None, reports_to=None, leaves_seat=False, by=None):
    """Give a person another seat, role, department or manager from today on; what was stays in the history.

    `seen` is the number and version of the seat that the change was written for.
    """
    _refuse_other_seat(person, seen)
    held, today = queries.own_seat(person), clock.today()
    if held is None:
        place(person, vacancy=vacancy, title=title, department=department, reports_to=reports_to, starts=today, by=by)
    elif vacancy:
        taken = _vacant(vacancy)
        _end(held, today)
        seat(person, taken, starts=today)
    else:
        role, within = roles.role_called(title, by=by), roles.department_called(department, by=by)
        _change_seat(held, role, within, _standing(reports_to), leaves_seat, today)
    modules.react("person_moved", person)
    trail.record("move", by, person)
    live.changed(CHART)


@write()
def take_back_last_day(person, *, by=None):
    """A last day was noted by mistake: the person stays, on their seat where nobody else sits there now."""
    Person.update(left_on=None, version=Person.version + 1).where(Person.id == person.id).execute()
    for held in Assignment.select().where(Assignment.person == person, Assignment.ends == person.left_on):
        others = Assignment.select().where(Assignment.position == held.position_id, Assignment.id != held.id,
                                           Assignment.ends.is_null() | (Assignment.ends > person.left_on))
        if not others.exists():
            Assignment.update(ends=None).where(Assignment.id == held.id).execute()
    modules.react("person_stays", person)
    trail.record("take_back_last_day", by, person)
    live.changed(CHART)


@write()
def close_position(position, *, by=None):
    """Take a vacant seat out of the organisation; who reported to it reports to the seat above."""
    _vacant(position.id)
    Position.update(reports_to=position.reports_to_id, version=Position.version + 1).where(
        Position.reports_to == position).execute()
    yesterday = clock.today() - timedelta(days=1)
    Position.update(closed_on=yesterday, version=Position.version + 1).where(Position.id == position.id).execute()
    trail.record("close_position", by, kind="position", row_id=position.id)
    live.changed(CHART)


@write()
def keep_emails(addresses, *, by=None):
    """Keep many e-mail addresses at once; returns the words of refusal for each person whose address cannot be taken."""
    refused = {}
    for person, email in addresses:
        try:
            change_person(person, version=None, by=by, email=email, employee_id=person.employee_id)
        except Refused as no:
            refused[person.id] = no.words
    return refused


def _tell_of_power(person, by, sentence, power):
    """All of HR, all executives, all who hold the power and the person learn of it: so two of HR, one made by the other,
    shake off nobody unseen. Not whoever did it, nor anybody of what the house does by itself."""
    if by is None:
        return
    said = sentence % {"who": by.name, "name": person.name, "power": POWER_WORDS[power]}
    watching = {holder.id for name in {"hr", "executive", power} for holder in queries.holders(name)}
    for told in {person.id, *watching} - {by.id}:
        notices.tell(told, "powers", said, f"/people/{person.id}", about=person.id)


def _refuse_last_holder(person, names, field):
    """A last day to come counts too: nobody would notice on that day that the house is left without."""
    for name in sorted(KEEPS_RUNNING & names):
        if not queries.somebody_stays_with(name, besides=person.id):
            raise Refused(_("Nobody else who stays holds the power “%(power)s”. Give it to somebody on their page first.",
                            power=POWER_WORDS[name]), field)


def _refuse_other_seat(person, seen):
    now = queries.seat_as_it_is(person)
    if seen is not None and tuple(seen) != (now.held, now.version):
        raise Changed(_("The seat of %(name)s was changed by somebody else meanwhile. Both versions are below.", name=person.name), now)


def _vacant(position_id):
    """A seat that stands and that nobody holds now, as read inside the write."""
    position = _standing(position_id)
    if Assignment.select().where(Assignment.position == position, queries.sits_on(clock.today())).exists():
        raise Refused(_("Somebody holds that seat already. Choose another one."), "vacancy")
    return position


def _standing(position_id):
    if not position_id:
        return None
    position = Position.select().where(Position.id == position_id, queries.stands_on(clock.today())).first()
    if position is None:
        raise Refused(_("That seat is no longer there. Choose another one."), "reports_to")
    return position


def _change_seat(held, role, department, above, leaves_seat, today):
    """Change the seat itself where only its manager changes or it is new today; else a new one takes its place."""
    position = held.position
    if above is not None and above.id == position.id:
        raise Refused(_("Nobody reports to their own seat. Choose the seat above it."), "reports_to")
    is_same = (position.role_id, position.department_id) == (role.id, department.id if department else None)
    if not (is_same or held.starts == today):
        _end(held, today)
        old, position = position, open_position(role, department=department, opened_on=today)
        seat(held.person_id, position, starts=today)
        if not leaves_seat:
            Position.update(reports_to=position, version=Position.version + 1).where(Position.reports_to == old).execute()
            Position.update(closed_on=today - timedelta(days=1)).where(Position.id == old.id).execute()
    Position.update(role=role, department=department).where(Position.id == position.id).execute()
    place_under(position, above and Position.get_by_id(above.id))   # read anew: it may have hung below the old seat


def _end(held, today):
    if held.starts and held.starts >= today:
        held.delete_instance()
    else:
        Assignment.update(ends=today - timedelta(days=1)).where(Assignment.id == held.id).execute()


def plain_name(first, last, employee_id=None):
    """What search looks in: the name both ways round, and the number."""
    return words.plain(f"{first} {last} {first} {employee_id or ''}")


def _address(email):
    return (email or "").strip().lower() or None


def _refuse_taken(person_id, employee_id, email):
    others = Person.select().where(Person.id != (person_id or 0))
    if employee_id and (taken := others.where(Person.employee_id == employee_id).first()):
        raise Refused(_("%(name)s already has the number %(number)s.", name=taken.name, number=employee_id), "employee_id")
    if email and (taken := others.where(Person.email == _address(email)).first()):
        raise Refused(_("%(name)s already has the address %(email)s.", name=taken.name, email=email), "email")
