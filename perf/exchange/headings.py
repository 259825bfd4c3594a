"""From bare records to a list with headings: where the headings stand, and what is odd about the rows."""
import re
from collections import Counter

from ..kernel.cells import FORMULA, letter
from ..kernel.errors import Refused
from ..kernel.words import _
from . import limits

LOOK_FOR_HEADINGS = 12
A_VALUE = re.compile(r"^(\S+@\S+\.\S+|[\d.,/:\- ]*\d[\d.,/:\- ]*)$")


def sheet(make, records, notes, encoding=""):
    """A Sheet of numbered records [(row number, cells)]."""
    records = [(number, [clean(cell) for cell in cells]) for number, cells in records]
    records = [(number, cells) for number, cells in records if any(cells)]
    if not records:
        raise Refused(_("There is nothing in this list. Check that you chose the right file and the right sheet."), "file")
    at = _row_of_headings(records)
    if at:
        notes = [*notes, _("The headings stand in row %(number)s; what is above is left out.", number=records[at][0])]
    head, body = records[at][1], records[at + 1:]
    _refuse_bare(head, body, records[at][0])
    return _made(make, head, body, notes, encoding)


def clean(cell):
    """One line of text without signs that no eye sees, and without the mark that keeps a formula from running."""
    if not cell:
        return ""
    if cell[:1] == "'" and FORMULA.match(cell[1:]):
        cell = cell[1:]
    if cell.isprintable():
        return " ".join(cell.split())
    return " ".join("".join(c if c.isprintable() else " " for c in cell.replace("\ufeff", "").replace("\u200b", "")).split())


def _row_of_headings(records):
    """The first row that is about as wide as the list, past a title or a date of printing."""
    widths = Counter(sum(map(bool, cells)) for _number, cells in records[:200])
    usual = max(widths, key=lambda width: (widths[width], width))
    for at, (_number, cells) in enumerate(records[:LOOK_FOR_HEADINGS]):
        if sum(map(bool, cells)) >= max(min(2, usual), usual * 0.6):
            return at
    return 0


def _refuse_bare(head, body, number):
    if not body:
        raise Refused(_("This list has headings in row %(number)s but nothing below them. Add one row for each entry.",
                        number=number), "file")
    for column, cell in enumerate(head):
        if cell and A_VALUE.match(cell):
            raise Refused(_("Row %(number)s, column %(column)s holds “%(cell)s” where a heading should stand. Put a row of "
                            "headings above the list, such as Employee ID, Name, E-mail for a staff list.",
                            number=number, column=letter(column), cell=cell[:40]), "file")
    if len(body) > limits.ROWS:
        raise Refused(_("This list has more than %(max)s rows. Split it into several files.", max=limits.ROWS), "file")


def _made(make, head, body, notes, encoding):
    width = len(head)
    while width and not head[width - 1] and not _is_filled(body, width - 1):
        width -= 1
    _refuse_wide(width, head)
    odd = {number: _too_wide(number, cells, width) for number, cells in body if any(cells[width:])}
    rows = [(cells + [""] * width)[:width] for _number, cells in body]
    long = {number: why for (number, _c), cells in zip(body, rows) if (why := _too_long(cells))}
    names, more = _named(head[:width], rows)
    kept = [column for column, name in enumerate(names) if name]
    return make(headings=[names[c] for c in kept], rows=[[row[c] for c in kept] for row in rows],
                numbers=[number for number, _cells in body], notes=[*notes, *more], odd={**odd, **long}, encoding=encoding)


def _is_filled(body, column):
    """Whether most rows say something in a column, so that only its heading was forgotten."""
    return 2 * sum(len(cells) > column and bool(cells[column]) for _number, cells in body) > len(body)


def _refuse_wide(width, head):
    if width > limits.COLUMNS:
        raise Refused(_("This list has more than %(max)s columns (the next is %(column)s, “%(name)s”). Remove columns that "
                        "are not needed here.", max=limits.COLUMNS, column=letter(limits.COLUMNS),
                        name=head[limits.COLUMNS][:40]), "file")


def _too_wide(number, cells, width):
    column = next(at for at in range(width, len(cells)) if cells[at])
    return _("This row goes on in column %(column)s (“%(cell)s”), past the last heading. Put text that holds a separator in "
             "quotation marks, or give the column a heading.", column=letter(column), cell=cells[column][:40])


def _too_long(cells):
    for column, cell in enumerate(cells):
        if len(cell) > limits.CELL:
            return _("Column %(column)s holds %(count)s characters; that cannot be right. Shorten it, or look for a missing "
                     "quotation mark.", column=letter(column), count=len(cell))
    return None


def _named(head, rows):
    """Every column gets a name of its own; an empty one without a heading is dropped (None)."""
    names, notes, seen = [], [], Counter()
    for column, name in enumerate(head):
        if not name and not any(row[column] for row in rows):
            names.append(None)
            continue
        if not name:
            name = _("Column %(column)s", column=letter(column))
            notes.append(_("%(name)s has no heading.", name=name))
        seen[name.casefold()] += 1
        if seen[name.casefold()] > 1:
            notes.append(_("The heading “%(name)s” stands there more than once.", name=name))
            name = f"{name} ({seen[name.casefold()]})"
        names.append(name[:200])
    return names, notes
