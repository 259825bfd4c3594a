"""Passwords as they are kept: argon2id. One takes 19 MiB for a moment, so two are made at once at most."""
import contextlib
import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..kernel.errors import Busy
from ..kernel.words import _
from .strength import tidy

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
AT_ONCE, WAIT_SECONDS = 2, 10
_turns = threading.BoundedSemaphore(AT_ONCE)
_nobodys = hasher.hash(secrets.token_hex(16))


def hashed(password):
    with _turn():
        return hasher.hash(tidy(password))


def fits(kept, password):
    """Whether this is the password. Takes as long where there is none to compare with (TRUST A05)."""
    with _turn():
        try:
            return hasher.verify(kept or _nobodys, tidy(password)) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept):
    """Whether it was kept with less effort than is asked for today."""
    return hasher.check_needs_rehash(kept)


@contextlib.contextmanager
def _turn():
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise Busy(_("Very many people sign in just now. Please try again in a moment."))
    try:
        yield
    finally:
        _turns.release()
