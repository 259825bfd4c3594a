"""A13: signing in through a provider, which the tests run themselves."""
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwk

from perf.accounts import actions as accounts
from perf.accounts import provider as known
from perf.accounts import queries
from perf.accounts.models import Account, Identity, LostPassword
from perf.kernel.surroundings import CannotStart
from perf.people import actions as people
from tests.accounts import provider
from tests.conftest import PASSWORD, code


@pytest.fixture(scope="module")
def there():
    with provider.running() as found:
        yield found


@pytest.fixture
def idp(app, there, monkeypatch):
    """The provider, set up in the house; what a test changed in it is as before."""
    known._known.clear()
    monkeypatch.setitem(app.config, "OIDC", known.Settings(there.issuer, provider.CLIENT, provider.SECRET, "Lighthouse", False))
    there.change, there.sign_with, there.algorithm = (lambda claims: claims), None, "RS256"
    there.asked.clear()
    return there


@pytest.fixture
def linked(idp, mara):
    """Mara comes in by the provider's number 42."""
    return Identity.create(account=mara.account.get(), issuer=idp.issuer, subject="42", made_at="2026-01-01")


def leave(browser, path="/sign-in/oidc"):
    reply = browser.get(path)
    assert reply.status_code == 303, reply.text
    return reply.headers["Location"]


def back(browser, **said):
    return browser.get("/sign-in/oidc/back", query_string=said)


def come_in(browser, idp, **person):
    return back(browser, **idp.signs_in(leave(browser), **person))


def is_in(browser):
    return browser.get("/people/").status_code == 200


def test_known_identity_comes_in(client, idp, linked):
    """A13: by issuer and number."""
    reply = come_in(client, idp)
    assert reply.status_code == 303 and is_in(client)
    assert "HttpOnly" in " ".join(reply.headers.getlist("Set-Cookie"))


def test_question_carries_state_nonce_and_a_challenge(client, idp):
    """A13: each of them new every time; the verifier stays here."""
    asked = [{name: value[0] for name, value in parse_qs(urlsplit(leave(client)).query).items()} for _time in range(2)]
    assert all(one["code_challenge_method"] == "S256" and one["response_type"] == "code" for one in asked)
    for name in ("state", "nonce", "code_challenge"):
        assert len({one[name] for one in asked}) == 2 and len(asked[0][name]) >= 43
    assert "code_verifier" not in asked[0]


def test_verifier_goes_with_the_code(client, idp, linked):
    """A13: PKCE."""
    come_in(client, idp)
    [asked] = idp.asked
    assert asked["code_verifier"] and asked["client_secret"] == provider.SECRET


@pytest.mark.parametrize("change", [
    {"iss": "https://evil.example"}, {"aud": "another client"}, {"aud": ["perf-client", "another"]}, {"nonce": "another"}, {"nonce": None},
    {"exp": 1}, {"exp": None}, {"iat": 2**33}, {"sub": ""}, {"sub": None}, {"sub": "x" * 300}, {"azp": "another"}, {"email_verified": False},
    {"email_verified": "false"},
], ids=str)
def test_answer_that_is_not_for_us_opens_nothing(client, idp, linked, change):
    """A13: wrong issuer, audience, nonce, time, number; an address that the provider knows to be unproven."""
    idp.change = lambda claims: {name: value for name, value in (claims | change).items() if value is not None}
    reply = come_in(client, idp)
    assert reply.status_code == 422 and not is_in(client)


def test_answer_signed_by_another_opens_nothing(client, idp, linked):
    """A13."""
    idp.sign_with = jwk.RSAKey.generate_key(2048, {"kid": "one"})
    assert come_in(client, idp).status_code == 422 and not is_in(client)


def test_answer_without_a_signature_opens_nothing(client, idp, linked):
    """A13."""
    idp.algorithm = "none"
    assert come_in(client, idp).status_code == 422 and not is_in(client)


def test_answer_signed_with_the_public_key_as_a_password_opens_nothing(client, idp, linked):
    """A13: the old trick of another algorithm."""
    idp.algorithm, idp.sign_with = "HS256", jwk.OctKey.import_key(idp.key.as_dict(private=False)["n"])
    assert come_in(client, idp).status_code == 422 and not is_in(client)


