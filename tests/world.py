"""A house in use, for the tests that try every route: a cycle that runs, one that is shared, and something of everything."""
import contextlib
import shutil
from datetime import date, timedelta

from perf import open_house
from perf.accounts import actions as accounts
from perf.accounts import queries as known_accounts
from perf.accounts.models import Session
from perf.exchange import actions as exchange
from perf.exchange.queries import Job
from perf.kernel import clock, db, store
from perf.people import actions as people
from perf.people.models import Import, Person
from perf.questions import actions as questions
from perf.questions.models import Answer, Item, Section, Template
from perf.reviews import actions as reviews
from perf.reviews.models import Review
from perf.roles.models import Competency, Department, Duty, Role, RoleCompetency
from perf.settings import actions as settings
from perf.settings.models import Holiday

ACTORS = ("mara", "tomas", "zora", "hana", "adam", "visitor")
NOBODY = 98765      # a number that no row has
TOUCHED = timedelta(minutes=2)      # longer than a session is in use unnoted


@contextlib.contextmanager
def restored(house, snapshot):
    """The app on a copy of a database file, until the block ends."""
    db.database.close()
    for ending in ("", "-wal", "-shm"):
        (house.folder / (store.FILE + ending)).unlink(missing_ok=True)
    shutil.copy(snapshot, house.folder / store.FILE)
    open_house(house.folder)
    try:
        yield house.app
    finally:
        db.database.close()


@contextlib.contextmanager
def house_in_use(house):
    """The app with all that `furnish` makes; built once, a fresh copy each time. Gives the numbers of the rows."""
    if not hasattr(house, "in_use"):
        with restored(house, house.pristine):
            house.in_use_rows = furnish()
            house.in_use = house.folder.parent / "in_use.db"
            db.copy_to(house.in_use)
    with restored(house, house.in_use):
        yield house.in_use_rows


def furnish():
    """Make one row at least of everything that an address can name; returns their numbers by parameter."""
    person = {name: Person.get(Person.email == f"{name}@lantern.example") for name in ("hana", "mara", "tomas", "adam")}
    last = launched(person["hana"], "Last year", years_ago=2)
    shared = Review.get(Review.cycle == last, Review.person == person["tomas"])
    for kind in ("self", "manager"):
        submit(shared, kind)
    reviews.share(fresh(shared), by=person["mara"])
    running = launched(person["hana"], "This year", years_ago=1)
    review = Review.get(Review.cycle == running, Review.person == person["tomas"])
    submit(review, "self")
    answer = next(row for row in Answer.select().where(Answer.sheet == review.manager_sheet_id) if row.question.kind == "rating")
    questions.save_answer(answer, rating=3, version=0)
    settings.add_holiday(date(2030, 12, 25), "Winter feast")
    vacant = people.open_position(Role.get(Role.title == "Case Worker"), reports_to=None)
    duty, need = Duty.select().first(), RoleCompetency.select().first()
    empty = Department.create(name="Nobody's Corner")
    taken_in = upload(person["hana"], "E90,Ola,Nordmann,,Case Worker")
    exchange.take_in(taken_in, seen=Job(taken_in).plan().digest, by=person["hana"])
    waiting = upload(person["hana"], "E91,Kim,Rao,nonsense,Case Worker")
    return {
        "person_id": person["tomas"].id, "role_id": duty.role_id, "duty_id": duty.id, "need_id": need.id,
        "competency_id": Competency.select().first().id, "department_id": empty.id, "position_id": vacant.id,
        "cycle_id": running.id, "review_id": review.id, "kind": "manager", "sheet_id": review.manager_sheet_id,
        "answer_id": answer.id, "template_id": Template.get(Template.kind == "annual").id,
        "section_id": Section.select().first().id, "item_id": Item.select().first().id, "holiday_id": Holiday.get().id,
        "session_id": Session.get(Session.account == person["tomas"].account.get()).id,
        "secret": accounts.invite(person["tomas"], by=person["hana"]), "name": "orgchart",
        "upload_id": waiting.id, "import_id": Import.get().id, "ending": "csv",
        "shared": shared.id, "self_sheet": review.self_sheet_id, "shared_sheet": shared.manager_sheet_id, "last_cycle": last.id,
    }


