"""What was done with a goal, in words; and its values over time as a small line."""
from datetime import date

from flask_login import current_user

from ...kernel import charts, words
from ...kernel.words import _
from ...roles.models import Department
from .. import access, fields, queries, values
from ..inputs import KIND_WORDS, RHYTHMS
from ..models import Goal, GoalPeriod
from .blueprint import UNREAD

DID = {"put_down": _("wrote it down"), "propose_goal": _("proposed it"), "withdraw_goal": _("took it back"), "agree_goal": _("agreed to it"),
       "return_goal": _("returned it"), "change_goal": _("changed it"), "return_change": _("left it as it was agreed"),
       "achieved": _("closed it as achieved"), "partly": _("closed it as partly achieved"), "missed": _("closed it as missed"),
       "cancelled": _("cancelled it"), "reopen_goal": _("opened it again"), "carry_over": _("took it along from the period before"),
       "propose_change": _("proposed to change it"), "import_goal": _("brought it in by a list")}
CELLS = {"title": _("What"), "about": _("Why"), "level": _("Level"), "department": _("Department"), "owner": _("Whose goal"), "parent": _("Serves"),
         "period": _("Period"), "starts": _("Starts on"), "due": _("To be reached by"), "weight": _("Weight"), "measure": _("Measured by"),
         "unit": _("What it counts"), "start": _("Starts at"), "target": _("To come to"), "is_down": _("Less is better"), "kind": _("Kind"),
         "is_private": _("Private"), "rhythm": _("Check-ins"), "steps": _("Milestones"), "state": _("State"), "look_back": _("Looking back")}
TABLES = {"owner": queries.names, "parent": lambda ids: _titles(ids),
          "department": lambda ids: dict(Department.select(Department.id, Department.name).where(Department.id.in_(ids)).tuples()),
          "period": lambda ids: dict(GoalPeriod.select(GoalPeriod.id, GoalPeriod.name).where(GoalPeriod.id.in_(ids)).tuples())}


def told(goal):
    """(event, what they did, [(what, before, after)]), the newest first."""
    events = queries.events(goal)
    called = _called(event.changed for event in events)
    return [(event, _(DID.get(event.did, event.did)), _pairs(goal, event.changed, called)) for event in events]


def cells(goal, changed):
    """The differences of one proposed change, in words."""
    return _pairs(goal, changed, _called([changed]))


def line(goal, check_ins):
    """The check-ins' values as a small line from the start to the target; None where there is nothing to draw."""
    points = [(one.at, one.value) for one, _words in reversed(check_ins) if one.value is not None]
    if not goal.is_typed or len(points) < 2:
        return None
    return charts.spark([(goal.starts.toordinal(), goal.start), *((at.toordinal(), value) for at, value in points)],
                        goal.due.toordinal(), goal.start, goal.target)


def _called(changes):
    """{field: {id: name}} for all that the differences name: one query a kind of row."""
    found = {}
    for changed in changes:
        for name in TABLES:
            found.setdefault(name, set()).update(number for number in changed.get(name, ()) if number)
    return {name: TABLES[name](numbers) if numbers else {} for name, numbers in found.items()}


def _titles(ids):
    """Of goals that one may read; of others a history says that there was one, and nothing of what it is called by now."""
    seen = dict(access.goals_to_see(current_user).select(Goal.id, Goal.title).where(Goal.id.in_(ids)).tuples())
    return {number: seen.get(number, _(UNREAD)) for number in ids}


def _pairs(goal, changed, called):
    return [(_(CELLS[name]), *(_in_words(goal, name, value, called) for value in pair)) for name, pair in changed.items() if name in CELLS]


def _in_words(goal, name, value, called):
    if name in TABLES:
        return called.get(name, {}).get(value, "–" if value is None else "…")
    if name in ("start", "target"):
        return values.said(value, goal) if fields.is_typed(goal.measure) else str(value)
    return WORDS[name](value) if name in WORDS else "–" if value in ("", None) else str(value)


def _day(value):
    return words.day(date.fromisoformat(value), near=False) if value else "–"


WORDS = {"starts": _day, "due": _day, "weight": values.weight, "measure": lambda value: _(values.MEASURES[value]), "kind": lambda value: _(KIND_WORDS[value]),
         "rhythm": lambda value: _(RHYTHMS[value]), "is_down": lambda value: _("yes") if value else _("no"),
         "is_private": lambda value: _("yes") if value else _("no"), "steps": lambda value: "\n".join(value) or "–",
         "state": lambda value: _(values.STATES[value][0])}
