"""The organisation as a tree that a page can write from top to bottom."""
from collections import namedtuple

import peewee as pw
from markupsafe import Markup

from ..accounts import queries as accounts
from ..kernel import trail, words
from ..kernel.errors import Refused
from ..kernel.words import _
from ..people import queries as people
from ..people.models import Person
from .draft import Draft
from .models import ChartLink, Reader, Step

CLOSE = [Markup("</ul></details></li>") * count for count in range(40)]

# One seat: `count` persons below it, `opens` where it has reports, `closes` the lists that end after it
Node = namedtuple("Node", "seat holders count opens is_open is_me is_found closes department hue")


def tree(house, me, found=frozenset(), unfold=False):
    """Every seat that hangs together, each before those below it, open along the ways that this reader needs."""
    order = descent(house)
    counts = people_below(house, order)
    own, colours = {seat.id for seat in house.seats_of(me.id)}, hues(house)
    is_open = None if unfold else ways(house, own | found) | tops(house, me)
    return [_node(house, own, found, counts, is_open, seat, ends, colours) for seat, ends in order]


def descent(house):
    """(seat, how many lists end after it), parents before children; iterative, so any depth will do."""
    order, waiting = [], [(seat, 0) for seat in reversed(_below(house, None))]
    while waiting:
        seat, ends = waiting.pop()
        below = _below(house, seat.id)
        order.append((seat, 0 if below else ends))
        waiting += [(child, ends + 1 if child is below[-1] else 0) for child in reversed(below)]
    return order


def people_below(house, order):
    """How many persons sit below each seat."""
    counts = {}
    for seat, _ends in reversed(order):
        counts[seat.id] = sum(counts[child.id] + sum(1 for held in house.held[child.id] if held.person_id)
                              for child in house.below.get(seat.id, ()))
    return counts


def spans(house):
    """How many persons report to the holder of each seat, those behind a vacant seat included; of seats with any."""
    found = {}
    for seat, _ends in reversed(descent(house)):
        found[seat.id] = sum(1 if below.person_id else found[below.id] for below in house.below.get(seat.id, ()))
    chairs = {seat.id for seat in house.below.get(None, ()) if found[seat.id] == 1}      # above the director alone
    return {seat_id: count for seat_id, count in found.items() if count and house.seats[seat_id].person_id and seat_id not in chairs}


def out_of_span(house, least, most):
    """The managers who lead fewer or more than that: (seat, how many), by how many."""
    found = [(house.seats[seat_id], count) for seat_id, count in spans(house).items() if not least <= count <= most]
    return sorted(found, key=lambda one: (one[1], one[0].last_name or ""))


def ways(house, targets):
    """The seats to open so that these can be seen: all above them, and they themselves."""
    opened = set(targets) & set(house.seats)
    for seat_id in set(opened):
        above = house.seats[seat_id].reports_to
        while above in house.seats and above not in opened:
            opened.add(above)
            above = house.seats[above].reports_to
    return opened


def tops(house, me):
    """The top is open; for who sits nowhere also a seat alone below it, as a director's below the board's chair."""
    found = house.below.get(None, ())
    alone = [] if me.id in house.of_person else [below[0] for below in (house.below.get(top.id, ()) for top in found) if len(below) == 1]
    return {seat.id for seat in (*found, *alone)}


def matching(house, text):
    """The seats whose holder, role or department holds every word."""
    asked = words.plain(text).split()
    if not asked:
        return frozenset()
    return frozenset(seat_id for seat_id, held in house.held.items() if all(
        word in words.plain(" ".join(f"{seat.first_name or ''} {seat.last_name or ''} {seat.title} {seat.department or ''}"
                                     for seat in held)) for word in asked))


def steps_of(scenario):
    """The steps of a draft in order: [(does, given)]."""
    return [(step.does, step.given) for step in Step.select().where(Step.scenario == scenario).order_by(Step.id)]


