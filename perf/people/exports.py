"""What people gives out as tables: persons, their seats with the dates, leaves and powers; without what the reader may not see coming."""
from ..kernel import clock
from ..kernel.tables import Table
from ..kernel.words import _
from ..roles.models import Department, Role
from . import access
from .facts import Facts, away_on, hidden_from
from .models import Head, Leave, Person, Power, Stay
from .staff.columns import BY_NAME
from .staff.known import known

NAMED = (_("Person"), _("Employee ID"))


def people(me):
    """Everybody with the seat they hold, or held last, as a staff list has them: taken in again, it changes nothing."""
    now, away = known(), away_on(clock.today())
    interim = {hold["person"] for hold in Facts(hidden_from(me)).holds.values() if hold["is_interim"] and _holds_today(hold)}
    for person in access.people_to_see(me).order_by(Person.last_name, Person.first_name, Person.id):
        seat, leave = now.seat(person.id), away.get(person.id)
        has_left = person.has_left
        lead = _lead(now, seat) if seat and not has_left else None
        yield (person.employee_id, person.first_name, person.last_name, person.email, person.phone, seat and seat.role, seat and seat.department,
               lead and lead.name, lead and lead.employee_id, person.hired_on, person.left_on, person.id in interim, leave is not None,
               leave and leave.kind, leave and leave.ends)


def _lead(now, seat):
    """Whoever holds the very seat above; a vacant one leads nobody by name."""
    above = now.leaders(seat)[0]
    return now.people[int(above[1:])] if above and above[0] == "p" else None


def _holds_today(hold):
    today = clock.today()
    return (hold["starts"] is None or hold["starts"] <= today) and (hold["ends"] is None or hold["ends"] >= today)


def positions(me):
    facts, titles, departments = Facts(hidden_from(me)), _titles(), _departments()
    heads = {position: departments.get(department) for position, department in Head.select(Head.position, Head.department).tuples()}
    for seat in facts.positions.values():
        held = [facts.people[person] for person in facts.holders(seat["id"], clock.today())]
        yield (seat["id"], titles.get(seat["role"]), departments.get(seat["department"]), seat["opened_on"], seat["closed_on"],
               "; ".join(_name(row) for row in held), heads.get(seat["id"]))


def lines(me):
    facts, titles = Facts(hidden_from(me)), _titles()
    for line in facts.lines.values():
        yield (line["position"], _seat_title(facts, titles, line["position"]), line["above"], _seat_title(facts, titles, line["above"]),
               line["starts"], line["ends"], line["is_dotted"])


def seats(me):
    facts, titles, departments = Facts(hidden_from(me)), _titles(), _departments()
    for hold in facts.holds.values():
        row, seat = facts.people[hold["person"]], facts.positions.get(hold["position"], {})
        yield (_name(row), row[4], hold["position"], titles.get(seat.get("role")), departments.get(seat.get("department")), hold["starts"],
               hold["ends"], hold["is_interim"], hold["is_lead"])


def leaves(me):
    rows = Leave.select(Leave, Person).join(Person).where(Person.id.in_(access.people_to_edit(me).select(Person.id))).order_by(Leave.starts, Leave.id)
    for leave in rows:
        yield leave.person.name, leave.person.employee_id, leave.kind, leave.starts, leave.ends


def stays(me):
    for stay in Stay.select(Stay, Person).join(Person).where(Person.id.in_(access.people_to_edit(me).select(Person.id))).order_by(Stay.id):
        yield stay.person.name, stay.person.employee_id, stay.starts, stay.ends


def powers(me):
    for held in Power.select(Power, Person).join(Person).order_by(Power.name, Person.last_name):
        yield held.person.name, held.person.employee_id, held.name


def everybody(me):
    return [number for number, in access.people_to_see(me).select(Person.id).tuples()]


def _titles():
    return dict(Role.select(Role.id, Role.title).tuples())


def _departments():
    return dict(Department.select(Department.id, Department.name).tuples())


def _seat_title(facts, titles, seat_id):
    return titles.get(facts.positions.get(seat_id, {}).get("role"))


def _name(row):
    return f"{row[1]} {row[2]}".strip()


LIST = [BY_NAME[name].label for name in ("employee_id", "first_name", "last_name", "email", "phone", "role", "department", "manager_name",
                                         "manager_id", "hired_on", "left_on")]
TABLES = (
    Table("people", _("People"), (*LIST, _("Standing in"), _("Away"), _("Kind of leave"), _("Away until")), people, everybody),
    Table("positions", _("Positions"), (_("Seat"), _("Role"), _("Department"), _("Opened"), _("Closed"), _("Held today by"), _("Heads")), positions,
          everybody),
    Table("lines", _("Reporting lines"), (_("Seat"), _("Role"), _("Reports to seat"), _("Its role"), _("From"), _("Until"), _("Dotted")), lines),
    Table("seats", _("Seat history"), (*NAMED, _("Seat"), _("Role"), _("Department"), _("From"), _("Until"), _("Standing in"),
                                        _("Leads the shared seat")), seats, everybody),
    Table("leaves", _("Leaves"), (*NAMED, _("Kind"), _("From"), _("Until")), leaves, everybody),
    Table("stays", _("Earlier stays"), (*NAMED, _("From"), _("Until")), stays, everybody),
    Table("powers", _("Powers"), (*NAMED, _("Power")), powers, everybody),
)
