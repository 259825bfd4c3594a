"""The organisation's settings, read once and kept until they change."""
from ..kernel import clock, modules, words
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


modules.switches(rooms_off)
