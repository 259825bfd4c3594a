"""Signing in, choosing a password, showing that it is really you. Sessions, links and addresses have files of their own."""
from types import SimpleNamespace

from ..kernel import clock, modules, trail
from ..kernel.db import write
from ..kernel.errors import Refused
from ..kernel.words import _
from ..people import actions as people
from ..people.models import Person
from ..settings import actions as settings
from . import hashing, links, queries, second, sessions, strength, throttle
from .closing import set_enabled
from .hashing import hashed, hasher
from .links import accept, ask_reset, confirm_reset, invite, needs_two, refuse_reset
from .lost import say_lost, send_lost_links
from .models import Account
from .sessions import (
    DEVICE_KEPT, FRESH, begin, end_all, end_everybodys, end_others, end_session, end_session_of, know_device, renew, sign_out, touch)

__all__ = [     # what rooms above may use, wherever it is written
    "DEVICE_KEPT", "FRESH", "accept", "ask_reset", "begin", "change_password", "checked", "confirm", "confirm_reset", "end_all", "end_everybodys",
    "end_others", "end_session", "end_session_of", "hashed", "hasher", "invite", "know_device", "make_administrator", "may_enter", "needs_two",
    "open_account", "refuse_reset", "renew", "say_lost", "send_lost_links", "set_enabled", "set_up", "sign_in", "sign_out", "touch"]


def sign_in(name, password, *, device="", address="", mark="", instead_of=None):
    """The secret of a new session, or a refusal that tells nothing of who exists.

    `mark` is what a browser shows that has been here before. Where a second factor is set up the session is pending.
    """
    account = queries.account_named(name)
    with throttle.counted("sign in", name, address, device=queries.known_device(account, mark)):
        if not (hashing.fits(account.password if account else "", password) and may_enter(account)):
            trail.record("sign_in_failed", None, account.person if account else None)
            raise Refused(_("That name and password do not belong together. Check both; HR can send you a new link."), "password")
    if hashing.is_outdated(account.password):
        _hash_anew(account, hashing.hashed(password))
    if instead_of:
        end_session_of(instead_of)
    return begin(account, device, is_pending=second.is_enrolled(account), is_fresh=True)


@write()
def _hash_anew(account, with_more_effort):
    Account.update(password=with_more_effort).where(Account.id == account.id, Account.password == account.password).execute()


def may_enter(account):
    return bool(account and account.is_enabled and not account.person.has_left)


def confirm(person, password, code="", *, address="", mark=""):
    """Show anew that it is really you: by the password, and a code where one is set up. Returns the session's new secret."""
    account = Account.get_by_id(person.account_id)
    with throttle.counted("confirm", str(account.id), address, device=queries.known_device(account, mark), field="confirm_password"):
        if not hashing.fits(account.password, password):
            trail.record("confirm_failed", person, person)
            raise Refused(_("That is not your password."), "confirm_password")
        if second.is_enrolled(account) and not second.check(account, code):
            trail.record("confirm_failed", person, person)
            raise Refused(_("That code does not count. Each one counts once: wait for the next and try again."), "confirm_code")
    return confirmed(person)


@write()
def confirmed(person):
    """It was shown that it is really them, in whatever way: the session goes on under a new secret."""
    trail.record("confirm", person, person)
    return sessions.renew(person.session_id, is_fresh=True)


def open_account(person, password=None, *, hashed=None):
    """Give a person an account, or a new password to the one they have; other sessions end."""
    return keep_account(person, hashed or hashing.hashed(checked(password, person)))


@write()
def keep_account(person, hashed, *, is_short=False):
    """Keep a password that was checked and hashed before, so that nobody waits for that."""
    known = dict(password=hashed, has_short_password=is_short)
    account, is_new = Account.get_or_create(person=person, defaults={"opened_at": clock.now(), **known})
    if not is_new:
        Account.update(**known).where(Account.id == account.id).execute()
        end_all(person)
    trail.record("open_account" if is_new else "change_password", person, person)
    return account


def change_password(person, current, new, *, keep, address="", mark=""):
    """Choose another password for oneself. Every session but the one named by `keep` ends, and so do links that set one anew."""
    account = Account.get_by_id(person.account_id)
    with throttle.counted("confirm", str(account.id), address, device=queries.known_device(account, mark), field="current"):
        if not hashing.fits(account.password, current):
            trail.record("confirm_failed", person, person)
            raise Refused(_("That is not your present password."), "current")
    if strength.tidy(new) == strength.tidy(current):
        raise Refused(_("That is your present password. Please choose another one."), "password")
    checked(new, person, beside_a_second=second.is_enrolled(account))
    return _keep_password(account, hashing.hashed(new), strength.is_short(new), keep)


@write()
def _keep_password(account, hashed, is_short, keep):
    known = dict(password=hashed, has_short_password=is_short)
    if not Account.update(**known).where(Account.id == account.id, Account.password == account.password).execute():
        raise Refused(_("Your password was changed elsewhere meanwhile. Please start again."))
    links.end_links(account.person)
    links.forget_asked(account.person)
    end_all(account.person, but=keep)
    trail.record("change_password", account.person, account.person)
    return sessions.renew(keep, is_fresh=True)


def set_up(*, organisation, first_name, last_name, email, password, device="", begins=True):
    """Found the organisation with its first person, who is administrator and HR. Returns the session's secret, if it begins one."""
    somebody = SimpleNamespace(first_name=first_name, last_name=last_name, email=email, employee_id=None)
    checked(password, somebody, organisation=organisation["name"])
    return _found(organisation, (first_name, last_name, email), hashing.hashed(password), device if begins else None)


@write()
def _found(organisation, names, hashed, device):
    if queries.anybody():
        raise Refused(_("The organisation is set up already. Please sign in."))
    settings.found_organisation(**organisation)
    first_name, last_name, email = names
    person = people.add_person(first_name, last_name, email=email)
    for power in ("administrator", "hr"):
        people.give_power(person, power)
    account = keep_account(person, hashed)
    modules.react("founded", person)
    return begin(account, device, is_fresh=True) if device is not None else None


@write()
def make_administrator(email, hashed):
    """For the command on the server: whoever has this address administers from now on, and signs in with this password."""
    person = Person.get_or_none(Person.email == email) or people.add_person(email.partition("@")[0].replace(".", " ").title(), "", email=email)
    if person.has_left:
        raise Refused(_("%(name)s has left and needs no account.", name=person.name))
    people.give_power(person, "administrator")
    account = keep_account(person, hashed)
    Account.update(is_enabled=True).where(Account.id == account.id).execute()
    return account


def checked(password, person, *, beside_a_second=False, organisation=""):
    """A password that may be kept: long enough, and not made of what everybody knows about its owner."""
    fault = strength.fault(password, [*queries.what_others_know(person), organisation], beside_a_second)
    if fault:
        raise Refused(fault, "password")
    return password
