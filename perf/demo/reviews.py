"""Rounds of reviews in the invented organisation: finished ones, and one that is under way in every state."""
from collections import defaultdict
from datetime import datetime, time, timedelta

from . import comments, talks
from ..kernel import clock
from ..kernel.db import database
from ..people.models import Person
from ..questions import actions as questions
from ..questions.models import Answer, Question, Sheet
from ..reviews import actions as reviews
from ..reviews.models import Review

SELF_DUE, MANAGER_DUE, SHARE_BY, NEW_DAY, CLOSE = 24, 38, 52, 69, 70      # days after the launch
HIRED_BEFORE = timedelta(days=60)                                           # newcomers wait for their probation review

# How far the reviews of the running round have come: its steps in order. In turn, so that each way is to be seen.
WAYS = (
    "own hand-in manager submit share sign", "own hand-in manager submit share", "own hand-in manager submit",
    "own hand-in some-manager", "own hand-in", "some-own", "", "own hand-in return", "", "some-own", "own hand-in", "",
    "some-own", "own hand-in some-manager", "own hand-in", "", "own hand-in manager submit", "some-own",
    "own hand-in manager submit share", "own hand-in",
)
WAYS_OF_CAST = {"tomas@demo.example": "some-own some-manager", "mara@demo.example": "own hand-in",
                "hana@demo.example": "some-own", "zora@demo.example": "", "adam@demo.example": "own hand-in some-manager"}
WHOLE_WAY = "own hand-in manager submit share sign"


NOTHING = {"rating": None, "is_na": False, "text": "", "choice": ""}
QUICK = "UPDATE answer SET rating = ?, is_na = ?, text = ?, choice = ?, saved_at = ?, version = version + 1 WHERE id = ?"


def keep_quickly(answer, *, version, **given):
    """Keep an answer that nobody else can have open: checked as always, by one plain statement, as there are thousands."""
    questions.check_fits(answer.question, **given)
    database.execute_sql(QUICK, (*(given[name] for name in NOTHING), clock.now(), answer.id))


