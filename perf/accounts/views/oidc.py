"""Signing in through a provider: away to it and back, and which of its sign-ins open one's account."""
from flask import abort, make_response, redirect, render_template, request, url_for
from flask_login import current_user

from ...kernel import hosts
from ...kernel.cookies import drop, keep, named
from ...kernel.doors import fresh, login_required, one, public
from ...kernel.errors import Refused
from ...kernel.web import go, here
from ...kernel.words import _
from .. import oidc, provider, queries
from ..models import Identity
from . import bp
from .cookies import LINK, cookie_name, device, let_in

COOKIE = "journey"
SIGNING_IN, INVITED, MINE = "sign in", "invited", "mine"


@bp.app_context_processor
def for_templates():
    return {"provider": provider.settings(), "takes_passwords": provider.takes_passwords()}


def leave(way, **journey):
    if provider.settings() is None:
        abort(404)
    address, token = oidc.leave(_back(), way=way, **journey)
    response = redirect(address, 303)
    keep(response, named(COOKIE), token, oidc.JOURNEY_SECONDS)
    return response


def _back():
    return hosts.address(url_for("accounts.come_back"))


# At the door

@bp.get("/sign-in/oidc")
@public
def sign_in_by_provider():
    return leave(SIGNING_IN, onward=here(request.args.get("next")))


@bp.get("/sign-in/oidc/back")
@public
def come_back():
    if provider.settings() is None:
        abort(404)
    try:
        journey, known = oidc.come_back(_back(), request.cookies.get(named(COOKIE)), request.args)
        response = ARRIVED[journey["way"]](journey, known)
    except Refused as no:
        response = _failed(no)
    return drop(response, named(COOKIE))


def _failed(no):
    page = render_template("accounts/oidc_failed.html", words_said=no.words)
    return make_response(page, no.status)


def _signed_in(journey, known):
    return _let_in(journey, oidc.sign_in(known, device=device(), instead_of=request.cookies.get(cookie_name())))


def _accepted(journey, known):
    secret = oidc.accept(known, journey["secret"], device=device(), instead_of=request.cookies.get(cookie_name()))
    return drop(_let_in(journey, secret), named(LINK))


def _let_in(journey, secret):
    return let_in(here(journey.get("onward")) or url_for("home.home"), secret)


def _added(journey, known):
    """The one who left must be the one who is signed in now."""
    if not current_user.is_authenticated or current_user.session_id != journey["session"]:
        raise Refused(_("Your session has ended meanwhile. Sign in and try again."))
    oidc.add(current_user, known)
    return go(url_for(".identities"), _("From now on you can sign in with %(provider)s.", provider=provider.settings().name))


ARRIVED = {SIGNING_IN: _signed_in, INVITED: _accepted, MINE: _added}


@bp.get("/invitation/oidc")
@public
def accept_by_provider():
    """Take the invitation that was just opened, without choosing a password."""
    secret = request.cookies.get(named(LINK))
    if queries.invitation_of(secret) is None:
        return redirect(url_for(".invitation"), 303)
    return leave(INVITED, secret=secret)


# One's own

@bp.get("/accounts/mine/oidc")
@login_required
def identities():
    if provider.settings() is None:
        abort(404)
    return render_template("accounts/oidc.html", identities=oidc.of(current_user.account_id))


@bp.get("/accounts/mine/oidc/add")
@login_required
@fresh
def add_identity():
    return leave(MINE, session=current_user.session_id)


@bp.post("/accounts/mine/oidc/<int:identity_id>/remove")
@login_required
@fresh
def remove_identity(identity_id):
    oidc.remove(current_user, one(Identity.select().where(Identity.account == current_user.account_id), identity_id))
    return go(url_for(".identities"), _("That sign-in opens your account no more."))
