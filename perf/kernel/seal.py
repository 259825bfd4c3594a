"""What must rest unreadable: sealed with keys that follow from the installation's own secret, one for each purpose."""
import base64
import calendar
import functools

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from . import clock

_secret = b""


def keep_to(secret):
    """The house says which secret is its own when it opens its data."""
    global _secret
    _secret = secret.encode()


def seal(text, purpose):
    """The text as a token that only this installation can open, for the same purpose."""
    return _box(_secret, purpose).encrypt_at_time(text.encode(), _seconds()).decode()


def unseal(token, purpose, within=None):
    """The text of a token, or None: not ours, made for something else, changed, or older than so many seconds."""
    try:
        if within is None:
            return _box(_secret, purpose).decrypt(token).decode()
        return _box(_secret, purpose).decrypt_at_time(token, within, _seconds()).decode()
    except (InvalidToken, TypeError, ValueError):
        return None


@functools.lru_cache(maxsize=32)
def _box(secret, purpose):
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"perf {purpose}".encode()).derive(secret)
    return Fernet(base64.urlsafe_b64encode(key))


def _seconds():
    return calendar.timegm(clock.now().timetuple())
