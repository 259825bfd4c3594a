"""Take a list of this room in: all or nothing, with a record of every row, so that it can be taken out again."""
from datetime import timedelta

from ...kernel import clock, words
from ...kernel.words import _
from ..models import PUBLISHED, Competency, Department, DepartmentPast, Duty, Role, RoleCompetency, RoleNext, RoleVersion


def write_departments(work, record, by):
    """Departments with the one above each; where that changes, what it was until yesterday stays known."""
    ids = add_departments(record, work.plan.departments)
    now = work.before.departments
    ids.update(add_departments(record, [line.name for line in work.plan.lines if line.state == "new"]))
    ids.update({key: row.id for key, row in now.items()})
    for line in work.plan.lines:
        if line.state in ("new", "changed"):
            row, parent = now.get(line.key), words.plain(line.values.get("parent") or "")
            old, new = row and row.parent, ids[parent] if parent else None
            if row and old != new:
                _keep_past(record, row)
            record.change(Department, ids[line.key], {"parent": (old, new)})


def _keep_past(record, row):
    """What a department was until yesterday; what it came to be only today was never so on any day."""
    today, yesterday = clock.today(), clock.today() - timedelta(days=1)
    is_told = DepartmentPast.select().where(DepartmentPast.department == row.id, DepartmentPast.until == yesterday).exists()
    if not is_told and (row.made_on is None or row.made_on < today):
        record.add(DepartmentPast, department=row.id, name=row.name, parent=row.parent, until=yesterday)


def add_departments(record, names):
    return {words.plain(name): number for name, number in zip(names, record.insert(Department, [
        {"name": name, "parent": None, "made_on": clock.today()} for name in names]))}


def write_versions(work, record, by):
    """Let each role say from today on what the list says, as a version of its own that is published with it."""
    written, before = work.plan.written, work.before
    departments = {**{key: row.id for key, row in before.departments.items()}, **add_departments(record, work.plan.departments)}
    competencies = {**{key: number for key, (number, _name) in before.competencies.items()}, **_add_competencies(record, work.plan.competencies)}
    new = [one.title for one in written if one.role is None]
    roles = {key: role.id for key, role in before.roles.items()}
    roles.update(zip(map(words.plain, new), record.insert(Role, [{"title": title} for title in new])))
    versions = record.insert(RoleVersion, [_version(one, roles, departments, by) for one in written])
    _name_nobody(record)
    lines = list(zip(versions, written))
    record.insert(Duty, [{"of": version, "text": text, "success": success, "weight": weight, "is_essential": is_essential, "order": order,
                          "origin": origin} for version, one in lines
                         for order, (text, success, weight, is_essential, origin) in enumerate(one.duties)])
    record.insert(RoleCompetency, [{"of": version, "competency": competencies[words.plain(name)], "level": level, "weight": weight, "order": order}
                                   for version, one in lines for order, (name, level, weight) in enumerate(one.needs)])
    record.insert(RoleNext, [{"of": version, "role": roles[words.plain(title)]} for version, one in lines for title in one.steps])


def _name_nobody(record):
    """What is kept for an undo holds no name: whoever published may be erased one day."""
    for table, _row, values in record.made:
        if table == "role_version":
            del values["published_by"]


def _version(one, roles, departments, by):
    """A published version; nobody is asked to read it, since a list is taken in for many at once."""
    department = words.plain(one.says["department"] or "")
    return {"role": roles[words.plain(one.title)], "number": one.role.number + 1 if one.role else 1, "state": PUBLISHED, "starts": clock.today(),
            "title": one.title, "department": departments[department] if department else None, "purpose": one.says["purpose"],
            "qualifications": one.says["qualifications"], "pay_min": one.says["pay_min"], "pay_max": one.says["pay_max"], "review_on": None,
            "asks_to_read": False, "note": _("Imported"), "published_by_id": getattr(by, "id", None), "published_by": getattr(by, "name", ""),
            "published_at": clock.now()}


def _add_competencies(record, names):
    ids = record.insert(Competency, [{"name": name, "meaning": "", "level_1": "", "level_3": "", "level_5": ""} for name in names])
    return dict(zip(map(words.plain, names), ids))
