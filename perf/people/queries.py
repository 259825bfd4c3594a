"""Who sits where, who leads whom, who may do what."""
from collections import namedtuple
from datetime import date, timedelta

import peewee as pw

from ..kernel import clock, words
from ..kernel.circles import loops_in
from ..kernel.db import database, prepared
from ..roles import queries as roles
from ..roles.models import Department, Role
from .models import Assignment, Head, Person, Position, Power, ReportingLine

# What each power may do in the house. An administrator is not HR.
RIGHTS = {
    "administrator": {"settings", "switch_rooms", "keep_safe", "read_audit", "confirm_resets"},
    "hr": {"manage_people", "edit_roles", "run_reviews", "edit_templates", "import", "export", "invite", "give_powers", "read_audit",
           "keep_records", "confirm_resets", "see_pay", "keep_goals", "keep_exits", "see_exits"},
    "executive": {"give_powers", "confirm_resets", "see_pay", "see_exits"},
    "board": {"see_exits"},
}

class Seat(namedtuple("Seat", "id role_id title department_id department reports_to person_id first_name last_name "
                              "is_interim hired_on employee_id email")):
    """A seat with one who holds it, or nobody."""

    __slots__ = ()
    name, initials, hue = Person.name, Person.initials, Person.hue


class Named(namedtuple("Named", "first_name last_name")):
    """A name with what a face shows of it."""

    __slots__ = ()
    name, initials, hue = Person.name, Person.initials, Person.hue


# One's seat in the words of the form that changes it; `held` is its number, None for who sits nowhere
SeatAsItIs = namedtuple("SeatAsItIs", "held version title department reports_to", defaults=(None, None, "", "", None))

# A person in a list, flat, so that a page of three hundred is written quickly
Row = namedtuple("Row", "id name initials hue left_on title department is_interim manager_id manager phone email")

# What a list of people is narrowed down to: ids of departments, of a role, of a manager; of persons (who are away)
Asked = namedtuple("Asked", "text departments role manager among", defaults=("", None, None, None, None))


def rights_of(person):
    return set().union(*(RIGHTS[power] for power in person.powers))


def holders(power):
    """The persons who hold a power, by name."""
    return (Person.select().join(Power).where(Power.name == power, here_on(clock.today()))
            .order_by(Person.last_name, Person.first_name))


def people_here():
    """Everybody who is with the organisation today, by name."""
    return Person.select().where(here_on(clock.today())).order_by(Person.last_name, Person.first_name)


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


def hangs_on(day):
    """The WHERE of reporting lines that hold on a date."""
    return ((ReportingLine.starts.is_null() | (ReportingLine.starts <= day))
            & (ReportingLine.ends.is_null() | (ReportingLine.ends >= day)))


@prepared
def _seats(day):
    return (Position.select(
        Position.id, Role.id, Role.title, Department.id, Department.name, ReportingLine.above, Person.id,
        Person.first_name, Person.last_name, Assignment.is_interim, Person.hired_on, Person.employee_id, Person.email)
        .join(Role).switch(Position).join(Department, pw.JOIN.LEFT_OUTER)
        .switch(Position).join(ReportingLine, pw.JOIN.LEFT_OUTER, on=(ReportingLine.position == Position.id) & ~ReportingLine.is_dotted & hangs_on(day))
        .switch(Position).join(Assignment, pw.JOIN.LEFT_OUTER, on=(Assignment.position == Position.id) & sits_on(day))
        .join(Person, pw.JOIN.LEFT_OUTER).where(stands_on(day))
        .order_by(Assignment.is_interim.desc(), Assignment.is_lead.desc(), Person.last_name, Person.first_name, Position.id))


def seats(day=None):
    """Every seat that exists on a date, with who holds it: one query, a Seat a row (two where a seat is shared).

    Titles and departments are called as on that date: two queries more for another day than today.
    """
    found = [Seat._make(row) for row in _seats(day=day or clock.today())]
    return found if day in (None, clock.today()) else called_then(found, day)


def called_then(found, day):
    """Seats with their roles and departments called as on a date."""
    titles, departments = roles.titles_on(day), roles.departments_on(day)
    return [seat._replace(title=titles.get(seat.role_id, seat.title),
                          department=departments[seat.department_id][0] if seat.department_id in departments else seat.department)
            for seat in found]


