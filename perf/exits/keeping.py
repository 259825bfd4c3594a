"""What the room tells a person about their leaving, and how long leavings are kept. What erasing takes away is said in `forgetting`."""
from datetime import date

import peewee as pw

from ..kernel.records import Due, Keeps, Passage, Section
from ..kernel.words import _
from ..questions import actions as questions
from ..questions import queries as asked
from ..questions.models import Sheet
from . import access, forgetting, queries, wording
from .models import CaseNote, ExitAction, ExitCase, Leaving, LeavingTask

forgets = forgetting.forgets
ANSWERS = (_("Last day"), _("Question"), _("Answer"), _("Text"))
CASES = (_("When"), _("What you wrote"), _("How you may be reached"), _("State"), _("Closed on"))


# what one gets about oneself

def everything(person):
    """What they said is theirs at once; what HR made of it, and what an interviewer wrote down, goes past HR first.

    What is about HR or by HR is for nobody but the person: a file that HR hands over does not hold it. Reports about somebody are
    not told to whom they are about, neither here nor anywhere.
    """
    own = list(Leaving.select().where(Leaving.person == person.id).order_by(Leaving.last_day, Leaving.id))
    cases = list(ExitCase.select().where(ExitCase.person == person.id).order_by(ExitCase.id))
    given, drafts = _sheets(own, True), _sheets(own, False)
    return [Section("leavings", _("Your leaving"), (_("Last day"), _("First day"), _("Department"), _("Manager"), _("Role"), _("State")),
                    tuple((one.last_day, one.hired_on, one.department, one.manager, one.role, wording.STATES[one.state][0]) for one in own)),
            Section("exit-answers", _("What you answered when you left"), ANSWERS, tuple(_rows((one, sheet) for one, sheet in given if not is_apart(one)))),
            Section("exit-answers-about-hr", _("What you answered when you left, about HR"), ANSWERS,
                    tuple(_rows((one, sheet) for one, sheet in given if is_apart(one))), is_private=True),
            Section("exit-drafts", _("Your drafts of answers"), ANSWERS, tuple(_rows(drafts)), is_private=True),
            Section("exit-cases", _("What you reported"), CASES, tuple(_case(one) for one in cases if not is_case_apart(one))),
            Section("exit-cases-about-hr", _("What you reported about HR"), CASES, tuple(_case(one) for one in cases if is_case_apart(one)), is_private=True),
            Section("exit-tasks", _("What you had to do when somebody left"), (_("What"), _("Until"), _("Done on")),
                    tuple((one.what, one.due, one.done_on) for one in LeavingTask.select().where(
                        (LeavingTask.person == person.id) | (LeavingTask.done_by == person.id)).order_by(LeavingTask.due, LeavingTask.id))),
            Section("exit-actions", _("Actions of yours after exit interviews"), (_("Finding"), _("What"), _("By when"), _("State"), _("What came of it")),
                    tuple((one.finding, one.what, one.by_when, wording.ACTIONS[one.state][0], one.came_of_it) for one in ExitAction.select().where(
                        ExitAction.owner == person.id).order_by(ExitAction.id))),
            Section("exit-decisions", _("What HR noted of your leaving"), passages=tuple(_passages(own, cases)))]


def is_apart(leaving):
    """Not for HR: about or by HR, also where the manager has become of HR since and could hand the file over."""
    return leaving.for_executive or access.is_of_hr(leaving.manager_id)


def is_case_apart(case):
    return case.is_about_hr or access.is_of_hr(case.about_id)


def _sheets(leavings, is_sent):
    """[(leaving, own sheet)] of what was sent, or of what was begun and not sent."""
    numbers = {one.own_sheet_id: one for one in leavings if one.own_sheet_id}
    sheets = Sheet.select().where(Sheet.id.in_(list(numbers))).order_by(Sheet.id)
    return [(numbers[sheet.id], sheet) for sheet in sheets if (sheet.state in ("submitted", "locked")) is is_sent]


def _rows(sheets):
    for leaving, sheet in sheets:
        for row in asked.asked_rows(asked.rows_of([sheet.id])[sheet.id]):
            if row.is_answered or row.text.strip():
                yield leaving.last_day, row.prompt, answer(row), row.text


def answer(row):
    """The level or choice that was given, in words."""
    if row.kind in asked.LEVELLED:
        return next((f"{level.value} {level.label}" for level in row.levels if level.value == row.rating), "")
    if row.kind == "yesno":
        return {"yes": _("Yes"), "no": _("No")}.get(row.choice, "")
    return ", ".join(str(row.options[number]) for number in sorted(row.chosen)) if row.chosen else ""


def _case(case):
    return case.at, case.text, case.reach, wording.CASES[case.state][0], case.closed_on


