"""What erasing somebody takes out of the reviews: responses, notes and reasons go, scores and states stay for the figures."""
from ..kernel.records import Piece, names, renamed
from ..kernel.words import _
from ..people import queries as people
from . import access
from .models import Review, ReviewEvent, ReviewLink, SignOff

REMARKS = (Review.response, SignOff.witness, SignOff.note, ReviewEvent.reason)


def forgets(person, called):
    """Remarks in the person's own reviews, what they remarked in those of others, and their name elsewhere."""
    own, spellings = Review.select().where(Review.person == person.id), people.spellings(person)
    by_them, events = _by(person, SignOff.person), _by(person, ReviewEvent.by)
    elsewhere = [row for field in REMARKS for row in _naming(field, spellings, person)]
    return [_running(person),
            Piece(_("Responses, notes and reasons in their reviews"), _how_many(own), lambda: _clear(own), _managers(own)),
            Piece(_("Notes and reasons that they wrote in the reviews of others"), len(by_them) + len(events),
                  lambda: _clear_by(person), tuple({row.person_id for row in (*by_them, *events)}), is_choice=True),
            Piece(_("Reviews of others in which their name stands"), len({row.id for row in elsewhere}),
                  lambda: _rename(spellings, called), tuple({number for row in elsewhere for number in (row.person_id, row.manager_id)}))]


def _running(person):
    """Nobody is taken out of the middle of a review."""
    open_ones = Review.select().where((Review.person == person.id) | (Review.manager == person.id), Review.state.in_(access.UNSHARED))
    return Piece(_("Reviews that are not shared yet"), 0, lambda: None, blocks=_(
        "A review that they take part in is still running. Hand it over to another manager, share it, or take it out of the cycle first.")
        if open_ones.exists() else "")


def _how_many(own):
    signed, events = _in(SignOff, own), _in(ReviewEvent, own)
    return (own.where(Review.response != "").count() + events.where(ReviewEvent.reason != "").count()
            + signed.where((SignOff.note != "") | (SignOff.witness != "")).count())


def _clear(own):
    ids = [review.id for review in own]
    Review.update(response="").where(Review.id.in_(ids)).execute()
    SignOff.update(note="", witness="").where(SignOff.review.in_(ids)).execute()
    ReviewEvent.update(reason="").where(ReviewEvent.review.in_(ids)).execute()
    ReviewLink.delete().where(ReviewLink.review.in_(ids)).execute()


def _by(person, field):
    """The reviews of others in which this person left a remark, one row a remark."""
    remark = ReviewEvent.reason != "" if field.model is ReviewEvent else (SignOff.note != "")
    return list(Review.select(Review.id, Review.person).join(field.model).where(field == person.id, Review.person != person.id, remark))


def _clear_by(person):
    others = Review.select(Review.id).where(Review.person != person.id)
    SignOff.update(note="").where(SignOff.person == person.id, SignOff.review.in_(others)).execute()
    ReviewEvent.update(reason="").where(ReviewEvent.by == person.id, ReviewEvent.review.in_(others)).execute()


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
