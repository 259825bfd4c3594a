"""Founding the organisation, and changing how it is set up."""
from flask import current_app

from ..kernel import backup, live, modules, safety, trail
from ..kernel.db import database, write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from . import queries
from .models import Holiday, Organisation, RoomSwitch, Value


@write()
def found_organisation(*, name, time_zone, currency, fiscal_start, locale="en_GB", purpose="", is_demo=False):
    """The first deed in an empty installation."""
    if Organisation.select().exists():
        raise Refused(_("The organisation is set up already. Please sign in."))
    made = Organisation.create(name=name, time_zone=time_zone, currency=currency, fiscal_start=fiscal_start,
                               locale=locale, purpose=purpose, is_demo=is_demo)
    trail.record("found_organisation", None)
    queries.refresh()
    database.after_commit(queries.refresh)
    return made


@write()
def change_organisation(*, version, by, **given):
    now = Organisation.get()
    if now.version != version:
        raise Changed(_("Somebody else changed the settings meanwhile. They are shown below; please make your change again."), now)
    Organisation.update(version=version + 1, **given).execute()
    trail.record("change_settings", by)
    database.after_commit(queries.refresh)


@write()
def switch_room(name, on, *, by):
    """Switch a room on or off. Its data stays as it is."""
    room = next((room for room in modules.all_rooms() if room.name == name), None)
    if room is None or not room.optional:
        raise Refused(_("This part cannot be switched off: others stand on it."))
    if on:
        RoomSwitch.delete().where(RoomSwitch.room == name).execute()
    else:
        RoomSwitch.get_or_create(room=name)
    trail.record("switch_room", by, kind=name)
    database.after_commit(queries.refresh)
    live.changed("rooms")


@write()
def add_holiday(day, name, *, by=None):
    if Holiday.select().where(Holiday.day == day).exists():
        raise Refused(_("That day is on the list already."), "day")
    made = Holiday.create(day=day, name=name)
    trail.record("add_holiday", by, kind="holiday", row_id=made.id)
    database.after_commit(queries.refresh)


@write()
def remove_holiday(holiday, *, by=None):
    Holiday.delete().where(Holiday.id == holiday.id).execute()
    trail.record("remove_holiday", by, kind="holiday", row_id=holiday.id)
    database.after_commit(queries.refresh)


@write()
def keep_values(pairs, *, by=None):
    """What the organisation stands for, as (name, meaning) in their order, in place of what was there."""
    Value.delete().execute()
    for order, (name, meaning) in enumerate(pairs):
        Value.create(name=name, meaning=meaning, order=order)
    trail.record("change_values", by)


# backups

def back_up(by=None, into=None):
    """Make a verified backup; the one thing here that is no transaction, because it reads the whole database."""
    config = current_app.config
    made = backup.backup(config["DATA"], into or safety.backup_folder(config), config["VERSION"])
    trail.record("backup", by)
    if into is None:
        backup.rotate(safety.backup_folder(config))
    return made


def back_up_now(by):
    """The same from a page, where what goes wrong is said in words."""
    try:
        return back_up(by)
    except backup.CannotBackUp as problem:
        raise Refused(_("The backup could not be made: %(why)s", why=problem)) from problem


def back_up_daily():
    """Once a day, as soon as somebody asks; an empty installation has nothing to lose."""
    if queries.organisation() and backup.is_due(safety.backup_folder(current_app.config)):
        back_up()


def download_backup(by, passphrase):
    """An encrypted backup as an open file, for somebody to keep elsewhere. The passphrase is used and forgotten."""
    try:
        made = backup.encrypted(current_app.config["DATA"], passphrase, current_app.config["VERSION"])
    except (OSError, backup.CannotBackUp) as problem:
        raise Refused(_("The backup could not be made: %(why)s", why=problem)) from problem
    trail.record("download_backup", by)
    return made


@write()
def note_restore():
    """The first deed after a restore: it is written down, and rooms end what must not come back to life, such as sessions."""
    trail.record("restore", None)
    modules.react("restored")
