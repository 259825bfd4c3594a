"""Exit surveys of earlier years: taken in, their figures equal to those worked out apart; nothing that is nobody's business."""
import os
import time
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

from perf.exchange.reading import read
from perf.exits import scoring
from perf.exits.lists import said
from perf.exits.lists.offer import LISTS
from perf.exits.lists.surveys import cells, days
from perf.exits.models import ExitAnswer, ExitCase, Leaving, LeavingReason, Measure
from perf.kernel.errors import Refused
from perf.kernel.intake.models import Import
from perf.questions.models import LibraryQuestion
from tests.exchange.conftest import blank, dump, empty  # noqa: F401
from tests.exchange.lists import TODAY, sheet_of
from tests.exits import surveys

[_LEAVERS, OFFER] = LISTS
FOLDER = os.environ.get("PERF_REAL_DATA")
pytestmark = pytest.mark.usefixtures("empty")


def guessed(sheet):
    return {at: one.field for at, one in enumerate(OFFER.guess(sheet.headings, sheet.rows)) if one.field}


def planned(sheet, matching=None, **answers):
    """(choices, plan) with open questions as guessed, but for these answers."""
    matching = matching or guessed(sheet)
    for _round in range(3):
        choices = OFFER.choices(matching, answers=answers)
        plan = OFFER.plan(sheet, choices)
        answers = {**{one.key: one.guess for one in plan.open}, **answers}
    return choices, plan


def take_in(sheet, matching=None, by=None, **answers):
    choices, plan = planned(sheet, matching, **answers)
    return OFFER.apply(sheet, choices, seen=plan.digest, by=by)


def levels(prompt):
    return Counter(level for level, in ExitAnswer.select(ExitAnswer.level).join(Measure).where(Measure.prompt == prompt).tuples())


def ticked_factors():
    measure = Measure.get(Measure.key == "list-factors")
    rows = Counter(choice for choice, in ExitAnswer.select(ExitAnswer.choice).where(ExitAnswer.measure == measure).tuples())
    return {option: rows[at] for at, option in enumerate(measure.options)}


def by_class_and_year():
    return dict(Counter((one.kind, one.last_day.year) for one in Leaving.select()))


def reasons():
    return dict(Counter(name for name, in LeavingReason.select(LeavingReason.reason).tuples()))


def compared(apart, questions, ticked, own, kind, day, missing):
    """Each figure of Perf beside the one worked out in SQL."""
    yield "leavings", Leaving.select().count(), apart.ask("SELECT COUNT(*) FROM survey")[0][0]
    for heading in questions:
        share = scoring.favourable(levels(heading))
        yield f"favourable: {heading}", (share.part, share.whole), apart.favourable(heading)
    ours, theirs = by_class_and_year(), apart.by_class_and_year(kind, day, missing)
    for key in sorted({*ours, *theirs}):
        yield f"leavers: {key[0]}, {key[1]}", ours.get(key), theirs.get(key)
    found = reasons()
    for name, headings in ticked.items():
        yield f"reason: {name}", found.get(name, 0), apart.ticked(headings)
    factors = ticked_factors()
    for heading in own:
        yield f"ticked: {heading}", factors[heading], apart.ticked([heading])


def check(figures, capsys, must_print=False):
    figures = list(figures)
    lines = "\n".join(f"{name:<62} {ours!s:>12} {theirs!s:>12}" for name, ours, theirs in figures)
    if must_print:
        with capsys.disabled():
            print("\n" + lines)
    print(lines)
    assert [(name, ours) for name, ours, _theirs in figures] == [(name, theirs) for name, _ours, theirs in figures]


def by_reason():
    found = defaultdict(list)
    for heading, name in surveys.TICKED.items():
        found[name].append(heading)
    return found


# figures

def test_figures_of_a_messy_survey_equal_those_worked_out_apart(capsys):
    content = surveys.text()
    take_in(read(content.encode()), **{"no-day": "left", "no-day-day": surveys.DAY})
    ticked = by_reason()
    own = ticked.pop(None)
    check(compared(surveys.Apart(content), surveys.QUESTIONS, ticked, own, "SeparationType", "Cease Date", surveys.DAY[:4]), capsys)


