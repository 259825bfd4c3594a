"""HR's pages: what to look after, the periods, and the templates of goals."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel.doors import needs, one
from ...kernel.web import go
from ...kernel.words import _
from .. import access, giving, queries, watch
from ..inputs import PeriodInput, TemplateInput
from .blueprint import bp, sent


@bp.get("/desk/")
@needs("keep_goals")
def desk():
    return render_template("goals/desk.html", watched=watch.watched(), is_any_set=watch.is_any_set(), periods=queries.periods())


@bp.get("/periods/")
@needs("keep_goals")
def periods():
    return render_template("goals/periods.html", periods=queries.periods(), year=queries.parts_of_year(queries.next_year())[0][0])


@bp.post("/periods/year")
@needs("keep_goals")
def add_year():
    """The next year with its quarters, with one tap."""
    giving.add_year(by=current_user)
    return go(url_for(".periods"), _("The year and its quarters are there."))


@bp.get("/periods/year")
@needs("keep_goals")
def add_year_again():
    return go(url_for(".periods"))


@bp.route("/periods/new", methods=["GET", "POST"])
@needs("keep_goals")
def add_period():
    form = PeriodInput(sent())
    if request.method == "POST" and form.validate() and form.tries(giving.add_period, form.name.data, by=current_user, **_days(form)):
        return go(url_for(".periods"), _("The period is there. Goals can be set for it."))
    return render_template("goals/period.html", form=form, period=None), form.status if request.method == "POST" else 200


@bp.route("/periods/<int:period_id>", methods=["GET", "POST"])
@needs("keep_goals")
def change_period(period_id):
    found = one(access.periods_to_edit(current_user), period_id)
    form = PeriodInput(sent(), obj=found)
    if request.method == "POST" and form.validate() and form.tries(
            giving.change_period, found, name=form.name.data, by=current_user, version=form.version.data, **_days(form)):
        return go(url_for(".periods"), _("The period is changed."))
    return render_template("goals/period.html", form=form, period=found), form.status if request.method == "POST" else 200


def _days(form):
    return {"kind": form.kind.data, "starts": form.starts.data, "ends": form.ends.data}


@bp.post("/periods/<int:period_id>/remove")
@needs("keep_goals")
def remove_period(period_id):
    found, form = one(access.periods_to_edit(current_user), period_id), PeriodInput()
    if form.tries(giving.remove_period, found, by=current_user):
        return go(url_for(".periods"), _("The period is removed."))
    return render_template("goals/period.html", form=_as_it_is(found, form), period=found), form.status


def _as_it_is(period, refused):
    form = PeriodInput(obj=period)
    form.form_errors.extend(refused.form_errors)
    return form


@bp.get("/periods/<int:period_id>/remove")
@needs("keep_goals")
def remove_period_again(period_id):
    return go(url_for(".change_period", period_id=one(access.periods_to_edit(current_user), period_id).id))


@bp.get("/templates/")
@needs("keep_goals")
def templates():
    return render_template("goals/templates.html", templates=queries.templates())


@bp.route("/templates/new", methods=["GET", "POST"])
@needs("keep_goals")
def add_template():
    form = TemplateInput(sent())
    if request.method == "POST" and form.validate() and form.tries(giving.save_template, form.given(), by=current_user):
        return go(url_for(".templates"), _("The template is there. Everybody can begin a goal from it."))
    return render_template("goals/template.html", form=form, template=None), form.status if request.method == "POST" else 200


@bp.route("/templates/<int:goal_template_id>", methods=["GET", "POST"])
@needs("keep_goals")
def change_template(goal_template_id):
    found = one(access.templates_to_edit(current_user), goal_template_id)
    form = TemplateInput(sent(), data={**TemplateInput.of(found, found.milestones), "version": found.version})
    if request.method == "POST" and form.validate() and form.tries(
            giving.save_template, form.given(), by=current_user, template=found, version=form.version.data):
        return go(url_for(".templates"), _("The template is changed. Goals that began from it stay as they are."))
    return render_template("goals/template.html", form=form, template=found), form.status if request.method == "POST" else 200


@bp.post("/templates/<int:goal_template_id>/archive")
@needs("keep_goals")
def archive_template(goal_template_id):
    """Put a template away, or bring it back."""
    found = one(access.templates_to_edit(current_user), goal_template_id)
    giving.archive_template(found, not found.is_archived, by=current_user)
    return go(url_for(".templates"), _("The template is offered again.") if found.is_archived else _("The template is put away."))


@bp.get("/templates/<int:goal_template_id>/archive")
@needs("keep_goals")
def archive_template_again(goal_template_id):
    return go(url_for(".change_template", goal_template_id=one(access.templates_to_edit(current_user), goal_template_id).id))
