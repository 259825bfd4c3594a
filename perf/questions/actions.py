"""What can be done with sheets: one verb, one transaction, its consequences. What is done with templates stands in `building`."""
import re

import peewee as pw

from ..kernel import clock, modules
from ..kernel.db import insert_all, prepared, write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from . import asked, queries, scoring
from .building import add_ready_made, add_section, add_template  # noqa: F401  verbs on templates, for the rooms above
from .items import add_item, mend_item, retire_item  # noqa: F401
from .models import OPEN_STATES, Answer, Item, Question, Section, Sheet, Template
from .queries import Whom

NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


@write()
def make_sheets(template, wanted, *, room):
    """Sheets for many people at once. wanted: dicts of author, subject (ids), kind, role (id), period. Returns their ids in order.

    The role's duties and competencies and the person's goals are copied as they are now; a flat number of statements for any number of people.
    `made_on` may be an earlier day, that of the first sheet of the same review: what is agreed later does not appear by itself.
    """
    if not wanted:
        return []
    last = Sheet.select(pw.fn.MAX(Sheet.id)).scalar() or 0
    whom = [Whom(one["kind"], one["role"], one["subject"], one.get("period"), one.get("made_on") or clock.today()) for one in wanted]
    insert_all(Sheet, [dict(template=template.id, template_version=template.version, formula_version=scoring.FORMULA_VERSION,
                            author=one["author"], subject=one["subject"], kind=one["kind"], room=room, role_id=one["role"],
                            made_on=who.day, period_start=who.period and who.period[0], period_end=who.period and who.period[1])
                       for one, who in zip(wanted, whom)])
    made = [row[0] for row in Sheet.select(Sheet.id).where(Sheet.id > last).order_by(Sheet.id).tuples()]
    questions = asked.questions_for(template, set(whom))
    insert_all(Answer, [dict(sheet=sheet_id, question=question) for sheet_id, who in zip(made, whom) for question in questions[who]])
    return made


@write()
def keep_questions(template, kind, role_id):
    """The ids of the questions that a kind of author is asked about somebody of a role, for a store of answers without sheets."""
    whom = Whom(kind, role_id)
    return asked.questions_for(template, {whom})[whom]


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
        modules.react("sheet_begun", answer.sheet)
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
    if rating is not None and (question.kind not in queries.LEVELLED or rating not in {level["value"] for level in question.levels}):
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
    of_now = Template.select(Template.version).where(Template.id == Sheet.template)
    changed = (Sheet.update(state="submitted", submitted_at=clock.now(), na_reason=na_reason, version=Sheet.version + 1, template_version=of_now)
               .where(Sheet.id == sheet.id, Sheet.state.in_(OPEN_STATES)).execute())
    if not changed:
        raise Refused(_("This form is submitted already."))
    Answer.update(return_note="").where(Answer.sheet == sheet, Answer.return_note != "").execute()
    _keep_standing(sheet.id)


def _keep_standing(sheet_id):
    """Beside each answer stays what its author had before them of what it is about: what is signed changes no more."""
    rows = queries.rows_of([sheet_id], for_hr=True)[sheet_id]
    if not any(row.about_id for row in rows):
        return
    found = queries.beside(Sheet.get_by_id(sheet_id).author, rows)
    for row in rows:
        if row.about_id in found:
            Answer.update(standing=found[row.about_id]["standing"][:300]).where(Answer.id == row.id).execute()


@write()
def open_sheet_again(sheet, notes):
    """Return a submitted sheet to its author, with notes by answer id; it asks what its template asks now."""
    changed = (Sheet.update(state="returned", version=Sheet.version + 1)
               .where(Sheet.id == sheet.id, Sheet.state.in_(("submitted", "locked"))).execute())
    if not changed:
        raise Refused(_("Only a submitted form can be returned."))
    for answer_id, note in notes.items():
        Answer.update(return_note=note[:1000]).where(Answer.id == answer_id, Answer.sheet == sheet).execute()
    _empty(Answer.sheet == sheet.id, Answer.writer_id.is_null(False))
    Answer.update(standing="").where(Answer.sheet == sheet.id, Answer.standing != "").execute()
    _catch_up(sheet.id)


def _catch_up(sheet_id):
    template_id = Sheet.get_by_id(sheet_id).template_id
    items = Item.select(Item.id).join(Section).where(Section.template == template_id)
    asked.bring_up_sheets(template_id, Sheet.select(Sheet.id).where(Sheet.id == sheet_id), [item.id for item in items])


@write()
def lock_sheets(sheet_ids):
    """Shared: nobody changes these any more."""
    Sheet.update(state="locked").where(Sheet.id.in_(sheet_ids), Sheet.state == "submitted").execute()


@write()
def give_up_on_all(sheet_ids):
    """Sheets that were never submitted are marked as not given. What was typed stays its author's alone."""
    Sheet.update(state="not given").where(Sheet.id.in_(sheet_ids), Sheet.state.in_(OPEN_STATES)).execute()


@write()
def wait_again_for(sheet_ids):
    """What was not given may be given after all."""
    again = pw.Case(None, [(Sheet.started_at.is_null(), "not started")], "draft")
    found = [number for number, in Sheet.select(Sheet.id).where(Sheet.id.in_(sheet_ids), Sheet.state == "not given").tuples()]
    Sheet.update(state=again).where(Sheet.id.in_(found)).execute()
    for number in found:
        _catch_up(number)


@write()
def unlock_sheets(sheet_ids):
    """Reopened: what was locked counts as submitted again."""
    Sheet.update(state="submitted").where(Sheet.id.in_(sheet_ids), Sheet.state == "locked").execute()


@write()
def hand_over(sheet_id, author):
    """Somebody else writes this sheet from now on, with what stands in it: all but what was written for HR alone.

    Of that a draft is dropped, since nobody else was ever to read it; what was handed in is HR's, and the former writer's.
    """
    was = Sheet.get_by_id(sheet_id)
    if was.author_id == (author.id if hasattr(author, "id") else author):
        return
    for_hr = Answer.question.in_(Question.select(Question.id).where(Question.is_for_hr == True))  # noqa: E712
    if was.is_open:
        _empty(Answer.sheet == sheet_id, for_hr)
    else:
        Answer.update(writer_id=was.author_id).where(Answer.sheet == sheet_id, for_hr, Answer.writer_id.is_null(), Answer.saved_at.is_null(False)).execute()
    Sheet.update(author=author, version=Sheet.version + 1).where(Sheet.id == sheet_id).execute()


def _empty(*where):
    """As if nobody had ever answered."""
    Answer.update(rating=None, is_na=False, text="", choice="", saved_at=None, version=Answer.version + 1, tab="", writer_id=None).where(*where).execute()


@write()
def drop_sheets(sheet_ids):
    """Take away sheets of a launch that was a mistake."""
    Answer.delete().where(Answer.sheet.in_(sheet_ids)).execute()
    Sheet.delete().where(Sheet.id.in_(sheet_ids)).execute()