def test_recommendation_yes_and_no_and_words_are_counted_as_they_stand():
    content = surveys.text()
    take_in(read(content.encode()))
    apart = surveys.Apart(content)
    [recommend, again, words] = surveys.HEAD[20:23]
    [(up, down, answers)] = apart.ask(f"""SELECT SUM("{recommend}" IN ('9', '10')), SUM("{recommend}" IN ('0', '1', '2', '3', '4', '5', '6')),
                                          SUM("{recommend}" GLOB '[0-9]*') FROM survey""")
    found = scoring.enps(levels(recommend))
    assert (found.promoters, found.detractors, found.answers) == (up, down, answers)
    yes = Counter(choice for choice, in ExitAnswer.select(ExitAnswer.choice).join(Measure).where(Measure.prompt == again).tuples())
    assert dict(yes) == {1: apart.ask(f"""SELECT COUNT(*) FROM survey WHERE "{again}" = 'Yes'""")[0][0],
                         0: apart.ask(f"""SELECT COUNT(*) FROM survey WHERE "{again}" = 'No'""")[0][0]}
    texts = sorted(text for text, in ExitAnswer.select(ExitAnswer.text).where(ExitAnswer.text != "").tuples())
    assert texts == sorted(text for text, in apart.ask(f"""SELECT "{words}" FROM survey WHERE "{words}" <> ''"""))


@pytest.mark.skipif(not FOLDER, reason="PERF_REAL_DATA names no folder")
def test_figures_of_a_real_survey_equal_those_worked_out_apart(capsys):
    content = (Path(FOLDER) / "dete-exit-survey.csv").read_bytes()
    sheet, began = read(content), time.perf_counter()
    choices, plan = planned(sheet, **{"no-day": "left", "no-day-day": "2014-01-31"})
    looked = (time.perf_counter() - began) / 4
    kept = OFFER.apply(sheet, choices, seen=plan.digest, by=None)
    headings, matched = sheet.headings, dict(sorted(choices.matching.items()))
    ticked = defaultdict(list)
    for at, name in matched.items():
        if name.startswith("reason-"):
            ticked[name.removeprefix("reason-")].append(headings[at])
    apart = surveys.Apart(content.decode("utf-8-sig"))
    questions = [headings[at] for at, name in matched.items() if name == "ask-agreement"]
    check(compared(apart, questions, ticked, [headings[at] for at, name in matched.items() if name == "factor"], "SeparationType", "Cease Date", "2014"),
          capsys, must_print=True)
    share = scoring.favourable(levels("Professional Development"))
    assert (share.part, share.whole) == (597, 793) and len(questions) == 21 and looked < 4
    OFFER.undo(kept, by=None)
    assert not Leaving.select().exists() and not Measure.select().exists()


# columns

def test_columns_about_the_person_are_not_even_offered():
    sheet = read(surveys.text().encode())
    found = dict(zip(sheet.headings, OFFER.guess(sheet.headings, sheet.rows)))
    offered = dict(zip(sheet.headings, OFFER.offered(sheet.headings, sheet.rows)))
    assert {heading for heading, one in found.items() if one.never} == {"Gender", "Age", "Disability", "South Sea"}
    assert all(offered[heading] == () for heading, one in found.items() if one.never)
    assert {column.name for column in offered["Bad health"]} == {"reason-family"}
    assert found["Health & Safety"].field == "ask-agreement"


@pytest.mark.parametrize("head, row", [("Family", ["Yes", "No"]), ("Ill health", ["TRUE", "FALSE"]), ("Religion", ["A", "B"]), ("Age", ["31", "45"]),
                                       ("Sexual orientation", ["x", "y"]), ("Number of children", ["1", "2"]), ("Nationality", ["5", "4"])])
def test_what_is_ticked_alone_tells_of_the_person(head, row):
    sheet = sheet_of(["ID", "Year", head], ["1", "2012", row[0]], ["2", "2013", row[1]])
    assert OFFER.guess(sheet.headings, sheet.rows)[2].never


def test_column_whose_cells_say_how_people_went_is_the_class():
    sheet = sheet_of("ID,Year,How they left,Pay", "1,2012,Resigned,A", "2,2013,Retirement,SA", "3,2013,Resigned,D")
    assert [one.field for one in OFFER.guess(sheet.headings, sheet.rows)] == ["label", "last_day", "kind", "ask-agreement"]


def test_heading_of_a_question_that_is_there_goes_on_with_it():
    LibraryQuestion.create(key="led-well", kind="agreement", prompt="I was led well", topic="manager", order=1)
    sheet = sheet_of("ID,Year,I was led well,Pay was fair", "1,2012,A,SA", "2,2013,SD,D")
    take_in(sheet)
    assert {one.key: (one.kind, one.topic, one.is_core) for one in Measure.select()} == {
        "led-well": ("agreement", "manager", True), "list-pay-was-fair": ("agreement", "pay", False)}
    take_in(sheet_of("ID,Year,I was led well,Pay was fair", "7,2014,D,SA"))
    assert Measure.select().count() == 2 and ExitAnswer.select().count() == 6


