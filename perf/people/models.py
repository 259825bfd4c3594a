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
    opened_on = pw.DateField(null=True)
    closed_on = pw.DateField(null=True)             # the last day on which the seat exists
    version = pw.IntegerField(default=1)

    @property
    def reports_to(self):
        """The position that this one reports to today, or None; for a single seat, lists ask the chart."""
        line = ReportingLine.of(self.id, clock.today())
        return line and line.above


class ReportingLine(Model):
    """Whom a position reports to, from a date to a date; one without a line on a day stands at the top that day.

    Solid lines of one position never overlap. A dotted one shows who else has a say; it gives no reading rights.
    """

    position = pw.ForeignKeyField(Position, backref="lines", on_delete="CASCADE")
    above = pw.ForeignKeyField(Position, backref="lines_below", on_delete="CASCADE")
    starts = pw.DateField(null=True)                # None: since before anybody wrote it down
    ends = pw.DateField(null=True)                  # the last day included
    is_dotted = pw.BooleanField(default=False)

    @classmethod
    def of(cls, position_id, day):
        """The solid line of a position on a day."""
        return cls.select().where(cls.position == position_id, ~cls.is_dotted, cls.starts.is_null() | (cls.starts <= day),
                                  cls.ends.is_null() | (cls.ends >= day)).first()


class Assignment(Model):
    """A person holds a position from a date to a date (the last day included)."""

    position = pw.ForeignKeyField(Position, backref="assignments", on_delete="CASCADE")
    person = pw.ForeignKeyField(Person, backref="assignments")
    starts = pw.DateField(null=True)                # None: since before anybody wrote it down
    ends = pw.DateField(null=True)
    is_interim = pw.BooleanField(default=False)
    is_lead = pw.BooleanField(default=False)        # of two who share a seat: the manager of those below it


class Stay(Model):
    """An earlier time with the organisation, of somebody who left and came back."""

    person = pw.ForeignKeyField(Person, backref="earlier_stays", on_delete="CASCADE")
    starts = pw.DateField(null=True)
    ends = pw.DateField()


class Leave(Model):
    """A leave of absence: everybody sees that somebody is away; of what kind, they, their manager and HR alone."""

    person = pw.ForeignKeyField(Person, backref="leaves", on_delete="CASCADE")
    kind = pw.CharField(max_length=20)
    starts = pw.DateField()
    ends = pw.DateField(null=True)                  # the last day away; None: open
    version = pw.IntegerField(default=1)


class Head(Model):
    """The position that heads a department."""

    department = pw.ForeignKeyField(Department, unique=True, on_delete="CASCADE")
    position = pw.ForeignKeyField(Position, on_delete="CASCADE")


class Change(Model):
    """Something that was changed about who sits where, with all that is needed to take it back.

    One that lies ahead happens by itself on its day; until it is announced, only who plans it sees it coming.
    """

    kind = pw.CharField(max_length=20)
    on = pw.DateField(index=True)                   # the first day on which it holds
    person = pw.ForeignKeyField(Person, null=True, backref="changes", on_delete="CASCADE")
    position = pw.ForeignKeyField(Position, null=True, on_delete="SET NULL")
    at = pw.DateTimeField()
    by = pw.ForeignKeyField(Person, null=True, backref="changes_made", on_delete="SET NULL")
    note = pw.CharField(max_length=300, default="")
    state = pw.CharField(max_length=20, default="holds")        # planned, holds, taken back
    is_announced = pw.BooleanField(default=True)
    scenario_id = pw.IntegerField(null=True)        # the drafted reorganisation that it came from
    rows = pw.TextField(default="{}")               # what was written, as JSON (record.py)


class Power(Model):
    """A right over the house; never called a role."""

    person = pw.ForeignKeyField(Person, backref="held_powers", on_delete="CASCADE")
    name = pw.CharField(max_length=20)

    class Meta:
        indexes = ((("person", "name"), True),)
