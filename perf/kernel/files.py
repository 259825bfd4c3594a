"""Files that come in and go out: the bare name of one, and an answer that is saved, never shown as a page of ours (TRUST I07)."""
import re

from flask import make_response

from . import web, words

NOT_IN_A_NAME = "<>\"'%;&|*?:`$"
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


def plain_name(file_name, otherwise, longest=120):
    """The bare name of a file, without any path or sign that could mislead."""
    name = re.split(r"[/\\]", file_name or "")[-1]
    return "".join(sign for sign in name if sign.isprintable() and sign not in NOT_IN_A_NAME)[-longest:].strip(" .") or otherwise


def saved_as(*names, ending):
    """What a file is called on the disk of whoever saves it: small plain letters, figures and dashes, whatever somebody has typed."""
    bare = "-".join(re.sub(r"[^a-z0-9]+", "-", words.plain(name)) for name in names).strip("-")
    return f"{bare[:80].strip('-') or 'file'}.{ending}"


def download(content, name, kind=CSV):
    """A file to save; its name is one of ours, or of `saved_as`."""
    response = make_response(content if isinstance(content, bytes) else ("\ufeff" + content).encode())
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = web.CSP + "; sandbox"
    return response
