"""Head counts and turnover out of the records, against a slow count that asks each day and each person by itself."""
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest

from perf.exits import heads, scoring
from perf.people import actions as people
from perf.people import queries as known
from perf.people.models import Person


def slowly(starts, ends, dimension):
    """{value: average} as the chart of each day says it: another way to the same figures."""
    days, total = [starts - timedelta(days=1), *scoring.month_ends(starts, ends)], Counter()
    for day in days:
        chart = known.chart(day)
        for person in Person.select().where(known.here_on(day)):
            seat, above = chart.of_person.get(person.id), chart.manager_of(person.id)
            total[{"": None, "department": seat and seat.department_id, "role": seat and seat.role_id, "manager": above and above.person_id,
                   "tenure": scoring.tenure_band(person.hired_on, day)}[dimension]] += 1
    return {value: Fraction(count, len(days)) for value, count in total.items()}


@pytest.fixture
def moving(app, hana, mara, tomas, zora, piet, today):
    """People come, move to another manager, and go, within a year."""
    people.let_go(zora, last_day=today - timedelta(days=100), by=hana)
    under = known.chart().of_person
    people.take_on(first_name="Nia", last_name="Rowe", hired_on=today - timedelta(days=150), by=hana,
                   seat={"title": "Case Worker", "department": "Fundraising", "reports_to": under[piet.id].id})
    people.move(tomas, on=today - timedelta(days=60), title="Case Worker", department="Fundraising", reports_to=under[piet.id].id, by=hana)
    return today - timedelta(days=364), today


@pytest.mark.parametrize("dimension", ["", "department", "role", "manager", "tenure"])
def test_average_is_what_the_chart_of_each_day_says(moving, dimension):
    found = {value: mean for value, mean in heads.average(heads.Heads(), *moving, dimension).items() if mean}
    assert found == slowly(*moving, dimension)


def test_a_filter_counts_those_alone_whom_it_names(moving, zora):
    counted, by_department = heads.Heads(), slowly(*moving, "department")
    for name in ("Fundraising", "Family Services"):
        matches = heads.matching(counted, {"department": name})
        assert heads.average(counted, *moving, "", matches) == {None: by_department[matches["department"]]}


def test_turnover_names_its_numerators(moving, zora, hana):
    from perf.exits import actions, queries
    actions.decide(queries.open_leaving(zora.id) or actions._begin(Person.get_by_id(zora.id), hana), kind="voluntary", is_regretted=True, version=1, by=hana)
    rates = heads.turnover(heads.Heads(), *moving)[None]
    assert {kind: one.leavers for kind, one in rates.items()} == {"total": 1, "voluntary": 1, "regretted": 1, "first_year": int(scoring.tenure_band(zora.hired_on, moving[1] - timedelta(days=100)) == "under_1")}
    assert rates["total"].rate == Fraction(100) / rates["total"].average


def test_who_comes_back_has_left_once(app, hana, zora, today):
    people.let_go(zora, last_day=today - timedelta(days=50), by=hana)
    people.come_back(Person.get_by_id(zora.id), hired_on=today - timedelta(days=20), by=hana)
    [gone] = heads.Heads().left(today - timedelta(days=100), today)
    assert (gone.person_id, gone.last_day) == (zora.id, today - timedelta(days=50))


def test_month_ends_before_anybody_came(app):
    assert heads.turnover(heads.Heads(), date(1990, 1, 1), date(1990, 12, 31))[None]["total"].rate is None
