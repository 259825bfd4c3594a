"""What can be done with follow-ups: one verb, one transaction, its consequences."""
import json

from ..kernel import clock, live, trail
from ..kernel.db import write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from ..people.models import Person
from . import queries, telling
from .models import DONE, STATES, FollowUp, FollowUpChange

VERBS = {"open": "open_follow_up_again", "tried": "try_follow_up", "resolved": "resolve_follow_up", "dropped": "drop_follow_up"}


@write()
def agree_follow_up(what, *, about, owner, by_when, by, agreed_with=None, origin="", origin_id=None):
    """Agree on something for somebody's development: who does it, by when. The other one is told."""
    check_said(what, by_when)
    pair = {about.id, agreed_with.id if agreed_with else about.id}
    if by.id not in pair or owner.id not in pair:
        raise Refused(_("A follow-up is agreed by the two whom it concerns, and one of them does it."), "owner")
    for person in (about, owner, agreed_with):
        _refuse_leaver(person)
    made = FollowUp.create(what=what.strip(), about=about, owner=owner, agreed_with=agreed_with, by_when=by_when, made_by=by,
                           made_at=clock.now(), origin=origin, origin_id=origin_id)
    _remember(made, by, "agreed", {})
    trail.record("agree_follow_up", by, about, kind="follow-up", row_id=made.id)
    telling.agreed(made, by)
    _moved(made)
    return made


@write()
def change_follow_up(follow_up, *, what, by_when, owner, by, version):
    """Put other words, another date or another doer to it; what stood there before stays in its history."""
    now = _now(follow_up, version)
    if not now.is_open:
        raise Refused(_("This follow-up is done. Open it again first, then change it."))
    if owner.id not in {now.about_id, now.agreed_with_id, now.owner_id}:
        raise Refused(_("One of those whom it concerns does it."), "owner")
    if owner.id != now.owner_id:
        _refuse_leaver(owner)
    check_said(what, by_when, before=now.by_when)
    _keep(now, by, "changed", what=what.strip(), by_when=by_when, owner=owner.id)
    trail.record("change_follow_up", by, now.about_id, kind="follow-up", row_id=now.id)
    telling.changed(now, by)
    _moved(now)


@write()
def mark_follow_up(follow_up, state, *, by, version, what_came_of_it=""):
    """Say how it stands: tried, resolved or dropped, with what came of it; or open again."""
    if state not in STATES:
        raise Refused(_("Choose one of: open, tried, resolved, dropped."), "state")
    now, said = _now(follow_up, version), what_came_of_it.strip()
    if state in DONE and not said:
        raise Refused(_("Please say in a line what came of it, so that both can read it later.") if state == "resolved"
                      else _("Please say in a line why it is dropped, so that both can read it later."), "what_came_of_it")
    if state == now.state and said in ("", now.what_came_of_it):
        return
    _keep(now, by, state, state=state, what_came_of_it=said or now.what_came_of_it,
          done_on=(now.done_on or clock.today()) if state in DONE else None)
    trail.record(VERBS[state], by, now.about_id, kind="follow-up", row_id=now.id)
    telling.marked(now, state, by)
    _moved(now)


@write()
def hand_over_follow_up(follow_up, to, *, by, version):
    """Somebody takes the place of who has left, or of a manager who leads no more; from then on they read it."""
    now = _now(follow_up, version)
    if to.id not in {person.id for person in queries.successors(now)}:
        raise Refused(_("It can be handed to those whom it concerns and are still here, and to the manager now."), "to")
    given = queries.handed_to(now, to.id)
    before = now.concerned
    _keep(now, by, "handed over", **given)
    trail.record("hand_over_follow_up", by, now.about_id, kind="follow-up", row_id=now.id)
    telling.handed_over(now, to, by)
    _moved(now, *before, to.id)


def check_said(what, by_when, before=None):
    """There must be something to do, by a day that is still to come; a date that stood there already may stay."""
    if not what.strip():
        raise Refused(_("Please say what is to be done."), "what")
    if by_when != before and by_when < clock.today():
        raise Refused(_("That day has passed. Choose one that is still to come."), "by_when")


def _refuse_leaver(person):
    if person is not None and Person.get_by_id(person.id).has_left:
        raise Refused(_("%(name)s has left. Choose somebody who is here.", name=person.name), "owner")


def _now(follow_up, version):
    """The follow-up as it is inside the write; refused where somebody changed it since the page was read."""
    now = queries.whole(follow_up.id)
    if now.version != version:
        raise Changed(_("Somebody else changed this follow-up meanwhile. It is shown as it is now; please look at it, then send yours again."), now)
    return now


def _keep(now, by, did, **given):
    """Write what is new, and what stood there before into the history."""
    before = {name: now.__data__[name] for name in given}
    FollowUp.update(version=now.version + 1, **given).where(FollowUp.id == now.id).execute()
    _remember(now, by, did, {name: [before[name], given[name]] for name in given if before[name] != given[name]})


def _remember(follow_up, by, did, cells):
    FollowUpChange.create(follow_up=follow_up.id, by=by, at=clock.now(), did=did,
                          cells=json.dumps(cells, default=str, ensure_ascii=False))


def _moved(follow_up, *others):
    """Tell the pages that show it, and home of everybody concerned."""
    live.changed("follow-up", follow_up.id)
    if follow_up.origin:
        live.changed(follow_up.origin, follow_up.origin_id)
    for person_id in {*follow_up.concerned, *others}:
        live.changed("home", person_id)
