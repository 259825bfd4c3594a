"""The shapes that planning an import of the staff list hands on; plain values, nothing of the database."""
from dataclasses import dataclass, field

from ...kernel.intake import shapes
from ...kernel.words import _
from .cells import number_key

NO_TITLE = _("Job title to be named")


@dataclass(frozen=True)
class KnownPerson:
    id: int
    employee_id: str
    first_name: str
    last_name: str
    email: str
    phone: str
    hired_on: object
    left_on: object

    @property
    def name(self):
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True)
class KnownSeat:
    id: int
    role: str
    department: str
    reports_to: int
    opened_on: object
    closed_on: object


@dataclass(frozen=True)
class KnownHold:
    """The assignment by which a person holds, or last held, their seat."""

    id: int
    seat: int
    person: int
    starts: object
    ends: object
    alone: bool                                 # nobody else ever held this seat


@dataclass
class Known:
    """What is in the records before the import, read once."""

    people: dict                                # id -> KnownPerson
    seats: dict                                 # id -> KnownSeat
    seat_of: dict                               # person id -> KnownHold
    titles: dict                                # plain title -> title
    departments: dict
    keepers: dict = field(default_factory=dict)     # a power that somebody must hold -> ids of those who do and stay

    def __post_init__(self):
        self.by_number = {number_key(one.employee_id): one for one in self.people.values() if one.employee_id}
        self.by_email = {one.email.lower(): one for one in self.people.values() if one.email}
        self.holders = {}
        for hold in self.seat_of.values():
            self.holders.setdefault(hold.seat, []).append(hold.person)

    def seat(self, person_id):
        hold = self.seat_of.get(person_id)
        return self.seats[hold.seat] if hold else None

    def nodes(self, seat_id):
        """Whoever a seat stands for: its holders, or the vacant seat itself."""
        return [f"p{person}" for person in self.holders.get(seat_id, [])] or [f"s{seat_id}"]

    def leaders(self, seat):
        """The nodes that a seat reports to now; [None] at the top."""
        return self.nodes(seat.reports_to) if seat.reports_to else [None]


@dataclass
class Line(shapes.Line):
    """One row of the list and what becomes of it. A node names whoever the row is: p12 is here, r7 will be new."""

    person: object = None                       # a KnownPerson
    leads_given: bool = False
    leader: str = None                          # node, or None for nobody

    @property
    def node(self):
        return f"p{self.person.id}" if self.person else f"r{self.number}"

    def after(self, name):
        """What the person's field will be after the import."""
        for changed, _old, new in self.changes:
            if changed == name:
                return new
        return getattr(self.person, name) if self.person else self.values.get(name)


@dataclass
class Made:
    """A manager who is not in the list: a new person, or a vacant seat."""

    node: str
    name: str
    title: str
    department: str
    above: str
    is_person: bool


@dataclass
class Work(shapes.Work):
    made: list = field(default_factory=list)
    seats_for: list = field(default_factory=list)   # persons who get a seat because others report to them
