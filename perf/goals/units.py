"""A goal's figures in the unit that people read and type: 12.5 visits, 95 (of a hundred), 42,000.00 in its currency."""
from decimal import Decimal

from ..kernel import words
from .models import UNIT

PLACES = 4          # of numbers and percentages, which are kept in ten-thousandths


def places(measure, currency=""):
    """How many decimals a figure of this measure has."""
    return words.minor_places(currency or None) if measure == "money" else PLACES


def in_unit(value, measure, currency=""):
    """A kept figure as a Decimal in its unit; what is counted stays a whole number."""
    if value is None or measure == "below":
        return None
    return Decimal(value).scaleb(-places(measure, currency)) if measure in ("number", "percentage", "money") else value


def weight(kept):
    return Decimal(kept) / UNIT
