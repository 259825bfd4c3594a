"""L03: what the server prints and logs holds no password, token, cookie, body or text that anybody wrote."""
import http.client
import logging
import os
import re
import socket
import subprocess
import sys
from urllib.parse import quote, urlencode

import pytest

from perf.kernel import logs
from tests.browser.conftest import prepared  # noqa: F401  a data directory with the cast and a running cycle
from tests.browser.stage import ROOT, Stage
from tests.conftest import PASSWORD

# The real server with faults built in that quote what they were given, as careless libraries do
FAULTY = """
import logging, perf
from perf.people import queries as people
from perf.questions import actions as questions
from perf.settings import actions as settings
def quoting(*args, **kwargs):
    try:
        raise KeyError(repr((args, kwargs)))
    except KeyError as first:
        raise ValueError(f"cannot read {args} {kwargs}") from first
people.find = settings.add_holiday = quoting
def loud(*args, keep=questions.save_answer, **kwargs):
    logging.getLogger("elsewhere").warning("two\\nlines\\r\\x1b[31m of %s", "another library")
    return keep(*args, **kwargs)
questions.save_answer = loud
perf.main()
"""
CANARY = "CANARY-%s-do-not-log"
TYPED = ("password", "name", "answer", "search", "path", "header", "cookie", "body", "reason")
FORM, JSON, PARTS = "application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x"
ENTRY = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]{12} ((WARNING|ERROR|CRITICAL) [\w.]+: |(GET|POST) \S+ \d+ \d+ ms$)")
GREETING = re.compile(r"^(Perf is at http://|Building the demonstration|Set-up code)")


class Faulty(Stage):
    def start(self):
        environment = {**os.environ, "PERF_DATA": str(self.folder), "PERF_PORT": str(self.port), "PERF_ACCESS_LOG": "1"}
        self.log = open(self.folder.with_suffix(".log"), "a")
        self.process = subprocess.Popen([sys.executable, "-c", FAULTY], cwd=ROOT, env=environment, stdout=self.log,
                                        stderr=subprocess.STDOUT)
        self.wait_until_ready()
        return self

    def ask(self, method, path, sent=None, who=None, **headers):
        """(status, headers, body) of one request, as a browser of one of the cast sends it."""
        known = {"Host": f"localhost:{self.port}", "Sec-Fetch-Site": "same-origin", "User-Agent": CANARY % "browser"}
        if who:
            known["Cookie"] = f"__Host-session={self.secrets.get(who, who)}"
        if sent is not None:
            known["Content-Type"] = FORM
        line = http.client.HTTPConnection("localhost", self.port, timeout=20)
        line.request(method, path, urlencode(sent) if isinstance(sent, dict) else sent, {**known, **headers})
        reply = line.getresponse()
        return reply.status, reply.headers, reply.read().decode(errors="replace")

    def shout(self, raw):
        """Bytes that are no request."""
        with socket.create_connection(("localhost", self.port), timeout=5) as line:
            line.sendall(raw)
            line.recv(1000)


@pytest.fixture(scope="module")
def said(prepared, tmp_path_factory):       # noqa: F811
    """(what the server said in a full journey, all that must not stand in it)."""
    import shutil
    folder = tmp_path_factory.mktemp("log") / "data"
    shutil.copytree(prepared.folder, folder)
    server = Faulty(folder, prepared.secrets).start()
    try:
        secrets = journey(server, prepared)
    finally:
        server.stop()
    return server.said(), {*secrets, *prepared.secrets.values()}


