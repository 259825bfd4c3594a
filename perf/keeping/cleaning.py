"""After something was removed: the list of who was erased, and a file that holds nothing of it any more."""
import json
import os

from flask import current_app

from ..kernel import clock, db, store
from ..kernel.db import write
from ..people.models import Person
from .models import Erasure, Purge


def tidy():
    """Write down who was erased, then let nothing of what was removed stay in free pages, journal or copies made before an upgrade."""
    if db.database.in_transaction():
        return              # whoever began it may still take it back; the next round sees to it
    keep_list()
    waiting = [model for model in (Purge, Erasure) if model.select().where(model.cleaned_at.is_null()).exists()]
    if waiting and db.scrub():
        _drop_copies()
        _note(waiting)


@write()
def _note(models):
    for model in models:
        model.update(cleaned_at=clock.now()).where(model.cleaned_at.is_null()).execute()


def _drop_copies():
    """Copies made before an upgrade hold everybody who was erased since. Backups have their own end."""
    for copy in (current_app.config["DATA"] / store.COPIES).glob("before-*.db*"):
        copy.unlink(missing_ok=True)


# the list that outlives a restore: ids and numbers alone

def listed():
    """Everybody who was ever erased here: dicts of person, number, with_written."""
    path = current_app.config["DATA"] / store.ERASED
    return json.loads(path.read_text()) if path.exists() else []


def keep_list():
    """Write down who was erased, beside the database; what the list held before stays in it."""
    before = listed()
    entries = {entry["person"]: entry for entry in before}
    for one in Erasure.select():
        entries[one.person_id] = {"person": one.person_id, "number": one.number, "with_written": one.with_written}
    after = sorted(entries.values(), key=lambda entry: entry["number"])
    if after != before:
        _write(after)


def _write(entries):
    path = current_app.config["DATA"] / store.ERASED
    waiting = path.with_suffix(".new")
    with open(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(entries, file)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)


def came_back():
    """Entries of the list whose persons a restore has brought back."""
    known = {row[0] for row in Erasure.select(Erasure.person).tuples()}
    entries = [entry for entry in listed() if entry["person"] not in known]
    there = {row[0] for row in Person.select(Person.id).where(Person.id.in_([entry["person"] for entry in entries])).tuples()}
    return [entry for entry in entries if entry["person"] in there]