class Round:
    """One cycle, from its launch on. `quiet` are the days in which nobody comes, goes or moves."""

    def __init__(self, story, launch_day):
        self.story, self.launch_day, self.pen = story, launch_day, story.pen
        self.quiet = launch_day, launch_day + timedelta(days=CLOSE + 2)

    @property
    def is_running(self):
        return self._day(CLOSE) > self.story.now.date()

    def launch(self):
        month, hana = self.launch_day.replace(day=1), self.story.hana
        self.cycle = reviews.plan_cycle(
            by=hana, name=f"Annual review {self.launch_day.year}", template=self.story.template,
            period_start=month.replace(year=month.year - 1), period_end=month - timedelta(days=1),
            self_due=self._working_day(SELF_DUE), manager_due=self._working_day(MANAGER_DUE),
            share_by=self._working_day(SHARE_BY), close_on=self._working_day(CLOSE),
            picked={"hired_before": str(self.launch_day - HIRED_BEFORE)})
        reviews.launch(self.cycle, by=hana)
        self._read()
        for review, way in self._with_ways():
            self._plan(review, way.split())
        self.story.at(self._moment(NEW_DAY), lambda: reviews.new_day(clock.today()))
        self.story.at(self._moment(CLOSE), lambda: reviews.close_cycle(self.cycle, by=hana))

    def _read(self):
        """Every review of the round with its sheets, and their answers in the order of the form."""
        self.reviews = list(Review.select().where(Review.cycle == self.cycle).order_by(Review.id))
        ids = [number for review in self.reviews for number in (review.self_sheet_id, review.manager_sheet_id)]
        self.sheets = {sheet.id: sheet for sheet in Sheet.select().where(Sheet.id.in_(ids))}
        asked, self.answers = {question.id: question for question in Question.select()}, defaultdict(list)
        for answer in Answer.select(Answer.id, Answer.sheet, Answer.question, Answer.version).where(Answer.sheet.in_(ids)):
            answer.sheet, answer.question = self.sheets[answer.sheet_id], asked[answer.question_id]
            self.answers[answer.sheet_id].append(answer)
        for answers in self.answers.values():
            answers.sort(key=lambda answer: (answer.question.section_order, answer.question.order, answer.id))

    def _with_ways(self):
        if not self.is_running:
            return [(review, self._whole_way(number)) for number, review in enumerate(self.reviews)]
        of_cast = {who: WAYS_OF_CAST[who.email] for who in self.story.cast.people if who.email in WAYS_OF_CAST}
        others = [review for review in self.reviews if self._someone(review.person_id) not in of_cast]
        team = self._number_of("mara@demo.example")
        others.sort(key=lambda review: review.manager_id != team)       # Mara's own people first: she sees every way
        ways = {review.id: WAYS[number % len(WAYS)] for number, review in enumerate(others)}
        return [(review, ways.get(review.id, of_cast.get(self._someone(review.person_id)))) for review in self.reviews]

    def _whole_way(self, number):
        """In a finished round nearly everybody signs; a few forget their own form, and now and then somebody refuses."""
        if number % 57 == 31:
            return WHOLE_WAY.replace("sign", "refuse")
        chance = self.story.rng.random()
        left_out = " sign" if chance < 0.04 else "own hand-in " if chance < 0.08 else ""
        return WHOLE_WAY.replace(left_out, "")

    def _plan(self, review, steps):
        """Put the steps of one review into the diary, each on a day of its own."""
        rng, hurry = self.story.rng, 1 if self.is_running else 2
        own = rng.randint(3, 9 * hurry)
        theirs = own + rng.randint(1, 4 * hurry)
        shared = theirs + rng.randint(1, 3 * hurry)
        days = {"own": own, "hand-in": own, "return": own + 2, "some-own": rng.randint(12, 18), "manager": theirs,
                "submit": theirs, "some-manager": rng.randint(14, 18), "share": shared}
        before = self._moment(0)
        for step in steps:
            day = days.get(step, shared + rng.randint(1, 3 * hurry))
            before = max(before + timedelta(hours=1), self._moment(day, rng.randint(8, 12), rng.randint(0, 59)))
            self.story.at(before, lambda step=step: self._do(review.id, step))

    def _do(self, review_id, step):
        review = Review.get_by_id(review_id)
        review.cycle = self.cycle
        person, manager = self._person(review.person_id), self._person(review.manager_id)
        own, theirs = self.sheets[review.self_sheet_id], self.sheets[review.manager_sheet_id]
        if step in ("own", "some-own"):
            self._fill(own, review.person_id, is_whole=step == "own")
        elif step in ("manager", "some-manager"):
            self._fill(theirs, review.person_id, is_whole=step == "manager")
        elif step == "hand-in":
            reviews.submit_form(review, own, by=person)
        elif step == "submit":
            reviews.submit_form(review, theirs, by=manager)
        elif step == "share":
            reviews.share(review, by=manager)
        elif step == "sign":
            talks.hold(self.story, review, person, manager)
            says = self.story.rng.choice(comments.RESPONSES) if self.story.rng.random() < 0.2 else ""
            reviews.acknowledge(review, by=person, response=says)
        elif step == "refuse":
            reviews.record_refusal(review, by=manager, witness=comments.WITNESS, note=comments.REFUSAL)
        elif step == "return":
            note = next(answer.id for answer in self.answers[own.id] if "proud" in answer.question.prompt)
            reviews.return_form(review, own, by=manager, reason=comments.RETURN_REASON, notes={note: comments.RETURN_REASON})

    def _fill(self, sheet, subject_id, is_whole):
        """Answer a sheet, the whole of it or rather more than half, as somebody would who writes for a while."""
        subject, moment = self._someone(subject_id), clock.now()
        answers = self.answers[sheet.id]
        spare = len([a for a in answers if a.question.may_be_na and a.question.section_order == 0]) // 4    # may be N/A
        for number, answer in enumerate(answers if is_whole else answers[:len(answers) * 3 // 5]):
            given = {**NOTHING, **self._answer(answer.question, subject, sheet.kind == "self", spare)}
            spare -= given["is_na"]
            with clock.at(moment + timedelta(seconds=40 * number)):
                (keep_quickly if is_whole and number else questions.save_answer)(answer, version=answer.version, **given)

    def _answer(self, question, subject, is_own, spare):
        rng = self.story.rng
        if question.kind == "choice":
            return {"choice": str(rng.randrange(len(question.options)))}
        if question.kind == "yesno":
            return {"choice": "yes" if rng.random() < 0.75 else "no"}
        if question.kind == "text":
            may_skip = not question.is_required and rng.random() < 0.4
            return {"text": "" if may_skip else self.pen.text(question.prompt, is_own, subject)}
        if spare and question.section_order == 0 and rng.random() < 0.04:
            return {"is_na": True}
        rating = self._rating(question, subject, is_own)
        says = rng.random() < (0.22 if is_own else 0.35)
        return {"rating": rating, "text": self.pen.comment(question, rating, is_own, subject) if says else ""}

    def _rating(self, question, subject, is_own):
        """Near what this person is like; both see the same strengths, and people judge themselves a little kindlier."""
        strength = (sum(map(ord, question.prompt + subject.email)) % 13 - 6) / 8
        seen = subject.talent + strength + 0.2 * is_own + self.story.rng.gauss(0, 0.35)
        return max(1, min(len(question.levels), round(seen)))

    def _someone(self, person_id):
        return self.story.someone[person_id]

    def _person(self, person_id):
        return self.story.persons[self._someone(person_id)]

    def _number_of(self, email):
        return Person.get(Person.email == email).id

    def _day(self, after):
        return self.launch_day + timedelta(days=after)

    def _working_day(self, after):
        return clock.working_days_after(self._day(after) - timedelta(days=1), 1)

    def _moment(self, after, hour=9, minute=0):
        """So many days after the launch, at the hour; a weekend's work is done on the Friday before."""
        day = self._day(after)
        return datetime.combine(day - timedelta(days=max(0, day.weekday() - 4)), time(hour, minute))
