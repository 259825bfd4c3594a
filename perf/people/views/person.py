"""A person's page, with what each room has to offer about them, and their powers."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel import clock, modules, trail
from ...kernel.doors import fresh, login_required, needs, one
from ...kernel.web import fragment, go
from ...kernel.words import _
from .. import access, actions, queries
from ..inputs import LastDayInput
from ..models import POWERS
from . import bp


@bp.get("/<int:person_id>")
@login_required
def person(person_id):
    return about(one(access.people_to_see(current_user), person_id))


@bp.post("/<int:person_id>/powers")
@needs("give_powers")
@fresh
def powers(person_id):
    holder, name = one(access.people_to_see(current_user), person_id), request.form.get("power", "")
    if request.form.get("do") == "take":
        actions.take_power(holder, name, by=current_user)
        return go(url_for(".person", person_id=person_id) + "#powers", _("That power is taken back."))
    actions.give_power(holder, name, by=current_user)
    return go(url_for(".person", person_id=person_id) + "#powers", _("%(name)s holds the power “%(power)s” now.", name=holder.name, power=actions.POWER_WORDS[name]))


@login_required
def again(person_id):
    """An address that only takes what is sent, opened anew after a refusal: back to the page with its form."""
    return go(url_for(".person", person_id=one(access.people_to_see(current_user), person_id).id))


def about(person, status=200, last_day=None):
    """A person's page; who may know more than the directory says sees it in the history."""
    note_reading(person)
    house = queries.chart()
    tells_all = access.may_know_history(current_user, person, house)
    shown = {"person": person, "seats": house.seats_of(person.id), "manager": house.manager_of(person.id),
             "reports": house.reports_of(person.id), "history": queries.history(person) if tells_all else [],
             "tells_all": tells_all, "readers": [*access.history_readers(person, house).values(), _("HR")],
             "blocks": modules.gather("about", current_user, person), "today": clock.today()}
    if request.htmx:
        return fragment("people/_person.html", **shown), status
    return render_template("people/person.html", powers=POWERS, last_day=last_day or LastDayInput(), **shown), status


def note_reading(person):
    """HR sees more of a person than the directory shows: it leaves a line that the person can open."""
    if access.keeps_record_of(current_user, person):
        trail.record_reading("read_record", current_user, person, kind="person", row_id=person.id)


for deed, name in (("last-day", "let_go"), ("stays", "stays"), ("powers", "powers")):
    bp.add_url_rule(f"/<int:person_id>/{deed}", f"{name}_again", again)
