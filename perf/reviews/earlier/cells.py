"""What the cells of a list of earlier reviews say: a period, a score, the scale that it stands on."""
import re
from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from ...kernel import words
from ...kernel.intake import dates
from ...kernel.words import _

YEARS = range(1950, 2201)
A_YEAR = re.compile(r"(?:fy|year|jahr|ano|annee)?\s*((?:19|20)\d{2})(?:\.0+)?")
TWO_YEARS = re.compile(r"(?:fy|year|jahr)?\s*((?:19|20)\d{2})\s*[/–—-]\s*(?:(?:19|20))?(\d{2})")
A_PART = re.compile(r"([qh])\s*([1-4])\s*[/ -]?\s*((?:19|20)\d{2})|((?:19|20)\d{2})\s*[/ -]?\s*([qh])\s*([1-4])")
TWO_DAYS = re.compile(r"(.+?)(?:\s+(?:to|until|till|bis|a|al)\s+|\s*[–—]\s*|\s+-\s+)(.+)")
A_SCORE = re.compile(r"(-?\d{1,4}(?:[.,]\d{1,6})?)\s*(?:/\s*(\d{1,3})|(%))?")
MOST = 1000


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


def score(text):
    """(hundredths, the end of the scale where the cell names it, why not); halves of a hundredth are rounded up."""
    found = A_SCORE.fullmatch(text.strip())
    if not found:
        return None, None, _("“%(cell)s” is not a score. Write a number such as 4.25.", cell=text[:40])
    value = Decimal(found[1].replace(",", "."))
    whole = int((value * 100).quantize(Decimal(1), ROUND_HALF_UP))
    return whole, (100 if found[3] else int(found[2]) if found[2] else None), None


def scale(text, best=""):
    """((worst, best), why not) of “1–5”, “1 to 5”, “5”; the best value may be named apart where it is the lower end."""
    numbers = [int(one) for one in re.findall(r"\d{1,4}", text)]
    if len(numbers) == 1:
        numbers = [0 if numbers[0] == 100 else 1, numbers[0]]
    if len(numbers) != 2 or numbers[0] == numbers[1] or max(numbers) > MOST:
        return None, _("“%(cell)s” is not a scale. Write its two ends, such as 1–5.", cell=text[:40])
    if not best:
        return tuple(numbers), None
    found = re.fullmatch(r"(\d{1,4})(?:[.,]0+)?", best.strip())
    if not found or int(found[1]) not in numbers:
        return None, _("The best value “%(cell)s” is neither end of the scale %(low)s–%(high)s.", cell=best[:40], low=min(numbers), high=max(numbers))
    top = int(found[1])
    return (numbers[0] if top == numbers[1] else numbers[1], top), None


def says(worst, best):
    """A scale in words: “1–5”, with the best value where it is the lower one."""
    if worst is None:
        return ""
    return f"{worst}–{best}" if worst < best else _("%(low)s–%(high)s, %(low)s is best", low=best, high=worst)
