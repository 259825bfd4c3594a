"""The shapes that planning a list of this room hands on."""
from dataclasses import dataclass, field

from ...kernel import words
from ...kernel.errors import Refused
from ...kernel.intake import shapes
from ...kernel.intake.cells import cell
from ...kernel.words import _


@dataclass
class Line(shapes.Line):
    """A row; `changes` hold words, ready to be read."""

    what: str = ""

    @property
    def key(self):
        return words.plain(self.name)


@dataclass
class Written:
    """A role as it will stand: all that its new version says."""

    title: str
    role: object                                # a KnownRole, or None where it is new
    says: dict                                  # department (by name), purpose, qualifications, pay_min, pay_max
    duties: list                                # (text, success, weight, is_essential, origin)
    needs: list                                 # (competency by name, level, weight)
    steps: list                                 # titles of the roles that it leads to


@dataclass
class Plan(shapes.Plan):
    """The outcome: lines and questions, the roles to be written, and what comes into being besides."""

    written: list = field(default_factory=list)
    departments: list = field(default_factory=list)     # names that are not there yet
    competencies: list = field(default_factory=list)
    titles: tuple = ()

    @property
    def outcome(self):
        return super().outcome, self.written, self.departments, self.competencies

    def count(self, state):
        """How many roles or departments fall under a state, however many rows each has."""
        return len({line.key for line in self.lines if line.state == state})


def begin(sheet, choices, known, today, *, key, why):
    """The work on a list: its rows, with the faults that a row has as such. A list without its key column is refused."""
    columns = {name: int(column) for column, name in choices.matching.items() if name}
    if key not in columns:
        raise Refused(why, "matching")
    work = shapes.Work(sheet, choices, known, today, columns)
    for number, row in zip(sheet.numbers, sheet.rows):
        line = Line(number, row, {name: cell(row[column]) for name, column in columns.items()})
        line.name = line.values[key]
        work.lines.append(line)
        if number in sheet.odd:
            line.refuse(sheet.odd[number])
        elif not any(cell(row[int(column)]) for column, name in choices.matching.items() if name):
            line.leave_out(_("There is nothing in the columns that are used."))
    return work


def refuse_long(line, label, text, longest):
    if len(text) > longest:
        line.refuse(_("%(column)s: “%(cell)s…” is longer than %(max)s characters. Shorten it.", column=label, cell=text[:30], max=longest))
