"""A house with the cast and a running cycle: built, opened in this process or another, and looked at from outside."""
import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import apsw

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "browser"))
from stage import Stage, free_port  # noqa: E402,F401


def build(scratch):
    """A data directory with the cast, made in a process of its own; and the numbers of its rows."""
    folder = Path(scratch) / "built"
    said = python(ROOT / "tests" / "browser" / "stage.py", folder)
    return SimpleNamespace(folder=folder, sheets=sheets(folder), **json.loads(said.splitlines()[-1]))


def python(*words, data=None):
    """Run something of ours in a process of its own; what it said."""
    environment = {**os.environ, **({"PERF_DATA": str(data)} if data else {})}
    ran = subprocess.run([sys.executable, *map(str, words)], cwd=ROOT, env=environment, capture_output=True, text=True)
    if ran.returncode:
        raise Failed(f"{words} ended with {ran.returncode}: {ran.stderr[-1500:]}")
    return ran.stdout


class Failed(Exception):
    """A command of the house did not work."""


def copy_of(built, folder):
    shutil.rmtree(folder, ignore_errors=True)
    return Path(shutil.copytree(built.folder, folder))


def sheets(folder):
    """The sheet of each person's own review, by first name."""
    with contextlib.closing(apsw.Connection(str(folder / "perf.db"))) as connection:
        return dict(connection.execute("SELECT lower(first_name), self_sheet_id FROM review "
                                       "JOIN person ON person.id = person_id"))


def missing(connection, kept):
    """The acknowledged saves that a database does not hold, each in words."""
    there = dict.fromkeys(kept.answers, (0, ""))
    there.update((row[0], row[1:]) for row in connection.execute("SELECT id, version, text FROM answer"))
    gone = [f"save {lost} of answer {number}" for number, (version, _text) in kept.answers.items()
            for lost in range(there[number][0] + 1, version + 1)]
    gone += [f"the text of answer {number}" for number, given in kept.answers.items()
             if there[number][0] == given[0] and there[number] != given]
    for table, number in kept.rows:
        if not connection.execute(f'SELECT 1 FROM "{table}" WHERE id = ?', (number,)).fetchall():   # noqa: S608  our own names
            gone.append(f"{table} {number} is gone")
    return gone


def flaws(connection):
    """What SQLite finds wrong with its own file, and references that lead nowhere."""
    found = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    return found + [f"{row[0]} {row[1]} refers to nothing" for row in connection.execute("PRAGMA foreign_key_check")]


def broken_trail(connection):
    """What does not fit in the audit log's chain of hashes."""
    from perf.kernel import chain
    place = SimpleNamespace(execute_sql=lambda sql, values=(): Rows(connection.execute(sql, values)))
    try:
        problem = chain.verify(place).problem
    except apsw.Error as trouble:
        problem = str(trouble)
    return [problem] if problem else []


class Rows(list):
    fetchall = list.copy


def soundness(connection, kept):
    """(flaws, acknowledged saves that are missing); a file that cannot be read is one flaw and loses everything."""
    try:
        return flaws(connection), missing(connection, kept)
    except apsw.Error as problem:
        return [str(problem)], [f"save {number}" for number in range(kept.count)]


def put_back(folder, left):
    """The disc after a cut: only what it has kept."""
    for file in folder.glob("perf.db*"):
        file.unlink()
    for path, content in left.items():
        Path(path).write_bytes(content)


# the house inside this process

@contextlib.contextmanager
def pragmas(**other):
    """Other settings of SQLite while the block runs."""
    from perf.kernel import db
    before = dict(db.PRAGMAS)
    db.PRAGMAS.update(other)
    try:
        yield
    finally:
        db.PRAGMAS.clear()
        db.PRAGMAS.update(before)


@contextlib.contextmanager
def small_log(pages):
    """Every so many pages the log is moved into the database, as SQLite does by itself after a commit.

    Where that fails SQLite goes on, but a fault raised in Python would come out of the commit all the same; not so here.
    """
    def move(connection, _name, size):
        with contextlib.suppress(apsw.Error):
            if size >= pages:
                connection.wal_checkpoint()
        return apsw.SQLITE_OK

    def meet(connection):
        connection.set_wal_hook(move)
    apsw.connection_hooks.append(meet)
    try:
        yield
    finally:
        apsw.connection_hooks.remove(meet)


_apps = []


def app_at(folder):
    """The one app of this process; its database is opened anew by `perf.open_house`."""
    import perf
    if not _apps:
        _apps.append(perf.create_app(folder))
    return _apps[0]


def close():
    """Let go of this thread's connection, whatever the disc says to that."""
    from perf.kernel.db import database
    with contextlib.suppress(Exception):
        database.close()


# the house in a process of its own

@contextlib.contextmanager
def stage(folder, **settings):
    """A server on that folder, not yet started; ended with the block."""
    one = Stage(folder, **settings)
    try:
        yield one
    finally:
        if one.process:
            one.stop()
