"""What reviews puts around a sheet while it is filled in: whose it is, until when, who can read it, what is known beside it."""
from flask import url_for

from ..kernel import clock, modules, words
from ..kernel.words import _
from ..questions import queries as questions
from ..questions.models import Sheet
from . import access, helpers, queries
from .models import HintsAway, PeerForm


def frame(me, sheet):
    """The frame of a sheet that is a form of a review, or None."""
    review = queries.review_of_sheet(sheet.id)
    if review is None:
        return None
    is_self = sheet.kind == "self"
    peer = access.peer_forms_of(me).where(PeerForm.sheet == sheet.id).first() if sheet.kind == "peer" else None
    if sheet.kind == "peer" and peer is None:
        return None
    due = {"self": review.self_due, "peer": review.peers_due}.get(sheet.kind, review.manager_due)
    return {
        "title": _("Your self-review") if is_self else review.person.name,
        "crumb": review.cycle.name, "back": url_for("reviews.reviews") if sheet.kind == "peer" else url_for("reviews.review", review_id=review.id),
        "check": url_for("reviews.check", review_id=review.id, kind=sheet.kind),
        "lede": _(LEDES[sheet.kind]) % {"name": review.manager.name, "role": review.role_title, "department": review.department},
        "due_words": due_words(due), "readers": readers(me, review, sheet.kind),
        "hr_readers": readers(me, review, f"hr_{sheet.kind}"),
        "comment_label": _("What would you add?") if is_self else _("What did you see?"),
        "topics": [f"review-{review.id}"], "note": "reviews/_frame_note.html", "aside": "reviews/_aside.html",
        "review": review, "other": None if sheet.kind == "peer" else other_form(review, sheet),
        "evidence": [] if sheet.kind == "peer" else not_twice(evidence(me, review), sheet),
        "is_open": sheet.is_open, "peer_id": peer and peer.id,
        "returned": queries.last_return(review, sheet.kind, peer) if sheet.state == "returned" else None,
        "closed_words": (_("This form was never submitted, and is not waited for any more: the review was handed in, or called off, without it.")
                         if sheet.state == "not given" else _("This form is submitted. You can read it here.")),
    }


LEDES = {"self": _("for your manager %(name)s"), "manager": _("%(role)s, %(department)s · you write as the manager"),
         "peer": _("%(role)s, %(department)s · you write as a colleague, for %(name)s")}
SUBJECT_READS = {   # what the employee reads of peers, as the cycle says
    "named": _("%(name)s once the review is shared, with your name"),
    "unnamed": _("%(name)s once the review is shared and at least three colleagues have written: without names, mixed with the others'"),
    "hidden": _("%(name)s never does")}


def due_words(due):
    if due < clock.today():
        return _("was due %(day)s", day=words.weekday(due))
    return _("due %(day)s", day=words.weekday(due))


STAGE_WORDS = {"given": _("%(names)s once you submit"), "shared": _("%(names)s once you share"),
               "closed": _("%(names)s once it is closed")}


def readers(me, review, text):
    """Who can read what `me` types in a box about a review, now and later: in words, out of the rules themselves."""
    if text in ("peer", "hr_peer"):
        return _peer_readers(review, text)
    told, said = {me.id}, []
    for stage, who in access.readers(review, text).items():
        names = _names(who, told)
        if stage == "draft":
            said.append(_now([_("You"), *names] if told & set().union(*who.values()) else names))
        elif names:
            said.append(_(STAGE_WORDS[stage]) % {"names": words.several(names)})
        told |= set().union(*who.values())
    return "; ".join(said)


def _peer_readers(review, text):
    deciders = list(dict.fromkeys(_("HR") if one.name == "hr" else one.person.name for one in access.deciders(review)))
    if text == "hr_peer":
        return "; ".join((_("Only you now"), _("%(names)s once you submit, with your name", names=words.several(deciders))))
    names = [review.manager.name, *deciders]
    return "; ".join((_("Only you now"), _("%(names)s once you submit, with your name", names=words.several(names)),
                      _(SUBJECT_READS.get(review.cycle.peer_mode, SUBJECT_READS["hidden"])) % {"name": review.person.name}))


def return_readers(review, author):
    """Who reads why a colleague's form comes back, and who the notes in it: never the employee."""
    deciders = list(dict.fromkeys(_("HR") if one.name == "hr" else one.person.name for one in access.deciders(review)))
    others = list(dict.fromkeys(name for name in (review.manager.name, *deciders) if name != author.name))
    return (_("%(names)s can read this; %(subject)s cannot.", names=words.several([author.name, *others]), subject=review.person.name),
            _("%(name)s can read this, in the form; nobody else.", name=author.name))


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
    """What the rooms know of the period, beside the form: each by its own rules of who reads it, in the order that they wish."""
    period = (review.period_start, review.period_end)
    found = modules.gather("evidence", me, review.person, period)
    return sorted(found, key=lambda entry: entry.get("order", 50))


def not_twice(entries, sheet):
    """What the form asks about itself, such as a goal, shows beside it only what is said of it besides."""
    asked = questions.asked_about(sheet.id) if any("about_id" in entry for entry in entries) else set()
    told = [{**entry, "is_asked": entry.get("about_id") in asked} for entry in entries]
    return [entry for entry in told if not entry["is_asked"] or entry["says_more"]]


def hints(me, sheet):
    """What its author may want to look at again in a manager's form; nothing where that was put away."""
    review = queries.review_of_sheet(sheet.id)
    if review is None or sheet.kind != "manager" or hints_are_away(sheet):
        return []
    period, earlier = (review.period_start, review.period_end), form_before(sheet)
    rows = questions.rows_of([sheet.id, *([earlier.id] if earlier else [])])
    return helpers.hints(rows[sheet.id], [entry["on"] for entry in evidence(me, review) if entry.get("on")], period,
                         rows[earlier.id] if earlier else ())


def hints_are_away(sheet):
    return HintsAway.select().where(HintsAway.sheet == sheet.id).exists()


def form_before(sheet):
    """The last form of this kind that the same author gave about the same person."""
    return (Sheet.select().where(Sheet.author == sheet.author_id, Sheet.subject == sheet.subject_id, Sheet.kind == sheet.kind,
                                 Sheet.room == sheet.room, Sheet.id != sheet.id, Sheet.state.in_(access.GIVEN))
            .order_by(Sheet.submitted_at.desc()).first())
