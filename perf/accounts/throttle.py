"""Guessing takes time: wrong tries are counted, right ones never are (TRUST A04).

Nothing is locked for good, and what is counted for one name keeps nobody else out, nor its owner's own browser.
"""
from contextlib import contextmanager
from datetime import timedelta

import peewee as pw

from ..kernel import clock, trail
from ..kernel.db import write
from ..kernel.errors import Busy, Refused, TooMany
from ..kernel.words import _, n_
from . import queries
from .models import FailedSignIn

KEPT = timedelta(hours=1)
TRIES, FIRST_WAIT, LONGEST_WAIT = 10, 60, 900       # of one name from one address; the waits double, in seconds
TRIES_OF_ADDRESS, TRIES_OF_ALL = 50, 300            # an hour; a minute
MINUTE = 60


@contextmanager
def counted(kind, name, address="", *, device=None, field="password"):
    """What happens inside counts as a wrong try if it is refused; where there were too many, it is not tried at all.

    Noted before it is known, so that tries at the same moment all count. `name` None: only the address matters.
    `device` is a browser known to the account: it has a count of its own. Never use it inside a verb, which would undo the count.
    """
    place = f"device {device}" if device else _place(address)
    tried = _note(f"{kind} {name}" if name is not None else None, place, bool(device), field)
    try:
        yield
    except Busy:
        _take_back(tried)
        raise
    except Refused:
        raise
    else:
        _take_back(tried)


def count(kind, name, address="", *, field=None):
    """Counts a thing that may be done seldom, whether it goes well or not."""
    _note(f"{kind} {name}", _place(address), False, field)


@write()
def is_seldom(kind, name, most):
    """Whether a thing was done less often than `most` within the hour; then it counts as done once more. Tells nobody."""
    mark = queries.digest(f"{kind} {name}")
    if FailedSignIn.select().where(FailedSignIn.name == mark, FailedSignIn.at > clock.now() - KEPT).count() >= most:
        return False
    FailedSignIn.insert(name=mark, address=mark, at=clock.now()).execute()
    return True


def marks_of(names):
    """Under which marks wrong tries with these names are counted, for who forgets them."""
    return [queries.digest(f"{kind} {name}".lower()) for name in names for kind in ("sign in", "lost")]


def _place(address):
    """An address of IPv4, and of IPv6 the network: whoever has one address there has 2⁶⁴ of them."""
    return f"address {trail.network_of(address, v4=32, v6=64) or address}"


@write()
def _note(name, place, is_known, field):
    FailedSignIn.delete().where(FailedSignIn.at < clock.now() - KEPT).execute()
    name, place = queries.digest((name or "").strip().lower()), queries.digest(place)
    wait = max(_wait_of_name(name, place) if name != NO_NAME else 0, 0 if is_known else _wait_of_house(place))
    if wait > 0:
        raise TooMany(_("Too many tries. Please wait %(time)s, then try again.", time=_spoken(wait)), wait, field)
    return FailedSignIn.insert(name=name, address=place, at=clock.now()).execute()


NO_NAME = queries.digest("")


@write()
def _take_back(tried):
    FailedSignIn.delete().where(FailedSignIn.id == tried).execute()


def _wait_of_name(name, place):
    """Ten tries are free; after each further one the wait doubles, up to a quarter of an hour."""
    count, last = (FailedSignIn.select(pw.fn.COUNT(FailedSignIn.id), pw.fn.MAX(FailedSignIn.at))
                   .where(FailedSignIn.name == name, FailedSignIn.address == place).scalar(as_tuple=True))
    if count < TRIES:
        return 0
    return _left(_moment(last), min(LONGEST_WAIT, FIRST_WAIT * 2 ** (count - TRIES)))


def _wait_of_house(place):
    """For all tries from one address, and for all at all: until the oldest that is too many no longer counts.

    An address without a wrong try of its own within the hour is not kept waiting for what others do.
    """
    of_place = FailedSignIn.select(FailedSignIn.at).where(FailedSignIn.address == place)
    if not of_place.exists():       # else a stranger with many addresses could keep everybody out
        return 0
    of_all = FailedSignIn.select(FailedSignIn.at).where(FailedSignIn.at > clock.now() - timedelta(seconds=MINUTE))
    return max(_until_room(of_place, TRIES_OF_ADDRESS, KEPT.total_seconds()), _until_room(of_all, TRIES_OF_ALL, MINUTE))


def _until_room(tries, most, seconds):
    oldest = tries.order_by(FailedSignIn.at.desc()).offset(most - 1).limit(1).scalar()
    return _left(oldest, seconds) if oldest else 0


def _left(moment, seconds):
    left = (moment + timedelta(seconds=seconds) - clock.now()).total_seconds()
    return max(0, int(-(-left // 1)))


def _moment(text):
    return FailedSignIn.at.python_value(text)


def _spoken(seconds):
    if seconds <= MINUTE:
        return n_("%(num)s second", "%(num)s seconds", seconds)
    return n_("%(num)s minute", "%(num)s minutes", -(-seconds // MINUTE))
