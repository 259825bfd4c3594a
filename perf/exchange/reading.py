"""A spreadsheet's bytes become headings and rows of text, or a refusal in words (TRUST I06, I07)."""
import json
import zlib
from dataclasses import dataclass, field

from ..kernel.errors import Refused
from ..kernel.words import _
from . import headings, limits, text_files, workbooks

SIGNS = (
    (b"%PDF", _("This is a PDF. Save the list itself from your spreadsheet program, as CSV or Excel workbook (.xlsx).")),
    (b"{\\rtf", _("This is a text document. Copy the table into a spreadsheet and save that as CSV or .xlsx.")),
    (b"\xd0\xcf\x11\xe0", _("This is an older Excel file (.xls) or one that is protected by a password. Open it, take the "
                            "password off, and save it as Excel workbook (.xlsx) or CSV.")),
    (b"\x1f\x8b", _("This file is packed. Unpack it and send the spreadsheet inside.")),
    (b"Rar!", _("This file is packed. Unpack it and send the spreadsheet inside.")),
    (b"7z\xbc\xaf", _("This file is packed. Unpack it and send the spreadsheet inside.")),
    (b"\x89PNG", _("This is a picture. Send the spreadsheet itself, as CSV or .xlsx.")),
    (b"\xff\xd8\xff", _("This is a picture. Send the spreadsheet itself, as CSV or .xlsx.")),
    (b"GIF8", _("This is a picture. Send the spreadsheet itself, as CSV or .xlsx.")),
    (b"SQLite format 3", _("This is a database. Send a spreadsheet, as CSV or .xlsx.")),
    (b"MZ", _("This is a program. Send a spreadsheet, as CSV or .xlsx.")),
)
MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<svg")


@dataclass
class Sheet:
    """A list as it came: headings, rows as wide as these, and the row numbers that a spreadsheet shows."""

    headings: list
    rows: list
    numbers: list
    notes: list = field(default_factory=list)
    odd: dict = field(default_factory=dict)         # row number -> why the row cannot be taken as it stands
    encoding: str = ""

    def packed(self):
        return zlib.compress(json.dumps(vars(self)).encode(), 1)


def read(content, file_name="", encoding=None):
    """Bytes to a Sheet. What the file is follows from its content, never from its name."""
    _refuse_by_size(content)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return headings.sheet(Sheet, *workbooks.records(content))
    _refuse_by_sign(content)
    return headings.sheet(Sheet, *text_files.records(content, encoding))


def unpacked(content):
    """A Sheet that was packed."""
    given = json.loads(zlib.decompress(content))
    given["odd"] = {int(number): why for number, why in given["odd"].items()}
    return Sheet(**given)


def _refuse_by_size(content):
    if len(content) > limits.FILE_BYTES:
        raise Refused(_("This file is larger than 5 MB. A list is far smaller: remove pictures and other sheets, "
                        "or save it as CSV."), "file")
    if not content.strip(b"\x00 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise Refused(_("This file is empty. Check that the list was saved, and choose it again."), "file")


def _refuse_by_sign(content):
    for sign, words_said in SIGNS:
        if content.startswith(sign):
            raise Refused(words_said, "file")
    start = content[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith(MARKUP):
        raise Refused(_("This is a web page or XML file, even if its name says otherwise. Open it in your spreadsheet program "
                        "and save it as Excel workbook (.xlsx) or CSV."), "file")
    if start.startswith((b"{", b"[{", b"[[")):
        raise Refused(_("This is a JSON file. Save the list as CSV or Excel workbook (.xlsx)."), "file")
