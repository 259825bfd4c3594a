"""Leavings, answers, tasks and actions as tables to take along: each reader gets what their pages show; leavers come back unchanged."""
import peewee as pw

from ..kernel.tables import Table
from ..kernel.words import _
from ..people.models import Person
from . import access, wording
from .lists.leavers.columns import LABELS
from .models import ExitAction, ExitAnswer, Leaving, LeavingReason, LeavingTask, Measure

AS_TAKEN_IN = tuple(LABELS[name] for name in ("employee_id", "name", "last_day", "kind", "is_regretted", "reason", "contributing", "department", "manager",
                                              "role"))
LEVELS = {5: _("Strongly agree"), 4: _("Agree"), 3: _("Neither agree nor disagree"), 2: _("Disagree"), 1: _("Strongly disagree")}


def leavings(me):
    """Class and reasons are what HR made of it."""
    seen = access.leavings_to_run(me)
    reasons = _reasons(seen)
    for one in seen.order_by(Leaving.last_day, Leaving.id).iterator():
        main, others = reasons.get(one.id, ("", []))
        yield (*_whose(one), one.last_day, wording.CLASSES.get(one.kind), one.is_regretted, wording.REASONS.get(main),
               "; ".join(wording.REASONS.get(name, name) for name in others) or None, one.department, one.manager, one.role, one.label or None, one.hired_on,
               one.is_volunteer, wording.STATES[one.state][0], wording.RESULTS[one.result][0] if one.state != "noted" or one.result else None)


def _reasons(seen):
    """{leaving: (main, [contributing])}."""
    found = {}
    rows = LeavingReason.select(LeavingReason.leaving, LeavingReason.reason, LeavingReason.is_main).where(LeavingReason.leaving.in_(seen.select(Leaving.id)))
    for leaving, reason, is_main in rows.order_by(LeavingReason.id).tuples():
        main, others = found.get(leaving, ("", []))
        found[leaving] = (reason, others) if is_main else (main, [*others, reason])
    return found


def answers(me):
    """As they were given; of no leaver whose answers one may not read."""
    rows = (ExitAnswer.select(ExitAnswer, Measure, Leaving, Person).join(Measure).switch(ExitAnswer).join(Leaving)
            .join(Person, pw.JOIN.LEFT_OUTER, on=Leaving.person).where(ExitAnswer.leaving.in_(access.leavings_to_read(me).select(Leaving.id)))
            .order_by(Leaving.last_day, Leaving.id, Measure.order, ExitAnswer.id))
    for one in rows.iterator():
        measure = one.measure
        yield (*_whose(one.leaving), one.leaving.label or None, one.leaving.last_day, measure.prompt, wording.TOPICS.get(measure.topic), one.level,
               in_words(measure, one.level, one.choice), one.text)


def in_words(measure, level, choice):
    """What a level or a choice is called; None where the number says it."""
    if measure.kind == "agreement":
        return LEVELS.get(level)
    if measure.kind == "yesno":
        return {1: _("Yes"), 0: _("No")}.get(choice)
    return measure.options[choice] if choice is not None and choice < len(measure.options) else None


def tasks(me):
    done_by = Person.alias()
    rows = (LeavingTask.select(LeavingTask, Leaving, Person, done_by).join(Leaving).join(Person, pw.JOIN.LEFT_OUTER, on=Leaving.person)
            .switch(LeavingTask).join(done_by, pw.JOIN.LEFT_OUTER, on=LeavingTask.done_by, attr="done_by")
            .where(LeavingTask.leaving.in_(access.leavings_to_run(me).select(Leaving.id))).order_by(Leaving.last_day, Leaving.id, LeavingTask.due, LeavingTask.order))
    for one in rows.iterator():
        yield (*_whose(one.leaving), one.what, wording.OWNERS[one.owner], one.due, one.done_on, one.done_by.name if one.done_by_id else None, one.is_needless)


def actions(me):
    for one in access.actions_to_see(me).order_by(ExitAction.made_on, ExitAction.id):
        yield (one.finding, one.what, one.owner.name if one.owner_id else None, one.by_when, wording.ACTIONS[one.state][0], one.came_of_it, one.made_on,
               one.done_on)


def _whose(leaving):
    return (leaving.person.employee_id, leaving.person.name) if leaving.person_id else (None, None)


def persons(me):
    return _ids(access.leavings_to_run(me))


def persons_of_answers(me):
    return _ids(access.leavings_to_read(me).where(Leaving.id.in_(ExitAnswer.select(ExitAnswer.leaving))))


def _ids(found):
    return {number for number, in found.where(Leaving.person.is_null(False)).select(Leaving.person).distinct().tuples()}


TABLES = (
    Table("leavings", _("Leavings"), (*AS_TAKEN_IN, _("As an earlier list calls them"), _("First day"), _("Volunteer"), _("State"), _("Asked")), leavings,
          persons),
    Table("exit_answers", _("Answers of leavers"), (LABELS["employee_id"], LABELS["name"], _("As an earlier list calls them"), LABELS["last_day"], _("Question"),
                                                    _("Topic"), _("Level"), _("In words"), _("Text")), answers, persons_of_answers),
    Table("leaving_tasks", _("Check lists of leavings"), (LABELS["employee_id"], LABELS["name"], _("What"), _("Who does it"), _("Until"), _("Done on"),
                                                          _("Done by"), _("Not needed")), tasks, persons),
    Table("exit_actions", _("Actions after exit interviews"), (_("Finding"), _("What is done"), _("Who"), _("By when"), _("State"), _("What came of it"),
                                                               _("Put down on"), _("Closed on")), actions),
)
