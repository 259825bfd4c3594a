"""What erasing somebody takes out of the reviews: responses, notes and reasons go, scores and states stay for the figures."""
from ..kernel.records import Piece, names, renamed
from ..kernel.words import _
from ..people import queries as people
from . import access
from .earlier import keeping as earlier
from .models import Appeal, Meeting, PeerForm, Review, ReviewEvent, ReviewLink, ReviewVersion, SignOff

REMARKS = (Review.response, Review.changed_why, SignOff.witness, SignOff.note, ReviewEvent.reason, Appeal.reason, Appeal.answer, PeerForm.reason,
           ReviewVersion.why, ReviewVersion.text, Meeting.notes)
BY = ((SignOff, SignOff.person, SignOff.note), (ReviewEvent, ReviewEvent.by, ReviewEvent.reason), (Appeal, Appeal.decided_by, Appeal.answer),
      (PeerForm, PeerForm.peer, PeerForm.reason), (ReviewVersion, ReviewVersion.by, ReviewVersion.why))      # who wrote which remark


def forgets(person, called):
    """Remarks in the person's own reviews, what they remarked in those of others, and their name elsewhere."""
    own, spellings = Review.select().where(Review.person == person.id), people.spellings(person)
    by_them = [row for one in BY for row in _by(person, *one)]
    elsewhere = [row for field in REMARKS for row in _naming(field, spellings, person)]
    return [_running(person),
            Piece(_("Responses, notes and reasons in their reviews"), _how_many(own), lambda: _clear(own), _managers(own)),
            Piece(_("Notes and reasons that they wrote in the reviews of others"), len(by_them),
                  lambda: _clear_by(person), tuple({row.person_id for row in by_them}), is_choice=True),
            Piece(_("Reviews of others in which their name stands"), len({row.id for row in elsewhere}),
                  lambda: _rename(spellings, called), tuple({number for row in elsewhere for number in (row.person_id, row.manager_id)})),
            *earlier.forgets(person, called)]


def _running(person):
    """Nobody is taken out of the middle of a review."""
    open_ones = Review.select().where((Review.person == person.id) | (Review.manager == person.id), Review.state.in_(access.UNSHARED))
    return Piece(_("Reviews that are not shared yet"), 0, lambda: None, blocks=_(
        "A review that they take part in is still running. Hand it over to another manager, share it, or take it out of the cycle first.")
        if open_ones.exists() else "")


def _how_many(own):
    signed, events = _in(SignOff, own), _in(ReviewEvent, own)
    return (own.where((Review.response != "") | (Review.changed_why != "")).count() + events.where(ReviewEvent.reason != "").count()
            + signed.where((SignOff.note != "") | (SignOff.witness != "")).count() + _in(Appeal, own).count()
            + _in(ReviewVersion, own).where(ReviewVersion.text != "").count() + _in(PeerForm, own).where(PeerForm.reason != "").count()
            + _in(Meeting, own).where(Meeting.notes != "").count())


def _clear(own):
    ids = [review.id for review in own]
    Review.update(response="", changed_why="").where(Review.id.in_(ids)).execute()
    Appeal.update(reason="", answer="").where(Appeal.review.in_(ids)).execute()
    ReviewVersion.update(why="", text="").where(ReviewVersion.review.in_(ids)).execute()
    PeerForm.update(reason="").where(PeerForm.review.in_(ids)).execute()
    SignOff.update(note="", witness="").where(SignOff.review.in_(ids)).execute()
    ReviewEvent.update(reason="").where(ReviewEvent.review.in_(ids)).execute()
    Meeting.update(notes="").where(Meeting.review.in_(ids)).execute()
    ReviewLink.delete().where(ReviewLink.review.in_(ids)).execute()


def _by(person, model, author, text):
    """The reviews of others in which this person left a remark, one row a remark."""
    return list(Review.select(Review.id, Review.person).join(model).where(author == person.id, Review.person != person.id, text != ""))


def _clear_by(person):
    others = Review.select(Review.id).where(Review.person != person.id)
    for model, author, text in BY:
        model.update({text: ""}).where(author == person.id, model.review.in_(others)).execute()


def _naming(field, spellings, person):
    found = Review.select(Review.id, Review.person, Review.manager)
    found = found if field.model is Review else found.join(field.model)
    return list(found.where(names(field, spellings), Review.person != person.id))


def _rename(spellings, called):
    for field in REMARKS:
        field.model.update({field: renamed(field, spellings, called)}).where(names(field, spellings)).execute()


def _in(model, own):
    return model.select().where(model.review.in_(own.select(Review.id)))


def _managers(own):
    return tuple({row[0] for row in own.select(Review.manager).tuples()})
