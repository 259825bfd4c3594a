"""What can be done with cycles and reviews: one verb, one transaction, its consequences."""
import hashlib
import json

from ..kernel import clock, live, trail, words
from ..kernel.db import insert_all, write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _, n_
from ..people import queries as people
from ..questions import actions as sheets
from ..questions import queries as questions
from ..questions.models import Sheet
from . import choosing, dates, queries, scoring, states, telling
from .models import ANSWER_DAYS, Appeal, Cycle, HintsAway, PeerForm, Review, ReviewEvent, ReviewFile, ReviewVersion, SignOff

OVER = ("closed", "withdrawn")
OUTCOMES = ("pass", "extend", "fail")
HANDED_IN = ("submitted", "returned", "locked")


@write()
def plan_cycle(*, by, picked=None, **given):
    """Plan a cycle; nobody is told before it is launched."""
    check_plan(**given)
    cycle = Cycle.create(made_by=by, picked_json=json.dumps(picked or {}), **given)
    trail.record("plan_cycle", by, kind="cycle", row_id=cycle.id)
    return cycle


@write()
def plan_cycles(milestones, *, by, name, **given):
    """One cycle for each number of days after the hire date (None: the anniversary, or by the calendar), named after it."""
    return [plan_cycle(by=by, name=name if len(milestones) == 1 else _("%(name)s: %(days)s days", name=name[:100], days=days), after_days=days, **given)
            for days in milestones]


@write()
def change_cycle(cycle, *, by, version, picked=None, **given):
    """Change a cycle that is still planned."""
    now = Cycle.get_by_id(cycle.id)
    if now.version != version:
        raise Changed(_("Somebody else changed this cycle meanwhile. It is shown as it is now; please make your change again."), now)
    states.check("change_cycle", now.state)
    check_plan(**given)
    Cycle.update(version=version + 1, picked_json=json.dumps(picked or {}), **given).where(Cycle.id == cycle.id).execute()
    trail.record("change_cycle", by, kind="cycle", row_id=cycle.id)


def check_plan(**given):
    """Refuse dates out of their order (PRACTICE 3), and what counts for a score without being read by the person it is about."""
    wrong = dates.disorder(given)
    if wrong:
        raise Refused(wrong[1], wrong[0])
    if given.get("peers_weight") and given.get("peer_mode", "none") in ("none", "hidden"):
        raise Refused(_("Peers can only count for the score where the employee reads what they say. Choose another way, or the weight 0."),
                      "peers_weight")
    if given.get("peers_weight") and queries.scales_differ(given["template"], given.get("peer_template_id")):
        raise Refused(_("The colleagues' form is rated on another scale, so it cannot count for the score. Choose the weight 0, or another form."),
                      "peers_weight")
    if given.get("peer_mode", "none") != "none" and not queries.asks_peers(given["template"], given.get("peer_template_id")):
        raise Refused(_("That form asks colleagues nothing. Choose one with questions that peers answer."), "peer_template_id")


