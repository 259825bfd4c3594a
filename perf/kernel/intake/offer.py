"""What a room offers for one kind of list; `exchange` asks for it through the registry."""
from dataclasses import dataclass

from .. import clock
from ..errors import Refused
from ..words import _
from . import columns, keeping
from .shapes import Choices


@dataclass
class Ready:
    """All that an import will do, worked out before the write: nobody else waits for a long list to be planned."""

    sheet: object
    choices: object
    before: object              # what was known when it was worked out
    plan: object
    after: object = None        # what else a kind of list works out beforehand


class Offer:
    """Columns, guess, plan, write, undo: the verbs of one kind of spreadsheet. A kind of list says the rest itself."""

    name = ""
    order = 10                  # where it stands among the others
    columns = ()
    template = ()               # the columns of an empty list to start from
    known = None                # () -> what the records hold of what such a list is about
    planned = None              # (sheet, choices, known, today) -> what would happen to each row

    @property
    def clearable(self):
        return frozenset(column.name for column in self.columns if column.clears)

    def guess(self, headings, rows):
        """One Guess a column, by the last time and by headings."""
        return columns.guess(headings, self.columns, keeping.remembered(self.name))

    def offered(self, headings, rows):
        """What each column may be: Columns for each heading. Most lists know theirs whatever a sheet holds."""
        return [self.columns] * len(headings)

    def choices(self, matching, clear=(), answers=None, prefers="dmy"):
        return Choices(matching, frozenset(clear), answers or {}, prefers)

    def plan(self, sheet, choices):
        """What would happen; writes nothing."""
        return self.planned(sheet, choices, self.known(), clock.today())

    def ready(self, sheet, choices, *, seen):
        """Exactly what was looked at, with nothing left to be decided; takes no lock."""
        before = self.known()
        planned = self.planned(sheet, choices, before, clock.today())
        if planned.open:
            raise Refused(_("Something is still to be decided. Answer the open questions first."))
        if planned.digest != seen:
            raise keeping.changed_meanwhile()
        return Ready(sheet, choices, before, planned, self.worked_out(planned, before))

    def worked_out(self, planned, before):
        return None

    def apply(self, sheet, choices, *, seen, by, file_name=""):
        return self.write(self.ready(sheet, choices, seen=seen), by=by, file_name=file_name)

    def told(self, plan, lines):
        """Each line as a dict: number, name, what (where it is new), changes (label, old, new), reasons, notes."""
        return [{"number": line.number, "name": line.name, "state": line.state, "reasons": line.reasons, "notes": line.notes,
                 "what": line.what if line.state == "new" else "", "again": line.again,
                 "changes": line.changes if line.state == "changed" else []} for line in lines]

    def names(self):
        """Suggestions for a further input of a decision."""
        return []

    def titles(self):
        return []
