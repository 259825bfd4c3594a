"""Whose uploads one may work on: one's own, for a day."""
from datetime import timedelta

from ..kernel import clock
from .models import Upload

KEPT = timedelta(days=1)


def uploads_of(me):
    return Upload.select().where(Upload.owner == me.id, Upload.at > clock.now() - KEPT)


def uploads_to_work_on(me):
    """Those that are not imported yet."""
    return uploads_of(me).where(Upload.import_id.is_null())
