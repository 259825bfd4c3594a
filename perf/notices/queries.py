"""What pages and neighbours need to know of notices and mail; reads only."""
from datetime import timedelta

import peewee as pw
from flask import current_app, has_app_context

from ..kernel import clock, modules
from ..kernel.db import prepared
from ..settings import queries as settings
from . import ladder, post
from .models import Mail, MailChoice, Notice, Reminded, Snooze

PAGE = 50
SHOWN_FOR = 7       # days in which a mail that was given up is told to the administrator


def unread(person_id):
    return _unread(person_id=person_id)[0][0]


@prepared
def _unread(person_id):
    return Notice.select(pw.fn.COUNT(Notice.id)).where(Notice.person_id == person_id, Notice.read_at.is_null())


def was_told(key):
    """Whether anybody has been told of the thing of this key, read or not."""
    return Notice.select().where(Notice.key == key).exists()


def page_of(query, number):
    """(the notices of one page, the newest first; whether older ones follow)."""
    rows = list(query.order_by(Notice.at.desc(), Notice.id.desc()).offset((number - 1) * PAGE).limit(PAGE + 1))
    return rows[:PAGE], len(rows) > PAGE


def choice_of(person_id):
    """What a person wants by mail; what holds for everybody where they have chosen nothing."""
    return MailChoice.get_or_none(MailChoice.person_id == person_id) or MailChoice(person_id=person_id)


def snoozed(person_id):
    """{key: the day on which it is said again} of what a person has put off."""
    rows = Snooze.select(Snooze.key, Snooze.until).where(Snooze.person_id == person_id, Snooze.until > clock.today())
    return dict(rows.tuples())


def silent():
    """What still waits after its last reminder, the longest first: entries as the rooms' `reminders` give them."""
    today = clock.today()
    over = Reminded.select(Reminded.person_id, Reminded.key, Reminded.due)
    ended = set(over.where(Reminded.step == ladder.LAST, Reminded.day < today).tuples())
    if not ended:
        return []
    waiting = [one for one in modules.gather("reminders", today)
               if not one.get("is_private") and (one["person_id"], one["key"], one["due"]) in ended]
    return sorted(waiting, key=lambda one: (one["due"], one.get("name", "")))


# mail

def mail_works():
    """Whether mails can be sent: a mail server is set up, and this is no demonstration."""
    house = settings.organisation()
    return mail_problem() is None and post.server() is not None and not (house and house.is_demo)


def mail_problem():
    """What is wrong with the settings of the mail server, in a sentence, or None."""
    try:
        post.server()
    except post.Unusable as problem:
        return str(problem)
    return None


def mail_state():
    """How the post stands, for the administrator: configured, problem, waiting, oldest, last_problem, gave_up."""
    resting = Mail.sent_at.is_null() & Mail.gave_up_at.is_null()
    waiting, oldest = Mail.select(pw.fn.COUNT(Mail.id), pw.fn.MIN(Mail.made_at)).where(resting).tuples().get()
    failing = Mail.select(Mail.last_problem).where(resting, Mail.last_problem != "").order_by(Mail.next_try_at.desc())
    since = clock.now() - timedelta(days=SHOWN_FOR)
    return {"configured": mail_works(), "problem": mail_problem(), "waiting": waiting, "oldest": oldest,
            "last_problem": failing.scalar() or "", "gave_up": Mail.select().where(Mail.gave_up_at > since).count()}


def base_url():
    """Where people reach this house, for the links in mails; nothing where PERF_URL is not set."""
    return (current_app.config.get("BASE_URL") or "").rstrip("/") if has_app_context() else ""


def address_of(person_id):
    """Where to write to a person, from the room that knows."""
    return next((room.address(person_id) for room in modules.all_rooms() if room.address), None)