@write()
def launch(cycle, *, by, version=None):
    """Give everybody chosen their review, with copies of template, duties, competencies and goals. Safe to do twice.

    `version` is the plan's that the launcher has read. Nobody (`by` None) launches where the day has come by itself.
    """
    cycle = Cycle.get_by_id(cycle.id)
    if version is not None and version != cycle.version:
        raise Changed(_("The plan was changed after you looked at it. Read once more who is in it, then launch."))
    states.check("launch", cycle.state)
    if cycle.state == "planning" and not cycle.is_rolling and cycle.self_due <= clock.today():
        raise Refused(_("The self-reviews would be due today or in the past. Change the dates first."), "self_due")
    if cycle.template.is_archived:
        raise Refused(_("The template is archived. Choose another one for this cycle, or bring it back under Templates."))
    if not questions.asks_everybody(cycle.template_id):
        raise Refused(_("The template asks the employee or the manager nothing. Add a question to it first."))
    chosen = choosing.preview(cycle).taken
    if not chosen and cycle.state == "planning" and not cycle.is_rolling:
        raise Refused(_("Nobody would get a review. Look at the list of who is left out and why, and choose again."))
    if not chosen and cycle.state != "planning":
        return 0        # as on most days of a cycle by hire date: nothing has happened
    telling.launched(cycle, _make_reviews(cycle, chosen), by)
    state = "open" if cycle.state == "planning" else cycle.state
    Cycle.update(state=state, launched_at=cycle.launched_at or clock.now(), version=cycle.version + 1).where(Cycle.id == cycle.id).execute()
    trail.record("launch_cycle", by, kind="cycle", row_id=cycle.id)
    live.changed("cycle", cycle.id)
    for person_id in {one.manager.person_id for one in chosen} | {one.seat.person_id for one in chosen}:
        live.changed("home", person_id)
    if cycle.state == "planning" and cycle.repeats:
        _plan_next(cycle, by)
    return len(chosen)


def _make_reviews(cycle, chosen):
    wanted = []
    for one in chosen:
        about = dict(subject=one.seat.person_id, role=one.seat.role_id, period=(one.dates["period_start"], one.dates["period_end"]))
        wanted += [dict(author=one.seat.person_id, kind="self", **about), dict(author=one.manager.person_id, kind="manager", **about)]
    made = iter(sheets.make_sheets(cycle.template, wanted, room="reviews"))
    rows = [dict(cycle=cycle.id, person=one.seat.person_id, manager=one.manager.person_id, self_sheet=next(made), manager_sheet=next(made),
                 department=one.seat.department or "", role_title=one.seat.title, approver_id=one.approver_id, round=one.round, **one.dates)
            for one in chosen]
    insert_all(Review, rows)
    return rows


def _plan_next(cycle, by):
    """A cycle that repeats: the next one is planned, and begins by itself on its day unless HR takes it back."""
    later = {name: dates.months_later(getattr(cycle, name), cycle.repeats) for name in (*dates.DUE, "close_on")}
    later.update(zip(dates.PERIOD, dates.period_later(cycle.period_start, cycle.period_end, cycle.repeats)))
    kept = {name: value for name, value in cycle.__data__.items() if name not in ("id", "state", "launched_at", "version", "name", *later)}
    launch_on = dates.months_later(cycle.launch_on or clock.today(), cycle.repeats)
    kept.update(later, name=dates.next_name(cycle.name, cycle.period_end, later["period_end"]), launch_on=launch_on, follows_id=cycle.id)
    planned = Cycle.create(**kept)
    trail.record("plan_cycle", by, kind="cycle", row_id=planned.id)
    telling.planned(planned)


@write()
def cancel_cycle(cycle, *, by):
    """Take back a launch that was a mistake: without trace while nothing is submitted, later into the archive.

    Says whether it went without trace.
    """
    now = Cycle.get_by_id(cycle.id)
    states.check("cancel_cycle", now.state)
    reviews = list(Review.select().where(Review.cycle == now))
    ids = queries.sheet_ids(reviews)
    if any(review.state in states.SHARED for review in reviews):
        raise Refused(_("A review of this cycle is shared already, so it can no longer be taken back. Take single people out of it instead, "
                        "on the page of their review."))
    is_begun = (Sheet.select().where(Sheet.id.in_(ids), Sheet.state.in_(HANDED_IN)).exists()
                or ReviewFile.select().where(ReviewFile.review.in_([review.id for review in reviews])).exists())
    trail.record("cancel_cycle", by, kind="cycle", row_id=now.id)
    telling.cancelled(now, reviews, queries.peer_forms_of(reviews), by, keeps_trace=is_begun)
    _take_next_back(now, by)
    if is_begun:
        _archive(now, reviews, ids)
    else:
        Review.delete().where(Review.cycle == now).execute()
        sheets.drop_sheets(ids)
        Cycle.delete().where(Cycle.id == now.id).execute()
    live.changed("cycle", now.id)
    return not is_begun


