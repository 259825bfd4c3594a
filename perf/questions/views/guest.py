"""The same form for whoever has no account, such as somebody who has left: a room vouches for them and names their one sheet."""
from flask import abort, request, url_for
from flask_login import AnonymousUserMixin

from ...kernel import modules
from ...kernel.doors import public
from ...kernel.words import _
from .. import access
from . import bp
from .sheets import page, save_one, save_page

NOBODY = {"me": AnonymousUserMixin()}       # the page shows no places of the house, whoever else is signed in here


@bp.get("/guest/")
@public
def guest():
    sheet = invited()
    return page(sheet, sheet.author, places(), **NOBODY)


@bp.post("/guest/")
@public
def guest_saves_all():
    sheet = invited()
    return save_page(sheet, sheet.author, places(), **NOBODY)


@bp.post("/guest/answers/<int:answer_id>")
@public
def guest_saves_answer(answer_id):
    """A guest acts as the author, yet on the one sheet alone that they were invited to."""
    sheet = invited()
    answer = access.answer_to_write(sheet.author, answer_id)
    return save_one(answer, places()) if answer.sheet_id == sheet.id else abort(404)


def invited():
    """The sheet that this browser may fill in, or 404."""
    return modules.guest(request.cookies) or abort(404)


def places():
    """Nothing is told live to guests, since the stream asks for a session."""
    return {"form": url_for(".guest"), "answers": url_for(".guest_saves_answer", answer_id=0)[:-1], "arithmetic": "", "is_live": False,
            "gone_words": _("Not saved: this page is no longer open to you. Open your link again in another tab; what you typed stays here.")}
