"""What a page needs to know of cycles and reviews; reads only."""
from collections import namedtuple
from fractions import Fraction
from types import SimpleNamespace

import peewee as pw

from ..kernel import clock, words
from ..kernel.db import prepared
from ..kernel.words import _
from ..people import queries as people
from ..people.models import Person
from ..questions import queries as questions
from ..questions.models import OPEN_STATES, Sheet, Template
from . import access, scoring, states
from .upward import queries as upward
from .models import Appeal, Calibration, Cycle, PeerForm, Review, ReviewEvent, ReviewVersion, SignOff

SelfSheet, ManagerSheet, PeerSheet = Sheet.alias(), Sheet.alias(), Sheet.alias()
Manager = Person.alias()

PEERS_COUNT = ("named", "unnamed")      # where the employee reads what they say
FROM_PEERS = 3          # unnamed peers are read, and counted, from so many on (PRACTICE 4)


# a review

def sheets_of(review, readable, me, *, with_hr=True):
    """The readable forms of a review with their progress, as one reads them: {"self": (sheet, Progress), "manager": …}.

    Where others look on as well (`with_hr` False), without what is for HR alone.
    """
    found, decides = list(readable), with_hr and access.decides(me, review)
    rows = {sheet.id: rows_for(sheet, me, decides=decides) for sheet in found} if with_hr else questions.rows_of([sheet.id for sheet in found])
    if any(row.about_id for some in rows.values() for row in some) and access.stands(me, review) == {"calibrator"}:
        rows = {number: with_goals_that_one_reads(some, me) for number, some in rows.items()}
    return {sheet.kind: (sheet, questions.progress_of(rows[sheet.id])) for sheet in found}


def with_goals_that_one_reads(rows, me):
    """For a member of a calibration, who reads ratings and the manager's form: of a private goal the rating alone, without its words."""
    known = questions.beside(me, rows)
    return [row._replace(prompt=_("A goal that you do not read"), help="", text="", standing="") if row.about_id and row.about_id not in known else row
            for row in rows]


def rows_for(sheet, me, *, decides):
    """Questions and answers of a form for a reader of it: what is for HR alone, its writer and whoever decides on the review."""
    return questions.readable(questions.rows_of([sheet.id], for_hr=True)[sheet.id], sheet, me, decides=decides)


def sheet_ids(reviews):
    """The numbers of all forms of some reviews."""
    return [number for review in reviews for number in (review.self_sheet_id, review.manager_sheet_id) if number] + peer_sheet_ids(reviews)


def launched_on(review):
    """The day on which a review began, as its forms have it."""
    return Sheet.select(Sheet.made_on).where(Sheet.id == (review.manager_sheet_id or review.self_sheet_id)).scalar()


def peer_sheet_ids(reviews):
    asked = PeerForm.select(PeerForm.sheet).where(PeerForm.review.in_([review.id for review in reviews]), PeerForm.sheet.is_null(False))
    return [number for number, in asked.tuples()]


def waited_for(review):
    """The forms that a review waits for while it is written; of colleagues who declined or are off the list it waits for none."""
    asked = PeerForm.select(PeerForm.sheet).where(PeerForm.review == review.id, PeerForm.state == "asked", PeerForm.sheet.is_null(False))
    return [review.self_sheet_id, *[number for number, in asked.tuples() if not peers_stay(review)]]


def peers_to_come(review):
    """How many colleagues were asked and have not handed in yet."""
    return (PeerForm.select().join(Sheet, on=PeerForm.sheet)
            .where(PeerForm.review == review.id, PeerForm.state == "asked", Sheet.state.in_(OPEN_STATES)).count())


def peers_stay(review):
    """Whether the employee has read unnamed colleagues mixed: after one form more, or another one, a comparison would tell whose it is."""
    return (review.cycle.peer_mode == "unnamed" and ReviewVersion.select().where(ReviewVersion.review == review.id).exists()
            and peers_overall(review)[1] >= FROM_PEERS)


def peer_forms_of(reviews):
    """The forms that colleagues were given in some reviews, whether they have written, declined or not."""
    return list(PeerForm.select().where(PeerForm.review.in_([review.id for review in reviews]), PeerForm.sheet.is_null(False)))


