"""The seats that an import makes, moves and closes. Children stay attached to whoever they reported to."""
from datetime import timedelta

from ..kernel import clock, words
from .models import Assignment, Position
from .staff_record import inserted
from .staff_shapes import NO_TITLE


class Seats:
    """Writes positions and assignments of a plan; `at` knows the seat of every node."""

    def __init__(self, plan, before, record, roles, departments, people):
        self.plan, self.before, self.record = plan, before, record
        self.roles, self.departments, self.people = roles, departments, people
        self.today, self.yesterday = clock.today(), clock.today() - timedelta(days=1)
        self.at = {f"p{person}": hold.seat for person, hold in before.seat_of.items()}
        self.at.update({f"s{seat}": seat for seat in before.seats})
        self.parents = {seat.id: seat.reports_to for seat in before.seats.values()}
        self.moved = []                         # persons whose role, department or manager is another now
        self.closing = {}                       # seat made for a leaver -> last day

    def write(self):
        self._make()
        self._repoint()
        self._attach()
        self._days()
        self._close()

    # New seats, and those who move to them

    def _make(self):
        wanted = [*self._of_new(), *self._of_moved(), *self._of_made(), *self._of_leading()]
        ids = inserted(self.record, Position, [seat for _node, seat, _hold in wanted])
        for (node, seat, _hold), row in zip(wanted, ids):
            self._take_over(node, row)
            self.at[node], self.parents[row] = row, None
        holds = [dict(hold, position=self.at[node], person=self.people[node]) for node, _seat, hold in wanted if hold]
        inserted(self.record, Assignment, holds)

    def _of_new(self):
        """A seat for each row that had none."""
        for line in self.plan.lines:
            given = {name: new for name, _old, new in line.changes}
            has_seat = line.person and line.person.id in self.before.seat_of
            if line.is_in and "role" in given and not has_seat:
                first, last = line.after("hired_on"), line.after("left_on")
                yield line.node, self._seat(given["role"], given.get("department"), first), _hold(first, last)

    def _of_moved(self):
        """Somebody here who does something else from today: a new seat, the old one ends."""
        self.leaving = {}
        for line in self.plan.lines:
            given = {name: new for name, _old, new in line.changes}
            if line.state == "changed" and self._is_a_move(line, given):
                seat = self.before.seat(line.person.id)
                self.leaving[line.node] = seat
                yield (line.node, self._seat(given.get("role", seat.role), given.get("department", seat.department), self.today),
                       _hold(self.today, line.after("left_on")))

    def _is_a_move(self, line, given):
        hold = self.before.seat_of.get(line.person.id)
        if hold is None or not {"role", "department", "leader"} & set(given):
            return False
        left = line.after("left_on")
        if left and left <= self.today:
            return False
        if len(self.before.holders[hold.seat]) > 1:
            return True                         # a shared seat stays with the others
        seat = self.before.seats[hold.seat]
        fresh = hold.alone and hold.starts and hold.starts >= self.today
        role = "role" in given and seat.role != NO_TITLE
        return bool((role or "department" in given and seat.department) and not fresh)

    def _of_made(self):
        for made in self.plan.made:
            yield made.node, self._seat(made.title, made.department, None), _hold(None, None) if made.is_person else None

    def _of_leading(self):
        for person in self.plan.seats_for:
            yield f"p{person.id}", self._seat(NO_TITLE, None, person.hired_on), _hold(person.hired_on, person.left_on)

    def _seat(self, role, department, opened):
        return {"role": self.roles[words.plain(role)], "opened_on": opened,
                "department": self.departments[words.plain(department)] if department else None}

    def _take_over(self, node, row):
        """The old seat ends; whoever reported to it reports to the new one."""
        old = self.leaving.get(node)
        if old is None:
            return
        hold = self.before.seat_of[int(node[1:])]
        last = max(self.yesterday, hold.starts or self.yesterday)
        self.record.change(Assignment, hold.id, ends=(hold.ends, last))
        self.parents[row] = self.parents[old.id]
        if len(self.before.holders[old.id]) > 1:
            return
        self.record.change(Position, old.id, closed_on=(old.closed_on, max(last, old.opened_on or last)))
        self._reparent([seat for seat, parent in self.parents.items() if parent == old.id and seat != row], row)

    # Seats that stay, with something else about them

    def _repoint(self):
        for line in self.plan.lines:
            if line.state != "changed" or line.person.id not in self.before.seat_of:
                continue
            given = {name: (old, new) for name, old, new in line.changes}
            if {"role", "department", "leader"} & set(given) and not _is_gone(line, self.today):
                self.moved.append(line.person.id)
            if line.node not in self.leaving:
                self._repoint_seat(self.before.seat(line.person.id), given)

    def _repoint_seat(self, seat, given):
        cells = {}
        if "role" in given:
            cells["role"] = (self.roles[words.plain(seat.role)], self.roles[words.plain(given["role"][1])])
        if "department" in given:
            cells["department"] = tuple(name and self.departments[words.plain(name)] for name in
                                        (seat.department, given["department"][1]))
        self.record.change(Position, seat.id, **cells)

    def _attach(self):
        """Reporting lines: one statement for each seat that is reported to."""
        below = {}
        for line in self.plan.lines:
            if line.is_in and line.node in self.at and any(name == "leader" for name, _old, _new in line.changes):
                below.setdefault(self._above(line.leader), []).append(self.at[line.node])
        for made in self.plan.made:
            if made.above:
                below.setdefault(self._above(made.above), []).append(self.at[made.node])
        for node in self.leaving:               # a move keeps the manager unless the list names another
            seat = self.at[node]
            if not any(seat in seats for seats in below.values()):
                below.setdefault(self.parents[seat], []).append(seat)
        for above, seats in below.items():
            self._reparent(seats, above, fresh=True)

    def _above(self, node):
        return self.at[node] if node else None

    def _reparent(self, seats, above, fresh=False):
        made = {row for name, row, _values in self.record.made if name == "position"}
        old = {seat: self.parents[seat] for seat in seats if seat not in made}
        self.record.change_all(Position, old, "reports_to", above)
        new = [seat for seat in seats if seat in made]
        if new and (above is not None or not fresh):
            Position.update(reports_to=above).where(Position.id << new).execute()
            for name, row, values in self.record.made:
                if name == "position" and row in new:
                    values["reports_to"] = above
        self.parents.update(dict.fromkeys(seats, above))

    # First and last days

    def _days(self):
        """Where a first or last day changed, the assignment that rested on it changes with it."""
        for line in self.plan.lines:
            given = {name: (old, new) for name, old, new in line.changes}
            hold = self.before.seat_of.get(line.person.id) if line.person else None
            if hold is None or line.state != "changed" or line.node in self.leaving:
                continue
            if "hired_on" in given and hold.starts == given["hired_on"][0] and hold.alone:
                seat, new = self.before.seats[hold.seat], given["hired_on"][1]
                self.record.change(Assignment, hold.id, starts=(hold.starts, new))
                if seat.opened_on == given["hired_on"][0]:
                    self.record.change(Position, seat.id, opened_on=(seat.opened_on, new))
            if "left_on" in given:
                self._last_day(hold, *given["left_on"])

    def _last_day(self, hold, old, new):
        if hold.ends == old or new and (hold.ends is None or hold.ends > new):
            self.record.change(Assignment, hold.id, ends=(hold.ends, new))

    def _close(self):
        """The seat of somebody who has left is closed that day, unless somebody who is here reports to it."""
        needed = self._needed()
        for line in self.plan.lines:
            if line.is_in and line.node in self.at and _is_gone(line, self.today):
                seat = self.before.seats.get(self.at[line.node])
                now = seat.closed_on if seat else None
                alone = not seat or len(self.before.holders.get(seat.id, [])) < 2
                wanted = None if self.at[line.node] in needed or not alone else line.after("left_on")
                if line.state != "unchanged" or wanted is None:
                    self._set_closed(self.at[line.node], now, wanted)
            elif line.state == "changed" and any(n == "left_on" and old for n, old, _new in line.changes):
                seat = self.before.seat(line.person.id)
                if seat and seat.closed_on and seat.closed_on == line.person.left_on:
                    self._set_closed(seat.id, seat.closed_on, None)
        for seat in self.before.seats.values():
            if seat.id in needed and seat.closed_on and seat.closed_on < self.today and self.parents_changed_to(seat.id):
                self._set_closed(seat.id, seat.closed_on, None)

    def parents_changed_to(self, seat_id):
        """Whether somebody reports to this seat who did not before."""
        return any(above == seat_id and (seat not in self.before.seats or self.before.seats[seat].reports_to != seat_id)
                   for seat, above in self.parents.items())

    def _set_closed(self, seat, old, new):
        if seat in self.before.seats:
            key = ("position", seat, "closed_on")
            if not any(cell[:3] == key for cell in self.record.cells):
                self.record.change(Position, seat, closed_on=(old, new))
        elif new:
            self.closing.setdefault(new, []).append(seat)
            Position.update(closed_on=new).where(Position.id == seat).execute()
            for name, row, values in self.record.made:
                if name == "position" and row == seat:
                    values["closed_on"] = new.isoformat()

    def _needed(self):
        """Every seat above somebody who is here."""
        gone = {line.node for line in self.plan.lines if line.is_in and _is_gone(line, self.today)}
        gone |= {f"p{person.id}" for person in self.before.people.values() if person.left_on and person.left_on < self.today
                 and f"p{person.id}" not in {line.node for line in self.plan.lines if line.is_in}}
        needed = set()
        for node, seat in self.at.items():
            if node in gone or node[0] == "s":
                continue
            above = self.parents.get(seat)
            while above is not None and above not in needed:
                needed.add(above)
                above = self.parents.get(above)
        return needed


def _hold(starts, ends):
    return {"starts": starts, "ends": ends}


def _is_gone(line, today):
    left = line.after("left_on")
    return bool(left and left < today)
