"""Under which names the house answers, and its full address for links that leave it."""
from urllib.parse import urlsplit

from flask import abort, current_app, has_request_context, render_template, request
from werkzeug.middleware.proxy_fix import ProxyFix

from .surroundings import LOCAL, host_of
from .words import _

ELSEWHERE = "http://localhost:8000"
OPEN_TO_ALL = {"static_files.static_file", "home.healthz"}      # the page that asks for https is shown with its style sheet
HSTS = "max-age=31536000"


def is_ours(host, config):
    """Whether a Host header names this installation (TRUST B14)."""
    name = host_of(host)
    return name is not None and (name in LOCAL or name in config["HOSTS"] or name.strip("[]") == config.get("LISTENS_ON")
                                 or name == host_of(urlsplit(config["BASE_URL"]).netloc))


def refuse_unknown_host():
    if not is_ours(request.host, current_app.config):
        abort(_page(400, _("Perf does not know this address"), _(
            "Perf answers under the names it was given, and this is not one of them. Use the address that you were told, or ask "
            "your administrator to add this one: PERF_URL or PERF_HOSTS.")))


def refuse_plain_http():
    """Over plain http the browser would not keep a sign-in, and somebody on the way could read the password."""
    if current_app.config["ALLOW_HTTP"] or request.endpoint in OPEN_TO_ALL or is_encrypted():
        return
    abort(_page(403, _("Please use https"), _(
        "This connection is not encrypted, so Perf neither shows nor takes anything here. Put https:// in front of the address. "
        "If that does not work, your administrator needs to set up a certificate.")))


def is_encrypted():
    """https as a trusted proxy says, or as PERF_URL promises where no proxy is trusted; this machine itself counts too."""
    host, url = host_of(request.host), current_app.config["BASE_URL"]
    promised = url.startswith("https://") and not current_app.config["PROXIES"] and host == host_of(urlsplit(url).netloc)
    return request.scheme == "https" or host in LOCAL or promised


def is_own_origin(origin):
    """Whether a page of ours sent this: the same host, and https where PERF_URL says https."""
    try:
        sent = urlsplit(origin)
        own = urlsplit(current_app.config["BASE_URL"])
    except ValueError:
        return False
    return sent.netloc == request.host and (sent.netloc != own.netloc or sent.scheme == own.scheme)


def address(path):
    """The full address of one of our paths, for mails and for links that people copy: PERF_URL, never a header that somebody sent."""
    return root() + path


def root():
    if current_app.config["BASE_URL"]:
        return current_app.config["BASE_URL"]
    return request.host_url.rstrip("/") if has_request_context() else current_app.config.get("SERVED_AT", ELSEWHERE)


def headers(fixed, config):
    """The headers of every answer: https for a year once it is promised (TRUST B10)."""
    return {**fixed, "Strict-Transport-Security": HSTS} if config["BASE_URL"].startswith("https://") else fixed


def behind_proxies(app):
    """Take what PERF_PROXIES proxies say about the browser; without that setting their headers mean nothing (TRUST L08)."""
    plain = app.wsgi_app

    def answer(environ, start_response):
        trusted = app.config["PROXIES"]
        house = ProxyFix(plain, x_for=trusted, x_proto=trusted, x_host=trusted) if trusted else plain
        return house(environ, start_response)
    app.wsgi_app = answer


def host_behind_proxies(headers, config):
    """The Host of a request that does not pass Flask, as `behind_proxies` would see it."""
    said = [part.strip() for part in headers.get("x-forwarded-host", "").split(",")]
    trusted = config["PROXIES"]
    return said[-trusted] if trusted and len(said) >= trusted and said[-trusted] else headers.get("host", "")


def _page(status, title, text):
    return current_app.make_response((render_template("failure.html", title=title, text=text, status=status), status))
