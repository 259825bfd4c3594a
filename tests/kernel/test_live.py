"""The stream that tells open pages of changes: a topic, never content, to those alone whose page listens."""
import asyncio
from contextlib import asynccontextmanager

import pytest

from perf.kernel import db, live, serve
from perf.kernel.errors import Refused
from perf.reviews.models import Review
from tests import world

WAIT = 3


class Stream:
    """One open stream as a browser holds it: `next()` gives what arrives."""

    def __init__(self, app, cookie, ticket, last_seen=None):
        self.arrived, self.leave = asyncio.Queue(), asyncio.Event()
        headers = [(b"host", b"localhost"), (b"cookie", cookie.encode())] + ([(b"last-event-id", last_seen.encode())] if last_seen else [])
        self.scope = {"type": "http", "method": "GET", "path": "/live", "query_string": f"ticket={ticket}".encode(), "headers": headers}
        self.house = serve.asgi(app)

    async def run(self):
        await self.house(self.scope, self._receive, self.arrived.put)

    async def _receive(self):
        await self.leave.wait()
        return {"type": "http.disconnect"}

    async def next(self):
        return await asyncio.wait_for(self.arrived.get(), WAIT)

    async def text(self):
        """The next events that are more than a sign of life."""
        while True:
            body = (await self.next()).get("body", b"").decode()
            if not body.startswith(":"):
                return body


@asynccontextmanager
async def opened(app, *args):
    live.hub.loop = asyncio.get_running_loop()
    stream = Stream(app, *args)
    running = asyncio.create_task(stream.run())
    try:
        assert (await stream.next())["status"] == 200
        yield stream
    finally:
        stream.leave.set()
        await asyncio.wait_for(running, WAIT)
        live.hub.loop = None


@pytest.fixture
def asked(app, house, mara):
    """Cookie and ticket of Mara's page about review 1."""
    return f"__Host-session={house.secrets['mara']}", live.ticket(app.config["SECRET_KEY"], mara.id, ["review-1"])


def test_change_reaches_the_page_that_listens_and_says_only_what_changed(app, asked):
    async def story():
        async with opened(app, *asked) as stream:
            await stream.next()
            live.changed("review", 2)
            live.changed("review", 1)
            return await stream.text()
    told = asyncio.run(story())
    assert told.startswith("event: live:review-1\nid: ") and told.endswith("data: changed\n\n") and "review-2" not in told


def test_change_between_drawing_the_page_and_listening_is_told_at_once(app, asked):
    live.changed("review", 1)

    async def story():
        async with opened(app, *asked) as stream:
            return await stream.text()
    assert "live:review-1" in asyncio.run(story())


def test_page_that_comes_back_hears_what_it_missed_and_nothing_twice(app, asked):
    mark = live.hub.mark()

    async def first_words(last_seen):
        async with opened(app, *asked, last_seen) as stream:
            return (await stream.next())["body"].decode()
    assert asyncio.run(first_words(mark)).startswith(":")
    live.changed("review", 1)
    assert "live:review-1" in asyncio.run(first_words(mark))
    assert asyncio.run(first_words(live.hub.mark())).startswith(":")
    assert "live:review-1" in asyncio.run(first_words("another-start.7"))


def test_stream_ends_when_the_session_does(app, house, asked, mara, hana):
    """S05: at once, though nothing else happens."""
    from perf.accounts import actions as accounts

    async def story():
        async with opened(app, *asked) as stream:
            await stream.next()
            accounts.set_enabled(mara, False, by=hana)
            while (message := await stream.next()).get("more_body"):
                pass
            return message
    assert asyncio.run(story())["body"] == b""
    assert not live.hub.listeners


def test_one_person_holds_twelve_streams_at_most(app, asked, monkeypatch):
    """S05: a thirteenth is refused; others are not concerned."""
    monkeypatch.setattr(live.hub, "streams_of", lambda person_id: 12)

    async def story():
        stream = Stream(app, *asked)
        running = asyncio.create_task(stream.run())
        answer = await stream.next()
        await running
        return answer
    assert asyncio.run(story())["status"] == 429


def test_nobody_listens_any_more_once_the_page_is_closed(app, asked):
    async def story():
        async with opened(app, *asked):
            assert len(live.hub.listeners) == 1
    asyncio.run(story())
    assert not live.hub.listeners


def told_while(monkeypatch, deed):
    told = []
    monkeypatch.setattr(live.hub, "changed", told.append)
    deed()
    return told


def test_change_is_told_after_the_commit_and_not_where_it_is_taken_back(app, monkeypatch):
    def deed():
        with pytest.raises(Refused), db.database.atomic("IMMEDIATE"):
            live.changed("chart")
            raise Refused("No.")
    assert told_while(monkeypatch, deed) == []

    @db.write()
    def verb():
        live.changed("chart")
        assert told == []
    told = []
    monkeypatch.setattr(live.hub, "changed", told.append)
    verb()
    assert told == ["chart"]


def test_while_it_is_a_draft_nobody_is_told_that_somebody_types(house, monkeypatch):
    with world.house_in_use(house) as rows:
        told = []
        monkeypatch.setattr(live.hub, "changed", told.append)
        world.fill(Review.get_by_id(rows["review_id"]).manager_sheet, text="Words of a draft")
        assert told == []


@pytest.mark.parametrize("ticket", ["", "x", "a.b", "W10.x", "é", "x" * 9000])
def test_ticket_that_we_did_not_sign_is_none(ticket):
    assert live.read_ticket("key", ticket) is None
