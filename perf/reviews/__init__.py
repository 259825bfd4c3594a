"""Reviews: cycles, and each person's review in them."""
from flask import url_for

from ..kernel.modules import Module
from ..kernel.words import _
from . import actions, exports, forgetting, frames, keeping, queries, reminders, views


def nav(me):
    places = [{"desk": "me", "label": _("Reviews"), "url": "/reviews/", "icon": "file-text", "order": 20, "tab": True}]
    if "hr" in me.powers:
        places.append({"desk": "hr", "label": _("Review cycles"), "url": "/reviews/cycles/", "icon": "list-checks", "order": 40})
    return places


def due(me):
    """What waits for a person: forms to write, reviews to share, to read and sign."""
    return [entry for review in queries.mine(me) for entry in queries.waiting(me, review)]


def waits(me):
    return [1] * len(due(me))


def about(me, person):
    """The person's reviews that one may see, for the page about them."""
    found = queries.about(me, person)
    return [{"template": "reviews/_about.html", "order": 40, "reviews": found}] if found else []


def search(me, words):
    return [{"kind": _("Reviews"), "title": _("%(name)s: %(cycle)s", name=one.person.name, cycle=one.cycle.name),
             "second": _(one.state), "url": url_for("reviews.review", review_id=one.id)} for one in queries.found(me, words)]


def evidence(me, person, period):
    """The last review, beside a form."""
    last = queries.last_before(me, person, period[0])
    return [{"template": "reviews/_evidence.html", "review": last}] if last else []


def concerns(person):
    """Who is in a cycle may know what happened to it, and who opened its list of scores."""
    return [("cycle", *row) for row in queries.cycles_of(person)]


def first_steps(me):
    if "hr" not in me.powers:
        return []
    return [{"order": 5, "title": _("Launch a first review cycle"), "url": "/reviews/cycles/", "is_done": queries.any_launched(),
             "text": _("Choose a template and the people; you read who is in it and who is not before anything is sent.")}]


MODULE = Module(name="reviews", title=_("Reviews"), exports=exports.TABLES, blueprint=views.bp, optional=True, nav=nav, due=due, waits=waits,
                about=about, search=search, evidence=evidence, first_steps=first_steps, concerns=concerns, frame=frames.frame,
                daily=actions.new_day, reminders=reminders.reminders,
                everything=keeping.everything, forgets=forgetting.forgets, keeps=keeping.KEEPS,
                about_it=_("Cycles of reviews: self-review, the manager's form, sharing and signing."))
