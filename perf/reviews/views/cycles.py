"""HR's side: planning a cycle, reading who would be in it, launching it, following it."""
from collections import namedtuple
from functools import lru_cache

from flask import get_template_attribute, render_template, request, url_for
from flask_login import current_user

from ...kernel import clock, trail, words
from ...kernel.doors import needs, one
from ...kernel.errors import Refused
from ...kernel.web import fragment, go
from ...kernel.words import _, n_
from ...people import queries as people
from ...questions import queries as questions
from .. import access, actions, queries
from ..inputs import CycleInput
from . import STATES, bp


@bp.get("/cycles/")
@needs("run_reviews")
def cycles():
    return render_template("reviews/cycles.html", cycles=queries.cycles())


def cycle_form(*args, **kwargs):
    form = CycleInput(*args, **kwargs)
    seats = people.seats()
    form.template.choices = [(one.id, one.name) for one in questions.templates()]
    form.departments.choices = sorted({(s.department_id, s.department) for s in seats if s.department_id}, key=lambda c: c[1])
    form.roles.choices = sorted({(s.role_id, s.title) for s in seats}, key=lambda choice: choice[1])
    return form


@bp.route("/cycles/new", methods=["GET", "POST"])
@needs("run_reviews")
def new():
    form = cycle_form(request.form, data=queries.usual_plan(clock.today()))
    if request.method == "POST" and form.validate() and form.tries(
            actions.plan_cycle, by=current_user, picked=form.picked, **form.plan):
        return go(url_for(".preview", cycle_id=form.result.id))
    return render_template("reviews/plan.html", form=form, cycle=None), 422 if request.method == "POST" else 200


@bp.route("/cycles/<int:cycle_id>/plan", methods=["GET", "POST"])
@needs("run_reviews")
def plan(cycle_id):
    cycle = one(access.cycles_to_run(current_user), cycle_id)
    form = cycle_form(request.form, data={**cycle.__data__, **queries.plan_of(cycle)})
    if request.method == "POST" and form.validate() and form.tries(
            actions.change_cycle, cycle, by=current_user, version=form.version.data or 0, picked=form.picked, **form.plan):
        return go(url_for(".preview", cycle_id=cycle_id))
    return render_template("reviews/plan.html", form=form, cycle=cycle), form.status if request.method == "POST" else 200


@bp.get("/cycles/<int:cycle_id>/preview")
@needs("run_reviews")
def preview(cycle_id):
    cycle = one(access.cycles_to_run(current_user), cycle_id)
    return render_template("reviews/preview.html", cycle=cycle, preview=queries.preview(cycle))


@bp.post("/cycles/<int:cycle_id>/launch")
@needs("run_reviews")
def launch(cycle_id):
    cycle = one(access.cycles_to_run(current_user), cycle_id)
    version = request.form.get("version", "")
    try:
        count = actions.launch(cycle, by=current_user, version=int(version) if version.isdecimal() and len(version) < 9 else None)
    except Refused as no:
        return go(url_for(".preview", cycle_id=cycle_id), no.words)
    return go(url_for(".cycle", cycle_id=cycle_id), n_("%(num)s review is on its way.", "%(num)s reviews are on their way.", count))


@bp.get("/cycles/<int:cycle_id>")
@needs("run_reviews")
def cycle(cycle_id):
    found = one(access.cycles_to_run(current_user), cycle_id)
    if found.state == "planning":
        return go(url_for(".preview", cycle_id=cycle_id))
    whole, counts = queries.counts(found)
    shown = {"cycle": found, "whole": whole, "counts": counts, "lines": lines_of(found, current_user.id, clock.today()),
             "written": written}
    note_reading(found, shown["lines"])
    if request.htmx:
        return fragment("reviews/cycle.html#board", **shown)
    return render_template("reviews/cycle.html", **shown)


def note_reading(found, lines):
    """The list shows scores of many at once: one line about the cycle, which everybody in it can open."""
    if any(line.score != NO_SCORE for line in lines):
        trail.record_reading("read_scores", current_user, None, kind="cycle", row_id=found.id)


@lru_cache(maxsize=2048)
def written(line):
    """A row of the list as HTML; of 300 rows few change between two looks."""
    return get_template_attribute("reviews/_cycle_line.html", "row")(line)


NO_SCORE = "–"
Line = namedtuple("Line", "name url department manager waits_for tone state state_tone score")


def lines_of(cycle, me_id, today):
    """HR's list, ready to be written: what costs time is said once, not in each of 300 rows. HR's own row is not opened."""
    lines = []
    for row in queries.board(cycle):
        waits, tone = queries.waits_for(row, cycle, today)
        hidden = row.score is None or (row.person_id == me_id and row.state in ("in progress", "submitted"))
        lines.append(Line(f"{row.first_name} {row.last_name}", None if row.person_id == me_id else f"/reviews/{row.id}",
                          row.department, f"{row.manager_first} {row.manager_last}", waits, tone, *STATES[row.state],
                          NO_SCORE if hidden else words.hundredths(row.score)))
    return lines


@bp.post("/cycles/<int:cycle_id>/cancel")
@needs("run_reviews")
def cancel_cycle(cycle_id):
    actions.cancel_cycle(one(access.cycles_to_run(current_user), cycle_id), by=current_user)
    return go(url_for(".cycles"), _("The cycle is taken back. Nobody sees anything of it any more."))


@bp.post("/cycles/<int:cycle_id>/close")
@needs("run_reviews")
def close_cycle(cycle_id):
    try:
        actions.close_cycle(one(access.cycles_to_run(current_user), cycle_id), by=current_user)
    except Refused as no:
        return go(url_for(".cycle", cycle_id=cycle_id), no.words)
    return go(url_for(".cycle", cycle_id=cycle_id), _("The cycle is closed. Its scores stay as they are."))
