"""Guessing is slowed down, and tells nothing; nobody is locked out for good, nor by somebody else's tries."""
import statistics
import time
from datetime import date, timedelta

import pytest

from perf.accounts import actions
from perf.accounts.models import Account, FailedSignIn, KnownDevice
from perf.kernel import clock
from perf.people import actions as people
from tests.conftest import PASSWORD, code

WRONG = "wrong wrong wrong"


@pytest.fixture
def at_door(app):
    """Tries to sign in from a browser without a past: (name, password, address) -> the answer."""
    def tries(name, password=WRONG, address="192.0.2.7", browser=None):
        return (browser or app.test_client()).post("/sign-in", data={"email": f"{name}@lantern.example", "password": password},
                                                   environ_overrides={"REMOTE_ADDR": address})
    return tries


@pytest.fixture
def later(monkeypatch):
    """Moves the clock on by so many seconds."""
    start, moved = clock.now(), [0]
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(seconds=moved[0]))

    def move(seconds):
        moved[0] += seconds
    return move


def wait_of(answer):
    return int(answer.headers["Retry-After"])


# A04

def test_eleventh_try_waits_and_the_right_password_with_it(at_door, later):
    """A04: told by Retry-After and in words."""
    assert [at_door("mara").status_code for _try in range(10)] == [422] * 10
    answer = at_door("mara", PASSWORD)
    assert answer.status_code == 429 and 0 < wait_of(answer) <= 60 and "Too many tries. Please wait" in answer.text
    later(wait_of(answer))
    assert at_door("mara", PASSWORD).status_code == 303


def test_wait_doubles_and_has_an_end(at_door, later):
    """A04: never locked for good."""
    waits = []
    for _try in range(10):
        at_door("mara")
    for _round in range(7):
        answer = at_door("mara")
        waits.append(wait_of(answer))
        later(waits[-1])
        at_door("mara")
    assert waits[:4] == [60, 120, 240, 480] and max(waits) <= 900
    later(901)
    assert at_door("mara", PASSWORD).status_code == 303


def test_others_of_the_same_office_get_in(at_door):
    """A04: one address for all of them."""
    for _try in range(12):
        at_door("mara")
    assert at_door("zora", PASSWORD).status_code == 303 and at_door("mara", PASSWORD, "198.51.100.4").status_code == 303


def test_right_passwords_do_not_count(at_door):
    """A04: Monday morning, everybody at once."""
    assert {at_door("zora", PASSWORD).status_code for _time in range(15)} == {303} and not FailedSignIn.select().exists()


def test_fifty_wrong_tries_of_one_address_are_too_many(at_door, later):
    """A04: names tried one after another; within the hour nobody new gets in from there."""
    for number in range(50):
        at_door(f"guess{number}", "")       # without a password nothing is tried
    assert at_door("zora", PASSWORD).status_code == 303
    answers = [at_door(f"guess{number}").status_code for number in range(50)]
    assert set(answers) == {422} and at_door("zora", PASSWORD).status_code == 429
    assert at_door("zora", PASSWORD, "198.51.100.4").status_code == 303
    later(3601)
    assert at_door("zora", PASSWORD).status_code == 303


def test_known_browser_passes_where_its_address_is_full(app, at_door):
    """A04: a success on a known device still passes."""
    own = app.test_client()
    assert at_door("zora", PASSWORD, browser=own).status_code == 303
    for number in range(51):
        at_door(f"guess{number}")
    for _try in range(11):
        at_door("zora")
    assert at_door("zora", PASSWORD).status_code == 429 and at_door("zora", PASSWORD, browser=own).status_code == 303
    assert KnownDevice.select().where(KnownDevice.account == Account.get(Account.person == people_named("zora"))).count() == 1


def people_named(name):
    from tests.world import member
    return member(name)


def test_known_browser_of_another_opens_nothing(app, at_door):
    """A04: the browser is known for its own account alone, and guessing in it is counted as well."""
    own = app.test_client()
    at_door("zora", PASSWORD, browser=own)
    for _try in range(11):
        at_door("mara", browser=own)
    assert at_door("mara", PASSWORD, browser=own).status_code == 429
    for _try in range(11):
        at_door("zora", browser=own)
    assert at_door("zora", PASSWORD, browser=own).status_code == 429


def test_three_hundred_wrong_tries_a_minute_are_all_that_is_tried(app, at_door, later):
    """A04: from many addresses at once."""
    own, now = app.test_client(), clock.now()
    at_door("zora", PASSWORD, browser=own)
    FailedSignIn.insert_many([{"name": f"{number}", "address": f"{number}", "at": now} for number in range(300)]).execute()
    at_door("mara")
    answer = at_door("zora", PASSWORD)
    assert answer.status_code == 429 and wait_of(answer) <= 60
    assert at_door("zora", PASSWORD, browser=own).status_code == 303, "known browsers pass"
    later(61)
    assert at_door("zora", PASSWORD).status_code == 303


def test_whoever_has_failed_nowhere_gets_in_while_strangers_guess(at_door, later):
    """A04: no stranger with many addresses shuts the house; a network's own wrong try is forgotten after an hour."""
    assert at_door("mara", address="198.51.100.9").status_code == 422
    later(30)
    storm()
    assert at_door("zora", PASSWORD, "198.51.100.4").status_code == 303
    assert at_door("mara", PASSWORD, "198.51.100.9").status_code == 429
    later(3601)
    storm()
    assert at_door("mara", PASSWORD, "198.51.100.9").status_code == 303


def storm():
    FailedSignIn.insert_many([{"name": f"{number}", "address": f"{number}", "at": clock.now()} for number in range(300)]).execute()


