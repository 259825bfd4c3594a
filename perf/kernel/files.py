"""Files that come in and go out: the bare name of one, and an answer that is saved, never shown as a page of ours (TRUST I07)."""
import re

from flask import make_response

from . import web

NOT_IN_A_NAME = "<>\"'%;&|*?:`$"
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


def plain_name(file_name, otherwise, longest=120):
    """The bare name of a file, without any path or sign that could mislead."""
    name = re.split(r"[/\\]", file_name or "")[-1]
    return "".join(sign for sign in name if sign.isprintable() and sign not in NOT_IN_A_NAME)[-longest:].strip(" .") or otherwise


def download(content, name, kind=CSV):
    """A file to save. A name with letters beyond ASCII is said in the way that every browser of today reads."""
    response = make_response(content if isinstance(content, bytes) else ("\ufeff" + content).encode())
    response.headers["Content-Type"] = kind
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = web.CSP + "; sandbox"
    return response
