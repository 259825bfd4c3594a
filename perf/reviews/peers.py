"""Peers who write about a colleague: suggested, agreed to by the manager, asked; they may decline."""
from ..kernel import clock, live
from ..kernel.db import write
from ..kernel.errors import Refused
from ..kernel.words import _
from ..people import queries as people
from ..questions import actions as sheets
from ..questions.models import Sheet
from . import queries, states, telling
from .actions import as_it_is, moved, refuse_once_read, remember
from .models import PeerForm

MOST = 10


@write()
def nominate(review, peer, *, by):
    """Suggest somebody who works with the employee. What the manager or HR names is asked at once."""
    review = as_it_is(review)
    _check(review)
    refuse_once_read(review)
    if review.cycle.peer_mode == "none":
        raise Refused(_("No peers are asked in this cycle."))
    if peer.id in (review.person_id, review.manager_id):
        raise Refused(_("Choose somebody who is neither the employee nor the manager: both write forms of their own."), "peer")
    if peer.has_left:
        raise Refused(_("%(name)s has left. Choose somebody who is still here.", name=peer.name), "peer")
    if PeerForm.select().where(PeerForm.review == review, PeerForm.state.in_(("nominated", "asked"))).count() >= MOST:
        raise Refused(_("Ten colleagues are the most. Take somebody out first."), "peer")
    form, is_new = PeerForm.get_or_create(review=review, peer=peer, defaults={"nominated_by": by, "at": clock.now()})
    if not is_new and form.state in ("nominated", "asked"):
        raise Refused(_("%(name)s is on the list already.", name=peer.name), "peer")
    if not is_new:
        PeerForm.update(state="nominated", nominated_by=by, at=clock.now(), reason="").where(PeerForm.id == form.id).execute()
    if by.id == review.person_id:
        telling.nominated(review, peer, by)
        _arranged(review, by, "peer_nominated", peer)
    else:
        ask(form, by=by)
    return form


@write()
def ask(form, *, by):
    """The manager, or HR, agrees: the peer gets a form."""
    form, review = _now(form)
    _check(review)
    refuse_once_read(review)
    if form.state != "nominated":
        raise Refused(_("This colleague was asked already, or is off the list."))
    if form.peer.has_left:
        raise Refused(_("%(name)s has left. Choose somebody who is still here.", name=form.peer.name))
    sheet_id = form.sheet_id or _make_sheet(review, form)
    sheets.wait_again_for([sheet_id])
    PeerForm.update(state="asked", sheet=sheet_id).where(PeerForm.id == form.id).execute()
    telling.peer_asked(review, form.peer_id, sheet_id, by)
    _arranged(review, by, "peer_asked", form.peer)
    live.changed("home", form.peer_id)


def _make_sheet(review, form):
    seat = people.chart().of_person.get(review.person_id)
    if seat is None:
        raise Refused(_("%(name)s has no seat any more, so there is nothing to ask about the role.", name=review.person.name))
    about = dict(subject=review.person_id, role=seat.role_id, period=(review.period_start, review.period_end), made_on=queries.launched_on(review))
    [sheet_id] = sheets.make_sheets(queries.peer_template(review.cycle), [dict(author=form.peer_id, kind="peer", **about)], room="reviews")
    if not Sheet.get_by_id(sheet_id).answers.exists():
        raise Refused(_("The template asks peers nothing. Add a question to it that peers answer."))
    return sheet_id


@write()
def decline(form, *, by, reason=""):
    """The peer does not write. Why is for the manager and HR; the employee only sees that somebody else may be asked."""
    form, review = _now(form)
    states.check("decline", form.sheet.state)
    _check(review)
    PeerForm.update(state="declined", reason=reason.strip()[:600]).where(PeerForm.id == form.id).execute()
    sheets.give_up_on_all([form.sheet_id])
    telling.peer_declined(review, form.sheet_id, by)
    remember(review, by, "declined", reason)
    moved(review)
    live.changed("home", form.peer_id)


@write()
def remove(form, *, by):
    """Take somebody off the list. A form that was given stays with the review."""
    form, review = _now(form)
    _check(review)
    if form.sheet_id and form.sheet.state in ("submitted", "locked"):
        raise Refused(_("%(name)s has submitted the form already, so it stays.", name=form.peer.name))
    if by.id == review.person_id and form.state != "nominated":
        raise Refused(_("%(name)s was asked already. Your manager can take somebody out.", name=form.peer.name))
    PeerForm.update(state="removed").where(PeerForm.id == form.id).execute()
    sheets.give_up_on_all([form.sheet_id])
    telling.peer_removed(review, form, by)
    _arranged(review, by, "peer_removed", form.peer)
    live.changed("home", form.peer_id)


def _check(review):
    states.check("nominate", review.state)
    if not review.cycle.is_running:
        raise Refused(_("This cycle is not running."))


def _now(form):
    form = PeerForm.get_by_id(form.id)
    return form, as_it_is(form.review)


def _arranged(review, by, what, peer):
    remember(review, by, what, peer.name)
    moved(review)


def could_be_asked(review):
    """(id, name) of those who could write about somebody: who is here, has an account to come, and is not asked yet."""
    taken = {form.peer_id for form in queries.peers_of(review) if form.state in ("nominated", "asked")} | {review.person_id, review.manager_id}
    return [(one.id, one.name) for one in people.people_here() if one.id not in taken]
