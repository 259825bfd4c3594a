"""The shapes that planning an import of the staff list hands on; plain values, nothing of the database."""
from dataclasses import dataclass, field

from ...kernel.words import _
from .cells import number_key

NEW, CHANGED, UNCHANGED, REFUSED, LEFT_OUT = STATES = ("new", "changed", "unchanged", "refused", "left_out")
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
class Choices:
    """What was decided on the way: which column feeds what, what empty cells clear, and the answers."""

    matching: dict                              # column index -> field
    clear: frozenset = frozenset()
    answers: dict = field(default_factory=dict)
    prefers: str = "dmy"                        # how dates are written where the organisation is


@dataclass
class Line:
    """One row of the list and what becomes of it. A node names whoever the row is: p12 is here, r7 will be new."""

    number: int
    cells: list
    values: dict = field(default_factory=dict)  # field -> value; None: the cell is empty
    name: str = ""
    person: object = None                       # a KnownPerson
    state: str = ""
    reasons: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    changes: list = field(default_factory=list)     # (field, old, new)
    leads_given: bool = False
    leader: str = None                          # node, or None for nobody
    again: bool = False                         # belongs to the file of refused rows although it is taken

    @property
    def node(self):
        return f"p{self.person.id}" if self.person else f"r{self.number}"

    @property
    def is_in(self):
        return self.state not in (REFUSED, LEFT_OUT)

    def refuse(self, why):
        self.state = REFUSED
        self.reasons.append(why)

    def leave_out(self, why):
        self.state = LEFT_OUT
        self.reasons.append(why)

    def after(self, name):
        """What the person's field will be after the import."""
        for changed, _old, new in self.changes:
            if changed == name:
                return new
        return getattr(self.person, name) if self.person else self.values.get(name)


@dataclass
class Question:
    """Something that only a person can decide. It counts as open until its answer is one of the options."""

    key: str
    title: str
    why: str
    options: list                               # (value, label, hint)
    guess: str
    rows: list = field(default_factory=list)
    more: list = field(default_factory=list)    # further inputs: (suffix, label, value, kind, for which option)
    needed: bool = True
    answer: str = None
    problem: str = ""

    @property
    def chosen(self):
        return self.answer if self.answer is not None else self.guess

    @property
    def is_open(self):
        return bool(self.problem) or self.needed and self.answer is None


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
class Work:
    """What the steps of planning hand on to each other."""

    sheet: object
    choices: Choices
    known: object
    today: object
    columns: dict
    lines: list = field(default_factory=list)
    questions: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    made: list = field(default_factory=list)
    seats_for: list = field(default_factory=list)   # persons who get a seat because others report to them

    def ask(self, question):
        """Ask, and take the answer where there is one already."""
        given = self.choices.answers.get(question.key)
        if given in [value for value, _label, _hint in question.options]:
            question.answer = given
        question.more = [(suffix, label, self.choices.answers.get(f"{question.key}-{suffix}", value), kind, only)
                         for suffix, label, value, kind, only in question.more]
        self.questions.append(question)
        return question

    def said(self, question, suffix):
        """What stands in one of a question's further inputs."""
        return next(value for name, _label, value, _kind, _only in question.more if name == suffix)

    @property
    def taken(self):
        return [line for line in self.lines if line.is_in]
