"""Follow-ups: what was agreed after a talk, who does it, by when, and what came of it."""
import json

import peewee as pw

from ..kernel import clock
from ..kernel.db import Model
from ..people.models import Person

OPEN, DONE = ("open", "tried"), ("resolved", "dropped")
STATES = OPEN + DONE


class FollowUp(Model):
    """Something that two agreed on for the development of one of them."""

    what = pw.TextField()
    owner = pw.ForeignKeyField(Person, backref="+")                     # who does it
    about = pw.ForeignKeyField(Person, backref="+")                     # whose development it is
    agreed_with = pw.ForeignKeyField(Person, backref="+", null=True)    # the manager; nobody for who has none
    by_when = pw.DateField()
    state = pw.CharField(max_length=20, default="open")                 # open, tried, resolved, dropped
    what_came_of_it = pw.TextField(default="")
    made_by = pw.ForeignKeyField(Person, backref="+", null=True)
    made_at = pw.DateTimeField()
    done_on = pw.DateField(null=True)                                   # since when it is resolved or dropped
    origin = pw.CharField(max_length=20, default="")                    # where it was agreed: "review" and the number of that row
    origin_id = pw.IntegerField(null=True)
    version = pw.IntegerField(default=1)

    class Meta:
        indexes = ((("origin", "origin_id"), False),)

    @property
    def is_open(self):
        return self.state in OPEN

    @property
    def is_overdue(self):
        return self.is_open and self.by_when < clock.today()

    @property
    def persons(self):
        return [one for one in (self.owner, self.about, self.agreed_with) if one is not None]

    @property
    def concerned(self):
        """The ids of those who read it and may change it."""
        return {self.owner_id, self.about_id, self.agreed_with_id} - {None}


class FollowUpChange(Model):
    """What somebody did with a follow-up, and what stood there before and after."""

    follow_up = pw.ForeignKeyField(FollowUp, backref="changes", on_delete="CASCADE")
    by = pw.ForeignKeyField(Person, backref="+", null=True)
    at = pw.DateTimeField()
    did = pw.CharField(max_length=20)               # agreed, changed, handed over, or the state that it was given
    cells = pw.TextField(default="{}")              # {field: [before, after]} as JSON

    @property
    def changed(self):
        return json.loads(self.cells)
