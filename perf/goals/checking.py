"""Check-ins: where a goal stands, said by whoever looks after it; the manager looks at them, or asks."""
from ..kernel import clock, live, trail
from ..kernel.db import write
from ..kernel.errors import Refused
from ..kernel.words import _
from . import queries, states, telling
from .models import STATUSES, CheckIn, CheckInWord, Goal, Milestone
from .writing import count_steps, told

FAR = 10 ** 15


@write()
def check_in(goal, status, *, by, value=None, note="", done=None):
    """Say where a goal stands: its status as a person sees it, the value in the goal's unit, a line of text.

    `done`: the ids of the milestones that are done by now. A value that was not given stays as it was.
    """
    now = queries.whole(goal.id)
    states.check("check_in", now.state)
    if status not in STATUSES:
        raise Refused(_("Choose how it stands: on track, at risk or off track."), "status")
    value = _value(now, value, done)
    made = CheckIn.create(goal=now.id, by=by, at=clock.now(), value=value, status=status, note=" ".join(note.split()))
    Goal.update(now=now.now if value is None else value, status=status, checked_on=clock.today()).where(Goal.id == now.id).execute()
    trail.record("check_in", by, now.owner_id, kind="goal", row_id=now.id)
    telling.checked(now, by)
    told(now)
    return made


@write()
def look_at(check_in, *, by):
    """The manager has read it."""
    if CheckIn.update(seen_by=by, seen_at=clock.now()).where(CheckIn.id == check_in.id, CheckIn.seen_at.is_null()).execute():
        _said(check_in)


@write()
def look_at_each(check_ins, *, by):
    """The manager has read them all."""
    for one in check_ins:
        look_at(one, by=by)


@write()
def ask(check_in, text, *, by):
    """Ask about a check-in; whoever made it is told."""
    states.check("ask", queries.whole(check_in.goal_id).state)
    if not text.strip():
        raise Refused(_("Please write what you would like to know."), "text")
    CheckInWord.create(check_in=check_in.id, by=by, at=clock.now(), text=text.strip())
    look_at(check_in, by=by)
    telling.asked(queries.whole(check_in.goal_id), by)
    _said(check_in)


@write()
def answer(check_in, text, *, by):
    """Answer what was asked; whoever asked is told."""
    states.check("answer", queries.whole(check_in.goal_id).state)
    words = list(check_in.words.order_by(CheckInWord.id))
    if not queries.is_asked(words):
        raise Refused(_("Nothing is asked about this check-in, or it is answered already."))
    if not text.strip():
        raise Refused(_("Please write an answer."), "text")
    CheckInWord.create(check_in=check_in.id, by=by, at=clock.now(), text=text.strip(), is_answer=True)
    telling.answered(queries.whole(check_in.goal_id), by, words[-1].by_id)
    _said(check_in)


def _value(goal, value, done):
    if goal.measure == "below":
        return None
    if goal.measure == "milestones":
        return _tick(goal, done)
    if value is None:
        return goal.now
    if goal.measure == "yesno":
        return int(bool(value))
    if abs(value) > FAR:
        raise Refused(_("That number is too large."), "value")
    return value


def _tick(goal, done):
    """Mark the milestones that are done, each since the day on which it was first said."""
    if done is not None:
        Milestone.update(done_on=clock.today()).where(Milestone.goal == goal.id, Milestone.id.in_(list(done)), Milestone.done_on.is_null()).execute()
        Milestone.update(done_on=None).where(Milestone.goal == goal.id, Milestone.id.not_in(list(done))).execute()
        count_steps(goal.id)
    return Goal.select(Goal.now).where(Goal.id == goal.id).scalar()


def _said(check_in):
    live.changed("goal", check_in.goal_id)
    goal = queries.whole(check_in.goal_id)
    for person_id in {goal.owner_id, check_in.by_id} - {None}:
        live.changed("home", person_id)


