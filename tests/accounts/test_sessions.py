"""Sessions: what a browser holds of them, how they are renewed, and how they end."""
import threading
from datetime import date, datetime, timedelta

import pytest

from perf.accounts import actions, queries
from perf.accounts.models import Account, KnownDevice, Session
from perf.kernel import clock, db, live
from perf.people import actions as people
from perf.people.models import Person
from tests import world
from tests.conftest import PASSWORD

COOKIE = "__Host-session"
PAGES = ("/", "/me", "/people/", "/accounts/mine", "/notices/")


@pytest.fixture
def enters(app):
    """Signs somebody in from a new browser, which is given back."""
    def enter(name="mara", browser=None, **headers):
        browser = browser or app.test_client()
        answer = browser.post("/sign-in", data={"email": f"{name}@lantern.example", "password": PASSWORD}, headers=headers)
        assert answer.status_code == 303
        browser.answer = answer
        return browser
    return enter


def secret_of(browser):
    return browser.get_cookie(COOKIE).value


def replayed(app, secret):
    browser = app.test_client()
    browser.set_cookie(COOKIE, secret, secure=True, domain="localhost")
    return browser


def is_in(browser):
    return browser.get("/accounts/mine").status_code == 200


# the cookie

def test_cookie_is_bound_to_this_house_and_out_of_reach_of_scripts(enters):
    """S01"""
    given = next(one for one in enters().answer.headers.getlist("Set-Cookie") if one.startswith(COOKIE))
    parts = {part.strip().lower() for part in given.split(";")[1:]}
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= parts and not any(part.startswith("domain") for part in parts)


def test_cookie_is_a_random_reference_of_which_the_house_keeps_a_mark(enters):
    """S02: neither the session's nor the device's secret stands in the database."""
    browser = enters()
    everything = world.dump()
    for name in (COOKIE, "__Host-device"):
        secret = browser.get_cookie(name).value
        assert len(secret) >= 43 and secret not in everything and queries.digest(secret) in everything


def test_ten_thousand_references_are_ten_thousand(app, mara):
    """S02"""
    session = Session.get(Session.account == mara.account.get())
    with db.database.atomic("IMMEDIATE"):
        made = {actions.renew(session.id, is_fresh=False) for _time in range(10_000)}
    assert len(made) == 10_000 and {len(one) for one in made} == {43}, "43 signs of 64: 256 bits"


# renewed: S03

def test_session_that_was_planted_before_is_worth_nothing_after(app, enters):
    """S03: at sign-in."""
    browser = app.test_client()
    browser.set_cookie(COOKIE, "planted-by-somebody", secure=True, domain="localhost")
    enters(browser=browser)
    assert secret_of(browser) != "planted-by-somebody" and not is_in(replayed(app, "planted-by-somebody")) and is_in(browser)


def test_confirming_renews_the_session(app, enters):
    """S03: at showing again that it is you."""
    browser = enters()
    old = secret_of(browser)
    assert browser.post("/sign-in/again", data={"confirm_password": PASSWORD}).status_code == 303
    assert secret_of(browser) != old and is_in(browser) and not is_in(replayed(app, old))


def test_other_powers_end_the_sessions(browser_of, mara):
    """S03: at change of powers, in the same request."""
    theirs = browser_of("mara")
    for do in ("give", "take"):
        assert is_in(theirs)
        browser_of("hana").post(f"/people/{mara.id}/powers", data={"power": "board", "do": do})
        assert theirs.get("/me").status_code == 303 and theirs.get("/me", headers={"HX-Request": "true"}).status_code == 401
        theirs.set_cookie(COOKIE, actions.begin(mara.account.get(), "Test"), secure=True, domain="localhost")


def test_who_lays_down_an_own_power_stays_under_a_new_secret(app, browser_of, hana, mara, house):
    """S03"""
    people.give_power(mara, "hr")
    browser, other = browser_of("hana"), replayed(app, actions.begin(hana.account.get(), "Other", has_second=True))
    assert browser.post(f"/people/{hana.id}/powers", data={"power": "hr", "do": "take"}).status_code == 303
    assert is_in(browser) and not is_in(other) and not is_in(replayed(app, house.secrets["hana"]))


# ended: S04, S05, S06

