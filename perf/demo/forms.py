"""How invented people fill in the forms of one cycle: ratings that fit the person, sentences that fit the rating."""
from collections import defaultdict
from datetime import datetime, time, timedelta

from ..kernel import clock
from ..kernel.db import database
from ..people.models import Person
from ..questions import actions as questions
from ..questions.models import Answer, Question, Sheet
from ..reviews.models import Review

NOTHING = {"rating": None, "is_na": False, "text": "", "choice": ""}
QUICK = "UPDATE answer SET rating = ?, is_na = ?, text = ?, choice = ?, saved_at = ?, version = version + 1 WHERE id = ?"
BEGUN = "UPDATE sheet SET state = 'draft', started_at = ? WHERE id = ? AND state = 'not started'"


def keep_quickly(answer, *, version, **given):
    """Keep an answer that nobody else can have open: checked as always, by one plain statement, as there are thousands."""
    questions.check_fits(answer.question, **given)
    database.execute_sql(QUICK, (*(given[name] for name in NOTHING), clock.now(), answer.id))


class Forms:
    """One cycle, launched on a day, with its sheets and their answers; a source of chance and a pen go with it."""

    def __init__(self, story, launch_day, rng, pen):
        self.story, self.launch_day, self.rng, self.pen = story, launch_day, rng, pen
        self.cycle, self.sheets, self.answers = None, {}, defaultdict(list)

    def read(self):
        """The reviews of the cycle with their sheets."""
        reviews = list(Review.select().where(Review.cycle == self.cycle).order_by(Review.id))
        self.read_sheets([number for review in reviews for number in (review.self_sheet_id, review.manager_sheet_id) if number not in self.sheets])
        return reviews

    def read_sheets(self, ids):
        """Sheets, and their answers in the order of the form."""
        self.sheets.update({sheet.id: sheet for sheet in Sheet.select().where(Sheet.id.in_(ids))})
        found = list(Answer.select(Answer.id, Answer.sheet, Answer.question, Answer.version).where(Answer.sheet.in_(ids)))
        asked = {question.id: question for question in Question.select().where(Question.id.in_({answer.question_id for answer in found}))}
        for answer in found:
            answer.sheet, answer.question = self.sheets[answer.sheet_id], asked[answer.question_id]
            self.answers[answer.sheet_id].append(answer)
        for number in ids:
            self.answers[number].sort(key=lambda answer: (answer.question.section_order, answer.question.order, answer.id))

    def fill(self, sheet, subject_id, is_whole=True):
        """Answer a sheet, the whole of it or rather more than half, as somebody would who writes for a while."""
        subject, moment = self.someone(subject_id), clock.now()
        if is_whole:
            database.execute_sql(BEGUN, (moment, sheet.id))
        answers = self.answers[sheet.id]
        spare = len([a for a in answers if a.question.may_be_na and a.question.section_order == 0]) // 4    # may be N/A
        for number, answer in enumerate(answers if is_whole else answers[:len(answers) * 3 // 5]):
            given = {**NOTHING, **self._answer(answer.question, subject, sheet.kind == "self", spare)}
            spare -= given["is_na"]
            with clock.at(moment + timedelta(seconds=40 * number)):
                (keep_quickly if is_whole else questions.save_answer)(answer, version=answer.version, **given)

    def _answer(self, question, subject, is_own, spare):
        rng = self.rng
        if question.kind == "choice":
            return {"choice": str(rng.randrange(len(question.options)))}
        if question.kind == "yesno":
            return {"choice": "yes" if rng.random() < 0.75 else "no"}
        if question.kind == "text":
            may_skip = not question.is_required and rng.random() < 0.4
            return {"text": "" if may_skip else self.pen.text(question.prompt, is_own, subject)}
        if spare and question.section_order == 0 and rng.random() < 0.04:
            return {"is_na": True}
        rating, must = self._rating(question, subject, is_own), question.asks_comment == "required"
        says = must or rng.random() < (0.22 if is_own else 0.35)
        return {"rating": rating, "text": self.pen.comment(question, rating, is_own, subject, must) if says else ""}

    def _rating(self, question, subject, is_own):
        """Near what this person is like; both see the same strengths, and people judge themselves a little kindlier."""
        strength = (sum(map(ord, question.prompt + subject.email)) % 13 - 6) / 8
        seen = subject.talent + strength + 0.2 * is_own + self.rng.gauss(0, 0.35)
        return max(1, min(len(question.levels), round(seen)))

    # who, and when

    def someone(self, person_id):
        return self.story.someone[person_id]

    def person(self, person_id):
        return self.story.persons[self.someone(person_id)]

    def number_of(self, email):
        return Person.get(Person.email == email).id

    def day(self, after):
        return self.launch_day + timedelta(days=after)

    def working_day(self, after):
        return clock.working_days_after(self.day(after) - timedelta(days=1), 1)

    def moment(self, after, hour=9, minute=0):
        """So many days after the launch, at the hour; a weekend's work is done on the Friday before."""
        day = self.day(after)
        return datetime.combine(day - timedelta(days=max(0, day.weekday() - 4)), time(hour, minute))
