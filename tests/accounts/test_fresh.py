"""Is it really you? Dangerous deeds ask, once a quarter of an hour; who gives powers, and who learns of it."""
import re
from datetime import timedelta

import pytest

from perf.accounts.models import Account, FailedSignIn, Invitation, Session
from perf.kernel import clock
from perf.kernel.trail import TrailLine
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
    assert {"people.powers", "accounts.confirm_reset", "accounts.ask_address", "accounts.take_second", "accounts.remove_app",
            "accounts.enabled", "exchange.exports", "exchange.take_along"} <= fresh


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


@pytest.mark.parametrize("given", [{"confirm_password": "wrong wrong wrong", "confirm_code": "000000"},
                                   {"confirm_password": PASSWORD, "confirm_code": "000000"}])
def test_wrong_answer_leaves_a_line_that_the_person_sees(browser_of, hana, hana_gives, given):
    """S09, L01: somebody at a computer that was left alone."""
    stale()
    hana_gives(**given)
    line = TrailLine.select().order_by(TrailLine.id.desc()).get()
    assert (line.verb, line.actor_id, line.about_id) == ("confirm_failed", hana.id, hana.id)
    assert "failed to confirm a deed" in browser_of("hana").get("/audit/?show=all").text


# accounts of others

def is_open(person):
    return Account.get(Account.person == person).is_enabled


def test_closing_an_account_asks_first(browser_of, zora):
    """S09: the page holds the wish; with the password and the code it is done."""
    stale()
    way, wish = f"/accounts/{zora.id}/enabled", {"on": "no"}
    page = browser_of("hana").post(way, data=wish)
    assert page.status_code == 403 and "Is it really you?" in page.text and 'name="on" value="no"' in page.text and is_open(zora)
    answer = browser_of("hana").post(way, data={**wish, "confirm_password": PASSWORD, "confirm_code": code()})
    assert answer.status_code == 303 and not is_open(zora)


def test_link_that_sets_a_password_anew_asks_first_and_an_invitation_does_not(browser_of, zora, tomas):
    """S09: also where only one of many has an account; nobody gets a link before."""
    stale()
    Account.delete().where(Account.person == tomas).execute()
    invited = browser_of("hana").post("/accounts/invite", data={"people": [tomas.id], "by": "copy"})
    assert invited.status_code == 200 and "/invitation/" in invited.text
    many, before = {"people": [zora.id, tomas.id], "by": "copy"}, Invitation.select().count()
    page = browser_of("hana").post("/accounts/invite", data=many)
    assert page.status_code == 403 and page.text.count('name="people"') == 2 and Invitation.select().count() == before
    confirmed = browser_of("hana").post("/accounts/invite", data={**many, "confirm_password": PASSWORD, "confirm_code": code()})
    assert confirmed.status_code == 200 and confirmed.text.count("/invitation/") >= 2


def test_last_who_can_administer_or_is_hr_keeps_their_account(browser_of, adam, hana, zora):
    """Somebody else with the power counts only where they can sign in."""
    close = lambda name, person: browser_of(name).post(f"/accounts/{person.id}/enabled", data={"on": "no"})   # noqa: E731
    Power.create(person=zora, name="administrator")
    assert close("hana", zora).status_code == 303 and not is_open(zora)
    refused = close("hana", adam)
    assert refused.status_code == 422 and "Nobody else who can sign in holds the power" in refused.text and is_open(adam)
    Account.update(is_enabled=True).where(Account.person == zora).execute()
    assert close("hana", adam).status_code == 303 and not is_open(adam)


def test_closing_the_account_of_one_of_the_powerful_is_told_to_all_of_them(browser_of, adam, ines, zora, mara):
    """And to whose it is; of everybody else's account nobody is told."""
    Power.create(person=zora, name="administrator")
    browser_of("hana").post(f"/accounts/{mara.id}/enabled", data={"on": "no"})
    assert not Notice.select().where(Notice.kind == "safety").exists()
    browser_of("hana").post(f"/accounts/{adam.id}/enabled", data={"on": "no"})
    told = {row.person_id: row.sentence for row in Notice.select().where(Notice.kind == "safety")}
    assert told.keys() == {adam.id, ines.id, zora.id}
    assert told[ines.id] == "Hana Sato closed the account of Adam Brandt." and told[adam.id] == "Hana Sato closed your account."


# powers

def test_all_of_hr_executives_other_holders_and_the_person_learn_of_a_power(hana_gives, mara, zora, ines, piet):
    """Two of HR, one of them made by the other, shake off nobody unseen."""
    Power.create(person=zora, name="hr")
    Power.create(person=piet, name="board")
    hana_gives()
    told = {row.person_id for row in Notice.select().where(Notice.kind == "powers")}
    assert told == {mara.id, zora.id, ines.id, piet.id} and "Hana Sato gave Mara Okafor the power" in Notice.select().where(Notice.person_id == zora.id).get().sentence


@pytest.mark.parametrize("name, power, status", [("hana", "executive", 422), ("ines", "hr", 422), ("adam", "hr", 403), ("mara", "hr", 403)])
def test_nobody_gives_themself_a_power(browser_of, name, power, status):
    person = world.member(name)
    assert browser_of(name).post(f"/people/{person.id}/powers", data={"power": power, "do": "give"}).status_code == status
    assert not has_power(person, power)


def test_an_administrator_gives_nobody_a_power(browser_of, mara):
    assert browser_of("adam").post(f"/people/{mara.id}/powers", data={"power": "hr", "do": "give"}).status_code == 403
    assert not has_power(Person.get_by_id(mara.id), "hr")
