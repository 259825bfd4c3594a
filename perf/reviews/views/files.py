"""PDFs beside reviews: put there, given out to be saved, taken away."""
from flask import abort, render_template, request, url_for
from flask_login import current_user

from ...kernel import files as out
from ...kernel import failures, trail
from ...kernel.doors import login_required, one
from ...kernel.web import go
from ...kernel.words import _
from .. import access, files
from ..inputs import FileInput
from ..models import ReviewFile
from . import bp
from .history import earlier_page
from .reviews import shown

TAKES_A_FILE = ("reviews.add_file", "reviews.add_earlier_file")


@bp.url_value_preprocessor
def allow_a_file(endpoint, values):
    """A PDF is larger than any form; the cap of the house holds everywhere else."""
    if endpoint in TAKES_A_FILE:
        request.max_content_length = files.MOST_BYTES + 200_000


@bp.post("/<int:review_id>/files")
@login_required
def add_file(review_id):
    found = review_to_add_to(review_id)
    given = FileInput(request.files)
    if given.validate() and given.tries(files.put_beside, found, sent(given), given.file.data.filename, by=current_user):
        return go(url_for(".review", review_id=review_id) + "#files", _("The PDF lies beside the review now."))
    return render_template("reviews/review.html", **shown(found, attach=given)), given.status


def review_to_add_to(review_id):
    found = one(access.reviews_to_see(current_user), review_id)
    return found if access.adds_files(current_user, found) else abort(404)


@bp.post("/earlier/<int:earlier_id>/files")
@login_required
def add_earlier_file(earlier_id):
    found = one(access.earlier_to_decide(current_user), earlier_id)
    given = FileInput(request.files)
    if given.validate() and given.tries(files.put_beside_earlier, found, sent(given), given.file.data.filename, by=current_user):
        return go(url_for(".earlier", earlier_id=earlier_id) + "#files", _("The PDF lies beside the review now."))
    return earlier_page(found, given, given.status)


def sent(given):
    return given.file.data.stream.read(files.MOST_BYTES + 1)


@bp.errorhandler(413)
def too_large(problem):
    """More than any PDF that is taken: said beside the field, where a smaller one can be chosen at once."""
    if request.endpoint not in TAKES_A_FILE or not current_user.is_authenticated:
        return failures.failed(problem)
    given = FileInput()
    given.file.errors = [_("This file is larger than 10 MB. Save it smaller, such as with fewer pictures, or in two parts.")]
    if request.endpoint == "reviews.add_file":
        return render_template("reviews/review.html", **shown(review_to_add_to(**request.view_args), attach=given)), 413
    return earlier_page(one(access.earlier_to_decide(current_user), request.view_args["earlier_id"]), given, 413)


@bp.get("/files/<int:file_id>")
@login_required
def file(file_id):
    """Saved, never shown as a page of ours; whoever is neither the person nor leads them leaves a line."""
    found, person_id = readable(file_id)
    if not access.reads_daily(current_user, person_id):
        trail.record_reading("read_review_file", current_user, person_id, kind="review_file", row_id=file_id)
    return out.download(files.content_of(found), out.saved_as(found.name.removesuffix(".pdf"), ending="pdf"), out.PDF)


@bp.post("/files/<int:file_id>/remove")
@login_required
def remove_file(file_id):
    found, _person_id = readable(file_id)
    if found.review_id:
        back = url_for(".review", review_id=review_to_add_to(found.review_id).id)
    else:
        back = url_for(".earlier", earlier_id=one(access.earlier_to_decide(current_user), found.earlier_id).id)
    files.remove(found, by=current_user)
    return go(back, _("The PDF is removed."))


def readable(file_id):
    """(the file, whose review it lies beside) where this reader may read it; anything else does not exist."""
    found = ReviewFile.select(ReviewFile.review, ReviewFile.earlier).where(ReviewFile.id == file_id).first() or abort(404)
    if found.review_id:
        review = one(access.reviews_to_see(current_user), found.review_id)
        return one(access.files_of(current_user, review), file_id), review.person_id
    earlier = one(access.earlier_to_see(current_user), found.earlier_id)
    return one(access.files_of_earlier(earlier), file_id), earlier.person_id
