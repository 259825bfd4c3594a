"""The server: Flask in a few threads, and one native route for the live stream."""
import asyncio
import logging
import os
import signal
import threading
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

import uvicorn
from a2wsgi import WSGIMiddleware

from . import clock, hosts, live, logs, modules
from .db import database
from .web import HEADERS

log = logging.getLogger("perf")

THREADS, LOOK_AT_CLOCK_SECONDS = 10, 60
MOST_OF_FORM, MOST_WAITING, MOST_CONNECTIONS = 1024 * 1024 + 64 * 1024, 64 * 1024 * 1024, 1500
BODY_SECONDS, MOST_BYTES = 30, 6 * 1024 * 1024      # forms and files have narrower caps of their own; this one spares memory
LIVE_PATH, STOP_SECONDS = "/live", 8


def asgi(app):
    """The whole house as one ASGI application."""
    pages = WSGIMiddleware(app, workers=THREADS)

    async def house(scope, receive, send):
        if scope["type"] == "lifespan":
            return await _lifespan(app, receive, send)
        if scope["type"] == "http" and scope["path"] == LIVE_PATH:
            return await _stream(app, scope, receive, send)
        body = await _whole_body(scope, receive)
        if isinstance(body, int):
            return await _answer(app, send, body)
        return await pages(scope, _handing_on(body, receive), send)
    return house


class Waiting:
    """How many bytes of bodies are being taken in at this moment, by all requests together."""

    bytes = 0


async def _whole_body(scope, receive):
    """What a request sends, taken in here, so that a slow sender holds no thread; or the status that answers it."""
    parts, size, more, most = [], 0, True, _most_bytes(scope["headers"])
    if most is None:
        return 413
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return 400
                parts.append(message.get("body", b""))
                size, more = size + len(parts[-1]), message.get("more_body", False)
                Waiting.bytes += len(parts[-1])
                if size > most:
                    return 413
                if Waiting.bytes > MOST_WAITING:
                    return 503
    except TimeoutError:
        return 408
    finally:
        Waiting.bytes -= size
    return b"".join(parts)


def _most_bytes(headers):
    """How much this request may send: a file more than a form; None where it says itself that it is too much."""
    said = dict(headers)
    most = MOST_BYTES if said.get(b"content-type", b"").startswith(b"multipart/") else MOST_OF_FORM
    length = said.get(b"content-length", b"0")
    return most if length.isdigit() and int(length) <= most else None


def _handing_on(body, receive):
    given = False

    async def hand_on():
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}
    return hand_on


class Server(uvicorn.Server):
    def handle_exit(self, sig, frame):
        live.hub.close()
        patience = threading.Timer(STOP_SECONDS, _stop_at_once)
        patience.daemon = True
        patience.start()
        super().handle_exit(sig, frame)


def serve(app, host, port):
    logs.install_logs()
    config = uvicorn.Config(asgi(app), host=host, port=port, log_level="warning", proxy_headers=False,
                            limit_concurrency=MOST_CONNECTIONS, timeout_graceful_shutdown=3, server_header=False, date_header=True,
                            log_config=None)       # kernel/logs.py says how lines look
    for one in (signal.SIGTERM, signal.SIGINT):     # uvicorn raises it again once all is closed; by then it has done its work
        signal.signal(one, lambda *_given: None)
    Server(config).run()


def _stop_at_once():
    """A job in the background does not hold up the stop: what it had not finished is undone at the next start."""
    log.warning("stopped while a job was still at work")
    logging.shutdown()
    os._exit(0)


async def _lifespan(app, receive, send):
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            live.hub.loop = asyncio.get_running_loop()
            tasks = [asyncio.create_task(_days(app))]
            tasks += [asyncio.create_task(_again(app, *job)) for room in modules.all_rooms() for job in room.jobs]
            await send({"type": "lifespan.startup.complete"})
        else:
            for task in tasks:
                task.cancel()
            live.hub.close()
            return await send({"type": "lifespan.shutdown.complete"})