def test_list_without_a_last_day_or_without_anything_told_is_refused():
    with pytest.raises(Refused):
        OFFER.plan(sheet_of("ID,Pay was fair", "1,A", "2,SA"), OFFER.choices({0: "label", 1: "ask-agreement"}))
    with pytest.raises(Refused):
        OFFER.plan(sheet_of("ID,Year", "1,2012"), OFFER.choices({0: "label", 1: "last_day"}))


# cells

@pytest.mark.parametrize("texts, heading, kind", [
    ({"SA": 3, "A": 4, "M": 1}, "Morale", "agreement"), ({"Strongly agree": 1, "disagree": 2}, "Morale", "agreement"), ({"4": 2, "1": 1}, "Morale", "agreement"),
    ({"5 - Strongly agree": 2, "1 - Strongly disagree": 1}, "Morale", "agreement"), ({"0": 1, "9": 2}, "How likely to recommend us", "recommend"),
    ({"0": 1, "9": 2}, "Overall", "rating"), ({"TRUE": 1, "FALSE": 8}, "Pay", "tick"), ({"x": 1}, "Pay", "tick"), ({"N": 4, "Y": 2}, "Again?", "tick"),
    ({"North": 4, "South": 2}, "Site", "choice"), ({"It was all too much in the end, and nobody asked.": 1, "Fine.": 1}, "Why", "text"), ({}, "x", ""),
    ({"2011": 3, "1999": 2}, "Since", "choice")])
def test_kind_of_answers_is_seen_in_the_cells(texts, heading, kind):
    assert cells.kind_of(texts, heading) == kind


@pytest.mark.parametrize("cell, day", [
    ("2012", date(2012, 12, 31)), ("09/2013", date(2013, 9, 30)), ("2013-09", date(2013, 9, 30)), ("12-Aug", date(2012, 8, 31)), ("Aug-12", date(2012, 8, 31)),
    ("August 2012", date(2012, 8, 31)), ("6-Jul", date(2006, 7, 31)), ("2012-02-03", date(2012, 2, 3)), ("3 Feb 2012", date(2012, 2, 3)),
    ("Not Stated", None), ("unknown", None), ("N/A", None), ("2026", date(2026, 11, 22))])
def test_part_of_a_date_is_taken_as_its_last_day(cell, day):
    found = days.column({cell: 1, "2011": 1}, "dmy", TODAY, True)
    assert found.read[cell] == (day, None)


def test_first_days_begin_a_year_and_years_of_two_digits_are_decided_over_the_column():
    assert days.column({"2004": 1}, "dmy", TODAY, False).read["2004"][0] == date(2004, 1, 1)
    assert days.column({"98-Aug": 1}, "dmy", TODAY, False).read["98-Aug"][0] == date(1998, 8, 1)
    found = days.column({"12-Aug": 1, "31-Aug": 1}, "dmy", TODAY, True)           # 2031 is to come, so these are days of a month
    assert found.read["12-Aug"][0] is None and "without its year" in found.read["12-Aug"][1]
    assert "08/2012" in " ".join(days.column({"12-Aug": 1}, "dmy", TODAY, True).notes)


@pytest.mark.parametrize("words, kind", [
    ("Ill Health Retirement", "retirement"), ("Voluntary Early Retirement (VER)", "retirement"), ("Resignation-Other employer", "voluntary"),
    ("Resignation-Move overseas/interstate", "voluntary"), ("Contract Expired", "end"), ("Termination", "involuntary"), ("Other", "other"),
    ("Voluntarily Terminated", "voluntary"), ("Terminated for Cause", "involuntary"), ("Involuntary – redundancy", "involuntary"), ("End of contract or grant", "end"),
    ("Gone fishing", "")])
def test_class_is_read_from_words(words, kind):
    assert said.kind(words) == kind


# decisions

def test_code_without_a_meaning_is_asked_once_and_counts_as_answered_only_when_it_is_said():
    rows = ("ID,Year,Pay,Morale", "1,2012,A,M", "2,2012,M,SA", "3,2013,SD,D", "4,2013,SA,A")
    choices, plan = planned(sheet_of(*rows))
    [asked] = plan.questions
    assert "“M”" in asked.title and asked.guess == "none" and asked.rows == [2, 3]
    take_in(sheet_of(*rows))
    assert sum(levels("Pay").values()) == 3
    take_in(sheet_of(*rows), **{asked.key: "3"})
    assert levels("Pay")[3] == 1 and sum(levels("Pay").values()) == 4


