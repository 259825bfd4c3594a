"""How goals are written: what verbs of this room share. Each is called inside a verb's own write."""
import json

from ..kernel import clock, live, words
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from ..people.models import Person
from . import access, fields, queries
from .models import Goal, GoalEvent, Milestone

MOST_OPEN = 60      # goals of one person that are not closed: beyond that it is a slip


def seen(goal, version):
    """The goal as it is inside the write; refused where somebody changed it since the page was read."""
    now = queries.whole(goal.id)
    if version is not None and now.version != version:
        raise Changed(_("Somebody else changed this goal meanwhile. It is shown as it is now; please look at it, then send yours again."), now)
    return now


def told(goal, moves=False):
    """Tell the pages that show a goal or a figure that it moves, and home of whom it concerns."""
    for number in (goal.id, *queries.ancestors(goal.id)):
        live.changed("goal", number)
    live.changed("goal-tree" if moves else "goal-figures")
    for person_id in {goal.owner_id, *access.deciders(goal)}:
        live.changed("home", person_id)


def create(given, by, **more):
    """A goal's row of what was checked, with its milestones."""
    goal = Goal.create(**fields.columns(given), plain_title=words.plain(given.title), now=given.start, made_by=by, made_at=clock.now(),
                       currency=words.currency() if given.measure == "money" else "", **more)
    keep_steps(goal.id, given.steps)
    return queries.whole(goal.id)


def remember(goal, by, did, comment="", cells=None):
    GoalEvent.create(goal=goal.id, by=by, at=clock.now(), did=did, comment=comment.strip(),
                     cells=json.dumps(cells or {}, default=str, ensure_ascii=False))


def fitting(given, by, goal=None):
    """What was given, checked; and by somebody who may set goals of that level and hang it where they want to."""
    given = fields.checked(given, goal)
    led = access.leads(by)
    if goal is None and not access.may_set(by, given.level, given.department, led):
        raise Refused(_("Goals of the organisation are set by HR and executives, those of a department also by whoever heads it."), "level")
    if goal is None and given.level == "person" and given.owner != by.id and not access.people_to_give(by, led).where(Person.id == given.owner).exists():
        raise Refused(_("You put goals down for yourself and for those whom you lead."), "owner")
    if goal is not None and (given.level, given.department) != (goal.level, goal.department_id) and not access.may_set(by, given.level, given.department, led):
        raise Refused(_("You set no goals of that level."), "level")
    if goal is not None and goal.state != "draft" and given.level == "person" and given.owner != goal.owner_id:
        raise Refused(_("A goal stays with the person whose it is. Close it, and put one down for the other."), "owner")
    if goal is not None and goal.is_private and not given.is_private and by.id != goal.owner_id:
        raise Refused(_("What was said in this private goal was said for a few. %(name)s alone can propose that everybody reads it.", name=goal.owner.name),
                      "is_private")
    if given.parent and (goal is None or given.parent != goal.parent_id):
        if not access.goals_to_hang_under(by, led).where(Goal.id == given.parent).exists():
            raise Refused(_("Choose a goal of the list to hang this one under."), "parent")
    if (goal is None or given.owner != goal.owner_id) and Person.get_by_id(given.owner).has_left:
        raise Refused(_("That person has left. Choose somebody who is here."), "owner")
    return given


def check_room(person_id):
    """Nobody gets more goals than a page can show."""
    if Goal.select().where(Goal.owner == person_id, Goal.state.in_(("draft", "proposed", "agreed"))).count() > MOST_OPEN:
        raise Refused(_("That are more than %(most)s open goals of one person. Close some first.", most=MOST_OPEN))


def agree(goal, by, comment=""):
    """The goal counts from today on."""
    Goal.update(state="agreed", agreed_on=clock.today(), agreed_by=by, version=Goal.version + 1).where(Goal.id == goal.id).execute()
    remember(goal, by, "agree_goal", comment, {"state": [goal.state, "agreed"]})


def apply(goal, given):
    """Write what a goal says now; what was reached stays, unless it had only begun."""
    new = fields.columns(given)
    if given.measure != goal.measure or goal.checked_on is None and goal.now == goal.start and goal.measure != "milestones":
        new["now"] = given.start
    if given.measure == "money" and (goal.measure != "money" or goal.state == "draft"):
        new["currency"] = words.currency()
    above = queries.ancestors(goal.id)
    Goal.update(**new, plain_title=words.plain(given.title), version=goal.version + 1).where(Goal.id == goal.id).execute()
    keep_steps(goal.id, given.steps)
    for number in above:
        live.changed("goal", number)


def steps_of(goal):
    """The milestones as they are called."""
    return [one.text for one in queries.milestones(goal)]


def keep_steps(goal_id, texts):
    """Milestones as they are called now; one that only changed its words keeps what was done."""
    old = list(Milestone.select().where(Milestone.goal == goal_id).order_by(Milestone.order, Milestone.id))
    by_text = {one.text: one for one in old}
    spare = [one for one in old if one.text not in texts]
    kept = [by_text.get(text) or (spare.pop(0) if spare else None) for text in texts]
    Milestone.delete().where(Milestone.goal == goal_id, Milestone.id.not_in([one.id for one in kept if one])).execute()
    for order, (text, one) in enumerate(zip(texts, kept)):
        if one is None:
            Milestone.create(goal=goal_id, text=text, order=order)
        elif (one.text, one.order) != (text, order):
            Milestone.update(text=text, order=order).where(Milestone.id == one.id).execute()
    if texts:
        count_steps(goal_id)


def count_steps(goal_id):
    """How many of its milestones are done, as the goal's own figures."""
    done = Milestone.select().where(Milestone.goal == goal_id, Milestone.done_on.is_null(False)).count()
    Goal.update(now=done, target=Milestone.select().where(Milestone.goal == goal_id).count()).where(Goal.id == goal_id).execute()
