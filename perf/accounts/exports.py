"""What accounts gives out as a table: who can sign in, and when they last did; nothing that opens a door."""
import peewee as pw

from ..kernel.tables import Table
from ..kernel.words import _
from ..people import access as people
from ..people.models import Person
from .models import Account, Authenticator, Passkey


def accounts(me):
    factors = [pw.fn.EXISTS(model.select(model.id).where(model.account == Account.id)) for model in (Authenticator, Passkey)]
    rows = (people.people_to_edit(me).select(Person.first_name, Person.last_name, Person.employee_id, Person.email, Account.is_enabled,
                                             Account.opened_at, Account.signed_in_at, factors[0] | factors[1])
            .join(Account).order_by(Person.last_name, Person.first_name))
    for first, last, number, email, is_enabled, opened_at, signed_in_at, has_second in rows.tuples().iterator():
        yield f"{first} {last}".strip(), number, email, bool(is_enabled), opened_at, signed_in_at, bool(has_second)


def persons(me):
    return [number for number, in Account.select(Account.person).where(Account.person.in_(people.people_to_edit(me).select(Person.id))).tuples()]


TABLES = (Table("accounts", _("Accounts"), (_("Person"), _("Employee ID"), _("E-mail"), _("Can sign in"), _("Opened"), _("Last sign-in"),
                                            _("Second factor")), accounts, persons),)
