"""The arithmetic of goals (PRACTICE 6): plain values in, plain values out.

    progress = clamp((now − start) / (target − start), 0, 1);  start = target means "hold"
    a goal that follows those below it: Σ w·p / Σ w over its children that count and have a figure

Divisions are made with 50 digits and cut to 24 before a person's figure is rounded, once, half up.
"""
from collections import namedtuple
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

EXACT = Context(prec=50)
PLACES = Decimal(1).scaleb(-24)

# parent: key or None; counts: whether it enters the mean of its parent; own: its own progress; follows: it has none but theirs
Node = namedtuple("Node", "parent weight counts follows own")
Line = namedtuple("Line", "key weight share progress contribution")     # share: of 1; None where it is left out


def progress(start, target, now, is_down=False):
    """How far a goal has come, 0 to 1, of integers in one unit; it works downwards as well."""
    if start == target:
        return Decimal(int(now <= target if is_down else now >= target))
    return min(max(EXACT.divide(Decimal(now - start), Decimal(target - start)), Decimal(0)), Decimal(1))


def rolled_up(nodes):
    """{key: progress or None} of {key: Node}. One walk from the leaves; a circle, if ever there were one, has no figure."""
    below, left = {}, {}
    for key, node in nodes.items():
        below.setdefault(node.parent, []).append(key)
    for key in nodes:
        left[key] = len(below.get(key, ()))
    figures, ready = {}, [key for key, count in left.items() if not count]
    while ready:
        key = ready.pop()
        node = nodes[key]
        figures[key] = mean((nodes[child].weight, figures[child]) for child in below.get(key, ()) if nodes[child].counts) if node.follows else node.own
        if node.parent in left:
            left[node.parent] -= 1
            if not left[node.parent]:
                ready.append(node.parent)
    return {key: figures.get(key) for key in nodes}


def mean(pairs):
    """Σ w·p / Σ w of (weight, progress) pairs that have a progress; None where none has."""
    counting = [(Decimal(weight), figure) for weight, figure in pairs if figure is not None]
    if not counting:
        return None
    top = Decimal(0)
    for weight, figure in counting:
        top = EXACT.add(top, EXACT.multiply(weight, figure))
    return EXACT.divide(top, sum(weight for weight, _figure in counting))


def arithmetic(entries):
    """How a mean comes about: a Line for each (key, weight, progress), in their order; what has no progress has no share."""
    whole = sum(weight for _key, weight, figure in entries if figure is not None)
    return [_line(key, weight, figure, whole) for key, weight, figure in entries]


def per_cent(figure):
    """A progress as a whole number of per cent, half up; 100 only where it is reached, 0 only where nothing is."""
    if figure is None:
        return None
    exact = EXACT.multiply(figure, Decimal(100)).quantize(PLACES, ROUND_HALF_UP, EXACT)
    rounded = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    return int(exact.quantize(Decimal(1), ROUND_FLOOR)) if rounded == 100 else max(rounded, 1) if exact > 0 else 0


def _line(key, weight, figure, whole):
    if figure is None:
        return Line(key, weight, None, None, None)
    share = EXACT.divide(Decimal(weight), Decimal(whole))
    return Line(key, weight, share, figure, EXACT.multiply(share, figure))
