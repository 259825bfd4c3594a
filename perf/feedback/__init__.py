"""Feedback: for now the follow-ups, what was agreed after a talk and what came of it."""
from flask import url_for

from ..kernel import words
from ..kernel.modules import Module
from ..kernel.words import _
from . import exports, keeping, queries, views

SHORT = 140


def nav(me):
    return [{"desk": "me", "label": _("Follow-ups"), "url": "/feedback/follow-ups/", "icon": "circle-check", "order": 22}]


def due(me):
    """What one does oneself, and what somebody who has left would have done."""
    return [_entry(me, one) for one in queries.waiting(me)]


def waits(me):
    return [1] * queries.how_many_wait(me)


def _entry(me, one):
    whom = _("Follow-up about %(name)s", name=one.about.name) if one.about_id != me.id else _("Follow-up")
    if one.owner_id != me.id:
        whom = _("%(whom)s · %(name)s, who would do it, has left", whom=whom, name=one.owner.name)
    return {"key": f"follow-up-{one.id}", "what": short(one.what), "whom": whom, "on": one.by_when, "action": _("Open"),
            "url": url_for("feedback.follow_up", follow_up_id=one.id), "tone": "quiet"}


def short(text):
    """The beginning of what is to be done, for lists of other things as well."""
    return text if len(text) <= SHORT else text[:SHORT - 1].rstrip() + "…"


def about(me, person):
    found = queries.about(me, person)
    return [{"template": "feedback/_about.html", "order": 45, "follow_ups": found}] if found else []


def search(me, text):
    return [{"kind": _("Follow-ups"), "title": short(one.what), "url": url_for("feedback.follow_up", follow_up_id=one.id),
             "second": _("%(name)s, by %(day)s", name=one.owner.name, day=words.day(one.by_when, near=False))} for one in queries.found(me, text)]


def reminders(today):
    """Whoever does it is reminded; HR is not told of what stays undone, for it reads none of them."""
    return [{"person_id": one.owner_id, "name": one.owner.name, "about": None if one.about_id == one.owner_id else one.about_id,
             "key": f"follow-up-{one.id}", "due": one.by_when, "url": f"/feedback/follow-ups/{one.id}", "is_private": True,
             "words": _("A follow-up"), "says": _("A follow-up about %(name)s", name=one.about.name) if one.about_id != one.owner_id else
             _("A follow-up of yours")} for one in queries.in_work() if not one.owner.has_left]


def evidence(me, person, period):
    """Beside a form: open ones first, then what was agreed or done in the period."""
    return [{"template": "feedback/_evidence.html", "order": 10 if one.is_open else 30, "on": one.made_at.date(), "follow_up": one,
             "kind": _("Follow-up"), "text": text_of(one), "is_for_subject": person.id in one.concerned}
            for one in queries.in_period(me, person, period)]


def text_of(one):
    """What a quotation says of it."""
    return _("%(what)s (what came of it: %(outcome)s)", what=one.what, outcome=one.what_came_of_it) if one.what_came_of_it else one.what


MODULE = Module(name="feedback", title=_("Follow-ups"), blueprint=views.bp, optional=True, nav=nav, due=due, waits=waits, about=about, search=search,
                reminders=reminders, evidence=evidence, exports=exports.TABLES, everything=keeping.everything, forgets=keeping.forgets,
                keeps=keeping.KEEPS,
                about_it=_("What was agreed after a talk: who does what by when, and what came of it. Only those concerned read it."))
