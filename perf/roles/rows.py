"""How this room changes a row: as its writer saw it, under a name of its own, with a line in the trail."""
import peewee as pw

from ..kernel import live, trail, words
from ..kernel.errors import Changed, Refused
from ..kernel.words import _

TOPIC = "roles"


def said(verb, by, row, role=None):
    """Keep the deed, and tell open pages of it."""
    trail.record(verb, by, kind=TOPIC, row_id=getattr(role, "id", role) or row.id)
    live.changed(TOPIC)
    return row


def as_seen(row, version):
    """A row as it stands inside the write, if it still is what its writer saw."""
    now = type(row).get_by_id(row.id)
    if now.version != version:
        raise Changed(_("Somebody else changed this meanwhile. Both versions are below."), now)
    return now


def keep(row, **given):
    for name, value in given.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    return row


def refuse_same(model, column, text, own=None, field="name"):
    wanted = words.plain(text)
    if not wanted:
        raise Refused(_("Please fill this in."), field)
    for row_id, taken in model.select(model.id, column).tuples():
        if words.plain(taken) == wanted and row_id != getattr(own, "id", None):
            raise Refused(_("There is already one called %(name)s. Choose another name, or change that one.", name=taken), field)


def called(model, column, text):
    wanted = words.plain(text)
    return next((row for row in model.select() if words.plain(getattr(row, column.name)) == wanted), None)


def remove(row, refusal):
    try:
        row.delete_instance()
    except pw.IntegrityError:
        raise Refused(refusal) from None


def next_order(model, among):
    return (model.select(pw.fn.MAX(model.order)).where(among).scalar() or 0) + 1
