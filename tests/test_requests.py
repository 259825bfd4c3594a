"""Requests as nobody should send them, and what every answer carries."""
import itertools
import re

import pytest
from flask.testing import FlaskClient

from perf.kernel import web
from perf.settings.models import Holiday
from tests import world
from tests.pages import TYPED, Form, Page
from tests.turns import is_its_turn, some

CSP = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
       "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; manifest-src 'self'")
CARRIED = {"Content-Security-Policy": CSP, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
           "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY"}


@pytest.fixture(scope="module")
def in_use(house):
    with world.house_in_use(house) as rows:
        yield house, rows


# what every answer carries

def answers(house, rows):
    """One answer of every kind: pages, refusals, errors, files."""
    addresses = [*world.pages(house.app, rows), "/nothing/here", f"/people/{world.NOBODY}", f"/static/{house.app.assets._urls['app.css']}",
                 "/static/none.css", "/sign-in?next=/people/"]
    for name in ("hana", "visitor"):
        for address in addresses:
            yield address, world.browser(house, name).get(address, headers={"Origin": "https://evil.example"})
        for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"):
            yield f"{method} /people/", world.browser(house, name).open("/people/", method=method)
        yield "foreign", world.browser(house, name).post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"})


def test_every_answer_carries_its_headers(in_use):
    """B05, B06, B09, B11, B12: pages, refusals, errors, files, downloads."""
    for address, reply in answers(*in_use):
        assert reply.status_code < 500, address
        is_download = reply.headers.get("Content-Disposition", "").startswith("attachment")     # TRUST I07
        carried = {**CARRIED, "Content-Security-Policy": CSP + "; sandbox"} if is_download else CARRIED
        assert {name: reply.headers.get(name) for name in CARRIED} == carried, address
        assert "Permissions-Policy" in reply.headers and "Access-Control-Allow-Origin" not in reply.headers, address
        is_file = address.startswith("/static/") and reply.status_code == 200
        assert reply.headers["Cache-Control"] == ("public, max-age=31536000, immutable" if is_file else "no-store"), address
        if reply.mimetype == "text/html":
            assert "HX-Request" in reply.headers["Vary"], address


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_method_that_no_page_uses_is_not_taken(in_use, method):
    """B15."""
    assert world.browser(in_use[0], "hana").open("/people/", method=method).status_code == 405


@pytest.fixture(scope="module")
def seen(in_use):
    """Every page that the cast sees: [(name, address, page)]."""
    return world.seen(*in_use)


def test_pages_hold_nothing_inline_and_every_form_has_a_way_without_scripts(seen):
    """B07: on every page as it is sent."""
    for _name, address, page in seen:
        for tag, given in page.elements:
            wrong = [one for one in given if one == "style" or one.startswith(("on", "hx-"))]
            assert not wrong and not str(given.get("href", "")).startswith("javascript:"), (address, tag, given)
            assert tag != "style" and (tag != "script" or given.get("src", "").startswith("/static/")), (address, tag)
            assert not re.match(r"(https?:)?//", given.get("src") or ""), (address, tag)


def test_every_form_leads_to_a_route(in_use):
    taken = in_use[0].app.url_map.bind("localhost")
    for address, form in world.forms(*in_use):
        if form.method != "dialog":
            assert taken.match(form.action.split("?")[0].split("#")[0], method=form.method.upper()), (address, form.action)


# hostile input

LONG = "x" * 25_000
TEXTS = ["a\x00b", LONG, "NaN", "👩‍👩‍👧‍👦 \u202eevil", "' OR 1=1 --", "<script>alert(1)</script>", "{{ 7*7 }}", "%s%n%00", "\r\nX: y"]
NUMBERS = ["-1", "1.5", "1e309", str(2**63), "9" * 5000, "٣", " "]
DATES = ["0000-00-00", "2026-02-30", "99999-01-01", "0001-01-01", "9999-12-31", "tomorrow"]
BROKEN = ["%ED%A0%80", "%FF%FE", "%00", "%C0%80"]      # half characters and others that are none, as they lie on the wire


