"""What people tells the person about their record, and what it forgets when they are erased."""
import json

from ..kernel.intake.models import Import
from ..kernel.records import Due, Keeps, Piece, Section
from ..kernel.words import _
from . import queries
from .actions import plain_name
from .models import Person, Power

IMPORT_YEARS = 1


def everything(person):
    """One's record, one's seats and powers: all of it one may read."""
    record = [(_("First name"), person.first_name), (_("Last name"), person.last_name), (_("E-mail"), person.email),
              (_("Phone"), person.phone), (_("Employee ID"), person.employee_id), (_("First day"), person.hired_on),
              (_("Last day"), person.left_on)]
    seats = [(held["title"], held["department"], held["starts"], held["ends"], _("yes") if held["is_interim"] else _("no"))
             for held in queries.history(person)]
    return [Section("record", _("Your record"), (_("What"), _("As it is kept")), tuple(record)),
            Section("seats", _("Your seats"), (_("Role"), _("Department"), _("From"), _("Until"), _("Standing in")), tuple(seats)),
            Section("powers", _("Your powers over the house"), (_("Power"),), tuple((name,) for name in sorted(person.powers)))]


def forgets(person, called):
    """The name and whatever else says who it was; seats and dates stay, for the figures."""
    imports = [kept for kept in Import.select() if person.id in _persons(kept)]
    return [Piece(_("Spreadsheets taken in that name them"), len(imports), lambda: _clear_imports(imports, person)),
            Piece(_("Name, e-mail, phone, employee ID and powers"), 1, lambda: _forget_name(person, called))]


def _forget_name(person, called):
    first, _space, last = called.rpartition(" ")
    Power.delete().where(Power.person == person.id).execute()
    Person.update(first_name=first, last_name=last, plain_name=plain_name(first, last), email=None, phone="", employee_id=None,
                  version=Person.version + 1).where(Person.id == person.id).execute()


def _clear_imports(imports, person):
    """What an import wrote about this person can no longer be undone; the rest of it can."""
    for kept in imports:
        changes = json.loads(kept.changes)
        rest = {part: [row for row in rows if not _is_of(row, person)] for part, rows in changes.items()}
        Import.update(changes=json.dumps(rest)).where(Import.id == kept.id).execute()


def _is_of(row, person):
    """Whether a row of an import is the person, or a seat that they were given: their history stays as it is."""
    name, row_id, given = row[:3]
    return name == "person" and row_id == person.id or name == "assignment" and isinstance(given, dict) and given.get("person") == person.id


# imports

def old_imports(before):
    """What imports wrote, with everybody whom they made or changed."""
    return [Due(kept.id, tuple(sorted(_persons(kept)))) for kept in Import.select().where(Import.at < before).order_by(Import.id)]


def _persons(kept):
    changes = json.loads(kept.changes)
    rows = [*changes.get("made", []), *changes.get("cells", [])] if isinstance(changes, dict) else []
    return {row for name, row, *_rest in rows if name == "person"}


def drop_imports(ids):
    for chunk in range(0, len(ids), 400):
        Import.delete().where(Import.id.in_(ids[chunk:chunk + 400])).execute()


def oldest_import():
    first = Import.select(Import.at).order_by(Import.at).first()
    return first.at.date() if first else None


KEEPS = (Keeps("imports", _("Imports"), _("What a spreadsheet wrote, so that it can be taken back."), old_imports, drop_imports,
               oldest_import, years=IMPORT_YEARS, from_leaving=False),)
