"""Backups: one tar file with all that an installation needs to live again, verified after it was made, and put back by `restore`.

The secret key is inside: second factors are encrypted with it. A backup is therefore as confidential as the server itself.
"""
import contextlib
import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
import threading
from collections import namedtuple
from datetime import datetime, timedelta
from pathlib import Path

from . import age, clock, db, store

MANIFEST, FORMAT = "manifest.json", 1
NAME = re.compile(r"perf-(\d{8}-\d{6})(?:-\d+)?\.tar")
STAMP = "%Y%m%d-%H%M%S"
MAKING, RESTORED = ".making-", "restored.json"
LEFT_OUT = {store.LOCK_FILE, store.COPIES, store.BACKUPS, store.DEMO, store.ERASED, RESTORED, "lost+found",
            store.FILE, f"{store.FILE}-wal", f"{store.FILE}-shm", f"{store.FILE}-journal"}
LEFT_OUT_BEGINNINGS = (store.RESTORING, store.ASIDE, MAKING)
DAILY, WEEKLY, MONTHLY = 7, 4, 12
SPARE = 32 * 1024 * 1024
PIECE = 1024 * 1024

Backup = namedtuple("Backup", "path at size")
_one_at_a_time = threading.Lock()
last_failure = None         # (moment, words) of the latest try, until one succeeds


class CannotBackUp(Exception):
    """Why a backup could not be made, verified or put back, in words for who runs the house."""


def backup(folder, into=None, version=""):
    """Make a backup of the open house into a folder, verify it, and give its path. Until then the file has another name."""
    global last_failure
    folder, into = Path(folder), Path(into or folder / store.BACKUPS)
    try:
        with _one_at_a_time:
            into.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = _made(folder, into, version)
    except (OSError, *db.TROUBLE, CannotBackUp) as problem:
        words = str(problem) if isinstance(problem, CannotBackUp) else f"{into}: {getattr(problem, 'strerror', None) or problem}"
        last_failure = (clock.now(), words)
        raise CannotBackUp(words) from problem
    last_failure = None
    return path


def _made(folder, into, version):
    for left in into.glob(f"{MAKING}*"):
        shutil.rmtree(left, ignore_errors=True)
    needed = 3 * (folder / store.FILE).stat().st_size + SPARE
    if shutil.disk_usage(into).free < needed:
        raise CannotBackUp(f"there is not enough free space in {into}: {needed // 2 ** 20} MiB are needed.")
    with tempfile.TemporaryDirectory(dir=into, prefix=MAKING) as made:
        copy, whole = Path(made) / store.FILE, Path(made) / "whole.tar"
        db.copy_to(copy)
        pack(whole, {store.FILE: copy, **others(folder)}, version)
        trouble = verify(whole).trouble
        if trouble:
            raise CannotBackUp(f"the backup was made but is not sound: {trouble[0]}")
        path = free_name(into)
        os.replace(whole, path)
        _to_disk(into)
    return path


def others(folder):
    """The files beside the database that an installation needs: its key, and whatever rooms keep in files."""
    found = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and not path.is_symlink() and inside.parts[0] not in LEFT_OUT \
                and not inside.parts[0].startswith(LEFT_OUT_BEGINNINGS):
            found[inside.as_posix()] = path
    return found


