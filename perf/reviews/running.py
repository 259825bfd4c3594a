"""What HR does with a cycle that runs: other dates, the sharing, a word to those who have not acted, many at once."""
from datetime import timedelta

from ..kernel import clock, live, trail
from ..kernel.db import write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from . import actions, dates, queries, states, telling
from .models import Cycle, Review, ReviewEvent

OWN_DATES = ("self_due", "manager_due", "share_by")     # what stands in the sentence to all
DATES = ("nominate_by", "self_due", "peers_due", "manager_due", "approve_by", "share_by", "close_on")


@write()
def change_dates(cycle, *, by, version, **given):
    """Other dates for a cycle that runs. Reviews follow, but those that were given dates of their own; everybody concerned is told."""
    now = Cycle.get_by_id(cycle.id)
    if now.version != version:
        raise Changed(_("Somebody else changed this cycle meanwhile. Look at its dates once more, and save again."), now)
    states.check("change_dates", now.state)
    if now.is_rolling:
        raise Refused(_("In this cycle the dates belong to each review. They are changed on its page."))
    wrong = dates.disorder(dict(period_start=now.period_start, period_end=now.period_end, **given))
    if wrong:
        raise Refused(wrong[1], wrong[0])
    changed = {name: given[name] for name in DATES if name in given and given[name] != getattr(now, name)}
    if not changed:
        raise Refused(_("These are the dates it has already."))
    Cycle.update(version=Cycle.version + 1, **changed).where(Cycle.id == now.id).execute()
    waiting, later = list(Review.select().where(Review.cycle == now, Review.state.in_(states.UNSHARED))), Cycle.get_by_id(now.id)
    following = _follow(waiting, dates.of_cycle(now), dates.of_cycle(later))
    _tell_of_dates(later, following, by)
    _done("change_dates", now, by, waiting)


def _follow(waiting, before, after):
    """Give reviews the new dates, each as far as it has the cycle's and they stay in order. Gives those that have others now."""
    groups = {}
    for review in waiting:
        groups.setdefault(tuple(getattr(review, name) for name in dates.DUE), []).append(review)
    following = []
    for own, reviews in groups.items():
        new = {name: after[name] if day == before[name] else day for name, day in zip(dates.DUE, own)}
        if tuple(new.values()) != own and dates.disorder({**before, **new}) is None:
            Review.update(**new).where(Review.id.in_([review.id for review in reviews])).execute()
            following += [review.id for review in reviews]
    return list(Review.select().where(Review.id.in_(following)))


def _tell_of_dates(cycle, following, by):
    """One sentence for all who have the dates of the cycle; those with some of their own read theirs."""
    whole = [review for review in following if all(getattr(review, name) == getattr(cycle, name) for name in OWN_DATES)]
    tasks = queries.peer_tasks([review.id for review in following])
    telling.dates_changed(cycle, whole, [task for task in tasks if task.id in {review.id for review in whole}], by)
    for review in following:
        if review not in whole:
            telling.dates_moved(review, [task for task in tasks if task.id == review.id], by)


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
    """Tell those who have not acted what waits for them, with a line of one's own; each once a day. Gives how many were told.

    The line stands in their notices alone: the history of the review is read by others as well.
    """
    told_today = {number for number, in ReviewEvent.select(ReviewEvent.review).where(
        ReviewEvent.what == "nudged", ReviewEvent.at > clock.now() - timedelta(hours=20)).tuples()}
    waiting = queries.waits_in([review.id for review in reviews if review.id not in told_today])
    found = [(person_id, entry["what"], entry["url"], about, number) for person_id, entry, about, number in waiting if person_id != by.id]
    if not found:
        raise Refused(_("Nobody is left to remind: everything is done, or they were reminded today already."))
    telling.nudged([one[:4] for one in found], line.strip(), by)
    nudged = {number for *_rest, number in found}
    for review in reviews:
        if review.id in nudged:
            actions.remember(review, by, "nudged")
    return len({person_id for person_id, *_rest in found})


def _done(verb, cycle, by, reviews=()):
    trail.record(verb, by, kind="cycle", row_id=cycle.id)
    live.changed("cycle", cycle.id)
    for review in reviews:
        live.changed("review", review.id)
    for person_id in {number for review in reviews for number in (review.person_id, review.manager_id)}:
        live.changed("home", person_id)
