"""Seats and who holds them: today, in the past as a correction, or on a day to come, when it happens by itself."""
from ...kernel import clock, live, modules, trail
from ...kernel.db import write
from ...kernel.errors import Changed, Refused
from ...kernel.record import Record
from ...kernel.words import _, day as day_words
from ...roles import actions as roles
from ...roles import drafts
from .. import queries
from ..dated import DAY, cut, end_seat, hand_lines_over, hold_from, line_from, refuse_loops, seat_from
from ..models import Assignment, Head, Position, ReportingLine
from .plans import about, heads_follow, keep
from .records import CHART


@write()
def open_position(role, *, department=None, reports_to=None, opened_on=None, closed_on=None):
    """Make a seat; it stands vacant until somebody is seated."""
    position = Position.create(role=role, department=department, opened_on=opened_on, closed_on=closed_on)
    if reports_to:
        ReportingLine.create(position=position, above=reports_to, starts=opened_on)
    live.changed(CHART)
    return position


@write()
def open_seats(title, *, department=None, reports_to=None, on=None, count=1, announced=False, scenario=None, by=None):
    """Make vacant seats of one role, for people who are looked for."""
    day, record = on or clock.today(), Record()
    role, within = _role_and_department(title, department, day, announced, scenario, by)
    above = _standing(reports_to, day)
    for _number in range(count):
        position_id = seat_from(record, role, within, day)
        line_from(record, position_id, above and above.id, day)
    keep(record, "seats", day, position=position_id, by=by, announced=announced, scenario=scenario)
    trail.record(_verb("open_seats", day), by, kind="position", row_id=position_id)
    return Position.get_by_id(position_id)


@write()
def seat(person, position, *, starts=None, ends=None, is_interim=False):
    """Let a person hold a position from a date on."""
    assignment = Assignment.create(person=person, position=position, starts=starts, ends=ends, is_interim=is_interim)
    live.changed(CHART)
    return assignment


@write()
def place(person, *, vacancy=None, title=None, department=None, reports_to=None, starts=None, by=None):
    """Seat a person on a vacant seat, or on a new one of this role and department. Seats are named by id."""
    record = Record()
    give_seat(record, person, starts, vacancy, title, department, reports_to, by, announced=starts is None or starts <= clock.today())
    refuse_loops(starts)
    return keep(record, "hire", starts or clock.today(), person=person, by=by)


@write()
def move(person, *, seen=None, vacancy=None, title=None, department=None, reports_to=None, leaves_seat=False, on=None,
         is_promotion=False, note="", announced=False, scenario=None, by=None):
    """Give a person another seat, role, department or manager from a day on (today where none is given); what was stays in the history.

    `seen` is the number and version of the seat that the change was written for. One for a day to come happens by itself; with
    `announced` everybody sees it coming.
    """
    day, record = on or clock.today(), Record()
    _refuse_other_seat(person, seen)
    _refuse_not_here(person, day)
    held = queries.own_seat(person, day)
    kind = "move"
    if held is None:
        give_seat(record, person, day, vacancy, title, department, reports_to, by, announced, scenario)
    elif vacancy:
        taken, until = _vacant(vacancy, day, held.ends), held.ends
        cut(record, held, day)
        hold_from(record, person.id, taken.id, day, until)
    else:
        role, within = _role_and_department(title, department, day, announced, scenario, by)
        kind = _change_seat(record, held, role, within, _standing(reports_to, day), leaves_seat, day)
    refuse_loops(day)
    kept = keep(record, "promotion" if is_promotion else kind, day, person=person, by=by, note=note, announced=announced, scenario=scenario)
    if day <= clock.today():
        heads_follow(kept)
        modules.react("person_moved", person)
    trail.record(_verb("move", day), by, about(kept, person), kind="change", row_id=kept.id)
    return kept


@write()
def place_under(position, above, *, on=None, announced=False, scenario=None, by=None):
    """Let a position, held or vacant, report to another one from a day on; never to itself or to one below it."""
    day, record = on or clock.today(), Record()
    line_from(record, position.id, above and above.id, day)
    refuse_loops(day)
    holders = _holders(position.id, day)
    kept = keep(record, "manager", day, person=holders[0] if holders else None, position=position.id, by=by, announced=announced,
                scenario=scenario)
    if day <= clock.today():
        for person_id in holders:
            modules.react("person_moved", queries.Person.get_by_id(person_id))
    trail.record(_verb("place_under", day), by, about(kept, holders[0] if holders else None), kind="position", row_id=position.id)
    return kept


