"""The code by which a leaver goes on elsewhere: made when they are asked, shown to them alone, kept as a fingerprint and sealed."""
import secrets

from ..accounts import queries as accounts
from ..kernel import clock, seal
from .models import ExitLink

SEAL = "exit code"


def new(leaving_id):
    """The columns of a link that keep a new code."""
    code = f"{secrets.randbelow(10 ** 8):08}"
    return {"code": mark(leaving_id, code), "code_sealed": seal.seal(code, SEAL)}


def mark(leaving_id, code):
    """A code belongs to the leaving, so that it goes on counting behind a new link."""
    return accounts.digest(f"{leaving_id}-{code}")


def told(link):
    """The code in two groups."""
    code = seal.unseal(link.code_sealed, SEAL) if link and link.code_sealed else ""
    return f"{code[:4]} {code[4:]}" if code else ""


def give(leaving_id, by):
    """Inside a verb: whoever begins in their account knows a code before there is a link. It stands in a link that opens nothing."""
    if latest(leaving_id) is None:
        now = clock.now()
        ExitLink.create(leaving=leaving_id, secret=accounts.digest(secrets.token_urlsafe(32)), made_by=by, made_at=now, ends_at=now, **new(leaving_id))


def latest(leaving_id):
    return ExitLink.select().where(ExitLink.leaving == leaving_id).order_by(ExitLink.id.desc()).first()
