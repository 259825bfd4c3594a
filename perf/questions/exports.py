"""What questions gives out as a table: the templates with all that they ask."""
from decimal import Decimal

from ..kernel.tables import Table
from ..kernel.words import _
from . import access
from .models import Item, Section, Template


def templates(me):
    rows = access.items_to_edit(me).order_by(Template.name, Template.id, Section.order, Section.id, Item.order, Item.id)
    for item in rows:
        yield (item.section.template.name, item.section.title, Decimal(item.section.weight) / 100, item.kind, item.prompt, item.help,
               "; ".join(item.options), Decimal(item.weight) / 10_000 if item.is_scored else None, item.is_required, item.authors)


TABLES = (Table("templates", _("Templates"), (_("Template"), _("Section"), _("Weight of the section"), _("Kind"), _("Question"), _("Help"),
                                              _("Choices"), _("Weight"), _("Has to be answered"), _("Asked in the forms of")), templates),)
