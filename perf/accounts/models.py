"""Accounts, sessions and the links that invite."""
import peewee as pw

from ..kernel.db import Model
from ..people.models import Person


class Account(Model):
    """Lets a person sign in. No row: the person has no account, which is ordinary."""

    person = pw.ForeignKeyField(Person, backref="account", unique=True, on_delete="CASCADE")
    password = pw.CharField(max_length=200)
    is_enabled = pw.BooleanField(default=True)
    opened_at = pw.DateTimeField()
    signed_in_at = pw.DateTimeField(null=True)


class Session(Model):
    """One signed-in browser. The cookie holds a random reference, this row its SHA-256."""

    account = pw.ForeignKeyField(Account, backref="sessions", on_delete="CASCADE")
    reference = pw.CharField(max_length=64, unique=True)
    device = pw.CharField(max_length=80, default="")
    started_at = pw.DateTimeField()
    seen_at = pw.DateTimeField()


class Invitation(Model):
    """A link that lets a person choose a password, once. The link's secret is kept as its SHA-256."""

    person = pw.ForeignKeyField(Person, backref="invitations", on_delete="CASCADE")
    secret = pw.CharField(max_length=64, unique=True)
    made_by = pw.ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    made_at = pw.DateTimeField()
    ends_at = pw.DateTimeField()
    used_at = pw.DateTimeField(null=True)
    is_reset = pw.BooleanField(default=False)


class FailedSignIn(Model):
    """A sign-in that failed, counted to slow down guessing."""

    name = pw.CharField(max_length=64, index=True)          # SHA-256 of what was typed as name
    address = pw.CharField(max_length=64, index=True)
    at = pw.DateTimeField()
