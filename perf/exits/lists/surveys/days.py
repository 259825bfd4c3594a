"""What a survey says of a day: often only a month or a year. What one cell may mean is decided over the whole column, and said."""
import re
from calendar import monthrange
from collections import namedtuple
from datetime import date, timedelta

from ....kernel import words
from ....kernel.intake import dates
from ....kernel.intake.cells import cell
from ....kernel.words import _, n_

NOT_STATED = re.compile(r"(not|never|un) ?(stated|known|given|available|recorded|provided|sure)|unspecified|unbekannt|inconnu|desconocid\w+")
A_YEAR = re.compile(r"((?:19|20)\d{2})(?:\.0+)?")
A_MONTH = (re.compile(r"(?P<month>\d{1,2})\s*[/.\-]\s*(?P<year>(?:19|20)\d{2})"), re.compile(r"(?P<year>(?:19|20)\d{2})\s*[/.\-]\s*(?P<month>\d{1,2})"))
NAMED = re.compile(r"(?:(?P<before>\d{1,2}|\d{4})[\s.\-/]*)?(?P<name>[^\W\d]+)\.?(?:[\s.,\-/’']*(?P<after>\d{1,2}|\d{4}))?")
MANY = 10           # so many different numbers beside names of months are days of a month, not years

Column = namedtuple("Column", "read notes")     # read: {cell: (day or None, why not)}


def column(texts, prefers, today, is_last):
    """Read a column {cell: how often}. A year or a month is taken as its last day where it ends something, else as its first."""
    found = {text: "" if NOT_STATED.search(words.plain(text)) else cell(text) for text in texts}
    order, says_years = dates.order_of([text for text in found.values() if text], prefers)[0], _names_years(found.values(), today, is_last)
    read, short = {}, {"year": 0, "month": 0}
    example = None
    for text, kept in found.items():
        made, how, why = _one(kept, order, today, is_last, says_years) if kept else (None, "", None)
        read[text] = (made, why)
        if how:
            short["year" if how == "year" else "month"] += texts[text]
        example = example or (how == "short" and (text, made)) or None
    return Column(read, _notes(short, example, is_last))


def _one(text, order, today, is_last, says_years):
    """(day, how far it was said: "", "year", "month", or "short" for a month with two digits of a year; why not)."""
    if year := A_YEAR.fullmatch(text):
        return _end(int(year[1]), None, today, is_last), "year", None
    for pattern in A_MONTH:
        if (parts := pattern.fullmatch(text)) and 1 <= int(parts["month"]) <= 12:
            return _end(int(parts["year"]), int(parts["month"]), today, is_last), "month", None
    if parts := _with_name(text):
        year, month, is_short = parts
        if is_short and not says_years:
            return None, "", _("“%(cell)s” names a day without its year. Write it as 2026-12-31.", cell=text[:40])
        return _end(_full(year, today) if is_short else year, month, today, is_last), "short" if is_short else "month", None
    made, _note, why = dates.day(text, order, today)
    return made, "", why


def _with_name(text):
    """(year, month, whether the year has two digits) of “12-Aug”, “Aug 12”, “August 2012”; or None."""
    parts = NAMED.fullmatch(text.strip())
    month = parts and dates.months().get(words.plain(parts["name"]))
    numbers = [one for one in (parts["before"], parts["after"]) if one] if month else []
    return (int(numbers[0]), month, len(numbers[0]) < 4) if len(numbers) == 1 else None


def _names_years(texts, today, is_last):
    """Whether the numbers beside names of months are years: a last day is not in years to come, and a list spans few of them."""
    numbers = {parts[0] for text in texts if text and (parts := _with_name(text)) and parts[2]}
    to_come = any(2000 + number > today.year for number in numbers)
    return not (is_last and to_come) and not (len(numbers) > MANY and max(numbers) <= 31)


def _full(year, today):
    return 2000 + year if 2000 + year <= today.year else 1900 + year


def _end(year, month, today, is_last):
    """The last day of a year or a month, but none to come; or the first."""
    first = date(year, month or 1, 1)
    if not is_last:
        return first
    last = first.replace(month=month or 12, day=monthrange(year, month or 12)[1])
    yesterday = today - timedelta(days=1)
    return min(last, yesterday) if first <= yesterday else last


def _notes(short, example, is_last):
    found = []
    if example:
        found.append(_("“%(cell)s” and its like are read as year and month: %(month)s.", cell=example[0], month=f"{example[1].month:02}/{example[1].year}"))
    if short["year"]:
        found.append(n_("%(num)s row names only a year as last day; the last day of that year is taken.",
                        "%(num)s rows name only a year as last day; the last day of that year is taken.", short["year"]) if is_last else
                     n_("%(num)s row names only a year as first day; the first day of that year is taken.",
                        "%(num)s rows name only a year as first day; the first day of that year is taken.", short["year"]))
    if short["month"]:
        found.append(n_("%(num)s row names only a month as last day; the last day of that month is taken.",
                        "%(num)s rows name only a month as last day; the last day of that month is taken.", short["month"]) if is_last else
                     n_("%(num)s row names only a month as first day; the first day of that month is taken.",
                        "%(num)s rows name only a month as first day; the first day of that month is taken.", short["month"]))
    return found