def peers_of(review):
    """Who is to write about somebody as a peer, with the state of their form, by name."""
    return list(PeerForm.select(PeerForm, Person, Sheet).join(Person, on=PeerForm.peer).switch(PeerForm).join(Sheet, pw.JOIN.LEFT_OUTER, on=PeerForm.sheet)
                .where(PeerForm.review == review.id, PeerForm.state != "removed").order_by(Person.last_name, Person.first_name))


def peer_template(cycle):
    """What peers are asked in a cycle."""
    return Template.get_or_none(Template.id == cycle.peer_template_id) or cycle.template


def scales_differ(template, other_id):
    template = Template.get_by_id(getattr(template, "id", template))
    other = Template.get_or_none(Template.id == other_id)
    return other is not None and other.scale_id != template.scale_id


def asks_peers(template, other_id):
    return (other_id or getattr(template, "id", template)) in {one.id for one in questions.templates_asking("peer")}


def peers_shown(me, review):
    """What a reader sees of the peers: their forms with names, or the answers mixed, or how many there are.

    {"forms": [(peer's name, sheet, Progress)], "pooled": [Pooled], "given": n, "overall": Fraction or None}
    """
    found = list(access.peer_sheets_to_read(me, review))
    names, decides = {form.sheet_id: form.peer.name for form in peers_of(review)}, access.decides(me, review)
    overall, given = peers_overall(review)
    mixed = access.reads_mixed(me, review)
    return {"forms": [(names[sheet.id], sheet, questions.progress_of(rows_for(sheet, me, decides=decides))) for sheet in found],
            "pooled": pooled_peers(review) if mixed else [], "is_mixed": mixed, "given": given, "overall": overall if found or mixed else None}


def approver(review):
    """Who approves a review, or None."""
    return Person.get_or_none(Person.id == review.approver_id) if review.approver_id else None


def led_otherwise(review):
    """The seat of who leads the employee now, where that is neither the manager of the review nor decided upon; else None."""
    if review.state not in states.UNSHARED or review.keeps_manager:
        return None
    above = people.chart().manager_of(review.person_id)
    return above if above and above.person_id != review.manager_id else None


def leading_near(person_id):
    """The ids of those in somebody's own line who can write in their place: whoever sits above, and who leads below them."""
    chart = people.chart()
    below = {seat.person_id for seat in chart.reports_of(person_id) if seat.person_id and any(one.person_id for one in chart.reports_of(seat.person_id))}
    return {seat.person_id for seat in chart.chain(person_id)} | below


def peers_overall(review):
    """(the mean of what the peers' forms come to, exactly, or None; how many were given). Unnamed ones count from three on."""
    ids = [number for number, in PeerForm.select(PeerForm.sheet).join(Sheet, on=PeerForm.sheet)
           .where(PeerForm.review == review.id, PeerForm.state == "asked", Sheet.state.in_(access.GIVEN)).tuples()]
    found = [questions.progress_of(rows).score.overall for rows in questions.rows_of(ids).values()] if ids else []
    return mean_of_peers(found, review.cycle.peer_mode), len(ids)


def mean_of_peers(found, mode):
    """What the forms of colleagues come to together, exactly, or None."""
    rated = [one for one in found if one is not None]
    return sum(rated) / len(rated) if rated and (mode != "unnamed" or len(rated) >= FROM_PEERS) else None


def pooled_peers(review):
    """What unnamed peers said, question by question, in an order that follows from nobody's form: (prompt, levels, ratings, texts).

    Empty below three; a question that fewer answered says so with None for its answers.
    """
    ids = [sheet.id for sheet in Sheet.select(Sheet.id).where(Sheet.id.in_(peer_sheet_ids([review])), Sheet.state.in_(access.GIVEN))]
    if len(ids) < FROM_PEERS:
        return []
    asked = {}
    for rows in questions.rows_of(ids).values():
        for row in rows:
            asked.setdefault((row.section_title, row.prompt), []).append(row)
    return [_pooled(prompt, [row for row in rows if row.is_answered or row.text]) for (_section, prompt), rows in asked.items()]


def _pooled(prompt, rows):
    texts = sorted((row.text for row in rows if row.text.strip()), key=words.plain)     # by their letters: the order tells nothing
    ratings = sorted(row.rating for row in rows if row.rating)      # what is not applicable to somebody is no rating
    texts, are_rated = texts if len(texts) >= FROM_PEERS else None, len(ratings) >= FROM_PEERS
    if len(rows) < FROM_PEERS or texts is None and ratings and not are_rated:
        return Pooled(prompt, (), None, None)
    return Pooled(prompt, rows[0].levels, ratings if are_rated else [], texts)


