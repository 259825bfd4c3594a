"""What roles gives out as tables: departments, what holds today of each role, and the library of competencies."""
from decimal import Decimal

import peewee as pw

from ..kernel import words
from ..kernel.tables import Table
from ..kernel.words import _
from . import access, queries
from .models import Competency, Department, Duty, Role, RoleCompetency, RoleNext, RoleVersion
from .sheets import departments as department_list, descriptions as role_list, levels as level_list

ROLE, NEED, PART = role_list.LABELS, level_list.LABELS, department_list.LABELS


def departments(me):
    above = Department.alias()
    found = access.departments_to_see(me).select(Department.name, above.name, Department.made_on)
    return found.left_outer_join(above, on=Department.parent == above.id).order_by(Department.name).tuples().iterator()


def roles(me):
    next_titles, step = {}, Role.alias()
    steps = RoleNext.select(RoleNext.of, step.title).join(step, on=RoleNext.role == step.id)
    for of, title in steps.where(step.id.in_(access.roles_to_see(me).select(Role.id))).order_by(step.title).tuples():
        next_titles.setdefault(of, []).append(title)
    rows = _in_force(me, RoleVersion.id, Role.title, Department.name, RoleVersion.purpose, RoleVersion.qualifications, RoleVersion.pay_min,
                     RoleVersion.pay_max, RoleVersion.number, RoleVersion.starts, RoleVersion.review_on)
    for of, *texts, low, high, number, starts, review_on in rows.left_outer_join(Department).order_by(Role.title).tuples().iterator():
        pay = [_whole(amount) for amount in (low, high)] if access.knows_pay(me) else [None, None]
        yield *texts, *pay, "; ".join(next_titles.get(of, ())), number, starts, review_on


def duties(me):
    rows = (_in_force(me, Role.title, Duty.text, Duty.weight, Duty.is_essential, Duty.success)
            .join(Duty, on=Duty.of == RoleVersion.id).order_by(Role.title, Duty.is_essential.desc(), Duty.order, Duty.id))
    for title, text, weight, is_essential, success in rows.tuples().iterator():
        yield title, text, Decimal(weight) / 100, _("essential") if is_essential else _("marginal"), success


def levels(me):
    rows = (_in_force(me, Role.title, Competency.name, RoleCompetency.level, RoleCompetency.weight)
            .join(RoleCompetency, on=RoleCompetency.of == RoleVersion.id).join(Competency)
            .order_by(Role.title, RoleCompetency.order, RoleCompetency.id))
    for title, name, level, weight in rows.tuples().iterator():
        yield title, name, level, Decimal(weight) / queries.WHOLE


def competencies(me):
    columns = (Competency.name, Competency.meaning, Competency.level_1, Competency.level_3, Competency.level_5)
    return access.competencies_to_see(me).select(*columns).order_by(Competency.name).tuples().iterator()


def _in_force(me, *columns):
    return access.roles_to_see(me).select(*columns).join(RoleVersion, pw.JOIN.LEFT_OUTER, on=RoleVersion.id == queries.in_force(Role.id))


def _whole(minor):
    return None if minor is None else Decimal(minor).scaleb(-words.minor_places())


TABLES = (
    Table("departments", _("Departments"), (PART["name"], PART["parent"], _("Since")), departments),
    Table("roles", _("Roles"), (ROLE["title"], ROLE["department"], ROLE["purpose"], ROLE["qualifications"], ROLE["pay_min"], ROLE["pay_max"],
                                ROLE["leads_to"], _("Version"), _("In force since"), _("To be looked at again")), roles),
    Table("duties", _("Duties"), (ROLE["title"], ROLE["duty"], ROLE["share"], ROLE["is_essential"], ROLE["success"]), duties),
    Table("levels", _("Levels"), (NEED["role"], NEED["competency"], NEED["level"], NEED["weight"]), levels),
    Table("competencies", _("Competencies"), (_("Competency"), _("What is meant"), _("Level 1"), _("Level 3"), _("Level 5")), competencies),
)
