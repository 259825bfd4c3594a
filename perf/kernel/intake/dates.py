"""What a cell says of a day, however dates are written where the list was made."""
import re
from datetime import date, timedelta
from functools import lru_cache

from babel.dates import get_month_names

from .. import words
from ..words import _

LOCALES = ("en", "de", "fr", "es", "it", "pt", "nl")
SERIAL_START, SERIAL_FROM, SERIAL_TO = date(1899, 12, 30), 10_000, 80_000
YEARS = range(1900, 2201)


def order_of(cells, prefers="dmy"):
    """(order, is it certain?) of a column of dates: "dmy" or "mdy", decided over all its cells."""
    pairs = [pair for text in cells if (pair := two_numbers(text))]
    day_first = sum(1 for a, b in pairs if b <= 12 and a > 12)
    month_first = sum(1 for a, b in pairs if a <= 12 and b > 12)
    if day_first != month_first:
        return ("dmy" if day_first > month_first else "mdy"), True
    if all(a == b for a, b in pairs):
        return prefers, True
    dotted = sum("." in text for text in cells) > len(cells) / 2
    return ("dmy" if dotted else prefers), False


def day(text, order, today, never_future=False):
    """(date, note, why not): a date however it is written; a year of two digits is read as the nearest that can be."""
    text = re.sub(r"[T ]+\d{1,2}:\d{2}(:\d{2})?(\.\d+)?( ?[AaPp]\.?[Mm]\.?)?(Z|[+-]\d{2}:?\d{2})?$", "", text.strip())
    found = _numbers(text, order) or _with_month(text) or _serial(text)
    if not found:
        return None, None, _not_a_date(text, order)
    year, month, dom, short = found
    note = None
    if short:
        year, note = _full_year(year, month, dom, today, never_future)
    try:
        made = date(year, month, dom)
    except ValueError:
        return None, None, _not_a_date(text, order)
    if year not in YEARS:
        return None, None, _("The year of “%(cell)s” is too far off. Check it.", cell=text[:40])
    return made, note, None


def _numbers(text, order):
    parts = re.fullmatch(r"(\d{1,4})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{1,4})\.?", text)
    if not parts:
        return _run_together(text)
    a, b, c = parts.groups()
    if len(a) == 4:
        return int(a), int(b), int(c), False
    if len(a) > 2 or len(c) not in (2, 4):
        return None
    dom, month = (a, b) if order == "dmy" else (b, a)
    return int(c), int(month), int(dom), len(c) == 2


def _run_together(text):
    if re.fullmatch(r"(19|20|21)\d{6}", text):
        return int(text[:4]), int(text[4:6]), int(text[6:]), False
    return None


def _with_month(text):
    """12 March 2015, Mar 12, 2015, 12-Mar-15, 12. März 2015."""
    flat = re.sub(r"[,.\-/]| de | del |(?<=\d)(st|nd|rd|th|er)\b", " ", words.plain(text))
    parts = flat.split()
    if len(parts) == 4:
        parts = parts[1:]                       # a weekday stands in front
    if len(parts) != 3:
        return None
    named = [(at, months()[part]) for at, part in enumerate(parts) if part in months()]
    rest = [part for part in parts if part not in months()]
    if len(named) != 1 or len(rest) != 2 or not all(part.isascii() and part.isdigit() for part in rest):
        return None
    dom, year = (rest[1], rest[0]) if len(rest[0]) == 4 else rest
    return (int(year), named[0][1], int(dom), len(year) == 2) if len(year) in (2, 4) and len(dom) < 3 else None


@lru_cache(maxsize=1)
def months():
    """{name or short name, written plainly: month} in the languages of LOCALES."""
    found = {"sept": 9}
    for locale in LOCALES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for month, name in get_month_names(width, context, locale).items():
                    found.setdefault(words.plain(name).rstrip("."), month)
    return found


def _serial(text):
    """The bare number of days that a spreadsheet keeps."""
    if not re.fullmatch(r"\d{5}(\.\d+)?", text) or not SERIAL_FROM <= float(text) <= SERIAL_TO:
        return None
    made = SERIAL_START + timedelta(days=int(float(text)))
    return made.year, made.month, made.day, False


def _full_year(year, month, dom, today, never_future):
    """Two digits are this century; where that would be a future first day, the one before, and said so."""
    full = today.year // 100 * 100 + year
    if never_future and (full, month, dom) > (today.year, today.month, today.day):
        return full - 100, _("the year %(short)s was read as %(full)s, because %(future)s lies in the future",
                             short=f"{year:02}", full=full - 100, future=full)
    if not never_future and full > today.year + 50:
        return full - 100, None
    return full, None


def two_numbers(text):
    parts = re.match(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})\b", text.strip())
    return (int(parts[1]), int(parts[2])) if parts else None


def _not_a_date(text, order):
    if order == "mdy" and two_numbers(text):
        return _("“%(cell)s” is not a date when the month comes first. Write it as 2026-12-31.", cell=text[:40])
    if two_numbers(text):
        return _("“%(cell)s” is not a date when the day comes first. Write it as 2026-12-31.", cell=text[:40])
    return _("“%(cell)s” is not a date. Write it as 2026-12-31.", cell=text[:40])
