"""What pages and neighbours need to know of leavings; reads only."""
from datetime import date, timedelta

import peewee as pw

from ..kernel import clock
from ..kernel.db import prepared
from ..people import queries as people
from ..people.models import Person, Stay
from ..questions import queries as questions
from ..questions.models import OPEN_STATES, Sheet
from . import access
from .models import SETS, ChecklistItem, ExitAction, ExitAnswer, ExitCase, ExitLink, ExitSet, Leaving, LeavingReason, LeavingTask, Publication

Interviewer, Starter = Person.alias(), Person.alias()


def whole(leaving_id):
    return access.with_names().where(Leaving.id == leaving_id).get()


def open_leaving(person_id):
    """The leaving of a person that goes on, or None. One that was never finished before they came back is of an earlier time."""
    earlier = Stay.select(Stay.ends).where(Stay.person == person_id)
    return Leaving.get_or_none(Leaving.person == person_id, Leaving.state == "open", Leaving.last_day.not_in(earlier))


def facts_on(person, day):
    """Where, under whom and as what somebody works on a day, as a leaving keeps it."""
    chart = people.chart(day)
    seat, above = chart.of_person.get(person.id), chart.manager_of(person.id)
    return {"department_id": seat and seat.department_id, "department": seat and seat.department or "",
            "manager_id": above and above.person_id, "manager": above.name if above else "",
            "role_id": seat and seat.role_id, "role": seat.title if seat else "",
            "for_executive": access.is_for_executive(person, above and above.person_id)}


def as_now(leaving):
    """A leaving whose answers are not sent yet, with who the manager is and who reads it as things stand at this moment, before the new day keeps it."""
    if leaving.person_id and not leaving.result and leaving.last_day >= clock.today() - timedelta(days=1):
        for name, value in facts_on(leaving.person, leaving.last_day).items():
            setattr(leaving, name, value)
    elif leaving.person_id and (not leaving.result or leaving.is_asked):
        leaving.for_executive = leaving.for_executive or access.is_for_executive(leaving.person, leaving.manager_id)
    return leaving


def reasons_of(leaving):
    """(main reason or "", contributing ones)."""
    rows = list(LeavingReason.select().where(LeavingReason.leaving == leaving).order_by(LeavingReason.id))
    return next((one.reason for one in rows if one.is_main), ""), [one.reason for one in rows if not one.is_main]


def leavings(me, over=False):
    """Those that go on, the nearest last day first; or those that are over, the latest first."""
    found = access.leavings_to_run(me)
    if over:
        return list(found.where(Leaving.state.in_(("done", "stays", "noted")), Leaving.person.is_null(False)).order_by(Leaving.last_day.desc(), Leaving.id.desc()))
    return list(found.where(Leaving.state == "open").order_by(Leaving.last_day, Leaving.id))


def tasks_left(leavings):
    """{leaving: (done or needless, all)} of check lists."""
    done = pw.fn.SUM(pw.Case(None, [(LeavingTask.done_on.is_null(False) | LeavingTask.is_needless, 1)], 0))
    rows = LeavingTask.select(LeavingTask.leaving, done, pw.fn.COUNT(LeavingTask.id)).where(LeavingTask.leaving.in_([one.id for one in leavings]))
    return {number: (ready, whole) for number, ready, whole in rows.group_by(LeavingTask.leaving).tuples()}


def sheets_of(leaving):
    """{"own" | "interview": (sheet, progress)} of what was sent."""
    found = {}
    for name, number in (("own", leaving.own_sheet_id), ("interview", leaving.interview_sheet_id)):
        sheet = number and Sheet.get_or_none(Sheet.id == number)
        if sheet and sheet.state in ("submitted", "locked"):
            found[name] = (sheet, questions.progress(sheet.id))
    return found


def state_of_sheets(leaving):
    """{"own" | "interview": state} without anything of what stands in them."""
    found = dict(Sheet.select(Sheet.id, Sheet.state).where(Sheet.id.in_(leaving.sheet_ids)).tuples()) if leaving.sheet_ids else {}
    return {name: found.get(number) for name, number in (("own", leaving.own_sheet_id), ("interview", leaving.interview_sheet_id)) if number in found}


def has_link(leaving):
    """Whether a link of it opens now."""
    return ExitLink.select().where(ExitLink.leaving == leaving, ExitLink.ends_at > clock.now()).exists()


def leaving_of_sheet(sheet_id):
    return access.with_names().where((Leaving.own_sheet == sheet_id) | (Leaving.interview_sheet == sheet_id)).first()


def sets():
    """{class: ExitSet} for each of SETS; None where nothing was said yet."""
    found = {one.leavers: one for one in ExitSet.select()}
    return {leavers: found.get(leavers) for leavers in SETS}


def lacks_starter():
    """Whether there is no check list, or a class of leavers about which nothing was said."""
    return not ChecklistItem.select().exists() or ExitSet.select().count() < len(SETS)


def templates():
    return questions.templates_asking("leaver")


def interviewers(leaving):
    """Who may talk with a leaver, those first who read the answers anyway."""
    first = access.readers(leaving)
    if leaving.for_executive:
        return first
    known = {one.id for one in first} | {leaving.person_id, leaving.manager_id}
    return first + [one for one in people.people_here() if one.id not in known]


def usual_interviewer(leaving):
    """Somebody of HR (the executive where it is about HR), never the own manager."""
    return next(iter(access.readers(leaving)), None)


def usual_template(leaving):
    """What leavers of this class are asked, where nothing is chosen for this one."""
    found = ExitSet.get_or_none(ExitSet.leavers == ("volunteer" if leaving.is_volunteer else leaving.kind or "voluntary"))
    return found and found.template_id


