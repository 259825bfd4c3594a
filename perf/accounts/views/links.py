"""Links that invite, and HR's list of who has an account."""
import click
from flask import abort, render_template, request, url_for
from flask_login import current_user

from ...kernel.doors import needs, one, public
from ...kernel.errors import Refused
from ...kernel.once import again_is_fine
from ...kernel.web import fragment, go
from ...kernel.words import _
from ...people import access as people
from ...people import queries as known_people
from ...people.models import Person
from ...roles import queries as roles
from .. import actions, queries
from ..inputs import InviteInput, PasswordInput
from . import bp
from .cookies import device, let_in


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
@again_is_fine
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


@bp.cli.command("reset-password")
@click.argument("name")
def reset_password(name):
    """Print a link with which the person of an e-mail or employee ID sets a new password."""
    account = queries.account_named(name)
    if account is None:
        raise click.ClickException("Nobody with an account signs in with that name.")
    secret = actions.invite(account.person, by=None)
    click.echo(f"Within 30 minutes, open this path of your Perf: /invitation/{secret}")
