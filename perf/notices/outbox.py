"""The outbox: mails rest in a table until the mail server has taken them, over restarts and outages.

A row is claimed before it is sent and marked after. Where the house is killed between the two, the mail goes out once more
after the claim has run out: with the same Message-ID, by which servers and programs drop the double. So it may at worst
come twice; it is never lost.
"""
import contextlib
import logging
from datetime import timedelta

from ..kernel import clock, modules
from ..kernel.db import write
from ..kernel.words import _
from . import actions, ladder, post, queries
from .models import Mail

log = logging.getLogger("perf")

AT_ONCE = 100
STATE_PAGE = "/settings/safety/"
CLAIMED_FOR = timedelta(minutes=5)
RESTING = Mail.sent_at.is_null() & Mail.gave_up_at.is_null()


def deliver():
    """Send what is due; what fails waits, a little longer each time. Done in the background, never in a request."""
    give_up()
    due = list(_due())
    if not due or not queries.mail_works():
        return
    where = post.server()
    try:
        client = post.connect(where)
    except Exception as problem:        # whatever it is, the mails wait and the house goes on
        return postpone(due, problem)
    with contextlib.closing(client):
        for mail in due:
            if not _send(client, where, mail):
                return


def _due():
    now = clock.now()
    is_free = Mail.claimed_at.is_null() | (Mail.claimed_at < now - CLAIMED_FOR)
    return Mail.select().where(RESTING, Mail.next_try_at <= now, is_free).order_by(Mail.next_try_at, Mail.id).limit(AT_ONCE)


def _send(client, where, mail):
    """Send one mail; says whether the server goes on listening."""
    if not claim(mail):
        return True
    try:
        client.send_message(post.letter(mail, where), from_addr=where.sender, to_addrs=[post.in_ascii(mail.to)])
    except Exception as problem:        # one that cannot be sent holds up no other
        postpone([mail], problem)
        return _still_listens(client)
    sent(mail)
    return True


def _still_listens(client):
    try:
        return client.rset()[0] == 250
    except Exception:
        return False


@write()
def claim(mail):
    """Take a mail for sending; false where somebody else has it."""
    is_free = _due().where(Mail.id == mail.id).exists()
    return is_free and Mail.update(claimed_at=clock.now()).where(Mail.id == mail.id).execute()


@write()
def sent(mail):
    """The server has it. The text goes: it may hold a link that opens an account."""
    Mail.update(sent_at=clock.now(), text="", claimed_at=None, last_problem="").where(Mail.id == mail.id).execute()


@write()
def postpone(mails, problem):
    """It did not work: try again later, and keep the name of what went wrong."""
    log.warning("%d mails could not be sent: %s", len(mails), type(problem).__name__)
    for mail in mails:
        Mail.update(tries=mail.tries + 1, claimed_at=None, last_problem=type(problem).__name__[:60],
                    next_try_at=clock.now() + ladder.wait(mail.tries + 1)).where(Mail.id == mail.id).execute()


def give_up():
    """Let go of mails that were tried for their whole time, and tell the administrators."""
    late = RESTING & (Mail.until < clock.now())
    if Mail.select().where(late).exists():
        _give_up(late)


@write()
def _give_up(late):
    Mail.update(gave_up_at=clock.now(), text="", claimed_at=None).where(late).execute()
    said = _("A mail could not be sent and was given up. Look at how the mail server is set up.")
    for person_id in modules.holders("keep_safe"):
        actions.tell(person_id, "mail", said, STATE_PAGE, mail=None, key="mail-given-up")
