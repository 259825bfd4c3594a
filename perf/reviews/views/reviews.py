"""One's own reviews, and the one review: reading, checking, submitting, sharing, signing."""
from flask import abort, redirect, render_template, request, url_for
from flask_login import current_user

from ...kernel import trail, words
from ...kernel.doors import login_required, one
from ...kernel.errors import Refused
from ...kernel.web import fragment, go
from ...kernel.words import _
from ...people import queries as people
from ...questions import queries as questions
from ...questions.models import Sheet
from .. import access, actions, appeals, frames, links, packets, queries, states
from ..inputs import (AnswerAppealInput, AppealInput, ApproveInput, ChangeRatingInput, FileInput, HandOverInput, OwnDatesInput, RefusalInput, ReopenInput,
                      ReturnInput, SignInput, SubmitInput, WithdrawInput)
from ..models import PeerForm
from . import bp


@bp.get("/")
@login_required
def reviews():
    return render_template("reviews/reviews.html", mine=queries.mine(current_user))


@bp.get("/<int:review_id>")
@login_required
def review(review_id):
    found = one(access.reviews_to_see(current_user), review_id)
    if request.htmx:
        return fragment("reviews/review.html#review", **shown(found))
    return render_template("reviews/review.html", **shown(found))


def shown(found, **forms):
    """What the page of a review shows to this reader, who is noted where they are neither of the two."""
    note_reading(found)
    sheets = queries.sheets_of(found, access.sheets_to_read(current_user, found), current_user)
    own = Sheet.get_or_none(Sheet.author == current_user.id, Sheet.id.in_([found.self_sheet_id, found.manager_sheet_id]))
    states = dict(Sheet.select(Sheet.kind, Sheet.state).where(Sheet.id.in_([found.self_sheet_id, found.manager_sheet_id])).tuples())
    stands = access.stands(current_user, found)
    peers = queries.peers_shown(current_user, found) if found.cycle.peer_mode != "none" else None
    weighed = packets.weighed(found, sheets, {kind for kind, state in states.items() if state in access.GIVEN}, stands)
    return {"review": found, "stands": stands, "peers": peers, "appeal": queries.appeal_of(found), "versions": queries.versions_of(found),
            "is_ready_to_share": may_share(found), "approver": queries.approver(found), "approving": ApproveInput(formdata=None),
            "appealing": AppealInput(formdata=None), "answering": AnswerAppealInput(formdata=None), "changing": ChangeRatingInput(formdata=None),
            "own_dates": OwnDatesInput(formdata=None, data=found.__data__), "now_led_by": queries.led_otherwise(found), "sheets": sheets, "weighed": weighed, "own": own, "states": states,
            "signatures": queries.signatures(found), "events": queries.events(found, current_user),
            "reads_remarks": access.reads_remarks(current_user, found), "is_manager": found.manager_id == current_user.id,
            "is_subject": found.person_id == current_user.id, "may_appeal": may_appeal(found), "lost": None,
            "is_own_case": found.state == "appealed" and appeals.is_own_case(found, current_user),
            "decides": "decider" in stands, "needs_link": links.needs_link(found),
            "sign": SignInput(response=found.response), "refusal": RefusalInput(), "reopening": ReopenInput(), "withdrawing": WithdrawInput(), "handing": hand_over_form(found), **files_beside(found), **forms}


def may_appeal(found):
    return found.person_id == current_user.id and states.may("appeal", found.state) and not appeals.was_decided(found)


def files_beside(found):
    """The PDFs beside a review, and whether this reader may put one there."""
    return {"files": list(access.files_of(current_user, found)), "may_add": access.adds_files(current_user, found), "attach": FileInput(),
            "add_to": url_for(".add_file", review_id=found.id), "who_opens": _("Whoever reads the manager's form can open it.")}


def may_share(found):
    """None where a review can be shared now, else why not, in words; "" where it is not written yet."""
    if found.state not in states.WRITTEN:
        return ""
    try:
        actions.check_sharing(found)
    except Refused as no:
        return no.words


