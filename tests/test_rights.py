"""Rights at the edges: what is sent besides, lists and counts, files made earlier, powers that change (Z09–Z13)."""
import functools
import importlib
import re

import peewee as pw
import pytest
import wtforms as wt

from perf.accounts.models import Account, Invitation
from perf.exchange.models import Upload
from perf.kernel import clock, db
from perf.people import actions as people
from perf.people.models import Person, Power
from perf.reviews.models import Review
from tests import canaries, world
from tests.test_authz import SENDS


@pytest.fixture(scope="module")
def in_use(house):
    with world.house_in_use(house) as rows:
        yield house, rows


@pytest.fixture
def story(house):
    with world.house_in_use(house) as rows:
        yield canaries.Story(house, rows)


# Z09: what no form asks for is not taken

def every_field():
    """A value for each column of each table, as somebody might send it along."""
    kinds = ((pw.DateTimeField, "2031-02-03T04:05:06"), (pw.DateField, "2031-02-03"), (pw.IntegerField, "1"), (pw.ForeignKeyField, "1"),
             (pw.BooleanField, "1"))
    found, waiting = {"role": "hr", "is_admin": "1", "employee_id": "E1", "status": "closed", "powers": "hr"}, [db.Model]
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        for field in model._meta.sorted_fields if model is not db.Model else ():
            value = next((value for kind, value in kinds if isinstance(field, kind)), "hr")
            found.update({field.name: value, field.column_name: value})
    return found


def writes(house, rows):
    """(name, address, data, names that the form asks for): every form that writes, filled in, and every other POST."""
    taken, seen = house.app.url_map.bind("localhost"), set()
    for _address, form in world.forms(house, rows):
        if form.method == "post":
            endpoint = taken.match(form.action.split("?")[0], method="POST")[0]
            seen.add(endpoint)
            asked = {name for name, *_rest in form.fields} | ASKED_ELSEWHERE.get(endpoint, set())
            yield form.name, form.action, {**filled(form), **SENDS.get(endpoint, {})}, asked
    for method, endpoint, rule in world.routes(house.app):
        if method == "POST" and endpoint not in seen:
            for name in ("hana", "adam", "mara", "tomas"):
                yield name, world.address(house.app, rule, rows), SENDS.get(endpoint, {}), typed_in(endpoint)


def typed_in(endpoint):
    """What the room of a route without a form on any page takes anywhere."""
    try:
        inputs = importlib.import_module(f"perf.{endpoint.split('.')[0]}.inputs")
    except ModuleNotFoundError:
        return set()
    taken = [one for one in vars(inputs).values() if isinstance(one, type) and issubclass(one, wt.Form)]
    return {name for form in taken for name in vars(form) if not name.startswith("_")} | set(SENDS.get(endpoint, {}))


def filled(form):
    words = {"text": "Some words", "textarea": "Some words", "date": "2031-01-31", "number": "1", "email": "somebody@lantern.example"}
    kinds = {name: kind for name, kind, _value, _counts in form.fields}
    return {name: value or words.get(kinds[name], "") for name, value in form.sent() if name != "submit_id"}


@functools.cache
def columns_of(table):
    """By what the rows of a table are told apart, and its columns."""
    return world.order_of(table).split(",")[0], [column.name for column in db.database.get_columns(table)]


def tables():
    """All that the database holds: {table: rows}."""
    return {table: db.database.execute_sql(f'SELECT {columns_of(table)[0]}, * FROM "{table}"').fetchall()  # noqa: S608
            for table in db.database.get_tables()}


def cells(table, rows):
    """Every cell of a table: {(table, row, column): value}."""
    (order, columns), found = columns_of(table), {}
    for row in rows:
        if order == '"key"':     # drawn anew at each sending: such rows are told apart by what they say
            row = (str(row[2:]), None, *row[2:])
        found.update({(table, row[0], column): value for column, value in zip(columns, row[1:])})
    return found


def effect(house, before, name, address, data):
    """The cells that a request changes; it is taken back."""
    with world.undone():
        world.browser(house, name).post(address, data=data)
        after = tables()
    changed = {}
    for table in (table for table in after if after[table] != before[table]):
        old, new = cells(table, before[table]), cells(table, after[table])
        changed.update({cell: new.get(cell) for cell in old.keys() | new.keys() if old.get(cell, cell) != new.get(cell, cell)})
    return changed


ASKED_ELSEWHERE = {"reviews.launch": {"version"}}     # the same address from another page, which sends more


def test_what_no_form_asks_for_changes_nothing(in_use):
    """Z09: with every field of every table sent along, a request changes the cells that it changes without them."""
    house, rows = in_use
    before, extra, wrong, did = tables(), every_field(), [], 0
    with clock.at(clock.now()):         # the run is long, and a session's last use is noted now and then
        for name, address, data, asked in writes(house, rows):
            besides = {field: value for field, value in extra.items() if field not in asked}
            once, given = (effect(house, before, name, address, sent) for sent in (data, {**besides, **data}))
            again = once if given == once else effect(house, before, name, address, data)
            steady = {cell for cell in once if once[cell] == again.get(cell)}       # the rest are moments and secrets
            changed = {cell for cell in steady if given.get(cell) != once[cell]} | (given.keys() ^ once.keys())
            wrong += [(name, address, sorted(changed)[:4])] if changed else []
            did += any(cell[0] not in ("trail_line", "trail_ends", "session") for cell in once)
    assert wrong == [] and did > 30


