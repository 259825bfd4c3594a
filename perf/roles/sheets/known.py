"""What is there before a list is taken in, read in a few queries."""
from collections import defaultdict
from dataclasses import dataclass, field

from ...kernel import clock, words
from ...kernel.db import database
from .. import queries
from ..models import DRAFT, PUBLISHED, Competency, Department, Duty, Role, RoleCompetency, RoleNext, RoleVersion


@dataclass(frozen=True)
class KnownDuty:
    id: int
    text: str
    success: str
    weight: int
    is_essential: bool
    origin: int


@dataclass(frozen=True)
class KnownRole:
    """A role with what its version in force says; one of which nothing was published says nothing but its title."""

    id: int
    title: str
    version: int = None
    number: int = 0                             # of the latest version, a draft among them
    is_drafted: bool = False
    to_come: object = None                      # from when another version holds that is published already
    department: str = None
    purpose: str = ""
    qualifications: str = ""
    pay_min: int = None
    pay_max: int = None
    duties: tuple = ()
    needs: tuple = ()                           # (competency id, level, weight)
    steps: tuple = ()                           # ids of the roles that it leads to


@dataclass(frozen=True)
class KnownDepartment:
    id: int
    name: str
    parent: int
    made_on: object


@dataclass
class Known:
    roles: dict                                 # plain title -> KnownRole
    departments: dict                           # plain name -> KnownDepartment
    competencies: dict                          # plain name -> (id, name)
    waiting: dict = field(default_factory=dict)     # plain title that a role will have -> what that role is called now

    def __post_init__(self):
        self.titles = {role.id: role.title for role in self.roles.values()}
        self.named = {number: name for number, name in self.competencies.values()}


def known():
    with database.atomic():                     # one view of the records, even while others write
        return Known(_roles(), {words.plain(row.name): row for row in _departments()},
                     {words.plain(name): (number, name) for number, name in Competency.select(Competency.id, Competency.name).tuples()},
                     _waiting())


def _departments():
    rows = Department.select(Department.id, Department.name, Department.parent, Department.made_on).order_by(Department.id)
    return [KnownDepartment(*row) for row in rows.tuples()]


def _roles():
    duties, needs, steps = _lists()
    drafted, last, to_come = _versions()
    found = {}
    rows = Role.select(Role.id, Role.title, RoleVersion.id, Department.name, RoleVersion.purpose, RoleVersion.qualifications,
                       RoleVersion.pay_min, RoleVersion.pay_max)
    rows = (rows.left_outer_join(RoleVersion, on=RoleVersion.id == queries.in_force(Role.id))
            .left_outer_join(Department, on=RoleVersion.department == Department.id).order_by(Role.id))
    for number, title, version, department, purpose, qualifications, pay_min, pay_max in rows.tuples():
        found[words.plain(title)] = KnownRole(
            number, title, version, last.get(number, 0), number in drafted, to_come.get(number), department, purpose or "",
            qualifications or "", pay_min, pay_max, tuple(duties[version]), tuple(needs[version]), tuple(steps[version]))
    return found


def _lists():
    """The duties, needs and steps of every version in force, by version."""
    duties, needs, steps = defaultdict(list), defaultdict(list), defaultdict(list)
    held = RoleVersion.id == queries.in_force(RoleVersion.role)
    rows = Duty.select(Duty.of, Duty.id, Duty.text, Duty.success, Duty.weight, Duty.is_essential, Duty.origin).join(RoleVersion).where(held)
    for of, *row in rows.order_by(Duty.is_essential.desc(), Duty.order, Duty.id).tuples():
        duties[of].append(KnownDuty(*row))
    rows = RoleCompetency.select(RoleCompetency.of, RoleCompetency.competency, RoleCompetency.level, RoleCompetency.weight).join(RoleVersion)
    for of, *row in rows.where(held).order_by(RoleCompetency.order, RoleCompetency.id).tuples():
        needs[of].append(tuple(row))
    for of, role in RoleNext.select(RoleNext.of, RoleNext.role).join(RoleVersion).where(held).order_by(RoleNext.role).tuples():
        steps[of].append(role)
    return duties, needs, steps


def _versions():
    """(ids of roles with a draft, {role id: latest number}, {role id: from when the next version holds})."""
    drafted, last, to_come = set(), {}, {}
    rows = RoleVersion.select(RoleVersion.role, RoleVersion.number, RoleVersion.state, RoleVersion.starts).tuples()
    for role, number, state, starts in rows:
        last[role] = max(number, last.get(role, 0))
        if state == DRAFT:
            drafted.add(role)
        elif starts and starts > clock.today():
            to_come[role] = min(starts, to_come.get(role, starts))
    return drafted, last, to_come


def _waiting():
    """Titles of drafts and of versions to come: no other role may take them."""
    rows = (RoleVersion.select(RoleVersion.title, Role.title).join(Role)
            .where((RoleVersion.state == DRAFT) | (RoleVersion.state == PUBLISHED) & (RoleVersion.starts > clock.today())).order_by(RoleVersion.id))
    return {words.plain(title): now for title, now in rows.tuples() if words.plain(title) != words.plain(now)}
