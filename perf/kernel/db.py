"""The database: what is SQLite's alone lies here, so that the models stay portable."""
import functools
import threading

import peewee as pw
from playhouse.apsw_ext import APSWDatabase

from .errors import Busy
from .words import _

PRAGMAS = {
    "journal_mode": "wal", "synchronous": "full", "foreign_keys": 1, "trusted_schema": 0,
    "secure_delete": 1, "cache_size": -8000, "temp_store": "memory",
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
                    return verb(*args, **kwargs)
            finally:
                _one_writer.release()
        return run
    return decorate


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