def page(found, **forms):
    """The page of a review with a form that was refused in it."""
    return render_template("reviews/review.html", **shown(found, **forms))


def note_reading(found):
    """Whoever reads a review without being one of the two leaves a line that the person can open (PRACTICE 4)."""
    if current_user.id not in (found.person_id, found.manager_id):
        trail.record_reading("read_review", current_user, found.person_id, kind="review", row_id=found.id)


@bp.get("/forms/<int:sheet_id>/note")
@login_required
def frame_note(sheet_id):
    """The line above a form that is being written: how it stands with the other form of the review."""
    sheet = one(Sheet.select().where(Sheet.author == current_user.id), sheet_id)
    frame = frames.frame(current_user, sheet) or abort(404)
    return fragment("reviews/_frame_note.html", sheet=sheet, frame=frame)


@bp.get("/<int:review_id>/texts")
@login_required
def texts(review_id):
    """What an earlier review says, opened beside the form of this one; without scripts its page."""
    found = one(access.reviews_to_see(current_user), review_id)
    if not request.htmx:
        return redirect(url_for(".review", review_id=review_id), 303)
    note_reading(found)
    return fragment("reviews/_texts.html", review=found, sheets=queries.sheets_of(found, access.sheets_to_read(current_user, found), current_user, with_hr=False))


@bp.get("/<int:review_id>/check/<kind>")
@login_required
def check(review_id, kind):
    found, sheet = own_form(review_id, kind)
    if not sheet.is_open:
        return redirect(url_for(".reviews") if kind == "peer" else url_for(".review", review_id=review_id), 303)
    return check_page(found, sheet, SubmitInput(na_reason=sheet.na_reason))


@bp.post("/<int:review_id>/check/<kind>")
@login_required
def submit(review_id, kind):
    found, sheet = own_form(review_id, kind)
    if not sheet.is_open:       # sent twice, as by a double click: it is done
        return go(url_for(".reviews") if kind == "peer" else url_for(".review", review_id=review_id), _("This form is submitted."))
    given = SubmitInput(request.form)
    if given.validate() and given.tries(actions.submit_form, found, sheet, by=current_user, na_reason=given.na_reason.data or "",
                                        outcome=given.outcome.data or "", extend_until=given.extend_until.data):
        return go(url_for(".reviews") if kind == "peer" else url_for(".review", review_id=review_id), submitted_words(found, kind))
    return check_page(found, sheet, given), 422


def submitted_words(found, kind):
    if kind == "self":
        return _("Your self-review is submitted. %(name)s can read it now.", name=found.manager.name)
    if kind == "peer":
        return _("Thank you. What you wrote about %(name)s is submitted.", name=found.person.name)
    if found.cycle.needs_approval and found.approver_id:
        return _("The review is submitted. It is shared once it is approved.")
    return _("The review is submitted. Share it with %(name)s when you are ready to talk about it.", name=found.person.name)


def check_page(found, sheet, form):
    progress = questions.progress(sheet.id)
    overall = progress.score.overall
    total, weighed = score_so_far(found, sheet, progress) if sheet.kind == "manager" else (overall, [])
    return render_template("reviews/check.html", review=found, sheet=sheet, progress=progress, form=form, total=total,
                           weighed=weighed, other=frames.other_form(found, sheet),
                           to_come=queries.peers_to_come(found) if sheet.kind == "manager" and found.cycle.peer_mode != "none" else 0,
                           sparse=questions.parts_without_reason(progress))


def score_so_far(found, sheet, progress):
    """What the review comes to as its manager has the form before them, with a self-review that is in; and the sources, weighed."""
    sheets, others = {"manager": (sheet, progress)}, queries.others_of(found)
    if packets.states(found)["self"] in access.GIVEN:
        sheets["self"] = (None, questions.progress(found.self_sheet_id))
    total, _weighed = queries.review_score(found, sheets["self"][1].score.overall if "self" in sheets else None, progress.score.overall, others)
    return total, packets.weighed(found, sheets, set(sheets), access.stands(current_user, found), others)


