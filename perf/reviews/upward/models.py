"""Rounds of upward feedback: when, about whom, and who is asked. Who has answered, and what, lies in questions/unnamed."""
import json

import peewee as pw

from ...kernel import clock, db
from ...kernel.db import Model
from ...people.models import Person
from ...questions.models import Template
from ...questions.unnamed.models import Gathering, UnnamedQuestion

FEW, FEW_TEXTS, FEW_ALL = 3, 5, 5       # PRACTICE 5: nobody goes below


class UpwardRound(Model):
    """One round of upward feedback."""

    name = pw.CharField(max_length=120)
    template = pw.ForeignKeyField(Template, backref="+")
    opens_on = pw.DateField()
    closes_on = pw.DateField()                                  # the last day on which one may answer
    minimum = pw.IntegerField(default=FEW)
    minimum_texts = pw.IntegerField(default=FEW_TEXTS)
    above_reads = pw.BooleanField(default=False)                # whether whoever leads the manager reads the results too
    picked_json = pw.TextField(default="[]")                    # ids of the managers it is about; none: all who lead somebody
    state = pw.CharField(max_length=12, default="planned")      # planned, open, closed
    gathering = pw.ForeignKeyField(Gathering, null=True, backref="+", on_delete="SET NULL")
    made_by = pw.ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    version = pw.IntegerField(default=1)

    @property
    def picked(self):
        return json.loads(self.picked_json)

    @property
    def is_open(self):
        """Whether it takes answers: from opening it until the end of its last day."""
        return self.state == "open" and clock.today() <= self.closes_on


class UpwardManager(Model):
    """A manager whom a round is about, with the department as it was when the round opened."""

    round = pw.ForeignKeyField(UpwardRound, backref="managers", on_delete="CASCADE")
    person = pw.ForeignKeyField(Person, backref="+", on_delete="CASCADE")
    department_id = pw.IntegerField(null=True)
    department = pw.CharField(max_length=120, default="")

    class Meta:
        indexes = ((("round", "person"), True),)


class UpwardWriter(Model):
    """Somebody who reported to a manager on the day the round opened, and may answer about them whatever has changed since."""

    manager = pw.ForeignKeyField(UpwardManager, backref="writers", on_delete="CASCADE")
    person = pw.ForeignKeyField(Person, backref="+", on_delete="CASCADE")

    class Meta:
        indexes = ((("manager", "person"), True),)


class SignedAnswer(Model):
    """An answer whose writer chose to give their name with it. Sealed like the others until the round closes; in no figure."""

    manager = pw.ForeignKeyField(UpwardManager, backref="signed", on_delete="CASCADE")
    person = pw.ForeignKeyField(Person, backref="+", on_delete="CASCADE")
    question = pw.ForeignKeyField(UnnamedQuestion, on_delete="CASCADE")
    rating = pw.IntegerField(null=True)
    text = pw.TextField(default="")

    class Meta:
        indexes = ((("manager", "person", "question"), True),)


# Sealed until the round closes: no copy holds them, nor the notices, reminders and daily mails that tell who had not answered yet
_OPEN = "SELECT id FROM upward_round WHERE state = 'open'"
KEYS = "upward-"
db.left_out.update(
    signed_answer=f"manager_id IN (SELECT id FROM upward_manager WHERE round_id IN ({_OPEN}))",  # noqa: S608  our own words
    mail="key LIKE 'digest-%' AND EXISTS (SELECT 1 FROM upward_round WHERE state = 'open')",
    **dict.fromkeys(("notice", "reminded", "snooze"), "key IN (SELECT 'upward-' || id FROM upward_round WHERE state = 'open')"))
