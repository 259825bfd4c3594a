"""A workbook of many tables, written row by row."""
import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from ..kernel import clock
from ..kernel.cells import safe
from ..kernel.words import _

LONGEST = 32_767            # what a cell of a workbook holds
NARROW, WIDE = 12, 44


def workbook(tables, me):
    """The bytes of a workbook with a sheet for each table, as this reader may read them."""
    book = openpyxl.Workbook(write_only=True)
    try:
        for table in tables:
            _write(book.create_sheet(table.title[:31]), table, me)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()
    except BaseException:
        for sheet in book.worksheets:           # nothing of it stays behind on the disk
            sheet.close()
            sheet._writer.cleanup()
        raise


def _write(sheet, table, me):
    sheet.freeze_panes = "A2"
    for at, name in enumerate(table.head, 1):
        sheet.column_dimensions[get_column_letter(at)].width = min(max(NARROW, len(name) + 4), WIDE)
    sheet.append([_bold(sheet, name) for name in table.head])
    for row in table.rows(me):
        sheet.append([plain(cell) for cell in row])


def _bold(sheet, text):
    cell = WriteOnlyCell(sheet, plain(text))
    cell.font = Font(bold=True)
    return cell


def plain(value):
    """A value as a cell keeps it: numbers as numbers, dates as dates, texts never as formulas."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return clock.local(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, (int, float, Decimal, date)):
        return value
    return safe(ILLEGAL_CHARACTERS_RE.sub("", str(value))[:LONGEST - 1])
