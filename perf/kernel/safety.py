"""What is not safe in this installation: each finding says what, why, and how to mend it. `flask check` and a page list them."""
import os
import shutil
import stat
import sys
from collections import namedtuple
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import urlsplit

import apsw

from . import backup, clock, modules, store
from .surroundings import LOCAL, host_of, is_for_all_to_reach
from .words import _

SERIOUS, WARNING, HINT = "serious", "warning", "hint"
ORDER = (SERIOUS, WARNING, HINT)
LATE = timedelta(hours=48)
LITTLE_SPACE = 512 * 1024 * 1024
SYNCED = ("dropbox", "onedrive", "nextcloud", "owncloud", "google drive", "googledrive", "icloud", "mobile documents", "syncthing",
          "pcloud", "megasync", "seafile", "creative cloud files", "box sync", "gdrive", "my drive")
NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "fuse.rclone", "afs", "davfs", "fuse.davfs2", "glusterfs", "ceph")
SQLITE_MENDED = (3, 51, 3)
PYTHON_LOOKED_AFTER = {(3, 11): (2027, 10), (3, 12): (2028, 10), (3, 13): (2029, 10), (3, 14): (2030, 10)}

Finding = namedtuple("Finding", "key level what why mend")


def findings(config):
    """Everything that is found, what is serious first; rooms add what they know of people and mail."""
    found = [one for look in LOOKS for one in look(config)] + modules.gather("safety")
    return sorted(found, key=lambda one: ORDER.index(one.level))


def backup_folder(config):
    return config["BACKUPS"] or config["DATA"] / store.BACKUPS


# the way in

def way_in(config):
    url = config["BASE_URL"]
    if config["ALLOW_HTTP"]:
        yield Finding("http", SERIOUS, _("Plain http is allowed."), _("Passwords and reviews can be read on the way."),
                      _("Put a proxy with a certificate in front, set PERF_URL, and take PERF_ALLOW_HTTP away."))
    if not url:
        yield Finding("no-url", WARNING, _("PERF_URL is not set."), _("Links in mails lead to this machine alone, and browsers are not told to keep to https."),
                      _("Set PERF_URL to the address that people type, such as https://perf.example.org."))
    elif url.startswith("http://") and host_of(urlsplit(url).netloc) not in LOCAL:
        yield Finding("url-http", SERIOUS, _("PERF_URL begins with http://."), _("Links in mails lead over a connection that is not encrypted."),
                      _("Write it with https://, once the proxy in front has a certificate."))


def proxies(config):
    listens = os.environ.get("PERF_HOST", "127.0.0.1") if config.get("LISTENS_ON") is None else config["LISTENS_ON"]
    if config["PROXIES"] and not config["BASE_URL"]:
        yield Finding("proxy-no-url", WARNING, _("Proxies are trusted, but PERF_URL is not set."), _("Perf does not know under which name the proxy answers."),
                      _("Set PERF_URL to the address that people type."))
    if config["PROXIES"] and is_for_all_to_reach(listens):
        yield Finding("proxy-open", SERIOUS, _("Proxies are trusted, but others may reach Perf past them."),
                      _("Whoever does can pretend to come from any address, and so guess passwords unhindered."),
                      _("Let Perf listen on 127.0.0.1, or on a network that only the proxy shares; then this line can be left as it is."))
    if not config["PROXIES"] and config["BASE_URL"].startswith("https://"):
        yield Finding("no-proxies", WARNING, _("PERF_URL says https, but no proxy is trusted."),
                      _("All browsers seem to come from the proxy's address, so one who guesses passwords slows down everybody's sign-in."),
                      _("Set PERF_PROXIES to the number of proxies in front, most often 1."))


# where the data lies

def data_folder(config):
    folder = config["DATA"]
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield Finding("data-open", SERIOUS, _("Others on this machine may read the data directory."), _("Every review and salary lies in it."),
                      _("Run: chmod go-rwx %(folder)s", folder=folder))
    cloud = next((name for part in folder.resolve().parts for name in SYNCED if part.lower().replace("_", " ").startswith(name)), None)
    if cloud:
        yield Finding("data-synced", SERIOUS, _("The data directory seems to be copied to a cloud (%(name)s).", name=cloud),
                      _("Such programs copy a database while it is written, which breaks it, and take it out of the house."),
                      _("Move it elsewhere and name that place in PERF_DATA."))
    kind = _file_system(folder)
    if kind in NETWORK:
        yield Finding("data-network", SERIOUS, _("The data directory lies on a network drive (%(kind)s).", kind=kind),
                      _("SQLite cannot keep a database safe there."), _("Use a disk of this machine, and copy the backups to the network drive."))


