"""Who may open which goals (PRACTICE 4): queries, so that the list and the single row obey one WHERE.

    what                          its owner   manager   manager's manager   HR    everybody
    agreed, closed                yes         yes       yes                 yes   unless private
    proposed, and private ones    yes         yes       yes                 yes   no; what is proposed whoever wrote it down
    a draft                       yes, and whoever wrote it down

Goals of the organisation and of departments are never private; HR and executives decide on them, and whoever heads a department
on its goals. On a person's goals their manager decides; on those of who has left, HR.
"""
from collections import namedtuple

import peewee as pw

from ..kernel import clock
from ..people import queries as people
from ..people.models import Person
from ..roles import queries as roles
from ..roles.models import Department
from .models import CheckIn, Goal, GoalChange, GoalEvent, GoalPeriod, GoalTemplate
from .states import IN_FORCE, SHOWN

Owner = Person.alias()
Leads = namedtuple("Leads", "direct second headed is_lead")     # ids of persons and departments; is_lead: nobody leads them
SETTERS = {"hr", "executive"}                                   # who set goals of the organisation


def leads(me, house=None):
    """Whom and what somebody leads today: one query, and another for departments where they head a seat."""
    house = house or people.chart()
    direct, second = _led_by(house, me.id)
    seats = {seat.id for seat in house.seats_of(me.id)}
    heads = people.heads() if seats else {}
    headed = {number for department, seat in heads.items() if seat in seats for number in roles.parts_of(department)}
    return Leads(direct, second, headed, house.manager_of(me.id) is None)


def goals_to_see(me, led=None):
    """Every goal that somebody may read."""
    led = led or leads(me)
    where = (Goal.state.in_(SHOWN) & ~Goal.is_private) | (Goal.owner == me.id) | Goal.state.in_(("draft", "proposed")) & (Goal.made_by == me.id)
    if "hr" in me.powers:
        where |= Goal.state != "draft"
    elif led.direct or led.second:
        where |= (Goal.level == "person") & (Goal.state != "draft") & Goal.owner.in_([*led.direct, *led.second])
    return with_names().where(where | (Goal.state == "proposed") & _decided_by(me, led))


def goals_of(me, person, led=None):
    """Those of one person that one may read."""
    return goals_to_see(me, led).where(Goal.owner == person.id, Goal.level == "person")


def goals_to_decide(me, led=None):
    """Goals on which somebody decides: agrees, returns, changes, closes."""
    return with_names().where(Goal.state != "draft", _decided_by(me, led or leads(me)))


def goals_to_write(me, led=None):
    """Goals that somebody looks after or decides on; a draft is for its owner and whoever wrote it down."""
    led = led or leads(me)
    return with_names().where((Goal.owner == me.id) | (Goal.state == "draft") & (Goal.made_by == me.id)
                              | (Goal.state != "draft") & _decided_by(me, led))


def goals_to_propose(me):
    """Of whoever looks after the goal, who is told where it is too late for that; drafts and proposals also of who wrote them down."""
    return with_names().where((Goal.owner == me.id) | (Goal.made_by == me.id) & Goal.state.in_(("draft", "proposed")))


def goals_taken_back(me, led=None):
    """Drafts that were proposed to somebody and taken back: they knew of them, and may be about to answer."""
    last = GoalEvent.select(pw.fn.MAX(GoalEvent.id)).group_by(GoalEvent.goal)
    back = GoalEvent.select(GoalEvent.goal).where(GoalEvent.id.in_(last), GoalEvent.did == "withdraw_goal")
    return with_names().where(Goal.state == "draft", Goal.id.in_(back), _decided_by(me, led or leads(me)))


def goals_to_check(me):
    """Whoever looks after a goal checks in; nobody does it for them."""
    return with_names().where(Goal.owner == me.id)


def goals_to_hang_under(me, led=None):
    """What may be offered as a parent: goals in force that one reads, and one's own; a private one only to its owner."""
    return goals_to_see(me, led).where(Goal.state.in_((*IN_FORCE, "draft", "proposed")), ~Goal.is_private | (Goal.owner == me.id))


def changes_to_decide(me, led=None):
    goals = goals_to_decide(me, led).select(Goal.id)
    return GoalChange.select(GoalChange, Goal).join(Goal).where(GoalChange.state == "proposed", Goal.id.in_(goals))


def changes_decided(me, led=None):
    """Those that wait no more, of goals on which somebody decides: an old page still shows them."""
    return GoalChange.select(GoalChange, Goal).join(Goal).where(GoalChange.state != "proposed", Goal.id.in_(goals_to_decide(me, led).select(Goal.id)))


