"""What `flask check` and the administrator's page say of mail."""
from datetime import timedelta

from ..kernel import clock, words
from ..kernel.safety import HINT, WARNING, Finding
from ..kernel.words import _, n_
from ..settings import queries as settings
from . import post, queries

LATE = timedelta(hours=1)
TRY = _("See what the mail server says: flask --app app mail-test you@example.org")


def findings():
    """Whether mail is set up, and goes out."""
    house, state = settings.organisation(), queries.mail_state()
    if house and house.is_demo:
        return []
    return [one for look in (_set_up, _waits, _given_up) for one in look(state)]


def _set_up(state):
    if state["problem"]:
        yield Finding("mail-settings", WARNING, _("Mail is set up in a way that does not work."), state["problem"],
                      _("Change that setting and start Perf again."))
    elif post.server() is None:
        yield Finding("no-mail", HINT, _("No mail server is set up."),
                      _("Reminders stand in the app alone, and links to invite somebody have to be copied by hand."),
                      _("Name one in PERF_SMTP_HOST and PERF_MAIL_FROM."))
    elif not queries.base_url():
        yield Finding("mail-no-url", WARNING, _("The mail of the day is not sent, because PERF_URL is not set."),
                      _("Its links would lead nowhere."), _("Set PERF_URL to the address that people type."))


def _waits(state):
    if state["configured"] and state["oldest"] and state["oldest"] < clock.now() - LATE:
        what = n_("%(num)s mail has not gone out since %(since)s.", "%(num)s mails have not gone out since %(since)s.",
                  state["waiting"], since=words.moment(state["oldest"]))
        why = _("The mail server does not take them: %(problem)s.", problem=state["last_problem"] or _("no answer yet"))
        yield Finding("mail-waits", WARNING, what, why, TRY)


def _given_up(state):
    if state["gave_up"]:
        what = n_("%(num)s mail was given up within a week.", "%(num)s mails were given up within a week.", state["gave_up"])
        yield Finding("mail-given-up", WARNING, what, _("Those people were not reminded by mail."), TRY)