def own_form(review_id, kind):
    """The review and one's own form of that kind in it; anything else does not exist."""
    if kind == "peer":
        form = access.peer_forms_of(current_user).where(PeerForm.review == review_id).first() or abort(404)
        return form.review, form.sheet
    query = {"self": access.own_reviews, "manager": access.reviews_to_write}.get(kind) or abort(404)
    found = one(query(current_user), review_id)
    return found, Sheet.get_by_id(found.self_sheet_id if kind == "self" else found.manager_sheet_id)


@bp.post("/<int:review_id>/share")
@login_required
def share(review_id):
    found = one(access.reviews_to_share(current_user), review_id)
    answer_by = actions.share(found, by=current_user)
    return go(url_for(".review", review_id=review_id),
              _("%(name)s can read the review now and has until %(day)s to sign.", name=found.person.name, day=words.day(answer_by)))


@bp.route("/<int:review_id>/return/<kind>", methods=["GET", "POST"])
@login_required
def give_back(review_id, kind):
    """The manager returns a self form, HR either one, with a note at each question concerned."""
    found = returnable(review_id, kind)
    return returning(found, Sheet.get_by_id(found.self_sheet_id if kind == "self" else found.manager_sheet_id))


def returning(found, sheet, back="reviews.review", readers=None):
    """The page on which a form is given back; `readers` are the lines beside its boxes where the rules of the two forms do not say it."""
    given = ReturnInput(request.form)
    rows = queries.rows_for(sheet, current_user, decides=access.decides(current_user, found))
    notes = {row.id: request.form.get(f"note-{row.id}", "") for row in rows}
    if request.method == "POST" and given.validate() and given.tries(
            actions.return_form, found, sheet, by=current_user, reason=given.reason.data, notes=notes):
        return go(url_for(back, review_id=found.id), _("The form is returned to %(name)s.", name=sheet.author.name))
    return render_template("reviews/return.html", review=found, sheet=sheet, form=given, notes=notes, rows=rows, lines=readers, back=back), (
        422 if request.method == "POST" else 200)


def returnable(review_id, kind):
    if kind not in ("self", "manager"):
        abort(404)
    found = access.reviews_to_return(current_user).where(access.Review.id == review_id).first()
    if found is None:
        found = one(access.reviews_to_write(current_user), review_id) if kind == "self" else abort(404)
    readable = access.sheets_to_read(current_user, found).where(Sheet.kind == kind).first()
    note_reading(found)
    return found if readable and readable.author_id != current_user.id else abort(404)


def tried(found, verb, said, *, then=None, **given):
    """Do a verb with the one form that is given by name; where it refuses, show the review again with the form in it."""
    [form] = given.values()
    if form.validate() and form.tries(verb, found, by=current_user, **{key: value or "" for key, value in form.data.items()}):
        return go(then or url_for(".review", review_id=found.id), said)
    return page(found, lost=None if stays(found, verb) else to_copy(form), **given), form.status


def stays(found, verb):
    """Whether the box of a verb is still on the page of a review, which may have moved on since somebody opened it."""
    if verb in (actions.acknowledge, actions.respond):
        return found.may_respond or found.state in states.TO_SIGN
    if verb is appeals.appeal:
        return may_appeal(found)
    return states.may(verb.__name__, found.state) and not (found.state == "appealed" and appeals.is_own_case(found, current_user))


def to_copy(form, *why):
    """Why a form was refused whose box is gone, and the words that were typed into it: nobody should have to write them twice."""
    found = why or (*form.form_errors, *(error for field in form for error in field.errors))
    typed = [field for field in form if isinstance(field.data, str) and field.data and getattr(field.widget, "input_type", "") != "hidden"]
    return {"why": found, "said": [(field.label.text, field.data) for field in typed]}


@bp.post("/<int:review_id>/approve")
@login_required
def approve(review_id):
    return tried(one(access.reviews_to_approve(current_user), review_id), actions.approve, _("The review is approved."),
                 then=url_for(".reviews"), approving=ApproveInput(request.form))


