"""Under which names the house answers, what it says of https, and whom it believes about addresses."""
import asyncio

import pytest

from perf.accounts.models import FailedSignIn
from perf.kernel import hosts, serve

EVIL = ["evil.example", "localhost.evil.example", "evil.example:80", "localhost@evil.example", "[::2]", "127.0.0.2", "", "a b", "perf.lantern.example.evil.example"]


@pytest.fixture
def at(app, monkeypatch):
    """Settings of the environment, as the start reads them."""
    def put(**given):
        for name, value in given.items():
            monkeypatch.setitem(app.config, name, value)
    return put


@pytest.mark.parametrize("host", EVIL)
def test_unknown_host_is_refused_and_named_nowhere(client, host):
    """B14."""
    reply = client.get("/sign-in", headers={"Host": host})
    assert reply.status_code == 400 and "evil" not in reply.text and "Location" not in reply.headers


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:5000", "[::1]:8000", "perf.lantern.example", "PERF.lantern.example:443", "other.example"])
def test_names_that_it_was_given_are_answered(client, at, host):
    """B14."""
    at(BASE_URL="https://perf.lantern.example", HOSTS=frozenset({"other.example"}), ALLOW_HTTP=True)
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("sent, trusted, status", [
    ({"Host": "evil.example"}, 0, 400), ({"Host": "localhost"}, 0, 401), ({"Host": "localhost", "X-Forwarded-Host": "evil.example"}, 0, 401),
    ({"Host": "localhost", "X-Forwarded-Host": "evil.example"}, 1, 400), ({"Host": "inside", "X-Forwarded-Host": "evil.example, localhost"}, 1, 401),
])
def test_live_stream_knows_the_same_names(app, at, sent, trusted, status):
    """B14, L08: nobody is signed in here, so a name that is known leads to 401."""
    at(PROXIES=trusted)
    headers = [(name.lower().encode(), value.encode()) for name, value in sent.items()]
    scope = {"type": "http", "method": "GET", "path": serve.LIVE_PATH, "query_string": b"", "headers": headers}
    answers = []

    async def keep(message):
        answers.append(message)
    asyncio.run(serve.asgi(app)(scope, None, keep))
    assert answers[0]["status"] == status


def test_links_lead_to_the_address_that_was_set_whatever_the_host_says(browser_of, at, tomas):
    """B14: neither a page nor a mail takes its links from what somebody sent."""
    at(BASE_URL="https://perf.lantern.example", HOSTS=frozenset({"other.example"}), ALLOW_HTTP=False, PROXIES=0)
    page = browser_of("hana").post("/accounts/invite", data={"people": tomas.id}, headers={"X-Forwarded-Host": "evil.example"}).text
    assert "https://perf.lantern.example/invitation/" in page and "evil" not in page


@pytest.mark.parametrize("url, said", [("https://perf.lantern.example", hosts.HSTS), ("", None), ("http://localhost:8000", None)])
def test_https_is_promised_for_a_year_where_the_address_says_https(client, at, url, said):
    """B10: on pages, refusals and files alike."""
    at(BASE_URL=url)
    for page in ("/sign-in", "/nothing/here", "/healthz"):
        assert client.get(page, headers={"Host": "localhost"}).headers.get("Strict-Transport-Security") == said
    assert said is None or int(said.split("=")[1]) >= 31_536_000


def test_plain_http_shows_and_takes_nothing_but_says_why(client, at):
    at(BASE_URL="https://perf.lantern.example", PROXIES=1, ALLOW_HTTP=False)
    reply = client.get("/sign-in", headers={"Host": "perf.lantern.example", "X-Forwarded-Proto": "http"})
    assert reply.status_code == 403 and "https://" in reply.text and "name=\"password\"" not in reply.text
    assert client.get("/sign-in", headers={"Host": "perf.lantern.example", "X-Forwarded-Proto": "https"}).status_code == 200


# proxies

def fail(client, forwarded):
    client.post("/sign-in", data={"email": "mara@lantern.example", "password": "not the password"}, headers={"X-Forwarded-For": forwarded})


def addresses(app):
    return {row.address for row in FailedSignIn.select()}


def test_who_says_to_come_from_elsewhere_is_counted_where_they_are(client, app, at):
    """L08: without PERF_PROXIES the header means nothing, so it starts no new count of tries."""
    at(PROXIES=0)
    for number in range(4):
        fail(client, f"203.0.113.{number}")
    assert len(addresses(app)) == 1


def test_trusted_proxy_says_who_asks_and_what_came_before_it_counts_for_nothing(client, app, at):
    """L08: of a chain only the part that the trusted proxy itself added."""
    at(PROXIES=1)
    for number in range(3):
        fail(client, f"198.51.100.{number}, 203.0.113.7")
    assert len(addresses(app)) == 1
    fail(client, "203.0.113.8")
    assert len(addresses(app)) == 2


@pytest.mark.parametrize("name", ["Remote-User", "X-Remote-User", "X-Forwarded-User", "X-Authenticated-User", "X-Webauth-User", "Authorization"])
def test_no_header_signs_anybody_in(client, at, name):
    """A14: signing in by a proxy's header is not offered, so none is believed from anywhere."""
    at(PROXIES=1)
    reply = client.get("/", headers={name: "hana@lantern.example"})
    assert reply.status_code == 303 and "/sign-in" in reply.headers["Location"]


@pytest.mark.parametrize("origin, taken", [("https://perf.lantern.example", True), ("http://perf.lantern.example", False), ("https://evil.example", False)])
def test_own_origin_behind_a_proxy(app, house, at, origin, taken):
    """B01: where browsers send no Sec-Fetch-Site, the origin has to be the address with its https."""
    from flask.testing import FlaskClient
    at(BASE_URL="https://perf.lantern.example", PROXIES=1)
    reply = FlaskClient.open(app.test_client(), "/sign-in", method="POST", data={}, headers={
        "Host": "perf.lantern.example", "X-Forwarded-Proto": "https", "Origin": origin})
    assert (reply.status_code != 403) == taken


