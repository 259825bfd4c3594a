"""One's own leaving, the interviewer's page, and sending what was filled in; and what one is to do for others who leave."""
from flask import abort, render_template, request, url_for
from flask_login import current_user

from ...kernel.doors import login_required, one
from ...kernel.web import go
from ...kernel.words import _
from ...questions import queries as questions
from .. import access, answering, cases, checklist, frames, links, queries
from ..inputs import ReportInput, VersionInput
from ..models import Leaving
from .blueprint import bp, sent


@bp.get("/mine")
@login_required
def mine():
    """What the leaver reads first, and the way on."""
    found = access.own_leavings(current_user).order_by(Leaving.id.desc()).first() or abort(404)
    return render_template("exits/mine.html", one=found, promise=frames.promise(found), tasks=[task for task in checklist.tasks_of(found) if task.person_id == current_user.id],
                           sheets=queries.sheets_of(found), elsewhere=found.may_answer and links.opened_elsewhere(found))


@bp.post("/mine/here")
@login_required
def go_on_here():
    """Whoever opened the link elsewhere goes on no more."""
    found = _own()
    links.go_on_here(found, by=current_user)
    return go(url_for(".mine"), _("The link has ended. You go on here."))


@bp.post("/mine/decline")
@login_required
def decline():
    found, form = _own(), VersionInput()
    form.tries(answering.decline_by, found)
    return go(url_for(".mine"), " ".join(form.form_errors) or _("It is noted. You are not asked again."))


@bp.route("/mine/report", methods=["GET", "POST"])
@login_required
def report():
    return report_page(_own(), url_for(".mine"), url_for(".report"), current_user)


def report_page(found, back, action, by, refused=""):
    """Something serious: with the name, to HR or to the executive, into no figure."""
    form = ReportInput(sent())
    refuse(form, refused)
    if request.method == "POST" and not refused and form.validate() and form.tries(
            cases.report, found, form.text.data, is_about_hr=form.is_about_hr.data, reach=form.reach.data or "", by=by):
        return go(back, _("It has reached those who were named. Nothing of it stands in the interview."))
    hr, executive = frames.report_rule(found)
    return render_template("exits/report.html", one=found, form=form, back=back, action=action, hr=hr, executive=executive), \
        form.status if request.method == "POST" else 200


def _own():
    return access.own_leavings(current_user).order_by(Leaving.id.desc()).first() or abort(404)


@bp.get("/<int:leaving_id>/interview")
@login_required
def interview(leaving_id):
    """What an interviewer needs before and after the talk."""
    found = one(access.with_names().where(Leaving.interviewer == current_user.id, Leaving.id.in_(access.leavings_to_read(current_user).select(Leaving.id))), leaving_id)
    return render_template("exits/interview.html", one=found, promise=frames.promise(found), sheets=queries.sheets_of(found),
                           states=queries.state_of_sheets(found))


@bp.route("/<int:leaving_id>/check", methods=["GET", "POST"])
@login_required
def check(leaving_id):
    """Before it is sent: what is missing, and who will read it."""
    found, sheet = _sheet_of(leaving_id)
    if sheet.id == found.own_sheet_id and links.opened_elsewhere(found):
        return go(url_for(".mine"), links.elsewhere_words())
    back = url_for("questions.write", sheet_id=sheet.id)
    after = url_for(".mine") if sheet.id == found.own_sheet_id else url_for(".interview", leaving_id=found.id)
    return check_page(found, sheet, current_user, back, url_for(".check", leaving_id=found.id), after)


def refuse(form, words):
    """What is refused before any verb is asked."""
    if words:
        form.status = 409
        form.form_errors.append(words)


def check_page(found, sheet, by, back, action, after, refused=""):
    form = VersionInput(sent(), version=found.version)
    refuse(form, refused)
    if request.method == "POST" and not refused and form.tries(answering.send, found, sheet, by=by):
        return go(after, _("Sent. Thank you."))
    return render_template("exits/check.html", one=found, sheet=sheet, progress=questions.progress(sheet.id), readers=frames.readers(found, sheet),
                           is_own=sheet.id == found.own_sheet_id, form=form, back=back, action=action), form.status if request.method == "POST" else 200


def _sheet_of(leaving_id):
    """The sheet that oneself fills in for a leaving: one's own, or the interviewer's."""
    for found in access.with_names().where(Leaving.id == leaving_id):
        own = found.person_id == current_user.id and found.own_sheet_id
        theirs = found.interviewer_id == current_user.id and found.interview_sheet_id and access.leavings_to_read(current_user).where(
            Leaving.id == found.id).exists()
        if own or theirs:
            sheet = (found.own_sheet if own else found.interview_sheet)
            return (found, sheet) if sheet.is_open else abort(404)
    abort(404)


@bp.get("/tasks/")
@login_required
def tasks():
    return render_template("exits/tasks.html", tasks=queries.tasks_waiting(current_user))


@bp.post("/tasks/<int:task_id>")
@login_required
def tick(task_id):
    task, form = one(access.tasks_to_do(current_user), task_id), VersionInput()
    form.tries(checklist.tick, task, is_done=request.form.get("do", "done") == "done", by=current_user)
    return go(url_for(".tasks"), " ".join(form.form_errors) or _("Ticked."))


@bp.get("/tasks/<int:task_id>")
@login_required
def tick_again(task_id):
    one(access.tasks_to_do(current_user), task_id)
    return go(url_for(".tasks"))


@bp.get("/mine/decline")
@bp.get("/mine/here", endpoint="go_on_here_again")
@login_required
def decline_again():
    _own()
    return go(url_for(".mine"))
