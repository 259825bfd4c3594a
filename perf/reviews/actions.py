"""What can be done with cycles and reviews: one verb, one transaction, its consequences."""
import hashlib
import json

from ..kernel import clock, live, trail
from ..kernel.db import insert_all, write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from ..questions import actions as sheets
from ..questions import queries as questions
from ..questions.models import Sheet
from . import access, queries, scoring, telling
from .models import ANSWER_DAYS, Cycle, Review, ReviewEvent, SignOff

MAY_SHARE, MAY_CLOSE = ("submitted",), ("acknowledged", "refused", "unanswered")
OVER = ("closed", "withdrawn")


@write()
def plan_cycle(*, by, picked=None, **given):
    """Plan a cycle; nobody is told before it is launched."""
    check_dates(**given)
    cycle = Cycle.create(made_by=by, picked_json=json.dumps(picked or {}), **given)
    trail.record("plan_cycle", by, kind="cycle", row_id=cycle.id)
    return cycle


@write()
def change_cycle(cycle, *, by, version, picked=None, **given):
    """Change a cycle that is still planned."""
    now = Cycle.get_by_id(cycle.id)
    if now.version != version:
        raise Changed(_("Somebody else changed this cycle meanwhile. It is shown as it is now; please make your change again."), now)
    if now.state != "planning":
        raise Refused(_("This cycle is running already, so its plan stays as it is."))
    check_dates(**given)
    Cycle.update(version=version + 1, picked_json=json.dumps(picked or {}), **given).where(Cycle.id == cycle.id).execute()
    trail.record("change_cycle", by, kind="cycle", row_id=cycle.id)


def check_dates(*, period_start, period_end, self_due, manager_due, share_by, close_on, **_rest):
    """Dates in their order: period start < end; self due ≤ manager due ≤ share by ≤ close (PRACTICE 3)."""
    if not period_start < period_end:
        raise Refused(_("The period must end after it starts."), "period_end")
    for name, is_early, words_said in (
            ("manager_due", manager_due < self_due, _("The managers' forms are due before the self-reviews.")),
            ("share_by", share_by < manager_due, _("Sharing comes before the managers' forms are due.")),
            ("close_on", close_on < share_by, _("The cycle closes before the reviews are shared."))):
        if is_early:
            raise Refused(_("%(problem)s Please put the dates in order.", problem=words_said), name)


@write()
def launch(cycle, *, by, version=None):
    """Give everybody chosen their review, with copies of template, duties and competencies. Safe to do twice.

    `version` is the plan's that the launcher has read.
    """
    cycle = Cycle.get_by_id(cycle.id)
    if version is not None and version != cycle.version:
        raise Changed(_("The plan was changed after you looked at it. Read once more who is in it, then launch."))
    if cycle.state == "closed":
        raise Refused(_("This cycle is closed."))
    if cycle.state == "planning" and cycle.self_due < clock.today():
        raise Refused(_("The self-reviews would be due in the past. Change the dates first."), "self_due")
    if not questions.asks_everybody(cycle.template_id):
        raise Refused(_("The template asks the employee or the manager nothing. Add a question to it first."))
    chosen = queries.preview(cycle).taken
    if not chosen and cycle.state == "planning":
        raise Refused(_("Nobody would get a review. Look at the list of who is left out and why, and choose again."))
    telling.launched(cycle, _make_reviews(cycle, chosen), by)
    Cycle.update(state="open", launched_at=cycle.launched_at or clock.now(), version=cycle.version + 1).where(Cycle.id == cycle.id).execute()
    trail.record("launch_cycle", by, kind="cycle", row_id=cycle.id)
    live.changed("cycle", cycle.id)
    for person_id in {one.manager.person_id for one in chosen} | {one.seat.person_id for one in chosen}:
        live.changed("home", person_id)
    return len(chosen)


