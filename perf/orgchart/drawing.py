"""Where each box of a drawn chart lies: plain numbers in, plain numbers out.

Whoever has no reports stands in a column below their manager; whoever has some stands beside each other, each above
their own. That keeps three hundred people readable, where a row of leaves would be forty screens wide.
"""
from collections import namedtuple

WIDE, HIGH = 208, 52            # one box
BESIDE, BELOW, TIGHT, LABEL = 18, 46, 10, 18     # the last: room for a label over a box within a column
INDENT, COLUMN = 20, 9          # a column hangs a little to the right and holds so many

Box = namedtuple("Box", "id x y label")
Drawing = namedtuple("Drawing", "width height boxes lines")
MARGIN, ABOVE = 12, 28                           # around the whole: for outlines, and for a label over the first row


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
    return [] if _is_alone(one, below) else [child for child in below.get(one, []) if not below.get(child)]


def _branches(one, below):
    return below[one] if _is_alone(one, below) else [child for child in below.get(one, []) if below.get(child)]


def _is_alone(one, below):
    """A single report stands straight below, with or without reports of its own."""
    return len(below.get(one, ())) == 1


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
    """A box stands over the middle of what is below it, over a single column at its left edge, over a single report straight."""
    passed = {one}
    while _is_alone(one, below) and below[one][0] not in passed:
        one = below[one][0]
        passed.add(one)
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


def dotted(boxes, pairs):
    """A bent path for each pair of boxes that are both drawn: from the side of one to the side of the other."""
    place = {box.id: box for box in boxes}
    return [_bend(place[one], place[other]) for one, other in pairs if one in place and other in place]


def _bend(one, other):
    """Leaves on the side that faces the other one, and bends by a third of the way, or around where they stand above each other."""
    y, there = one.y + HIGH // 2, other.y + HIGH // 2
    if abs(one.x - other.x) < WIDE:
        side = max(one.x, other.x) + WIDE
        return f"M{one.x + WIDE} {y}C{side + 40} {y} {side + 40} {there} {other.x + WIDE} {there}"
    left, right = (one.x + WIDE, other.x) if one.x < other.x else (one.x, other.x + WIDE)
    third = (right - left) // 3
    return f"M{left} {y}C{left + third} {y} {right - third} {there} {right} {there}"


def sheets(tops, below, most_wide, most_high, labels=None):
    """Split what is too large for one sheet of paper: [(tops of the sheet, what is drawn below each)].

    The first sheet unfolds from the top as far as it fits; what stays folded on a sheet gets sheets of its own.
    """
    found, waiting = [], list(tops)
    heads = waiting
    while heads:
        drawn = _that_fits(heads, below, most_wide, most_high, labels)
        found.append((heads, drawn))
        if heads is waiting:
            waiting = []
        waiting = waiting + [one for one in _descent(heads, drawn) if below.get(one) and not drawn.get(one)]
        heads = _next_heads(waiting, below, most_wide, most_high, labels)
        waiting = waiting[len(heads):]
    return found


def _next_heads(waiting, below, most_wide, most_high, labels):
    """The first team that waits for a sheet, and those after it that fit beside it as a whole."""
    for count in range(len(waiting), 1, -1):
        heads = waiting[:count]
        whole = {one: below[one] for one in _descent(heads, below) if below.get(one)}
        picture = draw(heads, whole, labels)
        if picture.width <= most_wide and picture.height <= most_high:
            return heads
    return waiting[:1]


def _that_fits(heads, below, most_wide, most_high, labels):
    """Open one seat after the other, level by level, while all of it still fits; those of the first row always are."""
    drawn, level = {}, list(heads)
    while level:
        following = []
        for one in level:
            if not below.get(one):
                continue
            tried = {**drawn, one: below[one]}
            picture = draw(heads, tried, labels)
            if one not in heads and (picture.width > most_wide or picture.height > most_high):
                continue
            drawn = tried
            following += below[one]
        level = following
    return drawn