def _take_next_back(cycle, by):
    """The cycle that this launch had planned after it goes along, unless HR has made a plan of its own of it."""
    for planned in Cycle.select().where(Cycle.follows_id == cycle.id, Cycle.state == "planning", Cycle.version == 1):
        telling.planned_no_more(planned)
        trail.record("cancel_cycle", by, kind="cycle", row_id=planned.id)
        Cycle.delete().where(Cycle.id == planned.id).execute()


def _archive(cycle, reviews, ids):
    """Nothing that was written is deleted; it counts for nothing, and waits for nobody."""
    sheets.give_up_on_all(ids)
    Review.update(state="withdrawn").where(Review.cycle == cycle).execute()
    Cycle.update(state="archived").where(Cycle.id == cycle.id).execute()
    for review in reviews:
        moved(review)


@write()
def submit_form(review, sheet, *, by, na_reason="", outcome="", extend_until=None):
    """Submit one's form. With the manager's, the review is submitted and its score is kept as it is now.

    `outcome`: of a probation, by the manager: pass, extend (then until when) or fail.
    """
    review = as_it_is(review)
    progress = questions.progress(sheet.id)
    check_submittable(progress, na_reason)
    decided = _decided(review, sheet, outcome, extend_until)
    sheets.close_sheet(sheet, na_reason=na_reason)
    if sheet.kind == "manager":
        states.check("submit_manager", review.state)
        sheets.give_up_on_all([review.self_sheet_id, *queries.peer_sheet_ids([review])])
        score, label = queries.full_score(review)
        Review.update(state="submitted", submitted_at=clock.now(), score=score, score_label=label, form_score=None, form_label="", changed_why="",
                      formula_version=scoring.FORMULA_VERSION, **decided).where(Review.id == review.id).execute()
    elif sheet.kind == "peer":
        PeerForm.update(reason="").where(PeerForm.sheet == sheet.id).execute()
    elif review.state in states.WRITTEN:
        _score_again(review)
    trail.record(f"submit_{sheet.kind}", by, review.person_id, kind="review", row_id=review.id)
    telling.submitted(review, sheet, by)
    moved(review)


def _decided(review, sheet, outcome, extend_until):
    """What the manager decides about a probation, as it is kept."""
    if sheet.kind != "manager" or review.cycle.kind != "probation":
        return {}
    if outcome not in OUTCOMES:
        raise Refused(_("Please say how it goes on: passed, extended or ended."), "outcome")
    if outcome == "extend" and (extend_until is None or extend_until <= clock.today()):
        raise Refused(_("Until when is the probation extended? Choose a day that lies ahead."), "extend_until")
    return {"outcome": outcome, "extend_until": extend_until if outcome == "extend" else None}


def check_submittable(progress, na_reason=""):
    """Refuse while something required is open, or too much is N/A without a reason."""
    if not progress.total:
        raise Refused(_("This form asks nothing any more. Ask HR to put a question into the template."))
    if progress.missing:
        raise Refused(_("Some questions still need an answer; each is listed with the way to it."))
    if questions.parts_without_reason(progress) and not na_reason.strip():
        raise Refused(_("More than a third of a section is marked N/A. Please say in a line why."), "na_reason")