class Chart:
    """The organisation on one date, asked in memory: who holds what, who leads whom."""

    def __init__(self, found):
        self.seats, self.of_person, self.below = {}, {}, {}
        self.held = {}
        for seat in found:
            self.seats.setdefault(seat.id, seat)
            self.held.setdefault(seat.id, []).append(seat)
            # one's own seat says who one is; a seat that one only looks after comes second
            if seat.person_id and (seat.person_id not in self.of_person or self.of_person[seat.person_id].is_interim):
                self.of_person[seat.person_id] = seat
        for seat in self.seats.values():
            self.below.setdefault(seat.reports_to if seat.reports_to in self.seats else None, []).append(seat)

    def seats_of(self, person_id):
        """The seats that a person holds, their own before those they only look after."""
        found = [held for seats in self.held.values() for held in seats if held.person_id == person_id]
        return sorted(found, key=lambda seat: (seat.is_interim, seat.title))

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
        """The seats above a person, the nearest first; a line that bites its own tail is told once."""
        seat, passed = self.of_person.get(person_id), set()
        while seat and seat.id not in passed:
            passed.add(seat.id)
            seat = self.seat_above(seat)
            if seat and seat.id not in passed:
                yield seat

    def reports_of(self, person_id):
        """The seats, filled or vacant, whose next filled seat above is this person's."""
        queue = [seat for seat in self.seats.values() if any(held.person_id == person_id for held in self.held[seat.id])]
        found, passed = [], {seat.id for seat in queue}
        while queue:
            for below in self.below.get(queue.pop().id, []):
                if below.id not in passed:
                    passed.add(below.id)
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


def directory(people, asked=Asked(), house=None):
    """One Row a person of a query, by name, of those whose name, role or department holds every word: two queries."""
    house, typed = house or chart(), words.plain(asked.text).split()
    found = people.select(Person.last_name, Person.first_name, Person.id, Person.plain_name, Person.left_on, Person.phone, Person.email)
    rows = []
    for last, first, person_id, plain, left_on, phone, email in database.execute(found):
        seat = house.of_person.get(person_id)
        if _is_asked_for(asked, house, person_id, seat) and (not typed or _holds(typed, plain, seat)):
            rows.append((_by_alphabet(last), _by_alphabet(first), person_id, Named(first, last), left_on, seat, phone, email))
    return [_row(house, *one) for _last, _first, *one in sorted(rows, key=lambda row: row[:3])]


def _is_asked_for(asked, house, person_id, seat):
    if asked.among is not None and person_id not in asked.among:
        return False
    if seat is None:
        return not (asked.departments or asked.role or asked.manager)
    if asked.departments and seat.department_id not in asked.departments or asked.role and seat.role_id != asked.role:
        return False
    above = house.seat_above(seat) if asked.manager else None
    return not asked.manager or above is not None and above.person_id == asked.manager


def roles_held(house):
    """(id, title) of every role that somebody holds, by title."""
    return sorted({(seat.role_id, seat.title) for seat in house.of_person.values()}, key=lambda role: words.plain(role[1]))


def managers(house):
    """The seats of all who lead somebody, by last name."""
    found = {}
    for seat in house.of_person.values():
        above = house.seat_above(seat)
        if above:
            found[above.person_id] = above
    return sorted(found.values(), key=lambda seat: (words.plain(seat.last_name), words.plain(seat.first_name)))


def head_of(department_id, house):
    """The seat that heads a department today, held or vacant, or None."""
    position_id = Head.select(Head.position).where(Head.department == department_id).scalar()
    return house.seats.get(position_id)


def heads():
    """{department id: the id of the seat that heads it}."""
    return dict(Head.select(Head.department, Head.position).tuples())


def board(house):
    """The ids of those who need neither e-mail nor account: who holds that power, or sits above whoever leads the organisation."""
    held = list(Power.select(Power.person, Power.name).where(Power.name.in_(("board", "executive"))).tuples())
    above = {seat.person_id for person_id, power in held if power == "executive" for seat in house.chain(person_id)}
    return {person_id for person_id, power in held if power == "board"} | above - {person_id for person_id, power in held if power == "executive"}


def last_titles(people):
    """What those who left did last, by person: one query."""
    held = (Assignment.select(Assignment.person, Role.title).join(Position).join(Role)
            .where(Assignment.person.in_(people.select(Person.id))).order_by(Assignment.ends))
    return dict(held.tuples())


def own_seat(person, day=None):
    """The assignment by which a person sits where they belong on a date, with its position; or None."""
    return (Assignment.select(Assignment, Position).join(Position)
            .where(Assignment.person == person, sits_on(day or clock.today()), stands_on(day or clock.today()))
            .order_by(Assignment.is_interim, Assignment.id).first())


def seat_as_it_is(person):
    """What the form that changes a person's seat begins with."""
    held = own_seat(person)
    return as_it_is(held.position) if held else SeatAsItIs()


def as_it_is(seat):
    """A seat in the words of the form that changes it."""
    line = ReportingLine.of(seat.id, clock.today())
    return SeatAsItIs(seat.id, seat.version, seat.role.title, seat.department.name if seat.department_id else "", line and line.above_id)


def vacancies(house):
    """The seats that nobody holds."""
    return sorted((seat for seat in house.seats.values() if not seat.person_id), key=lambda seat: (seat.title, seat.id))


