"""What the cells of a list of roles say: shares, pay, levels, weights, yes or no."""
import re
from decimal import ROUND_HALF_UP, Decimal

from ...kernel import words
from ...kernel.forms import minor_units
from ...kernel.words import _

ESSENTIAL = frozenset("essential yes y true 1 x core main key must wesentlich ja oui si sim essentiel essenziale esencial".split())
MARGINAL = frozenset("marginal no n false 0 additional other secondary minor nebensachlich nein non nao optional".split())
PER_CENT = Decimal(100)


def share(text, is_part):
    """(ten-thousandths, None) or (None, why not); `is_part`: the column holds parts of one."""
    found = re.fullmatch(r"(\d{1,3}(?:[.,]\d{1,6})?) ?%?", text)
    value = found and Decimal(found[1].replace(",", ".")) * (100 if is_part and "%" not in text else 1)
    if value is None or value > 100:
        return None, _("“%(cell)s” is not a share. Write a number from 0 to 100, such as 25.", cell=text[:40])
    return int((value * 100).quantize(Decimal(1), ROUND_HALF_UP)), None


def are_parts(texts):
    """Whether a column of shares says 0.25 for a quarter, as a spreadsheet keeps 25 %."""
    found = [Decimal(text.replace(",", ".")) for text in texts if re.fullmatch(r"\d{1,3}([.,]\d+)?", text)]
    return bool(found) and len(found) == len([text for text in texts if text]) and max(found) <= 1 and any(0 < value < 1 for value in found)


def pay(text):
    """(whole minor units, None) or (None, why not)."""
    bare = re.sub(rf"(?i)^\s*({words.currency()}|[€$£¥]|CHF)\s*|\s*({words.currency()}|[€$£¥]|CHF)\s*$", "", text)
    bare = re.sub(r"(\.\d{2})0+$", r"\1", bare)
    found = minor_units(bare, words.minor_places())
    if found is None or found > 2 ** 53:
        return None, _("“%(cell)s” is not an amount. Write it as 42000.", cell=text[:40])
    return found, None


def level(text):
    """(1–5, None) or (None, why not); “3 · Solid” is 3."""
    found = re.fullmatch(r"([1-5])(?:[.,]0+)?(?:\s*[-–—·:.)]\s*[^\W\d].*|\s+[^\W\d].*)?", text)
    return (int(found[1]), None) if found else (None, _("“%(cell)s” is not a level. Write a whole number from 1 to 5.", cell=text[:40]))


def weight(text):
    """(how often it counts in ten-thousandths, None) or (None, why not)."""
    found = re.fullmatch(r"([123])(?:[.,]0+)?\s*(?:x|×|times)?", text.casefold())
    return (int(found[1]) * 10_000, None) if found else (
        None, _("“%(cell)s” does not say how often it counts. Write 1, 2 or 3.", cell=text[:40]))


def is_essential(text):
    """(yes or no, None) or (None, why not)."""
    flat = words.plain(text)
    if flat in ESSENTIAL or flat in MARGINAL:
        return flat in ESSENTIAL, None
    return None, _("“%(cell)s” is neither essential nor marginal. Write one of the two.", cell=text[:40])


def titles(text):
    """The titles of a cell that names several, apart by semicolons."""
    return list({words.plain(part): part.strip() for part in text.split(";") if part.strip()}.values())


def percent(weight):
    return words.percent(Decimal(weight) / 10_000, 0 if weight % 100 == 0 else 2)
