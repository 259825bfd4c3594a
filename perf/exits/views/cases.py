"""What leavers have reported: apart from all figures, for those who look into it."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel import trail
from ...kernel.doors import needs, one
from ...kernel.web import go
from ...kernel.words import _
from .. import access, cases
from ..inputs import NoteInput, OutcomeInput, VersionInput
from ..models import CaseNote, ExitCase
from .blueprint import again, bp


@bp.get("/cases/")
@needs("see_exits")
def case_list():
    found = list(access.cases_to_see(current_user).order_by(ExitCase.state == "closed", ExitCase.at.desc()))
    return render_template("exits/cases.html", cases=found)


@bp.get("/cases/<int:case_id>")
@needs("see_exits")
def case(case_id):
    found = one(access.cases_to_see(current_user), case_id)
    if found.person_id:
        trail.record_reading("read_case", current_user, found.person_id, "exit-case", found.id)
    return page(found)


def page(found, status=200, **forms):
    shown = {"one": ExitCase.get_by_id(found.id), "notes": list(CaseNote.select().where(CaseNote.case == found.id).order_by(CaseNote.at, CaseNote.id)),
             "readers": access.case_readers(found), "note": NoteInput(), "outcome": OutcomeInput(outcome=found.outcome, version=found.version), **forms}
    return render_template("exits/case.html", **shown), status


@bp.post("/cases/<int:case_id>/take")
@needs("see_exits")
def take_case(case_id):
    return _done(case_id, cases.take, _("You have it in hand."))


@bp.post("/cases/<int:case_id>/open")
@needs("see_exits")
def open_case_again(case_id):
    return _done(case_id, cases.open_again, _("The case is open again."))


def _done(case_id, verb, said):
    found, form = one(access.cases_to_see(current_user), case_id), VersionInput(request.form)
    if form.validate() and form.tries(verb, found, version=form.version.data, by=current_user):
        return go(url_for(".case", case_id=found.id), said)
    return page(found, form.status, done=form)


@bp.post("/cases/<int:case_id>/notes")
@needs("see_exits")
def note_case(case_id):
    found, form = one(access.cases_to_see(current_user), case_id), NoteInput(request.form)
    if form.validate() and form.tries(cases.note, found, form.text.data, by=current_user):
        return go(url_for(".case", case_id=found.id), _("Noted."))
    return page(found, form.status, note=form)


@bp.post("/cases/<int:case_id>/close")
@needs("see_exits")
def close_case(case_id):
    found, form = one(access.cases_to_see(current_user), case_id), OutcomeInput(request.form)
    if form.validate() and form.tries(cases.close, found, outcome=form.outcome.data, version=form.version.data, by=current_user):
        return go(url_for(".case", case_id=found.id), _("The case is closed."))
    return page(found, form.status, outcome=form)


@needs("see_exits")
def case_again(case_id):
    return go(url_for(".case", case_id=one(access.cases_to_see(current_user), case_id).id))


again("/cases/<int:case_id>", case_again, "take", "open", "notes", "close")
