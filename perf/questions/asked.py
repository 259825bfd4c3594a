"""Which questions each sheet asks: found or kept when it is made, and brought up to what its template asks while it is open."""
import peewee as pw

from ..kernel.db import insert_all
from ..roles import queries as roles
from ..settings import queries as settings
from . import asking, queries
from .models import OPEN_STATES, Answer, Item, Question, Scale, Section, Sheet, Template


def questions_for(template, whom, only=None):
    """The ids of the questions for each Whom, making those that were never asked before; `only` some items."""
    outline = [(section, [item for item in items if only is None or item.id in only]) for section, items in queries.asked_now(template)]
    levels = Scale.get_by_id(template.scale_id).levels_json
    pairs, had = {one[:2] for one in whom}, queries.subjects_of(outline, whom)
    written, values = roles.contents({role for _kind, role in pairs}), settings.values()
    common = {pair: asking.questions(outline, levels, pair[0], written[pair[1]], values) for pair in pairs}
    own = {one: asking.questions_of_person(outline, levels, one.kind, had[one.whose]) for one in whom if one.whose in had}
    ids = kept([row for rows in (*common.values(), *own.values()) for row in rows])
    return {one: [ids[row["fingerprint"]] for row in (*common[one[:2]], *own.get(one, ()))] for one in whom}


def kept(rows):
    """Ids by fingerprint, inserting what is new."""
    unique = {row["fingerprint"]: row for row in rows}
    known = _ids_of(unique)
    insert_all(Question, [row for key, row in unique.items() if key not in known])
    return known if len(known) == len(unique) else _ids_of(unique)


def bring_up(template_id, *, added=()):
    """Let every open sheet of a template ask what it asks now: wording, weights, order; `added` are items that it may lack.

    Answers stay where they are; of what is asked no more they are kept out of sight.
    """
    bring_up_sheets(template_id, _open_sheets(template_id), added)


def bring_up_sheets(template_id, sheets, added):
    """The same for some sheets, a query of their ids."""
    template = Template.get_by_id(template_id)
    items = {item.id: item for item in Item.select(Item, Section).join(Section).where(Section.template == template_id)}
    _point_anew(template, items, sheets)
    _show_and_hide(items, sheets)
    _add_missing(template, [items[number] for number in added if not items[number].is_retired], sheets)


def _open_sheets(template_id):
    return Sheet.select(Sheet.id).where(Sheet.template == template_id, Sheet.state.in_(OPEN_STATES))


def _point_anew(template, items, sheets):
    """From each question that is asked to the one that it has become."""
    levels = Scale.get_by_id(template.scale_id).levels_json
    olds = list(Question.select().where(Question.id.in_(Answer.select(Answer.question).where(Answer.sheet.in_(sheets)))))
    rows = {old.id: asking.renewed(old, items[old.item_id], items[old.item_id].section, levels) for old in olds if old.item_id in items}
    changed = {old.id: rows[old.id] for old in olds if old.id in rows and rows[old.id]["fingerprint"] != old.fingerprint}
    ids = kept(list(changed.values()))
    for old_id, row in changed.items():
        Answer.update(question=ids[row["fingerprint"]]).where(Answer.question == old_id, Answer.sheet.in_(sheets)).execute()


def _show_and_hide(items, sheets):
    """An answer is out of sight while its item is retired, or no longer asked of this kind of author."""
    for kind, in Sheet.select(Sheet.kind).where(Sheet.id.in_(sheets)).distinct().tuples():
        asked = [item.id for item in items.values() if not item.is_retired and kind in item.authors.split()]
        of_kind = Sheet.select(Sheet.id).where(Sheet.id.in_(sheets), Sheet.kind == kind)
        questions = Question.select(Question.id).where(Question.item.in_(asked))
        for is_gone, where in ((False, Answer.question.in_(questions)), (True, Answer.question.not_in(questions))):
            Answer.update(is_retired=is_gone).where(Answer.sheet.in_(of_kind), where, Answer.is_retired != is_gone).execute()


def _add_missing(template, added, sheets):
    if not added:
        return
    has = set(Answer.select(Answer.sheet, Question.item).join(Question).where(Answer.sheet.in_(sheets), Question.item.in_(added)).tuples())
    found = list(Sheet.select().where(Sheet.id.in_(sheets)))
    whom = {sheet.id: queries.Whom(sheet.kind, sheet.role_id, sheet.subject_id, sheet.period, sheet.made_on) for sheet in found}
    for item in added:
        asked = questions_for(template, set(whom.values()), only={item.id})
        insert_all(Answer, [dict(sheet=sheet.id, question=question) for sheet in found if (sheet.id, item.id) not in has
                            for question in asked[whom[sheet.id]]])


def _ids_of(fingerprints):
    found = {}
    for chunk in pw.chunked(list(fingerprints), 5000):
        found.update(Question.select(Question.fingerprint, Question.id).where(Question.fingerprint.in_(chunk)).tuples())
    return found
