"""The data directory: one folder with the database, its key and its copies."""
import contextlib
import fcntl
import os
import secrets
import shutil
import stat
import tempfile
from pathlib import Path

import peewee as pw
from playhouse.migrations import Runner

from . import clock, db, surroundings
from .surroundings import CannotStart

FILE, KEY_FILE, LOCK_FILE, COPIES, BACKUPS = "perf.db", "secret.key", "perf.lock", "copies", "backups"
RESTORING, ASIDE, DEMO = "restoring-", "replaced-", "demo"
ERASED = "erased.json"          # who was erased here; a restore leaves it, so that nobody comes back
OURS = {FILE, KEY_FILE, LOCK_FILE, COPIES, BACKUPS}
EMPTY_ALL_THE_SAME = {DEMO, "lost+found"}
KEEP_COPIES = 3
HISTORY = "schema_migration"
MAGIC = b"SQLite format 3\x00"
LEAST_FREE = 2 * 1024 * 1024
WEB_FOLDERS = ("/var/www", "/srv/http", "/srv/www", "/usr/share/nginx", "/usr/share/caddy")
OPEN, CLOSED = "open", "closed"


def prepare(folder):
    """Make the data directory, readable for its owner alone; somebody else's folder is left as it is (TRUST L06)."""
    folder = Path(folder).absolute()
    os.umask(0o077)
    refuse_served(folder)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        refuse_foreign(folder)
        close_to_others(folder)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as problem:
        raise CannotStart(f"the data directory {folder} cannot be used ({problem.strerror}). Let its owner be whoever runs Perf, "
                          "or name another one in PERF_DATA.", CannotStart.READ_ONLY if folder.is_dir() else CannotStart.FOLDER) from problem
    return folder


def refuse_served(folder):
    """A folder that a web server gives away is no place for reviews."""
    real = folder.resolve()
    if any(part in ("static", "public_html", "htdocs") for part in real.parts) or any(real.is_relative_to(root) for root in WEB_FOLDERS):
        raise CannotStart(f"the data directory {folder} lies where a web server may give away its files. "
                          "Name another one in PERF_DATA.", CannotStart.FOREIGN)


def refuse_foreign(folder):
    names = {path.name for path in folder.iterdir()} - EMPTY_ALL_THE_SAME
    if names and not names & OURS and not any(name.startswith((RESTORING, ASIDE)) for name in names):
        raise CannotStart(f"the folder {folder} holds files that are not Perf's ({sorted(names)[0]} …). Nothing in it was touched. "
                          "Name an empty folder in PERF_DATA.", CannotStart.FOREIGN)


def close_to_others(path):
    """Take from group and others what they may do; refuse where that does not help."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        with contextlib.suppress(OSError):
            path.chmod(mode & 0o700)
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise CannotStart(f"others on this machine may read {path}, and that could not be changed. Run: chmod go-rwx {path}",
                              CannotStart.OPEN_TO_OTHERS)


def secret(folder):
    """The key that signs what browsers hold: from the environment, or made at the first start."""
    given = surroundings.given_secret()
    if given:
        return given
    path = folder / KEY_FILE
    with contextlib.suppress(FileExistsError):
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    close_to_others(path)
    return surroundings.good_secret(path.read_text(errors="replace").strip(), str(path))


class Held:
    """The data directory in this process's hand. Its lock file also says whether a journal belongs to the data."""

    def __init__(self, folder, file):
        self.folder, self.file = folder, file
        self.before = file.read().strip()

    def mark(self, state):
        self.file.seek(0)
        self.file.truncate()
        self.file.write(state)
        self.file.flush()

    def close(self):
        """The end of a day's work: everything lies in the database file."""
        with contextlib.suppress(pw.DatabaseError):
            db.database.connect(reuse_if_open=True)
            db.fold_journal()
            db.database.close()
            journal = self.folder / f"{FILE}-wal"
            if not journal.exists() or journal.stat().st_size == 0:
                self.mark(CLOSED)