async def _days(app):
    """Let every room do what a new day brings: at the start, and whenever the organisation's date has changed."""
    done = None
    while True:
        today = clock.today()
        if today != done:
            await asyncio.to_thread(_new_day, app, today)
            done = today
        await asyncio.sleep(LOOK_AT_CLOCK_SECONDS)


async def _again(app, seconds, job):
    """Do a room's job in a thread, and again so many seconds after it ended."""
    while True:
        await asyncio.to_thread(_once, app, job)
        await asyncio.sleep(seconds)


def _once(app, job):
    try:
        with app.app_context():
            database.connect(reuse_if_open=True)
            job()
    except Exception:
        log.exception("the job %s could not be done", job.__name__)


def _new_day(app, today):
    try:
        with app.app_context():
            database.connect(reuse_if_open=True)
            for room in modules.rooms_on():
                room.daily(today)
    except Exception:
        log.exception("what the day %s brings could not be done", today)


async def _stream(app, scope, receive, send):
    if scope["method"] != "GET":
        return await _answer(app, send, 405)
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    if not hosts.is_ours(hosts.host_behind_proxies(headers, app.config), app.config):
        return await _answer(app, send, 400)
    given = parse_qs(scope["query_string"].decode("latin-1")).get("ticket", [""])[0]
    ticket = live.read_ticket(app.config["SECRET_KEY"], given)
    cookies = _cookies(headers.get("cookie", ""))
    person_id = await asyncio.to_thread(_who, app, cookies)
    if person_id is None:
        return await _answer(app, send, 401)
    if ticket is None or ticket[0] != person_id:
        return await _answer(app, send, 403)
    if live.hub.streams_of(person_id) >= live.MOST_STREAMS:
        return await _answer(app, send, 429)
    await _tell(app, send, receive, cookies, ticket, headers.get("last-event-id"))


async def _tell(app, send, receive, cookies, ticket, last_seen):
    person_id, topics, mark = ticket
    listener = live.Listener(frozenset(topics), person_id)
    live.hub.listeners.add(listener)
    listener.waiting |= live.hub.missed(topics, last_seen or mark)
    listener.woken.set()
    await send({"type": "http.response.start", "status": 200, "headers": _headers(
        app, [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store"), (b"x-accel-buffering", b"no")])})
    gone = asyncio.create_task(_until_gone(receive, listener))
    try:
        while not listener.is_over:
            await send({"type": "http.response.body", "body": _events(listener), "more_body": True})
            try:
                await asyncio.wait_for(listener.woken.wait(), live.PING_SECONDS)
            except asyncio.TimeoutError:
                pass
            if await asyncio.to_thread(_who, app, cookies) != person_id:
                break
        await send({"type": "http.response.body", "body": b""})
    except OSError:
        pass
    finally:
        gone.cancel()
        live.hub.listeners.discard(listener)


def _events(listener):
    listener.woken.clear()
    topics, listener.waiting = listener.waiting, set()
    mark = live.hub.mark()
    lines = [f"event: live:{topic}\nid: {mark}\ndata: changed\n\n" for topic in sorted(topics)]
    return "".join(lines or [": still here\n\n"]).encode()


async def _until_gone(receive, listener):
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.is_over = True
    listener.woken.set()


def _who(app, cookies):
    with app.app_context():
        database.connect(reuse_if_open=True)
        person = modules.who(cookies)
        return person.id if person and not person.is_held else None


def _cookies(header):
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}


def _headers(app, more):
    return more + [(name.lower().encode(), value.encode()) for name, value in hosts.headers(HEADERS, app.config).items()]


async def _answer(app, send, status):
    await send({"type": "http.response.start", "status": status, "headers": _headers(app, [(b"cache-control", b"no-store")])})
    await send({"type": "http.response.body", "body": b""})
