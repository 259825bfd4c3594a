"""One sheet of a workbook, walked once: its rows as text, its merged cells, and formulas that lack a result."""
import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from openpyxl.utils.datetime import from_excel, from_ISO8601

from ..kernel.errors import Refused
from ..kernel.words import _
from . import limits
from .parts import is_day, is_span, local, too_full, unescaped

PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
ROW_MAX = 1_048_576


class Enough(Exception):
    """More rows than any list may have; the rest need not be looked at."""


class Sheet:
    """{row number: {column: text}} of the cells that hold anything."""

    def __init__(self, book):
        self.book, self.rows, self.merged, self.bare = book, {}, [], None
        self._texts = self._styles = None
        self._row = self._column = self._count = 0
        self._cell, self._pieces, self._inside, self._is_spoken = {}, {}, "", False

    def read(self, name):
        try:
            self.book.parts.walk(name, self._start, self._end, self._text)
        except Enough:
            self.merged = []
        return self

    def _start(self, tag, given):
        tag = tag if len(tag) < 3 else local(tag)
        if tag == "c":
            self._begin_cell(given)
        elif tag in ("v", "f", "t"):
            self._inside = "" if self._is_spoken else tag
            self._pieces.setdefault(tag, [])
        elif tag == "rPh":                      # how a word is spoken
            self._is_spoken = True
        elif tag == "row":
            self._begin_row(given)
        elif tag == "mergeCell":
            self.merged.append(given.get("ref", ""))
            if len(self.merged) > limits.MERGED:
                raise too_merged()

    def _end(self, tag):
        tag = tag if len(tag) < 3 else local(tag)
        if tag == "c":
            self._end_cell()
        elif tag in ("v", "f", "t"):
            self._inside = ""
        elif tag == "rPh":
            self._is_spoken = False

    def _text(self, piece):
        if self._inside:
            self._pieces[self._inside].append(piece)

    def _begin_row(self, given):
        self._count_one()
        self._row = int(float(given["r"])) if "r" in given else self._row + 1
        self._column = 0
        if not 0 < self._row <= ROW_MAX:
            raise ValueError
        if len(self.rows) > limits.ROWS + 20:
            raise Enough

    def _begin_cell(self, given):
        self._count_one()
        self._cell, self._pieces, self._inside = given, {}, ""
        self._column = place(given["r"])[1] if "r" in given else self._column + 1

    def _count_one(self):
        self._count += 1
        if self._count > limits.CELLS + limits.ROWS:
            raise too_full()

    def _end_cell(self):
        if not self._pieces:
            return
        text = self._value()
        if text and self._column <= limits.COLUMNS + 1:
            self.rows.setdefault(self._row, {})[self._column] = text
        if not text and "f" in self._pieces and self._cell.get("t") != "str" and self.bare is None:
            self.bare = self._cell.get("r", "")

    def _value(self):
        kind, text = self._cell.get("t", "n"), "".join(self._pieces.get("v", ()))
        if kind == "inlineStr":
            return unescaped("".join(self._pieces.get("t", ())))
        if not text:
            return ""
        if kind == "s":
            return self._shared(int(text))
        if kind == "n":
            return self._number(text)
        if kind == "b":
            return "TRUE" if text.strip() in ("1", "true") else "FALSE"
        return _day(text) if kind == "d" else unescaped(text)

    def _shared(self, number):
        if self._texts is None:
            self._texts = self.book.texts()
        return self._texts[number] if number >= 0 else ""

    def _number(self, text):
        code = self._code(int(self._cell["s"])) if "s" in self._cell else ""
        if code and is_day(code):
            return _from_serial(text, self.book.epoch, is_span(code))
        return text if text.isascii() and text.isdigit() and text[0] != "0" else _plain_number(text)

    def _code(self, style):
        if self._styles is None:
            self._styles = self.book.styles()
        return self._styles[style] if 0 <= style < len(self._styles) else ""


def too_merged():
    return Refused(_("The merged cells of this sheet cover more rows than a list has. Unmerge them in your spreadsheet "
                     "program, or save the sheet as CSV."), "file")


@lru_cache(4096)
def place(ref):
    """(row, column) of a cell, both from 1."""
    letters, number = PLACE.fullmatch(ref).groups()
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(number), column


def _plain_number(text):
    """A number as people read it: 12.0 is 12."""
    try:
        number = float(text)
    except ValueError:
        return text
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else text.strip()


@lru_cache(4096)
def _from_serial(text, epoch, is_span):
    """A day or a time, which a workbook keeps as a number of days."""
    try:
        days = float(text)
        if days >= 61 and not is_span:
            return (epoch + timedelta(days=round(days, 8) // 1)).date().isoformat()
        return _said(from_excel(days, epoch, timedelta=is_span))
    except (OverflowError, ValueError):
        return "#VALUE!"


def _day(text):
    try:
        return _said(from_ISO8601(text))
    except (OverflowError, ValueError):
        return text


def _said(moment):
    if isinstance(moment, datetime):
        return moment.date().isoformat()
    return moment.isoformat() if isinstance(moment, (date, time)) else str(moment)
