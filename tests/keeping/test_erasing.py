"""PRACTICE 14: how long records are kept, holds, purging what is past its time, and erasing somebody who has left."""
import json
import re
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from perf.accounts.models import Session
from perf.keeping import actions, erasing, queries
from perf.keeping.models import Erasure, Hold, Purge
from perf.keeping.plan import plan
from perf.kernel import clock, db, store
from perf.kernel.errors import Refused
from perf.kernel.trail import TrailLine
from perf.people.models import Person
from perf.questions.models import Answer, Sheet
from perf.reviews.models import Review
from tests import world
from tests.pages import Page, text_of

LONG_AGO = 8 * 366


def seen(page):
    return Page(page, "/").values["seen"][0]


def purge(desk, **given):
    page = desk.browser("hana").get("/keeping/purge").text
    return desk.browser("hana").post("/keeping/purge", data={"seen": seen(page), "agreed": "y", **given})


def erase(desk, person, **given):
    page = desk.browser("hana").get(f"/keeping/people/{person.id}/erase").text
    found = Page(page, "/").values.get("seen", [""])[0]
    return desk.browser("hana").post(f"/keeping/people/{person.id}/erase",
                                     data={"seen": found, "typed": person.last_name, "written": "keep", **given})


# how long

def test_years_are_set_by_hr_and_at_least_one(desk):
    page = Page(desk.browser("hana").get("/keeping/").text, "/keeping/")
    form = next(form for form in page.forms if form.action == "/keeping/")
    sent = dict(form.sent()) | {"years_people": "10", "years_reviews": "9"}
    assert desk.browser("hana").post("/keeping/", data=sent).status_code == 303
    assert {queries.periods()[key] for key in ("people", "reviews")} == {10, 9}
    again = dict(next(form for form in Page(desk.browser("hana").get("/keeping/").text, "/keeping/").forms if form.action == "/keeping/").sent())
    assert desk.browser("hana").post("/keeping/", data=again | {"years_reviews": "0"}).status_code == 422
    assert desk.browser("hana").post("/keeping/", data=again | {"years_reviews": "11"}).status_code == 422     # longer than the person's record


def test_years_that_somebody_else_changed_are_shown_and_not_overwritten(desk, hana):
    sent = dict(next(form for form in Page(desk.browser("hana").get("/keeping/").text, "/keeping/").forms if form.action == "/keeping/").sent())
    actions.keep_for({"people": 12}, seen=actions.periods_mark(), by=hana)
    reply = desk.browser("hana").post("/keeping/", data=sent | {"years_people": "20"})
    assert reply.status_code == 409 and queries.periods()["people"] == 12


@pytest.mark.parametrize("name", ["mara", "tomas", "adam", "ines"])
def test_keeping_is_hrs(desk, name):
    assert desk.browser(name).get("/keeping/").status_code == 403


# purging

def test_what_is_removed_is_what_was_previewed(desk):
    tomas = desk.let_go("tomas", LONG_AGO)
    before, found = Review.select().count(), plan(clock.today())
    assert found.counts["reviews"] == Review.select().where(Review.person == tomas).count() and "Tomas Lindqvist" in desk.browser("hana").get(
        "/keeping/purge").text
    assert purge(desk).status_code == 303
    assert Review.select().count() == before - found.counts["reviews"] and Purge.get().counts == found.counts
    assert TrailLine.select().where(TrailLine.verb == "purge").count() == 1
    assert Erasure.get(Erasure.person == tomas).number == 1 and Person.get_by_id(tomas.id).last_name != "Lindqvist"


def test_preview_that_is_out_of_date_removes_nothing(desk):
    desk.let_go("tomas", LONG_AGO)
    page = desk.browser("hana").get("/keeping/purge").text
    desk.let_go("zora", LONG_AGO)
    before = world.dump(without={"trail_line", "session.seen_at"})
    reply = desk.browser("hana").post("/keeping/purge", data={"seen": seen(page), "agreed": "y"})
    assert reply.status_code == 409 and world.dump(without={"trail_line", "session.seen_at"}) == before


def test_purge_is_confirmed_by_a_tick_and_by_who_one_is(desk):
    """S09."""
    desk.let_go("tomas", LONG_AGO)
    assert purge(desk, agreed="").status_code == 422
    Session.update(fresh_until=None).execute()
    assert purge(desk).status_code == 403 and not Purge.select().exists()


