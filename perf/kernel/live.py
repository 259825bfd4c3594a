"""Tells open pages that something changed. An event carries a topic, never content."""
import asyncio
import secrets
import threading

from itsdangerous import BadSignature, URLSafeSerializer

from .db import database

PING_SECONDS = 25
MOST_STREAMS = 12       # of one person: each open, visible page holds one


class Hub:
    """Who listens to which topic, in the server's own loop; changes come in from the worker threads."""

    def __init__(self):
        self.boot = secrets.token_hex(4)
        self.last = 0
        self.changed_at = {}
        self.listeners = set()
        self.loop = None
        self._lock = threading.Lock()

    def changed(self, topic):
        with self._lock:
            self.last += 1
            self.changed_at[topic] = self.last
        if self.loop and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._tell, topic)

    def recheck(self):
        """Let every stream ask anew, at once, whether its session still counts."""
        if self.loop and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(lambda: [listener.woken.set() for listener in list(self.listeners)])

    def streams_of(self, person_id):
        return sum(listener.person_id == person_id for listener in self.listeners)

    def _tell(self, topic):
        for listener in list(self.listeners):
            if topic in listener.topics:
                listener.waiting.add(topic)
                listener.woken.set()

    def missed(self, topics, since):
        """The topics that changed after the mark `since`, or all of them where the server was restarted."""
        boot, _, number = (since or "").partition(".")
        if boot != self.boot or not number.isdigit():
            return set(topics)
        return {topic for topic in topics if self.changed_at.get(topic, 0) > int(number)}

    def mark(self):
        return f"{self.boot}.{self.last}"

    def close(self):
        """Let every stream end, so that the server can stop."""
        for listener in list(self.listeners):
            listener.is_over = True
            listener.woken.set()


class Listener:
    def __init__(self, topics, person_id=None):
        self.topics, self.waiting, self.person_id = topics, set(), person_id
        self.woken, self.is_over = asyncio.Event(), False


hub = Hub()


def changed(noun, row_id=None):
    """Say after the commit that "review", 12 changed; told to nobody where the verb is rolled back."""
    topic = noun if row_id is None else f"{noun}-{row_id}"
    _after_commit(lambda: hub.changed(topic))


def recheck():
    """Say after the commit that sessions have ended: streams that hang on one end as well."""
    _after_commit(hub.recheck)


def _after_commit(tell):
    if database.is_closed() or not database.in_transaction():
        tell()
    else:
        database.after_commit(tell)


def ticket(key, person_id, topics):
    """What a page shows to listen: signed, for this person and these topics, from this moment on."""
    return URLSafeSerializer(key, salt="live").dumps([person_id, sorted(topics), hub.mark()])


def read_ticket(key, text):
    """(person id, topics, mark) of a ticket that we signed, or None."""
    try:
        return URLSafeSerializer(key, salt="live").loads(text)
    except BadSignature:
        return None
