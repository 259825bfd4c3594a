"""Goals of the organisation, its departments and its people; their check-ins, changes and history."""
import json

import peewee as pw

from ..kernel import clock
from ..kernel.db import Model
from ..people.models import Person
from ..roles.models import Department
from .states import CLOSED, IN_FORCE, RHYTHMS, next_after

LEVELS = ("organisation", "department", "person")       # from above to below: a goal never hangs under one of a lower level
TYPED = ("number", "percentage", "money")               # measures with a value that somebody types
MEASURES = (*TYPED, "yesno", "milestones", "below")     # below: the weighted mean of the goals below it
STATUSES = ("on track", "at risk", "off track")
KINDS = ("commitment", "stretch")
UNIT = 10_000                                           # numbers and weights are whole ten-thousandths; money is whole minor units


class GoalPeriod(Model):
    """A year, a quarter or another stretch of time for which goals are set."""

    name = pw.CharField(max_length=60, unique=True)
    kind = pw.CharField(max_length=10, default="year")          # year, quarter, own
    starts = pw.DateField()
    ends = pw.DateField()
    version = pw.IntegerField(default=1)

    @property
    def is_over(self):
        return self.ends < clock.today()


class Goal(Model):
    """Something to reach in a period, owned by the organisation, a department or a person, under at most one parent.

    `owner` is whoever looks after it: the person whose goal it is, or who answers for one of a department or the organisation.
    """

    title = pw.CharField(max_length=200)
    plain_title = pw.CharField(max_length=200, default="")
    about = pw.TextField(default="")
    level = pw.CharField(max_length=12)
    department = pw.ForeignKeyField(Department, null=True, backref="goals", on_delete="SET NULL")
    owner = pw.ForeignKeyField(Person, backref="goals")
    parent = pw.ForeignKeyField("self", null=True, backref="children", on_delete="SET NULL")
    period = pw.ForeignKeyField(GoalPeriod, null=True, backref="goals")
    starts = pw.DateField()
    due = pw.DateField(index=True)
    weight = pw.IntegerField(default=UNIT)                      # against the other goals under the same parent, and of the same person
    measure = pw.CharField(max_length=12, default="number")
    unit = pw.CharField(max_length=30, default="")              # what a number counts: "visits"
    currency = pw.CharField(max_length=3, default="")           # of money, as it was when the goal was set
    start = pw.BigIntegerField(default=0)
    target = pw.BigIntegerField(default=0)
    now = pw.BigIntegerField(default=0)
    is_down = pw.BooleanField(default=False)                    # less is better
    kind = pw.CharField(max_length=12, default="commitment")
    is_private = pw.BooleanField(default=False)
    rhythm = pw.CharField(max_length=12, default="monthly")
    state = pw.CharField(max_length=12, default="draft")        # draft, proposed, agreed, achieved, partly, missed, cancelled
    status = pw.CharField(max_length=12, default="")            # as somebody said at the last check-in
    checked_on = pw.DateField(null=True)                        # the last check-in
    agreed_on = pw.DateField(null=True)
    agreed_by = pw.ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    made_by = pw.ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    made_at = pw.DateTimeField()
    look_back = pw.TextField(default="")
    closed_on = pw.DateField(null=True)
    carried_from = pw.ForeignKeyField("self", null=True, backref="carried_to", on_delete="SET NULL")
    given_with_id = pw.IntegerField(null=True, index=True)      # the first of those that were given to many at once
    version = pw.IntegerField(default=1)

    class Meta:
        indexes = ((("owner", "state"), False),)

    @property
    def is_in_force(self):
        return self.state in IN_FORCE

    @property
    def is_closed(self):
        return self.state in CLOSED

    @property
    def is_typed(self):
        return self.measure in TYPED

    @property
    def next_check_in(self):
        """The day on which the next check-in is due; None where there is no rhythm or it is not in force."""
        return next_after(self.rhythm, self.checked_on or max(self.starts, self.agreed_on or self.starts)) if self.is_in_force else None

    @property
    def is_stale(self):
        """A check-in missed by 3 days (PRACTICE 6)."""
        return is_stale(self.next_check_in, clock.today())


def is_stale(expected, today):
    return expected is not None and (today - expected).days >= RHYTHMS["missed"]


class Milestone(Model):
    """A step of a goal that counts them."""

    goal = pw.ForeignKeyField(Goal, backref="milestones", on_delete="CASCADE")
    text = pw.CharField(max_length=200)
    order = pw.IntegerField(default=0)
    done_on = pw.DateField(null=True)


class CheckIn(Model):
    """Where a goal stood on a day, as whoever looks after it said."""

    goal = pw.ForeignKeyField(Goal, backref="check_ins", on_delete="CASCADE")
    by = pw.ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    at = pw.DateTimeField()
    value = pw.BigIntegerField(null=True)                       # in the goal's own unit; None for one that follows those below it
    status = pw.CharField(max_length=12)
    note = pw.CharField(max_length=600, default="")
    seen_by = pw.ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    seen_at = pw.DateTimeField(null=True)


class CheckInWord(Model):
    """A question of the manager about a check-in, or what is answered to it."""

    check_in = pw.ForeignKeyField(CheckIn, backref="words", on_delete="CASCADE")
    by = pw.ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    at = pw.DateTimeField()
    text = pw.CharField(max_length=600)
    is_answer = pw.BooleanField(default=False)


class GoalChange(Model):
    """A change to an agreed goal that waits to be agreed; what was decided stays in the goal's history."""

    goal = pw.ForeignKeyField(Goal, backref="changes", on_delete="CASCADE")
    by = pw.ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    at = pw.DateTimeField()
    cells = pw.TextField()                                      # {field: [before, after]} as JSON
    why = pw.CharField(max_length=600, default="")
    state = pw.CharField(max_length=12, default="proposed")     # proposed, agreed, returned, withdrawn

    @property
    def changed(self):
        return json.loads(self.cells)


class GoalEvent(Model):
    """What somebody did with a goal, with the comment and what stood there before and after."""

    goal = pw.ForeignKeyField(Goal, backref="events", on_delete="CASCADE")
    by = pw.ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    at = pw.DateTimeField()
    did = pw.CharField(max_length=30)
    comment = pw.CharField(max_length=600, default="")
    cells = pw.TextField(default="{}")

    @property
    def changed(self):
        return json.loads(self.cells)


class GoalTemplate(Model):
    """A goal to begin from: everything but whose it is, when and where it hangs."""

    title = pw.CharField(max_length=200)
    about = pw.TextField(default="")
    measure = pw.CharField(max_length=12, default="number")
    unit = pw.CharField(max_length=30, default="")
    start = pw.BigIntegerField(default=0)
    target = pw.BigIntegerField(default=0)
    is_down = pw.BooleanField(default=False)
    kind = pw.CharField(max_length=12, default="commitment")
    rhythm = pw.CharField(max_length=12, default="monthly")
    steps = pw.TextField(default="[]")                          # the milestones, as JSON
    is_archived = pw.BooleanField(default=False)
    version = pw.IntegerField(default=1)

    @property
    def milestones(self):
        return json.loads(self.steps)
