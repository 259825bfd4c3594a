"""A single goal: why it matters, where it stands, what was said, and what one can do."""
from flask import abort, render_template, request, url_for
from flask_login import current_user

from ...kernel.doors import login_required, one
from ...kernel.errors import Refused
from ...kernel.forms import tidy
from ...kernel.web import fragment, go
from ...kernel.words import _
from .. import access, actions, checking, queries, scoring, states
from ..inputs import LONGEST_NOTE, CheckInInput, CloseInput, CommentInput, WordInput
from ..models import STATUSES, Goal, GoalChange
from ..values import typed
from . import history
from .blueprint import bp, sent

OWN = {"propose": (actions.propose_goal, _("The goal is proposed. You hear when it is agreed.")),
       "withdraw": (actions.withdraw_goal, _("The goal is a draft again.")),
       "drop": (actions.drop_draft, _("The draft is thrown away."))}
SAID_DECIDED = {"agree": _("The goal is agreed."), "return": _("The goal is returned, with your comment."), "reopen": _("The goal is open again.")}
SAID_CHECKED, SAID_AND_ABOVE = _("Checked in."), _("Checked in. The goals above it follow.")


@bp.get("/<int:goal_id>")
@login_required
def goal(goal_id):
    found = one(access.goals_to_see(current_user), goal_id)
    name = "goals/goal.html#standing" if request.htmx else None
    return fragment(name, **shown(found)) if name else render_template("goals/goal.html", **shown(found))


def shown(found, **forms):
    """All that the page of a goal shows to this reader."""
    me, led = current_user, access.leads(current_user)
    children = queries.children(me, found, led)
    counted = queries.figures([found.id, *(child.id for child in children)])
    may_write = found.owner_id == me.id or access.decides(me, found, led) or found.state == "draft" and found.made_by_id == me.id
    remarks = access.reads_remarks(me, found, led)
    check_ins = queries.check_ins(found)
    return {"goal": found, "figure": counted[found.id], "figures": counted, "chain": queries.chains(me, [found.id], led)[found.id], "children": children,
            "arithmetic": arithmetic(found, children, counted), "milestones": queries.milestones(found), "check_ins": check_ins,
            "line": history.line(found, check_ins), "remarks": remarks, "events": history.told(found) if remarks else [],
            "change": queries.change_of(found) if remarks else None, "cells": history.cells, "may_write": may_write,
            "decides": access.decides(me, found, led), "is_own": found.owner_id == me.id, "may": lambda verb: states.may(verb, found.state),
            "is_asked": queries.is_asked, "comment": CommentInput(data={"version": found.version}), "word": WordInput(), **forms}


def arithmetic(goal, children, counted):
    """The lines of a mean for a goal that follows those below it: (child, Line); children that do not count are left out and told."""
    if goal.measure != "below":
        return []
    counting = [one for one in children if one.state in queries.COUNTING and not one.is_private]
    lines = scoring.arithmetic([(one.id, one.weight, counted[one.id]) for one in counting])
    return list(zip(counting, lines))


@bp.route("/<int:goal_id>/check-in", methods=["GET", "POST"])
@login_required
def check_in(goal_id):
    """The value, a line, and as the last tap how it stands."""
    found = one(access.goals_to_check(current_user), goal_id)
    if request.method == "GET" and not states.may("check_in", found.state):
        return go(url_for(".goal", goal_id=found.id))
    steps = queries.milestones(found)
    form = CheckInInput(sent(), data={"value": typed(found.now, found.measure, found.currency) if found.is_typed else "",
                                  "is_done": "yes" if found.now else "no", "done": [step.id for step in steps if step.done_on]})
    form.done.choices = [(step.id, step.text) for step in steps]
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate() and not _wrong(form, found):
            if form.tries(checking.check_in, found, form.status.data or "", by=current_user, note=form.note.data or "", **_value(form, found)):
                return go(url_for(".goal", goal_id=found.id), SAID_AND_ABOVE if found.parent_id and not found.is_private else SAID_CHECKED)
            status = 422
    chain = queries.chains(current_user, [found.id])[found.id]
    return render_template("goals/check_in.html", goal=found, form=form, chain=chain, figure=queries.figures([found.id])[found.id],
                           statuses=STATUSES), status


