"""HR moves people between seats, and takes seats out."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel import words
from ...kernel.doors import needs, one
from ...kernel.web import go
from ...kernel.words import _
from ...roles import queries as roles
from .. import access, actions, queries
from ..inputs import SeatInput
from . import bp


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


@bp.post("/seats/<int:position_id>/close")
@needs("manage_people")
def close_seat(position_id):
    actions.close_position(one(access.seats_to_edit(current_user), position_id), by=current_user)
    return go(url_for(".desk") + "#vacancies", _("The seat is taken out. Its history stays."))


@needs("manage_people")
def close_seat_again(position_id):
    one(access.seats_to_edit(current_user), position_id)
    return go(url_for(".desk") + "#vacancies")


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


def known_names():
    """What the fields for role and department suggest."""
    return {"known_roles": roles.all_titles(), "known_departments": [department.name for department, _depth in roles.departments()]}


bp.add_url_rule("/seats/<int:position_id>/close", "close_seat_again", close_seat_again)
