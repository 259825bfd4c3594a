"""Who may open which people: queries, so that the list and the single row obey one WHERE."""
from ..kernel import clock
from .models import Person
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