def _make_reviews(cycle, chosen):
    wanted = []
    for seat, manager in chosen:
        wanted += [dict(author=seat.person_id, subject=seat.person_id, kind="self", role=seat.role_id),
                   dict(author=manager.person_id, subject=seat.person_id, kind="manager", role=seat.role_id)]
    made = iter(sheets.make_sheets(cycle.template, wanted, room="reviews"))
    rows = [dict(cycle=cycle.id, person=seat.person_id, manager=manager.person_id, self_sheet=next(made),
                 manager_sheet=next(made), department=seat.department or "", role_title=seat.title) for seat, manager in chosen]
    insert_all(Review, rows)
    return rows


@write()
def cancel_cycle(cycle, *, by):
    """Take back a launch that was a mistake, while nothing is submitted; what was typed goes with it."""
    if Cycle.get_by_id(cycle.id).state == "closed":
        raise Refused(_("This cycle is closed."))
    reviews = list(Review.select().where(Review.cycle == cycle))
    ids = [number for review in reviews for number in (review.self_sheet_id, review.manager_sheet_id)]
    if Sheet.select().where(Sheet.id.in_(ids), Sheet.state.not_in(("not started", "draft"))).exists():
        raise Refused(_("Something has been submitted in this cycle, so it can no longer be taken back. Take single "
                        "people out of it instead, on the page of their review."))
    Review.delete().where(Review.cycle == cycle).execute()
    sheets.drop_sheets(ids)
    telling.cancelled(cycle, reviews, by)
    Cycle.delete().where(Cycle.id == cycle.id).execute()
    trail.record("cancel_cycle", by, kind="cycle", row_id=cycle.id)


@write()
def submit_form(review, sheet, *, by, na_reason=""):
    """Submit one's form. With the manager's, the review is submitted and its score is kept as it is now."""
    review = _now(review)
    progress = questions.progress(sheet.id)
    check_submittable(progress, na_reason)
    sheets.close_sheet(sheet, na_reason=na_reason)
    if sheet.kind == "manager":
        sheets.give_up_on(review.self_sheet_id)
        score, label = queries.full_score(review)
        Review.update(state="submitted", submitted_at=clock.now(), score=score, score_label=label,
                      formula_version=scoring.FORMULA_VERSION).where(Review.id == review.id).execute()
    elif review.state == "submitted":
        _score_again(review)
    trail.record(f"submit_{sheet.kind}", by, review.person_id, kind="review", row_id=review.id)
    telling.submitted(sheet)
    _moved(review)


def check_submittable(progress, na_reason=""):
    """Refuse while something required is open, or too much is N/A without a reason."""
    if not progress.total:
        raise Refused(_("This form asks nothing any more. Ask HR to put a question into the template."))
    if progress.missing:
        raise Refused(_("Some questions still need an answer; each is listed with the way to it."))
    if questions.parts_without_reason(progress) and not na_reason.strip():
        raise Refused(_("More than a third of a section is marked N/A. Please say in a line why."), "na_reason")


@write()
def return_form(review, sheet, *, by, reason, notes=None):
    """Give a submitted form back to its author, with a note at each question concerned; signed reviews are reopened first."""
    review = _now(review)
    if review.is_shared:
        raise Refused(_("This review is shared already. HR can reopen it first."))
    if not reason.strip():
        raise Refused(_("Please say why you return it, so that it can be mended."), "reason")
    sheets.open_sheet_again(sheet, {number: note for number, note in (notes or {}).items() if note.strip()})
    if sheet.kind == "manager":
        sheets.wait_again_for(review.self_sheet_id)
        Review.update(state="in progress", score=None, score_label="").where(Review.id == review.id).execute()
    elif review.state == "submitted":
        _score_again(review)
    remember(review, by, f"returned_{sheet.kind}", reason)
    telling.returned(review, sheet, by)
    _moved(review)


