"""Pages about roles, the competencies they need, and departments."""
from decimal import Decimal

from flask import Blueprint, render_template, request, url_for
from flask_login import current_user

from ..kernel import modules, words
from ..kernel.doors import login_required, needs, one
from ..kernel.web import fragment, go
from ..kernel.words import _
from . import access, actions, queries, starter
from .inputs import CompetencyChangeInput, CompetencyInput, DepartmentInput, DutyInput, NeedInput, RoleChangeInput, RoleInput

bp = Blueprint("roles", __name__, url_prefix="/roles")


@bp.get("/")
@login_required
def roles():
    shown = {"roles": queries.roles(access.roles_to_see(current_user)), "held": held_by_role(), "departments": queries.departments()}
    return fragment("roles/_roles_list.html", **shown) if request.htmx else render_template("roles/roles.html", **shown)


@bp.get("/<int:role_id>")
@login_required
def role(role_id):
    read = one(access.roles_to_see(current_user), role_id)
    shown = {"role": read, "duties": queries.duties(read), "needs": queries.needs(read), "behaviour": queries.behaviour,
             "blocks": modules.gather("of_role", current_user, read)}
    return fragment("roles/_role.html", **shown) if request.htmx else render_template("roles/role.html", **shown)


@bp.get("/desk/")
@needs("edit_roles")
def desk():
    """What HR still has to write down."""
    return render_template("roles/desk.html", roles=queries.roles(access.roles_to_edit(current_user)), held=held_by_role())


@bp.get("/new")
@needs("edit_roles")
def new():
    return render_template("roles/new.html", form=RoleInput())


@bp.post("/new")
@needs("edit_roles")
def add():
    given = RoleInput(request.form)
    if given.validate() and given.tries(actions.add_role, by=current_user, **given.data):
        return go(url_for(".edit", role_id=given.result.id), _("The role is there. Now write down what it does."))
    return render_template("roles/new.html", form=given), 422


@bp.route("/starter", methods=["GET", "POST"])
@needs("edit_roles")
def starters():
    """Roles that are ready to be taken over, with the competencies they need."""
    chosen = [written for written in starter.ROLES if written.key in request.form.getlist("role")]
    if chosen:
        actions.take_over([written.key for written in chosen], by=current_user)
        return go(url_for(".desk"), _("%(titles)s: taken over. Change whatever does not fit.",
                                      titles=words.several(written.title for written in chosen)))
    taken = queries.titles()
    offered = [(written, words.plain(written.title) in taken) for written in starter.ROLES]
    return render_template("roles/starters.html", offered=offered, nothing_chosen=request.method == "POST"), \
        422 if request.method == "POST" else 200


@bp.get("/<int:role_id>/edit")
@needs("edit_roles")
def edit(role_id):
    return writing(one(access.roles_to_edit(current_user), role_id))


@bp.post("/<int:role_id>/edit")
@needs("edit_roles")
def change(role_id):
    edited, given = one(access.roles_to_edit(current_user), role_id), RoleChangeInput(request.form)
    if given.validate() and given.tries(actions.change_role, edited, by=current_user, **given.data):
        return go(url_for(".edit", role_id=role_id), _("The role is saved."))
    return writing(edited, given.status, form=given)


@bp.post("/<int:role_id>/remove")
@needs("edit_roles")
def remove(role_id):
    gone = one(access.roles_to_edit(current_user), role_id)
    actions.remove_role(gone, by=current_user)
    return go(url_for(".roles"), _("%(title)s is taken away.", title=gone.title))


@bp.post("/<int:role_id>/duties")
@needs("edit_roles")
def add_duty(role_id):
    edited, given = one(access.roles_to_edit(current_user), role_id), DutyInput(request.form, prefix="new-")
    if given.validate() and given.tries(actions.add_duty, edited, by=current_user, **given.given):
        return back(role_id, _("The duty is added."), "duties")
    return writing(edited, 422, new_duty=given)


@bp.post("/duties/<int:duty_id>")
@needs("edit_roles")
def change_duty(duty_id):
    duty, given = one(access.duties_to_edit(current_user), duty_id), DutyInput(request.form, prefix=f"duty-{duty_id}-")
    if given.validate() and given.tries(actions.change_duty, duty, version=given.version.data, by=current_user, **given.given):
        return back(duty.role_id, _("The duty is saved."), f"duty-{duty_id}")
    return writing(duty.role, given.status, duty_forms={duty_id: given})


