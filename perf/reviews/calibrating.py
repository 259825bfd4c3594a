"""Calibration: a session over a group of reviews, so that equal work gets equal marks. Both values are kept, the change with its reason."""
from collections import Counter, namedtuple
from fractions import Fraction

import peewee as pw

from ..kernel import clock, live, trail
from ..kernel.db import insert_all, write
from ..kernel.errors import Refused
from ..kernel.words import _
from ..people.models import Person
from ..questions import queries as questions
from . import queries, states
from .actions import as_it_is, moved, remember
from .appeals import another_score
from .models import Calibration, Calibrator, Cycle, Review
from .queries import Manager, levels_of


@write()
def open_session(cycle, *, name, reviews, members, by):
    """Begin a session over some reviews; its members read rating and manager's form of these while it is open, but never of their own."""
    now = Cycle.get_by_id(cycle.id)
    if not now.calibrates or not now.is_running or now.state == "sharing":
        raise Refused(_("Calibration is for running cycles that were planned with it, before anything is shared."))
    ids = [review.id for review in reviews]
    free = [number for number, in Review.select(Review.id).where(Review.id.in_(ids), Review.cycle == now, Review.state.in_(states.UNSHARED),
                                                                 Review.calibration_id.is_null()).tuples()]
    if not free:
        raise Refused(_("None of these reviews can be taken up: they are in another session, or shared."), "managers")
    session = Calibration.create(cycle=now, name=name, made_by=by, made_at=clock.now())
    Review.update(calibration_id=session.id).where(Review.id.in_(free)).execute()
    insert_all(Calibrator, [dict(calibration=session.id, person=person.id) for person in members])
    trail.record("open_calibration", by, kind="calibration", row_id=session.id)
    _moved(session)
    return session


@write()
def calibrate(review, *, score, reason, by):
    """Set another score, in hundredths, with a reason that the employee reads once it is shared; None gives back what the form came to."""
    review = as_it_is(review)
    states.check("calibrate", review.state)
    session = Calibration.get_or_none(Calibration.id == review.calibration_id)
    if session is None or session.state != "open":
        raise Refused(_("The session that this review is in is locked."))
    if by.id in (review.person_id,):
        raise Refused(_("Nobody sets their own score."))
    if score is None:
        _give_back(review, by)
    else:
        if not reason.strip():
            raise Refused(_("Please say why the score is changed; it is read with the score."), "reason")
        Review.update(**another_score(review, score, reason)).where(Review.id == review.id).execute()
        remember(review, by, "calibrated", reason)
    moved(review)
    _moved(session)


def _give_back(review, by):
    if not review.changed_why:
        raise Refused(_("The score is what the form came to."))
    Review.update(score=review.form_score, score_label=review.form_label, form_score=None, form_label="", changed_why="").where(
        Review.id == review.id).execute()
    remember(review, by, "calibration_undone")


@write()
def lock_session(session, *, by):
    """The session is over: scores stay as they are, and its members read nothing any more."""
    session = _open(session)
    waiting = Review.select().where(Review.calibration_id == session.id, Review.state.in_(states.WRITING)).count()
    if waiting:
        raise Refused(_("%(count)s reviews of this session are not submitted yet. Wait for them, or take them out of the session.", count=waiting))
    unapproved = Review.select().where(Review.calibration_id == session.id, Review.state == "submitted", Review.approver_id.is_null(False)).count()
    if session.cycle.needs_approval and unapproved:
        raise Refused(_("%(count)s reviews of this session wait for approval.", count=unapproved))
    Calibration.update(state="locked", locked_at=clock.now()).where(Calibration.id == session.id).execute()
    reviews = list(Review.select(Review, Cycle).join(Cycle).where(Review.calibration_id == session.id, Review.state.in_(states.WRITTEN)))
    Review.update(state="calibrated").where(Review.id.in_([review.id for review in reviews])).execute()
    trail.record("lock_calibration", by, kind="calibration", row_id=session.id)
    for review in reviews:
        moved(review)
    _moved(session)


