"""Everything as a workbook to take along: what is in it, for whom, who learns of it; taken in again it changes nothing."""
import io
import re
import time
import tracemalloc
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest

import openpyxl
import pytest

from perf.exchange import exporting
from perf.exchange.models import Export, ExportedPerson
from perf.goals.sheets.offer import LISTS as GOALS
from perf.exchange.reading import read
from perf.kernel import clock, db, trail, workbook
from perf.kernel.tables import Table
from perf.kernel.trail import TrailLine
from perf.people.models import Leave, Person
from perf.people.staff.offer import STAFF
from perf.reviews import access
from perf.reviews.models import Review
from perf.roles import drafts
from perf.roles.models import Duty, Role
from perf.settings import actions as settings
from tests import canaries, world
from tests.exchange.role_lists import DEPARTMENTS, LEVELS, ROLES

ALL = ("organisation", "values", "holidays", "departments", "roles", "duties", "levels", "competencies", "people", "positions", "lines", "seats",
       "leaves", "stays", "powers", "accounts", "templates", "goals", "milestones", "check_ins", "goal_periods", "follow_ups",
       "cycles", "reviews", "answers", "signatures", "meetings", "earlier_reviews",
       "review_files", "upward", "upward_texts", "leavings", "exit_answers", "leaving_tasks", "exit_actions")


@pytest.fixture(scope="module")
def in_use(house):
    with world.house_in_use(house) as rows:
        yield house, rows


def taken(browser, *keys):
    return browser.post("/exchange/export", data={"table": list(keys or ALL)})


