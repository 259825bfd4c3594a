"""The meeting of a review: for the two concerned, once it is shared."""
from datetime import timedelta

from flask import abort, render_template, request, url_for
from flask_login import current_user

from ...feedback import actions as feedback
from ...kernel import clock, modules
from ...kernel.doors import login_required, one
from ...kernel.web import asked_number, fragment, go
from ...kernel.words import _
from ...people.models import Person
from .. import access, meeting
from ..inputs import AgreedInput, MeetingInput
from . import bp
from .reviews import to_copy

USUAL = timedelta(weeks=4)


@bp.app_context_processor
def what_was_met():
    """What the page of a review, and the one by a link, show of the talk."""
    return {"meeting_of": meeting.of, "agreed_in": meeting.agreed, "takes_notes": meeting.takes_notes}


@bp.get("/<int:review_id>/meeting")
@login_required
def meet(review_id):
    found = one(access.reviews_to_meet_about(current_user), review_id)
    if request.htmx:
        return fragment("reviews/meeting.html#agreed", **shown(found))
    return render_template("reviews/meeting.html", **shown(found))


def shown(found, **forms):
    """The page with both forms beside each other; `only=apart` leaves what both see alike out."""
    every, sheets = meeting.pairs(current_user, found)
    apart, now = [pair for pair in every if meeting.is_apart(pair)], meeting.of(found)
    only_apart = request.args.get("only") == "apart"
    notes = MeetingInput(data={"held_on": now.held_on, "notes": now.notes, "version": now.version})
    return {"review": found, "pairs": apart if only_apart else every, "apart": len(apart), "only_apart": only_apart, "sheets": sheets,
            "is_apart": meeting.is_apart, "meeting": now, "notes": notes, "is_subject": found.person_id == current_user.id,
            "agreeing": agreed_form(found), "offers_follow_ups": modules.is_on("feedback"), "other": None, "lost": None, **what_is_new(now), **forms}


def what_is_new(now):
    """Whether the other one has saved the notes since this page was opened; one's own saving is no news."""
    seen = asked_number("seen")
    return {"seen": now.version if seen is None else seen, "news": seen is not None and now.version > seen and now.saved_by_id != current_user.id}


def agreed_form(found, *args):
    form = AgreedInput(*args, data={"owner": found.person_id, "by_when": clock.today() + USUAL})
    form.owner.choices = [(person.id, person.name) for person in (found.person, found.manager) if not person.has_left]
    return form


@bp.post("/<int:review_id>/meeting")
@login_required
def keep_meeting(review_id):
    found = one(access.reviews_to_meet_about(current_user), review_id)
    given = MeetingInput(request.form)
    if given.validate() and given.tries(meeting.keep_meeting, found, by=current_user, held_on=given.held_on.data, notes=given.whole,
                                        version=given.seen):
        return go(url_for(".meet", review_id=review_id) + "#talk-notes", _("The notes are saved."))
    other = meeting.of(found) if given.status == 409 else None
    lost = None if meeting.takes_notes(found) else to_copy(given)
    return render_template("reviews/meeting.html", **shown(found, notes=given, other=other, lost=lost)), given.status


@bp.post("/<int:review_id>/meeting/follow-ups")
@login_required
def agree(review_id):
    """What was agreed becomes a follow-up, in the room that keeps them."""
    found = one(access.reviews_to_meet_about(current_user), review_id)
    if not modules.is_on("feedback"):
        abort(404)
    given = agreed_form(found, request.form)
    if given.validate() and given.tries(
            feedback.agree_follow_up, given.what.data, about=found.person, agreed_with=found.manager, owner=Person.get_by_id(given.owner.data),
            by_when=given.by_when.data, by=current_user, origin="review", origin_id=found.id):
        return go(url_for(".meet", review_id=review_id) + "#agreed", _("It stands under the follow-ups of both now."))
    return render_template("reviews/meeting.html", **shown(found, agreeing=given)), given.status


@bp.get("/<int:review_id>/meeting/follow-ups")
@login_required
def agree_again(review_id):
    """An address that only takes what is sent, opened anew."""
    one(access.reviews_to_meet_about(current_user), review_id)
    return go(url_for(".meet", review_id=review_id))