@write()
def return_form(review, sheet, *, by, reason, notes=None):
    """Give a submitted form back to its author, with a note at each question concerned; signed reviews are reopened first."""
    review = as_it_is(review)
    if review.is_shared:
        raise Refused(_("This review is shared already. HR can reopen it first."))
    if review.state == "withdrawn":
        raise Refused(_("This review was taken out of its cycle, so its forms stay as they are. HR can take it in again."))
    if not reason.strip():
        raise Refused(_("Please say why you return it, so that it can be mended."), "reason")
    if sheet.kind == "peer":
        states.check("return_peer", review.state)
        refuse_once_read(review)
        PeerForm.update(reason=reason.strip()[:600]).where(PeerForm.sheet == sheet.id).execute()
    sheets.open_sheet_again(sheet, {number: note for number, note in (notes or {}).items() if note.strip()})
    if sheet.kind == "manager":
        states.check("return_manager", review.state)
        sheets.wait_again_for(queries.waited_for(review))
        Review.update(state="in progress", score=None, score_label="", form_score=None, form_label="", changed_why="",
                      approved_at=None).where(Review.id == review.id).execute()
    elif review.state in states.WRITTEN:
        _score_again(review)
    remember(review, by, f"returned_{sheet.kind}", reason)
    telling.returned(review, sheet, by)
    moved(review)


def refuse_once_read(review):
    """Refuse what would change the forms of unnamed colleagues that the employee has read mixed."""
    if queries.peers_stay(review):
        raise Refused(_("%(name)s has read what colleagues say, mixed. Another form would tell whose it is, so theirs stay as they are.",
                        name=review.person.name))


@write()
def approve(review, *, by, note="", seen=""):
    """The next level agrees with what the manager wrote, as they have read it (`seen`: when it was handed in); a note is for the manager and HR."""
    review = as_it_is(review)
    states.check("approve", review.state)
    if seen and seen != str(review.submitted_at):
        raise Changed(_("This review was handed in anew since you opened this page. Read it as it is now, then approve it."))
    Review.update(state="approved", approved_at=clock.now()).where(Review.id == review.id).execute()
    remember(review, by, "approved", note)
    telling.approved(review, by)
    moved(review)


@write()
def share(review, *, by):
    """Show the review to the employee and lock all forms. Returns the date until which they sign: ten working days."""
    review = as_it_is(review)
    check_sharing(review)
    ids = queries.sheet_ids([review])
    sheets.give_up_on_all(ids)     # returned and not submitted anew: from here on nobody changes anything
    sheets.lock_sheets(ids)
    kept = queries.kept_score(review)
    answer_by = clock.working_days_after(clock.today(), ANSWER_DAYS)
    Review.update(state="shared", shared_at=clock.now(), answer_by=answer_by, **kept).where(Review.id == review.id).execute()
    remember(review, by, "shared")
    telling.shared(review, answer_by, by)
    moved(review)
    return answer_by


def check_sharing(review):
    """Refuse to share before it is time: written, approved where that is asked, calibrated, and HR has opened it."""
    states.check("share", review.state)
    if review.cycle.needs_approval and review.approver_id and review.state == "submitted":
        raise Refused(_("This review waits for approval by whoever leads its manager."))
    if queries.is_being_calibrated(review):
        raise Refused(_("This review is in a calibration session that is still open."))
    if review.cycle.waits_to_share:
        raise Refused(_("HR has not opened the sharing for this cycle yet."))


@write()
def acknowledge(review, *, by, response="", seen=""):
    """The employee confirms having received the review, which is not agreeing with it; a response may go with it.

    `seen` is when the review that they have before them was shared: nobody signs another one than they have read.
    """
    review = as_it_is(review)
    states.check("acknowledge", review.state)
    _refuse_unread(review, seen)
    _sign(review, by, "acknowledged")
    changed = {"state": "acknowledged"}
    if response.strip() and not review.may_respond:
        raise Refused(_("The ten working days for a response are over. You can still sign: leave the response empty."), "response")
    if response.strip():
        changed.update(response=response.strip(), responded_at=clock.now())
    Review.update(**changed).where(Review.id == review.id).execute()
    remember(review, by, "acknowledged")
    telling.signed(review)
    moved(review)


@write()
def respond(review, *, by, response, seen=""):
    """Add or change the response within ten working days of sharing."""
    review = as_it_is(review)
    _refuse_unread(review, seen)
    if not review.may_respond:
        raise Refused(_("The ten working days for a response are over."))
    if not response.strip():
        raise Refused(_("Please write your response first."), "response")
    Review.update(response=response.strip(), responded_at=clock.now()).where(Review.id == review.id).execute()
    remember(review, by, "responded")
    moved(review)


