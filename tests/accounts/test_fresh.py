"""Is it really you? Dangerous deeds ask, once a quarter of an hour; who gives powers, and who learns of it."""
import re
from datetime import timedelta

import pytest

from perf.accounts.models import Account, FailedSignIn, Session
from perf.kernel import clock
from perf.notices.models import Notice
from perf.people.models import Person, Power
from tests import world
from tests.conftest import PASSWORD, code


def stale():
    """A quarter of an hour has passed for everybody."""
    Session.update(fresh_until=None).execute()


@pytest.fixture
def hana_gives(browser_of, mara):
    """Hana gives Mara a power; what else the form holds can be said."""
    return lambda **more: browser_of("hana").post(f"/people/{mara.id}/powers", data={"power": "board", "do": "give", **more})


def has_power(person, name="board"):
    return Power.select().where(Power.person == person, Power.name == name).exists()


# S09

def test_every_dangerous_route_asks_first(house):
    """S09: whoever has not shown lately that it is really them gets a page that asks, 403, and nothing is done."""
    with world.house_in_use(house) as rows:
        app, found = house.app, 0
        stale()
        before = world.dump(without={"trail_line", "submission", "session.seen_at"})
        for method, endpoint, rule in world.routes(app):
            if getattr(app.view_functions[endpoint], "is_fresh", False) and set(rule.arguments) <= rows.keys():
                answers = {name: world.browser(house, name).open(world.address(app, rule, rows), method=method) for name in ("hana", "adam", "mara")}
                asked = [one for one in answers.values() if one.status_code == 403 and "Is it really you?" in one.text]
                assert asked and all(one.status_code in (403, 404) for one in answers.values()), endpoint
                found += 1
        assert found >= 10 and world.dump(without={"trail_line", "submission", "session.seen_at"}) == before


def test_these_deeds_are_behind_it(app):
    """S09: the list of the requirement, as far as the house has such deeds."""
    fresh = {endpoint for endpoint, view in app.view_functions.items() if getattr(view, "is_fresh", False)}
    assert {"people.powers", "accounts.confirm_reset", "accounts.ask_address", "accounts.take_second", "accounts.remove_app"} <= fresh


def test_what_was_sent_is_done_once_it_is_shown(hana_gives, mara):
    """S09: the page holds the form of before; with the password and the code it is done."""
    stale()
    page = hana_gives(note="Two\nlines")
    assert page.status_code == 403 and not has_power(mara)
    form = page.text.split("<main")[1].split("<form")[1].split("</form>")[0]
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    assert f'action="/people/{mara.id}/powers"' in form and hidden["power"] == "board" and hidden["note"] == "Two\nlines"
    assert hana_gives(**{**hidden, "confirm_password": PASSWORD, "confirm_code": code()}).status_code == 303 and has_power(mara)


@pytest.mark.parametrize("given, said", [
    ({"confirm_password": "wrong wrong wrong", "confirm_code": "000000"}, "That is not your password"),
    ({"confirm_password": PASSWORD, "confirm_code": "000000"}, "That code does not count"),
    ({"confirm_password": PASSWORD}, "That code does not count"), ({"confirm_password": ""}, "Please fill this in")])
def test_wrong_answer_is_told_and_nothing_is_done(hana_gives, mara, given, said):
    """S09"""
    stale()
    answer = hana_gives(**given)
    assert answer.status_code == 403 and said in answer.text and not has_power(mara) and PASSWORD not in answer.text


def test_passwords_and_codes_never_ride_along(browser_of, mara):
    """S09"""
    stale()
    page = browser_of("mara").post("/accounts/mine/email", data={
        "email": "new@lantern.example", "password": "SECRET1", "passphrase": "SECRET2", "confirm_code": "SECRET3"}).text
    assert "SECRET" not in page and 'value="new@lantern.example"' in page


def test_it_counts_for_a_quarter_of_an_hour(browser_of, mara, monkeypatch):
    """S09"""
    stale()
    browser, now = browser_of("mara"), clock.now()
    assert browser.post("/sign-in/again", data={"confirm_password": PASSWORD}).status_code == 303
    for seconds, status in ((14 * 60, 422), (16 * 60, 403)):
        monkeypatch.setattr(clock, "now", lambda seconds=seconds: now + timedelta(seconds=seconds))
        assert browser.post("/accounts/mine/email", data={"email": "new@lantern.example"}).status_code == status


def test_signing_in_counts_as_well(app, mara):
    """S09"""
    browser = app.test_client()
    browser.post("/sign-in", data={"email": "mara@lantern.example", "password": PASSWORD})
    assert browser.post("/accounts/mine/email", data={"email": "new@lantern.example"}).status_code == 422


def test_wrong_answers_are_slowed_down(hana_gives, mara):
    """S09, A04"""
    stale()
    answers = [hana_gives(confirm_password="wrong wrong wrong", confirm_code="0") for _try in range(11)]
    assert [one.status_code for one in answers] == [403] * 10 + [429] and int(answers[10].headers["Retry-After"]) > 0
    assert FailedSignIn.select().count() == 10


def test_page_leads_back_and_nowhere_else(browser_of):
    """S09, B13"""
    for onward in ("//evil.example/", "https://evil.example/", "/\\evil.example"):
        answer = browser_of("mara").post("/sign-in/again", data={"confirm_password": PASSWORD, "next": onward})
        assert "evil" not in answer.headers.get("Location", "")


def test_piece_of_a_page_is_sent_to_the_page_that_asks(browser_of, mara):
    """S09, B04: the same decision for htmx."""
    stale()
    answer = browser_of("hana").post(f"/people/{mara.id}/powers", data={"power": "board", "do": "give"},
                                     headers={"HX-Request": "true", "HX-Current-URL": f"http://localhost/people/{mara.id}"})
    assert answer.status_code == 403 and answer.headers["HX-Redirect"] == f"/sign-in/again?next=/people/{mara.id}" and not has_power(mara)


def test_whoever_has_no_password_signs_in_again_instead(browser_of, mara):
    """S09"""
    stale()
    Account.update(password="").where(Account.person == mara).execute()
    page = browser_of("mara").post("/accounts/mine/email", data={"email": "new@lantern.example"})
    assert page.status_code == 403 and "Sign in once more" in page.text and "confirm_password" not in page.text


# powers

def test_all_of_hr_and_the_person_learn_of_a_power(hana_gives, mara, zora, hana):
    Power.create(person=zora, name="hr")
    hana_gives()
    told = {row.person_id for row in Notice.select().where(Notice.kind == "powers")}
    assert told == {mara.id, zora.id} and "Hana Sato gave Mara Okafor the power" in Notice.select().where(Notice.person_id == zora.id).get().sentence


@pytest.mark.parametrize("name, power, status", [("hana", "executive", 422), ("ines", "hr", 422), ("adam", "hr", 403), ("mara", "hr", 403)])
def test_nobody_gives_themself_a_power(browser_of, name, power, status):
    person = world.member(name)
    assert browser_of(name).post(f"/people/{person.id}/powers", data={"power": power, "do": "give"}).status_code == status
    assert not has_power(person, power)


def test_an_administrator_gives_nobody_a_power(browser_of, mara):
    assert browser_of("adam").post(f"/people/{mara.id}/powers", data={"power": "hr", "do": "give"}).status_code == 403
    assert not has_power(Person.get_by_id(mara.id), "hr")
