"""Departments, roles with their duties, and the competencies that roles need."""
import peewee as pw

from ..kernel.db import Model


class Department(Model):
    name = pw.CharField(max_length=120, unique=True)
    parent = pw.ForeignKeyField("self", null=True, backref="parts", on_delete="SET NULL")
    version = pw.IntegerField(default=1)


class Role(Model):
    """A job definition: what somebody is here for, does and needs."""

    title = pw.CharField(max_length=120, unique=True)
    purpose = pw.TextField(default="")
    version = pw.IntegerField(default=1)


class Duty(Model):
    """Something the role does. `weight` is its share of the role, in ten-thousandths."""

    role = pw.ForeignKeyField(Role, backref="duties", on_delete="CASCADE")
    text = pw.CharField(max_length=300)
    success = pw.TextField(default="")
    weight = pw.IntegerField(default=10000)
    is_essential = pw.BooleanField(default=True)
    order = pw.IntegerField(default=0)
    version = pw.IntegerField(default=1)


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

    role = pw.ForeignKeyField(Role, backref="needs", on_delete="CASCADE")
    competency = pw.ForeignKeyField(Competency, backref="needed_by", on_delete="CASCADE")
    level = pw.IntegerField(default=3)
    weight = pw.IntegerField(default=10000)
    order = pw.IntegerField(default=0)
    version = pw.IntegerField(default=1)

    class Meta:
        indexes = ((("role", "competency"), True),)
