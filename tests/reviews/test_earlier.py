"""Reviews from earlier years: brought in from a list, each row with its reason, and taken out again."""
from datetime import date

import pytest

from perf.kernel.errors import Changed
from perf.kernel.trail import TrailLine
from perf.notices.models import Notice
from perf.people import actions as people
from perf.reviews.earlier.offer import LISTS
from perf.reviews.models import EarlierReview
from tests.exchange.lists import sheet_of
from tests.exchange.role_lists import planned, states, take_in

[OFFER] = LISTS
HEAD = "Employee ID,Name,Year,Score,Scale,Level,Summary,Reviewer"


def one():
    found = EarlierReview.get()
    return (found.person.first_name, found.period_start, found.period_end, found.score, found.worst, found.best, found.label, found.text,
            found.written_by)


def test_row_becomes_a_review_of_its_person_and_year(app, hana, tomas):
    take_in(OFFER, HEAD, "E5,Tomas Lindqvist,2021,4.25,1–5,Strong,Did well,Old Boss", by=hana)
    assert one() == ("Tomas", date(2021, 1, 1), date(2021, 12, 31), 425, 1, 5, "Strong", "Did well", "Old Boss")


def test_person_concerned_is_told_and_the_trail_holds_no_text(app, hana, tomas):
    kept = take_in(OFFER, HEAD, "E5,,2021,4,1-5,Strong,Secret text,Old Boss", by=hana)
    [notice] = Notice.select().where(Notice.person_id == tomas.id)
    assert notice.url == f"/reviews/people/{tomas.id}/history" and "Secret" not in notice.sentence
    assert TrailLine.select().where(TrailLine.verb == "import_earlier_reviews", TrailLine.row_id == kept.id).exists()
    assert "Secret text" not in kept.changes and "Old Boss" not in kept.changes


@pytest.mark.parametrize("written, period", [
    *((written, (date(2021, 1, 1), date(2021, 12, 31))) for written in ("2021", "FY 2021", "2021.0", "2021/22", "2021/2022")),
    ("H2 2021", (date(2021, 7, 1), date(2021, 12, 31))),
    ("2021 Q1", (date(2021, 1, 1), date(2021, 3, 31))), ("1 Apr 2020 to 31 Mar 2021", (date(2020, 4, 1), date(2021, 3, 31))),
    ("2020-04-01 – 2021-03-31", (date(2020, 4, 1), date(2021, 3, 31)))])
def test_period_is_read_however_it_is_written(app, written, period):
    _sheet, _choices, plan = planned(OFFER, HEAD, f"E5,,{written},4,1-5,,,")
    assert states(plan) == {2: "new"} and plan.lines[0].key[1:] == period


@pytest.mark.parametrize("written, scale, kept", [
    ("4.25", "1-5", (425, 1, 5)), ("3,5", "1 to 5", (350, 1, 5)), ("4/5", "", (400, 1, 5)), ("80%", "", (8000, 0, 100)), ("4.335", "5", (434, 1, 5)),
    ("85", "0..100", (8500, 0, 100)), ("7", "10", (700, 1, 10))])
def test_score_and_scale_are_read_however_they_are_written(app, written, scale, kept):
    _sheet, _choices, plan = planned(OFFER, HEAD, ["E5", "", "2021", written, scale, "", "", ""])
    says = plan.lines[0].says
    assert (says["score"], says["worst"], says["best"]) == kept, plan.lines[0].reasons


def test_lower_end_may_be_the_best(app, hana):
    take_in(OFFER, HEAD + ",Best value", "E5,,2021,2,1-6,,,,1", by=hana)
    assert one()[3:6] == (200, 6, 1)


@pytest.mark.parametrize("row, why", [
    ("E99,,2021,4,1-5,,,", "Nobody here is “E99”"), (",Nobody Known,2021,4,1-5,,,", "Nobody here is “Nobody Known”"),
    (",,2021,4,1-5,,,", "does not say whose"),
    ("E5,,,4,1-5,,,", "names no period"), ("E5,,next year,4,1-5,,,", "is not a period"), ("E5,,2099,4,1-5,,,", "has begun"),
    ("E5,,2021/25,4,1-5,,,", "is not a period"),
    ("E5,,2021,good,1-5,,,", "is not a score"), ("E5,,2021,6,1-5,,,", "outside the scale"), ("E5,,2021,-1,1-5,,,", "outside the scale"),
    ("E5,,2021,4,high,,,", "is not a scale"), ("E5,,2021,,,,,", "nothing to bring in"), ("E5,,H3 2021,4,1-5,,,", "is not a period"),
    ("E5,,2021,4,1-5," + "x" * 61 + ",,", "longer than 60")])
