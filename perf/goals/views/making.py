"""Writing goals down: a new one, a change, one for many, and going on in the next period."""
from datetime import date

from flask import abort, render_template, request, url_for
from flask_login import current_user

from ...kernel import clock
from ...kernel.doors import login_required, one
from ...kernel.forms import row_number, tidy
from ...kernel.web import asked_number, go
from ...kernel.words import _
from .. import access, actions, giving, queries
from ..inputs import LONGEST_TEXT, OUTCOME_WORDS, ChangeInput, NewInput
from .blueprint import LEVELS, bp, reads_draft, sent
from .choosing import offered

SAID = {"proposed": _("The goal is proposed. You hear when it is agreed."), "agreed": _("The goal is agreed and counts from today.")}


@bp.route("/new", methods=["GET", "POST"])
@login_required
def new():
    """One's own goal; for a report, a department or the organisation where one may set those."""
    led = access.leads(current_user)
    level = request.args.get("level", "person")
    if level not in LEVELS or level != "person" and not (access.SETTERS & current_user.powers or level == "department" and led.headed):
        abort(404)
    owner = _for_whom(led)
    form = offered(NewInput(sent(), data=_begin(level, owner)), current_user, level, owner, led)
    if request.method == "POST" and form.validate() and form.tries(
            actions.put_down, form.given(level=level, **_owner_of(form, level, owner)), by=current_user, proposes="draft" not in request.form):
        made = form.result
        return go(url_for(".goal", goal_id=made.id), f"{_('The draft is saved.')} {reads_draft(made)}" if made.state == "draft" else SAID[made.state])
    decides = level != "person" or owner.id in led.direct or owner.id == current_user.id and led.is_lead
    return (render_template("goals/new.html", form=form, level=level, owner=owner, decides=decides, templates=list(access.templates_to_use(current_user))),
            form.status if request.method == "POST" else 200)


def _for_whom(led):
    """Oneself, or the report for whom a manager writes a goal down."""
    person_id = asked_number("for")
    if person_id in (None, current_user.id):
        return current_user
    return one(access.people_to_give(current_user, led), person_id)


def _owner_of(form, level, owner):
    return {"owner": owner.id} if level == "person" else {}


def _begin(level, owner):
    """What the form begins with: the running period, a template, or the goal that it is to hang under."""
    open_ones = [one for one in queries.periods_open() if one.starts <= clock.today()]
    begin = {"owner": owner.id, "rhythm": "monthly" if level == "person" else "quarterly", "period": open_ones[0].id if open_ones else None, "parent": asked_number("under"),
             "department": asked_number("department") if level == "department" else None}
    if not open_ones:
        begin |= {"starts": clock.today(), "due": date(clock.today().year, 12, 31)}
    number = asked_number("template")
    if number is not None:
        found = one(access.templates_to_use(current_user), number)
        begin |= NewInput.of(found, found.milestones)
    return begin


@bp.route("/<int:goal_id>/change", methods=["GET", "POST"])
@login_required
def change(goal_id):
    """A draft is changed; an agreed goal by a change that is proposed, or made where one decides."""
    led = access.leads(current_user)
    found = one(access.goals_to_write(current_user, led), goal_id)
    if request.method == "GET" and found.state not in ("draft", "agreed"):
        return go(url_for(".goal", goal_id=found.id))
    steps = [step.text for step in queries.milestones(found)]
    data = {**ChangeInput.of(found, steps), **{name: found.__data__[name] for name in
            ("owner", "department", "parent", "period", "starts", "due", "weight", "is_private", "version")}}
    form = offered(ChangeInput(sent(), data=data), current_user, found.level, found.owner, led, found)
    if request.method == "POST" and form.validate():
        given = form.given(level=found.level, **_owner_of(form, found.level, found.owner))
        if found.state == "draft" and form.tries(actions.change_draft, found, given, by=current_user, version=form.version.data):
            return go(url_for(".goal", goal_id=found.id), _("The draft is saved."))
        if found.state != "draft" and form.tries(actions.change_goal, found, given, by=current_user, version=form.version.data, why=form.why.data or ""):
            return go(url_for(".goal", goal_id=found.id), _("The goal is changed; the difference stands in its history.")
                      if access.decides(current_user, found, led) else _("The change is proposed. Until it is agreed, the goal stays as it was."))
    return (render_template("goals/change.html", form=form, goal=found, decides=access.decides(current_user, found, led)),
            form.status if request.method == "POST" else 200)


@bp.route("/give", methods=["GET", "POST"])
@login_required
def give():
    """One goal for several people at once."""
    led = access.leads(current_user)
    people = list(access.people_to_give(current_user, led))
    form = offered(NewInput(sent(), data=_begin("person", current_user)), current_user, "person", current_user, led)
    chosen = _chosen(people)
    if request.method == "POST" and form.validate() and form.tries(giving.give_goal, form.given(owner=None), chosen, by=current_user):
        return go(url_for(".team") if led.direct else url_for(".tree"), _("The goal is given. Everybody concerned is told."))
    return (render_template("goals/give.html", form=form, people=people, chosen={one.id for one in chosen},
                            templates=list(access.templates_to_use(current_user))), form.status if request.method == "POST" else 200)


def _chosen(people):
    """Those that were ticked; anybody whom one may not give a goal refuses the whole (TRUST Z11)."""
    known, numbers = {one.id: one for one in people}, request.form.getlist("persons")
    try:
        return [known[row_number(number)] for number in dict.fromkeys(numbers)]
    except (ValueError, KeyError):
        abort(404)


@bp.route("/carry", methods=["GET", "POST"])
@login_required
def carry():
    """Close goals with a look back, and go on with them in another period."""
    goals = [one for one in queries.mine(current_user)[0] if one.level == "person"]
    periods = [one for one in queries.periods_open() if any(one.ends > goal.due for goal in goals)]
    errors, status = [], 200
    if request.method == "POST":
        try:
            made = giving.carry_over(*_to_carry(goals, periods), by=current_user)
            return go(url_for(".mine"), _("They are closed, and go on in %(period)s as soon as they are agreed.", period=made[0].period.name))
        except actions.Refused as no:
            errors, status = [no.words], no.status
    return render_template("goals/carry.html", goals=goals, periods=periods, errors=errors, outcomes=OUTCOME_WORDS,
                           figures=queries.figures(one.id for one in goals)), status


def _to_carry(goals, periods):
    """(goals, outcomes, look backs, period) as they were sent; one that is not there to go on with refuses the whole (TRUST Z11)."""
    sent, numbers = request.form, set(request.form.getlist("goals"))
    chosen = [one for one in goals if str(one.id) in numbers]
    period = next((one for one in periods if str(one.id) == sent.get("period")), None)
    look_backs = {one.id: tidy(sent.get(f"look_back-{one.id}")) for one in chosen}
    if period is None:
        raise actions.Refused(_("Choose the period in which they go on."))
    if len(chosen) < len(numbers):
        raise actions.Refused(_("One of these goals is not in force any more, so nothing was done. They stand here as they are now; please choose again."))
    if any(len(text) > LONGEST_TEXT for text in look_backs.values()):
        raise actions.Refused(_("That is too long: %(max)d characters at the most.", max=LONGEST_TEXT))
    return chosen, {one.id: sent.get(f"outcome-{one.id}", "") for one in chosen}, look_backs, period
