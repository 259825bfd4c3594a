"""What differs between two texts, word by word, and between two lists, row by row: plain values in, plain values out."""
import re
from collections import namedtuple
from difflib import SequenceMatcher

KEPT, GONE, NEW, CHANGED = "kept", "gone", "new", "changed"
PIECES = re.compile(r"\w+|\s+|[^\w\s]")

Part = namedtuple("Part", "kind text")
Row = namedtuple("Row", "kind old new")         # `old` is None where it is new, `new` where it is gone


def of_words(old, new):
    """The two texts as parts: joining what is kept and gone gives the old one, what is kept and new the new one."""
    a, b = PIECES.findall(old), PIECES.findall(new)
    steps = [(kind == "equal", "".join(a[i:j]), "".join(b[k:m]))
             for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes()]
    return [part for is_kept, was, now in _joined(steps)
            for part in ([Part(KEPT, was)] if is_kept else [Part(GONE, was), Part(NEW, now)]) if part.text]


def _joined(steps):
    """A blank that alone stayed between two changed words belongs to the change: that reads like a sentence."""
    joined = []
    for number, (is_kept, was, now) in enumerate(steps):
        between = is_kept and not was.strip() and 0 < number < len(steps) - 1
        if joined and not joined[-1][0] and (between or not is_kept):
            joined[-1] = (False, joined[-1][1] + was, joined[-1][2] + now)
        else:
            joined.append((is_kept and not between, was, now))
    return joined


def of_rows(old, new, key, same):
    """The rows of two lists, those of the same key beside each other: in the new order, and what is gone after it."""
    before = {key(row): row for row in old}
    rows = [Row(NEW, None, row) if key(row) not in before else
            Row(KEPT if same(before[key(row)], row) else CHANGED, before[key(row)], row) for row in new]
    there = {key(row) for row in new}
    return rows + [Row(GONE, row, None) for row in old if key(row) not in there]


def is_reordered(old, new, key):
    """Whether rows that both lists hold stand in another order."""
    both = {key(row) for row in old} & {key(row) for row in new}
    return [key(row) for row in old if key(row) in both] != [key(row) for row in new if key(row) in both]