@write()
def replace_seat(position, *, title, department=None, on=None, announced=False, scenario=None, by=None):
    """Let a vacant seat be one of another role or department from a day on; who reports to it goes along. Gives the new seat."""
    day, record = on or clock.today(), Record()
    position = _vacant(position.id, day)
    role, within = _role_and_department(title, department, day, announced, scenario, by)
    line = ReportingLine.of(position.id, day)
    new_id = seat_from(record, role, within, day)
    line_from(record, new_id, line and line.above_id, day)
    hand_lines_over(record, position.id, new_id, day)
    end_seat(record, position, day)
    keep(record, "seats", day, position=new_id, by=by, announced=announced, scenario=scenario)
    trail.record(_verb("replace_seat", day), by, kind="position", row_id=new_id)
    return Position.get_by_id(new_id)


@write()
def correct_seat(position, *, version, title, department=None, by=None):
    """The role or department of a seat was written wrongly: mend it for its whole time."""
    now = Position.get_by_id(position.id)
    if now.version != version:
        raise Changed(_("This seat was changed by somebody else meanwhile. Both versions are below."), queries.as_it_is(now))
    role, within = roles.role_called(title, by=by), roles.department_called(department, by=by)
    record = Record()
    record.change(Position, now.id, {"role": (now.role_id, role.id), "department": (now.department_id, within and within.id)})
    keep(record, "correction", now.opened_on or clock.today(), position=now.id, by=by)
    trail.record("correct_seat", by, kind="position", row_id=now.id)


@write()
def close_position(position, *, on=None, announced=False, scenario=None, by=None):
    """Take a vacant seat out of the organisation from a day on; who reported to it reports to the seat above."""
    day, record = on or clock.today(), Record()
    position = _vacant(position.id, day)
    line = ReportingLine.of(position.id, day)
    hand_lines_over(record, position.id, line and line.above_id, day)
    end_seat(record, position, day)
    refuse_loops(day)
    keep(record, "closed", day, position=position.id, by=by, announced=announced, scenario=scenario)
    trail.record(_verb("close_position", day), by, kind="position", row_id=position.id)


@write()
def stand_in(person, position, *, starts=None, ends=None, note="", by=None):
    """Let a person look after a seat for a time: they are the manager of those below it meanwhile."""
    day, record = starts or clock.today(), Record()
    _refuse_not_here(person, day, "starts")
    _standing(position.id, day, "starts")
    if ends and ends < day:
        raise Refused(_("The last day lies before the first. Please check both dates."), "ends")
    ends = min(filter(None, (ends, person.left_on)), default=None)
    meanwhile = _holding(position.id, day, ends)
    if any(held.person_id == person.id for held in meanwhile):
        raise Refused(_("%(name)s holds that seat already in that time.", name=person.name), "person")
    if other := next((held for held in meanwhile if held.is_interim), None):
        raise Refused(_("%(name)s stands in there already in that time. End that first.", name=other.person.name), "person")
    hold_from(record, person.id, position.id, day, ends, is_interim=True)
    kept = keep(record, "stand_in", day, person=person, position=position.id, by=by, note=note)
    trail.record("stand_in", by, about(kept, person), kind="position", row_id=position.id)
    return kept


@write()
def share(person, position, *, starts=None, leads=False, by=None):
    """Let a second person hold a seat together with who holds it; one of them is named as the manager of those below."""
    day, record = starts or clock.today(), Record()
    _refuse_not_here(person, day, "starts")
    _standing(position.id, day, "starts")
    meanwhile = _holding(position.id, day, None)
    if any(held.person_id == person.id for held in meanwhile):
        raise Refused(_("%(name)s holds that seat already in that time.", name=person.name), "person")
    held = queries.own_seat(person, day)
    if held and not held.is_interim:
        cut(record, held, day)
    hold_from(record, person.id, position.id, day, held.ends if held and not held.is_interim else person.left_on, is_lead=leads)
    for other in meanwhile if leads else ():
        record.change(Assignment, other.id, {"is_lead": (other.is_lead, False)})
    refuse_loops(day)
    kept = keep(record, "share", day, person=person, position=position.id, by=by)
    if day <= clock.today():
        modules.react("person_moved", person)
    trail.record(_verb("share", day), by, about(kept, person), kind="position", row_id=position.id)
    return kept


