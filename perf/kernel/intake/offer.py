"""What a room offers for one kind of list; `exchange` asks for it through the registry."""
from . import columns, keeping
from .shapes import Choices


class Offer:
    """Columns, guess, plan, write, undo: the verbs of one kind of spreadsheet. A kind of list says the rest itself."""

    name = ""
    order = 10                  # where it stands among the others
    columns = ()
    template = ()               # the columns of an empty list to start from

    @property
    def clearable(self):
        return frozenset(column.name for column in self.columns if column.clears)

    def guess(self, headings, rows):
        """One Guess a column, by the last time and by headings."""
        return columns.guess(headings, self.columns, keeping.remembered(self.name))

    def choices(self, matching, clear=(), answers=None, prefers="dmy"):
        return Choices(matching, frozenset(clear), answers or {}, prefers)

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