def test_nobody_who_left_lately_is_past_their_time(desk):
    desk.let_go("tomas", 30)
    assert not plan(clock.today()).rows


@pytest.mark.parametrize("whole", [True, False], ids=["everything", "one person"])
def test_hold_stops_purging_and_erasing(desk, whole):
    tomas, hana = desk.let_go("tomas", LONG_AGO), desk.member("hana")
    where = "/keeping/holds" if whole else f"/keeping/people/{tomas.id}/hold"
    assert desk.browser("hana").post(where, data={"reason": "A claim before the court."}).status_code == 303
    found = plan(clock.today())
    assert not found.rows and found.held and "A claim before the court." in desk.browser("hana").get("/keeping/").text
    with pytest.raises(Refused):
        desk.does(erasing.erase, tomas, by=hana)
    assert desk.browser("hana").post(f"/keeping/holds/{Hold.select().order_by(Hold.id.desc()).get().id}/lift").status_code == 303
    assert plan(clock.today()).rows


@example(days=[366, 0, 0, 0], held={2}, years=1)     # who is held wrote as a colleague about the one who left
@given(days=st.lists(st.integers(0, 20 * 365), min_size=4, max_size=4), held=st.sets(st.integers(0, 3)), years=st.integers(1, 12))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_purge_takes_exactly_its_preview(desk, days, held, years):
    """Whenever people left, whoever is held: the same rows, and after it nothing more is past its time."""
    with world.undone():
        people = [desk.let_go(name, ago) for name, ago in zip(("tomas", "zora", "paula", "frida"), days)]
        actions.keep_for({record.key: years for record in queries.classes() if record.from_leaving}, seen=actions.periods_mark(), by=desk.member("hana"))
        for number in held:
            actions.hold(people[number], reason="A dispute.", by=desk.member("hana"))
        found = plan(clock.today())
        if found.rows:
            desk.does(actions.purge, seen=found.digest, by=desk.member("hana"))
        assert not plan(clock.today()).rows
        for number in held:
            assert Person.get_by_id(people[number].id).last_name == people[number].last_name
            assert not Erasure.select().where(Erasure.person == people[number]).exists()


# erasing

def test_erased_name_stands_nowhere_in_the_files(desk, story):
    """The database, its journal, and the copies made before upgrades."""
    person = desk.member("tomas")
    Person.update(first_name="Quillon", last_name="Zephyrine", email="quillon.zephyrine@lantern.example", phone="+44 5550199",
                  plain_name="quillon zephyrine").where(Person.id == person.id).execute()
    person = desk.let_go("quillon.zephyrine")
    marks = [story.marks["self text"], "Zephyrine", "zephyrine", "5550199"]
    copy_before_upgrade(desk)
    other = Answer.select().join(Sheet).where(Sheet.subject == desk.member("zora")).get()
    Answer.update(text="She and Quillon Zephyrine did this together.").where(Answer.id == other.id).execute()
    assert all(any(mark.encode() in file.read_bytes() for file in files(desk)) for mark in marks[:2])
    assert erase(desk, Person.get_by_id(person.id)).status_code == 303
    left = [(mark, file.name) for mark in marks for file in files(desk) if mark.encode() in file.read_bytes()]
    assert left == [] and Answer.get_by_id(other.id).text == "She and Former employee 1 did this together."


def copy_before_upgrade(desk):
    (desk.house.folder / store.COPIES).mkdir(exist_ok=True)
    db.copy_to(desk.house.folder / store.COPIES / f"before-0009_later-{clock.now():%Y%m%d-%H%M%S}.db")


def files(desk):
    return [path for path in desk.house.folder.rglob("*") if path.is_file()]


def test_erased_person_is_a_number_and_figures_stay(desk, story):
    story.share()
    tomas = desk.let_go("tomas")
    before = [(row.id, row.score, row.score_label) for row in Review.select().where(Review.person == tomas)]
    assert erase(desk, tomas).status_code == 303
    page = desk.browser("hana").get(f"/keeping/people/{tomas.id}").text
    assert "ormer employee 1" in Person.get_by_id(tomas.id).name and "Lindqvist" not in page
    assert [(row.id, row.score, row.score_label) for row in Review.select().where(Review.person == tomas)] == before
    assert desk.browser("tomas").get("/").status_code == 303