@contextlib.contextmanager
def only_one(folder, accept_loss=False):
    """Hold the data directory, so that no second process writes to it."""
    folder = prepare(folder)
    with open(os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(f"another Perf is already running on {folder}. Stop it, or name another directory "
                              "in PERF_DATA.", CannotStart.RUNNING) from None
        held = Held(folder, file)
        if not accept_loss:
            refuse_half_restored(folder)
            refuse_lost_journal(held)
        yield held


def refuse_half_restored(folder):
    if any(folder.glob(f"{RESTORING}*")):
        raise CannotStart(f"a restore into {folder} was interrupted. Run flask restore again, with --replace.", CannotStart.RESTORING)


def refuse_lost_journal(held):
    """SQLite would open the file without its journal in silence, and the latest changes would be gone."""
    path, journal, index = [held.folder / f"{FILE}{ending}" for ending in ("", "-wal", "-shm")]
    if path.exists() and not journal.exists() and (index.exists() or held.before == OPEN):
        raise CannotStart(
            f"{journal} is missing. It belongs to {FILE} and holds the latest changes. Nothing was touched: put it back, or restore "
            "a backup. If it cannot be found: python app.py --accept-loss starts without these changes.", CannotStart.JOURNAL_GONE)
    if held.before and (not path.exists() or not path.stat().st_size):
        raise CannotStart(f"{path} is {'empty' if path.exists() else 'missing'}, though Perf has run here before. Put it back, or restore a "
                          f"backup. To begin anew, name an empty directory in PERF_DATA.", CannotStart.NO_DATABASE)


def look_from_outside(folder):
    """The same question for a command; from now on a journal may be folded in by it."""
    try:
        with only_one(folder) as held:
            if held.before == OPEN:
                held.mark(CLOSED)
    except CannotStart as no:
        if no.exit_code != CannotStart.RUNNING:
            raise


def inspect(folder, scripts):
    """Refuse to open what is damaged, unknown or newer, before anything is changed (TRUST R06)."""
    path = folder / FILE
    refuse_half_restored(folder)
    if shutil.disk_usage(folder).free < LEAST_FREE:
        raise CannotStart(f"the disk of {folder} is full, so nothing could be saved. Make room and start again.", CannotStart.NO_SPACE)
    if not path.exists() or not path.stat().st_size:
        return
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise CannotStart(f"{path} is not a database. Put back the right file, or restore a backup.", CannotStart.NO_DATABASE)
    trouble = db.trouble_in(path)
    if trouble:
        raise CannotStart(f"{path} is damaged ({trouble}). Nothing was touched. Restore a backup: flask restore FILE --replace keeps "
                          "the damaged file aside.", CannotStart.DAMAGED)
    applied = db.column_of(path, HISTORY, "name")
    others = sorted(set(db.counts_in(path)) - {HISTORY})
    if others and not applied:
        raise CannotStart(f"{path} is a database, but not Perf's: it holds “{others[0]}”. Nothing was touched. Put back the right "
                          "file, or restore a backup.", CannotStart.NO_DATABASE)
    refuse_newer(applied, scripts, folder)


def refuse_newer(applied, scripts, where):
    known = {script.stem for script in Path(scripts).glob("[0-9]*.py")}
    newer = sorted(set(applied) - known)
    if newer:
        raise CannotStart(f"the data in {where} was written by a newer version ({newer[-1]}). Install that version, or restore "
                          "an older backup.", CannotStart.NEWER)


def migrate(folder, scripts):
    """Bring the tables up to date, after a verified copy; data of a newer version is refused in words."""
    runner = Runner(db.database, str(scripts), table_name=HISTORY)
    states = runner.status()
    refuse_newer([state.name for state in states if state.path is None], scripts, folder)
    waiting = [state for state in states if not state.applied]
    if waiting and any(state.applied for state in states):
        copy_before(folder, waiting[-1].name)
    if waiting:
        bring_up(runner, folder)


def bring_up(runner, folder):
    """All the steps or none of them."""
    try:
        db.in_one_go(runner.up)
    except pw.DatabaseError as problem:
        raise CannotStart(f"the data in {folder} could not be brought up to this version ({problem}). Nothing was changed: "
                          "install the former version again, or make room if the disk is full.",
                          CannotStart.UPGRADE_FAILED) from problem


def copy_before(folder, name):
    """A verified copy beside the data, before its tables change; the latest three are kept."""
    copies = folder / COPIES
    copies.mkdir(mode=0o700, exist_ok=True)
    size = (folder / FILE).stat().st_size
    if shutil.disk_usage(folder).free < 2 * size:
        raise CannotStart(f"there is not enough free space in {folder} to copy the data before the upgrade.", CannotStart.NO_SPACE)
    path, unproven = copies / f"before-{name}-{clock.now():%Y%m%d-%H%M%S}.db", copies / "unproven.part"
    unproven.unlink(missing_ok=True)        # of a start that was cut off
    try:
        db.copy_to(unproven)
    except pw.DatabaseError as problem:
        unproven.unlink(missing_ok=True)
        raise CannotStart(f"the data in {folder} could not be copied before the upgrade ({problem}). Nothing was changed.",
                          CannotStart.COPY_FAILED) from problem
    if not db.is_sound(unproven):
        raise CannotStart(f"the copy {unproven} made before the upgrade is not sound, so nothing was changed.",
                          CannotStart.COPY_FAILED)
    unproven.rename(path)
    for old in sorted(copies.glob("before-*.db"), key=lambda p: p.stat().st_mtime)[:-KEEP_COPIES]:
        old.unlink()
