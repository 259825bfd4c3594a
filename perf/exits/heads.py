"""Who was here on which day, where, under whom and as what: read once, counted in memory. Facts, without a minimum (PRACTICE 5)."""
from bisect import bisect_left, bisect_right
from collections import Counter, namedtuple
from datetime import timedelta
from fractions import Fraction

from ..people.models import Assignment, Person, Position, ReportingLine, Stay
from ..roles.models import Department, Role
from . import scoring
from .models import Leaving

DAY = timedelta(days=1)
# One who left: where, under whom, as what on the last day; class and regretted as HR decided, "" and False where nobody did
Gone = namedtuple("Gone", "person_id last_day hired_on department manager role tenure kind is_regretted")
Place = namedtuple("Place", "department manager role", defaults=(None, None, None))


class Heads:
    """Stays, seats and lines with their dates: six queries, whatever is asked of them afterwards. What was decided of a reader's own leaving is left out."""

    def __init__(self, me=None):
        self.me = getattr(me, "id", None)
        self.stays, self.names, self.gone = {}, {}, {}
        for number, first, last, starts, ends in Person.select(Person.id, Person.first_name, Person.last_name, Person.hired_on, Person.left_on).tuples():
            self.stays[number], self.names[number] = [(starts, ends)], f"{first} {last}".strip()
        for number, starts, ends in Stay.select(Stay.person, Stay.starts, Stay.ends).tuples():
            self.stays[number].append((starts, ends))
        self.seats = {row[0]: row[1:] for row in Position.select(Position.id, Position.department, Position.role).tuples()}
        self.held_by, self.holders, self.above = {}, {}, {}
        rows = Assignment.select(Assignment.person, Assignment.position, Assignment.starts, Assignment.ends, Assignment.is_interim, Assignment.is_lead)
        for person, position, starts, ends, interim, lead in rows.order_by(Assignment.is_interim, Assignment.is_lead.desc(), Assignment.id).tuples():
            self.held_by.setdefault(person, []).append((position, starts, ends))
            self.holders.setdefault(position, []).append((person, starts, ends, not interim, not lead))
        for found in self.holders.values():
            found.sort(key=lambda one: one[3:])         # whoever stands in leads meanwhile
        lines = ReportingLine.select(ReportingLine.position, ReportingLine.above, ReportingLine.starts, ReportingLine.ends).where(~ReportingLine.is_dotted)
        for position, above, starts, ends in lines.tuples():
            self.above.setdefault(position, []).append((above, starts, ends))

    def of(self, person_id, day, dimension):
        """The department, manager, role or tenure of somebody on a day."""
        if dimension == "tenure":
            return scoring.tenure_band(self.hired(person_id, day), day)
        position = self.seat(person_id, day)
        if position is None:
            return None
        if dimension == "manager":
            return self.manager(person_id, position, day)
        return self.seats[position][dimension == "role"]

    def place(self, person_id, day):
        return Place(*(self.of(person_id, day, name) for name in Place._fields))

    def seat(self, person_id, day):
        return next((position for position, starts, ends in self.held_by.get(person_id, ()) if _holds(day, starts, ends)), None)

    def manager(self, person_id, position, day):
        """The holder of the nearest filled seat above, past vacant ones and past the person's own (PRACTICE 1)."""
        passed, at = set(), self.line(position, day)
        while at and at not in passed:
            passed.add(at)
            holder = next((person for person, starts, ends, *_order in self.holders.get(at, ()) if _holds(day, starts, ends) and person != person_id), None)
            if holder:
                return holder
            at = self.line(at, day)
        return None

    def line(self, position, day):
        return next((above for above, starts, ends in self.above.get(position, ()) if _holds(day, starts, ends)), None)

    def hired(self, person_id, day):
        """The first day of the stay that holds on a day."""
        return next((starts for starts, ends in self.stays.get(person_id, ()) if _holds(day, starts, ends)), None)

    def left(self, starts, ends, matches=None):
        """Everybody whose last day lies in a period, with what is known of the leaving."""
        if (starts, ends) not in self.gone:
            self.gone[starts, ends] = self._left(starts, ends)
        return [one for one in self.gone[starts, ends] if all(getattr(one, name) == value for name, value in (matches or {}).items())]

    def _left(self, starts, ends):
        rows = Leaving.select(Leaving.person, Leaving.last_day, Leaving.kind, Leaving.is_regretted).where(
            Leaving.person.is_null(False), Leaving.state != "stays", Leaving.last_day.between(starts, ends))
        known = {(person, last): (kind, bool(was)) for person, last, kind, was in rows.tuples() if person != self.me}
        return [Gone(number, last, first, *self.place(number, last), scoring.tenure_band(first, last), *known.get((number, last), ("", False)))
                for number, stays in self.stays.items() for first, last in stays if last and starts <= last <= ends]


def _holds(day, starts, ends):
    return (starts is None or starts <= day) and (ends is None or day <= ends)


