"""Who is signed in, who has an account, who was invited."""
import hashlib
from datetime import timedelta

import peewee as pw

from ..kernel import clock
from ..kernel.db import prepared
from ..kernel.trail import TrailLine
from ..people import queries as people
from ..people.models import Person, Power
from ..settings import queries as settings
from .models import Account, AddressChange, AskedReset, Invitation, KnownDevice, Session

IDLE, IDLE_OF_POWERFUL = timedelta(hours=12), timedelta(hours=1)
LONGEST, LONGEST_OF_POWERFUL = timedelta(days=14), timedelta(hours=24)
POWERFUL = {"hr", "administrator", "executive"}
PENDING = timedelta(minutes=5)          # so long the second step of signing in may take
STAYS_POWERFUL = timedelta(days=7)      # so long whoever lost such a power stays protected
ASKED_FOR = timedelta(days=1)           # so long the reset of a powerful person's password waits for a second
COOKIE, COOKIE_ALLOWING_HTTP = "__Host-session", "session"


def digest(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


PERSON = Person._meta.sorted_fields


@prepared
def _session(reference):
    powers = Power.select(pw.fn.GROUP_CONCAT(Power.name)).where(Power.person == Person.id)
    return (Session.select(Session.id, Session.seen_at, Session.started_at, Session.fresh_until, Session.has_second, Account.id, powers,
                           *PERSON)
            .join(Account).join(Person).where(Session.reference == reference, Session.is_pending == False, Account.is_enabled == True))  # noqa: E712


def signed_in(secret):
    """The person of a session's secret, with powers and session, or None: one query, asked at every request."""
    rows = _session(reference=digest(secret))
    if not rows:
        return None
    session_id, seen_at, started_at, fresh_until, has_second, account_id, held, *columns = rows[0]
    person = Person(**{field.name: value for field, value in zip(PERSON, columns)})
    person.__dict__.update(powers=frozenset((held or "").split(",")) - {""}, session_id=session_id,
                           seen_at=seen_at, fresh_until=fresh_until, account_id=account_id, has_second=has_second)
    person._dirty.clear()
    over = is_over(started_at, seen_at, person.powers & POWERFUL)
    return None if person.has_left or over else person


def is_over(started_at, seen_at, powerful):
    """Whether a session has ended by itself: unused for too long, or too old (TRUST S07)."""
    idle, longest = (IDLE_OF_POWERFUL, LONGEST_OF_POWERFUL) if powerful else (IDLE, LONGEST)
    return clock.now() > seen_at + idle or clock.now() > started_at + longest


def pending(secret):
    """The account whose password was right a moment ago and whose second factor is awaited, with its person; or None."""
    found = (Account.select(Account, Person).join(Person).switch(Account).join(Session)
             .where(Session.reference == digest(secret or ""), Session.is_pending == True,  # noqa: E712
                    Session.started_at > clock.now() - PENDING, Account.is_enabled == True).first())  # noqa: E712
    return None if found is None or found.person.has_left else found


def account_of(secret):
    """The account of a session that counts, with its person, or None."""
    return (Account.select(Account, Person).join(Person).switch(Account).join(Session)
            .where(Session.reference == digest(secret), Session.is_pending == False).first())  # noqa: E712


def limits_of(person):
    """How long this person's sessions last: (unused, at all)."""
    return (IDLE_OF_POWERFUL, LONGEST_OF_POWERFUL) if person.powers & POWERFUL else (IDLE, LONGEST)


def is_fresh(person):
    """Whether this person has shown within the last quarter of an hour that it is really them."""
    return person.fresh_until is not None and person.fresh_until > clock.now()


def anybody():
    return Account.select().exists()


def account_named(name):
    """The account of an e-mail address or employee ID, with its person, or None."""
    name = name.strip()
    return (Account.select(Account, Person).join(Person)
            .where((Person.email == name.lower()) | (Person.employee_id == name)).first())


def known_device(account, mark):
    """Which known device of an account holds this mark, or None."""
    return (KnownDevice.select(KnownDevice.id)
            .where(KnownDevice.account == (account.id if account else 0), KnownDevice.reference == digest(mark or "")).scalar())


def what_others_know(person):
    """Words about a person and the house that a password must not be made of."""
    house = settings.organisation()
    local, _at, domain = (person.email or "").partition("@")
    return [house.name if house else "", "Perf", "performance review", person.first_name, person.last_name,
            f"{person.first_name} {person.last_name}", f"{person.first_name[:1]} {person.last_name}", local, domain, person.email,
            person.employee_id]


def untold_resets(account):
    """Links that somebody else made to set this account's password anew, of which its person has not learnt yet; newest first."""
    return list(Invitation.select(Invitation, Person).join(Person, pw.JOIN.LEFT_OUTER, on=Invitation.made_by)
                .where(Invitation.person == account.person_id, Invitation.is_reset == True, Invitation.told_at.is_null(),  # noqa: E712
                       Invitation.made_by.is_null() | (Invitation.made_by != account.person_id)).order_by(Invitation.id.desc()))


def asked_resets():
    """Which of the powerful wait for a link that a second of them must confirm, with who asked; the oldest first."""
    asker = Person.alias()
    return (AskedReset.select(AskedReset, Person, asker).join(Person, on=AskedReset.person).switch(AskedReset)
            .join(asker, on=AskedReset.by).where(AskedReset.at > clock.now() - ASKED_FOR).order_by(AskedReset.at))


def address_change(secret, person):
    """The change of address that this person is asked to confirm by the link just opened, or None."""
    return AddressChange.get_or_none(AddressChange.secret == digest(secret or ""), AddressChange.person == person.id,
                                     AddressChange.ends_at > clock.now())


def powerful(besides=()):
    """Everybody who is here and HR, executive or administrator."""
    return (people.people_here().where(Person.id.in_(Power.select(Power.person).where(Power.name.in_(POWERFUL))),
                                       Person.id.not_in(list(besides))))


def counts_as_powerful(person):
    """Holds such a power, or had it taken lately: nobody takes the power first and the account afterwards."""
    taken = TrailLine.select().where(TrailLine.verb == "take_power", TrailLine.about_id == person.id, TrailLine.kind.in_(POWERFUL),
                                     TrailLine.at > clock.now() - STAYS_POWERFUL)
    return bool(person.powers & POWERFUL) or taken.exists()


def able_with(power, besides):
    """Who stays, holds a power and can sign in; not the person of that id."""
    return (people.holders(power).switch(Person).join(Account, on=Account.person == Person.id)
            .where(Account.is_enabled == True, Person.id != besides, Person.left_on.is_null()))  # noqa: E712


def invitation_of(secret):
    """An invitation that still counts, with its person, or None."""
    found = open_invitations().where(Invitation.secret == digest(secret or "")).first()
    return None if found is None or found.person.has_left else found


def open_invitations():
    """Links that were not used yet and are not too old, with their persons."""
    return (Invitation.select(Invitation, Person).join(Person, on=Invitation.person)
            .where(Invitation.used_at.is_null(), Invitation.ends_at > clock.now()))


def standing(people):
    """Each person with the state of their account, for HR's list: dicts, one query."""
    invited = (Invitation.select(pw.fn.MAX(Invitation.ends_at))
               .where(Invitation.person == Person.id, Invitation.used_at.is_null(), Invitation.ends_at > clock.now()))
    rows = (people.select(Person.id, Person.first_name, Person.last_name, Person.email, Person.employee_id,
                          Account.id.alias("account"), Account.is_enabled, Account.signed_in_at, invited.alias("invited_until"))
            .join(Account, pw.JOIN.LEFT_OUTER, on=Account.person == Person.id)
            .order_by(Person.last_name, Person.first_name))
    until = Invitation.ends_at.python_value     # the latest comes as text
    return [{**row, "invited_until": until(row["invited_until"]), "state": _state(row)} for row in rows.dicts()]


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


def has_accounts(persons):
    """Whether anybody of these persons has an account."""
    return Account.select().where(Account.person.in_([person.id for person in persons])).exists()


def without_account(person_ids):
    """How many of these persons cannot sign in."""
    able = {row[0] for row in Account.select(Account.person).where(Account.is_enabled == True).tuples()}  # noqa: E712
    return len(set(person_ids) - able)