@pytest.fixture(scope="module")
def posts(in_use):
    """Every form that writes, with the autosave of one answer, which has no form of its own."""
    found = [form for _address, form in world.forms(*in_use) if form.method == "post"]
    answer = Form("post", f"/questions/answers/{in_use[1]['answer_id']}")
    answer.name = "mara"
    answer.fields = [(one, "text", value, True) for one, value in
                     (("rating", "3"), ("text", "words"), ("choice", ""), ("version", "1"), ("tab", "t"), ("sequence", "1"))]
    return [*found, answer]


def send(house, form, pairs, **more):
    """Send a form with these pairs, and take back what it did."""
    data = {}
    for field, value in pairs:
        data.setdefault(field, []).append(value)
    with world.undone():
        return world.browser(house, form.name).post(form.action, data=data, **more)


def with_value(form, value, only=None):
    """What the form sends with a value in every field that is written in, or in `only` one of any kind."""
    sent = [(name, kind, old) for name, kind, old, counts in form.fields if name and (counts or name == only)]
    return [(name, value if (name == only if only else kind in TYPED and kind != "hidden") else old) for name, kind, old in sent]


def test_hostile_text_breaks_nothing_and_comes_back_where_it_is_refused(in_use, posts):
    """I08, R15."""
    wrong = []
    for turn, form in enumerate(posts):
        for value in some(TEXTS, turn):
            pairs = with_value(form, value, only=next(iter(form.typed()), "none") if value is LONG else None)
            reply = send(in_use[0], form, pairs)
            wrong += [(form.action, value[:20])] if reply.status_code >= 500 else []
            assert b"<script>alert(1)" not in reply.data
            if reply.status_code in (422, 409) and not form.action.startswith("/questions/answers/"):   # that one stays on its page
                wrong += lost(form, reply, dict(pairs))
    assert wrong == []


def lost(form, reply, sent):
    """The fields that a refusal does not show again with what was typed in them."""
    shown = Page(reply.text, form.action).values
    typed = [name for name, kind in form.typed().items() if kind in ("text", "textarea", "email", "search", "tel")]
    return [(form.action, name, sent[name][:30]) for name in typed
            if name in sent and as_read(sent[name]) not in [as_read(text) for text in shown.get(name, [])]]


def as_read(text):
    return text.replace("\r\n", "\n").strip().casefold()


def test_hostile_values_in_single_fields_break_nothing(in_use, posts):
    """I09, R15: figures, dates, choices that are none: one in each field, and the next one in the next field."""
    wrong, turn = [], itertools.count()
    for form in posts:
        alike = {re.sub(r"\d+", "0", name): (name, kind) for name, kind, _value, _counts in form.fields if name and kind != "textarea"}
        for name, kind in alike.values():
            for value in some({"date": DATES, "text": NUMBERS[::5], "email": NUMBERS[::5], "password": []}.get(kind, NUMBERS), next(turn), share=1):
                reply = send(in_use[0], form, with_value(form, value, only=name))
                wrong += [(form.action, name, value[:20])] if reply.status_code >= 500 else []
    assert wrong == []


def test_missing_doubled_and_unknown_fields_break_nothing(in_use, posts):
    for turn, form in enumerate(posts):
        whole = form.sent()
        for pairs in some([[], whole * 2, whole[:1], [(name, "") for name, _value in whole], whole + [(name, "1") for name in (
                "id", "person", "author", "role", "is_admin", "state", "score", "cycle_id", "version")]], turn, share=2):
            assert send(in_use[0], form, pairs).status_code < 500, (form.action, pairs[:3])


