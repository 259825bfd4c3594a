"""Spreadsheets that go out."""
import io

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from ..kernel.cells import as_csv, safe
from ..kernel.words import _


def as_workbook(title, head):
    """An .xlsx with headings and nothing else, its columns wide enough to write in."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    sheet.append([safe(cell) for cell in head])
    for at, name in enumerate(head, 1):
        sheet.cell(1, at).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = max(14, len(name) + 4)
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refused_rows(plan, sheet, choices):
    """The refused rows with their reasons, in the columns that are used, to be mended and sent again."""
    lines = [line for line in plan.lines if line.state == "refused" or line.again]
    if not lines:
        return ""
    kept = sorted(int(column) for column, name in choices.matching.items() if name)
    head = [*[sheet.headings[at] for at in kept], _("Row in the file"), _("Why it was not taken")]
    return as_csv(head, [[*[line.cells[at] for at in kept], line.number, " ".join(line.reasons or line.notes)] for line in lines])
