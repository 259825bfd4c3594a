"""Accounts: setting up, signing in, invitations, sessions."""
from flask import current_app, has_request_context

from ..kernel import clock, live, words
from ..kernel.modules import Module
from ..kernel.words import _
from . import actions, addresses, closing, exports, keeping, links, queries, safety, second, views
from .views.again import confirm
from .views.cookies import renew_session


def who(cookies):
    """The person whose session the cookies name, or None."""
    name = queries.COOKIE_ALLOWING_HTTP if current_app and current_app.config["ALLOW_HTTP"] else queries.COOKIE
    secret = cookies.get(name)
    person = queries.signed_in(secret) if secret else None
    if person:
        person.is_held = second.must_enrol(person)
    return person


def nav(me):
    places = [{"desk": "hr", "label": _("Accounts"), "url": "/accounts/", "icon": "lock", "order": 30}] if "hr" in me.powers else []
    return [*places, {"desk": "me", "label": _("My account"), "url": "/accounts/mine", "icon": "lock", "order": 80}]


def about(me, person):
    """HR sees on a person's page whether they can sign in."""
    if "hr" not in me.powers:
        return []
    return [{"template": "accounts/_about.html", "person": person, **queries.standing_of(person)}]


def first_steps(me):
    if "hr" not in me.powers:
        return []
    able, here = queries.how_many_can_sign_in()
    return [{"order": 3, "title": _("Invite people"), "url": "/accounts/", "is_done": here > 1 and 2 * able >= here,
             "text": _("%(able)s of %(here)s can sign in.", able=words.number(able), here=words.number(here)) + " "
             + _("Make links that you can copy into your own e-mail. Nobody needs one to be in the organisation chart.")}]


def left(person, last_day):
    """Whose last day is over is signed out at once; on the day itself the session still counts."""
    if last_day < clock.today():
        actions.end_all(person)


def powers_changed(person, by):
    """Other powers, other sessions (TRUST S03), and no link of before; whoever changed their own stays here, under a new secret."""
    links.end_links(person)
    own = by.session_id if by is not None and by.id == person.id and hasattr(by, "session_id") else None
    actions.end_all(person, but=own)
    if own and has_request_context():
        renew_session(actions.renew(own, is_fresh=False))


def restored():
    """Sessions and links that have ended since the backup was made do not come back to life."""
    sessions.end_everybodys()
    links.end_everybodys()


def new_day(today):
    """Since midnight some people are no longer here; their open pages hear nothing more."""
    live.recheck()


def is_empty():
    return not queries.anybody()


MODULE = Module(name="accounts", title=_("Accounts"), exports=exports.TABLES, blueprint=views.bp, nav=nav, about=about, who=who, confirm=confirm,
                first_steps=first_steps, daily=new_day, jobs=((5, actions.send_lost_links),),
                everything=keeping.everything, forgets=keeping.forgets, keeps=keeping.KEEPS, safety=safety.safety,
                reacts={"person_left": left, "powers_changed": powers_changed, "address_changed": addresses.changed,
                        "restored": restored, "person_back": closing.close_of_before})

__all__ = ["MODULE", "is_empty"]
