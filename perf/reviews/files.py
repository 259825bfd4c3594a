"""PDFs beside reviews: what may be sent, and the verbs that put one there and take it away."""
import hashlib

from ..kernel import clock, live, trail
from ..kernel.db import write
from ..kernel.errors import Refused
from ..kernel.files import plain_name
from ..kernel.words import _
from . import access, telling
from .models import EarlierReview, Review, ReviewFile

MOST_BYTES, MOST_FILES, LONGEST = 10 * 1000 * 1000, 10, 100
BEGINS, ENDS, LAST = b"%PDF-", b"%%EOF", 4096


def check(content):
    """Refuse what is no whole PDF, whatever its name says. It is never opened by us, and only ever given out to be saved."""
    if not content:
        raise Refused(_("This file is empty. Choose the PDF again."), "file")
    if len(content) > MOST_BYTES:
        raise Refused(_("This file is larger than 10 MB. Save it smaller, such as with fewer pictures, or in two parts."), "file")
    if not content.startswith(BEGINS):
        raise Refused(_("This is not a PDF, whatever its name says. Save the document as PDF and choose that."), "file")
    if ENDS not in content[-LAST:]:
        raise Refused(_("This PDF has no end, as if it had been cut off on the way. Open it, save it again and choose that."), "file")


@write()
def put_beside(review, content, file_name, *, by):
    """Put a PDF beside a review of Perf's."""
    check(content)
    review = Review.get_by_id(review.id)
    if review.state == "withdrawn":
        raise Refused(_("This review was taken out of its cycle, so nothing is put beside it any more."))
    if review.state == "closed" and not access.decides(by, review):
        raise Refused(_("This review is closed. HR can still put a PDF beside it."))
    made = _add(ReviewFile.review == review.id, content, file_name, by, review=review.id)
    trail.record("add_review_file", by, review.person_id, kind="review", row_id=review.id)
    if review.is_shared:
        telling.file_added(review.person_id, telling.page(review), by)
    live.changed("review", review.id)
    return made


@write()
def put_beside_earlier(earlier, content, file_name, *, by):
    """Put a PDF beside a review from before."""
    check(content)
    earlier = EarlierReview.get_by_id(earlier.id)
    made = _add(ReviewFile.earlier == earlier.id, content, file_name, by, earlier=earlier.id)
    trail.record("add_review_file", by, earlier.person_id, kind="earlier_review", row_id=earlier.id)
    telling.file_added(earlier.person_id, f"/reviews/earlier/{earlier.id}", by)
    live.changed("history", earlier.person_id)
    return made


def _add(beside, content, file_name, by, **where):
    print_of = hashlib.sha256(content).hexdigest()
    there = [row[0] for row in ReviewFile.select(ReviewFile.sha256).where(beside).tuples()]
    if print_of in there:
        raise Refused(_("This very file lies here already."), "file")
    if len(there) >= MOST_FILES:
        raise Refused(_("%(count)s PDFs lie here already. Remove one that is not needed any more, or join some into one.", count=MOST_FILES), "file")
    return ReviewFile.create(name=called(file_name), size=len(content), sha256=print_of, content=content, added_by=by, added_at=clock.now(), **where)


def called(file_name):
    """A name without a path, that ends as what it is."""
    name = plain_name(file_name, _("review"), longest=LONGEST)
    stem = name[:-4] if name.casefold().endswith(".pdf") else name
    return f"{stem.strip(' .') or _('review')}.pdf"


@write()
def remove(file, *, by):
    """Take a PDF away; what remains is the line in the trail. What lies beside a closed review, HR alone takes away."""
    found = ReviewFile.select(ReviewFile.id, ReviewFile.review, ReviewFile.earlier).where(ReviewFile.id == file.id).first()
    if found is None:
        raise Refused(_("This file is gone already."))
    if found.review and found.review.state == "closed" and not access.decides(by, found.review):
        raise Refused(_("This review is closed. HR can still remove a PDF."))
    ReviewFile.delete().where(ReviewFile.id == found.id).execute()
    row, kind = (found.review, "review") if found.review_id else (found.earlier, "earlier_review")
    trail.record("remove_review_file", by, row.person_id, kind=kind, row_id=row.id)
    live.changed(*(("review", row.id) if found.review_id else ("history", row.person_id)))


def content_of(file):
    return bytes(ReviewFile.select(ReviewFile.content).where(ReviewFile.id == file.id).scalar(as_tuple=False))
