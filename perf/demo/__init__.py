"""A believable nonprofit, built by calling the rooms' own verbs day by day: the same for the same seed and day."""
import heapq
import itertools
import random
import secrets
from datetime import date, datetime, time, timedelta

from . import names
from ..accounts import actions as accounts
from .before import Before
from .cast import Cast
from .comments import Pen
from .drafts import Drafted
from .exits import Exits
from .goals import Aims
from .probations import Probations
from .projects import Compared, Together
from .reviews import Round
from .roles import Rewritten
from .seats import Moved
from .talks import Lately
from .upwards import Upwards
from ..exits import starter as exits
from ..kernel import clock
from ..kernel.db import write
from ..notices import actions as notices
from ..people import actions as people
from ..questions import starter as questions
from ..roles import actions as roles
from ..roles import starter
from ..settings import actions as settings

BEFORE = timedelta(days=45)         # so long before its first review the organisation begins to use Perf
LAUNCHED = timedelta(days=20)       # so long ago the running reviews were launched
WORDS = ("apple", "bridge", "candle", "desert", "ember", "forest", "garden", "harvest", "island", "jacket", "kettle",
         "lantern", "meadow", "needle", "orchard", "pebble", "quarry", "ribbon", "saddle", "timber", "umbrella", "velvet",
         "walnut", "zipper")
SIGN_IN = (("hana", "HR"), ("mara", "manager of a team"), ("tomas", "reports to Mara"), ("zora", "works elsewhere"),
           ("adam", "administrator"), ("ruth", "executive director"), ("beatrix", "chair of the board"))


def build(people=60, seed=7, password=None, finished=2):
    """Fill an empty house with an organisation of so many people and `finished` rounds of reviews beside the running one.

    Returns what to sign in with, as lines of text.
    """
    password = password or "-".join(secrets.choice(WORDS) for _number in range(4))
    _build(people, random.Random(seed), accounts.hasher.hash(password), finished)
    return sign_in_sheet(password)


def sign_in_sheet(password):
    """Who can sign in, and how, for the terminal."""
    lines = [f"  {name + '@demo.example':<22} {who}" for name, who in SIGN_IN]
    return "\n".join([f"{names.NAME}: everybody signs in with the password {password}", *lines])


@write()
def _build(count, rng, hashed, finished):
    Story(count, rng, hashed, finished).tell()


class Story:
    """Everything that happened, as deeds in a diary; each is done with the clock at its moment."""

    def __init__(self, count, rng, hashed, finished):
        self.rng, self.hashed, self.now, today = rng, hashed, clock.now(), clock.today()
        self._diary, self._number = [], itertools.count()
        self.pen = Pen(rng)
        self.rounds = [Round(self, day) for day in _launches(today, finished)]
        self.begins = self.rounds[0].launch_day - BEFORE
        self.cast = Cast(count, rng, today, [one.quiet for one in self.rounds])
        self.persons, self.positions, self.someone = {}, {}, {}

    def at(self, moment, deed):
        """Put a deed into the diary; one that lies before the beginning is done on the first day."""
        if not isinstance(moment, datetime):
            moment = datetime.combine(max(moment, self.begins), time(9))
        heapq.heappush(self._diary, (moment, next(self._number), deed))

    def tell(self):
        self.at(self.begins, self._found)
        self._plan_people()
        for one in self.rounds:
            self.at(one.launch_day, one.launch)
        Rewritten(self).plan()
        Moved(self).plan()
        Drafted(self).plan()
        Lately(self).plan()
        Before(self).plan()
        for room in (Together, Compared, Probations, Upwards, Aims, Exits):
            room(self).plan()
        while self._diary and self._diary[0][0] <= self.now:
            moment, _number, deed = heapq.heappop(self._diary)
            with clock.at(moment):
                deed()
        self._have_read(datetime.combine(self.rounds[-1].launch_day, time()))

    def _have_read(self, before):
        """Of earlier rounds everybody has read what they were told."""
        for person in self.persons.values():
            notices.read_all(person.id, before=before)

    @property
    def hana(self):
        return self.persons.get(self.cast.hr.holder)

    def _found(self):
        settings.found_organisation(name=names.NAME, purpose=names.PURPOSE, time_zone="Europe/Dublin", currency="EUR",
                                    fiscal_start=7, is_demo=True)
        for year in range(self.begins.year, self.now.year + 2):
            for month, day, name in ((1, 1, "New Year"), (12, 25, "Christmas Day"), (12, 26, "St Stephen's Day")):
                settings.add_holiday(date(year, month, day), name)
        self.template = questions.add_starter_templates()
        exits.add_starter()
        starter.add_starter_competencies()
        written = [starter.add_starter_role(role.key) for role in starter.ROLES]
        written += [starter.add_written_role(role) for role in names.OWN_ROLES]
        self.roles = {role.title: role for role in written}
        self.departments = {name: roles.add_department(name) for name, *_rest in names.DEPARTMENTS}

    def _plan_people(self):
        hired = set()
        for who in [self.cast.hr.holder, *(stay.who for chair in self.cast.chairs for stay in chair.stays)]:
            if who not in hired:
                hired.add(who)
                self.at(who.hired, lambda who=who: self._hire(who))
        for chair in self.cast.chairs:
            self.at(chair.opened, lambda chair=chair: self._open(chair))
        for chair in self.cast.chairs:
            for stay in chair.stays:
                self.at(stay.starts, lambda chair=chair, stay=stay: self._seat(chair, stay))
        for who in self.cast.leavers:
            self.at(max(who.hired, who.left - timedelta(days=20)), lambda who=who: self._let_go(who))

    def _hire(self, who):
        number = f"HL-{len(self.persons) + 1:03}"
        person = people.add_person(who.first, who.last, employee_id=number, email=who.email, hired_on=who.hired,
                                   phone=f"+353 20 915 {len(self.persons) + 1:04}", by=self.hana)
        self.persons[who], self.someone[person.id] = person, who
        for power in who.powers:
            people.give_power(person, power, by=self.hana if self.hana != person else None)
        accounts.open_account(person, hashed=self.hashed)

    def _open(self, chair):
        self.positions[chair] = people.open_position(
            self.roles[chair.role], department=self.departments.get(chair.department),
            reports_to=self.positions.get(chair.above), opened_on=chair.opened)

    def _seat(self, chair, stay):
        ends = None if stay.who.left == stay.ends else stay.ends
        people.seat(self.persons[stay.who], self.positions[chair], starts=stay.starts, ends=ends, is_interim=stay.is_interim)

    def _let_go(self, who):
        people.let_go(self.persons[who], last_day=who.left, by=self.hana)


def _launches(today, finished):
    """The days on which reviews were launched, once a year, the running ones last."""
    last = today - LAUNCHED
    last -= timedelta(days=max(0, last.weekday() - 4))
    return [clock.working_days_after(date(last.year - back, last.month, min(last.day, 28)) - timedelta(days=1), 1) if back
            else last for back in range(finished, -1, -1)]
