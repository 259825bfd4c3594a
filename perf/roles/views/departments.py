"""The departments, which HR names and hangs below each other."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel.doors import needs, one
from ...kernel.web import go
from ...kernel.words import _
from .. import access, actions, queries
from ..inputs import DepartmentInput
from . import bp


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
    if given.validate() and given.tries(actions.change_department, edited, version=given.version.data, by=current_user,
                                        corrects_past=given.corrects_past.data, **department_of(given)):
        return go(url_for(".departments"), _("%(name)s is saved.", name=given.name.data))
    return department_desk(given.status, forms={department_id: given})


@bp.post("/departments/<int:department_id>/remove")
@needs("edit_roles")
def remove_department(department_id):
    gone = one(access.departments_to_edit(current_user), department_id)
    actions.remove_department(gone, by=current_user)
    return go(url_for(".departments"), _("%(name)s is taken away.", name=gone.name))


@needs("edit_roles")
def department_again(department_id):
    """An address that only takes what is sent, opened anew after a refusal: back to the page with its form."""
    one(access.departments_to_edit(current_user), department_id)
    return go(url_for(".departments") + f"#department-{department_id}")


bp.add_url_rule("/departments/<int:department_id>", "change_department_again", department_again)
bp.add_url_rule("/departments/<int:department_id>/remove", "remove_department_again", department_again)


def department_desk(status=200, new_department=None, forms=()):
    rows = [(department, depth, dict(forms).get(department.id) or department_form(
        None, prefix=f"department-{department.id}-", name=department.name, parent=department.parent_id,
        version=department.version))
        for department, depth in queries.departments()]
    return render_template("roles/departments.html", rows=rows,
                           new_department=new_department or department_form(None, prefix="new-")), status


def department_form(typed, **given):
    form = DepartmentInput(typed, **given)
    form.parent.choices = [("", _("Nothing: it stands by itself")), *department_choices()]
    return form


def department_choices():
    """The departments as a tree in a list."""
    return [(department.id, " ".join(["–"] * depth + [department.name])) for department, depth in queries.departments()]


def department_of(form):
    parent = form.parent.data and one(access.departments_to_edit(current_user), form.parent.data)
    return {"name": form.name.data, "parent": parent or None}
