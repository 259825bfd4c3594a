"""What pages and rooms need to know of gatherings; reads only. Who has answered is told to that person alone."""
import json
from collections import namedtuple
from fractions import Fraction

import peewee as pw

from ...kernel.db import prepared
from ...kernel.records import names
from .. import scoring
from . import publishing
from .models import Answered, Figure, Gathering, Remark, UnnamedAnswer, UnnamedQuestion

REST = 0        # what is not divided, taken together
# One question with what was published of it: figures are {(part, id): Figure}
Told = namedtuple("Told", "question figures remarks")


def questions(gathering_id):
    return list(UnnamedQuestion.select().where(UnnamedQuestion.gathering == gathering_id).order_by(UnnamedQuestion.number))


def sections(asked):
    """Questions by section, in their order: (title, about, questions)."""
    groups = {}
    for one in asked:
        groups.setdefault(one.section_id, []).append(one)
    return [(group[0].section_title, group[0].section_about, group) for group in groups.values()]


def done_by(person_id, gathering_ids):
    """{(gathering, subject)} that somebody has answered or passed by: for their own pages and reminders."""
    return {(number, about) for number in set(gathering_ids) for about, in _done_in(gathering=number, person_id=person_id)}


@prepared
def _done_in(gathering, person_id):
    return Answered.select(Answered.about).where(Answered.gathering == gathering, Answered.person_id == person_id)


def all_done(gathering_ids):
    """{(gathering, subject, person)}: for reminders, which go to those alone who have done nothing."""
    return set(Answered.select(Answered.gathering, Answered.about, Answered.person_id).where(Answered.gathering.in_(gathering_ids)).tuples())


# what was published

def told(gathering_id, parts, about=None):
    """Each question of a gathering with its figures for some parts [(part, id)], and the texts about a subject."""
    figures, remarks = {}, {}
    for one in Figure.select().where(Figure.gathering == gathering_id):
        if (one.part, one.part_id) in parts:
            figures.setdefault(one.question_id, {})[one.part, one.part_id] = one
    for one in Remark.select().where(Remark.gathering == gathering_id, Remark.about == about).order_by(Remark.key):
        remarks.setdefault(one.question_id, []).append(one.text)
    return [Told(one, figures.get(one.id, {}), remarks.get(one.id, [])) for one in questions(gathering_id)]


def parts_shown(gathering_id):
    """{(part, id)} for which any figure was published."""
    return set(Figure.select(Figure.part, Figure.part_id).where(Figure.gathering == gathering_id).distinct().tuples())


def score(gathering_id, about):
    """(the score of a subject as hundredths or None, the fewest answers behind one of its figures): of published means alone."""
    found = [(one.question, one.figures[publishing.ONE, about]) for one in told(gathering_id, {(publishing.ONE, about)}) if one.figures]
    groups = {}
    for question, figure in found:
        groups.setdefault((question.section_id, question.section_title, question.section_weight), []).append(
            scoring.Mark(question.id, question.prompt, Fraction(question.weight, question.weight_base), Fraction(figure.halves, 2)))
    overall = scoring.score([scoring.Part(key, title, weight or 1, marks) for (key, title, weight), marks in groups.items()]).overall
    return scoring.hundredths(overall), min((figure.count for _question, figure in found), default=0)


# what is to be published

def asked(gathering, question, groups=None):
    """One question in one gathering with what was answered, as `publishing` takes it; with what was shown, once it is closed."""
    ratings = {}
    for about, rating in UnnamedAnswer.select(UnnamedAnswer.about, UnnamedAnswer.rating).where(
            UnnamedAnswer.question == question.id, UnnamedAnswer.rating.is_null(False)).tuples():
        ratings.setdefault(about, []).append(rating)
    figures = Figure.select().where(Figure.question == question.id) if groups is None else ()
    shown = None if groups is not None else tuple(_shown(one) for one in figures)
    return publishing.Asked(gathering.id, ratings, groups or gathering.groups, shown, frozenset(_pooled(gathering, question)))


def asked_earlier(gathering, question):
    """The same question in earlier gatherings, as far as their answers are still there and were promised no larger minimum."""
    rows = (UnnamedQuestion.select(UnnamedQuestion, Gathering).join(Gathering)
            .where(UnnamedQuestion.fingerprint == question.fingerprint, Gathering.room == gathering.room, Gathering.id != gathering.id,
                   Gathering.state == "closed", Gathering.minimum <= gathering.minimum).order_by(Gathering.id))
    found = [asked(one.gathering, one) for one in rows]
    return publishing.whole_pools([one for one in found if one.ratings])


