"""The organisation chart: as a list that folds, and as a drawing."""
from flask import Blueprint, render_template, request
from flask_login import current_user

from ..kernel.doors import login_required
from ..kernel.web import fragment
from ..people import access as people_access
from ..people import queries as people
from . import drawing, queries

bp = Blueprint("orgchart", __name__, url_prefix="/orgchart")


@bp.get("/")
@login_required
def orgchart():
    house, asked = people.chart(), request.args.get("find", "")[:100]
    found = queries.matching(house, asked)
    shown = {"nodes": queries.tree(house, current_user, found, request.args.get("unfold") == "all"), "asked": asked,
             "found": found, "own": house.of_person.get(current_user.id), "ends": ends_for(house)}
    if request.htmx:
        return fragment("orgchart/_tree.html", **shown)
    return render_template("orgchart/orgchart.html", **shown)


@bp.get("/drawing")
@login_required
def drawn():
    house = people.chart()
    below = queries.drawn_below(house)
    picture = drawing.draw(below.get(None, []), below, queries.labels(house))
    shown = {"picture": picture, "chart": house, "hues": queries.hues(house), "size": drawing, "own": house.of_person.get(current_user.id)}
    if request.htmx:
        return fragment("orgchart/_drawing.html", **shown)
    return render_template("orgchart/drawing.html", **shown)


def ends_for(house):
    """HR sees below the chart what does not hang together yet."""
    if "hr" not in current_user.powers:
        return None
    return queries.loose_ends(house, people_access.people_here(current_user))
