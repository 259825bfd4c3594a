"""The audit and access log: ids and the verb's name, never names, texts or values."""
import peewee as pw

from . import clock
from .db import Model, write


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
