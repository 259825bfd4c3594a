"""What reviews tells of earlier reviews and of PDFs: to the person, for how long, and what erasing takes away."""
import json

import peewee as pw

from ...kernel import words
from ...kernel.intake.models import Import
from ...kernel.records import Due, Keeps, Passage, Piece, Section, names, renamed
from ...kernel.words import _
from ...people import queries as people
from ...people.models import Person
from .. import access
from ..models import Cycle, EarlierReview, Review, ReviewFile
from .cells import says

TOLD = (EarlierReview.label, EarlierReview.text, EarlierReview.written_by)
HEAD = (_("From"), _("Until"), _("Score"), _("Scale"), _("Level"), _("Text"), _("Written by"), _("Brought in"))


# what one gets about oneself

def everything(person):
    rows = EarlierReview.select().where(EarlierReview.person == person.id).order_by(EarlierReview.period_end)
    given, waiting = _files_of(person)
    return [Section("earlier-reviews", _("Your reviews from earlier years"), HEAD, tuple(_line(row) for row in rows)),
            Section("review-files", _("PDFs beside your reviews"), (_("File"), _("Beside"), _("Size in bytes"), _("When"), _("Put there by")),
                    tuple((_inside(one), beside, one.size, one.added_at, one.added_by.name if one.added_by else "") for one, beside in given),
                    about=_("The files themselves lie in the folder “files”.") if given else "",
                    files=tuple((_inside(one), one.id) for one, _beside in given), content=_content,
                    passages=tuple(Passage(f"file-{one.id}", _("%(cycle)s: a PDF beside a review that is not shared yet", cycle=beside),
                                           one.added_by.name if one.added_by else "", is_named_only=True) for one, beside in waiting))]


def _line(row):
    return (row.period_start, row.period_end, None if row.score is None else words.hundredths(row.score), says(row.worst, row.best), row.label,
            row.text, row.written_by, row.brought_in_at)


def _files_of(person):
    """([(file, what it lies beside)] that the person may open, those that wait until the review is shared)."""
    given, waiting = [], []
    for review in access.own_reviews(person).where(Cycle.state != "planning").order_by(Cycle.period_end, Review.id):
        readable = {one.id for one in access.files_of(person, review)}
        for one in access.all_files().where(ReviewFile.review == review.id):
            (given if one.id in readable else waiting).append((one, review.cycle.name))
    for earlier in EarlierReview.select().where(EarlierReview.person == person.id).order_by(EarlierReview.period_end):
        given += [(one, words.day(earlier.period_end, near=False, year=True)) for one in access.files_of_earlier(earlier)]
    return given, waiting


def _inside(one):
    """The name in the file about oneself, which two files of one name do not share."""
    return f"{one.id}-{one.name}"


def _content(file_id):
    return bytes(ReviewFile.select(ReviewFile.content).where(ReviewFile.id == file_id).scalar(as_tuple=False))


# what erasing takes away

def forgets(person, called):
    """Texts, names of writers and PDFs go; period, score and level stay, for the figures."""
    own = [number for number, in EarlierReview.select(EarlierReview.id).where(EarlierReview.person == person.id).tuples()]
    said = EarlierReview.select().where(EarlierReview.person == person.id, (EarlierReview.text != "") | (EarlierReview.written_by != ""))
    spellings, imports = people.spellings(person), _imports_with(own)
    elsewhere = {row[0]: row[1] for field in TOLD for row in EarlierReview.select(EarlierReview.id, EarlierReview.person).where(
        names(field, spellings), EarlierReview.person != person.id).tuples()}
    files, named = _beside(person), ReviewFile.select(ReviewFile.id).where(names(ReviewFile.name, spellings)).count()
    return [Piece(_("Texts of their reviews from earlier years"), said.count(),
                  lambda: EarlierReview.update(text="", written_by="").where(EarlierReview.person == person.id).execute()),
            Piece(_("PDFs beside their reviews"), len(files), lambda: _drop_files(files)),
            Piece(_("Lists of earlier reviews taken in that name them"), len(imports), lambda: clear_imports(own)),
            Piece(_("Reviews of others from earlier years, and names of files, in which their name stands"), len(elsewhere) + named,
                  lambda: _rename(spellings, called), tuple(set(elsewhere.values())))]


def _beside(person):
    reviews, earlier = Review.select(Review.id).where(Review.person == person.id), EarlierReview.select(EarlierReview.id).where(
        EarlierReview.person == person.id)
    return [number for number, in ReviewFile.select(ReviewFile.id).where(
        ReviewFile.review.in_(reviews) | ReviewFile.earlier.in_(earlier)).tuples()]


def _drop_files(ids):
    for some in pw.chunked(ids, 400):
        ReviewFile.delete().where(ReviewFile.id.in_(some)).execute()


def _rename(spellings, called):
    for field in (*TOLD, ReviewFile.name):
        field.model.update({field: renamed(field, spellings, called)}).where(names(field, spellings)).execute()


def _imports_with(ids):
    """The lists taken in whose record tells of any of these reviews."""
    wanted = set(ids)
    return [kept for kept in Import.select().where(Import.kind == "earlier_reviews") if wanted & {
        row[1] for rows in json.loads(kept.changes).values() for row in rows}] if wanted else []


def clear_imports(ids):
    """What a list wrote about these reviews can no longer be undone; the rest of it can."""
    for kept in _imports_with(ids):
        rest = {part: [row for row in rows if row[1] not in set(ids)] for part, rows in json.loads(kept.changes).items()}
        Import.update(changes=json.dumps(rest)).where(Import.id == kept.id).execute()


# how long

def past(before):
    """Those of people whose last day lies before."""
    rows = (EarlierReview.select(EarlierReview.id, EarlierReview.person).join(Person, on=EarlierReview.person)
            .where(Person.left_on < before).order_by(EarlierReview.id))
    return [Due(number, (person,)) for number, person in rows.tuples()]


def oldest():
    return EarlierReview.select(pw.fn.MIN(Person.left_on)).join(Person, on=EarlierReview.person).scalar(as_tuple=False)


def purge(ids):
    """With the PDFs beside them, and with what is kept of how they came in."""
    clear_imports(ids)
    for some in pw.chunked(ids, 400):
        EarlierReview.delete().where(EarlierReview.id.in_(some)).execute()


KEEPS = (Keeps("earlier-reviews", _("Reviews from earlier years"), _("What was brought in from spreadsheets, and the PDFs beside it."), past, purge,
               oldest),)
