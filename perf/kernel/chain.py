"""Whether the trail is whole: nothing changed, moved, put in or taken away since it was written."""
from collections import namedtuple

from . import trail
from .db import database
from .words import _

Found = namedtuple("Found", "problem first last last_hash")     # `problem` is None where all is well
NOTHING = (0, "")
LINES = "SELECT id, at, verb, actor_id, about_id, kind, row_id, is_reading, ip, hash FROM trail_line ORDER BY id"
CUT = "SELECT 1 FROM trail_line WHERE verb = 'cut_trail' AND row_id = ?"


def verify(place=database, noted=NOTHING):
    """Look through the whole trail of a database; the first thing that is wrong is told with the number of its line.

    `noted` is what `trail.head` once said, kept outside: only that finds a trail that was written anew from some line on.
    """
    rows = place.execute_sql("SELECT start_id, start_hash, last_id, last_hash FROM trail_ends").fetchall()
    if len(rows) != 1:
        return Found(_("it is not known where the trail ends"), *NOTHING, "")
    start, end = rows[0][:2], rows[0][2:]
    reached = start
    for line in place.execute_sql(LINES):
        problem = _misfit(line, reached, noted)
        if problem:
            return Found(problem, start[0] + 1, *reached)
        reached = (line[0], line[-1])
    return Found(_wrong_end(place, start, reached, end, noted), start[0] + 1, *reached)


def _misfit(line, before, noted):
    """What is wrong with a line that stands after that one, or None."""
    number, expected = line[0], before[0] + 1
    if number > expected:
        return _("line %(number)s is missing", number=expected)
    if number < expected or trail.chained(before[1], line[:-1]) != line[-1]:
        return _("line %(number)s does not fit the lines before it: it was changed, moved or put in", number=number)
    if number == noted[0] and line[-1] != noted[1]:
        return _("line %(number)s is not the one that was noted: the trail was written anew", number=number)
    return None


def _wrong_end(place, start, reached, end, noted):
    if reached[0] < max(noted[0], end[0]):
        return _("line %(number)s is missing, and all that came after it", number=reached[0] + 1)
    if reached != end:
        return _("line %(number)s is not where the trail ends: it was changed or put in", number=reached[0])
    if start[0] and not place.execute_sql(CUT, start[:1]).fetchall():
        return _("line %(number)s and those before it are missing, and no line says that they were cut off", number=start[0])
    return None