def sheets_of(content):
    """{title: [heading row, rows …]} of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


@pytest.fixture(scope="module")
def whole(in_use):
    with world.undone():
        reply = taken(world.browser(in_use[0], "hana"))
        assert reply.status_code == 200
        return sheets_of(reply.data)


def as_dicts(sheet):
    head, *rows = sheet
    return [dict(zip_longest(head, row)) for row in rows]


# what is in it

def test_every_table_of_every_room_is_in_it_by_a_name_of_its_own(whole):
    tables = [table for room in exporting.offered() for table in room.exports]
    assert tuple(sorted(table.key for table in tables)) == tuple(sorted(ALL)) and len(whole) == len(tables)
    for table in tables:
        assert whole[table.title][0] == list(table.head) and len(set(table.head)) == len(table.head)


def test_people_come_with_seat_manager_and_dates(whole):
    [tomas] = [row for row in as_dicts(whole["People"]) if row["E-mail"] == "tomas@lantern.example"]
    assert (tomas["First name"], tomas["Manager’s name"], tomas["Job title"]) == ("Tomas", f"{world.member('mara').name}", "Case Worker")
    assert isinstance(tomas["First day"], datetime) and tomas["Away"] == "no"
    assert len(as_dicts(whole["People"])) == Person.select().count()


def test_numbers_are_numbers_and_dates_are_dates(whole):
    duty, review = as_dicts(whole["Duties"])[0], next(row for row in as_dicts(whole["Reviews"]) if row["Score"] is not None)
    assert isinstance(duty["Share in %"], (int, float)) and isinstance(review["Score"], (int, float)) and isinstance(review["Submitted"], datetime)
    assert isinstance(as_dicts(whole["Review cycles"])[0]["From"], datetime) and isinstance(as_dicts(whole["Levels"])[0]["Level needed (1–5)"], int)


def test_no_secret_of_an_account_is_in_it(whole, in_use):
    text = repr(whole)
    for (password,) in db.database.execute_sql("SELECT password FROM account").fetchall():
        assert password not in text
    assert as_dicts(whole["Accounts"])[0]["Can sign in"] in ("yes", "no")


def test_kind_of_a_leave_is_in_it_and_interim_seats_are_named(in_use):
    with world.undone():
        Leave.create(person=world.member("tomas"), kind="parental", starts=clock.today())
        found = sheets_of(taken(world.browser(in_use[0], "hana"), "people", "leaves").data)
    assert set(found) == {"People", "Leaves"}
    assert [row["Kind of leave"] for row in as_dicts(found["People"]) if row["Away"] == "yes"] == ["parental"]
    assert as_dicts(found["Leaves"])[0]["Kind"] == "parental"


def test_a_room_that_is_off_gives_nothing(in_use):
    settings.switch_room("reviews", False, by=None)
    try:
        with world.undone():
            found = sheets_of(taken(world.browser(in_use[0], "hana")).data)
    finally:
        settings.switch_room("reviews", True, by=None)
    assert "Reviews" not in found and "People" in found


@pytest.mark.parametrize("value, kept", [
    ("=1+1", "'=1+1"), ("-5", "-5"), (-5, -5), (True, "yes"), (None, None), ("", None), (date(2026, 1, 2), date(2026, 1, 2)),
    ("bell\x07\x0bring", "bellring"), (" \t@SUM(1)", "' \t@SUM(1)")])
def test_cells_are_kept_as_what_they_are(value, kept):
    assert workbook.plain(value) == kept


# for whom

def test_whoever_is_not_hr_gets_none(in_use):
    with world.undone():
        for name in ("mara", "tomas", "adam", "ines", "bela"):
            browser = world.browser(in_use[0], name)
            assert taken(browser).status_code == 403 and browser.get("/exchange/export").status_code == 403


def test_it_is_asked_who_it_is_first(in_use):
    """S09"""
    from perf.accounts.models import Session
    with world.undone():
        Session.update(fresh_until=None).execute()
        reply = taken(world.browser(in_use[0], "hana"))
        assert reply.status_code == 403 and "confirm_password" in reply.text and not Export.select().count()


def test_right_that_was_lost_meanwhile_gives_no_file(in_use):
    """Z12"""
    from perf.people import actions as people
    with world.undone():
        hana = world.browser(in_use[0], "hana")
        assert hana.get("/exchange/export").status_code == 200
        people.give_power(world.member("ines"), "hr")
        people.take_power(world.member("hana"), "hr")
        assert taken(world.browser(in_use[0], "hana")).status_code in (303, 401, 403) and not Export.select().count()


def test_a_part_can_be_chosen_by_a_link(in_use):
    with world.undone():
        hana = world.browser(in_use[0], "hana")
        chosen = {only: re.findall(r'value="(\w+)" checked', hana.get(f"/exchange/export{only}").text) for only in ("", "?only=settings", "?only=x")}
    assert chosen == {"": list(ALL), "?only=settings": ["organisation", "values", "holidays"], "?only=x": []}


def test_nothing_chosen_is_said_and_the_choice_is_shown_again(in_use):
    with world.undone():
        reply = world.browser(in_use[0], "hana").post("/exchange/export", data={"table": "no-such"})
    assert reply.status_code == 422 and "Choose at least one table" in reply.text


STORIES = {     # what has happened: what HR finds in the workbook
    "drafts": (("write self", "write manager"), set()),
    "self given": (("give self", "write manager"), {"self text", "self na"}),
    "both given": (("give self", "give manager"), {"self text", "self na", "manager text", "manager na"}),
    "returned": (("give self", "give manager", "return manager"), {"self text", "self na"}),
}


@pytest.mark.parametrize("state", STORIES)
@pytest.mark.parametrize("subject, manager", [("tomas", "mara"), ("hana", "ines")])
def test_a_workbook_holds_the_texts_that_its_reader_may_read_and_no_draft(in_use, state, subject, manager):
    """Z04, Z07: HR finds nothing about themself that the pages do not show them."""
    steps, expected = STORIES[state]
    with world.undone():
        story = canaries.Story(*in_use, subject, manager)
        for step in steps:
            verb, kind = step.split()
            {"write": story.write, "give": story.give,
             "return": lambda kind: story.give_back(kind, by="hana" if subject != "hana" else "ines")}[verb](kind)
        text = repr(sheets_of(taken(world.browser(in_use[0], "hana")).data))
        found = {name for name, mark in story.marks.items() if mark in text}
    if subject == "hana":
        expected = {name for name in expected if name.startswith("self")}
    assert found == expected


def test_own_score_is_not_in_it_before_it_is_shared(in_use):
    with world.undone():
        story = canaries.Story(*in_use, "hana", "ines")
        story.give("manager", 2)
        before = as_dicts(sheets_of(taken(world.browser(in_use[0], "hana"), "reviews").data)["Reviews"])
        story.share()
        after = as_dicts(sheets_of(taken(world.browser(in_use[0], "hana"), "reviews").data)["Reviews"])
    own = [row for row in before if (row["Cycle"], row["Person"]) == ("With marks", story.subject.name)]
    assert [(row["Score"], row["Level"]) for row in own] == [(None, None)]
    assert [row["Score"] for row in after if (row["Cycle"], row["Person"]) == ("With marks", story.subject.name)] != [None]


def test_draft_of_a_role_is_not_in_it(in_use):
    with world.undone():
        drafts.add_duty(drafts.begin_draft(Role.get(Role.title == "Case Worker")), "CANARY-duty")
        assert "CANARY-duty" not in repr(sheets_of(taken(world.browser(in_use[0], "hana")).data))
        assert Duty.select().where(Duty.text == "CANARY-duty").exists()


def test_what_somebody_is_to_many_reviews_is_what_they_are_to_each(in_use):
    """The list obeys the same rule as the single row."""
    found = list(Review.select())
    for name in ("hana", "mara", "tomas", "ines", "bela", "nils", "zora"):
        me = world.member(name)
        assert access.stands_to(me, found) == {review.id: access.stands(me, review) for review in found}


# who learns of it

def test_one_line_in_the_trail_that_shows_to_everybody_concerned(in_use):
    """L01"""
    with world.undone():
        before = trail.head()[0]
        taken(world.browser(in_use[0], "hana"), "people", "departments")
        [line] = TrailLine.select().where(TrailLine.id > before)
        assert (line.verb, line.actor_id, line.about_id, line.is_reading) == ("export_records", world.member("hana").id, None, True)
        assert ExportedPerson.select().count() == Person.select().count()
        page = world.browser(in_use[0], "tomas").get("/audit/").text
        assert "took records of many people along" in page and "People, Departments" in page or "Departments, People" in page
        assert "took records of many people along" not in world.browser(in_use[0], "hana").get("/audit/").text


def test_tables_without_people_concern_nobody(in_use):
    with world.undone():
        taken(world.browser(in_use[0], "hana"), "departments", "values")
        assert not ExportedPerson.select().count() and Export.select().count() == 1
        assert "took records" not in world.browser(in_use[0], "tomas").get("/audit/?show=all").text


def test_where_the_line_cannot_be_written_nothing_is_taken(in_use, monkeypatch):
    """I13"""
    import peewee as pw

    def full(*args, **kwargs):
        raise pw.OperationalError("disk full")
    with world.undone():
        hana = world.browser(in_use[0], "hana")
        monkeypatch.setattr(trail, "record", full)
        reply = taken(hana)
        assert reply.status_code == 503 and "attachment" not in reply.headers.get("Content-Disposition", "")


def test_nothing_of_a_workbook_lies_on_the_disk(in_use, monkeypatch, tmp_path):
    import tempfile
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with world.undone():
        assert taken(world.browser(in_use[0], "hana")).status_code == 200


def test_texts_come_back_as_they_were_written(in_use):
    texts = ["one\ntwo", "  kept ", "<b>&amp;\"'", "_x0041_", "é 漢 🙂", "a\r\nb", "x" * 40_000]
    beside = (datetime(2026, 7, 1, 12, 30), date(1899, 1, 1), Decimal(10000) / 100)
    table = Table("x", "A & B", ("Text", "When", "Day", "Number"), lambda me: ((text, *beside) for text in texts))
    [(title, rows)] = sheets_of(workbook.workbook([table], None)).items()
    assert title == "A & B" and [row[0].replace("_x005F_", "_") for row in rows[1:]] == [*texts[:5], "a\nb", "x" * 32_767]
    assert rows[1][1:] == [datetime(2026, 7, 1, 13, 30), "1899-01-01", 100]
    assert read(workbook.workbook([table], None)).rows[3][0] == "_x0041_"


def test_an_export_is_forgotten_with_its_line(in_use):
    with world.undone():
        taken(world.browser(in_use[0], "hana"), "people")
        later = clock.now().replace(year=clock.now().year + 20)
        with clock.at(later):
            trail.record("sign_in", None)
            trail.cut(later)
            exporting.forget_old()
        assert not Export.select().count() and not ExportedPerson.select().count()


# taken in again

@pytest.mark.parametrize("offer, key", [(STAFF, "people"), (DEPARTMENTS, "departments"), (ROLES, "roles"), (ROLES, "duties"), (LEVELS, "levels"), (GOALS[0], "goals")],
                         ids=lambda one: one if isinstance(one, str) else "")
def test_what_was_taken_along_comes_back_unchanged(in_use, offer, key):
    with world.undone():
        content = taken(world.browser(in_use[0], "hana"), key).data
        sheet = read(content)
        matching = {at: one.field for at, one in enumerate(offer.guess(sheet.headings, sheet.rows)) if one.field}
        plan = offer.plan(sheet, offer.choices(matching))
        assert plan.lines and {line.state for line in plan.lines} == {"unchanged"}, [line for line in plan.lines if line.state != "unchanged"]
        assert not plan.open and not plan.does_something


# how fast

def test_rows_are_made_one_after_the_other(in_use):
    """A table of fifty thousand rows takes little memory."""
    def rows(me):
        for at in range(50_000):
            yield at, f"text {at}"
    tracemalloc.start()
    began = time.monotonic()
    workbook.workbook([Table("x", "X", ("a", "b"), rows)], None)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 30_000_000 and time.monotonic() - began < 60
