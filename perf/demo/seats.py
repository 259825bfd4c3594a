"""What happened about seats beside hiring and leaving: leaves, standing in, sharing, a promotion, plans, and the board."""
from datetime import datetime, time, timedelta

from ..accounts import actions as accounts
from ..kernel import clock
from ..people import actions as people
from ..people import queries
from ..people.models import Person, Position
from .cast import LEADS

BOARD = (("Ottilie", "Brandvold"), ("Samuel", "Adeyinka"))      # without account and e-mail
WHY = "Has led the evening team for half a year, and was asked for by it."


class Moved:
    """Each deed picks people of its own from those who have sat on one seat for long; where there are too few, it does not happen."""

    def __init__(self, story):
        self.story, self.cast, self.today = story, story.cast, story.now.date()
        mara = next(chair for chair in self.cast.fixed if chair.holder.email.startswith("mara@"))
        self.free = [chair for chair in self.cast._settled(self.cast.workers) if chair.above is not mara]

    def plan(self):
        for deed, day in ((self._promotion, self.cast._month(260)), (self._left, self.cast._month(640)), (self._share, self.cast._month(230)),
                          (self._dotted, self.today - timedelta(days=12)), (self._board, self.today - timedelta(days=11)),
                          (self._heads, self.today - timedelta(days=10)), (self._away, self.today - timedelta(days=9)),
                          (self._planned, self.today - timedelta(days=2))):
            self.story.at(datetime.combine(max(day, self.story.begins + timedelta(days=1)), time(11)), lambda deed=deed, day=day: deed(day))

    def _pick(self, wanted=lambda chair: True):
        found = next((chair for chair in self.free if wanted(chair)), None)
        if found:
            self.free.remove(found)
        return found

    def _who(self, chair):
        return Person.get_by_id(self.story.persons[chair.holder].id)

    def _seat(self, chair):
        return self.story.positions[chair]

    @property
    def _hana(self):
        return self.story.hana

    def _promotion(self, day):
        chair = self._pick()
        if chair:
            who = self._who(chair)
            people.move(who, title="Team Leader", department=chair.department, reports_to=self._seat(chair.above).id, on=day, is_promotion=True,
                        note=WHY, by=self._hana)
            self.story.positions[chair] = Position.get_by_id(queries.own_seat(who).position_id)

    def _left(self, day):
        """Somebody leaves, and comes back to the same seat after some months."""
        chair = self._pick(lambda chair: chair.opened < day)
        if chair:
            back = self.cast._month(430)
            people.let_go(self._who(chair), last_day=day - timedelta(days=1), by=self._hana)
            self.story.at(datetime.combine(max(back, clock.today()), time(12)), lambda: self._back(chair, back))

    def _back(self, chair, day):
        people.come_back(self._who(chair), hired_on=day, seat={"vacancy": self._seat(chair).id}, by=self._hana)
        accounts.set_enabled(self._who(chair), True, by=self._hana)

    def _share(self, day):
        chair = self._pick(lambda one: any(other is not one and (other.role, other.above) == (one.role, one.above) for other in self.free))
        other = chair and self._pick(lambda one: (one.role, one.above) == (chair.role, chair.above))
        if other:
            people.share(self._who(other), self._seat(chair), starts=day, by=self._hana)
            people.close_position(self._seat(other), on=day, by=self._hana)
            self.story.positions[other] = self._seat(chair)

    def _dotted(self, day):
        adam = next(chair for chair in self.cast.fixed if chair.holder.email.startswith("adam@"))
        head = next(chair for chair in self.cast.chairs if chair.role.startswith(LEADS) and chair is not adam.above)
        people.dot(self._seat(adam), self._seat(head), starts=day, by=self._hana)

    def _board(self, day):
        chair = self.cast.chairs[0]
        for first, last in BOARD:
            member = people.take_on(first_name=first, last_name=last, hired_on=day, by=self._hana,
                                    seat={"title": "Board member", "reports_to": self._seat(chair).id})
            people.give_power(member, "board", by=self._hana)

    def _heads(self, _day):
        for chair in self.cast.chairs:
            if chair.role.startswith(LEADS):
                people.name_head(self.story.departments[chair.department], self._seat(chair), by=self._hana)

    def _away(self, day):
        """The leader of a team is on leave, and one of the team stands in; in a small house somebody is just away."""
        leader = next((chair for chair in self.cast.teams if chair.holder and chair not in self.cast.fixed and any(
            one.above is chair for one in self.free)), None) or self._pick()
        if leader is None:
            return
        people.be_away(self._who(leader), kind="parental", starts=day, ends=day + timedelta(days=110), by=self._hana)
        deputy = self._pick(lambda one: one.above is leader)
        if deputy:
            people.stand_in(self._who(deputy), self._seat(leader), starts=day, ends=day + timedelta(days=110), note="While the baby is small.",
                            by=self._hana)

    def _planned(self, _day):
        """One move that everybody sees coming, and one that HR alone knows of."""
        first = (self.today.replace(day=1) + timedelta(days=70)).replace(day=1)
        for announced, title in ((True, "Team Leader"), (False, "Head of Volunteering")):
            chair = self._pick()
            if chair:
                people.move(self._who(chair), title=title, department=chair.department, reports_to=self._seat(chair.above).id, on=first,
                            is_promotion=not announced, announced=announced, note="" if announced else WHY, by=self._hana)
