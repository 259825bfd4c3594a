"""One's own reviews, and the one review: reading, checking, submitting, sharing, signing."""
from flask import abort, redirect, render_template, request, url_for
from flask_login import current_user

from ...kernel import trail, words
from ...kernel.doors import login_required, one
from ...kernel.web import fragment, go
from ...kernel.words import _
from ...people import queries as people
from ...questions import queries as questions
from ...questions.models import Sheet
from .. import access, actions, frames, links, queries
from ..inputs import HandOverInput, RefusalInput, ReopenInput, ReturnInput, SignInput, SubmitInput, WithdrawInput
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
    sheets = queries.sheets_of(found, access.sheets_to_read(current_user, found))
    overall = {kind: progress.score.overall for kind, (_sheet, progress) in sheets.items()}
    total, weighed = queries.review_score(found, overall.get("self"), overall.get("manager"))
    own = Sheet.get_or_none(Sheet.author == current_user.id, Sheet.id.in_([found.self_sheet_id, found.manager_sheet_id]))
    states = dict(Sheet.select(Sheet.kind, Sheet.state).where(Sheet.id.in_([found.self_sheet_id, found.manager_sheet_id])).tuples())
    return {"review": found, "sheets": sheets, "total": total, "weighed": weighed, "own": own, "states": states,
            "signatures": queries.signatures(found), "events": queries.events(found, current_user),
            "reads_remarks": access.reads_remarks(current_user, found), "is_manager": found.manager_id == current_user.id,
            "is_subject": found.person_id == current_user.id,
            "decides": access.decides(current_user, found), "needs_link": links.needs_link(found),
            "sign": SignInput(response=found.response), "refusal": RefusalInput(), "reopening": ReopenInput(), "withdrawing": WithdrawInput(), "handing": hand_over_form(found), **forms}


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


@bp.get("/<int:review_id>/check/<kind>")
@login_required
def check(review_id, kind):
    found, sheet = own_form(review_id, kind)
    if not sheet.is_open:
        return redirect(url_for(".review", review_id=review_id), 303)
    return check_page(found, sheet, SubmitInput(na_reason=sheet.na_reason))


@bp.post("/<int:review_id>/check/<kind>")
@login_required
def submit(review_id, kind):
    found, sheet = own_form(review_id, kind)
    if not sheet.is_open:       # sent twice, as by a double click: it is done
        return go(url_for(".review", review_id=review_id), _("This form is submitted."))
    given = SubmitInput(request.form)
    if given.validate() and given.tries(actions.submit_form, found, sheet, by=current_user, na_reason=given.na_reason.data or ""):
        said = _("Your self-review is submitted. %(name)s can read it now.", name=found.manager.name) if kind == "self" \
            else _("The review is submitted. Share it with %(name)s when you are ready to talk about it.", name=found.person.name)
        return go(url_for(".review", review_id=review_id), said)
    return check_page(found, sheet, given), 422


def check_page(found, sheet, form):
    progress = questions.progress(sheet.id)
    overall = progress.score.overall
    total, weighed = queries.review_score(found, None, overall) if sheet.kind == "manager" else (overall, [])
    return render_template("reviews/check.html", review=found, sheet=sheet, progress=progress, form=form, total=total,
                           weighed=weighed, other=frames.other_form(found, sheet),
                           sparse=questions.parts_without_reason(progress))


def own_form(review_id, kind):
    """The review and one's own form of that kind in it; anything else does not exist."""
    query = {"self": access.own_reviews, "manager": access.reviews_to_write}.get(kind) or abort(404)
    found = one(query(current_user), review_id)
    return found, Sheet.get_by_id(found.self_sheet_id if kind == "self" else found.manager_sheet_id)


@bp.post("/<int:review_id>/share")
@login_required
def share(review_id):
    found = one(access.reviews_to_write(current_user), review_id)
    answer_by = actions.share(found, by=current_user)
    return go(url_for(".review", review_id=review_id),
              _("%(name)s can read the review now and has until %(day)s to sign.", name=found.person.name, day=words.day(answer_by)))


@bp.route("/<int:review_id>/return/<kind>", methods=["GET", "POST"])
@login_required
def give_back(review_id, kind):
    """The manager returns a self form, HR either one, with a note at each question concerned."""
    found = returnable(review_id, kind)
    sheet = Sheet.get_by_id(found.self_sheet_id if kind == "self" else found.manager_sheet_id)
    given = ReturnInput(request.form)
    notes = {row.id: request.form.get(f"note-{row.id}", "") for row in questions.rows_of([sheet.id])[sheet.id]}
    if request.method == "POST" and given.validate() and given.tries(
            actions.return_form, found, sheet, by=current_user, reason=given.reason.data, notes=notes):
        return go(url_for(".review", review_id=review_id), _("The form is returned to %(name)s.", name=sheet.author.name))
    return render_template("reviews/return.html", review=found, sheet=sheet, form=given, notes=notes,
                           rows=questions.rows_of([sheet.id])[sheet.id]), 422 if request.method == "POST" else 200


def returnable(review_id, kind):
    if kind not in ("self", "manager"):
        abort(404)
    found = access.reviews_to_decide(current_user).where(access.Review.id == review_id).first()
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
    return render_template("reviews/review.html", **shown(found, **given)), form.status


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


@bp.post("/<int:review_id>/hand-over")
@login_required
def hand_over(review_id):
    found = one(access.reviews_to_decide(current_user), review_id)
    given = hand_over_form(found, request.form)
    if given.validate() and given.tries(actions.hand_over, found, people.Person.get_by_id(given.manager.data), by=current_user):
        return go(url_for(".review", review_id=review_id), _("The review is handed over."))
    return render_template("reviews/review.html", **shown(found, handing=given)), 422


def hand_over_form(found, *args):
    """Who could take a review over: whoever is here and is neither of the two."""
    form = HandOverInput(*args)
    if access.decides(current_user, found) and found.state in access.UNSHARED:
        form.manager.choices = [(one.id, one.name) for one in people.people_here()
                                if one.id not in (found.person_id, found.manager_id)]
    else:
        form.manager.choices = []
    return form


@bp.post("/<int:review_id>/close")
@login_required
def close(review_id):
    found = one(access.reviews_to_decide(current_user), review_id)
    actions.close_review(found, by=current_user)
    return go(url_for(".review", review_id=review_id), _("The review is closed. Its score stays as it is."))

