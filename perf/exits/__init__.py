"""Exits: who leaves and why, what they say of it, and what is made of that."""
from flask import g, url_for

from ..kernel import words
from ..kernel.modules import Module
from ..kernel.words import _, n_
from . import access, actions, exports, frames, keeping, links, queries, starter, views
from .lists import offer
from .models import Leaving


def nav(me):
    found = []
    if me.powers & access.READ_ALL:
        found.append({"desk": "hr", "label": _("Leaving"), "url": "/exits/", "icon": "log-out", "order": 46})
    if any(_rail(me)):
        found.append({"desk": "me", "label": _("Why people leave"), "url": "/exits/reports/", "icon": "log-out", "order": 45})
    return found


def _rail(me):
    """Asked once a request: the places of both desks are gathered."""
    if "exits_rail" not in g:
        g.exits_rail = queries.rail(me)
    return g.exits_rail


def due(me):
    """One's own questions, the talk with somebody who leaves, what is on a check list, what was promised about findings."""
    entries = [{"key": f"leaving-{one.id}", "what": _("Your exit interview"), "whom": _("Who reads it stands on the first page"), "on": one.asks_until,
                "url": url_for("exits.mine"), "action": _("Open")} for one in queries.to_answer(me)]
    entries += [{"key": f"interview-{one.id}", "what": _("Talk with %(name)s before they leave", name=one.name), "whom": _("Exit interview"), "on": one.last_day,
                 "url": url_for("exits.interview", leaving_id=one.id), "action": _("Open")} for one in queries.to_interview(me)]
    entries += [_tasks_of_one(tasks) for tasks in queries.tasks_by_leaving(me)]
    return entries + [{"key": f"exit-action-{one.id}", "what": one.what, "whom": one.finding, "on": one.by_when, "action": _("Open"),
                       "url": url_for("exits.action", action_id=one.id), "tone": "quiet"} for one in queries.actions_waiting(me)]


def _tasks_of_one(tasks):
    """One line for each leaver, with what comes next: a whole check list would bury all else that waits."""
    first, more = tasks[0], len(tasks) - 1
    whom = _("%(name)s leaves on %(day)s", name=first.leaving.name, day=words.day(first.leaving.last_day))
    return {"key": f"leaving-task-{first.id}", "what": first.what, "on": first.due, "url": url_for("exits.tasks"), "action": _("Open"), "tone": "quiet",
            "whom": whom + (" · " + n_("%(num)s more on the check list", "%(num)s more on the check list", more) if more else "")}


def waits(me):
    return [1] * queries.how_many_wait(me)


def about(me, person):
    """On a person's page, for those who look after their leaving."""
    if not me.powers & access.READ_ALL:
        return []
    found = access.leavings_to_run(me).where(Leaving.person == person.id).order_by(Leaving.id.desc()).first()
    may_begin = "hr" in me.powers and me.id != person.id and not person.has_left and not (found and found.is_open)
    return [{"template": "exits/_about.html", "order": 60, "leaving": found, "may_begin": may_begin, "person": person}] if found or may_begin else []


def reminders(today):
    return [{"person_id": one.interviewer_id, "name": one.interviewer.name, "about": one.person_id, "key": f"interview-{one.id}", "due": one.last_day,
             "url": f"/exits/{one.id}/interview", "words": _("A talk with somebody who leaves"), "says": _("Your talk with %(name)s", name=one.name),
             "of_them": _("exit interview")} for one in queries.interviews_open()] + [
        {"person_id": one.owner_id, "name": one.owner.name, "about": None, "key": f"exit-action-{one.id}", "due": one.by_when, "url": f"/exits/actions/{one.id}",
         "words": _("Something to do about what leavers said"), "says": one.what[:140], "of_them": _("action about leaving")} for one in queries.actions_open()]


def first_steps(me):
    if "hr" not in me.powers:
        return []
    return [{"order": 8, "title": _("Be ready for somebody who leaves"), "url": "/exits/setup/", "is_done": not queries.lacks_starter(),
             "text": _("A check list, and what leavers of each kind are asked. Ready-made ones are there to begin with.")}]


def left(person, last_day):
    actions.noted(person, last_day)


MODULE = Module(name="exits", title=_("Leaving"), blueprint=views.bp, optional=True, nav=nav, due=due, waits=waits, about=about, frame=frames.frame,
                guest=views.guests.guest_sheet, held=links.held, log_shows=access.log_shows, daily=actions.new_day, reminders=reminders,
                reacts={"sheet_begun": links.begun, "person_left": left, "person_stays": actions.stays, "last_day_undone": actions.last_day_undone, "founded": lambda _person: starter.add_starter()},
                imports=offer.LISTS, exports=exports.TABLES, everything=keeping.everything, forgets=keeping.forgets, keeps=keeping.KEEPS,
                about_it=_("Exit interviews, what is to be done when somebody leaves, turnover, and reports on why people go."))
