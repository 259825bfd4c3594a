"""The pages of reviews: `cycles` for HR, `reviews` for those whom a review concerns."""
from flask import Blueprint
from flask_login import current_user

from ...kernel import words
from ...kernel.words import _
from .. import frames

bp = Blueprint("reviews", __name__, url_prefix="/reviews")

STATES = {
    "in progress": (_("being written"), "info"), "submitted": (_("submitted"), "info"),
    "approved": (_("approved"), "info"), "calibrated": (_("calibrated"), "info"), "appealed": (_("appealed"), "danger"), "shared": (_("to be signed"), "waits"),
    "acknowledged": (_("signed"), "positive"), "refused": (_("not signed"), "danger"),
    "unanswered": (_("not answered"), "waits"), "closed": (_("closed"), "quiet"), "withdrawn": (_("taken out"), "quiet"),
}
APPEALS = {"open": _("not decided yet"), "stands": _("the rating stands"), "changed": _("the rating was changed"), "withdrawn": _("taken back"),
           "reopened": _("the review was reopened")}
EVENT_WORDS = {
    "returned_self": _("The self-review was returned"), "returned_manager": _("The manager's form was returned"),
    "shared": _("Shared"), "acknowledged": _("Signed"), "responded": _("Response given"), "refused": _("Recorded as not signed"),
    "unanswered": _("Not answered within ten working days"), "reopened": _("Reopened"), "closed": _("Closed"),
    "withdrawn": _("Taken out of the cycle"), "put_back": _("Taken in again"), "handed_over": _("Handed over to"),
    "approved": _("Approved"), "manager_kept": _("HR let the former manager finish"), "dates_moved": _("Given other dates"),
    "peer_nominated": _("A colleague was suggested"), "peer_asked": _("A colleague was asked"), "peer_removed": _("A colleague was taken off the list"),
    "declined": _("A colleague declined"), "returned_peer": _("A colleague's form was returned"), "calibrated": _("The score was calibrated"),
    "calibration_undone": _("The calibrated score was taken back"), "appealed": _("Appealed"), "appeal_withdrawn": _("The appeal was taken back"),
    "appeal_stands": _("The appeal was decided: the rating stands"), "appeal_changed": _("The appeal was decided: the rating was changed"),
    "nudged": _("Reminded by HR"),
    "link_made": _("A link for signing without an account was made"), "signed_by_link": _("Signed through that link"),
}


@bp.app_context_processor
def state_words():
    return {"state_words": lambda state: STATES[state][0], "state_tone": lambda state: STATES[state][1],
            "appeal_words": lambda state: APPEALS[state], "EVENT_WORDS": EVENT_WORDS, "hundredths": words.hundredths, "who_reads": who_reads}


def who_reads(review, text, me=None):
    """Who can read what is typed in a box: for the line beside it."""
    return frames.readers(me or current_user, review, text)


from . import (appeals, by_link, calibrations, cycles, files, hints, history, meeting, packets, peers, reviews,  # noqa: E402,F401
               running, upward)     # each adds its routes to the blueprint
