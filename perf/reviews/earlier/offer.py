"""The list of earlier reviews: what reviews offers as an import. `exchange` asks for it through the registry."""
import json

from ...kernel import clock, live, words
from ...kernel.db import write
from ...kernel.intake import keeping
from ...kernel.intake.offer import Offer
from ...kernel.record import Record
from ...kernel.words import _, n_
from ...people.models import Person
from .. import telling
from ..models import EarlierReview
from . import plan as planning
from . import undo
from .known import FIELDS, known

NAME = "earlier_reviews"
PRIVATE = ("label", "text", "written_by")       # stands in the review alone, never a second time in what an undo needs


class EarlierReviews(Offer):
    name, order, columns = NAME, 30, planning.COLUMNS
    known, planned = staticmethod(known), staticmethod(planning.plan)
    template = ("employee_id", "name", "period", "score", "scale", "label", "text", "written_by")
    next_page = (_("See the people"), "/people/", "users")

    def title(self):
        return _("Reviews from earlier years")

    def about(self):
        return [_("One row for each person and period: whose it is, the year, the score with its scale, and what was written."),
                _("They stand beside the reviews of Perf, marked as brought in. The person concerned reads them at once, as HR and "
                  "whoever leads them do. PDFs can be put beside each afterwards.")]

    @write()
    def write(self, work, *, by, file_name=""):
        """Do what is ready; where the records changed since it was worked out, nothing is done."""
        if known() != work.before:
            raise keeping.changed_meanwhile()
        record = Record()
        lines = [line for line in work.plan.lines if line.state == "new"]
        ids = record.insert(EarlierReview, [_row(line, by) for line in lines])
        changed = [line for line in work.plan.lines if line.state == "changed"]
        for line in changed:
            now = work.before.reviews[line.key]
            record.change(EarlierReview, now.id, {name: (getattr(now, name), line.says[name]) for name in FIELDS})
        ids += [work.before.reviews[line.key].id for line in changed]
        return self._keep(work, record, ids, {line.key[0] for line in [*lines, *changed]}, by, file_name)

    def _keep(self, work, record, ids, persons, by, file_name):
        for _table, _row_id, values in record.made:
            for name in PRIVATE:
                del values[name]
        keeping.remember(self.name, work.sheet, work.choices, {column.name for column in self.columns})
        kept = keeping.keep(self.name, record, work.plan.counts, by=by, file_name=file_name)
        for at in range(0, len(ids), 400):
            EarlierReview.update(import_id=kept.id).where(EarlierReview.id.in_(ids[at:at + 400])).execute()
        telling.brought_in(persons, by)
        for person_id in persons:
            live.changed("history", person_id)
        return kept

    def undo(self, kept, *, by):
        return undo.undo_import(kept, by=by)

    def stays(self, kept):
        """What an undo left in place, in words: [(whose, why)]."""
        listed = json.loads(kept.summary).get("stays", [])
        rows = EarlierReview.select(EarlierReview, Person).join(Person).where(EarlierReview.id.in_([one["id"] for one in listed]))
        names = {row.id: f"{row.person.name}, {words.day(row.period_end, near=False, year=True)}" for row in rows}
        return [(names.get(one["id"]), _("stays, because a PDF lies beside it by now") if one["why"] == "tied" else
                 _("was changed since and stays as it is")) for one in listed]

    def in_short(self, plan):
        rows = plan.counts
        said = [(rows["new"], n_("%(num)s review is new", "%(num)s reviews are new", rows["new"])),
                (rows["changed"], n_("%(num)s is changed", "%(num)s are changed", rows["changed"])),
                (rows["unchanged"], n_("%(num)s stays as is", "%(num)s stay as they are", rows["unchanged"])),
                (rows["refused"], n_("%(num)s row is refused", "%(num)s rows are refused", rows["refused"])),
                (rows["left_out"], n_("%(num)s row is left out", "%(num)s rows are left out", rows["left_out"]))]
        return words.several([sentence for count, sentence in said if count]) + "."

    def summed_up(self, plan):
        persons = {line.person.id for line in plan.lines if line.state == "new"}
        return [n_("%(num)s person gets a review from before into their history, and is told so.",
                   "%(num)s people get reviews from before into their history, and are told so.", len(persons))] if persons else []

    def counted(self, kept):
        summary = json.loads(kept.summary)
        return [(_("Reviews brought in"), summary.get("made", {}).get("earlier_review", 0)), (_("Changed rows"), summary.get("changed", 0)),
                (_("Unchanged"), summary.get("unchanged", 0)), (_("Refused rows"), summary.get("refused", 0)),
                (_("Left out"), summary.get("left_out", 0))]


def _row(line, by):
    person_id, starts, ends = line.key
    return {"person": person_id, "period_start": starts, "period_end": ends, **line.says, "brought_in_at": clock.now(),
            "brought_in_by": getattr(by, "id", None), "import_id": None, "version": 1}


LISTS = (EarlierReviews(),)
