"""My data: the file about oneself at once, and asking for what others wrote."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel import clock, trail
from ...kernel.doors import fresh, login_required, one
from ...kernel.once import again_is_fine
from ...kernel.web import go
from ...kernel.words import _
from .. import access, queries, requests
from ..inputs import WishInput
from ..parcel import parcel
from . import STATES, bp, download


def page(status=200, given=None):
    sections = queries.sections(current_user)
    asked = queries.requests_of(current_user)
    return render_template("keeping/mine.html", sections=[one for one in sections if one.rows], asked=asked,
                           is_asked=any(one.is_open for one in asked), ready=[one for one in asked if one.is_ready],
                           how_many=sum(len(section.passages) for section in sections), deciders=access.deciders(current_user),
                           held=queries.holds_on(current_user), tones=STATES, form=given or WishInput()), status


@bp.get("/mine")
@login_required
def mine():
    return page()


@bp.post("/mine")
@login_required
def ask():
    given = WishInput(request.form)
    if given.validate() and given.tries(requests.ask, current_user, by=current_user, wish=given.wish.data):
        return go(url_for(".mine"), _("Your request is on its way. You are told as soon as the file is ready."))
    return page(given.status, given)


@bp.post("/mine/file")
@login_required
@fresh
@again_is_fine
def my_file():
    content = parcel(current_user)
    trail.record("export_own_file", current_user, current_user)
    return download(content, f"about-me-{clock.today()}.zip")


@bp.post("/mine/requests/<int:request_id>/withdraw")
@login_required
def withdraw(request_id):
    requests.withdraw(one(access.own_requests(current_user), request_id), by=current_user)
    return go(url_for(".mine"), _("Your request is withdrawn."))


@bp.post("/mine/requests/<int:request_id>/file")
@login_required
@fresh
@again_is_fine
def released_file(request_id):
    asked = one(access.files_to_download(current_user), request_id)
    if not asked.is_ready:
        return go(url_for(".mine"), _("The thirty days are over. Ask again, and the file is made anew."))
    content = parcel(current_user, request=asked)
    trail.record("download_file", current_user, current_user, kind="file_request", row_id=asked.id)
    return download(content, f"about-me-{clock.today()}.zip")


@login_required
def back_to_mine(request_id=None):
    """An address that only takes what is sent, opened anew after a refusal: back to the page with its form."""
    return go(url_for(".mine"))


for deed, name in (("file", "my_file"), ("requests/<int:request_id>/withdraw", "withdraw"), ("requests/<int:request_id>/file", "released_file")):
    bp.add_url_rule(f"/mine/{deed}", f"{name}_again", back_to_mine)
