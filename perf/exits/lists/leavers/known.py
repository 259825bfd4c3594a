"""The people, where they sat on any day, and the leavings that are there: read in a few queries, for planning an import."""
from collections import defaultdict, namedtuple
from dataclasses import dataclass, field

from ....kernel import words
from ....kernel.db import database
from ....kernel.intake.names import name_key
from ....kernel.intake.whose import known_person
from ....people.facts import Facts, holds_on
from ....people.models import Person, Power, Stay
from ....roles.models import Department, Role
from ...models import Leaving, LeavingReason

FIELDS = ("hired_on", "kind", "is_regretted", "department_id", "department", "manager_id", "manager", "role_id", "role", "for_executive")
KnownLeaving = namedtuple("KnownLeaving", ("id", "version", "state", *FIELDS, "reasons"))      # reasons: {reason: is it the main one?}
Place = namedtuple("Place", "department_id department manager_id manager role_id role", defaults=(None, "", None, "", None, ""))


@dataclass
class Known:
    people: dict                        # {id: KnownPerson}
    stays: dict                         # {id: {last day that lies behind: first day}}; of who is here no present stay
    leavings: dict                      # {(person, last day): [KnownLeaving]}, the latest first
    hr: frozenset
    departments: dict                   # {name written plainly: id}
    roles: dict
    rows: tuple                         # who sat where, to see whether it changed meanwhile
    facts: object = field(compare=False, default=None)

    def __post_init__(self):
        self._holds, self._names, self._called = defaultdict(list), {}, defaultdict(list)
        for person in self.people.values():
            self._called[name_key(person.name)].append(person.id)
        for hold in self.facts.holds.values():
            self._holds[hold["person"]].append(hold)

    def place(self, person_id, day):
        """Where somebody sat on their last day, or on the last day on which they sat anywhere."""
        holds = [hold for hold in self._holds[person_id] if hold["starts"] is None or hold["starts"] <= day]
        if not holds:
            return Place()
        hold = min(holds, key=lambda one: (not holds_on(one, day), one["is_interim"], -(one["ends"] or day).toordinal(), one["id"]))
        return self._seat(hold, min(hold["ends"] or day, day), person_id)

    def _seat(self, hold, day, person_id):
        seat = self.facts.positions[hold["position"]]
        if day not in self._names:
            self._names[day] = self.facts.names_on(day)
        titles, departments = self._names[day]
        manager = self.facts.manager(seat["id"], person_id, day)
        return Place(seat["department"], departments.get(seat["department"]) or "", manager, self.people[manager].name if manager else "",
                     seat["role"], titles.get(seat["role"]) or "")

    def manager_called(self, text):
        """The id of the one person of that name, or None."""
        found = self._called.get(name_key(text), ())
        return found[0] if len(found) == 1 else None


def known(today):
    with database.atomic():                     # one view of the records, even while others write
        facts = Facts()
        people = Person.select(Person.id, Person.employee_id, Person.first_name, Person.last_name, Person.email).tuples()
        hr = Power.select(Power.person).where(Power.name == "hr").tuples()
        return Known({row[0]: known_person(*row) for row in people}, _stays(today), _leavings(), frozenset(number for number, in hr),
                     _by_name(Department.name), _by_name(Role.title), (facts.positions, facts.holds, facts.lines), facts)


def _by_name(field_):
    return {words.plain(name): number for number, name in field_.model.select(field_.model.id, field_).order_by(field_.model.id.desc()).tuples()}


def _stays(today):
    found = defaultdict(dict)
    for person, starts, ends in Stay.select(Stay.person, Stay.starts, Stay.ends).tuples():
        found[person][ends] = starts
    for person, starts, ends in Person.select(Person.id, Person.hired_on, Person.left_on).where(Person.left_on < today).tuples():
        found[person][ends] = starts
    return dict(found)


def _leavings():
    reasons, found = defaultdict(dict), defaultdict(list)
    for leaving, reason, is_main in LeavingReason.select(LeavingReason.leaving, LeavingReason.reason, LeavingReason.is_main).tuples():
        reasons[leaving][reason] = is_main
    rows = (Leaving.select(Leaving.person, Leaving.last_day, Leaving.id, Leaving.version, Leaving.state, *[getattr(Leaving, name) for name in FIELDS])
            .where(Leaving.person.is_null(False), Leaving.state != "stays").order_by(Leaving.id.desc()))
    for person, last_day, number, *rest in rows.tuples():
        found[person, last_day].append(KnownLeaving(number, *rest, reasons.get(number, {})))
    return dict(found)
