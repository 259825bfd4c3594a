"""The list of leavers: class and reasons from words, whose they are, what is refused, and figures that equal those worked out apart."""
import io
import os
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from perf.exchange.models import Upload
from perf.exchange.reading import read
from perf.exits import actions
from perf.exits.lists import said
from perf.exits.lists.offer import LISTS
from perf.exits.models import Leaving, LeavingReason
from perf.kernel.errors import Changed, Refused
from perf.kernel.trail import TrailLine
from perf.people import actions as people
from perf.people import queries
from perf.people.models import Person
from perf.people.staff.offer import STAFF
from tests.exchange.conftest import blank, empty  # noqa: F401
from tests.exchange.lists import answered, sheet_of
from tests.exchange.role_lists import planned, states, take_in
from tests.exits import staff
from tests.exits.test_surveys import check

[OFFER, _SURVEYS] = LISTS
FOLDER = os.environ.get("PERF_REAL_DATA")
HEAD = "Employee ID,Name,Last day,Class,Reason,Contributing reason,Regretted"


@pytest.fixture
def left(app, tomas, hana):
    """Tomas left in May, before Perf asked anybody anything."""
    people.let_go(tomas, last_day=date(2024, 5, 31), by=hana)
    Leaving.delete().execute()
    return tomas


def told():
    one = Leaving.get()
    reasons = {row.reason: row.is_main for row in one.reasons}
    return one.kind, one.is_regretted, reasons


# figures

def taken_in(content):
    """Staff first, then who left: everybody as a list says it."""
    sheet = read(content)
    choices = answered(sheet, prefers="mdy")
    STAFF.apply(sheet, choices, seen=STAFF.plan(sheet, choices).digest, by=None)
    matching = {at: one.field for at, one in enumerate(OFFER.guess(sheet.headings, sheet.rows)) if one.field}
    answers = {one.key: one.guess for one in OFFER.plan(sheet, OFFER.choices(matching, prefers="mdy")).open}
    choices = OFFER.choices(matching, answers=answers, prefers="mdy")
    plan = OFFER.plan(sheet, choices)
    OFFER.apply(sheet, choices, seen=plan.digest, by=None)
    assert not plan.counts["refused"] and OFFER.plan(sheet, choices).counts["unchanged"] == plan.counts["new"]


def compared(apart):
    ours = list(Leaving.select())
    reasons = dict(LeavingReason.select(LeavingReason.leaving, LeavingReason.reason).where(LeavingReason.is_main).tuples())
    yield from beside("leavers of department", Counter((one.department.strip(), one.last_day.year) for one in ours), apart.leavers("department"))
    yield from beside("leavers by class", Counter((one.kind, one.last_day.year) for one in ours), apart.leavers("class"))
    whys = Counter()
    for (why, year), count in apart.leavers("why").items():
        whys[said.reason(why)[0], year] += count
    yield from beside("leavers by reason", Counter((reasons[one.id], one.last_day.year) for one in ours), whys)
    yield from beside("leavers of manager", Counter((staff.plain(one.manager), one.last_day.year) for one in ours if one.manager), apart.leavers_by_manager())


def heads(apart, years):
    for year in years:
        on = date(year, 12, 31)
        chart = queries.chart(on)
        listed = [seat for seat in chart.of_person.values() if seat.employee_id]
        yield from beside(f"heads {on}, department", Counter(seat.department.strip() for seat in listed), apart.heads(on))
        led = Counter(staff.plain(above.name) for seat in listed if (above := chart.manager_of(seat.person_id)))
        yield from beside(f"heads {on}, manager", led, apart.heads_by_manager(on))


def beside(title, ours, theirs):
    for key in sorted({*ours, *theirs}):
        yield f"{title}: {key if isinstance(key, str) else ', '.join(map(str, key))}", ours.get(key, 0), theirs.get(key, 0)


