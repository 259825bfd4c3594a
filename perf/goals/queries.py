"""What a page or a neighbour needs to know of goals; reads only."""
from collections import namedtuple
from datetime import date, timedelta

import peewee as pw

from ..kernel import clock, words
from ..kernel.db import database
from ..people import queries as people
from ..people.models import Person
from ..roles.models import Department
from ..settings import queries as settings
from . import access, scoring
from .models import CheckIn, CheckInWord, Goal, GoalChange, GoalEvent, GoalPeriod, GoalTemplate, Milestone
from .states import IN_FORCE, OUTCOMES, SHOWN, months_after

COUNTING = (*IN_FORCE, *OUTCOMES)       # what enters the mean of the goal above: agreed, and not cancelled
MANY = 7                                # more goals in force than this are too many for one person
By = Person.alias()

Figure = namedtuple("Figure", "id parent weight state is_private measure start target now is_down")
Link = namedtuple("Link", "id title level department owner is_shown")       # of the chain upwards


# figures

def figures(ids):
    """{goal id: progress of 1, or None} with what hangs below those that follow it: two statements, however many."""
    ids = set(ids)
    if not ids:
        return {}
    found = [Figure(*row) for row in database.execute(_with_all_below(ids))]
    rolled = scoring.rolled_up({one.id: _node(one) for one in found})
    return {number: rolled.get(number) for number in ids}


def own_progress(goal):
    """A goal's progress by its own measure; None for one that follows those below it."""
    return None if goal.measure == "below" else scoring.progress(goal.start, goal.target, goal.now, goal.is_down)


def _node(one):
    return scoring.Node(one.parent, one.weight, one.state in COUNTING and not one.is_private, one.measure == "below", own_progress(one))


def _with_all_below(ids):
    """Those goals and all below such as follow what is below them."""
    columns = [getattr(Goal, name) for name in Figure._fields]
    base = Goal.select(*columns).where(Goal.id.in_(ids)).cte("tree", recursive=True, columns=Figure._fields)
    child = Goal.alias()
    step = child.select(*[getattr(child, name) for name in Figure._fields]).join(base, on=(child.parent == base.c.id)).where(base.c.measure == "below")
    tree = base.union(step)
    return tree.select_from(*[getattr(tree.c, name) for name in Figure._fields])


def ancestors(goal_id):
    """The ids above a goal, the nearest first; nothing twice. One statement."""
    base = Goal.select(Goal.id, Goal.parent).where(Goal.id == goal_id).cte("chain", recursive=True, columns=("id", "parent"))
    above = Goal.alias()
    tree = base.union(above.select(above.id, above.parent).join(base, on=(base.c.parent == above.id)))
    over = dict(database.execute(tree.select_from(tree.c.id, tree.c.parent)))
    found, number = [], over.get(goal_id)
    while number is not None and number != goal_id and number not in found:
        found.append(number)
        number = over.get(number)
    return found


def below(goal_id):
    """The ids of a goal and of everything below it."""
    base = Goal.select(Goal.id).where(Goal.id == goal_id).cte("below", recursive=True, columns=("id",))
    child = Goal.alias()
    tree = base.union(child.select(child.id).join(base, on=(child.parent == base.c.id)))
    return {row[0] for row in database.execute(tree.select_from(tree.c.id))}


# why it matters

def chains(me, ids, led=None):
    """{goal id: [Link, …]} from the goal above each up to the top: one statement. What one may not read ends the chain."""
    ids = [number for number in ids]
    if not ids:
        return {}
    links = {row[0]: row for row in database.execute(_with_all_above(ids))}
    seen = {number for number, in access.goals_to_see(me, led).select(Goal.id).where(Goal.id.in_(list(links))).tuples()}
    return {number: list(_up(links, seen, number)) for number in ids}


def _up(links, seen, number):
    passed, above = {number}, links[number][1] if number in links else None
    while above in links and above not in passed and above in seen:
        passed.add(above)
        row = links[above]
        yield Link(row[0], row[2], row[3], row[4], f"{row[5]} {row[6]}".strip(), True)
        above = row[1]


def _with_all_above(ids):
    base = Goal.select(Goal.id, Goal.parent).where(Goal.id.in_(ids)).cte("chain", recursive=True, columns=("id", "parent"))
    above = Goal.alias()
    tree = base.union(above.select(above.id, above.parent).join(base, on=(base.c.parent == above.id)))
    return (Goal.select(Goal.id, Goal.parent, Goal.title, Goal.level, Department.name, Person.first_name, Person.last_name)
            .join(tree, on=(tree.c.id == Goal.id)).switch(Goal).join(Person, on=(Goal.owner == Person.id)).switch(Goal)
            .join(Department, pw.JOIN.LEFT_OUTER).with_cte(tree))


# lists

def whole(goal_id):
    """One goal, whoever asks: for verbs, which read few of the names that go with it."""
    return Goal.get_by_id(goal_id)


def mine(me):
    """What somebody looks after, by due date: in force, in the making, closed ones the newest first."""
    found = list(access.with_names().where(Goal.owner == me.id).order_by(Goal.due, Goal.id))
    return ([one for one in found if one.is_in_force], [one for one in found if one.state in ("draft", "proposed")],
            sorted((one for one in found if one.is_closed), key=lambda one: (one.closed_on, one.id), reverse=True))


