"""What a person gets of their leaving, what erasing takes away, and how long it is kept."""
from datetime import date, timedelta

import pytest

from perf.exits import answering, cases, findings, keeping, starter
from perf.exits.lists.offer import LISTS
from perf.exits.models import CaseNote, ChecklistItem, ExitAction, ExitAnswer, ExitCase, ExitSet, Leaving, LeavingReason, LeavingTask, Measure, Publication
from perf.keeping import erasing
from perf.keeping import queries as kept
from perf.kernel import clock, db
from perf.kernel.intake.models import Import
from perf.people import actions as people
from perf.people.models import Person
from perf.questions import actions as questions
from perf.questions.models import Answer, Sheet, Template
from tests import world
from tests.exchange.role_lists import take_in

[LEAVERS, SURVEYS] = LISTS
SECRET = "CANARY-leaving"


@pytest.fixture
def gone(app, tomas, mara, hana, zora):
    """Tomas has left: he answered, was talked with, reported something; HR decided why. His name stands with others."""
    template = Template.get(Template.kind == "exit", Template.name == "Exit interview")
    leaving = Leaving.create(person=tomas, last_day=date(2024, 5, 31), hired_on=date(2023, 1, 9), kind="voluntary", is_regretted=True, manager_id=mara.id,
                             manager=mara.name, department="Family Services", state="done", template=template, interviewer=zora, started_at=clock.now())
    LeavingReason.create(leaving=leaving, reason="pay", is_main=True)
    for name, author in (("own_sheet", tomas), ("interview_sheet", zora)):
        [number] = questions.make_sheets(template, [dict(author=author, subject=tomas.id, kind="leaver", role=None)], room="exits")
        _fill(number, f"{SECRET} {name}")
        questions.close_sheet(Sheet.get_by_id(number))
        Leaving.update({name: number}).where(Leaving.id == leaving.id).execute()
    answering.count(Leaving.get_by_id(leaving.id))
    case = cases.report(Leaving.get_by_id(leaving.id), f"{SECRET} case", reach=f"{SECRET} reach", by=tomas)
    cases.note(case, f"{SECRET} case note", by=hana)
    cases.close(case, outcome=f"{SECRET} outcome", version=1, by=hana)
    people.let_go(tomas, last_day=date(2024, 5, 31), by=hana)
    return Leaving.get_by_id(leaving.id)


def _fill(sheet, text):
    for row in Answer.select().where(Answer.sheet == sheet):
        if row.question.kind == "text":
            Answer.update(text=text, saved_at=clock.now()).where(Answer.id == row.id).execute()
        if row.question.kind in ("agreement", "recommend"):
            Answer.update(rating=2, saved_at=clock.now()).where(Answer.id == row.id).execute()


def sections(person):
    found = {one.key: one for one in keeping.everything(Person.get_by_id(person.id))}
    assert all(len(row) == len(one.columns) for one in found.values() for row in one.rows)
    return found


def texts():
    return world.dump(only=["leaving", "exit_answer", "exit_case", "case_note", "exit_action", "publication", "import"])


def erase(person):
    for piece in keeping.forgets(Person.get_by_id(person.id), "Former employee 7"):
        if not piece.is_choice:
            with db.database.atomic():
                piece.forget()


# what one gets

def test_own_answers_and_reports_are_ones_own_and_what_hr_made_of_it_goes_past_hr_first(gone, tomas):
    found = sections(tomas)
    assert f"{SECRET} own_sheet" in repr(found["exit-answers"].rows) and f"{SECRET} case'" in repr(found["exit-cases"].rows)
    assert "Disagree" in repr(found["exit-answers"].rows)
    given = {one.key.split("-")[0]: one for one in found["exit-decisions"].passages}
    assert given["leaving"].text == "Voluntary, regretted, Pay" and given["interview"].text.startswith(("2 Disagree", SECRET))
    at_once = repr([one.rows for one in found.values()])
    assert all(f"{SECRET} {word}" not in at_once for word in ("interview_sheet", "outcome", "case note")) and "'Pay'" not in at_once
    notes = next(one for one in found["exit-decisions"].passages if one.key.startswith("case-notes"))
    assert notes.is_named_only and not notes.text


