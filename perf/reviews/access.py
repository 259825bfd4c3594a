"""Who may open which cycles, reviews and forms (PRACTICE 4): queries, so that the list and the single row obey one WHERE.

What one is to a review (`stands`) says what of it one reads (`READS`).
subject: the employee · manager: who writes it; once it is handed over, the new one alone
decider: HR, on reviews of others; an executive on that of the only HR person; the board on an executive's
approver: who leads the manager, where the cycle asks for approval, until it is shared
calibrator: a member of the open session that the review is in
above: who leads the manager · later: who leads the employee now, or writes their present review
Leaving, moving and losing a power count from the next request on.
"""
import peewee as pw

from ..kernel import clock
from ..kernel.words import _
from ..people import queries as people
from ..people.models import Person, Power
from ..questions.models import Sheet
from .models import Calibration, Calibrator, Cycle, EarlierReview, PeerForm, Review, ReviewFile
from .states import SHARED, UNSHARED, WRITTEN

Present, Held = Review.alias(), Power.alias()
GIVEN = ("submitted", "locked")

DECIDING = {"hr", "executive", "board"}
STAGES = ("draft", "given", "shared", "closed")
CONCERNED = {"subject", "manager", "decider"}
READS = {   # who reads a text, stage by stage; remarks are response, refusal and the reasons that both are told
    "self": {"draft": {"subject"}, "given": CONCERNED, "shared": CONCERNED, "closed": CONCERNED},
    "manager": {"draft": {"manager"}, "given": {"manager", "decider", "approver", "calibrator"}, "shared": CONCERNED | {"above"},
                "closed": CONCERNED | {"above", "later"}},
    "hr_peer": {"draft": set(), **dict.fromkeys(STAGES[1:], {"decider"})},
    "hr_self": {"draft": {"subject"}, **dict.fromkeys(STAGES[1:], {"subject", "decider"})},
    "hr_manager": {"draft": {"manager"}, **dict.fromkeys(STAGES[1:], {"manager", "decider"})},
    "peer": dict.fromkeys(STAGES, {"manager", "decider"}),      # besides its author; the employee as the cycle says
    "remarks": dict.fromkeys(STAGES, CONCERNED),
    "returned_self": dict.fromkeys(STAGES, CONCERNED),
    "returned_manager": dict.fromkeys(STAGES, {"manager", "decider", "approver"}),
    "changed": {"draft": {"manager", "decider"}, "given": {"manager", "decider", "approver", "calibrator"},
                **dict.fromkeys(("shared", "closed"), CONCERNED | {"above"})},
    "note_self": dict.fromkeys(STAGES, {"subject"}),
    "note_manager": dict.fromkeys(STAGES, {"manager"}),
}
REASONS = {"returned_self": "returned_self", "returned_manager": "returned_manager", "reopened": "remarks",
           "withdrawn": "remarks", "returned_peer": "peer", "declined": "peer", "calibrated": "changed", "approved": "returned_manager",
           **dict.fromkeys(("dates_moved", "handed_over", "peer_nominated", "peer_asked", "peer_removed"), "remarks")}


def cycles_to_run(me):
    """HR runs the cycles."""
    return Cycle.select() if "hr" in me.powers else Cycle.select().where(False)


def reviews_to_see(me):
    """One's own, those one writes or decides on; shared ones that one's reports write, closed ones about one's reports."""
    found = Review.select(Review, Cycle).join(Cycle)
    if "hr" in me.powers:
        return found
    below = _led_by(me)
    return found.where((Review.person == me.id) | (Review.manager == me.id) | _decided_by(me) | _approved_by(me) | _calibrated_by(me)
                       | Review.manager.in_(below) & Review.state.in_(SHARED)
                       | (Review.person.in_(below) | Review.person.in_(_written_about(me))) & (Review.state == "closed"))


def reviews_to_write(me):
    """Those in which one is the manager."""
    return Review.select(Review, Cycle).join(Cycle).where(Review.manager == me.id)


def own_reviews(me):
    return Review.select(Review, Cycle).join(Cycle).where(Review.person == me.id)


def reviews_to_approve(me):
    """Those written by somebody whom one leads, once they are submitted and until they are shared."""
    return Review.select(Review, Cycle).join(Cycle).where(_approved_by(me))


