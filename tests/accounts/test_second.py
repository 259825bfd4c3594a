"""The second factor: setting it up, showing it, losing it, and who must have one."""
import re
from datetime import timedelta

import pyotp
import pytest

from perf.accounts import actions, factors, second
from perf.accounts.models import Account, Authenticator, Passkey, RecoveryCode, Session
from perf.kernel import clock, db
from perf.people import actions as people
from tests import world
from tests.conftest import PASSWORD, SEED
from tests.conftest import code as code_of_the_powerful


def words_of(answer):
    return answer.get_data(as_text=True)


def shown_by(seed, steps=0):
    """What the app shows now, or so many half minutes later."""
    return pyotp.TOTP(seed).generate_otp(int(clock.now().timestamp()) // 30 + steps)


@pytest.fixture
def fresh_browser_of(browser_of):
    """A browser that has just signed in."""
    def browser(name):
        client = browser_of(name)
        account = Account.get(Account.person == world.member(name))
        Session.update(fresh_until=clock.now() + timedelta(minutes=15)).where(Session.account == account).execute()
        return client
    return browser


def offered(page):
    """The seed on the page as typed by hand, and the token that goes with it."""
    seed = re.search(r"<textarea[^>]*>([A-Z2-7 ]+)</textarea>", page)[1].replace(" ", "")
    return seed, re.search(r'name="token"[^>]*value="([^"]+)"', page)[1]


def enrol(browser):
    """Set up an app as a person does; gives its seed and the recovery codes."""
    seed, token = offered(words_of(browser.get("/accounts/second/app")))
    page = words_of(browser.post("/accounts/second/app", data={"token": token, "code": shown_by(seed, -1)}))
    return seed, re.findall(r"<li>((?:[a-z0-9]{4}-){3}[a-z0-9]{4})</li>", page)


def sign_in(client, name, password=PASSWORD, onward=None):
    return client.post("/sign-in", data={"email": f"{name}@lantern.example", "password": password, **({"next": onward} if onward else {})})


# Setting up

def test_app_is_set_up_by_a_first_code_and_gives_ten_recovery_codes(fresh_browser_of):
    """A09: ten recovery codes."""
    browser = fresh_browser_of("mara")
    seed, codes = enrol(browser)
    assert len(seed) == 32 and len(set(codes)) == 10
    assert "In use since" in words_of(browser.get("/accounts/second"))


def test_picture_and_link_hold_the_same_seed_as_the_letters(fresh_browser_of):
    page = words_of(fresh_browser_of("mara").get("/accounts/second/app"))
    seed, _token = offered(page)
    assert f"secret={seed}" in page and "otpauth://totp/" in page and 'src="data:image/svg+xml' in page and "style=" not in page


def test_wrong_first_code_keeps_the_same_picture(fresh_browser_of):
    browser = fresh_browser_of("mara")
    seed, token = offered(words_of(browser.get("/accounts/second/app")))
    answer = browser.post("/accounts/second/app", data={"token": token, "code": "000000"})
    assert answer.status_code == 422 and offered(words_of(answer))[0] == seed and not Authenticator.select().join(
        Account).where(Account.person == world.member("mara")).exists()


def test_picture_offered_to_one_sets_nothing_up_for_another(fresh_browser_of):
    seed, token = offered(words_of(fresh_browser_of("mara").get("/accounts/second/app")))
    answer = fresh_browser_of("zora").post("/accounts/second/app", data={"token": token, "code": shown_by(seed)})
    assert answer.status_code == 422 and "too old" in words_of(answer)


def test_seed_and_codes_rest_unreadable(fresh_browser_of):
    """A09: the seed is sealed, recovery codes are hashed, of 64 bits and more."""
    seed, codes = enrol(fresh_browser_of("mara"))
    rows = world.dump()
    assert seed not in rows and not any(code in rows or code.replace("-", "") in rows for code in codes)
    assert len(factors.SIGNS) ** len(codes[0].replace("-", "")) > 2 ** 64


def test_new_factor_ends_every_other_session(fresh_browser_of, mara):
    """S06: a change of the second factor ends the others."""
    browser, other = fresh_browser_of("mara"), world.Account.get(Account.person == mara)
    secret = actions.begin(other, "Elsewhere")
    enrol(browser)
    assert browser.get("/accounts/second").status_code == 200
    assert not Session.select().where(Session.reference == second.queries.digest(secret)).exists()


def test_person_is_told_of_each_change(fresh_browser_of, mara):
    from perf.notices.models import Notice
    browser = fresh_browser_of("mara")
    enrol(browser)
    browser.post("/accounts/second/codes")
    browser.post("/accounts/second/app/remove")
    told = [notice.sentence for notice in Notice.select().where(Notice.person_id == mara.id).order_by(Notice.id)]
    assert ["was added" in told[0], "recovery codes were made" in told[1], "was removed" in told[2]] == [True] * 3


# Showing it

@pytest.fixture
def with_app(fresh_browser_of):
    """Mara has an app; gives its seed and her recovery codes."""
    return enrol(fresh_browser_of("mara"))


def test_right_password_alone_opens_nothing(client, with_app):
    """S03: the session that waits is dead once the full one begins, under a new number."""
    answer = sign_in(client, "mara", onward="/roles/")
    assert answer.status_code == 303 and answer.location.startswith("/sign-in/second")
    assert client.get("/roles/").status_code == 303 and client.get("/accounts/mine").status_code == 303
    waiting = client.get_cookie("__Host-session").value
    assert 'value="/roles/"' in words_of(client.get(answer.location))
    done = client.post("/sign-in/second", data={"code": shown_by(with_app[0]), "next": "/roles/"})
    assert (done.status_code, done.location) == (303, "/roles/") and client.get("/roles/").status_code == 200
    assert client.get_cookie("__Host-session").value != waiting
    client.set_cookie("__Host-session", waiting, secure=True, domain="localhost")
    assert client.get("/roles/").status_code == 303


def test_second_step_takes_five_minutes_at_most(client, with_app):
    sign_in(client, "mara")
    with clock.at(clock.now() + timedelta(minutes=5, seconds=1)):
        answer = client.post("/sign-in/second", data={"code": shown_by(with_app[0])})
        assert answer.status_code == 303 and answer.location.startswith("/sign-in?") or answer.location == "/sign-in"
        assert client.get("/").status_code == 303


@pytest.mark.parametrize("steps, opens", [(-3, False), (-1, True), (0, True), (1, True), (2, False)])
def test_code_counts_now_and_one_step_beside(client, fresh_browser_of, steps, opens):
    """A09: one step to either side."""
    seed, _codes = enrol(fresh_browser_of("mara"))
    with clock.at(clock.now() + timedelta(minutes=10)):
        sign_in(client, "mara")
        assert client.post("/sign-in/second", data={"code": shown_by(seed, steps)}).status_code == (303 if opens else 422)


def test_code_counts_once(app, with_app):
    """A09: the same code, or an older one, is refused the second time."""
    seed, _codes = with_app
    for steps, status in ((0, 303), (0, 422), (-1, 422), (1, 303)):
        client = app.test_client()
        sign_in(client, "mara")
        assert client.post("/sign-in/second", data={"code": shown_by(seed, steps)}).status_code == status, steps


def test_code_that_set_the_app_up_does_not_count_again(client, fresh_browser_of):
    """A09: the very first code is used up as well."""
    browser = fresh_browser_of("mara")
    seed, token = offered(words_of(browser.get("/accounts/second/app")))
    first = shown_by(seed)
    browser.post("/accounts/second/app", data={"token": token, "code": first})
    sign_in(client, "mara")
    assert client.post("/sign-in/second", data={"code": first}).status_code == 422


def test_recovery_code_counts_once_and_is_told(app, with_app, mara):
    """A09: single use."""
    from perf.notices.models import Notice
    for attempt, status in (("first", 303), ("again", 422)):
        client = app.test_client()
        sign_in(client, "mara")
        assert client.post("/sign-in/second", data={"recovery": with_app[1][0].upper()}).status_code == status, attempt
    assert "9 are left" in Notice.select().where(Notice.person_id == mara.id).order_by(Notice.id.desc()).first().sentence


def test_codes_of_another_open_nothing(client, fresh_browser_of):
    _seed, codes = enrol(fresh_browser_of("zora"))
    enrol(fresh_browser_of("mara"))
    sign_in(client, "mara")
    assert client.post("/sign-in/second", data={"recovery": codes[0]}).status_code == 422


def test_guessing_codes_is_slowed_down(client, with_app):
    """A04: for second factors as well."""
    sign_in(client, "mara")
    given = [client.post("/sign-in/second", data={"code": "000000"}).status_code for _try in range(11)]
    assert given == [422] * 10 + [429]
    late = client.post("/sign-in/second", data={"code": shown_by(with_app[0])})
    assert late.status_code == 429 and int(late.headers["Retry-After"]) > 0


def test_dialog_of_an_open_form_gets_the_second_step_as_a_piece(client, with_app):
    """Signing in again in place asks for the code in the same dialog."""
    htmx = {"HX-Request": "true"}
    first = client.post("/sign-in", data={"email": "mara@lantern.example", "password": PASSWORD}, headers=htmx)
    assert first.status_code == 202 and 'action="/sign-in/second"' in words_of(first) and "<html" not in words_of(first)
    wrong = client.post("/sign-in/second", data={"code": "000000"}, headers=htmx)
    assert wrong.status_code == 422 and "<html" not in words_of(wrong)
    assert client.post("/sign-in/second", data={"code": shown_by(with_app[0])}, headers=htmx).status_code == 204
    assert client.get("/").status_code == 200


def test_reset_link_does_not_spare_the_second_factor(client, with_app, mara, hana):
    """A08: a new password by link still waits for the code."""
    secret = actions.invite(mara, by=hana)
    client.get(f"/invitation/{secret}")
    answer = client.post("/invitation", data={"password": "nine kettles on a windy hill"})
    assert answer.status_code == 303 and answer.location.startswith("/sign-in/second")
    assert client.get("/").status_code == 303
    assert client.post("/sign-in/second", data={"code": shown_by(with_app[0])}).status_code == 303


# Who must have one

@pytest.fixture
def without_factor(browser_of, app):
    """Browsers of the powerful before they have set anything up."""
    Authenticator.delete().execute()
    Session.update(has_second=False).execute()
    return browser_of


@pytest.mark.parametrize("name", ["hana", "adam", "ines"])
def test_powerful_reach_nothing_before_a_second_factor_stands(house, name):
    """A10: every route, as HR, administrator and executive without one."""
    with world.house_in_use(house) as rows, world.undone():
        Session.update(has_second=False).execute()
        reached = set()
        for method, endpoint, rule in world.routes(house.app):
            with world.undone():
                answer = world.browser(house, name).open(world.address(house.app, rule, rows), method=method)
            if (answer.status_code, answer.headers.get("Location")) not in ((303, "/accounts/second"), (403, None)):
                reached.add(endpoint)
    public = {endpoint for endpoint, view in house.app.view_functions.items() if getattr(view, "door", "") == "public"}
    assert reached - public <= {f"accounts.{name}" for name in second_views().OPEN_BEFORE}
    assert not any(endpoint.split(".")[0] not in ("accounts", "home", "static_files") for endpoint in reached - public)


def second_views():
    from perf.accounts.views import second as views
    return views


def test_what_they_do_reach_says_nothing_of_others(without_factor):
    """A10: the page shows no names and no way around."""
    page = words_of(without_factor("hana").get("/accounts/second"))
    assert "second factor first" in page and "Tomas" not in page and 'href="/people/"' not in page and "/sign-out" in page


def test_live_stream_is_shut_as_well(without_factor, app, house, hana):
    """A10: the stream of changes counts as data."""
    from perf.kernel import live
    from tests.test_authz import listen
    ticket = live.ticket(app.config["SECRET_KEY"], hana.id, ["chart"])
    assert listen(app, f"__Host-session={house.secrets['hana']}", ticket)[0] == 401


def test_setting_one_up_opens_the_house(without_factor, fresh_browser_of):
    """A10: and nothing else is needed."""
    browser = fresh_browser_of("hana")
    refused = browser.post("/people/new", data={})
    assert browser.get("/people/").location == "/accounts/second" and refused.status_code == 403
    enrol(browser)
    assert browser.get("/people/").status_code == 200


def test_new_power_asks_for_a_second_factor_at_once(client, mara):
    """A10: who becomes HR today is asked today."""
    sign_in(client, "mara")
    assert client.get("/").status_code == 200
    people.give_power(mara, "hr")
    sign_in(client, "mara")
    assert client.get("/").location == "/accounts/second"


def test_demonstration_asks_nobody(without_factor):
    from perf.settings.models import Organisation
    from perf.settings.queries import refresh
    Organisation.update(is_demo=True).execute()
    refresh()
    browser = without_factor("hana")
    assert browser.get("/people/").status_code == 200 and "In this demonstration" in words_of(browser.get("/accounts/second"))


def test_first_administrator_is_asked_right_after_the_set_up(house, tmp_path):
    import perf
    db.database.close()
    app = perf.create_app(tmp_path / "data", TESTING=True, SETUP_CODE="lantern")
    app.test_client_class = house.app.test_client_class
    client = app.test_client()
    founded = client.post("/set-up", data={
        "code": "lantern", "name": "Lantern House", "time_zone": "Europe/London", "currency": "GBP", "fiscal_start": "1", "locale": "en_GB",
        "first_name": "Ada", "last_name": "Moss", "email": "ada@lantern.example", "password": "seven kettles sang at noon"})
    assert founded.status_code == 303 and client.get(founded.location).location == "/accounts/second"
    _seed, codes = enrol(client)
    assert len(codes) == 10 and client.get("/").status_code == 200


def test_powerful_sign_in_with_their_code(client):
    sign_in(client, "hana")
    assert client.post("/sign-in/second", data={"code": code_of_the_powerful()}).status_code == 303
    assert client.get("/people/").status_code == 200


# Taking it away

def test_last_factor_of_the_powerful_stays(fresh_browser_of, hana):
    browser = fresh_browser_of("hana")
    answer = browser.post("/accounts/second/app/remove")
    assert answer.status_code == 422 and "keep a second factor" in words_of(answer) and Authenticator.select().join(
        Account).where(Account.person == hana).exists()


def test_last_factor_beside_a_short_password_stays(fresh_browser_of, mara):
    """A01: eight characters count only beside a second factor."""
    browser = fresh_browser_of("mara")
    enrol(browser)
    Account.update(has_short_password=True).where(Account.person == mara).execute()
    assert "longer one first" in words_of(browser.post("/accounts/second/app/remove"))


def test_hr_takes_the_factor_of_a_lost_phone_away(fresh_browser_of, client, with_app, mara):
    from perf.notices.models import Notice
    page = fresh_browser_of("hana").get(f"/accounts/{mara.id}/second")
    assert "call back" in words_of(page)
    assert fresh_browser_of("hana").post(f"/accounts/{mara.id}/second").status_code == 303
    assert sign_in(client, "mara").location == "/" and not RecoveryCode.select().join(Account).where(Account.person == mara).exists()
    assert "taken away by Hana Sato" in Notice.select().where(Notice.person_id == mara.id).order_by(Notice.id.desc()).first().sentence


@pytest.mark.parametrize("name", ["ines", "adam", "hana"])
def test_factor_of_the_powerful_is_taken_by_the_command_alone(fresh_browser_of, app, name):
    person = world.member(name)
    assert fresh_browser_of("hana").post(f"/accounts/{person.id}/second").status_code == 422
    said = app.test_cli_runner().invoke(args=["reset-mfa", person.email])
    assert said.exit_code == 0 and not second.has_one(person)


def test_command_says_why_it_cannot(app):
    said = app.test_cli_runner().invoke(args=["reset-mfa", "nobody@lantern.example"])
    assert said.exit_code == 1 and "Nobody with an account" in said.output
    assert "has no second factor" in app.test_cli_runner().invoke(args=["reset-mfa", "mara@lantern.example"]).output


def test_key_of_the_installation_lost_leaves_the_recovery_codes(client, with_app, monkeypatch):
    from perf.kernel import seal
    monkeypatch.setattr(seal, "_secret", b"another installation's key, long enough")
    sign_in(client, "mara")
    assert client.post("/sign-in/second", data={"code": shown_by(with_app[0])}).status_code == 422
    assert client.post("/sign-in/second", data={"recovery": with_app[1][0]}).status_code == 303
    assert SEED and Passkey.select().count() == 0


def test_form_sent_twice_leads_to_where_new_codes_are_made(fresh_browser_of, mara):
    """R10, A09: a double click hides the codes of the first answer; the second says what to do, and new ones can be made."""
    browser = fresh_browser_of("mara")
    seed, token = offered(words_of(browser.get("/accounts/second/app")))
    given = {"token": token, "code": shown_by(seed, -1), "submit_id": "a-number-of-this-very-form"}
    assert "Keep these ten codes" in words_of(browser.post("/accounts/second/app", data=given))
    again = browser.post("/accounts/second/app", data=given, headers={"Referer": "http://localhost/accounts/second/app"})
    assert (again.status_code, again.location) == (303, "/accounts/second")
    page = words_of(browser.get(again.location))
    assert "did not see" in page and Authenticator.select().join(Account).where(Account.person == mara).count() == 1
    assert "Keep these ten codes" in words_of(browser.post("/accounts/second/codes"))


def test_passkey_sent_twice_leads_to_where_new_codes_are_made(app):
    """R10"""
    for name in ("keep_app", "add_passkey"):
        endpoint, sentence = app.view_functions[f"accounts.{name}"].again_leads_to
        assert endpoint == "accounts.second_factor" and "codes" in sentence


def test_new_codes_replace_the_old(fresh_browser_of, app):
    """A09: the page says so, and it is so."""
    browser = fresh_browser_of("mara")
    _seed, old = enrol(browser)
    page = words_of(browser.post("/accounts/second/codes"))
    new = re.findall(r"<li>((?:[a-z0-9]{4}-){3}[a-z0-9]{4})</li>", page)
    assert "do not work any more" in page and len(set(new)) == 10 and not set(new) & set(old)
    for code, status in ((old[0], 422), (new[0], 303)):
        client = app.test_client()
        sign_in(client, "mara")
        assert client.post("/sign-in/second", data={"recovery": code}).status_code == status