def changes_to_withdraw(me):
    """One's own; whether it is too late for that the verb says."""
    return GoalChange.select(GoalChange, Goal).join(Goal).where(GoalChange.by == me.id)


def check_ins_to_answer_for(me, led=None):
    """Check-ins that somebody who decides on the goal looks at, but for their own."""
    return CheckIn.select(CheckIn, Goal).join(Goal).where(Goal.id.in_(goals_to_decide(me, led).select(Goal.id)), Goal.owner != me.id)


def check_ins_of(me):
    return CheckIn.select(CheckIn, Goal).join(Goal).where(Goal.owner == me.id)


def reads_remarks(me, goal, led=None):
    """Whether one reads what is said between those concerned: questions, comments, proposed changes, the look back."""
    led = led or leads(me)
    if me.id == goal.owner_id or "hr" in me.powers:
        return True
    return goal.owner_id in led.direct | led.second if goal.level == "person" else decides(me, goal, led)


def decides(me, goal, led=None):
    """Whether one agrees to this goal and to what changes in it: the same rule as `goals_to_decide`, of one row."""
    led = led or leads(me)
    if goal.level == "person":
        return (goal.owner_id in led.direct or goal.owner_id == me.id and led.is_lead
                or "hr" in me.powers and goal.owner_id != me.id and goal.owner.has_left)
    return bool(SETTERS & me.powers) or goal.department_id is not None and goal.department_id in led.headed


def may_set(me, level, department_id=None, led=None):
    """Whether somebody may put down goals of the organisation, or of a department."""
    return level == "person" or bool(SETTERS & me.powers) or level == "department" and department_id in (led or leads(me)).headed


def departments_to_set(me, led=None):
    """The departments for which somebody sets goals."""
    if SETTERS & me.powers:
        return Department.select().order_by(Department.name)
    return Department.select().where(Department.id.in_((led or leads(me)).headed)).order_by(Department.name)


def people_to_give(me, led=None):
    """Whom somebody can give a goal: one's reports; HR and executives everybody else who is here. Nobody agrees to their own by giving it."""
    here = people.people_here().where(Person.id != me.id)
    return here if SETTERS & me.powers else here.where(Person.id.in_((led or leads(me)).direct))


def periods_to_edit(me):
    return GoalPeriod.select() if "hr" in me.powers else GoalPeriod.select().where(False)


def templates_to_use(me):
    return GoalTemplate.select().where(~GoalTemplate.is_archived).order_by(GoalTemplate.title)


def templates_to_edit(me):
    return GoalTemplate.select() if "hr" in me.powers else GoalTemplate.select().where(False)


def deciders(goal, house=None):
    """The ids of those who decide on a goal: the manager of whose it is, or those who set goals of that level."""
    house = house or people.chart()
    if goal.level == "person":
        above = house.manager_of(goal.owner_id)
        return {above.person_id} if above else {goal.owner_id} if not goal.owner.has_left else _holding("hr")
    if goal.level == "department":
        seat = people.head_of(goal.department_id, house)
        if seat and seat.person_id:
            return {seat.person_id}
    return _holding("executive") or _holding("hr")


def with_names():
    """Goals with whose they are, their department, period and parent's title: one query for a whole list."""
    return (Goal.select(Goal, Owner, Department, GoalPeriod).join(Owner, on=(Goal.owner == Owner.id).alias("owner"))
            .switch(Goal).join(Department, pw.JOIN.LEFT_OUTER).switch(Goal).join(GoalPeriod, pw.JOIN.LEFT_OUTER))


def _decided_by(me, led):
    """The WHERE of goals on which somebody decides."""
    where = (Goal.level == "person") & Goal.owner.in_([*led.direct, *([me.id] if led.is_lead else [])])
    if "hr" in me.powers:
        gone = Person.select(Person.id).where(Person.left_on < clock.today(), Person.id != me.id)
        where |= (Goal.level == "person") & Goal.owner.in_(gone)
    if SETTERS & me.powers:
        return where | (Goal.level != "person")
    return where | (Goal.level == "department") & Goal.department.in_(led.headed) if led.headed else where


def _led_by(house, person_id):
    """Ids of those whose manager somebody is, and of those whose manager's manager: by each one's own seat, as beside every box."""
    above = {number: [seat.person_id for seat, _two in zip(house.chain(number), range(2))] for number in house.of_person if number != person_id}
    direct = {number for number, chain in above.items() if chain[:1] == [person_id]}
    return direct, {number for number, chain in above.items() if chain[1:] == [person_id]} - direct


def _holding(power):
    return {one.id for one in people.holders(power)}
