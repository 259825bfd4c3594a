"""Setting up, signing in and out."""
import secrets

from flask import abort, current_app, redirect, render_template, request, url_for
from flask_login import current_user

from ...kernel.doors import login_required, public
from ...kernel.errors import Refused
from ...kernel.web import go, here
from ...kernel.words import _
from .. import actions, queries
from ..inputs import SetUpInput, SignInInput
from . import bp
from .cookies import allows_http, cookie_name, device, let_in


@bp.get("/sign-in")
@public
def sign_in():
    if not queries.anybody():
        return redirect(url_for(".set_up"), 303)
    return render_template("accounts/sign_in.html", form=SignInInput(), next=here(request.args.get("next")))


@bp.post("/sign-in")
@public
def enter():
    given = SignInInput(request.form)
    onward = here(request.form.get("next")) or url_for("home.home")
    if given.validate():
        try:
            secret = actions.sign_in(given.email.data, given.password.data, device=device(), address=request.remote_addr or "",
                                     instead_of=request.cookies.get(cookie_name()))
            return let_in("" if request.htmx else onward, secret)
        except Refused as no:
            given.password.errors, status = [no.words], no.status
            return door_again(given, status)
    return door_again(given, 422)


def door_again(given, status):
    file = "accounts/_sign_in_form.html" if request.htmx else "accounts/sign_in.html"
    return render_template(file, form=given, next=here(request.form.get("next"))), status


@bp.post("/sign-out")
@login_required
def sign_out():
    actions.sign_out(current_user)
    response = go(url_for(".sign_in"), _("You are signed out."))
    response.delete_cookie(cookie_name(), secure=not allows_http(), httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@bp.get("/set-up")
@public
def set_up():
    if queries.anybody():
        abort(404)
    return render_template("accounts/set_up.html", form=SetUpInput(time_zone="Europe/London", currency="GBP",
                                                                   fiscal_start=1, locale="en_GB"))


@bp.post("/set-up")
@public
def found():
    if queries.anybody():
        abort(404)
    given = SetUpInput(request.form)
    fits = given.validate()
    if not secrets.compare_digest((given.code.data or "").strip().encode(), current_app.config["SETUP_CODE"].encode()):
        given.code.errors = [_("That is not the code. It stands in the terminal where Perf was started.")]
        return render_template("accounts/set_up.html", form=given), 403
    if fits and given.tries(actions.set_up, organisation=given.organisation, first_name=given.first_name.data,
                            last_name=given.last_name.data, email=given.email.data, password=given.password.data,
                            device=device()):
        return let_in(url_for("home.home"), given.result)
    return render_template("accounts/set_up.html", form=given), 422
