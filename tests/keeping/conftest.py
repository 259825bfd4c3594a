"""A house in use, with somebody who has left, and marks in the texts about them."""
from datetime import date, timedelta

import pytest

from perf.kernel import clock, store
from perf.people import actions as people
from perf.people.models import Person
from perf.reviews import actions as reviews
from perf.reviews.access import UNSHARED
from perf.reviews.models import Review
from tests import canaries, world


@pytest.fixture
def desk(house):
    """The house in use, with its browsers: `desk.browser("hana")`."""
    (house.folder / store.ERASED).unlink(missing_ok=True)
    with world.house_in_use(house) as rows:
        yield Desk(house, rows)


@pytest.fixture
def story(desk):
    """Tomas's review with a mark in every text; the manager's form is submitted, not shared."""
    told = canaries.Story(desk.house, desk.rows)
    told.give("self")
    told.give("manager")
    return told


class Desk:
    def __init__(self, house, rows):
        self.house, self.rows, self.browsers = house, rows, {}

    def browser(self, name):
        if name not in self.browsers:
            self.browsers[name] = world.browser(self.house, name)
        return self.browsers[name]

    def member(self, name):
        return world.member(name)

    def does(self, verb, *args, **kwargs):
        """A verb that touches files, as a command would do it."""
        with self.house.app.app_context():
            return verb(*args, **kwargs)

    def let_go(self, name, days_ago=1):
        person = world.member(name)
        Person.update(hired_on=date(1990, 1, 1)).where(Person.id == person.id).execute()
        for review in Review.select().where((Review.person == person) | (Review.manager == person), Review.state.in_(UNSHARED)):
            reviews.withdraw(review, by=world.member("hana"), reason="They leave.")
        people.let_go(world.member(name), last_day=clock.today() - timedelta(days=days_ago), by=world.member("hana"))
        return world.member(name)
