"""Guessing what the columns of a list are: as last time, by the words of their headings."""
import re

from .. import words
from ..words import _
from .shapes import Guess

NO_PLACE = _("Perf has no place for this yet.")


def called(columns):
    """{how a heading may be written: field} of columns."""
    return {word: column.name for column in columns for word in column.also.split()}


def compact(heading):
    """A heading without case, accents, blanks and signs."""
    return re.sub(r"[^a-z0-9]", "", words.plain(heading))


def apart(heading):
    """EmployeeName and employee_name both as words."""
    return words.plain(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)).replace("_", " ")


def parts(heading):
    """The words of a heading, without signs."""
    found = [re.sub(r"[^a-z0-9]", "", part) for part in apart(heading).split()]
    return [part for part in found if part]


def as_kept(kept, names):
    """The guess that follows from the last time, or None."""
    if kept is None or kept and kept not in names:
        return None
    return Guess(kept, "" if kept else _("Left out, as last time."), remembered=True)


def by_part(heading, known):
    """“Line manager (name)” and “Staff e-mail address” hold a known name with something around it."""
    found = parts(heading)
    for size in range(min(4, len(found)), 1, -1):
        for at in range(len(found) - size + 1):
            joined = "".join(found[at:at + size])
            if joined in known:
                return Guess(known[joined])
    return None


def only_once(headings, found, many=()):
    """Two columns cannot feed one field: what was kept from last time wins, then the shorter heading."""
    best = {}
    order = sorted(range(len(found)), key=lambda at: (not found[at].remembered, len(headings[at]), at))
    for at in order:
        name = found[at].field
        if name and name not in many and best.setdefault(name, at) != at:
            found[at] = Guess(why=_("“%(heading)s” is used for this already.", heading=headings[best[name]]))


def guess(headings, columns, remembered):
    """One Guess a heading, for lists whose headings tell enough."""
    known, names, found = called(columns), {column.name for column in columns}, []
    for heading in headings:
        small = compact(heading)
        found.append(as_kept(remembered.get(words.plain(heading)), names) or small in known and Guess(known[small])
                     or by_part(heading, known) or Guess(why=NO_PLACE))
    only_once(headings, found, [column.name for column in columns if column.many])
    return found