def test_nothing_of_the_erased_is_shown_to_anybody(desk, story):
    """Z04: no page of the house holds the name or a text of theirs."""
    tomas = desk.let_go("tomas")
    erase(desk, tomas, written="remove")
    for name in ("hana", "mara", "ines"):
        for page in world.pages(desk.house.app, desk.rows):
            text = text_of(desk.browser(name).get(page))
            assert "Lindqvist" not in text and story.marks["self text"] not in text, (name, page)


@pytest.mark.parametrize("given, words", [({"typed": "Somebody"}, "not the family name"), ({"seen": "other"}, "has changed")])
def test_erasing_asks_twice(desk, given, words):
    tomas = desk.let_go("tomas")
    reply = erase(desk, tomas, **given)
    assert reply.status_code in (409, 422) and words in reply.text and not Erasure.select().exists()


def test_erasing_is_only_for_whoever_has_just_shown_that_it_is_them(desk):
    """S09."""
    tomas = desk.let_go("tomas")
    Session.update(fresh_until=None).execute()
    assert erase(desk, tomas).status_code == 403 and not Erasure.select().exists()


def test_somebody_who_is_here_is_not_erased(desk):
    assert erase(desk, desk.member("zora")).status_code == 422


def test_nobody_erases_themselves(desk):
    hana = desk.member("hana")
    assert desk.browser("hana").get(f"/keeping/people/{hana.id}/erase").status_code == 404


def test_after_a_restore_the_same_people_are_erased_again(desk):
    tomas = desk.let_go("tomas")
    snapshot = {field.name: getattr(tomas, field.name) for field in Person._meta.sorted_fields if field.name != "id"}
    erase(desk, tomas)
    listed = json.loads((desk.house.folder / store.ERASED).read_text())
    assert listed == [{"person": tomas.id, "number": 1, "with_written": False}]
    Erasure.delete().execute()                                      # as the older backup knows it
    Person.update(**snapshot).where(Person.id == tomas.id).execute()
    assert "brought back" in desk.browser("hana").get("/keeping/").text
    assert desk.browser("hana").post("/keeping/again").status_code == 303
    assert Erasure.get().number == 1 and Person.get_by_id(tomas.id).last_name != "Lindqvist"


def test_numbers_of_former_employees_are_never_given_twice(desk):
    for number, name in enumerate(("tomas", "paula"), 1):
        assert desk.does(erasing.erase, desk.let_go(name), by=desk.member("hana")) == number


# from the command line

def test_commands_say_what_they_would_do_and_do_it(desk, tmp_path):
    desk.let_go("tomas", LONG_AGO)
    run = desk.house.app.test_cli_runner().invoke
    told = run(args=["purge", "--dry-run"])
    assert told.exit_code == 0 and re.search(r"Reviews: [1-9]", told.output) and not Purge.select().exists()
    about = run(args=["everything-about", "zora@lantern.example", "--to", str(tmp_path)])
    assert about.exit_code == 0 and len(list(tmp_path.glob("about-*.zip"))) == 1
    assert run(args=["purge", "--yes"]).exit_code == 0 and Purge.select().count() == 1


def test_years_count_from_the_last_day_also_in_a_leap_year():
    from perf.kernel.records import years_after, years_before
    assert years_after(date(2024, 2, 29), 7) == date(2031, 3, 1) and years_before(date(2024, 2, 29), 1) == date(2023, 2, 28)


def test_nobody_comes_back_of_whom_only_a_number_is_left(desk):
    tomas = desk.let_go("tomas")
    erase(desk, tomas)
    assert desk.browser("hana").post(f"/people/{tomas.id}/stays").status_code == 422
    assert desk.browser("hana").post(f"/keeping/people/{tomas.id}/ask", data={"wish": ""}).status_code == 422
    assert Person.get_by_id(tomas.id).has_left


def test_log_is_kept_two_years_at_least(desk, hana):
    """L02: nobody clears away their own traces by shortening the years."""
    with pytest.raises(Refused):
        actions.keep_for({"trail": 1}, seen=actions.periods_mark(), by=hana)
