"""Upward feedback: people answer about their manager, without a name. What must never be known lies in questions/unnamed."""
from flask import url_for

from ...kernel.words import _
from ...questions.unnamed import actions as unnamed
from . import actions, exports, keeping, queries

TABLES, KEEPS = exports.TABLES, keeping.KEEPS
JOBS = ((60, unnamed.tidy_again),)      # the journal is emptied after each sending; where somebody was reading, here
new_day, everything, forgets = actions.new_day, keeping.everything, keeping.forgets


def nav(me):
    return [{"desk": "hr", "label": _("Upward feedback"), "url": "/reviews/upward/", "icon": "message-square", "order": 42}] if "hr" in me.powers else []


def due(me):
    """About whom one is asked and has not answered yet."""
    return [{"key": queries.key_of(one.manager.round_id), "what": _("Feedback to your manager, without your name"), "whom": one.manager.person.name,
             "on": one.manager.round.closes_on, "url": url_for("reviews.answer_upward", writer_id=one.id), "action": _("Answer")}
            for one in queries.waiting(me)]


def how_many_wait(me):
    return queries.how_many_wait(me)


def reminders(_today):
    """Only for those who have done nothing; at closing what was written down of it goes."""
    return [{"person_id": one.person_id, "name": one.person.name, "about": None, "key": queries.key_of(one.manager.round_id),
             "due": one.manager.round.closes_on, "url": f"/reviews/upward/answer/{one.id}", "page": "/reviews/upward/",
             "words": _("Feedback to your manager"), "says": _("Feedback to your manager, without your name"), "of_them": _("upward feedback")}
            for one in queries.undone()]
