"""The blueprint, and the words that every page of goals uses."""
from flask import Blueprint, request
from flask_login import current_user

from ...kernel import words
from ...kernel.words import _
from ...people import queries as people
from .. import access, scoring, values
from ..inputs import RHYTHMS
from ..states import IN_FORCE

bp = Blueprint("goals", __name__, url_prefix="/goals")

UNREAD = _("a goal that you cannot read")
LEVELS = {"organisation": _("Organisation"), "department": _("Department"), "person": _("Person")}


def sent():
    """What was sent, or None where a page is only opened: an unticked box of nothing sent would untick what stands."""
    return request.form if request.method == "POST" else None


@bp.app_context_processor
def goal_words():
    return {"goal_status": status_of, "goal_said": said, "goal_tree_status": tree_status, "goal_stands": values.stands, "goal_measured": values.measured, "goal_value": values.said,
            "goal_per_cent": values.per_cent, "goal_whole": scoring.per_cent, "goal_rhythm": lambda name: _(RHYTHMS[name]), "goal_of": of_whom,
            "reads_goal": reads, "reads_draft": reads_draft, "reads_remarks_of": reads_remarks, "goal_weight": values.weight}


def status_of(goal):
    """(word, tone) of how a goal stands: its state where it is not in force, else what was said last, or that nothing was said in time."""
    if not goal.is_in_force:
        return values.STATES[goal.state]
    if goal.is_stale:
        return _("no news since %(day)s", day=words.day(goal.checked_on or goal.agreed_on or goal.starts)), "waits"
    return said(goal.status) if goal.status else \
        (_("no check-in yet"), "quiet") if goal.measure != "below" else ("", "")


def said(status):
    """(word, tone) of what somebody said at a check-in."""
    word, tone = values.STATUS[status]
    return _(word), tone


def tree_status(goal):
    """(word, tone) in few words, for a line of the tree."""
    if goal.state not in IN_FORCE:
        return values.STATES[goal.state]
    if goal.is_stale:
        return _("no news"), "waits"
    return said(goal.status) if goal.status else \
        (_("no check-in"), "quiet") if goal.measure != "below" else ("", "")


def of_whom(goal):
    """Whose a goal is, in words."""
    if goal.level == "organisation":
        return _("the organisation")
    return goal.department.name if goal.level == "department" and goal.department else goal.owner.name


def reads(goal):
    """Who reads a goal and the lines of its check-ins."""
    if goal.level == "person" and goal.is_private:
        return _("%(names)s can read this.", names=words.several(_circle(goal)))
    return _("Once it is agreed, everybody here can read this.") if goal.state in ("draft", "proposed") else _("Everybody here can read this.")


def reads_draft(goal):
    """Who reads a draft beside oneself: whose it is, and whoever wrote it down for them."""
    others = {one.id: one.name for one in (goal.owner, goal.made_by) if one is not None and one.id != current_user.id and not one.has_left}
    if not others:
        return _("Nobody else reads it until it is proposed.")
    return _("%(names)s can read it as well; nobody else does until it is proposed.", names=words.several(list(others.values())))


def reads_remarks(goal):
    """Who reads what is said between those concerned."""
    return _("%(names)s can read this.", names=words.several(_circle(goal)))


def _circle(goal):
    """Names: oneself first, then the owner, the two above, HR; of other levels those who decide."""
    house = people.chart()
    if goal.level != "person":
        return list(dict.fromkeys([_("You"), *(one for one in (goal.owner.name,) if goal.owner_id != current_user.id), _("whoever decides on it"), _("HR")]))
    above = [seat for seat, _two in zip(house.chain(goal.owner_id), range(2))]
    names = [goal.owner.name if goal.owner_id != current_user.id else _("You"),
             *(_("You") if seat.person_id == current_user.id else seat.name for seat in above), _("HR")]
    return sorted(dict.fromkeys(names), key=lambda name: name != _("You"))
