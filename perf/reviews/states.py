"""The life of a cycle, a form and a review (PRACTICE 3): one table. Every verb asks here whether it may be done now.

A move: what is done, to what, from which states, to which state ("" keeps the one it has, "…" is the verb's to say), by whom, and what
is said where it is not the time for it. Who: what one is to the row (access.stands), or "hr" for the cycles; "time" by itself.
"""
from collections import namedtuple

from ..kernel.moves import Life
from ..kernel.words import _

Move = namedtuple("Move", "verb thing before after who refusal")

WRITING = ("in progress",)
WRITTEN = ("submitted", "approved", "calibrated")
UNSHARED = (*WRITING, *WRITTEN)
TO_SIGN = ("shared", "unanswered")
ANSWERED = ("acknowledged", "refused", "unanswered")
SHARED = ("shared", *ANSWERED, "appealed", "closed")
RUNNING = ("open", "calibration", "sharing")
OPEN_FORM = ("not started", "draft", "returned")

MOVES = (
    # a cycle
    Move("plan_cycle", "cycle", (None,), "planning", {"hr"}, ""),
    Move("change_cycle", "cycle", ("planning",), "planning", {"hr"}, _("This cycle is running already, so its plan stays as it is. Its dates can be changed.")),
    Move("launch", "cycle", ("planning", *RUNNING), "…", {"hr", "time"}, _("This cycle is over.")),
    Move("change_dates", "cycle", RUNNING, "", {"hr"}, _("Only the dates of a running cycle are changed here.")),
    Move("calibrate_cycle", "cycle", ("open",), "calibration", {"hr"}, _("Calibration begins while the cycle is running and nothing is being shared.")),
    Move("open_sharing", "cycle", ("open", "calibration"), "sharing", {"hr"}, _("Sharing is open already, or the cycle is not running.")),
    Move("cancel_cycle", "cycle", ("planning", *RUNNING), "archived", {"hr"}, _("This cycle is over.")),
    Move("close_cycle", "cycle", RUNNING, "closed", {"hr"}, _("Only a running cycle can be closed.")),
    # a form
    Move("save_answer", "form", OPEN_FORM, "draft", {"author"}, _("This is submitted, so it can no longer be changed. Ask HR to have it returned to you.")),
    Move("submit_form", "form", OPEN_FORM, "submitted", {"author"}, _("This form is submitted already.")),
    Move("return_form", "form", ("submitted",), "returned", {"manager", "decider", "approver"}, _("Only a submitted form can be returned.")),
    Move("decline", "form", OPEN_FORM, "declined", {"peer"}, _("This form is submitted already, so it can no longer be declined.")),
    # a review
    Move("submit_manager", "review", WRITING, "submitted", {"manager"}, _("This review is submitted already.")),
    Move("return_manager", "review", WRITTEN, "in progress", {"decider", "approver"},
         _("This review is shared already, or not submitted yet. HR can reopen a shared one.")),
    Move("return_peer", "review", WRITING, "", {"manager", "decider"},
         _("The review is submitted, so what colleagues wrote stays as it is. Return the manager's form first.")),
    Move("approve", "review", ("submitted",), "approved", {"approver"}, _("This review is not waiting for an approval.")),
    Move("calibrate", "review", WRITTEN, "", {"decider"}, _("Only a submitted review that is not shared yet can be calibrated.")),
    Move("settle", "review", WRITTEN, "calibrated", {"decider"}, _("Only a submitted review that is not shared yet can be calibrated.")),
    Move("share", "review", WRITTEN, "shared", {"manager", "decider"}, _("Only a submitted review can be shared.")),
    Move("acknowledge", "review", TO_SIGN, "acknowledged", {"subject"}, _("This review is not waiting for your signature.")),
    Move("record_refusal", "review", TO_SIGN, "refused", {"manager"}, _("This review is not waiting for a signature.")),
    Move("leave_unanswered", "review", ("shared",), "unanswered", {"time"}, ""),
    Move("appeal", "review", ANSWERED, "appealed", {"subject"}, _("You can appeal against a review that you have read and signed, or refused to sign, until it is closed.")),
    Move("withdraw_appeal", "review", ("appealed",), "…", {"subject"}, _("There is no open appeal against this review.")),
    Move("let_stand", "review", ("appealed",), "…", {"decider"}, _("There is no open appeal against this review.")),
    Move("change_rating", "review", ("appealed",), "shared", {"decider"}, _("There is no open appeal against this review.")),
    Move("reopen", "review", SHARED, "submitted", {"decider"}, _("Only a shared review can be reopened. A submitted form can be returned.")),
    Move("close_review", "review", ANSWERED, "closed", {"decider", "time"}, _("This review still waits for the employee's signature, or for an appeal to be decided.")),
    Move("withdraw", "review", UNSHARED, "withdrawn", {"decider"}, _("This review is shared already, so it can no longer be taken out.")),
    Move("put_back", "review", ("withdrawn",), "…", {"decider"}, _("This review was not taken out of its cycle.")),
    Move("hand_over", "review", UNSHARED, "", {"decider", "manager"}, _("This review is shared already, so its manager stays.")),
    Move("move_dates", "review", UNSHARED, "", {"decider"}, _("This review is shared already, so its dates stay.")),
    Move("nominate", "review", WRITING, "", {"subject", "manager", "decider"}, _("The review is submitted, so nobody else is asked any more.")),
)
LIFE = Life(MOVES)
check, may, BY_VERB = LIFE.check, LIFE.may, LIFE.by_verb


def waits_to_share(cycle, state):
    """Whether HR has still to open the sharing for all; `cycle` is anything that says how it calibrates and holds back."""
    return bool(cycle.calibrates or cycle.holds_sharing) and state != "sharing"


def is_ready_to_share(review):
    """Whether a review is written, and approved where somebody is to approve it."""
    return review.state in ("approved", "calibrated") or review.state == "submitted" and not (review.needs_approval and review.approver_id)
