"""Persons, the seats they hold, and the powers they have."""
import zlib
from functools import cached_property

import peewee as pw

from ..kernel import clock
from ..kernel.db import Model
from ..roles.models import Department, Role

POWERS = ("administrator", "hr", "executive", "board")


class Person(Model):
    """Somebody employed, a volunteer or a board member; may or may not have an account."""

    employee_id = pw.CharField(max_length=40, null=True, unique=True)
    first_name = pw.CharField(max_length=80)
    last_name = pw.CharField(max_length=80)
    email = pw.CharField(max_length=200, null=True, unique=True)
    phone = pw.CharField(max_length=40, default="")
    hired_on = pw.DateField(null=True)
    left_on = pw.DateField(null=True)
    plain_name = pw.CharField(max_length=200, default="", index=True)
    version = pw.IntegerField(default=1)

    is_authenticated = True
    is_anonymous = False
    is_active = True

    def get_id(self):
        return str(self.id)

    @property
    def name(self):
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self):
        return (self.first_name[:1] + self.last_name[:1]).upper()

    @property
    def hue(self):
        """One of twelve hues (1–12) that follows from the name."""
        return zlib.crc32(self.name.encode()) % 12 + 1

    @property
    def has_left(self):
        return self.left_on is not None and self.left_on < clock.today()

    @cached_property
    def powers(self):
        return frozenset(held.name for held in Power.select(Power.name).where(Power.person == self.id))


class Position(Model):
    """One seat: has a role, a department and a seat it reports to; held by a person, or vacant."""

    role = pw.ForeignKeyField(Role, backref="positions")
    department = pw.ForeignKeyField(Department, null=True, backref="positions")
    reports_to = pw.ForeignKeyField("self", null=True, backref="reports", on_delete="SET NULL")
    opened_on = pw.DateField(null=True)
    closed_on = pw.DateField(null=True)             # the last day on which the seat exists
    version = pw.IntegerField(default=1)


class Assignment(Model):
    """A person holds a position from a date to a date (the last day included)."""

    position = pw.ForeignKeyField(Position, backref="assignments", on_delete="CASCADE")
    person = pw.ForeignKeyField(Person, backref="assignments")
    starts = pw.DateField(null=True)                # None: since before anybody wrote it down
    ends = pw.DateField(null=True)
    is_interim = pw.BooleanField(default=False)


class Power(Model):
    """A right over the house; never called a role."""

    person = pw.ForeignKeyField(Person, backref="held_powers", on_delete="CASCADE")
    name = pw.CharField(max_length=20)

    class Meta:
        indexes = ((("person", "name"), True),)


class Import(Model):
    """One spreadsheet that was taken in, with all that is needed to take it out again."""

    by = pw.ForeignKeyField(Person, null=True, on_delete="SET NULL")
    at = pw.DateTimeField()
    file_name = pw.CharField(max_length=200, default="")
    state = pw.CharField(max_length=20, default="done")     # done, undone
    summary = pw.TextField(default="{}")                    # counts, as JSON
    changes = pw.TextField(default="[]")                    # (table, id, column, old, new) and rows made, as JSON


class Matching(Model):
    """Which column of a spreadsheet fed which of ours, kept for the next time."""

    heading = pw.CharField(max_length=200, unique=True)
    field = pw.CharField(max_length=40)
