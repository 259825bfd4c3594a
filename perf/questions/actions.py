"""What can be done with templates and sheets: one verb, one transaction, its consequences."""
import json
from types import SimpleNamespace
import re

import peewee as pw

from ..kernel import clock, live, trail
from ..kernel.db import insert_all, prepared, write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from ..roles import queries as roles
from ..settings import queries as settings
from . import asking, queries, scoring
from .models import KINDS, OPEN_STATES, Answer, Item, Question, Scale, Section, Sheet, Template

NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


@write()
def make_sheets(template, wanted, *, room):
    """Sheets for many people at once. wanted: dicts of author, subject (ids), kind, role (id). Returns their ids in order.

    The role's duties and competencies are copied as they are now; a flat number of statements for any number of people.
    """
    if not wanted:
        return []
    last = Sheet.select(pw.fn.MAX(Sheet.id)).scalar() or 0
    insert_all(Sheet, [dict(template=template.id, template_version=template.version, formula_version=scoring.FORMULA_VERSION,
                            author=one["author"], subject=one["subject"], kind=one["kind"], room=room) for one in wanted])
    made = [row[0] for row in Sheet.select(Sheet.id).where(Sheet.id > last).order_by(Sheet.id).tuples()]
    asked = _questions_for(template, {(one["kind"], one["role"]) for one in wanted})
    insert_all(Answer, [dict(sheet=sheet_id, question=question) for sheet_id, one in zip(made, wanted)
                        for question in asked[one["kind"], one["role"]]])
    return made


def save_answer(answer, *, rating=None, is_na=False, text="", choice="", version, tab="", sequence=0):
    """Keep one answer while its sheet is open. Where another tab or person changed it meanwhile, nothing is overwritten.

    `version` is the one that the writer saw; a later `sequence` of the same tab counts as having seen its own.
    Returns the answer as it now stands.
    """
    given = dict(rating=rating, is_na=is_na, text=text, choice=choice)
    check_fits(answer.question, **given)
    saved = _store(answer, given, version, tab, sequence)
    if saved is None:
        return _why_not(answer, given, tab, sequence)
    answer.version, answer.saved_at = saved
    for name, value in given.items():
        setattr(answer, name, value)
    return answer


@prepared
def _keep(answer_id, sheet_id, seen, now, mark, number, rating, is_na, text, choice):
    is_open = Sheet.select(Sheet.id).where(Sheet.id == sheet_id, Sheet.state.in_(OPEN_STATES))
    unchanged = (Answer.version == seen) | ((Answer.tab == mark) & (Answer.tab != "") & (Answer.sequence < number))
    return (Answer.update(version=Answer.version + 1, saved_at=now, tab=mark, sequence=number, rating=rating, is_na=is_na,
                          text=text, choice=choice)
            .where(Answer.id == answer_id, Answer.is_retired == False, Answer.sheet.in_(is_open), unchanged)  # noqa: E712
            .returning(Answer.version))


@write()
def _store(answer, given, version, tab, sequence):
    """Decide and write in one statement: open, not retired, and not changed by another. (version, saved at) or None."""
    now = clock.now()
    rows = _keep(answer_id=answer.id, sheet_id=answer.sheet_id, seen=version, now=now, mark=tab, number=sequence, **given)
    if not rows:
        return None
    if answer.sheet.state == "not started":
        Sheet.update(state="draft", started_at=now).where(Sheet.id == answer.sheet_id, Sheet.state == "not started").execute()
        answer.sheet.state = "draft"
    return rows[0][0], now


def _why_not(answer, given, tab, sequence):
    now = Answer.select(Answer, Sheet, Question).join(Sheet).switch(Answer).join(Question).where(Answer.id == answer.id).get()
    if not now.sheet.is_open:
        raise Refused(_("This is submitted, so it can no longer be changed. Ask HR to have it returned to you."))
    if now.is_retired:
        raise Refused(_("HR has taken this question out of the form. What you wrote is kept, but no longer asked."))
    same = all(getattr(now, name) == value for name, value in given.items())
    if same or (tab and now.tab == tab and now.sequence >= sequence):
        return now
    raise Changed(_("This was changed in another window meanwhile. Both versions are here; choose which one to keep."), now)


def check_fits(question, *, rating, is_na, text, choice):
    """Refuse what the question does not offer: levels, options and N/A are checked here, whatever the page sent."""
    if rating is not None and (question.kind != "rating" or rating not in {level["value"] for level in question.levels}):
        raise Refused(_("That level is not on the scale. Choose one of those shown."), "rating")
    if is_na and not question.may_be_na:
        raise Refused(_("This question applies to everybody. Please choose a level."), "rating")
    if question.kind == "number" and text and not _is_number(text):
        raise Refused(_("Please write a number, such as 12 or 3.5."), "text")
    if choice and not _offers(question, choice):
        raise Refused(_("That choice is not offered. Choose one of those shown."), "choice")


