"""What if: a reorganisation is drafted, looked at, shared, and put into effect on a day."""
from datetime import timedelta

from flask import abort, render_template, request, url_for
from flask_login import current_user

from ...kernel import clock, modules, words
from ...kernel.doors import login_required, needs, one
from ...kernel.forms import row_number
from ...kernel.web import fragment, go
from ...kernel.words import _
from ...people import access as people_access
from ...people import facts
from ...people import queries as people
from ...roles import queries as roles
from .. import access, actions, costs, differences, draft, drawing, queries, scene
from ..inputs import (ChangeSeatInput, EffectInput, HangInput, OpenInput, ScenarioChangeInput, ScenarioInput, ShareInput, SitInput,
                      seat_or_none)
from ..models import Scenario
from . import bp

WHAT = {"hang": HangInput, "change": ChangeSeatInput, "open": OpenInput, "sit": SitInput}


@bp.get("/scenarios/")
@login_required
def scenarios():
    found = list(access.scenarios_to_see(current_user).order_by(Scenario.id.desc()))
    if not found and "hr" not in current_user.powers:
        abort(404)
    return render_template("orgchart/scenarios.html", scenarios=found)


@bp.route("/scenarios/new", methods=["GET", "POST"])
@needs("manage_people")
def new_scenario():
    given = ScenarioInput(request.form or None)
    if request.method == "POST" and given.validate() and given.tries(actions.draft_scenario, by=current_user, **given.data):
        return go(url_for(".scenario", scenario_id=given.result.id), _("Now drag a seat onto another one, or open it by its name."))
    return render_template("orgchart/scenario_form.html", form=given, scenario=None), 422 if request.method == "POST" else 200


@bp.get("/scenarios/<int:scenario_id>")
@login_required
def scenario(scenario_id, **forms):
    """The chart as it would be, with what that changes."""
    found = one(access.scenarios_to_see(current_user), scenario_id)
    shown = picture(found)
    if request.htmx:
        return fragment("orgchart/_scenario.html", **shown)
    return render_template("orgchart/scenario.html", **shown, share=share_form(found), effect=EffectInput(version=found.version), **forms)


@bp.route("/scenarios/<int:scenario_id>/edit", methods=["GET", "POST"])
@needs("manage_people")
def edit_scenario(scenario_id):
    edited = one(access.scenarios_to_edit(current_user), scenario_id)
    given = ScenarioChangeInput(request.form or None, obj=edited)
    if request.method == "POST" and given.validate() and given.tries(actions.change_scenario, edited, by=current_user, **given.data):
        return go(url_for(".scenario", scenario_id=scenario_id), _("Saved."))
    return render_template("orgchart/scenario_form.html", form=given, scenario=edited), given.status if request.method == "POST" else 200


@bp.get("/scenarios/<int:scenario_id>/seats/<seat>")
@needs("manage_people")
def draft_seat(scenario_id, seat, status=200, **typed):
    """What can be done with one seat of a draft: the way by keyboard and without scripts."""
    found, house, number = seat_of(scenario_id, seat)
    held = house.held[number]
    forms = {"hang": hang_form(house, number), "change": ChangeSeatInput(title=held[0].title, department=held[0].department), "open": OpenInput(),
             "sit": sit_form(house, number), **typed}
    return render_template("orgchart/scenario_seat.html", scenario=found, seat=held[0], held=[one for one in held if one.person_id], forms=forms,
                           known_roles=roles.all_titles(), known_departments=[one.name for one, _depth in roles.departments()]), status


@bp.post("/scenarios/<int:scenario_id>/seats/<seat>/<does>")
@needs("manage_people")
def step(scenario_id, seat, does):
    found, house, number = seat_of(scenario_id, seat)
    if does == "close":
        actions.take_step(found, "close", seat=number, by=current_user)
        return done(found)
    given = form_of(does, house, number)
    if given.validate() and given.tries(actions.take_step, found, does, by=current_user, **told(does, number, given)):
        return done(found)
    if request.htmx:
        return words.several(error for errors in given.errors.values() for error in errors), given.status
    return draft_seat(scenario_id, seat, given.status, **{does: given})


@bp.post("/scenarios/<int:scenario_id>/back")
@needs("manage_people")
def step_back(scenario_id):
    found = one(access.scenarios_to_edit(current_user), scenario_id)
    actions.take_step_back(found, by=current_user)
    return done(found, _("The latest step is taken back."))


@bp.post("/scenarios/<int:scenario_id>/share")
@needs("manage_people")
def share_scenario(scenario_id):
    found = one(access.scenarios_to_edit(current_user), scenario_id)
    given = share_form(found, request.form)
    if given.validate():
        person = one(people_access.people_here(current_user), given.person.data)
        actions.share_scenario(found, person, by=current_user)
        return go(url_for(".scenario", scenario_id=scenario_id) + "#readers", _("%(name)s can read this draft now.", name=person.name))
    return render_template("orgchart/scenario.html", **picture(found), share=given, effect=EffectInput(version=found.version)), 422


@bp.post("/scenarios/<int:scenario_id>/unshare")
@needs("manage_people")
def unshare_scenario(scenario_id):
    found = one(access.scenarios_to_edit(current_user), scenario_id)
    person = one(people_access.people_to_see(current_user), _number(request.form.get("person")))
    actions.unshare_scenario(found, person, by=current_user)
    return go(url_for(".scenario", scenario_id=scenario_id) + "#readers", _("%(name)s does not see this draft any more.", name=person.name))


