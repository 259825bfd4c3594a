"""What the room gives out as a table: follow-ups that the reader may open, which are those that concern them."""
from ..kernel.tables import Table
from ..kernel.words import _
from . import access
from .models import FollowUp

HEAD = (_("About"), _("Employee ID"), _("What is to be done"), _("Who does it"), _("Agreed with"), _("By when"), _("State"), _("What came of it"),
        _("Agreed"), _("Done"))


def follow_ups(me):
    for one in access.follow_ups_to_see(me).order_by(FollowUp.made_at, FollowUp.id):
        yield row_of(one)


def row_of(one):
    return (one.about.name, one.about.employee_id, one.what, one.owner.name, one.agreed_with.name if one.agreed_with else None, one.by_when,
            one.state, one.what_came_of_it, one.made_at, one.done_on)


def persons(me):
    return {number for one in access.follow_ups_to_see(me) for number in one.concerned}


TABLES = (Table("follow_ups", _("Follow-ups"), HEAD, follow_ups, persons),)
