"""The shapes that planning an import hands on; plain values, nothing of the database."""
import hashlib
import zlib
from collections import Counter
from dataclasses import dataclass, field

from .. import words

NEW, CHANGED, UNCHANGED, REFUSED, LEFT_OUT = STATES = ("new", "changed", "unchanged", "refused", "left_out")


@dataclass(frozen=True)
class Column:
    """Something that a list can tell us. `clears`: an empty cell may be told to clear it; `many`: several columns may be it."""

    name: str
    label: str
    hint: str = ""
    clears: bool = False
    also: str = ""              # how other lists call it, without blanks
    many: bool = False
    group: str = ""             # under which heading it is offered, where there are many


@dataclass
class Guess:
    """What we think of one column: the field it feeds, or why it is left out."""

    field: str = ""
    why: str = ""
    never: bool = False         # not even offered
    remembered: bool = False


@dataclass
class Choices:
    """What was decided on the way: which column feeds what, what empty cells clear, and the answers."""

    matching: dict                              # column index -> field
    clear: frozenset = frozenset()
    answers: dict = field(default_factory=dict)
    prefers: str = "dmy"                        # how dates are written where the organisation is


@dataclass
class Line:
    """One row of a list and what becomes of it."""

    number: int
    cells: list
    values: dict = field(default_factory=dict)  # field -> value; None: the cell is empty
    name: str = ""
    state: str = ""
    reasons: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    changes: list = field(default_factory=list)     # (field, old, new)
    again: bool = False                         # belongs to the file of refused rows although it is taken

    @property
    def is_in(self):
        return self.state not in (REFUSED, LEFT_OUT)

    def refuse(self, why):
        self.state = REFUSED
        self.reasons.append(why)

    def leave_out(self, why):
        self.state = LEFT_OUT
        self.reasons.append(why)


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


@dataclass
class Plan:
    """The outcome: a line for each row, and what is still to be decided."""

    lines: list
    questions: list
    notes: list

    @property
    def open(self):
        return [question for question in self.questions if question.is_open]

    @property
    def counts(self):
        found = Counter(line.state for line in self.lines)
        return {state: found[state] for state in STATES}

    @property
    def does_something(self):
        return any(line.state in (NEW, CHANGED) for line in self.lines)

    @property
    def digest(self):
        """Two equal plans have one digest; what was looked at is what is done."""
        return hashlib.sha256(repr(self.outcome).encode()).hexdigest()[:32]

    @property
    def outcome(self):
        return [(line.number, line.state, line.changes, line.reasons) for line in self.lines]


def mark(text):
    """A short name for something written, stable from one page to the next."""
    return f"{zlib.crc32(words.plain(text).encode()):08x}"


def some(names, most=6):
    """A few names in words, and how many more there are."""
    more = len(names) - most
    if more > 1:
        return words.several([*names[:most], words.n_("%(num)s more", "%(num)s more", more)])
    return words.several(names)
