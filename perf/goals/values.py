"""Values of a goal as people read and type them. Numbers and percentages are whole ten-thousandths, money whole minor units."""
import re
from decimal import Decimal

from babel import numbers as babel_numbers

from ..kernel import forms, words
from ..kernel.words import _
from . import scoring
from .models import UNIT

PLACES = 4
TYPED = re.compile(r"[0-9][0-9.,'\u2019\s]{0,23}")
# (word, tone) of what was said at a check-in, and of what became of a goal
STATUS = {"on track": (_("on track"), "positive"), "at risk": (_("at risk"), "waits"), "off track": (_("off track"), "danger")}
STATES = {"draft": (_("draft"), "quiet"), "proposed": (_("proposed"), "waits"), "agreed": (_("agreed"), "quiet"), "achieved": (_("achieved"), "positive"),
          "partly": (_("partly achieved"), "info"), "missed": (_("missed"), "danger"), "cancelled": (_("cancelled"), "quiet")}
MEASURES = {"number": _("A number"), "percentage": _("A percentage"), "money": _("An amount of money"), "yesno": _("Done or not"),
            "milestones": _("Milestones"), "below": _("The goals below it")}


def read(text, measure):
    """The integer that somebody typed as a value; ValueError in words where it is none."""
    typed = text.strip().removesuffix("%").strip() if measure == "percentage" else text.strip()
    sign, digits = (-1, typed[1:]) if typed[:1] in ("-", "−") else (1, typed)
    found = forms.minor_units(digits, words.minor_places()) if measure == "money" else _ten_thousandths(digits)
    if found is None:
        raise ValueError(_("Please type an amount such as %(example)s.", example=words.amount(4_200 * 10 ** words.minor_places())) if measure == "money"
                         else _("Please type a number such as %(example)s, with at most four decimals.", example=words.quantity(Decimal("1250.5"))))
    return sign * found


def typed(value, measure, currency=""):
    """A value as it stands in a field."""
    if value is None:
        return ""
    if measure == "money":
        return ("-" if value < 0 else "") + words.amount(abs(value), currency or None)
    return words.quantity(Decimal(value) / UNIT)


def said(value, goal):
    """A value with its unit: "72 visits", "45 %", "£4,200", "done", "3 of 5"."""
    if value is None:
        return ""
    if goal.measure == "money":
        return words.money(value, goal.currency or None)
    if goal.measure == "yesno":
        return _("done") if value else _("not yet done")
    if goal.measure == "milestones":
        return _("%(done)s of %(all)s milestones", done=words.number(value), all=words.number(goal.target))
    figure = words.quantity(Decimal(value) / UNIT)
    return f"{figure} %" if goal.measure == "percentage" else f"{figure} {goal.unit}".strip()


def bare(value, goal):
    """A value without what it counts, where the unit stands beside it once."""
    return words.quantity(Decimal(value) / UNIT) if goal.measure == "number" else said(value, goal)


def stands(goal):
    """Where a goal stands on its way, in words; nothing for one that follows those below it."""
    if goal.measure == "below":
        return _("follows the goals below it")
    if not goal.is_typed:
        return said(goal.now, goal)
    if goal.start == goal.target:
        return (_("%(now)s, to stay at %(target)s or below") if goal.is_down else _("%(now)s, to stay at %(target)s or above")) % {
            "now": said(goal.now, goal), "target": said(goal.target, goal)}
    if not goal.start and goal.target > 0:
        return _("%(now)s of %(target)s", now=bare(goal.now, goal), target=said(goal.target, goal))
    return _("%(now)s, from %(start)s to %(target)s", now=bare(goal.now, goal), start=bare(goal.start, goal), target=said(goal.target, goal))


def measured(goal):
    """What a goal is measured by, in a line."""
    if goal.is_typed and goal.start != goal.target:
        return _("from %(start)s to %(target)s", start=bare(goal.start, goal), target=said(goal.target, goal))
    if goal.is_typed:
        return (_("stay at %(target)s or below") if goal.is_down else _("stay at %(target)s or above")) % {"target": said(goal.target, goal)}
    return _(MEASURES[goal.measure])


def per_cent(figure):
    """A progress as "60 %"; a dash where there is none."""
    shown = scoring.per_cent(figure)
    return "–" if shown is None else f"{words.number(shown)} %"


def weight(ten_thousandths):
    """A weight as people type it: 1 or 2.5."""
    return words.quantity(Decimal(ten_thousandths) / UNIT)


def _ten_thousandths(digits):
    """A decimal in the organisation's way of writing; None where it is none."""
    if not TYPED.fullmatch(digits):
        return None
    try:
        number = babel_numbers.parse_decimal(re.sub(r"\s", "", digits), locale=words.place(), strict=True)
    except babel_numbers.NumberFormatError:
        return None
    scaled = number.scaleb(PLACES)
    return int(scaled) if scaled == scaled.to_integral_value() else None
