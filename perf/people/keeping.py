"""What people tells the person about their record, and what it forgets when they are erased."""
import json
from datetime import date

from ..kernel.intake.models import Import
from ..kernel.records import Due, Keeps, Piece, Section
from ..kernel.words import _
from .actions import plain_name
from .inputs import KINDS
from .models import Change, Leave, Person, Power
from .telling import Teller, stays_of

IMPORT_YEARS, LEAVE_YEARS = 1, 3


def everything(person):
    """One's record, one's seats and powers: all of it one may read."""
    record = [(_("First name"), person.first_name), (_("Last name"), person.last_name), (_("E-mail"), person.email),
              (_("Phone"), person.phone), (_("Employee ID"), person.employee_id), (_("First day"), person.hired_on),
              (_("Last day"), person.left_on)]
    leaves = [(KINDS.get(leave.kind, leave.kind), leave.starts, leave.ends)
              for leave in Leave.select().where(Leave.person == person).order_by(Leave.starts)]
    return [Section("record", _("Your record"), (_("What"), _("As it is kept")), tuple(record)),
            *_of_seats(person),
            Section("times", _("Your earlier times here"), (_("First day"), _("Last day")), tuple(stays_of(person)[:-1])),
            Section("leaves", _("Your leaves of absence"), (_("Kind"), _("First day away"), _("Last day away")), tuple(leaves)),
            Section("powers", _("Your powers over the house"), (_("Power"),), tuple((name,) for name in sorted(person.powers)))]


def _of_seats(person):
    """Seats, and what was written about them: of what lies ahead only what is announced, for it is theirs to read then."""
    secret = list(Change.select().where(Change.state == "planned", ~Change.is_announced))
    teller = Teller(hidden=secret)
    held = sorted((hold for hold in teller.facts.holds.values() if hold["person"] == person.id),
                  key=lambda hold: (hold["starts"] or date.min, hold["id"]))
    seats = [(teller.seat(hold["position"], hold["starts"]), hold["starts"], hold["ends"], _("yes") if hold["is_interim"] else _("no"))
             for hold in reversed(held)]
    told = teller.changes(Change.select().where(Change.person == person, Change.id.not_in([change.id for change in secret]))
                          .order_by(Change.on.desc(), Change.id.desc()))
    changes = [(change.on, change.what, change.note, _("taken back") if change.state == "taken back" else "") for change in told]
    return [Section("seats", _("Your seats"), (_("Seat"), _("From"), _("Until"), _("Standing in")), tuple(seats)),
            Section("changes", _("Changes of your seats"), (_("From"), _("What"), _("Note"), _("State")), tuple(changes))]


def forgets(person, called):
    """The name and whatever else says who it was; seats and dates stay, for the figures."""
    imports = [kept for kept in Import.select() if person.id in _persons(kept)]
    notes, leaves = Change.select().where(Change.person == person, Change.note != ""), Leave.select().where(Leave.person == person)
    return [Piece(_("Spreadsheets taken in that name them"), len(imports), lambda: _clear_imports(imports, person)),
            Piece(_("Notes on changes of their seat"), notes.count(),
                  lambda: Change.update(note="").where(Change.person == person).execute()),
            Piece(_("Leaves of absence"), leaves.count(), lambda: Leave.delete().where(Leave.person == person).execute()),
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


# leaves of absence

def old_leaves(before):
    """Those that were over before a day; an open one goes with the person's last day."""
    over = (Leave.ends < before) | (Leave.ends.is_null() & (Person.left_on < before))
    rows = Leave.select(Leave.id, Leave.person).join(Person).where(over).order_by(Leave.id)
    return [Due(number, (person_id,)) for number, person_id in rows.tuples()]


def drop_leaves(ids):
    for chunk in range(0, len(ids), 400):
        Leave.delete().where(Leave.id.in_(ids[chunk:chunk + 400])).execute()


def oldest_leave():
    first = Leave.select(Leave.ends).where(Leave.ends.is_null(False)).order_by(Leave.ends).first()
    return first.ends if first else None


KEEPS = (Keeps("leaves", _("Leaves of absence"), _("Who was away when, and of what kind: illness, care, parental leave and others."), old_leaves,
               drop_leaves, oldest_leave, years=LEAVE_YEARS, from_leaving=False),
         Keeps("imports", _("Imports"), _("What a spreadsheet wrote, so that it can be taken back."), old_imports, drop_imports,
               oldest_import, years=IMPORT_YEARS, from_leaving=False),)