def test_numbers_do_not_say_which_end_agrees():
    rows = ("ID,Year,Pay", "1,2012,1", "2,2012,2", "3,2013,5")
    [asked] = planned(sheet_of(*rows))[1].questions
    assert asked.key == "direction"
    take_in(sheet_of(*rows), direction="1")
    assert levels("Pay") == {5: 1, 4: 1, 1: 1}


def test_rows_without_a_last_day_are_asked_about_once_and_may_be_left_out():
    rows = ("ID,Year,Pay", "1,2012,A", "2,Not Stated,SA", "3,,D")
    _choices, plan = planned(sheet_of(*rows))
    [asked] = plan.questions
    assert asked.rows == [3, 4] and asked.more[0][2] == "2012-12-31"
    assert planned(sheet_of(*rows), **{"no-day": "out"})[1].counts["left_out"] == 2
    wrong = OFFER.plan(sheet_of(*rows), OFFER.choices(guessed(sheet_of(*rows)), answers={"no-day": "left", "no-day-day": "2031-01-01"}))
    assert wrong.open and wrong.open[0].problem
    take_in(sheet_of(*rows), **{"no-day": "left", "no-day-day": "2011-05-01"})
    assert sorted(one.last_day.year for one in Leaving.select()) == [2011, 2011, 2012]


def test_rows_that_cannot_be_are_refused_with_their_reason():
    head = ["ID", "Year", "SeparationType", "Pay moved me", "Studies", "Moved away"]
    sheet = sheet_of(head, ["1", "2012", "Other", "TRUE", "x", "no"], ["2", "2031", "Other", "TRUE", "", ""], ["2", "2012", "Other", "", "", ""],
                     ["3", "soon", "Other", "", "", ""], ["4" * 90, "2012", "Other", "", "", ""])
    plan = planned(sheet)[1]
    assert [line.state for line in plan.lines] == ["new", "refused", "new", "refused", "refused"]
    assert ["not passed", "not a date", "longer than 80"] == [next(part for part in ("not passed", "not a date", "longer than 80") if part in line.reasons[0])
                                                              for line in plan.lines if line.state == "refused"]
    twice = planned(sheet_of("ID,Year,Pay", "1,2012,A", "1,2013,SA"))[1]
    assert [line.state for line in twice.lines] == ["refused", "refused"]


# again, and back

def test_again_it_is_unchanged_and_a_change_is_put_right_and_taken_back():
    rows = ["ID,Year,SeparationType,Pay,Why did you go?", "1,2012,Other,A,Too far from home for me", "2,2013,Resignation,SA,"]
    take_in(sheet_of(*rows))
    assert planned(sheet_of(*rows))[1].counts["unchanged"] == 2
    before = dump()
    rows[1] = rows[1].replace("Other,A", "Termination,SD")
    [line] = [line for line in planned(sheet_of(*rows))[1].lines if line.state == "changed"]
    assert line.changes == [("Class", "Other", "Involuntary"), ("Answers", "2", "1 other")]
    kept = take_in(sheet_of(*rows))
    assert Leaving.get(Leaving.label == "1").kind == "involuntary" and levels("Pay") == {1: 1, 5: 1}
    OFFER.undo(kept, by=None)
    after = dump()
    for found in (before, after):       # which list wrote last is told by the list
        found["leaving"] = [[pair for pair in row if pair[0] != "import_id"] for row in found["leaving"]]
    assert after == before


def test_numbers_of_another_survey_are_asked_about():
    take_in(sheet_of("ID,Year,Pay", "1,2012,A", "2,2012,SA"))
    other = sheet_of("ID,Year,Pay", "1,2014,D", "2,2014,SD")
    assert [one.key for one in planned(other)[1].questions] == ["others"]
    take_in(other)
    assert Leaving.select().count() == 4 and planned(other)[1].counts["unchanged"] == 2


def test_undo_leaves_what_somebody_has_worked_on():
    kept = take_in(sheet_of("ID,Year,Pay", "1,2012,A", "2,2012,SA", "3,2012,D"))
    first, second, _third = Leaving.select().order_by(Leaving.id)
    Leaving.update(version=2).where(Leaving.id == first.id).execute()
    ExitCase.create(leaving=second, text="He shouted.", at="2026-11-23 10:00:00")
    OFFER.undo(kept, by=None)
    assert {one.id for one in Leaving.select()} == {first.id, second.id} and Measure.select().count() == 1
    assert {why for _name, why in OFFER.stays(Import.get())} == {"was changed since and stays as it is", "stays, because something else belongs to it by now"}


def test_what_undo_needs_holds_no_word_of_the_survey():
    kept = take_in(read(surveys.text().encode()))
    assert "Fewer forms" not in kept.changes and "Carer" not in kept.changes
