"""One's own goals, and those of one's team."""
from flask import abort, render_template, request, url_for
from flask_login import current_user

from ...kernel.doors import login_required
from ...kernel.forms import row_number
from ...kernel.web import go
from ...kernel.words import _
from .. import access, checking, queries, waiting
from ..models import CheckIn
from .blueprint import bp


@bp.get("/")
@login_required
def mine():
    """What one looks after, each with why it matters; the phone's first page of goals."""
    open_ones, in_making, closed = queries.mine(current_user)
    led = access.leads(current_user)
    return render_template("goals/mine.html", goals=open_ones, making=in_making, closed=closed, figures=queries.figures(one.id for one in open_ones),
                           chains=queries.chains(current_user, [one.id for one in open_ones], led), asked=waiting.asked_of(current_user),
                           leads_a_team=bool(led.direct), follows=[f"goal-{one.id}" for one in open_ones if one.measure == "below"],
                           **sets(led))


@bp.get("/team")
@login_required
def team():
    """What waits for one's decision, and the goals of each report."""
    led = access.leads(current_user)
    team = queries.team(current_user, led)
    goals, changes = waiting.to_decide(current_user, led)
    looks = waiting.to_look_at(current_user, led)
    return render_template("goals/team.html", team=team, proposed=goals, changes=changes, looks=looks, whose=waiting.whose([*changes, *looks]),
                           figures=queries.figures(one.id for _seat, goals in team for one in goals))


@bp.post("/team/seen")
@login_required
def look_at_all():
    """All check-ins that the page showed are seen, by one tap; one that is not one's own to look at refuses the whole (TRUST Z11)."""
    try:
        numbers = {row_number(number) for number in request.form.getlist("check_ins")}
    except ValueError:
        abort(404)
    found = list(access.check_ins_to_answer_for(current_user).where(CheckIn.id.in_(numbers)))
    if len(found) != len(numbers):
        abort(404)
    checking.look_at_each(found, by=current_user)
    return go(url_for(".team"), _("Noted: you have seen them."))


@bp.get("/team/seen")
@login_required
def look_at_all_again():
    return go(url_for(".team"))


def sets(led):
    """Whether one sets goals beyond one's own and one's reports', and whether those of the organisation."""
    sets_all = bool(access.SETTERS & current_user.powers)
    return {"sets": sets_all or bool(led.headed), "sets_all": sets_all}