def test_leavers_and_heads_equal_those_worked_out_apart(empty, capsys):  # noqa: F811
    content = staff.text()
    taken_in(content.encode("utf-8-sig"))
    apart = staff.Apart(content)
    check([*compared(apart), *heads(apart, (2012, 2016, 2018))], capsys)


@pytest.mark.skipif(not FOLDER, reason="PERF_REAL_DATA names no folder")
def test_real_leavers_and_heads_equal_those_worked_out_apart(empty, capsys):  # noqa: F811
    content = (Path(FOLDER) / "HRDataset_v14.csv").read_bytes()
    taken_in(content)
    apart = staff.Apart(content.decode("utf-8-sig"))
    assert Leaving.select().count() == 104
    check([*compared(apart), *heads(apart, (2011, 2013, 2015, 2018))], capsys, must_print=True)


# words

@pytest.mark.parametrize("words, reason, is_sure", [
    ("career change", "growth", True), ("more money", "pay", True), ("retiring", "retirement", True), ("performance", "performance", True),
    ("attendance", "conduct", True), ("no-call, no-show", "conduct", True), ("relocation out of area", "relocation", True), ("return to school", "study", True),
    ("maternity leave - did not return", "family", True), ("medical issues", "family", True), ("gross misconduct", "conduct", True),
    ("Contract ended", "contract_end", True), ("End of contract or grant", "contract_end", True), ("laid off", "redundancy", True), ("my boss", "manager", True),
    ("Another position", "growth", False), ("unhappy", "culture", False), ("hours", "workload", False), ("military", "other", False),
    ("Fatal attraction", "conduct", False), ("went to sea", "other", False)])
def test_reason_is_guessed_from_words_and_unsure_ones_are_known_as_such(words, reason, is_sure):
    assert said.reason(words) == (reason, is_sure)


def test_every_name_that_perf_writes_is_read_back():
    assert {name: said.reason(label) for name, label in said.REASONS.items()} == {name: (name, True) for name in said.REASONS}
    assert {name: said.kind(label) for name, label in said.KINDS.items()} == {name: name for name in said.KINDS}


def test_word_that_does_not_tell_is_asked_once_for_all_its_rows(left, mara, hana):
    people.let_go(mara, last_day=date(2024, 6, 30), by=hana)
    Leaving.delete().execute()
    rows = (HEAD, "E5,,2024-05-31,Resigned,Went to sea,,", "E4,,2024-06-30,Resigned,Went to sea,,")
    sheet = sheet_of(*rows)
    matching = {at: one.field for at, one in enumerate(OFFER.guess(sheet.headings, sheet.rows)) if one.field}
    [asked] = OFFER.plan(sheet, OFFER.choices(matching)).open
    assert asked.rows == [2, 3] and asked.guess == "other" and "Went to sea" in asked.title
    take_in(OFFER, *rows, answers={asked.key: "culture"}, by=hana)
    assert {row.reason for row in LeavingReason.select()} == {"culture"} and Leaving.select().count() == 2


# whose, and when

def test_row_becomes_a_leaving_of_that_day_and_asks_nobody(left, mara, hana):
    kept = take_in(OFFER, HEAD, "E5,,2024-05-31,Voluntarily Terminated,more money,career change;no growth here,no", by=hana)
    one = Leaving.get()
    assert (one.person, one.state, one.way, one.manager, one.manager_id, one.department, one.role) == (
        left, "noted", "none", "Mara Okafor", mara.id, "Family Services", "Case Worker")
    assert told() == ("voluntary", False, {"pay": True, "growth": False}) and not one.for_executive
    assert TrailLine.select().where(TrailLine.verb == "import_leavers", TrailLine.row_id == kept.id).exists() and "pay" not in kept.changes


def test_leaving_of_somebody_led_by_hr_is_the_executives(app, hana, tomas, mara):
    people.give_power(mara, "hr")
    people.let_go(tomas, last_day=date(2024, 5, 31), by=hana)
    Leaving.delete().execute()
    take_in(OFFER, HEAD, "E5,,,Resigned,pay,,", by=hana)
    assert Leaving.get().for_executive


