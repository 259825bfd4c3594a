"""One's own account: sessions and password."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel.doors import login_required, one
from ...kernel.web import go
from ...kernel.words import _
from .. import actions, queries
from ..inputs import NewPasswordInput
from ..models import Session
from . import bp


@bp.get("/accounts/mine")
@login_required
def mine():
    return my_account(NewPasswordInput())


@bp.post("/accounts/mine")
@login_required
def change_password():
    given = NewPasswordInput(request.form)
    if given.validate() and given.tries(actions.change_password, current_user, given.current.data, given.password.data,
                                        keep=current_user.session_id):
        return go(url_for(".mine"), _("Your password is changed. Wherever else you were signed in, you are signed out."))
    return my_account(given), given.status


@bp.post("/accounts/sessions/<int:session_id>/end")
@login_required
def end_session(session_id):
    actions.end_session(current_user, one(Session.select().where(Session.account == current_user.account_id), session_id))
    return go(url_for(".mine"), _("That session has ended."))


def my_account(form):
    return render_template("accounts/mine.html", form=form, sessions=queries.sessions_of(current_user.account_id))
