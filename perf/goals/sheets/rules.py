"""Rules that a list obeys beside those of the forms: what may change in which state, and how many goals somebody can have."""
from collections import Counter

from ...kernel import words
from ...kernel.words import _
from ...people.models import Person
from .. import fields
from ..states import CLOSED
from ..writing import MOST_OPEN
from . import cells


def same_title(text, title):
    return not text or words.plain(text) == words.plain(title) or cells.says(text, title)


def time_of(line):
    """What tells two goals of one title apart: the period, else the days."""
    if line.period:
        return line.period.id or (line.period.name, line.period.starts)
    return line.days.get("starts"), line.days.get("due")


def differences(line):
    """{field: [before, after]} of a row about a goal that is here."""
    if line.goal is None:
        return {}
    found = fields.differences(line.goal.given, line.given)
    if line.period and line.period.id is None:
        found["period"] = [line.goal.given.period, line.period.name]
    for name, before, after in (("now", line.goal.now, line.now), ("state", line.goal.state, line.wants), ("done", line.goal.done, line.done)):
        if before != after:
            found[name] = [list(before), list(after)] if name == "done" else [before, after]
    return found


def out_of_time(line):
    """Why a row cannot be written in the state that the goal has, or ""."""
    goal, given = line.goal, line.given
    if (goal is None or goal.given.owner != given.owner) and Person.get_by_id(given.owner).has_left:
        return _("That person has left. Choose somebody who is here.")
    if goal is None:
        return ""
    if goal.is_touched:
        return _("This goal is a draft on which somebody is writing. It can be taken in again once it is proposed and agreed.")
    if goal.state == "proposed":
        return _("This goal waits for an agreement. Agree to it or return it on its page, then send the row again.")
    if goal.state in CLOSED:
        return _("This goal is closed. Open it again on its page first, or leave the row out.")
    if goal.given.is_private and not given.is_private:
        return _("This goal is private, and what was said in it was said for a few. Whose it is can propose that everybody reads it.")
    if goal.state == "agreed" and given.measure != goal.given.measure:
        return _("What an agreed goal is measured by stays. Close it, and put down another one.")
    if goal.state == "agreed" and given.level == "person" and given.owner != goal.given.owner:
        return _("A goal stays with the person whose it is. Close it, and put one down for the other.")
    return ""


def check_room(work):
    """Nobody gets more goals than a page can show."""
    held = Counter(goal.given.owner for goal in work.known.goals.values() if goal.state not in CLOSED)
    for line in work.taken:
        if line.goal is None:
            held[line.given.owner] += 1
            if held[line.given.owner] > MOST_OPEN:
                line.refuse(_("That are more than %(most)s open goals of one person. Close some first.", most=MOST_OPEN))
