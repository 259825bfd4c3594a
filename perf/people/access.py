"""Who may open which people: queries, so that the list and the single row obey one WHERE."""
from flask import abort

from ..kernel import clock
from ..roles.models import Department
from .models import Assignment, Change, Leave, Person, Position, ReportingLine
from .queries import here_on


def people_to_see(me):
    """Everybody sees who is here; HR also who has left."""
    if "hr" in me.powers:
        return Person.select()
    return Person.select().where(here_on(clock.today()))


def people_here(me):
    """Everybody who is with the organisation today."""
    return Person.select().where(here_on(clock.today()))


def people_to_edit(me):
    """HR keeps the records."""
    return Person.select() if "hr" in me.powers else Person.select().where(False)


def keeps_record_of(me, person):
    """Whether somebody reads another's record as HR, and not as everybody does."""
    return "hr" in me.powers and me.id != person.id


def refuse_strangers(me, numbers):
    """What is sent for many at once names people whose record one keeps; anybody else refuses the whole (TRUST Z11)."""
    if people_to_edit(me).where(Person.id.in_(numbers)).count() != len(numbers):
        abort(404)


def people_who_left(me):
    """HR also reads the records of those who have left."""
    return people_to_edit(me).where(Person.left_on < clock.today())


def people_without_email(me):
    """Whom HR could not write to."""
    here = people_to_edit(me).where(here_on(clock.today()), Person.email.is_null())
    return here.order_by(Person.last_name, Person.first_name)


def seats_to_edit(me):
    return _of_hr(me, Position)


def holds_to_end(me):
    return _of_hr(me, Assignment)


def dotted_to_remove(me):
    return _of_hr(me, ReportingLine).where(ReportingLine.is_dotted)


def changes_to_decide(me):
    """HR plans, announces and takes back."""
    return _of_hr(me, Change)


def departments_to_head(me):
    """Where HR says which seat heads a department."""
    return _of_hr(me, Department)


def leaves_to_edit(me):
    return _of_hr(me, Leave)


def may_know_leave(me, person, house):
    """Of what kind a leave is, and that one lies ahead: for oneself, HR and the present manager. Everybody else sees who is away."""
    above = house.manager_of(person.id)
    return "hr" in me.powers or me.id == person.id or above is not None and above.person_id == me.id


def may_know_history(me, person, house):
    """Earlier seats and the dates are for oneself, HR and whoever leads one."""
    return "hr" in me.powers or me.id in history_readers(person, house)


def history_readers(person, house):
    """Who knows it besides HR: {id: name}."""
    return {person.id: person.name, **{above.person_id: above.name for above in house.chain(person.id)}}


def _of_hr(me, model):
    return model.select() if "hr" in me.powers else model.select().where(False)
