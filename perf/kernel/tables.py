"""What the rooms give out as tables, each for a reader who may read exactly that."""
from dataclasses import dataclass
from typing import Callable


@dataclass(frozen=True)
class Table:
    """One sheet of an export. Its rows are plain values: texts, numbers, dates, moments as stored, yes or no, nothing."""

    key: str
    title: str
    head: tuple
    rows: Callable                              # (me) -> rows that this reader may read, made one after the other
    persons: Callable = lambda me: ()           # (me) -> ids of all whose records are in it
