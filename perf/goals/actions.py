"""What can be done with a goal: one verb, one transaction, its consequences. `checking` has the check-ins, `giving` what is done to many."""
import json

from ..kernel import clock, live, trail, words
from ..kernel.db import write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from ..people.models import Person
from . import access, fields, queries, states, telling
from .models import Goal, GoalChange, GoalEvent, Milestone

MOST_OPEN = 60      # goals of one person that are not closed: beyond that it is a slip


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
    _apply(now, fitting(given, by, now))
    return _saved(queries.whole(now.id), by, None)


@write()
def propose_goal(goal, *, by, version):
    """Put a draft before whoever decides on it; who decides themselves agrees by that."""
    now = seen(goal, version)
    states.check("propose_goal", now.state)
    fields.checked(fields.as_given(now, _steps(now)), now)
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
    given = fields.checked(fields.with_changes(fields.as_given(now, _steps(now)), change.changed), now)
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


def seen(goal, version):
    """The goal as it is inside the write; refused where somebody changed it since the page was read."""
    now = queries.whole(goal.id)
    if version is not None and now.version != version:
        raise Changed(_("Somebody else changed this goal meanwhile. It is shown as it is now; please look at it, then send yours again."), now)
    return now


def told(goal, moves=False):
    """Tell the pages that show a goal or a figure that it moves, and home of whom it concerns."""
    for number in (goal.id, *queries.ancestors(goal.id)):
        live.changed("goal", number)
    live.changed("goal-tree" if moves else "goal-figures")
    for person_id in {goal.owner_id, *access.deciders(goal)}:
        live.changed("home", person_id)


def create(given, by, **more):
    """A goal's row of what was checked, with its milestones."""
    goal = Goal.create(**fields.columns(given), plain_title=words.plain(given.title), now=given.start, made_by=by, made_at=clock.now(),
                       currency=words.currency() if given.measure == "money" else "", **more)
    keep_steps(goal.id, given.steps)
    return queries.whole(goal.id)


def remember(goal, by, did, comment="", cells=None):
    GoalEvent.create(goal=goal.id, by=by, at=clock.now(), did=did, comment=comment.strip(),
                     cells=json.dumps(cells or {}, default=str, ensure_ascii=False))


def fitting(given, by, goal=None):
    """What was given, checked; and by somebody who may set goals of that level and hang it where they want to."""
    given = fields.checked(given, goal)
    led = access.leads(by)
    if goal is None and not access.may_set(by, given.level, given.department, led):
        raise Refused(_("Goals of the organisation are set by HR and executives, those of a department also by whoever heads it."), "level")
    if goal is None and given.level == "person" and given.owner != by.id and not access.people_to_give(by, led).where(Person.id == given.owner).exists():
        raise Refused(_("You put goals down for yourself and for those whom you lead."), "owner")
    if goal is not None and (given.level, given.department) != (goal.level, goal.department_id) and not access.may_set(by, given.level, given.department, led):
        raise Refused(_("You set no goals of that level."), "level")
    if goal is not None and goal.state != "draft" and given.level == "person" and given.owner != goal.owner_id:
        raise Refused(_("A goal stays with the person whose it is. Close it, and put one down for the other."), "owner")
    if goal is not None and goal.is_private and not given.is_private and by.id != goal.owner_id:
        raise Refused(_("What was said in this private goal was said for a few. %(name)s alone can propose that everybody reads it.", name=goal.owner.name),
                      "is_private")
    if given.parent and (goal is None or given.parent != goal.parent_id):
        if not access.goals_to_hang_under(by, led).where(Goal.id == given.parent).exists():
            raise Refused(_("Choose a goal of the list to hang this one under."), "parent")
    if (goal is None or given.owner != goal.owner_id) and Person.get_by_id(given.owner).has_left:
        raise Refused(_("That person has left. Choose somebody who is here."), "owner")
    return given


def check_room(person_id):
    """Nobody gets more goals than a page can show."""
    if Goal.select().where(Goal.owner == person_id, Goal.state.in_(("draft", "proposed", "agreed"))).count() > MOST_OPEN:
        raise Refused(_("That are more than %(most)s open goals of one person. Close some first.", most=MOST_OPEN))


def agree(goal, by, comment=""):
    """The goal counts from today on."""
    Goal.update(state="agreed", agreed_on=clock.today(), agreed_by=by, version=Goal.version + 1).where(Goal.id == goal.id).execute()
    remember(goal, by, "agree_goal", comment, {"state": [goal.state, "agreed"]})


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
    return fields.differences(fields.as_given(goal, _steps(goal)), given)


def _change(goal, given, cells, by, why):
    _apply(goal, given)
    remember(goal, by, "change_goal", why, cells)


def _apply(goal, given):
    """Write what a goal says now; what was reached stays, unless it had only begun."""
    new = fields.columns(given)
    if given.measure != goal.measure or goal.checked_on is None and goal.now == goal.start and goal.measure != "milestones":
        new["now"] = given.start
    if given.measure == "money" and (goal.measure != "money" or goal.state == "draft"):
        new["currency"] = words.currency()
    above = queries.ancestors(goal.id)
    Goal.update(**new, plain_title=words.plain(given.title), version=goal.version + 1).where(Goal.id == goal.id).execute()
    keep_steps(goal.id, given.steps)
    for number in above:
        live.changed("goal", number)


def _steps(goal):
    return [one.text for one in queries.milestones(goal)]


def keep_steps(goal_id, texts):
    """Milestones as they are called now; one that only changed its words keeps what was done."""
    old = list(Milestone.select().where(Milestone.goal == goal_id).order_by(Milestone.order, Milestone.id))
    by_text = {one.text: one for one in old}
    spare = [one for one in old if one.text not in texts]
    kept = [by_text.get(text) or (spare.pop(0) if spare else None) for text in texts]
    Milestone.delete().where(Milestone.goal == goal_id, Milestone.id.not_in([one.id for one in kept if one])).execute()
    for order, (text, one) in enumerate(zip(texts, kept)):
        if one is None:
            Milestone.create(goal=goal_id, text=text, order=order)
        elif (one.text, one.order) != (text, order):
            Milestone.update(text=text, order=order).where(Milestone.id == one.id).execute()
    if texts:
        count_steps(goal_id)


def count_steps(goal_id):
    """How many of its milestones are done, as the goal's own figures."""
    done = Milestone.select().where(Milestone.goal == goal_id, Milestone.done_on.is_null(False)).count()
    Goal.update(now=done, target=Milestone.select().where(Milestone.goal == goal_id).count()).where(Goal.id == goal_id).execute()
