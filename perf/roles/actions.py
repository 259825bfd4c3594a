"""What can be done with departments, competencies, and with roles as a whole; what a role says is written in `drafts`."""
from datetime import timedelta

from ..kernel import clock, live, trail, words
from ..kernel.db import write
from ..kernel.errors import Refused
from ..kernel.words import _
from . import drafts, queries, starter
from .models import PUBLISHED, Competency, Department, DepartmentPast, Role, RoleCompetency, RoleReading, RoleVersion
from .rows import TOPIC, as_seen, called, keep, refuse_same, remove, said


# departments

@write()
def add_department(name, parent=None, *, by=None):
    refuse_same(Department, Department.name, name)
    return said("add_department", by, Department.create(name=name, parent=parent))


@write()
def change_department(department, *, version, name, parent=None, corrects_past=False, by=None):
    """Rename a department or hang it under another one, from today on; a slip of the pen is corrected for the past as well."""
    now = as_seen(department, version)
    refuse_same(Department, Department.name, name, department)
    if parent is not None and parent.id in queries.parts_of(department.id):
        raise Refused(_("A department cannot lie within itself. Choose another one above it."), "parent")
    if not corrects_past and (now.name, now.parent_id) != (name, getattr(parent, "id", None)):
        _keep_past(now)
    return said("change_department", by, keep(now, name=name, parent=parent))


def _keep_past(department):
    """What it was until yesterday; what it came to be only today was never so on any day."""
    today, yesterday = clock.today(), clock.today() - timedelta(days=1)
    if department.made_on is None or department.made_on < today:
        DepartmentPast.get_or_create(department=department, until=yesterday,
                                     defaults={"name": department.name, "parent": department.parent_id})


@write()
def remove_department(department, *, by=None):
    """Take away a department in which nobody sits and which no role names."""
    if RoleVersion.select().where(RoleVersion.department == department).exists():
        raise Refused(_("Roles name %(name)s, or did once, so it stays in the records.", name=department.name))
    remove(department, _("Seats still belong to %(name)s. Move them to another department first.", name=department.name))
    return said("remove_department", by, department)


@write()
def department_called(name, *, by=None):
    """The department of that name; a new one where there is none, nothing where no name is given."""
    return (called(Department, Department.name, name) or add_department(name, by=by)) if words.plain(name) else None


# roles as a whole

@write()
def add_role(title, purpose="", *, by=None):
    """A role that can be held at once; what it is there for and does may be written later."""
    drafts.refuse_title(title)
    role = Role.create(title=title)
    drafts.first_version(role, purpose=purpose or "")
    return said("add_role", by, role)


@write()
def role_called(title, *, by=None):
    """The role of that title, however it is written, as one that can be held; a new one where there is none."""
    role = called(Role, Role.title, title)
    if role is None:
        return add_role(title, by=by)
    if not RoleVersion.select().where(RoleVersion.role == role, RoleVersion.state == PUBLISHED).exists():
        drafts.first_version(role)
    return role


@write()
def remove_role(role, *, by=None):
    """Take away a role that nobody holds or has held."""
    remove(role, _("%(title)s is or was somebody's role, so it stays in the records.", title=role.title))
    return said("remove_role", by, role)


@write()
def take_over(keys, *, by=None):
    """Add ready-made roles with the competencies they need; what is there already stays as it is."""
    starter.add_starter_competencies()
    for key in keys:
        role = starter.add_starter_role(key)
        trail.record("add_role", by, kind=TOPIC, row_id=role.id)
    live.changed(TOPIC)


@write()
def look_again(version, *, seen, on, by=None):
    """The role still fits: set when somebody should ask again. What it says stays as it is."""
    return said("look_again", by, keep(as_seen(version, seen), review_on=on), version.role_id)


@write()
def confirm_reading(version, person):
    """The holder of a role says that they have read what it says now."""
    if RoleVersion.select(RoleVersion.id).where(RoleVersion.id == queries.in_force(version.role_id)).scalar() != version.id:
        raise Refused(_("Another version holds by now. Please read that one."))
    if person.id not in queries.holders(version.role, person):
        raise Refused(_("Only those who hold this role confirm that they have read it."))
    reading, _is_new = RoleReading.get_or_create(of=version, person_id=person.id)
    if reading.at is None:
        RoleReading.update(at=clock.now()).where(RoleReading.id == reading.id).execute()
        said("read_role", person, reading, version.role_id)
        live.changed("home", person.id)


# competencies

@write()
def add_competency(name, *, meaning="", level_1="", level_3="", level_5="", by=None):
    refuse_same(Competency, Competency.name, name)
    made = Competency.create(name=name, meaning=meaning, level_1=level_1, level_3=level_3, level_5=level_5)
    return said("add_competency", by, made)


@write()
def add_ready_made(*, by=None):
    """Add the ready-made competencies that are missing; those that are there by name stay as they are."""
    missing = starter.missing_competencies()
    starter.add_starter_competencies()
    for row in Competency.select().where(Competency.name.in_([one.name for one in missing])):
        trail.record("add_competency", by, kind=TOPIC, row_id=row.id)
    live.changed(TOPIC)
    return missing


@write()
def change_competency(competency, *, version, by=None, **given):
    now = as_seen(competency, version)
    refuse_same(Competency, Competency.name, given.get("name", now.name), now)
    return said("change_competency", by, keep(now, **given))


@write()
def remove_competency(competency, *, by=None):
    """Take a competency out of the library, unless a version of a role names it."""
    if RoleCompetency.select().where(RoleCompetency.competency == competency).exists():
        raise Refused(_("Roles still need %(name)s, or did in an earlier version. It stays in the library.", name=competency.name))
    remove(competency, _("%(name)s is part of the records and stays.", name=competency.name))
    return said("remove_competency", by, competency)
