"""What an import of the staff list would do: plain values in, a plan out; nothing is asked of the database."""
from dataclasses import dataclass

from ...kernel import words
from ...kernel.errors import Refused
from ...kernel.intake import shapes
from ...kernel.intake.shapes import CHANGED, NEW, UNCHANGED
from ...kernel.words import _
from . import lead, match, rows
from .columns import CLEARABLE
from .shapes import NO_TITLE, Work

PLAIN_FIELDS = ("employee_id", "first_name", "last_name", "email", "phone", "hired_on", "left_on")


@dataclass
class Plan(shapes.Plan):
    """The outcome: a line for each row, what is still to be decided, and what comes into being besides."""

    made: list
    seats_for: list
    titles: list
    departments: list
    absent: list                                # persons here whom the list does not name
    names: dict                                 # node -> how it is called

    @property
    def outcome(self):
        lines = [(line.number, line.state, line.node, line.changes, line.leader, line.reasons) for line in self.lines]
        return lines, self.made, self.seats_for, self.titles


def plan(sheet, choices, known, today):
    """Decide row by row. Where something is still to be decided, the guess stands in for it."""
    work = Work(sheet, choices, known, today, columns_of(choices.matching))
    rows.read(work)
    match.find_persons(work)
    rows.settle_leavers(work)
    rows.check(work)
    lead.link(work)
    compare(work)
    return Plan(work.lines, work.questions, work.notes, work.made, work.seats_for, *_new_names(work), _absent(work),
                _names(work))


def columns_of(matching):
    """{field: column}; a list needs something to know people by."""
    columns = {name: int(column) for column, name in matching.items() if name}
    if not {"employee_id", "email", "name", "first_name", "last_name"} & set(columns):
        raise Refused(_("Choose at least the column with the employee ID, the e-mail or the name; without one of them nobody "
                        "can be told apart."), "matching")
    return columns


def compare(work):
    """New, changed or unchanged, cell by cell."""
    leading = {line.leader for line in work.taken if line.leads_given} | {made.above for made in work.made}
    for line in work.taken:
        clear = work.choices.clear & CLEARABLE
        if line.person is None:
            line.changes = [(name, None, line.values[name]) for name in PLAIN_FIELDS if line.values.get(name)]
        else:
            _compare_plain(line, clear)
        _compare_seat(work, line, clear, leading)
        line.state = NEW if line.person is None else CHANGED if line.changes else UNCHANGED
    named = {line.node for line in work.taken}
    work.seats_for = [person for person in work.known.people.values() if f"p{person.id}" in leading - named
                      and person.id not in work.known.seat_of]


def _compare_plain(line, clear):
    for name in PLAIN_FIELDS:
        if name not in line.values:
            continue
        old, new = getattr(line.person, name) or None, line.values[name]
        if new is None and name not in clear or new == old:
            continue
        if name in ("first_name", "last_name") and _same_name(line):
            continue
        line.changes.append((name, old, new))


def _same_name(line):
    """A full name cannot tell where the first name ends, so only the whole counts."""
    if not line.values.get("whole_name"):
        return False
    return f"{line.person.first_name} {line.person.last_name}".strip() == line.values["whole_name"]


def _compare_seat(work, line, clear, leading):
    seat = work.known.seat(line.person.id) if line.person else None
    role, department = line.values.get("role"), line.values.get("department")
    if seat is None:
        tells = {"role", "department", *lead.LEADS} & set(work.columns)
        wanted = role or department or line.leads_given and line.leader or line.node in leading or line.person is None and tells
        if wanted:
            line.changes += [("role", None, role or NO_TITLE)] + ([("department", None, department)] if department else [])
            if line.leads_given and line.leader:
                line.changes.append(("leader", None, line.leader))
        return
    if role and words.plain(role) != words.plain(seat.role):
        line.changes.append(("role", seat.role, role))
    if "department" in line.values and words.plain(department or "") != words.plain(seat.department or ""):
        if department or "department" in clear:
            line.changes.append(("department", seat.department, department))
    if line.leads_given and line.leader not in (now := work.known.leaders(seat)):
        line.changes.append(("leader", now[0], line.leader))


def _new_names(work):
    """Titles and departments that are not there yet, each once, as first written."""
    titles, departments = {}, {}
    for line in work.taken:
        for name, _old, new in line.changes:
            if name in ("role", "department") and new:
                (titles if name == "role" else departments).setdefault(words.plain(new), new)
    for made in work.made:
        titles.setdefault(words.plain(made.title), made.title)
        if made.department:
            departments.setdefault(words.plain(made.department), made.department)
    if work.seats_for:
        titles.setdefault(words.plain(NO_TITLE), NO_TITLE)
    return ([title for key, title in titles.items() if key not in work.known.titles],
            [name for key, name in departments.items() if key not in work.known.departments])


def _absent(work):
    """Who is here but not in the list: nobody is removed by being left off."""
    named = {line.person.id for line in work.lines if line.person}
    return [person for person in work.known.people.values()
            if person.id not in named and not (person.left_on and person.left_on < work.today)]


def _names(work):
    found = {f"p{person.id}": person.name for person in work.known.people.values()}
    found.update({f"s{seat.id}": _("a vacant seat (%(title)s)", title=seat.role) for seat in work.known.seats.values()})
    found.update({made.node: made.name if made.is_person else _("a vacant seat (%(title)s)", title=made.title) for made in work.made})
    return {**found, **{line.node: line.name for line in work.lines if line.person is None}}
