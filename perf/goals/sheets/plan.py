"""A list of goals: which goal a row is about, what it says, where it hangs, what would change. Writes nothing."""
from collections import defaultdict
from dataclasses import dataclass, field

from ...kernel import words
from ...kernel.errors import Refused
from ...kernel.intake import dates, shapes, whose
from ...kernel.intake.cells import cell, number
from ...kernel.intake.names import name_key, number_key
from ...kernel.intake.shapes import CHANGED, NEW, UNCHANGED, Question
from ...kernel.words import _, n_
from .. import fields
from ..fields import Given
from ..models import Goal
from . import places, rules, shown
from .reading import read, read_time

OWNER = ("employee_id", "email", "name")


@dataclass
class Line(shapes.Line):
    """A row; `changes` hold words, ready to be read."""

    what: str = ""
    goal: object = None                         # the KnownGoal that it is about; None where it is new
    person: object = None                       # whose it is
    period: object = None                       # a KnownPeriod, or a NewPeriod that the list brings along
    days: dict = field(default_factory=dict)    # starts and due, as the row says them itself
    given: Given = None                         # what the goal will say; its parent as a node (see places)
    now: int = None
    done: tuple = ()
    wants: str = ""                             # the state that it will have
    differs: dict = field(default_factory=dict)     # {field: [before, after]}

    @property
    def node(self):
        return self.goal.id if self.goal else -self.number


@dataclass
class Plan(shapes.Plan):
    """The outcome, with all that each goal will say: what was looked at is what is done."""

    @property
    def outcome(self):
        return super().outcome, [(line.node, line.given, line.now, line.done, line.wants, line.period) for line in self.lines if line.is_in]


def plan(sheet, choices, known, today):
    work = _begin(sheet, choices, known, today)
    _find_by_number(work)
    whose.find(work, [line for line in work.taken if not _keeps_owner(work, line)], _("The row does not say who looks after the goal."))
    order = dates.order_of([line.values[name] for line in work.taken for name in ("starts", "due", "period") if line.values.get(name)],
                           choices.prefers)[0]
    for line in work.taken:
        read_time(work, line, order)
    _find_by_title(work)
    for line in work.taken:
        read(work, line)
    _only_once(work)
    _ask_state(work)
    places.find(work)
    _check(work)
    for line in work.taken:
        line.changes = shown.changes(work, line)
        line.what = shown.what(work, line)
        line.state = NEW if line.goal is None else CHANGED if line.differs else UNCHANGED
    return Plan(work.lines, work.questions, work.notes)


def _begin(sheet, choices, known, today):
    columns = {name: int(column) for column, name in choices.matching.items() if name}
    if "title" not in columns:
        raise Refused(_("Choose the column with the goal: what is to be reached."), "matching")
    work = shapes.Work(sheet, choices, known, today, columns)
    work.uses_numbers, work.listed = True, {}
    for row, cells in zip(sheet.numbers, sheet.rows):
        line = Line(row, cells, {name: cell(cells[column]) for name, column in columns.items()})
        line.name = line.values["title"]
        work.lines.append(line)
        if row in sheet.odd:
            line.refuse(sheet.odd[row])
        elif not any(line.values.values()):
            line.leave_out(_("There is nothing in the columns that are used."))
    return work


# which goal a row is about

def _find_by_number(work):
    """By our own numbers; numbers that no goal has here are the list's own, and only say what hangs under what."""
    numbered = {line.number: number(line.values["number"]) for line in work.taken if line.values.get("number")}
    ours = {row: int(text) for row, text in numbered.items() if text.isascii() and text.isdigit() and len(text) < 16}
    work.uses_numbers = not numbered or any(one in work.known.goals for one in ours.values())
    work.listed = {text.casefold(): row for row, text in numbered.items()}
    if numbered and not work.uses_numbers:
        work.notes.append(_("None of the numbers is one of Perf’s, so they only say what hangs under what; title, person and period decide."))
        return
    for line in work.taken:
        if line.number in numbered:
            line.goal = work.known.goals.get(ours.get(line.number))
            if line.goal is None:
                line.refuse(_("There is no goal %(number)s here. Leave the number empty where the goal is new.", number=numbered[line.number][:20]))
            elif not _is_like(work, line) and line.goal.is_touched:
                line.refuse(_("Goal %(number)s is a draft on which somebody is writing. Leave the number empty where the row means another one.",
                              number=line.goal.id))
            elif not _is_like(work, line):
                line.refuse(_("Goal %(number)s is “%(title)s” of %(name)s. Leave the number empty where the row means another one.",
                              number=line.goal.id, title=line.goal.given.title, name=work.known.people[line.goal.given.owner].name))


