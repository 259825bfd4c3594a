"""The organisation's settings and the switch for each part."""
from flask import Blueprint, current_app, render_template, request, send_file, url_for
from flask_login import current_user

from ..kernel import clock, safety, web
from ..kernel.doors import fresh, needs, one
from ..kernel.web import go
from ..kernel.words import _
from . import actions, queries
from .inputs import BackupInput, HolidayInput, OrganisationChangeInput, ValuesInput
from .models import Holiday

bp = Blueprint("settings", __name__, url_prefix="/settings")


def page(status=200, **forms):
    shown = {"organisation": forms.get("organisation") or OrganisationChangeInput(obj=queries.organisation()),
             "holiday": forms.get("holiday") or HolidayInput(),
             "values": forms.get("values") or ValuesInput(values=values_as_text())}
    return render_template("settings/settings.html", rooms=queries.optional_rooms(), holidays=queries.holidays(),
                           **shown), status


def values_as_text():
    return "\n".join(f"{value.name}: {value.meaning}" for value in queries.values())


@bp.get("/")
@needs("settings")
def settings():
    return page()


@bp.post("/")
@needs("settings")
def change():
    given = OrganisationChangeInput(request.form)
    if given.validate() and given.tries(actions.change_organisation, by=current_user, **given.data):
        return go(url_for(".settings"), _("The settings are saved."))
    return page(given.status, organisation=given)


@bp.post("/rooms/<name>")
@needs("switch_rooms")
def switch(name):
    on = request.form.get("on") == "yes"
    actions.switch_room(name, on, by=current_user)
    said = _("That part is on again, with everything it held.") if on else _("That part is off. What it holds stays as it is.")
    return go(url_for(".settings") + "#rooms", said)


@bp.post("/holidays")
@needs("settings")
def add_holiday():
    given = HolidayInput(request.form)
    if given.validate() and given.tries(actions.add_holiday, by=current_user, **given.data):
        return go(url_for(".settings") + "#holidays", _("The day is on the list."))
    return page(422, holiday=given)


@bp.post("/holidays/<int:holiday_id>/remove")
@needs("settings")
def remove_holiday(holiday_id):
    actions.remove_holiday(one(Holiday.select(), holiday_id), by=current_user)
    return go(url_for(".settings") + "#holidays", _("The day is off the list."))


@bp.post("/values")
@needs("settings")
def values():
    given = ValuesInput(request.form)
    if given.validate() and given.tries(actions.keep_values, given.pairs, by=current_user):
        return go(url_for(".settings") + "#values", _("The values are saved. Reviews that are launched from now on ask about them."))
    return page(422, values=given)


# the safety of the data

@bp.get("/safety/")
@needs("keep_safe")
def safe():
    return render_template("settings/safety.html", **queries.safety(current_app.config),
                           findings=safety.findings(current_app.config))


@bp.post("/safety/backups")
@needs("keep_safe")
def back_up():
    actions.back_up_now(by=current_user)
    return go(url_for(".safe"), _("A backup is made and verified."))


@bp.get("/safety/backup")
@needs("keep_safe")
@fresh
def take_along():
    return render_template("settings/take_along.html", form=BackupInput())


@bp.post("/safety/backup")
@needs("keep_safe")
@fresh
def download():
    given = BackupInput(request.form)
    if not (given.validate() and given.tries(actions.download_backup, current_user, given.passphrase.data)):
        return render_template("settings/take_along.html", form=given), given.status
    answer = send_file(given.result, "application/octet-stream", as_attachment=True,
                       download_name=f"perf-{clock.now():%Y%m%d-%H%M%S}.tar.age")
    answer.headers["Content-Security-Policy"] = web.CSP + "; sandbox"
    return answer
