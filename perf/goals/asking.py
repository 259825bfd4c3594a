"""Goals in reviews: which are asked about, what stands beside the question, and what is known of them beside a form."""
from collections import namedtuple
from datetime import datetime, time

from ..kernel import clock, words
from ..kernel.modules import Subject, Subjects
from ..kernel.words import _
from . import access, queries, scoring, values
from .models import CheckIn, Goal, Milestone

MOST_QUOTED = 6         # check-ins with a note of one goal beside a form, the latest
Said = namedtuple("Said", "on status value note")       # a check-in beside a form


# which goals a form asks about

def asked_about(whom):
    """{(person id, period, day): [Subject]} of goals that run in the period and were agreed by that day, never cancelled."""
    whom, found = list(whom), {}
    if not whom:
        return found
    first, last = min(period[0] for _person, period, _day in whom), max(period[1] for _person, period, _day in whom)
    had = queries.agreed_in({person for person, _period, _day in whom}, (first, last))
    steps = _steps([goal for goals in had.values() for goal in goals])
    for one in whom:
        goals = [goal for goal in had.get(one[0], ()) if _belongs(goal, *one[1:])]
        if goals:
            found[one] = [Subject(goal.id, goal.title, measured_by(goal, steps), goal.weight, goal.is_private) for goal in goals]
    return found


def _belongs(goal, period, day):
    """Whether it runs in a period, was not closed before it, and had been agreed by a day."""
    first, last = period
    return (goal.starts <= last and goal.due >= first and (goal.closed_on is None or goal.closed_on >= first)
            and goal.agreed_on is not None and goal.agreed_on <= day)


# what stands beside the question

def beside(me, numbers):
    """{goal id: how it stands now} of those that one may read: the same statements whatever their number."""
    goals = list(access.goals_to_see(me).where(Goal.id.in_(list(numbers))))
    figures, steps = queries.figures([goal.id for goal in goals]), _steps(goals)
    return {goal.id: {"template": "goals/_beside.html", "topic": f"goal-{goal.id}", "note": _("Progress is a figure; the rating is yours."),
                      "goal": goal, "title": goal.title, "help": measured_by(goal, steps), "per_cent": scoring.per_cent(figures[goal.id]),
                      "figure": reached(goal, figures[goal.id]), "status": status_of(goal), "standing": standing(goal, figures[goal.id])}
            for goal in goals}


SUBJECTS = Subjects(asked_about, beside)


def measured_by(goal, steps):
    """What a goal is measured by and what it is to come to, in words: a form keeps them as they are at launch."""
    by, say = words.day(goal.due, near=False, year=True), _HOW.get(goal.measure, _("From %(start)s to %(target)s, by %(day)s."))
    if goal.is_typed and goal.start == goal.target:
        say = _("At most %(target)s, held until %(day)s.") if goal.is_down else _("At least %(target)s, held until %(day)s.")
    said = _(say) % {"start": values.bare(goal.start, goal), "target": values.said(goal.target, goal), "day": by,
                      "steps": "; ".join(steps.get(goal.id, ()))}
    return f"{said} {_('A stretch goal: 70 % of the way is good.')}" if goal.kind == "stretch" else said


_HOW = {"yesno": _("Done or not, by %(day)s."), "milestones": _("Milestones, by %(day)s: %(steps)s."),
        "below": _("Follows the goals below it, by %(day)s.")}


def reached(goal, progress):
    """How far it is, with what it goes from and to: "72 of 100 visits"; of one that follows those below it their share."""
    if goal.measure != "below":
        return values.stands(goal)
    per_cent = scoring.per_cent(progress)
    return _("nothing to reckon with yet") if per_cent is None else _("%(share)s %% by the goals below it", share=per_cent)


def status_of(goal):
    """(word, tone) of how somebody says that it stands, or how it came out."""
    if goal.is_closed:
        return _(values.STATES[goal.state][0]), values.STATES[goal.state][1]
    word, tone = values.STATUS.get(goal.status, (_("no check-in yet"), "quiet"))
    return _(word), tone


def standing(goal, progress):
    """One line to be kept with an answer: figure, status, the day of the last check-in."""
    per_cent = scoring.per_cent(progress)
    share = "" if per_cent is None or goal.measure in ("yesno", "below") else f" ({per_cent} %)"
    said, on = f"{reached(goal, progress)}{share}, {status_of(goal)[0]}", goal.closed_on if goal.is_closed else goal.checked_on
    return _("%(said)s, on %(day)s", said=said, day=words.day(on, near=False, year=True)) if on else said


# what is known beside a form

def evidence(me, person, period):
    """Goals of the period that one may read, each with what was said at check-ins; one that the form asks about shows that alone."""
    had = queries.agreed_in([person.id], period)
    if not had:
        return []
    led = access.leads(me)
    goals = list(access.goals_of(me, person, led).where(Goal.id.in_([goal.id for goal in had[person.id]])).order_by(Goal.due, Goal.id))
    figures, said = queries.figures([goal.id for goal in goals]), _said(goals, period)
    return [_entry(me, goal, figures[goal.id], said.get(goal.id, []), led) for goal in goals]


def _entry(me, goal, progress, said, led):
    look_back = goal.look_back if access.reads_remarks(me, goal, led) else ""
    return {"template": "goals/_evidence.html", "order": 25, "kind": _("Goal"),
            "on": said[0].on if said else goal.checked_on or goal.agreed_on or goal.starts, "goal": goal, "per_cent": scoring.per_cent(progress), "figure": reached(goal, progress), "status": status_of(goal), "said": said,
            "look_back": look_back, "is_for_subject": True, "about_id": ("goals", goal.id), "says_more": bool(said or look_back)}


def _said(goals, period):
    """{goal id: [Said]} of check-ins with a note in a period, the latest first: one query."""
    by_id, found = {goal.id: goal for goal in goals}, {}
    first, last = datetime.combine(period[0], time.min), datetime.combine(period[1], time.max)
    for one in (CheckIn.select().where(CheckIn.goal.in_(list(by_id)), CheckIn.note != "", CheckIn.at.between(first, last))
                .order_by(CheckIn.at.desc(), CheckIn.id.desc())):
        goal = by_id[one.goal_id]
        if len(found.setdefault(goal.id, [])) < MOST_QUOTED:
            found[goal.id].append(Said(clock.local(one.at).date(), _(values.STATUS[one.status][0]), values.said(one.value, goal), one.note))
    return found


def _steps(goals):
    """{goal id: [text]} of milestones, for those goals that are measured by them: one query."""
    ids, found = [goal.id for goal in goals if goal.measure == "milestones"], {}
    rows = Milestone.select(Milestone.goal, Milestone.text).where(Milestone.goal.in_(ids)).order_by(Milestone.order, Milestone.id)
    for number, text in rows.tuples() if ids else ():
        found.setdefault(number, []).append(text)
    return found
