"""Colleagues who write about somebody: suggesting, asking, declining."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel.doors import login_required, one
from ...kernel.errors import Refused
from ...kernel.web import go
from ...kernel.words import _
from ...people import queries as people
from .. import access, frames, peers, queries
from ..inputs import DeclineInput, PeerInput
from ..models import PeerForm
from . import bp
from .reviews import note_reading, returning


def arranging(review_id):
    """A review for those who choose its peers: the employee, the manager, and who decides on it."""
    found = one(access.reviews_to_see(current_user), review_id)
    return found if access.stands(current_user, found) & access.CONCERNED else one(access.reviews_to_see(current_user).where(False), 0)


@bp.route("/<int:review_id>/peers", methods=["GET", "POST"])
@login_required
def peers_of(review_id):
    found = arranging(review_id)
    form = PeerInput(request.form)
    form.peer.choices = [(0, _("Choose somebody")), *peers.could_be_asked(found)]
    if request.method == "POST" and form.validate() and form.tries(
            peers.nominate, found, people.Person.get_by_id(form.peer.data), by=current_user):
        said = _("%(name)s is asked.") if form.result.review.person_id != current_user.id else _("%(name)s is suggested; your manager decides.")
        return go(url_for(".peers_of", review_id=review_id), said % {"name": form.result.peer.name})
    return render_template("reviews/peers.html", review=found, form=form, peers=queries.peers_of(found), stands=access.stands(current_user, found),
                           stay=queries.peers_stay(found)), (
        form.status if request.method == "POST" else 200)


@bp.post("/peers/<int:peer_id>/ask")
@login_required
def ask_peer(peer_id):
    return tried(to_arrange(peer_id, without_subject=True), peers.ask, _("%(name)s is asked."))


@bp.post("/peers/<int:peer_id>/remove")
@login_required
def remove_peer(peer_id):
    return tried(to_arrange(peer_id), peers.remove, _("%(name)s is off the list."))


def to_arrange(peer_id, without_subject=False):
    form = one(PeerForm.select(), peer_id)
    found = arranging(form.review_id)
    if without_subject and found.person_id == current_user.id:
        one(PeerForm.select().where(False), 0)
    return form


def tried(form, verb, said):
    try:
        verb(form, by=current_user)
    except Refused as no:
        return go(url_for(".peers_of", review_id=form.review_id), no.words)
    return go(url_for(".peers_of", review_id=form.review_id), said % {"name": form.peer.name})


@bp.route("/peers/<int:peer_id>/return", methods=["GET", "POST"])
@login_required
def return_peer(peer_id):
    """The manager, or HR, gives a colleague's form back, with a note at each question concerned."""
    form = one(access.peer_forms_to_return(current_user), peer_id)
    note_reading(form.review)
    return returning(form.review, form.sheet, back="reviews.peers_of", readers=frames.return_readers(form.review, form.sheet.author))


@bp.route("/peers/<int:peer_id>/decline", methods=["GET", "POST"])
@login_required
def decline(peer_id):
    """The peer does not want to write, or cannot."""
    form = one(access.peer_forms_of(current_user), peer_id)
    given = DeclineInput(request.form)
    if request.method == "POST" and given.validate() and given.tries(peers.decline, form, by=current_user, reason=given.reason.data or ""):
        return go(url_for(".reviews"), _("You have declined. Thank you for saying so."))
    return render_template("reviews/decline.html", peer=form, review=form.review, form=given), given.status if request.method == "POST" else 200
