"""Pages and fragments: how an answer leaves the house, and which requests it takes."""
import base64
import gzip
import hmac
import re
from urllib.parse import urlsplit

import htmx_flask.requests as htmx_requests
from flask import abort, current_app, g, make_response, redirect, render_template, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.routing import IntegerConverter

from . import hosts
from .cookies import keep
from .forms import row_number

CSP = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
       "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; manifest-src 'self'")
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
SAID_COOKIE, SAID_SECONDS = "said", 120
READS = {"GET", "HEAD", "OPTIONS"}
PACK_FROM = 600
MOST_FIELDS = 10_000        # of one form; a form with files may have a thousand (Flask's MAX_FORM_PARTS)
BROKEN = re.compile("[\x00\ud800-\udfff]")


class HtmxHeaders(htmx_requests.HtmxHeaders):
    """htmx 4 names source and target as `tag#id`."""

    @property
    def target(self):
        return self._headers.get("HX-Target", "").rpartition("#")[2] or None

    @property
    def trigger(self):
        return self._headers.get("HX-Source", "").rpartition("#")[2] or None


class RowNumber(IntegerConverter):
    """The number of a row in an address: digits that the database can hold; anything else leads nowhere."""

    regex = "[0-9]{1,18}"


class HouseRequest(htmx_requests.HtmxAwareRequest):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.htmx = HtmxHeaders(self.headers)


def fragment(name, **shown):
    """A file `room/_noun.html`, or the block of a page as `room/page.html#block`."""
    file, _, block = name.partition("#")
    if not block:
        return render_template(file, **shown)
    template = current_app.jinja_env.get_template(file)
    current_app.update_template_context(shown)
    return "".join(template.blocks[block](template.new_context(shown)))


def reply(name, *, back, say=None, **shown):
    """The fragment for htmx; for a browser without scripts the way back to the page."""
    if request.htmx:
        return fragment(name, **shown)
    return go(back, say)


def go(where, say=None):
    """On to another page, with a sentence about what has happened."""
    if request.htmx:
        response = make_response("", 200)
        response.headers["HX-Redirect"] = where
    else:
        response = redirect(where, 303)
    return speak(response, say) if say else response


def speak(response, sentence):
    """Let the next page that is shown say this sentence once."""
    g.spoken = sentence
    return keep(response, SAID_COOKIE, _signer().dumps(sentence), SAID_SECONDS)


def asked_number(name):
    """A number that an address asks for, such as the line before which a page begins; None where no row can have it."""
    try:
        return row_number(request.args.get(name, ""))
    except ValueError:
        return None


def said():
    """The sentence that the last deed left for this page, if any."""
    token = request.cookies.get(SAID_COOKIE)
    if not token:
        return None
    g.said_is_shown = True
    try:
        return _signer().loads(token, max_age=SAID_SECONDS)
    except BadSignature:
        return None


def here(path):
    """A path of our own to go on to after signing in, or None for anything else (TRUST B13)."""
    if not path or not path.startswith("/") or path.startswith("//") or any(c in path for c in "\\\r\n\t"):
        return None
    parts = urlsplit(path)
    return None if parts.scheme or parts.netloc or not path.isprintable() else path


def refuse_foreign():
    """A write counts only from our own pages: by Sec-Fetch-Site, by Origin where that is absent."""
    if request.method in READS:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is None and origin is None or site not in (None, "same-origin") or origin is not None and not hosts.is_own_origin(origin):
        abort(403)


def finish(response):
    """Headers that every answer carries; pages are never kept, and packed for the way."""
    for name, value in hosts.headers(HEADERS, current_app.config).items():
        response.headers.setdefault(name, value)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    if response.mimetype == "text/html":
        response.vary.add("HX-Request")
    if getattr(g, "said_is_shown", False):
        response.delete_cookie(SAID_COOKIE)
    return _packed(response)


def here_is(url):
    """Whether the page shown is this place or lies under it."""
    return request.path == url or (url != "/" and url.endswith("/") and request.path.startswith(url))


def copy_key(person):
    """The key under which this person's browser keeps unsent text: never stored, the same after signing in again."""
    made = hmac.new(current_app.config["SECRET_KEY"].encode(), f"copy of {person.id}".encode(), "sha256").digest()
    return base64.b64encode(made).decode()


def _packed(response):
    wanted = "gzip" in request.headers.get("Accept-Encoding", "")
    if (not wanted or response.direct_passthrough or response.headers.get("Content-Encoding")
            or not response.mimetype.startswith("text/") or response.content_length is not None
            and response.content_length < PACK_FROM):
        return response
    response.set_data(gzip.compress(response.get_data(), 4))
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response


def _signer():
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="said")


def refuse_broken_text():
    """NUL and halves of characters cannot be kept; they are answered here, not deep in the house (TRUST I08)."""
    if request.mimetype == "application/x-www-form-urlencoded" and request.get_data().count(b"&") >= MOST_FIELDS:
        abort(413)
    for values in (request.form, request.args):
        for name, text in values.items(multi=True):
            if name is None or BROKEN.search(name) or BROKEN.search(text):
                abort(400)
    if None in request.files:
        abort(400)
