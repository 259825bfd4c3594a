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
    return page(one(access.sheets_to_write(current_user), sheet_id), current_user, places(sheet_id))


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
    sheet = one(access.sheets_to_write(current_user), sheet_id)
    return save_page(sheet, current_user, places(sheet_id), modules.held(sheet))


@bp.post("/answers/<int:answer_id>")
@login_required
def save_answer(answer_id):
    answer = access.answer_to_write(current_user, answer_id)
    return save_one(answer, places(answer.sheet_id), modules.held(answer.sheet))


def places(sheet_id):
    """The addresses that the form of a sheet sends to and asks again; `guest` has those for whoever comes without an account."""
    return {"form": url_for(".write", sheet_id=sheet_id), "answers": url_for(".save_answer", answer_id=0)[:-1],
            "arithmetic": url_for(".arithmetic", sheet_id=sheet_id), "is_live": True, "gone_words": ""}


# what somebody with an account and a guest share

def page(sheet, person, where, **more):
    """The form as its author has it before them; where it is no longer open, on to what its room has to say."""
    frame = modules.frame(person, sheet) or abort(404)
    if not sheet.is_open or frame.get("is_elsewhere"):
        return go(frame["back"], frame.get("closed_words"))
    shown = around(sheet, person, where, frame, **more)
    return fragment("questions/write.html#form", **shown) if request.htmx else render_template("questions/write.html", **shown)


def around(sheet, person, where, frame, conflicts=(), **more):
    """What the page of a form shows."""
    progress = queries.progress(sheet.id)
    return {"sheet": sheet, "frame": frame, "sends_to": where, "progress": progress, "conflicts": dict(conflicts),
            "beside": queries.beside(person, progress.rows), "is_scored": frame.get("is_scored", sheet.is_scored), **more}


def save_page(sheet, person, where, held="", **more):
    """The whole page at once, for browsers without scripts and for the way to the check page."""
    frame = modules.frame(person, sheet) or abort(404)
    access.refuse_mixed(sheet, named_in(request.form))
    refused = save_each(sheet, person, held)
    if refused:
        return render_template("questions/write.html", **around(sheet, person, where, frame, refused, **more)), 409
    is_done = request.form.get("then") == "check"
    return go(frame["check"] if is_done else where["form"], None if is_done else _("Saved."))


def save_each(sheet, person, held=""):
    """Save every answer that was sent and differs; what is refused comes back with its words, by answer id. `held`: why none may be."""
    refused = {}
    for answer in access.answers_of(person, sheet):
        given = one_of_many(request.form, answer.id)
        if given is None or same(answer, given):
            continue
        try:
            if held or not given.validate():
                raise Refused(held or " ".join(words for errors in given.errors.values() for words in errors))
            actions.save_answer(answer, **given.given)
        except Refused as no:
            refused[answer.id] = {"words": no.words, "mine": given.given, "now": getattr(no, "row", None)}
    return refused


def same(answer, given):
    return all(getattr(answer, name) == given.given[name] for name in ("rating", "is_na", "text", "choice"))


def save_one(answer, where, held=""):
    given = AnswerInput(request.form)
    if held or not given.validate():
        words = held or " ".join(words for errors in given.errors.values() for words in errors)
        return fragment("questions/_answer_status.html", answer=answer, state="failed", words_said=words), 422
    try:
        answer = actions.save_answer(answer, **given.given)
    except Changed as no:
        return fragment("questions/_answer_conflict.html", mine=given.given, answer=no.row, words_said=no.words), 409
    except Refused as no:
        return fragment("questions/_answer_status.html", answer=answer, state="failed", words_said=no.words), no.status
    return reply("questions/_saved.html", back=where["form"], answer=answer, sheet=answer.sheet,
                 progress=queries.progress(answer.sheet_id), is_scored=answer.sheet.is_scored)
