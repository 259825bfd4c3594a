"""Links with which a person chooses a password: to come in for the first time, or when it is lost."""
import secrets
from datetime import timedelta

from ..kernel import clock, trail
from ..kernel.db import write
from ..kernel.errors import Refused
from ..kernel.words import _
from . import actions, hashing, letters, provider, queries, second, sessions, strength, throttle
from .models import Account, AddressChange, AskedReset, Invitation, LostPassword

INVITED_FOR, RESET_FOR = timedelta(days=7), timedelta(minutes=30)


@write()
def invite(person, *, by):
    """A new link with which a person chooses a password; earlier links stop working. Returns its secret."""
    if person.has_left:
        raise Refused(_("%(name)s has left and needs no account.", name=person.name))
    if not (person.email or person.employee_id):
        raise Refused(_("%(name)s needs an e-mail address or an employee ID to sign in with. Add one first.", name=person.name))
    if by is not None and person.id == by.id:
        raise Refused(_("This is you: choose another password under My account. A lost one somebody else of HR sets anew."))
    if needs_two(person, by):
        raise Refused(_("%(name)s is HR, executive or administrator, or was lately. For their safety such a link takes two of you: "
                        "ask for it, and a second one confirms.", name=person.name))
    return make(person, by)


def needs_two(person, by):
    """A link sets a password anew, and whoever holds it could use it: for the powerful, one person alone cannot make it."""
    return (by is not None and person.id != by.id and queries.counts_as_powerful(person)
            and Account.select().where(Account.person == person).exists())


def make(person, by, *ends):
    """A new link, for whoever has asked whether it may be made. `ends` narrows which earlier ones stop working."""
    account, secret = Account.get_or_none(Account.person == person), secrets.token_urlsafe(32)
    if account and not account.is_enabled:
        raise Refused(_("The account of %(name)s is closed. Open it again first.", name=person.name))
    is_reset = account is not None
    end_links(person, *ends)
    Invitation.create(person=person, secret=queries.digest(secret), made_by=by, made_at=clock.now(), is_reset=is_reset,
                      ends_at=clock.now() + (RESET_FOR if is_reset else INVITED_FOR))
    trail.record("reset_link" if is_reset else "invite", by, person, is_reading=is_reset)
    if is_reset and (by is None or by.id != person.id):
        letters.tell_of_reset(person, by)
    return secret


@write()
def end_links(person, *which):
    """Links that were made for a person and not used stop working, all or those of a WHERE."""
    Invitation.update(ends_at=clock.now()).where(Invitation.person == person, Invitation.used_at.is_null(),
                                                 Invitation.ends_at > clock.now(), *which).execute()


@write()
def end_everybodys():
    """No link that is open counts any more, and nobody waits for one."""
    Invitation.update(ends_at=clock.now()).where(Invitation.used_at.is_null(), Invitation.ends_at > clock.now()).execute()
    for waiting in (AskedReset, AddressChange, LostPassword):
        waiting.delete().execute()


@write()
def forget_asked(person):
    """Nobody waits any more for a second one to confirm a link for this person."""
    AskedReset.delete().where(AskedReset.person == person).execute()


@write()
def ask_reset(person, *, by):
    """Ask for a link for one of the powerful; any other of them can confirm it."""
    others = list(queries.powerful(besides=(person.id, by.id)))
    if not others:
        raise Refused(_("%(name)s is HR, executive or administrator, and nobody else who could confirm the link is. "
                        "It can be made on the server: flask --app app reset-password %(email)s",
                        name=person.name, email=person.email or person.employee_id))
    forget_asked(person)
    AskedReset.create(person=person, by=by, at=clock.now())
    trail.record("ask_reset", by, person)
    letters.ask_to_confirm(others, person, by)


@write()
def confirm_reset(asked, *, by):
    """The second person's word: now the link is made. Returns its secret."""
    asked = _still_asked(asked)
    if by.id in (asked.by_id, asked.person_id):
        raise Refused(_("It takes a second person: neither who asked nor whose password it is."))
    forget_asked(asked.person)
    secret = make(asked.person, by)
    trail.record("confirm_reset", by, asked.person)
    return secret


@write()
def refuse_reset(asked, *, by):
    """No link is made; who asked learns of it."""
    asked = _still_asked(asked)
    AskedReset.delete().where(AskedReset.id == asked.id).execute()
    trail.record("refuse_reset", by, asked.person)
    if by.id != asked.by_id:
        letters.tell_of_refusal(asked, by)


def _still_asked(asked):
    found = queries.asked_resets().where(AskedReset.id == asked.id).first()
    if found is None:
        raise Refused(_("That is no longer waiting: somebody has decided it, or a day has passed."))
    return found


def takes_a_password(invitation):
    """Whether a password can be chosen through this link. Where people sign in through the provider alone, only an administrator
    can, by a link made on the server: for the day on which the provider fails. Later that password opens nothing either."""
    return provider.takes_passwords() or invitation.made_by_id is None and "administrator" in invitation.person.powers


def accept(secret, password, *, device="", address=""):
    """Choose a password through a link that counts once. Returns the secret of the new session, pending where a code is due."""
    with throttle.counted("link", None, address):
        invitation = queries.invitation_of(secret)
        if invitation is None:
            raise Refused(_("This link has been used or is too old. Ask HR for a new one."))
    account = Account.get_or_none(Account.person == invitation.person)
    actions.checked(password, invitation.person, beside_a_second=account is not None and second.is_enrolled(account))
    return _accept(invitation, hashing.hashed(password), strength.is_short(password), device)


@write()
def _accept(invitation, hashed, is_short, device):
    if not queries.open_invitations().where(Invitation.id == invitation.id).exists():
        raise Refused(_("This link has been used or is too old. Ask HR for a new one."))
    account = actions.keep_account(invitation.person, hashed, is_short=is_short)
    if not account.is_enabled:
        raise Refused(_("This account is closed. Ask HR to open it again."))
    Invitation.update(used_at=clock.now()).where(Invitation.id == invitation.id).execute()
    end_links(account.person)
    forget_asked(account.person)
    is_pending = second.is_enrolled(account)
    return sessions.begin(account, device, is_pending=is_pending, is_fresh=not is_pending)


@write()
def note_told(account):
    """This account's person has learnt of the links that others made for them; returns the words, newest first."""
    found = queries.untold_resets(account)
    Invitation.update(told_at=clock.now()).where(Invitation.id.in_([one.id for one in found])).execute()
    return [_reset_told(one) for one in found]


def _reset_told(invitation):
    who = invitation.made_by.name if invitation.made_by_id else _("The administrator of the server")
    return _("%(who)s made a link for you that sets your password anew. If you did not ask for it, change your password.", who=who)