@bp.post("/scenarios/<int:scenario_id>/effect")
@needs("manage_people")
def put_into_effect(scenario_id):
    found, given = one(access.scenarios_to_edit(current_user), scenario_id), EffectInput(request.form)
    if given.validate() and given.tries(actions.put_into_effect, found, on=given.on.data, announced=given.announced.data,
                                        version=given.version.data, by=current_user):
        return go(url_for(".scenario", scenario_id=scenario_id), in_effect(given.on.data))
    return render_template("orgchart/scenario.html", **picture(found), share=share_form(found), effect=given), given.status


@bp.post("/scenarios/<int:scenario_id>/take-back")
@needs("manage_people")
def take_scenario_back(scenario_id):
    found = one(access.scenarios_to_edit(current_user), scenario_id)
    actions.take_scenario_back(found, by=current_user)
    return go(url_for(".scenario", scenario_id=scenario_id), _("Everything is as it was before, and this is a draft again."))


@bp.post("/scenarios/<int:scenario_id>/drop")
@needs("manage_people")
def drop_scenario(scenario_id):
    found = one(access.scenarios_to_edit(current_user), scenario_id)
    actions.drop_scenario(found, by=current_user)
    return go(url_for(".scenarios"), _("The draft “%(name)s” is thrown away.", name=found.name))


@needs("manage_people")
def again(scenario_id, **_more):
    """An address that only takes what is sent, opened anew after a refusal."""
    return go(url_for(".scenario", scenario_id=one(access.scenarios_to_edit(current_user), scenario_id).id))


for way, name in (("back", "step_back"), ("share", "share_scenario"), ("unshare", "unshare_scenario"), ("effect", "put_into_effect"),
                  ("take-back", "take_scenario_back"), ("drop", "drop_scenario"), ("seats/<seat>/<does>", "step")):
    bp.add_url_rule(f"/scenarios/<int:scenario_id>/{way}", f"{name}_again", again)


def picture(found):
    """The draft drawn, and what it changes against the present. One that is in effect shows what it changed on its day."""
    plans, steps, today = access.plans_read_by(current_user), queries.steps_of(found), clock.today()
    if found.is_open:
        before = people.chart()
        after, misfits = draft.after(before, steps)
    else:       # as this reader may know both days: other plans stay hidden
        before = facts.chart(current_user, min(found.holds_from, today) - timedelta(days=1), plans)
        after, misfits = facts.chart(current_user, max(found.holds_from, today), plans), []
    may_edit = "hr" in current_user.powers and found.is_open
    changed = differences.between(before, after)
    touched = {now.id for _was, now, _what in changed.moved} | {seat.id for seat in changed.came} | {seat.id for seat in changed.opened}
    drawn_scene = scene.scene(after, scene.opened(after, touched, request.args.get("folded") or ("none" if len(after.seats) <= 120 else "")),
                              own=touched, flags=True)
    return {"scenario": found, "scene": drawn_scene, "size": drawing, "chart": after, "after": after, "before": before, "found": changed, "misfits": dict(misfits),
            "steps": queries.told_steps(steps, before), "may_edit": may_edit, "readers": queries.readers_of(found),
            "heads": (differences.heads(before), differences.heads(after)), "spans": queries.out_of_span(after, *scene.SPAN),
            "cost": costs.of(before, after, roles.bands_on(clock.today())) if modules.can(current_user, "see_pay") else None}


def seat_of(scenario_id, seat):
    """(scenario, the chart of the draft, the number of one of its seats); 404 where there is none."""
    found = one(access.scenarios_to_edit(current_user), scenario_id)
    house, _misfits = draft.after(people.chart(), queries.steps_of(found))
    try:
        number = seat_or_none(seat)
    except ValueError:
        abort(404)
    return (found, house, number) if number in house.seats else abort(404)


def form_of(does, house, number):
    if does not in WHAT:
        abort(404)
    if does == "hang":
        return hang_form(house, number, request.form)
    return sit_form(house, number, request.form) if does == "sit" else WHAT[does](request.form)


def told(does, number, given):
    """What a step is kept with."""
    if does == "open":
        return {"title": given.title.data, "department": given.department.data or None, "above": number}
    return {"seat": number, **{name: value or None for name, value in given.data.items()}}


def hang_form(house, number, typed=None):
    form = HangInput(typed, above=house.seats[number].reports_to)
    form.above.choices = [("", _("Nobody"))] + [(seat.id, seat_words(seat)) for seat in in_order(house) if seat.id != number]
    return form


def sit_form(house, number, typed=None):
    form = SitInput(typed)
    form.person.choices = [(seat.person_id, f"{seat.name} — {seat.title}") for seat in in_order(house) if seat.person_id]
    return form


def share_form(found, typed=None):
    form = ShareInput(typed)
    here = people.people_here().where(people.Person.id.not_in([current_user.id, *(one.id for one in queries.readers_of(found))]))
    form.person.choices = [(person.id, f"{person.last_name}, {person.first_name}") for person in here]
    return form


def in_order(house):
    return sorted(house.seats.values(), key=lambda seat: (seat.person_id is None, words.plain(seat.last_name), words.plain(seat.first_name), seat.title or ""))


def seat_words(seat):
    return f"{seat.name} — {seat.title}" if seat.person_id else _("vacant") + f" — {seat.title}"


def done(found, said=None):
    if request.htmx:
        return fragment("orgchart/_scenario.html", **picture(found))
    return go(url_for(".scenario", scenario_id=found.id), said)


def in_effect(day):
    if day == clock.today():
        return _("The reorganisation holds from today on. Every open chart shows it.")
    return _("The reorganisation is planned: it holds from %(day)s on, by itself.", day=words.day(day, near=False))


def _number(text):
    try:
        return row_number(text or "")
    except ValueError:
        abort(404)