def _refuse_unread(review, seen):
    if seen and review.shared_at and seen != str(review.shared_at):
        raise Changed(_("This review was shared anew since you opened this page. Read it as it is now, then send yours again."))


@write()
def record_refusal(review, *, by, witness, note=""):
    """The manager records that the employee does not sign, with who was there."""
    review = as_it_is(review)
    states.check("record_refusal", review.state)
    if not witness.strip():
        raise Refused(_("Please name who was there when the signature was refused."), "witness")
    _sign(review, by, "refused", witness=witness.strip(), note=note)
    Review.update(state="refused").where(Review.id == review.id).execute()
    remember(review, by, "refused")
    telling.refusal_recorded(review, by)
    moved(review)


@write()
def reopen(review, *, by, reason):
    """HR opens a shared or closed review again: signatures are removed, and it is recorded who, when and why."""
    review = as_it_is(review)
    states.check("reopen", review.state)
    if not reason.strip():
        raise Refused(_("Please say why the review is reopened; both will read it."), "reason")
    if review.cycle.state == "closed":
        state = "sharing" if review.cycle.calibrates or review.cycle.holds_sharing else "open"
        Cycle.update(state=state).where(Cycle.id == review.cycle_id).execute()
        trail.record("reopen_cycle", by, kind="cycle", row_id=review.cycle_id)
    keep_version(review, by, reason)
    take_signatures_off(review)
    Appeal.update(state="reopened", decided_by=by, decided_at=clock.now()).where(Appeal.review == review, Appeal.state == "open").execute()
    sheets.unlock_sheets(queries.sheet_ids([review]))
    Review.update(state=queries.written_state(review), shared_at=None, answer_by=None, closed_at=None).where(Review.id == review.id).execute()
    remember(review, by, "reopened", reason)
    telling.reopened(review, by)
    moved(review)


@write()
def close_review(review, *, by=None):
    """Close: from here on forms and score stay as they are. The employee's days for a response are not cut short."""
    review = as_it_is(review)
    states.check("close_review", review.state)
    Review.update(state="closed", closed_at=clock.now()).where(Review.id == review.id).execute()
    remember(review, by, "closed")
    moved(review)


@write()
def withdraw(review, *, by, reason):
    """HR takes one person out of a running cycle; what was written stays with its authors and counts for nothing."""
    review = as_it_is(review)
    states.check("withdraw", review.state)
    if not reason.strip():
        raise Refused(_("Please say why it is taken out; both will read it."), "reason")
    sheets.give_up_on_all(queries.sheet_ids([review]))
    Review.update(state="withdrawn").where(Review.id == review.id).execute()
    remember(review, by, "withdrawn", reason)
    telling.withdrawn(review, by)
    moved(review)


@write()
def put_back(review, *, by):
    """HR takes somebody in again who was taken out: the review goes on from where it stood, with all that was written."""
    review = as_it_is(review)
    states.check("put_back", review.state)
    if not review.cycle.is_running:
        raise Refused(_("This cycle is over, so nobody comes back into it."))
    sheets.wait_again_for([review.manager_sheet_id])
    is_written = not Sheet.get_by_id(review.manager_sheet_id).is_open
    sheets.wait_again_for([] if is_written else queries.waited_for(review))
    Review.update(state=queries.written_state(review) if is_written else "in progress").where(Review.id == review.id).execute()
    remember(review, by, "put_back")
    telling.put_back(review, by)
    moved(review)