def _is_number(text):
    return len(text) <= 20 and NUMBER.fullmatch(text.strip()) is not None


def _offers(question, choice):
    if question.kind == "yesno":
        return choice in ("yes", "no")
    numbers = choice.split()
    fits = all(number.isascii() and number.isdigit() and int(number) < len(question.options) for number in numbers)
    return fits and (question.kind == "choices" or question.kind == "choice" and len(numbers) == 1)


@write()
def close_sheet(sheet, *, na_reason=""):
    """Submit a sheet: from here on its answers and the wording of its questions stay as they are."""
    changed = (Sheet.update(state="submitted", submitted_at=clock.now(), na_reason=na_reason, version=Sheet.version + 1)
               .where(Sheet.id == sheet.id, Sheet.state.in_(OPEN_STATES)).execute())
    if not changed:
        raise Refused(_("This form is submitted already."))
    Answer.update(return_note="").where(Answer.sheet == sheet, Answer.return_note != "").execute()


@write()
def open_sheet_again(sheet, notes):
    """Return a submitted sheet to its author, with notes by answer id."""
    changed = (Sheet.update(state="returned", version=Sheet.version + 1)
               .where(Sheet.id == sheet.id, Sheet.state.in_(("submitted", "locked"))).execute())
    if not changed:
        raise Refused(_("Only a submitted form can be returned."))
    for answer_id, note in notes.items():
        Answer.update(return_note=note[:1000]).where(Answer.id == answer_id, Answer.sheet == sheet).execute()


@write()
def lock_sheets(sheet_ids):
    """Shared: nobody changes these any more."""
    Sheet.update(state="locked").where(Sheet.id.in_(sheet_ids), Sheet.state == "submitted").execute()


@write()
def give_up_on(sheet_id):
    """A sheet that was never submitted is marked as not given. What was typed stays its author's alone."""
    Sheet.update(state="not given").where(Sheet.id == sheet_id, Sheet.state.in_(OPEN_STATES)).execute()


@write()
def wait_again_for(sheet_id):
    """What was not given may be given after all."""
    again = pw.Case(None, [(Sheet.started_at.is_null(), "not started")], "draft")
    Sheet.update(state=again).where(Sheet.id == sheet_id, Sheet.state == "not given").execute()


@write()
def unlock_sheets(sheet_ids):
    """Reopened: what was locked counts as submitted again."""
    Sheet.update(state="submitted").where(Sheet.id.in_(sheet_ids), Sheet.state == "locked").execute()


@write()
def hand_over(sheet_id, author):
    """Somebody else writes this sheet from now on, with what stands in it."""
    Sheet.update(author=author, version=Sheet.version + 1).where(Sheet.id == sheet_id).execute()


@write()
def drop_sheets(sheet_ids):
    """Take away sheets of a launch that was a mistake."""
    Answer.delete().where(Answer.sheet.in_(sheet_ids)).execute()
    Sheet.delete().where(Sheet.id.in_(sheet_ids)).execute()


# templates

@write()
def add_template(name, *, scale, kind="annual", about="", by=None):
    template = Template.create(name=name, scale=scale, kind=kind, about=about)
    trail.record("add_template", by, kind="template", row_id=template.id)
    return template


@write()
def add_section(template, title, *, weight=0, about=""):
    """A section; its weight in ten-thousandths, 0 where nothing in it is scored."""
    order = Section.select().where(Section.template == template).count()
    return Section.create(template=template, title=title, weight=weight, about=about, order=order)


@write()
def add_item(section, kind, prompt, *, options=(), by=None, **more):
    """A question; in a running cycle every open sheet asks it at once."""
    if kind not in KINDS:
        raise Refused(_("There is no question of that kind."), "kind")
    if kind in ("choice", "choices") and len(options) < 2:
        raise Refused(_("Give at least two choices, one a line."), "options")
    order = Item.select().where(Item.section == section).count()
    item = Item.create(section=section, kind=kind, prompt=prompt, options_json=json.dumps(list(options)), order=order, **more)
    _ask_in_open_sheets(item)
    _changed(section.template_id, "add_item", by)
    return item


