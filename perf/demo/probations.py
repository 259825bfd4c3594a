"""Reviews at the end of a probation, each by their own hire date: passed, extended, and one that Mara has to decide on."""
import random
from datetime import date, datetime, time, timedelta

from .comments import Pen
from .forms import Forms
from ..people.models import Person
from ..questions.models import Template
from ..reviews import actions as reviews
from ..reviews.models import Review

AFTER, BEFORE, LONGER = 90, 21, timedelta(days=75)      # days after the hire date; how much sooner it begins; how much longer an extended one is
AGO = timedelta(days=330)                               # so long ago the cycle was launched
STEPS = (("own", -9), ("submit", -1), ("share", 2), ("sign", 5), ("close", 22))      # each so many days after the own day


class Probations(Forms):
    """A rolling cycle; whose review has begun is looked up on each day on which one may begin."""

    def __init__(self, story):
        rng = random.Random(f"probation {len(story.cast.people)}")
        super().__init__(story, max(story.begins, story.now.date() - AGO) + timedelta(days=3), rng, Pen(rng))
        self._known = set()

    def plan(self):
        self.story.at(self.moment(0, 11), self._launch)
        people = [*self.story.cast.people, *self.story.cast.leavers]
        days = sorted({who.hired + timedelta(days=AFTER - BEFORE) for who in people if who.hired > self.launch_day - timedelta(days=AFTER)})
        for day in days:
            self.story.at(datetime.combine(day, time(6)), self._begin)
        past = [who for who in people if who.left is None and self.launch_day < who.hired < self.story.now.date() - timedelta(days=AFTER + 14)]
        self._extended = max(past, key=lambda who: (who.hired, who.email), default=None)

    def _launch(self):
        self.cycle = reviews.plan_cycle(
            by=self.story.hana, name="Probation", kind="probation", template=Template.get(Template.kind == "probation"), basis="hire",
            after_days=AFTER, opens_before=BEFORE, period_start=self.launch_day, **dict.fromkeys(("period_end", "self_due", "manager_due"), self._end),
            share_by=self._end + timedelta(days=7), close_on=self._end + timedelta(days=30))
        self._begin(by=self.story.hana)

    @property
    def _end(self):
        return date(self.story.now.year + 1, 12, 31)

    def _begin(self, by=None):
        """Those whose day comes near get their review; also those that a new day began by itself meanwhile."""
        if self.cycle is None:
            return
        reviews.launch(self.cycle, by=by)
        for review in self.read():
            if review.id not in self._known:
                self._known.add(review.id)
                self._plan(review)

    def _plan(self, review):
        """Its steps in their order; who came last into Mara's team is only prepared, and Mara decides."""
        if self.someone(review.person_id) is self.story.cast.newcomer:
            self.story.at(self.story.now - timedelta(days=1), lambda: self._prepare(review.id))
            return
        before = datetime.combine(review.self_due - timedelta(days=2), time(10))
        for step, after in STEPS:
            before = max(before + timedelta(hours=1), datetime.combine(review.period_end + timedelta(days=after), time(10, 20)))
            self.story.at(before, lambda step=step: self._do(review.id, step))

    def _do(self, review_id, step):
        review = Review.get_by_id(review_id)
        person, manager = Person.get_by_id(review.person_id), Person.get_by_id(review.manager_id)
        if person.has_left or manager.has_left or review.state == "closed":
            return
        if step == "own":
            self._own(review, person)
        elif step == "submit":
            self._decide(review, manager)
        elif step == "share":
            reviews.share(review, by=manager)
        elif step == "sign":
            reviews.acknowledge(review, by=person)
        elif step == "close":
            reviews.close_review(review)

    def _own(self, review, person):
        self.fill(self.sheets[review.self_sheet_id], person.id)
        reviews.submit_form(review, self.sheets[review.self_sheet_id], by=person)

    def _decide(self, review, manager):
        is_extended = self.someone(review.person_id) is self._extended and review.round == 1
        self.fill(self.sheets[review.manager_sheet_id], review.person_id)
        until = review.period_end + LONGER if is_extended else None
        reviews.submit_form(review, self.sheets[review.manager_sheet_id], by=manager, outcome="extend" if until else "pass", extend_until=until)
        if until:
            self.story.at(datetime.combine(until - timedelta(days=BEFORE), time(6)), self._begin)

    def _prepare(self, review_id):
        """Whoever came last into Mara's team has written, and Mara has filled in all but the decision."""
        review = Review.get_by_id(review_id)
        self._own(review, Person.get_by_id(review.person_id))
        self.fill(self.sheets[review.manager_sheet_id], review.person_id)
