"""Calibration: a session's page for its members, and HR's deeds."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel import trail
from ...kernel.doors import login_required, needs, one
from ...kernel.errors import Refused
from ...kernel.web import fragment, go
from ...kernel.words import _
from ...people import queries as people
from .. import access, calibrating, states
from ..inputs import CalibrateInput, SessionInput
from ..models import Calibration, Review
from . import bp
from .reviews import to_copy


@bp.route("/cycles/<int:cycle_id>/calibrations/new", methods=["GET", "POST"])
@needs("run_reviews")
def new_calibration(cycle_id):
    cycle = one(access.cycles_to_run(current_user), cycle_id)
    form, free = SessionInput(request.form), free_reviews(cycle)
    form.managers.choices = sorted({(review.manager_id, review.manager.name) for review in free}, key=lambda one: one[1])
    form.members.choices = [(one.id, one.name) for one in people.people_here() if one.id != current_user.id]
    chosen = [review for review in free if not form.managers.data or review.manager_id in form.managers.data]
    if request.method == "POST" and form.validate() and form.tries(
            calibrating.open_session, cycle, name=form.name.data, reviews=chosen, by=current_user,
            members=[current_user._get_current_object(), *people.Person.select().where(people.Person.id.in_(form.members.data or [0]))]):
        return go(url_for(".calibration", calibration_id=form.result.id), _("The session is open."))
    return render_template("reviews/new_calibration.html", cycle=cycle, form=form), form.status if request.method == "POST" else 200


def free_reviews(cycle):
    """Reviews of a cycle that are in no session yet and not shared, on which one decides."""
    return list(access.reviews_to_decide(current_user).where(Review.cycle == cycle, Review.calibration_id.is_null(), Review.state.in_(states.UNSHARED)))


@bp.get("/calibrations/<int:calibration_id>")
@login_required
def calibration(calibration_id):
    session = one(access.calibrations_to_see(current_user), calibration_id)
    if request.htmx:
        return fragment("reviews/calibration.html#session", **shown(session))
    return render_template("reviews/calibration.html", **shown(session))


def shown(session, **more):
    lines, levels = calibrating.lines_of(session, current_user), calibrating.scale_of(session)
    if any(line.score is not None for line in lines):
        trail.record_reading("read_scores", current_user, None, kind="cycle", row_id=session.cycle_id)
    whole, managers, departments = calibrating.distributions(lines, levels)
    return {"session": session, "cycle": session.cycle, "lines": lines, "levels": levels, "whole": whole, "managers": managers,
            "departments": departments, "members": calibrating.members_of(session), "runs": "hr" in current_user.powers, "wrong": None, "lost": None,
            "form": CalibrateInput(formdata=None), **more}


@bp.post("/calibrations/<int:calibration_id>/reviews/<int:review_id>")
@needs("run_reviews")
def calibrate(calibration_id, review_id):
    """HR notes what the session agrees on."""
    session, review = in_session(calibration_id, review_id)
    given = CalibrateInput(request.form)
    if given.validate() and given.tries(calibrating.calibrate, review, score=None if given.back.data else given.score.hundredths,
                                        reason=given.reason.data or "", by=current_user):
        return go(url_for(".calibration", calibration_id=calibration_id) + f"#review-{review_id}", _("The score of %(name)s is noted.", name=review.person.name))
    lost = None if session.state == "open" else to_copy(given)
    return render_template("reviews/calibration.html", **shown(session, wrong=review_id, form=given, lost=lost)), given.status


@bp.post("/calibrations/<int:calibration_id>/reviews/<int:review_id>/take-out")
@needs("run_reviews")
def take_out_of_calibration(calibration_id, review_id):
    session, review = in_session(calibration_id, review_id)
    return done(session, lambda found, by: calibrating.take_out(found, review, by=by), _("%(name)s is out of the session.", name=review.person.name))


def in_session(calibration_id, review_id):
    session = one(Calibration.select().where(Calibration.cycle.in_(access.cycles_to_run(current_user))), calibration_id)
    return session, one(access.reviews_to_decide(current_user).where(Review.calibration_id == session.id), review_id)


@bp.post("/calibrations/<int:calibration_id>/lock")
@needs("run_reviews")
def lock_calibration(calibration_id):
    return done(one(access.calibrations_to_see(current_user), calibration_id), calibrating.lock_session, _("The session is locked; its scores stay as they are."))


@bp.post("/calibrations/<int:calibration_id>/unlock")
@needs("run_reviews")
def unlock_calibration(calibration_id):
    return done(one(access.calibrations_to_see(current_user), calibration_id), calibrating.unlock_session, _("The session is open again."))


def done(session, verb, said):
    try:
        verb(session, by=current_user)
    except Refused as no:
        said = no.words
    return go(url_for(".calibration", calibration_id=session.id), said)
