"""Who is there? Every route passes one of these doors; a test looks that none is missing."""
import functools

import flask_login
from flask import abort, current_app, redirect, request, url_for
from flask_login import current_user

from . import modules
from .web import READS


def one(query, row_id):
    """The row of that number among those this query may show; anything else does not exist (404)."""
    return query.where(query.model.id == row_id).first() or abort(404)


def login_required(view):
    door = flask_login.login_required(view)
    door.door = "signed in"
    return door


def needs(right):
    """Opens for those who hold a house-wide right; a page whose power is missing is 403."""
    def decorate(view):
        @flask_login.login_required
        @functools.wraps(view)
        def door(*args, **kwargs):
            if not modules.can(current_user, right):
                abort(403)
            return view(*args, **kwargs)
        door.door = right
        return door
    return decorate


def fresh(view):
    """Under another door, for dangerous deeds: opens to whoever has just shown that it is really them (TRUST S09).

    Who has not gets a page that asks for it, 403; what was sent goes along hidden and is done once it is shown.
    """
    @functools.wraps(view)
    def door(*args, **kwargs):
        refusal = modules.confirm(current_user, request.form)
        return view(*args, **kwargs) if refusal is None else refusal
    door.is_fresh = True
    return door


def leaves_no_trace(view):
    """For pages on which people answer without a name: no line says that they were asked for, nor when (TRUST L04).

    Neither the access log nor the session's last-seen time, and a form counts once by the verb's own means.
    """
    view.leaves_no_trace = view.again_is_fine = True
    return view


def is_without_trace():
    """Whether this request is for such a page."""
    return getattr(current_app.view_functions.get(request.endpoint), "leaves_no_trace", False)


def public(view):
    """For the short list of pages that anybody may open."""
    view.door = "public"
    return view


def install_doors(app):
    """Ask at each request who is there; nobody: a page leads to the sign-in, anything else is 401."""
    manager = flask_login.LoginManager(app)
    manager.session_protection = None
    manager.request_loader(lambda asked: modules.who(asked.cookies))
    manager.unauthorized_handler(_nobody)


def _nobody():
    if request.method in READS and not request.htmx:
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
    abort(401)
