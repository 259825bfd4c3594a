"""What roles consist of: departments, duties, competencies and the level each role needs."""
import peewee as pw

from ..kernel import words
from .models import Competency, Department, Duty, Role, RoleCompetency

WHOLE = 10_000      # one, or a hundred per cent, in ten-thousandths


def roles(found):
    """Each role of a query with how much is written down about it: dicts, one query."""
    duties = Duty.select(pw.fn.COUNT(Duty.id)).where(Duty.role == Role.id)
    needs = RoleCompetency.select(pw.fn.COUNT(RoleCompetency.id)).where(RoleCompetency.role == Role.id)
    shares = Duty.select(pw.fn.SUM(Duty.weight)).where(Duty.role == Role.id)
    rows = found.select(Role.id, Role.title, Role.purpose, duties.alias("duties"), needs.alias("needs"), shares.alias("shares"))
    return list(rows.order_by(Role.title).dicts())


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


def parts_of(department_id, rows=None):
    """The ids of a department and of everything within it; `rows` where the departments were read already."""
    inside = {department_id}
    for department, _depth in rows or departments():
        if department.parent_id in inside:
            inside.add(department.id)
    return inside


def duties(role):
    return list(Duty.select().where(Duty.role == role).order_by(Duty.is_essential.desc(), Duty.order, Duty.id))


def needs(role):
    """The competencies that a role needs, each with its competency: one query."""
    return list(RoleCompetency.select(RoleCompetency, Competency).join(Competency)
                .where(RoleCompetency.role == role).order_by(RoleCompetency.order, RoleCompetency.id))


def behaviour(need):
    """What one sees at the level needed: the sentence of that level, or of the two that it lies between."""
    of_level = {1: need.competency.level_1, 3: need.competency.level_3, 5: need.competency.level_5}
    if need.level in of_level:
        return [of_level[need.level]] if of_level[need.level] else []
    return [text for level, text in of_level.items() if abs(level - need.level) == 1 and text]


def shares_sum(found):
    """What the shares of a role's duties add up to, in ten-thousandths."""
    return sum(duty.weight for duty in found)


def competencies(found):
    """Each competency with how many roles need it: one query."""
    needed = RoleCompetency.select(pw.fn.COUNT(RoleCompetency.id)).where(RoleCompetency.competency == Competency.id)
    return list(found.select(Competency, needed.alias("needed")).order_by(Competency.name).objects())


def competencies_left(role):
    """Competencies that a role does not name yet."""
    named = RoleCompetency.select(RoleCompetency.competency).where(RoleCompetency.role == role)
    return list(Competency.select().where(Competency.id.not_in(named)).order_by(Competency.name))


def roles_needing(competency):
    return list(RoleCompetency.select(RoleCompetency, Role).join(Role)
                .where(RoleCompetency.competency == competency).order_by(Role.title))


def find(text, limit=8):
    """Roles whose title holds every word typed, however accents and case are written."""
    asked = words.plain(text).split()
    found = (role for role in Role.select(Role.id, Role.title).order_by(Role.title)
             if all(word in words.plain(role.title) for word in asked))
    return [role for _number, role in zip(range(limit), found)]


def all_titles():
    return [title for title, in Role.select(Role.title).order_by(Role.title).tuples()]


def titles():
    """The titles of all roles, written plainly, to know which are there already."""
    return {words.plain(title) for title in all_titles()}


def with_duties():
    """The ids of the roles of which a duty is written down."""
    return {role_id for role_id, in Duty.select(Duty.role).distinct().tuples()}


def titles_on(day):
    """{role id: the title in force on a day}."""
    return dict(Role.select(Role.id, Role.title).tuples())


def departments_on(day):
    """{department id: (name, id of the one that it is part of)} as on a day."""
    return {row[0]: row[1:] for row in Department.select(Department.id, Department.name, Department.parent).tuples()}


def change_days():
    """The days on which a role or a department began to be called otherwise."""
    return []
