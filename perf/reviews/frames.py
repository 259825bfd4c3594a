"""What reviews puts around a sheet while it is filled in: whose it is, until when, who can read it, what is known beside it."""
from flask import url_for

from ..kernel import clock, modules, words
from ..kernel.words import _
from ..questions.models import Sheet
from . import access, queries


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
        "due_words": due_words(due), "readers": readers(me, review, sheet.kind),
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


STAGE_WORDS = {"given": _("%(names)s once you submit"), "shared": _("%(names)s once you share"),
               "closed": _("%(names)s once it is closed")}


def readers(me, review, text):
    """Who can read what `me` types in a box about a review, now and later: in words, out of the rules themselves."""
    told, said = {me.id}, []
    for stage, who in access.readers(review, text).items():
        names = _names(who, told)
        if stage == "draft":
            said.append(_now([_("You"), *names] if told & set().union(*who.values()) else names))
        elif names:
            said.append(_(STAGE_WORDS[stage]) % {"names": words.several(names)})
        told |= set().union(*who.values())
    return "; ".join(said)


def _now(names):
    return _("Only you now") if names == [_("You")] else _("%(names)s can read this", names=words.several(names))


def _names(who, told):
    """Each once, HR as one whoever holds it; of those who will lead somebody later nobody knows the name yet."""
    found = {}
    for people in who.values():
        found.update({number: name for number, name in people.items() if number not in told | found.keys()})
    return list(dict.fromkeys(found.values())) + [_("a later manager")] * ("later" in who)


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