@write()
def hand_over(review, manager, *, by, reason=""):
    """Another manager takes the review over, and sees what the former one has written (PRACTICE 3)."""
    review = as_it_is(review)
    states.check("hand_over", review.state)
    if manager.id in (review.person_id, review.manager_id):
        raise Refused(_("Choose somebody who is neither the employee nor the manager of this review now."), "manager")
    sheets.hand_over(review.manager_sheet_id, manager)
    if manager.has_left:
        raise Refused(_("%(name)s has left. Choose somebody who is still here.", name=manager.name), "manager")
    approver = _approver_after(review, manager)
    above = people.chart().manager_of(review.person_id)
    Review.update(manager=manager, approver_id=approver, keeps_manager=above is None or above.person_id != manager.id).where(
        Review.id == review.id).execute()
    _is_no_longer_a_peer(review, manager)
    remember(review, by, "handed_over", f"{manager.name}. {reason}".strip() if reason.strip() else manager.name)
    telling.handed_over(review, manager, by)
    if review.state == "submitted" and approver != review.approver_id:
        telling.approver_changed(review, approver, by)
    moved(review)
    live.changed("home", manager.id)


def _approver_after(review, manager):
    """Whoever leads the new manager; but nobody approves what they have handed in themselves."""
    found = queries.approver_of(review.cycle, manager.id, review.person_id)
    return review.approver_id if found == review.manager_id and review.state in states.WRITTEN else found


def _is_no_longer_a_peer(review, manager):
    """Who writes as the manager does not write as a colleague too; what they have handed in as one stays."""
    for form in PeerForm.select().where(PeerForm.review == review, PeerForm.peer == manager, PeerForm.state.in_(("nominated", "asked"))):
        if form.sheet_id is None or form.sheet.is_open:
            PeerForm.update(state="removed").where(PeerForm.id == form.id).execute()
            sheets.give_up_on_all([form.sheet_id] if form.sheet_id else [])
            telling.peer_not_needed(form)


@write()
def keep_manager(review, *, by):
    """The employee has another manager by now; HR decides that the former one finishes this review."""
    review = as_it_is(review)
    states.check("hand_over", review.state)
    Review.update(keeps_manager=True).where(Review.id == review.id).execute()
    remember(review, by, "manager_kept", review.manager.name)
    moved(review)


@write()
def move_dates(review, *, by, reason, self_due, manager_due, share_by):
    """Other dates for one review, as after a leave."""
    review = as_it_is(review)
    states.check("move_dates", review.state)
    wrong = dates.disorder(dict(period_start=review.period_start, period_end=review.period_end, self_due=self_due, manager_due=manager_due,
                                share_by=share_by))
    if wrong:
        raise Refused(wrong[1], wrong[0])
    given = dict(self_due=self_due, manager_due=manager_due, share_by=share_by, peers_due=manager_due, approve_by=review.approve_by and share_by,
                 nominate_by=review.nominate_by and min(max(review.nominate_by, clock.today()), manager_due))
    Review.update(**given).where(Review.id == review.id).execute()
    remember(review, by, "dates_moved", reason)
    telling.dates_moved(as_it_is(review), queries.peer_tasks([review.id]), by)
    moved(review)


@write()
def close_cycle(cycle, *, by):
    """Close every review that is signed, refused or unanswered, and then the cycle itself."""
    states.check("close_cycle", Cycle.get_by_id(cycle.id).state)
    reviews = list(Review.select(Review, Cycle).join(Cycle).where(Review.cycle == cycle, Review.state.not_in(OVER)))
    waiting = [review for review in reviews if not states.may("close_review", review.state)]
    if waiting:
        raise Refused(_("%(count)s reviews are not signed yet. The list says what each waits for; one that will never be "
                        "finished can be taken out on its page.", count=len(waiting)))
    to_come = queries.extended_to_come(cycle)
    if to_come:
        raise Refused(n_("%(num)s probation was extended and comes round again, until %(day)s. The cycle stays open for it.",
                         "%(num)s probations were extended and come round again, until %(day)s. The cycle stays open for them.", len(to_come),
                         day=words.day(max(to_come), near=False)))
    for review in reviews:
        close_review(review, by=by)
    Cycle.update(state="closed").where(Cycle.id == cycle.id).execute()
    trail.record("close_cycle", by, kind="cycle", row_id=cycle.id)
    live.changed("cycle", cycle.id)