def launched(by, name, years_ago):
    today = clock.today()
    steps = {step: today + timedelta(days) for step, days in
             (("self_due", 14), ("manager_due", 28), ("share_by", 42), ("close_on", 63))}
    cycle = reviews.plan_cycle(by=by, name=name, template=Template.get(Template.kind == "annual"),
                               period_start=date(today.year - years_ago, 1, 1), period_end=date(today.year - years_ago, 12, 31),
                               self_weight=0, manager_weight=1, **steps)
    reviews.launch(cycle, by=by)
    return cycle


def upload(owner, line):
    """A staff list of one row that was sent and waits for its next step."""
    sent = f"Employee ID,First name,Last name,E-mail,Job title\n{line}\n".encode()
    return exchange.receive(owner, "staff", sent, "list.csv")


def submit(review, kind, rating=4):
    """Answer all of a form and submit it, as its author."""
    review = fresh(review)
    sheet = review.self_sheet if kind == "self" else review.manager_sheet
    fill(sheet, rating)
    reviews.submit_form(review, sheet, by=sheet.author)


def fill(sheet, rating=4, text="Seen in daily work."):
    for answer in Answer.select().where(Answer.sheet == sheet):
        kind = answer.question.kind
        given = {"rating": {"rating": rating}, "choice": {"choice": "0"}, "yesno": {"choice": "yes"}}.get(kind, {})
        questions.save_answer(answer, text=text if kind in ("text", "rating") else "", version=answer.version, **given)


def fresh(review):
    return Review.get_by_id(review.id)


def browser(house, name):
    """A new browser: signed in for one of the cast, or a visitor's."""
    client = house.app.test_client()
    if name in house.secrets:
        client.set_cookie(known_accounts.COOKIE, house.secrets[name], secure=True, domain="localhost")
    return client


def browsers(house):
    """A browser of each of the cast, and one of a visitor."""
    return {name: browser(house, name) for name in (*house.secrets, "visitor")}


@contextlib.contextmanager
def undone():
    """Whatever the block writes is taken back at its end; settings that were kept in memory as well."""
    from perf.settings.queries import refresh
    with db.database.atomic("IMMEDIATE") as deed:
        try:
            yield
        finally:
            deed.rollback()
    refresh()


def dump(without=(), only=None):
    """All that the database holds, as text; tables as "name", columns as "name.column" can be left out."""
    lines = []
    for table in sorted(only or db.database.get_tables()):
        if table not in without:
            columns = [column.name for column in db.database.get_columns(table) if f"{table}.{column.name}" not in without]
            named = ", ".join(f'"{column}"' for column in columns)
            rows = db.database.execute_sql(f'SELECT {named} FROM "{table}" ORDER BY rowid').fetchall()
            lines += [f"{table} {row}" for row in rows]
    return "\n".join(lines)


# the routes

OF_ENDPOINT = {"exchange.template": {"kind": "staff"}}      # where a word means something else than in most addresses


def routes(app):
    """(method, endpoint, rule) of every route; HEAD goes with GET."""
    return sorted((method, rule.endpoint, rule) for rule in app.url_map.iter_rules()
                  for method in rule.methods - {"HEAD", "OPTIONS"})


def address(app, rule, rows, **other):
    """The address of a route with the numbers of real rows."""
    if rule.endpoint == "static_files.static_file":
        return f"/static/{app.assets._urls['app.css']}"
    values = {**rows, **OF_ENDPOINT.get(rule.endpoint, {}), **other}
    missing = [name for name in rule.arguments if name not in values]
    assert not missing, f"{rule.endpoint} names {missing}: say in tests/world.py furnish() which row that is"
    adapter = app.url_map.bind("localhost")
    return adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})


def pages(app, rows):
    """The address of every GET route but the static files, once for each row that it can name."""
    found = {}
    for method, endpoint, rule in routes(app):
        if method == "GET" and endpoint != "static_files.static_file":
            found[address(app, rule, rows)] = endpoint
            if "kind" in rule.arguments and endpoint not in OF_ENDPOINT:
                found[address(app, rule, rows, kind="self")] = endpoint
    for sheet in ("self_sheet", "shared_sheet"):
        found[f"/questions/sheets/{rows[sheet]}"] = "questions.write"
    found[f"/reviews/{rows['shared']}"] = "reviews.review"
    found[f"/reviews/cycles/{rows['last_cycle']}"] = "reviews.cycle"
    return found
