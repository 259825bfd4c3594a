"""What roles consist of on a day: versions, duties, competencies with the level needed; and the departments."""
import hashlib
import json
from datetime import timedelta

import peewee as pw

from ..kernel import clock, modules, words
from .models import (DRAFT, PUBLISHED, Competency, Department, DepartmentPast, Duty, Role, RoleCompetency, RoleNext, RoleReading,
                     RoleVersion)

WHOLE = 10_000      # one, or a hundred per cent, in ten-thousandths
SAYS = ("title", "department_id", "purpose", "qualifications", "pay_min", "pay_max")      # what a version says besides its lists


# versions

def in_force(role, day=None):
    """The id of the version of a role that holds on a day, as a subquery: the latest to have started, the later number of two."""
    then = RoleVersion.alias()
    return (then.select(then.id).where(then.role == role, then.state == PUBLISHED, then.starts.is_null() | (then.starts <= (day or clock.today())))
            .order_by(then.starts.desc(nulls="last"), then.number.desc()).limit(1))


def version_in_force(role, day=None):
    """The version of a role that holds on a day; where nothing was ever published, one that says nothing but the title."""
    found = _with_department(RoleVersion.id == in_force(role, day)).first()
    return found or RoleVersion(role=role, number=0, state=PUBLISHED, title=role.title)


def draft_of(role):
    """The draft of a role, or None."""
    return _with_department(RoleVersion.role == role, RoleVersion.state == DRAFT).first()


def versions(role):
    """What was published of a role, the latest first."""
    return list(_with_department(RoleVersion.role == role, RoleVersion.state == PUBLISHED).order_by(RoleVersion.number.desc()))


def to_come(role):
    """The next version that is published for a day after today, or None."""
    later = _with_department(RoleVersion.role == role, RoleVersion.state == PUBLISHED, RoleVersion.starts > clock.today())
    return later.order_by(RoleVersion.starts, RoleVersion.number.desc()).first()


def _with_department(*where):
    return RoleVersion.select(RoleVersion, Department).join(Department, pw.JOIN.LEFT_OUTER).where(*where)


def titles_on(day):
    """{role id: title} as it was or will be on a day; before a role was written down, what it was called first."""
    return {role_id: title or first or now for role_id, now, title, first in _on(day, RoleVersion.title, _first_title()).tuples()}


def bands_on(day):
    """{role id: (lowest, highest pay)} in whole minor units; (None, None) where none is set. For those alone who know pay."""
    return {role_id: (low, high) for role_id, _now, low, high in _on(day, RoleVersion.pay_min, RoleVersion.pay_max).tuples()}


def _on(day, *columns):
    """Every role with columns of the version that holds on a day: one query."""
    return Role.select(Role.id, Role.title, *columns).join(RoleVersion, pw.JOIN.LEFT_OUTER, on=RoleVersion.id == in_force(Role.id, day))


def _first_title():
    first = RoleVersion.alias()
    return first.select(first.title).where(first.role == Role.id, first.state == PUBLISHED).order_by(first.number).limit(1)


def duties(role, day=None):
    """The duties of a role as they hold on a day."""
    return _duties(Duty.of == in_force(role, day))


def needs(role, day=None):
    """The competencies that a role needs on a day, each with its competency: one query."""
    return _needs(RoleCompetency.of == in_force(role, day))


def duties_of(version):
    return _duties(Duty.of == version.id)


def needs_of(version):
    return _needs(RoleCompetency.of == version.id)


def _duties(where):
    return list(Duty.select().where(where).order_by(Duty.is_essential.desc(), Duty.order, Duty.id))


def _needs(where):
    return list(RoleCompetency.select(RoleCompetency, Competency).join(Competency)
                .where(where).order_by(RoleCompetency.order, RoleCompetency.id))


def contents(role_ids, day=None):
    """{role id: {"duties", "needs"}} of several roles as they hold on a day: two queries, however many."""
    found, wanted = {role_id: {"duties": [], "needs": []} for role_id in role_ids}, [role_id for role_id in role_ids if role_id]
    for kind, model, *joined in (("duties", Duty), ("needs", RoleCompetency, Competency)):
        rows = model.select(model, RoleVersion, *joined).join(RoleVersion)
        for other in joined:
            rows = rows.switch(model).join(other)
        for row in rows.where(RoleVersion.role.in_(wanted), RoleVersion.id == in_force(RoleVersion.role, day)).order_by(model.order, model.id):
            found[row.of.role_id][kind].append(row)
    return found


