"""The list of goals: what goals offers as an import. `exchange` asks for it through the registry."""
import json

from ...kernel import words
from ...kernel.db import write
from ...kernel.errors import Refused
from ...kernel.intake import keeping
from ...kernel.intake.offer import Offer
from ...kernel.intake.shapes import some
from ...kernel.record import Record
from ...kernel.words import _, n_
from ...people.models import Person
from .. import access, telling
from ..models import Goal
from ..writing import check_room
from . import plan as planning
from . import undo
from .columns import COLUMNS
from .known import known
from .write import write_rows

NAME = "goals"


class Goals(Offer):
    name, order, columns = NAME, 25, COLUMNS
    known, planned = staticmethod(known), staticmethod(planning.plan)
    template = ("title", "level", "department", "employee_id", "name", "parent", "period", "due", "weight", "measure", "unit", "start", "target",
                "now", "kind", "rhythm", "steps", "state")
    next_page = (_("See all goals"), "/goals/tree", "flag")

    def title(self):
        return _("Goals")

    def about(self):
        return [_("One row for each goal: what is to be reached, whose it is, by when, and how it is measured. What hangs under what is said by "
                  "title or number, also of rows of the same list."),
                _("Goals that the list calls agreed count at once; others are drafts of those whose they are. Everybody is told who gets one. "
                  "A list that was taken along from Perf can be changed and taken in again.")]

    @write()
    def write(self, work, *, by, file_name=""):
        """Do what is ready; where the records changed since it was worked out, nothing is done."""
        if known() != work.before:
            raise keeping.changed_meanwhile()
        _refuse_own(work.plan.lines, by)
        record = Record()
        lines = write_rows(work, record, by)
        owners = {line.given.owner for line in lines if line.goal is None}
        _check_rooms(owners)
        keeping.remember(self.name, work.sheet, work.choices, {column.name for column in self.columns})
        telling.brought_in(owners, by)
        return keeping.keep(self.name, record, work.plan.counts, by=by, file_name=file_name)

    def undo(self, kept, *, by):
        return undo.undo_import(kept, by=by)

    def stays(self, kept):
        """What an undo left in place, in words: [(the goal, why)]."""
        listed = json.loads(kept.summary).get("stays", [])
        names = dict(Goal.select(Goal.id, Goal.title).where(Goal.id.in_([one["id"] for one in listed]), Goal.state != "draft").tuples())
        return [(names.get(one["id"], _("A draft")), WHY[one["why"]]()) for one in listed]

    def in_short(self, plan):
        rows = plan.counts
        said = [(rows["new"], n_("%(num)s goal is new", "%(num)s goals are new", rows["new"])),
                (rows["changed"], n_("%(num)s is changed", "%(num)s are changed", rows["changed"])),
                (rows["unchanged"], n_("%(num)s stays as is", "%(num)s stay as they are", rows["unchanged"])),
                (rows["refused"], n_("%(num)s row is refused", "%(num)s rows are refused", rows["refused"])),
                (rows["left_out"], n_("%(num)s row is left out", "%(num)s rows are left out", rows["left_out"]))]
        return words.several([sentence for count, sentence in said if count]) + "."

    def summed_up(self, plan):
        new = [line for line in plan.lines if line.state == "new"]
        persons = {line.given.owner for line in new}
        written = [line for line in plan.lines if line.state in ("new", "changed")]
        periods = sorted({line.period.name for line in written if line.period and line.period.id is None})
        found = [n_("%(num)s person gets goals, and is told so.", "%(num)s people get goals, and are told so.", len(persons))] if persons else []
        if periods:
            found.append(n_("%(num)s new period: %(names)s.", "%(num)s new periods: %(names)s.", len(periods), names=some(periods)))
        return found

    def counted(self, kept):
        summary = json.loads(kept.summary)
        made = summary.get("made", {})
        return [(_("New goals"), made.get("goal", 0)), (_("New periods"), made.get("goal_period", 0)), (_("Changed rows"), summary.get("changed", 0)),
                (_("Unchanged"), summary.get("unchanged", 0)), (_("Refused rows"), summary.get("refused", 0)),
                (_("Left out"), summary.get("left_out", 0))]


WHY = {"tied": lambda: _("stays, because something else belongs to it by now"), "closed": lambda: _("stays as it is, because it is closed by now"),
       "rules": lambda: _("stays as it is, because it could not hang or be measured as before any more"),
       "changed": lambda: _("was changed since and stays as it is")}


def _refuse_own(lines, by):
    """Nobody agrees to their own goals by bringing in a list, but who is led by nobody."""
    own = [line for line in lines if line.state in ("new", "changed") and line.wants != "draft" and line.given.level == "person"
           and line.given.owner == getattr(by, "id", None)]
    if own and not access.leads(by).is_lead:
        raise Refused(_("Row %(rows)s is about a goal of your own, on which whoever leads you decides. Bring it in as a draft, or leave it out.",
                        rows=", ".join(str(line.number) for line in own)))


def _check_rooms(owners):
    """Drafts that no list finds count as well: whoever has too many is named, and nothing is written."""
    for person in Person.select().where(Person.id.in_(owners)):
        try:
            check_room(person.id)
        except Refused as no:
            raise Refused(f"{person.name}: {no.words}") from None


LISTS = (Goals(),)
