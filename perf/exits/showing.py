"""What was published, in words and for bars: exact where enough answered, in bands where fewer did (TRUST section 3)."""
from collections import namedtuple
from fractions import Fraction

from ..kernel import words
from ..kernel.words import _, n_
from . import scoring, wording
from .models import REASONS

# said: the figure in words; share: 0–100 for a bar, or None where only a band is shown; n: how many answers stand behind it
Shown = namedtuple("Shown", "said share n")
BINARY = ("class", "regretted", "reason", "theme", "choice", "choices", "yesno")
AGREE = ((8, _("mostly agree")), (7, _("rather agree")), (5, _("divided")), (0, _("mostly disagree")))
RECOMMEND = ((5, _("most would")), (4, _("divided")), (0, _("most would not")))
HOLD = ((4, _("most")), (3, _("about half")), (0, _("few or none")))


def shown(figure, part=""):
    """One figure of a part, "" for all; None where nothing may be shown."""
    cell = figure["cells"].get(part)
    if cell is None:
        return None
    levels = dict(enumerate(cell["levels"], 1)) if cell["levels"] else None
    if figure["kind"] in BINARY:
        return _binary(cell, levels)
    if figure["kind"] == "recommend":
        return _recommend(cell, levels)
    return _levelled(figure, cell, levels)


def _binary(cell, levels):
    if levels is None:
        return Shown(_band(HOLD, cell["halves"]), None, cell["n"])
    share = Fraction(100 * levels.get(2, 0), cell["n"])
    return Shown(_("%(part)s of %(whole)s", part=levels.get(2, 0), whole=cell["n"]), float(share), cell["n"])


def _recommend(cell, levels):
    if levels is None:
        return Shown(_band(RECOMMEND, cell["halves"]), None, cell["n"])
    value = Fraction(100 * (levels.get(3, 0) - levels.get(1, 0)), cell["n"])
    return Shown(_("eNPS %(value)s", value=words.decimals(scoring.rounded(value, 0), 0)), None, cell["n"])


def _levelled(figure, cell, levels):
    if figure["kind"] == "agreement" and levels is not None:
        share = scoring.favourable(levels)
        return Shown(_("%(value)s %%", value=words.decimals(scoring.rounded(share.value, 0), 0)), float(share.value), cell["n"])
    if figure["kind"] == "agreement":
        return Shown(_band(AGREE, cell["halves"]), None, cell["n"])
    return Shown(_("%(mean)s of %(highest)s", mean=words.decimals(Fraction(cell["halves"], 2), 1), highest=figure["highest"]), None, cell["n"])


def _band(bands, halves):
    return _(next(word for least, word in bands if halves >= least))


def called(figure):
    """What a figure is about, in words."""
    kind, name = figure["kind"], figure["prompt"]
    if kind == "class":
        return _(wording.CLASSES[name])
    if kind == "reason" and name in REASONS:
        return _(wording.REASONS[name])
    if kind == "regretted":
        return _("Regretted")
    return name.partition("\n")[2] or name


def question_of(figure):
    """The question of a choice."""
    return figure["prompt"].partition("\n")[0]


def grouped(figures):
    """{group: figures}: answers by topic, recommendation, reasons, classes, themes, choices by question."""
    found = {"agreement": [], "recommend": [], "rating": [], "reason": [], "class": [], "theme": [], "choices": {}}
    for one in figures:
        if one["kind"] in ("choice", "choices", "yesno"):
            found["choices"].setdefault(question_of(one), []).append(one)
        else:
            found[one["kind"] if one["kind"] != "regretted" else "class"].append(one)
    return found


KEPT = "kept"            # the key of the core question what would have kept them
MOST = {"reason": 6, "kept": 5, "agreement": 8, "theme": 6, "class": 6}


def front(figures, before):
    """{group: [(figure, Shown, Shown of the report before or None)]} of what fits on one page: what is certain enough to be said, the most telling first."""
    earlier = {one["key"]: one for one in before}
    rows = {"class": [], "reason": [], "kept": [], "agreement": [], "theme": [], "recommend": []}
    for one in figures:
        group = "kept" if one["key"].rpartition("-")[0] == KEPT else {"regretted": "class"}.get(one["kind"], one["kind"])
        cell = shown(one)
        if cell and group in rows and (one["kind"] not in BINARY or _is_named(cell)):
            rows[group].append((one, cell, shown(earlier[one["key"]]) if one["key"] in earlier else None))
    for group, most in MOST.items():
        rows[group].sort(key=lambda row: _telling(group, row[1]))
        rows[group] = rows[group][:most]
    return rows


def _is_named(cell):
    """Whether a reason or a theme weighed with anybody; of a band, with more than a few."""
    return bool(cell.share) if cell.share is not None else cell.said != _(HOLD[-1][1])


def _telling(group, cell):
    """The least favourable first, and the most named reasons; what only a band says after what is exact, in the order of the bands."""
    bands = [_(word) for _least, word in (reversed(AGREE) if group == "agreement" else HOLD)]
    if cell.share is None:
        return 1000 + (bands.index(cell.said) if cell.said in bands else len(bands))
    return cell.share if group == "agreement" else -cell.share


def by_question(groups):
    """[(question or "", figures)] for the table of all: a question with its choices under one head."""
    found = [(_("How and why people left"), groups["class"] + groups["reason"]), (_("What they said"), groups["recommend"] + groups["agreement"] + groups["rating"]),
             *groups["choices"].items(), (_("What comments were about"), groups["theme"])]
    return [(group, figures) for group, figures in found if figures]


def why_not(publication):
    """Under the figures: why some are missing."""
    return n_("Where fewer than %(num)s answered, where all said the same, or where others could be reckoned out by subtracting, nothing is shown. "
              "Means are rounded to halves; from 10 answers on shares are exact.",
              "Where fewer than %(num)s answered, where all said the same, or where others could be reckoned out by subtracting, nothing is shown. "
              "Means are rounded to halves; from 10 answers on shares are exact.", publication.few)
