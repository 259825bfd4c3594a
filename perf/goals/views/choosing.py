"""What the fields of a goal's form offer: persons, departments, periods, and the goals that it may serve."""
from ...kernel import words
from ...kernel.words import _
from ...people import queries as people
from .. import access, queries
from ..models import LEVELS as ORDER
from ..models import Goal
from .blueprint import UNREAD

MOST_OFFERED = 300


def offered(form, me, level, owner, led, goal=None):
    """Fill the lists of a goal's form for whoever writes it; what stands there now is always among them."""
    form.owner.choices = _owners(level, owner)
    if level != "person":
        del form.is_private
    if level == "department":
        form.department.choices = _departments(me, led, goal)
    else:
        del form.department
    form.period.choices = [("", _("Its own days")), *((one.id, one.name) for one in _periods(goal))]
    form.parent.choices = parents(me, level, owner, led, goal)
    return form


def parents(me, level, owner, led, goal=None):
    """What a goal may hang under, in groups: never itself, nor what hangs below it. Of people's goals those of the manager and one's own."""
    above = people.chart().manager_of(owner.id) if level == "person" else None
    persons = {owner.id, me.id, *([above.person_id] if above else [])}
    offered = access.goals_to_hang_under(me, led).where((Goal.level != "person") | Goal.owner.in_(persons))
    if goal is not None:
        offered = offered.where(Goal.id.not_in(queries.below(goal.id)))
    fitting = [one for one in offered.order_by(Goal.title).limit(MOST_OFFERED) if ORDER.index(one.level) <= ORDER.index(level)
               and (not one.is_private or one.owner_id == owner.id)]
    if goal is not None and goal.parent_id and all(one.id != goal.parent_id for one in fitting):
        fitting.extend(access.goals_to_see(me, led).where(Goal.id == goal.parent_id))      # += would make a UNION of it
    is_unread = goal is not None and goal.parent_id and all(one.id != goal.parent_id for one in fitting)
    groups = {_("Without one"): [("", _("None: it stands at the top") if level == "organisation" else _("None yet"))]}
    for one in sorted(fitting, key=lambda one: (ORDER.index(one.level), _group(one), words.plain(one.title))):
        groups.setdefault(_group(one), []).append((one.id, one.title))
    if is_unread:       # what is not offered would be taken away by saving something else
        groups[_("As it is now")] = [(goal.parent_id, _(UNREAD))]
    return groups


def _departments(me, led, goal):
    found = [("", "–"), *((one.id, one.name) for one in access.departments_to_set(me, led))]
    is_there = goal is None or goal.department_id is None or any(number == goal.department_id for number, _name in found)
    return found if is_there else [*found, (goal.department_id, goal.department.name)]


def _group(goal):
    if goal.level == "organisation":
        return _("The organisation")
    return goal.department.name if goal.level == "department" and goal.department else goal.owner.name


def _owners(level, owner):
    if level == "person":
        return [(owner.id, owner.name)]
    found = [(one.id, one.name) for one in people.people_here()]
    return found if any(number == owner.id for number, _name in found) else [(owner.id, owner.name), *found]


def _periods(goal):
    found = queries.periods_open()
    return found if goal is None or goal.period_id is None or any(one.id == goal.period_id for one in found) else [goal.period, *found]