@pytest.mark.parametrize("state", ["", "another", None])
def test_journey_that_began_elsewhere_ends_here(client, idp, linked, state):
    """A13: state, bound to this browser."""
    said = idp.signs_in(leave(client)) | {"state": state}
    assert back(client, **{name: value for name, value in said.items() if value is not None}).status_code == 422 and not is_in(client)


def test_journey_of_another_browser_opens_nothing(app, client, idp, linked):
    """A13: somebody sends the link with their own code (sign-in forgery)."""
    said = idp.signs_in(leave(client))
    other = app.test_client()
    assert back(other, **said).status_code == 422 and not is_in(other)


def test_each_journey_ends_once(client, app, idp, linked):
    """A13: state and code count once."""
    said = idp.signs_in(leave(client))
    journey = client.get_cookie("__Host-journey")
    assert back(client, **said).status_code == 303
    again = app.test_client()
    again.set_cookie("__Host-journey", journey.value, secure=True, domain="localhost")
    assert back(again, **said).status_code == 422 and not is_in(again)


def test_address_alone_opens_nothing(client, idp, mara):
    """A13: nobody is known by an e-mail address, proven or not, and nobody gets an account because a provider knows them."""
    before = Account.select().count()
    for email in ("mara@lantern.example", "stranger@elsewhere.example"):
        reply = come_in(client, idp, sub="77", email=email)
        assert reply.status_code == 422 and "does not know you" in reply.text and not is_in(client)
    assert Account.select().count() == before and not Identity.select().exists()


def test_invitation_is_taken_without_a_password(client, idp, hana):
    """A13: the link shows who it is; from then on the identity opens the account."""
    person = people.add_person("Noor", "Achterberg", email="noor@lantern.example")
    client.get(f"/invitation/{accounts.invite(person, by=hana)}")
    reply = back(client, **idp.signs_in(leave(client, "/invitation/oidc"), sub="9", email="noor@lantern.example"))
    assert reply.status_code == 303 and is_in(client)
    assert Identity.get().account.person == person and Account.get(Account.person == person).password == ""


def test_invitation_of_somebody_else_is_not_taken(client, idp, hana):
    person = people.add_person("Noor", "Achterberg", email="noor@lantern.example")
    client.get(f"/invitation/{accounts.invite(person, by=hana)}")
    reply = back(client, **idp.signs_in(leave(client, "/invitation/oidc"), sub="9", email="mara@lantern.example"))
    assert reply.status_code == 422 and not is_in(client)


def test_one_adds_it_to_ones_account_and_takes_it_away(browser_of, idp):
    mara = browser_of("mara")
    assert back(mara, **idp.signs_in(leave(mara, "/accounts/mine/oidc/add"))).status_code == 303
    assert "mara@lantern.example" in mara.get("/accounts/mine/oidc").text
    assert mara.post(f"/accounts/mine/oidc/{Identity.get().id}/remove").status_code == 303 and not Identity.select().exists()


def test_identity_of_another_is_not_taken_over(browser_of, idp, linked, tomas):
    tomas_there = browser_of("tomas")
    assert back(tomas_there, **idp.signs_in(leave(tomas_there, "/accounts/mine/oidc/add"))).status_code == 422
    assert Identity.get().account_id == linked.account_id


def test_closed_account_stays_closed(client, idp, linked, mara, hana):
    accounts.set_enabled(mara, False, by=hana)
    assert come_in(client, idp).status_code == 422 and not is_in(client)


@pytest.mark.parametrize("said, is_asked", [({}, True), ({"amr": ["pwd"]}, True), ({"amr": ["pwd", "mfa"]}, False), ({"amr": "mfa"}, True)])
def test_second_factor_is_asked_unless_the_provider_had_one(client, idp, hana, said, is_asked):
    """A10, A13."""
    Identity.create(account=hana.account.get(), issuer=idp.issuer, subject="42", made_at="2026-01-01")
    come_in(client, idp, **said)
    assert is_in(client) != is_asked


