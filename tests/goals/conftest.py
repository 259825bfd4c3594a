"""A year, the tree that hangs in it, and short ways to put goals down."""
from datetime import date

import pytest

from perf.goals import actions, giving, queries
from perf.goals.fields import Given
from perf.goals.models import Goal
from perf.roles.models import Department


@pytest.fixture
def year(app, hana, today):
    return giving.add_period("This year", kind="year", starts=date(today.year, 1, 1), ends=date(today.year, 12, 31), by=hana)


@pytest.fixture
def put_down(year):
    """A goal as the words that are given say; one of a person unless another level is named."""
    def put(title, owner, by=None, **more):
        proposes = more.pop("proposes", True)
        given = dict(title=title, owner=owner.id, period=year.id, start=0, target=100) | more
        return actions.put_down(Given(**given), by=by or owner, proposes=proposes)
    return put


@pytest.fixture
def agreed(put_down, mara, tomas):
    """One of Tomas that Mara has agreed to."""
    def agree(title="Forty families through the programme", owner=tomas, by=mara, **more):
        made = put_down(title, owner, **more)
        return actions.agree_goal(made, by=by, version=made.version) if made.state == "proposed" else made
    return agree


@pytest.fixture
def family():
    return Department.get(Department.name == "Family Services")


def fresh(goal):
    return Goal.get_by_id(goal.id)


def figure(goal):
    return queries.figures([goal.id])[goal.id]
