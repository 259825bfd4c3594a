"""A reorganisation that HR is thinking through: two small teams under one leader, and one more seat."""
from datetime import datetime, time, timedelta

from ..orgchart import actions as orgchart
from ..people import queries
from ..people.models import Person


class Drafted:
    def __init__(self, story):
        self.story = story

    def plan(self):
        self.story.at(datetime.combine(self.story.now.date() - timedelta(days=1), time(10)), self._draft)

    def _draft(self):
        house, by = queries.chart(), self.story.hana
        teams = sorted((seat for seat in house.seats.values() if seat.person_id and seat.id in house.below and "Manager" in seat.title),
                       key=lambda seat: (len(house.below[seat.id]), seat.id))
        pairs = [(one, other) for one in teams for other in teams if one.id != other.id and one.reports_to == other.reports_to]
        if not pairs:
            return
        small, large = pairs[0]
        scenario = orgchart.draft_scenario("One team instead of two", note="Both teams visit the same families. One leader could plan their week.", by=by)
        for seat in house.below[small.id]:
            orgchart.take_step(scenario, "hang", seat=seat.id, above=large.id, by=by)
        orgchart.take_step(scenario, "open", title="Team Leader", department=large.department, above=large.id, by=by)
        director = Person.get_or_none(Person.email == "ruth@demo.example")
        if director:
            orgchart.share_scenario(scenario, director, by=by)
