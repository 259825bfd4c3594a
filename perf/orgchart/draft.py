"""What the chart would be after the steps of a draft: plain seats in, plain seats out; nothing is written."""
from ..kernel.errors import Refused
from ..kernel.words import _
from ..people.queries import Chart, Seat, loops_in

NOBODY = (None,) * 7        # of a Seat: who holds it


class Draft:
    """The seats of a day with steps done to them: `seats` {id: [Seat, …]}, those that a draft opens numbered -1, -2, …"""

    def __init__(self, house):
        self.seats = {seat_id: list(held) for seat_id, held in house.held.items()}

    @property
    def chart(self):
        return Chart([seat for held in self.seats.values() for seat in held])

    def do(self, does, given):
        """Do one step, or refuse in words."""
        getattr(self, f"_{does}")(**given)
        return self

    def _hang(self, seat, above):
        """A seat reports to another one, or to nobody."""
        self._there(seat)
        if above is not None:
            self._there(above, "above")
        self._set(seat, reports_to=above)
        self._refuse_loop()

    def _open(self, seat, title, department, above):
        """A new seat, vacant."""
        if above is not None:
            self._there(above, "above")
        self.seats[seat] = [Seat(seat, None, title, None, department or None, above, *NOBODY)]

    def _close(self, seat):
        """A vacant seat is taken out; who reports to it reports to the seat above."""
        held = self._there(seat)
        if held[0].person_id:
            raise Refused(_("%(name)s holds that seat. Give them another one first.", name=held[0].name), "seat")
        for other in self.seats:
            if self.seats[other][0].reports_to == seat:
                self._set(other, reports_to=held[0].reports_to)
        del self.seats[seat]

    def _change(self, seat, title, department):
        """A seat gets another role or department."""
        self._there(seat)
        self._set(seat, title=title, department=department or None, role_id=None, department_id=None)

    def _sit(self, seat, person):
        """A person leaves their seat, which stays vacant, for another one that is vacant."""
        target = self._there(seat)
        if target[0].person_id and not target[0].is_interim:
            raise Refused(_("%(name)s holds that seat. Choose a vacant one.", name=target[0].name), "seat")
        held = next((one for rows in self.seats.values() for one in rows if one.person_id == person and not one.is_interim), None)
        if person is None or held is None:
            raise Refused(_("That person holds no seat."), "person")
        rest = [one for one in self.seats[held.id] if one is not held]
        self.seats[held.id] = rest or [_empty(held)]
        base = target[0]
        self.seats[seat] = [Seat(base.id, base.role_id, base.title, base.department_id, base.department, base.reports_to, held.person_id,
                                 held.first_name, held.last_name, False, held.hired_on, held.employee_id, held.email)]

    def _there(self, seat, field="seat"):
        if seat not in self.seats:
            raise Refused(_("That seat is not in this draft. Choose another one."), field)
        return self.seats[seat]

    def _set(self, seat, **given):
        self.seats[seat] = [one._replace(**given) for one in self.seats[seat]]

    def _refuse_loop(self):
        above = {seat: held[0].reports_to for seat, held in self.seats.items() if held[0].reports_to in self.seats}
        for loop in loops_in(above):
            names = [self.seats[one][0].name or self.seats[one][0].title for one in [*loop, loop[0]]]
            raise Refused(_("That would make a loop in the reporting line: %(names)s. Choose a seat that is not below this one.",
                            names=" → ".join(names)), "above")


def _empty(seat):
    return Seat(seat.id, seat.role_id, seat.title, seat.department_id, seat.department, seat.reports_to, *NOBODY)


def after(house, steps):
    """The chart after steps [(does, given)]; a step that no longer fits the present is left aside: (chart, [(step number, why)])."""
    draft, misfits = Draft(house), []
    for number, (does, given) in enumerate(steps):
        before = dict(draft.seats)
        try:
            draft.do(does, given)
        except Refused as no:
            draft.seats = before
            misfits.append((number, no.words))
    return draft.chart, misfits
