"""Aggregates as a workbook: what the pages show, every figure with its n."""
from decimal import Decimal

from ..kernel import words
from ..kernel.tables import Table
from ..kernel.words import _
from . import scoring, wording


def tables(found, by):
    """Tables of an analysis."""
    return [_table("leavers", _("Leavers"), (_("What"), _("Number")), _leavers(found)), _table("turnover", _("Turnover"), TURNOVER, _turnover("", found.turnover)),
            _table("reasons", _("Reasons"), (_("Reason"), _("As the main one"), _("Contributed")), [(_(wording.REASONS[one]), main, more) for one, main, more, _whole, _before in found.reasons]),
            _table("topics", _("Topics"), SHARES, [(_(wording.TOPICS.get(topic, topic)), *_shares(*shares)) for topic, *shares in found.topics]),
            _table("questions", _("Questions"), SHARES, [(one.prompt, *_shares(*shares)) for one, *shares in found.agreed]),
            _table("choices", _("Choices"), (_("Question"), _("Choice"), _("Chosen by"), _("Answered")),
                   [(one.prompt, label, count, answered) for one, answered, rows in found.chosen for label, count in rows]),
            _table("enps", _("Recommendation"), (_("eNPS"), _("9–10"), _("7–8"), _("0–6"), _("Answers")), [_enps(found.enps)]),
            *([_table("parts", _(wording.DIMENSIONS[by]), PARTS, [_part(by, one) for one in found.parts])] if by else [])]


TURNOVER = (_("Part"), _("Figure"), _("Leavers"), _("Average headcount"), _("Per cent"), _("Per cent a year"))
SHARES = (_("What"), _("Favourable, per cent"), _("Favourable"), _("Answered"), _("Organisation, per cent"), _("Period before, per cent"))
PARTS = (_("Part"), _("Leavers"), _("Turnover, per cent"), _("Average headcount"), _("eNPS"), _("Answers to it"))


def _table(name, title, head, rows):
    return Table(name, title, head, lambda _me: iter(rows))


def _leavers(found):
    left, answered, declined = found.leavers
    return [(_("Left"), left), (_("Answered"), answered), (_("Rather not"), declined),
            *[(_(wording.CLASSES[kind]) if kind else _("Not decided yet"), count) for kind, count in found.classes.items()],
            (_("Regretted"), found.regretted.get(True, 0))]


def _turnover(part, kinds):
    return [(part, _(wording.TURNOVER[kind]), one.leavers, _number(one.average), _number(one.rate), _number(one.yearly)) for kind, one in kinds.items()]


def _shares(share, whole=None, before=None):
    return _number(share.value), share.part, share.whole, _number(whole and whole.value), _number(before and before.value)


def _enps(one):
    return _number(one.value, 0), one.promoters, one.passives, one.detractors, one.answers


def _part(by, one):
    total = one.turnover.get("total")
    return (wording.part(by, one.value), one.leavers, _number(total and total.rate), _number(total and total.average), _number(one.enps.value, 0), one.enps.answers)


def _number(value, places=2):
    return Decimal(scoring.rounded(value, places)) if value is not None else None


def of_publication(publication, figures):
    """What was published, as this reader sees it."""
    rows = [(one["prompt"], cell["part"] or _("All"), cell["n"], Decimal(cell["halves"]) / 2, *(cell["levels"] or ())) for one in figures for cell in one["cells"].values()]
    head = (_("Question"), _("Part"), _("Answers"), _("Mean, rounded to halves"), *[words.number(level) for level in range(1, 11)])
    return [_table("published", publication.name[:31], head, rows)]


