"""What the chart's room keeps that concerns a person besides their seats: drafts that were shared with them or that they made."""
from ..kernel.records import Piece, Section
from ..kernel.words import _
from .models import Reader, Scenario


def everything(person):
    rows = [(scenario.name, scenario.made_at.date(), scenario.note) for scenario in Scenario.select().where(Scenario.made_by == person)]
    return [Section("scenarios", _("Reorganisations that you drafted"), (_("Name"), _("Made"), _("What it is meant to bring")), tuple(rows))]


def forgets(person, called):
    """Drafts that only they made go; one that is in effect stays, under the name that the person has afterwards."""
    drafts = Scenario.select().where(Scenario.made_by == person, Scenario.state == "draft")
    read = Reader.select().where(Reader.person == person)
    return [Piece(_("Drafted reorganisations"), drafts.count(), lambda: Scenario.delete().where(
                Scenario.made_by == person, Scenario.state == "draft").execute()),
            Piece(_("Drafts shared with them"), read.count(), lambda: Reader.delete().where(Reader.person == person).execute())]
