"""Who may open which people."""
from datetime import timedelta

import pytest

from perf.people import access, actions, queries


def test_everybody_sees_who_is_here_and_hr_alone_who_has_left(app, mara, hana, zora, today):
    actions.let_go(zora, last_day=today - timedelta(days=1))
    assert zora not in list(access.people_to_see(mara)) and zora in list(access.people_to_see(hana))
    assert zora not in list(access.people_here(hana)) and list(access.people_who_left(hana)) == [zora]
    assert not list(access.people_who_left(mara))


@pytest.mark.parametrize("path", ["/people/{id}", "/people/{id}/edit", "/people/{id}/seat"])
def test_page_of_a_leaver_is_not_there_for_colleagues(browser_of, zora, today, path):
    actions.let_go(zora, last_day=today - timedelta(days=1))
    assert browser_of("mara").get(path.format(id=zora.id)).status_code in (403, 404)
    assert browser_of("hana").get(path.format(id=zora.id)).status_code == 200


def test_strangers_number_is_not_there(browser_of):
    assert browser_of("hana").get("/people/4711").status_code == 404
    assert browser_of("hana").post("/people/4711/last-day", data={"last_day": "2030-01-01"}).status_code == 404


@pytest.mark.parametrize("path", ["/people/desk/", "/people/new", "/people/emails", "/people/1/edit", "/people/1/seat"])
@pytest.mark.parametrize("who", ["mara", "adam"])
def test_records_are_hrs_alone(browser_of, who, path):
    assert browser_of(who).get(path).status_code == 403


def test_history_is_for_oneself_hr_and_whoever_leads_one(app, tomas, mara, ines, hana, piet, adam):
    house = queries.chart()
    may = {person.first_name for person in (tomas, mara, ines, hana, piet, adam) if access.may_know_history(person, tomas, house)}
    assert may == {"Tomas", "Mara", "Ines", "Hana"}


def test_administrator_gives_no_powers(browser_of, tomas):
    answer = browser_of("adam").post(f"/people/{tomas.id}/powers", data={"power": "hr", "do": "give"})
    assert answer.status_code == 403 and "hr" not in queries.Person.get_by_id(tomas.id).powers
