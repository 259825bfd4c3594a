"""One's own account: sessions, password and e-mail address."""
from flask import redirect, render_template, request, url_for
from flask_login import current_user

from ...kernel.cookies import drop, keep, named
from ...kernel.doors import fresh, login_required, one, public
from ...kernel.web import go
from ...kernel.words import _, n_
from .. import actions, addresses, provider, queries, second
from ..inputs import AddressInput, NewPasswordInput
from ..models import Account, Session
from . import bp
from .cookies import ADDRESS, LINK_SECONDS, address, device_mark, renew_session


@bp.get("/accounts/mine")
@login_required
def mine():
    return my_account(NewPasswordInput())


@bp.post("/accounts/mine")
@login_required
def change_password():
    given = NewPasswordInput(request.form)
    if given.validate() and given.tries(provider.refuse_passwords) and given.tries(
            actions.change_password, current_user, given.current.data, given.password.data, keep=current_user.session_id,
            address=address(), mark=device_mark()):
        renew_session(given.result)
        return go(url_for(".mine"), _("Your password is changed. Wherever else you were signed in, you are signed out."))
    return my_account(given), given.status, given.headers


@bp.post("/accounts/sessions/<int:session_id>/end")
@login_required
def end_session(session_id):
    actions.end_session(current_user, one(Session.select().where(Session.account == current_user.account_id), session_id))
    return go(url_for(".mine"), _("That session has ended."))


@bp.post("/accounts/sessions/end-others")
@login_required
def end_others():
    count = actions.end_others(current_user)
    return go(url_for(".mine"), n_("%(num)s session has ended.", "%(num)s sessions have ended.", count))


def my_account(form):
    account = Account.get_by_id(current_user.account_id)
    return render_template("accounts/mine.html", form=form, sessions=queries.sessions_of(account.id), has_second=second.is_enrolled(account),
                           has_password=bool(account.password), by_mail=addresses.can_send(), limits=queries.limits_of(current_user))


# The address that one signs in with

@bp.get("/accounts/mine/email")
@login_required
def own_address():
    return address_page(AddressInput())


@bp.post("/accounts/mine/email")
@login_required
@fresh
def ask_address():
    given = AddressInput(request.form)
    if given.validate() and given.tries(addresses.ask_change, current_user, given.email.data):
        return go(url_for(".own_address"), _("We have written to %(email)s. Open the link in that mail.", email=given.email.data))
    return address_page(given), given.status


@bp.get("/accounts/address/<secret>")
@public
def land_address(secret):
    """The link sent to a new address: its secret moves from the address into a cookie; the page behind it asks who is there."""
    response = redirect(url_for(".own_address"), 303)
    keep(response, named(ADDRESS), secret[:100], LINK_SECONDS)
    return response


@bp.post("/accounts/mine/email/confirm")
@login_required
def confirm_address():
    email = addresses.confirm_change(current_user, request.cookies.get(named(ADDRESS)))
    return drop(go(url_for(".mine"), _("From now on you sign in with %(email)s.", email=email)), named(ADDRESS))


def address_page(form):
    return render_template("accounts/address.html", form=form, by_mail=addresses.can_send(),
                           asked=queries.address_change(request.cookies.get(named(ADDRESS)), current_user))