def reviews_to_return(me):
    """Those whose forms one may give back to their authors; who approves has done their part where it is calibrated."""
    return Review.select(Review, Cycle).join(Cycle).where(_decided_by(me) | _approved_by(me) & (Review.state != "calibrated"))


def reviews_to_share(me):
    """Those that one shows to the employee: the manager's own, and HR's for others."""
    return Review.select(Review, Cycle).join(Cycle).where((Review.manager == me.id) | _decided_by(me))


def calibrations_to_see(me):
    """The sessions that one takes part in while they are open; HR's are all."""
    found = Calibration.select(Calibration, Cycle).join(Cycle)
    if "hr" in me.powers:
        return found
    return found.where(Calibration.id.in_(_sessions_of(me)))


def peer_forms_of(me):
    """What one was asked, as a peer, to write about others."""
    return (PeerForm.select(PeerForm, Review, Cycle).join(Review).join(Cycle)
            .where(PeerForm.peer == me.id, PeerForm.state == "asked", Review.state != "withdrawn"))


def peer_forms_to_return(me):
    """What colleagues have handed in about those of whom one writes, or on whom one decides; never one's own."""
    return (PeerForm.select(PeerForm, Review, Cycle, Sheet).join(Review).join(Cycle).switch(PeerForm).join(Sheet, on=PeerForm.sheet)
            .where((Review.manager == me.id) | _decided_by(me), PeerForm.peer != me.id, PeerForm.state == "asked", Sheet.state.in_(GIVEN)))


def peer_sheets_to_read(me, review):
    """The peers' forms that one may read with their authors' names."""
    may = reads_peer_forms(stands(me, review), review)
    given = PeerForm.select(PeerForm.sheet).where(PeerForm.review == review.id, PeerForm.state == "asked")
    return Sheet.select().where(Sheet.id.in_(given), Sheet.state.in_(GIVEN), may)


def reads_peer_forms(mine, review):
    """Whether whoever stands so to a review reads what each colleague wrote, with the name."""
    return bool(mine & READS["peer"][stage_of(review)]) or "subject" in mine and review.is_shared and review.cycle.peer_mode == "named"


def reads_peers_score(mine, review):
    """Whether they read what the colleagues' forms come to: of one colleague, that is what one form came to."""
    return reads_peer_forms(mine, review) or "subject" in mine and review.is_shared and review.cycle.peer_mode == "unnamed"


def reads_mixed(me, review):
    """Whether one is the employee, who reads unnamed peers mixed once the review is shared."""
    return review.person_id == me.id and review.is_shared and review.cycle.peer_mode == "unnamed"


def reviews_to_meet_about(me):
    """Those that are shared, for the employee and the manager who talk about them."""
    return Review.select(Review, Cycle).join(Cycle).where((Review.person == me.id) | (Review.manager == me.id), Review.state.in_(SHARED))


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
    found = _named_in(me, review) | ({"decider"} if decides(me, review) else set())
    if review.calibration_id and review.state in WRITTEN and review.person_id != me.id and review.calibration_id in _ids(_sessions_of(me)):
        found.add("calibrator")
    return found or _from_above(me, review)     # who is none of these may still lead one of the two


def stands_to(me, reviews):
    """What a person is to each of some reviews, as `stands` says it: {review id: set}."""
    decided = {number for number, in reviews_to_decide(me).select(Review.id).where(Review.id.in_([one.id for one in reviews])).tuples()}
    found, sessions = {}, _ids(_sessions_of(me))
    for review in reviews:
        mine = _named_in(me, review) | ({"decider"} if review.id in decided else set())
        mine |= {"calibrator"} if review.calibration_id in sessions and review.state in WRITTEN and review.person_id != me.id else set()
        found[review.id] = mine or _from_above(me, review)
    return found


def _named_in(me, review):
    """What a review itself calls a person."""
    found = {what for what, number in (("subject", review.person_id), ("manager", review.manager_id)) if number == me.id}
    if review.approver_id == me.id != review.person_id and review.state in WRITTEN:
        found.add("approver")
    return found


