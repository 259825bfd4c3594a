"""What HR still has to mend in the records."""
from flask import render_template
from flask_login import current_user

from ...kernel import words
from ...kernel.doors import needs
from ...kernel.words import _
from .. import access, queries
from . import bp


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


def several_lead(leading):
    """More than one at the top, in a sentence with its cure."""
    named = [seat.name if seat.person_id else seat.title for seat in leading]
    if len(leading) == 2:
        return _("Two people lead the organisation: %(names)s. Give one of them a manager.", names=words.several(named))
    shown = named if len(named) < 5 else [*named[:3], _("%(num)s others", num=len(named) - 3)]
    return _("%(num)s people lead the organisation: %(names)s. Give all but one of them a manager.", num=words.number(len(named)),
             names=words.several(shown))