def _shown(figure):
    return publishing.Shown(figure.part, figure.part_id, figure.count, figure.halves, figure.per_level, tuple(figure.with_earlier))


def _pooled(gathering, question):
    """The subjects whose answers here went into a later gathering's pool."""
    later = (Figure.select(Figure.part_id, Figure.with_earlier_json).join(UnnamedQuestion)
             .where(UnnamedQuestion.fingerprint == question.fingerprint, Figure.with_earlier_json != "[]"))
    return {about for about, earlier in later.tuples() if gathering.id in json.loads(earlier)}


def texts_waiting(gathering, question):
    """{subject: [(key, text)]}: what was written here, and in earlier gatherings to the same question without being shown."""
    rows = (UnnamedAnswer.select(UnnamedAnswer.about, UnnamedAnswer.key, UnnamedAnswer.text).join(UnnamedQuestion)
            .join(Gathering).where(UnnamedQuestion.fingerprint == question.fingerprint, Gathering.room == gathering.room, UnnamedAnswer.text != "",
                                   Gathering.state == "closed", Gathering.minimum_texts <= gathering.minimum_texts))
    found = {}
    for about, key, text in rows.tuples():
        found.setdefault(about, []).append((key, text))
    new = UnnamedAnswer.select(UnnamedAnswer.about).where(UnnamedAnswer.question == question.id, UnnamedAnswer.text != "")
    here = {about for about, in new.tuples()}
    return {about: texts for about, texts in found.items() if about in here}


def questions_with_ratings(room):
    """The questions of closed gatherings whose ratings are still there."""
    kept = UnnamedAnswer.select(UnnamedAnswer.question).where(UnnamedAnswer.rating.is_null(False)).distinct()
    return list(UnnamedQuestion.select(UnnamedQuestion, Gathering).join(Gathering).where(
        UnnamedQuestion.id.in_(kept), Gathering.room == room, Gathering.state == "closed"))


# for rooms that keep their answers with names and publish figures alone

def may_show(parts, *, few, highest, is_divided=True):
    """What may be published once of {part: [levels]}: Shown of the whole and of parts. The whole comes first: where it could not be told
    beside all parts, the smallest of them go together until it can."""
    by_size, limits = sorted(parts, key=lambda part: (len(parts[part]), part)), publishing.Limits(few, few, highest)
    for together in range(len(by_size) + 1):
        rest, alone = by_size[:together], by_size[together:] if is_divided else []
        ratings = {part: parts[part] for part in alone}
        ratings[REST] = [level for part in parts if part not in alone for level in parts[part]]
        found = publishing.publish(publishing.Asked(0, {part: levels for part, levels in ratings.items() if levels}, {}), [], limits)
        if any(one.part == publishing.ALL for one in found) or len(rest) == len(by_size):
            return [one for one in found if one.part_id != REST]
    return []


def may_see(parts, shown, known, *, few, highest):
    """What of that somebody may see who knows, or must not get at, some of the answers: {part: [levels]}."""
    return publishing.seen_by(publishing.Asked(0, parts, {}, tuple(shown)), known, publishing.Limits(few, few, highest))


# for those who erase and tidy up

def waiting_since(before, room):
    """[(gathering, how many)] of answers that were not shown when their gathering closed, before a day, and still wait."""
    rows = (UnnamedAnswer.select(UnnamedAnswer.gathering, pw.fn.COUNT(UnnamedAnswer.key)).join(Gathering)
            .where(Gathering.state == "closed", Gathering.closed_on < before, Gathering.room == room).group_by(UnnamedAnswer.gathering))
    return list(rows.tuples())


def texts_about(about):
    """How many texts there are about a subject; those that are still sealed are not counted for anybody."""
    waiting = UnnamedAnswer.select().join(Gathering).where(UnnamedAnswer.about == about, UnnamedAnswer.text != "", Gathering.state == "closed")
    return Remark.select().where(Remark.about == about).count() + waiting.count()


def count_naming(spellings):
    return Remark.select().where(names(Remark.text, spellings)).count()


def named_about(spellings):
    """The subjects of published texts in which a name stands."""
    return {about for about, in Remark.select(Remark.about).where(names(Remark.text, spellings)).tuples()}