@write()
def share(review, *, by):
    """Show the review to the employee and lock both forms. Returns the date until which they sign: ten working days."""
    review = _now(review)
    if review.state not in MAY_SHARE:
        raise Refused(_("Only a submitted review can be shared."))
    sheets.give_up_on(review.self_sheet_id)     # returned and not submitted anew: from here on nobody changes anything
    sheets.lock_sheets([review.self_sheet_id, review.manager_sheet_id])
    score, label = queries.full_score(review)
    answer_by = clock.working_days_after(clock.today(), ANSWER_DAYS)
    Review.update(state="shared", shared_at=clock.now(), score=score, score_label=label,
                  answer_by=answer_by).where(Review.id == review.id).execute()
    remember(review, by, "shared")
    telling.shared(review, answer_by, by)
    _moved(review)
    return answer_by


@write()
def acknowledge(review, *, by, response=""):
    """The employee confirms having received the review, which is not agreeing with it; a response may go with it."""
    review = _now(review)
    if review.state not in ("shared", "unanswered"):
        raise Refused(_("This review is not waiting for your signature."))
    _sign(review, by, "acknowledged")
    changed = {"state": "acknowledged"}
    if response.strip() and not review.may_respond:
        raise Refused(_("The ten working days for a response are over. You can still sign: leave the response empty."), "response")
    if response.strip():
        changed.update(response=response.strip(), responded_at=clock.now())
    Review.update(**changed).where(Review.id == review.id).execute()
    remember(review, by, "acknowledged")
    telling.signed(review)
    _moved(review)


@write()
def respond(review, *, by, response):
    """Add or change the response within ten working days of sharing."""
    review = _now(review)
    if not review.may_respond:
        raise Refused(_("The ten working days for a response are over."))
    if not response.strip():
        raise Refused(_("Please write your response first."), "response")
    Review.update(response=response.strip(), responded_at=clock.now()).where(Review.id == review.id).execute()
    remember(review, by, "responded")
    _moved(review)


@write()
def record_refusal(review, *, by, witness, note=""):
    """The manager records that the employee does not sign, with who was there."""
    review = _now(review)
    if review.state not in ("shared", "unanswered"):
        raise Refused(_("This review is not waiting for a signature."))
    if not witness.strip():
        raise Refused(_("Please name who was there when the signature was refused."), "witness")
    _sign(review, by, "refused", witness=witness.strip(), note=note)
    Review.update(state="refused").where(Review.id == review.id).execute()
    remember(review, by, "refused")
    telling.refusal_recorded(review, by)
    _moved(review)


@write()
def reopen(review, *, by, reason):
    """HR opens a shared or closed review again: signatures are removed, and it is recorded who, when and why."""
    review = _now(review)
    if not review.is_shared:
        raise Refused(_("Only a shared review can be reopened. A submitted form can be returned."))
    Cycle.update(state="open").where(Cycle.id == review.cycle_id, Cycle.state == "closed").execute()
    if not reason.strip():
        raise Refused(_("Please say why the review is reopened; both will read it."), "reason")
    SignOff.update(removed_at=clock.now()).where(SignOff.review == review, SignOff.removed_at.is_null()).execute()
    sheets.unlock_sheets([review.self_sheet_id, review.manager_sheet_id])
    Review.update(state="submitted", shared_at=None, answer_by=None, closed_at=None).where(Review.id == review.id).execute()
    remember(review, by, "reopened", reason)
    telling.reopened(review, by)
    _moved(review)


@write()
def close_review(review, *, by=None):
    """Close: from here on forms and score stay as they are. The employee's days for a response are not cut short."""
    review = _now(review)
    if review.state not in MAY_CLOSE:
        raise Refused(_("This review still waits for the employee's signature."))
    Review.update(state="closed", closed_at=clock.now()).where(Review.id == review.id).execute()
    remember(review, by, "closed")
    _moved(review)


