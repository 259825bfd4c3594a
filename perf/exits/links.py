"""Answering without an account: a link for a chosen time.

The first browser that opens it goes on with it, for as long as the link lasts. What is typed is the leaver's alone until it is sent,
so whoever else gets hold of the link, HR who made it included, finds no draft behind it: another device needs the code that the
first one shows. Five wrong codes, and only the devices that have it already go on.
"""
import json
import secrets
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from ..accounts import queries as accounts
from ..kernel import clock, seal, trail
from ..kernel.db import write
from ..kernel.errors import Refused
from ..kernel.words import _
from ..people.models import Person
from ..questions.models import Sheet
from . import actions, queries
from .models import ExitLink, Leaving

MOST_TRIES, MOST_DEVICES = 5, 5
KEPT_FOR = timedelta(days=90)       # by the browser; the link itself may end earlier
SEAL = "exit code"


@write()
def make_link(leaving, *, by):
    """A new link; earlier ones stop working. Where somebody has begun to answer behind an earlier one, the new one needs their code."""
    now = queries.whole(leaving.id)
    actions.refuse_own(now.person, by)
    if not (now.is_open and now.own_sheet_id) or now.result:
        raise Refused(_("Nothing is asked by link. Plan the interview with a link first.") if not now.result else
                      _("The questions are through, so no link is needed any more."))
    before = ExitLink.select().where(ExitLink.leaving == now).order_by(ExitLink.id.desc()).first()
    has_begun = before is not None and before.opened_at is not None and Sheet.get_by_id(now.own_sheet_id).state != "not started"
    actions.end_links(now)
    secret = secrets.token_urlsafe(32)
    kept = dict(code=before.code, code_sealed=before.code_sealed, opened_at=before.opened_at, reader=before.reader, others_json=before.others_json) \
        if has_begun else {}
    ExitLink.create(leaving=now, secret=accounts.digest(secret), made_by=by, made_at=clock.now(), ends_at=_end_of(now.asks_until), **kept)
    trail.record("make_exit_link", by, now.person_id, kind="leaving", row_id=now.id)
    return secret


def link_of(secret):
    """(the link that a browser brings along, whether this browser may go on with it); (None, False) for anything else."""
    if not secret:
        return None, False
    mark = accounts.digest(secret)
    for found in _links().where((ExitLink.reader == mark) | ExitLink.others_json.contains(mark)):
        return found, True
    return _links().where(ExitLink.secret == mark).first(), False


@write()
def open_link(secret):
    """Begin with the link: the first browser gets the key to go on with, and the code for others. Answers with what the browser keeps."""
    found = _found(secret)
    if found.opened_at is not None:
        raise Refused(_("Somebody has begun to answer here already. Type the code that the first device shows."), "code")
    if not found.leaving.may_answer:
        raise Refused(_("The questions open on another day."))
    reader, code = secrets.token_urlsafe(32), f"{secrets.randbelow(10 ** 8):08}"
    ExitLink.update(reader=accounts.digest(reader), opened_at=clock.now(), code=_mark(found.leaving_id, code),
                    code_sealed=seal.seal(code, SEAL)).where(ExitLink.id == found.id).execute()
    trail.record("open_exit_link", None, found.leaving.person_id, kind="leaving", row_id=found.leaving_id)
    return reader


@write()
def go_on(secret, code):
    """Another device goes on with the code. None where it is wrong: the try counts all the same, so it is no refusal that would undo it."""
    found = _found(secret)
    typed = "".join(sign for sign in code if sign.isdigit())
    if found.tries >= MOST_TRIES:
        raise Refused(_("Too many wrong codes. Go on where you began, or ask HR for a new link."), "code")
    others = json.loads(found.others_json)
    if not found.code or not secrets.compare_digest(found.code, _mark(found.leaving_id, typed)) or len(others) >= MOST_DEVICES:
        ExitLink.update(tries=found.tries + 1).where(ExitLink.id == found.id).execute()
        return None
    reader = secrets.token_urlsafe(32)
    ExitLink.update(others_json=json.dumps([*others, accounts.digest(reader)])).where(ExitLink.id == found.id).execute()
    return reader


def code_of(link):
    """The code in two groups, for the devices that go on already."""
    code = seal.unseal(link.code_sealed, SEAL) if link.code_sealed else ""
    return f"{code[:4]} {code[4:]}" if code else ""


def _mark(leaving_id, code):
    """A code belongs to the leaving, so that it goes on counting behind a new link."""
    return accounts.digest(f"{leaving_id}-{code}")


def _found(secret):
    found = _links().where(ExitLink.secret == accounts.digest(secret or "")).first()
    if found is None:
        raise Refused(_("This link does not open any more. Ask HR for a new one."))
    return found


def _links():
    """Links that count now."""
    return (ExitLink.select(ExitLink, Leaving, Person).join(Leaving).join(Person).where(ExitLink.ends_at > clock.now(), Leaving.state.in_(("open", "done"))))


def _end_of(day):
    """The end of a day of the organisation's, in UTC."""
    return clock.stored(datetime.combine(day, time(23, 59, 59), tzinfo=ZoneInfo(clock.zone())))
