"""What a page needs to know of cycles and reviews; reads only."""
import json
from collections import namedtuple
from datetime import date, timedelta

import peewee as pw

from ..accounts import queries as accounts
from ..kernel import clock, words
from ..kernel.db import prepared
from ..kernel.words import _, n_
from ..people import queries as people
from ..people.models import Person
from ..questions import queries as questions
from ..questions.models import OPEN_STATES, Sheet
from ..roles import queries as roles
from ..settings import queries as settings
from . import access, scoring
from .models import Cycle, Review, ReviewEvent, SignOff

SelfSheet, ManagerSheet = Sheet.alias(), Sheet.alias()
Manager = Person.alias()

Taken = namedtuple("Taken", "seat manager")                 # two Seats
LeftOut = namedtuple("LeftOut", "name person_id reason")
Preview = namedtuple("Preview", "taken left_out sentence no_competencies no_duties no_account")
SOON_DAYS = 7


def picked(cycle):
    return json.loads(cycle.picked_json)


def preview(cycle):
    """Who would get a review, and everybody who would not, each with the reason."""
    chart, wish = people.chart(), picked(cycle)
    has_one = {row[0] for row in Review.select(Review.person).where(Review.cycle == cycle).tuples()}
    taken, left_out = [], []
    for person in Person.select().where(people.here_on(clock.today())).order_by(Person.last_name, Person.first_name):
        seat = chart.of_person.get(person.id)
        manager = chart.manager_of(person.id)
        reason = _reason(cycle, wish, person, seat, manager, has_one)
        if reason:
            left_out.append(LeftOut(person.name, person.id, reason))
        else:
            taken.append(Taken(seat, manager))
    concerned = {one.seat.person_id for one in taken} | {one.manager.person_id for one in taken}
    return Preview(taken, left_out, _sentence(taken, left_out), _without(roles.with_needs(), taken), _without(roles.with_duties(), taken),
                   accounts.without_account(concerned))


def _reason(cycle, wish, person, seat, manager, has_one):
    """Why a person gets no review in this cycle, or None."""
    if person.id in has_one:
        return _("a review in this cycle already")
    if seat is None:
        return _("no position")
    if wish.get("departments") and seat.department_id not in wish["departments"]:
        return _("in %(department)s, which was not chosen", department=seat.department or _("no department"))
    if wish.get("roles") and seat.role_id not in wish["roles"]:
        return _("%(role)s, a role that was not chosen", role=seat.title)
    for bound, words_said in (("hired_before", _("hired later than chosen")), ("hired_from", _("hired earlier than chosen"))):
        if wish.get(bound) and not person.hired_on:
            return _("no hire date")
        if wish.get(bound) and (str(person.hired_on) > wish[bound]) == (bound == "hired_before") and str(person.hired_on) != wish[bound]:
            return words_said
    if person.hired_on and person.hired_on > cycle.period_end:
        return _("hired after the period")
    if manager is None:
        return _("no manager in the organisation chart who could write the review")
    return None


def _sentence(taken, left_out):
    managers = len({one.manager.person_id for one in taken})
    counted = _("%(people)s, %(managers)s", people=n_("%(num)s person", "%(num)s people", len(taken)),
                managers=n_("%(num)s manager", "%(num)s managers", managers))
    if not left_out:
        return _("%(counted)s; nobody left out.", counted=counted)
    groups = {}
    for one in left_out:
        groups[one.reason] = groups.get(one.reason, 0) + 1
    reasons = "; ".join(f"{reason} ({count})" for reason, count in sorted(groups.items(), key=lambda pair: -pair[1])[:3])
    more = _("; and other reasons") if len(groups) > 3 else ""
    return _("%(counted)s; %(count)s left out because: %(reasons)s%(more)s.", counted=counted, count=len(left_out),
             reasons=reasons, more=more)


