"""What a person reads when something does not work."""
import logging
import secrets

import peewee as pw
from flask import render_template, request
from markupsafe import escape
from werkzeug.exceptions import HTTPException, NotFound

from . import watch
from .errors import Refused
from .forms import to_send_again
from .words import _

log = logging.getLogger("perf")


def install_failures(app):
    app.register_error_handler(Refused, refused)
    app.register_error_handler(HTTPException, failed)
    app.register_error_handler(pw.OperationalError, unavailable)
    app.register_error_handler(pw.DoesNotExist, lambda _gone: failed(NotFound()))     # taken away while somebody looked at it
    app.register_error_handler(Exception, broken)


def refused(no):
    """A verb said no: its words, with everything else left as it was."""
    file = "ui/_refusal.html" if request.htmx else "refused.html"
    return render_template(file, words_said=no.words, status=no.status), no.status, no.headers


def failed(problem):
    watch.turned_away(problem.code)
    sentence = SENTENCES.get(problem.code)
    if problem.code is None or problem.code < 400 or sentence is None:
        return problem
    if problem.code == 401 and not request.htmx and request.form:
        return _typed_again(), 401
    headers = [(name, value) for name, value in problem.get_headers() if name in ("Allow", "Retry-After")]
    return _page(problem.code, *[_(text) for text in sentence]), problem.code, headers


def _typed_again():
    """The session ended over a form: what was typed waits here, to be sent again once one is signed in."""
    return render_template("ended.html", sent=to_send_again(request.form), has_file=bool(request.files))


def unavailable(problem):
    """The disk is full or the database is held: nothing was changed, and trying again may help."""
    log.error("database: %s", type(problem).__name__)
    text = _("The database could not be written or read just now, so nothing was changed. Please try again in a moment.")
    return _page(503, _("Not available just now"), text), 503, [("Retry-After", "5")]


def broken(problem):
    number = secrets.token_hex(4)
    log.exception("error %s on %s %s", number, request.method, request.endpoint)
    text = _("Something in Perf does not work as it should. Nothing you typed before was lost. If it happens again, "
             "tell your administrator this number: %(number)s.", number=number)
    return _page(500, _("That did not work"), text), 500


def _page(status, title, text):
    try:
        if request.htmx:
            return render_template("ui/_refusal.html", words_said=text, status=status)
        return render_template("failure.html", title=title, text=text, status=status)
    except Exception:       # the page around the words asks for what does not work: then the words alone (TRUST I13)
        return f"<!doctype html><title>{escape(title)}</title><h1>{escape(title)}</h1><p>{escape(text)}</p>"


def _later(text):
    return text


SENTENCES = {
    400: (_later("That could not be read"), _later("The request was not complete or held signs that cannot be kept. Go back, reload the page and try again.")),
    401: (_later("Please sign in again"), _later("Your session has ended, so this was not done. Sign in, and do it again.")),
    403: (_later("That page is not open to you"), _later("You would need another power for it. Ask HR if you think you should have it.")),
    404: (_later("There is nothing here"), _later("The page does not exist, or it is not yours to see. Check the address, or start from home.")),
    405: (_later("That does not work this way"), _later("This address does not take that kind of request. Go back and use the buttons on the page.")),
    413: (_later("That is too much at once"), _later("What was sent is larger than Perf takes. Shorten the text, or send a smaller file.")),
    429: (_later("Too many tries"), _later("Please wait a few minutes and try again.")),
}
