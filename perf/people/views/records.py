"""HR keeps the records: who is taken in, names and addresses, first and last days."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel import clock, words
from ...kernel.doors import needs, one
from ...kernel.forms import tidy
from ...kernel.web import go
from ...kernel.words import _
from .. import access, actions, queries
from ..inputs import NO_ADDRESS, LastDayInput, NewPersonInput, PersonChangeInput, emails_named_in, looks_like_address
from . import bp
from .person import about, note_reading
from .seats import known_names, with_seats


@bp.route("/new", methods=["GET", "POST"])
@needs("manage_people")
def new():
    given = with_seats(NewPersonInput(request.form or None))
    if request.method == "POST" and given.validate() and given.tries(
            actions.take_on, by=current_user, seat=given.seat if given.names_seat else None, **given.record):
        return go(url_for(".person", person_id=given.result.id), _("%(name)s is in the records.", name=given.result.name))
    return render_template("people/new.html", form=given, **known_names()), 422 if request.method == "POST" else 200


@bp.get("/<int:person_id>/edit")
@needs("manage_people")
def edit(person_id):
    edited = one(access.people_to_edit(current_user), person_id)
    note_reading(edited)
    return render_template("people/edit.html", person=edited, form=PersonChangeInput(obj=edited))


@bp.post("/<int:person_id>/edit")
@needs("manage_people")
def change(person_id):
    edited, given = one(access.people_to_edit(current_user), person_id), PersonChangeInput(request.form)
    if given.validate() and given.tries(actions.change_person, edited, version=given.version.data, by=current_user, **given.record):
        return go(url_for(".person", person_id=person_id), _("The record is saved."))
    return render_template("people/edit.html", person=edited, form=given), given.status


@bp.post("/<int:person_id>/last-day")
@needs("manage_people")
def let_go(person_id):
    leaving, given = one(access.people_to_edit(current_user), person_id), LastDayInput(request.form)
    if given.validate() and given.tries(actions.let_go, leaving, by=current_user, last_day=given.last_day.data):
        return go(url_for(".person", person_id=person_id), farewell(leaving, given.last_day.data))
    return about(leaving, 422, last_day=given)


@bp.post("/<int:person_id>/stays")
@needs("manage_people")
def stays(person_id):
    staying = one(access.people_to_edit(current_user), person_id)
    actions.take_back_last_day(staying, by=current_user)
    return go(url_for(".person", person_id=person_id), _("%(name)s stays. The last day is taken back.", name=staying.name))


@bp.route("/emails", methods=["GET", "POST"])
@needs("manage_people")
def emails():
    access.refuse_strangers(current_user, emails_named_in(request.form))
    lacking = list(access.people_without_email(current_user))
    typed = {person.id: tidy(request.form.get(f"email-{person.id}")) for person in lacking}
    wrong = {person_id: NO_ADDRESS for person_id, text in typed.items() if text and not looks_like_address(text)}
    good = [(person, typed[person.id]) for person in lacking if typed[person.id] and person.id not in wrong]
    if good:
        wrong |= actions.keep_emails(good, by=current_user)
    if request.method == "POST" and not wrong:
        return go(url_for(".emails"), words.n_("%(num)s address is saved.", "%(num)s addresses are saved.", len(good)))
    kept = len([person for person, _text in good if person.id not in wrong])
    rows = [person for person in lacking if person.id in wrong or not typed[person.id]]
    return render_template("people/emails.html", people=rows, typed=typed, wrong=wrong, kept=kept,
                           chart=queries.chart()), 422 if wrong else 200


def farewell(leaving, last_day):
    if last_day < clock.today():
        return _("%(name)s has left; the seat is vacant and the account closed.", name=leaving.name)
    return _("%(name)s's last day is %(day)s. Until then nothing changes for them.", name=leaving.name, day=words.day(last_day))
