"""Those who leave: the list, and the page of one of them with class and reasons, the interview, the check list."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel import hosts, trail
from ...kernel.doors import needs, one
from ...kernel.once import again_is_fine
from ...kernel.web import go
from ...kernel.words import _
from ...people import queries as people
from ...people.models import Person
from ...questions.models import Template
from .. import access, actions, checklist, links, queries
from ..inputs import BeginInput, DecisionInput, PlanInput, TaskInput, VersionInput
from ..models import ExitCase, Leaving, LeavingTask
from .blueprint import again, bp, sent


@bp.get("/")
@needs("see_exits")
def desk():
    found = queries.leavings(current_user)
    return render_template("exits/desk.html", leavings=found, tasks=queries.tasks_left(found), cases=queries.cases_waiting(current_user).count(),
                           over=access.leavings_to_run(current_user).where(Leaving.state != "open", Leaving.person.is_null(False)).count())


@bp.get("/over")
@needs("see_exits")
def over():
    return render_template("exits/over.html", leavings=queries.leavings(current_user, over=True))


@bp.route("/new", methods=["GET", "POST"])
@needs("keep_exits")
def begin():
    form = BeginInput(sent(), person=request.args.get("person"))
    here = [(one.id, one.name) for one in people.people_here() if one.id != current_user.id]
    form.person.choices = [("", _("Choose who leaves")), *here]
    if request.method == "POST" and form.validate() and _chosen(form):
        if form.tries(actions.begin, Person.get_by_id(form.person.data), last_day=form.last_day.data, by=current_user):
            return go(url_for(".leaving", leaving_id=form.result.id), _("The leaving is there. Nobody was told but those who look after it."))
    return render_template("exits/begin.html", form=form), form.status if request.method == "POST" else 200


def _chosen(form):
    if form.person.data is None:
        form.person.errors = [_("Choose who leaves.")]
    return form.person.data is not None


@bp.get("/<int:leaving_id>")
@needs("see_exits")
def leaving(leaving_id):
    return page(one(access.leavings_to_run(current_user), leaving_id))


def page(found, status=200, **forms):
    shown = {"one": found, "reasons": queries.reasons_of(found), "tasks": checklist.tasks_of(found), "sheets": queries.state_of_sheets(found),
             "reads": access.leavings_to_read(current_user).where(Leaving.id == found.id).exists(), "readers": access.readers(found),
             "cases": access.cases_to_see(current_user).where(ExitCase.leaving == found.id).count(), "link": queries.has_link(found),
             "decision": decision(found), "planned": plan_of(found), "task": task_of(found), **forms}
    return render_template("exits/leaving.html", **shown), status


def decision(found, data=None):
    main, more = queries.reasons_of(found)
    more = [*more, "", ""]
    return DecisionInput(data, kind=found.kind or None, is_regretted={True: "yes", False: "no"}.get(found.is_regretted, ""),
                         is_volunteer=found.is_volunteer, main=main, first=more[0], second=more[1], version=found.version)


def plan_of(found, data=None):
    usual = queries.usual_interviewer(found)
    form = PlanInput(data, way=found.way, template=found.template_id or queries.usual_template(found), interviewer=found.interviewer_id or (usual and usual.id),
                     asks_from=found.asks_from, asks_until=found.asks_until, version=found.version)
    form.template.choices = [("", _("Choose")), *[(template.id, template.name) for template in queries.templates()]]
    form.interviewer.choices = [("", _("Choose")), *[(person.id, person.name) for person in queries.interviewers(found)]]
    return form


def task_of(found, data=None):
    return TaskInput(data, due=found.last_day)


@bp.post("/<int:leaving_id>/decide")
@needs("see_exits")
def decide(leaving_id):
    found = one(access.leavings_to_run(current_user), leaving_id)
    form = decision(found, request.form)
    if form.validate() and form.tries(actions.decide, found, version=form.version.data, by=current_user, **form.given):
        return go(url_for(".leaving", leaving_id=found.id), _("Kept. Others see it in figures only."))
    return page(found, form.status, decision=form)


@bp.post("/<int:leaving_id>/plan")
@needs("see_exits")
def plan(leaving_id):
    found = one(access.leavings_to_run(current_user), leaving_id)
    form = plan_of(found, request.form)
    if form.validate() and form.tries(actions.plan, found, version=form.version.data, by=current_user, **_planned(form)):
        return go(url_for(".leaving", leaving_id=found.id), _("The interview is planned."))
    return page(found, form.status, planned=form)


def _planned(form):
    return {"way": form.way.data, "template": Template.get_or_none(Template.id == form.template.data), "asks_from": form.asks_from.data,
            "interviewer": Person.get_or_none(Person.id == form.interviewer.data), "asks_until": form.asks_until.data}


@bp.post("/<int:leaving_id>/link")
@needs("see_exits")
@again_is_fine
def make_link(leaving_id):
    """A link that opens the questions without an account; shown once."""
    found, form = one(access.leavings_to_run(current_user), leaving_id), VersionInput()
    if not form.tries(links.make_link, found, is_anew=request.form.get("anew") == "yes", by=current_user):
        planned = plan_of(found)
        planned.form_errors.extend(form.form_errors)
        return page(found, form.status, planned=planned)
    return render_template("exits/link.html", one=queries.whole(found.id), link=hosts.address(url_for(".land", secret=form.result)))


@bp.post("/<int:leaving_id>/declined")
@needs("see_exits")
def declined(leaving_id):
    return _done(leaving_id, actions.note_declined, _("It says now that they would rather not."))


@bp.post("/<int:leaving_id>/finish")
@needs("see_exits")
def finish(leaving_id):
    return _done(leaving_id, actions.finish, _("The leaving is finished."))


@bp.post("/<int:leaving_id>/open")
@needs("see_exits")
def open_again(leaving_id):
    return _done(leaving_id, actions.open_again, _("The leaving is open again."))


def _done(leaving_id, verb, said):
    found, form = one(access.leavings_to_run(current_user), leaving_id), VersionInput(request.form)
    if form.validate() and form.tries(verb, found, version=form.version.data, by=current_user):
        return go(url_for(".leaving", leaving_id=found.id), said)
    return page(queries.whole(found.id), form.status, done=form)


@bp.post("/<int:leaving_id>/tasks")
@needs("see_exits")
def add_task(leaving_id):
    found = one(access.leavings_to_run(current_user), leaving_id)
    form = task_of(found, request.form)
    if form.validate() and form.tries(checklist.add_task, found, form.what.data, owner=form.owner.data, due=form.due.data, by=current_user):
        return go(url_for(".leaving", leaving_id=found.id) + "#tasks", _("It is on the check list."))
    return page(found, form.status, task=form)


@bp.post("/<int:leaving_id>/tasks/<int:task_id>")
@needs("see_exits")
def mark_task(leaving_id, task_id):
    """HR ticks, or says that it is not needed here."""
    found = one(access.leavings_to_run(current_user), leaving_id)
    task, form = one(LeavingTask.select().where(LeavingTask.leaving == found.id), task_id), VersionInput()
    if form.tries(_mark, task, request.form.get("do")):
        return go(url_for(".leaving", leaving_id=found.id) + "#tasks")
    return page(found, form.status, done=form)


def _mark(task, wanted):
    if wanted == "needless":
        return checklist.need_not(task, by=current_user)
    return checklist.tick(task, is_done=wanted == "done", by=current_user)


@bp.get("/<int:leaving_id>/answers")
@needs("see_exits")
def answers(leaving_id):
    """What was said, as it was given. Whoever opens it stands in the log that the person can read."""
    found = one(access.leavings_to_read(current_user), leaving_id)
    if found.person_id:
        trail.record_reading("read_exit_answers", current_user, found.person_id, "leaving", found.id)
    return render_template("exits/answers.html", one=found, sheets=queries.sheets_of(found))


@needs("see_exits")
def leaving_again(leaving_id, task_id=None):
    """Whoever opens the address of a deed once more comes to the page."""
    return go(url_for(".leaving", leaving_id=one(access.leavings_to_run(current_user), leaving_id).id))


again("/<int:leaving_id>", leaving_again, "decide", "plan", "link", "declined", "finish", "open", "tasks", "tasks/<int:task_id>")
