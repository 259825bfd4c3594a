"""An import that was made before an upgrade is still listed, and taken back as far as the records allow; what stays is said."""
import contextlib
import json
from pathlib import Path

import apsw
import pytest
from playhouse.migrations import Runner

import perf
from perf.exchange import queries
from perf.kernel import db, store
from perf.kernel.intake import keeping
from perf.kernel.intake.models import Import
from perf.people.models import Assignment, Person, Position
from perf.people.staff.offer import STAFF
from perf.roles import drafts
from perf.roles.models import Role
from tests.faults import upgrades

ROWS = {
    "role": [(900, "Lamp Lighter", "")], "person": [(900, "E900", "Ola", "Nord"), (901, "E901", "Kim", "Rao")],
    "position": [(900, 900, 901), (901, 900, None)], "assignment": [(900, 900, 900), (901, 901, 901)],
}


def insert(connection, table, columns, rows):
    known = {name for _id, name, *_rest in connection.execute(f"PRAGMA table_info('{table}')")}
    default = {"version": 1, "phone": "", "plain_name": "", "is_interim": 0, "purpose": ""}
    more = {name: value for name, value in default.items() if name in known and name not in columns}
    for row in rows:
        given = {**more, **dict(zip(columns, row))}
        named, marks = ", ".join(f'"{name}"' for name in given), ", ".join("?" * len(given))
        connection.execute(f'INSERT INTO "{table}" ({named}) VALUES ({marks})', list(given.values()))     # noqa: S608


@pytest.fixture
def upgraded(tmp_path):
    """The first release, with one list taken in: two people, a role, their seats, and a phone of somebody who was there."""
    folder = upgrades.restored(upgrades.RELEASED / "0.1.0.sql.gz", tmp_path / "old")
    with contextlib.closing(apsw.Connection(str(folder / "perf.db"))) as connection:
        insert(connection, "role", ("id", "title", "purpose"), ROWS["role"])
        insert(connection, "person", ("id", "employee_id", "first_name", "last_name"), ROWS["person"])
        insert(connection, "position", ("id", "role_id", "reports_to_id"), ROWS["position"][::-1])
        insert(connection, "assignment", ("id", "position_id", "person_id"), ROWS["assignment"])
        [(other, phone)] = connection.execute("SELECT id, phone FROM person WHERE id < 900 ORDER BY id LIMIT 1").fetchall()
        connection.execute("UPDATE person SET phone = '555' WHERE id = ?", (other,))
        changes = {"made": [["role", 900, {"title": "Lamp Lighter"}],
                            *[["person", number, {"employee_id": key, "first_name": first, "last_name": last}]
                              for number, key, first, last in ROWS["person"]],
                            *[["position", number, {"role": role, "department": None, "reports_to": above}]
                              for number, role, above in ROWS["position"]],
                            *[["assignment", number, {"position": seat, "person": person}] for number, seat, person in ROWS["assignment"]]],
                   "cells": [["person", other, "phone", phone, "555"]]}
        insert(connection, "import", ("id", "by_id", "at", "file_name", "state", "summary", "changes"),
               [(7, other, "2026-11-23 10:00:00", "staff.csv", "done", json.dumps({"kind": "staff", "new": 2, "changed": 1}), json.dumps(changes))])
        insert(connection, "matching", ("heading", "field"), [("funktion", "role"), ("personal", "")])
    upgrades.upgraded(folder)
    db.open_at(folder / "perf.db")
    yield other, phone
    db.database.close()


def test_it_is_listed_with_who_did_it_and_columns_are_still_remembered(upgraded):
    [(offer, kept, by, summary)] = queries.past()
    assert (offer.name, kept.id, by, summary["new"]) == ("staff", 7, Person.get_by_id(upgraded[0]).name, 2)
    assert keeping.remembered("staff") == {"funktion": "role", "personal": ""} and keeping.remembered("roles") == {}


def test_it_is_taken_back_with_the_lines_and_versions_into_which_it_was_taken_apart(upgraded):
    other, phone = upgraded
    undone = STAFF.undo(Import.get_by_id(7), by=None)
    assert undone.state == "undone" and Person.get_by_id(other).phone == phone
    assert not Person.select().where(Person.id >= 900).exists() and not Assignment.select().where(Assignment.id >= 900).exists()
    assert not Position.select().where(Position.id >= 900).exists() and not Role.select().where(Role.id == 900).exists()
    assert not STAFF.stays(undone)


def test_a_role_that_was_written_on_since_stays_and_is_told(upgraded):
    drafts.begin_draft(Role.get_by_id(900))
    undone = STAFF.undo(Import.get_by_id(7), by=None)
    assert STAFF.stays(undone) == [("Lamp Lighter", "stays, because something else belongs to it by now")]
    assert sorted(version.number for version in Role.get_by_id(900).versions) == [1, 2]


def test_the_step_back_keeps_it(upgraded):
    runner = Runner(db.database, str(Path(perf.__file__).parent / "migrations"), table_name=store.HISTORY)
    db.in_one_go(lambda: runner.down("0012_imports"))
    assert db.database.execute_sql("SELECT id, by_id, file_name FROM import").fetchall() == [(7, upgraded[0], "staff.csv")]
    assert db.database.execute_sql("SELECT heading, field FROM matching ORDER BY id").fetchall() == [("funktion", "role"), ("personal", "")]
