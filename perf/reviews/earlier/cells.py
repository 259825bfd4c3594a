"""What the cells of a list of earlier reviews say: a score, the scale that it stands on."""
import re
from decimal import ROUND_HALF_UP, Decimal

from ...kernel.words import _

A_SCORE = re.compile(r"(-?\d{1,4}(?:[.,]\d{1,6})?)\s*(?:/\s*(\d{1,3})|(%))?")
MOST = 1000


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
