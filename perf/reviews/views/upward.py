"""Upward feedback: HR's side, the form of one who answers, and what came of it."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel import clock, trail
from ...kernel.doors import leaves_no_trace, login_required, needs, one
from ...kernel.web import go
from ...kernel.words import _
from ...people import queries as people
from ...questions.unnamed import queries as unnamed
from ..upward import access, actions, queries, wording
from ..upward.inputs import ClosingInput, RoundInput, answers_input
from . import bp


@bp.app_context_processor
def words_of_upward():
    return {"upward": wording}


# HR's side

@bp.get("/upward/")
@login_required
def upward_rounds():
    """Every round for HR, those that have closed for executives; for everybody what came of their own as a manager."""
    return render_template("reviews/upward/rounds.html", rounds=queries.rounds_of(current_user), own=queries.own_results(current_user),
                           to_do=queries.waiting(current_user), runs="hr" in current_user.powers)


def round_form(*args, **kwargs):
    form = RoundInput(*args, **kwargs)
    form.template.choices = [(found.id, found.name) for found in queries.templates()]
    form.managers.choices = [(seat.person_id, seat.name) for seat in people.managers(people.chart())]
    return form


@bp.route("/upward/new", methods=["GET", "POST"])
@needs("run_reviews")
def new_upward():
    form = round_form(request.form, data=queries.usual(clock.today()))
    if request.method == "POST" and form.validate() and form.tries(
            actions.plan_round, by=current_user, managers=form.managers.data, **form.plan):
        return go(url_for(".upward_round", round_id=form.result.id))
    return render_template("reviews/upward/plan.html", form=form, round=None), form.status if request.method == "POST" else 200


@bp.route("/upward/<int:round_id>/plan", methods=["GET", "POST"])
@needs("run_reviews")
def plan_upward(round_id):
    found = one(access.rounds_to_run(current_user), round_id)
    form = round_form(request.form, data=queries.plan_of(found))
    if request.method == "POST" and form.validate() and form.tries(
            actions.change_round, found, by=current_user, version=form.version.data or 0, managers=form.managers.data, **form.plan):
        return go(url_for(".upward_round", round_id=round_id))
    return render_template("reviews/upward/plan.html", form=form, round=found), form.status if request.method == "POST" else 200


@bp.get("/upward/<int:round_id>")
@login_required
def upward_round(round_id):
    return shown_round(one(access.rounds_to_read(current_user), round_id))


def shown_round(found, status=200, **more):
    """A planned round as HR would open it, an open one without any trace of answers, a closed one with what was published."""
    if found.state == "planned":
        return render_template("reviews/upward/preview.html", round=found, teams=queries.teams(found.picked),
                               left_out=queries.left_out_of(found.template), asked=queries.items_of(found.template), **more), status
    if found.state == "open":
        return render_template("reviews/upward/open.html", round=found, asked=queries.asked_of(found),
                               moving=more.get("moving") or ClosingInput(closes_on=found.closes_on)), status
    groups, told = queries.told_of_groups(current_user, found)
    return render_template("reviews/upward/closed.html", round=found, groups=groups, told=told, results=queries.results(current_user, found)), status


@bp.post("/upward/<int:round_id>/open")
@needs("run_reviews")
def open_upward(round_id):
    actions.open_round(one(access.rounds_to_run(current_user), round_id), by=current_user)
    return go(url_for(".upward_round", round_id=round_id), _("The round is open, and everybody who is asked was told."))


@bp.post("/upward/<int:round_id>/closing")
@needs("run_reviews")
def move_upward(round_id):
    found = one(access.rounds_to_run(current_user), round_id)
    form = ClosingInput(request.form)
    if form.validate() and form.tries(actions.move_closing, found, form.closes_on.data, by=current_user):
        return go(url_for(".upward_round", round_id=round_id), _("The last day was changed, and everybody concerned was told."))
    return shown_round(found, form.status, moving=form) if found.state == "open" else go(
        url_for(".upward_round", round_id=round_id), _("This round is not open."))


@bp.post("/upward/<int:round_id>/call-off")
@needs("run_reviews")
def call_off_upward(round_id):
    actions.call_off(one(access.rounds_to_run(current_user), round_id), by=current_user)
    return go(url_for(".upward_rounds"), _("The round is taken back. Nothing of it is kept."))


# one who answers

@bp.get("/upward/answer/<int:writer_id>")
@leaves_no_trace
@login_required
def answer_upward(writer_id):
    return shown_form(one(access.to_answer(current_user), writer_id))


def shown_form(writer, form=None, status=200):
    round_ = writer.manager.round
    if queries.is_done(writer) or not round_.is_open:
        return render_template("reviews/upward/done.html", writer=writer, round=round_, refused=form.form_errors if form else ()), status
    asked = unnamed.questions(round_.gathering_id)
    return render_template("reviews/upward/answer.html", writer=writer, round=round_, questions=asked, sections=unnamed.sections(asked),
                           form=form or answers_input(asked), team_size=writer.manager.writers.count()), status


@bp.post("/upward/answer/<int:writer_id>")
@leaves_no_trace
@login_required
def send_upward(writer_id):
    writer = one(access.to_answer(current_user), writer_id)
    asked = unnamed.questions(writer.manager.round.gathering_id)
    form = answers_input(asked, request.form)
    if form.validate() and form.tries(actions.send, writer, form.said(asked), signed=form.is_signed):
        return go(url_for(".answer_upward", writer_id=writer_id), _("Sent. Thank you."))
    return shown_form(writer, form, form.status)


@bp.post("/upward/answer/<int:writer_id>/not-this-time")
@leaves_no_trace
@login_required
def pass_upward_by(writer_id):
    actions.pass_by(one(access.to_answer(current_user), writer_id))
    return go(url_for(".answer_upward", writer_id=writer_id), _("You will not be asked again in this round."))


# what came of it

@bp.get("/upward/results/<int:result_id>")
@login_required
def upward_result(result_id):
    found = one(access.results_to_read(current_user), result_id)
    if found.person_id != current_user.id:
        trail.record_reading("read_upward", current_user, found.person_id, kind="upward_manager", row_id=found.id)
    return render_template("reviews/upward/result.html", result=found, round=found.round, told=queries.told_of(found), signed=queries.signed(found))
