"""Signing without an account: a link to one shared review, and a number that is told in another way.

For those who have left, and for those who never had an account. HR makes the link, never the manager who wrote the review.
"""
import secrets
from datetime import timedelta

from ..accounts import queries as accounts
from ..kernel import clock, trail
from ..kernel.db import write
from ..kernel.errors import Refused
from ..kernel.words import _
from ..people.models import Person
from . import actions
from .models import Cycle, Review, ReviewLink

OPEN_FOR, READS_FOR, MOST_TRIES = timedelta(days=30), timedelta(hours=2), 5


def needs_link(review):
    """Whether the employee of a shared review cannot read it by signing in."""
    return review.is_shared and (review.person.has_left or accounts.without_account([review.person_id]) == 1)


@write()
def make_link(review, *, by):
    """A new link and its number; earlier ones stop working. Returns both; only their fingerprints are kept."""
    review = Review.get_by_id(review.id)
    if by.id == review.manager_id:
        raise Refused(_("You wrote this review, so somebody else of HR makes the link for signing it."))
    if not needs_link(review):
        raise Refused(_("A link is for a shared review of somebody who cannot sign in. %(name)s can.", name=review.person.name)
                      if review.is_shared else _("Only a shared review can be signed."))
    _end_links(review)
    secret, number = secrets.token_urlsafe(32), f"{secrets.randbelow(10 ** 6):06}"
    ReviewLink.create(review=review, secret=accounts.digest(secret), number=accounts.digest(secret + number), made_by=by, made_at=clock.now(),
                      ends_at=clock.now() + OPEN_FOR)
    actions.remember(review, by, "link_made")
    return secret, number


def link_of(secret):
    """The link that a browser brings along and whether it has been opened with its number; (None, False) for anything else."""
    found = _links().where(ReviewLink.reader == accounts.digest(secret), ReviewLink.reader_until > clock.now()).first()
    if found:
        return found, True
    return _links().where(ReviewLink.secret == accounts.digest(secret)).first(), False


@write()
def open_link(secret, number):
    """Let somebody in who has the link and its number; answers with what their browser keeps. Five wrong numbers end the link.

    None where the number is wrong: the try counts all the same, so it is no refusal that would undo it.
    """
    found = _links().where(ReviewLink.secret == accounts.digest(secret)).first()
    if found is None:
        raise Refused(_("This link does not open any more. Ask HR for a new one."))
    if not secrets.compare_digest(found.number, accounts.digest(secret + "".join(sign for sign in number if sign.isdigit()))):
        tries = found.tries + 1
        ends_at = clock.now() if tries >= MOST_TRIES else found.ends_at
        ReviewLink.update(tries=tries, ends_at=ends_at).where(ReviewLink.id == found.id).execute()
        return None
    reader = secrets.token_urlsafe(32)
    ReviewLink.update(reader=accounts.digest(reader), reader_until=clock.now() + READS_FOR).where(ReviewLink.id == found.id).execute()
    trail.record("open_review_link", None, found.review.person_id, kind="review", row_id=found.review_id)
    return reader


@write()
def sign_by_link(link, *, response="", seen=""):
    """The employee confirms through the link having received the review."""
    actions.acknowledge(link.review, by=link.review.person, response=response, seen=seen)
    actions.remember(link.review, None, "signed_by_link")


@write()
def respond_by_link(link, *, response, seen=""):
    actions.respond(link.review, by=link.review.person, response=response, seen=seen)


def _links():
    """Links that count now: of shared reviews, and not ended."""
    return (ReviewLink.select(ReviewLink, Review, Cycle, Person).join(Review).join(Cycle).switch(Review)
            .join(Person, on=Review.person).where(ReviewLink.ends_at > clock.now(), Review.shared_at.is_null(False)))


def _end_links(review):
    ReviewLink.update(ends_at=clock.now()).where(ReviewLink.review == review, ReviewLink.ends_at > clock.now()).execute()
