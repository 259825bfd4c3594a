"""What the rooms say about the records they hold: how long they are kept, what a person gets of them, what erasing takes away."""
from collections import namedtuple
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Callable

import peewee as pw

# A row whose time is over, or several as one: the ids of all whom it concerns, whose it is first
Due = namedtuple("Due", "id persons count", defaults=((), 1))


@dataclass(frozen=True)
class Keeps:
    """A class of record with the time that it is kept: years that HR sets, or days after which it goes by itself."""

    key: str
    title: str
    about: str                              # what it holds, in a sentence
    due: Callable                           # (before) -> [Due]: rows whose time began before that date
    purge: Callable                         # (ids) -> None, inside a transaction
    oldest: Callable = lambda: None         # () -> the date on which the time of the oldest row began
    years: int = 7
    least: int = 1                          # HR keeps it no shorter than that
    days: int = 0
    from_leaving: bool = True               # the years count from the person's last day; else from the record's own date
    in_order: bool = False                  # only the oldest part can go: a row that is held keeps all that is younger
    comes_last: bool = False                # only when nothing else of the person is kept


@dataclass(frozen=True)
class Section:
    """A part of the file about oneself: a table that is given at once, and texts that HR looks through first."""

    key: str
    title: str
    columns: tuple = ()
    rows: tuple = ()
    about: str = ""
    is_private: bool = False                # for nobody but the person, not even where HR hands the file over
    passages: tuple = ()
    files: tuple = ()                       # (name, key) of files that go along as they are
    content: Callable = None                # (key) -> the bytes of one, read when the file about oneself is made


@dataclass(frozen=True)
class Passage:
    """A text about a person by somebody else, which HR gives, blacks out in part, or withholds."""

    key: str                                # the same for the same text each time it is asked for
    where: str
    author: str
    text: str = ""
    at: object = None
    is_named_only: bool = False             # it exists, and that is all that is said of it
    hides_author: bool = False


@dataclass(frozen=True)
class Piece:
    """Something that erasing a person takes away: how much of it there is, and the deed."""

    title: str
    count: int
    forget: Callable                        # () -> None, inside a transaction
    others: tuple = ()                      # ids of others whom it concerns: held ones stop the erasing
    is_choice: bool = False                 # stands in the records of others; taken away only where that is chosen
    blocks: str = ""                        # why it cannot be erased yet, in words


def years_before(day, years):
    """The same day so many years earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=max(1, day.year - years))
    except ValueError:
        return day.replace(year=max(1, day.year - years), day=28)


def years_after(day, years):
    """The first day on which a time of so many years that began on `day` is over."""
    try:
        return date(min(9999, day.year + years), day.month, day.day)
    except ValueError:
        return date(min(9999, day.year + years), 3, 1)


def names(field, spellings):
    """The WHERE of rows in which any of these spellings of a name stands."""
    return reduce(or_, [field.contains(one) for one in spellings]) if spellings else field.is_null() & field.is_null(False)


def renamed(field, spellings, called):
    """The text of a column with every spelling of a name replaced."""
    for one in spellings:
        field = pw.fn.REPLACE(field, one, called)
    return field
