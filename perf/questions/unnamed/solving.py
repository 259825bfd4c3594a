"""Whether published sums give anybody away (TRUST P02): plain values in, plain values out.

What is known of an answer is which published figures it went into. Answers that went into the same figures are alike (an
*atom*): nobody outside can tell one from the other. Each figure bounds the sum of its atoms. The figures of one gathering lie
inside each other, those pooled over several gatherings lie beside each other; so all of it is a network in which sums flow
from the whole through the parts to the atoms and on through the pools, and a question about sums is one about circles in it:
a sum can be another one exactly where some circle, along which the flow may change, changes it.

Nobody is given away if
1. each atom can have a total that is neither its smallest nor its largest: then the answers in it can be shifted against each
   other, so that no single one is determined, nor any sum that takes a part of the atom and leaves the rest;
2. no few atoms that hold fewer answers together than the minimum have a sum that cannot change.
"""
from collections import namedtuple
from itertools import combinations

Edge = namedtuple("Edge", "start end low high flow")

ROOT, END = ("root",), ("end",)
MOST_SMALL = 12         # more tiny atoms than this are not looked through one by one: the figures count as unsafe


def is_safe(atoms, figures, pools, highest, minimum, fixed=frozenset()):
    """Whether no answer, and no sum of fewer answers than the minimum, follows from the figures.

    atoms: {atom: (size, total, path, pool)}: how many answers it holds, their sum as it is, the figures that hold it from the
    whole to the part, and the pool it went into, or None; figures: {figure: (low, high)} bounds of its sum; pools likewise.
    `fixed` are atoms whose every level is published: nothing may be shifted through them, and they are safe by being mixed.
    """
    edges = network(atoms, figures, pools, highest, fixed)
    watched = [atom for atom in atoms if atom not in fixed]
    if any(_is_pinned(edges, atom, atoms[atom], highest) for atom in watched):
        return False
    small = [atom for atom in watched if atoms[atom][0] < minimum]
    if len(small) > MOST_SMALL:
        return False
    groups = [some for many in range(1, minimum) for some in combinations(small, many) if sum(atoms[one][0] for one in some) < minimum]
    return all(_can_change(edges, some) for some in groups)


def network(atoms, figures, pools, highest, fixed=frozenset()):
    """{name of an edge: Edge} of the circulation, with the true sums as its flow."""
    edges, inflow, outflow = {}, {}, {}
    for atom, (size, total, path, pool) in atoms.items():
        bounds = (total, total) if atom in fixed else (size, size * highest)
        edges["atom", atom] = Edge(path[-1] if path else ROOT, ("pool", pool) if pool else END, *bounds, total)
        for above, figure in zip((ROOT, *path), path):
            inflow.setdefault(figure, [above, 0])[1] += total
        if pool:
            outflow[pool] = outflow.get(pool, 0) + total
    for figure, (above, total) in inflow.items():
        edges["figure", figure] = Edge(above, figure, *figures[figure], total)
    for pool, total in outflow.items():
        edges["pool", pool] = Edge(("pool", pool), END, *pools[pool], total)
    edges["back"] = Edge(END, ROOT, float("-inf"), float("inf"), 0)
    return edges


def _is_pinned(edges, atom, known, highest):
    """Whether an atom's total is its smallest or largest possible in every way in which the figures can be true."""
    size, total = known[:2]
    if size < total < size * highest:
        return False
    if size == 1:       # a single answer between 1 and the highest: it only has to be able to change
        return not _can_change(edges, (atom,))
    edge = edges["atom", atom]
    return not _leads(edges, ("atom", atom), *((edge.end, edge.start) if total == size else (edge.start, edge.end)))


def _leads(edges, without, start, end):
    """Whether flow can be shifted from one place to another without using one edge."""
    ways = {}
    for name, edge in edges.items():
        if name != without and edge.flow < edge.high:
            ways.setdefault(edge.start, []).append(edge.end)
        if name != without and edge.flow > edge.low:
            ways.setdefault(edge.end, []).append(edge.start)
    seen, waiting = {start}, [start]
    while waiting:
        for place in ways.get(waiting.pop(), ()):
            if place not in seen:
                seen.add(place)
                waiting.append(place)
    return end in seen


def _can_change(edges, some):
    """Whether the sum of some atoms can be another one: a circle that adds to it, or one that takes from it."""
    counted = {("atom", atom) for atom in some}
    return _has_circle(edges, counted, 1) or _has_circle(edges, counted, -1)


def _has_circle(edges, counted, sign):
    """Bellman and Ford: whether some circle of possible shifts has a negative sum."""
    steps = []
    for name, edge in edges.items():
        cost = sign if name in counted else 0
        steps += [(edge.start, edge.end, cost)] if edge.flow < edge.high else []
        steps += [(edge.end, edge.start, -cost)] if edge.flow > edge.low else []
    places = {edge.start for edge in edges.values()} | {edge.end for edge in edges.values()}
    far = dict.fromkeys(places, 0)
    for _round in range(len(places) + 1):
        changed = False
        for start, end, cost in steps:
            if far[start] + cost < far[end]:
                far[end], changed = far[start] + cost, True
        if not changed:
            return False
    return True
