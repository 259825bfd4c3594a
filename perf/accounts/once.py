"""What may be answered once: a challenge that somebody recorded is worth nothing the second time."""
from datetime import timedelta

import peewee as pw

from ..kernel import clock
from ..kernel.db import write
from ..kernel.errors import Refused
from ..kernel.words import _
from . import queries
from .models import UsedOnce


@write()
def use_up(challenge, seconds):
    """Mark a challenge as answered until it has ended by itself; refuses one that was answered before."""
    UsedOnce.delete().where(UsedOnce.ends_at < clock.now()).execute()
    try:
        UsedOnce.insert(mark=queries.digest(challenge), ends_at=clock.now() + timedelta(seconds=2 * seconds)).execute()
    except pw.IntegrityError:
        raise Refused(_("That was used before. Please start again.")) from None
