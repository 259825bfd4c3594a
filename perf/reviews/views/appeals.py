"""Appeals: what the employee asks, and what HR decides."""
from flask import url_for
from flask_login import current_user

from ...kernel.doors import login_required, one
from ...kernel.web import go
from ...kernel.words import _
from flask import request
from .. import access, appeals
from ..inputs import AnswerAppealInput, AppealInput, ChangeRatingInput
from . import bp
from .reviews import page, stays, to_copy, tried


@bp.post("/<int:review_id>/appeal")
@login_required
def appeal(review_id):
    return tried(one(access.own_reviews(current_user), review_id), appeals.appeal,
                 _("Your appeal is with HR. You can take it back until it is decided."), appealing=AppealInput(request.form))


@bp.post("/<int:review_id>/appeal/withdraw")
@login_required
def withdraw_appeal(review_id):
    appeals.withdraw_appeal(one(access.own_reviews(current_user), review_id), by=current_user)
    return go(url_for(".review", review_id=review_id), _("Your appeal is taken back."))


@bp.post("/<int:review_id>/appeal/stand")
@login_required
def let_stand(review_id):
    return tried(one(access.reviews_to_decide(current_user), review_id), appeals.let_stand,
                 _("The rating stands. Both are told."), answering=AnswerAppealInput(request.form))


@bp.post("/<int:review_id>/appeal/change")
@login_required
def change_rating(review_id):
    found = one(access.reviews_to_decide(current_user), review_id)
    given = ChangeRatingInput(request.form)
    if given.validate() and given.tries(appeals.change_rating, found, by=current_user, answer=given.answer.data or "", score=given.score.hundredths):
        return go(url_for(".review", review_id=review_id), _("The rating is changed, and the employee signs it anew. The old one stays readable."))
    return page(found, lost=None if stays(found, appeals.change_rating) else to_copy(given), changing=given), given.status
