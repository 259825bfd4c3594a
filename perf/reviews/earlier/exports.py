"""Earlier reviews and PDFs as tables to take along; earlier reviews come back unchanged when they are taken in."""
from decimal import Decimal

from ...kernel.tables import Table
from ...kernel.words import _
from ...people.models import Person
from .. import access
from ..models import Cycle, EarlierReview, Review, ReviewFile
from .plan import LABELS

AS_TAKEN_IN = tuple(LABELS[name] for name in ("employee_id", "name", "starts", "ends", "score", "scale", "best", "label", "text", "written_by"))


def earlier_reviews(me):
    rows = access.earlier_to_see(me).select(EarlierReview, Person).join(Person, on=EarlierReview.person).order_by(
        EarlierReview.period_end, Person.last_name, EarlierReview.id)
    for one in rows.iterator():
        has_score = one.score is not None
        yield (one.person.employee_id, one.person.name, one.period_start, one.period_end, Decimal(one.score) / 100 if has_score else None,
               f"{min(one.worst, one.best)}–{max(one.worst, one.best)}" if has_score else None, one.best if has_score else None, one.label, one.text,
               one.written_by, one.brought_in_at)


def files(me):
    """What lies beside which review; the PDFs themselves are saved from its page, and stand in the file about oneself."""
    for review in _with_files(access.reviews_to_see(me), ReviewFile.review).order_by(Cycle.period_end, Review.id):
        for one in access.files_of(me, review):
            yield _row(one, review.person, review.cycle.name)
    for earlier in _with_files(access.earlier_to_see(me), ReviewFile.earlier).order_by(EarlierReview.id):
        for one in access.files_of_earlier(earlier):
            yield _row(one, earlier.person, _("brought in"))


def _with_files(seen, beside):
    """Of these reviews those beside which a PDF lies: few, so each is asked for by itself."""
    return seen.where(beside.rel_model.id.in_(ReviewFile.select(beside).where(beside.is_null(False))))


def _row(one, person, beside):
    return (person.name, person.employee_id, beside, one.name, one.size, one.sha256, one.added_at, one.added_by.name if one.added_by else None)


def persons(me):
    return {number for number, in access.earlier_to_see(me).select(EarlierReview.person).distinct().tuples()}


def persons_of_files(me):
    seen = ((access.reviews_to_see(me), ReviewFile.review), (access.earlier_to_see(me), ReviewFile.earlier))
    return {row.person_id for found, beside in seen for row in _with_files(found, beside)}


TABLES = (
    Table("earlier_reviews", _("Reviews from earlier years"), (*AS_TAKEN_IN, _("Brought in")), earlier_reviews, persons),
    Table("review_files", _("PDFs beside reviews"), (_("Person"), _("Employee ID"), _("Beside"), _("File"), _("Size in bytes"), _("SHA-256"),
                                                     _("When"), _("Put there by")), files, persons_of_files),
)
