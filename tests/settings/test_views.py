"""The organisation's settings."""
import pytest

from perf.settings import actions, queries

GIVEN = {"name": "Lantern House", "purpose": "", "time_zone": "Europe/Paris", "currency": "eur", "fiscal_start": "7", "locale": "en_GB"}


def words_of(answer):
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("who", ["hana", "mara"])
def test_settings_are_the_administrators(browser_of, who):
    assert browser_of(who).get("/settings/").status_code == 403


def test_change_holds_at_once(browser_of):
    assert browser_of("adam").post("/settings/", data={**GIVEN, "version": "1"}).status_code == 303
    house = queries.organisation()
    assert (house.time_zone, house.currency, house.fiscal_start) == ("Europe/Paris", "EUR", 7)


def test_unknown_zone_and_currency_are_refused_with_what_was_typed(browser_of):
    answer = browser_of("adam").post("/settings/", data={**GIVEN, "time_zone": "Europe/Nowhere", "currency": "XQX", "version": "1"})
    page = words_of(answer)
    assert answer.status_code == 422 and 'value="Europe/Nowhere"' in page and "three letters" in page


def test_two_administrators_do_not_overwrite_each_other_in_silence(browser_of):
    browser = browser_of("adam")
    browser.post("/settings/", data={**GIVEN, "name": "Theirs", "version": "1"})
    answer = browser.post("/settings/", data={**GIVEN, "name": "Mine", "version": "1"})
    page = words_of(answer)
    assert answer.status_code in (409, 422) and "Theirs" in page and "Mine" in page and queries.organisation().name == "Theirs"


def test_part_that_is_off_is_not_shown_and_comes_back(browser_of):
    browser = browser_of("adam")
    assert "Organisation chart" in words_of(browser.get("/settings/"))
    browser.post("/settings/rooms/orgchart", data={"on": "no"})
    assert browser.get("/orgchart/").status_code == 404 and browser.get("/people/").status_code == 200
    browser.post("/settings/rooms/orgchart", data={"on": "yes"})
    assert browser.get("/orgchart/").status_code == 200


def test_part_that_others_stand_on_stays(browser_of):
    assert browser_of("adam").post("/settings/rooms/people", data={"on": "no"}).status_code == 422


def test_day_off_is_listed_once_and_taken_off(browser_of):
    browser = browser_of("adam")
    for _twice in range(2):
        answer = browser.post("/settings/holidays", data={"day": "2030-12-25", "name": "Christmas Day"})
    assert answer.status_code == 422 and "on the list already" in words_of(answer)
    browser.post(f"/settings/holidays/{queries.holidays()[0].id}/remove")
    assert queries.holidays() == []


def test_values_are_kept_in_their_order(browser_of, adam):
    browser_of("adam").post("/settings/values", data={"values": "Care: we look after each other\nCourage"})
    assert [(value.name, value.meaning) for value in queries.values()] == [("Care", "we look after each other"), ("Courage", "")]
    actions.keep_values([("One", "")], by=adam)
    assert "One" in words_of(browser_of("adam").get("/settings/"))
