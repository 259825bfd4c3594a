"""What is said over a shared review, and what the two agree on: some of it done since, some of it late."""
import random
from datetime import timedelta

from ..feedback import actions as feedback
from ..feedback.models import FollowUp
from ..kernel import clock
from ..people import queries
from ..people.models import Person
from ..reviews import meeting

NOTES = (
    "We began with what went well, and took the longest over the handovers. Both of us see them in the same way by now.",
    "Mostly about the workload in spring. It was too much for one, and that is not a matter of effort.",
    "A good talk. We disagree on how the visits are written up, and let that stand.",
    "We went through the ratings one by one. Where they differ, it is about different weeks.",
    "About the wish to learn more of the finances. We look for a way that takes no more than an hour a week.",
)
AGREED = (      # what, whether the manager does it, by when in weeks, what came of it
    ("Write down the handover before every leave, on one page.", False, 6, "Done for both leaves since. Nobody had to call."),
    ("Find a course on difficult talks, and book it.", True, 8, "Booked for spring. The budget covers it."),
    ("Sit in on two meetings with the funder.", False, 12, "Sat in on both, and took the minutes of the second."),
    ("Look at the rota together once a month.", True, 5, "Three times so far. The gaps are found earlier now."),
    ("Keep Thursday mornings free of visits, for what has to be written.", False, 4, "Works in most weeks, not in the last one of a month."),
    ("Ask a day ahead for the keys of the shelter.", False, 3, "Not needed any more: there is a second set now."),
    ("Give the introduction for new volunteers once, with somebody beside.", False, 16, "Given twice. The second time alone."),
)
LONG_AGO = timedelta(weeks=8)       # what is older is done


def hold(story, review, person, manager):
    """A talk on the day of the signature; chance has a source of its own, so that everything else stays as it was."""
    rng = random.Random(f"talk {review.id}")
    if rng.random() < 0.75:
        meeting.keep_meeting(review, by=manager, held_on=clock.today(), notes=rng.choice(NOTES) if rng.random() < 0.7 else "", version=0)
    for what, is_managers, weeks, came in rng.sample(AGREED, rng.choice((0, 1, 1, 2))):
        owner = manager if is_managers else person
        made = feedback.agree_follow_up(what, about=person, owner=owner, agreed_with=manager, by=manager, origin="review", origin_id=review.id,
                                        by_when=clock.working_days_after(clock.today() + timedelta(weeks=weeks), 1))
        if rng.random() < 0.85 or made.by_when < story.now.date() - LONG_AGO:
            story.at(made.by_when - timedelta(days=rng.randint(1, 15)), lambda made=made, owner=owner, came=came: done(made, owner, came))


def done(made, owner, came):
    if not Person.get_by_id(owner.id).has_left:
        feedback.mark_follow_up(made, "resolved", by=owner, version=FollowUp.get_by_id(made.id).version, what_came_of_it=came)


class Lately:
    """What was agreed between reviews in the last weeks; some of it is late, some was tried."""

    def __init__(self, story):
        self.story, self.rng = story, random.Random("lately")

    def plan(self):
        self.story.at(self.story.now - timedelta(days=24), self._agree)

    def _agree(self):
        house = queries.chart()
        for number, person in enumerate(queries.people_here()):
            above = house.manager_of(person.id)
            if above and (number % 4 == 1 or person.email == "tomas@demo.example"):
                self._with(person, Person.get_by_id(above.person_id))

    def _with(self, person, manager):
        what, is_managers, _weeks, _came = self.rng.choice(AGREED)
        owner, today = manager if is_managers else person, clock.today()
        made = feedback.agree_follow_up(what, about=person, owner=owner, agreed_with=manager, by=manager,
                                        by_when=clock.working_days_after(today + timedelta(days=self.rng.randint(14, 60)), 1))
        if self.rng.random() < 0.3:
            self.story.at(self.story.now - timedelta(days=5), lambda: feedback.mark_follow_up(
                made, "tried", by=owner, version=1, what_came_of_it="Tried once. It goes on."))
