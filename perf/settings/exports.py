"""What settings gives out as tables: the organisation, what it stands for, its days off."""
from ..kernel.tables import Table
from ..kernel.words import _
from . import queries


def organisation(me):
    house = queries.organisation()
    if house:
        yield from ((_("Name"), house.name), (_("Purpose"), house.purpose), (_("Time zone"), house.time_zone),
                    (_("Language and place"), house.locale), (_("Currency"), house.currency),
                    (_("First month of the fiscal year"), house.fiscal_start))


def values(me):
    return ((one.name, one.meaning) for one in queries.values())


def holidays(me):
    return ((one.day, one.name) for one in queries.holidays())


TABLES = (
    Table("organisation", _("Organisation"), (_("What"), _("As it is set")), organisation),
    Table("values", _("Values"), (_("Value"), _("What is meant")), values),
    Table("holidays", _("Days off"), (_("Day"), _("Name")), holidays),
)
