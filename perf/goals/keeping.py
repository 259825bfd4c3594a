"""What the room tells a person about their goals, and how long goals are kept. What erasing takes away is said in `forgetting`."""
from datetime import date

import peewee as pw

from ..kernel.records import Due, Keeps, Section
from ..kernel.words import _
from ..people.models import Person
from . import access, exports, forgetting
from .models import CheckIn, CheckInWord, Goal, GoalChange, GoalEvent
from .states import CLOSED
from .units import in_unit

SAID = ((CheckIn, CheckIn.note, _("Check-in")), (CheckInWord, CheckInWord.text, _("About a check-in")),
        (GoalChange, GoalChange.why, _("Why a change was proposed")), (GoalEvent, GoalEvent.comment, _("Comment")))
forgets = forgetting.forgets


# what one gets about oneself

def everything(person):
    """Their goals with all that was said about them, and what they said about goals of others; drafts are theirs alone."""
    own = list(access.with_names().where(Goal.owner == person.id).order_by(Goal.starts, Goal.id))
    shared, drafts = [goal for goal in own if goal.state != "draft"], [goal for goal in own if goal.state == "draft"]
    return [Section("goals", _("Your goals"), GOALS, tuple(_rows(person, shared))),
            Section("goal-drafts", _("Your drafts of goals"), GOALS, tuple(_rows(person, drafts)), is_private=True),
            Section("goal-milestones", _("Milestones of your goals"), (_("Goal"), _("Milestone"), _("Done on")),
                    tuple((goal.title, one.text, one.done_on) for goal in shared for one in goal.milestones)),
            Section("goal-check-ins", _("Your check-ins"), (_("Goal"), _("When"), _("By"), _("Value"), _("Status"), _("Note")),
                    tuple(_check_ins(shared))),
            Section("goal-words", _("What was asked and answered about your check-ins"), (_("Goal"), _("When"), _("By"), _("Text")),
                    tuple(_said(shared))),
            Section("goal-history", _("What was done with your goals"), (_("Goal"), _("When"), _("What"), _("By"), _("Comment")),
                    tuple(_events(shared))),
            Section("goal-changes", _("Changes of your goals that were proposed"), (_("Goal"), _("When"), _("By"), _("Why"), _("State")),
                    tuple(_changes(shared))),
            Section("goal-said", _("What you said about goals of others"), (_("Goal"), _("When"), _("What"), _("Text")), tuple(_to_others(person)))]


GOALS = (*exports.AS_TAKEN_IN, _("Status"), _("Last check-in"), _("Agreed on"), _("Closed on"), _("Look back"))


def _rows(person, goals):
    more = exports.More(person, access.leads(person), goals)
    return [(*exports.as_taken_in(goal, more), goal.status, goal.checked_on, goal.agreed_on, goal.closed_on, goal.look_back) for goal in goals]


def _check_ins(goals):
    for goal, one in _of(CheckIn, goals):
        yield goal.title, one.at, _name(one), in_unit(one.value, goal.measure, goal.currency), one.status, one.note


def _said(goals):
    by_id = {goal.id: goal for goal in goals}
    rows = (CheckInWord.select(CheckInWord, CheckIn, Person).join(CheckIn).switch(CheckInWord)
            .join(Person, pw.JOIN.LEFT_OUTER, on=CheckInWord.by, attr="by").where(CheckIn.goal.in_(list(by_id))))
    for one in rows.order_by(CheckInWord.id):
        yield by_id[one.check_in.goal_id].title, one.at, _name(one), one.text


def _events(goals):
    for goal, one in _of(GoalEvent, goals):
        yield goal.title, one.at, _(one.did.replace("_", " ")), _name(one), one.comment


def _changes(goals):
    for goal, one in _of(GoalChange, goals):
        yield goal.title, one.at, _name(one), one.why, _(one.state)


def _to_others(person):
    """The title of a goal only where they may still read it."""
    for model, text, what in SAID:
        rows = model.select() if model is not CheckInWord else model.select(model, CheckIn).join(CheckIn)
        about = model.goal if model is not CheckInWord else CheckIn.goal
        others = Goal.select(Goal.id).where(Goal.owner != person.id)
        found = list(rows.where(model.by == person.id, text != "", about.in_(others)).order_by(model.id))
        numbers = {one.id: one.goal_id if model is not CheckInWord else one.check_in.goal_id for one in found}
        titles = dict(access.goals_to_see(person).select(Goal.id, Goal.title).where(Goal.id.in_(list(numbers.values()))).tuples())
        yield from ((titles.get(numbers[one.id], "–"), one.at, what, getattr(one, text.name)) for one in found)


def _of(model, goals):
    by_id = {goal.id: goal for goal in goals}
    rows = model.select(model, Person).join(Person, pw.JOIN.LEFT_OUTER, on=model.by, attr="by").where(model.goal.in_(list(by_id)))
    return [(by_id[one.goal_id], one) for one in rows.order_by(model.goal, model.id)]


def _name(one):
    return one.by.name if one.by_id else ""


# how long

def past(before):
    """Closed before a day, or never closed by somebody who had left by then; none that still counts in a goal that stays."""
    owner = access.Owner
    over = (Goal.closed_on < before) | (Goal.closed_on.is_null() & (Goal.level == "person") & (owner.left_on < before))
    found = {number: (person, parent) for number, person, parent in access.with_names().select(Goal.id, Goal.owner, Goal.parent).where(over).tuples()}
    while stays := [number for number, (_person, parent) in found.items() if parent is not None and parent not in found]:
        for number in stays:
            del found[number]
    writers = _writers(list(found))
    return [Due(number, (person, *sorted(writers.get(number, set()) - {person}))) for number, (person, _parent) in sorted(found.items())]


def _writers(ids):
    """{goal id: the ids of all who wrote something about it}."""
    found = {}
    for some in pw.chunked(ids, 400):
        words = CheckInWord.select(CheckIn.goal, CheckInWord.by).join(CheckIn).where(CheckIn.goal.in_(some))
        for rows in (words, *(model.select(model.goal, model.by).where(model.goal.in_(some)) for model in (CheckIn, GoalChange, GoalEvent))):
            for goal, person in rows.where(rows.model.by.is_null(False)).distinct().tuples():
                found.setdefault(goal, set()).add(person)
    return found


def purge(ids):
    """Goals with their check-ins and history, and with what is kept of how they came in."""
    forgetting.clear_imports(ids)
    for some in pw.chunked(ids, 400):
        Goal.delete().where(Goal.id.in_(some)).execute()


def oldest():
    rows = access.with_names().select(pw.fn.MIN(pw.fn.COALESCE(Goal.closed_on, access.Owner.left_on)))
    first = rows.where(Goal.state.in_(CLOSED) | (Goal.level == "person")).scalar()
    return date.fromisoformat(first) if isinstance(first, str) else first


KEEPS = (Keeps("goals", _("Goals"), _("Goals with check-ins, what was said about them, and their history."), past, purge, oldest,
               from_leaving=False),)