def _passages(leavings, cases):
    for one in leavings:
        if decided := _decided(one):
            yield Passage(f"leaving-{one.id}", _("What HR decided about your leaving"), "", decided)
        sheet = one.interview_sheet_id and Sheet.get_or_none(Sheet.id == one.interview_sheet_id)
        if sheet and sheet.state in ("submitted", "locked"):
            yield from _of_interview(one, sheet)
    for case in cases:
        if is_case_apart(case):
            continue                            # HR looks through these, and is not to learn that there is one
        if case.outcome:
            yield Passage(f"case-{case.id}", _("What came of what you reported"), case.handler.name if case.handler_id else "", case.outcome)
        if CaseNote.select().where(CaseNote.case == case).exists():
            yield Passage(f"case-notes-{case.id}", _("Notes on what you reported"), "", is_named_only=True)


def _decided(leaving):
    """Class, whether it is regretted, and reasons, in words."""
    main, others = queries.reasons_of(leaving)
    said = [wording.CLASSES.get(leaving.kind, ""), {True: _("regretted"), False: _("not regretted")}.get(leaving.is_regretted, ""),
            *(wording.REASONS.get(name, name) for name in (main, *others) if name)]
    return ", ".join(filter(None, said))


def _of_interview(leaving, sheet):
    """What an interviewer wrote down; about HR it is only named, since HR would look through it."""
    name = sheet.author.name
    if is_apart(leaving):
        yield Passage(f"interview-{sheet.id}", _("What was written down when you were asked"), name, is_named_only=True)
        return
    for row in asked.asked_rows(asked.rows_of([sheet.id])[sheet.id]):
        if said := "\n".join(filter(None, (answer(row), row.text))):
            yield Passage(f"interview-{row.id}", _("Written down when you were asked: %(question)s", question=row.prompt), name, said, row.saved_at)


# how long

def past(before):
    """Leavings of people in Perf, each from its own last day, also of who came back; they concern the leaver, the manager, who talked with them."""
    rows = Leaving.select(Leaving.id, Leaving.person, Leaving.manager_id, Leaving.interviewer)
    found = rows.where(Leaving.person.is_null(False), Leaving.last_day < before).order_by(Leaving.id)
    return [Due(number, tuple(dict.fromkeys(one for one in persons if one))) for number, *persons in found.tuples()]


def oldest():
    return _day(Leaving.select(pw.fn.MIN(Leaving.last_day)).where(Leaving.person.is_null(False)).scalar())


def purge(ids):
    """Leavings with their reasons, answers, check lists and links, and the forms that were filled in."""
    forgetting.clear_imports(ids)
    for some in pw.chunked(ids, 400):
        sheets = [number for row in Leaving.select(Leaving.own_sheet, Leaving.interview_sheet).where(Leaving.id.in_(some)).tuples() for number in row if number]
        Leaving.delete().where(Leaving.id.in_(some)).execute()
        questions.drop_sheets(sheets)


def past_surveys(before):
    """Earlier leavers who are nobody in Perf."""
    rows = Leaving.select(Leaving.id, Leaving.manager_id).where(Leaving.person.is_null(), Leaving.last_day < before).order_by(Leaving.id)
    return [Due(number, (manager,) if manager else ()) for number, manager in rows.tuples()]


def oldest_survey():
    return _day(Leaving.select(pw.fn.MIN(Leaving.last_day)).where(Leaving.person.is_null()).scalar())


def past_cases(before):
    """Closed before a day; an open one stays, however old."""
    rows = ExitCase.select(ExitCase.id, ExitCase.person, ExitCase.about_id, ExitCase.handler).where(ExitCase.closed_on < before).order_by(ExitCase.id)
    return [Due(number, tuple(dict.fromkeys(one for one in persons if one))) for number, *persons in rows.tuples()]


def oldest_case():
    return _day(ExitCase.select(pw.fn.MIN(ExitCase.closed_on)).scalar())


def purge_cases(ids):
    for some in pw.chunked(ids, 400):
        ExitCase.delete().where(ExitCase.id.in_(some)).execute()


def past_actions(before):
    rows = ExitAction.select(ExitAction.id, ExitAction.owner).where(ExitAction.done_on < before).order_by(ExitAction.id)
    return [Due(number, (owner,) if owner else ()) for number, owner in rows.tuples()]


def oldest_action():
    return _day(ExitAction.select(pw.fn.MIN(ExitAction.done_on)).scalar())


def purge_actions(ids):
    for some in pw.chunked(ids, 400):
        ExitAction.delete().where(ExitAction.id.in_(some)).execute()


def _day(value):
    return date.fromisoformat(value) if isinstance(value, str) else value


KEEPS = (
    Keeps("leavings", _("Leavings"), _("Class, reasons, exit interviews with their answers, check lists."), past, purge, oldest),
    Keeps("exit-surveys", _("Earlier exit surveys"), _("Leavers of earlier years without a name, with their answers; counted from their last day."), past_surveys,
          purge, oldest_survey, from_leaving=False),
    Keeps("exit-cases", _("What leavers reported"), _("Serious reports with notes and outcome, counted from the day on which they were closed."), past_cases,
          purge_cases, oldest_case, from_leaving=False),
    Keeps("exit-actions", _("Actions after exit interviews"), _("What was done about findings, counted from the day on which it was closed."), past_actions,
          purge_actions, oldest_action, from_leaving=False),
)