def test_without_a_provider_nothing_of_it_is_there(client, browser_of):
    assert client.get("/sign-in/oidc").status_code == client.get("/sign-in/oidc/back").status_code == 404
    assert "oidc" not in client.get("/sign-in").text and browser_of("mara").get("/accounts/mine/oidc").status_code == 404


def test_way_back_leads_nowhere_else(client, idp, linked):
    """B13."""
    reply = back(client, **idp.signs_in(leave(client, "/sign-in/oidc?next=//evil.example")))
    assert reply.headers["Location"] == "/"


@pytest.mark.parametrize("given, said", [
    ({"PERF_OIDC_ISSUER": "http://accounts.example"}, "https"), ({"PERF_OIDC_ISSUER": "https://accounts.example"}, "CLIENT_ID"),
    ({"PERF_OIDC_ISSUER": "https://a.example", "PERF_OIDC_CLIENT_ID": "x", "PERF_OIDC_CLIENT_SECRET_FILE": "/nowhere"}, "cannot be read"),
])
def test_settings_that_make_no_sense_are_refused_by_name(given, said):
    with pytest.raises(CannotStart) as no:
        known.read(given)
    assert said in str(no.value)


def test_provider_that_does_not_answer_is_said_so(client, idp, linked, monkeypatch):
    monkeypatch.setattr(idp, "codes", {})
    address = leave(client)
    known._known.clear()
    idp.issuer, real = "http://localhost:1", idp.issuer
    try:
        reply = back(client, state=parse_qs(urlsplit(address).query)["state"][0], code="x")
    finally:
        idp.issuer = real
    assert reply.status_code == 422 and not is_in(client)


# A link beside a second factor of one's own

def by_link(client, idp, secret, **person):
    client.get(f"/invitation/{secret}")
    return back(client, **idp.signs_in(leave(client, "/invitation/oidc"), **person))


@pytest.mark.parametrize("said", [{}, {"amr": ["pwd", "mfa"]}])
def test_link_and_provider_do_not_pass_a_second_factor(client, idp, hana, said):
    """A08, A13: whoever holds the link and a sign-in of their own at the provider adds it to nobody's account."""
    reply = by_link(client, idp, accounts.invite(hana, by=None), sub="666", email="hana@lantern.example", **said)
    assert reply.status_code == 422 and "second factor" in reply.text and not is_in(client) and not Identity.select().exists()


def test_page_of_such_a_link_offers_the_password_alone(client, idp, hana):
    """A08"""
    client.get(f"/invitation/{accounts.invite(hana, by=None)}")
    page = client.get("/invitation").text
    assert "Lighthouse" not in page and 'name="password"' in page


@pytest.mark.parametrize("email, status", [("stranger@elsewhere.example", 422), ("", 422), (None, 422), ("Mara@lantern.example", 303)])
def test_link_for_an_account_asks_the_provider_for_the_same_address(client, idp, mara, hana, email, status):
    """A08, A13: an account that is there already is given to nobody whose address is another one, or unknown."""
    idp.change = lambda claims: {name: value for name, value in claims.items() if value is not None}
    reply = by_link(client, idp, accounts.invite(mara, by=hana), sub="9", email=email)
    assert reply.status_code == status and is_in(client) == (status == 303)


def test_provider_that_tells_no_address_takes_an_invitation_all_the_same(client, idp, hana):
    """A13: for a newcomer, who has no account yet."""
    person = people.add_person("Noor", "Achterberg", email="noor@lantern.example")
    assert by_link(client, idp, accounts.invite(person, by=hana), sub="9", email="").status_code == 303 and is_in(client)


# Where the provider is the only way in

@pytest.fixture
def only(app, idp, monkeypatch):
    """People sign in through the provider alone; the house can send mail."""
    monkeypatch.setitem(app.config, "OIDC", app.config["OIDC"]._replace(is_only=True))
    monkeypatch.setitem(app.config, "BASE_URL", "https://perf.lantern.example")
    monkeypatch.setattr("perf.notices.queries.mail_works", lambda: True)
    return idp


def test_password_opens_nothing_where_the_provider_is_the_only_way(client, only):
    """A13: sent by hand, the form of before is refused in words."""
    for name, password in (("mara", PASSWORD), ("mara", "wrong wrong wrong"), ("nobody", PASSWORD)):
        reply = client.post("/sign-in", data={"email": f"{name}@lantern.example", "password": password})
        assert reply.status_code == 422 and "through Lighthouse alone" in reply.text and not is_in(client)


