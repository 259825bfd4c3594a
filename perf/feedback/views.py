"""The pages of follow-ups: one's list, a new one, and the one."""
from datetime import date, timedelta

from flask import Blueprint, render_template, request, url_for
from flask_login import current_user

from ..kernel import clock, words
from ..kernel.doors import login_required, one
from ..kernel.web import asked_number, fragment, go
from ..kernel.words import _
from ..people.models import Person
from . import access, actions, queries
from .inputs import AgreedInput, ChangeInput, HandOverInput, MarkInput

bp = Blueprint("feedback", __name__, url_prefix="/feedback")

STATES = {"open": (_("open"), "info"), "tried": (_("tried"), "waits"), "resolved": (_("resolved"), "positive"),
          "dropped": (_("dropped"), "quiet")}
DID = {"agreed": _("agreed on it"), "changed": _("changed it"), "handed over": _("handed it over"), "open": _("opened it again"),
       "tried": _("marked it as tried"), "resolved": _("marked it as resolved"), "dropped": _("dropped it")}
CELLS = {"what": _("What is to be done"), "by_when": _("By when"), "owner": _("Who does it"), "agreed_with": _("Agreed with"),
         "what_came_of_it": _("What came of it")}
SAID = {"open": _("The follow-up is open again."), "tried": _("It says now that you tried it."),
        "resolved": _("It is resolved, with what came of it."), "dropped": _("It is dropped, and says why.")}
USUAL = timedelta(weeks=4)


@bp.app_context_processor
def state_words():
    return {"follow_up_status": status_of, "reads_follow_up": reads}


def status_of(follow_up):
    """(word, tone) of how it stands; what is late says so."""
    return (_("overdue"), "danger") if follow_up.is_overdue else STATES[follow_up.state]


def reads(*persons):
    """The line beside a box of a follow-up: those whom it concerns, and that HR is none of them."""
    names = list(dict.fromkeys(_("You") if one.id == current_user.id else one.name for one in persons if one))
    names.sort(key=lambda name: name != _("You"))
    return _("%(names)s can read this. HR cannot.", names=words.several(names)) if len(names) > 1 else _("Only you can read this. HR cannot.")


@bp.get("/follow-ups/")
@login_required
def follow_ups():
    open_ones, done = queries.mine(current_user)
    return render_template("feedback/follow_ups.html", own=[one for one in open_ones if one.owner_id == current_user.id],
                           others=[one for one in open_ones if one.owner_id != current_user.id], done=done)


@bp.route("/follow-ups/new", methods=["GET", "POST"])
@login_required
def add():
    """For oneself with one's manager, or as the manager for somebody of the team; the first step asks for whom."""
    team = access.people_to_agree_about(current_user)
    if request.args.get("about") is None and team.count() > 1:
        return render_template("feedback/for_whom.html", team=team), 422 if request.method == "POST" else 200
    about = one(team, asked_number("about") or current_user.id)
    manager = Person.get_or_none(Person.id == access.manager_to_agree_with(current_user, about))
    form = AgreedInput(request.form, data={"owner": about.id, "by_when": clock.today() + USUAL}).choose_from(pair(about, manager))
    if request.method == "POST" and form.validate() and form.tries(
            actions.agree_follow_up, form.what.data, about=about, agreed_with=manager, owner=doer(form), by_when=form.by_when.data, by=current_user):
        return go(url_for(".follow_up", follow_up_id=form.result.id), _("The follow-up is put down."))
    return render_template("feedback/add.html", form=form, about=about, manager=manager), 422 if request.method == "POST" else 200


def pair(*persons):
    """Each once, those who are here."""
    return list({one.id: one for one in persons if one is not None and not one.has_left}.values())


def doer(form):
    return Person.get_by_id(form.owner.data)


