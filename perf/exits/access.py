"""Who may open which leavings, answers, cases and reports (PRACTICE 4): queries, so that the list and the single row obey one WHERE.

Answers are HR's and the interviewer's. Never the named manager's, whatever else they are. Those about HR (the leaver's manager is of
HR) or by HR are the executive's alone; where no executive is left who may, the board's.
"""
import peewee as pw

from ..kernel import clock
from ..people import queries as people
from ..people.models import Person, Power
from .models import ChecklistItem, ExitAction, ExitAnswer, ExitCase, Leaving, LeavingTask, Publication, Theme

Holder, Held = Person.alias(), Power.alias()
COUNTED = ("open", "done", "noted")      # who stays after all is no leaver
READ_ALL = {"hr", "executive", "board"}


def leavings_to_run(me):
    """HR looks after leavings, never one's own; an executive after those of HR."""
    found = with_names()
    if "hr" in me.powers:
        return found.where(_not(Leaving.person, me))
    if me.powers & {"executive", "board"}:
        return found.where(_not(Leaving.person, me), Leaving.for_executive, _may_decide(me, Leaving.person, Leaving.manager_id))
    return found.where(False)


def leavings_to_read(me):
    """Those whose answers one may read as they were given."""
    return with_names().where(readable(me) | _talks(me))


def readable(me):
    """The WHERE of leavings whose answers one counts and reads by one's power."""
    mine = _not(Leaving.person, me) & _is_not_the_manager(me)
    for_hr = pw.Value(int("hr" in me.powers)) == 1
    return mine & (for_hr & ~Leaving.for_executive | _alone(me))


def leavings_to_interview(me):
    """Those whom one is asked to interview."""
    return with_names().where(_talks(me), Leaving.state == "open")


def _talks(me):
    """Who was asked to talk with somebody, unless they have become the manager, or what is said has become the executive's alone."""
    return (Leaving.interviewer == me.id) & _is_not_the_manager(me) & (~Leaving.for_executive | _alone(me))


def _alone(me):
    """What is about HR or by HR, or has no reader of HR left: the executive's, or the board's."""
    if not me.powers & {"executive", "board"}:
        return pw.Value(0) == 1
    return (Leaving.for_executive | _nobody_holds("hr", Leaving.person, Leaving.manager_id)) & _may_decide(me, Leaving.person, Leaving.manager_id)


def own_leavings(me):
    """One's own, while it goes on."""
    return with_names().where(Leaving.person == me.id, Leaving.state.in_(("open", "done")))


def remarks_to_read(me):
    """What leavers wrote, as far as one reads their answers."""
    return (ExitAnswer.select(ExitAnswer, Leaving).join(Leaving).where(ExitAnswer.text != "", readable(me)))


def tasks_to_do(me):
    """What is to be done by oneself, or by anybody of a power that one holds; not for one's own leaving as HR."""
    powers = me.powers & {"hr", "administrator"}
    by_power = LeavingTask.person.is_null() & LeavingTask.owner.in_(sorted(powers)) & _not(Leaving.person, me)
    return (LeavingTask.select(LeavingTask, Leaving, Person).join(Leaving).join(Person, pw.JOIN.LEFT_OUTER, on=Leaving.person)
            .where((LeavingTask.person == me.id) | by_power, Leaving.state == "open"))


def cases_to_see(me):
    """Cases are HR's; about HR or by HR they are the executive's. Whoever they are about, or from, opens none of them."""
    found = (ExitCase.select(ExitCase, Person).join(Person, pw.JOIN.LEFT_OUTER, on=ExitCase.person)
             .where(_not(ExitCase.person, me), ExitCase.about_id.is_null() | (ExitCase.about_id != me.id)))
    for_hr = (pw.Value(int("hr" in me.powers)) == 1) & ~ExitCase.is_about_hr
    if me.powers & {"executive", "board"}:
        alone = ExitCase.is_about_hr | _nobody_holds("hr", ExitCase.person, ExitCase.about_id)
        return found.where(for_hr | alone & _may_decide(me, ExitCase.person, ExitCase.about_id))
    return found.where(for_hr)


