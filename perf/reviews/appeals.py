"""An appeal against a rating: HR lets it stand or changes it, or the employee takes it back (PRACTICE 3)."""
from ..kernel import clock
from ..kernel.db import write
from ..kernel.errors import Refused
from ..kernel.words import _
from ..questions import queries as questions
from . import access, queries, states, telling
from .actions import as_it_is, keep_version, moved, remember, take_signatures_off
from .models import ANSWER_DAYS, Appeal, Review


@write()
def appeal(review, *, by, reason):
    """The employee does not accept the rating, until the review is closed; once for each version of it."""
    review = as_it_is(review)
    states.check("appeal", review.state)
    if not reason.strip():
        raise Refused(_("Please say what should be looked at again, and why."), "reason")
    if was_decided(review):
        raise Refused(_("Your appeal against this review was decided already."))
    Appeal.create(review=review, at=clock.now(), reason=reason.strip(), state_before=review.state)
    Review.update(state="appealed").where(Review.id == review.id).execute()
    remember(review, by, "appealed")
    telling.appealed(review, by)
    moved(review)


def is_own_case(review, me):
    """Whether somebody of HR wrote the review themselves, and there is another who can decide on the appeal against it."""
    return me.id == review.manager_id and any(one.person.id != me.id for one in access.deciders(review))


def was_decided(review):
    """Whether there was an appeal already against the review as it is, and HR has decided on it."""
    earlier = queries.appeal_of(review)
    return bool(earlier and earlier.state in ("stands", "changed") and not queries.was_reopened_since(review, earlier.decided_at))


@write()
def withdraw_appeal(review, *, by):
    """The employee takes it back; the review is as it was before."""
    _end(review, by, "withdraw_appeal", "withdrawn", "")


@write()
def let_stand(review, *, by, answer):
    """HR has looked at it: the rating stands, with the reasons."""
    if not answer.strip():
        raise Refused(_("Please say why the rating stands; the employee reads it."), "answer")
    _end(review, by, "let_stand", "stands", answer)


def _end(review, by, verb, outcome, answer):
    review = as_it_is(review)
    states.check(verb, review.state)
    if outcome == "stands":
        _refuse_own_case(review, by)
    found = _open_one(review)
    _decided(found, by, outcome, answer)
    Review.update(state=found.state_before).where(Review.id == review.id).execute()
    remember(review, by, f"appeal_{outcome}")
    if outcome == "stands":
        telling.appeal_ended(review, _("Your appeal is decided. The page of your review says how and why."), by)
    else:
        telling.appeal_taken_back(review, by)
    moved(review)


@write()
def change_rating(review, *, by, answer, score):
    """HR changes the rating: another version, which the employee signs anew; the old one stays readable.

    `score` in hundredths of a level.
    """
    review = as_it_is(review)
    states.check("change_rating", review.state)
    if not answer.strip():
        raise Refused(_("Please say why the rating is changed; the employee and the manager read it."), "answer")
    _refuse_own_case(review, by)
    found, changed = _open_one(review), another_score(review, score, answer)
    keep_version(review, by, answer)
    take_signatures_off(review)
    _decided(found, by, "changed", answer)
    answer_by = clock.working_days_after(clock.today(), ANSWER_DAYS)
    Review.update(state="shared", shared_at=clock.now(), answer_by=answer_by, **changed).where(Review.id == review.id).execute()
    remember(review, by, "appeal_changed")
    telling.appeal_ended(review, _("Your appeal has changed the rating. Please read the review and sign it anew."), by)
    moved(review)


def _refuse_own_case(review, by):
    if is_own_case(review, by):
        raise Refused(_("You wrote this review, so somebody else of HR decides on the appeal."))


def another_score(review, score, why):
    """The columns of a score that is set with a reason; what the forms came to stays beside it. Refuses what is not on the scale."""
    levels = queries.levels_of(review)
    if not levels or score is None or not levels[0].value * 100 <= score <= levels[-1].value * 100:
        raise Refused(_("Choose a score from %(first)s to %(last)s, as in 3.50.", first=levels[0].value if levels else 1,
                        last=levels[-1].value if levels else 5), "score")
    if score == review.score:
        raise Refused(_("That is the score it has already."), "score")
    before = (review.form_score, review.form_label) if review.changed_why else (review.score, review.score_label)
    return {"score": score, "score_label": questions.label_of_hundredths(score, levels), "changed_why": why.strip()[:600],
            "form_score": before[0], "form_label": before[1]}


def _open_one(review):
    return Appeal.select().where(Appeal.review == review, Appeal.state == "open").order_by(Appeal.id.desc()).get()


def _decided(found, by, state, answer):
    Appeal.update(state=state, decided_by=by, decided_at=clock.now(), answer=answer.strip()).where(Appeal.id == found.id).execute()
