"""What is otherwise between two charts: two days, or the present and a draft. Plain values in, plain values out."""
from collections import namedtuple

# Who came and went: seats. Who moved: (seat before, seat after, what: a set of "role", "department", "manager").
Differences = namedtuple("Differences", "came went moved opened closed")


def between(before, after):
    """Compare two Charts: persons who came, went or moved, and vacant seats that came or went."""
    came = [after.of_person[one] for one in after.of_person if one not in before.of_person]
    went = [before.of_person[one] for one in before.of_person if one not in after.of_person]
    moved = []
    for one in before.of_person.keys() & after.of_person.keys():
        what = _otherwise(before, after, one)
        if what:
            moved.append((before.of_person[one], after.of_person[one], what))
    vacant, later = _vacant(before), _vacant(after)
    return Differences(_by_name(came), _by_name(went), sorted(moved, key=lambda pair: _name(pair[1])),
                       _by_title(later[one] for one in later.keys() - before.seats.keys()),
                       _by_title(vacant[one] for one in vacant.keys() - after.seats.keys()))


def _otherwise(before, after, person_id):
    was, now = before.of_person[person_id], after.of_person[person_id]
    said = set()
    if was.title != now.title:
        said.add("role")
    if (was.department or "") != (now.department or ""):
        said.add("department")
    if _lead(before, was) != _lead(after, now):
        said.add("manager")
    return said


def _lead(chart, seat):
    above = chart.seat_above(seat)
    return above and above.person_id


def heads(chart):
    """How many persons each department has; None for those in none."""
    found = {}
    for one in chart.of_person.values():
        found[one.department] = found.get(one.department, 0) + 1
    return found


def _vacant(chart):
    return {seat.id: seat for seat in chart.seats.values() if not seat.person_id}


def _by_name(seats):
    return sorted(seats, key=_name)


def _name(seat):
    return (seat.last_name or "").casefold(), (seat.first_name or "").casefold(), seat.id


def _by_title(seats):
    return sorted(seats, key=lambda seat: (seat.title or "", seat.id))
