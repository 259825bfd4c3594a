"""Starting and stopping: what Perf refuses, in words and with a number for scripts, and how it ends."""
import logging
import signal
import socket
import stat
import time

import pytest

from perf.kernel import store, surroundings
from perf.kernel.surroundings import CannotStart

from . import processes

GOOD = "Vq7mZp0sLk2XwTn8Rb4Hy6Jd1Gf3Ce5A"


@pytest.mark.parametrize("given, said", [
    ({"PERF_SECRET_KEY": GOOD[:31]}, "shorter than 32 bytes"),
    ({"PERF_SECRET_KEY": "change-me-" + GOOD}, "sample"),
    ({"PERF_SECRET_KEY": "a" * 64}, "sample"),
    ({"PERF_SECRET_KEY": ""}, "shorter than 32 bytes"),
    ({"PERF_SECRET_KEY": GOOD, "PERF_SECRET_KEY_FILE": "/dev/null"}, "both set"),
    ({"PERF_SECRET_KEY_FILE": "/dev/null"}, "shorter than 32 bytes"),
    ({"PERF_SECRET_KEY_FILE": "/nowhere/key"}, "cannot be read"),
])
def test_key_that_somebody_could_guess_is_refused(given, said):
    """L05."""
    with pytest.raises(CannotStart) as no:
        surroundings.given_secret(given)
    assert said in no.value.message and no.value.exit_code == CannotStart.SECRET and GOOD not in no.value.message


def test_key_comes_from_the_environment_or_from_a_file(tmp_path):
    """L05."""
    (tmp_path / "key").write_text(GOOD + "\n")
    assert surroundings.given_secret({"PERF_SECRET_KEY": GOOD}) == surroundings.given_secret({"PERF_SECRET_KEY_FILE": tmp_path / "key"}) == GOOD
    assert surroundings.given_secret({}) is None


def test_key_that_was_cut_short_stops_the_start(tmp_path):
    """L05, as a process; and what is made at the first start is its owner's alone."""
    folder = store.prepare(tmp_path / "data")
    assert len(store.secret(folder)) >= 43 and stat.S_IMODE((folder / store.KEY_FILE).stat().st_mode) == 0o600
    (folder / store.KEY_FILE).write_text("short")
    ended = processes.try_start(folder)
    assert ended.returncode == CannotStart.SECRET and "shorter than 32 bytes" in ended.stderr
    assert not (folder / store.FILE).exists()


def test_debug_mode_is_refused(tmp_path):
    """I12."""
    ended = processes.try_start(tmp_path / "data", FLASK_DEBUG=1)
    assert ended.returncode == CannotStart.DEBUG and "FLASK_DEBUG" in ended.stderr and "Traceback" not in ended.stderr
    asked = processes.flask(tmp_path / "data", "check", FLASK_DEBUG="true")
    assert asked.returncode == CannotStart.DEBUG and "FLASK_DEBUG" in asked.stderr


@pytest.mark.parametrize("name, value", [
    ("PERF_URL", "perf.example.org"), ("PERF_URL", "https://example.org/perf"), ("PERF_URL", "ftp://example.org"), ("PERF_URL", "https://[::1"),
    ("PERF_HOSTS", "https://example.org"), ("PERF_HOSTS", "example.org:80"), ("PERF_PROXIES", "yes"), ("PERF_PROXIES", "-1"),
    ("PERF_ALLOW_HTTP", "true"),
])
def test_setting_that_makes_no_sense_is_refused_by_name(name, value):
    with pytest.raises(CannotStart) as no:
        surroundings.read({name: value})
    assert name in no.value.message and no.value.exit_code == CannotStart.SETTING


@pytest.mark.parametrize("host, given, starts", [
    ("127.0.0.1", {}, True), ("::1", {}, True), ("localhost", {}, True), ("0.0.0.0", {}, False), ("::", {}, False), ("192.168.1.5", {}, False),
    ("0.0.0.0", {"PERF_URL": "http://perf.example.org"}, False), ("0.0.0.0", {"PERF_URL": "https://perf.example.org"}, True),
    ("0.0.0.0", {"PERF_ALLOW_HTTP": "1"}, True),
])
def test_other_machines_come_in_by_https_or_by_somebody_s_word(host, given, starts):
    config = surroundings.read(given)
    if starts:
        surroundings.refuse_plain_http(host, config)
    else:
        with pytest.raises(CannotStart) as no:
            surroundings.refuse_plain_http(host, config)
        assert no.value.exit_code == CannotStart.PLAIN_HTTP


def test_refusal_of_plain_http_comes_before_anything_is_made(tmp_path):
    ended = processes.try_start(tmp_path / "data", "--host", "0.0.0.0")
    assert ended.returncode == CannotStart.PLAIN_HTTP and "PERF_ALLOW_HTTP" in ended.stderr and not (tmp_path / "data").exists()


def test_server_stops_soon_with_a_stream_and_a_slow_sender_open(tmp_path):
    """And leaves everything in the database file, so that a copy of the folder is whole."""
    with processes.running(tmp_path / "data") as server:
        second = processes.try_start(tmp_path / "data")
        assert second.returncode == CannotStart.RUNNING and "already running" in second.stderr
        slow = socket.create_connection(("127.0.0.1", server.port))
        slow.sendall(b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\nemail=")
        begun = time.monotonic()
        server.send_signal(signal.SIGTERM)
        server.wait(10)
        assert time.monotonic() - begun < 10 and server.returncode == 0
        slow.close()
    journal = tmp_path / "data" / f"{store.FILE}-wal"
    assert not journal.exists() or journal.stat().st_size == 0
    assert (tmp_path / "data" / store.LOCK_FILE).read_text() == store.CLOSED


def test_access_log_knows_routes_and_nothing_of_who_asked(tmp_path):
    """L03: no query, no secret of a link, no cookie; and nothing at all where nobody wants it."""
    with processes.running(tmp_path / "data", PERF_ACCESS_LOG=1) as server:
        processes.ask(server, "/invitation/CANARY-TOKEN?next=CANARY-QUERY", Cookie="x=CANARY-COOKIE", User_Agent="CANARY-AGENT")
        processes.ask(server, "/CANARY-PATH%0d%0aforged", method="CANARY")
    assert " GET /healthz 200 " in server.said and "CANARY" not in server.said and " ? - 4" in server.said
    with processes.running(tmp_path / "data") as server:
        processes.ask(server, "/sign-in")
    assert "/sign-in" not in server.said


def test_healthz_says_nothing_of_the_version(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200 and "0.1" not in answer.text and "ython" not in answer.text
    assert "Server" not in answer.headers


@pytest.fixture(autouse=True)
def _quiet():
    yield
    logging.getLogger("perf.access").handlers.clear()
