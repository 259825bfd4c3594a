"""The access table: tests/authz.yml says for every route what each of the cast gets, and every line of it is tried."""
import asyncio
from pathlib import Path

import pytest
import yaml
from flask.testing import FlaskClient

from perf.kernel import live, serve
from tests import world

TABLE = yaml.safe_load((Path(__file__).parent / "authz.yml").read_text())
ROUTES = TABLE["routes"]

SENDS = {   # what goes with a write so that it can be done
    "accounts.accept": {"password": "seven lanterns over water"}, "accounts.enter": {"email": "zora@lantern.example", "password": "wrong"},
    "accounts.enabled": {"on": "no"}, "people.powers": {"power": "board", "do": "give"}, "people.let_go": {"last_day": "2031-01-31"},
    "questions.save_answer": {"version": "1", "rating": "4"}, "reviews.give_back": {"reason": "Please look at the dates."},
    "reviews.refusal": {"witness": "Ines Marchetti"}, "reviews.reopen": {"reason": "A figure was wrong."},
    "reviews.respond": {"response": "Thank you."}, "roles.add": {"title": "Archivist"}, "settings.values": {"values": "Care: first"},
    "settings.add_holiday": {"day": "2031-05-01", "name": "May Day"}, "roles.add_department": {"new-name": "Archive"},
    "roles.new_competency": {"name": "Archiving"}, "roles.edit_competency": {"name": "Archiving"},
    "questions.item": {"prompt": "What are you glad of?", "version": "1"},
}


@pytest.fixture(scope="module")
def tried(house):
    """Gives a function that tries one line of the table as one of the cast, and takes back what it did."""
    with world.house_in_use(house) as rows:
        rules = {(method, endpoint): rule for method, endpoint, rule in world.routes(house.app)}

        def attempt(line, name, **other):
            method, endpoint, variant = (*line.split(), "")[:3]
            page = world.address(house.app, rules[method, endpoint], rows, **{**variants(rows, variant), **other})
            with world.undone():
                return world.browser(house, name).open(page, method=method, data=SENDS.get(endpoint) if method == "POST" else None)
        attempt.rules = rules
        yield attempt


def variants(rows, variant):
    """The rows that a line of the table is about where it says (shared), (self) or the like."""
    return {"": {}, "(self)": {"kind": "self", "sheet_id": rows["self_sheet"]},
            "(shared)": {"review_id": rows["shared"], "sheet_id": rows["shared_sheet"], "cycle_id": rows["last_cycle"]},
            "(reviews)": {"name": "reviews"}}[variant]


def expected(line):
    return dict(zip(world.ACTORS, map(int, ROUTES[line]["expect"].split()), strict=True))


def test_table_lists_every_route_and_no_other(app):
    listed = {tuple(line.split()[:2]) for line in ROUTES}
    assert listed == {(method, endpoint) for method, endpoint, _rule in world.routes(app)} | {("GET", "live")}


def test_every_line_says_who_may():
    assert [line for line, told in ROUTES.items() if not told["who"].strip() or len(told["expect"].split()) != len(world.ACTORS)] == []


@pytest.mark.parametrize("line", [line for line in ROUTES if line.split()[1] != "live"])
def test_route_answers_each_of_the_cast_as_the_table_says(tried, line):
    given = {name: tried(line, name).status_code for name in world.ACTORS}
    assert given == expected(line)


@pytest.mark.parametrize("line", [line for line in ROUTES if "404" in ROUTES[line]["expect"].split()])
def test_a_strangers_row_looks_like_one_that_does_not_exist(tried, line):
    method, endpoint = line.split()[:2]
    numbers = {name: world.NOBODY for name in tried.rules[method, endpoint].arguments if name.endswith("_id")}
    for name, status in expected(line).items():
        if status == 404 and numbers:
            theirs, nobodys = tried(line, name), tried(line, name, **numbers)
            assert (theirs.status_code, theirs.text) == (nobodys.status_code, nobodys.text), name


@pytest.mark.parametrize("line", [line for line in ROUTES if line.split()[1] != "live" and "static" not in line])
def test_htmx_gets_the_same_decision(tried, line, monkeypatch):
    """HX-Request relaxes nothing: done, refused, not found or sign in, as without it (TRUST B04)."""
    said = expected(line)
    plain = {"zora": DECISIONS.get(said["zora"], "done"), "mara": DECISIONS.get(said["mara"], "done"),
             "visitor": decision(tried(line, "visitor"))}
    opened = FlaskClient.open
    monkeypatch.setattr(FlaskClient, "open", lambda self, *args, headers=None, **more: opened(
        self, *args, headers={**(headers or {}), "HX-Request": "true"}, **more))
    assert {name: decision(tried(line, name)) for name in plain} == plain


DECISIONS = {401: "sign in", 403: "refused", 404: "not found", 405: "refused", 409: "said no", 422: "said no", 429: "said no",
             500: "broken", 503: "broken"}


def decision(reply):
    """One of: done, sign in, refused, not found, said no."""
    return "sign in" if "/sign-in?next=" in reply.headers.get("Location", "") else DECISIONS.get(reply.status_code, "done")


# the live stream

def listen(app, cookie="", ticket="", method="GET"):
    """The first answer of the stream: (status, headers)."""
    sent = []

    async def receive():
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)
    scope = {"type": "http", "method": method, "path": "/live", "query_string": f"ticket={ticket}".encode(),
             "headers": [(b"cookie", cookie.encode())] if cookie else []}
    asyncio.run(asyncio.wait_for(serve.asgi(app)(scope, receive, send), 5))
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def test_stream_is_for_the_one_whose_page_asks(app, house, mara, tomas):
    cookies = {name: f"__Host-session={house.secrets[name]}" for name in ("mara", "tomas")}
    own = live.ticket(app.config["SECRET_KEY"], mara.id, ["review-1"])
    foreign = live.ticket("another key", mara.id, ["review-1"])
    given = [listen(app, *asked)[0] for asked in (
        (cookies["mara"], own), (cookies["tomas"], own), (cookies["mara"], foreign), (cookies["mara"], ""),
        ("", own), ("", ""), ("__Host-session=nonsense", own), ("__Host-session=\x01;;=", own))]
    assert given == [200, 403, 403, 403, 401, 401, 401, 401]
    assert listen(app, cookies["mara"], own, "POST")[0] == 405


def test_stream_of_a_closed_account_is_refused(app, house, mara, hana):
    from perf.accounts import actions as accounts
    accounts.set_enabled(mara, False, by=hana)
    ticket = live.ticket(app.config["SECRET_KEY"], mara.id, ["chart"])
    assert listen(app, f"__Host-session={house.secrets['mara']}", ticket)[0] == 401
