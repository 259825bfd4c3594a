"""What is done with goals for many, or for later: giving one to several people, periods, templates, and carrying over."""
import json

from ..kernel import clock, live, trail
from ..kernel.db import write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from . import access, fields, queries, telling
from .actions import close_goal, put_down
from .models import KINDS, MEASURES, Goal, GoalPeriod, GoalTemplate
from .states import CHOICES
from .writing import agree, check_room, create, fitting, remember, told


@write()
def give_goal(given, persons, *, by):
    """Give one goal to several people at once: each gets their own, agreed by being given; they may propose to change it."""
    if not persons:
        raise Refused(_("Choose at least one person."), "persons")
    allowed = {one.id for one in access.people_to_give(by)}
    if not {one.id for one in persons} <= allowed:
        raise Refused(_("You give goals to people whom you lead."), "persons")
    made = []
    for person in persons:
        goal = create(fitting(given._replace(level="person", owner=person.id), by), by, given_with_id=made[0].id if made else None)
        check_room(person.id)
        agree(goal, by)
        made.append(queries.whole(goal.id))
    Goal.update(given_with_id=made[0].id).where(Goal.id.in_([one.id for one in made])).execute()
    for goal in made:
        trail.record("give_goal", by, goal.owner_id, kind="goal", row_id=goal.id)
        telling.given(goal, by)
        told(goal, moves=True)
    return made


@write()
def carry_over(goals, outcomes, look_backs, period, *, by):
    """Close goals of an old period and go on with them in the next: the new ones begin where the old ones stand."""
    if not goals:
        raise Refused(_("Choose at least one goal."))
    if period.is_over:
        raise Refused(_("That period is over. Choose one that is still to come, or runs."), "period")
    return [_carried(goal, outcomes[goal.id], look_backs[goal.id], period, by) for goal in goals]


def _carried(goal, outcome, look_back, period, by):
    now = queries.whole(goal.id)
    old = fields.as_given(now, [one.text for one in queries.milestones(now)])
    close_goal(now, outcome, look_back, by=by, version=now.version)
    parent = old.parent if access.goals_to_hang_under(by).where(Goal.id == old.parent).exists() else None
    starts = max(clock.today(), period.starts)
    given = old._replace(period=period.id, starts=starts, due=period.ends, parent=parent, **_where_it_stands(now, old))
    made = put_down(given, by=by)
    Goal.update(carried_from=now.id).where(Goal.id == made.id).execute()
    remember(made, by, "carry_over")
    return queries.whole(made.id)


def _where_it_stands(goal, old):
    """A typed goal goes on from what was reached; of milestones those stay that are still to do."""
    if goal.is_typed and goal.start != goal.target and goal.now != goal.target:
        return {"start": goal.now}
    if goal.measure == "milestones":
        left = tuple(one.text for one in queries.milestones(goal) if one.done_on is None)
        return {"steps": left or old.steps}
    return {}


@write()
def add_period(name, *, kind, starts, ends, by):
    """A year, a quarter or another time for which goals are set."""
    _check_period(name, starts, ends)
    made = GoalPeriod.create(name=" ".join(name.split()), kind=kind, starts=starts, ends=ends)
    trail.record("add_goal_period", by, kind="goal-period", row_id=made.id)
    live.changed("goal-tree")
    return made


@write()
def add_year(*, by):
    """The next fiscal year without a period, with its four quarters; what is called so already stays as it is."""
    first = queries.next_year()
    for name, kind, starts, ends in queries.parts_of_year(first):
        if not GoalPeriod.select().where(GoalPeriod.name == name).exists():
            add_period(name, kind=kind, starts=starts, ends=ends, by=by)
    return first


@write()
def change_period(period, *, name, kind, starts, ends, by, version):
    """Other words or days; goals that end with it keep their own days."""
    now = _seen_period(period, version)
    _check_period(name, starts, ends, now)
    GoalPeriod.update(name=" ".join(name.split()), kind=kind, starts=starts, ends=ends, version=now.version + 1).where(GoalPeriod.id == now.id).execute()
    trail.record("change_goal_period", by, kind="goal-period", row_id=now.id)
    live.changed("goal-tree")


@write()
def remove_period(period, *, by):
    """Take away a period for which no goals were set."""
    if Goal.select().where(Goal.period == period.id).exists():
        raise Refused(_("Goals were set for this period, so it stays."))
    GoalPeriod.delete().where(GoalPeriod.id == period.id).execute()
    trail.record("remove_goal_period", by, kind="goal-period", row_id=period.id)
    live.changed("goal-tree")


@write()
def save_template(given, *, by, template=None, version=None):
    """Keep a goal to begin from; or change one."""
    given = _of_template(given)
    row = dict(given._asdict())
    row["steps"] = json.dumps(list(row.pop("steps")), ensure_ascii=False)
    row = {name: row[name] for name in ("title", "about", "measure", "unit", "start", "target", "is_down", "kind", "rhythm", "steps")}
    if template is None:
        template = GoalTemplate.create(**row)
    else:
        _seen_template(template, version)
        GoalTemplate.update(**row, version=GoalTemplate.version + 1).where(GoalTemplate.id == template.id).execute()
    trail.record("save_goal_template", by, kind="goal-template", row_id=template.id)
    return GoalTemplate.get_by_id(template.id)


@write()
def archive_template(template, is_archived, *, by):
    """Offer it no more, or again."""
    GoalTemplate.update(is_archived=is_archived, version=GoalTemplate.version + 1).where(GoalTemplate.id == template.id).execute()
    trail.record("archive_goal_template" if is_archived else "bring_goal_template_back", by, kind="goal-template", row_id=template.id)


def _of_template(given):
    """What a template says obeys the rules of a goal, whosever it will be."""
    title = " ".join(given.title.split())
    if not title:
        raise Refused(_("Please say in a line what is to be reached."), "title")
    for name, allowed in (("measure", MEASURES), ("kind", KINDS), ("rhythm", CHOICES)):
        if getattr(given, name) not in allowed:
            raise Refused(_("Choose one of the list."), name)
    return fields.measured(given._replace(title=title, about=given.about.strip(), unit=" ".join(given.unit.split()),
                                          steps=tuple(text for text in (" ".join(one.split()) for one in given.steps) if text)))


def _check_period(name, starts, ends, now=None):
    if not name.strip():
        raise Refused(_("Please give it a name."), "name")
    if ends < starts:
        raise Refused(_("It ends after it starts."), "ends")
    same = GoalPeriod.get_or_none(GoalPeriod.name == " ".join(name.split()))
    if same and (now is None or same.id != now.id):
        raise Refused(_("There is a period of that name already."), "name")


def _seen_period(period, version):
    now = GoalPeriod.get_by_id(period.id)
    if now.version != version:
        raise Changed(_("Somebody else changed this period meanwhile. It is shown as it is now; please look at it, then send yours again."), now)
    return now


def _seen_template(template, version):
    now = GoalTemplate.get_by_id(template.id)
    if now.version != version:
        raise Changed(_("Somebody else changed this template meanwhile. It is shown as it is now; please look at it, then send yours again."), now)
