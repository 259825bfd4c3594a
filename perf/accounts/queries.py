"""Who is signed in, who has an account, who was invited."""
import hashlib
from datetime import timedelta

import peewee as pw

from ..kernel import clock
from ..kernel.db import prepared
from ..people import queries as people
from ..people.models import Person, Power
from .models import Account, Invitation, Session

IDLE, IDLE_OF_POWERFUL = timedelta(hours=12), timedelta(hours=1)
LONGEST, LONGEST_OF_POWERFUL = timedelta(days=14), timedelta(hours=24)
POWERFUL = {"hr", "administrator", "executive"}
COOKIE, COOKIE_ALLOWING_HTTP = "__Host-session", "session"


def digest(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


PERSON = Person._meta.sorted_fields


@prepared
def _session(reference):
    powers = Power.select(pw.fn.GROUP_CONCAT(Power.name)).where(Power.person == Person.id)
    return (Session.select(Session.id, Session.seen_at, Session.started_at, Account.id, powers, *PERSON)
            .join(Account).join(Person).where(Session.reference == reference, Account.is_enabled == True))  # noqa: E712


def signed_in(secret):
    """The person of a session's secret, with powers and session, or None: one query, asked at every request."""
    rows = _session(reference=digest(secret))
    if not rows:
        return None
    session_id, seen_at, started_at, account_id, held, *columns = rows[0]
    person = Person(**{field.name: value for field, value in zip(PERSON, columns)})
    person.__dict__.update(powers=frozenset((held or "").split(",")) - {""}, session_id=session_id,
                           seen_at=seen_at, account_id=account_id)
    person._dirty.clear()
    over = is_over(started_at, seen_at, person.powers & POWERFUL)
    return None if person.has_left or over else person


def is_over(started_at, seen_at, powerful):
    """Whether a session has ended by itself: unused for too long, or too old (TRUST S07)."""
    idle, longest = (IDLE_OF_POWERFUL, LONGEST_OF_POWERFUL) if powerful else (IDLE, LONGEST)
    return clock.now() > seen_at + idle or clock.now() > started_at + longest


def anybody():
    return Account.select().exists()


def account_named(name):
    """The account of an e-mail address or employee ID, with its person, or None."""
    name = name.strip()
    return (Account.select(Account, Person).join(Person)
            .where((Person.email == name.lower()) | (Person.employee_id == name)).first())


def invitation_of(secret):
    """An invitation that still counts, with its person, or None."""
    found = (Invitation.select(Invitation, Person).join(Person, on=Invitation.person)
             .where(Invitation.secret == digest(secret), Invitation.used_at.is_null(),
                    Invitation.ends_at > clock.now()).first())
    return None if found is None or found.person.has_left else found


def standing(people):
    """Each person with the state of their account, for HR's list: dicts, one query."""
    invited = (Invitation.select(pw.fn.MAX(Invitation.ends_at))
               .where(Invitation.person == Person.id, Invitation.used_at.is_null(), Invitation.ends_at > clock.now()))
    rows = (people.select(Person.id, Person.first_name, Person.last_name, Person.email, Person.employee_id,
                          Account.id.alias("account"), Account.is_enabled, Account.signed_in_at, invited.alias("invited_until"))
            .join(Account, pw.JOIN.LEFT_OUTER, on=Account.person == Person.id)
            .order_by(Person.last_name, Person.first_name))
    return [{**row, "state": _state(row)} for row in rows.dicts()]


def _state(row):
    if row["account"]:
        return "open" if row["is_enabled"] else "closed"
    return "invited" if row["invited_until"] else "none"


def standing_of(person):
    """The state of one person's account, as in HR's list."""
    return standing(Person.select().where(Person.id == person.id))[0]


def sessions_of(account_id):
    return list(Session.select().where(Session.account == account_id).order_by(Session.seen_at.desc()))


def how_many_can_sign_in():
    """Of those who are here: (who can sign in, everybody)."""
    here = people.people_here()
    able = here.join(Account).where(Account.is_enabled == True)  # noqa: E712
    return able.count(), here.count()


def without_account(person_ids):
    """How many of these persons cannot sign in."""
    able = {row[0] for row in Account.select(Account.person).where(Account.is_enabled == True).tuples()}  # noqa: E712
    return len(set(person_ids) - able)
