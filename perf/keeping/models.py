"""How long records are kept, what is under hold, what was removed, and who asked for the file about themselves."""
import json

import peewee as pw

from ..kernel import clock
from ..kernel.db import Model
from ..people.models import Person

OPEN = ("asked", "in review")


class KeepingPeriod(Model):
    """How many years HR keeps a class of record, where it is not the room's own number."""

    key = pw.CharField(max_length=40, unique=True)
    years = pw.IntegerField()


class Hold(Model):
    """A reason of law to keep everything of a person, or of everybody: nothing of it is purged or erased."""

    person = pw.ForeignKeyField(Person, backref="holds", null=True)
    reason = pw.TextField()
    placed_by = pw.ForeignKeyField(Person, backref="+", null=True)
    placed_at = pw.DateTimeField()
    lifted_by = pw.ForeignKeyField(Person, backref="+", null=True)
    lifted_at = pw.DateTimeField(null=True)


class Purge(Model):
    """That records past their time were removed: counts, never names."""

    at = pw.DateTimeField()
    by = pw.ForeignKeyField(Person, backref="+", null=True)
    counts_json = pw.TextField()                                # rows by class of record
    people = pw.IntegerField(default=0)
    cleaned_at = pw.DateTimeField(null=True)                    # when the file itself held nothing of it any more

    @property
    def counts(self):
        return json.loads(self.counts_json)


class Erasure(Model):
    """That a person became "former employee 17"."""

    person = pw.ForeignKeyField(Person, backref="erasures", unique=True)
    number = pw.IntegerField(unique=True)
    at = pw.DateTimeField()
    by = pw.ForeignKeyField(Person, backref="+", null=True)
    with_written = pw.BooleanField(default=False)               # also what they wrote in the records of others
    cleaned_at = pw.DateTimeField(null=True)


class FileRequest(Model):
    """Somebody asks for the texts of others about them: asked, in review, released or withdrawn."""

    person = pw.ForeignKeyField(Person, backref="file_requests")
    asked_at = pw.DateTimeField()
    entered_by = pw.ForeignKeyField(Person, backref="+", null=True)     # who noted it for somebody that asked by letter
    wish = pw.TextField(default="")
    due_on = pw.DateField()
    state = pw.CharField(max_length=20, default="asked")
    taken_by = pw.ForeignKeyField(Person, backref="+", null=True)
    released_by = pw.ForeignKeyField(Person, backref="+", null=True)
    closed_at = pw.DateTimeField(null=True)
    ends_on = pw.DateField(null=True)                           # the last day on which a released file can be downloaded

    @property
    def is_open(self):
        return self.state in OPEN

    @property
    def is_ready(self):
        return self.state == "released" and self.ends_on >= clock.today()


class FileDecision(Model):
    """What becomes of one text of a request."""

    request = pw.ForeignKeyField(FileRequest, backref="decisions", on_delete="CASCADE")
    key = pw.CharField(max_length=60)
    verdict = pw.CharField(max_length=10)                       # give, black, withhold
    ticked_json = pw.TextField(default="[]")                    # the sentences that are blacked out, by number
    reason = pw.CharField(max_length=600, default="")
    fingerprint = pw.CharField(max_length=64)                   # of the text that was looked at
    by = pw.ForeignKeyField(Person, backref="+", null=True)
    where = pw.CharField(max_length=400, default="")            # from here on: as it was released, until the days are over
    author = pw.CharField(max_length=160, default="")
    text = pw.TextField(default="")

    class Meta:
        indexes = ((("request", "key"), True),)

    @property
    def ticked(self):
        return set(json.loads(self.ticked_json))
