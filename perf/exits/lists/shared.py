"""What both lists of leavers have in common as offers: the write, undo, and what is said of them."""
import json

import peewee as pw

from ...kernel import clock, live, words
from ...kernel.db import insert_all, write
from ...kernel.errors import Refused
from ...kernel.intake import keeping
from ...kernel.intake.offer import Offer
from ...kernel.record import Record
from ...kernel.words import _, n_
from ...people.models import Person
from ..models import Leaving, LeavingReason
from . import undo, writing

WHY = {"changed": _("was changed since and stays as it is"), "tied": _("stays, because something else belongs to it by now"),
       "published": _("stays, because it stands in figures that were published")}


class LeavingsOffer(Offer):
    def known(self):
        raise NotImplementedError

    @write()
    def write(self, work, *, by, file_name=""):
        """Do what is ready; where the records changed since it was worked out, nothing is done."""
        if self.known() != work.before:
            raise keeping.changed_meanwhile()
        refuse_own(work.plan.lines, by)
        record = Record()
        new, changed = ([line for line in work.plan.lines if line.state == state] for state in ("new", "changed"))
        ids = record.insert(Leaving, [self.row(line, by) for line in new])
        insert_all(LeavingReason, [{"leaving": number, "reason": name, "is_main": is_main} for number, line in zip(ids, new)
                                   for name, is_main in line.because.items()])
        for line in changed:
            writing.change(record, line)
        self.write_answers(record, work, list(zip(ids, new)), changed)
        return self._keep(record, work, [*ids, *(line.now.id for line in changed)], by, file_name)

    def row(self, line, by):
        person = line.person.id if line.person else None
        return {"person": person, "label": "", **line.says, "state": "noted", "way": "none", "started_by": getattr(by, "id", None),
                "started_at": clock.now(), "import_id": None, "version": 1}

    def write_answers(self, record, work, new, changed):
        """A list with questions says what was answered to them."""

    def _keep(self, record, work, ids, by, file_name):
        """What an undo needs of what is new are numbers alone: the rest stands in the leaving, never a second time."""
        for table, _row_id, values in record.made:
            if table in ("leaving", "exit_answer"):
                values.clear()
        keeping.remember(self.name, work.sheet, work.choices, self.names_of(work))
        kept = keeping.keep(self.name, record, work.plan.counts, by=by, file_name=file_name, aside=("leaving_reason", "exit_answer"))
        for some in pw.chunked(ids, 400):
            Leaving.update(import_id=kept.id).where(Leaving.id.in_(some)).execute()
        for number in ids:
            live.changed("leaving", number)
        live.changed("leavings", 0)
        return kept

    def names_of(self, work):
        return {column.name for column in self.columns}

    def undo(self, kept, *, by):
        return undo.undo_import(kept, by=by)

    def stays(self, kept):
        """What an undo left in place, in words: [(whose leaving, why)]."""
        listed = json.loads(kept.summary).get("stays", [])
        found = []
        for some in pw.chunked(listed, 400):
            rows = Leaving.select(Leaving, Person).join(Person, pw.JOIN.LEFT_OUTER, on=Leaving.person).where(Leaving.id.in_([one["id"] for one in some]))
            names = {row.id: f"{row.name}, {words.day(row.last_day, near=False, year=True)}" for row in rows}
            found += [(names.get(one["id"]), WHY[one["why"]]) for one in some]
        return found

    def in_short(self, plan):
        rows = plan.counts
        said = [(rows["new"], n_("%(num)s leaving is new", "%(num)s leavings are new", rows["new"])),
                (rows["changed"], n_("%(num)s is changed", "%(num)s are changed", rows["changed"])),
                (rows["unchanged"], n_("%(num)s stays as is", "%(num)s stay as they are", rows["unchanged"])),
                (rows["refused"], n_("%(num)s row is refused", "%(num)s rows are refused", rows["refused"])),
                (rows["left_out"], n_("%(num)s row is left out", "%(num)s rows are left out", rows["left_out"]))]
        return words.several([sentence for count, sentence in said if count]) + "."

    def counted(self, kept):
        summary = json.loads(kept.summary)
        made = summary.get("made", {})
        return [(_("Leavings brought in"), made.get("leaving", 0)), *([(_("New questions"), made["measure"])] if made.get("measure") else []),
                (_("Changed rows"), summary.get("changed", 0)), (_("Unchanged"), summary.get("unchanged", 0)),
                (_("Refused rows"), summary.get("refused", 0)), (_("Left out"), summary.get("left_out", 0))]


def refuse_own(lines, by):
    """Nobody says by a list why they left themselves once (four eyes)."""
    own = [line for line in lines if line.state in ("new", "changed") and line.person and line.person.id == getattr(by, "id", None)]
    if own:
        raise Refused(_("Row %(rows)s is about a leaving of your own. Another person of HR brings it in; leave it out of this list.",
                        rows=", ".join(str(line.number) for line in own)))
