"""The second factor: asked for after the password, set up and looked after by oneself, taken away when the phone is lost."""
from urllib.parse import quote

import click
from flask import current_app, redirect, render_template, request, url_for
from flask_login import current_user

from ...kernel.doors import fresh, login_required, needs, one, public
from ...kernel.errors import Refused
from ...kernel.once import again_is_fine, again_leads_to
from ...kernel.web import READS, go, here
from ...kernel.words import _
from ...people import access as people
from .. import factors, passkeys, queries, second
from ..inputs import CodeInput, NewAppInput, PasskeyInput
from . import bp
from .cookies import cookie_name, device, device_mark, let_in
from .places import for_passkeys

# What those who must set up a second factor reach before they have
OPEN_BEFORE = {"second_factor", "new_app", "keep_app", "new_codes", "passkey_to_add", "add_passkey", "mine", "change_password",
               "end_session", "sign_out", "again", "show_again"}


# What is sent a second time shows no codes; where to get some is said instead
codes_are_shown_once = again_leads_to("accounts.second_factor", _("The second factor is on: this had reached the server before. "
                                      "If you did not see the recovery codes, make new ones below."))


class NotYet(Refused):
    status = 403


@bp.before_app_request
def second_factor_first():
    """HR, administrators and executives reach nothing of anybody before a second factor is set up (TRUST A10)."""
    if not current_user.is_authenticated or not current_user.is_held or _is_open(request.endpoint):
        return None
    if request.method in READS and not request.htmx:
        return redirect(url_for("accounts.second_factor"), 303)
    raise NotYet(_("Set up a second factor first: under My account, Second factor. It takes two minutes."))


def _is_open(endpoint):
    room, _dot, name = (endpoint or "").partition(".")
    return getattr(current_app.view_functions.get(endpoint), "door", None) == "public" or room == "accounts" and name in OPEN_BEFORE


# After the password

@bp.get("/sign-in/second")
@public
def ask_second():
    account = queries.pending(request.cookies.get(cookie_name()))
    if account is None:
        return redirect(url_for(".sign_in", next=here(request.args.get("next"))), 303)
    return second_page(account, CodeInput(), here(request.args.get("next")))


@bp.post("/sign-in/second")
@public
def enter_second():
    given, pending = CodeInput(request.form), request.cookies.get(cookie_name())
    onward, account = here(request.form.get("next")), queries.pending(pending)
    if account is None and current_user.is_authenticated:
        return go(onward or url_for("home.home"))
    if account is None:
        return redirect(url_for(".sign_in", next=onward or "/"), 303) if not request.htmx else ("", 401)
    if given.validate() and given.tries(second.enter, pending, given.given, device=device(), mark=device_mark()):
        return let_in("" if request.htmx else onward or url_for("home.home"), given.result)
    return second_page(account, given, onward), given.status, given.headers


def second_page(account, form, onward):
    file = "accounts/_second_form.html" if request.htmx else "accounts/second_ask.html"
    return render_template(file, form=form, next=onward, by=second.standing(account.id))


# One's own

@bp.get("/accounts/second")
@login_required
def second_factor():
    return render_template("accounts/second.html", **shown())


def shown(**more):
    return {**second.standing(current_user.account_id), "is_required": second.is_required(current_user),
            "is_demo": second.is_demo(), "takes_passkeys": passkeys.are_installed(),
            "passkey_form": PasskeyInput() if for_passkeys() else None, **more}


@bp.get("/accounts/second/app")
@login_required
@fresh
def new_app():
    return app_page(NewAppInput())


@bp.post("/accounts/second/app")
@codes_are_shown_once
@login_required
@fresh
def keep_app():
    given = NewAppInput(request.form)
    if given.validate() and given.tries(factors.enrol, current_user, given.token.data, given.code.data):
        return codes_page(given.result) if given.result else go(url_for(".second_factor"), _("The app is set up."))
    return app_page(given), given.status


def app_page(form):
    offered = factors.offer(current_user, form.token.data)
    form.token.data = offered["token"]
    return render_template("accounts/second_app.html", form=form, **offered)


@bp.post("/accounts/second/app/remove")
@login_required
@fresh
def remove_app():
    factors.remove_app(current_user)
    return go(url_for(".second_factor"), _("The app is removed. Delete its entry on your phone as well."))


@bp.post("/accounts/second/codes")
@again_is_fine
@login_required
@fresh
def new_codes():
    return codes_page(factors.renew_codes(current_user), are_renewed=True)


def codes_page(codes, are_renewed=False):
    """The recovery codes, this once; the file to keep them in travels in the page itself."""
    text = "\n".join([_("Recovery codes for Perf, each good for one sign-in:"), "", *codes, ""])
    return render_template("accounts/second_codes.html", codes=codes, text=text, are_renewed=are_renewed,
                           file=f"data:text/plain;charset=utf-8,{quote(text)}")


# When the phone is lost

@bp.get("/accounts/<int:person_id>/second")
@needs("invite")
def second_of(person_id):
    person = one(people.people_to_edit(current_user), person_id)
    return render_template("accounts/second_of.html", person=person, has_one=second.has_one(person))


@bp.post("/accounts/<int:person_id>/second")
@needs("invite")
@fresh
def take_second(person_id):
    person = one(people.people_to_edit(current_user), person_id)
    factors.take_away(person, by=current_user)
    return go(url_for(".accounts"), _("%(name)s signs in with the password alone again.", name=person.name))


@bp.cli.command("reset-mfa")
@click.argument("name")
def reset_mfa(name):
    """Take the second factor of the person of an e-mail or employee ID away: app, passkeys and recovery codes."""
    account = queries.account_named(name)
    if account is None:
        raise click.ClickException("Nobody with an account signs in with that name.")
    try:
        factors.take_away(account.person, by=None)
    except Refused as no:
        raise click.ClickException(no.words) from no
    click.echo(f"{account.person.name} signs in with the password alone again, and is told so.")
