"""Where each box of a drawn chart lies: plain numbers in, plain numbers out.

Whoever has no reports stands in a column below their manager; whoever has some stands beside each other, each above
their own. That keeps three hundred people readable, where a row of leaves would be forty screens wide.
"""
from collections import namedtuple

WIDE, HIGH = 184, 50            # one box
BESIDE, BELOW, TIGHT, LABEL = 18, 46, 10, 18     # the last: room for a label over a box within a column
INDENT, COLUMN = 20, 9          # a column hangs a little to the right and holds so many

Box = namedtuple("Box", "id x y label")
Drawing = namedtuple("Drawing", "width height boxes lines")


def draw(tops, below, labels=None):
    """Place every id that hangs under `tops`; `below` gives the ids of an id's reports, `labels` what stands over some of them.

    Of leaves that stand below each other with the same label, only the first carries it.
    """
    labels = dict(labels or {})
    order = _descent(tops, below)
    widths = {}
    for one in reversed(order):
        widths[one] = _width(one, below, widths)
    places, x = {}, 0
    for top in tops:
        places[top] = (x, 0)
        x += widths[top] + 2 * BESIDE
    boxes, lines = [], []
    for one in order:
        left, y = places[one]
        children_at = _place_below(one, left, y, below, widths, places, labels)
        middle = _middle(one, left, below, widths, places)
        boxes.append(Box(one, middle, y, labels.get(one)))
        lines += _lines(middle, y, children_at, below, widths, places)
    return Drawing(max([box.x for box in boxes], default=0) + WIDE, max([box.y for box in boxes], default=0) + HIGH, boxes, lines)


def _descent(tops, below):
    order, waiting = [], list(reversed(tops))
    while waiting:
        order.append(waiting.pop())
        waiting += reversed(below.get(order[-1], []))
    return order


def _leaves(one, below):
    return [child for child in below.get(one, []) if not below.get(child)]


def _branches(one, below):
    return [child for child in below.get(one, []) if below.get(child)]


def _columns(one, below):
    return -(-len(_leaves(one, below)) // COLUMN)


def _width(one, below, widths):
    parts = [INDENT + WIDE] * _columns(one, below) + [widths[child] for child in _branches(one, below)]
    return max(WIDE, sum(parts) + BESIDE * (len(parts) - 1)) if parts else WIDE


def _place_below(one, left, y, below, widths, places, labels):
    """Give each report its place; returns the ids by the way they hang: (columns of leaves, branches)."""
    leaves, branches, x, down = _leaves(one, below), _branches(one, below), left, y + HIGH + BELOW
    columns = [leaves[at:at + COLUMN] for at in range(0, len(leaves), COLUMN)]
    for column in columns:
        _place_column(column, x + INDENT, down, places, labels)
        x += INDENT + WIDE + BESIDE
    for branch in branches:
        places[branch] = (x, down)
        x += widths[branch] + BESIDE
    return columns, branches


def _place_column(column, x, y, places, labels):
    said = None
    for number, leaf in enumerate(column):
        if labels.get(leaf) == said:
            labels.pop(leaf, None)
        else:
            said = labels.get(leaf)
            y += LABEL if said and number else 0
        places[leaf] = (x, y)
        y += HIGH + TIGHT


def _middle(one, left, below, widths, places):
    """A box stands over the middle of what is below it, over a single column at its left edge."""
    if not below.get(one) or (_columns(one, below) == 1 and not _branches(one, below)):
        return left
    return left + (widths[one] - WIDE) // 2


def _lines(x, y, children_at, below, widths, places):
    """One path from a box down to each column and each branch below it."""
    columns, branches = children_at
    start, turn = x + WIDE // 2, y + HIGH + BELOW // 2
    paths = []
    for column in columns:
        rail = places[column[0]][0] - INDENT // 2
        stops = "".join(f"M{rail} {places[leaf][1] + HIGH // 2}h{INDENT // 2}" for leaf in column)
        paths.append(f"M{start} {y + HIGH}V{turn}H{rail}V{places[column[-1]][1] + HIGH // 2}{stops}")
    for branch in branches:
        left, down = places[branch]
        paths.append(f"M{start} {y + HIGH}V{turn}H{_middle(branch, left, below, widths, places) + WIDE // 2}V{down}")
    return paths
