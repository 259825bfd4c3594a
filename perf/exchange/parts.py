"""The parts of a workbook, each read in one pass: which sheets there are, shared texts, and which styles mean a date."""
import posixpath
import re
from functools import lru_cache
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, WINDOWS_EPOCH

from ..kernel.errors import Refused
from ..kernel.words import _
from . import limits

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
TRUE = ("1", "true", "on")


class Parts:
    """What lies in the zip, by name; how much may be read of all of them together is capped."""

    def __init__(self, members):
        self.members, self.markup, self.bytes = members, 0, 0

    def walk(self, name, start=None, end=None, text=None):
        """Call back for each tag, by its name without a prefix, and for each run of text."""
        part = self.members[name]
        self.markup += part.count(b"<") + 2 * part.count(b"=")
        self.bytes += len(part)
        if self.markup > limits.MARKUP or self.bytes > limits.READ_BYTES:
            raise too_full()
        parser = expat.ParserCreate(None, None, None)    # names made to be many would be kept and looked up for each tag
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse_definitions
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
        parser.Parse(part, True)


def too_full():
    return Refused(_("This workbook holds more than %(max)s cells. Remove sheets, columns and rows that are not needed here, or "
                     "save the sheet as CSV.", max=limits.CELLS), "file")


def _refuse_definitions(*_given):
    raise Refused(_("This workbook holds definitions that no spreadsheet program writes. Save the sheet as CSV and send "
                    "that."), "file")


class Book:
    """Sheets [(title, name of its part)], shared texts and date styles; texts and styles are read when asked for."""

    def __init__(self, parts):
        self.parts, self.epoch, self.sheets, listed = parts, WINDOWS_EPOCH, [], []
        self.name = next(target for kind, target in _relations(parts, "").values() if kind == "officeDocument")
        self.related = _relations(parts, self.name)

        def found(tag, given):
            tag = local(tag)
            if tag == "sheet":
                listed.append(given)
                if len(listed) > limits.SHEETS:
                    raise too_full()
            elif tag == "workbookPr" and given.get("date1904", "").lower() in TRUE:
                self.epoch = CALENDAR_MAC_1904
        parts.walk(self.name, found)
        self._list(listed)

    def _list(self, listed):
        """The sheets that show, or all of them where none does."""
        sheets = [(given.get("name", ""), given.get("state", "visible"), *self.related.get(_relation_of(given), ("", "")))
                  for given in listed]
        sheets = [one for one in sheets if one[2] == "worksheet"]
        self.count = len(sheets)
        shown = [one for one in sheets if one[1] == "visible"] or sheets
        self.sheets = [(title, target) for title, _state, _kind, target in shown]

    def texts(self):
        """The shared texts, in order; how a word is spoken (`rPh`) is left out."""
        name, found, now, inside = self._related("sharedStrings"), [], [], []

        def start(tag, _given):
            inside.append(local(tag))

        def end(_tag):
            if inside.pop() == "si":
                found.append(unescaped("".join(now)))
                now.clear()

        def text(piece):
            if inside[-1] == "t" and "rPh" not in inside[-3:]:
                now.append(piece)
        if name:
            self.parts.walk(name, start, end, text)
        return found

    def styles(self):
        """[code of the number format] of every style that a cell may have."""
        name, codes, formats, inside = self._related("styles"), dict(BUILTIN_FORMATS), [], []

        def start(tag, given):
            tag = local(tag)
            if tag in ("cellXfs", "cellStyleXfs"):
                inside[:] = [tag]
            elif tag == "numFmt":
                codes[int(given.get("numFmtId", 0))] = given.get("formatCode", "")
            elif tag == "xf" and inside == ["cellXfs"]:
                formats.append(int(given.get("numFmtId", 0)))
        if name:
            self.parts.walk(name, start)
        return [codes.get(number, "") for number in formats]

    def _related(self, kind):
        """The part of a kind, or the one that lies where such parts usually lie."""
        told = [target for found, target in self.related.values() if found == kind]
        usual = posixpath.join(posixpath.dirname(self.name), f"{kind}.xml")
        return next((name for name in [*told, usual] if name in self.parts.members), None)


def _relations(parts, name):
    """{id: (kind, part)} of what a part refers to."""
    folder, file = posixpath.split(name)
    found = {}

    def start(tag, given):
        if local(tag) == "Relationship" and given.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, given.get("Target", ""))).lstrip("/")
            found[given.get("Id")] = given.get("Type", "").rpartition("/")[2], target
    parts.walk(posixpath.join(folder, "_rels", f"{file}.rels"), start)
    return found


def _relation_of(given):
    return next((value for name, value in given.items() if name.endswith(":id")), None)


def local(tag):
    """A tag's name without its prefix."""
    return tag.rpartition(":")[2]


def unescaped(text):
    return ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text) if "_x" in text else text


@lru_cache(4096)
def is_day(code):
    """Whether a number of this format is shown as a day or a time; a format that long is none."""
    return len(code) <= 255 and bool(is_date_format(code))


@lru_cache(4096)
def is_span(code):
    return len(code) <= 255 and bool(is_timedelta_format(code))
