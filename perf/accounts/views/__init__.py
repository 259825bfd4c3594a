"""The door: setting up, signing in and out, links that invite, who has an account."""
import contextlib
from datetime import timedelta

import peewee as pw
from flask import Blueprint, request
from flask_login import current_user

from ...kernel import clock
from ...kernel.doors import is_without_trace
from ...kernel.errors import Busy
from .. import actions

bp = Blueprint("accounts", __name__, cli_group=None)
TOUCH_EVERY = timedelta(minutes=1)


@bp.before_app_request
def keep_session_alive():
    """A session in use stays alive; noted at most once a minute."""
    if request.blueprint != "static_files" and not is_without_trace() and current_user.is_authenticated \
            and clock.now() - current_user.seen_at > TOUCH_EVERY:
        with contextlib.suppress(pw.OperationalError, Busy):      # a full disk keeps nobody from reading
            actions.touch(current_user)


from . import again, commands, door, links, mine, oidc, passkeys, second  # noqa: E402,F401  they add their routes
