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
    has_short_password = pw.BooleanField(default=False)     # allowed only beside a second factor


class Session(Model):
    """One signed-in browser. The cookie holds a random reference, this row its SHA-256."""

    account = pw.ForeignKeyField(Account, backref="sessions", on_delete="CASCADE")
    reference = pw.CharField(max_length=64, unique=True)
    device = pw.CharField(max_length=80, default="")
    started_at = pw.DateTimeField()
    seen_at = pw.DateTimeField()
    fresh_until = pw.DateTimeField(null=True)       # until then dangerous deeds ask for no password
    is_pending = pw.BooleanField(default=False)     # the password was right, the second factor is awaited: counts for nothing yet
    has_second = pw.BooleanField(default=False)     # a second factor was shown as well


class Invitation(Model):
    """A link that lets a person choose a password, once. The link's secret is kept as its SHA-256."""

    person = pw.ForeignKeyField(Person, backref="invitations", on_delete="CASCADE")
    secret = pw.CharField(max_length=64, unique=True)
    made_by = pw.ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    made_at = pw.DateTimeField()
    ends_at = pw.DateTimeField()
    used_at = pw.DateTimeField(null=True)
    is_reset = pw.BooleanField(default=False)
    told_at = pw.DateTimeField(null=True)           # when its person learnt of a link that somebody else had made


class AskedReset(Model):
    """Somebody asked for a link that sets anew the password of one of the powerful; it takes a second to confirm it."""

    person = pw.ForeignKeyField(Person, backref="+", unique=True, on_delete="CASCADE")
    by = pw.ForeignKeyField(Person, backref="+", on_delete="CASCADE")
    at = pw.DateTimeField()


class LostPassword(Model):
    """Somebody at the door says that the password of this name is lost; rests until the next round of the mail."""

    name = pw.CharField(max_length=200)
    at = pw.DateTimeField()


class AddressChange(Model):
    """An e-mail address that a person wants to use from now on; counts once they have opened the link sent to it."""

    person = pw.ForeignKeyField(Person, backref="+", unique=True, on_delete="CASCADE")
    email = pw.CharField(max_length=200)
    secret = pw.CharField(max_length=64, unique=True)
    ends_at = pw.DateTimeField()


class KnownDevice(Model):
    """A browser in which this account has signed in before: a stranger's wrong tries elsewhere do not shut it out."""

    account = pw.ForeignKeyField(Account, backref="devices", on_delete="CASCADE")
    reference = pw.CharField(max_length=64)
    seen_at = pw.DateTimeField()

    class Meta:
        indexes = ((("account", "reference"), True),)


class FailedSignIn(Model):
    """A sign-in that failed, counted to slow down guessing."""

    name = pw.CharField(max_length=64, index=True)          # SHA-256 of what was typed as name
    address = pw.CharField(max_length=64, index=True)
    at = pw.DateTimeField()


class Authenticator(Model):
    """An app on a phone that shows a new code every half minute. Its seed rests sealed."""

    account = pw.ForeignKeyField(Account, backref="authenticators", unique=True, on_delete="CASCADE")
    seed = pw.CharField(max_length=400)
    last_step = pw.IntegerField(default=0)          # the half minute of the last code that counted: each counts once
    made_at = pw.DateTimeField()


class RecoveryCode(Model):
    """A code for the day the phone is lost, kept as its SHA-256; it counts once."""

    account = pw.ForeignKeyField(Account, backref="recovery_codes", on_delete="CASCADE")
    code = pw.CharField(max_length=64, unique=True)
    used_at = pw.DateTimeField(null=True)


class Passkey(Model):
    """A key on one's own device that signs in without a password: the public half of it."""

    account = pw.ForeignKeyField(Account, backref="passkeys", on_delete="CASCADE")
    name = pw.CharField(max_length=60)
    credential = pw.CharField(max_length=1400, unique=True)
    public_key = pw.TextField()
    sign_count = pw.IntegerField(default=0)
    made_at = pw.DateTimeField()
    used_at = pw.DateTimeField(null=True)


class Identity(Model):
    """Who somebody is elsewhere: a provider and its number for them, never the e-mail address, which may change hands."""

    account = pw.ForeignKeyField(Account, backref="identities", on_delete="CASCADE")
    issuer = pw.CharField(max_length=300)
    subject = pw.CharField(max_length=255)
    shown_as = pw.CharField(max_length=200, default="")
    made_at = pw.DateTimeField()
    used_at = pw.DateTimeField(null=True)

    class Meta:
        indexes = ((("issuer", "subject"), True),)


class UsedOnce(Model):
    """A challenge that has been answered, kept as its SHA-256 until it would have ended by itself."""

    mark = pw.CharField(max_length=64, unique=True)
    ends_at = pw.DateTimeField(index=True)