def _without(written, taken):
    """The titles of roles for which no duties, or no competencies, are written down today."""
    return sorted({one.seat.title for one in taken if one.seat.role_id not in written})


# a review

def sheets_of(review, readable):
    """The readable forms of a review with their progress: {"self": (sheet, Progress), "manager": …}, two queries."""
    found = list(readable)
    rows = questions.rows_of([sheet.id for sheet in found]) if found else {}
    return {sheet.kind: (sheet, questions.progress_of(rows[sheet.id])) for sheet in found}


def review_score(review, overall_self, overall_manager, cycle=None):
    """(score as a fraction or None, the weighed sources): the function that live page, check page and packet share."""
    cycle = cycle or review.cycle
    return scoring.combine([scoring.Source(_("Self-review"), cycle.self_weight, overall_self),
                            scoring.Source(_("Manager"), cycle.manager_weight, overall_manager)])


def full_score(review):
    """(hundredths or None, label) of a review from its two forms, as submitted."""
    ids = [number for number in (review.self_sheet_id, review.manager_sheet_id) if number]
    given = {row[0] for row in Sheet.select(Sheet.id).where(Sheet.id.in_(ids), Sheet.state.in_(("submitted", "locked"))).tuples()}
    progress = {number: questions.progress_of(rows) for number, rows in questions.rows_of(ids).items()}
    overall = {number: progress[number].score.overall if number in given else None for number in ids}
    total, _weighed = review_score(review, overall.get(review.self_sheet_id), overall.get(review.manager_sheet_id))
    levels = next((one.levels for one in progress.values() if one.levels), ())
    return questions.as_kept(total, levels)


def signatures(review):
    return list(SignOff.select(SignOff, Person).join(Person).where(SignOff.review == review, SignOff.removed_at.is_null()))


def events(review, me):
    """What happened to a review; why it was returned is for those named beside the box in which that was written."""
    return list(ReviewEvent.select(ReviewEvent, Person).join(Person, pw.JOIN.LEFT_OUTER)
                .where(ReviewEvent.review == review, ReviewEvent.what.not_in(access.unread_events(me, review))).order_by(ReviewEvent.at))


def review_of_sheet(sheet_id):
    """The review that a form belongs to, with cycle, person and manager, or None."""
    return (Review.select(Review, Cycle, Person, Manager).join(Cycle).switch(Review).join(Person, on=Review.person)
            .switch(Review).join(Manager, on=(Review.manager == Manager.id).alias("manager"))
            .where((Review.self_sheet == sheet_id) | (Review.manager_sheet == sheet_id)).first())


def last_return(review, kind):
    """Who returned a form the last time, and why, or None."""
    return (ReviewEvent.select(ReviewEvent, Person).join(Person)
            .where(ReviewEvent.review == review, ReviewEvent.what == f"returned_{kind}").order_by(ReviewEvent.at.desc()).first())


# lists

def counts(cycle):
    """How many reviews of a cycle stand where, in the order of the work. Drafts count as not given: they are nobody's business."""
    rows = list(Review.select(Review.state, SelfSheet.state, ManagerSheet.state, pw.fn.COUNT(Review.id))
                .join(SelfSheet, pw.JOIN.LEFT_OUTER, on=Review.self_sheet == SelfSheet.id).switch(Review)
                .join(ManagerSheet, pw.JOIN.LEFT_OUTER, on=Review.manager_sheet == ManagerSheet.id)
                .where(Review.cycle == cycle, Review.state != "withdrawn").group_by(Review.state, SelfSheet.state, ManagerSheet.state).tuples())

    def count(test):
        return sum(number for review, own, managers, number in rows if test(review, own, managers))
    whole = count(lambda *_all: True)
    done = ("submitted", "locked")
    return whole, [
        (_("Self-review given"), count(lambda r, s, m: s in done)),
        (_("Manager's form given"), count(lambda r, s, m: m in done)),
        (_("Shared"), count(lambda r, s, m: r in ("shared", "acknowledged", "refused", "unanswered", "closed"))),
        (_("Signed"), count(lambda r, s, m: r in ("acknowledged", "refused", "closed"))),
        (_("Closed"), count(lambda r, s, m: r == "closed")),
    ]


