"""How goals hang together, as lines from the top down: what a reader may see, narrowed down, folded where it gets long."""
from collections import namedtuple
from datetime import date

from ..kernel import clock
from ..kernel.db import database
from ..people import queries as people
from ..people.models import Person
from ..roles.models import Department
from . import access, states
from .models import LEVELS, Goal, is_stale
from .states import IN_FORCE

ROWS, CHILDREN, MOST = 40, 60, 600      # lines that unfold by themselves; children of one goal at once; lines of one page at the most
STATUSES = ("on track", "at risk", "off track", "none", "stale", "closed")
WHOSE = ("", "mine", "team")

# What is asked for: ids of a period and of departments; one of STATUSES and of WHOSE; open: the ids that are unfolded, None for what fits
Asked = namedtuple("Asked", "period departments status whose open whole", defaults=(None, None, "", "", None, frozenset()))
# One line: how many hang below it and whether they stand there; whether it only leads to others; how many of its children are left out
Line = namedtuple("Line", "row below is_open is_way left_out closes")

COLUMNS = {"id": Goal.id, "title": Goal.title, "level": Goal.level, "department_id": Goal.department, "department": Department.name,
           "owner_id": Goal.owner, "first_name": access.Owner.first_name, "last_name": access.Owner.last_name, "parent": Goal.parent,
           "period": Goal.period, "state": Goal.state, "status": Goal.status, "rhythm": Goal.rhythm, "starts": Goal.starts, "due": Goal.due,
           "checked_on": Goal.checked_on, "agreed_on": Goal.agreed_on, "measure": Goal.measure}


class Row(namedtuple("Row", COLUMNS)):
    """A goal of the tree, flat; its days are text, and are read only where somebody asks for them."""

    __slots__ = ()
    name = Person.name

    @property
    def is_in_force(self):
        return self.state in IN_FORCE

    @property
    def is_stale(self):
        if not self.is_in_force:
            return False
        since = date.fromisoformat(self.checked_on or max(self.starts, self.agreed_on or self.starts))
        return is_stale(states.next_after(self.rhythm, since), clock.today())


def lines(me, asked, led=None):
    """(lines of what hangs together, lines of goals that hang nowhere, how many are asked for); as many statements however many goals."""
    led = led or access.leads(me)
    rows = {row.id: row for row in _rows(me, led)}
    members = _members(asked)
    wanted = {number for number, row in rows.items() if _is_asked(row, asked, me, led, members)}
    below = _below(rows, _with_those_above(rows, wanted))
    roots = below.pop(None, [])
    aligned = [number for number in roots if number in below or rows[number].level == "organisation"]
    loose = [number for number in roots if number not in below and rows[number].level != "organisation"]
    counts = _counts(roots, below)
    opened = asked.open if asked.open is not None else _unfolded(aligned, below, MOST if _is_narrowed(asked) else ROWS) | _ways_to(me, rows)
    budget = [MOST]
    return (_lines(aligned, rows, below, counts, opened, wanted, asked.whole, budget),
            _lines(loose, rows, below, counts, opened, wanted, {None}, budget), len(wanted))


def _rows(me, led):
    found = access.goals_to_see(me, led).where(Goal.state.in_(states.SHOWN)).select(*COLUMNS.values()).order_by(Goal.plain_title, Goal.id)
    return map(Row._make, database.execute(found))


def _members(asked):
    """Who works in the departments that are asked for; one statement."""
    return set() if asked.departments is None else {
        seat.person_id for seat in people.chart().of_person.values() if seat.department_id in asked.departments}


def _is_asked(row, asked, me, led, members):
    """Whether a goal is one of those that are asked for; closed ones only where their period or state is."""
    if asked.period is not None and row.period != asked.period:
        return False
    if asked.departments is not None and not (row.owner_id in members if row.level == "person" else row.department_id in asked.departments):
        return False
    if asked.whose and row.owner_id not in ({me.id} if asked.whose == "mine" else led.direct):
        return False
    if asked.status == "closed":
        return not row.is_in_force
    if not asked.status:
        return row.is_in_force or asked.period is not None
    if not row.is_in_force:
        return False
    if row.is_stale or asked.status == "stale":
        return row.is_stale and asked.status == "stale"     # what stands there is that no news came, whatever was said last
    return row.status == ("" if asked.status == "none" else asked.status)


def _is_narrowed(asked):
    return bool(asked.departments or asked.status or asked.whose)


def _with_those_above(rows, wanted):
    kept = set()
    for number in wanted:
        while number in rows and number not in kept:
            kept.add(number)
            number = rows[number].parent
    return kept


def _below(rows, kept):
    """{id: ids right below it} of those that are kept, in the order of level and title; None: what stands at the top."""
    found = {}
    for number, row in rows.items():
        if number in kept:
            found.setdefault(row.parent if row.parent in kept else None, []).append(number)
    for children in found.values():
        children.sort(key=lambda number: LEVELS.index(rows[number].level))
    return found


def _counts(roots, below):
    """{id: how many hang below it, at any depth}, without recursion: a line may be long."""
    counts, waiting = {}, [(number, False) for number in roots]
    while waiting:
        number, is_done = waiting.pop()
        children = below.get(number, ())
        if is_done:
            counts[number] = len(children) + sum(counts[child] for child in children)
        else:
            waiting.append((number, True))
            waiting += [(child, False) for child in children]
    return counts


def _unfolded(roots, below, room):
    """What stands open by itself: from the top down, a whole level at a time, as far as it fits."""
    opened, level, room = set(), [number for number in roots if number in below], room - len(roots)
    while level:
        room -= sum(min(len(below[number]), CHILDREN) for number in level)
        if room < 0:
            break
        opened.update(level)
        level = [child for number in level for child in below[number][:CHILDREN] if child in below]
    return opened


def _ways_to(me, rows):
    """What lies above one's own goals, so that these are in sight."""
    opened = set()
    for row in rows.values():
        above = row.parent if row.owner_id == me.id and row.is_in_force else None
        while above in rows and above not in opened:
            opened.add(above)
            above = rows[above].parent
    return opened


def _lines(roots, rows, below, counts, opened, wanted, whole, budget):
    """Lines in the order in which they are read; `closes` is how many lists end after one."""
    found, stack = [], [iter(_some(None, roots, whole))]
    while stack:
        number = next(stack[-1], None) if budget[0] > 0 else None
        if number is None:
            stack.pop()
            if stack:
                found[-1] = found[-1]._replace(closes=found[-1].closes + 1)
            continue
        budget[0] -= 1
        children = below.get(number, ())
        is_open, shown = number in opened and bool(children), _some(number, children, whole)
        found.append(Line(rows[number], counts[number], is_open, number not in wanted, len(children) - len(shown) if is_open else 0, 0))
        if is_open:
            stack.append(iter(shown))
    return found


def _some(number, children, whole):
    return children if number in whole else children[:CHILDREN]