@bp.post("/<int:review_id>/dates")
@login_required
def own_dates(review_id):
    """Other dates for one review."""
    return tried(one(access.reviews_to_decide(current_user), review_id), actions.move_dates, _("The review has other dates now; both are told."),
                 own_dates=OwnDatesInput(request.form))


@bp.post("/<int:review_id>/keep-manager")
@login_required
def keep_manager(review_id):
    found = one(access.reviews_to_decide(current_user), review_id)
    actions.keep_manager(found, by=current_user)
    return go(url_for(".review", review_id=review_id), _("%(name)s finishes this review.", name=found.manager.name))


@bp.post("/<int:review_id>/sign")
@login_required
def sign(review_id):
    return tried(one(access.own_reviews(current_user), review_id), actions.acknowledge,
                 _("You have signed that you received the review."), sign=SignInput(request.form))


@bp.post("/<int:review_id>/respond")
@login_required
def respond(review_id):
    return tried(one(access.own_reviews(current_user), review_id), actions.respond,
                 _("Your response stands with the review now."), sign=SignInput(request.form))


@bp.post("/<int:review_id>/refusal")
@login_required
def refusal(review_id):
    return tried(one(access.reviews_to_write(current_user), review_id), actions.record_refusal,
                 _("It is recorded that the review was not signed."), refusal=RefusalInput(request.form))


@bp.post("/<int:review_id>/reopen")
@login_required
def reopen(review_id):
    return tried(one(access.reviews_to_decide(current_user), review_id), actions.reopen,
                 _("The review is open again, and its signatures are removed."), reopening=ReopenInput(request.form))


@bp.post("/<int:review_id>/withdraw")
@login_required
def withdraw(review_id):
    found = one(access.reviews_to_decide(current_user), review_id)
    return tried(found, actions.withdraw, _("%(name)s is out of the cycle.", name=found.person.name),
                 then=url_for(".cycle", cycle_id=found.cycle_id), withdrawing=WithdrawInput(request.form))


@bp.post("/<int:review_id>/put-back")
@login_required
def put_back(review_id):
    found = one(access.reviews_to_decide(current_user), review_id)
    actions.put_back(found, by=current_user)
    return go(url_for(".review", review_id=review_id), _("%(name)s is in the cycle again.", name=found.person.name))


@bp.post("/<int:review_id>/hand-over")
@login_required
def hand_over(review_id):
    """HR gives a review to anybody; the manager lets somebody who leads write in their place."""
    found = one(access.reviews_to_share(current_user), review_id)
    given = hand_over_form(found, request.form)
    if given.validate() and given.tries(actions.hand_over, found, people.Person.get_by_id(given.manager.data), by=current_user,
                                        reason=given.reason.data or ""):
        sees = access.reviews_to_see(current_user).where(access.Review.id == found.id).exists()
        return go(url_for(".review", review_id=review_id) if sees else url_for(".reviews"), _("The review is handed over."))
    lost = None if stays(found, actions.hand_over) else to_copy(given, _(states.BY_VERB["hand_over"].refusal))
    return page(found, lost=lost, handing=given), 422


def hand_over_form(found, *args):
    """Who could take a review over: for HR whoever is here and is neither of the two, for the manager those in their own line who lead."""
    form, decides = HandOverInput(*args), access.decides(current_user, found)
    form.manager.choices = []
    if found.state in states.UNSHARED and (decides or found.manager_id == current_user.id):
        line = None if decides else queries.leading_near(found.manager_id)
        form.manager.choices = [(one.id, one.name) for one in people.people_here()
                                if one.id not in (found.person_id, found.manager_id) and (line is None or one.id in line)]
    return form


@bp.post("/<int:review_id>/close")
@login_required
def close(review_id):
    found = one(access.reviews_to_decide(current_user), review_id)
    actions.close_review(found, by=current_user)
    return go(url_for(".review", review_id=review_id), _("The review is closed. Its score stays as it is."))

