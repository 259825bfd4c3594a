"""Two days side by side: who came, went and moved."""
from datetime import timedelta

from flask import render_template, request
from flask_login import current_user

from ...kernel import clock
from ...kernel.doors import login_required
from ...people import facts
from .. import access, differences
from . import bp
from .chart import day_of


@bp.get("/compare")
@login_required
def compare():
    first, last = day_of(request.args.get("from")), day_of(request.args.get("to")) or clock.today()
    first = first or last - timedelta(days=365)
    first, last = min(first, last), max(first, last)
    plans = access.plans_read_by(current_user)
    before, after = facts.chart(current_user, first, plans), facts.chart(current_user, last, plans)
    return render_template("orgchart/compare.html", first=first, last=last, found=differences.between(before, after), before=before,
                           after=after, heads=(differences.heads(before), differences.heads(after)))
