"""What the cells of a list of goals say: figures in their unit, weights, milestones, and whether a cell says what stands there already."""
import re
from decimal import Decimal

from ...kernel.words import _
from ..models import UNIT
from ..units import places

GROUPED = {mark: re.compile(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+") for mark in ",."}
AROUND = r"[€$£¥%]|[a-z]{3}"
A_STEP = re.compile(r"\[([ xX✓]?)\]\s*(.*)|([✓✔☑])\s*(.*)|☐\s*(.*)", re.DOTALL)


def value(text, measure, currency):
    """(the figure as it is kept, None) or (None, why not)."""
    bare = re.sub(rf"(?i)^(?:{AROUND})\s*(?=[-+−\d])|(?<=\d)\s*(?:{AROUND})$", "", text.strip())
    digits = places(measure, currency)
    found = decimal(bare, parts_thousands=digits < 3)
    if found is None:
        return None, _("“%(cell)s” is not a figure. Write a number such as 40 or 12.5.", cell=text[:40])
    kept = found.scaleb(digits)
    if kept != kept.to_integral_value():
        return None, _("“%(cell)s” has more than %(count)s decimals.", cell=text[:40], count=digits)
    return int(kept), None


def decimal(text, parts_thousands=False):
    """A Decimal of a number as people write it, or None.

    A comma before three digits parts thousands. A single point does where a decimal would not be written so: 1.200, but not 1.125;
    with `parts_thousands` also 1.125, as money has no three decimals.
    """
    text = re.sub(r"(?<=\d)[\s'’](?=\d{3}(?!\d))", "", text.strip()).replace("−", "-")
    found = re.fullmatch(r"([+-]?)([\d.,]{1,30})", text, re.ASCII)
    if not found:
        return None
    body = found[2]
    marks = [mark for mark in ",." if mark in body]
    if len(marks) == 2:
        last = max(marks, key=body.rfind)
        whole, _last, part = body.rpartition(last)
        other = "," if last == "." else "."
        body = f"{whole.replace(other, '')}.{part}" if GROUPED[other].fullmatch(whole) else ""
    elif marks and (body.count(marks[0]) > 1 or marks == [","] or _parts_thousands(body, parts_thousands)) and GROUPED[marks[0]].fullmatch(body):
        body = body.replace(marks[0], "")
    body = body.replace(",", ".")
    return Decimal(found[1] + body) if re.fullmatch(r"\d+(\.\d+)?", body, re.ASCII) else None


def _parts_thousands(body, always):
    """Whether the only point of a number parts thousands."""
    return re.fullmatch(r"[1-9]\d{0,2}\.\d{2}" + (r"\d" if always else "0"), body) is not None


def weight(text):
    """(ten-thousandths, None) or (None, why not)."""
    found = decimal(re.sub(r"\s*[x×%]$", "", text))
    kept = found * UNIT if found is not None else None
    if kept is None or kept != kept.to_integral_value():
        return None, _("“%(cell)s” is not a weight. Write a number such as 1 or 2.5.", cell=text[:40])
    return int(kept), None


def steps(text):
    """((milestone, whether it is done), …) of a cell with a mark before each, or apart by semicolons."""
    parts = re.split(r"\s+(?=\[[ xX✓]?\]\s)", text) if text.startswith("[") else text.split(";")
    return tuple((said, is_done) for said, is_done in map(_step, parts) if said)


def as_steps(texts, done):
    """Milestones as an export writes them into a cell."""
    return "\n".join(f"[{'x' if is_done else ' '}] {text}" for text, is_done in zip(texts, done))


def _step(part):
    part = " ".join(part.split())
    found = A_STEP.fullmatch(part)
    if not found:
        return part, False
    said = next(one for one in (found[2], found[4], found[5]) if one is not None)
    return said.strip(), bool((found[1] or "").strip() or found[3])


def says(text, kept):
    """Whether a cell says exactly what is kept: a spreadsheet keeps neither line breaks nor signs that it takes for a formula."""
    return _bare(text) == _bare(kept)


def _bare(text):
    flat = "".join(sign if sign.isprintable() else " " for sign in text.replace("\ufeff", "").replace("\u200b", ""))
    return " ".join(flat.split()).lstrip("'")