def with_duties():
    """The ids of the roles of which a duty is written down today."""
    return _with(Duty)


def with_needs():
    """The ids of the roles of which it is said today what they take."""
    return _with(RoleCompetency)


def _with(model):
    held = model.select(RoleVersion.role).join(RoleVersion).where(RoleVersion.id == in_force(RoleVersion.role)).distinct()
    return {role_id for role_id, in held.tuples()}


def behaviour(need):
    """What one sees at the level needed: the sentence of that level, or of the two that it lies between."""
    of_level = {1: need.competency.level_1, 3: need.competency.level_3, 5: need.competency.level_5}
    if need.level in of_level:
        return [of_level[need.level]] if of_level[need.level] else []
    return [text for level, text in of_level.items() if abs(level - need.level) == 1 and text]


def shares_sum(found):
    """What the shares of a role's duties add up to, in ten-thousandths."""
    return sum(duty.weight for duty in found)


def leads_to(version, seen):
    """The roles to which a version leads, of those that one may see."""
    steps = RoleNext.select(RoleNext.role).where(RoleNext.of == version.id)
    return list(seen.where(Role.id.in_(steps)).order_by(Role.title))


def come_from(role, seen):
    """The roles from which people come to this one, by what holds today."""
    steps = RoleNext.select(RoleVersion.role).join(RoleVersion).where(RoleNext.role == role, RoleVersion.id == in_force(RoleVersion.role))
    return list(seen.where(Role.id.in_(steps)).order_by(Role.title))


def next_ids(version):
    return sorted(role_id for role_id, in RoleNext.select(RoleNext.role).where(RoleNext.of == version.id).tuples())


