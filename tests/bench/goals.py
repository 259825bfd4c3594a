"""How soon the tree of 2,000 goals opens, and how many statements it takes: `python -m tests.bench.goals`.

A house of 300 people with 5 goals of the organisation, 45 of departments and 1,950 of people; and one in which they all hang in one line.
"""
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import perf
from perf import demo
from perf.goals.models import Goal
from perf.kernel import clock, db, words
from perf.people.models import Person
from perf.roles.models import Department
from tests.conftest import Browser

GOALS, PEOPLE, TIMES = 2_000, 300, 15


def filled(many=GOALS, deep=False):
    """Goals in force for everybody who is here, written straight into the table: what is measured is reading."""
    departments = [one.id for one in Department.select(Department.id)]
    owners, today = [one.id for one in Person.select(Person.id).where(Person.left_on.is_null())], clock.today()
    base = dict(about="", starts=date(today.year, 1, 1), due=date(today.year, 12, 31), state="agreed", made_at=clock.now(), agreed_on=today,
                status="on track", checked_on=today, start=0, target=1_000_000)
    for number in range(many):
        level = "organisation" if number < 5 else "department" if number < 50 else "person"
        parent = None if number < 5 else number if deep else number % 5 + 1 if number < 50 else number % 45 + 6
        Goal.insert(**base, id=number + 1, title=f"Goal {number} that is to be reached", plain_title=words.plain(f"goal {number}"), level=level,
                    department=departments[number % len(departments)] if level == "department" else None, owner=owners[number % len(owners)], parent=parent,
                    measure="below" if number < 50 or deep and number < many - 1 else "number", now=number * 400).execute()


def opened(client, address="/goals/tree"):
    """(milliseconds in the middle, statements, bytes) of opening a page."""
    asked = []
    database_execute = db.database.execute_sql
    db.database.execute_sql = lambda *args, **kwargs: asked.append(args[0]) or database_execute(*args, **kwargs)
    try:
        client.get(address)
        asked.clear()
        answer = client.get(address)
        statements = len(asked)
    finally:
        db.database.execute_sql = database_execute
    assert answer.status_code == 200, answer.status_code
    spans = []
    for _time in range(TIMES):
        begun = time.perf_counter()
        client.get(address)
        spans.append((time.perf_counter() - begun) * 1000)
    return statistics.median(spans), statements, len(answer.data)


def main(deep=False):
    with tempfile.TemporaryDirectory() as folder:
        app = perf.create_app(Path(folder) / "data", TESTING=True)
        app.test_client_class = Browser
        demo.build(people=PEOPLE, seed=7, password="harbour-light-demo", finished=0)
        Goal.delete().execute()
        with db.database.atomic("IMMEDIATE"):
            filled(deep=deep)
        client = app.test_client()
        client.post("/sign-in", data={"email": "tomas@demo.example", "password": "harbour-light-demo"})
        print(f"{'page':<46}{'ms':>8}{'statements':>12}{'bytes':>10}")
        for name, address in (("the tree", "/goals/tree"), ("narrowed down to those at risk", "/goals/tree?status=at+risk"), ("narrowed down to those on track", "/goals/tree?status=on+track"),
                              ("my goals", "/goals/"), ("one goal with 40 below it", "/goals/6"), ("figures of a page", "/goals/figures?shown=1.2.3.4.5.6")):
            span, statements, size = opened(client, address)
            print(f"{name:<46}{span:>8.1f}{statements:>12}{size:>10}")


if __name__ == "__main__":
    main(deep="deep" in sys.argv)
