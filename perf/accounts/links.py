"""Links with which a person chooses a password: to come in for the first time, or when it is lost."""
import secrets
from datetime import timedelta

from ..kernel import clock, trail
from ..kernel.db import write
from ..kernel.errors import Refused
from ..kernel.words import _
from ..notices import queries as mail
from . import actions, hashing, letters, queries, second, sessions, strength, throttle
from .models import Account, AskedReset, Invitation, LostPassword

INVITED_FOR, RESET_FOR = timedelta(days=7), timedelta(minutes=30)


@write()
def invite(person, *, by):
    """A new link with which a person chooses a password; earlier links stop working. Returns its secret."""
    if person.has_left:
        raise Refused(_("%(name)s has left and needs no account.", name=person.name))
    if not (person.email or person.employee_id):
        raise Refused(_("%(name)s needs an e-mail address or an employee ID to sign in with. Add one first.", name=person.name))
    if needs_two(person, by):
        raise Refused(_("%(name)s is HR, executive or administrator. For their safety such a link takes two of you: "
                        "ask for it, and a second one confirms.", name=person.name))
    return _make(person, by)


def needs_two(person, by):
    """A link sets a password anew, and whoever holds it could use it: for the powerful, one person alone cannot make it."""
    return (by is not None and person.id != by.id and bool(person.powers & queries.POWERFUL)
            and Account.select().where(Account.person == person).exists())


def _make(person, by):
    account, secret = Account.get_or_none(Account.person == person), secrets.token_urlsafe(32)
    if account and not account.is_enabled:
        raise Refused(_("The account of %(name)s is closed. Open it again first.", name=person.name))
    is_reset = account is not None
    end_links(person)
    Invitation.create(person=person, secret=queries.digest(secret), made_by=by, made_at=clock.now(), is_reset=is_reset,
                      ends_at=clock.now() + (RESET_FOR if is_reset else INVITED_FOR))
    trail.record("reset_link" if is_reset else "invite", by, person, is_reading=is_reset)
    if is_reset and (by is None or by.id != person.id):
        letters.tell_of_reset(person, by)
    return secret


@write()
def end_links(person):
    """Links that were made for a person and not used stop working."""
    Invitation.update(ends_at=clock.now()).where(Invitation.person == person, Invitation.used_at.is_null(),
                                                 Invitation.ends_at > clock.now()).execute()
    AskedReset.delete().where(AskedReset.person == person).execute()


@write()
def ask_reset(person, *, by):
    """Ask for a link for one of the powerful; any other of them can confirm it."""
    others = list(queries.powerful(besides=(person.id, by.id)))
    if not others:
        raise Refused(_("%(name)s is HR, executive or administrator, and nobody else who could confirm the link is. "
                        "It can be made on the server: flask --app app reset-password %(email)s",
                        name=person.name, email=person.email or person.employee_id))
    AskedReset.delete().where(AskedReset.person == person).execute()
    AskedReset.create(person=person, by=by, at=clock.now())
    trail.record("ask_reset", by, person)
    letters.ask_to_confirm(others, person, by)


@write()
def confirm_reset(asked, *, by):
    """The second person's word: now the link is made. Returns its secret."""
    asked = _still_asked(asked)
    if by.id in (asked.by_id, asked.person_id):
        raise Refused(_("It takes a second person: neither who asked nor whose password it is."))
    secret = _make(asked.person, by)
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
    return sessions.begin(account, device, is_pending=second.is_enrolled(account))


def say_lost(name, *, address=""):
    """Somebody at the door has lost a password. Whether there is such a name shows nowhere: the mail is written later."""
    throttle.count("lost", name, address, field="name")
    _note_lost(name)


@write()
def _note_lost(name):
    LostPassword.create(name=name[:200], at=clock.now())


def send_lost_links():
    """Write to those who said that their password is lost. Runs in the background, so that its time tells nobody anything."""
    if LostPassword.select().exists():
        _send_lost_links()


@write()
def _send_lost_links():
    names = {row.name.strip().lower(): row.name for row in LostPassword.select()}
    LostPassword.delete().execute()
    for name in names.values():
        account = queries.account_named(name)
        if actions.may_enter(account) and account.person.email and mail.mail_works():
            if may_reset_alone(account):
                letters.send_link(account.person, _make(account.person, account.person))
            else:
                letters.send_words_instead(account.person)


def may_reset_alone(account):
    """By a link in a mail: not who never had a password, nor the powerful whose second factor does not stand in the way."""
    return bool(account.password) and (not account.person.powers & queries.POWERFUL or second.is_enrolled(account))


@write()
def note_told(account):
    """This account's person has learnt of the links that others made for them; returns the words, newest first."""
    found = queries.untold_resets(account)
    Invitation.update(told_at=clock.now()).where(Invitation.id.in_([one.id for one in found])).execute()
    return [_reset_told(one) for one in found]


def _reset_told(invitation):
    who = invitation.made_by.name if invitation.made_by_id else _("The administrator of the server")
    return _("%(who)s made a link for you that sets your password anew. If you did not ask for it, change your password.", who=who)