@bp.get("/follow-ups/<int:follow_up_id>")
@login_required
def follow_up(follow_up_id):
    found = one(access.follow_ups_to_see(current_user), follow_up_id)
    if request.htmx:
        return fragment("feedback/follow_up.html#standing", **shown(found))
    return render_template("feedback/follow_up.html", **shown(found))


def shown(found, **forms):
    handing = HandOverInput(data={"version": found.version})
    handing.to.choices = [(one.id, one.name) for one in queries.successors(found)]
    return {"one": found, "mark": MarkInput(data={"version": found.version, "what_came_of_it": found.what_came_of_it}),
            "handing": handing, "history": history(found), **forms}


def history(found):
    """(who, when, what they did, [(what, before, after)]) in words, the newest first."""
    lines = queries.changes(found)
    cells = [(line, {name: pair for name, pair in line.changed.items() if name in CELLS}) for line in lines]
    names = queries.names({number for _line, told in cells for name in ("owner", "agreed_with") for number in told.get(name, ()) if number})
    return [(line.by.name if line.by else "–", line.at, DID[line.did],
             [(CELLS[name], *(in_words(name, value, names) for value in pair)) for name, pair in told.items()]) for line, told in reversed(cells)]


def in_words(name, value, names):
    if name in ("owner", "agreed_with"):
        return names.get(value, "")
    return words.day(date.fromisoformat(value), near=False) if name == "by_when" and value else value or ""


@bp.route("/follow-ups/<int:follow_up_id>/change", methods=["GET", "POST"])
@login_required
def change(follow_up_id):
    found = one(access.follow_ups_to_change(current_user), follow_up_id)
    form = ChangeInput(request.form, data={name: found.__data__[name] for name in ("what", "owner", "by_when", "version")})
    form.choose_from(pair(found.about, found.agreed_with, found.owner))
    if request.method == "POST" and form.validate() and form.tries(
            actions.change_follow_up, found, what=form.what.data, owner=doer(form), by_when=form.by_when.data, by=current_user,
            version=form.version.data):
        return go(url_for(".follow_up", follow_up_id=found.id), _("The follow-up is changed. What stood there before stays in its history."))
    return render_template("feedback/change.html", one=found, form=form), form.status if request.method == "POST" else 200


@bp.post("/follow-ups/<int:follow_up_id>/state")
@login_required
def mark(follow_up_id):
    found = one(access.follow_ups_to_change(current_user), follow_up_id)
    given, state = MarkInput(request.form), request.form.get("state", "")
    if given.validate() and given.tries(actions.mark_follow_up, found, state, by=current_user, version=given.version.data,
                                        what_came_of_it=given.what_came_of_it.data or ""):
        return go(url_for(".follow_up", follow_up_id=found.id), SAID[state])
    return render_template("feedback/follow_up.html", **shown(one(access.follow_ups_to_see(current_user), follow_up_id), mark=given)), given.status


@bp.post("/follow-ups/<int:follow_up_id>/hand-over")
@login_required
def hand_over(follow_up_id):
    found = one(access.follow_ups_to_change(current_user), follow_up_id)
    given = HandOverInput(request.form)
    given.to.choices = [(person.id, person.name) for person in queries.successors(found)]
    if given.validate() and given.tries(actions.hand_over_follow_up, found, Person.get_by_id(given.to.data), by=current_user,
                                        version=given.version.data):
        return go(url_for(".follow_ups"), _("The follow-up is handed over."))
    return render_template("feedback/follow_up.html", **shown(found, handing=given)), given.status


def leads_back(way):
    """An address that only takes what is sent, opened anew after a refusal: back to the follow-up."""
    @login_required
    def again(follow_up_id):
        one(access.follow_ups_to_see(current_user), follow_up_id)
        return go(url_for(".follow_up", follow_up_id=follow_up_id))
    return f"/follow-ups/<int:follow_up_id>/{way}", again


for name, way in (("mark", "state"), ("hand_over", "hand-over")):
    address, view = leads_back(way)
    bp.add_url_rule(address, f"{name}_again", view)
