"""What leavers said, counted: for HR, with filters as they like. One statement a table, however many leavers."""
from collections import Counter, namedtuple
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import and_

import peewee as pw

from ..kernel.db import database
from . import access, scoring
from .models import ExitAnswer, Leaving, LeavingReason, Measure, RemarkTheme, Theme

DAY = timedelta(days=1)
COLUMNS = {"department": Leaving.department, "manager": Leaving.manager, "role": Leaving.role, "class": Leaving.kind}
LEVELLED = ("agreement", "recommend", "rating")


@dataclass(frozen=True)
class Filters:
    """What an analysis is narrowed down to. Departments, managers and roles go by the names that the leavings keep."""

    starts: date
    ends: date
    department: str = ""
    manager: str = ""
    role: str = ""
    tenure: str = ""
    kind: str = ""

    @property
    def narrowed(self):
        """{dimension: value} of what is chosen besides the period."""
        return {name: value for name, value in (("department", self.department), ("manager", self.manager), ("role", self.role),
                                                ("tenure", self.tenure), ("class", self.kind)) if value}

    @property
    def before(self):
        """The period before, as long as this one; of whole months, as many months."""
        starts, ends = self.starts, self.ends
        if starts.day == 1 and (ends + DAY).day == 1:
            count = (ends.year - starts.year) * 12 + ends.month - starts.month + 1
            month = starts.year * 12 + starts.month - 1 - count
            return Filters(date(month // 12, month % 12 + 1, 1), starts - DAY, *list(vars(self).values())[2:])
        return Filters(starts - (ends - starts) - DAY, starts - DAY, *list(vars(self).values())[2:])

    @property
    def whole(self):
        """The organisation in the same period."""
        return Filters(self.starts, self.ends)


# One measure with its counts: {level: n} or {option: n}; asked: how many leavers answered it
Counted = namedtuple("Counted", "measure counts answered")


def where(me, filters):
    """The WHERE of the leavings that are counted: the period and the filters, and what this reader may read."""
    found = [access.readable(me), Leaving.state.in_(access.COUNTED), Leaving.last_day.between(filters.starts, filters.ends)]
    found += [COLUMNS[name] == value for name, value in filters.narrowed.items() if name in COLUMNS]
    if filters.tenure:
        found.append(in_band(filters.tenure))
    return reduce(and_, found)


def in_band(name):
    """Completed years between the first and the last day: whole years, as scoring.years_between counts them."""
    years = years_here()
    at = [band for band, _below in scoring.BANDS].index(name)
    below, least = scoring.BANDS[at][1], scoring.BANDS[at - 1][1] if at else None
    found = Leaving.hired_on.is_null(False)
    if least is not None:
        found &= years >= least
    return found & (years < below) if below is not None else found


def years_here():
    """Completed years in SQL; a last day before the first counts as none."""
    year = pw.fn.SUBSTR(Leaving.last_day, 1, 4).cast("INTEGER") - pw.fn.SUBSTR(Leaving.hired_on, 1, 4).cast("INTEGER")
    not_yet = pw.Case(None, [(pw.fn.SUBSTR(Leaving.last_day, 6, 5) < pw.fn.SUBSTR(Leaving.hired_on, 6, 5), 1)], 0)
    return pw.fn.MAX(year - not_yet, 0)


def band_column():
    years, cases = years_here(), []
    for name, below in scoring.BANDS:
        cases.append(((years < below) if below is not None else years.is_null(False), name))
    return pw.Case(None, [(Leaving.hired_on.is_null(), ""), *cases], "")


def column_of(dimension):
    return band_column() if dimension == "tenure" else COLUMNS[dimension]


def leavers(me, filters):
    """(how many left, how many of them said something, how many declined)."""
    said = Leaving.id.in_(ExitAnswer.select(ExitAnswer.leaving))
    rows = Leaving.select(pw.fn.COUNT(Leaving.id), pw.fn.SUM(pw.Case(None, [(said, 1)], 0)), pw.fn.SUM(pw.Case(None, [(Leaving.result == "declined", 1)], 0)))
    [(whole, given, declined)] = database.execute(rows.where(where(me, filters)))
    return whole, given or 0, declined or 0


def leavers_by(me, filters, dimension):
    """{value of the dimension: how many left}."""
    column = column_of(dimension)
    return dict(database.execute(Leaving.select(column, pw.fn.COUNT(Leaving.id)).where(where(me, filters)).group_by(column)))


def kept_apart(me, filters):
    """How many leavings of the period this reader does not read: about or by HR, of one's own team, or one's own."""
    found = Leaving.select().where(Leaving.state.in_(access.COUNTED), Leaving.last_day.between(filters.starts, filters.ends), Leaving.person.is_null(False))
    return found.count() - found.where(access.readable(me)).count()


def by_class(me, filters):
    """{class: how many}, "" where HR has not decided yet; and {True, False, None: how many are regretted}."""
    rows = list(database.execute(Leaving.select(Leaving.kind, Leaving.is_regretted, pw.fn.COUNT(Leaving.id)).where(where(me, filters))
                                 .group_by(Leaving.kind, Leaving.is_regretted)))
    kinds, regretted = Counter(), Counter()
    for kind, was, count in rows:
        kinds[kind] += count
        regretted[None if was is None else bool(was)] += count
    return kinds, regretted


def reasons(me, filters):
    """{reason: (as the main one, as one that contributed)} as HR decided."""
    rows = database.execute(LeavingReason.select(LeavingReason.reason, LeavingReason.is_main, pw.fn.COUNT(LeavingReason.id)).join(Leaving)
                            .where(where(me, filters)).group_by(LeavingReason.reason, LeavingReason.is_main))
    found = {}
    for reason, is_main, count in rows:
        had = found.get(reason, (0, 0))
        found[reason] = (had[0] + count, had[1]) if is_main else (had[0], had[1] + count)
    return found


def measures():
    return {one.id: one for one in Measure.select().order_by(Measure.order, Measure.id)}


def counts(me, filters, dimension=""):
    """{value of the dimension: {measure id: Counted}}; {"": …} without one. What is no answer is not counted."""
    known, told = measures(), {}
    of = [column_of(dimension)] if dimension else []
    said = pw.fn.COALESCE(ExitAnswer.level, ExitAnswer.choice)
    rows = (ExitAnswer.select(ExitAnswer.measure, said, pw.fn.COUNT(ExitAnswer.id), *of).join(Leaving)
            .where(where(me, filters), said.is_null(False)).group_by(ExitAnswer.measure, said, *of))
    for measure, value, count, *part in database.execute(rows):
        told.setdefault(part[0] if part else "", {}).setdefault(measure, Counter())[value] += count
    answered = {}
    rows = (ExitAnswer.select(ExitAnswer.measure, pw.fn.COUNT(ExitAnswer.leaving.distinct()), *of).join(Leaving)
            .where(where(me, filters), said.is_null(False)).group_by(ExitAnswer.measure, *of))
    for measure, count, *part in database.execute(rows):
        answered[part[0] if part else "", measure] = count
    return {part: {number: Counted(known[number], found[number], answered[part, number]) for number in known if number in found}
            for part, found in told.items()}


def topics(counted):
    """{topic: scoring.Share}: all its agree–disagree answers together."""
    found = {}
    for one in counted.values():
        if one.measure.kind == "agreement":
            found.setdefault(one.measure.topic or "other", Counter()).update(one.counts)
    return {topic: scoring.favourable(levels) for topic, levels in found.items()}


def enps(counted):
    """Of the recommendation question; where several ask so, the core one."""
    asked = [one for one in counted.values() if one.measure.kind == "recommend"]
    asked.sort(key=lambda one: (not one.measure.is_core, one.measure.order))
    return scoring.enps(asked[0].counts) if asked else scoring.enps({})


def remarks(me, filters, theme=None, measure=None):
    """What leavers wrote: ExitAnswers with their leaving and question, the latest last day first."""
    found = (access.remarks_to_read(me).select(ExitAnswer, Leaving, Measure).switch(ExitAnswer).join(Measure).where(where(me, filters))
             .order_by(Leaving.last_day.desc(), Leaving.id, Measure.order))
    if measure:
        found = found.where(ExitAnswer.measure == measure)
    if theme == 0:
        return found.where(ExitAnswer.id.not_in(RemarkTheme.select(RemarkTheme.answer)))
    return found.where(ExitAnswer.id.in_(RemarkTheme.select(RemarkTheme.answer).where(RemarkTheme.theme == theme))) if theme else found


def themes(me, filters):
    """[(Theme, how many comments, how many leavers)], and how many comments carry none."""
    rows = {number: (comments, whom) for number, comments, whom in database.execute(
        RemarkTheme.select(RemarkTheme.theme, pw.fn.COUNT(RemarkTheme.id), pw.fn.COUNT(ExitAnswer.leaving.distinct())).join(ExitAnswer).join(Leaving)
        .where(where(me, filters)).group_by(RemarkTheme.theme))}
    told = [(one, *rows.get(one.id, (0, 0))) for one in Theme.select().where(~Theme.is_archived).order_by(Theme.order, Theme.id)]
    return told, remarks(me, filters, theme=0).count()


def choices(me):
    """What the filters offer: the names that leavings keep, each with how many."""
    found = {}
    for name in ("department", "manager", "role"):
        column = COLUMNS[name]
        rows = Leaving.select(column, pw.fn.COUNT(Leaving.id)).where(access.readable(me), Leaving.state.in_(access.COUNTED), column != "").group_by(column).order_by(column)
        found[name] = list(database.execute(rows))
    return found


def span(me):
    """(first, last) last day among the leavings that are counted."""
    row = Leaving.select(pw.fn.MIN(Leaving.last_day), pw.fn.MAX(Leaving.last_day)).where(access.readable(me), Leaving.state.in_(access.COUNTED))
    [(first, last)] = database.execute(row)
    return tuple(date.fromisoformat(one) if isinstance(one, str) else one for one in (first, last))



def period_of(ends, count=12):
    """(first day, last day) of so many whole months up to the month of a day."""
    month = ends.year * 12 + ends.month - count
    last = (ends.replace(day=28) + timedelta(days=4)).replace(day=1) - DAY
    return date(month // 12, month % 12 + 1, 1), last
