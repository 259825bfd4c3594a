"""What the fields of HR's forms offer: persons, seats, roles, departments."""
from ...kernel import clock, words
from ...kernel.words import _
from ...roles import queries as roles
from .. import queries


def with_seats(form, held=None):
    """Fill a form's lists with the seats that stand today or will, without the one that is being changed."""
    house = queries.chart()
    free, opening = queries.coming(clock.today())
    vacancies = [(seat.id, vacancy_words(seat)) for seat in queries.vacancies(house)]
    vacancies += [(seat_id, from_words(day, house.seats[seat_id])) for seat_id, day in sorted(free.items(), key=lambda one: one[1])
                  if seat_id in house.seats and house.seats[seat_id].person_id and not (held and seat_id == held.position_id)]
    vacancies += [(seat_id, _("from %(day)s", day=words.day(day, near=False)) + f" — {title}") for seat_id, day, title, taken in opening if not taken]
    form.offer(vacancies, seats_to_name(house, opening, besides=held and held.position_id))
    return form


def seats_to_name(house, opening=(), besides=None):
    """Every seat as (id, words), by the last name of who holds it; those that are still to open at the end."""
    seats = sorted(house.seats.values(), key=by_last_name)
    later = [(seat_id, _("from %(day)s", day=words.day(day, near=False)) + f" — {title}") for seat_id, day, title, _taken in opening]
    return [(seat.id, seat_words(seat)) for seat in seats if seat.id != besides] + later


def people_to_name():
    return [(person.id, f"{person.last_name}, {person.first_name}" if person.first_name else person.last_name)
            for person in queries.people_here()]


def by_last_name(seat):
    return seat.person_id is None, words.plain(seat.last_name), words.plain(seat.first_name), seat.title


def seat_words(seat):
    if not seat.person_id:
        return vacancy_words(seat)
    return f"{', '.join(filter(None, (seat.last_name, seat.first_name)))} — {seat.title}"


def vacancy_words(seat):
    return _("vacant") + " — " + (f"{seat.title}, {seat.department}" if seat.department else seat.title)


def from_words(day, seat):
    return _("vacant from %(day)s", day=words.day(day, near=False)) + f" — {seat.title} ({seat.name})"


def known_names():
    """What the fields for role and department suggest."""
    return {"known_roles": roles.all_titles(), "known_departments": [department.name for department, _depth in roles.departments()]}
