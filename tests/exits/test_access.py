"""Who reads what leavers said (PRACTICE 4): each rule from outside."""
from datetime import timedelta

import pytest

from perf.exits import access, actions, answering, codes, links, queries
from perf.exits.models import Leaving
from perf.kernel import clock
from perf.kernel.errors import Changed, Refused
from perf.people import actions as people
from perf.people import queries as known
from perf.people.models import Person
from perf.questions.models import Sheet
from tests.exits.conftest import answer, fill

SAID = {"recommend": 3, "manager_support": 1}


def status(browser_of, who, found):
    return browser_of(who).get(f"/exits/{found.id}/answers").status_code


@pytest.fixture
def given(leaving, short, hana):
    return answer(leaving, short, SAID, hana)


@pytest.mark.parametrize("who, seen", [("hana", 200), ("mara", 403), ("ines", 404), ("adam", 403), ("zora", 403), ("tomas", 403)])
def test_answers_are_hrs_and_never_the_managers(browser_of, given, who, seen):
    assert status(browser_of, who, given) == seen


def test_manager_who_joins_hr_does_not_read_them(browser_of, given, mara, ines):
    people.give_power(mara, "hr", by=ines)
    me = Person.get_by_id(mara.id)
    assert not access.leavings_to_read(me).where(Leaving.id == given.id).exists() and queries_of(mara) == 0 and access.remarks_to_read(me).count() == 0


def queries_of(me):
    return Leaving.select().where(access.readable(Person.get_by_id(me.id))).count()


def test_manager_can_never_be_the_interviewer(leaving, short, mara, tomas, hana):
    for person in (mara, tomas):
        with pytest.raises(Refused):
            actions.plan(leaving, way="interview", template=short, interviewer=person, version=leaving.version, by=hana)


def test_interviewer_reads_what_they_took_and_no_other(browser_of, leaving, short, piet, hana):
    planned = actions.plan(leaving, way="interview", template=short, interviewer=piet, version=leaving.version, by=hana)
    fill(planned.interview_sheet_id, SAID)
    answering.send(planned, Sheet.get_by_id(planned.interview_sheet_id), by=piet)
    assert browser_of("piet").get(f"/exits/{leaving.id}/interview").status_code == 200
    assert browser_of("zora").get(f"/exits/{leaving.id}/interview").status_code == 404 and status(browser_of, "piet", planned) == 403


def test_what_is_about_hr_is_the_executives_alone(browser_of, today, hana, ines, short):
    """Adam reports to Hana, who is of HR: what he says is about HR."""
    from perf.people.models import Assignment
    seat = known.chart().of_person[hana.id].id
    amy = people.take_on(first_name="Amy", last_name="Stone", hired_on=today - timedelta(days=400), by=ines, seat={"title": "Case Worker", "department": None, "reports_to": seat})
    found = answer(actions.begin(amy, last_day=today + timedelta(days=3), by=ines), short, SAID, ines)
    assert found.for_executive and found.manager_id == hana.id and Assignment.select().where(Assignment.person == amy).exists()
    assert status(browser_of, "hana", found) == 404 and status(browser_of, "ines", found) == 200
    assert queries_of(hana) == 0 and found.id not in {one.id for one in access.publishable(today, today + timedelta(days=9))}


def test_where_the_executive_is_the_manager_of_hr_the_board_reads_it(browser_of, leaving, today, hana, ines, short, adam):
    """Hana leaves, whom Ines leads: she is the named manager, so nobody but the board is left."""
    bela = people.add_person("Bela", "Farkas", email="bela@lantern.example", hired_on=today - timedelta(days=900))
    people.give_power(bela, "board")
    people.give_power(adam, "hr", by=ines)
    found = answer(actions.begin(hana, last_day=today + timedelta(days=3), by=adam), short, SAID, adam)
    assert {one.name for one in access.readers(found)} == {"Bela Farkas"}
    assert status(browser_of, "ines", found) == 404 and queries_of(bela) == 1
    assert found.id not in {one.id for one in Leaving.select().where(access.readable(Person.get_by_id(adam.id)))}


def test_nobody_of_hr_looks_after_their_own_leaving(browser_of, hana, adam, ines, today):
    people.give_power(adam, "hr", by=ines)
    found = actions.begin(hana, last_day=today + timedelta(days=30), by=adam)
    assert browser_of("hana").get(f"/exits/{found.id}").status_code == 404
    with pytest.raises(Refused):
        actions.decide(found, kind="voluntary", is_regretted=True, version=found.version, by=hana)


def test_draft_is_the_leavers_alone(browser_of, asked_by_link, hana):
    fill(asked_by_link.own_sheet_id, SAID)
    assert "left out" not in browser_of("hana").get(f"/exits/{asked_by_link.id}/answers").text and queries.sheets_of(queries.whole(asked_by_link.id)) == {}
    assert browser_of("hana").get(f"/questions/sheets/{asked_by_link.own_sheet_id}").status_code == 404


