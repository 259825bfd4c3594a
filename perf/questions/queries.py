"""What a sheet holds, how far it is, and what its answers come to."""
import json
from collections import namedtuple
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from math import lcm

import peewee as pw

from ..kernel import modules
from ..kernel.db import prepared
from ..roles import queries as roles
from ..settings import queries as settings
from . import asking, scoring
from .models import OF_PERSON, OPEN_STATES, REVIEWERS, TOPICS, Answer, Item, LibraryQuestion, Question, Scale, Section, Sheet, Template

Level = namedtuple("Level", "value label anchor start", defaults=("", None))
MOST_AT_ONCE = 10_000
FIELDS = ("id", "version", "rating", "is_na", "text", "choice", "saved_at", "return_note", "question_id", "section_id",
          "section_title", "section_about", "section_weight", "kind", "prompt", "help", "options_json", "levels_json",
          "weight", "weight_base", "is_required", "may_be_na", "asks_comment", "is_for_hr", "item_id", "writer_id", "about_id", "standing",
          "key", "topic", "shown_if_json")
LEVELLED = ("rating", "agreement", "recommend")     # answered by a level


class Whom(namedtuple("Whom", "kind role person period day", defaults=(None, None, None))):
    """Who is asked, as which kind of author, about somebody of a role; and about what the person has in a period, as it is on a day."""

    __slots__ = ()

    @property
    def whose(self):
        return self[2:]


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
    def shown_if(self):
        return json.loads(self.shown_if_json) if self.shown_if_json else None

    @property
    def said(self):
        """What was answered, as the condition of a later question names it: levels, options, yes or no."""
        return set(self.choice.split()) if self.choice else {str(self.rating)} if self.rating is not None else set()

    @property
    def chosen(self):
        return {int(number) for number in self.choice.split()} if self.kind in ("choice", "choices") else set()

    @property
    def is_answered(self):
        """Whether the question itself is answered; a required comment has its own check."""
        if self.kind in LEVELLED:
            return self.rating is not None or self.is_na
        return bool(self.choice if self.kind in ("choice", "choices", "yesno") else self.text.strip())

    @property
    def is_missing(self):
        """Whether submitting waits for this: unanswered is not the same as not applicable."""
        if self.is_na:
            return False
        lacks_comment = self.kind in LEVELLED and self.asks_comment == "required" and not self.text.strip()
        return (self.is_required and not self.is_answered) or (lacks_comment and self.is_answered)


Progress = namedtuple("Progress", "rows score label levels answered total missing last_saved parts")


@lru_cache(maxsize=256)
def levels_of(text):
    levels = json.loads(text)
    starts = scoring.usual_starts(len(levels))
    return tuple(Level(one["value"], one["label"], one.get("anchor", ""), one.get("from", start)) for one, start in zip(levels, starts))


@lru_cache(maxsize=256)
def options_of(text):
    return tuple(json.loads(text))


def _asked(*more):
    return (Answer.select(
        Answer.id, Answer.version, Answer.rating, Answer.is_na, Answer.text, Answer.choice, Answer.saved_at,
        Answer.return_note, Question.id, Question.section_id, Question.section_title, Question.section_about,
        Question.section_weight, Question.kind, Question.prompt, Question.help, Question.options_json,
        Question.levels_json, Question.weight, Question.weight_base, Question.is_required, Question.may_be_na,
        Question.asks_comment, Question.is_for_hr, Question.item, Answer.writer_id,
        Question.about_id, Answer.standing, Question.key, Question.topic, Question.shown_if_json, *more)
        .join(Question).where(Answer.is_retired == False)  # noqa: E712
        .order_by(Question.section_order, Question.section_id, Question.order, Question.id))


@prepared
def _rows(sheet_id):
    return _asked().where(Answer.sheet == sheet_id)


def rows_of(sheet_ids, for_hr=False):
    """Every question with its answer of some sheets, by sheet: one query a sheet.

    What is for HR alone comes along only where that is asked for; `readable` says for whom.
    """
    return {sheet_id: [row for row in map(Row._make, _rows(sheet_id=sheet_id)) if for_hr or not row.is_for_hr] for sheet_id in sheet_ids}


def readable(rows, sheet, me, *, decides):
    """The rows of a sheet that one reads who may read the sheet: what is asked; of that what is for HR alone, its writer and whoever decides."""
    return [row for row in asked_rows(rows) if not row.is_for_hr or decides or (row.writer_id or sheet.author_id) == me.id]


