"""Who may open drafts of a reorganisation and links to the chart."""
from .models import ChartLink, Reader, Scenario


def scenarios_to_see(me):
    """HR, and those with whom a draft is shared."""
    if "hr" in me.powers:
        return Scenario.select()
    return Scenario.select().where(Scenario.id.in_(Reader.select(Reader.scenario).where(Reader.person == me)))


def scenarios_to_edit(me):
    return Scenario.select() if "hr" in me.powers else Scenario.select().where(False)


def links_to_keep(me):
    return ChartLink.select() if "hr" in me.powers else ChartLink.select().where(False)


def plans_read_by(me):
    """The drafts whose changes somebody may see coming before they are announced."""
    return [row for row, in Reader.select(Reader.scenario).where(Reader.person == me).tuples()]