@write()
def name_lead(position, person, *, by=None):
    """Of those who share a seat, say who is the manager of those below it."""
    mine = (Assignment.position == position.id) & (Assignment.person == person.id) & (Assignment.ends.is_null() | (Assignment.ends >= clock.today()))
    if not Assignment.select().where(mine).exists():
        raise Refused(_("%(name)s does not hold that seat.", name=person.name), "person")
    Assignment.update(is_lead=False).where(Assignment.position == position.id).execute()
    Assignment.update(is_lead=True).where(mine).execute()
    trail.record("name_lead", by, person, kind="position", row_id=position.id)
    live.changed(CHART)


@write()
def take_out(assignment, *, last_day, by=None):
    """End that somebody holds a seat, stands in, or shares it, on a last day; they stay with the organisation."""
    held, record = Assignment.get_by_id(assignment.id), Record()
    if held.ends and last_day >= held.ends:
        raise Refused(_("That ends on %(day)s already. Choose an earlier day.", day=day_words(held.ends, near=False)), "last_day")
    if held.starts and last_day < held.starts:
        record.drop(held)
    else:
        record.change(Assignment, held.id, {"ends": (held.ends, last_day)})
    kept = keep(record, "ended", last_day + DAY, person=held.person_id, position=held.position_id, by=by)
    if last_day < clock.today():
        modules.react("person_moved", held.person)
    trail.record("take_out", by, about(kept, held.person_id), kind="position", row_id=held.position_id)
    return kept


@write()
def dot(position, above, *, starts=None, ends=None, by=None):
    """Let a seat report to a second one as well, by a dotted line; it gives no rights to read anything."""
    day, record = starts or clock.today(), Record()
    _standing(position.id, day, "starts")
    _standing(above.id, day, "above")
    if position.id == above.id:
        raise Refused(_("Nobody reports to their own seat. Choose another one."), "above")
    if ends and ends < day:
        raise Refused(_("The last day lies before the first. Please check both dates."), "ends")
    line = ReportingLine.of(position.id, day)
    same = ReportingLine.select().where(ReportingLine.position == position.id, ReportingLine.above == above.id, ReportingLine.is_dotted,
                                        ReportingLine.ends.is_null() | (ReportingLine.ends >= day))
    if line and line.above_id == above.id or same.exists():
        raise Refused(_("There is a line between these two seats already."), "above")
    record.add(ReportingLine, position=position.id, above=above.id, starts=day, ends=ends, is_dotted=True)
    holders = _holders(position.id, day)
    kept = keep(record, "dotted", day, person=holders[0] if holders else None, position=position.id, by=by)
    trail.record("dot", by, about(kept, holders[0] if holders else None), kind="position", row_id=position.id)
    return kept


@write()
def undot(line, *, by=None):
    """Take a dotted line away, from today on."""
    record, now = Record(), ReportingLine.get_by_id(line.id)
    if not now.is_dotted:
        raise Refused(_("That line is not a dotted one. Change the seat instead."))
    cut(record, now, clock.today())
    keep(record, "dotted", clock.today(), position=now.position_id, by=by)
    trail.record("undot", by, kind="position", row_id=now.position_id)


@write()
def name_head(department, position, *, by=None):
    """Say which seat heads a department, or that none does."""
    if position is None:
        Head.delete().where(Head.department == department).execute()
    else:
        Head.insert(department=department, position=position).on_conflict(
            conflict_target=[Head.department], update={Head.position: position}).execute()
    trail.record("name_head", by, kind="department", row_id=department.id)
    live.changed(CHART)


def give_seat(record, person, day, vacancy, title, department, reports_to, by, announced=True, scenario=None):
    """Write down that a person holds a vacant seat, or a new one, from a day on; part of a verb."""
    ends = person.left_on
    if vacancy:
        day = day or clock.today()      # somebody else may have held it until now
        return hold_from(record, person.id, _vacant(vacancy, day, ends).id, day, ends)
    role, within = _role_and_department(title, department, day, announced, scenario, by)
    above, position_id = _standing(reports_to, day), seat_from(record, role, within, day)
    line_from(record, position_id, above and above.id, day)
    return hold_from(record, person.id, position_id, day, ends)