def space(config):
    free = shutil.disk_usage(config["DATA"]).free
    size = (config["DATA"] / store.FILE).stat().st_size
    if free < max(LITTLE_SPACE, 4 * size):
        yield Finding("space", WARNING, _("Only %(free)s MiB are free on the disk.", free=free // 2 ** 20), _("Without space nothing is saved and no backup is made."),
                      _("Make room, or move PERF_DATA to a larger disk."))


def _file_system(folder):
    """The kind of file system that holds a folder, as Linux says."""
    try:
        mounts = [line.split() for line in Path("/proc/self/mounts").read_text().splitlines()]
    except OSError:
        return ""
    real, best = folder.resolve(), ("", "")
    for _device, place, kind, *_rest in mounts:
        place = place.replace("\\040", " ")
        if real.is_relative_to(place) and len(place) >= len(best[0]):
            best = (place, kind)
    return best[1]


# backups

def backups(config):
    into = backup_folder(config)
    age = backup.age_of_latest(into)
    if age is None or age > LATE:
        yield Finding("backup-late", SERIOUS, _("There is no backup yet.") if age is None else _("The latest backup is older than two days."),
                      _("What a broken disk or a wrong click takes, cannot be brought back."),
                      _("Make one now, and look below why none was made by itself."))
    if into.exists() and into.stat().st_dev == config["DATA"].stat().st_dev:
        yield Finding("backup-same-disk", HINT, _("Backups lie on the same disk as the data."), _("A broken disk takes both."),
                      _("Set PERF_BACKUPS to another disk, or take an encrypted backup elsewhere once a week."))
    if backup.last_failure:
        yield Finding("backup-failed", SERIOUS, _("The latest backup could not be made: %(why)s", why=backup.last_failure[1]),
                      _("The backups before it are still there."), _("Mend what it names, then make a backup now."))


# the machine

def machine(config):
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        yield Finding("root", WARNING, _("Perf runs as root."), _("A mistake in it could then reach everything on this machine."),
                      _("Run it as a user of its own; .deploy/perf.service does so."))
    if config.get("DEBUG"):
        yield Finding("debug", SERIOUS, _("Debug mode is on."), _("Whoever causes an error sees code and data."), _("Start Perf without --debug."))
    if "PERF_SETUP_CODE" in os.environ and len(os.environ["PERF_SETUP_CODE"]) < 8:
        yield Finding("setup-code", WARNING, _("PERF_SETUP_CODE is short."), _("Until Perf is set up, whoever guesses it becomes its administrator."),
                      _("Leave it out: Perf then makes one up at each start and prints it."))


def versions(config):
    sqlite = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
    if sqlite < SQLITE_MENDED:
        yield Finding("old-sqlite", SERIOUS, _("SQLite %(version)s has a known mistake that can break a database.", version=apsw.sqlite_lib_version()),
                      _("Two connections that write at the same moment can damage the file."), _("Install the packages of .requirements.lock."))
    until = PYTHON_LOOKED_AFTER.get(tuple(sys.version_info[:2]))
    if (until and (clock.now().year, clock.now().month) > until) or sys.version_info[:2] < min(PYTHON_LOOKED_AFTER):
        yield Finding("old-python", WARNING, _("Python %(version)s gets no more mending.", version=f"{sys.version_info[0]}.{sys.version_info[1]}"),
                      _("Mistakes that become known in it stay open."), _("Install a newer Python, make .venv anew and start again."))


def clock_is_right(config):
    """A clock that is far behind ends sessions, refuses codes and names backups wrongly."""
    files = (config["DATA"] / store.FILE, config["DATA"] / store.KEY_FILE, Path(__file__))
    written = max(path.stat().st_mtime for path in files if path.exists())
    if datetime.fromtimestamp(written, timezone.utc).replace(tzinfo=None) - clock.now() > timedelta(hours=1):
        yield Finding("clock", SERIOUS, _("The clock of this machine is behind: its files were written later than it says it is."),
                      _("Codes for signing in are refused, and due dates are wrong."),
                      _("Switch on time synchronisation: timedatectl set-ntp true"))


LOOKS = (way_in, proxies, data_folder, space, backups, machine, versions, clock_is_right)
