"""What a cell says of a period: a year, a half, a quarter, a fiscal year, or two days."""
import re
from calendar import monthrange
from datetime import date, timedelta

from .. import words
from ..words import _
from . import dates

YEARS = range(1950, 2201)
A_YEAR = re.compile(r"(?:fy|year|jahr|ano|annee)?\s*((?:19|20)\d{2})(?:\.0+)?")
TWO_YEARS = re.compile(r"(?:fy|year|jahr)?\s*((?:19|20)\d{2})\s*[/–—-]\s*(?:(?:19|20))?(\d{2})")
A_PART = re.compile(r"([qh])\s*([1-4])\s*[/ -]?\s*((?:19|20)\d{2})|((?:19|20)\d{2})\s*[/ -]?\s*([qh])\s*([1-4])")
TWO_DAYS = re.compile(r"(.+?)(?:\s+(?:to|until|till|bis|a|al)\s+|\s*[–—]\s*|\s+-\s+)(.+)")


def period(text, order, today, first_month):
    """(first day, last day, why not) of a year, a half, a quarter, a fiscal year as 2021/22, or two days."""
    flat = words.plain(text)
    if found := A_YEAR.fullmatch(flat):
        return date(int(found[1]), 1, 1), date(int(found[1]), 12, 31), None
    if (found := TWO_YEARS.fullmatch(flat)) and (int(found[1]) + 1) % 100 == int(found[2]):
        starts = date(int(found[1]), first_month, 1)
        return starts, starts.replace(year=starts.year + 1) - timedelta(days=1), None
    if found := A_PART.fullmatch(flat):
        return _part(found[1] or found[5], int(found[2] or found[6]), int(found[3] or found[4]), text)
    if found := TWO_DAYS.fullmatch(text.strip()):
        (starts, _note, no), (ends, _other, nor) = (dates.day(one, order, today) for one in found.groups())
        return starts, ends, no or nor
    return None, None, _not_a_period(text)


def _part(kind, number, year, text):
    months = 3 if kind == "q" else 6
    if number * months > 12:
        return None, None, _not_a_period(text)
    last = number * months
    return date(year, last - months + 1, 1), date(year, last, monthrange(year, last)[1]), None


def _not_a_period(text):
    return _("“%(cell)s” is not a period. Write a year as 2021, or 2021/22, or the first and the last day.", cell=text[:40])