@pytest.mark.parametrize("row, why", [
    ("E4,,2024-05-31,Resigned,pay,,", "is still here"), ("E5,,2024-06-01,Resigned,pay,,", "The last day here is 31 May 2024"),
    ("E5,,soon,Resigned,pay,,", "not a date"), (",Ann Other,2024-05-31,Resigned,pay,,", "Nobody here is “Ann Other”"), (",,2024-05-31,Resigned,pay,,", "does not say who"),
    ("E5,,,Resigned,,pay,", "no main reason"), ("E5,,,Resigned,pay,career;school;family,", "Keep two"), ("E5,,,Resigned,pay,,perhaps", "neither yes nor no"),
    ("E5,,2024-05-31,Active,pay,,", "Correct one of them")])
def test_row_that_cannot_be_is_refused_with_its_reason(left, row, why):
    _sheet, _choices, plan = planned(OFFER, HEAD, row)
    assert states(plan) == {2: "refused"} and why in " ".join(plan.lines[0].reasons)


def test_who_is_still_here_by_the_lists_own_words_is_left_out(left):
    _sheet, _choices, plan = planned(OFFER, HEAD, "E4,,,Active,N/A-StillEmployed,,", "E1,,,,N/A - still employed,,", "E2,,,,,,", "E5,,,Resigned,pay,,")
    assert states(plan) == {2: "left_out", 3: "left_out", 4: "left_out", 5: "new"}
    assert "Still here" in plan.lines[0].reasons[0] and "Nothing in the row" in plan.lines[2].reasons[0]


def test_last_day_comes_from_the_record_and_an_earlier_stay_counts_as_well(left, hana):
    people.come_back(left, hired_on=date(2025, 2, 1), by=hana)
    Leaving.delete().execute()
    take_in(OFFER, HEAD, "E5,,2024-05-31,Resigned,pay,,", by=hana)
    assert Leaving.get().last_day == date(2024, 5, 31) and Leaving.get().hired_on == date(2023, 1, 9)


def test_leaving_that_goes_on_in_perf_is_not_touched_by_a_list(app, hana, tomas):
    people.let_go(tomas, last_day=date(2024, 5, 31), by=hana)
    Leaving.delete().execute()
    actions.begin(tomas, by=hana)
    _sheet, _choices, plan = planned(OFFER, HEAD, "E5,,,Resigned,pay,,")
    assert states(plan) == {2: "refused"} and "decided on its page" in plan.lines[0].reasons[0]


def test_nobody_brings_in_why_they_left_themselves(left, hana):
    people.give_power(left, "hr")
    with pytest.raises(Refused, match="of your own"):
        take_in(OFFER, HEAD, "E5,,,Resigned,pay,,", by=left)


def test_columns_about_the_person_are_never_offered():
    found = OFFER.guess(["EmpID", "RaceDesc", "MaritalDesc", "TermReason", "Disability"], [])
    assert [one.never for one in found] == [False, True, True, False, True]


# again, and back

def test_again_it_is_unchanged_and_a_change_is_shown_old_and_new(left, hana):
    row = "E5,,,Resigned,more money,school,"
    take_in(OFFER, HEAD, row, by=hana)
    assert states(planned(OFFER, HEAD, row)[2]) == {2: "unchanged"}
    _sheet, _choices, plan = planned(OFFER, HEAD, "E5,,,Dismissed,attendance,,yes")
    assert plan.lines[0].changes == [("Class", "Voluntary", "Involuntary"), ("Regretted", "–", "Yes"), ("Reasons", "Pay, Study", "Conduct, Study")]
    assert states(planned(OFFER, HEAD, "E5,,,,,,")[2]) == {2: "left_out"}               # empty cells keep what is there
    kept = take_in(OFFER, HEAD, "E5,,,Dismissed,attendance,,yes", by=hana)
    assert told() == ("involuntary", True, {"conduct": True, "study": False})
    OFFER.undo(kept, by=hana)
    assert told() == ("voluntary", None, {"pay": True, "study": False})