@write()
def unlock_session(session, *, by):
    """Take the session up again, while nothing of it is shared."""
    now = Calibration.get_by_id(session.id)
    if now.state != "locked":
        raise Refused(_("This session is open."))
    if Review.select().where(Review.calibration_id == now.id, Review.state.in_(states.SHARED)).exists() or now.cycle.state == "sharing":
        raise Refused(_("Sharing has begun, so this session stays locked."))
    Calibration.update(state="open", locked_at=None).where(Calibration.id == now.id).execute()
    trail.record("unlock_calibration", by, kind="calibration", row_id=now.id)
    _moved(now)


@write()
def take_out(session, review, *, by):
    """A review leaves the session, as where it will not be written in time. Its score is the form's again."""
    session = _open(session)
    review = as_it_is(review)
    if review.calibration_id != session.id:
        raise Refused(_("This review is not in the session."))
    back = dict(score=review.form_score, score_label=review.form_label, form_score=None, form_label="", changed_why="") if review.changed_why else {}
    state = queries.state_without_session(review) if review.state == "calibrated" else review.state
    Review.update(calibration_id=None, state=state, **back).where(Review.id == review.id).execute()
    trail.record("take_out_of_calibration", by, review.person_id, kind="review", row_id=review.id)
    moved(review)
    _moved(session)


def _open(session):
    now = Calibration.get_by_id(session.id)
    if now.state != "open":
        raise Refused(_("This session is locked. Open it again first."))
    return now


def _moved(session):
    live.changed("calibration", session.id)
    live.changed("cycle", session.cycle_id)


# what a session shows

Line = namedtuple("Line", "review_id person_id name department manager_id manager state score label form_score form_label reason level")
Group = namedtuple("Group", "title counts mean number")


def lines_of(session, me):
    """The reviews of a session as a member sees them, one's own never: one query, plain rows; scores once they are submitted."""
    rows = (Review.select(Review.id, Review.person, Person.first_name, Person.last_name, Review.department, Review.manager, Manager.first_name,
                          Manager.last_name, Review.state, Review.score, Review.score_label, Review.form_score, Review.form_label, Review.changed_why)
            .join(Person, on=Review.person == Person.id).switch(Review).join(Manager, on=Review.manager == Manager.id)
            .where(Review.calibration_id == session.id, Review.person != me.id, Review.state != "withdrawn")
            .order_by(Review.score.desc(nulls="last"), Person.last_name))
    scale = scale_of(session)
    return [Line(number, person, f"{first} {last}", department, manager, f"{m_first} {m_last}", state, score, label, form_score, form_label, why,
                 questions.level_of_hundredths(score, scale) if score is not None and scale else None)
            for number, person, first, last, department, manager, m_first, m_last, state, score, label, form_score, form_label, why in rows.tuples()]


def scale_of(session):
    review = Review.select().where(Review.calibration_id == session.id).first()
    return levels_of(review) if review else ()


def distributions(lines, levels):
    """How the scores lie: (everybody, by manager, by department), each a Group of counts by level; those not submitted are left out."""
    scored = [line for line in lines if line.level is not None]
    return (_group(_("Everybody"), scored, levels), _grouped(scored, levels, lambda line: line.manager),
            _grouped(scored, levels, lambda line: line.department or _("no department")))


def _grouped(lines, levels, by):
    titles = sorted({by(line) for line in lines})
    return [_group(title, [line for line in lines if by(line) == title], levels) for title in titles]


def _group(title, lines, levels):
    counts = Counter(line.level for line in lines)
    mean = Fraction(sum(line.score for line in lines), 100 * len(lines)) if lines else None
    return Group(title, [(level, counts[level.value]) for level in levels], mean, len(lines))


def members_of(session):
    return list(Person.select().join(Calibrator, on=Calibrator.person == Person.id).where(Calibrator.calibration == session.id)
                .order_by(Person.last_name, Person.first_name))


def of_cycle(cycle):
    """The sessions of a cycle with how many reviews each has."""
    return list(Calibration.select(Calibration, pw.fn.COUNT(Review.id).alias("count")).join(
        Review, pw.JOIN.LEFT_OUTER, on=(Review.calibration_id == Calibration.id) & (Review.state != "withdrawn"))
                .where(Calibration.cycle == cycle).group_by(Calibration.id).order_by(Calibration.id))