def test_link_takes_no_password_where_the_provider_is_the_only_way(client, only, mara, hana):
    """A13: but the provider, as before."""
    secret = accounts.invite(mara, by=hana)
    client.get(f"/invitation/{secret}")
    page = client.get("/invitation").text
    assert 'name="password"' not in page and "Lighthouse" in page
    reply = client.post("/invitation", data={"password": "nine kettles on a windy hill"})
    assert reply.status_code == 422 and "through Lighthouse alone" in reply.text and not is_in(client)
    assert by_link(client, only, secret, sub="9").status_code == 303


def test_nobody_loses_or_changes_a_password_where_the_provider_is_the_only_way(client, browser_of, only):
    """A13"""
    for method in ("GET", "POST"):
        reply = client.open("/sign-in/lost", method=method, data={"name": "mara@lantern.example"}, follow_redirects=True)
        assert reply.request.path == "/sign-in" and "through Lighthouse alone" in reply.text and not LostPassword.select().exists()
    mara, given = browser_of("mara"), {"current": PASSWORD, "password": "nine kettles on a windy hill"}
    reply = mara.post("/accounts/mine", data=given)
    assert reply.status_code == 422 and "through Lighthouse alone" in reply.text
    page = mara.get("/accounts/mine").text
    assert 'name="current"' not in page and "through Lighthouse alone" in page


@pytest.mark.parametrize("name, status", [("adam", 303), ("mara", 422), ("hana", 422)])
def test_server_lets_an_administrator_in_when_the_provider_fails(app, client, only, name, status):
    """A08: by the command alone, and the second factor is asked for all the same; the password opens nothing later."""
    said = app.test_cli_runner().invoke(args=["reset-password", f"{name}@lantern.example"]).output
    client.get(said.split("of your Perf: ")[1].strip())
    assert ('name="password"' in client.get("/invitation").text) == (status == 303)
    reply = client.post("/invitation", data={"password": "nine kettles on a windy hill"})
    assert reply.status_code == status and not is_in(client)
    if status == 303:
        assert reply.location.startswith("/sign-in/second")
        assert client.post("/sign-in/second", data={"code": code()}).status_code == 303 and client.get("/").status_code == 200
        later = app.test_client().post("/sign-in", data={"email": f"{name}@lantern.example", "password": "nine kettles on a windy hill"})
        assert later.status_code == 422


def test_link_of_hr_for_an_administrator_is_no_such_way(client, only, adam, hana, ines):
    """A08: it is the server's alone."""
    accounts.ask_reset(adam, by=hana)
    client.get(f"/invitation/{accounts.confirm_reset(queries.asked_resets().get(), by=ines)}")
    assert client.post("/invitation", data={"password": "nine kettles on a windy hill"}).status_code == 422


def test_taking_a_link_by_the_provider_ends_the_others(client, idp, mara, hana):
    """A06: whatever else lies about in a mailbox."""
    mine = accounts.links.make(mara, mara)
    secret = accounts.links.make(mara, hana, queries.Invitation.made_by == hana)
    assert by_link(client, idp, secret, sub="9").status_code == 303 and queries.invitation_of(mine) is None


def test_is_it_really_you_leads_to_the_provider_where_it_is_the_only_way(browser_of, only):
    """S09"""
    queries.Session.update(fresh_until=None).execute()
    page = browser_of("mara").get("/accounts/mine/oidc/add")
    assert page.status_code == 403 and "Sign in with Lighthouse" in page.text


def test_command_that_makes_an_administrator_says_what_the_password_opens(app, only, monkeypatch, tmp_path):
    """The words name the way that is left."""
    file = tmp_path / "password"
    file.write_text("nine kettles on a windy hill")
    monkeypatch.setenv("PERF_ADMIN_PASSWORD_FILE", str(file))
    said = app.test_cli_runner().invoke(args=["create-admin", "--email", "noor@lantern.example"]).output
    assert "through the provider alone" in said and "reset-password noor@lantern.example" in said
