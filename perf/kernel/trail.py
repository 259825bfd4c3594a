"""The audit and access log: ids and the verb's name, never names, texts or values."""
from datetime import timedelta

import peewee as pw

from . import clock
from .db import Model, write


READ_AGAIN_AFTER = timedelta(minutes=15)


class TrailLine(Model):
    at = pw.DateTimeField(index=True)
    verb = pw.CharField(max_length=60)
    actor_id = pw.IntegerField(null=True)
    about_id = pw.IntegerField(null=True, index=True)
    kind = pw.CharField(max_length=40, default="")
    row_id = pw.IntegerField(null=True)
    is_reading = pw.BooleanField(default=False)


@write()
def record(verb, actor, about=None, kind="", row_id=None, is_reading=False):
    """Keep that `actor` did `verb`, concerning the person `about`."""
    TrailLine.insert(at=clock.now(), verb=verb, actor_id=getattr(actor, "id", None), about_id=getattr(about, "id", about),
                     kind=kind, row_id=row_id, is_reading=is_reading).execute()


def record_reading(verb, actor, about, kind, row_id):
    """Keep that somebody has read a row; once within a quarter of an hour, so that a page that refreshes itself is one reading."""
    since = clock.now() - READ_AGAIN_AFTER
    known = TrailLine.select().where(TrailLine.verb == verb, TrailLine.actor_id == actor.id, TrailLine.row_id == row_id,
                                     TrailLine.is_reading == True, TrailLine.at > since)  # noqa: E712
    if not known.exists():
        record(verb, actor, about, kind=kind, row_id=row_id, is_reading=True)
