"""A13: the keys with which a provider signs: of either kind, and changed by it from time to time."""
import pytest
from joserfc import jwk

from perf.accounts import provider as known
from perf.accounts.models import Identity
from perf.kernel import clock
from tests.accounts import provider


@pytest.fixture
def idp(app, monkeypatch, mara):
    """A provider of this test alone, by which Mara comes in."""
    with provider.running() as there:
        known._known.clear()
        monkeypatch.setitem(app.config, "OIDC", known.Settings(there.issuer, provider.CLIENT, provider.SECRET, "Lighthouse", False))
        Identity.create(account=mara.account.get(), issuer=there.issuer, subject="42", made_at="2026-01-01")
        yield there
    known._known.clear()


def comes_in(browser, idp):
    said = idp.signs_in(browser.get("/sign-in/oidc").location)
    return browser.get("/sign-in/oidc/back", query_string=said).status_code == 303


def test_keys_on_a_curve_count_as_well(client, idp):
    """A13: ES256."""
    idp.key, idp.algorithm = jwk.ECKey.generate_key("P-256", {"kid": "one", "use": "sig"}), "ES256"
    assert comes_in(client, idp)


def test_key_that_the_provider_has_changed_is_fetched(app, idp):
    """A13: an unknown key asks the provider again, though not more than once a minute."""
    assert comes_in(app.test_client(), idp)
    idp.key = jwk.RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})
    assert not comes_in(app.test_client(), idp)
    with clock.at(clock.now() + known.AGAIN_AFTER * 1.5):
        assert comes_in(app.test_client(), idp)


@pytest.mark.parametrize("published", [{}, {"issuer": "https://evil.example"}, {"token_endpoint": "http://evil.example/token"}], ids=str)
def test_provider_that_publishes_nonsense_is_not_asked(client, idp, monkeypatch, published):
    """A13: another issuer, or addresses without https."""
    configuration = {**idp.configuration, **published} if published else {}
    monkeypatch.setattr(type(idp), "configuration", configuration)
    assert client.get("/sign-in/oidc").status_code == 422


def test_journey_ends_once_though_the_provider_takes_its_code_twice(app, client, idp):
    """A13: what was recorded is worth nothing the second time, whatever the provider says."""
    said = idp.signs_in(client.get("/sign-in/oidc").location)
    kept, again = idp.codes[said["code"]], app.test_client()
    again.set_cookie("__Host-journey", client.get_cookie("__Host-journey").value, secure=True, domain="localhost")
    assert client.get("/sign-in/oidc/back", query_string=said).status_code == 303
    idp.codes[said["code"]] = kept
    assert again.get("/sign-in/oidc/back", query_string=said).status_code == 422 and again.get("/people/").status_code == 303
