"""The people and the earlier reviews that are there, read in a few queries, for planning an import."""
from collections import defaultdict, namedtuple

from ...kernel.db import database
from ...kernel.intake.names import name_key, number_key
from ...people.models import Person
from ...settings import queries as settings
from ..models import Cycle, EarlierReview, Review

FIELDS = ("score", "worst", "best", "label", "text", "written_by")
KnownPerson = namedtuple("KnownPerson", "id employee_id name email")
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
    return Known({row[0]: KnownPerson(row[0], row[1], f"{row[2]} {row[3]}".strip(), (row[4] or "").lower()) for row in people},
                 {row[:3]: KnownReview(*row[3:]) for row in rows}, frozenset(ours), settings.organisation().fiscal_start)


def by_key(people):
    """({employee ID: person}, {e-mail: person}, {name: [persons]})."""
    names = defaultdict(list)
    for person in people.values():
        names[name_key(person.name)].append(person)
    return ({number_key(person.employee_id): person for person in people.values() if person.employee_id},
            {person.email: person for person in people.values() if person.email}, names)
