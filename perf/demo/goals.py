"""Goals of two years: set from above to below, checked over the months; some at risk, some stale, some still to be agreed."""
import random
from datetime import date, datetime, time, timedelta

from . import aims
from ..goals import access, actions, checking, giving, queries
from ..goals.fields import Given
from ..goals.models import UNIT
from ..kernel import clock
from ..people import queries as people
from ..people.models import Person

YEAR, MONTH = timedelta(days=365), timedelta(days=30)
LEAST = timedelta(days=75)          # so long at least the present year of goals has run
CAST = {"tomas": "Family Services", "zora": "Neighbourhood Work", "hana": "Operations", "mara": "Family Services"}
ROUNDS = 2                          # check-ins of some goals of people


class Aims:
    def __init__(self, story):
        self.story, self.rng, today = story, random.Random(f"goals {len(story.cast.people)}"), story.now.date()
        self.starts = max(day for year in (today.year - 1, today.year) for day in (date(year, 1, 1), date(year, 7, 1)) if day <= today - LEAST)
        self.ends = self.starts.replace(year=self.starts.year + 1) - timedelta(days=1)
        self.begins = max(self.starts - timedelta(days=12), story.begins + timedelta(days=3))
        self.has_last = story.begins + MONTH < self.starts - 3 * MONTH      # there was time for a year before
        self.tops, self.middle, self._chart = {}, {}, (None, None)

    def plan(self):
        if self.has_last:
            before = max(self.starts - YEAR, self.story.begins + timedelta(days=4))
            self.story.at(_at(before, 9), self._open_last)
        for days, deed in ((0, self._open), (1, self._set_departments), (4, self._set_people), (8, self._of_mara)):
            self.story.at(_at(self.begins + timedelta(days=days), 10), deed)

    # the year before

    def _open_last(self):
        """Three goals of last year, closed at its end; one goes on in this."""
        last, first = self.starts - timedelta(days=1), self.starts.replace(year=self.starts.year - 1)
        self.last = giving.add_period(_named(first, last), kind="year", starts=first, ends=last, by=self.story.hana)
        for number, (email, outcome) in enumerate((("tomas", ""), ("zora", "partly"), ("mara", "missed"), ("hana", "achieved"))):
            goal = self._agreed(aims.PEOPLE[CAST[email]][(number + 1) % 4], self._one(email), period=self.last)
            status, share = {"achieved": ("on track", 1), "missed": ("off track", 0.2)}.get(outcome, ("on track", 0.6))
            self._check(goal, status, self.starts - timedelta(days=70), share, goal.owner)
            if outcome:
                self.story.at(_at(last - timedelta(days=3), 15), lambda goal=goal, outcome=outcome: self._close(goal, outcome))
            else:
                self.carried = goal

    def _close(self, goal, outcome):
        now = queries.whole(goal.id)
        if not now.owner.has_left:
            actions.close_goal(now, outcome, self.rng.choice(aims.LOOK_BACK[outcome]), by=now.owner, version=now.version)

    # from above to below

    def _open(self):
        story = self.story
        self.year = giving.add_period(_named(self.starts, self.ends), kind="year", starts=self.starts, ends=self.ends, by=story.hana)
        for row in aims.TEMPLATES:
            giving.save_template(_given(row), by=story.hana)
        ruth = self._one("ruth")
        for number, (title, about, *row, owner) in enumerate(aims.ORGANISATION):
            who = Person.get(Person.email == owner) if "@" in owner else self._head(owner) or ruth
            given = _given((title, *row, None))._replace(about=about, level="organisation", owner=who.id, period=self.year.id, rhythm="quarterly")
            self.tops[number] = actions.put_down(given, by=ruth)
            self._check_often(self.tops[number], who, 2)
        if self.has_last:
            number, said = self.carried.id, aims.LOOK_BACK["partly"][0]
            [goal] = giving.carry_over([self.carried], {number: "partly"}, {number: said}, self.year, by=self._one("tomas"))
            actions.agree_goal(goal, by=self._manager(goal.owner), version=goal.version)

    def _set_departments(self):
        for name, rows in aims.DEPARTMENTS.items():
            head = self._head(name) or self._one("ruth")
            for *row, above in rows:
                given = _given((*row, above))._replace(level="department", department=self.story.departments[name].id, owner=head.id,
                                                       period=self.year.id, parent=self.tops[above].id)
                goal = actions.put_down(given, by=self._one("ruth"))
                self.middle.setdefault(name, []).append(goal)
                self._check_often(goal, head, 2)

    def _set_people(self):
        """One or two for nearly everybody, in turn."""
        self.seats, counts = people.chart(), {}
        for person in people.people_here():
            seat = next(iter(self.seats.seats_of(person.id)), None)
            catalogue = aims.PEOPLE.get(seat.department if seat else "")
            if catalogue and self.rng.random() < 0.92:
                at = counts[seat.department] = counts.get(seat.department, -1) + 1
                for row in (catalogue[at % len(catalogue)], *([catalogue[(at + 3) % len(catalogue)]] if at % 4 == 0 else [])):
                    self._give_time(row, person, seat.department)
        self._of_cast()

    def _give_time(self, row, person, department):
        goal = self._agreed(row, person, department)
        if goal:
            is_stale = self.rng.random() < 0.12
            self._check_often(goal, person, 1 if is_stale or self.rng.random() < 0.6 else ROUNDS, until=MONTH * 2 if is_stale else timedelta(days=4))

    def _of_cast(self):
        """A stretch, a private one, one that hangs nowhere, and somebody with far too many."""
        tomas, zora, hana = (self._one(name) for name in ("tomas", "zora", "hana"))
        self._agreed(aims.STRETCH, tomas, "Family Services", kind="stretch")
        self._agreed(aims.PRIVATE, zora, is_private=True)
        self._agreed(aims.ORPHAN, hana)
        team = [one for one in self._team() if one != tomas]
        for title in aims.MANY if team else ():
            self._agreed((title, "yesno", 0, 1, "", 0), team[0], "Family Services", rhythm="quarterly")

    def _of_mara(self):
        """What Mara has given to her whole team, and what waits for her and for Tomas today."""
        story, mara, team = self.story, self._one("mara"), self._team()
        if team:
            for goal in giving.give_goal(self._full(aims.GIVEN, team[0], "Family Services"), team, by=mara):
                self._check_often(goal, goal.owner, 1)
        recent = story.now - timedelta(days=6)
        story.at(recent, self._ask_tomas)
        story.at(recent + timedelta(hours=3), self._change_of_tomas)
        story.at(recent + timedelta(days=1), lambda: self._propose(aims.PROPOSED, (team or [mara])[-1], False))
        story.at(recent + timedelta(days=1, hours=4), lambda: self._propose(aims.RETURNED, self._one("tomas"), True))

    def _own(self, email):
        person = self._one(email)
        return [goal for goal in queries.access.goals_of(person, person)
                if goal.is_in_force and goal.period_id == self.year.id and not goal.is_private]

    def _ask_tomas(self):
        goal = next(goal for goal in self._own("tomas") if goal.is_typed)
        made = checking.check_in(goal, "at risk", by=self._one("tomas"), value=self._reached(goal, 0.3), note=aims.NOTES["at risk"][2])
        checking.ask(made, aims.QUESTION, by=self._one("mara"))

    def _change_of_tomas(self):
        goal = next(goal for goal in reversed(self._own("tomas")) if goal.is_typed)
        given = actions.fields.as_given(goal, ())
        given = given._replace(target=(goal.start + goal.target * 3) // (4 * UNIT) * UNIT)
        actions.change_goal(goal, given, by=self._one("tomas"), version=goal.version, why=aims.CHANGE)

    def _propose(self, row, person, is_returned):
        above = self._manager(person)
        if above is None or person.has_left:
            return
        goal = actions.put_down(self._full(row, person, "Family Services"), by=person)
        if is_returned:
            actions.return_goal(goal, aims.SENT_BACK, by=above, version=goal.version)

    # one goal

    def _agreed(self, row, person, department=None, period=None, **more):
        """Of the cast and some others proposed by whose it is, and agreed two days later by whoever leads them; else given by them."""
        above = self._manager(person)
        if above is None:
            return None
        proposes = person.email.partition("@")[0] in CAST or self.rng.random() < 0.25 or person.id not in access.leads(above).direct
        goal = actions.put_down(self._full(row, person, department, period)._replace(**more), by=person if proposes else above)
        if goal.state == "proposed":
            with clock.at(clock.now() + timedelta(days=2)):
                goal = actions.agree_goal(goal, by=above, version=goal.version)
        return goal

    def _full(self, row, person, department=None, period=None):
        above = (self.middle.get(department) or self.tops) if department and row[-1] is not None else None
        return _given(row)._replace(owner=person.id, period=(period or self.year).id, parent=above[row[-1]].id if above else None)

    def _check_often(self, goal, person, count, until=timedelta(days=4)):
        """Over the months, each a little further than the last; how it stands follows how far it came."""
        first = max(clock.now() + timedelta(days=20), datetime.combine(self.starts, time(9)) + timedelta(days=25))
        last, luck = self.story.now - until - timedelta(days=self.rng.randint(0, 12)), self.rng.choice((0.35, 0.7, 0.85, 1.0, 1.15))
        for number in range(1, count + 1):
            moment = first + (last - first) * number / count
            share = luck * (moment.date() - self.starts).days / 365
            status = "off track" if luck < 0.5 and number == count else "at risk" if luck < 0.8 else "on track"
            self._check(goal, status, moment.date(), share, person)

    def _check(self, goal, status, day, share, person):
        note = self.rng.choice(aims.NOTES[status]) if self.rng.random() < 0.8 else ""
        self.story.at(_at(day, self.rng.randint(9, 16), self.rng.randint(0, 59)), lambda: self._say(goal, status, share, person, note))

    def _say(self, goal, status, share, person, note):
        now = queries.whole(goal.id)
        if not now.is_in_force or Person.get_by_id(person.id).has_left:
            return
        steps = [one.id for one in queries.milestones(now)] if now.measure == "milestones" else []
        done = steps[:round(len(steps) * min(share, 1))] if steps else None
        made = checking.check_in(now, status, by=person, value=self._reached(now, share), note=note, done=done)
        if self.rng.random() < 0.6 and self.story.now - clock.now() > 2 * MONTH:
            above = self._manager(person)
            if above and now.level == "person":
                checking.look_at(made, by=above)

    def _reached(self, goal, share):
        """A value as people count: whole visits, whole per cent, whole money."""
        if goal.measure == "yesno":
            return int(share > 0.9)
        whole = UNIT if goal.measure != "money" else 100
        return round((goal.start + (goal.target - goal.start) * min(share, 1)) / whole) * whole if goal.is_typed else None

    # persons

    def _one(self, name):
        return Person.get(Person.email == f"{name}@demo.example")

    def _head(self, department):
        """Who sits on top of a department today."""
        chair = next((chair for chair in self.story.cast.chairs if chair.role == f"Head of {department}"), None)
        today = clock.today()
        holder = chair and next((stay.who for stay in chair.stays if stay.starts <= today and (stay.ends is None or stay.ends >= today)), None)
        return self.story.persons.get(holder)

    def _manager(self, person):
        """Whoever leads somebody today; the chart of a day is read once."""
        if self._chart[0] != clock.today():
            self._chart = clock.today(), people.chart()
        above = self._chart[1].manager_of(person.id)
        return Person.get_by_id(above.person_id) if above else None

    def _team(self):
        seats = people.chart().reports_of(self._one("mara").id)
        return [Person.get_by_id(seat.person_id) for seat in seats if seat.person_id]


def _given(row):
    """A Given of a row of `aims`."""
    title, measure, start, target, unit, _above = row
    steps, unit = (tuple(unit), "") if measure == "milestones" else ((), unit)
    whole = 100 if measure == "money" else UNIT
    return Given(title=title, measure=measure, start=start * whole, target=target * whole, unit=unit, steps=steps)


def _at(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute))


def _named(starts, ends):
    return str(starts.year) if starts.year == ends.year else f"{starts.year}/{ends.year % 100:02}"