def digest(version):
    """A mark of all that a draft says, so that what was looked at is what is published."""
    lists = [[(row.text, row.success, row.weight, row.is_essential) for row in duties_of(version)],
             [(row.competency_id, row.level, row.weight) for row in needs_of(version)], next_ids(version)]
    whole = json.dumps([[getattr(version, name) for name in SAYS], lists], ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()


# lists of roles

def roles(found):
    """Each role of a query with how much is written down about it today: dicts, one query."""
    draft = RoleVersion.alias()
    count = {"duties": Duty.select(pw.fn.COUNT(Duty.id)).where(Duty.of == RoleVersion.id),
             "needs": RoleCompetency.select(pw.fn.COUNT(RoleCompetency.id)).where(RoleCompetency.of == RoleVersion.id),
             "shares": Duty.select(pw.fn.SUM(Duty.weight)).where(Duty.of == RoleVersion.id)}
    rows = (found.select(Role.id, Role.title, RoleVersion.purpose, RoleVersion.number, RoleVersion.review_on, draft.id.alias("draft"),
                         Department.name.alias("department"), *[asked.alias(name) for name, asked in count.items()])
            .join(RoleVersion, pw.JOIN.LEFT_OUTER, on=RoleVersion.id == in_force(Role.id)).join(Department, pw.JOIN.LEFT_OUTER)
            .join(draft, pw.JOIN.LEFT_OUTER, on=(draft.role == Role.id) & (draft.state == DRAFT)))
    return list(rows.order_by(Role.title).dicts())


def overdue(found):
    """The roles of a query that somebody should have looked at again by now: (role id, title, date), the oldest first."""
    rows = (found.select(Role.id, Role.title, RoleVersion.review_on).join(RoleVersion, on=RoleVersion.id == in_force(Role.id))
            .where(RoleVersion.review_on < clock.today()).order_by(RoleVersion.review_on, Role.title))
    return list(rows.tuples())


def find(found, text, limit=8):
    """Roles of a query whose title holds every word typed, however accents and case are written."""
    asked = words.plain(text).split()
    rows = (role for role in found.order_by(Role.title) if all(word in words.plain(role.title) for word in asked))
    return [role for _number, role in zip(range(limit), rows)]


def all_titles():
    return [title for title, in Role.select(Role.title).order_by(Role.title).tuples()]


def titles():
    """The titles of all roles, written plainly, to know which are there already."""
    return {words.plain(title) for title in all_titles()}


# who holds a role, and has read it

def holders(role, me=None):
    """{person id: seat} of those who hold a role today, as the room that knows says it."""
    return {seat.person_id: seat for block in modules.gather("of_role", me, role) for seat in block["seats"] if seat.person_id}


def held_by_role(me=None):
    """{role id: how many hold it}, as the room that knows says it."""
    return {role_id: count for block in modules.gather("of_role", me, None) for role_id, count in block["counts"].items()}


def held_by(me):
    """The roles that somebody holds today. Asks for each role that anybody holds, since people say it by role."""
    held = [role_id for role_id, count in held_by_role(me).items() if count]
    return [role for role in Role.select().where(Role.id.in_(held)).order_by(Role.title) if me.id in holders(role, me)]


def reading_of(version, person_id):
    return RoleReading.get_or_none(RoleReading.of == version.id, RoleReading.person_id == person_id) if version.id else None


def last_read(role, person_id):
    """The latest version of a role that somebody has confirmed having read, or None."""
    return (RoleVersion.select().join(RoleReading).where(RoleVersion.role == role, RoleReading.person_id == person_id,
                                                        RoleReading.at.is_null(False)).order_by(RoleVersion.number.desc()).first())


def readings(role):
    """{person id: (number of the version, when)}: what each has confirmed last."""
    rows = (RoleReading.select(RoleReading.person_id, RoleVersion.number, RoleReading.at).join(RoleVersion)
            .where(RoleVersion.role == role, RoleReading.at.is_null(False)).order_by(RoleVersion.number))
    return {person_id: (number, at) for person_id, number, at in rows.tuples()}


def to_read(person_id):
    """The versions in force that somebody was asked to read and has not confirmed: one query."""
    rows = (RoleVersion.select(RoleVersion).join(RoleReading).where(
        RoleReading.person_id == person_id, RoleReading.at.is_null(), RoleVersion.id == in_force(RoleVersion.role)))
    return list(rows.order_by(RoleVersion.title))


# competencies

def competencies(found):
    """Each competency with how many roles need it today: one query."""
    needed = (RoleCompetency.select(pw.fn.COUNT(RoleCompetency.id)).join(RoleVersion)
              .where(RoleCompetency.competency == Competency.id, RoleVersion.id == in_force(RoleVersion.role)))
    return list(found.select(Competency, needed.alias("needed")).order_by(Competency.name).objects())


def competencies_left(version):
    """Competencies that a version does not name yet."""
    named = RoleCompetency.select(RoleCompetency.competency).where(RoleCompetency.of == version.id)
    return list(Competency.select().where(Competency.id.not_in(named)).order_by(Competency.name))


def roles_needing(competency):
    """(role id, title, level) of the roles that need it today."""
    rows = (RoleCompetency.select(Role.id, Role.title, RoleCompetency.level).join(RoleVersion).join(Role)
            .where(RoleCompetency.competency == competency, RoleVersion.id == in_force(RoleVersion.role)).order_by(Role.title))
    return list(rows.tuples())


# departments

def departments():
    """Every department in the order of a tree: (department, depth) with the parts below their whole."""
    below = {}
    for department in Department.select().order_by(Department.name):
        below.setdefault(department.parent_id, []).append(department)
    rows, waiting = [], [(department, 0) for department in reversed(below.get(None, []))]
    while waiting:
        department, depth = waiting.pop()
        rows.append((department, depth))
        waiting += [(part, depth + 1) for part in reversed(below.get(department.id, []))]
    return rows


def departments_on(day):
    """{department id: (name, id of the whole)} as it was on a day; today and later: as it is now."""
    found = {row[0]: row[1:] for row in Department.select(Department.id, Department.name, Department.parent).tuples()}
    past = (DepartmentPast.select(DepartmentPast.department, DepartmentPast.name, DepartmentPast.parent)
            .where(DepartmentPast.until >= day).order_by(DepartmentPast.until.desc()))
    return found | {row[0]: row[1:] for row in past.tuples()}


def parts_of(department_id, rows=None):
    """The ids of a department and of everything within it; `rows` where the departments were read already."""
    inside = {department_id}
    for department, _depth in rows or departments():
        if department.parent_id in inside:
            inside.add(department.id)
    return inside


def change_days():
    """The days on which a role or a department began to be called otherwise."""
    published = RoleVersion.select(RoleVersion.starts, pw.Value(0)).where(RoleVersion.state == PUBLISHED, RoleVersion.starts.is_null(False))
    renamed = DepartmentPast.select(DepartmentPast.until, pw.Value(1))
    return [day + timedelta(days=later) for day, later in (published | renamed).tuples()]
