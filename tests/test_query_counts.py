"""Thirty more people cost not one query more, and no page asks more than its limit."""
from datetime import date, timedelta

import pytest

from perf.kernel import db, modules
from perf.people import actions as people
from perf.people.models import Assignment, Position
from perf.questions.models import Template
from perf.reviews import actions as reviews
from perf.reviews.models import Review

LIMIT, LIMIT_OF_ROOMS, LIMIT_OF_HR = 18, 8, 22       # seven of the first are for what waits in reviews, upward feedback, follow-ups, goals and leaving, which the rail counts; HR's board asks all rooms


@pytest.fixture
def grow(app, hana, mara, today):
    """Launch a cycle for everybody; the second time with thirty people more in Mara's team."""
    def grow(more):
        above = Position.select().join(Assignment).where(Assignment.person == mara).get()
        for number in range(more):
            person = people.add_person("Extra", f"Person {number}", employee_id=f"X{number}", hired_on=date(2023, 5, 1))
            people.seat(person, people.open_position(above.role, department=above.department, reports_to=above))
        cycle = reviews.plan_cycle(by=hana, name=f"Cycle {more}", template=Template.get(Template.kind == "annual"),
                                   period_start=date(today.year - 1, 1, 1), period_end=date(today.year - 1, 12, 31),
                                   **dict.fromkeys(("self_due", "manager_due", "share_by", "close_on"), today + timedelta(1)))
        reviews.launch(cycle, by=hana)
        return cycle
    return grow


@pytest.fixture
def queries_of(monkeypatch, browser_of):
    """How many statements a page takes."""
    def count(who, path):
        asked, run = [], db.Database.execute_sql
        browser_of(who).get("/keys")        # notes the session's last-seen time, which is due once a minute
        with monkeypatch.context() as patch:
            patch.setattr(db.Database, "execute_sql", lambda self, sql, *rest, **more: asked.append(sql) or run(self, sql, *rest, **more))
            assert browser_of(who).get(path).status_code == 200, path
        return len(asked)
    return count


def pages(cycle, tomas, mara):
    # a form asks what rooms know of the year: one of its statements is for goals where there are none, one for the team that the rail counts for
    own = Review.get(Review.cycle == cycle, Review.person == tomas)
    return [("mara", f"/questions/sheets/{own.manager_sheet_id}", LIMIT + 5), ("hana", f"/reviews/cycles/{cycle.id}", LIMIT_OF_HR),
            ("zora", "/people/", LIMIT), ("zora", "/orgchart/", LIMIT), ("hana", "/accounts/", LIMIT), ("mara", "/reviews/", LIMIT),
            ("hana", f"/reviews/cycles/{cycle.id}/preview", LIMIT_OF_HR), ("zora", "/roles/", LIMIT),
            ("mara", "/", LIMIT_OF_ROOMS + 2 * len(modules.rooms_on())),
            ("zora", f"/people/{mara.id}", LIMIT_OF_ROOMS + 2 * len(modules.rooms_on()))]


def test_thirty_more_people_cost_no_query_more(grow, queries_of, tomas, mara):
    before = [(path, queries_of(who, path)) for who, path, _limit in pages(grow(0), tomas, mara)]
    after = [(path, queries_of(who, path), limit) for who, path, limit in pages(grow(30), tomas, mara)]
    assert [count for _path, count in before] == [count for _path, count, _limit in after], list(zip(before, after))
    assert not [one for one in after if one[1] > one[2]]


def test_launching_for_thirty_more_takes_the_same_statements_but_for_the_bulk(grow, monkeypatch):
    counts = []
    for more in (0, 30):
        asked, run = [], db.Database.execute_sql
        with monkeypatch.context() as patch:
            patch.setattr(reviews, "launch", lambda cycle, by, launch=reviews.launch: (asked.clear(), launch(cycle, by=by)))
            patch.setattr(db.Database, "execute_sql", lambda self, sql, *rest, **kw: asked.append(sql) or run(self, sql, *rest, **kw))
            grow(more)
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 12, counts