Pooled = namedtuple("Pooled", "prompt levels ratings texts")


Others = namedtuple("Others", "peers upward")       # what the sources besides the two forms come to


def others_of(review):
    cycle = review.cycle
    return Others(peers_overall(review)[0] if cycle.peer_mode in PEERS_COUNT else None, upward_overall(review) if cycle.upward_weight else None)


def review_score(review, overall_self, overall_manager, others=None):
    """(score as a fraction or None, the weighed sources): the function that live page, check page, packet and export share.

    `others` where they are known already, as for many reviews at once.
    """
    cycle, others = review.cycle, others or others_of(review)
    sources = [scoring.Source(_("Self-review"), cycle.self_weight, overall_self),
               scoring.Source(_("Manager"), cycle.manager_weight, overall_manager)]
    if cycle.peer_mode in PEERS_COUNT:
        sources.append(scoring.Source(_("Peers"), cycle.peers_weight, others.peers))
    if cycle.upward_weight:
        sources.append(scoring.Source(_("Upward feedback, as published"), cycle.upward_weight, others.upward))
    return scoring.combine(sources)


def upward_overall(review):
    """What the team says of its manager: of published figures alone, so that no review gives away what a round does not."""
    score, _count = upward.published_score(review.person_id, (review.period_start, review.period_end))
    return None if score is None else Fraction(score, 100)


def full_score(review):
    """(hundredths or None, label) of a review from its forms, as submitted."""
    ids = [number for number in (review.self_sheet_id, review.manager_sheet_id) if number]
    given = {row[0] for row in Sheet.select(Sheet.id).where(Sheet.id.in_(ids), Sheet.state.in_(access.GIVEN)).tuples()}
    progress = {number: questions.progress_of(rows) for number, rows in questions.rows_of(ids).items()}
    overall = {number: progress[number].score.overall if number in given else None for number in ids}
    total, _weighed = review_score(review, overall.get(review.self_sheet_id), overall.get(review.manager_sheet_id))
    levels = next((one.levels for one in progress.values() if one.levels), ())
    return questions.as_kept(total, levels)


def kept_score(review):
    """The columns of the score as sharing keeps them: what the forms come to now, unless another one was set with a reason."""
    score, label = full_score(review)
    return {"form_score": score, "form_label": label} if review.changed_why else {"score": score, "score_label": label}


def levels_of(review):
    """The scale that a review is scored on: its levels, lowest first."""
    ids = [review.manager_sheet_id, review.self_sheet_id]
    return next((row.levels for rows in questions.rows_of(ids).values() for row in rows if row.levels), ())


def is_being_calibrated(review):
    return bool(review.calibration_id) and Calibration.select().where(Calibration.id == review.calibration_id, Calibration.state == "open").exists()


def written_state(review):
    """Where a review stands that is written, after it was opened again or taken in again: neither approval nor calibration is skipped."""
    waits = review.cycle.needs_approval and review.approver_id and not review.approved_at
    is_calibrated = review.calibration_id and not is_being_calibrated(review)
    return "calibrated" if is_calibrated and not waits else state_without_session(review)


def state_without_session(review):
    return "approved" if review.approved_at else "submitted"


def approver_of(cycle, manager_id, person_id, chart=None):
    """The id of whoever leads the manager of a review, where the cycle asks for their approval; never the employee."""
    above = (chart or people.chart()).manager_of(manager_id) if cycle.needs_approval else None
    return above.person_id if above and above.person_id != person_id else None


def appeal_of(review):
    """The latest appeal against a review, with who decided on it, or None."""
    return (Appeal.select(Appeal, Person).join(Person, pw.JOIN.LEFT_OUTER, on=Appeal.decided_by).where(Appeal.review == review.id)
            .order_by(Appeal.id.desc()).first())


def was_reopened_since(review, moment):
    return ReviewEvent.select().where(ReviewEvent.review == review.id, ReviewEvent.what == "reopened", ReviewEvent.at > moment).exists()


def appeals_of(review):
    """All appeals against a review, with who decided on them."""
    return list(Appeal.select(Appeal, Person).join(Person, pw.JOIN.LEFT_OUTER, on=Appeal.decided_by)
                .where(Appeal.review == review).order_by(Appeal.id))


