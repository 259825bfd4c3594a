"""HR's page: how long what is kept, what is under hold, what is past its time, and who asked for their file."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel import clock
from ...kernel.doors import fresh, needs, one
from ...kernel.web import go
from ...kernel.words import _, n_
from .. import access, actions, cleaning, erasing, queries
from ..inputs import HoldInput, PurgeInput, periods_input
from ..plan import plan
from . import STATES, bp


def page(status=200, **forms):
    kept = queries.standing()
    shown = {"kept": kept, "technical": queries.technical(), "holds": queries.holds(), "plan": plan(clock.today()),
             "leavers": queries.leavers(limit=20), "purges": queries.purges(), "erasures": queries.erasures(), "titles": queries.titles(),
             "requests": queries.open_requests(access.requests_to_decide(current_user)), "tones": STATES,
             "back": queries.named(cleaning.came_back()), "liftable": {row.id for row in access.holds_to_lift(current_user)},
             "periods": forms.get("periods") or periods_input(kept)(seen=actions.periods_mark()), "hold": forms.get("hold") or HoldInput()}
    return render_template("keeping/keeping.html", **shown), status


@bp.get("/")
@needs("keep_records")
def keeping():
    return page()


@bp.post("/")
@needs("keep_records")
def keep_for():
    given = periods_input(queries.standing())(request.form)
    if given.validate() and given.tries(actions.keep_for, given.years, seen=given.seen.data, by=current_user):
        return go(url_for(".keeping"), _("The years are saved."))
    return page(given.status, periods=as_it_is(given) if given.status == 409 else given)


def as_it_is(given):
    """The form filled with the years as they are now, with the words of the refusal."""
    now = periods_input(queries.standing())(seen=actions.periods_mark())
    now.form_errors = given.form_errors
    return now


@bp.post("/holds")
@needs("keep_records")
def hold_all():
    given = HoldInput(request.form)
    if given.validate() and given.tries(actions.hold, None, reason=given.reason.data, by=current_user):
        return go(url_for(".keeping") + "#holds", _("Everything is under hold. Nothing is removed until it is lifted."))
    return page(given.status, hold=given)


@bp.post("/holds/<int:hold_id>/lift")
@needs("keep_records")
def lift(hold_id):
    actions.lift(one(access.holds_to_lift(current_user), hold_id), by=current_user)
    return go(url_for(".keeping") + "#holds", _("The hold is lifted."))


@bp.get("/purge")
@needs("keep_records")
def preview(given=None, status=200):
    found = plan(clock.today())
    return render_template("keeping/purge.html", plan=found, form=given or PurgeInput(seen=found.digest)), status


@bp.post("/purge")
@needs("keep_records")
@fresh
def purge():
    given = PurgeInput(request.form)
    if given.validate() and given.tries(actions.purge, seen=given.seen.data, by=current_user):
        count = sum(given.result.counts.values())
        return go(url_for(".keeping") + "#log", n_("%(num)s record is removed.", "%(num)s records are removed.", count))
    if given.status == 409:
        given.seen.data, given.agreed.data, given.seen.raw_data = plan(clock.today()).digest, False, None
    return preview(given, given.status)


@bp.post("/again")
@needs("keep_records")
@fresh
def again():
    done, refused = erasing.erase_again(by=current_user)
    said = n_("%(num)s person is erased again.", "%(num)s people are erased again.", done)
    if refused:
        said += " " + _("For the others, note the last day or lift the hold first.")
    return go(url_for(".keeping"), said)


@needs("keep_records")
def back_to_desk(hold_id=None):
    """An address that only takes what is sent, opened anew after a refusal: back to the page with its form."""
    return go(url_for(".keeping"))


for deed, name in (("holds", "hold_all"), ("holds/<int:hold_id>/lift", "lift"), ("again", "again")):
    bp.add_url_rule(f"/{deed}", f"{name}_again", back_to_desk)
