"""The organisation's settings, read once and kept until they change."""
import shutil
import sys

import apsw

from ..kernel import backup, clock, modules, safety as kernel_safety, words
from .models import Holiday, Organisation, RoomSwitch, Value

_kept = {}


def organisation():
    """The organisation, or None before it was set up."""
    if "organisation" not in _kept:
        refresh()
    return _kept["organisation"]


def rooms_off():
    if "off" not in _kept:
        refresh()
    return _kept["off"]


def refresh():
    """Read the settings anew and tell clock and words, after a change or when another database was opened."""
    found = Organisation.select().first()
    _kept["organisation"] = found
    _kept["off"] = frozenset(switch.room for switch in RoomSwitch.select())
    holidays = [holiday.day for holiday in Holiday.select()]
    clock.keep_to(found.time_zone if found else "UTC", holidays)
    if found:
        words.keep_to(found.locale, found.currency)


def values():
    """What the organisation stands for, in its order."""
    return list(Value.select().order_by(Value.order, Value.id))


def holidays():
    return list(Holiday.select().order_by(Holiday.day))


def optional_rooms():
    """The rooms that can be switched off, each with whether it is on."""
    return [{"room": room, "is_on": modules.is_on(room.name)} for room in modules.all_rooms() if room.optional]


def safety(config):
    """The state of backups, disk and programs, for the administrator's page."""
    kept = backup.kept_in(kernel_safety.backup_folder(config))
    age = clock.now() - kept[0].at if kept else None
    return {"backups": kept, "age": age, "is_late": age is None or age > kernel_safety.LATE, "folder": kernel_safety.backup_folder(config),
            "free": shutil.disk_usage(config["DATA"]).free, "failure": backup.last_failure,
            "versions": {"perf": config["VERSION"], "python": sys.version.split()[0], "sqlite": apsw.sqlite_lib_version()}}


modules.switches(rooms_off)