def test_one_network_of_ipv6_is_one_address(at_door):
    """A04: a household or a rented server has 2⁶⁴ of them; another network has a count of its own."""
    tries = [at_door("mara", address=f"2001:db8:1:2::{number:x}").status_code for number in range(11)]
    assert tries == [422] * 10 + [429]
    assert at_door("mara", PASSWORD, "2001:db8:1:3::1").status_code == 303


def test_addresses_of_ipv4_are_counted_one_by_one(at_door):
    """A04: also where they come in the clothes of IPv6."""
    for _try in range(10):
        at_door("mara", address="192.0.2.7")
    assert at_door("mara", PASSWORD, "::ffff:192.0.2.7").status_code == 429 and at_door("mara", PASSWORD, "192.0.2.8").status_code == 303


def test_count_survives_a_restart(at_door, house):
    """A04: it rests in the database, without the name in it."""
    import perf
    for _try in range(10):
        at_door("mara")
    perf.open_house(house.folder)
    assert at_door("mara", PASSWORD).status_code == 429
    assert not any("mara" in row.name or "192.0.2" in row.address for row in FailedSignIn.select())


def test_address_comes_from_the_connection_and_not_from_what_is_claimed(app, at_door):
    """A04, L08: another X-Forwarded-For does not begin the count anew."""
    for number in range(10):
        app.test_client().post("/sign-in", data={"email": "mara@lantern.example", "password": WRONG},
                               headers={"X-Forwarded-For": f"198.51.100.{number}"})
    assert app.test_client().post("/sign-in", data={"email": "mara@lantern.example", "password": PASSWORD},
                                  headers={"X-Forwarded-For": "198.51.100.99"}).status_code == 429


def test_codes_of_the_second_step_are_slowed_down(app, at_door):
    """A04"""
    browser = app.test_client()
    at_door("hana", PASSWORD, browser=browser)
    tries = [browser.post("/sign-in/second", data={"code": "000000"}).status_code for _try in range(11)]
    assert set(tries[:10]) == {422} and tries[10] == 429
    assert browser.post("/sign-in/second", data={"code": code()}).status_code == 429


def test_confirming_is_slowed_down(app, browser_of):
    """A04: somebody at a computer that was left alone."""
    browser = browser_of("mara")
    tries = [browser.post("/sign-in/again", data={"confirm_password": WRONG}) for _try in range(11)]
    assert {one.status_code for one in tries[:10]} == {422} and tries[10].status_code == 429 and wait_of(tries[10]) > 0


def test_set_up_code_cannot_be_guessed(house, tmp_path):
    """A04, A11"""
    import perf
    from perf.kernel import db
    app = perf.create_app(tmp_path / "new", TESTING=True)
    app.test_client_class = house.app.test_client_class
    try:
        tries = [app.test_client().post("/set-up", data={"code": str(number)}).status_code for number in range(51)]
        assert set(tries[:50]) == {403} and tries[50] == 429
    finally:
        db.database.close()


# A05

STATES = {
    "wrong": lambda zora: None,
    "closed": lambda zora: Account.update(is_enabled=False).where(Account.person == zora).execute(),
    "left": lambda zora: people.let_go(zora, last_day=date(2024, 1, 31)),
    "other way in": lambda zora: Account.update(password="").where(Account.person == zora).execute(),
    "unknown": lambda zora: Account.delete().where(Account.person == zora).execute(),
}


@pytest.mark.parametrize("state", [name for name in STATES if name != "wrong"])
def test_answer_does_not_tell_who_exists(at_door, zora, state):
    """A05: same status and page for whoever is not there, out, or comes in another way, as for a wrong password."""
    import re
    wrong = at_door("zora")
    STATES[state](zora)
    answer = at_door("zora", PASSWORD if state != "wrong" else WRONG)
    still = [re.sub(r'value="[^"]*"', "", one.text) for one in (wrong, answer)]
    assert answer.status_code == wrong.status_code == 422 and still[0] == still[1]


@pytest.mark.alone
@pytest.mark.parametrize("state", [name for name in STATES if name != "wrong"])
def test_time_does_not_tell_who_exists(app, zora, hana, state, monkeypatch):
    """A05: a hundred tries each, one after the other by turns."""
    monkeypatch.setattr("perf.accounts.throttle._note", lambda *given: 0)
    STATES[state](zora)
    others, theirs = [], []
    for _round in range(100):
        others.append(took("mara@lantern.example"))
        theirs.append(took("zora@lantern.example"))
    assert abs(statistics.median(theirs) / statistics.median(others) - 1) < 0.1 or chance_of_the_same(others, theirs) > 0.01


def took(name):
    began = time.perf_counter()
    with pytest.raises(actions.Refused):
        actions.sign_in(name, WRONG, address="192.0.2.7")
    return time.perf_counter() - began


def chance_of_the_same(first, second):
    """Mann and Whitney: how likely two samples of one kind differ in rank as much as these."""
    ranked = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    ranks = sum(number + 1 for number, (_value, which) in enumerate(ranked) if which == 0)
    many, more = len(first), len(second)
    middle, spread = many * more / 2, (many * more * (many + more + 1) / 12) ** 0.5
    return 2 * (1 - statistics.NormalDist().cdf(abs(ranks - many * (many + 1) / 2 - middle) / spread))


def test_lost_password_takes_the_same_time_for_every_name(app, monkeypatch):
    """A05: nothing is looked up while somebody waits."""
    monkeypatch.setattr("perf.accounts.throttle._note", lambda *given: 0)
    asked = []
    monkeypatch.setattr("perf.accounts.queries.account_named", lambda name: asked.append(name))
    for name in ("mara@lantern.example", "nobody@lantern.example"):
        actions.say_lost(name, address="192.0.2.7")
    assert asked == []
