"""The tree of goals from the organisation's purpose down, and the figures of those that are open on a page."""
from flask import abort, render_template, request, url_for
from flask_login import current_user

from ...kernel.doors import login_required
from ...kernel.web import asked_number, fragment
from ...roles import queries as roles
from .. import access, queries
from .. import tree as hanging
from .blueprint import bp
from .own import sets

MOST_ASKED = hanging.MOST


@bp.get("/tree")
@login_required
def tree():
    """All that hangs together, narrowed down as the address says; which branches are unfolded stands in it as well."""
    led, asked = access.leads(current_user), wish()
    aligned, loose, found = hanging.lines(current_user, asked, led)
    shown = [line.row.id for line in aligned + loose]
    opened = frozenset(line.row.id for line in aligned + loose if line.is_open)
    values = dict(asked=asked, aligned=aligned, loose=loose, found=found, figures=queries.figures(shown), shown=shown, opened=opened,
                  periods=queries.periods(), departments=roles.departments(), leads_a_team=bool(led.direct),
                  fold_way=lambda number: way(open=opened ^ {number}), whole_way=lambda number: way(open=opened, whole=asked.whole | {number}), **sets(led))
    return fragment("goals/tree.html#tree", **values) if request.htmx else render_template("goals/tree.html", **values)


@bp.get("/figures")
@login_required
def figures():
    """The figures of the goals that a page shows, for htmx to put in their places: only such as one may read."""
    ids = numbers("shown")
    seen = [number for number, in access.goals_to_see(current_user).select(hanging.Goal.id).where(hanging.Goal.id.in_(ids)).tuples()]
    goals = list(access.with_names().where(hanging.Goal.id.in_(seen)))
    return render_template("goals/figures.html", goals=goals, figures=queries.figures(seen))


def wish():
    """What the address asks for; what it cannot mean is not found."""
    asked = request.args
    department = asked_number("department")
    if asked.get("status", "") not in ("", *hanging.STATUSES) or asked.get("whose", "") not in hanging.WHOSE:
        abort(404)
    return hanging.Asked(period=asked_number("period"), departments=roles.parts_of(department) if department is not None else None,
                         status=asked.get("status", ""), whose=asked.get("whose", ""),
                         open=frozenset(numbers("open")) if "open" in asked else None, whole=frozenset(numbers("whole")))


def numbers(name):
    """Row numbers of an address, written with points between; nothing else counts."""
    found = [part for part in request.args.get(name, "").split(".") if part.isascii() and part.isdigit() and len(part) < 18]
    return [int(part) for part in found[:MOST_ASKED]]


def way(**more):
    """The address of the same tree with something else in it."""
    kept = {name: request.args.get(name) for name in ("period", "department", "status", "whose", "open", "whole") if request.args.get(name)}
    joined = {name: ".".join(map(str, sorted(value))) if isinstance(value, (set, frozenset)) else value for name, value in more.items()}
    return url_for("goals.tree", **{name: value for name, value in {**kept, **joined}.items() if value is not None})
