"""Sessions: one a browser. They begin, are renewed, and end."""
import secrets
from datetime import timedelta

from ..kernel import clock, live, trail
from ..kernel.db import write
from . import queries
from .models import Account, KnownDevice, Session

FRESH = timedelta(minutes=15)           # so long after showing that it is you, dangerous deeds ask no more (TRUST S09)
DEVICE_KEPT = timedelta(days=180)


@write()
def begin(account, device, *, has_second=False, is_pending=False, is_fresh=False):
    """A new session; returns the secret for the browser's cookie. A pending one counts for nothing but its second step."""
    secret, now = secrets.token_urlsafe(32), clock.now()
    Session.delete().where(Session.started_at < now - queries.LONGEST).execute()
    Session.create(account=account, reference=queries.digest(secret), device=device[:80], started_at=now, seen_at=now,
                   has_second=has_second, is_pending=is_pending, fresh_until=now + FRESH if is_fresh else None)
    if not is_pending:
        Account.update(signed_in_at=now).where(Account.id == account.id).execute()
        trail.record("sign_in", account.person, account.person)
    return secret


@write()
def renew(session_id, *, is_fresh):
    """The same session under a new secret, which is returned; the old one is dead."""
    secret, known = secrets.token_urlsafe(32), {"fresh_until": clock.now() + FRESH} if is_fresh else {}
    Session.update(reference=queries.digest(secret), **known).where(Session.id == session_id).execute()
    return secret


@write()
def touch(person):
    """Note that a session is in use; at most once a minute, so that reading pages stays reading."""
    Session.update(seen_at=clock.now()).where(Session.id == person.session_id).execute()


@write()
def end_session_of(secret):
    """End the session that a browser brought along when it signed in anew."""
    Session.delete().where(Session.reference == queries.digest(secret)).execute()


@write()
def sign_out(person):
    Session.delete().where(Session.id == person.session_id).execute()
    trail.record("sign_out", person, person)
    live.recheck()


@write()
def end_session(person, session):
    """End one of one's own sessions, as on a device that was lost."""
    Session.delete().where(Session.id == session.id, Session.account == person.account_id).execute()
    trail.record("end_session", person, person)
    live.recheck()


@write()
def end_others(person):
    """End all of one's own sessions but the present one; returns how many there were."""
    count = end_all(person, but=person.session_id)
    trail.record("end_other_sessions", person, person)
    return count


@write()
def end_all(person, *, but=None):
    """End the sessions of a person at once, streams included; returns how many there were."""
    accounts = Account.select(Account.id).where(Account.person == person)
    count = Session.delete().where(Session.account.in_(accounts), Session.id != (but or 0)).execute()
    live.recheck()
    return count


@write()
def end_everybodys():
    """End every session of the house, as after a loss that nobody can measure yet."""
    count = Session.delete().execute()
    trail.record("end_all_sessions", None)
    live.recheck()
    return count


@write()
def know_device(account, mark):
    """Remember that this account has signed in with the browser that holds `mark`."""
    now = clock.now()
    KnownDevice.delete().where(KnownDevice.seen_at < now - DEVICE_KEPT).execute()
    KnownDevice.insert(account=account, reference=queries.digest(mark), seen_at=now).on_conflict(
        conflict_target=[KnownDevice.account, KnownDevice.reference], update={KnownDevice.seen_at: now}).execute()
