"""Who may open which cycles, reviews and forms (PRACTICE 4): queries, so that the list and the single row obey one WHERE."""
from ..people import queries as people
from ..people.models import Power
from ..questions.models import Sheet
from .models import Cycle, Review

UNSHARED = ("in progress", "submitted")
SHARED = ("shared", "acknowledged", "refused", "unanswered", "closed")
GIVEN = ("submitted", "locked")


def cycles_to_run(me):
    """HR runs the cycles."""
    return Cycle.select() if "hr" in me.powers else Cycle.select().where(False)


def reviews_to_see(me):
    """One's own, those one writes, and for HR all; shared ones also for the manager's manager, closed ones for a later manager."""
    found = Review.select(Review, Cycle).join(Cycle)
    if "hr" in me.powers:
        return found
    mine = (Review.person == me.id) | (Review.manager == me.id)
    if "executive" in me.powers:
        mine |= _decided_by(me)
    chart = people.chart()
    below = [seat.person_id for seat in chart.reports_of(me.id) if seat.person_id]
    if below:
        mine |= Review.manager.in_(below) & Review.state.in_(SHARED)
        mine |= Review.person.in_(below) & (Review.state == "closed")
    return found.where(mine)


def reviews_to_write(me):
    """Those in which one is the manager."""
    return Review.select(Review, Cycle).join(Cycle).where(Review.manager == me.id)


def own_reviews(me):
    return Review.select(Review, Cycle).join(Cycle).where(Review.person == me.id)


def reviews_to_decide(me):
    """HR returns, reopens and closes reviews of others, never their own; on HR's own the executive decides."""
    return Review.select(Review, Cycle).join(Cycle).where(_decided_by(me))


def decides(me, review):
    """Whether a person decides on this review, by the same WHERE."""
    return bool({"hr", "executive"} & me.powers) and reviews_to_decide(me).where(Review.id == review.id).exists()


def _decided_by(me):
    others = Review.person != me.id
    if "hr" in me.powers:
        return others
    if "executive" in me.powers:
        return others & Review.person.in_(Power.select(Power.person).where(Power.name == "hr"))
    return Review.id.is_null()


def sheets_to_read(me, review):
    """The forms of a review that one may read now.

    Self form: its author; once submitted the manager and HR. Manager's form: its author; once submitted HR, unless the
    review is about them; once shared the employee and whoever may see the review.
    """
    sheets = Sheet.select()
    readable = Sheet.author == me.id
    is_hr = decides(me, review)
    if is_hr or review.manager_id == me.id:
        readable |= (Sheet.id == review.self_sheet_id) & Sheet.state.in_(GIVEN)
    if is_hr:
        readable |= (Sheet.id == review.manager_sheet_id) & Sheet.state.in_(GIVEN)
    if review.is_shared:
        readable |= (Sheet.id == review.manager_sheet_id) & Sheet.state.in_(GIVEN)
    return sheets.where(Sheet.id.in_([review.self_sheet_id, review.manager_sheet_id]), readable)


def reads_remarks(me, review):
    """Response, refusal and reasons are for the two concerned and HR; who may see the review besides reads the form alone."""
    return me.id in (review.person_id, review.manager_id) or decides(me, review)
