"""Lists saved as text: which encoding, which separator, where quotes end."""
import csv
import io
from collections import Counter

from charset_normalizer import from_bytes

from ..kernel.errors import Refused
from ..kernel.words import _
from . import limits

SEPARATORS = ",;\t|"
SAMPLE = 400_000                # enough to tell the separator by
OLD_ENCODINGS = ["cp1252", "mac_roman", "cp1250", "cp850"]
ENCODINGS = {"utf-8": "Unicode (UTF-8)", "utf-16": "Unicode (UTF-16)", "cp1252": _("Western Europe (Windows)"),
             "cp1250": _("Central Europe (Windows)"), "mac_roman": _("Western Europe (Mac)"),
             "cp850": _("Western Europe (DOS)"), "cp1251": _("Cyrillic (Windows)"), "iso8859_15": "ISO 8859-15"}
MARKS = ((b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"), (b"\xef\xbb\xbf", "utf-8-sig"),
         (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def records(content, encoding=None):
    """([(row number, cells)], notes, encoding) of a CSV file."""
    text, encoding, notes = decoded(content, encoding)
    _refuse_binary(text)
    text, separator = _told_separator(text)
    found = _parsed(text, separator or _guessed_separator(text))
    if max((len(cells) for cells in found), default=0) > limits.COLUMNS * 5:
        raise Refused(_("This file does not look like a list of people: one of its rows has hundreds of cells."), "file")
    return [(number, cells) for number, cells in enumerate(found, 1)], notes, encoding


def decoded(content, encoding=None):
    """(text, encoding, notes): by its mark, as strict Unicode, by its zeros, and only then by a guess."""
    if encoding in ENCODINGS:
        return _decode(content, encoding), encoding, []
    for mark, name in MARKS:
        if content.startswith(mark):
            return _decode(content, name), name.removesuffix("-sig"), []
    if zeros := _by_zeros(content):
        return _decode(content, zeros), zeros, []
    try:
        return content.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError as problem:
        _refuse_halves(content)
        return _guessed(content, problem)


def _decode(content, encoding):
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeError as problem:
        at = getattr(problem, "start", 0)
        row = content[:at].decode(encoding, "ignore").count("\n") + 1
        raise Refused(_("Row %(row)s holds signs that are broken (the file says it is %(encoding)s). Save the list again as "
                        "CSV UTF-8.", row=row, encoding=encoding.upper()), "file") from None


def _by_zeros(content):
    """UTF-16 without a mark: every second byte of plain letters is zero."""
    sample = content[:4000]
    half = len(sample) // 2
    if half < 2 or b"\x00" not in sample:
        return None
    if sample[1::2].count(0) > 0.4 * half and sample[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.4 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _refuse_halves(content):
    """Halves of characters, as a broken program writes them."""
    try:
        text = content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return
    row = next(n for n, line in enumerate(text.split("\n"), 1) if any("\ud800" <= c <= "\udfff" for c in line))
    raise Refused(_("Row %(row)s holds half a character, which cannot be kept. Retype that cell and save the list again as "
                    "CSV UTF-8.", row=row), "file")


def _guessed(content, problem):
    best = from_bytes(content[:200_000], cp_isolation=OLD_ENCODINGS).best()
    encoding = best.encoding if best else "cp1252"
    if encoding != "mac_roman":                 # short lists look alike in most of these; Windows is the likely one
        encoding = "cp1252" if _decodes(content, "cp1252") else encoding
    text = content.decode(encoding, "replace")
    row = content[:problem.start].count(b"\n") + 1
    return text, encoding, [_("The file is not Unicode; it was read as %(encoding)s. Look at row %(row)s: if letters with "
                              "accents are wrong, choose another encoding.", encoding=ENCODINGS[encoding], row=row)]


def _decodes(content, encoding):
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_binary(text):
    if (at := text.find("\x00")) >= 0:
        raise Refused(_("Row %(row)s holds signs that no spreadsheet writes, so this is not a list or it is damaged. Save it "
                        "again as CSV or Excel workbook (.xlsx).", row=text[:at].count("\n") + 1), "file")
    sample = text[:20_000]
    strange = sum(c < " " and c not in "\t\r\n\x1a" or c == "\ufffd" for c in sample)
    if strange > max(3, len(sample) * 0.01):
        raise Refused(_("This is not a list that can be read as text. Save it as CSV or Excel workbook (.xlsx)."), "file")


def _told_separator(text):
    """Excel's first line `sep=;` names the separator."""
    first, _end, rest = text.partition("\n")
    told = first.strip().strip('"').lower()
    if told.startswith("sep=") and len(told) == 5:
        return rest, told[4]
    return text, "\t" if told == "sep=" and "\t" in first else None


def _guessed_separator(text):
    """The separator that cuts the first rows into the most equal width."""
    def fits(separator):
        rows = [len(row) for _n, row in zip(range(60), _rows(text[:SAMPLE], separator)) if any(row)]
        if not rows:
            return (0, 0)
        width, count = max(Counter(rows).items(), key=lambda pair: (pair[0] > 1, pair[1], pair[0]))
        return (count / len(rows), width) if width > 1 else (0, 0)
    return max(SEPARATORS, key=fits)


def _rows(text, separator, strict=False):
    csv.field_size_limit(limits.UNPACKED_BYTES)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict, skipinitialspace=True)


def _parsed(text, separator):
    text = text.replace("\x1a", "")
    reader, found, began = _rows(text, separator, strict=True), [], 1
    try:
        for cells in _few(reader):
            found.append(cells)
            began = len(found) + 1
    except csv.Error as problem:
        if "unexpected end" in str(problem):
            raise Refused(_("A quotation mark that opens in row %(row)s is never closed. Add the missing one, or take that "
                            "one out.", row=began), "file") from None
        return list(_few(_rows(text, separator)))
    return found


def _few(rows):
    for number, cells in enumerate(rows):
        if number > limits.ROWS * 3:
            raise Refused(_("This list has more than %(max)s rows. Split it into several files.", max=limits.ROWS), "file")
        yield cells
