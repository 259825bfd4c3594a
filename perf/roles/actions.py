"""Writing down what roles, departments and competencies are."""
import peewee as pw

from ..kernel import live, trail, words
from ..kernel.db import write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from . import queries, starter
from .models import Competency, Department, Duty, Role, RoleCompetency

TOPIC = "roles"


@write()
def add_department(name, parent=None, *, by=None):
    _refuse_same(Department, Department.name, name)
    return _said("add_department", by, Department.create(name=name, parent=parent))


@write()
def change_department(department, *, version, name, parent=None, by=None):
    """Rename a department, or hang it under another one."""
    now = _as_seen(department, version)
    _refuse_same(Department, Department.name, name, department)
    if parent is not None and parent.id in queries.parts_of(department.id):
        raise Refused(_("A department cannot lie within itself. Choose another one above it."), "parent")
    return _said("change_department", by, _keep(now, name=name, parent=parent))


@write()
def remove_department(department, *, by=None):
    """Take away a department in which nobody sits."""
    _remove(department, _("Seats still belong to %(name)s. Move them to another department first.", name=department.name))
    return _said("remove_department", by, department)


@write()
def add_role(title, purpose="", *, by=None):
    _refuse_same(Role, Role.title, title, field="title")
    return _said("add_role", by, Role.create(title=title, purpose=purpose or ""))


@write()
def role_called(title, *, by=None):
    """The role of that title, however it is written; a new one where there is none."""
    return _called(Role, Role.title, title) or add_role(title, by=by)


@write()
def department_called(name, *, by=None):
    """The department of that name; a new one where there is none, nothing where no name is given."""
    return (_called(Department, Department.name, name) or add_department(name, by=by)) if words.plain(name) else None


@write()
def change_role(role, *, version, title, purpose="", by=None):
    """Reword what a role is called and is there for."""
    now = _as_seen(role, version)
    _refuse_same(Role, Role.title, title, role, field="title")
    return _said("change_role", by, _keep(now, title=title, purpose=purpose or ""))


@write()
def remove_role(role, *, by=None):
    """Take away a role that nobody holds or has held."""
    _remove(role, _("%(title)s is or was somebody's role, so it stays in the records.", title=role.title))
    return _said("remove_role", by, role)


@write()
def take_over(keys, *, by=None):
    """Add ready-made roles with the competencies they need; what is there already stays as it is."""
    starter.add_starter_competencies()
    for key in keys:
        role = starter.add_starter_role(key)
        trail.record("add_role", by, kind=TOPIC, row_id=role.id)
    live.changed(TOPIC)


@write()
def add_duty(role, text, *, success="", weight=0, is_essential=True, by=None):
    """Add something that the role does; `weight` is its share in ten-thousandths."""
    duty = Duty.create(role=role, text=text, success=success or "", weight=weight, is_essential=is_essential,
                       order=_next(Duty, Duty.role == role))
    return _said("change_duties", by, duty, role)


@write()
def change_duty(duty, *, version, by=None, **given):
    return _said("change_duties", by, _keep(_as_seen(duty, version), **given), duty.role_id)


@write()
def remove_duty(duty, *, by=None):
    Duty.delete().where(Duty.id == duty.id).execute()
    return _said("change_duties", by, duty, duty.role_id)


@write()
def move_duty(duty, *, up, by=None):
    """Let a duty change places with its neighbour of the same kind."""
    rows = [row for row in queries.duties(duty.role_id) if row.is_essential == duty.is_essential]
    at = next(number for number, row in enumerate(rows) if row.id == duty.id)
    to = at - 1 if up else at + 1
    if 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
        for order, row in enumerate(rows):
            Duty.update(order=order).where(Duty.id == row.id).execute()
    return _said("change_duties", by, duty, duty.role_id)


@write()
def need_competency(role, competency, *, level, weight=queries.WHOLE, version=None, by=None):
    """Say that a role needs a competency, at which level and how much it counts; `version` of a need that was seen there."""
    need = RoleCompetency.get_or_none(RoleCompetency.role == role, RoleCompetency.competency == competency)
    if need is None:
        need = RoleCompetency.create(role=role, competency=competency, level=level, weight=weight,
                                     order=_next(RoleCompetency, RoleCompetency.role == role))
    else:
        _keep(_as_seen(need, version), level=level, weight=weight)
    return _said("change_needs", by, need, role)


@write()
def drop_need(need, *, version, by=None):
    if RoleCompetency.get_by_id(need.id).version != version:
        raise Changed(_("Somebody else changed what this role needs meanwhile. Please look at it again before you take it off."))
    RoleCompetency.delete().where(RoleCompetency.id == need.id).execute()
    return _said("change_needs", by, need, need.role_id)


@write()
def add_competency(name, *, meaning="", level_1="", level_3="", level_5="", by=None):
    _refuse_same(Competency, Competency.name, name)
    made = Competency.create(name=name, meaning=meaning, level_1=level_1, level_3=level_3, level_5=level_5)
    return _said("add_competency", by, made)


@write()
def change_competency(competency, *, version, by=None, **given):
    now = _as_seen(competency, version)
    _refuse_same(Competency, Competency.name, given.get("name", now.name), now)
    return _said("change_competency", by, _keep(now, **given))


@write()
def remove_competency(competency, *, by=None):
    """Take a competency out of the library, unless a role needs it."""
    if RoleCompetency.select().where(RoleCompetency.competency == competency).exists():
        raise Refused(_("Roles still need %(name)s. Take it off those roles first.", name=competency.name))
    _remove(competency, _("%(name)s is part of the records and stays.", name=competency.name))
    return _said("remove_competency", by, competency)


def _said(verb, by, row, role=None):
    """Keep the deed, and tell open pages of it."""
    trail.record(verb, by, kind=TOPIC, row_id=getattr(role, "id", role) or row.id)
    live.changed(TOPIC)
    return row


def _as_seen(row, version):
    """A row as it stands inside the write, if it still is what its writer saw."""
    now = type(row).get_by_id(row.id)
    if now.version != version:
        raise Changed(_("Somebody else changed this meanwhile. Both versions are below."), now)
    return now


def _keep(row, **given):
    for name, value in given.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    return row


def _refuse_same(model, column, text, own=None, field="name"):
    wanted = words.plain(text)
    if not wanted:
        raise Refused(_("Please fill this in."), field)
    for row_id, taken in model.select(model.id, column).tuples():
        if words.plain(taken) == wanted and row_id != getattr(own, "id", None):
            raise Refused(_("There is already one called %(name)s. Choose another name, or change that one.", name=taken), field)


def _called(model, column, text):
    wanted = words.plain(text)
    return next((row for row in model.select() if words.plain(getattr(row, column.name)) == wanted), None)


def _remove(row, refusal):
    try:
        row.delete_instance()
    except pw.IntegrityError:
        raise Refused(refusal) from None


def _next(model, among):
    return (model.select(pw.fn.MAX(model.order)).where(among).scalar() or 0) + 1
