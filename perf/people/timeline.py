"""What has become of somebody here, as dated entries: arithmetic on the facts, which the page puts into words."""
from collections import namedtuple
from datetime import date, timedelta

DAY = timedelta(days=1)
BEGINNING = date.min        # of what nobody wrote the beginning down

# One thing that became otherwise. `seat`: the id of a seat; `person`, `before`: ids of managers; `kind` of a leave where it may be known
Entry = namedtuple("Entry", "on what seat person before until kind others", defaults=(None, None, None, None, None, ()))

# A day with all that became otherwise on it, and notes; `on` is None for what was since before anybody wrote it down
Day = namedtuple("Day", "on entries notes")

ORDER = ("left", "back", "promoted", "seat", "first", "manager", "ended", "stood in", "away")


def days(facts, person_id, stays=(), leaves=(), promotions=(), notes=None):
    """The latest day first.

    stays: (first day, last day) of each time here, in their order; leaves: (first, last, kind or None);
    promotions: their days; notes: {day: texts}.
    """
    found = [*_stays(stays), *_seats(facts, person_id, stays, set(promotions)), *_managers(facts, person_id), *_interims(facts, person_id),
             *(Entry(first, "away", until=last, kind=kind) for first, last, kind in leaves)]
    by_day = {}
    for entry in sorted(found, key=lambda one: ORDER.index(one.what)):
        by_day.setdefault(entry.on, []).append(entry)
    return [Day(None if on == BEGINNING else on, entries, (notes or {}).get(on, ())) for on, entries in sorted(by_day.items(), reverse=True)]


def _stays(stays):
    for number, (first, last) in enumerate(stays):
        if first:
            yield Entry(first, "back" if number else "first")
        if last:
            yield Entry(last, "left")


def _seats(facts, person_id, stays, promotions):
    """Each seat of one's own with the day on which it began; a seat that ended with nothing after it."""
    held, last_days = own(facts, person_id), {last for _first, last in stays}
    begins = {hold["starts"] for hold in held}
    for hold in held:
        on = hold["starts"] or BEGINNING
        what = "promoted" if on in promotions else "seat"
        yield Entry(on, what, seat=hold["position"], others=_others(facts, hold, person_id))
        ends = hold["ends"]
        if ends and ends not in last_days and not any(first == ends + DAY for first in begins):
            yield Entry(ends, "ended", seat=hold["position"])
    for on in promotions - begins:          # the seat stayed what it was
        yield Entry(on, "promoted", seat=seat_on(held, on))


def _managers(facts, person_id):
    """The days on which somebody else became the manager."""
    held = own(facts, person_id)
    starts, over = {hold["starts"] or BEGINNING for hold in held}, {hold["ends"] + DAY for hold in held if hold["ends"]}
    before = None
    for day in sorted({*facts.days(), *starts, *over}):
        seat = seat_on(held, day)
        now = facts.manager(seat, person_id, day) if seat else None
        if now != before and seat and (now or day not in starts):
            yield Entry(day, "manager", person=now, before=before)
        before = now


def _interims(facts, person_id):
    for hold in facts.holds.values():
        if hold["person"] == person_id and hold["is_interim"]:
            yield Entry(hold["starts"] or BEGINNING, "stood in", seat=hold["position"], until=hold["ends"])


def own(facts, person_id):
    found = [hold for hold in facts.holds.values() if hold["person"] == person_id and not hold["is_interim"]]
    return sorted(found, key=lambda hold: (hold["starts"] or BEGINNING, hold["id"]))


def seat_on(held, day):
    return next((hold["position"] for hold in held if (hold["starts"] or BEGINNING) <= day and (hold["ends"] is None or hold["ends"] >= day)), None)


def _others(facts, hold, person_id):
    """Who shared the seat on the day on which it began."""
    return tuple(one["person"] for one in facts.holds.values() if one["position"] == hold["position"] and one["person"] != person_id
                 and not one["is_interim"] and (one["starts"] or BEGINNING) <= (hold["starts"] or BEGINNING)
                 and (one["ends"] is None or hold["starts"] is None or one["ends"] >= hold["starts"]))
