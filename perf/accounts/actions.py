"""Signing in and out, inviting, choosing a password."""
import secrets
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..kernel import clock, modules, trail
from ..kernel.db import write
from ..kernel.errors import Refused
from ..kernel.words import _
from ..people import actions as people
from ..settings import actions as settings
from . import queries
from .models import Account, FailedSignIn, Invitation, Session

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_nobody = hasher.hash(secrets.token_hex(16))

SHORTEST = 15
INVITED_FOR, RESET_FOR = timedelta(days=7), timedelta(minutes=30)
TRIES, TRIES_WITHIN = 10, timedelta(minutes=15)


def sign_in(name, password, *, device="", address="", instead_of=None):
    """The secret of a new session, or a refusal that tells nothing of who exists."""
    account = queries.account_named(name)
    _refuse_guessing(name, address)
    if not _fits(account.password if account else _nobody, password) or not _may_enter(account):
        _note_failure(name, address, account)
        raise Refused(_("That name and password do not belong together. Check both; HR can send you a new link."), "password")
    if instead_of:
        end_session_of(instead_of)
    return _begin(account, device)


@write()
def end_session_of(secret):
    """End the session that a browser brought along when it signed in anew."""
    Session.delete().where(Session.reference == queries.digest(secret)).execute()


@write()
def sign_out(person):
    Session.delete().where(Session.id == person.session_id).execute()
    trail.record("sign_out", person, person)


@write()
def end_session(person, session):
    """End one of one's own sessions, as on a device that was lost."""
    Session.delete().where(Session.id == session.id, Session.account == person.account_id).execute()
    trail.record("end_session", person, person)


@write()
def touch(person):
    """Note that a session is in use; at most once a minute, so that reading pages stays reading."""
    Session.update(seen_at=clock.now()).where(Session.id == person.session_id).execute()


@write()
def open_account(person, password=None, *, hashed=None):
    """Give a person an account, or a new password to the one they have; other sessions end."""
    hashed = hashed or hasher.hash(checked(password, person))
    account, is_new = Account.get_or_create(person=person, defaults={"password": hashed, "opened_at": clock.now()})
    if not is_new:
        Account.update(password=hashed).where(Account.id == account.id).execute()
        Session.delete().where(Session.account == account).execute()
    trail.record("open_account" if is_new else "change_password", person, person)
    return account


def change_password(person, current, new, *, keep):
    """Choose another password for oneself. Every session but the one named by `keep` ends, and so do links that set one anew."""
    account, name = Account.get_by_id(person.account_id), f"password of account {person.account_id}"
    _refuse_guessing(name, "", "current")
    if not _fits(account.password, current):
        _note_failure(name, "", account)
        raise Refused(_("That is not your present password."), "current")
    if new == current:
        raise Refused(_("That is your present password. Please choose another one."), "password")
    _keep_password(account, hasher.hash(checked(new, person)), keep)


@write()
def _keep_password(account, hashed, keep):
    if not Account.update(password=hashed).where(Account.id == account.id, Account.password == account.password).execute():
        raise Refused(_("Your password was changed elsewhere meanwhile. Please start again."))
    _end_links(account.person_id)
    Session.delete().where(Session.account == account, Session.id != keep).execute()
    trail.record("change_password", account.person, account.person)


@write()
def set_enabled(person, on, *, by):
    """Close or open an account; closing ends its sessions at once."""
    account = Account.get_or_none(Account.person == person)
    if account is None:
        raise Refused(_("%(name)s has no account yet. Make an invitation link instead.", name=person.name))
    if person.id == by.id:
        raise Refused(_("You cannot close your own account. Somebody else of HR can."))
    Account.update(is_enabled=on).where(Account.id == account.id).execute()
    if not on:
        _end_links(person)
        Session.delete().where(Session.account == account).execute()
    trail.record("open_again" if on else "close_account", by, person)


@write()
def invite(person, *, by):
    """A new link with which a person chooses a password; earlier links stop working. Returns its secret."""
    if person.has_left:
        raise Refused(_("%(name)s has left and needs no account.", name=person.name))
    if not (person.email or person.employee_id):
        raise Refused(_("%(name)s needs an e-mail address or an employee ID to sign in with. Add one first.", name=person.name))
    secret = secrets.token_urlsafe(32)
    is_reset = Account.select().where(Account.person == person).exists()
    _refuse_taking_over(person, by, is_reset)
    _end_links(person)
    Invitation.create(person=person, secret=queries.digest(secret), made_by=by, made_at=clock.now(), is_reset=is_reset,
                      ends_at=clock.now() + (RESET_FOR if is_reset else INVITED_FOR))
    trail.record("reset_link" if is_reset else "invite", by, person, is_reading=is_reset)
    return secret