def test_bodies_of_another_kind_break_nothing(in_use, posts):
    house = in_use[0]
    for turn, form in enumerate(posts):
        for body, kind in some([(b'{"version": {"$gt": 0}}', "application/json"), (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
                           (b"--x\r\nbroken", "multipart/form-data; boundary=x"), (b"", "multipart/form-data"), (b"<a/>", "text/xml")], turn, share=2):
            with world.undone():
                reply = world.browser(house, form.name).post(form.action, data=body, content_type=kind)
            assert reply.status_code < 500, (form.action, kind)


def whose_turn_it_is(places, who, ways=3):
    return [one for place, one in enumerate(places) if is_its_turn(place, who, ways)]


@pytest.mark.parametrize("bytes_on_the_wire", BROKEN)
def test_broken_characters_break_nothing(in_use, posts, bytes_on_the_wire):
    for form in whose_turn_it_is(posts, BROKEN.index(bytes_on_the_wire), ways=2):
        body = "&".join(f"{name}={bytes_on_the_wire}" for name, _value in form.sent()) or f"x={bytes_on_the_wire}"
        with world.undone():
            reply = world.browser(in_use[0], form.name).post(form.action, data=body, content_type="application/x-www-form-urlencoded")
        assert reply.status_code < 500, form.action


def test_nul_is_refused_in_words_wherever_it_stands(in_use):
    """I08."""
    house = in_use[0]
    hana = world.browser(house, "hana")
    for reply in (hana.get("/search?q=%00"), hana.get("/people/?q=a%00b"), hana.post("/settings/values", data={"values": "a\x00"}),
                  hana.post("/settings/values", data={"val\x00ues": "a"})):
        assert reply.status_code == 400 and "could not be read" in reply.text


@pytest.mark.parametrize("query", ["' OR 1=1", "%", "_", "%25", "\\", '"', "*", "x" * 5000, "\u202e", "%ED%A0%80", "<script>alert(1)</script>"])
def test_hostile_search_finds_nothing_and_breaks_nothing(in_use, query):
    """I01: quotes, wildcards and marks of a query are letters like others."""
    hana = world.browser(in_use[0], "hana")
    for page, name in (("/search", "q"), ("/people/", "q"), ("/people/", "department"), ("/people/", "who"), ("/orgchart/", "find"),
                       ("/orgchart/", "unfold")):
        reply = hana.get(page, query_string={name: query}) if "%ED" not in query else hana.get(f"{page}?{name}={query}")
        assert reply.status_code == 200 and "<script>alert" not in reply.text
    found = hana.get("/search", query_string={"q": query}, headers={"HX-Request": "true"}).text
    assert "Lindqvist" not in found


NO_ROWS = ["0", "9" * 18, "9" * 19, "9" * 40, "9" * 4000, "-1", "1.0", "٣", "%00", "1%00"]


@pytest.mark.parametrize("number", NO_ROWS)
def test_no_number_in_an_address_breaks_anything(in_use, number):
    house, rows = in_use
    taken = sorted(page for page in world.pages(house.app, rows) if re.search(r"/\d+(?=/|$)", page))
    for page in whose_turn_it_is(taken, NO_ROWS.index(number)):
        address = re.sub(r"/\d+(?=/|$)", f"/{number}", page)
        reply = world.browser(house, "hana").get(address)
        leads_back = reply.status_code == 303 and "/keeping/" in address      # these only take what is sent
        assert reply.status_code in (404, 400) or leads_back and number not in reply.headers["Location"], address[:80]


def test_more_than_a_mebibyte_is_refused_with_a_page(in_use):
    """I08."""
    house = in_use[0]
    for name, page in (("mara", "/reviews/1/respond"), ("adam", "/settings/values"), ("visitor", "/sign-in")):
        reply = world.browser(house, name).post(page, data={"values": "x" * (1024 * 1024 + 1)})
        assert reply.status_code == 413 and "too much at once" in reply.text and reply.headers["Content-Security-Policy"] == CSP
        whole = world.browser(house, name).post(page, data=b"x" * 2_000_000, content_type="application/x-www-form-urlencoded")
        assert whole.status_code == 413


def test_first_of_two_values_counts(in_use):
    """B15."""
    with world.undone():
        world.browser(in_use[0], "adam").post("/settings/holidays", data={"day": "2031-05-01", "name": ["First", "Twice"]})
        kept = [(str(one.day), one.name) for one in Holiday.select().where(Holiday.name != "Winter feast")]
    assert kept == [("2031-05-01", "First")]


def test_fields_that_a_form_does_not_have_change_nothing(in_use):
    """Z09: numbers and states are the server's; a form that names them is not heard."""
    house, rows = in_use
    extra = {"id": "1", "person": "1", "manager": "1", "author": "1", "state": "closed", "score": "500", "is_retired": "1", "sheet": "1",
             "question": "1", "power": "hr", "plain_name": "x", "left_on": "2020-01-01"}
    with world.undone():
        before = world.dump(without={"trail_line", "session.seen_at"})
        world.browser(house, "mara").post(f"/questions/answers/{rows['answer_id']}", data={**extra, "version": "1", "rating": "5", "text": ""})
        changed = set(world.dump(without={"trail_line", "session.seen_at"}).splitlines()) ^ set(before.splitlines())
        assert len(changed) == 2 and all(line.startswith("answer ") for line in changed)


# ways on after signing in

ELSEWHERE = [
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\\/evil.example",
    "https://evil.example", "http:evil.example", "https:evil.example", "https:/evil.example", "http:///evil.example", "HTTPS://evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "ftp://evil.example", "mailto:a@b.c",
    "evil.example", "evil.example/", "www.evil.example", "@evil.example", "/\t/evil.example", "/\n/evil.example", "/\r/evil.example",
    "\t//evil.example", "\n//evil.example", " //evil.example", " https://evil.example", "/ok\r\nSet-Cookie: a=b", "/ok\nX: y", "/ok\rX: y",
    "\x0b//evil.example", "\x0c//evil.example", "\u2028//evil.example", "\u00a0//evil.example", "/\u2028/evil.example", "/\u202e",
    "／／evil.example", "/．evil", "。evil.example", "http://localhost@evil.example", "https://localhost.evil.example", "//localhost@evil.example",
    "//localhost", "http://localhost/people/", "//[::1]", "//%2fevil.example", "?next=//evil.example", "#//evil.example", "",
    "people/", "./people/", "../people/", ".", "*", "null", "undefined", "/\x7f", "/\x1b[31m", "[::1]", "/%0d%0a\n",
]
OWN = ["/", "/people/", "/people/?q=a+b", "/reviews/3#self", "/search?q=%2F%2Fevil", "/orgchart/?unfold=all"]


def is_ours(where):
    """Whether a browser that follows this stays with us: one slash, nothing that it drops or turns round, no host."""
    return where.startswith("/") and not re.match(r"^/[/\\\s]", where) and not re.search(r"[\\\x00-\x20\x7f]", where)


@pytest.mark.parametrize("onward", ELSEWHERE)
def test_sign_in_leads_nowhere_else(in_use, onward):
    """B13."""
    visitor = world.browser(in_use[0], "visitor")
    page = Page(visitor.get("/sign-in", query_string={"next": onward}).text)
    assert all(is_ours(value) for value in page.values.get("next", []) if value)
    assert web.here(onward) is None or is_ours(web.here(onward))


@pytest.mark.parametrize("onward", [*ELSEWHERE[::6], *OWN])
def test_after_signing_in_one_is_where_one_wanted_or_at_home(in_use, onward):
    from tests.conftest import PASSWORD
    with world.undone():
        reply = world.browser(in_use[0], "visitor").post("/sign-in", data={"email": "zora@lantern.example", "password": PASSWORD, "next": onward})
    assert reply.status_code == 303 and reply.headers["Location"] == (onward if onward in OWN else "/")


@pytest.mark.parametrize("onward", OWN)
def test_page_behind_the_door_is_remembered(in_use, onward):
    reply = world.browser(in_use[0], "visitor").get(onward)
    where = reply.headers["Location"]
    asked = Page(world.browser(in_use[0], "visitor").get(where).text).values.get("next")
    assert set(asked or [""]) == {onward.split("#")[0]} or onward == "/"


def test_each_browser_is_its_own_person(browser_of, client):
    """The test browsers would lie if a request left its person behind."""
    hana, tomas = browser_of("hana"), browser_of("tomas")
    for _time in range(2):
        assert "Hana Sato" in hana.get("/me").text and "Hana Sato" not in tomas.get("/me").text
        assert "Tomas Lindqvist" in tomas.get("/me").text
        assert client.get("/me").status_code == 303


def test_unknown_cookies_are_a_visitors(app):
    for cookie in ("x", "", "a" * 5000, "ünï", '"; drop', "\\"):
        client = app.test_client()
        reply = FlaskClient.open(client, "/people/", headers={"Cookie": f"__Host-session={cookie}".encode("latin-1", "ignore").decode("latin-1")})
        assert reply.status_code == 303
