"""The library: what roles take, in words that one can observe."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel import words
from ...kernel.doors import login_required, needs, one
from ...kernel.web import go
from ...kernel.words import _
from .. import access, actions, queries, starter
from ..inputs import CompetencyChangeInput, CompetencyInput
from . import bp


@bp.get("/competencies/")
@login_required
def competencies():
    return render_template("roles/competencies.html", competencies=queries.competencies(access.competencies_to_see(current_user)),
                           missing=starter.missing_competencies())


@bp.get("/competencies/<int:competency_id>")
@login_required
def competency(competency_id):
    shown = one(access.competencies_to_see(current_user), competency_id)
    return render_template("roles/competency.html", competency=shown, needed_by=queries.roles_needing(shown))


@bp.route("/competencies/ready-made", methods=["GET", "POST"])
@needs("edit_roles")
def ready_made():
    """Which of the ready-made competencies are missing, and the way to add them."""
    if request.method == "POST":
        added = actions.add_ready_made(by=current_user)
        return go(url_for(".competencies"), words.n_("%(num)s competency is added.", "%(num)s competencies are added.", len(added)))
    return render_template("roles/ready_made.html", missing=starter.missing_competencies())


@bp.route("/competencies/new", methods=["GET", "POST"])
@needs("edit_roles")
def new_competency():
    given = CompetencyInput(request.form or None)
    if request.method == "POST" and given.validate() and given.tries(actions.add_competency, by=current_user, **given.data):
        return go(url_for(".competencies"), _("%(name)s is in the library.", name=given.name.data))
    return render_template("roles/competency_edit.html", form=given, competency=None), 422 if given.errors else 200


@bp.route("/competencies/<int:competency_id>/edit", methods=["GET", "POST"])
@needs("edit_roles")
def edit_competency(competency_id):
    edited = one(access.competencies_to_edit(current_user), competency_id)
    given = CompetencyChangeInput(request.form or None, obj=edited)
    if request.method == "POST" and given.validate() and given.tries(actions.change_competency, edited, by=current_user, **given.data):
        return go(url_for(".competency", competency_id=competency_id), _("The competency is saved."))
    return render_template("roles/competency_edit.html", form=given, competency=edited), given.status if given.errors else 200


@bp.post("/competencies/<int:competency_id>/remove")
@needs("edit_roles")
def remove_competency(competency_id):
    gone = one(access.competencies_to_edit(current_user), competency_id)
    actions.remove_competency(gone, by=current_user)
    return go(url_for(".competencies"), _("%(name)s is taken out of the library.", name=gone.name))


@bp.get("/competencies/<int:competency_id>/remove")
@needs("edit_roles")
def remove_competency_again(competency_id):
    """An address that only takes what is sent, opened anew after a refusal: back to the page with its form."""
    return go(url_for(".edit_competency", competency_id=one(access.competencies_to_edit(current_user), competency_id).id))