def test_link_made_anew_shows_no_draft_to_whoever_opens_it(app, asked_by_link, hana):
    first = app.test_client()
    first.get(f"/exits/by-link/{links.make_link(asked_by_link, by=hana)}")
    first.post("/exits/by-link/")
    fill(asked_by_link.own_sheet_id, SAID)
    other, secret = app.test_client(), links.make_link(queries.whole(asked_by_link.id), by=hana)
    other.get(f"/exits/by-link/{secret}")
    assert other.post("/exits/by-link/").status_code == 422 and other.get("/questions/guest/").status_code == 404
    assert first.get("/questions/guest/").status_code == 200


def test_five_wrong_codes_and_only_the_first_device_goes_on(app, asked_by_link, hana):
    secret, first, other = links.make_link(asked_by_link, by=hana), app.test_client(), app.test_client()
    for browser in (first, other):
        browser.get(f"/exits/by-link/{secret}")
    first.post("/exits/by-link/")
    code = codes.told(links.link_of(first.get_cookie("__Host-leaving").value)[0])
    for _try in range(5):
        other.post("/exits/by-link/", data={"code": "1"})
    assert other.post("/exits/by-link/", data={"code": code}).status_code == 422 and first.get("/questions/guest/").status_code == 200


def test_taking_the_last_day_back_ends_everything(app, asked_by_link, tomas, hana):
    browser = app.test_client()
    browser.get(f"/exits/by-link/{links.make_link(asked_by_link, by=hana)}")
    browser.post("/exits/by-link/")
    people.take_back_last_day(Person.get_by_id(tomas.id), by=hana)
    now = queries.whole(asked_by_link.id)
    assert now.state == "stays" and now.own_sheet_id is None and browser.get("/questions/guest/").status_code == 404


def test_two_of_hr_at_once_overwrite_nothing(leaving, hana):
    actions.decide(leaving, kind="voluntary", is_regretted=True, main="pay", version=leaving.version, by=hana)
    with pytest.raises(Changed):
        actions.decide(leaving, kind="involuntary", is_regretted=False, version=leaving.version, by=hana)
    assert queries.whole(leaving.id).kind == "voluntary"


@pytest.mark.parametrize("given", [{"main": "boredom"}, {"main": "", "contributing": ["pay"]}, {"main": "pay", "contributing": ["growth", "study", "family"]}, {"kind": "odd"}])
def test_reasons_are_one_main_and_up_to_two_more(leaving, hana, given):
    with pytest.raises(Refused):
        actions.decide(leaving, version=leaving.version, by=hana, **{"kind": "voluntary", "is_regretted": None, **given})


def test_a_leaving_is_finished_when_class_and_check_list_are(leaving, hana):
    from perf.exits import checklist
    with pytest.raises(Refused):
        actions.finish(leaving, version=leaving.version, by=hana)
    actions.decide(leaving, kind="retirement", is_regretted=True, version=leaving.version, by=hana)
    tasks = checklist.tasks_of(leaving)
    assert tasks
    with pytest.raises(Refused):
        actions.finish(leaving, version=queries.whole(leaving.id).version, by=hana)
    for task in tasks:
        checklist.tick(task, by=hana)
    actions.finish(leaving, version=queries.whole(leaving.id).version, by=hana)
    assert queries.whole(leaving.id).state == "done"


def test_other_questions_for_another_class(leaving, hana):
    """Retirement is asked what is asked of those who retire."""
    before = queries.whole(leaving.id).template_id
    actions.decide(leaving, kind="retirement", is_regretted=False, version=leaving.version, by=hana)
    assert queries.whole(leaving.id).template.name == "Retirement" and before != queries.whole(leaving.id).template_id


def test_room_switched_off_ends_the_link_for_the_time(app, asked_by_link, hana, adam):
    from perf.settings import actions as settings
    browser = app.test_client()
    browser.get(f"/exits/by-link/{links.make_link(asked_by_link, by=hana)}")
    browser.post("/exits/by-link/")
    settings.switch_room("exits", False, by=adam)
    assert browser.get("/exits/by-link/").status_code == 404 and browser.get("/questions/guest/").status_code == 404
    settings.switch_room("exits", True, by=adam)
    assert browser.get("/questions/guest/").status_code == 200


def test_who_comes_back_has_left_all_the_same(leaving, short, tomas, hana, today):
    answer(leaving, short, SAID, hana)
    with clock.at(today + timedelta(days=60)):
        people.come_back(Person.get_by_id(tomas.id), hired_on=today + timedelta(days=61), by=hana)
    assert queries.whole(leaving.id).state == "open"


def test_a_new_day_takes_department_and_manager_as_of_the_last_day_and_ends_what_ran_out(asked_by_link, tomas, piet, hana, today):
    people.move(tomas, on=today, title="Case Worker", department="Fundraising", reports_to=known.chart().of_person[piet.id].id, by=hana)
    actions.new_day(today)
    assert queries.whole(asked_by_link.id).manager == "Piet Vermeer"
    with clock.at(today + timedelta(days=80)):
        actions.new_day(clock.today())
    now = queries.whole(asked_by_link.id)
    assert now.own_sheet_id is None and now.result == ""
