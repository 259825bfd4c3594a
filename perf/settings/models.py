"""The organisation, its switches and its days off."""
import peewee as pw

from ..kernel.db import Model


class Organisation(Model):
    """The one employer that this installation serves: a single row."""

    name = pw.CharField(max_length=120)
    purpose = pw.CharField(max_length=300, default="")
    time_zone = pw.CharField(max_length=60)
    locale = pw.CharField(max_length=12, default="en_GB")
    currency = pw.CharField(max_length=3)
    fiscal_start = pw.IntegerField(default=1)       # month in which the fiscal year begins
    is_demo = pw.BooleanField(default=False)
    version = pw.IntegerField(default=1)


class RoomSwitch(Model):
    """A room that the organisation has switched off."""

    room = pw.CharField(max_length=30, unique=True)


class Holiday(Model):
    """A day on which nobody is expected to work."""

    day = pw.DateField(unique=True)
    name = pw.CharField(max_length=80)


class Value(Model):
    """Something the organisation stands for; reviews and thanks refer to it."""

    name = pw.CharField(max_length=60)
    meaning = pw.CharField(max_length=300, default="")
    order = pw.IntegerField(default=0)
