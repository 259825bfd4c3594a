"""Who may open which notices: everybody their own, nobody else's."""
from .models import Notice


def notices_of(me):
    return Notice.select().where(Notice.person_id == me.id)
