"""The database: what is SQLite's alone lies here, so that the models stay portable."""
import contextlib
import functools
import inspect
import os
import threading
from datetime import date, datetime
from pathlib import Path

import apsw
import peewee as pw
from playhouse.apsw_ext import APSWDatabase

from . import sql
from .errors import Busy
from .words import _

PRAGMAS = {
    "journal_mode": "wal", "synchronous": "full", "foreign_keys": 1, "trusted_schema": 0,
    "secure_delete": 1, "cache_size": -2000, "temp_store": "memory",
}
LOCK_SECONDS = 5
TROUBLE = (pw.DatabaseError, apsw.Error)       # what a file that cannot be read or written makes


class Database(APSWDatabase):
    context_class = sql.Context

    def _connect(self):
        connection = super()._connect()
        # apsw binds neither dates nor Decimals; both are stored as their text
        connection.convert_binding = lambda cursor, number, value: str(value)
        # else SQLite plans a statement anew for each value that it is given, which takes longer than to run it
        connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
        return connection


database = Database(None, pragmas=PRAGMAS, timeout=LOCK_SECONDS)
_one_writer = threading.RLock()
at_start_of_write = []      # asked inside each verb's transaction before the verb itself


class Model(pw.Model):
    class Meta:
        database = database
        legacy_table_names = False

    @classmethod
    def get(cls, *query, **filters):
        """One row. By its number, as each page asks dozens of times, with a text that is written once."""
        number = sql.number_in(cls, query) if not filters else None
        row = database.execute_sql(sql.by_number(cls), (number, 1, 0)).fetchone() if number is not None else None
        return sql.instance(cls, row) if row else super().get(*query, **filters)


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


def in_one_go(change):
    """Change tables in one transaction: cut off on the way, everything is as it was (TRUST R05).

    References rest meanwhile, since SQLite would follow them where a table is built anew, and are looked at before the end.
    """
    database.pragma("foreign_keys", 0)
    try:
        with database.atomic("IMMEDIATE"):
            change()
            lost = database.execute_sql("PRAGMA foreign_key_check").fetchall()
            if lost:
                raise pw.IntegrityError(f"{lost[0][0]} would refer to a row of {lost[0][2]} that is not there")
    finally:
        database.pragma("foreign_keys", 1)


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
            made[:] = [*query.sql(), _dates_in(query)]      # in one step: two threads may come first
        text, places, dates = made
        cursor = database.execute_sql(text, [values[one.name] if isinstance(one, Slot) else one for one in places])
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
        columns = sql.columns(model, rows[0])
        for chunk in pw.chunked(rows, max(1, min(size, 30000 // len(columns)))):
            database.execute_sql(sql.insert(model, columns, len(chunk)), [value(row) for row in chunk for value in columns.values()])


left_out = {}       # {table: WHERE of the rows that no copy may hold}: rooms add theirs, such as answers that are still sealed


def copy_to(path):
    """A consistent copy of the whole database in a new file, while others read and write; without what no copy may hold."""
    database.execute_sql("VACUUM INTO ?", (str(path),))
    _leave_out(path)


def _leave_out(path):
    """Take rows out of a copy and write it anew, so that no free page holds them; cut off on the way, there is no copy."""
    other = Database(str(path), pragmas={"journal_mode": "off", "secure_delete": 1, "temp_store": "memory", "foreign_keys": 0})
    try:
        tables = set(other.get_tables())
        for table, where in left_out.items():
            if table in tables:
                other.execute_sql(f'DELETE FROM "{table}" WHERE {where}')        # noqa: S608  our own words
        if other.execute_sql("SELECT total_changes()").fetchone()[0]:
            other.execute_sql("VACUUM")
    except BaseException:
        os.unlink(path)
        raise
    finally:
        other.close()


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


def trouble_in(path):
    """What a quick look finds wrong with a database file, or None. The file and its journal stay as they are, byte for byte."""
    found = None
    try:
        with _only_looking(path) as connection:
            said = [row[0] for row in connection.execute("PRAGMA quick_check(3)")]
            found = None if said == ["ok"] else "; ".join(said)
    except apsw.Error as problem:
        found = str(problem)
    return found


def column_of(path, table, column):
    """One column of a database file that is not open; nothing where there is no such table."""
    try:
        with _only_looking(path) as connection:
            return [row[0] for row in connection.execute(f'SELECT "{column}" FROM "{table}" ORDER BY 1')]  # noqa: S608  our own names
    except apsw.SQLError:
        return []


def counts_in(path):
    """How many rows each table of a database file holds."""
    with _only_looking(path) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: next(connection.execute(f'SELECT count(*) FROM "{name}"'))[0] for name in names}  # noqa: S608  names of tables


@contextlib.contextmanager
def _only_looking(path):
    """A connection that makes no journal, and whose end does not fold one into the file, as SQLite's last one would."""
    if os.path.exists(f"{path}-wal"):
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    else:
        address = f"{Path(path).absolute().as_uri()}?immutable=1"
        connection = apsw.Connection(address, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    try:
        connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        connection.execute("PRAGMA trusted_schema = 0")
        yield connection
    finally:
        connection.close()


def fold_journal():
    """Write the journal into the database file, at the end of a day's work."""
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def empty_journal():
    """Leave nothing in the journal of what was written so far. False where somebody was reading all the while.

    Inside a transaction there is nothing of it in the journal yet; whoever began it sees to that.
    """
    if database.in_transaction():
        return True
    try:
        return database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    except pw.OperationalError:
        return False


def scrub():
    """After something was erased: write the file anew without it, and empty the journal that still held it.

    False where it could not be done now, because somebody was reading; whoever erased tries again later.
    """
    if database.in_transaction() or not _one_writer.acquire(timeout=LOCK_SECONDS):
        return False
    try:
        database.execute_sql("VACUUM")
        return database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    except pw.OperationalError:
        return False
    finally:
        _one_writer.release()


def check():
    """Raises unless the database answers."""
    database.execute_sql("SELECT 1").fetchone()
