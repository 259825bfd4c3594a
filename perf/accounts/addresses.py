"""Changing the e-mail address with which one signs in."""
import secrets
from datetime import timedelta

from ..kernel import clock, trail
from ..kernel.db import write
from ..kernel.errors import Refused
from ..kernel.words import _
from ..notices import queries as mail
from ..people import actions as people
from ..people.models import Person
from . import letters, queries
from .models import Account, AddressChange, Invitation

ASKED_FOR = timedelta(days=1)


@write()
def ask_change(person, email):
    """Send a link to the new address; it counts from when the link is opened. Nothing changes before."""
    email = email.strip().lower()
    if not can_send():
        raise Refused(_("Perf sends no mail here, so it cannot ask the new address. Please tell HR: they change it in your record."))
    if email == person.email:
        raise Refused(_("That is your address already."), "email")
    if Person.select().where(Person.email == email).exists():
        raise Refused(_("That address belongs to somebody else here."), "email")
    secret = secrets.token_urlsafe(32)
    AddressChange.delete().where((AddressChange.person == person.id) | (AddressChange.ends_at < clock.now())).execute()
    AddressChange.create(person=person.id, email=email, secret=queries.digest(secret), ends_at=clock.now() + ASKED_FOR)
    letters.send_confirmation(email, person, secret)
    trail.record("ask_address", person, person)


@write()
def confirm_change(person, secret):
    """The new address has answered: from now on it is the person's."""
    asked = queries.address_change(secret, person)
    if asked is None:
        raise Refused(_("This link has been used, is too old, or was made for somebody else. Please ask for the change again."))
    AddressChange.delete().where(AddressChange.id == asked.id).execute()
    people.change_person(person, version=None, by=person, email=asked.email, employee_id=person.employee_id)
    return asked.email


def changed(person, old, by):
    """A record has another address now: links sent to the old one end, and those concerned learn of it."""
    AddressChange.delete().where(AddressChange.person == person.id).execute()
    sent_there = Invitation.used_at.is_null() & (bool(old) | Invitation.is_reset)
    Invitation.update(ends_at=clock.now()).where(Invitation.person == person.id, sent_there, Invitation.ends_at > clock.now()).execute()
    if Account.select().where(Account.person == person.id).exists():
        letters.tell_of_address(person, old, by)


def can_send():
    return mail.mail_works() and bool(mail.base_url())