def pack(whole, files, version):
    manifest = {"format": FORMAT, "made_at": clock.now().isoformat(timespec="seconds"), "version": version,
                "trail": end_of_trail(files[store.FILE]),
                "schema": db.column_of(files[store.FILE], store.HISTORY, "name")[-1:], "rows": db.counts_in(files[store.FILE]),
                "files": {name: {"sha256": digest(path), "size": path.stat().st_size} for name, path in files.items()}}
    with open(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
            _add(tar, MANIFEST, io.BytesIO(json.dumps(manifest, indent=1).encode()))
            for name, path in files.items():
                with path.open("rb") as file:
                    _add(tar, name, file)
        out.flush()
        os.fsync(out.fileno())


def end_of_trail(path):
    """Number and hash of the last line of the audit log: kept here, they prove later that nothing before it was touched."""
    return ":".join(str(part) for name in ("last_id", "last_hash") for part in db.column_of(path, "trail_ends", name))


def _add(tar, name, file):
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = file.seek(0, os.SEEK_END), 0o600
    file.seek(0)
    tar.addfile(entry, file)


def free_name(into):
    stamp = f"{clock.now():{STAMP}}"
    names = [f"perf-{stamp}.tar", *(f"perf-{stamp}-{number}.tar" for number in range(2, 1000))]
    return next(into / name for name in names if not (into / name).exists())


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _to_disk(folder):
    """A new name in a folder survives a power cut only once the folder itself is written."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# verify

Verified = namedtuple("Verified", "manifest trouble")


def verify(path, passphrase=None):
    """Open a backup and look at all of it: its list, every file's digest, the database inside. Gives what was found wrong."""
    near = Path(path).parent if os.access(Path(path).parent, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=near, prefix=MAKING) as folder:
        return unpack(path, Path(folder), passphrase)


def unpack(path, folder, passphrase=None):
    """Lay the files of a backup into an empty folder, and say what is wrong with them."""
    try:
        with _opened(path, passphrase) as tar:
            manifest = _manifest(tar)
            trouble = [problem for name, said in manifest["files"].items() if (problem := _laid(tar, folder, name, said))]
    except (tarfile.TarError, EOFError, KeyError, TypeError, ValueError, OSError) as problem:
        return Verified({}, [f"{Path(path).name} cannot be read as a backup ({problem})."])
    return Verified(manifest, trouble or _trouble_inside(folder / store.FILE, manifest))


def _opened(path, passphrase):
    if not age.is_encrypted(path):
        return tarfile.open(path)
    if passphrase is None:
        raise ValueError("it is encrypted, and no passphrase was given")
    return tarfile.open(fileobj=io.BytesIO(age.decrypt(Path(path).read_bytes(), passphrase)))


def _manifest(tar):
    manifest = json.load(tar.extractfile(MANIFEST))
    if manifest["format"] != FORMAT or store.FILE not in manifest["files"]:
        raise ValueError("its list of files is not one of ours")
    return manifest


def _laid(tar, folder, name, said):
    """Write one file; a name that leads out of the folder, or content that is not what the list says, is a trouble."""
    target = folder / name
    if not target.resolve().is_relative_to(folder.resolve()) or name != Path(name).as_posix() or Path(name).is_absolute():
        return f"{name} would lie outside."
    if name != store.FILE and (Path(name).parts[0] in LEFT_OUT or name.startswith((*LEFT_OUT_BEGINNINGS, ".moving"))):
        return f"{name} is nothing that a backup holds."
    entry = tar.getmember(name)
    if not entry.isfile() or entry.size != said["size"]:
        return f"{name} has another size than its list says."
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tar.extractfile(entry) as source, open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        shutil.copyfileobj(source, out, PIECE)
        out.flush()
        os.fsync(out.fileno())
    return None if digest(target) == said["sha256"] else f"{name} is not what was backed up: its digest differs."


def _trouble_inside(path, manifest):
    if not db.is_sound(path):
        return [f"{store.FILE} inside is damaged."]
    counts = db.counts_in(path)
    return [f"{table} holds {counts.get(table, 0)} rows, not {rows}." for table, rows in manifest["rows"].items()
            if counts.get(table, 0) != rows]


# restore

def restore(path, folder, replace=False, *, scripts, passphrase=None):
    """Put a backup into a data directory; the old data is kept aside. Gives the folder that holds it, or None."""
    with store.only_one(folder, accept_loss=True) as held:
        folder = held.folder
        present = [name for name in _present(folder) if not name.startswith(store.RESTORING)]
        if present and not replace:
            raise CannotBackUp(f"{folder} holds data already ({present[0]}). --replace puts the backup in its place and keeps the old data aside.")
        stamp = f"{clock.now():{STAMP}}"
        fresh = folder / f"{store.RESTORING}{stamp}"
        with _swept(fresh):
            fresh.mkdir(mode=0o700)
            found = unpack(path, fresh, passphrase)
            if found.trouble:
                raise CannotBackUp(found.trouble[0])
            store.refuse_newer(found.manifest["schema"], scripts, path)
            (fresh / RESTORED).write_text(json.dumps({"from": Path(path).name, "made_at": found.manifest["made_at"]}))
            aside = _swapped(folder, fresh, present, stamp)
        held.mark(store.CLOSED)
    return aside


def _present(folder):
    """What lies in a data directory and belongs to its data, by name."""
    kept = LEFT_OUT - {name for name in LEFT_OUT if name.startswith(store.FILE)} - {RESTORED}
    return sorted(path.name for path in folder.iterdir() if path.name not in kept and not path.name.startswith((store.ASIDE, MAKING)))


@contextlib.contextmanager
def _swept(fresh):
    """Take away a folder that did not come to its end: only while the old data still lies in its place."""
    try:
        yield
    except BaseException:
        if fresh.exists() and not (fresh / ".moving").exists():
            shutil.rmtree(fresh, ignore_errors=True)
        raise


def _swapped(folder, fresh, present, stamp):
    """Old out, new in, by renaming alone. While the folder of the new exists, the house does not start."""
    (fresh / ".moving").touch()
    aside = folder / f"{store.ASIDE}{stamp}" if present else None
    if aside:
        aside.mkdir(mode=0o700)
        for name in present:
            os.replace(folder / name, aside / name)
    for path in sorted(fresh.iterdir()):
        if path.name != ".moving":
            os.replace(path, folder / path.name)
    _to_disk(folder)
    for left in folder.glob(f"{store.RESTORING}*"):
        shutil.rmtree(left, ignore_errors=True)
    return aside


@contextlib.contextmanager
def just_restored(folder):
    """Whether this is the first start after a restore; no longer, once what has to be done then is done."""
    path = folder / RESTORED
    yield path.exists()
    path.unlink(missing_ok=True)


# which there are, and which stay

def kept_in(into):
    """The backups in a folder, latest first."""
    found = [Backup(path, datetime.strptime(match[1], STAMP), path.stat().st_size)  # noqa: DTZ007  UTC, as everything that is stored
             for path in (into.iterdir() if into.is_dir() else ()) if (match := NAME.fullmatch(path.name))]
    return sorted(found, key=lambda one: (one.at, one.path.name), reverse=True)


def rotate(into):
    """Keep the latest of each of 7 days, 4 weeks and 12 months; take away the rest."""
    found = kept_in(into)
    stay = to_keep([one.at for one in found])
    for one in found:
        if one.at not in stay:
            one.path.unlink()


def to_keep(moments):
    """Of some moments those that are the last of one of the latest days, weeks or months."""
    stay = set()
    for period, many in ((lambda at: at.date(), DAILY), (lambda at: at.isocalendar()[:2], WEEKLY), (lambda at: (at.year, at.month), MONTHLY)):
        last = {period(at): at for at in sorted(moments)}
        stay |= {last[one] for one in sorted(last, reverse=True)[:many]}
    return stay


def is_due(into):
    """Whether today's backup is missing."""
    found = kept_in(into)
    return not found or clock.local(found[0].at).date() != clock.today()


def age_of_latest(into):
    """How old the latest backup is; None where there is none."""
    found = kept_in(into)
    return max(clock.now() - found[0].at, timedelta(0)) if found else None


def encrypted(folder, passphrase, version):
    """A backup that only a passphrase opens, as an open file without a name: once closed it is gone."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=MAKING) as made:
        plain = backup(folder, Path(made), version)
        out = tempfile.TemporaryFile(dir=folder)
        with plain.open("rb") as source:
            age.encrypt(source, out, passphrase)
    out.seek(0)
    return out