def readers(review, text):
    """Who reads a text, stage by stage: {stage: {what they are to the review: {id: name}}}, for the line beside its box."""
    wanted = set().union(*READS[text].values())
    who = {"subject": {review.person_id: review.person.name}, "manager": {review.manager_id: review.manager.name},
           "decider": {one.person.id: _("HR") if one.name == "hr" else one.person.name for one in deciders(review)}}
    if "approver" in wanted and review.approver_id:
        who["approver"] = {person.id: person.name for person in Person.select().where(Person.id == review.approver_id)}
    if wanted - CONCERNED:
        chart = people.chart()
        who.update(above=_leaders_of(chart, review.manager_id), later=_leaders_of(chart, review.person_id))
    return {stage: {what: who[what] for what in who if what in READS[text][stage]} for stage in STAGES}


def _from_above(me, review):
    below = _led_by(me)
    later = review.person_id in below or _written_about(me).where(Present.person == review.person_id).exists()
    return {what for what, holds in (("above", review.manager_id in below), ("later", later)) if holds}


def _approved_by(me):
    return (Review.approver_id == me.id) & (Review.person != me.id) & Review.state.in_(WRITTEN)


def _calibrated_by(me):
    return Review.calibration_id.in_(_sessions_of(me)) & (Review.person != me.id) & Review.state.in_(WRITTEN)


def _sessions_of(me):
    """The open sessions that one takes part in."""
    return (Calibrator.select(Calibrator.calibration).join(Calibration)
            .where(Calibrator.person == me.id, Calibration.state == "open"))


def _ids(query):
    return {number for number, in query.tuples()}


def _decided_by(me, whose=Review.person):
    return pw.fn.EXISTS(Held.select(Held.id).where(Held.person == me.id, _decides(whose)))


def _decides(whose=Review.person):
    """What ties a power to a review: HR decides on all, an executive on the only HR person's, the board on executives'."""
    hr, executives = people.holders("hr").order_by(), Power.select(Power.person).where(Power.name == "executive")
    is_only_hr = whose.in_(hr.select(Person.id)) & (hr.select(pw.fn.COUNT(Person.id)) == 1)
    return (Held.person != whose) & ((Held.name == "hr") | (Held.name == "executive") & is_only_hr
                                     | (Held.name == "board") & whose.in_(executives))


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


# reviews from before Perf, and the PDFs beside reviews

def earlier_to_see(me):
    """As a closed review of ours: one's own, HR's on others, and of whoever leads the person now or writes their present review.

    Who wrote it is a name in a list, which opens nothing.
    """
    if "hr" in me.powers:
        return EarlierReview.select()
    whose = EarlierReview.person
    return EarlierReview.select().where((whose == me.id) | whose.in_(_led_by(me)) | whose.in_(_written_about(me)) | _decided_by(me, whose))


def earlier_to_decide(me):
    """Those to which one may add: HR on others', and whoever decides on HR's and executives'; never one's own."""
    return EarlierReview.select().where(_decided_by(me, EarlierReview.person))


def files_of(me, review):
    """The PDFs beside a review for whoever reads the manager's form at this stage; without what is in them."""
    reads = stands(me, review) & READS["manager"][stage_of(review)]
    return all_files().where(ReviewFile.review == review.id) if reads else all_files().where(False)


def files_of_earlier(earlier):
    """The PDFs beside a review from before, for whoever may open that one."""
    return all_files().where(ReviewFile.earlier == earlier.id)


def adds_files(me, review):
    """Whether one may put a PDF beside a review: its manager, and who decides on it, which nobody does on their own."""
    return bool(stands(me, review) & {"manager", "decider"})


def reads_daily(me, person_id):
    """Whether somebody's reviews are one's own, or one leads them: reading is no news then, and leaves no line."""
    return person_id == me.id or person_id in _led_by(me)


def all_files():
    """Files of any review, all but the content: a list of ten files need not carry a hundred megabytes."""
    return (ReviewFile.select(ReviewFile.id, ReviewFile.review, ReviewFile.earlier, ReviewFile.name, ReviewFile.size, ReviewFile.sha256,
                              ReviewFile.added_by, ReviewFile.added_at, Person)
            .join(Person, pw.JOIN.LEFT_OUTER, on=ReviewFile.added_by).order_by(ReviewFile.id))