# what waits

def tasks_waiting(me):
    return list(access.tasks_to_do(me).where(LeavingTask.done_on.is_null(), ~LeavingTask.is_needless).order_by(LeavingTask.due))


def tasks_by_leaving(me):
    """The same by leaver: [[LeavingTask, the first due first]]."""
    found = {}
    for task in tasks_waiting(me):
        found.setdefault(task.leaving_id, []).append(task)
    return list(found.values())


def to_answer(me):
    """One's own leaving, while its questions are open and one can still sign in."""
    return [one for one in access.own_leavings(me) if one.may_answer]


def to_interview(me):
    """Those whom one is to talk with and whose form is not sent yet."""
    open_ones = access.leavings_to_interview(me).switch(Leaving).join(Sheet, on=Leaving.interview_sheet).where(Sheet.state.in_(OPEN_STATES))
    return list(open_ones)


def cases_waiting(me):
    return access.cases_to_see(me).where(ExitCase.state != "closed").order_by(ExitCase.at)


def actions_waiting(me):
    return list(ExitAction.select().where(ExitAction.owner == me.id, ExitAction.state == "open").order_by(ExitAction.by_when))


def undecided(me):
    """Leavings whose last day has passed without a class."""
    return access.leavings_to_run(me).where(Leaving.state == "open", Leaving.kind == "", Leaving.last_day < clock.today())


def actions_of(starts, ends):
    """What was done in a period, or waits still: [ExitAction], open ones first."""
    return list(ExitAction.select(ExitAction, Person).join(Person, pw.JOIN.LEFT_OUTER, on=ExitAction.owner).where(
        ExitAction.made_on <= ends, (ExitAction.state == "open") | (ExitAction.done_on >= starts)).order_by(ExitAction.state != "open", ExitAction.by_when))


def next_period():
    """(first day, last day) of what is published next: the year before, or what follows the last report up to the last month end."""
    last = Publication.select(pw.fn.MAX(Publication.ends)).scalar(as_tuple=False)
    today = clock.today()
    if last is None:
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    last = date.fromisoformat(last) if isinstance(last, str) else last
    starts = last + timedelta(days=1)
    return starts, max(min(date(starts.year, 12, 31), today.replace(day=1) - timedelta(days=1)), starts)


def about_to_publish(starts, ends):
    """(leavings, how many of them said something, how many are still asked) of a period, as a report would count them."""
    counted = access.publishable(starts, ends)
    said = counted.where(Leaving.id.in_(ExitAnswer.select(ExitAnswer.leaving)))
    waiting = counted.where(Leaving.result == "", Leaving.asks_until >= clock.today())
    return counted.count(), said.count(), waiting.count()


def interviews_open():
    """Talks that are still to be held or written down, with who holds them, as far as they still may."""
    found = list(Leaving.select(Leaving, Person, Interviewer).join(Person, on=Leaving.person).switch(Leaving).join(Interviewer, on=Leaving.interviewer)
                .switch(Leaving).join(Sheet, on=Leaving.interview_sheet).where(Leaving.state == "open", Sheet.state.in_(OPEN_STATES)))
    return [one for one in found if access.leavings_to_interview(one.interviewer).where(Leaving.id == one.id).exists()]


def actions_open():
    found = ExitAction.select(ExitAction, Person).join(Person, on=ExitAction.owner).where(ExitAction.state == "open")
    return [one for one in found if not one.owner.has_left]


def how_many_wait(me):
    """For the count in the rail, which every page asks: one statement."""
    return len(_waiting(me=me.id, hr="hr" if "hr" in me.powers else "", administrator="administrator" if "administrator" in me.powers else "",
                        alone=bool(me.powers & {"executive", "board"}), today=clock.today()))


@prepared
def _waiting(me, hr, administrator, alone, today):
    by_power = LeavingTask.person.is_null() & ((LeavingTask.owner == hr) | (LeavingTask.owner == administrator)) & (Leaving.person != me)
    tasks = (LeavingTask.select(LeavingTask.leaving).distinct().join(Leaving).where(
        (LeavingTask.person == me) | by_power, Leaving.state == "open", LeavingTask.done_on.is_null(), LeavingTask.is_needless == False))  # noqa: E712
    talks = Leaving.select(Leaving.id).join(Sheet, on=Leaving.interview_sheet).where(
        Leaving.interviewer == me, Leaving.state == "open", Leaving.manager_id.is_null() | (Leaving.manager_id != me), Sheet.state.in_(OPEN_STATES),
        (Leaving.for_executive == False) | (Leaving.for_executive == alone))  # noqa: E712
    own = Leaving.select(Leaving.id).join(Sheet, on=Leaving.own_sheet).where(
        Leaving.person == me, (Leaving.state == "open") | (Leaving.state == "done"), Leaving.result != "declined", Sheet.state.in_(OPEN_STATES),
        Leaving.asks_from.is_null() | (Leaving.asks_from <= today), Leaving.asks_until.is_null() | (Leaving.asks_until >= today))
    actions = ExitAction.select(ExitAction.id).where(ExitAction.owner == me, ExitAction.state == "open")
    return tasks.union_all(talks).union_all(own).union_all(actions)


def rail(me):
    """(whether anything is published for this reader, whether something is theirs to do): one statement, for every page asks."""
    found = {row[0] for row in _rail(me=me.id)}
    reads = found & {"everybody"} or found - {"act"} and (me.powers & access.READ_ALL or "managers" in found and access.leads(me))
    return bool(reads), "act" in found


@prepared
def _rail(me):
    acts = ExitAction.select(pw.Value("act")).where(ExitAction.owner == me, ExitAction.state == "open")
    return Publication.select(Publication.audience).union(acts)
