"""Who has read what about me."""
from flask import Blueprint, render_template
from flask_login import current_user

from ..kernel.doors import login_required
from . import queries

bp = Blueprint("audit", __name__, url_prefix="/audit")


@bp.get("/")
@login_required
def audit():
    return render_template("audit/audit.html", readings=queries.readings_about(current_user), verbs=queries.VERBS)
