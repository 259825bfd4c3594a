"""A form counts once: a double click, a retry or "back" and "send" again gets the first one's answer (TRUST R10)."""
import hashlib
import re
import secrets
import threading
from datetime import timedelta
from urllib.parse import urlsplit

import flask_login
import peewee as pw
from flask import current_app, g, has_request_context, make_response, request, url_for
from jinja2.ext import Extension

from . import clock, db, words
from .db import Model, write
from .web import READS, go, here
from .words import _

FIELD, LOOKS = "submit_id", re.compile(r"[\w-]{16,64}")
KEPT, WAITS_SECONDS = timedelta(days=2), 10
SAME_MOMENT = timedelta(minutes=1)      # a double click or a retry; later somebody may have done the opposite meanwhile
OPENING_TAG = re.compile(r"""<form\b(?:\{\{.*?\}\}|\{%.*?%\}|[^>{]|\{)*?\bmethod="post"(?:\{\{.*?\}\}|\{%.*?%\}|[^>{]|\{)*>""")


class Submission(Model):
    """A form that has done its work. The key stands for the page's number, who sent it, where to, and what was in it."""

    key = pw.CharField(max_length=64, unique=True)
    at = pw.DateTimeField(index=True)
    where = pw.CharField(max_length=500, null=True)     # the page that the first one led to


class Twice(Exception):
    """The same form has come in before."""


class FormNumbers(Extension):
    """Gives every form that writes its number, so that no template can forget it."""

    def preprocess(self, source, name, filename=None):
        return OPENING_TAG.sub(lambda tag: f'{tag[0]}<input type="hidden" name="{FIELD}" value="{{{{ submit_id() }}}}">', source)


def again_is_fine(view):
    """For a form whose answer shows what cannot be shown later, such as a link: sent again it is done again."""
    view.again_is_fine = True
    return view


def again_leads_to(endpoint, sentence):
    """For a form whose answer shows what cannot be shown twice: sent again it leads there, with a sentence that helps on."""
    def decorate(view):
        view.again_leads_to = endpoint, sentence
        return view
    return decorate


def install_once(app):
    """Runs after everything else that asks before a request, so that only the view's own verbs count."""
    app.jinja_env.add_extension(FormNumbers)
    app.jinja_env.globals["submit_id"] = lambda: secrets.token_urlsafe(16)
    app.before_request(lambda: _begin(app))
    app.after_request(_end)
    app.teardown_request(lambda _problem: _let_others_on())
    app.register_error_handler(Twice, lambda _twice: _answer_again())
    db.at_start_of_write[:] = [_claim]


_under_way, _answers, _lock = {}, {}, threading.Lock()


def _begin(app):
    number = request.form.get(FIELD, "") if request.method not in READS else ""
    view = app.view_functions.get(request.endpoint)
    if LOOKS.fullmatch(number) and flask_login.current_user.is_authenticated and not getattr(view, "again_is_fine", False):
        g.submission, g.is_claimed = _key(number), False


def _key(number):
    """Typing something else and sending again is not the same form: what was typed is part of the key."""
    files = sorted((name, file.filename) for name, file in request.files.items(multi=True))
    whole = repr((number, flask_login.current_user.get_id(), request.full_path, sorted(request.form.items(multi=True)), files, request.content_length))
    return hashlib.sha256(whole.encode()).hexdigest()


def _claim():
    """In the first verb's own transaction: what is undone there was never sent."""
    key = g.get("submission") if has_request_context() else None
    if key is None or g.is_claimed:
        return
    Submission.delete().where(Submission.at < clock.now() - KEPT).execute()
    try:
        Submission.insert(key=key, at=clock.now()).execute()
    except pw.IntegrityError:
        raise Twice from None
    db.database.after_commit(lambda: _claimed(key))


def _claimed(key):
    g.is_claimed = True
    with _lock:
        _under_way[key] = threading.Event()


def _end(response):
    key = g.get("submission")
    if key and g.is_claimed:
        where = response.headers.get("Location") or response.headers.get("HX-Redirect")
        if response.status_code >= 400:
            _forget(key)
        elif where:
            _keep(key, where, g.get("spoken"))
    return response


@write()
def _forget(key):
    """It was refused after all: the next try is a new one."""
    Submission.delete().where(Submission.key == key).execute()


@write()
def _keep(key, where, said):
    Submission.update(where=where).where(Submission.key == key).execute()
    with _lock:
        _answers[key] = said
        while len(_answers) > 200:
            _answers.pop(next(iter(_answers)))


def _let_others_on():
    with _lock:
        waiting = _under_way.pop(g.get("submission"), None) if g.get("is_claimed") else None
    if waiting:
        waiting.set()


def _answer_again():
    """What the first one was answered, as soon as it is known."""
    key = g.submission
    with _lock:
        first = _under_way.get(key)
    if first:
        first.wait(WAITS_SECONDS)
    kept = Submission.get_or_none(Submission.key == key)
    if kept is None or not kept.where:
        if request.htmx:
            return make_response("", 204)
        return go(*_instead())
    if clock.now() - kept.at < SAME_MOMENT:
        return go(kept.where, _answers.get(key))
    return go(kept.where, _("This was sent before, at %(time)s, and is not done a second time. This page shows how it stands now.",
                            time=words.time(kept.at)))


def _instead():
    """Where to go when the first answer was a page of its own, and what to say there."""
    endpoint, sentence = getattr(current_app.view_functions[request.endpoint], "again_leads_to", (None, None))
    if endpoint:
        return url_for(endpoint), sentence
    return _page_before(), _("This has reached the server before, so it was not done a second time.")


def _page_before():
    came_from = urlsplit(request.referrer or "")
    return here(came_from.path) if came_from.netloc == request.host and came_from.path else "/"
