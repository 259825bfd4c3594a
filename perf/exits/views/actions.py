"""What is done about what leavers said: who, by when, and what came of it."""
from flask import abort, render_template, request, url_for
from flask_login import current_user

from ...kernel.doors import login_required, needs, one
from ...kernel.web import go
from ...kernel.words import _
from ...people import queries as people
from ...people.models import Person
from .. import access, findings
from ..inputs import ActionInput, CameOfItInput
from ..models import ExitAction
from .blueprint import again, bp, sent


@bp.get("/actions/")
@login_required
def action_list():
    found = list(access.actions_to_see(current_user).order_by(ExitAction.state != "open", ExitAction.by_when, ExitAction.id))
    return render_template("exits/actions.html", actions=found, may_run=may_run())


def may_run():
    return bool(current_user.powers & {"hr", "executive"})


@bp.route("/actions/new", methods=["GET", "POST"])
@needs("see_exits")
def put_down():
    """A finding becomes an action; the finding may come along in the address, from a report."""
    may_run() or abort(403)
    form = _choosing(ActionInput(sent(), finding=request.args.get("finding", "")[:300]))
    if request.method == "POST" and form.validate() and form.tries(findings.put_down, form.finding.data, form.what.data, owner=_owner(form),
                                                                   by_when=form.by_when.data, by=current_user):
        return go(url_for(".action_list"), _("It is put down. The next report shows what came of it."))
    return render_template("exits/action_new.html", form=form), form.status if request.method == "POST" else 200


@bp.get("/actions/<int:action_id>")
@login_required
def action(action_id):
    return page(one(access.actions_to_see(current_user), action_id))


def page(found, status=200, **forms):
    shown = {"one": found, "may_run": may_run(), "form": _choosing(ActionInput(None, obj=found, owner=found.owner_id)),
             "outcome": CameOfItInput(None, obj=found), **forms}
    return render_template("exits/action.html", **shown), status


@bp.post("/actions/<int:action_id>/change")
@needs("see_exits")
def change_action(action_id):
    found = one(access.actions_to_run(current_user), action_id)
    form = _choosing(ActionInput(request.form))
    if form.validate() and form.tries(findings.change, found, finding=form.finding.data, what=form.what.data, owner=_owner(form),
                                      by_when=form.by_when.data, version=form.version.data, by=current_user):
        return go(url_for(".action", action_id=found.id), _("Changed."))
    return page(found, form.status, form=form)


@bp.post("/actions/<int:action_id>/outcome")
@login_required
def action_outcome(action_id):
    """Whoever does it, and those who run it, say what came of it."""
    found, form = one(access.actions_to_see(current_user), action_id), CameOfItInput(request.form)
    if form.validate() and form.tries(findings.came_of_it, found, state=form.state.data, came_of_it=form.came_of_it.data or "",
                                      version=form.version.data, by=current_user):
        return go(url_for(".action", action_id=found.id), _("Kept."))
    return page(found, form.status, outcome=form)


@login_required
def action_again(action_id):
    return go(url_for(".action", action_id=one(access.actions_to_see(current_user), action_id).id))


again("/actions/<int:action_id>", action_again, "change", "outcome")


def _choosing(form):
    form.owner.choices = [("", _("Choose")), *[(person.id, person.name) for person in people.people_here()]]
    return form


def _owner(form):
    return Person.get_or_none(Person.id == form.owner.data)