def _wrong(form, goal):
    """Whether the value cannot be read in the goal's unit; the words stand beside the field."""
    if goal.is_typed:
        form.whole = form.value.read(goal.measure)
    return bool(form.value.errors)


def _value(form, goal):
    if goal.measure == "milestones":
        return {"done": form.done.data or []}
    return {"value": form.is_done.data == "yes" if goal.measure == "yesno" else form.whole if goal.is_typed else None}


@bp.post("/<int:goal_id>/own")
@login_required
def own_deed(goal_id):
    """Propose a draft, take it back, or throw it away."""
    found = one(access.goals_to_propose(current_user), goal_id)
    given, deed = CommentInput(request.form), request.form.get("deed", "")
    if deed not in OWN:
        abort(404)
    verb, said = OWN[deed]
    if given.validate() and given.tries(verb, found, by=current_user, version=given.version.data):
        return go(url_for(".mine") if deed == "drop" else url_for(".goal", goal_id=found.id), said)
    return _refused(goal_id, given)


@bp.post("/<int:goal_id>/decide")
@login_required
def decide(goal_id):
    """Agree to a goal, return it with a comment, or open a closed one again."""
    found = access.goals_to_decide(current_user).where(Goal.id == goal_id).first() or _taken_back(goal_id)
    given, deed = CommentInput(request.form), request.form.get("deed", "")
    verbs = {"agree": lambda: given.tries(actions.agree_goal, found, by=current_user, version=given.version.data, comment=given.comment.data or ""),
             "return": lambda: given.tries(actions.return_goal, found, given.comment.data or "", by=current_user, version=given.version.data),
             "reopen": lambda: given.tries(actions.reopen_goal, found, given.comment.data or "", by=current_user, version=given.version.data)}
    if deed not in verbs:
        abort(404)
    if given.validate() and verbs[deed]():
        return go(_left(found.id) if deed == "return" else url_for(".goal", goal_id=found.id), SAID_DECIDED[deed])
    return _refused(goal_id, given)


@bp.post("/changes/<int:change_id>/decide")
@login_required
def decide_change(change_id):
    """Agree to a proposed change, or leave the goal as it was and say why."""
    change = access.changes_decided(current_user).where(GoalChange.id == change_id).first() or one(access.changes_to_decide(current_user), change_id)
    given, deed = CommentInput(request.form), request.form.get("deed", "")
    verbs = {"agree": lambda: given.tries(actions.agree_change, change, by=current_user, version=given.version.data, comment=given.comment.data or ""),
             "return": lambda: given.tries(actions.return_change, change, given.comment.data or "", by=current_user, version=given.version.data)}
    if deed not in verbs:
        abort(404)
    if given.validate() and verbs[deed]():
        return go(url_for(".goal", goal_id=change.goal_id), _("The change is agreed.") if deed == "agree" else _("The goal stays as it was, and says why."))
    return _refused(change.goal_id, given)


@bp.post("/changes/<int:change_id>/withdraw")
@login_required
def withdraw_change(change_id):
    change = one(access.changes_to_withdraw(current_user), change_id)
    actions.withdraw_change(change, by=current_user)
    return go(url_for(".goal", goal_id=change.goal_id), _("The change is taken back. The goal stays as it was agreed."))


@bp.post("/check-ins/<int:check_in_id>/look")
@login_required
def look(check_in_id):
    """The manager has read a check-in, or asks about it."""
    found = one(access.check_ins_to_answer_for(current_user), check_in_id)
    given = WordInput(request.form)
    if "ask" not in request.form:
        checking.look_at(found, by=current_user)
        return go(_back(found.goal_id), _("Noted: you have seen it."))
    if given.validate() and given.tries(checking.ask, found, given.text.data or "", by=current_user):
        return go(url_for(".goal", goal_id=found.goal_id), _("Your question is put."))
    return _refused(found.goal_id, None, word=given, word_of=found.id)


