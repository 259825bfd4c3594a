"""The staff list: what people offers as an import. `exchange` asks for it through the registry."""
import json

from ...kernel import clock, words
from ...kernel.intake import keeping
from ...kernel.intake.offer import Offer
from ...roles.models import Department, Role
from ..models import Assignment, Person, Position
from . import columns as staff_columns, said as staff_said, write as staff_write, undo
from .known import known
from .plan import plan
from .seats import Seats


class StaffList(Offer):
    """Columns, guess, plan, apply, undo: the verbs of one kind of spreadsheet."""

    name, order = "staff", 1
    known, planned = staticmethod(known), staticmethod(plan)
    columns = staff_columns.COLUMNS
    template = ("employee_id", "first_name", "last_name", "email", "phone", "role", "department", "manager_name", "hired_on",
                "left_on")

    next_page = (words._("Check the people"), "/people/desk/", "users")

    def title(self):
        return words._("Staff list")

    def about(self):
        return [words._("One row for each person. What helps most is an employee ID or an e-mail, the name, the job title, the department and the "
                        "manager."),
                words._("Columns about origin, religion, family and health are never taken; pay, ratings, sex and age are left out as well.")]

    def guess(self, headings, rows):
        """One Guess a column, by the last time, by headings and by content."""
        return staff_columns.guess(headings, rows, keeping.remembered(self.name))

    def worked_out(self, planned, before):
        """The seats as they will be."""
        return Seats(planned, before, clock.today()).work_out()

    def write(self, work, *, by, file_name=""):
        return staff_write.import_staff(work, by=by, file_name=file_name)

    def undo(self, kept, *, by):
        return undo.undo_import(kept, by=by)

    def stays(self, kept):
        """What an undo left in place, in words: [(who or what, why)]."""
        listed = json.loads(kept.summary).get("stays", [])
        return [(name, _why(one)) for name, one in zip(_named(listed), listed)]

    def told(self, plan, lines):
        return staff_said.told(plan, lines)

    def in_short(self, plan):
        return staff_said.in_short(plan.counts)

    def summed_up(self, plan):
        return staff_said.summed_up(plan)

    def counted(self, kept):
        return staff_said.counted(json.loads(kept.summary))

    def names(self):
        """Every name here, as suggestions for whom a seat reports to."""
        return sorted({f"{first} {last}".strip() for first, last in Person.select(Person.first_name, Person.last_name).tuples()})

    def titles(self):
        return [title for title, in Role.select(Role.title).order_by(Role.title).tuples()]


def _named(listed):
    """Each row that stays, called by its person, or by the seat's title where nobody holds it."""
    ids = {table: [one["id"] for one in listed if one["table"] == table] for table in ("person", "position")}
    names = {("person", person.id): person.name for person in Person.select().where(Person.id << ids["person"])}
    for model, table, column in ((Role, "role", Role.title), (Department, "department", Department.name)):
        wanted = [one["id"] for one in listed if one["table"] == table]
        names.update({(table, number): name for number, name in model.select(model.id, column).where(model.id << wanted).tuples()})
    seats = Position.select(Position, Role).join(Role).where(Position.id << ids["position"])
    names.update({("position", seat.id): words._("The seat “%(title)s”", title=seat.role.title) for seat in seats})
    holds = Assignment.select(Assignment.position, Person).join(Person).where(Assignment.position << ids["position"])
    names.update({("position", hold.position_id): words._("The seat of %(name)s", name=hold.person.name)
                  for hold in holds.order_by(Assignment.id)})
    return [names.get((one["table"], one["id"])) or (words._("A seat") if one["table"] != "person" else None) for one in listed]


def _why(one):
    _ = words._
    if one["why"] == "tied" and one["table"] != "person":
        return _("stays, because something else belongs to it by now")
    if one["why"] == "tied":
        return _("stays, because something else belongs to this person by now")
    if one["why"] == "taken":
        return _("keeps the imported value, because the old one belongs to somebody else by now")
    if one["why"] == "loop":
        return _("keeps its present manager, because the reporting line would run in a circle otherwise")
    if "column" in one and one["column"] in staff_columns.BY_NAME:
        return _("%(column)s was changed since and stays as it is", column=staff_columns.BY_NAME[one["column"]].label)
    return _("was changed since and stays as it is")


STAFF = StaffList()
