"""How soon reports over 1,000 leavers open, and how many statements they take: `python -m tests.bench.exits`.

A house of 300 people with 1,000 who left over five years, each with answers to thirty questions, reasons and comments.
"""
import random
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import perf
from perf import demo
from perf.exits import reporting
from perf.exits.models import CLASSES, REASONS, ExitAnswer, Leaving, LeavingReason, Measure, Publication
from perf.kernel import clock, db
from perf.kernel.db import insert_all
from perf.people import queries as people
from perf.people.models import Assignment, Person, Position
from perf.questions.models import LibraryQuestion
from perf.roles.models import Department, Role
from tests.bench.goals import opened
from tests.conftest import Browser

LEAVERS, PEOPLE, YEARS = 1_000, 300, 5
PAGES = ("/exits/analysis/?starts={start}&ends={end}", "/exits/analysis/?starts={start}&ends={end}&by=department",
         "/exits/analysis/?starts={start}&ends={end}&by=manager&kind=voluntary", "/exits/analysis/comments?starts={start}&ends={end}",
         "/exits/turnover/?starts={start}&ends={end}&by=manager", "/exits/analysis.xlsx?starts={start}&ends={end}", "/exits/reports/")


def filled(many=LEAVERS):
    """Leavers with what they said, straight into the tables: what is measured is reading."""
    dice, today = random.Random(7), clock.today()
    for one in LibraryQuestion.select():
        Measure.get_or_create(key=one.key, defaults=dict(kind=one.kind, prompt=one.prompt, topic=one.topic, options_json=one.options_json, is_core=one.is_core,
                                                         order=one.order, highest=10 if one.kind == "recommend" else 5))
    measures, seats = list(Measure.select()), list(Position.select(Position.id, Position.department, Position.role).tuples())
    departments, roles = dict(Department.select(Department.id, Department.name).tuples()), dict(Role.select(Role.id, Role.title).tuples())
    managers = [(one.id, one.name) for one in Person.select().limit(25)]
    for number in range(many):
        last = today - timedelta(days=dice.randint(10, 365 * YEARS))
        hired = last - timedelta(days=dice.randint(60, 4000))
        person = Person.create(first_name=f"Leaver{number}", last_name="Ashgrove", hired_on=hired, left_on=last)
        position, department, role = dice.choice(seats)
        Assignment.create(position=position, person=person, starts=hired, ends=last)
        manager = dice.choice(managers)
        leaving = Leaving.create(person=person, last_day=last, hired_on=hired, kind=dice.choice(CLASSES), is_regretted=dice.random() < 0.4, state="done", result="given",
                                 result_on=last, started_at=clock.now(), department_id=department, department=departments.get(department, ""), role_id=role,
                                 role=roles.get(role, ""), manager_id=manager[0], manager=manager[1])
        insert_all(LeavingReason, [dict(leaving=leaving.id, reason=reason, is_main=place == 0) for place, reason in enumerate(dice.sample(REASONS, 3))])
        insert_all(ExitAnswer, [row for measure in measures for row in said(dice, measure, leaving.id)])


def said(dice, measure, leaving):
    base = {"leaving": leaving, "measure": measure.id, "level": None, "choice": None, "text": ""}
    if dice.random() < 0.1:
        return []
    if measure.kind in ("agreement", "rating"):
        return [base | {"level": dice.randint(1, 5)}]
    if measure.kind == "recommend":
        return [base | {"level": dice.randint(0, 10)}]
    if measure.kind in ("choice", "choices"):
        return [base | {"choice": number} for number in dice.sample(range(len(measure.options)), min(2, len(measure.options)))]
    return [base | {"choice": dice.randint(0, 1)}] if measure.kind == "yesno" else [base | {"text": "The hours were long, and nobody said why."}]


def pages():
    today = clock.today()
    return [page.format(start=today - timedelta(days=365 * YEARS), end=today) for page in PAGES]


def house(app):
    """Fill a house and publish the year before; gives HR's browser."""
    app.test_client_class = Browser
    demo.build(people=PEOPLE, seed=7, password="harbour-light-demo", finished=0)
    with db.database.atomic("IMMEDIATE"):
        for model in (Publication, Leaving):
            model.delete().execute()
        filled()
    year = clock.today().year - 1
    reporting.publish("The year before", starts=date(year, 1, 1), ends=date(year, 12, 31), dimension="department", audience="managers", by=next(iter(people.holders("hr"))))
    client = app.test_client()
    client.post("/sign-in", data={"email": "hana@demo.example", "password": "harbour-light-demo"})
    return client


def main():
    with tempfile.TemporaryDirectory() as folder:
        client = house(perf.create_app(Path(folder) / "data", TESTING=True))
        print(f"{LEAVERS} leavers, {PEOPLE} people\n{'page':<74}{'ms':>8}{'statements':>12}{'KB':>8}")
        for page in pages():
            spent, statements, size = opened(client, page)
            print(f"{page:<74}{spent:>8.0f}{statements:>12}{size / 1024:>8.0f}")
        db.database.close()


if __name__ == "__main__":
    sys.exit(main())
