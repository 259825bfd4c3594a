"""What a goal may say: every way in goes through `checked`, so that forms, changes and lists obey the same rules."""
from collections import namedtuple
from datetime import date

from ..kernel.errors import Refused
from ..kernel.words import _
from ..people.models import Person
from ..roles.models import Department
from . import queries
from .models import KINDS, LEVELS, MEASURES, TYPED, UNIT, Goal, GoalPeriod
from .states import CHOICES, CLOSED, SHOWN

FIELDS = ("title", "about", "level", "department", "owner", "parent", "period", "starts", "due", "weight", "measure", "unit", "start", "target",
          "is_down", "kind", "is_private", "rhythm", "steps")
MOST_STEPS, MOST_WEIGHT, FAR = 30, 1_000 * UNIT, 10 ** 15
LONGEST_STEP = 200

Given = namedtuple("Given", FIELDS, defaults=("", "person", None, None, None, None, None, None, UNIT, "number", "", 0, 0, False, "commitment", False,
                                              "monthly", ()))


def checked(given, goal=None):
    """What was given, with what follows from it; refused in words where it cannot be. `goal` is the row that it changes.

    Relations are ids or rows; dates come from the period where none are given; values are integers in the goal's unit.
    """
    given = _of_level(_plain(given))
    given = _in_time(measured(given))
    _check_parent(given, goal)
    return given


def columns(given):
    """The columns of a Goal that follow from what was checked."""
    found = given._asdict()
    steps = found.pop("steps")
    if given.measure == "milestones":
        found["target"] = len(steps)
    return found


def as_given(goal, steps):
    """A goal's fields as they stand."""
    found = {name: goal.__data__[name] for name in FIELDS if name != "steps"}
    return Given(**found, steps=tuple(steps))


def differences(before, after):
    """{field: [before, after]} of two Givens, as JSON can hold it."""
    pairs = {name: [_told(getattr(before, name)), _told(getattr(after, name))] for name in FIELDS}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def with_changes(given, cells):
    """A Given with the new side of proposed differences."""
    return given._replace(**{name: _read(name, pair[1]) for name, pair in cells.items()})


def _plain(given):
    """Ids instead of rows, one blank between words."""
    found = {name: getattr(getattr(given, name), "id", getattr(given, name)) for name in FIELDS}
    found.update(title=" ".join(given.title.split()), about=given.about.strip(), unit=" ".join(given.unit.split()),
                 steps=tuple(text for text in (" ".join(one.split()) for one in given.steps) if text))
    if not found["title"]:
        raise Refused(_("Please say in a line what is to be reached."), "title")
    for name, allowed in (("level", LEVELS), ("measure", MEASURES), ("kind", KINDS), ("rhythm", CHOICES)):
        if found[name] not in allowed:
            raise Refused(_("Choose one of the list."), name)
    if not 0 < found["weight"] <= MOST_WEIGHT:
        raise Refused(_("A weight is more than 0 and at most 1,000."), "weight")
    return Given(**found)


def _of_level(given):
    if given.level != "department":
        given = given._replace(department=None)
    elif given.department is None or not Department.select().where(Department.id == given.department).exists():
        raise Refused(_("Choose the department whose goal it is."), "department")
    if given.level != "person" and given.is_private:
        raise Refused(_("A goal of the organisation or of a department is there for everybody to read."), "is_private")
    owner = Person.get_or_none(Person.id == given.owner)
    if owner is None:
        raise Refused(_("Choose who looks after this goal."), "owner")
    return given


def measured(given):
    """Start, target and direction as the measure wants them."""
    if given.measure == "yesno":
        return given._replace(start=0, target=1, is_down=False, unit="", steps=())
    if given.measure == "milestones":
        return _of_steps(given)
    if given.measure == "below":
        return given._replace(start=0, target=0, is_down=False, unit="", steps=())
    if given.start is None or given.target is None:
        raise Refused(_("Please say where it starts and what it should come to."), "start" if given.start is None else "target")
    if max(abs(given.start), abs(given.target)) > FAR:
        raise Refused(_("That number is too large."), "target")
    # where start and target differ, they say the direction; where they are equal it is held, on the side that was chosen
    is_down = given.target < given.start if given.target != given.start else given.is_down
    return given._replace(is_down=is_down, unit=given.unit if given.measure == "number" else "", steps=())


def _of_steps(given):
    if not given.steps:
        raise Refused(_("Write down the milestones, one a line."), "steps")
    if len(given.steps) > MOST_STEPS or any(len(one) > LONGEST_STEP for one in given.steps):
        raise Refused(_("At most %(count)s milestones, each of at most %(long)s characters.", count=MOST_STEPS, long=LONGEST_STEP), "steps")
    if len(set(given.steps)) < len(given.steps):
        raise Refused(_("Two milestones are called the same. Give each words of its own."), "steps")
    return given._replace(start=0, target=len(given.steps), is_down=False, unit="")


def _in_time(given):
    period = GoalPeriod.get_or_none(GoalPeriod.id == given.period) if given.period else None
    if given.period and period is None:
        raise Refused(_("Choose a period of the list."), "period")
    starts, due = given.starts or period and period.starts, given.due or period and period.ends
    if not starts or not due:
        raise Refused(_("Choose a period, or say when it starts and by when it is to be reached."), "due" if starts else "starts")
    if due < starts:
        raise Refused(_("It is to be reached after it starts."), "due")
    return given._replace(starts=starts, due=due)


def _check_parent(given, goal):
    """No circle, no goal above its own level, and nothing that some may not read above what they may."""
    _check_children(given, goal)
    if given.parent is None:
        return
    parent = Goal.get_or_none(Goal.id == given.parent)
    if parent is None:
        raise Refused(_("Choose a goal of the list to hang this one under."), "parent")
    if goal is not None and (parent.id == goal.id or goal.id in queries.ancestors(parent.id)):
        raise Refused(_("%(goal)s hangs below this goal itself, so the two would go round in a circle.", goal=_called(parent)), "parent")
    check_under(given, parent, goal is not None and goal.parent_id == parent.id)


def check_under(given, parent, hung_there=False):
    """What may hang under what, whether the goal above is a row or stands in the same list; `hung_there`: it did so before."""
    if LEVELS.index(parent.level) > LEVELS.index(given.level):
        raise Refused(_("A goal hangs under one of the same level or of a higher one: organisation, department, person."), "parent")
    if parent.is_private and not (given.is_private and given.owner == parent.owner_id):
        raise Refused(_("The goal above is private, so only private goals of the same person hang under it."), "parent")
    if parent.state in CLOSED and not hung_there:
        raise Refused(_("“%(title)s” is closed. Choose one that is still open.", title=parent.title), "parent")


def _check_children(given, goal):
    children = list(goal.children) if goal is not None else []
    if any(LEVELS.index(given.level) > LEVELS.index(one.level) for one in children):
        raise Refused(_("Goals of a higher level hang below this one, so it stays where it is."), "level")
    if given.is_private and any(not one.is_private or one.owner_id != given.owner for one in children):
        raise Refused(_("Goals that others can read hang below this one, so it cannot be private."), "is_private")


def _called(goal):
    """A goal by its name where everybody reads it: a refusal may meet whoever decides on the goal below."""
    return f"“{goal.title}”" if goal.state in SHOWN and not goal.is_private else _("The goal above")


def _told(value):
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _read(name, value):
    if name in ("starts", "due"):
        return date.fromisoformat(value) if value else None
    return tuple(value) if name == "steps" else value


def is_typed(measure):
    return measure in TYPED