BoardRow = namedtuple("BoardRow", "id first_name last_name department role_title state score score_label manager_first "
                                  "manager_last self_state manager_state answer_by person_id manager_left")


@prepared
def _board(cycle):
    return (Review.select(Review.id, Person.first_name, Person.last_name, Review.department, Review.role_title, Review.state,
                          Review.score, Review.score_label, Manager.first_name, Manager.last_name, SelfSheet.state,
                          ManagerSheet.state, Review.answer_by, Review.person, Manager.left_on)
            .join(Person, on=Review.person == Person.id).switch(Review).join(Manager, on=Review.manager == Manager.id)
            .switch(Review).join(SelfSheet, pw.JOIN.LEFT_OUTER, on=Review.self_sheet == SelfSheet.id)
            .switch(Review).join(ManagerSheet, pw.JOIN.LEFT_OUTER, on=Review.manager_sheet == ManagerSheet.id)
            .where(Review.cycle == cycle).order_by(Person.last_name, Person.first_name))


def board(cycle):
    """Every review of a cycle with what it waits for: one query, plain rows."""
    return [BoardRow._make(row) for row in _board(cycle=cycle.id)]


def waits_for(row, cycle, today):
    """(what a review waits for and until when, tone) in words for HR's list."""
    if row.state in access.UNSHARED and row.manager_left and row.manager_left < today:
        return _("another manager: %(name)s has left", name=f"{row.manager_first} {row.manager_last}"), "danger"
    if row.state == "in progress":
        parts = [(_form_words(_("self-review"), row.self_state), cycle.self_due)] if row.self_state in OPEN_STATES else []
        parts.append((_form_words(_("manager's form"), row.manager_state), cycle.manager_due))
        said = "; ".join(_("%(what)s until %(day)s", what=what, day=words.day(due)) for what, due in parts)
        return said, _tone(parts[0][1], today)
    if row.state == "submitted":
        return _until(_("sharing by the manager"), cycle.share_by), _tone(cycle.share_by, today)
    if row.state == "shared":
        return _until(_("the employee's signature"), row.answer_by), _tone(row.answer_by, today)
    return (_("nothing"), "quiet") if row.state in ("closed", "withdrawn") else (_("closing"), "quiet")


def _form_words(what, state):
    return _("%(what)s (returned)", what=what) if state == "returned" else what


def _tone(due, today):
    """What is late is red; amber only where it is due within a week."""
    return "danger" if due < today else "waits" if (due - today).days <= SOON_DAYS else "quiet"


def _until(what, day):
    return _("%(what)s until %(day)s", what=what, day=words.day(day))


class Mine(namedtuple("Mine", "id state score score_label role_title department answer_by person_id first_name last_name "
                              "manager_id self_sheet_id self_state manager_sheet_id manager_state cycle_name cycle_state "
                              "self_due manager_due share_by period_end")):
    """A review as one of those concerned sees it in a list."""

    __slots__ = ()
    is_shared = Review.is_shared

    @property
    def person(self):
        return Person(first_name=self.first_name, last_name=self.last_name)


def _rows():
    return (Review.select(Review.id, Review.state, Review.score, Review.score_label, Review.role_title, Review.department,
                          Review.answer_by, Person.id, Person.first_name, Person.last_name, Review.manager, SelfSheet.id,
                          SelfSheet.state, ManagerSheet.id, ManagerSheet.state, Cycle.name, Cycle.state, Cycle.self_due,
                          Cycle.manager_due, Cycle.share_by, Cycle.period_end)
            .join(Cycle).switch(Review).join(Person, on=Review.person == Person.id).switch(Review)
            .join(SelfSheet, pw.JOIN.LEFT_OUTER, on=Review.self_sheet == SelfSheet.id).switch(Review)
            .join(ManagerSheet, pw.JOIN.LEFT_OUTER, on=Review.manager_sheet == ManagerSheet.id))