@write()
def new_day(today):
    """What a day brings by itself: cycles whose day has come; unanswered after ten working days; closed once those are over and it is signed."""
    over = Review.select(Review, Cycle).join(Cycle).where(Review.answer_by < today)
    for review in over.where(Review.state == "shared"):
        Review.update(state="unanswered").where(Review.id == review.id).execute()
        remember(review, None, "unanswered")
        moved(review)
    for review in over.where(Review.state.in_(("acknowledged", "refused"))):
        close_review(review)
    for review in queries.approver_is_gone(today):
        _another_approver(review)
    for cycle in queries.cycles_that_begin(today):
        try:
            launch(cycle, by=None)
        except Refused as no:
            telling.could_not_launch(cycle, no.words)


def _another_approver(review):
    """Who was to approve has left: whoever leads the manager now does; nobody, where there is nobody."""
    approver = queries.approver_of(review.cycle, review.manager_id, review.person_id)
    Review.update(approver_id=approver).where(Review.id == review.id).execute()
    if review.state == "submitted":
        telling.approver_changed(review, approver, None)
    moved(review)


@write()
def put_hints_away(sheet, away):
    """The author wants no hints beside this form, or wants them again. It concerns nobody else, so no line is written."""
    HintsAway.delete().where(HintsAway.sheet == sheet.id).execute()
    if away:
        HintsAway.create(sheet=sheet.id)


def signed_text(review):
    """The words and figures that a signature stands for, in one text."""
    ids = queries.sheet_ids([review])
    lines = [f"{review.id} {review.person_id} {review.score} {review.score_label}"]
    for number, rows in sorted(questions.rows_of(ids, for_hr=True).items()):
        lines += [f"{number} {row.prompt} | {row.rating} | {row.is_na} | {row.choice} | {row.text}" + (f" | {row.standing}" if row.standing else "")
                  for row in rows]
    return "\n".join(lines)


def as_it_is(review):
    """The review as it is inside the write, whatever the page had read before."""
    return Review.select(Review, Cycle).join(Cycle).where(Review.id == review.id).get()


def _sign(review, by, kind, **more):
    text_hash = hashlib.sha256(signed_text(review).encode()).hexdigest()
    SignOff.create(review=review, person=by, kind=kind, at=clock.now(), text_hash=text_hash, **more)


def _score_again(review):
    """A form of a submitted review came again: its score follows, unless a calibration has set another one."""
    score, label = queries.full_score(review)
    kept = {"form_score": score, "form_label": label} if review.changed_why else {"score": score, "score_label": label}
    Review.update(**kept).where(Review.id == review.id).execute()


def keep_version(review, by, why):
    """The review as it was signed stays, whatever becomes of it afterwards."""
    text, number = signed_text(review), ReviewVersion.select().where(ReviewVersion.review == review).count() + 1
    ReviewVersion.create(review=review, number=number, at=clock.now(), by=by, why=why.strip()[:600], score=review.score,
                         score_label=review.score_label, text=text, text_hash=hashlib.sha256(text.encode()).hexdigest())


def take_signatures_off(review):
    SignOff.update(removed_at=clock.now()).where(SignOff.review == review, SignOff.removed_at.is_null()).execute()


def remember(review, by, what, reason=""):
    """Write into the review's history, and into the trail."""
    ReviewEvent.create(review=review, by=by, at=clock.now(), what=what, reason=reason.strip()[:600])
    trail.record(what, by, review.person_id, kind="review", row_id=review.id)


def moved(review):
    """Tell those who have it open: the review's own pages, HR's counts, and home of both."""
    live.changed("review", review.id)
    live.changed("cycle", review.cycle_id)
    for person_id in (review.person_id, review.manager_id):
        live.changed("home", person_id)
