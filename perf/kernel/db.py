"""The database: what is SQLite's alone lies here, so that the models stay portable."""
import functools
import inspect
import threading
from datetime import date, datetime

import peewee as pw
from playhouse.apsw_ext import APSWDatabase

from .errors import Busy
from .words import _

PRAGMAS = {
    "journal_mode": "wal", "synchronous": "full", "foreign_keys": 1, "trusted_schema": 0,
    "secure_delete": 1, "cache_size": -2000, "temp_store": "memory",
}
LOCK_SECONDS = 5


class Database(APSWDatabase):
    def _connect(self):
        connection = super()._connect()
        # apsw binds neither dates nor Decimals; both are stored as their text
        connection.convert_binding = lambda cursor, number, value: str(value)
        return connection


database = Database(None, pragmas=PRAGMAS, timeout=LOCK_SECONDS)
_one_writer = threading.RLock()
at_start_of_write = []      # asked inside each verb's transaction before the verb itself


class Model(pw.Model):
    class Meta:
        database = database
        legacy_table_names = False


def open_at(path):
    """Point the house at one database file."""
    if not database.is_closed():
        database.close()
    database.init(str(path), pragmas=PRAGMAS, timeout=LOCK_SECONDS)


def write():
    """A verb: one transaction that takes the write lock at once, so it decides on rows that stay as read."""
    def decorate(verb):
        @functools.wraps(verb)
        def run(*args, **kwargs):
            if database.in_transaction():
                return verb(*args, **kwargs)
            if not _one_writer.acquire(timeout=LOCK_SECONDS):
                raise Busy(_("The server is very busy just now. Nothing was changed; please try again in a moment."))
            try:
                with database.atomic("IMMEDIATE"):
                    for ask in at_start_of_write:
                        ask()
                    return verb(*args, **kwargs)
            finally:
                _one_writer.release()
        return run
    return decorate


class Slot(pw.ColumnBase):
    """The place of a value that a prepared query is given each time."""

    def __init__(self, name):
        self.name = name

    def __sql__(self, ctx):
        ctx.literal(ctx.state.param or "?")
        ctx._values.append(self)
        return ctx


def prepared(build):
    """A query whose SQL is made once, for the hot path; its arguments are given by name. Answers with plain tuples.

    Peewee takes longer to write such a statement than SQLite to run it.
    """
    names, made = tuple(inspect.signature(build).parameters), []

    @functools.wraps(build)
    def ask(**values):
        if not made:
            query = build(*[Slot(name) for name in names])
            made.extend([*query.sql(), _dates_in(query)])
        sql, places, dates = made
        cursor = database.execute_sql(sql, [values[one.name] if isinstance(one, Slot) else one for one in places])
        return [_with_dates(row, dates) for row in cursor] if dates else list(cursor)
    return ask


def _dates_in(query):
    """The columns that come back as text and mean a date or a moment."""
    kinds = ((pw.DateTimeField, datetime.fromisoformat), (pw.DateField, date.fromisoformat))
    return [(number, read) for number, column in enumerate(query._returning or ()) for kind, read in kinds
            if isinstance(column, kind) or isinstance(getattr(column, "node", None), kind)
            or isinstance(getattr(column, "field", None), kind)]


def _with_dates(row, dates):
    row = list(row)
    for number, read in dates:
        row[number] = read(row[number]) if row[number] else None
    return row


def insert_all(model, rows, size=400):
    """Insert dicts of equal keys in as few statements as SQLite's limit on variables allows."""
    if rows:
        step = max(1, min(size, 30000 // len(rows[0])))
        for chunk in pw.chunked(rows, step):
            model.insert_many(chunk).execute()


def copy_to(path):
    """A consistent copy of the whole database in a new file, while others read and write."""
    database.execute_sql("VACUUM INTO ?", (str(path),))


def is_sound(path):
    """Whether the file is a whole SQLite database with every reference kept."""
    other = Database(str(path))
    try:
        sound = other.execute_sql("PRAGMA integrity_check").fetchone()[0] == "ok"
        return sound and not other.execute_sql("PRAGMA foreign_key_check").fetchall()
    except pw.DatabaseError:
        return False
    finally:
        other.close()


def check():
    """Raises unless the database answers."""
    database.execute_sql("SELECT 1").fetchone()
