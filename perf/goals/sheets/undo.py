"""Taking a list of goals back: what it brought in goes where nothing hangs on it yet, what it changed goes back where it still stands."""
import json

from ...kernel import live
from ...kernel.db import write
from ...kernel.errors import Refused
from ...kernel.intake import keeping
from ...kernel.intake.models import Import
from ...kernel.intake.undo import as_stored, read_rows, ties
from ...kernel.record import plain
from ...kernel.words import _
from .. import fields, queries, telling
from ..models import CheckIn, Goal, GoalChange, GoalEvent, GoalPeriod
from .known import IMPORTED
from .write import STEPS, set_steps, steps_of

TABLES = {"goal": Goal, "goal_period": GoalPeriod}
GROUPS = (      # cells that mean something only together
    ("title", "plain_title"), ("level", "department", "owner", "parent", "is_private"), ("period", "starts", "due"),
    ("measure", "unit", "currency", "start", "target", "now", "is_down"), ("state", "agreed_on", "agreed_by"))


@write()
def undo_import(kept, *, by):
    kept = Import.get_by_id(kept.id)
    if kept.state != "done":
        raise Refused(_("This import was taken back already."))
    changes = json.loads(kept.changes)
    made = {name: {row_id: values for table, row_id, values in changes["made"] if table == name} for name in TABLES}
    stays, owners = _put_back(changes["cells"]), _owners(made["goal"])
    stays += _remove_goals(made["goal"])
    _remove_periods(made["goal_period"])
    telling.taken_out(owners - _owners_with_imported(owners))
    live.changed("goal-tree")
    for person_id in owners:
        live.changed("home", person_id)
    return keeping.undone(kept, stays, by=by)


# what was changed

def _put_back(cells):
    """Of each goal the groups of cells that still hold what the list wrote; the rules of the forms have the last word."""
    goals, stays = {}, []
    for table, row_id, column, old, new in reversed(cells):
        goals.setdefault(row_id, {})[column] = (old, new)
    for goal_id, given in goals.items():
        now = Goal.get_or_none(Goal.id == goal_id)
        if now is not None:
            stays += [{"table": "goal", "id": goal_id, "why": why} for why in [_restore(now, given)] if why]
            live.changed("goal", goal_id)
    return stays


def _restore(now, given):
    """Put one goal back as far as that can be; gives why something stays, or ""."""
    steps = given.pop("steps", None)
    if now.is_closed:
        return "closed"
    stands = {column for column, (_old, new) in given.items() if plain(now.__data__[column]) == new}
    back = {column for column in stands if all(other in stands for other in _group(column) if other in given)}
    if "state" in back and CheckIn.select().where(CheckIn.goal == now.id).exists():     # what somebody has said where it stands is agreed
        back -= set(_group("state"))
    why = "changed" if back != set(given) else ""
    values = {column: as_stored(Goal, column, given[column][0]) for column in back}
    if steps and steps_of(now.id) != steps[1]:      # with milestones that somebody ticked meanwhile go the figures as they are now
        values = {column: value for column, value in values.items() if column not in _group("measure")}
        return _write(now, values, None) or "changed"
    return _write(now, values, steps[0] if steps else None) or why


def _write(now, values, steps):
    """Write old values where a form could have put them; gives "rules" where it could not."""
    texts = tuple(text for text, _done in steps) if steps is not None else tuple(one.text for one in queries.milestones(now))
    wanted = fields.as_given(now, texts)._replace(**{name: value for name, value in values.items() if name in fields.FIELDS})
    try:
        fields.checked(wanted, now)
    except Refused:
        return "rules"
    if values or steps is not None:
        Goal.update(**values, version=Goal.version + 1).where(Goal.id == now.id).execute()
    if steps is not None:
        _set_steps(now.id, steps, values.get("measure", now.measure))
    return ""


def _set_steps(goal_id, steps, measure):
    figures = Goal.select(Goal.now, Goal.target).where(Goal.id == goal_id).tuples().get()
    set_steps(goal_id, [text for text, _done in steps], [done for _text, done in steps])
    for one, (_text, done) in zip(queries.milestones(Goal.get_by_id(goal_id)), steps):
        type(one).update(done_on=as_stored(type(one), "done_on", done)).where(type(one).id == one.id).execute()
    if measure != "milestones":
        Goal.update(now=figures[0], target=figures[1]).where(Goal.id == goal_id).execute()


def _group(column):
    return next((group for group in GROUPS if column in group), (column,))


# what was brought in

def _remove_goals(made):
    """Goals that nobody has touched and on which nothing hangs but what goes as well; gives those that stay."""
    found, stays = read_rows(TABLES, {("goal", row_id): None for row_id in made}), []
    tied = {number for model in (CheckIn, GoalChange) for _row, number in ties(model, model.goal, made)}
    tied |= {event.goal_id for event in GoalEvent.select().where(GoalEvent.goal.in_(list(made)), GoalEvent.did != IMPORTED)}
    going = {row_id for row_id in made if ("goal", row_id) in found and found["goal", row_id]["version"] == 1 and row_id not in tied}
    above, again = {goal_id: parent for goal_id, parent in ties(Goal, Goal.parent, made)}, True
    while again:                                # what hangs under it and stays, keeps it
        kept = {parent for goal_id, parent in above.items() if goal_id not in going} & going
        going, again = going - kept, bool(kept)
    for row_id in made:
        if row_id not in going and ("goal", row_id) in found:
            stays.append({"table": "goal", "id": row_id, "why": "tied"})
    for row_id in going:
        Goal.delete().where(Goal.id == row_id).execute()
    return stays


def _remove_periods(made):
    """Periods of the list go where nothing was set for them, and nobody has changed them."""
    for row_id in made:
        if not Goal.select().where(Goal.period == row_id).exists():
            GoalPeriod.delete().where(GoalPeriod.id == row_id, GoalPeriod.version == 1).execute()


def _owners(made):
    return {number for number, in Goal.select(Goal.owner).where(Goal.id.in_(list(made))).distinct().tuples()}


def _owners_with_imported(owners):
    """Those who still have a goal that a list brought in, so that what they were told of it stays true."""
    rows = Goal.select(Goal.owner).join(GoalEvent).where(Goal.owner.in_(owners), GoalEvent.did == IMPORTED).distinct()
    return {number for number, in rows.tuples()}
