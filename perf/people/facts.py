"""Who sat where at any time: the dated rows read once, asked for any day, without what this reader may not see coming."""
import json
from datetime import timedelta
from functools import reduce
from operator import or_

from peewee import Value

from ..kernel import clock
from ..roles import queries as roles
from ..roles.models import Department, Role
from . import access, queries
from .inputs import KINDS
from .models import Assignment, Change, Leave, Person, Position, ReportingLine
from ..kernel.record import read

DAY = timedelta(days=1)


class Facts:
    """Seats, holders, lines and leaves with their dates: five queries, whatever is asked of them afterwards.

    `hidden`: Changes to come that are thought away, as if nobody had planned them.
    """

    def __init__(self, hidden=()):
        hidden = list(hidden)
        self.hidden = {change.id for change in hidden}
        found = {"position": _rows(Position), "assignment": _rows(Assignment), "reporting_line": _rows(ReportingLine)}
        for change in sorted(hidden, key=lambda one: one.id, reverse=True):
            _think_away(found, json.loads(change.rows))
        self.positions, self.holds, self.lines = found["position"], found["assignment"], found["reporting_line"]
        self.people = {row[0]: row for row in Person.select(Person.id, Person.first_name, Person.last_name, Person.hired_on,
                                                            Person.employee_id, Person.email).tuples()}
        self._held, self._above = {}, {}
        for hold in sorted(self.holds.values(), key=self._order):
            self._held.setdefault(hold["position"], []).append(hold)
        for line in self.lines.values():
            if not line["is_dotted"]:
                self._above.setdefault(line["position"], []).append(line)

    def days(self):
        """Each day on which something became otherwise, in order."""
        found = set()
        for first, last, rows in (("opened_on", "closed_on", self.positions), ("starts", "ends", self.holds), ("starts", "ends", self.lines)):
            for row in rows.values():
                found |= {row[first], row[last] and row[last] + DAY}
        return sorted({*found, *roles.change_days()} - {None})

    def seats(self, day):
        """The seats of a day, as people.queries.seats gives them."""
        titles, departments = self.names_on(day)
        found = []
        for position in self.positions.values():
            if holds_on(position, day, "opened_on", "closed_on"):
                line = self.line(position["id"], day)
                base = (position["id"], position["role"], titles.get(position["role"]), position["department"],
                        departments.get(position["department"]), line and line["above"])
                held = [hold for hold in self._held.get(position["id"], ()) if holds_on(hold, day)]
                found += [queries.Seat(*base, *self._of(hold)) for hold in held or [None]]
        return found

    def names_on(self, day):
        """{role id: title}, {department id: name}, as they were called on a day."""
        return _names(day)

    def chart(self, day):
        return queries.Chart(self.seats(day))

    def line(self, seat_id, day):
        return next((line for line in self._above.get(seat_id, ()) if holds_on(line, day)), None)

    def holders(self, seat_id, day):
        """Who holds a seat on a day, who stands in first."""
        return [hold["person"] for hold in self._held.get(seat_id, ()) if holds_on(hold, day)]

    def manager(self, seat_id, person_id, day):
        """The person who leads the holder of a seat on a day: the nearest filled seat above, past their own; or None."""
        passed = {seat_id}
        line = self.line(seat_id, day)
        while line and line["above"] not in passed:
            passed.add(line["above"])
            above = [one for one in self.holders(line["above"], day) if one != person_id]
            if above and line["above"] in self.positions and holds_on(self.positions[line["above"]], day, "opened_on", "closed_on"):
                return above[0]
            line = self.line(line["above"], day)
        return None

    def dotted(self, day):
        """The dotted lines of a day: (position, above)."""
        return [(line["position"], line["above"]) for line in self.lines.values() if line["is_dotted"] and holds_on(line, day)]

    def _order(self, hold):
        _id, first, last, *_rest = self.people[hold["person"]]
        return not hold["is_interim"], not hold["is_lead"], last, first

    def _of(self, hold):
        if hold is None:
            return (None,) * 7
        person_id, first, last, hired_on, employee_id, email = self.people[hold["person"]]
        return person_id, first, last, hold["is_interim"], hired_on, employee_id, email


def holds_on(row, day, first="starts", last="ends"):
    return (row[first] is None or row[first] <= day) and (row[last] is None or row[last] >= day)


def chart(me, day=None, plans=()):
    """The organisation on a day as this reader may know it: what was; and what will be, of what is announced or theirs to plan.

    `plans` are the numbers of drafted reorganisations that are shared with them.
    """
    today = clock.today()
    if day is None or day <= today:
        return queries.chart(day)
    return Facts(hidden_from(me, plans)).chart(day)


def days(me, plans=()):
    """The days on which something became otherwise, as far as this reader may know: few queries, however long the history."""
    hidden = hidden_from(me, plans)
    if hidden:
        return Facts(hidden).days()
    parts = [model.select(column, Value(later)).where(column.is_null(False)) for model, column, later in (
        (Position, Position.opened_on, 0), (Position, Position.closed_on, 1), (Assignment, Assignment.starts, 0), (Assignment, Assignment.ends, 1),
        (ReportingLine, ReportingLine.starts, 0), (ReportingLine, ReportingLine.ends, 1))]
    found = reduce(or_, parts).tuples()
    return sorted({*(day + later * DAY for day, later in found), *roles.change_days()})


