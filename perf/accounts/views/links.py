"""Links with which a person chooses a password: opened, used, made, and confirmed where it takes two."""
from flask import abort, redirect, render_template, request, url_for
from flask_login import current_user

from ...kernel import hosts, modules
from ...kernel.cookies import drop, keep, named
from ...kernel.doors import fresh, needs, one, public
from ...kernel.errors import Refused
from ...kernel.once import again_is_fine
from ...kernel.web import fragment, go
from ...kernel.words import _
from ...people import access as people
from ...people import queries as known_people
from ...people.models import Person
from ...roles import queries as roles
from .. import actions, addresses, letters, links, provider, queries, second
from ..inputs import InviteInput, PasswordInput
from . import bp
from .cookies import LINK, LINK_SECONDS, address, device, let_in


@bp.get("/invitation/<secret>")
@public
def land(secret):
    """A link was opened: its secret moves from the address, which browsers remember, into a cookie. It counts when it is used."""
    response = redirect(url_for(".invitation"), 303)
    keep(response, named(LINK), secret[:100], LINK_SECONDS)
    return response


@bp.get("/invitation")
@public
def invitation():
    return welcome(PasswordInput())


@bp.post("/invitation")
@public
def accept():
    given, found = PasswordInput(request.form), queries.invitation_of(request.cookies.get(named(LINK)))
    is_open = found is None or links.takes_a_password(found) or given.tries(provider.refuse_passwords)
    if is_open and given.validate() and given.tries(actions.accept, request.cookies.get(named(LINK)), given.password.data, device=device(),
                                                    address=address()):
        return drop(let_in(url_for("home.home"), given.result, tells=False), named(LINK))
    return welcome(given), given.status, given.headers


def welcome(form):
    found = queries.invitation_of(request.cookies.get(named(LINK)))
    return render_template("accounts/invitation.html", form=form, invitation=found, has_second=bool(found) and second.has_one(found.person),
                           takes_passwords=found is None or links.takes_a_password(found))


@bp.get("/accounts/")
@needs("invite")
def accounts():
    here, departments = people.people_here(current_user), roles.departments()
    asked = {"q": request.args.get("q", "")[:100], "department": request.args.get("department", type=int), "state": request.args.get("state", "all")}
    rows = queries.standing(here)
    if asked["q"].strip() or asked["department"]:
        within = roles.parts_of(asked["department"], departments) if asked["department"] else None
        found = {row.id for row in known_people.directory(here, known_people.Asked(asked["q"], within))}
        rows = [row for row in rows if row["id"] in found]
    shown = {"people": rows, "asked": asked, "departments": departments, "by_mail": addresses.can_send(),
             "waits": queries.asked_resets().count()}
    return fragment("accounts/_accounts_list.html", **shown) if request.htmx else render_template("accounts/accounts.html", **shown)


@bp.post("/accounts/invite")
@again_is_fine
@needs("invite")
def invite():
    persons = chosen()
    if not persons:
        return go(url_for(".accounts"), _("Choose at least one person first."))
    asked = modules.confirm(current_user, request.form) if queries.has_accounts(persons) else None
    if asked is not None:           # a link that sets a password anew is a dangerous deed, an invitation is none
        return asked
    done = {"made": [], "sent": [], "asked": [], "refused": []}
    for person in persons:
        try:
            what, told = make_link(person, by_mail=request.form.get("by") == "mail")
            done[what].append((person, told))
        except Refused as no:
            done["refused"].append((person, no.words))
    return render_template("accounts/links.html", **done)


def chosen():
    """The persons ticked, by name; one who is not there, and nobody gets a link."""
    numbers = InviteInput(request.form).people.data or []
    persons = list(people.people_here(current_user).where(Person.id.in_(numbers)).order_by(Person.last_name, Person.first_name))
    if len(persons) != len(set(numbers)):
        abort(404)
    return persons


def make_link(person, by_mail):
    """(made, the link), (sent, the address) or (asked, None) where it takes a second person."""
    if actions.needs_two(person, current_user):
        return "asked", actions.ask_reset(person, by=current_user)
    secret = actions.invite(person, by=current_user)
    if by_mail and person.email and addresses.can_send() and letters.send_link(person, secret):
        return "sent", person.email
    return "made", hosts.address(url_for(".land", secret=secret))


@bp.post("/accounts/<int:person_id>/enabled")
@needs("invite")
@fresh
def enabled(person_id):
    person, on = one(people.people_to_edit(current_user), person_id), request.form.get("on") == "yes"
    actions.set_enabled(person, on, by=current_user)
    return go(url_for(".accounts"), _("%(name)s can sign in again.", name=person.name) if on
              else _("%(name)s's account is closed. All their sessions have ended.", name=person.name))


# Where it takes two

@bp.get("/accounts/resets")
@needs("confirm_resets")
def resets():
    return render_template("accounts/resets.html", resets=list(queries.asked_resets()))


@bp.post("/accounts/resets/<int:reset_id>/confirm")
@again_is_fine
@needs("confirm_resets")
@fresh
def confirm_reset(reset_id):
    asked = one(queries.asked_resets(), reset_id)
    secret = actions.confirm_reset(asked, by=current_user)
    return render_template("accounts/links.html", made=[(asked.person, hosts.address(url_for(".land", secret=secret)))],
                           sent=[], asked=[], refused=[])


@bp.post("/accounts/resets/<int:reset_id>/refuse")
@needs("confirm_resets")
def refuse_reset(reset_id):
    asked = one(queries.asked_resets(), reset_id)
    actions.refuse_reset(asked, by=current_user)
    return go(url_for(".resets"), _("No link is made for %(name)s.", name=asked.person.name))
