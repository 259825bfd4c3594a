"""HR's side: planning a cycle, reading who would be in it, launching it."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel import clock, files
from ...kernel.doors import fresh, needs, one
from ...kernel.errors import Refused
from ...kernel.web import go
from ...kernel.words import _, n_
from ...people import queries as people
from ...questions import queries as questions
from .. import access, actions, book, choosing, queries
from ..inputs import CycleInput
from . import bp


@bp.get("/cycles/")
@needs("run_reviews")
def cycles():
    return render_template("reviews/cycles.html", cycles=queries.cycles())


def cycle_form(*args, **kwargs):
    form = CycleInput(*args, **kwargs)
    seats = people.seats()
    form.template.choices = [(one.id, one.name) for one in questions.templates_for_reviews()]
    form.peer_template_id.choices = [(one.id, one.name) for one in questions.templates_asking("peer")]
    form.departments.choices = sorted({(s.department_id, s.department) for s in seats if s.department_id}, key=lambda c: c[1])
    form.roles.choices = sorted({(s.role_id, s.title) for s in seats}, key=lambda choice: choice[1])
    return form


@bp.route("/cycles/new", methods=["GET", "POST"])
@needs("run_reviews")
def new():
    form = cycle_form(request.form, data=choosing.usual_plan(clock.today()))
    if request.method == "POST" and form.validate() and form.tries(actions.plan_cycles, form.milestones, by=current_user,
                                                                   picked=form.picked, **form.plan):
        planned = form.result
        return go(url_for(".preview", cycle_id=planned[0].id) if len(planned) == 1 else url_for(".cycles"),
                  None if len(planned) == 1 else _("%(count)s cycles are planned. Launch each when you have read who is in it.", count=len(planned)))
    return render_template("reviews/plan.html", form=form, cycle=None), 422 if request.method == "POST" else 200


@bp.route("/cycles/<int:cycle_id>/plan", methods=["GET", "POST"])
@needs("run_reviews")
def plan(cycle_id):
    cycle = one(access.cycles_to_run(current_user), cycle_id)
    form = cycle_form(request.form, data={**cycle.__data__, **choosing.plan_of(cycle)})
    if request.method == "POST" and form.validate() and form.tries(
            actions.change_cycle, cycle, by=current_user, version=form.version.data or 0, picked=form.picked, after_days=form.milestones[0],
            **form.plan):
        return go(url_for(".preview", cycle_id=cycle_id))
    return render_template("reviews/plan.html", form=form, cycle=cycle), form.status if request.method == "POST" else 200


@bp.get("/cycles/<int:cycle_id>/preview")
@needs("run_reviews")
def preview(cycle_id):
    cycle = one(access.cycles_to_run(current_user), cycle_id)
    return render_template("reviews/preview.html", cycle=cycle, preview=choosing.preview(cycle))


@bp.post("/cycles/<int:cycle_id>/launch")
@needs("run_reviews")
def launch(cycle_id):
    cycle = one(access.cycles_to_run(current_user), cycle_id)
    version = request.form.get("version", "")
    try:
        count = actions.launch(cycle, by=current_user, version=int(version) if version.isdecimal() and len(version) < 9 else None)
    except Refused as no:
        return go(url_for(".preview", cycle_id=cycle_id), no.words)
    if not count and cycle.is_rolling:
        return go(url_for(".cycle", cycle_id=cycle_id), _("The cycle is running. Each review begins by itself when its day comes."))
    return go(url_for(".cycle", cycle_id=cycle_id), n_("%(num)s review is on its way.", "%(num)s reviews are on their way.", count))


@bp.get("/cycles/<int:cycle_id>/workbook.xlsx")
@needs("run_reviews")
@fresh
def cycle_book(cycle_id):
    """The whole cycle to take along."""
    found = one(access.cycles_to_run(current_user), cycle_id)
    return files.download(book.take_along(current_user, found), files.saved_as(found.name, str(clock.today()), ending="xlsx"), files.XLSX)


@bp.post("/cycles/<int:cycle_id>/cancel")
@needs("run_reviews")
def cancel_cycle(cycle_id):
    try:
        is_gone = actions.cancel_cycle(one(access.cycles_to_run(current_user), cycle_id), by=current_user)
    except Refused as no:
        return go(url_for(".cycle", cycle_id=cycle_id), no.words)
    return go(url_for(".cycles"), _("The cycle is taken back. Nobody sees anything of it any more.") if is_gone else
              _("The cycle is called off and lies in the archive. What was written is kept, and counts for nothing."))
