"""The records of persons: names, numbers, addresses, dates."""
from ...kernel import live, modules, trail, words
from ...kernel.db import write
from ...kernel.errors import Changed, Refused
from ...kernel.words import _
from ..models import Person

CHART = "chart"     # the topic that every page with people on it listens to


@write()
def add_person(first_name, last_name, *, employee_id=None, email=None, phone="", hired_on=None, left_on=None, by=None):
    """Take a person into the records; numbers and addresses are each one person's alone."""
    _refuse_taken(None, employee_id, email)
    person = Person.create(first_name=first_name.strip(), last_name=last_name.strip(), employee_id=employee_id or None,
                           email=_address(email), phone=phone or "", hired_on=hired_on, left_on=left_on,
                           plain_name=plain_name(first_name, last_name, employee_id))
    trail.record("add_person", by, person)
    live.changed(CHART)
    return person


@write()
def change_person(person, *, version, by=None, **given):
    """Mend a person's record: names, number, e-mail, phone, dates."""
    now = Person.get_by_id(person.id)
    old = now.email
    if version is not None and now.version != version:
        raise Changed(_("%(name)s was changed by somebody else meanwhile. Both versions are below.", name=now.name), now)
    _refuse_taken(person.id, given.get("employee_id"), given.get("email"))
    for name, value in given.items():
        setattr(now, name, value.strip() if isinstance(value, str) else value)
    now.email, now.employee_id = _address(now.email), now.employee_id or None
    if now.hired_on and now.left_on and now.left_on < now.hired_on:
        raise Refused(_("The last day lies before the first. Please check both dates."), "left_on")
    now.plain_name = plain_name(now.first_name, now.last_name, now.employee_id)
    now.version += 1
    now.save()
    if now.email != old:
        modules.react("address_changed", now, old, by)
    trail.record("change_person", by, now)
    live.changed(CHART)
    return now


@write()
def keep_emails(addresses, *, by=None):
    """Keep many e-mail addresses at once; returns the words of refusal for each person whose address cannot be taken."""
    refused = {}
    for person, email in addresses:
        try:
            change_person(person, version=None, by=by, email=email, employee_id=person.employee_id)
        except Refused as no:
            refused[person.id] = no.words
    return refused


def plain_name(first, last, employee_id=None):
    """What search looks in: the name both ways round, and the number."""
    return words.plain(f"{first} {last} {first} {employee_id or ''}")


def _address(email):
    return (email or "").strip().lower() or None


def _refuse_taken(person_id, employee_id, email):
    others = Person.select().where(Person.id != (person_id or 0))
    if employee_id and (taken := others.where(Person.employee_id == employee_id).first()):
        raise Refused(_("%(name)s already has the number %(number)s.", name=taken.name, number=employee_id), "employee_id")
    if email and (taken := others.where(Person.email == _address(email)).first()):
        raise Refused(_("%(name)s already has the address %(email)s.", name=taken.name, email=email), "email")