# Z10: lists, counts and what search finds

REVIEW = re.compile(r"/reviews/(\d+)")


def listed(story, name):
    """The reviews of Tomas that somebody is shown anywhere."""
    browser = story.browser(name)
    addresses = ("/", "/me", "/reviews/", "/search?q=Lindqvist", "/search?q=year", f"/people/{story.subject.id}")
    shown = {int(number) for at in addresses for number in REVIEW.findall(browser.get(at).text)}
    return shown & {review.id for review in Review.select().where(Review.person == story.subject)}


def test_lists_and_search_show_the_reviews_that_open_and_no_others(story):
    """Z10"""
    every = [review.id for review in Review.select().where(Review.person == story.subject)]
    for name in set(canaries.CAST) - canaries.OUTSIDE:
        opens = {number for number in every if story.browser(name).get(f"/reviews/{number}").status_code == 200}
        assert listed(story, name) == opens, name


def test_counts_on_home_are_of_what_waits_for_oneself(story):
    """Z10: what waits for Mara is not counted for Nils, who leads her, nor for Adam, who administers."""
    assert "Review of Tomas Lindqvist" in story.browser("mara").get("/").text
    for name in set(canaries.CAST) - canaries.OUTSIDE - {"mara"}:
        assert "Review of Tomas Lindqvist" not in story.browser(name).get("/").text, name


def test_who_has_left_is_found_by_hr_alone(story):
    """Z10: neither in the list nor by search nor in the count."""
    for name in ("zora", "mara", "adam", "ines"):
        for at in ("/people/", "/people/?who=left", "/people/?q=Kowal", "/search?q=Kowal", "/orgchart/"):
            assert "Lena Kowal" not in story.browser(name).get(at).text, (name, at)
    assert "Lena Kowal" in story.browser("hana").get("/people/?who=left").text


# Z12, Z13: what was allowed when it was made, or when the page was opened

def test_files_of_an_import_open_for_who_has_the_power_when_they_are_fetched(story):
    """Z12: the upload and the list of refused rows were made by HR; who is HR no more gets neither."""
    upload = story.rows["upload_id"]
    files = [f"/exchange/uploads/{upload}/{step}" for step in ("", "preview", "refused", "decisions")]
    addresses = [at for at in world.pages(story.house.app, story.rows) if at.startswith("/exchange/")] + files
    opened = [at for at in addresses if story.browser("hana").get(at).status_code == 200]
    assert len(opened) > 3 and Upload.get_by_id(upload).owner_id == story.cast["hana"].id
    Power.delete().where(Power.person == story.cast["hana"], Power.name == "hr").execute()
    assert {story.browser("hana").get(at).status_code for at in opened} <= {403, 404}


def test_a_power_counts_from_the_next_request_on_and_no_longer_than_it_is_held(story):
    """Z13"""
    assert story.browser("zora").get("/people/desk/").status_code == 403
    story.give_power("zora", "hr")
    zora = story.browser("zora")
    assert zora.get("/people/desk/").status_code == 200
    people.take_power(story.cast["zora"], "hr")
    assert zora.get("/people/desk/").status_code in (303, 403)
    assert zora.post("/people/new", data={"first_name": "A", "last_name": "B"}).status_code in (401, 403)


def test_a_closed_account_and_a_last_day_end_at_the_next_request(story):
    """Z13"""
    piet, zora = story.browser("piet"), story.browser("zora")
    assert piet.get("/").status_code == zora.get("/").status_code == 200
    Account.update(is_enabled=False).where(Account.person == story.cast["piet"]).execute()
    Person.update(left_on="2020-01-01").where(Person.id == story.cast["zora"].id).execute()
    assert piet.get("/").status_code == zora.get("/").status_code == 303


# Z11: what is done to many at once

def test_one_person_who_is_not_there_refuses_the_whole_list(story):
    """Z11: addresses for many people at once, one of whom does not exist, are none of them kept."""
    Person.update(email=None).where(Person.id == story.cast["piet"].id).execute()
    sent = {f"email-{story.cast['piet'].id}": "piet@elsewhere.example", f"email-{world.NOBODY}": "nobody@elsewhere.example"}
    reply = story.browser("hana").post("/people/emails", data=sent)
    assert reply.status_code == 404 and Person.get_by_id(story.cast["piet"].id).email is None


def test_one_who_is_not_there_keeps_all_from_getting_a_link(story):
    """Z11: also where the one has left, and is on the list of HR."""
    for other in (world.NOBODY, story.cast["lena"].id):
        before = Invitation.select().count()
        assert story.browser("hana").post("/accounts/invite", data={"people": [story.cast["piet"].id, other]}).status_code == 404
        assert Invitation.select().count() == before