@bp.post("/duties/<int:duty_id>/move")
@needs("edit_roles")
def move_duty(duty_id):
    duty = one(access.duties_to_edit(current_user), duty_id)
    actions.move_duty(duty, up=request.form.get("to") == "up", by=current_user)
    return back(duty.role_id, None, f"duty-{duty_id}")


@bp.post("/duties/<int:duty_id>/remove")
@needs("edit_roles")
def remove_duty(duty_id):
    duty = one(access.duties_to_edit(current_user), duty_id)
    actions.remove_duty(duty, by=current_user)
    return back(duty.role_id, _("The duty is taken away."), "duties")


@bp.post("/<int:role_id>/needs")
@needs("edit_roles")
def add_need(role_id):
    edited = one(access.roles_to_edit(current_user), role_id)
    given = need_form(edited, request.form)
    if given.validate():
        competency = one(access.competencies_to_see(current_user), given.competency.data)
        if given.tries(actions.need_competency, edited, competency, level=given.level.data, weight=given.weight.data,
                       version=given.version.data, by=current_user):
            return back(role_id, _("%(name)s is on the list.", name=competency.name), "needs")
    return writing(edited, given.status, new_need=given)


@bp.post("/needs/<int:need_id>")
@needs("edit_roles")
def change_need(need_id):
    need = one(access.needs_to_edit(current_user), need_id)
    given = level_form(need, request.form)
    if given.validate() and given.tries(actions.need_competency, need.role, need.competency, level=given.level.data,
                                        weight=given.weight.data, version=given.version.data, by=current_user):
        return back(need.role_id, _("%(name)s is saved.", name=need.competency.name), f"need-{need_id}")
    return writing(need.role, given.status, level_forms={need_id: given})


@bp.post("/needs/<int:need_id>/remove")
@needs("edit_roles")
def drop_need(need_id):
    need = one(access.needs_to_edit(current_user), need_id)
    actions.drop_need(need, version=request.form.get("version", need.version, type=int), by=current_user)
    return back(need.role_id, _("The competency is off the list."), "needs")


@bp.get("/competencies/")
@login_required
def competencies():
    return render_template("roles/competencies.html", competencies=queries.competencies(access.competencies_to_see(current_user)))


@bp.get("/competencies/<int:competency_id>")
@login_required
def competency(competency_id):
    shown = one(access.competencies_to_see(current_user), competency_id)
    return render_template("roles/competency.html", competency=shown, needed_by=queries.roles_needing(shown))


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


@bp.get("/departments/")
@needs("edit_roles")
def departments():
    return department_desk()


@bp.post("/departments/")
@needs("edit_roles")
def add_department():
    given = department_form(request.form, prefix="new-")
    if given.validate() and given.tries(actions.add_department, by=current_user, **department_of(given)):
        return go(url_for(".departments"), _("%(name)s is there.", name=given.name.data))
    return department_desk(422, new_department=given)


@bp.post("/departments/<int:department_id>")
@needs("edit_roles")
def change_department(department_id):
    edited = one(access.departments_to_edit(current_user), department_id)
    given = department_form(request.form, prefix=f"department-{department_id}-")
    if given.validate() and given.tries(
            actions.change_department, edited, version=given.version.data, by=current_user, **department_of(given)):
        return go(url_for(".departments"), _("%(name)s is saved.", name=given.name.data))
    return department_desk(given.status, forms={department_id: given})


@bp.post("/departments/<int:department_id>/remove")
@needs("edit_roles")
def remove_department(department_id):
    gone = one(access.departments_to_edit(current_user), department_id)
    actions.remove_department(gone, by=current_user)
    return go(url_for(".departments"), _("%(name)s is taken away.", name=gone.name))


@needs("edit_roles")
def role_again(role_id):
    """An address that only takes what is sent, opened anew after a refusal: back to the page with its form."""
    return go(url_for(".edit", role_id=one(access.roles_to_edit(current_user), role_id).id))


@needs("edit_roles")
def duty_again(duty_id):
    return back(one(access.duties_to_edit(current_user), duty_id).role_id, None, f"duty-{duty_id}")


@needs("edit_roles")
def need_again(need_id):
    return back(one(access.needs_to_edit(current_user), need_id).role_id, None, f"need-{need_id}")


@needs("edit_roles")
def competency_again(competency_id):
    return go(url_for(".edit_competency", competency_id=one(access.competencies_to_edit(current_user), competency_id).id))


