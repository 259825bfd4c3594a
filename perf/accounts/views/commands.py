"""Accounts from the command line of the server: for the first day, and for the day on which nobody gets in."""
import os
from pathlib import Path
from types import SimpleNamespace

import click

from ...kernel.errors import Refused
from ...people.models import Person
from ...people.queries import people_here
from .. import actions, provider, queries
from . import bp


@bp.cli.command("reset-password")
@click.argument("name")
def reset_password(name):
    """Print a link with which the person of an e-mail or employee ID sets a new password.

    Under PERF_OIDC_ONLY it lets an administrator in by a password, once, for the day on which the provider fails.
    """
    secret = tried(actions.invite, account_of(name).person, by=None)
    click.echo(f"Within 30 minutes, open this path of your Perf: /invitation/{secret}")


@bp.cli.command("end-sessions")
@click.argument("name", required=False)
@click.option("--all", "everybodys", is_flag=True, help="End the sessions of everybody.")
def end_sessions(name, everybodys):
    """Sign a person out everywhere, by e-mail or employee ID; or everybody, with --all."""
    if bool(name) == everybodys:
        raise click.UsageError("Name one person, or say --all.")
    count = actions.end_everybodys() if everybodys else actions.end_all(account_of(name).person)
    click.echo(f"{count} {'session has' if count == 1 else 'sessions have'} ended.")


@bp.cli.command("create-admin")
@click.option("--email", envvar="PERF_ADMIN_EMAIL", prompt="E-mail of the administrator")
@click.option("--organisation", envvar="PERF_ORGANISATION", default="Our organisation", show_default=True,
              help="The organisation's name, where none is set up yet.")
def create_admin(email, organisation):
    """Make an administrator, and the organisation where there is none. Password: PERF_ADMIN_PASSWORD_FILE, or asked for.

    The first one is HR as well. Somebody who is in the records already keeps their record and gets this password.
    """
    email = email.strip().lower()
    somebody = Person.get_or_none(Person.email == email) or person_of(email)
    password = password_given()
    tried(actions.checked, password, somebody, organisation=organisation)
    if queries.anybody():
        tried(actions.make_administrator, email, actions.hashed(password))
    else:
        tried(actions.set_up, organisation=dict(name=organisation, time_zone="UTC", currency="EUR", fiscal_start=1), email=email,
              first_name=somebody.first_name, last_name=somebody.last_name, password=password, begins=False)
    click.echo(f"{email} {_way_in(email)} and administers Perf." + ("" if people_here().count() > 1 else " Their name and the "
               "organisation's settings can be changed after signing in."))


def _way_in(email):
    return "can sign in" if provider.takes_passwords() else (
        f"has an account, which PERF_OIDC_ONLY opens through the provider alone (or once by: flask --app app reset-password {email}),")


def person_of(email):
    """Somebody of whom only the address is known: it names them until somebody types a name."""
    return SimpleNamespace(first_name=email.partition("@")[0].replace(".", " ").title(), last_name="", email=email, employee_id=None)


def password_given():
    file = os.environ.get("PERF_ADMIN_PASSWORD_FILE")
    if not file:
        return click.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        return Path(file).read_text().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as problem:
        raise click.ClickException(f"The file named in PERF_ADMIN_PASSWORD_FILE cannot be read: {problem}") from problem


def account_of(name):
    account = queries.account_named(name)
    if account is None:
        raise click.ClickException("Nobody with an account signs in with that name.")
    return account


def tried(verb, *args, **kwargs):
    try:
        return verb(*args, **kwargs)
    except Refused as no:
        raise click.ClickException(no.words) from no
