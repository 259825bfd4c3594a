"""Excel workbooks: a zip that may lie, so it is measured before it is opened."""
import io
import zipfile
import zlib
from xml.parsers import expat

from ..kernel.errors import Refused
from ..kernel.words import _
from . import limits
from .parts import Book, Parts
from .worksheets import Sheet, place, too_merged

DAMAGED = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError,
           NotImplementedError, RuntimeError, SyntaxError, OverflowError, StopIteration, expat.ExpatError)


def records(content):
    """([(row number, cells)], notes) of the first worksheet that holds anything."""
    members = _members(content)
    _refuse_other_kinds(members)
    try:
        return _first_with_rows(members)
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
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile                # no spreadsheet program packs otherwise
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


def _first_with_rows(members):
    book = Book(Parts(members))
    for title, name in book.sheets:
        sheet = Sheet(book).read(name) if name in members else None
        if sheet and sheet.rows:
            found = _as_wide(sheet.rows)
            notes = _which(title, book.count) + _fill_merged(found, sheet.merged) + _bare_formula(sheet.bare)
            return sorted(found.items()), notes
    return [], []


def _as_wide(rows):
    """{row number: cells}, every row as wide as the widest."""
    columns = range(1, 1 + max(max(row) for row in rows.values()))
    return {number: [row.get(column, "") for column in columns] for number, row in rows.items()}


def _which(title, count):
    if count < 2:
        return []
    return [_("The workbook has %(count)s sheets; “%(title)s” is the one that was read.", count=count, title=title)]


def _fill_merged(found, merged):
    """A merged cell's text stands for every row that it covers."""
    filled, covered = 0, 0
    for ref in merged:
        (top, left), (bottom, _right) = [place(corner) for corner in ref.split(":")] if ":" in ref else [(0, 0)] * 2
        text = found[top][left - 1] if top in found and left <= len(found[top]) else ""
        if not text or bottom <= top:
            continue
        bottom = min(bottom, top + limits.ROWS)
        covered += bottom - top
        if covered > limits.MERGED_ROWS:
            raise too_merged()
        for number in range(top + 1, bottom + 1):
            if number in found:
                found[number][left - 1] = text
                filled += 1
    return [_("Merged cells were read as if each row held their text.")] if filled else []


def _bare_formula(cell):
    if cell is None:
        return []
    return [_("Cell %(cell)s holds a formula without a result, so it was read as empty. Open the workbook, save it and send it "
              "again if that matters.", cell=cell)]
