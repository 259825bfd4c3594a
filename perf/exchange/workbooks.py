"""Excel workbooks: a zip that may lie, so it is measured before it is opened."""
import io
import re
import warnings
import zipfile
import zlib
from datetime import date, datetime, time

import openpyxl
from openpyxl.utils import range_boundaries

from ..kernel.errors import Refused
from ..kernel.words import _
from . import limits

MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]+\d+:[A-Z]+\d+)"')
FORMULA_ALONE = re.compile(rb'<(?:\w+:)?c r="([A-Z]+\d+)"[^>]*><(?:\w+:)?f[ />](?:(?!</(?:\w+:)?c>).)*?</(?:\w+:)?f>'
                           rb'(?:<(?:\w+:)?v ?/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>')
DAMAGED = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError,
           NotImplementedError, RuntimeError, SyntaxError, OverflowError)


def records(content):
    """([(row number, cells)], notes) of the first worksheet that holds anything."""
    members = _members(content)
    _refuse_other_kinds(members)
    try:
        return _first_with_rows(content, members)
    except Refused:
        raise
    except DAMAGED:
        raise _damaged() from None


def _damaged():
    return Refused(_("This workbook is damaged and cannot be opened. Open it in your spreadsheet program and save it again, or "
                     "save the sheet as CSV."), "file")


def _members(content):
    """Every file inside, unpacked under hard caps: {name: bytes}."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            _refuse_bomb(infos)
            return {info.filename: _unpacked(archive, info) for info in infos}
    except DAMAGED:
        raise _damaged() from None


def _refuse_bomb(infos):
    if any(info.flag_bits & 1 for info in infos):
        raise Refused(_("This workbook is protected by a password. Take it off and send the file again."), "file")
    total, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if len(infos) > limits.MEMBERS or total > limits.UNPACKED_BYTES:
        raise Refused(_("This workbook is too large inside. Remove pictures and other sheets, or save the sheet as CSV."),
                      "file")
    if total > limits.RATIO_FROM and total > limits.RATIO * max(packed, 1):
        raise Refused(_("This workbook is packed far tighter than a real list is. Save the sheet as CSV and send that."), "file")


def _unpacked(archive, info):
    with archive.open(info) as member:
        found = member.read(limits.UNPACKED_BYTES + 1)
    if len(found) > limits.UNPACKED_BYTES or len(found) != info.file_size:
        raise zipfile.BadZipFile
    return found


def _refuse_other_kinds(members):
    if members.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument"):
        raise Refused(_("This is an OpenDocument file. Save it as Excel workbook (.xlsx) or CSV."), "file")
    if "word/document.xml" in members:
        raise Refused(_("This is a Word document. Copy the table into a spreadsheet and save that as .xlsx or CSV."), "file")
    if "xl/workbook.bin" in members or any(name.startswith("Index/") for name in members):
        raise Refused(_("This kind of workbook cannot be read. Save it as Excel workbook (.xlsx) or CSV."), "file")
    if "[Content_Types].xml" not in members:
        raise Refused(_("This file is packed. Unpack it and send the spreadsheet inside."), "file")
    if any(b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"<\x00!\x00" in part or b"\x00<\x00!" in part
           for name, part in members.items() if name.endswith((".xml", ".rels"))):
        raise Refused(_("This workbook holds definitions that no spreadsheet program writes. Save the sheet as CSV and send "
                        "that."), "file")


def _first_with_rows(content, members):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
    for sheet in sheets:
        found = _rows(sheet)
        if found:
            part = members.get(sheet._worksheet_path.lstrip("/"), b"")
            notes = _which(sheet.title, len(book.worksheets)) + _fill_merged(found, part) + _bare_formulas(part)
            return sorted(found.items()), notes
    return [], []


def _rows(sheet):
    """{row number: cells} of the rows that hold anything."""
    sheet.reset_dimensions()                    # some programs write a wrong size
    found, last = {}, 0
    for number, cells in enumerate(sheet.iter_rows(max_col=limits.COLUMNS + 1, values_only=True), 1):
        if any(cell not in (None, "") for cell in cells):
            found[number], last = [_text(cell) for cell in cells], number
        if len(found) > limits.ROWS + 20 or number - last > limits.EMPTY_RUN:
            break
    return found


def _text(cell):
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)


def _which(title, count):
    if count < 2:
        return []
    return [_("The workbook has %(count)s sheets; “%(title)s” is the one that was read.", count=count, title=title)]


def _fill_merged(found, part):
    """A merged cell's text stands for every row that it covers."""
    filled = 0
    for match in MERGED.findall(part)[:5000]:
        left, top, _right, bottom = range_boundaries(match.decode())
        text = found.get(top, [""] * left)[left - 1] if left <= limits.COLUMNS else ""
        if not text or bottom == top:
            continue
        for number in range(top, min(bottom, top + limits.ROWS) + 1):
            if number in found:
                found[number][left - 1] = text
                filled += number > top
    return [_("Merged cells were read as if each row held their text.")] if filled else []


def _bare_formulas(part):
    match = FORMULA_ALONE.search(part)
    if not match:
        return []
    return [_("Cell %(cell)s holds a formula without a result, so it was read as empty. Open the workbook, save it and send it "
              "again if that matters.", cell=match.group(1).decode())]
