"""The door: setting up, signing in and out, links that invite, who has an account."""
import secrets
from datetime import timedelta

import click
from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request, url_for
from flask_login import current_user

from ..kernel import clock
from ..kernel.doors import login_required, needs, one, public
from ..kernel.errors import Refused
from ..kernel.web import fragment, go, here
from ..kernel.words import _
from ..people import access as people
from ..people import queries as known_people
from ..people.models import Person
from ..roles import queries as roles
from . import actions, queries
from .inputs import InviteInput, NewPasswordInput, PasswordInput, SetUpInput, SignInInput
from .models import Session

bp = Blueprint("accounts", __name__, cli_group=None)
TOUCH_EVERY = timedelta(minutes=1)


@bp.before_app_request
def keep_session_alive():
    """A session in use stays alive; noted at most once a minute."""
    if request.blueprint != "static_files" and current_user.is_authenticated \
            and clock.now() - current_user.seen_at > TOUCH_EVERY:
        actions.touch(current_user)


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


@bp.get("/invitation/<secret>")
@public
def invitation(secret):
    return render_template("accounts/invitation.html", form=PasswordInput(), invitation=queries.invitation_of(secret))


@bp.post("/invitation/<secret>")
@public
def accept(secret):
    given, found_one = PasswordInput(request.form), queries.invitation_of(secret)
    if given.validate() and given.tries(actions.accept, secret, given.password.data, device=device()):
        return let_in(url_for("home.home"), given.result)
    return render_template("accounts/invitation.html", form=given, invitation=found_one), 422


@bp.get("/accounts/")
@needs("invite")
def accounts():
    here, departments = people.people_here(current_user), roles.departments()
    asked = {"q": request.args.get("q", "")[:100], "department": request.args.get("department", type=int), "state": request.args.get("state", "all")}
    rows = queries.standing(here)
    if asked["q"].strip() or asked["department"]:
        within = roles.parts_of(asked["department"], departments) if asked["department"] else None
        found = {row.id for row in known_people.directory(here, asked["q"], within)}
        rows = [row for row in rows if row["id"] in found]
    shown = {"people": rows, "asked": asked, "departments": departments}
    return fragment("accounts/_accounts_list.html", **shown) if request.htmx else render_template("accounts/accounts.html", **shown)


@bp.post("/accounts/invite")
@needs("invite")
def invite():
    chosen = InviteInput(request.form).people.data or []
    persons = list(people.people_here(current_user).where(Person.id.in_(chosen)).order_by(Person.last_name, Person.first_name))
    if len(persons) != len(set(chosen)):
        abort(404)
    if not persons:
        return go(url_for(".accounts"), _("Choose at least one person first."))
    made, refused = [], []
    for person in persons:
        try:
            made.append((person, url_for(".invitation", secret=actions.invite(person, by=current_user), _external=True)))
        except Refused as no:
            refused.append((person, no.words))
    return render_template("accounts/links.html", made=made, refused=refused)


@bp.post("/accounts/<int:person_id>/enabled")
@needs("invite")
def enabled(person_id):
    person, on = one(people.people_to_edit(current_user), person_id), request.form.get("on") == "yes"
    actions.set_enabled(person, on, by=current_user)
    return go(url_for(".accounts"), _("%(name)s can sign in again.", name=person.name) if on
              else _("%(name)s's account is closed. All their sessions have ended.", name=person.name))


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


def let_in(onward, secret):
    response = redirect(onward, 303) if onward else make_response("", 204)
    response.set_cookie(cookie_name(), secret, max_age=int(queries.LONGEST.total_seconds()), httponly=True, samesite="Lax", path="/",
                        secure=not allows_http())
    return response


def allows_http():
    return current_app.config["ALLOW_HTTP"]


def cookie_name():
    return queries.COOKIE_ALLOWING_HTTP if allows_http() else queries.COOKIE


def device():
    """"Firefox on Android": enough to recognise one's own browser."""
    agent = request.headers.get("User-Agent", "")
    browser = next((name for mark, name in (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"),
                                            ("Chrome/", "Chrome"), ("Safari/", "Safari")) if mark in agent), _("A browser"))
    system = next((name for mark, name in (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
                                           ("Mac OS", "macOS"), ("Linux", "Linux")) if mark in agent), None)
    return _("%(browser)s on %(system)s", browser=browser, system=system) if system else browser


@bp.cli.command("reset-password")
@click.argument("name")
def reset_password(name):
    """Print a link with which the person of an e-mail or employee ID sets a new password."""
    account = queries.account_named(name)
    if account is None:
        raise click.ClickException("Nobody with an account signs in with that name.")
    secret = actions.invite(account.person, by=None)
    click.echo(f"Within 30 minutes, open this path of your Perf: /invitation/{secret}")
