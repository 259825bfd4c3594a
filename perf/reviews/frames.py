"""What reviews puts around a sheet while it is filled in: whose it is, until when, who can read it, what is known beside it."""
from flask import url_for

from ..kernel import clock, modules, words
from ..kernel.words import _
from ..people import queries as people
from ..questions.models import Sheet
from . import queries


def frame(me, sheet):
    """The frame of a sheet that is a form of a review, or None."""
    review = queries.review_of_sheet(sheet.id)
    if review is None:
        return None
    is_self = sheet.kind == "self"
    due = review.cycle.self_due if is_self else review.cycle.manager_due
    return {
        "title": _("Your self-review") if is_self else review.person.name,
        "crumb": review.cycle.name, "back": url_for("reviews.review", review_id=review.id),
        "check": url_for("reviews.check", review_id=review.id, kind=sheet.kind),
        "lede": _("for your manager %(name)s", name=review.manager.name) if is_self else
                _("%(role)s, %(department)s · you write as the manager", role=review.role_title, department=review.department),
        "due_words": due_words(due), "readers": readers(review, sheet.kind),
        "comment_label": _("What would you add?") if is_self else _("What did you see?"),
        "topics": [f"review-{review.id}"], "note": "reviews/_frame_note.html", "aside": "reviews/_aside.html",
        "review": review, "other": other_form(review, sheet), "evidence": evidence(me, review),
        "is_open": sheet.is_open, "returned": queries.last_return(review, sheet.kind) if sheet.state == "returned" else None,
        "closed_words": _("This form is submitted. You can read it here."),
    }


def due_words(due):
    if due < clock.today():
        return _("was due %(day)s", day=words.weekday(due))
    return _("due %(day)s", day=words.weekday(due))


def readers(review, kind):
    """Who can read what is typed here, now and later (PRACTICE 4), by name."""
    hr = _("HR") if people.somebody_holds("hr", besides=review.person_id) else None
    if kind == "self":
        later = words.several([name for name in (review.manager.first_name, hr) if name])
        return _("Only you now; %(later)s once you submit", later=later)
    submitted = _("%(hr)s once you submit; ", hr=hr) if hr else ""
    return _("Only you now; %(submitted)s%(name)s once you share", submitted=submitted, name=review.person.first_name)


def other_form(review, sheet):
    """The state of the other form, in words; a draft is nobody's business but its author's."""
    other_id = review.manager_sheet_id if sheet.kind == "self" else review.self_sheet_id
    other = Sheet.get_or_none(Sheet.id == other_id)
    if other is None:
        return None
    state = {"submitted": _("submitted %(when)s", when=words.moment(other.submitted_at)), "locked": _("submitted"),
             "returned": _("returned for changes"), "not given": _("not given")}.get(other.state, _("not submitted yet"))
    return {"sheet": other, "is_given": other.state in ("submitted", "locked"), "state": state}


def evidence(me, review):
    """What the rooms know of the period, beside the form."""
    period = (review.cycle.period_start, review.cycle.period_end)
    return modules.gather("evidence", me, review.person, period)
