"""Answering without an account: a link for a chosen time.

The first browser that opens it goes on with it, for as long as the link lasts. What is typed is the leaver's alone until it is sent,
so whoever else gets hold of the link, HR who made it included, finds no draft behind it: another device needs the code that the
first one shows. Five wrong codes, and only the devices that have it already go on. The same holds between link and account: what was
begun in the account opens behind a link with the code alone, and while a browser goes on that opened the link without it, nothing is
written in the account until the leaver ends that there.
"""
import json
import secrets
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import has_request_context, request

from ..accounts import queries as accounts
from ..kernel import clock, live, trail
from ..kernel.db import write
from ..kernel.errors import Refused
from ..kernel.words import _
from ..people.models import Person
from ..questions.models import Sheet
from . import access, actions, codes, queries
from .models import ExitLink, Leaving

MOST_TRIES, MOST_DEVICES = 5, 5
KEPT_FOR = timedelta(days=90)       # by the browser; the link itself may end earlier


@write()
def make_link(leaving, *, is_anew=False, by):
    """A new link; earlier ones stop working. Where somebody has begun to answer, the new one needs their code.

    For whoever has lost it there is a link to begin anew: what was typed and not sent is deleted, read by nobody.
    """
    now = queries.whole(leaving.id)
    actions.refuse_own(now.person, by)
    if not now.is_asked:
        raise Refused(_("Nothing is asked by link. Plan the interview with a link first.") if not now.result else
                      _("The questions are through, so no link is needed any more."))
    if is_anew and _has_begun(now):
        actions.ask_anew(now, by)
        _forget_devices(now)
        now = queries.whole(now.id)
    before, has_begun = codes.latest(now.id), _has_begun(now)
    actions.end_links(now)
    secret = secrets.token_urlsafe(32)
    kept = dict(code=before.code, code_sealed=before.code_sealed) if before and before.code and (has_begun or not before.reader) else codes.new(now.id)
    if before and has_begun:
        kept |= dict(opened_at=before.opened_at, reader=before.reader, others_json=before.others_json)
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
    if needs_code(found):
        raise Refused(_("Somebody has begun to answer here already. Type the code that the first device shows."), "code")
    if not found.leaving.may_answer:
        raise Refused(_("The questions open on another day."))
    reader = secrets.token_urlsafe(32)
    ExitLink.update(reader=accounts.digest(reader), opened_at=clock.now()).where(ExitLink.id == found.id).execute()
    trail.record("open_exit_link", None, found.leaving.person_id, kind="leaving", row_id=found.leaving_id)
    live.changed("leaving", found.leaving_id)
    return reader


def needs_code(link):
    """Whether somebody has begun: behind this link, or in the account."""
    return bool(link.reader) or _has_begun(link.leaving)


def _has_begun(leaving):
    return Sheet.select().where(Sheet.id == leaving.own_sheet_id, Sheet.state != "not started").exists()


@write()
def go_on(secret, code):
    """Another device goes on with the code. None where it is wrong: the try counts all the same, so it is no refusal that would undo it."""
    found = _found(secret)
    typed = "".join(sign for sign in code if sign.isdigit())
    if found.tries >= MOST_TRIES:
        raise Refused(_("Too many wrong codes. Go on where you began, or ask HR for a new link."), "code")
    others = json.loads(found.others_json)
    if not found.code or not secrets.compare_digest(found.code, codes.mark(found.leaving_id, typed)) or len(others) >= MOST_DEVICES:
        ExitLink.update(tries=found.tries + 1).where(ExitLink.id == found.id).execute()
        return None
    reader = secrets.token_urlsafe(32)
    ExitLink.update(others_json=json.dumps([*others, accounts.digest(reader)])).where(ExitLink.id == found.id).execute()
    return reader


# beside it, the account

def opened_elsewhere(leaving):
    """The link by which a browser goes on that needed no code for it, or None."""
    return _links().where(ExitLink.leaving == leaving.id, ExitLink.reader != "").first()


def held(sheet):
    """Why nothing is written into a form about leaving from the account now, or ""."""
    if _links().where(Leaving.own_sheet == sheet.id, ExitLink.reader != "").exists():
        return elsewhere_words()
    talk = Leaving.get_or_none(Leaving.interview_sheet == sheet.id)
    if talk and not access.leavings_to_read(sheet.author).where(Leaving.id == talk.id).exists():
        return _("You are no longer asked to talk with them, so nothing more is written down here.")
    return ""


def elsewhere_words():
    return _("These questions were opened by a link on another device. Nothing more is written here until you say on the page of your leaving that you go on here.")


def begun(sheet):
    """The first word of a form was written (inside that verb): where it was in the account, no device of an earlier link ever sees it."""
    by_account = has_request_context() and not (request.endpoint or "").startswith("questions.guest")
    leaving = by_account and Leaving.get_or_none(Leaving.own_sheet == sheet.id)
    if leaving and held(sheet):
        raise Refused(elsewhere_words())
    if leaving:
        _forget_devices(leaving, ExitLink.reader != "")


def _forget_devices(leaving, *which):
    ExitLink.update(reader="", others_json="[]", **codes.new(leaving.id)).where(ExitLink.leaving == leaving.id, *which).execute()


@write()
def go_on_here(leaving, *, by):
    """The leaver goes on in the account: links that were opened end, and neither their devices nor their code count again."""
    actions.end_links(leaving)
    _forget_devices(leaving)
    trail.record("end_exit_link", by, leaving.person_id, kind="leaving", row_id=leaving.id)
    actions.told(leaving)


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
