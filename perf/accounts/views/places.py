"""Under which name the browser knows this house: passkeys are bound to it, and providers send people back to it."""
from urllib.parse import urlsplit

from flask import current_app, request

from ...kernel.cookies import allows_http
from ...kernel.surroundings import host_of
from .. import passkeys

HERE = "localhost"


def for_passkeys():
    """Where passkeys are bound to, or None where browsers have none: without https, or under another name than PERF_URL's."""
    name, url = host_of(request.host), current_app.config["BASE_URL"]
    if allows_http() or not passkeys.are_installed():
        return None
    if name == HERE:
        return passkeys.Place(HERE, request.host_url.rstrip("/"))
    if url.startswith("https://") and name == host_of(urlsplit(url).netloc):
        return passkeys.Place(name, url)
    return None
