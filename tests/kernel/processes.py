"""Perf as a process of its own, as somebody starts it: what it says, with which number it ends, what it leaves behind."""
import contextlib
import hashlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WAITS = 20


def surroundings(data, **more):
    """The environment of a process: nothing of ours but what a test says."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PERF_", "FLASK_"))}
    return {**kept, "PERF_DATA": str(data), **{name: str(value) for name, value in more.items()}}


def try_start(data, *arguments, **more):
    """Start it where it should refuse; gives how it ended."""
    more.pop("preexec_fn", None)
    return subprocess.run([sys.executable, "app.py", "--port", str(free_port()), *arguments], cwd=ROOT, env=surroundings(data, **more),
                          capture_output=True, text=True, timeout=WAITS, check=False)


def flask(data, *arguments, given=None, **more):
    """One of the server's commands."""
    return subprocess.run([sys.executable, "-m", "flask", "--app", "app", *arguments], cwd=ROOT, env=surroundings(data, **more),
                          input=given, capture_output=True, text=True, timeout=60, check=False)


@contextlib.contextmanager
def running(data, *arguments, **more):
    """A server that answers, until the block ends."""
    port = free_port()
    server = subprocess.Popen([sys.executable, "app.py", "--port", str(port), *arguments], cwd=ROOT, env=surroundings(data, **more),
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    server.port = port
    try:
        wait_for(server)
        yield server
    finally:
        if server.poll() is None:
            server.send_signal(signal.SIGTERM)
        try:
            server.said = server.communicate(timeout=WAITS)[0]
        except subprocess.TimeoutExpired:
            server.kill()
            raise


def wait_for(server):
    until = time.monotonic() + WAITS
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            if ask(server, "/healthz").status == 200:
                return
        assert server.poll() is None, server.communicate()[0]
        time.sleep(0.05)
    raise AssertionError("the server does not answer")


def ask(server, path, method="GET", body=None, **headers):
    """One request; headers are named with _ for -."""
    way = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    way.request(method, path, body, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = way.getresponse()
    answer.text = answer.read().decode()
    way.close()
    return answer


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def digests(folder, *names):
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
