"""The people and the earlier reviews that are there, read in a few queries, for planning an import."""
from collections import namedtuple

from ...kernel.db import database
from ...kernel.intake.whose import known_person
from ...people.models import Person
from ...settings import queries as settings
from ..models import Cycle, EarlierReview, Review

FIELDS = ("score", "worst", "best", "label", "text", "written_by")
KnownReview = namedtuple("KnownReview", ("id", "version", *FIELDS))
Known = namedtuple("Known", "people reviews ours first_month")          # reviews: {(person, first day, last day): KnownReview}


def known():
    with database.atomic():                     # one view of the records, even while others write
        return _known()


def _known():
    people = Person.select(Person.id, Person.employee_id, Person.first_name, Person.last_name, Person.email).tuples()
    rows = EarlierReview.select(EarlierReview.person, EarlierReview.period_start, EarlierReview.period_end, EarlierReview.id,
                                EarlierReview.version, *[getattr(EarlierReview, name) for name in FIELDS]).tuples()
    ours = Review.select(Review.person, Cycle.period_start, Cycle.period_end).join(Cycle).where(Review.state != "withdrawn").tuples()
    return Known({row[0]: known_person(*row) for row in people},
                 {row[:3]: KnownReview(*row[3:]) for row in rows}, frozenset(ours), settings.organisation().fiscal_start)