def team(me, led=None):
    """[(seat of a report, their goals that are not closed)], by name: two queries."""
    led, house = led or access.leads(me), people.chart()
    goals = {}
    for one in access.goals_to_see(me, led).where(Goal.level == "person", Goal.owner.in_(led.direct)).order_by(Goal.due, Goal.id):
        if not one.is_closed:
            goals.setdefault(one.owner_id, []).append(one)
    seats = sorted((house.of_person[number] for number in led.direct), key=lambda seat: (words.plain(seat.last_name), words.plain(seat.first_name)))
    return [(seat, goals.get(seat.person_id, [])) for seat in seats]


def children(me, goal, led=None):
    return list(access.goals_to_see(me, led).where(Goal.parent == goal.id).order_by(Goal.level, Goal.title, Goal.id))


def milestones(goal):
    return list(Milestone.select().where(Milestone.goal == goal.id).order_by(Milestone.order, Milestone.id))


def check_ins(goal):
    """All of a goal, the newest first, with who made them and what was asked and answered: two queries."""
    found = list(CheckIn.select(CheckIn, By).join(By, pw.JOIN.LEFT_OUTER, on=(CheckIn.by == By.id).alias("by"))
                 .where(CheckIn.goal == goal.id).order_by(CheckIn.at.desc(), CheckIn.id.desc()))
    said = {}
    for word in (CheckInWord.select(CheckInWord, By).join(By, pw.JOIN.LEFT_OUTER, on=(CheckInWord.by == By.id).alias("by"))
                 .where(CheckInWord.check_in.in_([one.id for one in found])).order_by(CheckInWord.id)):
        said.setdefault(word.check_in_id, []).append(word)
    return [(one, said.get(one.id, [])) for one in found]


def is_asked(words_of_one):
    """Whether the last word about a check-in is a question that waits for its answer."""
    return bool(words_of_one) and not words_of_one[-1].is_answer


def events(goal):
    """What was done with a goal, the newest first."""
    return list(GoalEvent.select(GoalEvent, By).join(By, pw.JOIN.LEFT_OUTER, on=(GoalEvent.by == By.id).alias("by"))
                .where(GoalEvent.goal == goal.id).order_by(GoalEvent.id.desc()))


def change_of(goal):
    """The change that waits to be agreed, or None."""
    return (GoalChange.select(GoalChange, By).join(By, pw.JOIN.LEFT_OUTER, on=(GoalChange.by == By.id).alias("by"))
            .where(GoalChange.goal == goal.id, GoalChange.state == "proposed").first())


def periods():
    """Every period: those that run or come by their first day, a year before its quarters; then what is over, the latest first."""
    return sorted(GoalPeriod.select(), key=lambda one: (one.is_over, one.starts.toordinal() * (-1 if one.is_over else 1), -one.ends.toordinal()))


def periods_open():
    return [one for one in periods() if not one.is_over]


def next_year():
    """The first day of the fiscal year that runs, or of the first one after it for which there is no period of a year."""
    month, today = settings.organisation().fiscal_start, clock.today()
    first = date(today.year - (today.month < month), month, 1)
    taken = {one.starts for one in GoalPeriod.select().where(GoalPeriod.kind == "year")}
    while first in taken:
        first = months_after(first, 12)
    return first


def parts_of_year(first):
    """(name, kind, first day, last day) of the fiscal year that begins on a day, and of its quarters."""
    called = str(first.year) if first.month == 1 else f"{first.year}/{(first.year + 1) % 100:02}"
    quarters = [months_after(first, months) for months in (0, 3, 6, 9, 12)]
    year = (called, "year", first, quarters[-1] - timedelta(days=1))
    return [year, *((f"Q{number} {called}", "quarter", starts, after - timedelta(days=1))
                    for number, (starts, after) in enumerate(zip(quarters, quarters[1:]), 1))]


def templates():
    return list(GoalTemplate.select().order_by(GoalTemplate.is_archived, GoalTemplate.title))


# for reviews

def agreed_in(person_ids, period):
    """{person id: their goals for a review of a period}: agreed or closed, running in it, never cancelled. One query."""
    first, last = period
    found = {}
    for goal in (access.with_names().where(Goal.owner.in_(list(person_ids)), Goal.level == "person", Goal.state.in_(COUNTING),
                                           Goal.starts <= last, Goal.due >= first).order_by(Goal.due, Goal.id)):
        found.setdefault(goal.owner_id, []).append(goal)
    return found


def found(me, text, limit=8):
    """Goals that one may read and whose title holds every word typed."""
    goals = access.goals_to_see(me)
    for word in words.plain(text).split():
        goals = goals.where(Goal.plain_title.contains(word))
    return list(goals.order_by(Goal.state.in_(SHOWN).desc(), Goal.due.desc()).limit(limit))


def names(numbers):
    """{id: name} of persons that a history tells of."""
    return {one.id: one.name for one in Person.select().where(Person.id.in_(list(numbers)))}
