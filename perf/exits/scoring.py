"""The arithmetic of leaving: turnover, eNPS, favourable shares. Plain values in, plain values out; nothing is rounded on the way."""
from collections import namedtuple
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

Share = namedtuple("Share", "value part whole")                     # value: per cent as a Fraction, None where the whole is 0
Enps = namedtuple("Enps", "value promoters passives detractors answers")
Turnover = namedtuple("Turnover", "leavers average rate yearly months")      # rates: per cent as a Fraction, None without headcount

PROMOTERS, DETRACTORS = range(9, 11), range(7)
FAVOURABLE = (4, 5)                                                 # agree, strongly agree
BANDS = (("under_1", 1), ("1_2", 3), ("3_5", 6), ("6_10", 11), ("over_10", None))   # name, below how many years


def share(part, whole):
    """part ÷ whole in per cent."""
    return Share(Fraction(100 * part, whole) if whole else None, part, whole)


def favourable(counts):
    """(agree + strongly agree) ÷ answered (PRACTICE 10). counts: {level 1–5: how many}; what is no answer is not in it."""
    answered = sum(counts.get(level, 0) for level in range(1, 6))
    return share(sum(counts.get(level, 0) for level in FAVOURABLE), answered)


def enps(counts):
    """% of 9–10 − % of 0–6, all answers in the denominator (PRACTICE 10). counts: {0–10: how many}."""
    answers = sum(counts.get(level, 0) for level in range(11))
    up, down = (sum(counts.get(level, 0) for level in levels) for levels in (PROMOTERS, DETRACTORS))
    return Enps(Fraction(100 * (up - down), answers) if answers else None, up, answers - up - down, down, answers)


def mean(counts):
    """The mean level of {level: how many}, as a Fraction, or None."""
    whole = sum(counts.values())
    return Fraction(sum(level * count for level, count in counts.items()), whole) if whole else None


def average_headcount(opening, month_ends):
    """The mean of the opening count and every month end in the period (PRACTICE 10), as a Fraction."""
    return mean_count(opening + sum(month_ends), 1 + len(month_ends))


def mean_count(heads, days):
    """Heads counted on some days, all together, ÷ the days, as a Fraction."""
    return Fraction(heads, days)


def turnover(leavers, average, months):
    """leavers ÷ average headcount × 100, and what that comes to in a year of twelve months (PRACTICE 10)."""
    rate = Fraction(100 * leavers) / average if average else None
    return Turnover(leavers, average, rate, rate * 12 / months if rate is not None and months else None, months)


def month_ends(starts, ends):
    """The days at which heads are counted: the last day of every month in the period, and its own last day where it ends within one."""
    found, day = [], starts
    while True:
        last = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        if last >= ends:
            return [*found, ends]
        found.append(last)
        day = last + timedelta(days=1)


def months(starts, ends):
    """How many months a period has, as a Fraction: whole ones count one each, begun ones by their days."""
    total, day = Fraction(0), starts
    while day <= ends:
        first = day.replace(day=1)
        after = (first + timedelta(days=32)).replace(day=1)
        total += Fraction((min(ends + timedelta(days=1), after) - day).days, (after - first).days)
        day = after
    return total


def years_between(hired_on, last_day):
    """Completed years from the first day to the last."""
    return last_day.year - hired_on.year - ((last_day.month, last_day.day) < (hired_on.month, hired_on.day))


def tenure_band(hired_on, last_day):
    """The name of the band of completed years, "" where the first day is not known."""
    if hired_on is None:
        return ""
    years = max(years_between(hired_on, last_day), 0)
    return next(name for name, below in BANDS if below is None or years < below)


def years_before(day, years):
    """The same day so many years earlier; the end of February stays its end."""
    if (day + timedelta(days=1)).day == 1:
        return (day.replace(day=1, year=day.year - years) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return day.replace(year=day.year - years)


def rounded(value, places=1):
    """A figure as people see it: rounded once, half up (PRACTICE 2); None stays None."""
    if value is None:
        return None
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(value)
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
