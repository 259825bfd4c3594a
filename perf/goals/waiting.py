"""What waits for somebody in goals: for home, for the count in the rail of every page, and for the page of a team; reads only."""
from datetime import timedelta

import peewee as pw

from ..kernel import clock
from ..kernel.db import prepared
from ..people.models import Assignment, Person, ReportingLine
from . import access
from .models import CheckIn, CheckInWord, Goal, GoalChange, GoalEvent
from .queries import names
from .states import IN_FORCE, next_after

SOON = timedelta(days=3)


def to_decide(me, led=None):
    """(proposed goals, changes) on which somebody has to decide, those of others; the oldest first."""
    led = led or access.leads(me)
    goals = access.goals_to_decide(me, led).where(Goal.state == "proposed", Goal.owner != me.id).order_by(Goal.id)
    changes = access.changes_to_decide(me, led).where(Goal.owner != me.id).order_by(GoalChange.id)
    return list(goals), list(changes)


def whose(rows):
    """{goal id: the name of whose it is} of changes and check-ins that came with their goals."""
    called = names({one.goal.owner_id for one in rows})
    return {one.goal_id: called.get(one.goal.owner_id, "") for one in rows}


def to_look_at(me, led=None):
    """The last check-in of each goal that one decides on and has not looked at, the newest first."""
    last = CheckIn.select(pw.fn.MAX(CheckIn.id)).group_by(CheckIn.goal)
    return list(access.check_ins_to_answer_for(me, led).where(CheckIn.id.in_(last), CheckIn.seen_at.is_null(), Goal.state.in_(IN_FORCE))
                .order_by(CheckIn.at.desc()))


def asked_of(me):
    """Check-ins of one's own in which the manager's question still waits."""
    last = CheckInWord.select(pw.fn.MAX(CheckInWord.id)).group_by(CheckInWord.check_in)
    return list(access.check_ins_of(me).join(CheckInWord, on=(CheckInWord.check_in == CheckIn.id))
                .where(CheckInWord.id.in_(last), ~CheckInWord.is_answer, Goal.state.in_(IN_FORCE)).order_by(CheckIn.id))


def to_check(me):
    """One's own goals whose check-in is due by now or soon, and those whose day has come to be closed."""
    today, found = clock.today(), list(access.goals_to_check(me).where(Goal.state.in_(IN_FORCE)).order_by(Goal.due, Goal.id))
    over = [one for one in found if one.due < today]
    return [one for one in found if one not in over and one.next_check_in and one.next_check_in <= today + SOON], over


def returned(me):
    """One's own drafts that came back, with the comment."""
    last = GoalEvent.select(pw.fn.MAX(GoalEvent.id)).group_by(GoalEvent.goal)
    return list(GoalEvent.select(GoalEvent, Goal).join(Goal).where(GoalEvent.id.in_(last), GoalEvent.did == "return_goal",
                                                                   Goal.owner == me.id, Goal.state == "draft"))


def how_many_wait(me):
    """How many things home shows of goals, for the rail of every page: two statements for who leads nobody, else mostly three."""
    today = clock.today()
    own = sum(due < today or _is_soon(rhythm, checked_on or max(starts, agreed_on or starts), today)
              for rhythm, checked_on, agreed_on, starts, due in _own_rhythms(me=me.id))
    [(returned, asked, is_above)] = _own_counts(me=me.id, today=today)
    others = _of_others(me=me.id) if is_above or access.SETTERS & me.powers else ()
    return own + returned + asked + (_to_decide_among(me, others) if others else 0)


def _to_decide_among(me, others):
    """How many of what waits for somebody's word waits for one's own; check-ins of the team to look at count as one."""
    led, mine = access.leads(me), []
    for kind, level, owner_id, department_id, left_on in others:
        is_mine = (owner_id in led.direct or "hr" in me.powers and left_on is not None and left_on < clock.today()) if level == "person" else \
            bool(access.SETTERS & me.powers) or department_id in led.headed
        mine += [kind] if is_mine else []
    return len(mine) - max(0, mine.count("check-in") - 1)


def _is_soon(rhythm, since, today):
    expected = next_after(rhythm, since)
    return expected is not None and expected <= today + SOON


@prepared
def _own_rhythms(me):
    return Goal.select(Goal.rhythm, Goal.checked_on, Goal.agreed_on, Goal.starts, Goal.due).where(Goal.owner == me, Goal.state == "agreed")


@prepared
def _own_counts(me, today):
    """(drafts that came back, questions, whether any line of reporting ends at a seat of theirs)."""
    last = GoalEvent.select(pw.fn.MAX(GoalEvent.id)).join(Goal).where(Goal.owner == me, Goal.state == "draft").group_by(GoalEvent.goal)
    word = (CheckInWord.select(pw.fn.MAX(CheckInWord.id)).join(CheckIn).join(Goal).where(Goal.owner == me, Goal.state == "agreed")
            .group_by(CheckInWord.check_in))
    held = Assignment.select(Assignment.position).where(Assignment.person == me, Assignment.ends.is_null() | (Assignment.ends >= today))
    return Person.select(GoalEvent.select(pw.fn.COUNT(GoalEvent.id)).where(GoalEvent.id.in_(last), GoalEvent.did == "return_goal"),
                         CheckInWord.select(pw.fn.COUNT(CheckInWord.id)).where(CheckInWord.id.in_(word), ~CheckInWord.is_answer),
                         pw.fn.EXISTS(ReportingLine.select(ReportingLine.id).where(ReportingLine.above.in_(held)))).where(Person.id == me)


@prepared
def _of_others(me):
    """What waits for somebody's word, with what decides whose: proposed goals, changes, check-ins that nobody has looked at."""
    last = CheckIn.select(pw.fn.MAX(CheckIn.id)).group_by(CheckIn.goal)
    told = (Goal.level, Goal.owner, Goal.department, Person.left_on)
    goals = Goal.select(pw.Value("goal"), *told).join(Person, on=(Goal.owner == Person.id))
    proposed = goals.where(Goal.state == "proposed", Goal.owner != me)
    changes = goals.select(pw.Value("change"), *told).switch(Goal).join(GoalChange, on=(GoalChange.goal == Goal.id)).where(
        GoalChange.state == "proposed", Goal.owner != me)
    looks = goals.select(pw.Value("check-in"), *told).switch(Goal).join(CheckIn, on=(CheckIn.goal == Goal.id)).where(
        CheckIn.id.in_(last), CheckIn.seen_at.is_null(), Goal.state == "agreed", Goal.owner != me)
    return proposed.union_all(changes).union_all(looks)
