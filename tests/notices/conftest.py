"""A real mail server on this machine, which can be dead, slow or in a bad mood."""
import asyncio
import socket
import time
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from perf.notices import outbox


class Letters:
    """What a mail server was given; `says` is its answer to the next mails, `rests` how long it thinks before."""

    def __init__(self):
        self.taken, self.says, self.rests, self.seen = [], "250 OK", 0, 0

    async def handle_DATA(self, server, session, envelope):
        self.seen += 1
        await asyncio.sleep(self.rests)
        if self.says.startswith("2"):
            mail = message_from_bytes(envelope.content, policy=policy.default)
            mail.envelope = envelope
            self.taken.append(mail)
        return self.says

    def to(self, address):
        return [mail for mail in self.taken if mail["To"] == address]


class Post:
    """A mail server that can be started and stopped; `letters` outlives both."""

    def __init__(self):
        self.letters, self.port, self.running = Letters(), free_port(), None

    def start(self):
        self.running = Controller(self.letters, hostname="127.0.0.1", port=self.port)
        self.running.start()
        return self

    def stop(self):
        if self.running:
            self.running.stop(no_assert=True)
        self.running = None


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
def post(app, monkeypatch):
    """A mail server that runs, and a house that knows it and its own address."""
    server = Post()
    for name, value in {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(server.port), "MAIL_FROM": "perf@lantern.example"}.items():
        monkeypatch.setenv(f"PERF_{name}", value)
    monkeypatch.setitem(app.config, "BASE_URL", "https://perf.lantern.example")
    yield server.start()
    server.stop()


@pytest.fixture
def deliver(app):
    """What the background does every ten seconds."""
    def deliver():
        with app.app_context():
            outbox.deliver()
    return deliver


@pytest.fixture
def quickly():
    """Gives what a deed took, in seconds."""
    def seconds(deed):
        begun = time.monotonic()
        deed()
        return time.monotonic() - begun
    return seconds
