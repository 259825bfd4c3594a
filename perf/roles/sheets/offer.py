"""The lists of departments, roles and levels: what roles offers as imports. `exchange` asks for them through the registry."""
import json

from ...kernel import live
from ...kernel.db import write
from ...kernel.intake import keeping
from ...kernel.intake.offer import Offer
from ...kernel.intake.shapes import some
from ...kernel.record import Record
from ...kernel.words import _, n_, several
from ..models import Competency, Department, Role, RoleVersion
from ..rows import TOPIC
from . import departments, descriptions, levels, undo
from .known import known
from .write import write_departments, write_versions


class List(Offer):
    """What the three lists have in common."""

    known = staticmethod(known)

    @write()
    def write(self, work, *, by, file_name=""):
        """Do what is ready; where the records changed since it was worked out, nothing is done."""
        if known() != work.before:
            raise keeping.changed_meanwhile()
        record = Record()
        self.write_rows(work, record, by)
        keeping.remember(self.name, work.sheet, work.choices, {column.name for column in self.columns})
        live.changed(TOPIC)
        return keeping.keep(self.name, record, work.plan.counts, by=by, file_name=file_name, aside=("department_past", "role_next"))

    def undo(self, kept, *, by):
        return undo.undo_import(kept, by=by)

    def stays(self, kept):
        """What an undo left in place, in words: [(what, why)]."""
        return told_stays(json.loads(kept.summary).get("stays", []))

    def in_short(self, plan):
        """How much falls under what, in one sentence."""
        rows = plan.counts
        parts = [said for state in ("new", "changed", "unchanged") if (count := plan.count(state)) for said in [self.short(state, count)]]
        parts += [n_("%(num)s row is refused", "%(num)s rows are refused", rows["refused"])] if rows["refused"] else []
        parts += [n_("%(num)s row is left out", "%(num)s rows are left out", rows["left_out"])] if rows["left_out"] else []
        return several(parts) + "."

    def summed_up(self, plan):
        """What the import brings besides: sentences."""
        found = []
        if plan.departments:
            found.append(n_("%(num)s new department: %(names)s.", "%(num)s new departments: %(names)s.", len(plan.departments),
                            names=some(plan.departments)))
        if plan.competencies:
            found.append(n_("%(num)s new competency: %(names)s.", "%(num)s new competencies: %(names)s.", len(plan.competencies),
                            names=some(plan.competencies)))
        return found

    def counted(self, kept):
        summary = json.loads(kept.summary)
        made = summary.get("made", {})
        return [(_("New departments"), made.get("department", 0)), (_("New roles"), made.get("role", 0)),
                (_("Versions of roles published"), made.get("role_version", 0)), (_("Duties"), made.get("duty", 0)),
                (_("New competencies"), made.get("competency", 0)), (_("Changed rows"), summary.get("changed", 0)),
                (_("Unchanged"), summary.get("unchanged", 0)), (_("Refused rows"), summary.get("refused", 0)),
                (_("Left out"), summary.get("left_out", 0))]


class Departments(List):
    name, columns, template = "departments", departments.COLUMNS, ("name", "parent")
    planned, write_rows = staticmethod(departments.plan), staticmethod(write_departments)
    next_page = (_("See the departments"), "/roles/departments/", "network")

    def title(self):
        return _("Departments")

    def about(self):
        return [_("One row for each department: what it is called, and the one above it. A department above that is not there yet is made.")]

    def short(self, state, count):
        return {"new": n_("%(num)s department is new", "%(num)s departments are new", count),
                "changed": n_("%(num)s is changed", "%(num)s are changed", count),
                "unchanged": n_("%(num)s stays as is", "%(num)s stay as they are", count)}[state]


class Roles(List):
    name, columns, template = "roles", descriptions.COLUMNS, tuple(column.name for column in descriptions.COLUMNS)
    planned, write_rows = staticmethod(descriptions.plan), staticmethod(write_versions)
    next_page = (_("See the roles"), "/roles/desk/", "briefcase")

    def title(self):
        return _("Roles and duties")

    def about(self):
        return [_("One row for each duty, with the title of the role in each; or one row for a role whose duties are not written down yet. "
                  "What is said of the role itself may stand in its first row alone."),
                _("A role that changes gets a new version, published from today with the note “Imported”; what it said before stays in its "
                  "history, and nobody is asked to read it. Duties in the list take the place of those that the role has.")]

    def short(self, state, count):
        return {"new": n_("%(num)s role is new", "%(num)s roles are new", count),
                "changed": n_("%(num)s is changed", "%(num)s are changed", count),
                "unchanged": n_("%(num)s stays as is", "%(num)s stay as they are", count)}[state]


class Levels(List):
    name, columns, template = "levels", levels.COLUMNS, ("role", "competency", "level", "weight")
    planned, write_rows = staticmethod(levels.plan), staticmethod(write_versions)
    next_page = (_("See the roles"), "/roles/desk/", "briefcase")

    def guess(self, headings, rows):
        return levels.guess(headings, rows)

    def title(self):
        return _("Levels: what roles need")

    def about(self):
        return [_("One row for each role and competency with the level needed, from 1 to 5, and how often it counts, from 1 to 3 times; or one row "
                  "for each role and one column for each competency, with the level in the cell."),
                _("A competency that the list does not name stays as it is. To take one off a role, open the role.")]

    def short(self, state, count):
        return {"new": n_("%(num)s role needs something new", "%(num)s roles need something new", count),
                "changed": n_("in %(num)s role a level changes", "in %(num)s roles a level changes", count),
                "unchanged": n_("in %(num)s role something stays as is", "in %(num)s roles something stays as it is", count)}[state]


def told_stays(listed):
    """Each row that stays, by its name, with the reason."""
    ids = {table: [one["id"] for one in listed if one["table"] == table] for table in undo.TOLD}
    names = {("role", number): _("The role “%(title)s”", title=title)
             for number, title in Role.select(Role.id, Role.title).where(Role.id << ids["role"]).tuples()}
    names.update({("role_version", number): _("The version of “%(title)s”", title=title) for number, title in RoleVersion.select(
        RoleVersion.id, RoleVersion.title).where(RoleVersion.id << ids["role_version"]).tuples()})
    names.update({("department", number): name for number, name in Department.select(Department.id, Department.name).where(
        Department.id << ids["department"]).tuples()})
    names.update({("competency", number): name for number, name in Competency.select(Competency.id, Competency.name).where(
        Competency.id << ids["competency"]).tuples()})
    return [(names.get((one["table"], one["id"])), _why(one)) for one in listed]


def _why(one):
    return {"tied": _("stays, because something else belongs to it by now"), "later": _("stays, because the role was written on since"),
            "taken": _("keeps the imported value, because the one before is not there any more"),
            "circle": _("stays where it is, because departments would lie within each other in a circle otherwise")}.get(
                one["why"], _("was changed since and stays as it is"))


LISTS = (Departments(), Roles(), Levels())
