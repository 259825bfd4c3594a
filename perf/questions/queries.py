"""What a sheet holds, how far it is, and what its answers come to."""
import json
from collections import namedtuple
from fractions import Fraction
from functools import lru_cache
from math import lcm

import peewee as pw

from ..kernel.db import prepared
from . import scoring
from .models import AUTHORS, Answer, Item, Question, Section, Sheet, Template

Level = namedtuple("Level", "value label anchor")
FIELDS = ("id", "version", "rating", "is_na", "text", "choice", "saved_at", "return_note", "question_id", "section_id",
          "section_title", "section_about", "section_weight", "kind", "prompt", "help", "options_json", "levels_json",
          "weight", "weight_base", "is_required", "may_be_na", "asks_comment")


class Row(namedtuple("Row", FIELDS)):
    """One question of a sheet with its answer, as a page shows it."""

    __slots__ = ()

    @property
    def levels(self):
        return levels_of(self.levels_json)

    @property
    def options(self):
        return options_of(self.options_json)

    @property
    def chosen(self):
        return {int(number) for number in self.choice.split()} if self.kind in ("choice", "choices") else set()

    @property
    def is_answered(self):
        """Whether the question itself is answered; a required comment has its own check."""
        if self.kind == "rating":
            return self.rating is not None or self.is_na
        return bool(self.choice if self.kind in ("choice", "choices", "yesno") else self.text.strip())

    @property
    def is_missing(self):
        """Whether submitting waits for this: unanswered is not the same as not applicable."""
        if self.is_na:
            return False
        lacks_comment = self.kind == "rating" and self.asks_comment == "required" and not self.text.strip()
        return (self.is_required and not self.is_answered) or (lacks_comment and self.is_answered)


Progress = namedtuple("Progress", "rows score label levels answered total missing last_saved parts")


@lru_cache(maxsize=256)
def levels_of(text):
    return tuple(Level(one["value"], one["label"], one.get("anchor", "")) for one in json.loads(text))


@lru_cache(maxsize=256)
def options_of(text):
    return tuple(json.loads(text))


@prepared
def _rows(sheet_id):
    return (Answer.select(
        Answer.id, Answer.version, Answer.rating, Answer.is_na, Answer.text, Answer.choice, Answer.saved_at,
        Answer.return_note, Question.id, Question.section_id, Question.section_title, Question.section_about,
        Question.section_weight, Question.kind, Question.prompt, Question.help, Question.options_json,
        Question.levels_json, Question.weight, Question.weight_base, Question.is_required, Question.may_be_na,
        Question.asks_comment)
        .join(Question).where(Answer.sheet == sheet_id, Answer.is_retired == False)  # noqa: E712
        .order_by(Question.section_order, Question.section_id, Question.order, Question.id))


def rows_of(sheet_ids):
    """Every question with its answer of some sheets, by sheet: one query a sheet."""
    return {sheet_id: [Row._make(row) for row in _rows(sheet_id=sheet_id)] for sheet_id in sheet_ids}


def retired_texts(sheet_id):
    """What was written to questions that are asked no more: (question, text)."""
    kept = Answer.select(Question.prompt, Answer.text).join(Question)
    return list(kept.where(Answer.sheet == sheet_id, Answer.is_retired == True, Answer.text != "").tuples())  # noqa: E712


def sections(rows):
    """Rows grouped by section in their order: (title, about, weight, rows)."""
    groups = {}
    for row in rows:
        groups.setdefault(row.section_id, []).append(row)
    return [(group[0].section_title, group[0].section_about, group[0].section_weight, group) for group in groups.values()]


def parts(rows):
    """What of a sheet is scored, as the arithmetic takes it."""
    made = []
    for group in sections([row for row in rows if row.kind == "rating"]):
        title, _about, weight, members = group
        common = lcm(*(row.weight_base for row in members))     # only the proportion counts, and whole numbers are quick
        marks = [scoring.Mark(row.id, row.prompt, row.weight * (common // row.weight_base), row.rating, row.is_na) for row in members]
        made.append(scoring.Part(members[0].section_id, title, weight, marks))
    return [part for part in made if part.weight > 0]


def progress_of(rows):
    """How far a sheet is, and what its answers come to: the same function live and at the end."""
    scored = parts(rows)
    result = scoring.score(scored)
    levels = next((row.levels for row in rows if row.levels), ())
    saved = [row.saved_at for row in rows if row.saved_at]
    return Progress(rows, result, label_of(result.overall, levels), levels, sum(row.is_answered for row in rows), len(rows),
                    [row for row in rows if row.is_missing], max(saved, default=None), scored)


def label_of(overall, levels):
    """The label that a score carries on a scale, or None."""
    return levels[scoring.level_of(overall, len(levels)) - 1].label if overall is not None and levels else None


def as_kept(overall, levels):
    """A score as it is kept: (whole hundredths or None, label)."""
    return scoring.hundredths(overall), label_of(overall, levels) or ""


def parts_without_reason(progress):
    """The parts of a sheet in which so much is not applicable that a reason is due."""
    return scoring.parts_without_reason(progress.parts)


def progress(sheet_id):
    return progress_of(rows_of([sheet_id])[sheet_id])


def templates():
    """The templates that can be launched, with how many questions each asks."""
    return list(Template.select(Template, pw.fn.COUNT(Item.id).alias("items")).join(Section, pw.JOIN.LEFT_OUTER)
                .join(Item, pw.JOIN.LEFT_OUTER, on=(Item.section == Section.id) & (Item.is_retired == False))  # noqa: E712
                .where(Template.is_archived == False).group_by(Template.id).order_by(Template.id))  # noqa: E712


def outline(template):
    """The sections of a template with their items, and what per cent of the score each comes to."""
    found = list(Section.select().where(Section.template == template).order_by(Section.order, Section.id))
    items = list(Item.select().where(Item.section.in_(found), Item.is_retired == False)  # noqa: E712
                 .order_by(Item.order, Item.id))
    whole = sum(section.weight for section in found)
    shown = []
    for section in found:
        own = [item for item in items if item.section_id == section.id]
        inside = sum(item.weight for item in own if item.is_scored)
        for item in own:
            item.share = Fraction(item.weight, inside) if item.is_scored and inside else None
        shown.append((section, Fraction(section.weight, whole) if whole else None, own))
    return shown


def touched_by(item):
    """How many open and how many submitted sheets ask this item: what its editor reads first."""
    asked = (Answer.select(Answer.sheet).join(Question)
             .where(Question.item == item, Answer.is_retired == False).distinct())  # noqa: E712
    counts = dict(Sheet.select(Sheet.state, pw.fn.COUNT(Sheet.id)).where(Sheet.id.in_(asked)).group_by(Sheet.state).tuples())
    open_ones = sum(counts.get(state, 0) for state in ("not started", "draft", "returned"))
    return open_ones, sum(counts.values()) - open_ones


def asks_everybody(template_id):
    """Whether a template asks every kind of author something."""
    asked = Item.select(Item.authors).join(Section).where(Section.template == template_id, Item.is_retired == False)  # noqa: E712
    return set(AUTHORS) <= {author for authors, in asked.tuples() for author in authors.split()}
