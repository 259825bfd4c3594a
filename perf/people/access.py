"""Who may open which people: queries, so that the list and the single row obey one WHERE."""
from ..kernel import clock
from .models import Person, Position
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


def people_who_left(me):
    """HR also reads the records of those who have left."""
    return people_to_edit(me).where(Person.left_on < clock.today())


def people_without_email(me):
    """Whom HR could not write to."""
    here = people_to_edit(me).where(here_on(clock.today()), Person.email.is_null())
    return here.order_by(Person.last_name, Person.first_name)


def seats_to_edit(me):
    return Position.select() if "hr" in me.powers else Position.select().where(False)


def may_know_history(me, person, house):
    """Earlier seats and the dates are for oneself, HR and whoever leads one."""
    return me.id == person.id or "hr" in me.powers or any(above.person_id == me.id for above in house.chain(person.id))
