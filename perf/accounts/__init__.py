"""Accounts: setting up, signing in, invitations, sessions."""
from flask import current_app

from ..kernel import words
from ..kernel.modules import Module
from ..kernel.words import _
from . import queries, views


def who(cookies):
    """The person whose session the cookies name, or None."""
    name = queries.COOKIE_ALLOWING_HTTP if current_app and current_app.config["ALLOW_HTTP"] else queries.COOKIE
    secret = cookies.get(name)
    return queries.signed_in(secret) if secret else None


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


def is_empty():
    return not queries.anybody()


MODULE = Module(name="accounts", title=_("Accounts"), blueprint=views.bp, nav=nav, about=about, who=who, first_steps=first_steps)

__all__ = ["MODULE", "is_empty"]
