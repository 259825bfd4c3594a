"""A lost password, told at the door by whoever stands there: a link goes to the person's own address."""
from datetime import timedelta

from ..kernel import clock
from ..kernel.db import write
from ..notices import queries as mail
from . import actions, letters, links, queries, second, throttle
from .models import Invitation, LostPassword

NOT_AGAIN_FOR, IN_AN_HOUR = timedelta(minutes=5), 5     # between two mails to one person, and how many at most


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
        if actions.may_enter(account) and account.person.email and mail.mail_works() and _may_write_again(account):
            _send_lost_link(account)


def _may_write_again(account):
    """Whoever stands at the door may be a stranger: they fill nobody's mailbox, from however many addresses (TRUST A04)."""
    newly = queries.open_invitations().where(Invitation.person == account.person, Invitation.made_by == account.person,
                                             Invitation.made_at > clock.now() - NOT_AGAIN_FOR)
    return not newly.exists() and throttle.is_seldom("lost mail", account.id, IN_AN_HOUR)


def _send_lost_link(account):
    """It ends only links asked for in this way: what HR made for the person, no stranger undoes."""
    if may_reset_alone(account):
        letters.send_link(account.person, links.make(account.person, account.person, Invitation.made_by == account.person))
    else:
        letters.send_words_instead(account.person)


def may_reset_alone(account):
    """By a link in a mail: not who never had a password, nor the powerful whose second factor does not stand in the way."""
    return bool(account.password) and (not queries.counts_as_powerful(account.person) or second.is_enrolled(account))
