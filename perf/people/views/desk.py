"""HR's desk of people: what is missing in the records, what is planned, who is away, who heads what."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel import clock, words
from ...kernel.doors import needs, one
from ...kernel.web import go
from ...kernel.words import _
from ...roles import queries as roles
from .. import access, actions, facts, queries
from ..inputs import KINDS, HeadInput
from ..models import Change, Position
from ..telling import Teller
from .blueprint import bp, leads_back
from .lists import seats_to_name


@bp.get("/desk/")
@needs("manage_people")
def desk():
    """What HR still has to mend in the records, and what happens by itself."""
    here, house = access.people_here(current_user), queries.chart()
    board, leading = queries.board(house), queries.leaders(house)
    lacking = [person for person in access.people_without_email(current_user) if person.id not in board]
    planned = list(Change.select().where(Change.state == "planned").order_by(Change.on, Change.id))
    away, named = facts.away_on(clock.today()), {person.id: person for person in here}
    without_seat = [person for person in queries.without_seat(house, here) if person.id not in board]
    return render_template("people/desk.html", without_seat=without_seat, vacancies=queries.vacancies(house),
                           chart=house, how_many=here.count(), circling=queries.circling(house),
                           without_email=[person for person in lacking if person.employee_id],
                           without_name=[person for person in lacking if not person.employee_id],
                           planned=Teller().changes(planned) if planned else [], kinds=KINDS,
                           away=[(named[person_id], leave) for person_id, leave in sorted(away.items(), key=lambda one: one[1].starts)
                                 if person_id in named],
                           leading=leading if len(leading) > 1 else [], several_lead=several_lead(leading))


@bp.get("/heads")
@needs("manage_people")
def heads():
    return show_heads()


@bp.post("/heads/<int:department_id>")
@needs("manage_people")
def name_head(department_id):
    department, given = one(access.departments_to_head(current_user), department_id), HeadInput(request.form, prefix=f"head-{department_id}-")
    given.offer(seats_to_name(queries.chart()))
    if given.validate():
        actions.name_head(department, Position.get_by_id(given.position.data) if given.position.data else None, by=current_user)
        return go(url_for(".heads"), _("The head of %(name)s is kept.", name=department.name))
    return show_heads(422, {department_id: given})


leads_back("/heads/<int:department_id>", "name_head", needs("manage_people"),
           lambda department_id: url_for("people.heads") if one(access.departments_to_head(current_user), department_id) else "")


def show_heads(status=200, refused=()):
    """Every department with the seat that heads it."""
    named, seats = queries.heads(), seats_to_name(queries.chart())
    rows = []
    for department, depth in roles.departments():
        form = dict(refused).get(department.id) or HeadInput(prefix=f"head-{department.id}-", position=named.get(department.id))
        form.offer(seats)
        rows.append((department, depth, form))
    return render_template("people/heads.html", rows=rows), status


def several_lead(leading):
    """More than one at the top, in a sentence with its cure."""
    named = [seat.name if seat.person_id else seat.title for seat in leading]
    if len(leading) == 2:
        return _("Two people lead the organisation: %(names)s. Give one of them a manager.", names=words.several(named))
    shown = named if len(named) < 5 else [*named[:3], _("%(num)s others", num=len(named) - 3)]
    return _("%(num)s people lead the organisation: %(names)s. Give all but one of them a manager.", num=words.number(len(named)),
             names=words.several(shown))
