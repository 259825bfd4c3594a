"""Reviews: cycles, and each person's review in them."""
from flask import url_for

from ..kernel import live
from ..kernel.modules import Module
from ..kernel.words import _
from . import actions, exports, forgetting, frames, history, keeping, queries, reminders, upward, views
from .earlier import exports as taken_along
from .earlier import offer
from .earlier.cells import says


def nav(me):
    places = [{"desk": "me", "label": _("Reviews"), "url": "/reviews/", "icon": "file-text", "order": 20, "tab": True}]
    if "hr" in me.powers:
        places.append({"desk": "hr", "label": _("Review cycles"), "url": "/reviews/cycles/", "icon": "list-checks", "order": 40})
    return places + upward.nav(me)


def due(me):
    """What waits for a person: forms to write, reviews to share, to read and sign."""
    return [entry for review in queries.mine(me) for entry in queries.waiting(me, review)] + upward.due(me)


def waits(me):
    return [1] * (sum(len(queries.waiting(me, review)) for review in queries.mine(me)) + upward.how_many_wait(me))


def about(me, person):
    """The person's reviews that one may see, for the page about them."""
    found, earlier = queries.about(me, person), history.earlier_of(me, person)
    return [{"template": "reviews/_about.html", "order": 40, "reviews": found, "earlier": earlier, "person": person, "named": history.named,
             "scale": says}] if found or earlier else []


def search(me, words):
    return [{"kind": _("Reviews"), "title": _("%(name)s: %(cycle)s", name=one.person.name, cycle=one.cycle.name),
             "second": _(one.state), "url": url_for("reviews.review", review_id=one.id)} for one in queries.found(me, words)]


def evidence(me, person, period):
    """The last review, beside a form; its texts are read on asking, and the employee may read all of them. In a first cycle that from before Perf."""
    last = queries.last_before(me, person, period[0])
    if last:
        return [{"template": "reviews/_evidence.html", "order": 20, "kind": _("Last review"), "on": last.cycle.period_end, "review": last,
                 "is_for_subject": True}]
    earlier = history.latest_before(me, person, period[0])
    return [{"template": "reviews/_evidence_earlier.html", "order": 20, "kind": _("Last review"), "on": earlier.period_end, "review": earlier,
             "title": history.named(earlier), "scale": says(earlier.worst, earlier.best), "is_for_subject": True}] if earlier else []


def concerns(person):
    """Who is in a cycle may know what happened to it, and who opened its list of scores."""
    return [*(("cycle", *row) for row in queries.cycles_of(person)), *history.imports_of(person)]


def asks_with(template_id):
    """The cycles in which a template is in use or will be, for whoever changes it."""
    return [{"name": cycle.name, "state": _(cycle.state), "url": url_for("reviews.cycle", cycle_id=cycle.id)}
            for cycle in queries.cycles_with(template_id)]


def new_day(today):
    actions.new_day(today)
    upward.new_day(today)


def first_steps(me):
    if "hr" not in me.powers:
        return []
    return [{"order": 5, "title": _("Launch a first review cycle"), "url": "/reviews/cycles/", "is_done": queries.any_launched(),
             "text": _("Choose a template and the people; you read who is in it and who is not before anything is sent.")}]


def begun(sheet):
    """The first word in a form moves HR's board."""
    review = queries.review_of_sheet(sheet.id) if sheet.room == "reviews" else None
    if review:
        live.changed("cycle", review.cycle_id)


MODULE = Module(name="reviews", title=_("Reviews"), exports=(*exports.TABLES, *taken_along.TABLES, *upward.TABLES), imports=offer.LISTS,
                blueprint=views.bp, optional=True, nav=nav, due=due, waits=waits,
                about=about, search=search, evidence=evidence, first_steps=first_steps, concerns=concerns, frame=frames.frame, asks_with=asks_with,
                daily=new_day, reacts={"sheet_begun": begun}, jobs=upward.JOBS,
                reminders=lambda today: reminders.reminders(today) + upward.reminders(today),
                everything=lambda person: keeping.everything(person) + upward.everything(person),
                forgets=lambda person, called: forgetting.forgets(person, called) + upward.forgets(person, called),
                keeps=(*keeping.KEEPS, *upward.KEEPS),
                about_it=_("Cycles of reviews: self-review, the manager's form, sharing and signing."))
