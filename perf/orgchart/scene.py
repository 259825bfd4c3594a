"""What a drawing of the chart shows of each seat, and where: for the page, for paper and for a file alike."""
import re
from collections import namedtuple

from ..kernel.words import _
from . import drawing, queries

NUMBER = re.compile("-?[0-9]{1,18}")
SMALL = 40              # so many seats are all shown at once
NOBODY = {}
SPAN = 3, 10            # reports of one manager; outside is flagged for HR (PRACTICE 9)

# One box: `count` persons below it, `span` its reports where that is flagged, `is_open` None where nobody is below
Mark = namedtuple("Mark", "id x y label name role department tip count span is_open hue above person_id kind")
Scene = namedtuple("Scene", "width height marks lines dotted folded hues")


def opened(house, me_ids, folded=""):
    """The seats whose reports are shown. `folded`: "none", or those that are not, such as "3.17"; else the ways to one's own place.

    What is told is which are folded, so that a team that comes into being meanwhile is seen.
    """
    parents = set(house.below) - {None}
    if folded == "none" or not folded and len(house.seats) <= SMALL:
        return parents
    if folded:
        return parents - {int(number) for number in folded.split(".") if NUMBER.fullmatch(number)}
    return parents & (queries.ways(house, me_ids) | {seat.id for seat in house.below.get(None, ())})


def scene(house, is_opened, *, own=frozenset(), found=frozenset(), away=NOBODY, dotted=(), flags=False, linked=None):
    """Everything that is drawn, for a chart and the seats whose reports are shown; `linked`: the persons whose page opens (None: all)."""
    whole = queries.drawn_below(house)
    below = {key: seats for key, seats in whole.items() if key is None or key in is_opened}
    picture = drawing.draw(below.get(None, []), below, queries.labels(house))
    colours, counts, spans = queries.hues(house), queries.people_below(house, queries.descent(house)), queries.spans(house) if flags else {}
    marks = [_mark(house, box, whole, is_opened, own, found, away, colours, counts, spans, linked) for box in picture.boxes]
    return Scene(picture.width + 2 * drawing.MARGIN, picture.height + drawing.MARGIN + drawing.ABOVE, marks, picture.lines,
                 drawing.dotted(picture.boxes, dotted), sorted(set(house.below) - {None} - is_opened), sorted(set(colours.values())))


def part(house, heads, below, away):
    """One sheet of paper: the seats at its head with what is drawn below them."""
    picture = drawing.draw(heads, below, queries.labels(house))
    colours, counts = queries.hues(house), queries.people_below(house, queries.descent(house))
    whole, is_opened = house.below, {one for one in below if below[one]}
    marks = [_mark(house, box, whole, is_opened, (), (), away, colours, counts, {}, None) for box in picture.boxes]
    return Scene(picture.width + 2 * drawing.MARGIN, picture.height + drawing.MARGIN + drawing.ABOVE, marks, picture.lines, [], [],
                 sorted(set(colours.values())))


def _mark(house, box, whole, is_opened, own, found, away, colours, counts, spans, linked):
    seat, held = house.seats[box.id], [one for one in house.held[box.id] if one.person_id]
    name = ", ".join(one.name for one in held) or _("vacant")
    is_away = bool(held) and all(one.person_id in away for one in held)
    before = _("standing in:") + " " if seat.is_interim else _("away:") + " " if is_away else ""
    span = spans.get(box.id)
    kind = "".join((" drawn__seat--vacant" * (not held), " drawn__seat--own" * (box.id in own), " drawn__seat--found" * (box.id in found),
                    " drawn__seat--away" * is_away))
    return Mark(box.id, box.x, box.y, box.label, name, before + (seat.title or ""), seat.department,
                _tip(seat, name, is_away, [away[one.person_id] for one in held if is_away and away[one.person_id]]),
                counts[box.id] or len(whole.get(box.id, ())), span if span and not SPAN[0] <= span <= SPAN[1] else None,
                box.id in is_opened if whole.get(box.id) else None, colours[seat.department_id], seat.reports_to or 0,
                seat.person_id if linked is None or seat.person_id in linked else None, kind)


def _tip(seat, name, is_away, why):
    said = [name, seat.title, seat.department, _("standing in") if seat.is_interim else None, ": ".join([_("away"), *why]) if is_away else None]
    return ", ".join(part for part in said if part)
