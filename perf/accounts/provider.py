"""The provider of OpenID Connect as the settings name it: its addresses, its keys, and what it says about somebody.

The package `joserfc` is an extra: without it, and without the settings, nothing of this shows.
"""
import base64
import calendar
import importlib.util
import json
import logging
import os
import urllib.error
import urllib.request
from collections import namedtuple
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from flask import current_app

from ..kernel import clock
from ..kernel.errors import Refused
from ..kernel.surroundings import LOCAL, CannotStart, host_of, switch
from ..kernel.words import _

log = logging.getLogger("perf")

ALGORITHMS = ["RS256", "ES256"]
KEPT, AGAIN_AFTER = timedelta(hours=1), timedelta(minutes=1)       # what the provider publishes; an unknown key asks again
WAIT_SECONDS, MOST_BYTES, LEEWAY_SECONDS = 8, 512 * 1024, 60

Settings = namedtuple("Settings", "issuer client_id secret name is_only")


def read(environ=os.environ):
    """The settings of the environment, or None where there is no provider; refused in words where they make no sense."""
    issuer = environ.get("PERF_OIDC_ISSUER", "").strip()
    if not issuer:
        return None
    if not _is_safe(issuer):
        raise CannotStart(f"PERF_OIDC_ISSUER is “{issuer}”. It is the https address of the provider.", CannotStart.SETTING)
    client_id, secret = environ.get("PERF_OIDC_CLIENT_ID", "").strip(), _secret(environ)
    if not (client_id and secret):
        raise CannotStart("PERF_OIDC_ISSUER needs PERF_OIDC_CLIENT_ID and PERF_OIDC_CLIENT_SECRET (or _FILE) as well.", CannotStart.SETTING)
    if importlib.util.find_spec("joserfc") is None:
        raise CannotStart("PERF_OIDC_ISSUER needs the extra [oidc]: pip install 'perf-reviews[oidc]'.", CannotStart.SETTING)
    return Settings(issuer, client_id, secret, environ.get("PERF_OIDC_NAME", "").strip() or host_of(urlsplit(issuer).netloc),
                    switch("PERF_OIDC_ONLY", environ))


def _secret(environ):
    path = environ.get("PERF_OIDC_CLIENT_SECRET_FILE")
    if not path:
        return environ.get("PERF_OIDC_CLIENT_SECRET", "").strip()
    try:
        return Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise CannotStart(f"the file {path} that PERF_OIDC_CLIENT_SECRET_FILE names cannot be read ({problem}).",
                          CannotStart.SETTING) from problem


def settings():
    return current_app.config.get("OIDC")


def name_of(issuer):
    """What a provider is called: as it is set up now, or by its host where it no longer is."""
    mine = settings()
    return mine.name if mine and mine.issuer == issuer else host_of(urlsplit(issuer).netloc) or issuer


def takes_passwords():
    """Whether people sign in by password, or through the provider alone."""
    return settings() is None or not settings().is_only


def refuse_passwords():
    """At the door: a form that was sent by hand, or from a page of before, opens no more than what the pages show."""
    if not takes_passwords():
        raise Refused(words_instead())
    return True


def words_instead():
    return _("Here people sign in through %(provider)s alone; no password opens an account.", provider=settings().name)


# Asking

def address_to_ask(**question):
    there = _published()["authorization_endpoint"]
    question["client_id"] = settings().client_id
    return f"{there}{'&' if '?' in there else '?'}{urlencode(question)}"


def claims(code, back, verifier, nonce):
    """What the provider says about the person who brought this code, with its signature checked."""
    from joserfc.errors import InvalidKeyIdError, JoseError
    token = _token(code, back, verifier)
    try:
        try:
            return _checked(token, _keys(), nonce)
        except InvalidKeyIdError:
            return _checked(token, _keys(AGAIN_AFTER), nonce)
    except (JoseError, ValueError, TypeError, KeyError) as problem:
        log.warning("the provider's answer was refused: %s", type(problem).__name__)
        raise Refused(_("What %(provider)s said could not be trusted, so nothing was done. Please try again.",
                        provider=settings().name)) from None


def _checked(token, keys, nonce):
    from joserfc import jwt
    from joserfc.errors import InvalidClaimError
    mine, must = settings(), {"essential": True}
    said = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
    jwt.JWTClaimsRegistry(now=calendar.timegm(clock.now().timetuple()), leeway=LEEWAY_SECONDS, exp=must, iat=must, sub=must,
                          iss={**must, "value": mine.issuer}, aud={**must, "value": mine.client_id},
                          nonce={**must, "value": nonce}).validate(said)
    if said.get("azp", mine.client_id) != mine.client_id or isinstance(said["aud"], list) and len(said["aud"]) > 1 and "azp" not in said:
        raise InvalidClaimError("azp")
    if len(said["sub"]) > 255:
        raise InvalidClaimError("sub")
    return said


def _token(code, back, verifier):
    """The signed statement that the provider gives for a code."""
    mine, published = settings(), _published()
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    headers = {}
    if "client_secret_basic" in published.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]):
        both = f"{quote(mine.client_id, safe='')}:{quote(mine.secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(both.encode()).decode()}"
    else:
        form |= {"client_id": mine.client_id, "client_secret": mine.secret}
    given = _fetch(published["token_endpoint"], urlencode(form).encode(), headers)
    if not isinstance(given.get("id_token"), str):
        raise _silent("no id_token")
    return given["id_token"]


# What it publishes

_known = {}


def _published():
    """Its addresses, as it publishes them itself."""
    issuer = settings().issuer
    found = _kept(issuer.rstrip("/") + "/.well-known/openid-configuration")
    there = [found.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if found.get("issuer") != issuer or not all(isinstance(address, str) and _is_safe(address) for address in there):
        raise _silent("its configuration names another issuer, or addresses without https")
    return found


def _keys(no_older_than=KEPT):
    from joserfc.jwk import KeySet
    return KeySet.import_key_set(_kept(_published()["jwks_uri"], no_older_than))


def _kept(address, no_older_than=KEPT):
    at, found = _known.get(address, (None, None))
    if at is None or clock.now() - at > no_older_than:
        found = _fetch(address)
        _known[address] = (clock.now(), found)
    return found


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_given):
        return None


_way = urllib.request.build_opener(_NoRedirect)


def _fetch(address, data=None, headers=()):
    """A JSON object from the provider; it gets a few seconds, and no second address."""
    asked = urllib.request.Request(address, data, {"Accept": "application/json", **dict(headers)})
    try:
        with _way.open(asked, timeout=WAIT_SECONDS) as answer:
            found = json.loads(answer.read(MOST_BYTES))
    except (OSError, ValueError, urllib.error.URLError) as problem:
        raise _silent(type(problem).__name__) from None
    if not isinstance(found, dict):
        raise _silent("no JSON object")
    return found


def _silent(why):
    log.warning("the provider of sign-ins cannot be used: %s", why)
    return Refused(_("%(provider)s does not answer as it should just now. Please try again in a moment.", provider=settings().name))


def _is_safe(address):
    """https; plain http is for a provider on this very machine, as in tests."""
    parts = urlsplit(address)
    return parts.scheme == "https" and bool(parts.netloc) or parts.scheme == "http" and host_of(parts.netloc) in LOCAL


def text(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
