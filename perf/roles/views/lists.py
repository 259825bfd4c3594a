"""Small forms on the page of a draft: each duty and each competency is one of its own."""
from flask import request
from flask_login import current_user

from ...kernel.doors import needs, one
from ...kernel.words import _
from .. import access, drafts
from ..inputs import DutyInput
from . import bp, to_draft
from .editor import begun, editor, level_form, need_form


@bp.post("/<int:role_id>/duties")
@needs("edit_roles")
def add_duty(role_id):
    edited, given = begun(role_id), DutyInput(request.form, prefix="new-")
    if given.validate() and given.tries(drafts.add_duty, edited, by=current_user, **given.given):
        return to_draft(role_id, _("The duty is added."), "duties")
    return editor(edited, 422, new_duty=given)


@bp.post("/duties/<int:duty_id>")
@needs("edit_roles")
def change_duty(duty_id):
    duty, given = one(access.duties_to_edit(current_user), duty_id), DutyInput(request.form, prefix=f"duty-{duty_id}-")
    if given.validate() and given.tries(drafts.change_duty, duty, version=given.version.data, by=current_user, **given.given):
        return to_draft(duty.of.role_id, _("The duty is saved."), f"duty-{duty_id}")
    return editor(duty.of, given.status, duty_forms={duty_id: given})


@bp.post("/duties/<int:duty_id>/move")
@needs("edit_roles")
def move_duty(duty_id):
    duty = one(access.duties_to_edit(current_user), duty_id)
    drafts.move_duty(duty, up=request.form.get("to") == "up", by=current_user)
    return to_draft(duty.of.role_id, None, f"duty-{duty_id}")


@bp.post("/duties/<int:duty_id>/remove")
@needs("edit_roles")
def remove_duty(duty_id):
    duty = one(access.duties_to_edit(current_user), duty_id)
    drafts.remove_duty(duty, by=current_user)
    return to_draft(duty.of.role_id, _("The duty is taken away."), "duties")


@bp.post("/<int:role_id>/needs")
@needs("edit_roles")
def add_need(role_id):
    edited = begun(role_id)
    given = need_form(edited, request.form)
    if given.validate():
        competency = one(access.competencies_to_see(current_user), given.competency.data)
        if given.tries(drafts.need_competency, edited, competency, level=given.level.data, weight=given.weight.data,
                       version=given.version.data, by=current_user):
            return to_draft(role_id, _("%(name)s is on the list.", name=competency.name), "needs")
    return editor(edited, given.status, new_need=given)


@bp.post("/needs/<int:need_id>")
@needs("edit_roles")
def change_need(need_id):
    need = one(access.needs_to_edit(current_user), need_id)
    given = level_form(need, request.form)
    if given.validate() and given.tries(drafts.need_competency, need.of, need.competency, level=given.level.data,
                                        weight=given.weight.data, version=given.version.data, by=current_user):
        return to_draft(need.of.role_id, _("%(name)s is saved.", name=need.competency.name), f"need-{need_id}")
    return editor(need.of, given.status, level_forms={need_id: given})


@bp.post("/needs/<int:need_id>/remove")
@needs("edit_roles")
def drop_need(need_id):
    need = one(access.needs_to_edit(current_user), need_id)
    drafts.drop_need(need, version=request.form.get("version", need.version, type=int), by=current_user)
    return to_draft(need.of.role_id, _("The competency is off the list."), "needs")


@needs("edit_roles")
def list_again(role_id):
    """An address that only takes what is sent, opened anew after a refusal: back to the page with its form."""
    return to_draft(one(access.roles_to_edit(current_user), role_id).id)


@needs("edit_roles")
def duty_again(duty_id):
    return to_draft(one(access.duties_to_edit(current_user), duty_id).of.role_id, None, f"duty-{duty_id}")


@needs("edit_roles")
def need_again(need_id):
    return to_draft(one(access.needs_to_edit(current_user), need_id).of.role_id, None, f"need-{need_id}")


for rule, name, view in (
        ("/<int:role_id>/duties", "add_duty", list_again), ("/<int:role_id>/needs", "add_need", list_again),
        ("/duties/<int:duty_id>", "change_duty", duty_again), ("/duties/<int:duty_id>/move", "move_duty", duty_again),
        ("/duties/<int:duty_id>/remove", "remove_duty", duty_again), ("/needs/<int:need_id>", "change_need", need_again),
        ("/needs/<int:need_id>/remove", "drop_need", need_again)):
    bp.add_url_rule(rule, f"{name}_again", view)
