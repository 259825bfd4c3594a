"""The present persons and seats, read in four queries, for planning an import."""
import peewee as pw

from ...kernel import clock, words
from ...kernel.db import database
from ...roles.models import Department, Role
from .. import queries
from ..actions import KEEPS_RUNNING, POWER_WORDS
from ..models import Assignment, Person, Position, ReportingLine
from .shapes import Known, KnownHold, KnownPerson, KnownSeat


def known():
    with database.atomic():                     # one view of the records, even while others write
        return _known()


def _known():
    titles = {row[0]: row[1] for row in Role.select(Role.id, Role.title).tuples()}
    departments = {row[0]: row[1] for row in Department.select(Department.id, Department.name).tuples()}
    people = Person.select(Person.id, Person.employee_id, Person.first_name, Person.last_name, Person.email, Person.phone,
                           Person.hired_on, Person.left_on).tuples()
    on = (ReportingLine.position == Position.id) & ~ReportingLine.is_dotted & queries.hangs_on(clock.today())
    seats = (Position.select(Position.id, Position.role, Position.department, ReportingLine.above, Position.opened_on, Position.closed_on)
             .join(ReportingLine, pw.JOIN.LEFT_OUTER, on=on).order_by(Position.id).tuples())
    return Known(
        people={row[0]: KnownPerson(*row) for row in people},
        seats={row[0]: KnownSeat(row[0], titles[row[1]], departments.get(row[2]), *row[3:]) for row in seats},
        seat_of=_holds(), titles={words.plain(title): title for title in titles.values()},
        departments={words.plain(name): name for name in departments.values()}, keepers=_keepers())


def _keepers():
    """Who holds the powers that keep the house running and has no last day."""
    staying = {power: queries.holders(power).where(Person.left_on.is_null()) for power in KEEPS_RUNNING}
    return {POWER_WORDS[power]: {person.id for person in people} for power, people in staying.items()}


def _holds():
    """The seat of each person: the one held today, else the latest; an interim seat comes second."""
    today, found, count = clock.today(), {}, {}
    rows = list(Assignment.select(Assignment.id, Assignment.position, Assignment.person, Assignment.starts, Assignment.ends,
                                  Assignment.is_interim).tuples())
    for row in rows:
        count[row[1]] = count.get(row[1], 0) + 1

    def weight(row):
        _id, _seat, _person, starts, ends, interim = row
        holds = (starts is None or starts <= today) and (ends is None or ends >= today)
        return holds and not interim, holds, ends is None or ends.toordinal(), starts.toordinal() if starts else 0, row[0]
    for row in sorted(rows, key=_comparable(weight)):
        found[row[2]] = KnownHold(*row[:5], alone=count[row[1]] == 1)
    return found


def _comparable(weight):
    """No end is later than every end."""
    def key(row):
        main, holds, ends, starts, number = weight(row)
        return main, holds, 10 ** 9 if ends is True else ends, starts, number
    return key
