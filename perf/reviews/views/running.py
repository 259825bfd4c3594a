"""HR's board of a running cycle: how far it is, what waits, and what can be done for many at once."""
from collections import namedtuple
from functools import lru_cache

from flask import get_template_attribute, render_template, request, url_for
from flask_login import current_user

from ...kernel import clock, trail, words
from ...kernel.doors import needs, one
from ...kernel.errors import Refused
from ...kernel.web import fragment, go
from ...kernel.words import _, n_
from .. import access, actions, board, calibrating, running, states
from ..inputs import DatesInput, NudgeInput
from ..models import Review
from . import STATES, bp

NO_SCORE, FILTERS = "–", ("waits", "department", "manager", "state", "late")
Line = namedtuple("Line", "id name url department manager waits_for tone state state_tone score")
WAITS = {"self": _("the self-review"), "manager": _("the manager's form"), "approve": _("approval"), "hr": _("HR"), "share": _("sharing"),
         "sign": _("the signature"), "appeal": _("an appeal"), "close": _("closing"), "manager left": _("another manager")}


@bp.get("/cycles/<int:cycle_id>")
@needs("run_reviews")
def cycle(cycle_id):
    found = one(access.cycles_to_run(current_user), cycle_id)
    if found.state == "planning":
        return go(url_for(".preview", cycle_id=cycle_id))
    if request.htmx:
        return fragment("reviews/cycle.html#board", **shown(found))
    return render_template("reviews/cycle.html", **shown(found))


def shown(found, **more):
    """What the board shows, narrowed down as the address asks."""
    rows, today = board.rows_of(found), clock.today()
    asked, kept = narrowed_by(), [line for _row, line in _kept(found, rows, today)]
    note_reading(found, kept)
    return {"cycle": found, "kept": {name: value for name, value in asked.items() if value}, "funnel": board.funnel(rows), "given": board.given(rows), "lines": kept, "whole": len(rows), "asked": asked,
            "written": written, "problems": board.problems(found, rows), "sessions": calibrating.of_cycle(found) if found.calibrates else [],
            "waits": WAITS, "departments": sorted({row.department for row in rows if row.department}), "nudge": NudgeInput(),
            "managers": sorted({f"{row.manager_first} {row.manager_last}" for row in rows}), "states": STATES, "may": states.may,
            "is_shared": any(row.state in states.SHARED for row in rows), **more}


def _kept(found, rows, today):
    """The rows that the address asks for, each with its line."""
    asked = narrowed_by()
    return [(row, line) for row, line in lines_of(found, rows, current_user.id, today) if _is_asked(row, line, asked, found, today)]


def narrowed_by():
    """What the address narrows the list down to, and nothing else of it."""
    return {name: request.args.get(name, "")[:120] for name in FILTERS}


def _is_asked(row, line, asked, cycle, today):
    return ((not asked["waits"] or asked["waits"] in board.waits_for(row, cycle, today).keys)
            and (not asked["department"] or asked["department"] == row.department) and (not asked["manager"] or asked["manager"] == line.manager)
            and (not asked["state"] or asked["state"] in (row.state, board.step_of(row))) and (not asked["late"] or line.tone == "danger"))


def note_reading(found, lines):
    """The list shows scores of many at once: one line about the cycle, which everybody in it can open."""
    if any(line.score != NO_SCORE for line in lines):
        trail.record_reading("read_scores", current_user, None, kind="cycle", row_id=found.id)


@lru_cache(maxsize=2048)
def written(line, ticks):
    """A row of the list as HTML, with a box to tick where something can be done; of 300 rows few change between two looks."""
    return get_template_attribute("reviews/_cycle_line.html", "row")(line, ticks)


def lines_of(cycle, rows, me_id, today):
    """HR's list, ready to be written: what costs time is said once, not in each of 300 rows. HR's own row is not opened."""
    lines = []
    for row in rows:
        waits = board.waits_for(row, cycle, today)
        hidden = row.score is None or (row.person_id == me_id and row.state not in states.SHARED)
        name = f"{row.first_name} {row.last_name}" + (_(", round %(number)s", number=row.round) if row.round > 1 else "")
        lines.append((row, Line(row.id, name, None if row.person_id == me_id else f"/reviews/{row.id}",
                                row.department, f"{row.manager_first} {row.manager_last}", waits.words, waits.tone, *STATES[row.state],
                                NO_SCORE if hidden else words.hundredths(row.score))))
    return lines


