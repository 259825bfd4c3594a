"""Who will sit where after an import: worked out in memory, so that it can be tried on thousands of lists.

A seat has a key: its id, or "n" and the node it is made for. Whoever reported to somebody who moves goes along.
"""
from datetime import timedelta

from .shapes import NO_TITLE

SEAT_CHANGES = {"role", "department", "leader"}


class Seats:
    """All seats and holds as they will be; `at` knows the seat of every node."""

    def __init__(self, plan, known, today):
        self.plan, self.known, self.today = plan, known, today
        self.seats = {seat.id: {"role": seat.role, "department": seat.department, "reports_to": seat.reports_to,
                                "opened_on": seat.opened_on, "closed_on": seat.closed_on} for seat in known.seats.values()}
        self.holds = {hold.id: {"position": hold.seat, "person": f"p{hold.person}", "starts": hold.starts, "ends": hold.ends}
                      for hold in known.seat_of.values()}
        self.at = {f"s{seat}": seat for seat in known.seats}
        self.at.update({f"p{person}": hold.seat for person, hold in known.seat_of.items()})
        self.lines = {line.node: line for line in plan.lines if line.is_in}
        self.moved = []                         # persons here whose role, department or manager becomes another

    def work_out(self):
        for line in self.lines.values():
            self._seat_line(line)
        for made in self.plan.made:
            self._sit_down(made.node, made.title, made.department, None, made.is_person and (None, None))
        for person in self.plan.seats_for:
            self._sit_down(f"p{person.id}", NO_TITLE, None, person.hired_on, (person.hired_on, person.left_on))
        self._attach()
        self._close()
        return self

    def _seat_line(self, line):
        given = {name: (old, new) for name, old, new in line.changes}
        hold = line.person and self.known.seat_of.get(line.person.id)
        if not hold and "role" in given:
            first, last = line.after("hired_on"), line.after("left_on")
            self._sit_down(line.node, given["role"][1], given.get("department", (None, None))[1], first, (first, last))
        elif hold and given:
            self._change_seat(line, hold, given)
            if SEAT_CHANGES & set(given) and not self._is_gone(line):
                self.moved.append(line.person.id)

    def _sit_down(self, node, role, department, opened, hold):
        key = f"n{node}"
        self.seats[key] = {"role": role, "department": department, "reports_to": None, "opened_on": opened, "closed_on": None}
        self.at[node] = key
        if hold:
            self.holds[key] = {"position": key, "person": node, "starts": hold[0], "ends": hold[1]}

    def _change_seat(self, line, hold, given):
        self._change_days(hold, given)
        if self._is_a_move(line, hold, given):
            self._move(line, hold, given)
            return
        for name in ("role", "department"):
            if name in given:
                self.seats[hold.seat][name] = given[name][1]

    def _is_a_move(self, line, hold, given):
        """A new seat from today on; the same seat where it is new itself, only gets filled in, or belongs to the past."""
        if not SEAT_CHANGES & set(given) or self._is_gone(line):
            return False
        if len(self.known.holders[hold.seat]) > 1:
            return True                         # a shared seat stays with the others
        seat = self.known.seats[hold.seat]
        is_new = hold.alone and hold.starts and hold.starts >= self.today
        is_other = "role" in given and seat.role != NO_TITLE or "department" in given and seat.department
        return bool(is_other and not is_new)

    def _move(self, line, hold, given):
        old, last = self.seats[hold.seat], self.today - timedelta(days=1)
        role, department = (given[name][1] if name in given else old[name] for name in ("role", "department"))
        self._sit_down(line.node, role, department, self.today, (self.today, line.after("left_on")))
        key = self.at[line.node]
        self.seats[key]["reports_to"] = old["reports_to"]
        self.holds[hold.id]["ends"] = max(last, hold.starts or last)
        if len(self.known.holders[hold.seat]) == 1:
            old["closed_on"] = max(last, old["opened_on"] or last)
            for other in self.seats.values():
                if other["reports_to"] == hold.seat:
                    other["reports_to"] = key

    def _change_days(self, hold, given):
        """Where a first or last day changes, what rested on it changes with it."""
        mine, seat = self.holds[hold.id], self.seats[hold.seat]
        if "hired_on" in given and hold.alone and hold.starts == given["hired_on"][0]:
            mine["starts"] = given["hired_on"][1]
            if seat["opened_on"] == given["hired_on"][0]:
                seat["opened_on"] = mine["starts"]
        if "left_on" in given:
            old, new = given["left_on"]
            if hold.ends == old or new and (hold.ends is None or hold.ends > new):
                mine["ends"] = new
            if seat["closed_on"] and seat["closed_on"] == old:
                seat["closed_on"] = None

    def _attach(self):
        for line in self.lines.values():
            if any(name == "leader" for name, _old, _new in line.changes):
                self.seats[self.at[line.node]]["reports_to"] = self.at[line.leader] if line.leader else None
        for made in self.plan.made:
            if made.above:
                self.seats[self.at[made.node]]["reports_to"] = self.at[made.above]

    def _close(self):
        """The seat of somebody who has left is closed that day, unless somebody who is here reports to it."""
        needed = self._needed()
        for line in self.lines.values():
            key, last = self.at.get(line.node), line.after("left_on")
            if key is None or not self._is_gone(line) or len(self.known.holders.get(key, [])) > 1:
                continue
            if line.state == "new" or any(name in ("left_on", "role") for name, _old, _new in line.changes):
                self.seats[key]["closed_on"] = last
            if key in needed:
                self.seats[key]["closed_on"] = None
        for key in needed & set(self.known.seats):
            if self.seats[key]["closed_on"] and self._has_new_reports(key):
                self.seats[key]["closed_on"] = None

    def _needed(self):
        """Every seat above somebody who is here."""
        needed = set()
        for node, key in self.at.items():
            if node[0] != "s" and not self._has_left(node):
                above = self.seats[key]["reports_to"]
                while above is not None and above not in needed:
                    needed.add(above)
                    above = self.seats[above]["reports_to"]
        return needed

    def _has_left(self, node):
        if node in self.lines:
            return self._is_gone(self.lines[node])
        person = self.known.people.get(int(node[1:])) if node[0] == "p" else None
        return bool(person and person.left_on and person.left_on < self.today)

    def _has_new_reports(self, key):
        return any(seat["reports_to"] == key and (name not in self.known.seats or self.known.seats[name].reports_to != key)
                   for name, seat in self.seats.items())

    def _is_gone(self, line):
        last = line.after("left_on")
        return bool(last and last < self.today)
