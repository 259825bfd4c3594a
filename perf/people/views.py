"""Pages about people: who is here, a person's page, and HR's records."""
from flask import Blueprint, render_template, request, url_for
from flask_login import current_user

from ..kernel import clock, modules, trail, words
from ..kernel.doors import fresh, login_required, needs, one
from ..kernel.forms import tidy
from ..kernel.web import fragment, go
from ..kernel.words import _
from ..roles import queries as roles
from . import access, actions, queries
from .inputs import (NO_ADDRESS, LastDayInput, NewPersonInput, PersonChangeInput, SeatInput, emails_named_in,
                     looks_like_address)
from .models import POWERS

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.get("/")
@login_required
def people():
    asked = {"q": request.args.get("q", "")[:100], "department": request.args.get("department", type=int)}
    shows_left = request.args.get("who") == "left" and "hr" in current_user.powers
    departments = roles.departments()
    within = roles.parts_of(asked["department"], departments) if asked["department"] else None
    who = access.people_who_left(current_user) if shows_left else access.people_here(current_user)
    shown = {"rows": queries.directory(who, asked["q"], within), "asked": asked, "shows_left": shows_left,
             "departments": departments, "did": queries.last_titles(who) if shows_left else {}}
    if request.htmx:
        return fragment("people/_people_list.html", **shown)
    return render_template("people/people.html", **shown)


@bp.get("/<int:person_id>")
@login_required
def person(person_id):
    return about(one(access.people_to_see(current_user), person_id))


@bp.get("/desk/")
@needs("manage_people")
def desk():
    """What HR still has to mend in the records."""
    here, house = access.people_here(current_user), queries.chart()
    lacking, leading = list(access.people_without_email(current_user)), queries.leaders(house)
    return render_template("people/desk.html", without_seat=queries.without_seat(house, here), vacancies=queries.vacancies(house),
                           chart=house, how_many=here.count(), circling=queries.circling(house),
                           without_email=[person for person in lacking if person.employee_id],
                           without_name=[person for person in lacking if not person.employee_id],
                           leading=leading if len(leading) > 1 else [], several_lead=several_lead(leading))


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


@bp.route("/<int:person_id>/seat", methods=["GET", "POST"])
@needs("manage_people")
def seat(person_id):
    moved = one(access.people_to_edit(current_user), person_id)
    held = queries.own_seat(moved)
    given = with_seats(SeatInput(request.form or None, obj=queries.seat_as_it_is(moved)), held)
    if request.method == "POST" and given.validate() and given.tries(
            actions.move, moved, by=current_user, seen=given.seen, leaves_seat=given.leaves_seat.data, **given.seat):
        return go(url_for(".person", person_id=person_id), _("%(name)s's seat is changed, from today on.", name=moved.name))
    return render_template("people/seat.html", person=moved, held=held, form=given, **known_names()), \
        given.status if request.method == "POST" else 200


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


@bp.post("/seats/<int:position_id>/close")
@needs("manage_people")
def close_seat(position_id):
    actions.close_position(one(access.seats_to_edit(current_user), position_id), by=current_user)
    return go(url_for(".desk") + "#vacancies", _("The seat is taken out. Its history stays."))


@login_required
def again(person_id):
    """An address that only takes what is sent, opened anew after a refusal: back to the page with its form."""
    return go(url_for(".person", person_id=one(access.people_to_see(current_user), person_id).id))


@needs("manage_people")
def close_seat_again(position_id):
    one(access.seats_to_edit(current_user), position_id)
    return go(url_for(".desk") + "#vacancies")


for deed, name in (("last-day", "let_go"), ("stays", "stays"), ("powers", "powers")):
    bp.add_url_rule(f"/<int:person_id>/{deed}", f"{name}_again", again)
bp.add_url_rule("/seats/<int:position_id>/close", "close_seat_again", close_seat_again)


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


def farewell(leaving, last_day):
    if last_day < clock.today():
        return _("%(name)s has left; the seat is vacant and the account closed.", name=leaving.name)
    return _("%(name)s's last day is %(day)s. Until then nothing changes for them.", name=leaving.name, day=words.day(last_day))


def with_seats(form, held=None):
    """Fill a form's lists with the seats that stand today, without the one that is being changed."""
    house = queries.chart()
    seats = sorted(house.seats.values(), key=by_last_name)
    form.offer([(seat.id, vacancy_words(seat)) for seat in queries.vacancies(house)],
               [(seat.id, seat_words(seat)) for seat in seats if held is None or seat.id != held.position_id])
    return form


def by_last_name(seat):
    return seat.person_id is None, words.plain(seat.last_name), words.plain(seat.first_name), seat.title


def seat_words(seat):
    if not seat.person_id:
        return vacancy_words(seat)
    return f"{', '.join(filter(None, (seat.last_name, seat.first_name)))} — {seat.title}"


def vacancy_words(seat):
    return _("vacant") + " — " + (f"{seat.title}, {seat.department}" if seat.department else seat.title)


def several_lead(leading):
    """More than one at the top, in a sentence with its cure."""
    named = [seat.name if seat.person_id else seat.title for seat in leading]
    if len(leading) == 2:
        return _("Two people lead the organisation: %(names)s. Give one of them a manager.", names=words.several(named))
    shown = named if len(named) < 5 else [*named[:3], _("%(num)s others", num=len(named) - 3)]
    return _("%(num)s people lead the organisation: %(names)s. Give all but one of them a manager.", num=words.number(len(named)),
             names=words.several(shown))


def known_names():
    """What the fields for role and department suggest."""
    return {"known_roles": roles.all_titles(), "known_departments": [department.name for department, _depth in roles.departments()]}
