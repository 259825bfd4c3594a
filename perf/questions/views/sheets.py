"""Filling in a sheet: the form that saves itself, and the same form without scripts."""
from flask import abort, render_template, request, url_for
from flask_login import current_user

from ...kernel import modules
from ...kernel.doors import login_required, one
from ...kernel.errors import Changed, Refused
from ...kernel.web import fragment, go, reply
from ...kernel.words import _
from .. import access, actions, queries
from ..inputs import AnswerInput, named_in, one_of_many
from . import bp


@bp.get("/sheets/<int:sheet_id>")
@login_required
def write(sheet_id):
    sheet = one(access.sheets_to_write(current_user), sheet_id)
    frame = modules.frame(current_user, sheet) or abort(404)
    if not sheet.is_open:
        return go(frame["back"], frame.get("closed_words"))
    progress = queries.progress(sheet.id)
    if request.htmx:
        return fragment("questions/write.html#form", sheet=sheet, frame=frame, progress=progress, conflicts={})
    return render_template("questions/write.html", sheet=sheet, frame=frame, progress=progress, conflicts={})


@bp.get("/sheets/<int:sheet_id>/arithmetic")
@login_required
def arithmetic(sheet_id):
    """Each rating with its weight, as it stands now: asked for by those who open it."""
    sheet = one(access.sheets_to_write(current_user), sheet_id)
    file = "ui/_arithmetic.html" if request.htmx else "questions/arithmetic.html"
    return render_template(file, sheet=sheet, progress=queries.progress(sheet.id))


@bp.get("/answers/<int:answer_id>/beside")
@login_required
def beside(answer_id):
    """What stands beside a question about something that moves, such as a goal: asked for again when it does."""
    answer = one(access.answers_to_write(current_user), answer_id)
    row = next(row for row in queries.rows_of([answer.sheet_id], for_hr=True)[answer.sheet_id] if row.id == answer.id)
    return fragment("questions/_beside.html", row=row, beside=queries.beside(current_user, [row]), is_live=True)


@bp.post("/sheets/<int:sheet_id>")
@login_required
def save_all(sheet_id):
    """The whole page at once, for browsers without scripts and for the way to the check page."""
    sheet = one(access.sheets_to_write(current_user), sheet_id)
    frame = modules.frame(current_user, sheet) or abort(404)
    access.refuse_mixed(sheet, named_in(request.form))
    refused = save_each(sheet)
    if refused:
        progress = queries.progress(sheet.id)
        return render_template("questions/write.html", sheet=sheet, frame=frame, progress=progress, conflicts=refused), 409
    return go(frame["check"] if request.form.get("then") == "check" else url_for(".write", sheet_id=sheet_id),
              None if request.form.get("then") == "check" else _("Saved."))


def save_each(sheet):
    """Save every answer that was sent and differs; what is refused comes back with its words, by answer id."""
    refused = {}
    for answer in access.answers_of(current_user, sheet):
        given = one_of_many(request.form, answer.id)
        if given is None or same(answer, given):
            continue
        try:
            if not given.validate():
                raise Refused(" ".join(words for errors in given.errors.values() for words in errors))
            actions.save_answer(answer, **given.given)
        except Refused as no:
            refused[answer.id] = {"words": no.words, "mine": given.given, "now": getattr(no, "row", None)}
    return refused


def same(answer, given):
    return all(getattr(answer, name) == given.given[name] for name in ("rating", "is_na", "text", "choice"))


@bp.post("/answers/<int:answer_id>")
@login_required
def save_answer(answer_id):
    answer = access.answer_to_write(current_user, answer_id)
    given = AnswerInput(request.form)
    if not given.validate():
        words = " ".join(words for errors in given.errors.values() for words in errors)
        return fragment("questions/_answer_status.html", answer=answer, state="failed", words_said=words), 422
    try:
        answer = actions.save_answer(answer, **given.given)
    except Changed as no:
        return fragment("questions/_answer_conflict.html", mine=given.given, answer=no.row, words_said=no.words), 409
    except Refused as no:
        return fragment("questions/_answer_status.html", answer=answer, state="failed", words_said=no.words), no.status
    return reply("questions/_saved.html", back=url_for(".write", sheet_id=answer.sheet_id), answer=answer,
                 sheet=answer.sheet, progress=queries.progress(answer.sheet_id))
