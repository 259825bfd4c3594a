"""A leaver becomes "former employee 17": who it was goes, figures stay."""
from collections import namedtuple

from ..kernel import clock, live, trail
from ..kernel.db import write
from ..kernel.errors import Changed, Refused
from ..kernel.records import Due
from ..kernel.words import _
from ..people.models import Person
from . import cleaning, queries
from .models import Erasure

Preview = namedtuple("Preview", "pieces choices blocks held digest")    # held: the persons under hold that it would touch


def called(number):
    return _("Former employee %(number)s", number=number)


def preview(person):
    """What erasing would take away, what may be taken as well, and what stands against it."""
    found = queries.pieces(person, called(0))
    everything, persons = queries.held()
    touched = {person.id}.union(*(piece.others for piece in found if piece.count))
    held = list(Person.select().where(Person.id.in_(touched & persons))) if not everything else [person]
    return Preview([piece for piece in found if piece.count and not piece.is_choice], [piece for piece in found if piece.is_choice],
                   [piece.blocks for piece in found if piece.blocks], held, queries.digest_of(found))


def erase(person, *, by, seen=None, with_written=False):
    """Take away who somebody was, and let the file itself forget it. Returns the number that they are called by."""
    number = _erase(person, by=by, seen=seen, with_written=with_written)
    cleaning.tidy()
    return number


@write()
def _erase(person, *, by, seen, with_written):
    now = Person.get_by_id(person.id)
    _refuse(now, by)
    found = preview(now)
    if found.held:
        raise Refused(_("A hold keeps these records. Lift it first."))
    if found.blocks:
        raise Refused(found.blocks[0])
    if seen is not None and seen != found.digest:
        raise Changed(_("What would be taken away has changed since you looked. Nothing was erased; please read it again."))
    return _forget(now, by, with_written)


def _refuse(person, by):
    if by is not None and by.id == person.id:
        raise Refused(_("You cannot erase yourself. Another HR person can, once you have left."))
    if not person.has_left:
        raise Refused(_("Only somebody who has left can be erased. Note the last day first."))
    if queries.erased(person):
        raise Refused(_("This person was erased already."))


def _forget(person, by, with_written, number=None):
    """Inside the write: every room's pieces, and a number that nobody had before."""
    number = number or queries.next_number(max((entry["number"] for entry in cleaning.listed()), default=0))
    for piece in queries.pieces(person, called(number)):
        if with_written or not piece.is_choice:
            piece.forget()
    Erasure.create(person=person, number=number, at=clock.now(), by=by, with_written=with_written)
    trail.record("erase", by, person, kind="erasure", row_id=number)
    live.changed("chart")
    return number


# as a class of record: once the years are over, the record is erased

def past(before):
    """Who left before that day and is not erased; a hold on anybody whom it touches keeps it."""
    people = Person.select().where(Person.left_on < before, Person.id.not_in(Erasure.select(Erasure.person))).order_by(Person.id)
    return [Due(person.id, (person.id, *sorted(_touched(person)))) for person in people]


def _touched(person):
    pieces = queries.pieces(person, called(0))
    return {number for piece in pieces if not piece.is_choice and piece.count for number in piece.others} - {person.id}


def purge(ids):
    for person in Person.select().where(Person.id.in_(ids)).order_by(Person.id):
        _forget(person, None, with_written=False)


def oldest():
    return Person.select(Person.left_on).where(Person.left_on.is_null(False), Person.id.not_in(Erasure.select(Erasure.person))).order_by(
        Person.left_on).limit(1).scalar()


# after a restore

def erase_again(*, by=None):
    """After a restore: erase everybody of the list once more, under the same numbers. Returns (how many, the ids that cannot be)."""
    done, refused = [], []
    for entry in cleaning.came_back():
        (done if _again(entry, by) else refused).append(entry["person"])
    cleaning.tidy()
    return len(done), refused


@write()
def _again(entry, by):
    """Who had not left yet when the backup was made is not erased: it takes the last day first."""
    person = Person.get_by_id(entry["person"])
    if not person.has_left or preview(person).held:
        return False
    _forget(person, by, entry["with_written"], number=entry["number"])
    return True

