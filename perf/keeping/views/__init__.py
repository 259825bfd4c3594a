"""The pages of keeping: `desk` for HR, `erase` for one person, `mine` for oneself, `requests` for who looks through the texts."""
from flask import Blueprint, make_response

from ...kernel import web

bp = Blueprint("keeping", __name__, url_prefix="/keeping")

STATES = {"asked": "waits", "in review": "info", "released": "positive", "withdrawn": "quiet"}


def download(content, name):
    """A file to save, never to be shown as a page of ours (TRUST I07)."""
    response = make_response(content)
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = web.CSP + "; sandbox"
    return response


from . import desk, mine, people, requests  # noqa: E402,F401  each adds its routes to the blueprint