@bp.route("/cycles/<int:cycle_id>/dates", methods=["GET", "POST"])
@needs("run_reviews")
def dates(cycle_id):
    found = one(access.cycles_to_run(current_user), cycle_id)
    form = DatesInput(request.form, data=found.__data__)
    if request.method == "POST" and form.validate() and form.tries(
            running.change_dates, found, by=current_user, version=form.version.data or 0, **form.dates):
        return go(url_for(".cycle", cycle_id=cycle_id), _("The dates are changed, and everybody who still has something to do is told."))
    return render_template("reviews/dates.html", cycle=found, form=form), form.status if request.method == "POST" else 200


@bp.post("/cycles/<int:cycle_id>/close")
@needs("run_reviews")
def close_cycle(cycle_id):
    return done(cycle_id, actions.close_cycle, _("The cycle is closed. Its scores stay as they are."))


@bp.post("/cycles/<int:cycle_id>/calibrate")
@needs("run_reviews")
def calibrate_cycle(cycle_id):
    return done(cycle_id, running.calibrate_cycle, _("Calibration has begun. Nothing can be shared before you open the sharing."))


@bp.post("/cycles/<int:cycle_id>/open-sharing")
@needs("run_reviews")
def open_sharing(cycle_id):
    return done(cycle_id, running.open_sharing, _("The sharing is open, and the managers are told."))


def done(cycle_id, verb, said):
    """Do a verb with a cycle; where it refuses, its words stand above the board."""
    try:
        verb(one(access.cycles_to_run(current_user), cycle_id), by=current_user)
    except Refused as no:
        said = no.words
    return go(url_for(".cycle", cycle_id=cycle_id), said)


# many at once

@bp.post("/cycles/<int:cycle_id>/nudge")
@needs("run_reviews")
def nudge(cycle_id):
    """A reminder with a line of one's own, to those chosen or to all who have not acted."""
    given = NudgeInput(request.form)
    if not given.validate():
        found = one(access.cycles_to_run(current_user), cycle_id)
        return render_template("reviews/cycle.html", **shown(found, nudge=given)), 422
    return many(cycle_id, lambda found, chosen, by: (running.nudge(chosen or waiting_in(found), line=given.line.data or "", by=by), None),
                lambda count: n_("%(num)s person was reminded.", "%(num)s people were reminded.", count))


@bp.post("/cycles/<int:cycle_id>/share")
@needs("run_reviews")
def share_many(cycle_id):
    return many(cycle_id, running.share_many, lambda count: n_("%(num)s review is shared.", "%(num)s reviews are shared.", count))


@bp.post("/cycles/<int:cycle_id>/close-many")
@needs("run_reviews")
def close_many(cycle_id):
    return many(cycle_id, running.close_many, lambda count: n_("%(num)s review is closed.", "%(num)s reviews are closed.", count))


def many(cycle_id, verb, said):
    """Do a verb with the reviews that are ticked; HR's own never. Where it refuses some, their number and the first reason are told."""
    found = one(access.cycles_to_run(current_user), cycle_id)
    try:
        count, why = verb(found, ticked(found), by=current_user)
        words_said = said(count) + (" " + _("Others were not, the first of them because: %(why)s", why=why) if why else "")
    except Refused as no:
        words_said = no.words
    return go(url_for(".cycle", cycle_id=cycle_id, **{name: value for name, value in narrowed_by().items() if value}), words_said)


def ticked(found):
    """The reviews of the cycle that the form names; those that one does not decide on do not exist."""
    numbers = {int(one) for one in request.form.getlist("review") if one.isascii() and one.isdigit() and len(one) < 15}
    rows = access.reviews_to_decide(current_user).where(Review.cycle == found, Review.id.in_(numbers)) if numbers else ()
    return list(rows)


def waiting_in(found):
    """The reviews in which somebody has something to do, of those that the list shows; HR's own never."""
    shown_ids = {row.id for row, _line in _kept(found, board.rows_of(found), clock.today())}
    rows = Review.select().where(Review.cycle == found, Review.state.in_((*states.UNSHARED, *states.TO_SIGN)), Review.person != current_user.id)
    return [review for review in rows if review.id in shown_ids]
