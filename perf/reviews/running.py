"""What HR does with a cycle that runs: other dates, the sharing, a word to those who have not acted, many at once."""
from datetime import timedelta

from ..kernel import clock, live, trail
from ..kernel.db import write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from . import actions, dates, queries, states, telling
from .models import Cycle, Review, ReviewEvent

DATES = ("nominate_by", "self_due", "peers_due", "manager_due", "approve_by", "share_by", "close_on")


@write()
def change_dates(cycle, *, by, version, **given):
    """Other dates for a cycle that runs. Reviews follow, but those that were given dates of their own; everybody concerned is told."""
    now = Cycle.get_by_id(cycle.id)
    if now.version != version:
        raise Changed(_("Somebody else changed this cycle meanwhile. Look at its dates once more, and save again."), now)
    states.check("change_dates", now.state)
    wrong = dates.disorder(dict(period_start=now.period_start, period_end=now.period_end, **given))
    if wrong:
        raise Refused(wrong[1], wrong[0])
    changed = {name: given[name] for name in DATES if name in given and given[name] != getattr(now, name)}
    if not changed:
        raise Refused(_("These are the dates it has already."))
    waiting = list(Review.select().where(Review.cycle == now, Review.state.in_(states.UNSHARED)))
    for name, day in changed.items():
        if name != "close_on" and not now.is_rolling:
            field, old = getattr(Review, name), getattr(now, name)
            same = field.is_null() if old is None else field == old
            Review.update({field: day}).where(Review.cycle == now, Review.state.in_(states.UNSHARED), same).execute()
    Cycle.update(version=Cycle.version + 1, **changed).where(Cycle.id == now.id).execute()
    telling.dates_changed(Cycle.get_by_id(now.id), waiting, by)
    _done("change_dates", now, by, waiting)


@write()
def calibrate_cycle(cycle, *, by):
    """Writing is over: the marks are compared before anything is shared."""
    now = Cycle.get_by_id(cycle.id)
    states.check("calibrate_cycle", now.state)
    if not now.calibrates:
        raise Refused(_("This cycle was planned without calibration."))
    Cycle.update(state="calibration").where(Cycle.id == now.id).execute()
    _done("calibrate_cycle", now, by)


@write()
def open_sharing(cycle, *, by):
    """From now on managers may share. Sessions of calibration are locked first."""
    now = Cycle.get_by_id(cycle.id)
    states.check("open_sharing", now.state)
    if not now.waits_to_share:
        raise Refused(_("In this cycle each manager shares when the review is written; there is nothing to open."))
    if now.calibrations.where(queries.Calibration.state == "open").exists():
        raise Refused(_("A calibration session is still open. Lock it first."))
    Cycle.update(state="sharing").where(Cycle.id == now.id).execute()
    written = list(Review.select().where(Review.cycle == now, Review.state.in_(states.WRITTEN)))
    telling.sharing_open(now, {review.manager_id for review in written}, by)
    _done("open_sharing", now, by, written)


@write()
def share_many(cycle, reviews, *, by):
    """Share all that are ready of some reviews; gives how many, and the first reason why others are not."""
    return _each(reviews, actions.share, by)


@write()
def close_many(cycle, reviews, *, by):
    """Close all that can be of some reviews; gives how many, and the first reason why others are not."""
    return _each(reviews, actions.close_review, by)


def _each(reviews, verb, by):
    done, why = 0, None
    for review in reviews:
        try:
            verb(review, by=by)
            done += 1
        except Refused as no:
            why = why or no.words
    if not done:
        raise Refused(why or _("Choose at least one review."))
    return done, why


@write()
def nudge(reviews, *, by, line=""):
    """Tell those who have not acted what waits for them, with a line of one's own; each once a day. Gives how many were told."""
    told_today = {number for number, in ReviewEvent.select(ReviewEvent.review).where(
        ReviewEvent.what == "nudged", ReviewEvent.at > clock.now() - timedelta(hours=20)).tuples()}
    found, nudged = [], set()
    for review in queries.in_work_of([one.id for one in reviews if one.id not in told_today]):
        entries = queries.waits_of_all(review)
        found += [(person_id, entry["what"], entry["url"], None if person_id == review.person_id else review.person_id) for person_id, entry in entries
                  if person_id != by.id]
        nudged |= {review.id} if entries else set()
    if not found:
        raise Refused(_("Nobody is left to remind: everything is done, or they were reminded today already."))
    telling.nudged(found, line.strip(), by)
    for review in reviews:
        if review.id in nudged:
            actions.remember(review, by, "nudged", line)
    return len({person_id for person_id, *_rest in found})


def _done(verb, cycle, by, reviews=()):
    trail.record(verb, by, kind="cycle", row_id=cycle.id)
    live.changed("cycle", cycle.id)
    for review in reviews:
        live.changed("review", review.id)
    for person_id in {number for review in reviews for number in (review.person_id, review.manager_id)}:
        live.changed("home", person_id)