def test_row_that_cannot_be_is_refused_with_its_reason(app, row, why):
    _sheet, _choices, plan = planned(OFFER, HEAD, row, "E7,,2020,3,1-5,,,")
    assert states(plan) == {2: "refused", 3: "new"} and why in " ".join(plan.lines[0].reasons)


def test_same_person_and_period_twice(app):
    _sheet, _choices, plan = planned(OFFER, HEAD, "E5,,2021,4,1-5,,,", "E5,,2021,4,1-5,,,", "E7,,2021,4,1-5,,,", "E7,,2021,3,1-5,,,")
    assert states(plan) == {2: "new", 3: "left_out", 4: "refused", 5: "refused"}


def test_scale_that_the_list_does_not_say_is_asked_once(app, hana):
    rows = (HEAD, "E5,,2021,4,,,,", "E7,,2021,7,,,,")
    sheet = sheet_of(*rows)
    matching = {at: one.field for at, one in enumerate(OFFER.guess(sheet.headings, sheet.rows)) if one.field}
    [asked] = OFFER.plan(sheet, OFFER.choices(matching)).open
    assert asked.key == "scale" and [value for value, _label, _hint in asked.options] == ["1-10", "0-100"]
    take_in(OFFER, *rows, answers={"scale": "0-100"}, by=hana)
    assert {(row.worst, row.best) for row in EarlierReview.select()} == {(0, 100)}


def test_two_people_of_one_name_are_asked_about_and_left_out_where_nobody_is_chosen(app, hana, tomas):
    other = people.add_person("Tomas", "Lindqvist", employee_id="E77")
    rows = ("Name,Year,Score,Scale", ["Lindqvist, Tomas", "2021", "4", "1-5"], "Tomas  LINDQVIST,2020,3,1-5")
    _sheet, _choices, plan = planned(OFFER, *rows)
    assert states(plan) == {2: "left_out", 3: "left_out"}
    [asked] = plan.questions
    take_in(OFFER, *rows, answers={asked.key: f"p{other.id}"}, by=hana)
    assert {row.person_id for row in EarlierReview.select()} == {other.id} and asked.rows == [2, 3]


def test_ids_that_nobody_has_are_set_aside_and_names_decide(app):
    _sheet, _choices, plan = planned(OFFER, HEAD, "X1,Tomas Lindqvist,2021,4,1-5,,,")
    assert states(plan) == {2: "new"} and "set aside" in " ".join(plan.notes)


def test_again_it_is_unchanged_and_a_change_is_shown_old_and_new(app, hana):
    row = "E5,,2021,4,1-5,Strong,Did well,Old Boss"
    take_in(OFFER, HEAD, row, by=hana)
    assert states(planned(OFFER, HEAD, row)[2]) == {2: "unchanged"}
    _sheet, _choices, plan = planned(OFFER, HEAD, "E5,,2021,3.5,1-5,,,")
    assert plan.lines[0].changes == [("Score", "4.00 (1–5)", "3.50 (1–5)")]      # an empty cell keeps what is there
    take_in(OFFER, HEAD, "E5,,2021,3.5,1-5,,,", by=hana)
    assert one()[3:] == (350, 1, 5, "Strong", "Did well", "Old Boss")


def test_undo_takes_out_what_came_in_and_leaves_what_was_changed_since(app, hana, tomas):
    first = take_in(OFFER, HEAD, "E5,,2021,4,1-5,,,", "E7,,2021,4,1-5,,,", by=hana)
    second = take_in(OFFER, HEAD, "E5,,2021,3,1-5,,,", by=hana)
    OFFER.undo(first, by=hana)
    assert one()[:4] == ("Tomas", date(2021, 1, 1), date(2021, 12, 31), 300)
    OFFER.undo(second, by=hana)
    assert one()[3] == 400
    assert Notice.select().where(Notice.person_id == tomas.id).exists()         # his history still holds it
    third = take_in(OFFER, HEAD, "E7,,2019,4,1-5,,,", by=hana)
    OFFER.undo(third, by=hana)
    assert EarlierReview.select().count() == 1 and Notice.select().count() == 2


def test_records_that_changed_since_the_preview_stop_the_import(app, hana):
    """Whether they changed before the click, or in the moment between working it out and writing it."""
    sheet, choices, plan = planned(OFFER, HEAD, "E5,,2021,4,1-5,,,")
    work = OFFER.ready(sheet, choices, seen=plan.digest)
    take_in(OFFER, HEAD, "E5,,2021,3,1-5,,,", by=hana)
    with pytest.raises(Changed):
        OFFER.write(work, by=hana)
    with pytest.raises(Changed):
        OFFER.apply(sheet, choices, seen=plan.digest, by=hana)
    assert EarlierReview.get().score == 300
