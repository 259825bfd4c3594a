"""What HR looks after in goals: those that hang nowhere, people with too many or none, goals without news, departments without goals."""
from collections import namedtuple

from ..kernel import clock, words
from ..people import queries as people
from ..roles import queries as roles
from . import access
from .models import Goal
from .queries import MANY
from .states import IN_FORCE

Watched = namedtuple("Watched", "orphans crowded without stale over gone departments")


def watched():
    """All lists, whoever asks: HR alone opens the page. A flat number of statements."""
    house = people.chart()
    found = list(access.with_names().where(Goal.state.in_(IN_FORCE)).order_by(Goal.due, Goal.id))
    here = list(house.of_person.values())
    counts = _of_people(found)
    by_name = sorted(here, key=lambda seat: (words.plain(seat.last_name), words.plain(seat.first_name)))
    aimed = {one.department_id for one in found if one.level == "department"}
    manned = {seat.department_id for seat in here}
    return Watched(
        orphans=[one for one in found if one.parent_id is None and one.level != "organisation" and not one.is_private],
        crowded=[(seat, counts[seat.person_id]) for seat in by_name if counts.get(seat.person_id, 0) > MANY],
        without=[seat for seat in by_name if seat.person_id not in counts],
        stale=[one for one in found if one.is_stale and one.due >= clock.today() and not one.owner.has_left],
        over=[one for one in found if one.due < clock.today() and not one.owner.has_left],
        gone=[one for one in found if one.owner.has_left],
        departments=[one for one, _depth in roles.departments() if one.id in manned and one.id not in aimed])


def is_any_set():
    """Whether the organisation has set a goal."""
    return Goal.select().where(Goal.level == "organisation", Goal.state.in_(IN_FORCE)).exists()


def _of_people(found):
    counts = {}
    for one in found:
        if one.level == "person":
            counts[one.owner_id] = counts.get(one.owner_id, 0) + 1
    return counts
