"""Questions: templates, sheets and answers, for reviews and whoever asks later. Cannot be switched off."""
from fractions import Fraction

from ..kernel import modules, words
from ..kernel.modules import Module
from ..kernel.words import _
from . import exports, keeping, queries, scoring, starter, telling, views
from .editing import KIND_CHOICES, TEMPLATE_KIND_CHOICES, TOPIC_CHOICES, weight_text


@views.bp.app_context_processor
def figures():
    """How a page writes shares and scores; the same everywhere."""
    return {"rounded": scoring.rounded, "sections": queries.sections, "runs": queries.runs, "hidden_of": queries.hidden, "level_words": level_words,
            "share": share, "percent": percent,
            "kind_words": dict(KIND_CHOICES), "template_kind_words": dict(TEMPLATE_KIND_CHOICES), "author_words": telling.author_words,
            "touched_words": telling.touched_words, "version_words": telling.version_words, "changes_of": telling.changes_of,
            "topic_words": dict(TOPIC_CHOICES), "waits_in_file": telling.waits_in_file, "room_of": modules.subjects,
            "beside_of": queries.beside, "weight_text": weight_text,
            "part_whole": lambda parts: sum(part.weight for part in parts),
            "line_whole": lambda part: sum(line.weight for line in part.lines)}


def level_words(question, rating, is_na=False):
    """A level as one line says it: its figure, or how far somebody agrees."""
    if is_na or rating is None:
        return _("not applicable") if is_na else _("none")
    named = {level["value"]: level["label"] for level in question.levels} if question.kind == "agreement" else {}
    return _(named[rating]) if rating in named else str(rating)


def share(value):
    """A fraction of 1 as per cent with two decimals."""
    return "–" if value is None else f"{words.decimals(scoring.rounded(Fraction(value) * 100))} %"


def percent(weight, whole):
    """What per cent a weight comes to, without needless decimals."""
    if not whole:
        return "–"
    value = Fraction(weight) * 100 / Fraction(whole)
    return f"{words.decimals(scoring.rounded(value, 0 if value.denominator == 1 else 1), 0 if value.denominator == 1 else 1)} %"


def nav(me):
    return [{"desk": "hr", "label": _("Templates"), "url": "/questions/templates/", "icon": "pencil",
             "order": 45}] if "hr" in me.powers else []


MODULE = Module(name="questions", title=_("Questions"), exports=exports.TABLES, blueprint=views.bp, nav=nav, forgets=keeping.forgets,
                reacts={"founded": lambda _person: starter.add_starter_templates()})
