"""Queries as text: what the house writes more quickly than Peewee is the same to the letter, and so is what comes of it."""
from datetime import date

import peewee as pw
import pytest

from perf.accounts.models import Account, Session
from perf.kernel import clock, db, sql
from perf.people.models import Person, Position
from perf.questions.models import Item
from perf.reviews.models import Review
from perf.roles.models import Competency, Department
from perf.settings.models import Holiday, Organisation

Above = Person.alias()
QUERIES = {
    "all of a row": lambda: Person.select(),
    "two tables": lambda: Session.select(Session, Account).join(Account).where(Session.id == 3, Account.is_enabled),
    "a table twice": lambda: Person.select(Person.id, Above.last_name).join(Above, on=(Above.id == Person.id)).order_by(Above.last_name.desc()),
    "inside another": lambda: Person.select().where(Person.id.in_(Account.select(Account.person).where(Account.person == Person.id))),
    "as a source": lambda: pw.Select([Person.select(Person.id).alias("some")], [pw.fn.COUNT(pw.SQL("1"))]),
    "what it comes to": lambda: Review.select(pw.fn.MAX(Review.id).alias("last"), Review.person).group_by(Review.person).having(
        pw.fn.MAX(Review.id) > 1),
    "one or the other": lambda: Person.select(Person.id).where(Person.id == 1) | Person.select(Person.id).where(Person.last_name == "O'Hara"),
    "values of all kinds": lambda: Person.select().where(
        (Person.hired_on >= date(2024, 2, 29)) | Person.email.is_null() | Person.last_name.contains('"%') | ~(Person.id << [1, 2, None])),
    "a case": lambda: Person.select(pw.Case(None, [(Person.id == 1, "one")], Person.last_name)),
    "another name": lambda: Person.select(Person.last_name.alias('so "called"')).order_by(pw.SQL("1")),
    "change": lambda: Organisation.update(version=Organisation.version + 1, name="Lantern").where(Organisation.id == 1),
    "change and tell": lambda: Organisation.update({Organisation.name: None}).returning(Organisation.id),
    "new": lambda: Holiday.insert(day=date(2031, 5, 1), name="May Day"),
    "new or changed": lambda: Holiday.insert(day=date(2031, 5, 1), name="x").on_conflict(
        conflict_target=[Holiday.day], update={Holiday.name: pw.EXCLUDED.name}),
    "gone": lambda: Holiday.delete().where(Holiday.name == "x", Holiday.id.not_in([])),
    "a table by another name": lambda: (lambda table: table.select(table.c.x).where(table.c.y == 1))(pw.Table("a").alias("b")),
    "columns of a made table": lambda: pw.Table("a b").select(pw.Table("a b").c.x).where(pw.Table("a b").c["y z"] == 1),
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_text_and_values_are_those_of_peewee(app, query):
    ours, theirs = (kind(**db.database.get_context_options()).sql(query()).query() for kind in (sql.Context, pw.Context))
    assert ours == theirs and [*map(type, ours[1])] == [*map(type, theirs[1])]


def test_house_writes_its_queries_this_way(app):
    assert type(db.database.get_sql_context()) is sql.Context


@pytest.mark.parametrize("model", [Person, Account, Session, Organisation, Position, Item, Competency], ids=lambda model: model.__name__)
def test_row_by_its_number_is_what_peewee_makes_of_it(app, model):
    for number in [row[0] for row in model.select(model.id).tuples()][:5]:
        ours, theirs = model.get_by_id(number), model.select().where(model.id == number).get()
        assert vars(ours) == vars(theirs)
        assert [*map(type, ours.__data__.values())] == [*map(type, theirs.__data__.values())]


def test_what_is_not_there_or_asked_otherwise_goes_peewees_way(app, hana):
    with pytest.raises(Person.DoesNotExist):
        Person.get_by_id(98765)
    assert Person.get_or_none(Person.id == 98765) is None
    assert Person.get(Person.id == hana.id, Person.email == hana.email) == Person.get(Person.id == str(hana.id)) == Person.get(id=hana.id) == hana
    with pytest.raises(Person.DoesNotExist):
        Person.get(Person.id == hana.id, Person.email == "nobody@lantern.example")
    assert Person.get(Person.id > hana.id).id > hana.id and Account.get(Account.person == hana.id).person == hana


@pytest.mark.parametrize("model, rows", [
    (Holiday, [{"name": f"Day {number}", "day": date(2031, 5, number)} for number in range(1, 4)]),
    (Department, [{"name": "Archive", "parent": None}, {"name": "Attic", "parent": 1}]),
    (Session, [{"account_id": 1, "reference": f"x{number}", "started_at": clock.now(), "seen_at": clock.now()} for number in range(2)]),
], ids=["in another order", "with a reference", "with what goes without saying"])
def test_many_rows_are_written_as_peewee_writes_them(app, model, rows):
    columns = sql.columns(model, rows[0])
    theirs = model.insert_many(rows).sql()
    assert sql.insert(model, columns, len(rows)) == theirs[0].split(" RETURNING")[0]
    assert [value(row) for row in rows for value in columns.values()] == theirs[1]


def test_rows_are_written_in_several_statements_where_there_are_many(app):
    db.insert_all(Holiday, [{"day": date.fromordinal(750_000 + number), "name": f"Day {number}"} for number in range(7)], size=3)
    assert [one.name for one in Holiday.select().order_by(Holiday.day)] == [f"Day {number}" for number in range(7)]
