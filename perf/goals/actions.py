"""What can be done with a goal: one verb, one transaction, its consequences. `checking` has the check-ins, `giving` what is done to many."""
import json

from ..kernel import clock, live, trail
from ..kernel.db import write
from ..kernel.errors import Refused
from ..kernel.words import _
from . import access, fields, queries, states, telling
from .models import Goal, GoalChange, GoalEvent
from .writing import agree, apply, check_room, create, fitting, remember, seen, steps_of, told

@write()
def put_down(given, *, by, proposes=True):
    """Write a goal down: as a draft, or at once before whoever decides on it; who decides on it themselves agrees by that."""
    given = fitting(given, by)
    made = create(given, by)
    remember(made, by, "put_down")
    return _proposed(made, by) if proposes else _saved(made, by, "put_down_goal")


@write()
def change_draft(goal, given, *, by, version):
    """Change a draft, as often as one likes."""
    now = seen(goal, version)
    states.check("change_draft", now.state)
    apply(now, fitting(given, by, now))
    return _saved(queries.whole(now.id), by, None)


@write()
def propose_goal(goal, *, by, version):
    """Put a draft before whoever decides on it; who decides themselves agrees by that."""
    now = seen(goal, version)
    states.check("propose_goal", now.state)
    fields.checked(fields.as_given(now, steps_of(now)), now)
    return _proposed(now, by)


@write()
def withdraw_goal(goal, *, by, version):
    """Take a proposed goal back to write on it."""
    now = seen(goal, version)
    _move(now, "withdraw_goal", by)
    telling.withdrawn(now)
    return _saved(now, by, "withdraw_goal")


@write()
def drop_draft(goal, *, by, version):
    """Throw a draft away; nobody else has read it. Goals that hang below it hang under nothing then."""
    now = seen(goal, version)
    states.check("drop_draft", now.state)
    Goal.delete().where(Goal.id == now.id).execute()
    trail.record("drop_draft_goal", by, now.owner_id, kind="goal", row_id=now.id)
    for person_id in {now.owner_id, by.id}:     # no page of it is asked for once more: it is gone
        live.changed("home", person_id)


@write()
def agree_goal(goal, *, by, version, comment=""):
    """Whoever decides agrees: from now on it counts, and changes only by agreement."""
    now = seen(goal, version)
    states.check("agree_goal", now.state)
    check_room(now.owner_id)
    agree(now, by, comment)
    telling.agreed(now, by)
    return _saved(now, by, "agree_goal")


@write()
def return_goal(goal, comment, *, by, version):
    """Whoever decides sends it back with a comment; it is a draft again."""
    now = seen(goal, version)
    if not comment.strip():
        raise Refused(_("Please say in a line what should be different."), "comment")
    _move(now, "return_goal", by, comment)
    telling.returned(now, by)
    return _saved(now, by, "return_goal")


@write()
def change_goal(goal, given, *, by, version, why=""):
    """Propose a change to an agreed goal, or make it where one decides on it. The difference is kept either way."""
    now = seen(goal, version)
    states.check("change_goal", now.state)
    given = fitting(given, by, now)
    cells = _differences(now, given)
    if not cells:
        raise Refused(_("Nothing is different from what was agreed."))
    _withdraw_changes(now)
    if access.decides(by, now):
        _change(now, given, cells, by, why)
        telling.changed(now, by)
        return _saved(now, by, "change_goal", moves=True)
    Goal.update(version=now.version + 1).where(Goal.id == now.id).execute()     # who decides has to see it before they change or close the goal
    GoalChange.create(goal=now.id, by=by, at=clock.now(), cells=json.dumps(cells, ensure_ascii=False), why=why.strip())
    telling.change_proposed(now, by)
    return _saved(now, by, "propose_change")


@write()
def agree_change(change, *, by, version, comment=""):
    """Agree to a proposed change: it holds from now on."""
    now, change = _open_change(change, version)
    states.check("change_goal", now.state)
    given = fields.checked(fields.with_changes(fields.as_given(now, steps_of(now)), change.changed), now)
    _decided(change, "agreed")
    _change(now, given, change.changed, by, comment)
    telling.change_agreed(now, by)
    return _saved(now, by, "agree_change", moves=True)