def _end_links(person):
    Invitation.update(ends_at=clock.now()).where(Invitation.person == person, Invitation.used_at.is_null()).execute()


def _refuse_taking_over(person, by, is_reset):
    """A link sets a password anew, and whoever holds it could use it. For the powerful it takes the command on the server."""
    account = Account.get_or_none(Account.person == person)
    if account and not account.is_enabled:
        raise Refused(_("The account of %(name)s is closed. Open it again first.", name=person.name))
    if is_reset and by is not None and person.id != by.id and person.powers & queries.POWERFUL:
        raise Refused(_("%(name)s is HR, executive or administrator. For their safety such a password is set anew on the server: "
                        "flask --app app reset-password %(email)s", name=person.name, email=person.email or person.employee_id))


@write()
def accept(secret, password, *, device=""):
    """Choose a password through a link that counts once. Returns the secret of the new session."""
    invitation = queries.invitation_of(secret)
    if invitation is None:
        raise Refused(_("This link has been used or is too old. Ask HR for a new one."))
    account = open_account(invitation.person, password)
    if not account.is_enabled:
        raise Refused(_("This account is closed. Ask HR to open it again."))
    Invitation.update(used_at=clock.now()).where(Invitation.id == invitation.id).execute()
    return _begin(account, device)


@write()
def set_up(*, organisation, first_name, last_name, email, password, device=""):
    """Found the organisation with its first person, who is administrator and HR. Returns the session's secret."""
    if queries.anybody():
        raise Refused(_("The organisation is set up already. Please sign in."))
    settings.found_organisation(**organisation)
    person = people.add_person(first_name, last_name, email=email)
    for power in ("administrator", "hr"):
        people.give_power(person, power, by=person)
    account = open_account(person, password)
    modules.react("founded", person)
    return _begin(account, device)


def checked(password, person):
    """A password that may be kept: long enough, and not made of what everybody knows about its owner."""
    password = password or ""
    if len(password) < SHORTEST:
        raise Refused(_("At least %(count)d characters, please. Four words that come to your mind make a good one.",
                        count=SHORTEST), "password")
    if len(password) > 256:
        raise Refused(_("At most 256 characters, please."), "password")
    lowered = password.lower()
    known = [person.first_name, person.last_name, (person.email or "").split("@")[0], "password"]
    rest = lowered
    for word in known:
        rest = rest.replace(word.lower(), "") if len(word) > 2 else rest
    if len(set(lowered)) < 6 or len(rest) < SHORTEST // 2:
        raise Refused(_("That is too easy to guess: it repeats itself, or is made of your name. "
                        "Four unrelated words make a good one."), "password")
    return password


def _may_enter(account):
    return bool(account and account.is_enabled and not account.person.has_left)


def _fits(hashed, password):
    try:
        return hasher.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


@write()
def _begin(account, device):
    secret = secrets.token_urlsafe(32)
    now = clock.now()
    Session.delete().where(Session.started_at < now - queries.LONGEST).execute()
    Session.create(account=account, reference=queries.digest(secret), device=device[:80], started_at=now, seen_at=now)
    Account.update(signed_in_at=now).where(Account.id == account.id).execute()
    trail.record("sign_in", account.person, account.person)
    return secret


def _refuse_guessing(name, address, field="password"):
    since = clock.now() - TRIES_WITHIN
    failed = FailedSignIn.select().where(FailedSignIn.name == queries.digest(name.strip().lower()),
                                         FailedSignIn.address == queries.digest(address), FailedSignIn.at > since)
    if failed.count() >= TRIES:
        raise TooMany(_("Too many tries with that name. Please wait a quarter of an hour, or ask HR for a new link."), field)


@write()
def _note_failure(name, address, account):
    FailedSignIn.create(name=queries.digest(name.strip().lower()), address=queries.digest(address), at=clock.now())
    FailedSignIn.delete().where(FailedSignIn.at < clock.now() - TRIES_WITHIN).execute()
    trail.record("sign_in_failed", None, account.person if account else None)


class TooMany(Refused):
    status = 429
