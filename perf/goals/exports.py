"""Goals as tables to take along: each reader gets what their pages show, never a draft; goals come back unchanged."""
from functools import cached_property
from itertools import islice

import peewee as pw

from ..kernel.tables import Table
from ..kernel.words import _
from ..people.models import Person
from . import access, queries, scoring
from .models import CheckIn, CheckInWord, Goal, GoalPeriod, Milestone
from .sheets.cells import as_steps
from .sheets.columns import AS_TAKEN_IN, KINDS_OF_PERIOD, LABELS, WRITTEN
from .units import in_unit, weight

STEP = 100
ONE = (_("Goal"), LABELS["number"], LABELS["name"], LABELS["employee_id"])


def goals(me):
    for goal, remarks, more in _seen(me):
        yield (*as_taken_in(goal, more), scoring.per_cent(more.figures[goal.id]), goal.status, goal.checked_on, goal.agreed_on, goal.closed_on,
               *((goal.look_back, goal.carried_from_id) if remarks else (None, None)))


def milestones(me):
    for goal, _remarks, more in _seen(me):
        for one in more.steps.get(goal.id, ()):
            yield (*_which(goal), one.text, one.done_on is not None, one.done_on)


def check_ins(me):
    """What was said to a check-in, and when it was looked at, goes to those between whom it was said."""
    for goal, remarks, more in _seen(me):
        for one in more.check_ins.get(goal.id, ()):
            said = [word for word in more.said.get(one.id, ())] if remarks else []
            yield (*_which(goal), one.at, one.by.name if one.by else None, in_unit(one.value, goal.measure, goal.currency), one.status, one.note,
                   one.seen_at if remarks else None, "\n".join(f"{word.by.name if word.by else '–'}: {word.text}" for word in said))


def periods(me):
    for one in GoalPeriod.select().order_by(GoalPeriod.starts, GoalPeriod.id):
        yield one.name, KINDS_OF_PERIOD.get(one.kind, one.kind), one.starts, one.ends


def persons(me):
    return {number for number, in access.goals_to_see(me).where(Goal.state != "draft").select(Goal.owner).distinct().tuples()}


def as_taken_in(goal, more):
    """The columns that a list of goals has as well, in its order."""
    typed = [in_unit(value, goal.measure, goal.currency) for value in (goal.start, goal.target, goal.now)]
    parent = more.parents.get(goal.parent_id)
    return (goal.id, goal.title, goal.about, WRITTEN["level"][goal.level], goal.department.name if goal.department else None,
            goal.owner.employee_id, goal.owner.email, goal.owner.name, goal.parent_id if parent else None, parent,
            goal.period.name if goal.period else None,
            goal.starts, goal.due, weight(goal.weight), WRITTEN["measure"][goal.measure], goal.currency if goal.measure == "money" else goal.unit,
            *(typed if goal.is_typed else (None, None, WRITTEN["is_private"][bool(goal.now)] if goal.measure == "yesno" else None)),
            WRITTEN["is_down"][goal.is_down] if goal.is_typed else None, WRITTEN["kind"][goal.kind], goal.is_private, WRITTEN["rhythm"][goal.rhythm],
            as_steps(*_steps(more.steps.get(goal.id, ()))), WRITTEN["state"][goal.state])


def _steps(rows):
    return [one.text for one in rows], [one.done_on is not None for one in rows]


def _which(goal):
    return goal.title, goal.id, goal.owner.name, goal.owner.employee_id


def _seen(me):
    """(goal, whether one reads the remarks about it, what belongs to it) of all that one may read, a few at a time."""
    led = access.leads(me)
    found = iter(list(access.goals_to_see(me, led).where(Goal.state != "draft").order_by(Goal.starts, Goal.id)))
    while some := list(islice(found, STEP)):
        more = More(me, led, some)
        yield from ((goal, access.reads_remarks(me, goal, led), more) for goal in some)


class More:
    """What belongs to some goals, each kind of it read in one statement, when a table asks for it."""

    def __init__(self, me, led, some):
        self.me, self.led, self.some, self.ids = me, led, some, [goal.id for goal in some]

    @cached_property
    def figures(self):
        return queries.figures(self.ids)

    @cached_property
    def parents(self):
        """Titles of goals above, as far as one may read them."""
        above = {goal.parent_id for goal in self.some} - {None}
        return dict(access.goals_to_see(self.me, self.led).select(Goal.id, Goal.title).where(Goal.id.in_(above)).tuples())

    @cached_property
    def steps(self):
        return _by("goal_id", Milestone.select().where(Milestone.goal.in_(self.ids)).order_by(Milestone.order, Milestone.id))

    @cached_property
    def check_ins(self):
        rows = CheckIn.select(CheckIn, Person).join(Person, pw.JOIN.LEFT_OUTER, on=CheckIn.by, attr="by").where(CheckIn.goal.in_(self.ids))
        return _by("goal_id", rows.order_by(CheckIn.at, CheckIn.id))

    @cached_property
    def said(self):
        rows = CheckInWord.select(CheckInWord, Person).join(Person, pw.JOIN.LEFT_OUTER, on=CheckInWord.by, attr="by").switch(CheckInWord)
        return _by("check_in_id", rows.join(CheckIn).where(CheckIn.goal.in_(self.ids)).order_by(CheckInWord.id))


def _by(name, rows):
    found = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found


TABLES = (
    Table("goals", _("Goals"), (*AS_TAKEN_IN, _("Progress in %"), _("Status"), _("Last check-in"), _("Agreed on"), _("Closed on"), _("Look back"),
                                _("Carried over from (number)")), goals, persons),
    Table("milestones", _("Milestones of goals"), (*ONE, _("Milestone"), _("Done"), _("Done on")), milestones, persons),
    Table("check_ins", _("Check-ins"), (*ONE, _("When"), _("By"), _("Value"), _("Status"), _("Note"), _("Looked at"), _("Asked and answered")),
          check_ins, persons),
    Table("goal_periods", _("Goal periods"), (_("Period"), _("Kind"), _("From"), _("Until")), periods),
)