def rows_of_many(sheet_ids, for_hr=False):
    """The same of many sheets at once: one query for a few thousand of them."""
    found = {sheet_id: [] for sheet_id in sheet_ids}
    for some in pw.chunked(list(found), MOST_AT_ONCE):
        for *row, sheet_id in _asked(Answer.sheet).where(Answer.sheet.in_(some)).tuples():
            if for_hr or not Row._make(row).is_for_hr:
                found[sheet_id].append(Row._make(row))
    return found


def scales_of(sheet_ids):
    """How many levels the ratings of each sheet have: {sheet: count}; a sheet without ratings has none."""
    asked = (Answer.select(Answer.sheet, pw.fn.MAX(Question.levels_json)).join(Question)
             .where(Answer.sheet.in_(list(sheet_ids)), Question.kind == "rating", Answer.is_retired == False).group_by(Answer.sheet))  # noqa: E712
    return {sheet_id: len(levels_of(levels)) for sheet_id, levels in asked.tuples()}


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


def runs(rows):
    """Rows as a form shows them: (whether they stand in one grid, rows). Statements to agree with that follow each other do."""
    found = [list(some) for _kind, some in groupby(rows, key=lambda row: row.kind == "agreement")]
    return [(len(some) > 1, some) for together in found
            for some in ([together] if together[0].kind == "agreement" else [[row] for row in together])]


