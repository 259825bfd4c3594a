"""With PERF_ACCESS_LOG=1 a line for each answer: the route and how long it took, nothing of who asked for what.

No address, query, cookie or body; the route instead of the path, because a path can hold the secret of a link (TRUST L03).
"""
import logging
import sys
import time

from flask import current_app, g, request

from .doors import is_without_trace

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
log = logging.getLogger("perf.access")


def install_access_log(app):
    app.before_request(_begin)
    app.after_request(_line)
    if app.config["ACCESS_LOG"] and not log.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        log.addHandler(handler)
        log.setLevel(logging.INFO)
        log.propagate = False


def _begin():
    g.asked_at = time.monotonic()


def _line(response):
    if current_app.config["ACCESS_LOG"] and not is_without_trace():
        took = round((time.monotonic() - g.get("asked_at", time.monotonic())) * 1000)
        log.info("%s %s %s %s ms", request.method if request.method in METHODS else "?",
                 request.url_rule.rule if request.url_rule else "-", response.status_code, took)
    return response