@write()
def mend_item(item, *, version, by=None, options=None, **given):
    """Mend the wording of a question: open sheets follow at once, submitted ones keep what they were asked."""
    template = Template.get_by_id(item.section.template_id)
    if template.version != version:
        now = SimpleNamespace(version=template.version, prompt=item.prompt, help=item.help)
        raise Changed(_("Somebody else changed this template meanwhile. Look at what is different, and save again."), now)
    if item.kind in ("choice", "choices") and options is not None and len(options) < max(2, len(item.options)):
        raise Refused(_("Answers that were given point to these choices by their place. Mend their words or add more at the end, "
                        "but keep each one."), "options")
    if options is not None:
        given["options_json"] = json.dumps(options)
    Item.update(**given).where(Item.id == item.id).execute()
    _ask_anew(Item.get_by_id(item.id))
    _changed(item.section.template_id, "mend_item", by)


@write()
def retire_item(item, *, by=None):
    """Ask this no more, unless nothing else would be asked. Answers in open sheets are kept, out of sight and out of the score; submitted ones stay."""
    Item.update(is_retired=True).where(Item.id == item.id).execute()
    if not queries.asks_everybody(item.section.template_id):
        raise Refused(_("This is the last question that the employee or the manager is asked. Add another one first."))
    Answer.update(is_retired=True).where(Answer.question.in_(Question.select(Question.id).where(Question.item == item)),
                                         Answer.sheet.in_(_open_sheets(item.section.template_id))).execute()
    _changed(item.section.template_id, "retire_item", by)


def _changed(template_id, verb, by):
    Template.update(version=Template.version + 1).where(Template.id == template_id).execute()
    trail.record(verb, by, kind="template", row_id=template_id)
    live.changed("template", template_id)


def _open_sheets(template_id):
    return Sheet.select(Sheet.id).where(Sheet.template == template_id, Sheet.state.in_(OPEN_STATES))


def _ask_anew(item):
    """Point the open sheets from each question of this item to its mended form."""
    section = item.section
    own = {"prompt": item.prompt, "help": item.help} if item.kind not in ("duties", "competencies", "values") else {}
    for old in Question.select().where(Question.item == item).order_by(Question.id):
        row = {name: getattr(old, name) for name in asking.STORED}
        row.update(own, options_json=item.options_json, is_required=item.is_required, may_be_na=item.may_be_na,
                   asks_comment=item.asks_comment, section_title=section.title, section_about=section.about)
        fingerprint = asking.fingerprint(item.id, row)
        if fingerprint != old.fingerprint:
            new = _kept([{"item": item.id, "fingerprint": fingerprint, **row}])[fingerprint]
            Answer.update(question=new).where(Answer.question == old, Answer.sheet.in_(_open_sheets(section.template_id))).execute()


def _ask_in_open_sheets(item):
    sheets = [sheet for sheet in Sheet.select().where(Sheet.id.in_(_open_sheets(item.section.template_id)))
              if sheet.kind in item.authors.split()]
    if sheets and item.kind not in ("duties", "competencies", "values"):
        rows = asking.questions([(item.section, [item])], item.section.template.scale.levels_json, sheets[0].kind,
                                {"duties": [], "needs": []}, [])
        question = _kept(rows)[rows[0]["fingerprint"]]
        insert_all(Answer, [dict(sheet=sheet.id, question=question) for sheet in sheets])


def _questions_for(template, pairs):
    """The ids of the questions for each (kind of author, role), making those that were never asked before."""
    sections = list(Section.select().where(Section.template == template).order_by(Section.order, Section.id))
    items = list(Item.select().where(Item.section.in_(sections), Item.is_retired == False).order_by(Item.order))  # noqa: E712
    outline = [(section, [item for item in items if item.section_id == section.id]) for section in sections]
    levels = Scale.get_by_id(template.scale_id).levels_json
    written, values = roles.contents({role for _kind, role in pairs}), settings.values()
    asked = {pair: asking.questions(outline, levels, pair[0], written[pair[1]], values) for pair in pairs}
    ids = _kept([row for rows in asked.values() for row in rows])
    return {pair: [ids[row["fingerprint"]] for row in rows] for pair, rows in asked.items()}


def _kept(rows):
    """Ids by fingerprint, inserting what is new."""
    unique = {row["fingerprint"]: row for row in rows}
    known = _ids_of(unique)
    insert_all(Question, [row for key, row in unique.items() if key not in known])
    return known if len(known) == len(unique) else _ids_of(unique)


def _ids_of(fingerprints):
    found = {}
    for chunk in pw.chunked(list(fingerprints), 5000):
        found.update(Question.select(Question.fingerprint, Question.id).where(Question.fingerprint.in_(chunk)).tuples())
    return found


