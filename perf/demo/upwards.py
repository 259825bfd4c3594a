"""What teams say of their managers without a name: one round that has closed and was published, one that is open."""
import random
from datetime import datetime, time, timedelta

from . import sayings
from ..kernel import clock
from ..people import queries as people
from ..people.models import Person
from ..questions.models import Template
from ..questions.unnamed import queries as unnamed
from ..reviews.upward import actions as upward
from ..reviews.upward import queries as known
from ..reviews.upward.models import UpwardManager, UpwardRound, UpwardWriter

LAST, AGO = timedelta(days=5), timedelta(days=200)      # so long ago the open round began, and the closed one
MOST = 4                # about so many managers, so that a large organisation is built in a moment as well
WAITS = ("tomas@demo.example", "mara@demo.example", "hana@demo.example", "zora@demo.example")      # who has not answered yet: something is left to do


class Upwards:
    def __init__(self, story):
        self.story, self.rng = story, random.Random(f"upwards {len(story.cast.people)}")

    def plan(self):
        story = self.story
        first = max(story.now - AGO, datetime.combine(story.begins, time()) + timedelta(days=5))
        for opens, is_last in ((first, False), (story.now - LAST, True)):
            story.at(datetime.combine(_working_day(opens.date()), time(10)), lambda is_last=is_last: self._open(is_last))

    def _open(self, is_last):
        today = clock.today()
        closes = clock.working_days_after(today, known.WORKING_DAYS)
        round_ = upward.plan_round(by=self.story.hana, name=f"How we are led, {today:%B %Y}", template=Template.get(Template.kind == "upward"),
                                   opens_on=today, closes_on=closes, minimum=3, minimum_texts=5, above_reads=True, managers=self._managers())
        upward.open_round(round_, by=self.story.hana)
        self.story.at(datetime.combine(today + timedelta(days=2), time(11)), lambda: self._answer(round_, is_last))
        if not is_last:
            self.story.at(datetime.combine(closes + timedelta(days=1), time(6)), lambda: upward.close_round(round_))

    def _managers(self):
        """Mara and some others who lead a team."""
        mara = Person.get(Person.email == "mara@demo.example").id
        leads = sorted(known.teams(), key=lambda team: (team.person.person_id != mara, -len(team.writers), team.person.person_id))
        return [team.person.person_id for team in leads[:MOST]]

    def _answer(self, round_, is_last):
        round_ = UpwardRound.get_by_id(round_.id)
        asked = unnamed.questions(round_.gathering_id)
        writers = (UpwardWriter.select(UpwardWriter, UpwardManager, Person).join(Person, on=UpwardWriter.person).switch(UpwardWriter)
                   .join(UpwardManager).where(UpwardManager.round == round_).order_by(UpwardWriter.id))
        for writer in list(writers):
            if self.rng.random() < (0.5 if is_last else 0.95) and not (is_last and writer.person.email in WAITS):
                upward.send(writer, self._says(asked, writer.manager.person_id))

    def _says(self, asked, about):
        """A level near what this manager is like, and a line here and there; nobody says exactly what another says."""
        said = {}
        for one in asked:
            text = self._text(one) if one.kind == "text" else ""
            rating = self._rating(one, about) if one.kind == "rating" else None
            if rating is not None or text:
                said[one.id] = (rating, text)
        return said

    def _rating(self, one, about):
        liked = 3.7 + ((about * 7 + one.number * 3) % 9 - 4) / 5
        return max(1, min(len(one.levels), round(self.rng.gauss(liked, 0.8))))

    def _text(self, one):
        lines = next(others for words, (_own, others) in sayings.TEXTS.items() if words in one.prompt)
        return self.rng.choice(lines)[1]


def _working_day(day):
    return day if clock.is_working_day(day) else clock.working_days_after(day, 1)