def _is_like(work, line):
    """A number alone is soon mistaken: the title or whose it is has to be the same."""
    return rules.same_title(line.values["title"], line.goal.given.title) or _keeps_owner(work, line) and any(line.values.get(name) for name in OWNER)


def _keeps_owner(work, line):
    """Whether a row about a goal that is here names nobody, or whose it is already."""
    if line.goal is None:
        return False
    owner = work.known.people[line.goal.given.owner]
    employee_id, called, address = line.values.get("employee_id"), line.values.get("name") or "", whose.address_in(line.values)
    kept = (not employee_id or number_key(employee_id) == number_key(owner.employee_id or ""), not address or address == owner.email,
            not called or "@" in called or name_key(called) == name_key(owner.name))
    if all(kept):
        line.person = owner
    return all(kept)


def _find_by_title(work):
    """By title, person and period, where no number says it."""
    known = defaultdict(list)
    for goal in work.known.goals.values():
        known[goal.key].append(goal)
    for line in work.taken:
        if line.goal is None and line.values["title"]:
            found = known.get((words.plain(line.values["title"]), line.person.id, rules.time_of(line)), [])
            line.goal = found[0] if len(found) == 1 else None
            if len(found) > 1:
                line.refuse(_("%(name)s has several goals called “%(title)s” in that time: %(numbers)s. Write the number of one of them.",
                              name=line.person.name, title=line.values["title"][:60], numbers=", ".join(str(goal.id) for goal in found)))
        elif line.goal is None:
            line.refuse(_("The row does not say what is to be reached."))


def _only_once(work):
    """The same row again is left out; two that say different things of one goal contradict each other."""
    found = defaultdict(list)
    for line in work.taken:
        found[line.goal.id if line.goal else (words.plain(line.given.title), line.person.id, rules.time_of(line))].append(line)
    for lines in found.values():
        differ = any(line.values != lines[0].values for line in lines)
        for line in lines[0 if differ else 1:] if len(lines) > 1 else ():
            others = ", ".join(str(other.number) for other in lines if other is not line)
            line.refuse(_("Row %(others)s says something else of the same goal. Keep one of them.", others=others)) if differ else \
                line.leave_out(_("The same as row %(number)s.", number=lines[0].number))


def _ask_state(work):
    """Whether goals count already is asked once for all rows that do not say it."""
    silent = [line for line in work.taken if not line.wants]
    if silent:
        asked = work.ask(Question(
            "state", n_("Is the goal of %(num)s row agreed already?", "Are the goals of %(num)s rows agreed already?", len(silent)),
            _("The list does not say it. What is agreed counts from today, and changes only by agreement."),
            [("agreed", _("Agreed"), _("They count at once.")), ("draft", _("Drafts"), _("Whoever looks after each proposes it first."))], "draft",
            [line.number for line in silent]))
        for line in silent:
            line.wants = asked.chosen


# whether it can be

def _check(work):
    """Each row by the rules of the forms, then where it hangs, until nothing more is refused."""
    for line in work.taken:
        line.differs = rules.differences(line)
    for line in work.taken:
        if line.goal is None or line.differs:
            _check_line(work, line)
    rules.check_room(work)
    places.check(work)


def _check_line(work, line):
    """What the forms would refuse is refused here, in the same words."""
    why = rules.out_of_time(line)
    if why:
        line.refuse(why)
        return
    try:
        row = Goal.get_by_id(line.goal.id) if line.goal else None
        done = fields.checked(line.given._replace(parent=None, period=None), row)
    except Refused as no:
        line.refuse(no.words)
        return
    line.given = done._replace(parent=line.given.parent, period=line.given.period)
    line.differs = rules.differences(line)
