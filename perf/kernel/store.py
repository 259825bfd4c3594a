"""The data directory: one folder with the database, its keys and its copies."""
import contextlib
import fcntl
import os
import secrets
import shutil
from pathlib import Path

import peewee as pw
from playhouse.migrations import Runner

from . import clock, db

FILE, KEY_FILE, LOCK_FILE, COPIES = "perf.db", "secret.key", "perf.lock", "copies"
KEEP_COPIES = 3
HISTORY = "schema_migration"


class CannotStart(Exception):
    """Why the house cannot open, in words for who runs it."""


def prepare(folder):
    """Make the data directory readable for its owner alone."""
    folder = Path(folder).absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as problem:
        raise CannotStart(f"the data directory {folder} cannot be used ({problem.strerror}). "
                          "Name another one in PERF_DATA.") from problem
    return folder


def secret(folder):
    """The key that signs what browsers hold, made at the first start."""
    path = folder / KEY_FILE
    with contextlib.suppress(FileExistsError):
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


@contextlib.contextmanager
def only_one(folder):
    """Hold the data directory, so that no second process writes to it."""
    folder = prepare(folder)
    with open(folder / LOCK_FILE, "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(f"another Perf is already running on {folder}. Stop it, or name another directory "
                              "in PERF_DATA.") from None
        yield


def migrate(folder, scripts):
    """Bring the tables up to date, after a verified copy; data of a newer version is refused in words."""
    runner = Runner(db.database, str(scripts), table_name=HISTORY)
    try:
        states = runner.status()
    except pw.DatabaseError as problem:
        raise CannotStart(f"{folder / FILE} is not a database that can be read ({problem}). "
                          "Put back a copy of it and start again.") from problem
    newer = [state.name for state in states if state.path is None]
    if newer:
        raise CannotStart(f"the data in {folder} was written by a newer version ({newer[-1]}). "
                          "Install that version, or restore an older copy.")
    waiting = [state for state in states if not state.applied]
    if waiting and any(state.applied for state in states):
        copy_before(folder, waiting[-1].name)
    if waiting:
        runner.up()


def copy_before(folder, name):
    """A verified copy beside the data, before its tables change; the latest three are kept."""
    copies = folder / COPIES
    copies.mkdir(mode=0o700, exist_ok=True)
    size = (folder / FILE).stat().st_size
    if shutil.disk_usage(folder).free < 2 * size:
        raise CannotStart(f"there is not enough free space in {folder} to copy the data before the upgrade.")
    path = copies / f"before-{name}-{clock.now():%Y%m%d-%H%M%S}.db"
    db.copy_to(path)
    if not db.is_sound(path):
        raise CannotStart(f"the copy {path} made before the upgrade is not sound, so nothing was changed.")
    for old in sorted(copies.glob("before-*.db"), key=lambda p: p.stat().st_mtime)[:-KEEP_COPIES]:
        old.unlink()
