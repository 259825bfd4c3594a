"""Whom a deed with a follow-up concerns, and what they are told: that it happened, never what somebody wrote."""
from ..kernel.words import _
from ..notices import actions as notices
from . import queries
from .models import DONE

KIND = "feedback"
MARKED = {"open": _("%(name)s opened a follow-up again that concerns you."),
          "tried": _("%(name)s has tried what you agreed on. The follow-up says so now."),
          "resolved": _("%(name)s has put down what came of a follow-up that concerns you."),
          "dropped": _("%(name)s has dropped a follow-up that concerns you. It says why.")}


def agreed(follow_up, by):
    _tell(follow_up, by, _("%(name)s has put down a follow-up that concerns you. Look whether you see it in the same way.", name=by.name))


def changed(follow_up, by):
    _tell(follow_up, by, _("%(name)s has changed a follow-up that concerns you.", name=by.name))


def marked(follow_up, state, by):
    _tell(follow_up, by, _(MARKED[state]) % {"name": by.name})
    if state in DONE:
        notices.settle(by.id, page(follow_up))


def handed_over(follow_up, to, by):
    """Who takes it over, and who was in it before."""
    now = queries.whole(follow_up.id)
    _tell(now, by, _("A follow-up was handed over. Its page says who does it now."), but={to.id})
    if to.id != by.id:
        notices.tell(to.id, KIND, _("%(name)s has handed a follow-up to you.", name=by.name), page(now), about=by.id, key=key(now))


def page(follow_up):
    return f"/feedback/follow-ups/{follow_up.id}"


def key(follow_up):
    return f"follow-up-{follow_up.id}-told"


def _tell(follow_up, by, sentence, but=frozenset()):
    """Everybody whom it concerns and who is here, but who did it; a newer sentence takes the place of an unread one."""
    for person_id in {one.id for one in follow_up.persons if not one.has_left} - {by.id} - but:
        notices.tell(person_id, KIND, sentence, page(follow_up), about=by.id, key=key(follow_up))