def parts(rows):
    """What of a sheet is scored, as the arithmetic takes it."""
    made = []
    for group in sections([row for row in rows if row.kind == "rating" and row.weight > 0 and not row.is_for_hr]):
        title, _about, weight, members = group
        common = lcm(*(row.weight_base for row in members))     # only the proportion counts, and whole numbers are quick
        marks = [scoring.Mark(row.id, row.prompt, row.weight * (common // row.weight_base), row.rating, row.is_na) for row in members]
        made.append(scoring.Part(members[0].section_id, title, weight, marks))
    return [part for part in made if part.weight > 0]


def hidden(rows):
    """The ids of those rows that wait for another answer than was given: they are not asked, whatever stands in them."""
    by_item, out = {row.item_id: row for row in rows}, set()
    for row in rows:                        # in their order: what an earlier question hides hides what hangs on it
        on = row.shown_if and by_item.get(row.shown_if["item"])
        if on and (on.id in out or not on.said & set(row.shown_if["is"])):
            out.add(row.id)
    return out


def asked_rows(rows):
    """The rows that are asked as far as it is answered."""
    out = hidden(rows) if any(row.shown_if_json for row in rows) else ()
    return [row for row in rows if row.id not in out]


def progress_of(rows):
    """How far a sheet is, and what its answers come to: the same function live and at the end. Rows that are not asked stay in `rows` alone."""
    everything, rows = rows, asked_rows(rows)
    scored = parts(rows)
    result = scoring.score(scored)
    levels = next((row.levels for row in rows if row.kind == "rating" and row.levels), ())
    saved = [row.saved_at for row in rows if row.saved_at]
    return Progress(everything, result, label_of(result.overall, levels), levels, sum(row.is_answered for row in rows), len(rows),
                    [row for row in rows if row.is_missing], max(saved, default=None), scored)


def label_of(overall, levels):
    """The label that a score carries on a scale, or None."""
    if overall is None or not levels:
        return None
    return levels[scoring.level_of(overall, len(levels), [level.start for level in levels]) - 1].label


def label_of_hundredths(score, levels):
    """The label of a score as it is kept."""
    return label_of(Fraction(score, 100), levels)


def level_of_hundredths(score, levels):
    """The level (its value) that a score as it is kept counts as."""
    return levels[scoring.level_of(Fraction(score, 100), len(levels), [level.start for level in levels]) - 1].value


def rounded(value, places=2):
    """A figure as people see it: rounded once, half up."""
    return scoring.rounded(value, places)


def as_kept(overall, levels):
    """A score as it is kept: (whole hundredths or None, label)."""
    return scoring.hundredths(overall), label_of(overall, levels) or ""


def parts_without_reason(progress):
    """The parts of a sheet in which so much is not applicable that a reason is due."""
    return scoring.parts_without_reason(progress.parts)


def progress(sheet_id):
    """A sheet as its author sees it, with what is for HR alone."""
    return progress_of(rows_of([sheet_id], for_hr=True)[sheet_id])


# templates

def templates(archived=False):
    """The templates that can be launched, or those that were put away, with how many questions each asks."""
    return list(Template.select(Template, pw.fn.COUNT(Item.id).alias("items")).join(Section, pw.JOIN.LEFT_OUTER)
                .join(Item, pw.JOIN.LEFT_OUTER, on=(Item.section == Section.id) & (Item.is_retired == False))  # noqa: E712
                .where(Template.is_archived == archived).group_by(Template.id).order_by(Template.id))


class Outlined(namedtuple("Outlined", "section share items retired")):
    """A section with what it comes to in the score, what it asks, and what it asks no more."""

    __slots__ = ()


def outline(template):
    """The sections of a template in order; each item knows what it comes to inside its section."""
    found = list(Section.select().where(Section.template == template).order_by(Section.order, Section.id))
    items = list(Item.select().where(Item.section.in_(found)).order_by(Item.order, Item.id))
    asked = [[item for item in items if item.section_id == section.id and not item.is_retired] for section in found]
    counting = [section.weight if any(item.is_scored for item in own) else 0 for section, own in zip(found, asked)]
    for own in asked:
        for item, share in zip(own, scoring.shares([item.weight if item.is_scored else 0 for item in own])):
            item.share = share
    retired = [[item for item in items if item.section_id == section.id and item.is_retired] for section in found]
    return [Outlined(*row) for row in zip(found, scoring.shares(counting), asked, retired)]


def weighed(parts, weights):
    """An outline with the shares that typed weights would come to: by "s" or "i" and the number of a section or item."""
    counting = [(weights.get(f"s{part.section.id}") or 0) if _counts(part, weights) else 0 for part in parts]
    for part in parts:
        inside = [(weights.get(f"i{item.id}") or 0) if item.is_rated and not item.is_for_hr else 0 for item in part.items]
        for item, share in zip(part.items, scoring.shares(inside)):
            item.share = share
    return [part._replace(share=share) for part, share in zip(parts, scoring.shares(counting))]


def _counts(part, weights):
    return any(item.is_rated and not item.is_for_hr and weights.get(f"i{item.id}") for item in part.items)


def asked_now(template):
    """The sections and items of a template as the forms ask them: (section, items) in order."""
    return [(one.section, one.items) for one in outline(template) if one.items]


def subjects_of(outline, whom):
    """{whose: {kind: [Subject]}} of what persons have that an outline asks about: one question of a room for each kind, whatever the number."""
    kinds = {item.kind for _section, items in outline for item in items if item.is_of_person}
    asked, found = {one.whose for one in whom if one.person and one.period}, {}
    for kind, room in ((kind, modules.subjects(kind)) for kind in sorted(kinds)):
        for whose, had in (room.has(asked) if room and asked else {}).items():
            found.setdefault(whose, {})[kind] = had
    return found


def beside(me, rows):
    """{number: what stands now beside the questions about it}, as far as one may read it: each kind asked once."""
    kinds = {one.item_id for one in rows if one.about_id}
    if not kinds:
        return {}
    named, found = dict(Item.select(Item.id, Item.kind).where(Item.id.in_(kinds)).tuples()), {}
    for kind in sorted(set(named.values())):
        room = modules.subjects(kind)
        found.update(room.beside(me, {one.about_id for one in rows if named.get(one.item_id) == kind and one.about_id}) if room else {})
    return found


def asked_about(sheet_id):
    """{(kind, number)} of what of the person a sheet asks about."""
    asked = Answer.select(Item.kind, Question.about_id).join(Question).join(Item)
    return set(asked.where(Answer.sheet == sheet_id, Question.about_id.is_null(False), Answer.is_retired == False).tuples())  # noqa: E712


def lacks(template, whom, rows):
    """The items of a template that ask a Whom nothing, for want of what they are about; `rows` is what it does ask."""
    asked = {row.item_id for row in rows}
    return [item for _section, items in asked_now(template) for item in items
            if item.is_of_person and whom.kind in item.authors.split() and item.id not in asked]


def questions_of(template, *whom):
    """What a template asks a Whom (kind, role, perhaps person, period and day), as rows without answers; nothing is kept."""
    whom, outline, levels = Whom(*whom), asked_now(template), Scale.get_by_id(template.scale_id).levels_json
    role, had = roles.contents({whom.role})[whom.role], subjects_of(outline, [whom])
    rows = asking.questions(outline, levels, whom.kind, role, settings.values())
    rows += asking.questions_of_person(outline, levels, whom.kind, had.get(whom.whose, {}))
    rows.sort(key=lambda row: (row["section_order"], row["section_id"], row["order"]))
    return [_unanswered(number, row) for number, row in enumerate(rows, 1)]


def _unanswered(number, row):
    blank = dict(id=number, version=0, rating=None, is_na=False, text="", choice="", saved_at=None, return_note="",
                 question_id=None, item_id=row["item"], writer_id=None, standing="")
    return Row(**{name: blank[name] if name in blank else row[name] for name in FIELDS})


def touched(template_id):
    """How many open and how many submitted sheets a template has: what whoever changes it reads first."""
    counts = dict(Sheet.select(Sheet.state, pw.fn.COUNT(Sheet.id)).where(Sheet.template == template_id, Sheet.state != "not given")
                  .group_by(Sheet.state).tuples())
    open_ones = sum(counts.get(state, 0) for state in OPEN_STATES)
    return open_ones, sum(counts.values()) - open_ones


def touched_by(item):
    """How many open and how many submitted sheets ask this item: what its editor reads first."""
    asked = (Answer.select(Answer.sheet).join(Question)
             .where(Question.item == item, Answer.is_retired == False).distinct())  # noqa: E712
    counts = dict(Sheet.select(Sheet.state, pw.fn.COUNT(Sheet.id)).where(Sheet.id.in_(asked)).group_by(Sheet.state).tuples())
    open_ones = sum(counts.get(state, 0) for state in OPEN_STATES)
    return open_ones, sum(counts.values()) - open_ones


def templates_asking(author):
    """The templates that can be launched and ask one kind of author something, those of that kind first."""
    asked = Item.select(Section.template, Item.authors).join(Section).where(_asks_everybody()).distinct()
    ids = {template for template, authors in asked.tuples() if author in authors.split()}
    return list(Template.select().where(Template.is_archived == False, Template.id.in_(ids)).order_by(Template.kind != author, Template.name))  # noqa: E712


def templates_for_reviews():
    """The templates that can be launched and ask both whom every review asks, the oldest first."""
    asked, rows = {}, Item.select(Section.template, Item.authors).join(Section).where(_asks_everybody()).distinct()
    for template, authors in rows.tuples():
        asked.setdefault(template, set()).update(authors.split())
    ids = [template for template, authors in asked.items() if set(REVIEWERS) <= authors]
    return list(Template.select().where(~Template.is_archived, Template.id.in_(ids)).order_by(Template.id))


def is_used(template_id):
    """Whether any sheet was ever made with a template."""
    return Sheet.select().where(Sheet.template == template_id).exists()


def was_asked(items):
    """Whether anybody was ever asked one of these items."""
    return Question.select().where(Question.item.in_(items)).exists()


def asked_authors(template_id):
    """The kinds of author whom a template asks something."""
    asked = Item.select(Item.authors).join(Section).where(Section.template == template_id, _asks_everybody())
    return {author for authors, in asked.tuples() for author in authors.split()}


def _asks_everybody():
    """The WHERE of items that ask something whoever it is about: who has no goals is asked nothing about them."""
    return (Item.is_retired == False) & Item.kind.not_in(OF_PERSON)  # noqa: E712


def asks_everybody(template_id):
    """Whether a template asks something of both whom every review asks: the employee and the manager."""
    return set(REVIEWERS) <= asked_authors(template_id)


# the library

def library(archived=False):
    """The questions for leavers to choose from, or those that were put away, by topic in its order: [(topic, [question])]."""
    found = list(LibraryQuestion.select().where(LibraryQuestion.is_archived == archived).order_by(LibraryQuestion.order, LibraryQuestion.id))
    by_topic = {topic: [one for one in found if one.topic == topic] for topic in (*TOPICS, "")}
    return [(topic, some) for topic, some in by_topic.items() if some]


def keys_of(template_id):
    """The questions of the library that a template asks, by their keys."""
    asked = Item.select(Item.key).join(Section).where(Section.template == template_id, Item.is_retired == False, Item.key != "")  # noqa: E712
    return {key for key, in asked.tuples()}


def core_keys():
    """Those whose words stay."""
    return {key for key, in LibraryQuestion.select(LibraryQuestion.key).where(LibraryQuestion.is_core == True).tuples()}  # noqa: E712


def templates_with_key(key):
    """The templates that ask a question of the library."""
    asked = Section.select(Section.template).join(Item).where(Item.key == key, Item.is_retired == False)  # noqa: E712
    return list(Template.select().where(Template.id.in_(asked), Template.is_archived == False).order_by(Template.name))  # noqa: E712


# scales

def scales():
    """All scales, each with how many templates use it."""
    return list(Scale.select(Scale, pw.fn.COUNT(Template.id).alias("uses")).join(Template, pw.JOIN.LEFT_OUTER)
                .group_by(Scale.id).order_by(Scale.name))


def is_rated_by(scale):
    """Whether anything was ever rated on a scale."""
    return (Answer.select().join(Question).join(Item).join(Section).join(Template)
            .where(Template.scale == scale, Answer.rating.is_null(False)).exists())


def touched_by_scale(scale):
    """How many open and how many submitted sheets are rated on a scale."""
    pairs = [touched(template.id) for template in Template.select().where(Template.scale == scale)]
    return sum(open_ones for open_ones, _done in pairs), sum(done for _open, done in pairs)