def _change_seat(record, held, role, department, above, leaves_seat, day):
    """Change the seat itself where only its manager changes or it is new that day; else a new one takes its place. Gives the kind."""
    position = held.position
    if above is not None and above.id == position.id:
        raise Refused(_("Nobody reports to their own seat. Choose the seat above it."), "reports_to")
    within = department and department.id
    if (position.role_id, position.department_id) == (role.id, within):
        line_from(record, position.id, above and above.id, day)
        return "manager"
    if held.starts == day == position.opened_on:
        record.change(Position, position.id, {"role": (position.role_id, role.id), "department": (position.department_id, within)})
        line_from(record, position.id, above and above.id, day)
        return "move"
    new_id = seat_from(record, role, department, day)
    cut(record, held, day)
    hold_from(record, held.person_id, new_id, day, held.ends)
    line_from(record, new_id, above and above.id, day)
    shared = any(other.person_id != held.person_id and not other.is_interim for other in _holding(position.id, day, held.ends))
    if not leaves_seat and not shared:
        hand_lines_over(record, position.id, new_id, day)
        end_seat(record, position, day)
    return "move"


def _holding(position_id, day, ends):
    """Who holds a seat at any time between two days (None: for ever)."""
    meanwhile = Assignment.select().where(Assignment.position == position_id)
    if day is not None:
        meanwhile = meanwhile.where(Assignment.ends.is_null() | (Assignment.ends >= day))
    return list(meanwhile.where(Assignment.starts.is_null() | (Assignment.starts <= ends)) if ends else meanwhile)


def _holders(position_id, day):
    held = Assignment.select(Assignment.person).where(Assignment.position == position_id, queries.sits_on(day)).order_by(Assignment.is_interim)
    return [person_id for person_id, in held.tuples()]


def _vacant(position_id, day, until=None):
    """A seat that stands and that nobody else holds from that day on, as read inside the write."""
    position = _standing(position_id, day, "vacancy")
    if position.closed_on and (until is None or until > position.closed_on):
        raise Refused(_("That seat is taken out after %(day)s. Choose another one, or take that back first.", day=day_words(position.closed_on)), "vacancy")
    other = next((held for held in _holding(position.id, day, until) if not held.is_interim), None)
    if other is None:
        return position
    if other.starts and other.starts > (day or other.starts):
        raise Refused(_("%(name)s takes that seat on %(day)s. Choose another one.", name=other.person.name, day=day_words(other.starts)), "vacancy")
    raise Refused(_("Somebody holds that seat already. Choose another one."), "vacancy")


def _standing(position_id, day, field="reports_to"):
    if not position_id:
        return None
    position = Position.select().where(Position.id == position_id, queries.stands_on(day or clock.today())).first()
    if position is None:
        raise Refused(_("That seat is not there on that day. Choose another one."), field)
    if position.closed_on and position.closed_on >= clock.today() and field == "reports_to":
        raise Refused(_("That seat is taken out after %(day)s. Choose another one.", day=day_words(position.closed_on)), field)
    return position


def _refuse_other_seat(person, seen):
    now = queries.seat_as_it_is(person)
    if seen is not None and tuple(seen) != (now.held, now.version):
        raise Changed(_("The seat of %(name)s was changed by somebody else meanwhile. Both versions are below.", name=person.name), now)


def _role_and_department(title, department, day, announced, scenario, by):
    """Those of these names, made where they are new. Everybody reads the lists of both, so for what is planned and not announced a
    new role is only drafted, which HR alone sees, and is published once the plan is known (plans.let_everybody_know)."""
    if announced or day is None or day <= clock.today():
        return roles.role_called(title, by=by), roles.department_called(department, by=by)
    if not queries.knows_department(department):
        raise Refused(_("“%(name)s” is a new department, and everybody sees those. Tell everybody now, or add the department first.",
                        name=department), "department")
    return queries.role_titled(title) or drafts.draft_role(title, by=by), roles.department_called(department, by=by)


def _refuse_not_here(person, day, field="on"):
    if person.hired_on and day < person.hired_on:
        raise Refused(_("%(name)s's first day is %(day)s. Choose that day or a later one.", name=person.name, day=day_words(person.hired_on)), field)
    if person.left_on and day > person.left_on:
        raise Refused(_("%(name)s's last day is %(day)s. Choose an earlier one.", name=person.name, day=day_words(person.left_on)), field)


def _verb(name, day):
    """What the trail says: a deed of today, a correction of the past, or a plan."""
    today = clock.today()
    return f"{name}_planned" if day > today else f"{name}_corrected" if day < today else name