def publications_to_read(me):
    """What was published: HR, executives and the board all of it; who leads somebody and everybody as was chosen."""
    if me.powers & READ_ALL:
        return Publication.select()
    audiences = ["everybody", *(["managers"] if leads(me) else [])]
    return Publication.select().where(Publication.audience.in_(audiences))


def leads(me):
    return bool(people.chart().reports_of(me.id))


def publishable(starts, ends):
    """The leavings that a report of a period counts: its own, and those whose answers came after an earlier report; none about or by HR, none twice."""
    late = (Leaving.last_day < starts) & Leaving.result_on.between(starts, ends) & (Leaving.result == "given")
    return Leaving.select().where(Leaving.state.in_(COUNTED), ~Leaving.for_executive, Leaving.publication.is_null(),
                                  Leaving.last_day.between(starts, ends) | late)


def actions_to_see(me):
    """What is done about findings: HR and executives all, others what they do themselves."""
    found = ExitAction.select(ExitAction, Person).join(Person, pw.JOIN.LEFT_OUTER, on=ExitAction.owner)
    return found if me.powers & {"hr", "executive"} else found.where(ExitAction.owner == me.id)


def actions_to_run(me):
    """HR and executives put actions down and change them."""
    found = ExitAction.select(ExitAction, Person).join(Person, pw.JOIN.LEFT_OUTER, on=ExitAction.owner)
    return found if me.powers & {"hr", "executive"} else found.where(False)


def items_to_edit(me):
    """HR keeps the check list."""
    return ChecklistItem.select() if "hr" in me.powers else ChecklistItem.select().where(False)


def themes_to_edit(me):
    """HR sorts comments."""
    return Theme.select() if "hr" in me.powers else Theme.select().where(False)


def with_names():
    return Leaving.select(Leaving, Person).join(Person, pw.JOIN.LEFT_OUTER, on=Leaving.person)


def is_for_executive(person, manager_id):
    """Whether what a leaver says is about HR or by HR."""
    return "hr" in person.powers or is_of_hr(manager_id)


def is_of_hr(person_id):
    return person_id is not None and Power.select().where(Power.person == person_id, Power.name == "hr").exists()


def log_shows(me):
    """Of lines of the log about cases, those that one may open alone: else the log would tell that somebody has reported something about HR."""
    return [("exit-case", [number for number, in cases_to_see(me).select(ExitCase.id).tuples()])]


def readers(leaving):
    """Whose names stand where it is said who reads the answers: of HR, or of the executives (the board where none may)."""
    return _first_of(("executive", "board") if leaving.for_executive else ("hr", "executive", "board"), (leaving.person_id, leaving.manager_id))


def keepers(leaving):
    """Who looks after a leaving: HR without the leaver, else the executives, else the board."""
    return _first_of(("hr", "executive", "board"), (leaving.person_id,))


def case_readers(case):
    """Who reads a case, by the same rule as `cases_to_see`."""
    return _first_of(("executive", "board") if case.is_about_hr else ("hr", "executive", "board"), (case.person_id, case.about_id))


def _first_of(powers, but):
    """The holders of the first power that anybody holds besides those who may not."""
    return next((free for power in powers if (free := [one for one in people.holders(power) if one.id not in but])), [])


def _is_not_the_manager(me):
    return Leaving.manager_id.is_null() | (Leaving.manager_id != me.id)


def _not(column, me):
    """Somebody else, or nobody."""
    return column.is_null() | (column != me.id)


def _may_decide(me, person, manager):
    """An executive; where every executive is the leaver or the manager, the board."""
    return pw.Value(1) == 1 if "executive" in me.powers else _nobody_holds("executive", person, manager)


def _nobody_holds(power, person, manager):
    """Whether nobody who is here holds a power, besides the leaver and the manager."""
    others = (Held.select(pw.SQL("1")).join(Holder, on=Held.person == Holder.id)
              .where(Held.name == power, _here(Holder), person.is_null() | (Held.person != person), manager.is_null() | (Held.person != manager)))
    return ~pw.fn.EXISTS(others)


def _here(holder):
    today = clock.today()
    return (holder.left_on.is_null() | (holder.left_on >= today)) & (holder.hired_on.is_null() | (holder.hired_on <= today))
