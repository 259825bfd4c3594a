"""Who may open which cycles, reviews and forms (PRACTICE 4): queries, so that the list and the single row obey one WHERE.

What one is to a review (`stands`) says what of it one reads (`READS`).
subject: the employee · manager: who writes it; once it is handed over, the new one alone
decider: HR, on reviews of others; an executive on that of the only HR person; the board on an executive's
above: who leads the manager · later: who leads the employee now, or writes their present review
Leaving, moving and losing a power count from the next request on.
"""
import peewee as pw

from ..kernel import clock
from ..kernel.words import _
from ..people import queries as people
from ..people.models import Person, Power
from ..questions.models import Sheet
from .models import Cycle, Review

Present, Held = Review.alias(), Power.alias()
UNSHARED = ("in progress", "submitted")
SHARED = ("shared", "acknowledged", "refused", "unanswered", "closed")
GIVEN = ("submitted", "locked")

DECIDING = {"hr", "executive", "board"}
STAGES = ("draft", "given", "shared", "closed")
CONCERNED = {"subject", "manager", "decider"}
READS = {   # who reads a text, stage by stage; remarks are response, refusal and the reasons that both are told
    "self": {"draft": {"subject"}, "given": CONCERNED, "shared": CONCERNED, "closed": CONCERNED},
    "manager": {"draft": {"manager"}, "given": {"manager", "decider"}, "shared": CONCERNED | {"above"},
                "closed": CONCERNED | {"above", "later"}},
    "remarks": dict.fromkeys(STAGES, CONCERNED),
    "returned_self": dict.fromkeys(STAGES, CONCERNED),
    "returned_manager": dict.fromkeys(STAGES, {"manager", "decider"}),
    "note_self": dict.fromkeys(STAGES, {"subject"}),
    "note_manager": dict.fromkeys(STAGES, {"manager"}),
}
REASONS = {"returned_self": "returned_self", "returned_manager": "returned_manager", "reopened": "remarks",
           "withdrawn": "remarks"}


def cycles_to_run(me):
    """HR runs the cycles."""
    return Cycle.select() if "hr" in me.powers else Cycle.select().where(False)


def reviews_to_see(me):
    """One's own, those one writes or decides on; shared ones that one's reports write, closed ones about one's reports."""
    found = Review.select(Review, Cycle).join(Cycle)
    if "hr" in me.powers:
        return found
    below = _led_by(me)
    return found.where((Review.person == me.id) | (Review.manager == me.id) | _decided_by(me)
                       | Review.manager.in_(below) & Review.state.in_(SHARED)
                       | (Review.person.in_(below) | Review.person.in_(_written_about(me))) & (Review.state == "closed"))


def reviews_to_write(me):
    """Those in which one is the manager."""
    return Review.select(Review, Cycle).join(Cycle).where(Review.manager == me.id)


def own_reviews(me):
    return Review.select(Review, Cycle).join(Cycle).where(Review.person == me.id)


def reviews_to_decide(me):
    """Those that one returns, reopens, hands over and closes: never one's own."""
    return Review.select(Review, Cycle).join(Cycle).where(_decided_by(me))


def decides(me, review):
    """Whether a person decides on this review, by the same WHERE."""
    return bool(me.powers & DECIDING) and reviews_to_decide(me).where(Review.id == review.id).exists()


def deciders(review):
    """The powers by which somebody decides on a review, with who holds them, by the same WHERE; HR's last."""
    return (Held.select(Held.name, Person).join(Person, on=Held.person == Person.id).switch(Held).join(Review, on=_decides())
            .where(Review.id == review.id, people.here_on(clock.today())).order_by(Held.name))


def sheets_to_read(me, review):
    """The forms of a review that one may read now: one's own from the first word on, others' once they are given."""
    mine = stands(me, review)
    own, given = ([kind for kind in ("self", "manager") if mine & READS[kind][stage]]
                  for stage in ("draft", stage_of(review)))
    return Sheet.select().where(Sheet.id.in_([review.self_sheet_id, review.manager_sheet_id]),
                                Sheet.kind.in_(own) | Sheet.kind.in_(given) & Sheet.state.in_(GIVEN))


def reads_remarks(me, review):
    """Response, refusal and reasons; who may see the review besides reads the form alone."""
    return bool(stands(me, review) & READS["remarks"][stage_of(review)])


def unread_events(me, review):
    """What happened to a review that one is not told, because of the reason that stands with it."""
    mine, stage = stands(me, review), stage_of(review)
    return [event for event, text in REASONS.items() if not mine & READS[text][stage]]


def stage_of(review):
    return "closed" if review.state == "closed" else "shared" if review.is_shared else "given"


def stands(me, review):
    """What a person is to a review."""
    found = {what for what, number in (("subject", review.person_id), ("manager", review.manager_id)) if number == me.id}
    if decides(me, review):
        found.add("decider")
    return found or _from_above(me, review)     # who is none of these three may still lead one of the two


def stands_to(me, reviews):
    """What a person is to each of some reviews, as `stands` says it: {review id: set}."""
    decided = {number for number, in reviews_to_decide(me).select(Review.id).where(Review.id.in_([one.id for one in reviews])).tuples()}
    found = {}
    for review in reviews:
        mine = {what for what, number in (("subject", review.person_id), ("manager", review.manager_id)) if number == me.id}
        mine |= {"decider"} if review.id in decided else set()
        found[review.id] = mine or _from_above(me, review)
    return found


def readers(review, text):
    """Who reads a text, stage by stage: {stage: {what they are to the review: {id: name}}}, for the line beside its box."""
    wanted = set().union(*READS[text].values())
    who = {"subject": {review.person_id: review.person.name}, "manager": {review.manager_id: review.manager.name},
           "decider": {one.person.id: _("HR") if one.name == "hr" else one.person.name for one in deciders(review)}}
    if wanted - CONCERNED:
        chart = people.chart()
        who.update(above=_leaders_of(chart, review.manager_id), later=_leaders_of(chart, review.person_id))
    return {stage: {what: who[what] for what in who if what in READS[text][stage]} for stage in STAGES}


def _from_above(me, review):
    below = _led_by(me)
    later = review.person_id in below or _written_about(me).where(Present.person == review.person_id).exists()
    return {what for what, holds in (("above", review.manager_id in below), ("later", later)) if holds}


def _decided_by(me):
    return pw.fn.EXISTS(Held.select(Held.id).where(Held.person == me.id, _decides()))


def _decides():
    """What ties a power to a review: HR decides on all, an executive on the only HR person's, the board on executives'."""
    hr, executives = people.holders("hr").order_by(), Power.select(Power.person).where(Power.name == "executive")
    is_only_hr = Review.person.in_(hr.select(Person.id)) & (hr.select(pw.fn.COUNT(Person.id)) == 1)
    return (Held.person != Review.person) & ((Held.name == "hr") | (Held.name == "executive") & is_only_hr
                                             | (Held.name == "board") & Review.person.in_(executives))


def _led_by(me):
    """Whom one leads today, past vacant seats."""
    return [seat.person_id for seat in people.chart().reports_of(me.id) if seat.person_id]


def _leaders_of(chart, person_id):
    """The other way round: whoever holds the next filled seat above one of a person's, by name."""
    above = [chart.seat_above(seat) for seat in chart.seats_of(person_id)]
    return {held.person_id: held.name for seat in above if seat for held in chart.held[seat.id]
            if held.person_id != person_id}


def _written_about(me):
    """The people of whom one writes a review that is not shared yet."""
    return Present.select(Present.person).where(Present.manager == me.id, Present.state.in_(UNSHARED))
