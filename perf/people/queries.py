"""Who sits where, who leads whom, who may do what."""
from collections import namedtuple

import peewee as pw

from ..kernel import clock, words
from ..roles.models import Department, Role
from .models import Assignment, Person, Position, Power

# What each power may do in the house. An administrator is not HR.
RIGHTS = {
    "administrator": {"settings", "switch_rooms"},
    "hr": {"manage_people", "edit_roles", "run_reviews", "edit_templates", "import", "invite", "give_powers"},
    "executive": {"give_powers"},
    "board": set(),
}

Seat = namedtuple("Seat", "id role_id title department_id department reports_to person_id first_name last_name "
                          "is_interim hired_on employee_id email")


def rights_of(person):
    return set().union(*(RIGHTS[power] for power in person.powers))


def holders(power):
    """The persons who hold a power, by name."""
    return (Person.select().join(Power).where(Power.name == power, here_on(clock.today()))
            .order_by(Person.last_name, Person.first_name))


def here_on(day):
    """The WHERE of persons who are with the organisation on a date."""
    return ((Person.left_on.is_null() | (Person.left_on >= day)) & (Person.hired_on.is_null() | (Person.hired_on <= day)))


def sits_on(day):
    """The WHERE of assignments that hold on a date."""
    return ((Assignment.starts.is_null() | (Assignment.starts <= day))
            & (Assignment.ends.is_null() | (Assignment.ends >= day)))


def stands_on(day):
    """The WHERE of positions that exist on a date."""
    return ((Position.opened_on.is_null() | (Position.opened_on <= day))
            & (Position.closed_on.is_null() | (Position.closed_on >= day)))


def seats(day=None):
    """Every seat that exists on a date, with who holds it: one query, a Seat a row (two where a seat is shared)."""
    day = day or clock.today()
    held = (Position.select(
        Position.id, Role.id, Role.title, Department.id, Department.name, Position.reports_to, Person.id,
        Person.first_name, Person.last_name, Assignment.is_interim, Person.hired_on, Person.employee_id, Person.email)
        .join(Role).switch(Position).join(Department, pw.JOIN.LEFT_OUTER)
        .switch(Position).join(Assignment, pw.JOIN.LEFT_OUTER, on=(Assignment.position == Position.id) & sits_on(day))
        .join(Person, pw.JOIN.LEFT_OUTER).where(stands_on(day))
        .order_by(Assignment.is_interim.desc(), Person.last_name, Person.first_name, Position.id))
    return [Seat(*row) for row in held.tuples()]


class Chart:
    """The organisation on one date, asked in memory: who holds what, who leads whom."""

    def __init__(self, found):
        self.seats, self.of_person, self.below = {}, {}, {}
        self.held = {}
        for seat in found:
            self.seats.setdefault(seat.id, seat)
            self.held.setdefault(seat.id, []).append(seat)
            if seat.person_id:
                self.of_person.setdefault(seat.person_id, seat)
        for seat in self.seats.values():
            self.below.setdefault(seat.reports_to if seat.reports_to in self.seats else None, []).append(seat)

    def seat_above(self, seat):
        """The nearest filled seat above, past vacant ones and past the person's own."""
        above, passed = self.seats.get(seat.reports_to), set()
        while above and above.id not in passed:
            passed.add(above.id)
            if above.person_id and above.person_id != seat.person_id:
                return above
            above = self.seats.get(above.reports_to)
        return None

    def manager_of(self, person_id):
        """The seat of a person's manager, or None for who leads all and who has no seat."""
        seat = self.of_person.get(person_id)
        return self.seat_above(seat) if seat else None

    def chain(self, person_id):
        """The seats above a person, the nearest first."""
        above = self.manager_of(person_id)
        while above:
            yield above
            above = self.seat_above(above)

    def reports_of(self, person_id):
        """The seats, filled or vacant, whose next filled seat above is this person's."""
        found, queue = [], [s for s in self.seats.values()
                            if any(h.person_id == person_id for h in self.held[s.id])]
        while queue:
            for below in self.below.get(queue.pop().id, []):
                found.append(below)
                if not below.person_id:
                    queue.append(below)
        return found


def chart(day=None):
    return Chart(seats(day))


def manages(person, other_id):
    """Whether somebody is the manager of another today."""
    above = chart().manager_of(other_id)
    return above is not None and above.person_id == person.id


def find(text, limit=8):
    """Persons who are here and whose name or number holds every word typed."""
    found = Person.select().where(here_on(clock.today()))
    for word in words.plain(text).split():
        found = found.where(Person.plain_name.contains(word))
    return found.order_by(Person.last_name, Person.first_name).limit(limit)