class Days:
    """Days at which heads are counted. Each set of them is a number with a bit a day, so that years of many people are counted in a moment."""

    def __init__(self, heads, days):
        self.heads, self.days = heads, days

    def during(self, starts, ends):
        """The days from a date to a date."""
        first = 0 if starts is None else bisect_left(self.days, starts)
        last = len(self.days) if ends is None else bisect_right(self.days, ends)
        return (1 << last) - (1 << first) if last > first else 0

    def here(self, person_id):
        found = 0
        for starts, ends in self.heads.stays[person_id]:
            found |= self.during(starts, ends)
        return found

    def shares(self, person_id, dimension, here):
        """{value: days} of somebody's days here, by a dimension."""
        if not dimension:
            return {None: here}
        if dimension == "tenure":
            return self._bands(person_id, here)
        found, left = {}, here
        for position, starts, ends in self.heads.held_by.get(person_id, ()):
            held = left & self.during(starts, ends)
            if held:
                left &= ~held
                for value, days in self._of_seat(person_id, position, dimension, held):
                    found[value] = found.get(value, 0) | days
        return {**found, None: found.get(None, 0) | left} if left else found

    def _of_seat(self, person_id, position, dimension, held):
        if dimension != "manager":
            return [(self.heads.seats[position][dimension == "role"], held)]
        return self._managers(person_id, position, held, ())

    def _managers(self, person_id, position, days, passed):
        """[(manager, days)]: the holder of the nearest filled seat above, past vacant ones and the person's own."""
        found = []
        for above, starts, ends in self.heads.above.get(position, ()):
            rest = days & self.during(starts, ends)
            days &= ~rest
            if rest and above not in passed:
                for holder, first, last, *_order in self.heads.holders.get(above, ()):
                    held = rest & self.during(first, last) if holder != person_id else 0
                    if held:
                        found.append((holder, held))
                        rest &= ~held
                found += self._managers(person_id, above, rest, (*passed, position)) if rest else []
            elif rest:
                found.append((None, rest))
        return found + ([(None, days)] if days else [])

    def _bands(self, person_id, here):
        found = {}
        for starts, ends in self.heads.stays[person_id]:
            stay = here & self.during(starts, ends)
            for place, day in enumerate(self.days) if stay else ():
                if stay >> place & 1:
                    band = scoring.tenure_band(starts, day)
                    found[band] = found.get(band, 0) | 1 << place
        return found

    def matching(self, person_id, here, matches):
        """Somebody's days here on which they were all that is asked for: {dimension: value}."""
        for dimension, value in (matches or {}).items():
            here = self.shares(person_id, dimension, here).get(value, 0) if here else 0
        return here


def average(heads, starts, ends, dimension="", matches=None):
    """{value: average headcount as a Fraction}: the mean of the opening count and every month end (PRACTICE 10)."""
    days, total = Days(heads, [starts - DAY, *scoring.month_ends(starts, ends)]), Counter()
    for person_id in heads.stays:
        here = days.matching(person_id, days.here(person_id), matches)
        for value, held in days.shares(person_id, dimension, here).items() if here else ():
            total[value] += held.bit_count()
    return {value: scoring.mean_count(count, len(days.days)) for value, count in total.items()} or ({} if dimension else {None: Fraction(0)})


KINDS = ("total", "voluntary", "regretted", "first_year")


def counts_as(gone):
    """Which of the four figures somebody who left is counted in."""
    found = ["total"]
    if gone.kind == "voluntary":
        found.append("voluntary")
    if gone.is_regretted:
        found.append("regretted")
    if gone.tenure == "under_1":
        found.append("first_year")
    return found


def turnover(heads, starts, ends, dimension="", matches=None):
    """{value: {kind: scoring.Turnover}} of a period, each kind with its numerator; {None: …} without a dimension."""
    means, months, left = average(heads, starts, ends, dimension, matches), scoring.months(starts, ends), {}
    for gone in heads.left(starts, ends, matches):
        value = {"department": gone.department, "manager": gone.manager, "role": gone.role, "tenure": gone.tenure}.get(dimension)
        for kind in counts_as(gone):
            left.setdefault(value, Counter())[kind] += 1
    return {value: {kind: scoring.turnover(left.get(value, {}).get(kind, 0), means.get(value, 0), months) for kind in KINDS}
            for value in {*means, *left}}


def matching(heads, narrowed):
    """{dimension: value} of names as the filters say them; None where nobody was ever there under that name."""
    found = {}
    for name, called in narrowed.items():
        if name == "tenure":
            found[name] = called
        elif name != "class":
            known = {"manager": heads.names.items()}.get(name) or _named(name)
            found[name] = next((number for number, title in known if title == called), -1)
    return found


def _named(dimension):
    return list((Department.select(Department.id, Department.name) if dimension == "department" else Role.select(Role.id, Role.title)).tuples())


def names(heads, dimension, values):
    """{value: what it is called}."""
    if dimension == "manager":
        return {value: heads.names.get(value, "") for value in values if value}
    model = {"department": Department, "role": Role}.get(dimension)
    if model is None:
        return {}
    title = model.name if model is Department else model.title
    return dict(model.select(model.id, title).where(model.id.in_([value for value in values if value])).tuples())
