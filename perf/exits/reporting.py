"""What is published of a closed period, once: for everybody but HR (PRACTICE 5, TRUST section 3).

One dimension at a time, from five answers on, nothing by whose subtraction somebody is found, and nobody the answers about their own
team. What is stored is what is shown; nothing is reckoned anew. An answer is in one publication only: what comes after it counts in
the next. Words that leavers wrote are in none.
"""
import json
from collections import namedtuple

from ..kernel import clock, live, trail
from ..kernel.db import write
from ..kernel.errors import Refused
from ..kernel.words import _
from ..questions.unnamed import queries as unnamed
from . import access, analysis, heads, scoring, telling
from .models import AUDIENCES, CLASSES, DIMENSIONS, FEW, REASONS, ExitAnswer, Leaving, LeavingReason, Measure, Publication, RemarkTheme, Theme

# One question as the publishing takes it: ratings {leaving: level 1…highest}; kind says how it is read
Asked = namedtuple("Asked", "key kind prompt topic highest ratings")


@write()
def publish(name, *, starts, ends, dimension, audience, few=FEW, by):
    """Publish what may be shown of a period that is over. Whoever has not answered yet stays free to count in a later one."""
    check(starts, ends, dimension, audience, few)
    publication = Publication.create(name=name, starts=starts, ends=ends, dimension=dimension, audience=audience, few=few, made_by=by, made_at=clock.now())
    counted = list(access.publishable(starts, ends).order_by(Leaving.id))
    Publication.update(told_json=json.dumps(told(counted, starts, ends, dimension, few))).where(Publication.id == publication.id).execute()
    Leaving.update(publication=publication).where(Leaving.id.in_([one.id for one in counted if one.result or one.state == "noted"])).execute()
    trail.record("publish_exits", by, kind="publication", row_id=publication.id)
    telling.published(publication, by)
    live.changed("exit-reports", 0)
    return publication


def check(starts, ends, dimension, audience, few):
    if starts > ends:
        raise Refused(_("The period ends before it begins. Please put the days in order."), "ends")
    if ends >= clock.today():
        raise Refused(_("A period is published once it is over: answers that come meanwhile would show by comparing. Choose a last day before today."), "ends")
    other = Publication.get_or_none(Publication.starts <= ends, Publication.ends >= starts)
    if other:
        raise Refused(_("“%(name)s” tells of some of these days already, and whoever compared the two would find single people. Begin after its last day.",
                        name=other.name), "starts")
    if dimension not in (*DIMENSIONS, ""):
        raise Refused(_("Choose one of the divisions shown."), "dimension")
    if audience not in AUDIENCES:
        raise Refused(_("Choose one of those shown."), "audience")
    if few < FEW:
        raise Refused(_("At least %(few)s: with fewer, people could be recognised. You may only raise it.", few=FEW), "few")


def told(counted, starts, ends, dimension, few):
    """All that a publication tells: facts, and figures with whom each is kept from."""
    parts = {one.id: part_of(one, dimension) for one in counted}
    names = sorted(set(parts.values()))
    figures = [figure for one in asked_of(counted, {one.id for one in counted if one.last_day < starts}) for figure in _figures(one, parts, names, bool(dimension), few, _known(counted))]
    return {"facts": facts(starts, ends, dimension), "parts": _named(figures, names, dimension), "leavers": len(counted),
            "answered": ExitAnswer.select(ExitAnswer.leaving).where(ExitAnswer.leaving.in_([one.id for one in counted])).distinct().count(), "figures": figures}


def _named(figures, names, dimension):
    """The parts that a report names: those that are known; of classes, which are HR's, those alone of which something is shown."""
    shown = {cell["part"] for one in figures for cell in one["cells"]}
    return [name for name in names if name and (dimension != "class" or name in shown)] if dimension else []


def part_of(leaving, dimension):
    if dimension == "tenure":
        return scoring.tenure_band(leaving.hired_on, leaving.last_day)
    return getattr(leaving, {"class": "kind"}.get(dimension, dimension)) if dimension else ""


def _known(counted):
    """{person: leavings} whose answers somebody knows, or must not get at: of one's own team, whom one talked with, one's own."""
    found = {}
    for one in counted:
        for person in {one.manager_id, one.interviewer_id, one.person_id} - {None}:
            found.setdefault(person, set()).add(one.id)
    return found


def _figures(asked, parts, names, is_divided, few, known):
    """The figures of one question: part ("" for all), n, mean in halves, how many chose each level; and what single readers see of it."""
    numbered = {name: number for number, name in enumerate(names, 1)}
    ratings = _by_part(asked.ratings, parts, numbered)
    shown = unnamed.may_show(ratings, few=few, highest=asked.highest, is_divided=is_divided)
    if not shown:
        return []
    seen = {}
    for person, leavings in known.items():
        theirs = _by_part({number: level for number, level in asked.ratings.items() if number in leavings}, parts, numbered)
        if theirs:
            left = unnamed.may_see(ratings, shown, theirs, few=few, highest=asked.highest)
            seen[person] = _cells(left, names)
    return [{"key": asked.key, "kind": asked.kind, "prompt": asked.prompt, "topic": asked.topic, "highest": asked.highest,
             "cells": _cells(shown, names), "seen": seen}]


def _by_part(ratings, parts, numbered):
    found = {}
    for number, level in sorted(ratings.items()):
        found.setdefault(numbered[parts[number]], []).append(level)
    return found