def coming(day):
    """What will be free on a later day: {seat id: first day} of those whose holders all go, and seats that open, as (id, day, title)."""
    held = (Assignment.select(Assignment.position, pw.fn.MAX(Assignment.ends), pw.fn.SUM(Assignment.ends.is_null()))
            .where(~Assignment.is_interim, Assignment.ends.is_null() | (Assignment.ends >= day)).group_by(Assignment.position).tuples())
    free = {position_id: _date(last) + timedelta(days=1) for position_id, last, open_ones in held if not open_ones}
    opens = (Position.select(Position.id, Position.opened_on, Role.title).join(Role).where(Position.opened_on > day)
             .order_by(Position.opened_on, Role.title).tuples())
    return free, [(position_id, on, title, position_id in {one for one, *_rest in held}) for position_id, on, title in opens]


def without_seat(house, people):
    """Who of a query sits nowhere."""
    return [person for person in people.order_by(Person.last_name, Person.first_name) if person.id not in house.of_person]


def circling(house):
    """The seats whose reporting line never arrives at the top, because it bites its own tail."""
    reached, waiting = set(), list(house.below.get(None, []))
    while waiting:
        seat = waiting.pop()
        reached.add(seat.id)
        waiting += house.below.get(seat.id, [])
    return [seat for seat in house.seats.values() if seat.id not in reached]


def leaders(house):
    """The seats at the top that lead: one, where the lines are right. Board members lead only by the line below them."""
    found = [seat for seat in house.below.get(None, []) if seat.person_id or seat.id in house.below]
    board = {person_id for person_id, in Power.select(Power.person).where(Power.name == "board").tuples()}
    leading = [seat for seat in found if seat.person_id not in board or seat.id in house.below] or found
    of_one = {seat.person_id or f"vacant {seat.id}": seat for seat in reversed(leading)}    # who holds two of them is still one
    return sorted(of_one.values(), key=lambda seat: (-len(house.below.get(seat.id, ())), seat.last_name or "", seat.first_name or ""))


def count_by_role():
    """How many persons hold each role today."""
    held = (Position.select(Position.role, pw.fn.COUNT(Assignment.person.distinct())).join(Assignment)
            .where(sits_on(clock.today()), stands_on(clock.today())).group_by(Position.role))
    return dict(held.tuples())


def role_titled(title):
    """The role of that title, however it is written, published or only drafted; or None."""
    wanted = words.plain(title)
    return next((role for role in Role.select() if words.plain(role.title) == wanted), None)


def knows_department(name):
    """Whether a department of that name is there, or none is named."""
    return not words.plain(name) or any(words.plain(department.name) == words.plain(name) for department, _depth in roles.departments())


def has_seats(role):
    """Whether anybody holds or held a role, or a seat of it stands vacant."""
    return Position.select().where(Position.role == role).exists()


def in_role(role):
    """The seats of one role, held and vacant, by name."""
    return [seat for seat in seats() if seat.role_id == role.id]


def spellings(person):
    """How a person's name may stand in a text, for who must find it; of somebody who has a namesake only the address."""
    other = Person.select().where(Person.id != person.id, Person.first_name == person.first_name, Person.last_name == person.last_name)
    names = [] if other.exists() else [person.name, f"{person.last_name}, {person.first_name}", f"{person.last_name} {person.first_name}"]
    return [one for one in (*names, person.email) if one]


def email_of(person_id):
    """Where to write to somebody who is with the organisation; one who has left gets no mail of the house."""
    return Person.select(Person.email).where(Person.id == person_id, here_on(clock.today())).scalar()


def ids_with(right):
    """The ids of those who hold a right over the house by one of their powers."""
    powers = [power for power, rights in RIGHTS.items() if right in rights]
    rows = Power.select(Power.person).join(Person).where(Power.name.in_(powers), here_on(clock.today())).distinct()
    return [row[0] for row in rows.tuples()]


def _date(value):
    return date.fromisoformat(value) if isinstance(value, str) else value


def _holds(asked, plain, seat):
    text = f"{plain} {words.plain(f'{seat.title} {seat.department}')}" if seat else plain
    return all(word in text for word in asked)


def _row(house, person_id, named, left_on, seat, phone, email):
    above = house.seat_above(seat) if seat else None
    title, department, is_interim = (seat.title, seat.department, seat.is_interim) if seat else (None, None, False)
    return Row(person_id, named.name, named.initials, named.hue, _date(left_on), title, department, is_interim,
               above and above.person_id, above and above.name, phone, email)


def _by_alphabet(name):
    return name.casefold() if name.isascii() else words.plain(name)


def somebody_holds(power, besides):
    """Whether somebody other than this person is here today and holds a power."""
    return bool(_holding(power=power, besides=besides, day=clock.today()))


def somebody_stays_with(power, besides):
    """Whether another holder of a power is here today, with no last day noted."""
    return holders(power).where(Person.id != besides, Person.left_on.is_null()).exists()


@prepared
def _holding(power, besides, day):
    return (Power.select(Power.id).join(Person).where(
        Power.name == power, Person.id != besides, Person.left_on.is_null() | (Person.left_on >= day),
        Person.hired_on.is_null() | (Person.hired_on <= day)).limit(1))
