"""What was recorded: about oneself for everybody, the whole log for HR, its safety part for administrators."""
from flask import Blueprint, make_response, render_template, request, url_for
from flask_login import current_user

from ..kernel import clock, modules, trail, web
from ..kernel.cells import as_csv
from ..kernel.doors import fresh, login_required, needs
from ..kernel.web import fragment
from ..kernel.words import _
from ..people import access as people
from . import access, deeds, queries
from .inputs import FilterInput

bp = Blueprint("audit", __name__, url_prefix="/audit")


@bp.get("/")
@login_required
def audit():
    """Who has read about me, or all that is recorded about me."""
    shows_all = request.args.get("show") == "all"
    lines = access.own_lines(current_user) if shows_all else access.readings_about(current_user)
    found, has_older = queries.shown(queries.narrowed(lines, before=before()), me=current_user)
    names = {(kind, number): name for kind, number, name in modules.gather("concerns", current_user)}
    return render_template("audit/audit.html", lines=found, shows_all=shows_all, names=names,
                           older=has_older and url_for(".audit", show="all" if shows_all else None, before=found[-1].id))


@bp.get("/all")
@needs("read_audit")
def log():
    given, lines = asked()
    found, has_older = queries.shown(queries.narrowed(lines, before=before()), sees_whom=access.sees_whom(current_user))
    kept = {name: value for name, value in request.args.items() if name in given and value}
    shown = {"lines": found, "asked": kept, "titles": {room.name: room.title for room in modules.all_rooms()},
             "older": has_older and url_for(".log", **kept, before=found[-1].id)}
    if request.htmx:
        return fragment("audit/_log_lines.html", **shown)
    return render_template("audit/log.html", form=given, head=trail.head(), whole=access.sees_whom(current_user), **shown)


@bp.get("/all.csv")
@needs("read_audit")
@fresh
def download():
    """The lines that the filter leaves, as a file; that it was taken is recorded."""
    _given, lines = asked()
    found, _older = queries.shown(lines, sees_whom=access.sees_whom(current_user), limit=queries.MOST_IN_A_FILE)
    rows = [[line.id, f"{line.at:%Y-%m-%d %H:%M:%S}", line.words, line.who, line.whom, line.verb, line.kind,
             "" if line.row_id is None else line.row_id, line.ip] for line in found]
    trail.record("download_trail", current_user)
    return attachment(as_csv(HEAD, rows), f"audit-log-{clock.today()}.csv")


HEAD = [_("Line"), _("When (UTC)"), _("What"), _("Who"), _("Whom it concerns"), _("Deed"), _("Kind of row"), _("Row"),
        _("Network")]


def asked():
    """The filter as it was asked for, and the lines that it leaves."""
    whole = access.sees_whom(current_user)
    everybody = people.people_to_see(current_user).order_by(people.Person.last_name, people.Person.first_name)
    given = FilterInput(request.args).offer(everybody, deeds.GROUPS if whole else deeds.WITHOUT_CONTENT)
    given.validate()
    return given, queries.narrowed(access.lines_to_read(current_user), sees_whom=whole, **given.wanted)


def before():
    """The line before which the page begins."""
    return web.asked_number("before")


def attachment(text, name):
    """A file to save, never to be shown as a page of ours (TRUST I07)."""
    response = make_response(("\ufeff" + text).encode())
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = web.CSP + "; sandbox"
    return response
