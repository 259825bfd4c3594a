"""Where the goals of a list hang: a second pass, for what is above may be a row of the same list.

A place is a node: the number of a goal that is here, or the row number of a new one, negative.
"""
from collections import defaultdict, namedtuple

from ...kernel import words
from ...kernel.errors import Refused
from ...kernel.intake.cells import number
from ...kernel.words import _
from .. import fields
from . import cells

Above = namedtuple("Above", "title level is_private owner_id state")     # of a goal above, as `fields.check_under` asks for it


def find(work):
    """Give each row the node that it hangs under, or refuse it."""
    titles, rows = defaultdict(dict), {line.number: line for line in work.lines}
    for goal in work.known.goals.values():
        titles[words.plain(goal.given.title)][goal.id] = goal.given
    for line in work.taken:
        titles[words.plain(line.given.title)][line.node] = line.given
    for line in work.taken:
        line.given = line.given._replace(parent=_node(work, line, titles, rows))


def _node(work, line, titles, rows):
    number_said, title = number(line.values.get("parent_number") or ""), line.values.get("parent") or ""
    if not number_said and not title:
        return None if "parent" in work.choices.clear and "parent" in line.values else line.given.parent
    found = _by_number(work, number_said or title, rows)
    if number_said and found is None:
        line.refuse(_("The goal above has the number %(number)s here, which no goal has. Check it, or write its title.",
                      number=number_said[:20]))
    elif number_said and title and not _is_called(found, title, titles):
        line.refuse(_("The goal above, number %(number)s, is not called “%(title)s”. Check which of the two is meant.", number=number_said,
                      title=title[:60]))
    return found if number_said else _by_title(line, title, titles, found)


def _by_number(work, text, rows):
    """By our own number, or by the list's own where its numbers are not ours."""
    text = number(text)
    if not work.uses_numbers:
        row = work.listed.get(text.casefold())
        return rows[row].node if row else None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 and int(text) in work.known.goals else None


def _is_called(node, title, titles):
    return node in titles.get(words.plain(title), ()) or any(node in found and cells.says(title, found[node].title) for found in titles.values())


def _by_title(line, title, titles, by_number):
    """Of several with one title the one where the row hangs already, else the only one of the same period."""
    found = {node: given for node, given in titles.get(words.plain(title), {}).items() if node != line.node}
    if line.given.parent in found:
        return line.given.parent
    same = [node for node, given in found.items() if given.period == line.given.period]
    if len(found) == 1 or len(same) == 1:
        return (same if len(same) == 1 else list(found))[0]
    if found:
        line.refuse(_("Several goals are called “%(title)s”. Write the number of one of them in the column for numbers.", title=title[:60]))
    elif by_number is None:
        line.refuse(_("No goal of the list, and none here, is called “%(title)s”. Check how the goal above is written.", title=title[:60]))
    return by_number


def check(work):
    """Refuse what cannot hang there, and then what hung under that, until nothing more is refused."""
    again = True
    while again:
        taken = {line.node: line for line in work.taken}
        parents = {goal.id: goal.given.parent for goal in work.known.goals.values()} | {node: line.given.parent for node, line in taken.items()}
        refused = [(line, why) for line in taken.values() if (line.goal is None or line.differs) and (why := _why_not(work, line, taken, parents))]
        for line, why in refused:
            line.refuse(why)
        again = bool(refused)


def _why_not(work, line, taken, parents):
    parent = line.given.parent
    if parent is None:
        return ""
    circle = _circle(line.node, parents)
    if circle:
        return _("These goals would hang under each other in a circle: %(titles)s.",
                 titles=words.several([_title(work, taken, node) for node in circle]))
    above = _above(work, parent, taken)
    if above is None:
        return _("The goal above it, in row %(row)s, is refused.", row=-parent) if parent < 0 else ""
    try:
        fields.check_under(line.given, above, line.goal is not None and line.goal.given.parent == parent)
    except Refused as no:
        return no.words
    return ""


def _circle(node, parents):
    """The nodes of the circle in which one stands, or nothing."""
    passed, at = [node], parents.get(node)
    while at is not None and at not in passed:
        passed.append(at)
        at = parents.get(at)
    return passed if at == node else []


def _above(work, node, taken):
    """A goal above as it will be; None where it is a new row that is refused, or one that no list finds."""
    line, goal = taken.get(node), work.known.goals.get(node)
    if line is not None:
        return Above(line.given.title, line.given.level, line.given.is_private, line.given.owner, line.wants)
    return Above(goal.given.title, goal.given.level, goal.given.is_private, goal.given.owner, goal.state) if goal else None


def _title(work, taken, node):
    line = taken.get(node)
    return f"“{line.given.title if line else work.known.goals[node].given.title}”"
