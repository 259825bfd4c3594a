"""Reading and signing one review by a link, without an account."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel import hosts
from ...kernel.cookies import keep, named
from ...kernel.doors import login_required, one, public
from ...kernel.once import again_is_fine
from ...kernel.web import go
from ...kernel.words import _
from .. import access, links, queries, states
from ..inputs import LinkNumberInput, SignInput
from . import bp
from .reviews import to_copy

COOKIE = "review"


@bp.post("/<int:review_id>/link")
@login_required
@again_is_fine
def make_link(review_id):
    """HR makes the link; shown once."""
    found = one(access.reviews_to_decide(current_user), review_id)
    secret, number = links.make_link(found, by=current_user)
    return render_template("reviews/link.html", review=found, number=number,
                           link=hosts.address(url_for(".land", secret=secret)))


@bp.get("/by-link/<secret>")
@public
def land(secret):
    """The secret goes from the address into the browser's keeping, so that it stays in no history."""
    return remember(go(url_for(".by_link")), secret)


@bp.get("/by-link/")
@public
def by_link():
    return page()


@bp.post("/by-link/")
@public
def open_link():
    given = LinkNumberInput(request.form)
    if given.validate() and given.tries(links.open_link, kept(), given.number.data):
        if given.result:
            return remember(go(url_for(".by_link")), given.result)
        given.number.errors = [_("That is not the number. After five wrong ones the link ends.")]
    return page(given), 422


@bp.post("/by-link/sign")
@public
def sign_by_link():
    return tried(links.sign_by_link, _("You have signed that you received the review."))


@bp.post("/by-link/respond")
@public
def respond_by_link():
    return tried(links.respond_by_link, _("Your response stands with the review now."))


def tried(verb, said):
    link, is_open = links.link_of(kept())
    given = SignInput(request.form)
    if is_open and given.validate() and given.tries(verb, link, response=given.response.data or "", seen=given.seen.data or ""):
        return go(url_for(".by_link"), said)
    stays = link and is_open and (link.review.may_respond or link.review.state in states.TO_SIGN)
    return page(sign=given, lost=None if stays else to_copy(given)), given.status


def page(number=None, sign=None, lost=None):
    """The review where the number was told, else the question for it, else that the link is over."""
    link, is_open = links.link_of(kept())
    if not is_open:
        return render_template("reviews/link_number.html", link=link, form=number or LinkNumberInput())
    review = link.review
    sheets = queries.sheets_of(review, access.sheets_to_read(review.person, review), review.person)
    overall = {kind: progress.score.overall for kind, (_sheet, progress) in sheets.items()}
    weighed = queries.review_score(review, overall.get("self"), overall.get("manager"))[1]
    return render_template("reviews/by_link.html", review=review, sheets=sheets, weighed=weighed,
                           signatures=queries.signatures(review), states={kind: sheet.state for kind, (sheet, _) in sheets.items()},
                           sign=sign or SignInput(response=review.response), reads_remarks=True, lost=lost)


def kept():
    return request.cookies.get(named(COOKIE), "")[:100]


def remember(response, secret):
    return keep(response, named(COOKIE), secret, links.READS_FOR.total_seconds())