def journey(server, known):
    """Sign in, invite, write, fail, and be hostile; gives every secret that was on the way."""
    typed = {name: CANARY % name for name in TYPED}
    server.ask("POST", "/sign-in", {"email": typed["name"], "password": typed["password"]})
    server.ask("POST", "/sign-in", {"email": "zora@lantern.example", "password": typed["password"]})
    _status, headers, _body = server.ask("POST", "/sign-in", {"email": "zora@lantern.example", "password": PASSWORD})
    session = re.search(r"__Host-session=([^;]+)", str(headers)).group(1)
    write(server, known, typed)
    links = invited(server)
    for link in links:
        cookies = server.ask("GET", f"/invitation/{link}")[1].get_all("Set-Cookie")
        kept = "; ".join(cookie.split(";")[0] for cookie in cookies)
        assert server.ask("POST", "/invitation", {"password": typed["password"]}, Cookie=kept)[0] == 303
    assert server.ask("GET", f"/search?q={quote(typed['search'])}", who="zora")[0] == 500     # the faults that were built in
    assert server.ask("POST", "/settings/holidays", {"day": "2031-05-01", "name": typed["body"]}, who="adam")[0] == 500
    server.ask("GET", f"/people/%0d%0aSet-Cookie:%20{typed['path']}", who="zora")
    server.ask("GET", f"/{typed['path']}?token={typed['path']}", who=typed["cookie"], Referer=f"http://x/{typed['header']}")
    server.ask("GET", f"/live?ticket={typed['path']}", who="zora")
    server.ask("POST", "/settings/values", {"values": "x" * 1_200_000 + typed["body"]}, who="adam")
    server.ask("POST", "/settings/values", f'{{"values": "{typed["body"]}', who="adam", **{"Content-Type": JSON})
    server.ask("POST", "/settings/values", "--x\r\n" + typed["body"], who="adam", **{"Content-Type": PARTS})
    server.ask("POST", "/settings/values", {"values": typed["body"]}, who="adam", **{"Sec-Fetch-Site": "cross-site"})
    server.shout(f"GET /{typed['path']} HTTP/9.9\r\nCookie: {typed['cookie']}\r\n\r\n".encode())
    server.shout(f"nonsense {typed['path']}\r\n\r\n".encode())
    return {*typed.values(), CANARY % "browser", PASSWORD, session, *links}


def invited(server):
    """HR makes links for somebody; their secrets."""
    server.vouch()
    page = server.ask("GET", "/people/?q=Lindqvist", who="hana")[2]
    number = re.search(r'href="(\d+)"', page).group(1)
    made = server.ask("POST", "/accounts/invite", {"people": number}, who="hana")[2]
    return {*re.findall(r"/invitation/([\w-]{20,})", made)}


def write(server, known, typed):
    """Tomas answers his self-review; Mara cannot return it yet."""
    page = server.ask("GET", f"/questions/sheets/{known.self}", who="tomas")[2]
    numbers = re.findall(r'action="/questions/answers/(\d+)"', page) or re.findall(r"/questions/answers/(\d+)", page)
    status, _headers, _body = server.ask("POST", f"/questions/answers/{numbers[0]}", {
        "text": typed["answer"], "rating": "4", "version": "0"}, who="tomas")
    assert status in (200, 303)
    server.ask("POST", f"/reviews/{known.review}/return/self", {"reason": typed["reason"]}, who="mara")


def test_nothing_that_was_typed_sent_or_kept_stands_in_the_log(said):
    """L03."""
    text, secrets = said
    assert len(secrets) >= 20 and [secret for secret in secrets if secret in text or quote(secret) in text] == []
    assert not re.search(r"(?i)cookie|argon2|__host|ticket=|token=|invitation/[^<]", text)


def test_every_entry_is_one_line_and_nothing_steers_the_terminal(said):
    """L03: CR/LF are encoded."""
    text = said[0]
    lines = [line for line in text.split("\n") if line]
    assert [line for line in lines if not ENTRY.match(line) and not GREETING.match(line)] == []
    assert "\r" not in text and "\x1b" not in text and "two\\nlines\\r\\x1b[31m of another library" in text


def test_log_still_says_where_it_went_wrong(said):
    text = said[0]
    errors = [line for line in text.split("\n") if "ValueError" in line]
    assert len(errors) == 2 and all("KeyError" in line and "quoting" in line and "views.py:" in line for line in errors)
    assert re.search(r"error [0-9a-f]{8} on GET home\.search", text) and re.search(r"on POST settings\.add_holiday", text)


@pytest.mark.parametrize("text, kept", [
    ("plain – ü 漢", "plain – ü 漢"), ("a\r\nb\x00\x1b\u2028", "a\\r\\nb\\x00\\x1b\\u2028")])
def test_signs_that_steer_are_spelled_out(text, kept):
    assert logs.plain(text) == kept


def test_error_that_quotes_itself_is_told_once_and_without_words():
    try:
        raise ValueError("secret words")
    except ValueError as problem:
        problem.__cause__ = problem
        told = (type(problem), problem, problem.__traceback__)
        record = logging.LogRecord("perf", logging.ERROR, "", 0, "failed", (), told)
    said = logs.Plain("%(message)s").format(record)
    assert said.startswith("failed\\nValueError at ") and "secret words" not in said and said.count("ValueError") == 1
