"""The chart to keep: as a drawing in a file, and on paper."""
from flask import abort, make_response, render_template, request
from flask_login import current_user

from ...kernel import trail, web
from ...kernel.doors import login_required
from ...kernel.workbook import NOT_IN_XML
from ...people import facts
from .. import access, drawing, queries, scene
from . import bp
from .chart import Wish, picture

# What fits a sheet, across, so that names stay legible: (width, height) in units of the drawing, at least seven points a name
PAPER = {"a4": (1480, 980), "a3": (2140, 1440)}


@bp.get("/chart.svg")
@login_required
def svg():
    trail.record("take_chart_along", current_user, kind="chart")
    response = make_response(NOT_IN_XML.sub("", render_template("orgchart/_file.svg", **picture(Wish.of(request.args), access.plans_read_by(current_user)))))
    response.headers["Content-Type"] = "image/svg+xml; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="organisation-chart.svg"'
    response.headers["Content-Security-Policy"] = web.CSP + "; sandbox"
    return response


@bp.get("/paper/<size>")
@login_required
def paper(size):
    """The whole chart on sheets of A4 or A3: what is too large for one goes on further ones."""
    if size not in PAPER:
        abort(404)
    wish, plans = Wish.of(request.args), access.plans_read_by(current_user)
    house = facts.chart(current_user, wish.day, plans)
    below, labels, away = queries.drawn_below(house), queries.labels(house), facts.away_for(current_user, house, wish.day)
    split = drawing.sheets(below.get(None, []), below, *PAPER[size], labels)
    return render_template("orgchart/paper.html", size=size, drawn_size=drawing, wish=wish, most=PAPER[size],
                           sheets=[scene.part(house, heads, drawn, away) for heads, drawn in split])