def _cells(shown, names):
    """Without the part of those of whom it is not known: it has no name, and no line of its own."""
    return [_cell(one, names) for one in shown if not one.part_id or names[one.part_id - 1]]


def _cell(one, names):
    return {"part": names[one.part_id - 1] if one.part_id else None, "n": one.count, "halves": one.halves, "levels": list(one.levels) if one.levels else None}


def asked_of(counted, late=frozenset()):
    """Everything that is counted of some leavings, each as levels from 1: answers, choices, reasons, class, regretted, themes of comments.

    Of those who answered late, what HR decided was in the report before, so here they count with what they said alone.
    """
    ids, counted = [one.id for one in counted], [one for one in counted if one.id not in late]
    yield from _answers(ids)
    yield from _reasons([one.id for one in counted])
    for kind in CLASSES:
        yield Asked(f"class-{kind}", "class", kind, "", 2, {one.id: 1 + (one.kind == kind) for one in counted if one.kind})
    yield Asked("regretted", "regretted", "", "", 2, {one.id: 1 + one.is_regretted for one in counted if one.is_regretted is not None})
    yield from _themes(ids)


def _answers(ids):
    rows, chosen = {}, {}
    for measure, leaving, level, choice in ExitAnswer.select(ExitAnswer.measure, ExitAnswer.leaving, ExitAnswer.level, ExitAnswer.choice).where(
            ExitAnswer.leaving.in_(ids)).tuples():
        if level is not None:
            rows.setdefault(measure, {})[leaving] = level
        if choice is not None:
            chosen.setdefault(measure, {}).setdefault(leaving, set()).add(choice)
    for one in Measure.select().order_by(Measure.order, Measure.id):
        if one.id in rows and one.kind == "recommend":
            yield Asked(one.key, one.kind, one.prompt, one.topic, 3, {leaving: _group(level) for leaving, level in rows[one.id].items()})
        elif one.id in rows and one.kind in analysis.LEVELLED:
            yield Asked(one.key, one.kind, one.prompt, one.topic, one.highest, rows[one.id])
        elif one.id in chosen:
            for number, option in enumerate(one.options or ["no", "yes"]):
                yield Asked(f"{one.key}-{number}", one.kind, f"{one.prompt}\n{option}", one.topic, 2,
                            {leaving: 1 + (number in said) for leaving, said in chosen[one.id].items()})


def _group(level):
    """Of the recommendation: 1 would not, 2 neither, 3 would."""
    return 3 if level in scoring.PROMOTERS else 1 if level in scoring.DETRACTORS else 2


def _reasons(ids):
    main = {}
    for leaving, reason in LeavingReason.select(LeavingReason.leaving, LeavingReason.reason).where(LeavingReason.leaving.in_(ids)).tuples():
        main.setdefault(leaving, set()).add(reason)
    for reason in REASONS:
        if any(reason in given for given in main.values()):
            yield Asked(f"reason-{reason}", "reason", reason, "", 2, {leaving: 1 + (reason in given) for leaving, given in main.items()})


def _themes(ids):
    wrote = {number for number, in ExitAnswer.select(ExitAnswer.leaving).where(ExitAnswer.leaving.in_(ids), ExitAnswer.text != "").distinct().tuples()}
    rows = RemarkTheme.select(RemarkTheme.theme, ExitAnswer.leaving).join(ExitAnswer).where(ExitAnswer.leaving.in_(ids)).distinct().tuples()
    found = {}
    for theme, leaving in rows:
        found.setdefault(theme, set()).add(leaving)
    for one in Theme.select().order_by(Theme.order, Theme.id):
        if one.id in found:
            yield Asked(f"theme-{one.id}", "theme", one.name, "", 2, {leaving: 1 + (leaving in found[one.id]) for leaving in sorted(wrote)})


def facts(starts, ends, dimension):
    """Head counts and total and first-year turnover of the period, facts without a minimum: of the whole, and of each part."""
    counted, of = heads.Heads(), {}
    for name in ("", *([dimension] if dimension in ("department", "manager", "role", "tenure") else [])):
        rates = heads.turnover(counted, starts, ends, name)
        called = heads.names(counted, name, rates)
        of[name] = [[called.get(value, value or "") if name else "", *_rate(kinds)] for value, kinds in rates.items()]
    return {"whole": of[""][0][1:] if of[""] else [], "parts": sorted(of.get(dimension, [])) if dimension else [], "years": years(counted, starts, ends)}


def years(counted, starts, ends):
    """The same span of up to five years, the oldest first: [last day, leavers, average headcount as numerator and denominator]."""
    found = []
    for back in range(4, -1, -1):
        first, last = (scoring.years_before(day, back) for day in (starts, ends))
        total = heads.turnover(counted, first, last)[None]["total"]
        if total.average:
            found.append([last.isoformat(), total.leavers, total.average.numerator, total.average.denominator])
    return found


def _rate(kinds):
    """Leavers, leavers in their first year, average headcount in twelfths and hundredths-free form (numerator, denominator), months likewise."""
    total, first = kinds["total"], kinds["first_year"]
    return [total.leavers, first.leavers, total.average.numerator if total.average else 0, total.average.denominator if total.average else 1]


# reading it

def figures_for(me, publication):
    """The figures of a publication as one reader sees them: those of one's own team never, nor what they could be reckoned out of."""
    return [{**one, "cells": {cell["part"] or "": cell for cell in one["seen"].get(str(me.id), one["cells"])}} for one in publication.told["figures"]]
