"""Who works at the invented organisation, in which seat, since when: plain values, the same for the same seed and day."""
from dataclasses import dataclass, field
from datetime import date, timedelta

from .names import DEPARTMENTS, FIRST, LAST

YEAR = 365
SPAN = 8            # how many people one leader leads at most
SMALLEST = 12       # fewer would leave departments empty
LEADS = "Head of "
NEWCOMER = 78       # so many days ago, at the most, somebody came to Mara's team


@dataclass(eq=False)
class Someone:
    first: str
    last: str
    email: str
    hired: date = None
    left: date = None
    talent: float = 3.5         # where this person's ratings lie, roughly
    powers: tuple = ()
    department: str = None


@dataclass(eq=False)
class Stay:
    who: Someone
    starts: date
    ends: date = None
    is_interim: bool = False


@dataclass(eq=False)
class Chair:
    """A seat with all who have held it, the first one first."""

    role: str
    department: str
    above: "Chair" = None
    opened: date = None
    stays: list = field(default_factory=list)

    @property
    def holder(self):
        return next((stay.who for stay in self.stays if stay.ends is None and not stay.is_interim), None)


class Cast:
    """The whole organisation: `chairs` from the top down, `people` who are here, `leavers` who are not."""

    def __init__(self, count, rng, today, quiet=()):
        """`quiet`: spans of days (first, last) in which nobody comes, goes or moves, since reviews are under way."""
        self.rng, self.today, self.quiet = rng, today, quiet
        self.chairs, self.people, self.leavers, self._names = [], [], [], set()
        self._first, self._last = _deck(FIRST, rng), _deck(LAST, rng)
        count = max(SMALLEST, count)
        self.vacant_count = max(2, count // 20)
        self._set_up(count + self.vacant_count + 1)
        self._place_all()
        self._open_all()
        self._tell_history()

    # seats, from the top down

    def _set_up(self, total):
        top = self._chair("Board Chair", None, None)
        self.director = self._chair("Executive Director", None, top)
        self.hr = self._chair("HR Officer", "Operations", self.director)
        left, shares = total - 3, 100
        self.teams, self.workers = [], []
        for name, share, leader, workers in DEPARTMENTS:
            size = max(2, round(left * share / shares))
            left, shares = left - size, shares - share
            head = self._chair(LEADS + name, name, self.director)
            self._grow(head, size - 1, leader, _rota(workers), has_teams=name == "Family Services")

    def _grow(self, head, count, leader, rota, has_teams=False):
        """Seats below a head: directly where they are few, else in teams with a leader each."""
        teams = -(-count // SPAN) if count > SPAN else int(has_teams)
        if not teams:
            self.workers += [self._chair(next(rota), head.department, head) for _number in range(count)]
            return
        below = count - min(teams, SPAN)
        teams = min(teams, SPAN)
        for number in range(teams):
            lead = self._chair(leader, head.department, head)
            self.teams.append(lead)
            self._grow(lead, below // teams + (number < below % teams), leader, rota)

    def _chair(self, role, department, above):
        self.chairs.append(Chair(role, department, above))
        return self.chairs[-1]

    # persons

    def _place_all(self):
        """Everybody of the fixed cast in their seat, then somebody in each seat that is not meant to be empty."""
        family = next(chair.above for chair in self.workers if chair.department == "Family Services")
        tomas = next(chair for chair in self.workers if chair.above is family)
        zora = next(chair for chair in self.workers if chair.department == "Neighbourhood Work")
        adam = next(chair for chair in self.workers if chair.department == "Operations")
        self.fixed, self._family = {family, tomas, zora, adam}, family
        tomas.role, zora.role, adam.role = "Case Worker", "Community Worker", "IT Coordinator"
        for chair, first, last, *powers in (
                (self.chairs[0], "Beatrix", "Adomako", "board"), (self.director, "Ruth", "Castellane", "executive"),
                (self.hr, "Hana", "Weissova", "hr"), (family, "Mara", "Okafor"), (tomas, "Tomas", "Lindqvist"),
                (zora, "Zora", "Belmonte"), (adam, "Adam", "Faulks", "administrator")):
            self._place(chair, self._person(first, last, f"{first.lower()}@demo.example", tuple(powers)))
        self.empty = self._choose_empty()
        for chair in self.chairs:
            if not chair.stays and chair not in self.empty:
                self._place(chair, self._person())

    def _choose_empty(self):
        """Seats that nobody holds today; the first is a leader's, held in the interim, where there are several teams."""
        ordinary = [chair for chair in self.workers if chair not in self.fixed]
        leaders = [chair for chair in self.teams if chair not in self.fixed and
                   any(worker.above is chair for worker in ordinary)]
        first = leaders[-1:] or [ordinary.pop()]
        spare = [chair for chair in ordinary if chair.above is not first[0]]
        elsewhere = [chair for chair in spare if chair.above is not self._family]      # Mara's team is whole, where the house is large enough
        return first + self.rng.sample(elsewhere if len(elsewhere) >= self.vacant_count else spare, self.vacant_count)

    def _place(self, chair, who):
        chair.stays.append(Stay(who, None))
        who.department = chair.department
        self.people.append(who)

    def _person(self, first=None, last=None, email=None, powers=()):
        while first is None or (first, last) in self._names:
            first, last = next(self._first), next(self._last)
        self._names.add((first, last))
        email = email or f"{first}.{last}@demo.example".lower()
        return Someone(first, last, email, talent=min(4.6, max(2.3, self.rng.gauss(3.6, 0.5))), powers=powers)

    # dates

    def _open_all(self):
        """When each seat was opened and its holder came, never before the seat above."""
        for chair in self.chairs:
            earliest = chair.above.opened if chair.above else self.today - timedelta(days=11 * YEAR)
            chair.opened = max(earliest, self._month(self._age(chair)))
            for stay in chair.stays:
                stay.starts = stay.who.hired = chair.opened
        self._let_somebody_begin()

    def _let_somebody_begin(self):
        """The last of Mara's team came so lately that the probation ends in some days."""
        team = [chair for chair in self.workers if chair.above is self._family and chair.holder and chair not in self.fixed]
        self.newcomer = team[-1].holder if len(team) > 2 else None
        if self.newcomer:
            day = self.today - timedelta(days=NEWCOMER)
            day += timedelta(days=-day.weekday() % 7)
            self.fixed.add(team[-1])
            team[-1].opened = team[-1].stays[0].starts = self.newcomer.hired = max(day, team[-1].above.opened)

    def _age(self, chair):
        """How many days ago somebody came to a seat like this one."""
        if chair.above is None or chair.above.above is None:
            return self.rng.randint(9 * YEAR, 10 * YEAR)
        if chair.role.startswith(LEADS) or chair is self.hr:
            return self.rng.randint(7 * YEAR, 8 * YEAR)
        if chair in self.teams:
            return self.rng.randint(5 * YEAR, 6 * YEAR)
        if chair in self.fixed:
            return self.rng.randint(3 * YEAR, 4 * YEAR)
        return self.rng.randint(40, 2 * YEAR) if self.rng.random() < 0.25 else self.rng.randint(2 * YEAR, 5 * YEAR)

    def _month(self, days_ago):
        """The first day of the month that lies so long ago, later where reviews are under way."""
        day = (self.today - timedelta(days=days_ago)).replace(day=1)
        while any(start <= day <= end for start, end in self.quiet):
            day = _next_month(day)
        return day

    # what happened in the last two years

    def _tell_history(self):
        self._interim(self.empty[0])
        movers = [chair for chair in self.workers if chair not in self.fixed and chair.holder]
        for number, chair in enumerate(self.empty[1:]):
            (self._just_left, self._never_held, self._moved_on)[number % 3](chair, movers)
        for leader in self._some([chair for chair in self.teams if chair not in self.fixed and chair.holder], 40):
            self._promotion(leader)
        for chair in self._some(self._settled(movers), 12):
            self._succession(chair)

    def _interim(self, chair):
        """A leader left six weeks ago; somebody of the team holds the seat for the time being."""
        last_day = self._left_before(28)
        self._leaver(chair, chair.opened, last_day)
        team = [worker for worker in self.workers if worker.above is chair and worker.holder]
        if team:
            stand_in = min(team, key=lambda worker: worker.opened)
            chair.stays.append(Stay(stand_in.holder, last_day + timedelta(days=1), is_interim=True))
            self.fixed.add(stand_in)

    def _just_left(self, chair, _movers):
        chair.opened = max(chair.above.opened, self._month(self.rng.randint(2 * YEAR, 4 * YEAR)))
        self._leaver(chair, chair.opened, self._left_before(self.rng.randint(28, 50)))

    def _never_held(self, chair, _movers):
        chair.opened = max(chair.above.opened, self._month(self.rng.randint(35, 80)))

    def _moved_on(self, chair, movers):
        """Whoever sat here has moved to another seat, which somebody had left."""
        known = self._settled(movers)
        if not known:
            return self._never_held(chair, movers)
        to, day = self.rng.choice(known), self._month(self.rng.randint(150, 500))
        stay = to.stays[0]
        chair.opened = stay.who.hired = max(chair.above.opened, stay.starts)
        chair.stays.append(Stay(stay.who, stay.who.hired, day - timedelta(days=1)))
        stay.starts = day
        self._leaver(to, to.opened, self._day_before_month(day), first=True)

    def _promotion(self, leader):
        """Somebody of the team took over when the leader left, and somebody new took their seat."""
        team = [one for one in self._settled(self.workers) if one.above is leader]
        if not team:
            return
        chair, day = self.rng.choice(team), self._month(self.rng.randint(120, 600))
        rising, newcomer = chair.stays[0], leader.stays[0]
        chair.stays = [Stay(rising.who, rising.starts, day - timedelta(days=1)), newcomer]
        leader.stays = [Stay(rising.who, day)]
        newcomer.starts = newcomer.who.hired = self._not_quiet(_next_month(day))
        self._leaver(leader, leader.opened, self._day_before_month(day), first=True)

    def _succession(self, chair):
        """Somebody left and, after a while, the one who sits here now was hired."""
        stay, day = chair.stays[0], self._month(self.rng.randint(60, 650))
        stay.starts = stay.who.hired = day
        self._leaver(chair, chair.opened, self._day_before_month(day), first=True)

    def _leaver(self, chair, starts, last_day, first=False):
        who = self._person()
        who.hired, who.left, who.department = starts, last_day, chair.department
        self.leavers.append(who)
        chair.stays.insert(0 if first else len(chair.stays), Stay(who, starts, last_day))

    def _some(self, chairs, percent):
        return self.rng.sample(chairs, len(chairs) * percent // 100)

    def _settled(self, chairs):
        """Seats that one person, not of the fixed cast, has held for longer than the two years told here."""
        return [chair for chair in chairs if chair not in self.fixed and chair.holder and len(chair.stays) == 1
                and (self.today - chair.opened).days > 2 * YEAR + 60]

    def _left_before(self, days):
        """The last day of a month that was over so many days ago."""
        return (self.today - timedelta(days=days)).replace(day=1) - timedelta(days=1)

    def _day_before_month(self, day):
        """The last day of the month before last, or earlier where reviews were under way."""
        day = (day - timedelta(days=1)).replace(day=1) - timedelta(days=1)
        for start, end in self.quiet:
            if start <= day <= end:
                day = start.replace(day=1) - timedelta(days=1)
        return day

    def _not_quiet(self, day):
        return self._month((self.today - day).days) if day < self.today else day


def _deck(cards, rng):
    """The cards in chance order, shuffled again when all are drawn, so that none comes twice in a row of few."""
    while True:
        yield from rng.sample(cards, len(cards))


def _rota(roles):
    """Roles in turn, each as often as its number says."""
    titles = [title for title, often in roles.items() for _time in range(often)]
    while True:
        yield from titles


def _next_month(day):
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
