"""What a page or a neighbour needs to know of follow-ups; reads only."""
from datetime import datetime, time, timedelta

import peewee as pw

from ..kernel import clock, words
from ..kernel.db import prepared
from ..people import queries as people
from ..people.models import Person
from . import access
from .models import OPEN, FollowUp, FollowUpChange

By = Person.alias()
SOON = timedelta(days=14)


def whole(follow_up_id):
    """One follow-up with all names, whoever asks: for verbs."""
    return access.with_names().where(FollowUp.id == follow_up_id).get()


def mine(me):
    """Everything that concerns oneself: open ones by date, done ones the newest first. One query."""
    found = list(access.follow_ups_to_see(me).order_by(FollowUp.by_when, FollowUp.id))
    return [one for one in found if one.is_open], sorted((one for one in found if not one.is_open), key=lambda one: one.done_on, reverse=True)


def waiting(me):
    """Those that wait for oneself by now: what one does and is due soon, and what somebody who has left would do."""
    open_ones = access.follow_ups_to_see(me).where(FollowUp.state.in_(OPEN)).order_by(FollowUp.by_when)
    soon = clock.today() + SOON
    return [one for one in open_ones if one.owner_id == me.id and one.by_when <= soon or one.owner.has_left]


def how_many_wait(me):
    """How many `waiting` gives, for the rail of every page: one statement, made once."""
    [(count,)] = _how_many_wait(me=me.id, today=clock.today(), soon=clock.today() + SOON)
    return count


@prepared
def _how_many_wait(me, today, soon):
    return (FollowUp.select(pw.fn.COUNT(FollowUp.id)).join(access.Owner, on=FollowUp.owner == access.Owner.id)
            .where((FollowUp.owner == me) | (FollowUp.about == me) | (FollowUp.agreed_with == me), FollowUp.state.in_(OPEN),
                   (FollowUp.owner == me) & (FollowUp.by_when <= soon) | (access.Owner.left_on < today)))


def in_work():
    """Every follow-up that somebody still has to do, with the names."""
    return list(access.with_names().where(FollowUp.state.in_(OPEN)))


def about(me, person):
    """Of those about somebody the ones that one may read, open ones first."""
    return list(access.follow_ups_to_see(me).where(FollowUp.about == person.id)
                .order_by(FollowUp.state.in_(OPEN).desc(), FollowUp.by_when, FollowUp.id))


def of_origin(me, origin, number):
    """What was agreed in one talk, as far as one may read it."""
    return list(access.follow_ups_to_see(me).where(FollowUp.origin == origin, FollowUp.origin_id == number).order_by(FollowUp.id))


def in_period(me, person, period):
    """Open ones first, then those that were done or agreed in the period."""
    first, last = period
    return [one for one in about(me, person)
            if one.is_open or one.done_on >= first and one.made_at <= datetime.combine(last, time.max)]


def found(me, text, limit=8):
    """By what is to be done and by names; those that concern somebody are few, so accents are looked past here."""
    wanted = words.plain(text).split()
    return [one for one in access.follow_ups_to_see(me).order_by(FollowUp.by_when.desc())
            if wanted and all(word in words.plain(f"{one.what} {one.about.name} {one.owner.name}") for word in wanted)][:limit]


def changes(follow_up):
    """What was done with it, the oldest first, with who did it."""
    return list(FollowUpChange.select(FollowUpChange, By).join(By, pw.JOIN.LEFT_OUTER, on=(FollowUpChange.by == By.id).alias("by"))
                .where(FollowUpChange.follow_up == follow_up.id).order_by(FollowUpChange.id))


def names(numbers):
    """{id: name} of persons that a history tells of."""
    return {one.id: one.name for one in Person.select().where(Person.id.in_(list(numbers)))}


def successors(follow_up):
    """Who could take it over: where somebody has left or the manager leads no more, those who stay and the manager now."""
    above, concerned = people.chart().manager_of(follow_up.about_id), follow_up.persons
    leads = above.person_id if above else None
    gone = {one.id for one in concerned if one.has_left}
    if not follow_up.is_open or not gone and leads in (None, follow_up.agreed_with_id):
        return []
    stay = {one.id for one in concerned} - gone if follow_up.owner_id in gone else set()
    new = {leads} if leads and leads != follow_up.agreed_with_id else set()
    return list(people.people_here().where(Person.id.in_(stay | new)))


def handed_to(follow_up, person_id):
    """The columns that change where somebody takes it over: who has left as doer, who leads no more as manager."""
    above = people.chart().manager_of(follow_up.about_id)
    takes_lead = above is not None and above.person_id == person_id != follow_up.agreed_with_id
    given = {"agreed_with": person_id} if takes_lead else {}
    if follow_up.owner.has_left or takes_lead and follow_up.owner_id == follow_up.agreed_with_id:
        given["owner"] = person_id
    return given