def dotted_on(me, day, plans=()):
    """The dotted lines of a day: (position, above)."""
    if day > clock.today():
        return Facts(hidden_from(me, plans)).dotted(day)
    return list(ReportingLine.select(ReportingLine.position, ReportingLine.above).where(ReportingLine.is_dotted, queries.hangs_on(day)).tuples())


def hidden_from(me, plans=()):
    """The changes to come that somebody does not see: those that are neither announced nor theirs to plan.

    A last day to come is known to the person and to those who lead them, whoever noted it; `plans` are drafts shared with this reader.
    """
    if "hr" in me.powers:
        return []
    is_secret = ~Change.is_announced & (Change.by.is_null() | (Change.by != me))
    found = list(Change.select().where(Change.state == "planned", is_secret | (Change.kind == "left")))
    leaving = {change.person_id for change in found if change.kind == "left"} - {me.id}
    house = queries.chart() if leaving else None
    known = {person_id for person_id in leaving if any(above.person_id == me.id for above in house.chain(person_id))} | {me.id}
    found = [change for change in found if not (change.person_id in known if change.kind == "left" else change.scenario_id in plans)]
    return found + _without_a_change(me)


def _without_a_change(me):
    """First and last days ahead that came with a list, or were written into a record: as changes that hide them as well."""
    today, found = clock.today(), []
    ahead = list(Person.select().where((Person.left_on >= today) | (Person.hired_on > today), Person.id != me.id))
    written = {row for row, in Change.select(Change.person).where(Change.state == "planned", Change.kind.in_(("left", "hire", "back"))).tuples()}
    house = queries.chart() if ahead else None
    for person in ahead:
        holds = [row for row in Assignment.select().where(Assignment.person == person)]
        if person.id not in written and not any(above.person_id == me.id for above in house.chain(person.id)):
            if person.hired_on and person.hired_on > today:
                rows = {"made": [("assignment", row.id, {"person": person.id, "position": row.position_id}) for row in holds], "cells": []}
            else:
                last = person.left_on.isoformat()
                rows = {"made": [], "cells": [("assignment", row.id, "ends", None, last) for row in holds if row.ends == person.left_on]}
            found.append(Change(id=-person.id, kind="left", on=today, person=person, rows=json.dumps(rows)))
    return found


KEYS = {"assignment": ("person",), "reporting_line": ("position", "is_dotted")}     # whose facts follow one another without a gap


def _think_away(found, rows):
    """Undo a change in rows that were read, in place, as if nobody had planned it; what was written since keeps its own days.

    Later facts of the same person or seat end where the change began, since nobody writes beyond what is planned: they go on instead.
    """
    gone = []
    for name, row_id, values in rows["made"]:
        row = found.get(name, {}).get(row_id)
        if row is not None and all(row[one] == values[one] for one in ("person", "position") if one in values):     # else its number was given anew
            gone.append((name, found[name].pop(row_id)))
    for name, row_id, column, old, new in reversed(rows["cells"]):
        row = found.get(name, {}).get(row_id)
        if row is None:
            continue
        value, was = read(column, old), read(column, new)
        if column == "ends" and name in KEYS and was:
            value = next((one["ends"] for kind, one in gone if kind == name and _same(name, one, row) and one["starts"] == was + DAY), value)
            _goes_on(found[name], name, row, was, value)
        if row[column] == was:
            row[column] = value
    for name, one in gone:
        if name in KEYS and one["starts"]:
            _goes_on(found[name], name, one, one["starts"] - DAY, one["ends"])
    for name, row_id, values in rows.get("gone", ()):
        if name in found and row_id not in found[name]:
            found[name][row_id] = {"id": row_id, **{column: read(column, value) for column, value in values.items()}}


def _goes_on(table, name, row, was, value):
    for other in table.values():
        if other is not row and other["ends"] == was and _same(name, other, row):
            other["ends"] = value


def _same(name, one, other):
    return all(one[key] == other[key] for key in KEYS[name])


def away_on(day):
    """{person id: Leave} of those who are away on a day: one query."""
    return {leave.person_id: leave for leave in Leave.select(Leave, Person).join(Person).where(Leave.starts <= day, Leave.ends.is_null() | (Leave.ends >= day))}


def away_for(me, house, day):
    """{person id: what to call it} of those who are away on a day, as a reader may know: the kind, "" where only that they are away.

    That a leave lies ahead is for those who may know its kind.
    """
    found, today = {}, clock.today()
    for person_id, leave in away_on(day).items():
        knows = access.may_know_leave(me, leave.person, house)
        if knows or leave.starts <= today:
            found[person_id] = KINDS[leave.kind] if knows else ""
    return found


def _names(day):
    if day == clock.today():
        return dict(Role.select(Role.id, Role.title).tuples()), dict(Department.select(Department.id, Department.name).tuples())
    return roles.titles_on(day), {key: name for key, (name, _parent) in roles.departments_on(day).items()}


def _rows(model):
    """{id: row} as plain dicts with dates."""
    return {row["id"]: row for row in model.select().order_by(model.id).dicts()}
