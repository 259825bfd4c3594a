"""What roles hold of a person: which versions they were asked to read, and have."""
import peewee as pw

from ..kernel.records import Due, Keeps, Piece, Section
from ..kernel.words import _
from .models import RoleReading, RoleVersion


def everything(person):
    rows = (RoleReading.select(RoleVersion.title, RoleVersion.number, RoleReading.asked_on, RoleReading.at).join(RoleVersion)
            .where(RoleReading.person_id == person.id).order_by(RoleReading.id))
    return [Section("roles-read", _("Roles that you have read"), (_("Role"), _("Version"), _("Asked on"), _("Confirmed")), tuple(rows.tuples()))]


def forgets(person, called):
    own = RoleReading.select().where(RoleReading.person_id == person.id)
    published = RoleVersion.published_by_id == person.id
    return [Piece(_("Roles that they have read"), own.count(),
                  lambda: RoleReading.delete().where(RoleReading.person_id == person.id).execute()),
            Piece(_("Their name on versions of roles that they published"), RoleVersion.select().where(published).count(),
                  lambda: RoleVersion.update(published_by=called).where(published).execute())]


def old_readings(before):
    """What was confirmed, or only asked, before a date."""
    since = pw.fn.COALESCE(RoleReading.at, RoleReading.asked_on)
    rows = RoleReading.select(RoleReading.id, RoleReading.person_id).where(since < before).order_by(RoleReading.id)
    return [Due(number, (person_id,)) for number, person_id in rows.tuples()]


def drop_readings(ids):
    for some in pw.chunked(ids, 400):
        RoleReading.delete().where(RoleReading.id.in_(some)).execute()


def oldest_reading():
    first = RoleReading.select(RoleReading.at).where(RoleReading.at.is_null(False)).order_by(RoleReading.at).first()
    return first.at.date() if first else None


KEEPS = (Keeps("roles-read", _("Roles that were read"), _("That somebody has confirmed having read what their role says."),
               old_readings, drop_readings, oldest_reading),)