def test_undo_takes_out_what_came_in_and_leaves_what_hr_has_decided_since(left, hana):
    kept = take_in(OFFER, HEAD, "E5,,,Resigned,pay,,", by=hana)
    OFFER.undo(kept, by=hana)
    assert not Leaving.select().exists() and Person.get_by_id(left.id).left_on == date(2024, 5, 31)
    kept = take_in(OFFER, HEAD, "E5,,,Resigned,pay,,", by=hana)
    actions.decide(Leaving.get(), kind="retirement", is_regretted=None, version=1, by=hana)
    OFFER.undo(kept, by=hana)
    assert Leaving.get().kind == "retirement"


def test_records_that_changed_since_the_preview_stop_the_import(left, hana):
    sheet, choices, plan = planned(OFFER, HEAD, "E5,,,Resigned,pay,,")
    work = OFFER.ready(sheet, choices, seen=plan.digest)
    take_in(OFFER, HEAD, "E5,,,Dismissed,conduct,,", by=hana)
    with pytest.raises(Changed):
        OFFER.write(work, by=hana)
    assert told()[0] == "involuntary"


# through the pages

def test_survey_goes_its_way_through_the_pages_and_nobody_sends_what_is_not_offered(app, browser_of):
    hana, rows = browser_of("hana"), ("ID,Year,Pay was fair,Disability,Away", "1,2012,A,Yes,x", "2,,M,N/A,", "3,2013,SD,Yes,")
    assert hana.post("/exchange/", data={"kind": "exit_surveys", "file": (io.BytesIO("\n".join(rows).encode()), "survey.csv")},
                     content_type="multipart/form-data").status_code == 303
    upload = Upload.select().order_by(Upload.id.desc()).get()
    page = hana.get(f"/exchange/{upload.id}/columns").text
    chosen = dict(re.findall(r'name="(column-\d+)".*?<option value="([\w-]*)" selected', page, re.DOTALL))
    assert chosen == {"column-0": "label", "column-1": "last_day", "column-2": "ask-agreement", "column-4": "factor"}
    assert "column-3" not in page and "Health never enters Perf" in page and '<optgroup label="A new question">' in page
    sent = {**chosen, "column-3": "ask-choice"}
    assert hana.post(f"/exchange/{upload.id}/columns", data=sent).headers["Location"].endswith("/decisions")
    assert "column-3" not in repr(Upload.get_by_id(upload.id).matching) and '"3"' not in Upload.get_by_id(upload.id).matching
    page = hana.get(f"/exchange/{upload.id}/decisions").text
    answers = dict(re.findall(r'name="([\w-]+)" value="([\w-]+)" checked', page))
    assert len(answers) == 2 and 'type="date"' in page
    assert hana.post(f"/exchange/{upload.id}/decisions", data={**answers, "no-day-day": "2013-05-01"}).headers["Location"].endswith("/preview")
    page = hana.get(f"/exchange/{upload.id}/preview").text
    assert "3 leavings are new" in page and "2 questions are new in Perf" in page
    done = hana.post(f"/exchange/{upload.id}/import", data={"seen": re.search(r'name="seen" value="(\w+)"', page).group(1)})
    assert done.status_code == 303 and Leaving.select().count() == 3 and "Leavings brought in" in hana.get(done.headers["Location"]).text
    hana.post(done.headers["Location"] + "/undo")
    assert not Leaving.select().exists()


@pytest.mark.parametrize("kind", ["leavers", "exit_surveys"])
def test_there_is_a_list_to_start_from(browser_of, kind):
    assert browser_of("hana").get(f"/exchange/template/{kind}.csv").status_code == 200
