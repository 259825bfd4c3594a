"""Is it really you? Asked before dangerous deeds, once a quarter of an hour."""
from flask import redirect, render_template, request, url_for
from flask_login import current_user

from ...kernel.doors import login_required
from ...kernel.forms import to_send_again
from ...kernel.web import here
from .. import actions, queries, second
from ..inputs import ConfirmInput
from ..models import Account
from . import bp
from .cookies import address, device_mark, renew_session


@bp.get("/sign-in/again")
@login_required
def again():
    return asks(ConfirmInput(), url_for(".show_again"), [("next", here(request.args.get("next")) or "/")])


@bp.post("/sign-in/again")
@login_required
def show_again():
    given, onward = ConfirmInput(request.form), here(request.form.get("next")) or url_for("home.home")
    if shows(current_user, given):
        return redirect(onward, 303)
    return asks(given, url_for(".show_again"), [("next", onward)]), given.status, given.headers


def confirm(person, form):
    """None where it is shown to be them: a moment ago, or with this form. Else the page that asks, and sends the form on."""
    if queries.is_fresh(person):
        return None
    given = ConfirmInput(form)
    if "confirm_password" in form and shows(person, given):
        return None
    status = 429 if given.status == 429 else 403
    if request.htmx:
        onward = here(request.headers.get("HX-Current-URL", "").removeprefix(request.host_url.rstrip("/"))) or "/"
        return render_template("ui/_refusal.html", words_said="", status=status), status, {
            "HX-Redirect": url_for("accounts.again", next=onward)}
    return asks(given if "confirm_password" in form else ConfirmInput(), *way_on(form)), status, given.headers


def shows(person, given):
    """Whether the form holds what shows that it is them; then the session goes on under a new secret."""
    if given.validate() and given.tries(actions.confirm, person, given.confirm_password.data, given.confirm_code.data,
                                        address=address(), mark=device_mark()):
        renew_session(given.result)
        return True
    return False


def way_on(form):
    """Where the page that asks sends its form: to the same deed with what was typed, or to the page that was wanted."""
    if request.method != "POST" or request.files:
        return url_for("accounts.again"), [("next", came_from() if request.files else request.full_path.rstrip("?"))]
    return request.script_root + request.full_path.rstrip("?"), to_send_again(form)


def came_from():
    return here((request.referrer or "").removeprefix(request.host_url.rstrip("/"))) or "/"


def asks(form, onward, sent):
    account = Account.get_by_id(current_user.account_id)
    return render_template("accounts/again.html", form=form, onward=onward, sent=sent, asks_code=second.is_enrolled(account),
                           has_password=bool(account.password), by=second.standing(account.id), is_file=bool(request.files),
                           back=dict(sent).get("next") or came_from())