@bp.post("/check-ins/<int:check_in_id>/answer")
@login_required
def answer(check_in_id):
    found = one(access.check_ins_of(current_user), check_in_id)
    given = WordInput(request.form)
    if given.validate() and given.tries(checking.answer, found, given.text.data or "", by=current_user):
        return go(url_for(".goal", goal_id=found.goal_id), _("Your answer is sent."))
    return _refused(found.goal_id, None, word=given, word_of=found.id)


@bp.route("/<int:goal_id>/close", methods=["GET", "POST"])
@login_required
def close(goal_id):
    """Close a goal with its outcome and a look back."""
    found = one(access.goals_to_write(current_user), goal_id)
    if request.method == "GET" and not states.may("close_goal", found.state):
        return go(url_for(".goal", goal_id=found.id))
    form = CloseInput(sent(), data={"version": found.version, "look_back": found.look_back})
    if request.method == "POST" and form.validate() and form.tries(
            actions.close_goal, found, form.outcome.data, form.look_back.data, by=current_user, version=form.version.data):
        return go(url_for(".goal", goal_id=found.id), _("The goal is closed. Its look back stays with it."))
    return (render_template("goals/close.html", goal=found, form=form, figure=queries.figures([found.id])[found.id], check_ins=queries.check_ins(found)),
            form.status if request.method == "POST" else 200)


def _left(goal_id):
    """Where to go from a goal that is somebody's draft again: nobody else opens it."""
    if access.goals_to_see(current_user).where(Goal.id == goal_id).exists():
        return url_for(".goal", goal_id=goal_id)
    return url_for(".team") if access.leads(current_user).direct else url_for(".tree")


def _back(goal_id):
    """Where a short deed came from: the team's page, or the goal's own."""
    return url_for(".team") if request.form.get("from") == "team" else url_for(".goal", goal_id=goal_id)


def _taken_back(goal_id):
    """Its owner was quicker: says so, and gives back what was typed; any other goal does not exist."""
    found = one(access.goals_taken_back(current_user), goal_id)
    raise Refused(_("%(name)s has taken this goal back to write on it, so nothing waits for your word. You had written: “%(comment)s”",
                    name=found.owner.name, comment=tidy(request.form.get("comment"))[:LONGEST_NOTE] or "–"))


def _refused(goal_id, given, **more):
    """The page of the goal with what was typed and why it is not done; what one may no longer read is gone."""
    forms = {**({"comment": given} if given is not None else {}), **more}
    found = one(access.goals_to_see(current_user), goal_id)
    return render_template("goals/goal.html", **shown(found, **forms)), (given or more["word"]).status


def _leads_back(door, way, parameter, to_goal):
    """An address that only takes what is sent, opened anew after a refusal: back to the goal."""
    @login_required
    def again(**numbers):
        return go(url_for(".goal", goal_id=to_goal(one(door(current_user), numbers[parameter]))))
    return way, again


def _own_id(row):
    return row.id


def _goal_id(row):
    return row.goal_id


for name, *more in (("own_deed", access.goals_to_see, "/<int:goal_id>/own", "goal_id", _own_id),
                    ("decide", access.goals_to_see, "/<int:goal_id>/decide", "goal_id", _own_id),
                    ("decide_change", access.changes_to_decide, "/changes/<int:change_id>/decide", "change_id", _goal_id),
                    ("withdraw_change", access.changes_to_withdraw, "/changes/<int:change_id>/withdraw", "change_id", _goal_id),
                    ("look", access.check_ins_to_answer_for, "/check-ins/<int:check_in_id>/look", "check_in_id", _goal_id),
                    ("answer", access.check_ins_of, "/check-ins/<int:check_in_id>/answer", "check_in_id", _goal_id)):
    address, view = _leads_back(*more)
    bp.add_url_rule(address, f"{name}_again", view)