def versions_of(review):
    """What the review was before it was changed after sharing, the latest first."""
    return list(ReviewVersion.select(ReviewVersion, Person).join(Person, pw.JOIN.LEFT_OUTER, on=ReviewVersion.by)
                .where(ReviewVersion.review == review.id).order_by(ReviewVersion.number.desc()))


def cycles_that_begin(today):
    """Planned cycles whose day has come, and rolling ones that run: in those somebody's own day may begin."""
    return list(Cycle.select().where((Cycle.state == "planning") & (Cycle.launch_on <= today)
                                     | Cycle.state.in_(states.RUNNING) & ((Cycle.basis == "hire") | (Cycle.kind == "probation"))))


def extended_to_come(cycle):
    """Until when the probations of a cycle are extended whose next review has not begun: of people who are still here."""
    later = Review.alias()
    again = later.select(later.id).where(later.cycle == Review.cycle, later.person == Review.person, later.round > Review.round)
    rows = (Review.select(Review.extend_until).join(Person, on=Review.person)
            .where(Review.cycle == cycle, Review.outcome == "extend", Review.state.in_(states.SHARED), Review.extend_until >= clock.today(),
                   people.here_on(clock.today()), ~pw.fn.EXISTS(again)))
    return [until for until, in rows.tuples()] if cycle.kind == "probation" else []


def approver_is_gone(today):
    """The reviews that are not shared yet whose approver has left."""
    return list(Review.select(Review, Cycle).join(Cycle).switch(Review).join(Person, on=Review.approver_id == Person.id)
                .where(Review.state.in_(states.UNSHARED), Cycle.needs_approval == True, Person.left_on < today))  # noqa: E712


def signatures(review):
    return list(SignOff.select(SignOff, Person).join(Person).where(SignOff.review == review, SignOff.removed_at.is_null()))


def events(review, me):
    """What happened to a review; a reason or a note is for those named beside the box in which it was written."""
    bare = (ReviewEvent.what == "approved") & (ReviewEvent.reason == "")        # that it was approved is for everybody who may see it
    return list(ReviewEvent.select(ReviewEvent, Person).join(Person, pw.JOIN.LEFT_OUTER)
                .where(ReviewEvent.review == review, ReviewEvent.what.not_in(access.unread_events(me, review)) | bare).order_by(ReviewEvent.at))


def review_of_sheet(sheet_id):
    """The review that a form belongs to, with cycle, person and manager, or None."""
    return (Review.select(Review, Cycle, Person, Manager).join(Cycle).switch(Review).join(Person, on=Review.person)
            .switch(Review).join(Manager, on=(Review.manager == Manager.id).alias("manager"))
            .where((Review.self_sheet == sheet_id) | (Review.manager_sheet == sheet_id)
                   | Review.id.in_(PeerForm.select(PeerForm.review).where(PeerForm.sheet == sheet_id))).first())


def last_return(review, kind, peer=None):
    """Who returned a form the last time, and why, or None; of several colleagues each reads their own."""
    found = (ReviewEvent.select(ReviewEvent, Person).join(Person)
             .where(ReviewEvent.review == review, ReviewEvent.what == f"returned_{kind}").order_by(ReviewEvent.at.desc(), ReviewEvent.id.desc()))
    return found.where(ReviewEvent.reason == peer.reason).first() if peer else found.first()


# lists

class Mine(namedtuple("Mine", "id state score score_label role_title department answer_by person_id first_name last_name "
                              "manager_id self_sheet_id self_state manager_sheet_id manager_state cycle_id cycle_name cycle_state "
                              "nominate_by self_due manager_due approve_by share_by period_end approver_id peer_mode holds_sharing calibrates "
                              "needs_approval peers_due peer_sheet_id peer_sheet_state suggested", defaults=(None, None, None, 0))):
    """A review as one of those concerned sees it in a list; whom it asks as a peer has that form with it."""

    __slots__ = ()
    is_shared, waits_to_share = Review.is_shared, property(lambda self: states.waits_to_share(self, self.cycle_state))

    @property
    def person(self):
        return Person(first_name=self.first_name, last_name=self.last_name)