def test_what_is_about_hr_is_in_no_file_that_hr_hands_over(gone, tomas):
    Leaving.update(for_executive=True).execute()
    ExitCase.update(is_about_hr=True).execute()
    found = sections(tomas)
    handed = [one for one in found.values() if not one.is_private]
    assert SECRET not in repr([(one.rows, one.passages) for one in handed])
    assert "report" not in repr([one.passages for one in handed])
    assert f"{SECRET} own_sheet" in repr(found["exit-answers-about-hr"].rows) and f"{SECRET} case" in repr(found["exit-cases-about-hr"].rows)


def test_reports_about_somebody_are_told_to_nobody_whom_they_are_about(gone, mara, zora):
    ExitCase.update(about_id=mara.id).execute()
    for person in (mara, zora):
        assert SECRET not in repr([(one.rows, one.passages) for one in sections(person).values()])


# erasing

def test_erasing_takes_every_text_and_leaves_the_figures(gone, tomas):
    levels = list(ExitAnswer.select(ExitAnswer.measure, ExitAnswer.level).where(ExitAnswer.level.is_null(False)).order_by(ExitAnswer.id).tuples())
    assert SECRET in texts() and levels
    erase(tomas)
    assert SECRET not in texts()
    assert list(ExitAnswer.select(ExitAnswer.measure, ExitAnswer.level).where(ExitAnswer.level.is_null(False)).order_by(ExitAnswer.id).tuples()) == levels
    now = Leaving.get_by_id(gone.id)
    assert (now.kind, now.is_regretted, [one.reason for one in now.reasons]) == ("voluntary", True, ["pay"])


@pytest.mark.parametrize("kept", [{"state": "in hand", "closed_on": None}, {"is_about_hr": True}])
def test_report_that_is_open_or_about_hr_is_not_taken_away_by_hr_nor_told_of(gone, tomas, mara, hana, kept):
    people.let_go(mara, last_day=date(2025, 5, 31), by=hana)
    ExitCase.update(text=f"{SECRET} Mara Okafor shouted", **kept).execute()
    CaseNote.update(text="Mara Okafor was asked.").execute()
    for person in (tomas, mara):
        erase(person)
    assert ExitCase.get().text == f"{SECRET} Mara Okafor shouted" and CaseNote.get().text == "Mara Okafor was asked."
    found = erasing.preview(Person.get_by_id(tomas.id))
    assert not found.blocks and "reported" not in repr([piece.title for piece in found.pieces])


def test_names_in_what_stands_with_others_are_replaced(gone, mara, tomas, hana, ines):
    people.let_go(mara, last_day=date(2025, 5, 31), by=hana)
    take_in(SURVEYS, ["ID", "Year", "Manager", "What went wrong?"], ["17", "2012", "Mara Okafor", "Okafor, Mara never listened to any of us"], by=hana)
    findings.put_down("Mara Okafor led it", "Ask Mara Okafor", owner=ines, by_when=clock.today() + timedelta(days=9), by=hana)
    Publication.create(name="2024", starts=date(2024, 1, 1), ends=date(2024, 12, 31), made_at=clock.now(), told_json='{"parts": ["Mara Okafor"]}')
    erase(mara)
    assert "Okafor" not in texts()
    assert {one.manager for one in Leaving.select().where(Leaving.manager != "")} == {"Former employee 7"}
    assert ExitAction.get().finding == "Former employee 7 led it" and Publication.get().told == {"parts": ["Former employee 7"]}


