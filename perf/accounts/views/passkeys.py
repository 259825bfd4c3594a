"""Passkeys: what the browser needs to make or use one, and what it answered."""
from flask import abort, make_response, render_template, request, url_for
from flask_login import current_user

from ...kernel.cookies import keep, named
from ...kernel.doors import fresh, login_required, one, public
from ...kernel.web import go, here
from ...kernel.words import _
from .. import passkeys, queries
from ..inputs import CodeInput, PasskeyInput, SignInInput
from ..models import Passkey
from . import bp
from .cookies import cookie_name, device, let_in
from .places import for_passkeys
from .second import codes_are_shown_once, codes_page, second_page, shown

COOKIE = "passkey"


@bp.app_context_processor
def for_templates():
    return {"passkeys_are_possible": lambda: for_passkeys() is not None}


def place_or_404():
    return for_passkeys() or abort(404)


def told(options, token):
    """The options for the browser's script; the token that proves them ours rests in a cookie meanwhile."""
    response = make_response(options, {"Content-Type": "application/json"})
    keep(response, named(COOKIE), token, passkeys.CHALLENGE_SECONDS)
    return response


# Signing in

@bp.get("/sign-in/passkey")
@public
def passkey_to_sign_in():
    return told(*passkeys.options_to_sign_in(place_or_404()))


@bp.post("/sign-in/passkey")
@public
def enter_by_passkey():
    given, pending = PasskeyInput(request.form), request.cookies.get(cookie_name())
    onward = here(request.form.get("next"))
    if given.tries(passkeys.sign_in, place_or_404(), request.cookies.get(named(COOKIE)), given.credential.data, device=device(),
                   instead_of=pending):
        return let_in("" if request.htmx else onward or url_for("home.home"), given.result)
    return _door_again(given, queries.pending(pending), onward), given.status


def _door_again(given, account, onward):
    """Back to where the passkey was asked for, with the reason why it did not open."""
    form = CodeInput() if account else SignInInput()
    form.form_errors = given.form_errors
    if account:
        return second_page(account, form, onward)
    return render_template("accounts/sign_in.html", form=form, next=onward)


# One's own

@bp.get("/accounts/second/passkeys")
@login_required
@fresh
def passkey_to_add():
    return told(*passkeys.options_to_add(current_user, place_or_404()))


@bp.post("/accounts/second/passkeys")
@codes_are_shown_once
@login_required
@fresh
def add_passkey():
    given, where = PasskeyInput(request.form), place_or_404()
    if given.validate() and given.tries(passkeys.add, current_user, where, request.cookies.get(named(COOKIE)), given.credential.data,
                                        given.name.data):
        said = _("The passkey “%(name)s” is added.", name=given.name.data)
        return codes_page(given.result) if given.result else go(url_for(".second_factor"), said)
    return render_template("accounts/second.html", **shown(passkey_form=given)), given.status


@bp.post("/accounts/second/passkeys/<int:passkey_id>/remove")
@login_required
@fresh
def remove_passkey(passkey_id):
    passkey = one(Passkey.select().where(Passkey.account == current_user.account_id), passkey_id)
    passkeys.remove(current_user, passkey)
    return go(url_for(".second_factor"), _("The passkey “%(name)s” is removed. Delete it on your device as well.", name=passkey.name))