def _rows(*more):
    return (Review.select(Review.id, Review.state, Review.score, Review.score_label, Review.role_title, Review.department,
                          Review.answer_by, Person.id, Person.first_name, Person.last_name, Review.manager, SelfSheet.id,
                          SelfSheet.state, ManagerSheet.id, ManagerSheet.state, Cycle.id, Cycle.name, Cycle.state, Review.nominate_by,
                          Review.self_due, Review.manager_due, Review.approve_by, Review.share_by, Review.period_end, Review.approver_id,
                          Cycle.peer_mode, Cycle.holds_sharing, Cycle.calibrates, Cycle.needs_approval, *more)
            .join(Cycle).switch(Review).join(Person, on=Review.person == Person.id).switch(Review)
            .join(SelfSheet, pw.JOIN.LEFT_OUTER, on=Review.self_sheet == SelfSheet.id).switch(Review)
            .join(ManagerSheet, pw.JOIN.LEFT_OUTER, on=Review.manager_sheet == ManagerSheet.id))


@prepared
def _mine(me):
    own = (PeerForm.review == Review.id) & (PeerForm.peer == me) & (PeerForm.state == "asked")
    other = PeerForm.alias()
    suggested = other.select(pw.fn.COUNT(other.id)).where(other.review == Review.id, other.state == "nominated")
    return (_rows(Review.peers_due, PeerSheet.id, PeerSheet.state, suggested).switch(Review).join(PeerForm, pw.JOIN.LEFT_OUTER, on=own)
            .join(PeerSheet, pw.JOIN.LEFT_OUTER, on=PeerForm.sheet == PeerSheet.id)
            .where((Review.person == me) | (Review.manager == me) | (Review.approver_id == me) & (Review.state == "submitted")
                   | PeerSheet.state.in_(OPEN_STATES) & (Review.state == "in progress"),
                   Cycle.state != "planning", Review.state != "withdrawn")
            .order_by(Review.period_end.desc(), Cycle.id.desc(), Person.last_name, Person.first_name))


PeerTask = namedtuple("PeerTask", "id peer_sheet_id peer_sheet_state first_name last_name cycle_name peers_due peer_id person_id")


def peer_tasks(reviews=None):
    """The forms that peers have still to write or to decline, in all reviews or in some: one query, plain rows."""
    rows = (PeerForm.select(Review.id, Sheet.id, Sheet.state, Person.first_name, Person.last_name, Cycle.name, Review.peers_due, PeerForm.peer,
                            Review.person)
            .join(Review).join(Cycle).switch(Review).join(Person, on=Review.person == Person.id).switch(PeerForm).join(Sheet, on=PeerForm.sheet)
            .where(PeerForm.state == "asked", Sheet.state.in_(OPEN_STATES), Review.state == "in progress", Cycle.state.in_(states.RUNNING)))
    rows = rows if reviews is None else rows.where(Review.id.in_(reviews))
    return [PeerTask._make(row) for row in rows.tuples()]


def in_work():
    """Every review in which somebody has something to do, as `mine` gives them."""
    at_work = Review.state.in_((*states.UNSHARED, *states.TO_SIGN))
    return [Mine(*row) for row in _rows().where(at_work, Cycle.state.not_in(("planning", "archived"))).tuples()]


def in_work_of(ids):
    """Some reviews in which somebody has something to do, as `mine` gives them."""
    return [Mine(*row) for row in _rows().where(Review.id.in_(ids), Cycle.state.in_(states.RUNNING)).tuples()]


def waits_in(ids):
    """Everything that some reviews ask of anybody who is still here: (person id, entry, id of whom it names or None, review id)."""
    found = [(number, entry, None if number == review.person_id else review.person_id, review.id)
             for review in in_work_of(ids) for number in sorted({review.person_id, review.manager_id, review.approver_id} - {None})
             for entry in waiting(SimpleNamespace(id=number), review)]
    found += [(task.peer_id, peer_entry(task), task.person_id, task.id) for task in peer_tasks(ids)]
    here = {number for number, in people.people_here().select(Person.id).where(Person.id.in_({one[0] for one in found})).tuples()}
    return [one for one in found if one[0] in here]


def mine(me):
    """The reviews that concern a person as employee or manager, newest cycle first: one query, plain rows."""
    return [Mine(*row) for row in _mine(me=me.id)]


def cycles():
    """All cycles with the number of their reviews, the newest first."""
    return list(Cycle.select(Cycle, pw.fn.COUNT(Review.id).alias("count")).join(Review, pw.JOIN.LEFT_OUTER)
                .group_by(Cycle.id).order_by(Cycle.period_end.desc(), Cycle.id.desc()))


