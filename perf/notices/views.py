"""The page of one's notices, and what one wants to get by mail."""
from flask import Blueprint, abort, g, render_template, request, url_for
from flask_login import current_user

from ..kernel import modules, words
from ..kernel.doors import login_required, one
from ..kernel.web import fragment, go
from ..kernel.words import _
from . import access, actions, ladder, queries
from .inputs import ChoicesInput

bp = Blueprint("notices", __name__, url_prefix="/notices")


@bp.get("/")
@login_required
def notices():
    page = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    rows, goes_on = queries.page_of(access.notices_of(current_user), page)
    return render_template("notices/notices.html", rows=rows, goes_on=goes_on, page=page, unread=unread(current_user))


@bp.get("/count")
@login_required
def count():
    """How many are unread, beside the word in the rail."""
    return fragment("notices/_unread.html", unread=unread(current_user))


@bp.post("/<int:notice_id>/open")
@login_required
def open_notice(notice_id):
    return go(actions.open_notice(one(access.notices_of(current_user), notice_id)))


@bp.post("/read")
@login_required
def read_all():
    actions.read_all(current_user.id)
    return go(url_for(".notices"), _("All your notices are marked as read."))


@bp.get("/choices")
@login_required
def choices():
    return choices_page(ChoicesInput(obj=queries.choice_of(current_user.id)))


@bp.post("/choices")
@login_required
def choose():
    given = ChoicesInput(request.form)
    if given.validate() and given.tries(actions.choose, current_user.id, **given.data):
        return go(url_for(".choices"), _("Your choice is saved."))
    return choices_page(given), given.status


def choices_page(form):
    return render_template("notices/choices.html", form=form, address=queries.address_of(current_user.id),
                           mail_works=queries.mail_works(), morning=ladder.MORNING)


@bp.post("/snooze")
@login_required
def snooze():
    """Be reminded of something that waits for oneself later than planned."""
    key, days = own_key(request.form.get("key", "")), request.form.get("days", type=int)
    until = actions.snooze(current_user.id, key, days)
    return go("/", _("You hear of it again on %(day)s. The date itself stays.", day=words.weekday(until)))


@bp.post("/wake")
@login_required
def wake():
    actions.wake(current_user.id, own_key(request.form.get("key", "")))
    return go("/", _("You are reminded of it as before."))


def own_key(key):
    """The key of something that waits for oneself; anything else does not exist."""
    return key if key in {entry.get("key") for entry in modules.gather("due", current_user)} else abort(404)


def unread(me):
    """How many are unread; asked once for each request, by page and rail alike."""
    if "unread_notices" not in g:
        g.unread_notices = queries.unread(me.id)
    return g.unread_notices