def test_list_that_told_of_them_is_forgotten_and_the_rest_can_be_taken_back(app, tomas, mara, hana):
    for person, day in ((tomas, 31), (mara, 30)):
        people.let_go(person, last_day=date(2024, 5, day), by=hana)
    head = "Employee ID,Class,Reason"
    take_in(LEAVERS, head, "E5,Resigned,pay", "E4,Resigned,pay", by=hana)
    second = take_in(LEAVERS, head, "E5,Dismissed,conduct", "E4,Dismissed,conduct", by=hana)
    erase(tomas)
    LEAVERS.undo(Import.get_by_id(second.id), by=hana)
    assert {one.person_id: one.kind for one in Leaving.select()} == {tomas.id: "involuntary", mara.id: "voluntary"}


# how long

def classes():
    return {one.key: one for one in kept.classes() if one.key in ("leavings", "exit-surveys", "exit-cases", "exit-actions")}


def test_leavings_go_seven_years_after_the_last_day_with_all_that_was_said(gone, tomas, mara, zora):
    record = classes()["leavings"]
    assert record.years == 7 and record.oldest() == date(2024, 5, 31) and record.due(date(2024, 5, 31)) == []
    assert [(one.id, one.persons) for one in record.due(date(2024, 6, 1))] == [(gone.id, (tomas.id, mara.id, zora.id))]
    record.purge([gone.id])
    assert not any(model.select().exists() for model in (Leaving, LeavingReason, ExitAnswer, LeavingTask))
    assert not Sheet.select().where(Sheet.room == "exits").exists() and ExitCase.get().leaving is None


def test_leaving_of_somebody_who_came_back_counts_from_its_own_day(gone, tomas, hana):
    people.come_back(tomas, hired_on=date(2025, 1, 1), by=hana)
    assert [one.id for one in classes()["leavings"].due(date(2024, 6, 1))] == [gone.id]


def test_reports_count_from_the_day_on_which_they_were_closed(gone, tomas, mara, hana):
    record, today = classes()["exit-cases"], clock.today()
    assert record.due(today) == []
    assert [one.persons for one in record.due(today + timedelta(days=1))] == [(tomas.id, mara.id)]      # nobody has taken it in hand
    ExitCase.update(closed_on=None, state="in hand").execute()
    assert record.due(date(2099, 1, 1)) == []
    ExitCase.update(closed_on=today).execute()
    record.purge([one.id for one in record.due(today + timedelta(days=1))])
    assert not ExitCase.select().exists() and not CaseNote.select().exists()


def test_earlier_surveys_and_actions_go_as_well_even_where_everything_is_planned_at_once(app, hana, ines):
    take_in(SURVEYS, "ID,Year,Pay", "17,2012,SA", by=hana)
    action = findings.put_down("Pay", "Compare", owner=ines, by_when=clock.today() + timedelta(days=9), by=hana)
    findings.came_of_it(action, state="done", came_of_it="Done.", version=1, by=hana)
    found, later = classes(), clock.today() + timedelta(days=1)
    for key in ("exit-surveys", "exit-actions"):
        found[key].purge([one.id for one in found[key].due(later)])
    assert not Leaving.select().exists() and not ExitAnswer.select().exists() and not ExitAction.select().exists() and Measure.select().exists()


# to begin with

def test_new_house_has_a_check_list_and_asks_each_class_its_own(app):
    ChecklistItem.delete().execute()
    ExitSet.delete().execute()
    starter.add_starter()
    assert {one.owner for one in ChecklistItem.select()} == {"hr", "manager", "administrator", "leaver"}
    assert {one.leavers: one.template.name for one in ExitSet.select()} == {leavers: name for leavers, (name, _way) in starter.SETS.items()}
    ExitSet.update(way="both").where(ExitSet.leavers == "voluntary").execute()
    first = ChecklistItem.select().order_by(ChecklistItem.order).first()
    ChecklistItem.delete().where(ChecklistItem.id != first.id).execute()
    starter.add_starter()
    assert ChecklistItem.select().count() == 1 and ExitSet.get(ExitSet.leavers == "voluntary").way == "both"