# for the neighbours

def waiting(me, review):
    """What a review asks of this person now: dicts for home."""
    is_subject, is_manager, page = review.person_id == me.id, review.manager_id == me.id, f"/reviews/{review.id}"
    name, found = f"{review.first_name} {review.last_name}", []
    if review.cycle_state in states.RUNNING and review.state in states.UNSHARED:
        if is_subject and review.self_state in OPEN_STATES:     # also one that came back when the review was written already
            found.append({"key": f"review-{review.id}-self", **_entry(
                _("Your self-review"), review.cycle_name, review.self_due, review.self_sheet_id, review.self_state)})
        if is_manager and review.state == "in progress" and review.manager_state in OPEN_STATES:
            whom = _("%(cycle)s · self-review is in", cycle=review.cycle_name) if review.self_state == "submitted" else review.cycle_name
            found.append({"key": f"review-{review.id}-manager", **_entry(
                _("Review of %(name)s", name=name), whom, review.manager_due, review.manager_sheet_id, review.manager_state)})
    if review.peer_sheet_state in OPEN_STATES and review.state == "in progress" and review.cycle_state in states.RUNNING:
        found.append(peer_entry(review))
    if is_manager and review.suggested and review.state == "in progress" and review.cycle_state in states.RUNNING:
        found.append(_page_entry(review, "peers", _("Say which colleagues write about %(name)s", name=name), review.nominate_by, f"{page}/peers", _("Open")))
    if is_manager and states.is_ready_to_share(review) and not review.waits_to_share:
        found.append(_page_entry(review, "share", _("Share the review with %(name)s", name=name), review.share_by, page, _("Open")))
    if review.approver_id == me.id and review.state == "submitted":
        found.append(_page_entry(review, "approve", _("Approve the review of %(name)s", name=name), review.approve_by or review.share_by, page, _("Read")))
    if is_subject and review.state in states.TO_SIGN:
        found.append(_page_entry(review, "sign", _("Read and sign your review"), review.answer_by, page, _("Read")))
    return found


def _page_entry(review, key, what, on, url, action):
    return {"key": f"review-{review.id}-{key}", "what": what, "whom": review.cycle_name, "on": on, "url": url, "action": action}


def peer_entry(task):
    """What a peer has to write, for home."""
    what = _("Your view on the work of %(name)s", name=f"{task.first_name} {task.last_name}")
    return {"key": f"review-{task.id}-peer", **_entry(what, task.cycle_name, task.peers_due, task.peer_sheet_id, task.peer_sheet_state)}


def _entry(what, whom, on, sheet_id, state):
    action = {"not started": _("Begin"), "returned": _("Look again")}.get(state, _("Go on"))
    return {"what": what, "whom": whom, "on": on, "url": f"/questions/sheets/{sheet_id}", "action": action,
            "is_returned": state == "returned"}


def about(me, person):
    return list(access.reviews_to_see(me).where(Review.person == person.id, Cycle.state != "planning")
                .order_by(Cycle.period_end.desc()))


def cycles_of(person):
    """Number and name of each launched cycle that a person is in."""
    return Cycle.select(Cycle.id, Cycle.name).join(Review).where(Review.person == person, Cycle.state != "planning").tuples()


def found(me, text, limit=8):
    """Reviews that one may see, by the person's name or the cycle's."""
    query = (access.reviews_to_see(me).select(Review, Cycle, Person).switch(Review).join(Person, on=Review.person))
    for word in words.plain(text).split():
        query = query.where(Person.plain_name.contains(word) | Cycle.name.contains(word))
    return list(query.order_by(Cycle.period_end.desc(), Person.last_name).limit(limit))


def last_before(me, person, day):
    """The person's latest shared review of an earlier period, as far as one may read it (PRACTICE 4)."""
    return (access.reviews_to_see(me)
            .where(Review.person == person.id, Cycle.period_end <= day, Review.state.in_(access.SHARED))
            .order_by(Cycle.period_end.desc()).first())


def cycles_with(template_id):
    """The cycles that are planned or open with a template."""
    return list(Cycle.select().where(Cycle.template == template_id, Cycle.state != "closed").order_by(Cycle.period_end.desc(), Cycle.id))


def any_launched():
    return Cycle.select().where(Cycle.launched_at.is_null(False)).exists()