def test_signed_out_is_signed_out_on_the_server(app, enters):
    """S04: a page leads to the sign-in, a write and a piece of a page are 401."""
    browser = enters()
    secret = secret_of(browser)
    answer = browser.post("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"', "S10"
    for page in PAGES:
        away = replayed(app, secret).get(page)
        assert away.status_code == 303 and away.headers["Location"].startswith("/sign-in?next=")
        assert replayed(app, secret).get(page, headers={"HX-Request": "true"}).status_code == 401
    assert replayed(app, secret).post("/accounts/mine", data={}).status_code == 401


def test_closing_an_account_ends_its_sessions_within_the_request(enters, browser_of, zora):
    """S05"""
    first, second = enters("zora"), browser_of("zora")
    browser_of("hana").post(f"/accounts/{zora.id}/enabled", data={"on": "no"})
    assert [one.post("/accounts/sessions/end-others").status_code for one in (first, second)] == [401, 401]
    assert not KnownDevice.select().join(Account).where(Account.person == zora).exists()


def test_letting_go_ends_the_sessions_within_the_request(browser_of, zora, today):
    """S05"""
    theirs = browser_of("zora")
    browser_of("hana").post(f"/people/{zora.id}/last-day", data={"last_day": (today - timedelta(days=1)).isoformat()})
    assert Person.get_by_id(zora.id).has_left and theirs.get("/me").status_code == 303
    assert not Session.select().join(Account).where(Account.person == zora).exists()


def test_open_streams_ask_anew_as_soon_as_sessions_end(app, browser_of, zora, monkeypatch):
    """S05: an open page hears nothing more."""
    asked = []
    monkeypatch.setattr(live.hub, "recheck", lambda: asked.append(Session.select().join(Account).where(Account.person == zora).count()))
    browser_of("hana").post(f"/accounts/{zora.id}/enabled", data={"on": "no"})
    assert asked and set(asked) == {0}, "after the commit"


def test_other_password_ends_every_other_session(app, enters):
    """S06: and one's own goes on under a new secret."""
    browser, other = enters(), enters()
    old = secret_of(browser)
    browser.post("/accounts/mine", data={"current": PASSWORD, "password": "violet kettle morning paper"})
    assert is_in(browser) and not is_in(other) and not is_in(replayed(app, old))


# by themselves: S07

LIMITS = [("mara", timedelta(hours=12), timedelta(days=14))] + [(name, timedelta(hours=1), timedelta(hours=24)) for name in ("hana", "adam", "ines")]


@pytest.mark.parametrize("name, idle, _longest", LIMITS)
@pytest.mark.parametrize("seconds, is_there", [(-1, True), (1, False)])
def test_unused_session_ends(browser_of, monkeypatch, name, idle, _longest, seconds, is_there):
    """S07: to the second."""
    moment = Session.get(Session.account == Account.get(Account.person == world.member(name))).seen_at + idle + timedelta(seconds=seconds)
    monkeypatch.setattr(clock, "now", lambda: moment)
    assert is_in(browser_of(name)) is is_there


@pytest.mark.parametrize("name, _idle, longest", LIMITS)
@pytest.mark.parametrize("seconds, is_there", [(-1, True), (1, False)])
def test_old_session_ends_though_it_is_used(browser_of, monkeypatch, name, _idle, longest, seconds, is_there):
    """S07: to the second."""
    account = Account.get(Account.person == world.member(name))
    moment = Session.get(Session.account == account).started_at + longest + timedelta(seconds=seconds)
    Session.update(seen_at=moment).where(Session.account == account).execute()
    monkeypatch.setattr(clock, "now", lambda: moment)
    assert is_in(browser_of(name)) is is_there


def test_page_says_how_long_a_session_lasts(browser_of):
    """S07: documented where one sees one's sessions."""
    assert "12 hours after it was last used, and 14 days after signing in" in browser_of("mara").get("/accounts/mine").text
    assert "1 hour after it was last used, and 1 day after signing in" in browser_of("hana").get("/accounts/mine").text


# one's own: S08

def test_own_sessions_are_listed_and_ended_one_by_one(app, enters):
    """S08: device and time, not the address; the ended one is dead."""
    own = enters()
    other = enters(**{"User-Agent": "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"})
    page = own.get("/accounts/mine").text
    assert page.count("/end\"") == 2 and "Firefox on Android" in page and "127.0.0.1" not in page
    number = queries.signed_in(secret_of(other)).session_id
    assert own.post(f"/accounts/sessions/{number}/end").status_code == 303
    assert not is_in(replayed(app, secret_of(other))) and is_in(own)


def test_all_others_are_ended_at_once(app, enters, browser_of):
    """S08"""
    own, others = enters(), [enters(), browser_of("mara"), enters()]
    assert "3 sessions have ended" in own.post("/accounts/sessions/end-others", follow_redirects=True).text
    assert is_in(own) and not any(map(is_in, others))


def test_session_of_another_cannot_be_ended(browser_of, enters):
    """S08"""
    other = enters("zora")
    number = queries.signed_in(secret_of(other)).session_id
    assert browser_of("mara").post(f"/accounts/sessions/{number}/end").status_code == 404 and is_in(other)


# the last day

@pytest.mark.parametrize("zone, last_minute", [("Pacific/Auckland", datetime(2026, 3, 31, 10, 59)), ("Pacific/Honolulu", datetime(2026, 4, 1, 9, 59)),
                                               ("Europe/London", datetime(2026, 3, 31, 22, 59))])
def test_last_day_ends_at_the_organisations_midnight(app, enters, zora, monkeypatch, zone, last_minute):
    """S05: at 23:59 there the account is open, at 00:01 it is not."""
    from perf.settings import queries as settings
    from perf.settings.models import Organisation
    Organisation.update(time_zone=zone).execute()
    settings.refresh()
    Person.update(left_on=date(2026, 3, 31)).where(Person.id == zora.id).execute()
    try:
        monkeypatch.setattr(clock, "now", lambda: last_minute)
        browser = enters("zora")
        assert is_in(browser)
        monkeypatch.setattr(clock, "now", lambda: last_minute + timedelta(minutes=2))
        assert not is_in(browser)
    finally:
        Organisation.update(time_zone="Europe/London").execute()
        settings.refresh()


def test_two_who_sign_in_at_once_both_get_in(app, house):
    """Sessions do not stand in each other's way."""
    found = []
    threads = [threading.Thread(target=lambda: found.append(actions.sign_in("mara@lantern.example", PASSWORD))) for _each in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(set(found)) == 4
