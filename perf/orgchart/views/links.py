"""Links that show the chart alone, to the board or whoever has no account."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel import clock, hosts, trail
from ...kernel.cookies import keep, named
from ...kernel.doors import needs, one, public
from ...kernel.once import again_leads_to
from ...kernel.web import fragment, go
from ...kernel.words import _
from ...people import queries as people
from .. import access, actions, drawing, queries, scene
from ..inputs import LinkInput
from ..models import ChartLink
from . import bp
from .chart import Wish

COOKIE, KEPT_SECONDS = "chart", 7 * 86400


@bp.get("/links/")
@needs("manage_people")
def links(form=None, made=None, status=200):
    kept = access.links_to_keep(current_user).order_by(ChartLink.id.desc())
    return render_template("orgchart/links.html", links=list(kept), opened=queries.times_opened(), form=form or LinkInput(), made=made), status


@bp.post("/links/")
@needs("manage_people")
@again_leads_to("orgchart.links", _("The link was made and shown once. Withdraw it and make another one where it was lost."))
def make_link():
    given = LinkInput(request.form)
    if given.validate() and given.tries(actions.make_link, whom_for=given.whom_for.data, days=given.days.data, by=current_user):
        return links(made=hosts.address(url_for(".land", secret=given.result)))
    return links(given, status=422)


@bp.post("/links/<int:link_id>/withdraw")
@needs("manage_people")
def withdraw_link(link_id):
    actions.withdraw_link(one(access.links_to_keep(current_user), link_id), by=current_user)
    return go(url_for(".links"), _("The link is withdrawn and shows nothing any more."))


@bp.get("/shared/<secret>")
@public
def land(secret):
    """The secret goes from the address into the browser's keeping, so that it stays in no history."""
    found = queries.link_of(secret)
    if found:
        trail.record("open_chart_link", None, kind="chart_link", row_id=found.id)
    return keep(go(url_for(".shared")), named(COOKIE), secret[:100], KEPT_SECONDS)


@bp.get("/shared/")
@public
def shared():
    """The chart alone, as it is today: names, roles and departments, no way further."""
    if not is_let_in():
        return render_template("orgchart/link_over.html"), 404
    wish, house = Wish.of({"folded": request.args.get("folded", "none"), "find": request.args.get("find", "")}), people.chart()
    shown = {"scene": scene.scene(house, scene.opened(house, set(), wish.folded)), "size": drawing, "wish": wish, "found": (), "chart": house,
             "own": None, "ends": None, "is_shared": True, "today": clock.today()}
    return fragment("orgchart/_drawing.html", **shown) if request.htmx else render_template("orgchart/shared.html", **shown)


def is_let_in():
    return queries.link_of(request.cookies.get(named(COOKIE), "")[:100]) is not None


@needs("manage_people")
def withdraw_again(link_id):
    """An address that only takes what is sent, opened anew."""
    one(access.links_to_keep(current_user), link_id)
    return go(url_for(".links"))


bp.add_url_rule("/links/<int:link_id>/withdraw", "withdraw_link_again", withdraw_again)
