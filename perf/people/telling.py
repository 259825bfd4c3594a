"""What the facts say, in words: a person's timeline, and what a change to come or of the past is."""
from collections import namedtuple

from ..kernel import clock, words
from ..kernel.words import _
from . import access, timeline
from .facts import Facts
from .dated import DAY
from .inputs import KINDS
from .models import Change, Leave, Stay

# A day of the timeline: `when` in words, `lines` as (title, text)
Told = namedtuple("Told", "when lines notes is_ahead")

# A change in words, with what can be done about it
ToldChange = namedtuple("ToldChange", "id on person_id name what by note state is_announced kind position_id")

GONE = {"hire": _("A seat"), "move": _("Another seat"), "promotion": _("A promotion"), "manager": _("Another manager"),
        "stand_in": _("Standing in"), "share": _("A shared seat"), "ended": _("The end of a seat"), "dotted": _("A dotted line"),
        "left": _("A last day"), "back": _("Coming back"), "closed": _("The end of a seat"), "seats": _("New seats"),
        "correction": _("A correction of a seat")}


class Teller:
    """Words for what the facts say, with each seat called as it was on its day."""

    def __init__(self, facts=None, hidden=()):
        self.facts, self._names = facts or Facts(hidden), {}

    def timeline(self, me, person, house):
        """The days of a person as this reader may know them."""
        promotions, notes = self._said(person)
        found = timeline.days(self.facts, person.id, stays_of(person), leaves_known(me, person, house), promotions, notes)
        today = clock.today()
        return [Told(words.day(day.on, near=False) if day.on else _("From the beginning"),
                     [self._line(entry, today) for entry in day.entries], day.notes, bool(day.on and day.on > today)) for day in found]

    def _said(self, person):
        """What the changes say that hold, or that the facts know coming: (days of promotions, {day: notes})."""
        promotions, notes = set(), {}
        for change in Change.select().where(Change.person == person, Change.state != "taken back").order_by(Change.id):
            if change.id not in self.facts.hidden:
                promotions |= {change.on} if change.kind == "promotion" else set()
                notes.setdefault(change.on, []).extend([change.note] if change.note else [])
        return promotions, notes

    def changes(self, changes):
        """Each change of a query with what it does, in words."""
        return [ToldChange(one.id, one.on - DAY if one.kind == "left" else one.on, one.person_id, self.name(one.person_id), self.what(one), self.name(one.by_id), one.note,
                           one.state, one.is_announced, one.kind, one.position_id) for one in changes]

    def what(self, change):
        """What a change does on its day."""
        if change.state == "taken back":
            return GONE.get(change.kind, change.kind)
        day, seat = change.on, change.position_id
        own = self.own_seat(change.person_id, day) if change.person_id else None
        if change.kind == "manager":
            above = self.facts.manager(own or seat, change.person_id, day)
            who = _("reports to %(name)s", name=self.name(above)) if above else _("reports to nobody")
            return who if change.person_id else f"{self.seat(seat, day)}: {who}"
        if change.kind in ("hire", "move", "promotion", "back"):
            return self._arrives(change, own, day)
        if change.kind == "left":
            return _("leaves, with this as the last day")
        return {"stand_in": _("stands in as %(seat)s"), "share": _("shares the seat %(seat)s"), "ended": _("no longer %(seat)s"),
                "dotted": _("%(seat)s: a dotted line changes"), "closed": _("the seat %(seat)s is taken out"),
                "seats": _("new seats: %(seat)s"), "correction": _("%(seat)s: role or department corrected"),
                }.get(change.kind, change.kind) % {"seat": self.seat(seat, day)}

    def _arrives(self, change, own, day):
        if own is None:
            return _("comes back") if change.kind == "back" else GONE.get(change.kind, change.kind)
        above = self.facts.manager(own, change.person_id, day)
        said = {"promotion": _("is promoted to %(seat)s"), "back": _("comes back as %(seat)s")}.get(change.kind, _("becomes %(seat)s"))
        said = said % {"seat": self.seat(own, day)}
        return f"{said}, {_('reports to %(name)s', name=self.name(above))}" if above else said

    def own_seat(self, person_id, day):
        return timeline.seat_on(timeline.own(self.facts, person_id), day)

    def name(self, person_id):
        row = self.facts.people.get(person_id)
        return f"{row[1]} {row[2]}".strip() if row else ""

    def seat(self, seat_id, day):
        """"Case Worker, Family Services", as it was called on that day."""
        position = self.facts.positions.get(seat_id)
        if position is None:
            return _("a seat")
        titles, departments = self._names_on(day)
        title, department = titles.get(position["role"], ""), departments.get(position["department"])
        return f"{title}, {department}" if department else title

    def _names_on(self, day):
        day = clock.today() if day is None or day > clock.today() else day
        if day not in self._names:
            self._names[day] = self.facts.names_on(day)
        return self._names[day]

    def _line(self, entry, today):
        """Title and text of one entry."""
        on = None if entry.on == timeline.BEGINNING else entry.on
        if entry.what in ("seat", "promoted"):
            seat = self.seat(entry.seat, on)
            title = _("Promoted to %(seat)s", seat=seat) if entry.what == "promoted" else seat
            shared = _("Shared with %(names)s", names=words.several([self.name(one) for one in entry.others])) if entry.others else ""
            return title, shared
        if entry.what == "manager":
            title = _("Reports to %(name)s", name=self.name(entry.person)) if entry.person else _("Reports to nobody")
            return title, _("Before: %(name)s", name=self.name(entry.before)) if entry.before else ""
        if entry.what == "away":
            said = KINDS.get(entry.kind, entry.kind) if entry.kind else ""
            return _("Away"), " · ".join(filter(None, [said, until(entry.until)]))
        if entry.what == "stood in":
            is_over = entry.until and entry.until < today
            said = _("Stood in as %(seat)s") if is_over else _("Stands in as %(seat)s")
            return said % {"seat": self.seat(entry.seat, on)}, until(entry.until)
        if entry.what == "ended":
            return _("No longer %(seat)s", seat=self.seat(entry.seat, on)), _("Last day on that seat")
        return {"first": _("First day"), "back": _("Came back") if entry.on <= today else _("Comes back"),
                "left": _("Left") if entry.on < today else _("Last day")}[entry.what], ""


def until(day):
    return _("until %(day)s", day=words.day(day, near=False)) if day else ""


def stays_of(person):
    """Each time that a person was here, in their order: (first day, last day)."""
    earlier = Stay.select(Stay.starts, Stay.ends).where(Stay.person == person).order_by(Stay.ends).tuples()
    return [*earlier, (person.hired_on, person.left_on)]


def leaves_known(me, person, house):
    """The leaves of a person that a reader may know of: (first, last, kind or None)."""
    knows, today = access.may_know_leave(me, person, house), clock.today()
    return [(leave.starts, leave.ends, leave.kind if knows else None) for leave in Leave.select().where(Leave.person == person)
            if knows or leave.starts <= today]
