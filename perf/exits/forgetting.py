"""What erasing somebody takes out of leavings: their words go, with their name in those of others; class, reasons and levels stay, for the figures.

A report that is not closed stays as it is, whoever is erased, and so does one about HR until its own time is over: HR erases, and must
neither take such a report away nor learn by the preview that there is one.
"""
import json
from functools import reduce
from operator import or_

import peewee as pw

from ..kernel.intake.models import Import
from ..kernel.records import Piece, names, renamed
from ..kernel.words import _
from ..people import queries as people
from .models import CaseNote, ExitAction, ExitAnswer, ExitCase, ExitLink, Leaving, LeavingTask, Publication

LISTS = ("leavers", "exit_surveys")
NAMED = (ExitAnswer.text, ExitAction.finding, ExitAction.what, ExitAction.came_of_it, LeavingTask.what)
IN_CASES = (ExitCase.text, ExitCase.outcome, ExitCase.reach)
IS_OVER = (ExitCase.state == "closed") & ~ExitCase.is_about_hr


def forgets(person, called):
    own = [number for number, in Leaving.select(Leaving.id).where(Leaving.person == person.id).tuples()]
    cases = [number for number, in ExitCase.select(ExitCase.id).where(ExitCase.person == person.id, IS_OVER, ExitCase.text != "").tuples()]
    spellings, imports = people.spellings(person), _imports_with(own)
    elsewhere, whose = _naming(person, spellings)
    return [Piece(_("What they wrote when they left"), _texts(own).count(), lambda: _forget_texts(own)),
            Piece(_("Links to their exit interview"), ExitLink.select().where(ExitLink.leaving.in_(own)).count(),
                  lambda: ExitLink.delete().where(ExitLink.leaving.in_(own)).execute()),
            Piece(_("What they reported, and what was noted of it"), len(cases), lambda: _forget_cases(cases), _handlers(cases)),
            Piece(_("Lists of leavers taken in that tell of them"), len(imports), lambda: clear_imports(own)),
            Piece(_("Leavings of others, and what was said and done about them, in which their name stands"), elsewhere,
                  lambda: _rename(person, spellings, called), whose)]


def _texts(own):
    return ExitAnswer.select().where(ExitAnswer.leaving.in_(own), ExitAnswer.text != "")


def _forget_texts(own):
    """A comment beside a level leaves the level; an answer that was words alone says only that something was said."""
    ExitAnswer.update(text="").where(ExitAnswer.leaving.in_(own), ExitAnswer.text != "").execute()


def _handlers(cases):
    rows = ExitCase.select(ExitCase.handler).where(ExitCase.id.in_(cases), ExitCase.handler.is_null(False)).distinct()
    return tuple(number for number, in rows.tuples())


def _forget_cases(cases):
    """That something was reported, when, and when it was closed, stays; nothing of what it was."""
    CaseNote.delete().where(CaseNote.case.in_(cases)).execute()
    ExitCase.update(text="", reach="", outcome="", version=ExitCase.version + 1).where(ExitCase.id.in_(cases)).execute()


# their name elsewhere

def _naming(person, spellings):
    """(how many rows hold their name, the ids of leavers in whose records it stands)."""
    led = Leaving.select(Leaving.id, Leaving.person).where(_as_manager(person, spellings))
    answers = ExitAnswer.select(ExitAnswer.id, Leaving.person).join(Leaving).where(names(ExitAnswer.text, spellings), _of_others(person))
    tasks = LeavingTask.select(LeavingTask.id, Leaving.person).join(Leaving).where(names(LeavingTask.what, spellings), _of_others(person))
    others = IS_OVER & (ExitCase.person.is_null() | (ExitCase.person != person.id))
    cases = ExitCase.select(ExitCase.id, ExitCase.person).where(reduce(or_, [names(field, spellings) for field in IN_CASES]), others)
    notes = CaseNote.select(CaseNote.id, ExitCase.person).join(ExitCase).where(names(CaseNote.text, spellings), others)
    found = [row for rows in (led, answers, tasks, cases, notes) for row in rows.tuples()]
    beside = ExitAction.select().where(names(ExitAction.finding, spellings) | names(ExitAction.what, spellings) | names(ExitAction.came_of_it, spellings)).count()
    beside += Publication.select().where(names(Publication.told_json, _as_json(spellings))).count()
    return len(found) + beside, tuple(sorted({whose for _row, whose in found} - {None, person.id}))


def _of_others(person):
    return Leaving.person.is_null() | (Leaving.person != person.id)


def _as_manager(person, spellings):
    """Leavings that keep them as the manager of that day, by number or by name."""
    return (Leaving.manager_id == person.id) & (Leaving.manager != "") | names(Leaving.manager, spellings) | names(Leaving.label, spellings)


def _as_json(spellings):
    return [json.dumps(one)[1:-1] for one in spellings] + [one for one in spellings if not one.isascii()]


def _rename(person, spellings, called):
    for field in NAMED:
        field.model.update({field: renamed(field, spellings, called)}).where(names(field, spellings)).execute()
    for field in IN_CASES:
        ExitCase.update({field: renamed(field, spellings, called)}).where(names(field, spellings), IS_OVER).execute()
    CaseNote.update(text=renamed(CaseNote.text, spellings, called)).where(
        names(CaseNote.text, spellings), CaseNote.case.in_(ExitCase.select(ExitCase.id).where(IS_OVER))).execute()
    Leaving.update(manager=called).where(Leaving.manager_id == person.id, Leaving.manager != "").execute()
    for field in (Leaving.manager, Leaving.label):
        Leaving.update({field: renamed(field, spellings, called)}).where(names(field, spellings)).execute()
    written = _as_json(spellings)
    Publication.update(told_json=renamed(Publication.told_json, written, json.dumps(called)[1:-1])).where(names(Publication.told_json, written)).execute()
    Import.update(changes=renamed(Import.changes, written, json.dumps(called)[1:-1])).where(Import.kind.in_(LISTS), names(Import.changes, written)).execute()


# lists that were taken in

def _imports_with(ids):
    """The lists whose record tells of any of these leavings."""
    wanted = set(ids)
    if not wanted:
        return []
    return [kept for kept in Import.select().where(Import.kind.in_(LISTS)) if any(
        row[0] == "leaving" and row[1] in wanted for part in json.loads(kept.changes).values() for row in part)]


def clear_imports(ids):
    """What a list wrote about these leavings can no longer be undone; the rest of it can. Before the leavings themselves go."""
    gone, rows = set(ids), {}
    for some in pw.chunked(ids, 400):
        rows.update({("exit_answer", number): True for number, in ExitAnswer.select(ExitAnswer.id).where(ExitAnswer.leaving.in_(some)).tuples()})
    for kept in _imports_with(ids):
        rest = {part: [row for row in listed if not _is_of(row, gone, rows)] for part, listed in json.loads(kept.changes).items()}
        Import.update(changes=json.dumps(rest)).where(Import.id == kept.id).execute()


def _is_of(row, gone, answers):
    values = row[2] if len(row) > 2 and isinstance(row[2], dict) else {}
    return row[0] == "leaving" and row[1] in gone or (row[0], row[1]) in answers or values.get("leaving") in gone
