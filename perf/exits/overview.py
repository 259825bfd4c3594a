"""An analysis as its page and its workbook show it: every figure with its n, the organisation and the period before beside it."""
from dataclasses import dataclass, field

from . import analysis, heads, scoring
from .models import REASONS

SAID = ("voluntary", "regretted")


@dataclass
class Overview:
    """What one reader sees of the leavers that some filters find."""

    filters: object
    leavers: tuple = ()                                     # left, answered, declined
    apart: int = 0
    classes: dict = field(default_factory=dict)
    regretted: dict = field(default_factory=dict)
    turnover: dict = field(default_factory=dict)            # {kind: Turnover}
    turnover_before: dict = field(default_factory=dict)
    reasons: list = field(default_factory=list)             # (reason, main, contributed)
    counted: dict = field(default_factory=dict)             # {measure id: Counted}
    whole: dict = field(default_factory=dict)               # of the organisation, where the filters leave somebody out
    before: dict = field(default_factory=dict)
    leavers_before: tuple = ()
    themes: list = field(default_factory=list)
    unsorted: int = 0
    parts: list = field(default_factory=list)               # Part of each value of the dimension that is laid side by side

    @property
    def enps(self):
        return analysis.enps(self.counted)

    @property
    def topics(self):
        """[(topic, share, share of the organisation or None, share before)], the least favourable first."""
        of_whole, before = analysis.topics(self.whole) if self.whole else {}, analysis.topics(self.before)
        rows = [(topic, share, of_whole.get(topic), before.get(topic)) for topic, share in analysis.topics(self.counted).items()]
        return sorted(rows, key=lambda row: (row[1].value if row[1].value is not None else 101, row[0]))

    @property
    def agreed(self):
        """[(measure, share, of the organisation, before)] of each agree–disagree question."""
        return [(one.measure, *[scoring.favourable(found[number].counts) if number in found else None for found in (self.counted, self.whole, self.before)])
                for number, one in self.counted.items() if one.measure.kind == "agreement"]

    @property
    def rated(self):
        return [one for one in self.counted.values() if one.measure.kind == "rating"]

    @property
    def chosen(self):
        """[(measure, answered, [(option, how many)])] of each question with choices, the most chosen first."""
        found = []
        for one in self.counted.values():
            if one.measure.kind in ("choice", "choices", "yesno"):
                options = dict(enumerate(one.measure.options)) if one.measure.kind != "yesno" else {1: "yes", 0: "no"}
                rows = [(label, one.counts.get(number, 0)) for number, label in options.items()]
                found.append((one.measure, one.answered, sorted(rows, key=lambda row: -row[1])))
        return found


@dataclass
class Part:
    """One value of a dimension, beside the others."""

    value: object
    name: str
    leavers: int = 0
    turnover: dict = field(default_factory=dict)
    enps: object = None
    topics: dict = field(default_factory=dict)


def overview(me, filters, by=""):
    found = Overview(filters, analysis.leavers(me, filters), analysis.kept_apart(me, filters), *analysis.by_class(me, filters))
    found.leavers_before = analysis.leavers(me, filters.before)
    people = heads.Heads(me)
    matches = heads.matching(people, filters.narrowed)
    found.turnover, found.turnover_before = (heads.turnover(people, one.starts, one.ends, "", matches).get(None, {}) for one in (filters, filters.before))
    given = analysis.reasons(me, filters)
    found.reasons = sorted(((reason, *given[reason]) for reason in REASONS if reason in given), key=lambda row: (-row[1], -row[2]))
    found.counted, found.before = (analysis.counts(me, one).get("", {}) for one in (filters, filters.before))
    found.whole = analysis.counts(me, filters.whole).get("", {}) if filters.narrowed else {}
    found.themes, found.unsorted = analysis.themes(me, filters)
    found.parts = parts(me, filters, by, people, matches) if by else []
    return found


def parts(me, filters, by, people, matches):
    """Each value of a dimension with leavers, turnover (a fact of all heads), eNPS and favourable shares by topic."""
    counts, told = analysis.leavers_by(me, filters, by), analysis.counts(me, filters, by)
    rates = heads.turnover(people, filters.starts, filters.ends, by, matches) if by != "class" else {}
    called = heads.names(people, by, rates)
    named = {called.get(value, value if by == "tenure" else "") or "": kinds for value, kinds in rates.items()}
    found = [Part(value, value, counts.get(value, 0), named.get(value, {}), analysis.enps(told.get(value, {})), analysis.topics(told.get(value, {})))
             for value in {*counts, *told, *[name for name, kinds in named.items() if kinds["total"].leavers or kinds["total"].average]}]
    bands = [band for band, _below in scoring.BANDS]
    return sorted(found, key=lambda one: (bands.index(one.value) if one.value in bands else len(bands)) if by == "tenure" else (-one.leavers, str(one.name)))
