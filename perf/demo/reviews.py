"""Rounds of reviews in the invented organisation: finished ones, and one that is under way in every state."""
from datetime import timedelta

from . import comments, sayings, talks
from .forms import Forms
from ..kernel import clock
from ..reviews import actions as reviews
from ..reviews import appeals
from ..reviews.models import Review

SELF_DUE, MANAGER_DUE, SHARE_BY, NEW_DAY, CLOSE = 24, 38, 52, 69, 70      # days after the launch
HIRED_BEFORE = timedelta(days=60)                                           # newcomers wait for their probation review

# How far the reviews of the running round have come: its steps in order. In turn, so that each way is to be seen.
WAYS = (
    "own hand-in manager submit share sign", "own hand-in manager submit share", "own hand-in manager submit",
    "own hand-in manager submit share sign appeal", "own hand-in some-manager", "own hand-in", "", "own hand-in return", "", "some-own", "own hand-in", "",
    "some-own", "own hand-in some-manager", "own hand-in", "", "own hand-in manager submit", "some-own",
    "own hand-in manager submit share", "own hand-in", "own hand-in manager submit share refuse", "some-own",
)
WAYS_OF_CAST = {"tomas@demo.example": "some-own some-manager", "mara@demo.example": "own hand-in",
                "hana@demo.example": "some-own", "zora@demo.example": "", "adam@demo.example": "own hand-in some-manager"}
WHOLE_WAY = "own hand-in manager submit share sign"


class Round(Forms):
    """One cycle, from its launch on. `quiet` are the days in which nobody comes, goes or moves."""

    def __init__(self, story, launch_day):
        super().__init__(story, launch_day, story.rng, story.pen)
        self.quiet = launch_day, launch_day + timedelta(days=CLOSE + 2)

    @property
    def is_running(self):
        return self.day(CLOSE) > self.story.now.date()

    def launch(self):
        month, hana = self.launch_day.replace(day=1), self.story.hana
        self.cycle = reviews.plan_cycle(
            by=hana, name=f"Annual review {self.launch_day.year}", template=self.story.template,
            period_start=month.replace(year=month.year - 1), period_end=month - timedelta(days=1),
            self_due=self.working_day(SELF_DUE), manager_due=self.working_day(MANAGER_DUE),
            share_by=self.working_day(SHARE_BY), close_on=self.working_day(CLOSE),
            repeats=12 if self.is_running else 0, picked={"hired_before": str(self.launch_day - HIRED_BEFORE)})
        reviews.launch(self.cycle, by=hana)
        self.reviews = self.read()
        for review, way in self._with_ways():
            self._plan(review, way.split())
        self.story.at(self.moment(NEW_DAY), lambda: reviews.new_day(clock.today()))
        self.story.at(self.moment(CLOSE), lambda: reviews.close_cycle(self.cycle, by=hana))

    def _with_ways(self):
        if not self.is_running:
            return [(review, self._whole_way(number)) for number, review in enumerate(self.reviews)]
        of_cast = {who: WAYS_OF_CAST[who.email] for who in self.story.cast.people if who.email in WAYS_OF_CAST}
        others = [review for review in self.reviews if self.someone(review.person_id) not in of_cast]
        team = self.number_of("mara@demo.example")
        others.sort(key=lambda review: review.manager_id != team)       # Mara's own people first: she sees every way
        ways = {review.id: WAYS[number % len(WAYS)].replace(" appeal", "" if number >= len(WAYS) else " appeal") for number, review in enumerate(others)}
        return [(review, ways.get(review.id, of_cast.get(self.someone(review.person_id)))) for review in self.reviews]

    def _whole_way(self, number):
        """In a finished round nearly everybody signs; a few forget their own form, and now and then somebody refuses."""
        if number % 57 == 31:
            return WHOLE_WAY.replace("sign", "refuse")
        chance = self.rng.random()
        left_out = " sign" if chance < 0.04 else "own hand-in " if chance < 0.08 else ""
        return WHOLE_WAY.replace(left_out, "")

    def _plan(self, review, steps):
        """Put the steps of one review into the diary, each on a day of its own."""
        rng, hurry = self.rng, 1 if self.is_running else 2
        own = rng.randint(3, 9 * hurry)
        theirs = own + rng.randint(1, 4 * hurry)
        shared = theirs + rng.randint(1, 3 * hurry)
        days = {"own": own, "hand-in": own, "return": own + 2, "some-own": rng.randint(12, 18), "manager": theirs,
                "submit": theirs, "some-manager": rng.randint(14, 18), "share": shared}
        before = self.moment(0)
        for step in steps:
            day = days.get(step, shared + rng.randint(1, 3 * hurry))
            before = max(before + timedelta(hours=1), self.moment(day, rng.randint(8, 12), rng.randint(0, 59)))
            self.story.at(before, lambda step=step: self._do(review.id, step))

    def _do(self, review_id, step):
        review = Review.get_by_id(review_id)
        review.cycle = self.cycle
        person, manager = self.person(review.person_id), self.person(review.manager_id)
        own, theirs = self.sheets[review.self_sheet_id], self.sheets[review.manager_sheet_id]
        if step in ("own", "some-own"):
            self.fill(own, review.person_id, is_whole=step == "own")
        elif step in ("manager", "some-manager"):
            self.fill(theirs, review.person_id, is_whole=step == "manager")
        elif step == "hand-in":
            reviews.submit_form(review, own, by=person)
        elif step == "submit":
            reviews.submit_form(review, theirs, by=manager)
        elif step == "share":
            reviews.share(review, by=manager)
        elif step == "sign":
            talks.hold(self.story, review, person, manager)
            says = self.rng.choice(comments.RESPONSES) if self.rng.random() < 0.2 else ""
            reviews.acknowledge(review, by=person, response=says)
        elif step == "refuse":
            reviews.record_refusal(review, by=manager, witness=comments.WITNESS, note=comments.REFUSAL)
        elif step == "appeal":
            appeals.appeal(review, by=person, reason=sayings.APPEAL)
        elif step == "return":
            note = next(answer.id for answer in self.answers[own.id] if "proud" in answer.question.prompt)
            reviews.return_form(review, own, by=manager, reason=comments.RETURN_REASON, notes={note: comments.RETURN_REASON})
