"""Drafts of a reorganisation, and links that show the chart to somebody without an account."""
import json

import peewee as pw

from ..kernel import clock
from ..kernel.db import Model
from ..people.models import Person


class Scenario(Model):
    """A reorganisation that is thought through before anything changes: steps on top of the chart as it is."""

    name = pw.CharField(max_length=120)
    note = pw.TextField(default="")
    made_by = pw.ForeignKeyField(Person, backref="scenarios", on_delete="CASCADE")
    made_at = pw.DateTimeField()
    state = pw.CharField(max_length=20, default="draft")        # draft, in effect, taken back
    holds_from = pw.DateField(null=True)                        # once it is put into effect
    version = pw.IntegerField(default=1)

    @property
    def is_open(self):
        return self.state == "draft"


class Step(Model):
    """One change in a draft. `does` is the verb, `told` what it needs; seats that the draft itself opens have numbers below 0."""

    scenario = pw.ForeignKeyField(Scenario, backref="steps", on_delete="CASCADE")
    does = pw.CharField(max_length=20)
    told = pw.TextField(default="{}")

    @property
    def given(self):
        return json.loads(self.told)


class Reader(Model):
    """Somebody with whom a draft is shared."""

    scenario = pw.ForeignKeyField(Scenario, backref="readers", on_delete="CASCADE")
    person = pw.ForeignKeyField(Person, backref="scenarios_read", on_delete="CASCADE")

    class Meta:
        table_name = "scenario_reader"
        indexes = ((("scenario", "person"), True),)


class ChartLink(Model):
    """A link with which anybody who has it sees the chart alone, until it ends or is withdrawn."""

    secret = pw.CharField(max_length=64, unique=True)           # its SHA-256
    whom_for = pw.CharField(max_length=120, default="")
    made_by = pw.ForeignKeyField(Person, null=True, on_delete="SET NULL")
    made_at = pw.DateTimeField()
    ends_at = pw.DateTimeField()
    withdrawn_at = pw.DateTimeField(null=True)

    @property
    def is_open(self):
        return self.withdrawn_at is None and self.ends_at > clock.now()