def told_steps(steps, house):
    """Each step of a draft in words; seats are called as the steps before it left them."""
    draft, told = Draft(house), []
    for does, given in steps:
        told.append(_told(does, given, draft.seats))
        before = dict(draft.seats)
        try:
            draft.do(does, given)
        except Refused:
            draft.seats = before
    return told


def _told(does, given, seats):
    def called(number):
        held = seats.get(number)
        return (held[0].name or held[0].title) if held else _("a seat that is no longer there")
    name = called(given.get("seat"))
    if does == "hang":
        return _("%(name)s reports to %(above)s", name=name, above=called(given["above"])) if given["above"] else _("%(name)s reports to nobody", name=name)
    if does == "open":
        return _("A new seat: %(title)s, below %(above)s", title=given["title"], above=called(given["above"]))
    if does == "close":
        return _("The seat %(title)s is taken out", title=name)
    if does == "sit":
        who = next((one.name for held in seats.values() for one in held if one.person_id == given["person"]), _("somebody who is no longer there"))
        return _("%(who)s moves to the seat %(title)s", who=who, title=seats[given["seat"]][0].title if given["seat"] in seats else name)
    return _("%(name)s becomes %(title)s", name=name, title=", ".join(filter(None, (given["title"], given["department"]))))


def link_of(secret):
    """The open link that a secret belongs to, or None."""
    found = ChartLink.get_or_none(ChartLink.secret == accounts.digest(secret)) if secret else None
    return found if found is not None and found.is_open else None


def times_opened():
    """{link id: how often somebody came in by it}, as the trail tells."""
    lines = trail.TrailLine.select(trail.TrailLine.row_id, pw.fn.COUNT(trail.TrailLine.id)).where(trail.TrailLine.verb == "open_chart_link")
    return dict(lines.group_by(trail.TrailLine.row_id).tuples())


def readers_of(scenario):
    """Those with whom a draft is shared, by name."""
    found = Person.select().join(Reader).where(Reader.scenario == scenario)
    return list(found.order_by(Person.last_name, Person.first_name))


def loose_ends(house, everybody):
    """What HR should mend: persons without a seat, circles, seats that report to one that is closed."""
    return {"without_seat": people.without_seat(house, everybody), "circling": people.circling(house),
            "astray": [seat for seat in house.below.get(None, []) if seat.reports_to]}


def hues(house):
    """One of twelve hues for each department, as far apart as they go; 0 for none."""
    found = sorted({seat.department_id for seat in house.seats.values() if seat.department_id})
    return {None: 0, **{department_id: number * 5 % 12 + 1 for number, department_id in enumerate(found)}}


def drawn_below(house):
    """The ids of the seats below each, for the drawing: one's own department first, then each of the others together."""
    def order(seat):
        above = house.seats.get(seat.reports_to)
        own = above is not None and above.department_id == seat.department_id
        return not own, seat.department or ""
    return {seat_id: [seat.id for seat in sorted(seats, key=order)] for seat_id, seats in house.below.items()}


def labels(house):
    """The department of each seat that does not share it with the seat above."""
    above = {seat.id: house.seats.get(seat.reports_to) for seat in house.seats.values()}
    return {seat.id: seat.department for seat in house.seats.values()
            if seat.department and (above[seat.id] is None or above[seat.id].department_id != seat.department_id)}


def _node(house, own, found, counts, is_open, seat, ends, colours):
    above = house.seats.get(seat.reports_to)
    held = house.held[seat.id]
    is_parent = seat.id in house.below
    return Node(seat, [one for one in held if one.person_id], counts[seat.id], is_parent,
                is_parent and (is_open is None or seat.id in is_open), seat.id in own,
                seat.id in found, _closing(ends),
                seat.department if above is None or above.department_id != seat.department_id else None, colours[seat.department_id])


def _below(house, seat_id):
    return sorted(house.below.get(seat_id, ()), key=lambda seat: seat.person_id is None)


def _closing(count):
    return CLOSE[count] if count < len(CLOSE) else Markup("</ul></details></li>") * count
