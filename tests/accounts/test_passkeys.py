"""Passkeys as the server sees them: which answers of a device count, and how often."""
from datetime import timedelta

import pytest

from perf.accounts import passkeys
from perf.accounts.models import Account, Passkey, Session
from perf.kernel import clock
from tests import world
from tests.accounts.device import PRESENT, Device


@pytest.fixture
def fresh_browser_of(browser_of):
    """A browser that has just signed in."""
    def browser(name):
        client, account = browser_of(name), Account.get(Account.person == world.member(name))
        Session.update(fresh_until=clock.now() + timedelta(minutes=15)).where(Session.account == account).execute()
        return client
    return browser


def add(browser, device, name="My phone"):
    options = browser.get("/accounts/second/passkeys").get_json(force=True)
    return browser.post("/accounts/second/passkeys", data={"name": name, "credential": device.makes(options)})


@pytest.fixture
def device(fresh_browser_of):
    """Mara's."""
    held = Device()
    assert add(fresh_browser_of("mara"), held).status_code == 200
    return held


def shown(client, device):
    return device.shows(client.get("/sign-in/passkey").get_json(force=True))


def enter(client, credential):
    return client.post("/sign-in/passkey", data={"credential": credential})


def is_in(client):
    return client.get("/people/").status_code == 200


def test_passkey_signs_in_as_password_and_second_factor_in_one(client, device):
    assert enter(client, shown(client, device)).status_code == 303 and is_in(client)
    assert Session.select().order_by(Session.id.desc()).first().has_second


def test_options_tell_nobody_who_has_a_passkey(client, device):
    options = client.get("/sign-in/passkey").get_json(force=True)
    assert not options.get("allowCredentials") and options["userVerification"] == "required" and options["rpId"] == "localhost"


@pytest.mark.parametrize("change", [{"origin": "https://evil.example"}, {"host": "evil.example"}, {"flags": PRESENT}, {"flags": 0}], ids=str)
def test_answer_for_another_place_or_without_its_owner_opens_nothing(client, device, change):
    device.__dict__.update(change)
    assert enter(client, shown(client, device)).status_code == 422 and not is_in(client)


@pytest.mark.parametrize("change", [{"origin": "https://evil.example"}, {"host": "evil.example"}, {"flags": PRESENT}], ids=str)
def test_such_a_passkey_is_not_kept_either(fresh_browser_of, change):
    held = Device()
    held.__dict__.update(change)
    assert add(fresh_browser_of("mara"), held).status_code == 422 and not Passkey.select().exists()


@pytest.mark.parametrize("counts", [1, 0])
def test_challenge_counts_once(app, client, device, counts):
    """Many devices keep no count of their own: then it is the challenge alone that is used up."""
    device.counts = counts
    answer = shown(client, device)
    cookie = client.get_cookie("__Host-passkey").value
    assert enter(client, answer).status_code == 303
    again = app.test_client()
    again.set_cookie("__Host-passkey", cookie, secure=True, domain="localhost")
    assert enter(again, answer).status_code == 422 and not is_in(again)


def test_challenge_counts_for_five_minutes(client, device):
    answer = shown(client, device)
    with clock.at(clock.now() + timedelta(seconds=passkeys.CHALLENGE_SECONDS + 1)):
        assert enter(client, answer).status_code == 422


def test_answer_counts_in_the_browser_that_asked(app, client, device):
    answer, other = shown(client, device), app.test_client()
    assert enter(other, answer).status_code == 422
    other.get("/sign-in/passkey")
    assert enter(other, answer).status_code == 422 and not is_in(other)


def test_options_of_one_add_nothing_to_another(fresh_browser_of):
    """Somebody hands over their own challenge, to have their passkey put into another's account."""
    zora, mara = fresh_browser_of("zora"), fresh_browser_of("mara")
    answer = Device().makes(zora.get("/accounts/second/passkeys").get_json(force=True))
    mara.set_cookie("__Host-passkey", zora.get_cookie("__Host-passkey").value, secure=True, domain="localhost")
    assert mara.post("/accounts/second/passkeys", data={"name": "x", "credential": answer}).status_code == 422
    assert not Passkey.select().exists()


def test_copied_device_is_noticed_by_its_count(client, device):
    enter(client, shown(client, device))
    device.count = 0
    assert enter(client, shown(client, device)).status_code == 422


def test_signature_of_another_key_opens_nothing(client, device):
    device.key = Device().key
    assert enter(client, shown(client, device)).status_code == 422 and not is_in(client)


@pytest.mark.parametrize("answer", ["", "[]", "{}", '{"response": 1}', '{"id": 1, "response": {}}', '{"id": "x", "response": {"userHandle": 7}}'])
def test_nonsense_opens_nothing(client, device, answer):
    client.get("/sign-in/passkey")
    assert enter(client, answer).status_code == 422


def test_closed_account_stays_closed(client, device, mara, hana):
    from perf.accounts import actions
    actions.set_enabled(mara, False, by=hana)
    assert enter(client, shown(client, device)).status_code == 422 and not is_in(client)


def test_second_passkey_of_the_same_device_is_refused(fresh_browser_of, device):
    reply = add(fresh_browser_of("mara"), device, "Again")
    assert reply.status_code == 422 and "has a passkey" in reply.text and Passkey.select().count() == 1


def test_passkey_of_another_cannot_be_removed(fresh_browser_of, device):
    assert fresh_browser_of("zora").post(f"/accounts/second/passkeys/{Passkey.get().id}/remove").status_code == 404


def test_without_the_package_or_encryption_nothing_of_it_is_there(app, client, monkeypatch):
    for change in ((passkeys, "are_installed", lambda: False), (app.config, "ALLOW_HTTP", True)):
        with monkeypatch.context() as now:
            (now.setitem if isinstance(change[0], dict) else now.setattr)(*change)
            assert client.get("/sign-in/passkey").status_code == 404 and "passkey" not in client.get("/sign-in").text
