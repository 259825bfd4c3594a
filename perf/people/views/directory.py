"""Who is here: the directory that everybody reads."""
from flask import render_template, request
from flask_login import current_user

from ...kernel.doors import login_required
from ...kernel.web import fragment
from ...roles import queries as roles
from .. import access, queries
from . import bp


@bp.get("/")
@login_required
def people():
    asked = {"q": request.args.get("q", "")[:100], "department": request.args.get("department", type=int)}
    shows_left = request.args.get("who") == "left" and "hr" in current_user.powers
    departments = roles.departments()
    within = roles.parts_of(asked["department"], departments) if asked["department"] else None
    who = access.people_who_left(current_user) if shows_left else access.people_here(current_user)
    shown = {"rows": queries.directory(who, asked["q"], within), "asked": asked, "shows_left": shows_left,
             "departments": departments, "did": queries.last_titles(who) if shows_left else {}}
    if request.htmx:
        return fragment("people/_people_list.html", **shown)
    return render_template("people/people.html", **shown)
