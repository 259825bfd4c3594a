"""What a room offers the house, and the registry through which others ask it."""
from collections import namedtuple
from dataclasses import dataclass, field
from typing import Callable

_rooms = {}
_switched_off = lambda: frozenset()  # noqa: E731  settings replaces it


def _nothing(*args, **kwargs):
    return ()


# A kind of question that expands to what somebody has, such as their goals:
#   has(whom): {one of whom: [Subject]} for (person id, (first day, last day), day on which it is looked at)
#   beside(me, numbers): {number: what stands beside the question now, as far as one may read it}: dicts of template, standing, note
Subjects = namedtuple("Subjects", "has beside")
Subject = namedtuple("Subject", "number title help weight is_private")      # private: for the person and who reviews them alone


@dataclass(frozen=True)
class Module:
    """A room's offer. Each function is optional; a room that is switched off is not asked."""

    name: str
    title: str
    blueprint: object = None
    optional: bool = False
    about_it: str = ""
    nav: Callable = _nothing            # (me) -> places: dicts of desk ("me" or "hr"), label, url, icon, tab
    cards: Callable = _nothing          # (me) -> cards on home: dicts of template and what it shows
    due: Callable = _nothing            # (me) -> what waits for me: dicts of what, whom, on, url, action
    waits: Callable = _nothing          # (me) -> how many things wait, for the count in the rail
    about: Callable = _nothing          # (me, person) -> blocks for a person's page: template and what it shows
    of_role: Callable = _nothing        # (me, role) -> blocks for a role's page
    search: Callable = _nothing         # (me, words) -> found: dicts of kind, title, second, url
    evidence: Callable = _nothing       # (me, person, period) -> entries beside a review form
    guest: Callable = None              # (cookies) -> the sheet that a browser without an account may fill in, or None
    held: Callable = None               # (sheet) -> why its author cannot write into it from their account now, or ""
    frame: Callable = None              # (me, sheet) -> what stands around a sheet: a dict, or None where it is not the room's
    subjects: dict = field(default_factory=dict)    # {kind of question: Subjects}
    asks_with: Callable = _nothing      # (template id) -> where a template is in use: dicts of name, state, url
    imports: tuple = ()                 # spreadsheets that it takes in
    exports: tuple = ()                 # tables that it gives out (kernel/tables.py)
    powers_of: Callable = None          # (person) -> set of rights; offered by people alone
    who: Callable = None                # (cookies) -> signed-in person or None; offered by accounts alone
    address: Callable = None            # (person id) -> e-mail; offered by people alone
    holders: Callable = None            # (right) -> ids of those who hold it; offered by people alone
    daily: Callable = _nothing          # (today) -> what a new day changes
    first_steps: Callable = _nothing    # (me) -> what to do next in a new installation
    reminders: Callable = _nothing      # (today) -> what waits for somebody: dicts of person_id, key, due, words, url; is_private: not for HR
    concerns: Callable = _nothing       # (person) -> (kind, row number, name): rows whose lines of the trail concern them as well
    log_shows: Callable = _nothing      # (me) -> (kind, row numbers): of lines of the trail of that kind those alone, even for HR
    everything: Callable = _nothing     # (person) -> sections of the file about oneself
    keeps: tuple = ()                   # classes of record, each with the time that it is kept
    forgets: Callable = _nothing        # (person, called) -> pieces that erasing takes away; the person is `called` so afterwards
    confirm: Callable = None            # (person, form) -> None, or a refusal: is it really them? offered by accounts alone
    jobs: tuple = ()                    # (seconds, function): done in the background again and again
    safety: Callable = _nothing         # () -> findings of kernel/safety.py about people, accounts, mail
    commands: tuple = field(default=())
    reacts: dict = field(default_factory=dict)


def register(module):
    _rooms[module.name] = module


def all_rooms():
    return list(_rooms.values())


def switches(ask):
    """Settings tells the registry how to learn which rooms are off."""
    global _switched_off
    _switched_off = ask


def is_on(name):
    return name in _rooms and name not in _switched_off()


def rooms_on():
    off = _switched_off()
    return [room for room in _rooms.values() if room.name not in off]


def gather(offer, *args):
    """Everything that the rooms that are on have to say, in one list."""
    return [entry for room in rooms_on() for entry in getattr(room, offer)(*args)]


def frame(me, sheet):
    """What the room that a sheet belongs to puts around it."""
    for room in rooms_on():
        found = room.frame(me, sheet) if room.frame else None
        if found:
            return found
    return None


def held(sheet):
    """Why the author of a sheet cannot write into it from their account now, or ""."""
    return next((room.held(sheet) for room in rooms_on() if room.held and room.name == sheet.room), "")


def guest(cookies):
    """The sheet that whoever brings these cookies may fill in without an account, or None."""
    return next((sheet for room in rooms_on() if room.guest and (sheet := room.guest(cookies))), None)


def subjects(kind):
    """The Subjects that a kind of question expands to; None where no room that is on has them."""
    return next((room.subjects[kind] for room in rooms_on() if kind in room.subjects), None)


def can(person, right):
    """Whether a person holds a house-wide right, such as "run_reviews"."""
    return any(right in room.powers_of(person) for room in _rooms.values() if room.powers_of)


def holders(right):
    """The ids of those who hold a house-wide right."""
    return [number for room in _rooms.values() if room.holders for number in room.holders(right)]


def who(cookies):
    """The person whose session these cookies name, or None."""
    for room in _rooms.values():
        if room.who:
            return room.who(cookies)
    return None


def confirm(person, form):
    """None where this person has just shown, or shows with this form, that it is really them; else what to answer."""
    for room in _rooms.values():
        if room.confirm:
            return room.confirm(person, form)
    raise LookupError("no room can tell whether it is you")


def react(event, *args):
    """Tell every room of something that happened, inside the verb's transaction."""
    for room in rooms_on():
        if event in room.reacts:
            room.reacts[event](*args)
