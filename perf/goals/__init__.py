"""Goals: of the organisation, its departments and its people, and how they hang together."""
from flask import url_for

from ..kernel import words
from ..kernel.modules import Module
from ..kernel.words import _
from . import access, asking, exports, keeping, queries, views, waiting, watch
from .models import Goal
from .sheets import offer
from .states import IN_FORCE


def nav(me):
    places = [{"desk": "me", "label": _("Goals"), "url": "/goals/", "icon": "flag", "order": 21, "tab": True}]
    if "hr" in me.powers:
        places.append({"desk": "hr", "label": _("Goals"), "url": "/goals/desk/", "icon": "flag", "order": 45})
    return places


def due(me):
    """Check-ins that are due, questions, what came back, and what waits for one's word; the manager's looks are one line."""
    led = access.leads(me)
    soon, over = waiting.to_check(me)
    proposed, changes = waiting.to_decide(me, led)
    looks, whose = waiting.to_look_at(me, led), waiting.whose(changes)
    return ([_entry(one, one.next_check_in, _("Check in"), "goals.check_in", key=f"goal-{one.id}-check-in", whom=_("Check-in")) for one in soon]
            + [_entry(one, one.due, _("Close it"), "goals.close", key=f"goal-{one.id}-close", whom=_("A goal whose day has come")) for one in over]
            + [_entry(one.goal, None, _("Answer"), at=f"answer-{one.id}", whom=_("A question about your check-in")) for one in waiting.asked_of(me)]
            + [_entry(one.goal, None, _("Look at it"), whom=_("A goal that came back to you")) for one in waiting.returned(me)]
            + [_entry(one, None, _("Look at it"), at="decide", whom=_("%(name)s proposes a goal", name=one.owner.name)) for one in proposed]
            + [_entry(one.goal, None, _("Look at it"), at="change", whom=_("%(name)s proposes to change a goal", name=whose[one.goal_id])) for one in changes]
            + ([{"what": words.n_("%(num)s new check-in of your team", "%(num)s new check-ins of your team", len(looks)), "whom": "", "on": None,
                 "action": _("Look"), "url": url_for("goals.team"), "tone": "quiet"}] if looks else []))


def _entry(goal, on, action, page="goals.goal", at=None, key=None, whom=""):
    entry = {"what": goal.title, "whom": whom, "on": on, "action": action, "url": url_for(page, goal_id=goal.id, _anchor=at), "tone": "quiet"}
    return {**entry, "key": key} if key else entry


def waits(me):
    return [1] * waiting.how_many_wait(me)


def about(me, person):
    goals = [one for one in access.goals_of(me, person).order_by(Goal.due, Goal.id) if not one.is_closed]
    return [{"template": "goals/_about.html", "order": 35, "goals": goals, "figures": queries.figures(one.id for one in goals)}] if goals else []


def search(me, text):
    return [{"kind": "goal", "title": one.title, "url": url_for("goals.goal", goal_id=one.id),
             "second": _("%(whose)s, by %(day)s", whose=views.blueprint.of_whom(one), day=words.day(one.due, near=False))} for one in queries.found(me, text)]


def reminders(today):
    """A check-in counts from the day on which it is due; the last day of a goal as other days do."""
    found = access.with_names().where(Goal.state.in_(IN_FORCE))
    return [entry for one in found if not one.owner.has_left for entry in _reminders(one, today)]


def _reminders(goal, today):
    shared = {"person_id": goal.owner_id, "name": goal.owner.name, "about": None, "url": f"/goals/{goal.id}", "is_private": True}
    if goal.next_check_in and goal.next_check_in <= today <= goal.due:
        yield {**shared, "key": f"goal-{goal.id}-check-in", "due": goal.next_check_in, "url": f"/goals/{goal.id}/check-in",
               "words": _("A check-in on a goal"), "says": _("A check-in on a goal of yours")}
    yield {**shared, "key": f"goal-{goal.id}-close", "due": goal.due, "words": _("A goal"), "says": _("The last day of a goal of yours")}


def first_steps(me):
    if "hr" not in me.powers:
        return []
    return [{"order": 6, "title": _("Put the organisation's goals down"), "url": "/goals/desk/", "is_done": watch.is_any_set(),
             "text": _("Three to five for this year. Departments and people then say which of them they serve.")}]


MODULE = Module(name="goals", title=_("Goals"), blueprint=views.bp, optional=True, nav=nav, due=due, waits=waits, about=about, search=search,
                reminders=reminders, first_steps=first_steps, imports=offer.LISTS, exports=exports.TABLES,
                everything=keeping.everything, forgets=keeping.forgets, keeps=keeping.KEEPS, subjects={"goals": asking.SUBJECTS}, evidence=asking.evidence,
                about_it=_("What is to be reached, from the organisation down to each person: agreed, checked in on, and rolled up."))
