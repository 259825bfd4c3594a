"""Taking records along: which tables there are, that it happened, and whose records were in it."""
from ..kernel import clock, modules, trail
from ..kernel.db import database, insert_all, write
from ..kernel.errors import Refused
from ..kernel.words import _
from ..kernel.workbook import workbook
from .models import Export, ExportedPerson


def offered():
    """The rooms that are on and give out tables."""
    return [room for room in modules.rooms_on() if room.exports]


def take_along(me, keys):
    """The bytes of a workbook with the tables chosen. That it was taken is written down before anything is read."""
    tables = [table for room in offered() for table in room.exports if table.key in keys]
    if not tables:
        raise Refused(_("Choose at least one table."))
    with database.atomic():
        persons = {number for table in tables for number in table.persons(me)}
    note(me, [table.key for table in tables], persons)
    with database.atomic():                     # one view of the records, even while others write
        return workbook(tables, me)


@write()
def note(me, keys, persons):
    """One line in the trail, which shows in the access log of everybody whose records were taken."""
    kept = Export.create(at=clock.now(), tables=" ".join(keys))
    insert_all(ExportedPerson, [{"export": kept.id, "person_id": number} for number in sorted(persons)])
    trail.record("export_records", me, kind="export", row_id=kept.id, is_reading=bool(persons))


def concerning(person):
    """[("export", number, what was in it)] of the exports that held somebody's records."""
    titles = {table.key: table.title for room in modules.all_rooms() for table in room.exports}
    rows = Export.select(Export.id, Export.tables).join(ExportedPerson).where(ExportedPerson.person_id == person.id).order_by(Export.id)
    return [("export", number, ", ".join(titles.get(key, key) for key in tables.split())) for number, tables in rows.tuples()]


@write()
def forget_old():
    """What the trail does not tell any longer is not kept here either."""
    first = trail.TrailLine.select(trail.TrailLine.at).order_by(trail.TrailLine.id).first()
    if first:
        Export.delete().where(Export.at < first.at).execute()
