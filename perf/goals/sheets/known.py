"""What is there before a list of goals is taken in, read in a few queries.

Of drafts only those that a list brought in: what somebody writes for themselves is not found by any list.
"""
from collections import namedtuple
from dataclasses import dataclass

from ...kernel import words
from ...kernel.db import database
from ...kernel.intake.whose import known_person
from ...people.models import Person
from ...roles.models import Department
from ...settings import queries as settings
from ..fields import FIELDS, Given
from ..models import Goal, GoalEvent, GoalPeriod, Milestone

IMPORTED = "import_goal"        # in the history of a goal

Known = namedtuple("Known", "people goals periods departments first_month currency")
KnownPeriod = namedtuple("KnownPeriod", "id name starts ends")


@dataclass(frozen=True)
class KnownGoal:
    id: int
    version: int
    state: str
    checked_on: object
    now: int
    currency: str
    given: Given
    done: tuple                                 # for each milestone whether it is done

    @property
    def is_touched(self):
        """A draft on which its owner has written since a list brought it in."""
        return self.state == "draft" and self.version > 1

    @property
    def key(self):
        given = self.given
        return words.plain(given.title), given.owner, given.period or (given.starts, given.due)


def known():
    with database.atomic():                     # one view of the records, even while others write
        return _known()


def _known():
    people = Person.select(Person.id, Person.employee_id, Person.first_name, Person.last_name, Person.email).order_by(Person.id).tuples()
    periods = GoalPeriod.select(GoalPeriod.id, GoalPeriod.name, GoalPeriod.starts, GoalPeriod.ends).order_by(GoalPeriod.id).tuples()
    departments = Department.select(Department.id, Department.name).order_by(Department.id).tuples()
    return Known({row[0]: known_person(*row) for row in people}, _goals(), [KnownPeriod(*row) for row in periods],
                 {number: name for number, name in departments}, settings.organisation().fiscal_start, words.currency())


def _goals():
    steps, names = {}, [name for name in FIELDS if name != "steps"]
    for goal, text, done_on in Milestone.select(Milestone.goal, Milestone.text, Milestone.done_on).order_by(Milestone.order, Milestone.id).tuples():
        steps.setdefault(goal, []).append((text, done_on is not None))
    imported = GoalEvent.select(GoalEvent.goal).where(GoalEvent.did == IMPORTED)
    columns = [getattr(Goal, name) for name in ("id", "version", "state", "checked_on", "now", "currency", *names)]
    rows = Goal.select(*columns).where((Goal.state != "draft") | Goal.id.in_(imported)).order_by(Goal.id)
    return {row[0]: _goal(row, names, steps.get(row[0], ())) for row in rows.tuples()}


def _goal(row, names, steps):
    given = Given(**dict(zip(names, row[6:])), steps=tuple(text for text, _done in steps))
    return KnownGoal(*row[:6], given, tuple(done for _text, done in steps))