@write()
def return_change(change, comment, *, by, version):
    """Leave the goal as it was agreed, and say why."""
    now, change = _open_change(change, version)
    if not comment.strip():
        raise Refused(_("Please say in a line why it stays as it is."), "comment")
    _decided(change, "returned")
    remember(now, by, "return_change", comment, change.changed)
    telling.change_returned(now, by)
    return _saved(now, by, "return_change")


@write()
def withdraw_change(change, *, by):
    """Take a proposed change back before it is decided."""
    now, change = _open_change(change, None)
    GoalChange.update(state="withdrawn").where(GoalChange.id == change.id).execute()
    telling.withdrawn(now)
    return _saved(now, by, "withdraw_change")


@write()
def close_goal(goal, outcome, look_back, *, by, version):
    """Close a goal with its outcome and a look back; what was proposed for it meanwhile falls away."""
    now = seen(goal, version)
    if outcome not in (*states.OUTCOMES, "cancelled"):
        raise Refused(_("Choose how it came out: achieved, partly, missed, or cancelled."), "outcome")
    verb = "cancel_goal" if outcome == "cancelled" else "close_goal"
    states.check(verb, now.state)
    if not look_back.strip():
        raise Refused(_("Please look back in a line: what came of it, and what helped or stood in the way?"), "look_back")
    _withdraw_changes(now)
    Goal.update(state=outcome, look_back=look_back.strip(), closed_on=clock.today(), version=now.version + 1).where(Goal.id == now.id).execute()
    said_before = {"look_back": [now.look_back, look_back.strip()]} if now.look_back not in ("", look_back.strip()) else {}
    remember(now, by, outcome, "", {"state": [now.state, outcome], **said_before})
    telling.closed(now, by)
    return _saved(now, by, verb, moves=True)


@write()
def reopen_goal(goal, why, *, by, version):
    """Whoever decides opens a closed goal again, and says why; its look back stays, in the history as well once another one is written."""
    now = seen(goal, version)
    states.check("reopen_goal", now.state)
    if not why.strip():
        raise Refused(_("Please say in a line why it is opened again."), "comment")
    check_room(now.owner_id)
    Goal.update(state="agreed", closed_on=None, version=now.version + 1).where(Goal.id == now.id).execute()
    remember(now, by, "reopen_goal", why, {"state": [now.state, "agreed"]})
    telling.reopened(now, by)
    return _saved(now, by, "reopen_goal", moves=True)


def _proposed(goal, by):
    check_room(goal.owner_id)
    if access.decides(by, goal):
        agree(goal, by)
        telling.given(goal, by)
        return _saved(goal, by, "agree_goal")
    _move(goal, "propose_goal", by)
    telling.proposed(goal, by)
    return _saved(goal, by, "propose_goal")


def _move(goal, verb, by, comment=""):
    """One step of the life of a goal that changes nothing but its state."""
    move = states.check(verb, goal.state)
    Goal.update(state=move.after, version=goal.version + 1).where(Goal.id == goal.id).execute()
    remember(goal, by, verb, comment)


def _saved(goal, by, verb, moves=True):
    """Note the deed, tell the pages, and give the goal as it is now."""
    if verb:
        trail.record(verb, by, goal.owner_id, kind="goal", row_id=goal.id)
    now = queries.whole(goal.id)
    told(now, moves)
    return now


def _open_change(change, version):
    now = GoalChange.get_or_none(GoalChange.id == change.id, GoalChange.state == "proposed")
    if now is None:
        raise Refused(_("This change does not wait for a decision any more."))
    return seen(now.goal, version), now


def _decided(change, state):
    """How a change came out; why it was proposed stays in the history, in the name of who proposed it."""
    GoalChange.update(state=state).where(GoalChange.id == change.id).execute()
    if change.why:
        GoalEvent.create(goal=change.goal_id, by=change.by_id, at=change.at, did="propose_change", comment=change.why)


def _withdraw_changes(goal):
    GoalChange.update(state="withdrawn").where(GoalChange.goal == goal.id, GoalChange.state == "proposed").execute()


def _differences(goal, given):
    if given.measure != goal.measure:
        raise Refused(_("What an agreed goal is measured by stays. Close it, and put down another one."), "measure")
    return fields.differences(fields.as_given(goal, steps_of(goal)), given)


def _change(goal, given, cells, by, why):
    apply(goal, given)
    remember(goal, by, "change_goal", why, cells)
