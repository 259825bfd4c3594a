"""What a browser keeps of its session, and what it is called."""
from flask import current_app, make_response, redirect, request

from ...kernel.words import _
from .. import queries


def let_in(onward, secret):
    response = redirect(onward, 303) if onward else make_response("", 204)
    response.set_cookie(cookie_name(), secret, max_age=int(queries.LONGEST.total_seconds()), httponly=True, samesite="Lax", path="/",
                        secure=not allows_http())
    return response


def allows_http():
    return current_app.config["ALLOW_HTTP"]


def cookie_name():
    return queries.COOKIE_ALLOWING_HTTP if allows_http() else queries.COOKIE


def device():
    """"Firefox on Android": enough to recognise one's own browser."""
    agent = request.headers.get("User-Agent", "")
    browser = next((name for mark, name in (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"),
                                            ("Chrome/", "Chrome"), ("Safari/", "Safari")) if mark in agent), _("A browser"))
    system = next((name for mark, name in (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
                                           ("Mac OS", "macOS"), ("Linux", "Linux")) if mark in agent), None)
    return _("%(browser)s on %(system)s", browser=browser, system=system) if system else browser