@write()
def withdraw(review, *, by, reason):
    """HR takes one person out of a running cycle; what was written stays with its authors and counts for nothing."""
    review = _now(review)
    if review.state not in access.UNSHARED:
        raise Refused(_("This review is shared already, so it can no longer be taken out."))
    if not reason.strip():
        raise Refused(_("Please say why it is taken out; both will read it."), "reason")
    for sheet_id in (review.self_sheet_id, review.manager_sheet_id):
        sheets.give_up_on(sheet_id)
    Review.update(state="withdrawn").where(Review.id == review.id).execute()
    remember(review, by, "withdrawn", reason)
    telling.withdrawn(review, by)
    _moved(review)


@write()
def hand_over(review, manager, *, by):
    """Another manager takes the review over, and sees what the former one has written (PRACTICE 3)."""
    review = _now(review)
    if review.state not in access.UNSHARED:
        raise Refused(_("This review is shared already, so its manager stays."))
    if manager.id in (review.person_id, review.manager_id):
        raise Refused(_("Choose somebody who is neither the employee nor the manager of this review now."), "manager")
    sheets.hand_over(review.manager_sheet_id, manager)
    Review.update(manager=manager).where(Review.id == review.id).execute()
    remember(review, by, "handed_over", manager.name)
    telling.handed_over(review, manager, by)
    _moved(review)
    live.changed("home", manager.id)


@write()
def close_cycle(cycle, *, by):
    """Close every review that is signed, refused or unanswered, and then the cycle itself."""
    if Cycle.get_by_id(cycle.id).state != "open":
        raise Refused(_("Only a running cycle can be closed."))
    reviews = list(Review.select(Review, Cycle).join(Cycle).where(Review.cycle == cycle, Review.state.not_in(OVER)))
    waiting = [review for review in reviews if review.state not in MAY_CLOSE]
    if waiting:
        raise Refused(_("%(count)s reviews are not signed yet. The list says what each waits for; one that will never be "
                        "finished can be taken out on its page.", count=len(waiting)))
    for review in reviews:
        close_review(review, by=by)
    Cycle.update(state="closed").where(Cycle.id == cycle.id).execute()
    trail.record("close_cycle", by, kind="cycle", row_id=cycle.id)
    live.changed("cycle", cycle.id)


@write()
def new_day(today):
    """What a day brings by itself: unanswered after ten working days; closed once those are over and it is signed."""
    over = Review.select(Review, Cycle).join(Cycle).where(Review.answer_by < today)
    for review in over.where(Review.state == "shared"):
        Review.update(state="unanswered").where(Review.id == review.id).execute()
        remember(review, None, "unanswered")
        _moved(review)
    for review in over.where(Review.state.in_(("acknowledged", "refused"))):
        close_review(review)


def signed_text(review):
    """The words and figures that a signature stands for, in one text."""
    ids = [review.self_sheet_id, review.manager_sheet_id]
    lines = [f"{review.id} {review.person_id} {review.score} {review.score_label}"]
    for number, rows in sorted(questions.rows_of(ids).items()):
        lines += [f"{number} {row.prompt} | {row.rating} | {row.is_na} | {row.choice} | {row.text}" for row in rows]
    return "\n".join(lines)


def _now(review):
    """The review as it is inside the write, whatever the page had read before."""
    return Review.select(Review, Cycle).join(Cycle).where(Review.id == review.id).get()


def _sign(review, by, kind, **more):
    text_hash = hashlib.sha256(signed_text(review).encode()).hexdigest()
    SignOff.create(review=review, person=by, kind=kind, at=clock.now(), text_hash=text_hash, **more)


def _score_again(review):
    score, label = queries.full_score(review)
    Review.update(score=score, score_label=label).where(Review.id == review.id).execute()


def remember(review, by, what, reason=""):
    """Write into the review's history, and into the trail."""
    ReviewEvent.create(review=review, by=by, at=clock.now(), what=what, reason=reason.strip()[:600])
    trail.record(what, by, review.person_id, kind="review", row_id=review.id)


def _moved(review):
    """Tell those who have it open: the review's own pages, HR's counts, and home of both."""
    live.changed("review", review.id)
    live.changed("cycle", review.cycle_id)
    for person_id in (review.person_id, review.manager_id):
        live.changed("home", person_id)
