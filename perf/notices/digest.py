"""Each morning: who is reminded of what, and the one mail of the day that bundles it."""
from collections import Counter, defaultdict
from datetime import timedelta

from ..kernel import clock, modules, words
from ..kernel.db import write
from ..kernel.words import _, n_
from . import actions, ladder, post, queries
from .models import SOCIAL, Mail, MailChoice, Notice, Reminded, Snooze

REMINDER = "reminder"
BACK = timedelta(days=7)        # an unread notice that is older was overtaken by its reminders


def run():
    """What is due by now; done again and again from half past seven on, and each thing once."""
    today, begins = clock.today(), ladder.morning(clock.today(), clock.zone())
    if clock.now() < begins:
        return
    waiting = {(one["person_id"], one["key"]): one for one in modules.gather("reminders", today) if one["due"]}
    remind(waiting, today)
    if queries.mail_works() and queries.base_url():
        bundle(waiting, today, begins)


# reminders

def remind(waiting, today):
    """Put the reminders of today before those who have not acted; only steps that were not told yet."""
    told, late = _told(waiting), _snoozed(today)
    new = [(one, step) for at, one in waiting.items() if at not in late
           for step in [ladder.step(one["due"], today)] if step is not None and step > told.get((*at, one["due"]), step - 1)]
    if new:
        _remind(new, today)


def _told(waiting):
    """The last step that was told, by person, thing and date."""
    first = min((one["due"] for one in waiting.values()), default=None)
    rows = Reminded.select(Reminded.person_id, Reminded.key, Reminded.due, Reminded.step)
    last = {}
    for person_id, key, due, step in rows.where(Reminded.due >= first).tuples() if first else ():
        last[person_id, key, due] = max(step, last.get((person_id, key, due), step))
    return last


def _snoozed(today):
    return set(Snooze.select(Snooze.person_id, Snooze.key).where(Snooze.until > today).tuples())


@write()
def _remind(new, today):
    for one, step in new:
        is_first = Reminded.insert(person_id=one["person_id"], key=one["key"], due=one["due"], step=step,
                                   day=today).on_conflict_ignore().as_rowcount().execute()
        if is_first:
            actions.tell(one["person_id"], REMINDER, sentence(one.get("says") or one["words"], one["due"], today),
                         one["url"], key=one["key"], about=one.get("about"))


def sentence(what, due, today):
    day = words.day(due, near=False)
    if due < today:
        return _("%(what)s: was due on %(day)s", what=what, day=day)
    return _("%(what)s: by %(day)s", what=what, day=day)


# the mail of the day

def bundle(waiting, today, begins):
    """One mail at most for each person and day, outside their quiet hours, about what they have not read."""
    is_done = Mail.key.startswith("digest-"), Mail.key.endswith(f"-{today}")
    done = {row[0] for row in Mail.select(Mail.key).where(*is_done).tuples()}
    choices = {one.person_id: one for one in MailChoice.select()}
    for person_id, notices in _unmailed(begins).items():
        choice = choices.get(person_id) or MailChoice(person_id=person_id)
        if digest_key(person_id, today) not in done and not is_quiet(choice):
            _bundle(person_id, [one for one in notices if choice.social or one.kind != SOCIAL], waiting, today)


def digest_key(person_id, day):
    return f"digest-{person_id}-{day}"


def is_quiet(choice):
    """Whether a person wants no mail at this moment."""
    return (ladder.is_quiet(clock.local(clock.now()).hour, choice.quiet_from, choice.quiet_to)
            or choice.quiet_days and not clock.is_working_day(clock.today()))


def _unmailed(begins):
    """By person: what they have not read and no mail has told. What comes later in the day waits for the next morning."""
    came = (Notice.at <= begins) | (Notice.kind == REMINDER)
    rows = (Notice.select(Notice.id, Notice.person_id, Notice.kind, Notice.key)
            .where(Notice.mail == actions.DIGEST, Notice.read_at.is_null(), Notice.mailed_at.is_null(),
                   Notice.at > begins - BACK, came))
    found = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found


@write()
def _bundle(person_id, notices, waiting, today):
    tasks = [waiting[person_id, one.key] for one in notices if one.kind == REMINDER and (person_id, one.key) in waiting]
    others = sum(one.kind != REMINDER for one in notices)
    address = queries.address_of(person_id)
    if not (tasks or others) or not post.is_address(address):
        return
    if actions.write_to(address, subject(len(tasks), others), text(tasks, others, today), key=digest_key(person_id, today)):
        Notice.update(mailed_at=clock.now()).where(Notice.id.in_([one.id for one in notices])).execute()


def subject(tasks, others):
    if tasks:
        return n_("%(num)s thing waits for you", "%(num)s things wait for you", tasks)
    return n_("%(num)s new notice for you", "%(num)s new notices for you", others)


def text(tasks, others, today):
    """What there is to do, by when, and where; never a name, nor anything that somebody wrote."""
    counted = Counter((one["due"], one["words"]) for one in tasks)
    parts = []
    if tasks:
        lines = [_line(*one, count, today) for one, count in sorted(counted.items())]
        parts.append("\n".join([_("This waits for you in Perf:"), "", *lines]))
    if others:
        parts.append(n_("There is %(num)s new notice for you.", "There are %(num)s new notices for you.", others))
    parts.append(_("Open Perf: %(url)s", url=queries.base_url() + ("/" if tasks else "/notices/")))
    parts.append(_("You get one such mail a day at the most. Choose what you get by mail, and when not: %(url)s",
                   url=queries.base_url() + "/notices/choices"))
    return "\n\n".join(parts)


def _line(due, what, count, today):
    return "- " + sentence(what if count == 1 else _("%(what)s (%(count)s)", what=what, count=count), due, today)