@prepared
def _mine(me):
    return (_rows().where((Review.person == me) | (Review.manager == me), Cycle.state != "planning", Review.state != "withdrawn")
            .order_by(Cycle.period_end.desc(), Cycle.id.desc(), Person.last_name, Person.first_name))


def in_work():
    """Every review in which somebody has something to do, as `mine` gives them."""
    at_work = Review.state.in_(("in progress", "submitted", "shared", "unanswered"))
    return [Mine._make(row) for row in _rows().where(at_work, Cycle.state != "planning").tuples()]


def mine(me):
    """The reviews that concern a person as employee or manager, newest cycle first: one query, plain rows."""
    return [Mine._make(row) for row in _mine(me=me.id)]


def cycles():
    """All cycles with the number of their reviews, the newest first."""
    return list(Cycle.select(Cycle, pw.fn.COUNT(Review.id).alias("count")).join(Review, pw.JOIN.LEFT_OUTER)
                .group_by(Cycle.id).order_by(Cycle.period_end.desc(), Cycle.id.desc()))


def usual_plan(today):
    """What a new cycle starts from: the fiscal year that is ending or has just ended, and two weeks for each step."""
    first = settings.organisation().fiscal_start
    start = today.replace(month=first, day=1)
    while (today - start).days < 240:
        start = start.replace(year=start.year - 1)
    end = start.replace(year=start.year + 1) - timedelta(days=1)
    steps = {name: clock.working_days_after(today + timedelta(weeks=weeks, days=-1), 1) for name, weeks in
             (("self_due", 2), ("manager_due", 4), ("share_by", 6), ("close_on", 9))}
    return dict(name=_("Annual review %(year)s", year=end.year), period_start=start, period_end=end, self_weight=0,
                manager_weight=1, **steps)


def plan_of(cycle):
    """The plan of a cycle as its form takes it."""
    wish = picked(cycle)
    return dict(template=cycle.template_id, departments=wish.get("departments"), roles=wish.get("roles"),
                hired_from=_date(wish.get("hired_from")), hired_before=_date(wish.get("hired_before")))


def _date(text):
    return date.fromisoformat(text) if text else None


# for the neighbours

def waiting(me, review):
    """What a review asks of this person now: dicts for home."""
    is_subject, is_manager, page = review.person_id == me.id, review.manager_id == me.id, f"/reviews/{review.id}"
    name, found = f"{review.first_name} {review.last_name}", []
    if review.cycle_state == "open" and review.state == "in progress":
        if is_subject and review.self_state in OPEN_STATES:
            found.append({"key": f"review-{review.id}-self", **_entry(
                _("Your self-review"), review.cycle_name, review.self_due, review.self_sheet_id, review.self_state)})
        if is_manager and review.manager_state in OPEN_STATES:
            whom = _("%(cycle)s · self-review is in", cycle=review.cycle_name) if review.self_state == "submitted" else review.cycle_name
            found.append({"key": f"review-{review.id}-manager", **_entry(
                _("Review of %(name)s", name=name), whom, review.manager_due, review.manager_sheet_id, review.manager_state)})
    if is_manager and review.state == "submitted":
        found.append({"key": f"review-{review.id}-share", "what": _("Share the review with %(name)s", name=name), "whom": review.cycle_name,
                      "on": review.share_by, "url": page, "action": _("Open")})
    if is_subject and review.state in ("shared", "unanswered"):
        found.append({"key": f"review-{review.id}-sign", "what": _("Read and sign your review"), "whom": review.cycle_name, "on": review.answer_by, "url": page,
                      "action": _("Read")})
    return found


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


def any_launched():
    return Cycle.select().where(Cycle.launched_at.is_null(False)).exists()