@needs("edit_roles")
def department_again(department_id):
    one(access.departments_to_edit(current_user), department_id)
    return go(url_for(".departments") + f"#department-{department_id}")


for rule, name, view in (
        ("/<int:role_id>/remove", "remove", role_again), ("/<int:role_id>/duties", "add_duty", role_again),
        ("/<int:role_id>/needs", "add_need", role_again), ("/duties/<int:duty_id>", "change_duty", duty_again),
        ("/duties/<int:duty_id>/move", "move_duty", duty_again), ("/duties/<int:duty_id>/remove", "remove_duty", duty_again),
        ("/needs/<int:need_id>", "change_need", need_again), ("/needs/<int:need_id>/remove", "drop_need", need_again),
        ("/competencies/<int:competency_id>/remove", "remove_competency", competency_again),
        ("/departments/<int:department_id>", "change_department", department_again),
        ("/departments/<int:department_id>/remove", "remove_department", department_again)):
    bp.add_url_rule(rule, f"{name}_again", view)


def writing(edited, status=200, form=None, new_duty=None, duty_forms=(), new_need=None, level_forms=()):
    """The page on which HR writes a role: each duty and each competency is a small form of its own."""
    found = queries.duties(edited)
    forms = [(duty, dict(duty_forms).get(duty.id) or duty_form(duty)) for duty in found]
    return render_template("roles/edit.html", role=edited, form=form or RoleChangeInput(obj=edited), duties=forms,
                           shares_sum=queries.shares_sum(found), new_duty=new_duty or DutyInput(prefix="new-", is_essential=True),
                           needs=[(need, dict(level_forms).get(need.id) or level_form(need)) for need in queries.needs(edited)],
                           new_need=new_need or need_form(edited), level_names=level_names(), stays=stays(edited)), status


def duty_form(duty):
    return DutyInput(prefix=f"duty-{duty.id}-", text=duty.text, success=duty.success, is_essential=duty.is_essential,
                     share=Decimal(duty.weight) / 100, version=duty.version)


def need_form(edited, typed=None):
    """Offers what the role does not name yet, and what was chosen, though somebody else was quicker to add it."""
    given, left = NeedInput(typed), {competency.id for competency in queries.competencies_left(edited)}
    given.level.choices = list(level_names().items())
    given.competency.choices = [(offered.id, offered.name) for offered in queries.competencies(access.competencies_to_see(current_user))
                                if offered.id in left or offered.id == given.competency.data]
    return given


def level_form(need, typed=None):
    """The level that stands on a role, to be changed in place: each with what one sees there."""
    stands = {"level": need.level, "weight": need.weight, "version": need.version} if typed is None else {}
    given = NeedInput(typed, prefix=f"need-{need.id}-", **stands)
    del given.competency
    given.level.choices = [(level, name, {"hint": getattr(need.competency, f"level_{level}", None) or (
        _("Between levels %(low)s and %(high)s.", low=level - 1, high=level + 1) if level in (2, 4) else "")})
        for level, name in level_names().items()]
    return given


def level_names():
    return {1: _("1 · Beginning"), 2: _("2 · Partly"), 3: _("3 · Solid"), 4: _("4 · Strong"), 5: _("5 · Leads the way")}


def stays(edited):
    """Whether a role is part of the records, as the room that knows says it."""
    return any(block["keeps"] for block in modules.gather("of_role", current_user, edited))


def department_desk(status=200, new_department=None, forms=()):
    rows = [(department, depth, dict(forms).get(department.id) or department_form(
        None, prefix=f"department-{department.id}-", name=department.name, parent=department.parent_id,
        version=department.version))
        for department, depth in queries.departments()]
    return render_template("roles/departments.html", rows=rows,
                           new_department=new_department or department_form(None, prefix="new-")), status


def department_form(typed, **given):
    form = DepartmentInput(typed, **given)
    form.parent.choices = [("", _("Nothing: it stands by itself"))] + [
        (department.id, " ".join(["–"] * depth + [department.name])) for department, depth in queries.departments()]
    return form


def department_of(form):
    parent = form.parent.data and one(access.departments_to_edit(current_user), form.parent.data)
    return {"name": form.name.data, "parent": parent or None}


def held_by_role():
    """How many hold each role, as the room that knows says it."""
    return {role_id: count for block in modules.gather("of_role", current_user, None)
            for role_id, count in block["counts"].items()}


def back(role_id, say, anchor):
    return go(url_for(".edit", role_id=role_id) + f"#{anchor}", say)
