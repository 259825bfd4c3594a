"""Allegations: with a name, apart from all figures; HR's, or the executive's where they are about HR."""
from ..kernel import clock, live, trail
from ..kernel.db import write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from . import access, queries, telling
from .models import CaseNote, ExitCase


@write()
def report(leaving, text, *, is_about_hr=False, reach="", by=None):
    """A leaver reports something serious. It goes with the name, and into no figure."""
    if not text.strip():
        raise Refused(_("Please say what happened."), "text")
    now = queries.as_now(queries.whole(leaving.id))
    case = ExitCase.create(leaving=now, person=now.person_id, text=text, is_about_hr=is_about_hr or access.is_for_executive(now.person, now.manager_id)
                           or now.for_executive, about_id=now.manager_id, reach=reach, at=clock.now())
    trail.record("report_case", by, leaving.person_id, kind="exit-case", row_id=case.id)
    telling.case_opened(case)
    live.changed("exit-cases", 0)
    return case


@write()
def take(case, *, version, by):
    """Somebody takes it in hand."""
    now = _seen(case, version)
    if now.state == "closed":
        raise Refused(_("This case is closed. Open it again first."))
    ExitCase.update(state="in hand", handler=by, version=now.version + 1).where(ExitCase.id == now.id).execute()
    _did("take_case", now, by)


@write()
def note(case, text, *, by):
    """What was done about it: lines that stay."""
    if not text.strip():
        raise Refused(_("Please write what was done."), "text")
    CaseNote.create(case=case, by=by, at=clock.now(), text=text)
    _did("note_case", case, by)


@write()
def close(case, *, outcome, version, by):
    now = _seen(case, version)
    if now.state == "closed":
        raise Refused(_("This case is closed already."))
    if not outcome.strip():
        raise Refused(_("Please write what came of it before you close it."), "outcome")
    ExitCase.update(state="closed", outcome=outcome, closed_on=clock.today(), version=now.version + 1).where(ExitCase.id == now.id).execute()
    _did("close_case", now, by)


@write()
def open_again(case, *, version, by):
    now = _seen(case, version)
    if now.state != "closed":
        raise Refused(_("This case is open already."))
    ExitCase.update(state="in hand", handler=by, closed_on=None, version=now.version + 1).where(ExitCase.id == now.id).execute()
    _did("open_case_again", now, by)


def _seen(case, version):
    now = ExitCase.get_by_id(case.id)
    if now.version != version:
        raise Changed(_("Somebody else changed this case meanwhile. It is shown as it is now; please look at it, then send yours again."), now)
    return now


def _did(verb, case, by):
    trail.record(verb, by, case.person_id, kind="exit-case", row_id=case.id)
    live.changed("exit-case", case.id)
    live.changed("exit-cases", 0)
