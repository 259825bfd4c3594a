"""The steps of an import: keep a file, match its columns, answer what is open, take it in, take it back."""
import json

from ..kernel import clock
from ..kernel.db import write
from ..kernel.errors import Changed, Refused
from ..kernel.files import plain_name
from ..kernel.words import _
from . import reading, writing
from .access import KEPT
from .models import Upload
from .queries import Job, offer

ANSWER_CAP = 200


def receive(owner, kind, content, file_name):
    """Read a file and keep it for the next steps, its columns matched as guessed."""
    sheet = reading.read(content, file_name)        # outside the write: a large workbook takes a moment
    return _keep(owner, kind, content if sheet.encoding else None, sheet, plain_name(file_name, _("list")), _guessed(kind, sheet))


@write()
def _keep(owner, kind, content, sheet, file_name, guessed):
    """One upload of a kind at a time for each owner; the earlier one gives way."""
    clear_old()
    Upload.delete().where(Upload.owner == owner.id, Upload.kind == kind, Upload.import_id.is_null()).execute()
    return Upload.create(owner=owner.id, at=clock.now(), kind=kind, file_name=file_name, content=content,
                         sheet=sheet.packed(), matching=guessed)


def read_again(upload, encoding):
    """Read a text file in another encoding, because letters with accents came out wrong."""
    if upload.content is None:
        raise Refused(_("A workbook says itself how its letters are written. Choose the file again if something is wrong."))
    sheet = reading.read(bytes(upload.content), upload.file_name, encoding)
    _change(upload, sheet=sheet.packed(), answers="{}", matching=_guessed(upload.kind, sheet))


def match_columns(upload, chosen, clear):
    """Say which column feeds what, and which empty cells clear what is there."""
    job = Job(upload)
    guesses = job.offer.guess(job.sheet.headings, job.sheet.rows)
    names = [{column.name for column in columns} for columns in job.offered]
    chosen = {at: name for at, name in chosen.items() if at < len(guesses) and name in names[at] and not guesses[at].never}
    _refuse_double(job, chosen)
    clear = sorted(set(clear) & job.offer.clearable)
    job.offer.plan(job.sheet, job.offer.choices(chosen, clear, json.loads(upload.answers)))     # refuses a list without a key
    _change(upload, matching=json.dumps(chosen), clear=json.dumps(clear))


def answer(upload, given):
    """Keep answers to the questions that the plan asks; what it does not ask is not kept."""
    answers = {}
    for question in Job(upload).plan().questions:
        for name in (question.key, *(f"{question.key}-{more[0]}" for more in question.more)):
            if name in given:
                answers[name] = given[name].strip()[:ANSWER_CAP]
    _add_answers(upload, answers)


@write()
def _add_answers(upload, answers):
    kept = Upload.get_or_none(Upload.id == upload.id)
    if kept:
        _change(kept, answers=json.dumps({**json.loads(kept.answers), **answers}))


@write()
def _change(upload, **given):
    """What is imported already changes no more."""
    Upload.update(**given).where(Upload.id == upload.id, Upload.import_id.is_null()).execute()


def take_in(upload, *, seen, by):
    """Import what was looked at; the file itself is not kept any longer, only the rows that were refused."""
    upload = _present(upload)
    if upload.import_id:
        return upload.import_id                     # sent twice: the first one counts
    job = Job(upload)
    try:
        work = job.offer.ready(job.sheet, job.choices, seen=seen)       # outside the write: a long list takes a moment
    except Changed:
        if _present(upload).import_id:              # the first one was written just now
            return _present(upload).import_id
        raise
    return _write_in(upload, job, work, writing.refused_rows(work.plan, job.sheet, job.choices), by)


def _present(upload):
    found = Upload.get_or_none(Upload.id == upload.id)
    if found is None:
        raise Refused(_("This file was put aside meanwhile. Choose it again."))
    return found


@write()
def _write_in(upload, job, work, refused, by):
    now = _present(upload)
    if now.import_id:
        return now.import_id
    if (now.sheet, now.matching, now.clear, now.answers) != (upload.sheet, upload.matching, upload.clear, upload.answers):
        raise Changed(_("The choices for this file were changed meanwhile. Nothing was imported; please look at the preview again."))
    kept = job.offer.write(work, by=by, file_name=upload.file_name)
    Upload.update(import_id=kept.id, content=None, sheet=None, answers="{}", refused=refused).where(
        Upload.id == upload.id).execute()
    return kept.id


@write()
def take_back(kind, kept, *, by):
    return offer(kind).undo(kept, by=by)


@write()
def drop(upload):
    """Start again: forget a file that was sent."""
    Upload.delete().where(Upload.id == upload.id).execute()


@write()
def clear_old(today=None):
    """Files that nobody imported within a day are forgotten."""
    Upload.delete().where(Upload.at <= clock.now() - KEPT).execute()


def _guessed(kind, sheet):
    """The matching that headings and content suggest, as it is kept."""
    return json.dumps({at: one.field for at, one in enumerate(offer(kind).guess(sheet.headings, sheet.rows)) if one.field})


def _refuse_double(job, chosen):
    labels = {column.name: column.label for columns in job.offered for column in columns if not column.many}
    for name, label in labels.items():
        columns = [job.sheet.headings[at] for at, field in chosen.items() if field == name]
        if len(columns) > 1:
            raise Refused(_("“%(first)s” and “%(second)s” are both said to be: %(field)s. Choose one of them.",
                            first=columns[0], second=columns[1], field=label), "matching")
