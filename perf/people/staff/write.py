"""Take a staff list in: all or nothing, in one verb, with a record of every cell so that it can be taken out again."""
from ...kernel import clock, live, modules, words
from ...kernel.db import write
from ...kernel.intake import keeping
from ...kernel.record import Record
from ...roles.models import Department, Role
from .. import queries
from ..actions import CHART, plain_name
from ..dated import DAY, refuse_loops
from ..models import Assignment, Person, Position, ReportingLine
from .cells import split_name
from .columns import BY_NAME
from .known import known
from .plan import PLAIN_FIELDS

TEXTS = ("first_name", "last_name", "phone")        # never NULL, so an empty one is ""


@write()
def import_staff(work, *, by, file_name=""):
    """Do what is ready; where the records changed since it was worked out, nothing is done."""
    if known() != work.before:
        raise keeping.changed_meanwhile()
    record = Record()
    _write(work, record, by)
    keeping.remember("staff", work.sheet, work.choices, BY_NAME)
    live.changed(CHART)
    return keeping.keep("staff", record, work.plan.counts, by=by, file_name=file_name, aside=("reporting_line",))


def _write(work, record, by):
    planned, after = work.plan, work.after
    roles = _named(record, Role, Role.title, planned.titles)
    departments = _named(record, Department, Department.name, planned.departments)
    people = _add_people(record, planned)
    left = _change_people(record, planned)
    _write_seats(record, work.before, after, roles, departments, people)
    _tell(left, after.moved)
    tell_of_addresses(record.emails_before(), by)


def _named(record, model, column, new):
    """{plain name: id} of all titles or departments, the new ones added."""
    record.insert(model, [{column.name: name} for name in new])
    return {words.plain(name): row for row, name in model.select(model.id, column).tuples()}


def _add_people(record, planned):
    """{node: id} of those who were not here before."""
    lines = [line for line in planned.lines if line.state == "new"]
    made = [one for one in planned.made if one.is_person]
    rows = [_row_of({name: new for name, _old, new in line.changes}) for line in lines]
    rows += [_row_of(dict(zip(("first_name", "last_name"), split_name(one.name)))) for one in made]
    return dict(zip([one.node for one in (*lines, *made)], record.insert(Person, rows)))


def _row_of(given):
    row = {name: given.get(name) or ("" if name in TEXTS else None) for name in PLAIN_FIELDS}
    return {**row, "plain_name": _searched(row)}


def _searched(row):
    return plain_name(row["first_name"] or "", row["last_name"] or "", row["employee_id"])[:200]


def _change_people(record, planned):
    """Write what changed about those who are here; (id, last day) of those who leave by it."""
    left = []
    for line in planned.lines:
        given = {name: (old, new) for name, old, new in line.changes if name in PLAIN_FIELDS}
        if line.state != "changed" or not given:
            continue
        for name in set(TEXTS) & set(given):
            given[name] = tuple(text or "" for text in given[name])
        if {"first_name", "last_name", "employee_id"} & set(given):
            now = {name: line.after(name) for name in PLAIN_FIELDS}
            given["plain_name"] = (_searched(vars(line.person)), _searched(now))
        record.change(Person, line.person.id, given)
        if line.after("left_on") and not line.person.left_on:
            left.append((line.person.id, line.after("left_on")))
    return left


def _write_seats(record, before, after, roles, departments, people):
    """Insert the new seats, then change what differs; reporting lines change from today on."""
    def row_of(seat):
        return {"role": roles[words.plain(seat["role"])], "opened_on": seat["opened_on"], "closed_on": seat["closed_on"],
                "department": departments[words.plain(seat["department"])] if seat["department"] else None}
    new = [key for key in after.seats if key not in before.seats]
    ids = dict(zip(new, record.insert(Position, [row_of(after.seats[key]) for key in new])))
    lines, moved = [], {}
    for key, seat in after.seats.items():
        above = ids.get(seat["reports_to"], seat["reports_to"])
        if key in ids and above:
            lines.append(_line(ids[key], above, seat["opened_on"]))
        elif key not in ids:
            _change_seat(record, before.seats[key], seat, row_of)
            if above != before.seats[key].reports_to:
                moved[key] = above
    _move_lines(record, moved, lines)
    _write_holds(record, before, after, ids, people)
    refuse_loops(clock.today())


def _line(position, above, starts, ends=None):
    return {"position": position, "above": above, "starts": starts, "ends": ends, "is_dotted": False}


def _move_lines(record, moved, lines):
    """Let seats that were here report to others from today on ({seat: the one above}), and write the lines of new ones."""
    today, ended = clock.today(), {}
    now = {row.position_id: row for at in range(0, len(moved), 400) for row in ReportingLine.select().where(
        ReportingLine.position << list(moved)[at:at + 400], ~ReportingLine.is_dotted, queries.hangs_on(today))}
    for seat, above in moved.items():
        line = now.get(seat)
        if line and line.starts == today:
            record.drop(line)
        elif line:
            ended[line.id] = line.ends
        if above:
            lines.append(_line(seat, above, today, line.ends if line else _next_start(seat, today)))
    record.change_all(ReportingLine, ended, "ends", today - DAY)
    record.insert(ReportingLine, lines)


def _next_start(seat, today):
    """The day before a line that is planned begins, so that the two do not overlap."""
    later = ReportingLine.select(ReportingLine.starts).where(ReportingLine.position == seat, ~ReportingLine.is_dotted, ReportingLine.starts > today)
    first = later.order_by(ReportingLine.starts).first()
    return first and first.starts - DAY


def _change_seat(record, was, seat, row_of):
    cells = [name for name in ("role", "department", "opened_on", "closed_on") if seat[name] != getattr(was, name)]
    if cells:
        old, new = row_of(vars(was)), row_of(seat)
        record.change(Position, was.id, {name: (old[name], new[name]) for name in cells})


def _write_holds(record, before, after, ids, people):
    new = [hold for key, hold in after.holds.items() if isinstance(key, str)]
    record.insert(Assignment, [{**hold, "position": ids[hold["position"]], "person": people.get(hold["person"]) or
                                int(hold["person"][1:])} for hold in new])
    for was in before.seat_of.values():
        hold = after.holds[was.id]
        record.change(Assignment, was.id, {"starts": (was.starts, hold["starts"]), "ends": (was.ends, hold["ends"])})


def _tell(left, moved):
    """Let the other rooms hear who left and who moved, inside the same transaction."""
    ids = {person_id for person_id, _day in left} | set(moved)
    persons = {person.id: person for person in Person.select().where(Person.id << list(ids))} if ids else {}
    for person_id, last_day in left:
        modules.react("person_left", persons[person_id], last_day)
    for person_id in moved:
        modules.react("person_moved", persons[person_id])


def tell_of_addresses(before, by):
    """Let the other rooms hear whose address is another one now: {id: what it was}."""
    for person in Person.select().where(Person.id << list(before)) if before else ():
        if person.email != before[person.id]:
            modules.react("address_changed", person, before[person.id], by)

