"""What a cell says of who somebody is: an employee ID, a name, compared without what differs by habit."""
import re
from functools import lru_cache

from .. import words
from .cells import number

PARTICLES = frozenset("van von der den de del della di da do dos das la le el al bin ibn ter ten zu zum zur st st. y e".split())


def number_key(text):
    return number(text).casefold()


def split_name(text):
    """(first, last) of “Last, First” or “First Last”; particles belong to the last name."""
    text = " ".join(text.split())
    if "," in text:
        last, _comma, first = text.partition(",")
        return " ".join(first.replace(",", " ").split()), last.strip()
    parts = text.split()
    at = len(parts) - 1
    while at > 1 and parts[at - 1].lower() in PARTICLES:
        at -= 1
    return (" ".join(parts[:at]), " ".join(parts[at:])) if len(parts) > 1 else (text, "")


@lru_cache(maxsize=20_000)
def name_key(text):
    """A name for comparing: first name first, no case, accents, dots, initials or double spaces."""
    first, last = split_name(text)
    flat = re.sub(r"[.\-‐‑–_]", " ", words.plain(f"{first} {last}"))
    parts = re.sub(r"['’`´]", "", flat).split()
    return " ".join([part for part in parts if len(part) > 1] or parts)
