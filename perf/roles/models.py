"""Departments, roles in their versions, and the competencies that roles need."""
import peewee as pw

from ..kernel import clock
from ..kernel.db import Model

DRAFT, PUBLISHED = "draft", "published"


class Department(Model):
    name = pw.CharField(max_length=120, unique=True)
    parent = pw.ForeignKeyField("self", null=True, backref="parts", on_delete="SET NULL")
    version = pw.IntegerField(default=1)
    made_on = pw.DateField(null=True, default=clock.today)      # None: since before anybody wrote it down


class DepartmentPast(Model):
    """What a department was called, and of which it was a part, until a day (that day included)."""

    department = pw.ForeignKeyField(Department, backref="pasts", on_delete="CASCADE")
    name = pw.CharField(max_length=120)
    parent = pw.ForeignKeyField(Department, null=True, backref="+", on_delete="SET NULL")
    until = pw.DateField()

    class Meta:
        indexes = ((("department", "until"), True),)


class Role(Model):
    """A job definition, whatever it is called and says at the time; `title` is the one in force today."""

    title = pw.CharField(max_length=120, unique=True)
    version = pw.IntegerField(default=1)


class RoleVersion(Model):
    """What a role says from a date on. A draft is written on; what is published stays as it is."""

    role = pw.ForeignKeyField(Role, backref="versions", on_delete="CASCADE")
    number = pw.IntegerField()
    state = pw.CharField(max_length=10, default=DRAFT)
    starts = pw.DateField(null=True)                        # None: since before anybody wrote it down
    title = pw.CharField(max_length=120)
    department = pw.ForeignKeyField(Department, null=True, backref="role_versions")
    purpose = pw.TextField(default="")
    qualifications = pw.TextField(default="")
    pay_min = pw.BigIntegerField(null=True)                 # whole minor units of the organisation's currency
    pay_max = pw.BigIntegerField(null=True)
    review_on = pw.DateField(null=True)                     # when somebody should ask whether it still fits
    asks_to_read = pw.BooleanField(default=False)
    note = pw.CharField(max_length=300, default="")         # what changed
    published_by_id = pw.IntegerField(null=True)            # a person's number; the room people stands above this one
    published_by = pw.CharField(max_length=170, default="")     # and what they were called
    published_at = pw.DateTimeField(null=True)
    version = pw.IntegerField(default=1)

    class Meta:
        indexes = ((("role", "number"), True),)

    @property
    def is_draft(self):
        return self.state == DRAFT

    @property
    def is_correction(self):
        """Whether it was published for days that had passed."""
        return bool(self.starts and self.published_at and self.starts < clock.local(self.published_at).date())

    @property
    def is_to_come(self):
        return not self.is_draft and self.starts is not None and self.starts > clock.today()

    @property
    def is_overdue(self):
        return self.review_on is not None and self.review_on < clock.today()


class Duty(Model):
    """Something the role does. `weight` is its share of the role, in ten-thousandths."""

    of = pw.ForeignKeyField(RoleVersion, backref="duties", on_delete="CASCADE")
    text = pw.CharField(max_length=300)
    success = pw.TextField(default="")
    weight = pw.IntegerField(default=10000)
    is_essential = pw.BooleanField(default=True)
    order = pw.IntegerField(default=0)
    version = pw.IntegerField(default=1)
    origin = pw.IntegerField(null=True)                     # the duty that it once was a copy of, so that a change is not another duty


class Competency(Model):
    """Something a role needs, with observable behaviour at levels 1, 3 and 5."""

    name = pw.CharField(max_length=120, unique=True)
    meaning = pw.TextField(default="")
    level_1 = pw.TextField(default="")
    level_3 = pw.TextField(default="")
    level_5 = pw.TextField(default="")
    version = pw.IntegerField(default=1)


class RoleCompetency(Model):
    """The level (1–5) of a competency that a role needs, and its weight in ten-thousandths."""

    of = pw.ForeignKeyField(RoleVersion, backref="needs", on_delete="CASCADE")
    competency = pw.ForeignKeyField(Competency, backref="needed_by", on_delete="CASCADE")
    level = pw.IntegerField(default=3)
    weight = pw.IntegerField(default=10000)
    order = pw.IntegerField(default=0)
    version = pw.IntegerField(default=1)

    class Meta:
        indexes = ((("of", "competency"), True),)


class RoleNext(Model):
    """A role to which this one leads."""

    of = pw.ForeignKeyField(RoleVersion, backref="steps", on_delete="CASCADE")
    role = pw.ForeignKeyField(Role, backref="+", on_delete="CASCADE")

    class Meta:
        indexes = ((("of", "role"), True),)


class RoleReading(Model):
    """That somebody was asked to read their role, and when they said that they have."""

    of = pw.ForeignKeyField(RoleVersion, backref="readings", on_delete="CASCADE")
    person_id = pw.IntegerField(index=True)
    asked_on = pw.DateField(null=True)                      # None: read without having been asked
    at = pw.DateTimeField(null=True)                        # None: not yet

    class Meta:
        indexes = ((("of", "person_id"), True),)
