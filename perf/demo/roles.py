"""How the roles of the invented organisation have changed: versions, a draft that lies on HR's desk, who has read theirs."""
from datetime import timedelta

from ..kernel import clock, records
from ..roles import actions, drafts, queries

REWRITTEN, LATELY, BEGUN = timedelta(days=150), timedelta(days=13), timedelta(days=3)     # so long ago
LEFT_OPEN = "Tomas"      # of the cast one has still to read theirs; of the others every second one
WAYS = (("Case Worker", "Programme Manager"), ("Youth Worker", "Programme Manager"), ("Community Worker", "Team Leader"),
        ("Development Officer", "Team Leader"))


class Rewritten:
    def __init__(self, story):
        self.story, self.today = story, clock.today()

    def plan(self):
        at, today = self.story.at, self.today
        at(today - REWRITTEN, self._first_rewriting)
        at(today - LATELY, self._second_rewriting)
        at(today - LATELY + timedelta(days=2), self._some_read)
        at(today - BEGUN, self._begin_a_draft)

    def _first_rewriting(self):
        """Where the roles lead to; and one whose date to look at it again has passed by now."""
        for title, above in WAYS:
            self._publish(title, note="Says where the role leads to.", leads_to=[self.story.roles[above].id])
        self._publish("Office Manager", note="Pay band added.", pay_min=36_000_00, pay_max=44_000_00,
                      review_on=self.today - timedelta(days=9))

    def _second_rewriting(self):
        """The role that Tomas holds has changed a fortnight ago."""
        role = self.story.roles["Case Worker"]
        draft = drafts.begin_draft(role, by=self.story.hana)
        duties = queries.duties_of(draft)
        drafts.change_duty(duties[0], version=1, weight=duties[0].weight - 500, by=self.story.hana)
        drafts.add_duty(draft, "Show new colleagues how a case is opened and closed", weight=500, is_essential=False,
                        success="A newcomer opens the first case alone after four weeks.", by=self.story.hana)
        self._publish("Case Worker", note="Showing new colleagues the work is part of it.", asks_to_read=True,
                      purpose="Stands by families in difficult times and helps them to find their own way on.",
                      qualifications="A degree in social work or five years of practice. A driving licence helps.",
                      pay_min=38_000_00, pay_max=47_500_00)

    def _some_read(self):
        version = queries.version_in_force(self.story.roles["Case Worker"])
        holders = {person.id: person for person in self.story.persons.values()}
        for number, person_id in enumerate(sorted(queries.holders(version.role))):
            if number % 2 and holders[person_id].first_name != LEFT_OPEN:
                actions.confirm_reading(version, holders[person_id])

    def _begin_a_draft(self):
        draft = drafts.begin_draft(self.story.roles["Volunteer Coordinator"], by=self.story.hana)
        drafts.change_draft(draft, version=draft.version, title=draft.title, by=self.story.hana, qualifications="Experience with volunteers.",
                            purpose="Finds, prepares and looks after volunteers of all ages, so that they help well and stay longer.")
        drafts.change_duty(queries.duties_of(draft)[0], version=1, weight=3500, by=self.story.hana)

    def _publish(self, title, *, note, review_on=None, asks_to_read=False, **says):
        draft = drafts.begin_draft(self.story.roles[title], by=self.story.hana)
        given = {name: getattr(draft, name) for name in drafts.COPIED} | {"leads_to": queries.next_ids(draft)} | says
        draft = drafts.change_draft(draft, version=draft.version, by=self.story.hana, **given)
        drafts.publish(draft, note=note, asks_to_read=asks_to_read, by=self.story.hana,
                       review_on=review_on or records.years_after(clock.today(), 1))
