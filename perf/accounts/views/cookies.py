"""What a browser keeps of its session, and what it is called."""
import secrets

from flask import after_this_request, make_response, redirect, request, url_for

from ...kernel.cookies import allows_http, keep, named
from ...kernel.web import speak
from ...kernel.words import _
from .. import actions, links, queries

DEVICE, LINK, ADDRESS = "device", "link", "address"     # who was here before; the link just opened: to a password, to an address
LINK_SECONDS = 1800


def let_in(onward, secret, *, tells=True):
    """Hand the browser its session and go on: to the second step where one is due, else to where it wanted."""
    account = queries.account_of(secret)
    if account is None:
        onward = url_for("accounts.ask_second", next=onward)
    response = redirect(onward, 303) if onward else make_response("", 204)
    keep_session(response, secret)
    if account:
        _know_browser(response, account)
        if tells and onward:
            for sentence in links.note_told(account)[:1]:
                speak(response, sentence)
    return response


def keep_session(response, secret):
    keep(response, cookie_name(), secret, queries.LONGEST.total_seconds())
    return response


def renew_session(secret):
    """The session goes on under a new secret: whatever this request is answered brings it to the browser."""
    after_this_request(lambda response: keep_session(response, secret))


def _know_browser(response, account):
    mark = device_mark() or secrets.token_urlsafe(32)
    actions.know_device(account, mark)
    keep(response, named(DEVICE), mark, actions.DEVICE_KEPT.total_seconds())


def device_mark():
    """What a browser shows that has been here before."""
    return request.cookies.get(named(DEVICE), "")


def cookie_name():
    return queries.COOKIE_ALLOWING_HTTP if allows_http() else queries.COOKIE


def address():
    return request.remote_addr or ""


def device():
    """"Firefox on Android": enough to recognise one's own browser."""
    agent = request.headers.get("User-Agent", "")
    browser = next((name for mark, name in (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"),
                                            ("Chrome/", "Chrome"), ("Safari/", "Safari")) if mark in agent), _("A browser"))
    system = next((name for mark, name in (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
                                           ("Mac OS", "macOS"), ("Linux", "Linux")) if mark in agent), None)
    return _("%(browser)s on %(system)s", browser=browser, system=system) if system else browser
