"""Whoever is signed in and asks for what is not theirs leaves a line in the trail (TRUST L01)."""
import logging
from datetime import timedelta

from flask import g, request
from flask_login import current_user

from . import clock, trail

log = logging.getLogger("perf")

MOST_A_MINUTE = 20
AGAIN_AFTER = timedelta(minutes=1)      # the same page tried again and again is one line a minute: nobody fills the disk


def install_watch(app):
    """Comes after the checks of where a request comes from: what another site sends in somebody's name is not their deed."""
    app.before_request(_let_in)


def _let_in():
    g.is_let_in = True


def turned_away(status):
    """Note a power that is missing (403), or a row that is not for this reader (404); the answer stays what it is."""
    if not getattr(g, "is_let_in", False) or not request.endpoint or not (status == 403 or status == 404 and _row()):
        return
    try:
        if current_user.is_authenticated:
            _note(current_user, request.endpoint[:40], _row())
    except Exception as problem:
        log.error("a refused access could not be noted: %s", type(problem).__name__)


def _note(who, endpoint, row_id):
    since = clock.now() - AGAIN_AFTER
    if not trail.done_since(since, "turned_away", who, endpoint) and trail.how_many(since, "turned_away", who) < MOST_A_MINUTE:
        trail.record("turned_away", who, kind=endpoint, row_id=row_id)


def _row():
    """The number of the row that the address names."""
    return next((value for name, value in (request.view_args or {}).items() if name.endswith("_id")), None)
