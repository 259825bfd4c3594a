"""Closing an account, and opening it again."""
from ..kernel import trail
from ..kernel.db import write
from ..kernel.errors import Refused
from ..kernel.words import _
from ..people import actions as people
from ..people.models import Person
from . import letters, links, queries, sessions
from .models import Account, KnownDevice


@write()
def set_enabled(person, on, *, by):
    """Close or open an account; closing ends its sessions at once. Of the powerful, the others of them learn of it."""
    account = Account.get_or_none(Account.person == person)
    if account is None:
        raise Refused(_("%(name)s has no account yet. Make an invitation link instead.", name=person.name))
    if person.id == by.id:
        raise Refused(_("You cannot close your own account. Somebody else of HR can."))
    if not on:
        _close(account, by)
    Account.update(is_enabled=on).where(Account.id == account.id).execute()
    trail.record("open_again" if on else "close_account", by, person)


@write()
def close_of_before(person):
    """Who left and comes back: neither a session nor a password nor a link of before lets them in; HR opens the account again."""
    links.end_links(person)
    KnownDevice.delete().where(KnownDevice.account.in_(Account.select(Account.id).where(Account.person == person))).execute()
    sessions.end_all(person)
    Account.update(is_enabled=False).where(Account.person == person).execute()


def _close(account, by):
    person = Person.get_by_id(account.person_id)
    _refuse_last_able(person)
    links.end_links(person)
    links.forget_asked(person)
    KnownDevice.delete().where(KnownDevice.account == account).execute()
    sessions.end_all(person)
    if account.is_enabled and queries.counts_as_powerful(person):
        letters.tell_of_closing(person, by)


def _refuse_last_able(person):
    """Holding a power helps nobody where its holder cannot sign in."""
    for power in sorted(people.KEEPS_RUNNING & person.powers):
        if not queries.able_with(power, besides=person.id).exists():
            raise Refused(_("Nobody else who can sign in holds the power “%(power)s”. Give it to somebody with an account first.",
                            power=people.POWER_WORDS[power]))
