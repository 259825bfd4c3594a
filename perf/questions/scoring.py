"""The arithmetic of a sheet (PRACTICE 2): plain values in, plain values out.

    S_s = Σ w·r / Σ w over the rated items of a section;  Overall = Σ W·S / Σ W over the sections that have a score

Everything is an exact fraction until a person reads it; then it is rounded once, half up, to two decimals.
"""
from collections import namedtuple
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

FORMULA_VERSION = 1
NA_SHARE = Fraction(1, 3)

Mark = namedtuple("Mark", "key label weight rating is_na", defaults=(None, False))      # rating: 1..n or None
Part = namedtuple("Part", "key title weight marks")                                     # weight: any positive number
Line = namedtuple("Line", "key label weight rating is_na effective contribution")       # effective: share of 1
Score = namedtuple("Score", "overall parts rated asked not_applicable")                 # overall: Fraction or None


class PartScore:
    """A section with its score, what it weighs in the whole (a share of 1), and its lines, reckoned when asked for."""

    def __init__(self, part, mean, whole):
        self.key, self.title, self.weight, self.score = part.key, part.title, part.weight, mean
        self.effective = Fraction(part.weight) / whole if mean is not None and part.weight > 0 else None
        self._marks = part.marks

    @cached_property
    def lines(self):
        inside = sum(mark.weight for mark in self._marks if mark.rating is not None)
        return [_line(mark, self.effective, inside) for mark in self._marks]


def score(parts):
    """The Score of a sheet's Parts; `overall` is None where nothing is rated."""
    means = [_mean((mark.weight, mark.rating) for mark in part.marks) for part in parts]
    counting = [(part.weight, mean) for part, mean in zip(parts, means) if mean is not None and part.weight > 0]
    whole = sum(weight for weight, _mean_of_part in counting)
    marks = [mark for part in parts for mark in part.marks]
    return Score(sum(weight * mean for weight, mean in counting) / Fraction(whole) if counting else None,
                 [PartScore(part, mean, whole) for part, mean in zip(parts, means)],
                 sum(mark.rating is not None for mark in marks), sum(not mark.is_na for mark in marks),
                 sum(mark.is_na for mark in marks))


def rounded(value, places=2):
    """A fraction as a Decimal, rounded half up, for display."""
    if value is None:
        return None
    value = Fraction(value) * 10 ** places
    whole = (2 * value.numerator + value.denominator) // (2 * value.denominator)
    return Decimal(whole).scaleb(-places)


def hundredths(value):
    """The rounded score as a whole number of hundredths, as it is kept, or None."""
    return None if value is None else int(rounded(value) * 100)


def level_of(value, count, starts=None):
    """The level (1..count) whose label a score carries: it follows from the rounded value that people see.

    starts: from how many hundredths on each level counts; where none are given, from half a level below.
    """
    seen = hundredths(value)
    return max(1, sum(start <= seen for start in starts or usual_starts(count)))


def usual_starts(count):
    return [100] + [level * 100 - 50 for level in range(2, count + 1)]


def shares(weights):
    """What part of the whole each weight comes to, exactly; None where nothing weighs anything."""
    whole = sum(weights)
    return [Fraction(weight, whole) if whole and weight else None for weight in weights]


def parts_without_reason(parts):
    """The parts in which more than a third of the items is not applicable, so that a reason is due."""
    return [part for part in parts if part.marks and
            Fraction(sum(mark.is_na for mark in part.marks), len(part.marks)) > NA_SHARE]


def _mean(pairs):
    rated = [(weight, rating) for weight, rating in pairs if rating is not None and weight > 0]
    return Fraction(sum(w * r for w, r in rated)) / sum(w for w, _r in rated) if rated else None


def _line(mark, share, inside):
    counts = mark.rating is not None and share is not None and mark.weight > 0
    effective = share * Fraction(mark.weight) / inside if counts else None
    return Line(mark.key, mark.label, mark.weight, mark.rating, mark.is_na, effective,
                effective * mark.rating if counts else None)
