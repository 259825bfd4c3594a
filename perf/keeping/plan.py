"""What is past its time now: the preview of a purge, made by the same rows that the purge then takes."""
import hashlib
from collections import namedtuple

from . import queries

Held = namedtuple("Held", "due why")                    # a row that stays, and which of the reasons below keeps it
Line = namedtuple("Line", "record years free held")     # one class of record

ALL, PERSON, EARLIER, KEPT = "all", "person", "earlier", "kept"
# everything is under hold; somebody concerned is; an earlier row is held, and only the oldest can go; more of the person is kept


class Plan:
    def __init__(self, lines):
        self.lines = lines
        self.rows = sum(row.count for line in lines for row in line.free)
        self.people = queries.by_person(lines)

    @property
    def digest(self):
        """Changes with every row that would go or stay, and with the reason."""
        whole = [(line.record.key, line.years, line.free, line.held) for line in self.lines]
        return hashlib.sha256(repr(whole).encode()).hexdigest()

    @property
    def held(self):
        return sum(row.due.count for line in self.lines for row in line.held)

    @property
    def counts(self):
        return {line.record.key: sum(row.count for row in line.free) for line in self.lines if line.free}


def plan(today):
    """What a purge would take today, and what a hold keeps: of the classes with years, those that come last at the end."""
    return Plan(_lines(today, queries.classes()))


def sweep(today):
    """The same for what goes by itself after some days."""
    return Plan(_lines(today, queries.technical()))


def _lines(today, records):
    everything, persons = queries.held()
    lines, kept = [], set()
    for record in sorted(records, key=lambda one: one.comes_last):
        years = queries.years_of(record)
        line = Line(record, years, [], [])
        for row in record.due(queries.begins_before(record, years, today)):
            why = _why(record, row, everything, persons, kept, line.held)
            line.held.append(Held(row, why)) if why else line.free.append(row)
        kept |= {one.due.persons[0] for one in line.held if record.from_leaving}
        lines.append(line)
    return lines


def _why(record, row, everything, persons, kept, held):
    """What keeps a row that is past its time, or None."""
    if everything:
        return ALL
    if persons & set(row.persons):
        return PERSON
    if record.in_order and held:
        return EARLIER
    return KEPT if record.comes_last and row.persons[0] in kept else None

