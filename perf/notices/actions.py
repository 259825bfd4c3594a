"""What can be done with notices and mails: one verb, one transaction, its consequences."""
from datetime import timedelta

from ..kernel import clock, live
from ..kernel.db import insert_all, write
from ..kernel.errors import Refused
from ..kernel.web import here
from ..kernel.words import _
from . import post, queries
from .models import Mail, MailChoice, Notice, Reminded, Snooze

DIGEST, NOW = "digest", "now"
TRIED_FOR = timedelta(hours=24)
SNOOZES = (1, 3, 7)
LONGEST = 300


@write()
def tell(person_id, kind, sentence, url, *, mail=DIGEST, about=None, key=None):
    """Put a notice before a person. The sentence says what there is to do, never what somebody wrote.

    `mail`: "digest" (the default), "now" for what they wait for, None for the app alone. `about` is the id of whom the
    sentence names. With a `key` it takes the place of an unread one of the same key.
    """
    if key:
        Notice.delete().where(Notice.person_id == person_id, Notice.key == key, Notice.read_at.is_null()).execute()
    tell_each([(person_id, sentence, url, about)], kind, mail=mail, key=key)
    address = queries.address_of(person_id) if mail == NOW else None
    if address and queries.base_url() and post.is_address(address):
        write_to(address, _("Something waits for you"), _("There is something new for you in Perf:\n\n%(url)s",
                                                          url=queries.base_url() + "/notices/"))


@write()
def tell_each(told, kind, *, mail=DIGEST, key=None):
    """Tell many at once: (person id, sentence, url, id of whom the sentence names or None)."""
    if any(here(url) is None for _person, _sentence, url, _about in told):
        raise ValueError("a notice leads to a path of our own")
    insert_all(Notice, [dict(person_id=person_id, at=clock.now(), kind=kind, sentence=sentence[:LONGEST], url=url,
                             about_id=about, key=key, mail=mail or "") for person_id, sentence, url, about in told])
    for person_id in {one[0] for one in told}:
        live.changed("notices", person_id)


@write()
def open_notice(notice):
    """Mark a notice as read and say where it leads."""
    Notice.update(read_at=clock.now()).where(Notice.id == notice.id, Notice.read_at.is_null()).execute()
    live.changed("notices", notice.person_id)
    return here(notice.url) or "/notices/"


@write()
def read_all(person_id, *, before=None):
    """Mark all that a person has been told as read, or what lies before a moment."""
    Notice.update(read_at=clock.now()).where(Notice.person_id == person_id, Notice.read_at.is_null(),
                                             Notice.at <= (before or clock.now())).execute()
    live.changed("notices", person_id)


@write()
def settle(person_id, *urls):
    """The person has done what lies behind these addresses: notices that lead there need no reading any more."""
    if Notice.update(read_at=clock.now()).where(Notice.person_id == person_id, Notice.url.in_(urls),
                                                Notice.read_at.is_null()).execute():
        live.changed("notices", person_id)


@write()
def take_back(*urls):
    """What these addresses showed exists no more; neither do the notices that lead there."""
    gone = Notice.url.in_(urls)
    concerned = {row[0] for row in Notice.select(Notice.person_id).where(gone).tuples()}
    Notice.delete().where(gone).execute()
    for person_id in concerned:
        live.changed("notices", person_id)


@write()
def forget_reminders(key):
    """The thing of this key is over for everybody: neither who was reminded of it, nor who put it off, is kept."""
    concerned = {row[0] for row in Notice.select(Notice.person_id).where(Notice.key == key).tuples()}
    for model in (Notice, Reminded, Snooze):
        model.delete().where(model.key == key).execute()
    for person_id in concerned:
        live.changed("notices", person_id)


@write()
def choose(person_id, *, social, quiet_from, quiet_to, quiet_days):
    """Keep what a person wants by mail, and when not."""
    if (quiet_from is None) != (quiet_to is None):
        raise Refused(_("Quiet hours need a beginning and an end. Choose both, or neither."),
                      "quiet_to" if quiet_to is None else "quiet_from")
    wish = dict(social=social, quiet_from=quiet_from, quiet_to=quiet_to, quiet_days=quiet_days)
    MailChoice.insert(person_id=person_id, **wish).on_conflict(conflict_target=[MailChoice.person_id], update=wish).execute()


@write()
def snooze(person_id, key, days):
    """Say nothing of one thing for so many days; returns the day on which it is said again."""
    if days not in SNOOZES:
        raise Refused(_("Choose one, three or seven days."))
    until = clock.today() + timedelta(days=days)
    Snooze.insert(person_id=person_id, key=key, until=until).on_conflict(
        conflict_target=[Snooze.person_id, Snooze.key], update={Snooze.until: until}).execute()
    Notice.update(read_at=clock.now()).where(Notice.person_id == person_id, Notice.key == key,
                                             Notice.read_at.is_null()).execute()
    live.changed("notices", person_id)
    live.changed("home", person_id)
    return until


@write()
def wake(person_id, key):
    """Be reminded of it again as before."""
    Snooze.delete().where(Snooze.person_id == person_id, Snooze.key == key).execute()
    live.changed("home", person_id)


@write()
def write_to(address, subject, text, *, key=None, until=None):
    """Put one mail into the outbox; says whether it went in: not where no mail server is set up, nor twice for one `key`.

    It is tried for a day, or up to the moment `until`, after which it would help nobody. Its text holds links and
    what there is to do, never what somebody wrote.
    """
    if not post.is_address(address):
        raise Refused(_("That is not an address to which a mail can be sent."), "email")
    if not queries.mail_works():
        return False
    now = clock.now()
    made = Mail.insert(to=address, subject=post.one_line(subject)[:200], text=text, made_at=now, next_try_at=now,
                       until=until or now + TRIED_FOR, key=key).on_conflict_ignore().as_rowcount().execute()
    return made == 1


@write()
def new_day(today):
    """What was put off until today is said again; notices and mails go when their time in `keeping` is over."""
    Snooze.delete().where(Snooze.until <= today).execute()
