"""HR's pages about leaves of absence."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel import clock
from ...kernel.doors import needs, one
from ...kernel.web import go
from ...kernel.words import _
from .. import access, actions, queries
from ..inputs import KINDS, LeaveChangeInput, LeaveInput
from ..models import Leave
from .blueprint import bp, leads_back
from .people import note_reading


@bp.route("/<int:person_id>/away", methods=["GET", "POST"])
@needs("manage_people")
def away(person_id):
    """The leaves of a person, and the form that notes one more."""
    absent, given = one(access.people_to_edit(current_user), person_id), LeaveInput(request.form or None)
    note_reading(absent)
    if request.method == "POST" and given.validate() and given.tries(actions.be_away, absent, by=current_user, **given.data):
        return go(url_for(".away", person_id=person_id), noted(absent, given.starts.data))
    leaves = Leave.select().where(Leave.person == absent).order_by(Leave.starts.desc())
    return render_template("people/away.html", person=absent, leaves=leaves, form=given, kinds=KINDS, today=clock.today(), readers=readers(absent)), \
        given.status if request.method == "POST" else 200


@bp.route("/leaves/<int:leave_id>", methods=["GET", "POST"])
@needs("manage_people")
def leave(leave_id):
    changed = one(access.leaves_to_edit(current_user), leave_id)
    given = LeaveChangeInput(request.form or None, obj=changed)
    note_reading(changed.person)
    if request.method == "POST" and given.validate() and given.tries(actions.change_away, changed, by=current_user, **given.data):
        return go(url_for(".away", person_id=changed.person_id), _("The leave is changed."))
    return render_template("people/leave.html", person=changed.person, leave=changed, form=given, readers=readers(changed.person)), \
        given.status if request.method == "POST" else 200


@bp.post("/leaves/<int:leave_id>/remove")
@needs("manage_people")
def remove_leave(leave_id):
    gone = one(access.leaves_to_edit(current_user), leave_id)
    actions.was_not_away(gone, by=current_user)
    return go(url_for(".away", person_id=gone.person_id), _("The leave is removed."))


leads_back("/leaves/<int:leave_id>/remove", "remove_leave", needs("manage_people"),
           lambda leave_id: url_for("people.leave", leave_id=one(access.leaves_to_edit(current_user), leave_id).id))


def noted(person, starts):
    if starts > clock.today():
        return _("It is noted. Until it begins, only %(name)s, their manager and HR see it.", name=person.first_name)
    return _("It is noted. Everybody sees that %(name)s is away, not why.", name=person.first_name)


def readers(person):
    """Who knows of what kind a leave is."""
    above = queries.chart().manager_of(person.id)
    return [person.name, *([above.name] if above else []), _("HR")]
