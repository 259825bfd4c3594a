"""Notices, what goes out by mail, and what each person wants to be told."""
import peewee as pw

from ..kernel.db import Model

SOCIAL = "social"       # the kind of notice whose mail a person may switch off


class Notice(Model):
    """A sentence for one person about what there is to do, and the way to it; never what was written."""

    person_id = pw.IntegerField()
    at = pw.DateTimeField()
    kind = pw.CharField(max_length=30)
    sentence = pw.CharField(max_length=300)
    url = pw.CharField(max_length=300)
    about_id = pw.IntegerField(null=True, index=True)       # whom the sentence names, so that it can go with them
    key = pw.CharField(max_length=120, null=True)           # a later one of the same key takes the place of an unread one
    mail = pw.CharField(max_length=10, default="")          # digest, now, or nothing: the app alone
    read_at = pw.DateTimeField(null=True)
    mailed_at = pw.DateTimeField(null=True)

    class Meta:
        indexes = ((("person_id", "read_at"), False), (("person_id", "at"), False))


class Mail(Model):
    """A mail in the outbox: it rests here until the mail server has taken it, or has refused it for a day."""

    to = pw.CharField(max_length=254)
    subject = pw.CharField(max_length=200)
    text = pw.TextField()                                   # emptied once the mail is gone: it may hold a link
    made_at = pw.DateTimeField()
    until = pw.DateTimeField()                              # after that it helps nobody any more
    next_try_at = pw.DateTimeField()
    claimed_at = pw.DateTimeField(null=True)
    tries = pw.IntegerField(default=0)
    sent_at = pw.DateTimeField(null=True)
    gave_up_at = pw.DateTimeField(null=True)
    last_problem = pw.CharField(max_length=60, default="")  # the name of what went wrong, not its words
    key = pw.CharField(max_length=120, null=True, unique=True)

    class Meta:
        indexes = ((("sent_at", "gave_up_at", "next_try_at"), False),)


class MailChoice(Model):
    """What a person wants to get by mail, and when not."""

    person_id = pw.IntegerField(unique=True)
    social = pw.BooleanField(default=True)
    quiet_from = pw.IntegerField(null=True)                 # hours of the organisation's day; None: no quiet hours
    quiet_to = pw.IntegerField(null=True)
    quiet_days = pw.BooleanField(default=False)             # nothing on weekends and days off


class Reminded(Model):
    """That a person was reminded of something at one step of the ladder."""

    person_id = pw.IntegerField()
    key = pw.CharField(max_length=120)
    due = pw.DateField()
    step = pw.IntegerField()                                # days before (-7 …) or after (… 14) the date
    day = pw.DateField()

    class Meta:
        indexes = ((("person_id", "key", "due", "step"), True), (("person_id", "key", "day"), True))


class Snooze(Model):
    """Until when a person wants to hear nothing of one thing."""

    person_id = pw.IntegerField()
    key = pw.CharField(max_length=120)
    until = pw.DateField()                                  # the day on which it may be said again

    class Meta:
        indexes = ((("person_id", "key"), True),)
