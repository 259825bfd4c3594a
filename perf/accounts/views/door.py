"""Setting up, signing in and out."""
import secrets

from flask import abort, current_app, make_response, redirect, render_template, request, url_for
from flask_login import current_user

from ...kernel.cookies import drop
from ...kernel.doors import login_required, public
from ...kernel.errors import Refused
from ...kernel.web import go, here
from ...kernel.words import _
from .. import actions, addresses, provider, queries, throttle
from ..inputs import CodeInput, LostInput, SetUpInput, SignInInput
from . import bp
from .cookies import address, cookie_name, device, device_mark, keep_session, let_in
from .second import second_page


@bp.get("/sign-in")
@public
def sign_in():
    if not queries.anybody():
        return redirect(url_for(".set_up"), 303)
    return render_template("accounts/sign_in.html", form=SignInInput(), next=here(request.args.get("next")))


@bp.post("/sign-in")
@public
def enter():
    given, onward = SignInInput(request.form), here(request.form.get("next"))
    if given.validate() and given.tries(provider.refuse_passwords) and given.tries(
            actions.sign_in, given.email.data, given.password.data, device=device(), address=address(), mark=device_mark(),
            instead_of=request.cookies.get(cookie_name())):
        return onwards(given.result, onward)
    file = "accounts/_sign_in_form.html" if request.htmx else "accounts/sign_in.html"
    return render_template(file, form=given, next=onward), given.status, given.headers


def onwards(secret, onward):
    """In; or, where a code is due, to the page that asks for it. In the dialog of a form that step stays in its place: 202."""
    account = queries.pending(secret)
    if account and request.htmx:
        return keep_session(make_response(second_page(account, CodeInput(), None), 202), secret)
    return let_in("" if request.htmx else onward or url_for("home.home"), secret)


@bp.post("/sign-out")
@login_required
def sign_out():
    actions.sign_out(current_user)
    response = drop(go(url_for(".sign_in"), _("You are signed out.")), cookie_name())
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@bp.get("/sign-in/lost")
@public
def lost():
    if not provider.takes_passwords():
        return go(url_for(".sign_in"), provider.words_instead())
    return render_template("accounts/lost.html", form=LostInput(), by_mail=addresses.can_send())


@bp.post("/sign-in/lost")
@public
def say_lost():
    given = LostInput(request.form)
    if not (provider.takes_passwords() and addresses.can_send()):
        return redirect(url_for(".lost"), 303)
    if given.validate() and given.tries(actions.say_lost, given.name.data, address=address()):
        return render_template("accounts/lost.html", is_sent=True)
    return render_template("accounts/lost.html", form=given, by_mail=True), given.status, given.headers


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
    if not given.tries(right_code, given.code.data):
        return render_template("accounts/set_up.html", form=given), given.status, given.headers
    if fits and given.tries(actions.set_up, organisation=given.organisation, first_name=given.first_name.data,
                            last_name=given.last_name.data, email=given.email.data, password=given.password.data,
                            device=device()):
        return let_in(url_for("home.home"), given.result)
    return render_template("accounts/set_up.html", form=given), given.status, given.headers


class WrongCode(Refused):
    status = 403


def right_code(code):
    with throttle.counted("set up", None, address(), field="code"):
        if not secrets.compare_digest((code or "").strip().encode(), current_app.config["SETUP_CODE"].encode()):
            raise WrongCode(_("That is not the code. It stands in the terminal where Perf was started."), "code")
