"""Who may open which follow-ups (PRACTICE 4, as notes of a 1:1 that both share): those concerned, and nobody else.

owner: who does it · about: whose development it is · agreed_with: the manager with whom it was agreed
HR reads none of them, nor does whoever leads one of the three: a later manager only once it was handed over to them.
"""
import peewee as pw

from ..people import queries as people
from ..people.models import Person
from .models import FollowUp

Owner, About, Agreed = Person.alias(), Person.alias(), Person.alias()


def follow_ups_to_see(me):
    """Those that concern oneself, with the names that go with them."""
    return with_names().where((FollowUp.owner == me.id) | (FollowUp.about == me.id) | (FollowUp.agreed_with == me.id))


def follow_ups_to_change(me):
    """Whom it concerns may change it and say what came of it."""
    return follow_ups_to_see(me)


def people_to_agree_about(me):
    """With oneself, and as the manager with one's reports: persons by name."""
    below = [seat.person_id for seat in people.chart().reports_of(me.id) if seat.person_id]
    return people.people_here().where(Person.id.in_([me.id, *below]))


def manager_to_agree_with(me, about):
    """The id of the manager for a follow-up about somebody: oneself where one leads them, else whoever does, or None."""
    above = people.chart().manager_of(about.id)
    return me.id if me.id != about.id else above.person_id if above else None


def with_names():
    """Follow-ups with the three persons of each: one query for a whole list."""
    return (FollowUp.select(FollowUp, Owner, About, Agreed).join(Owner, on=(FollowUp.owner == Owner.id).alias("owner"))
            .switch(FollowUp).join(About, on=(FollowUp.about == About.id).alias("about"))
            .switch(FollowUp).join(Agreed, pw.JOIN.LEFT_OUTER, on=(FollowUp.agreed_with == Agreed.id).alias("agreed_with")))
