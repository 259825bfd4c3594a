"""The cast: Mara leads, Tomas reports to Mara, Zora has nothing to do with either, Hana is HR, Adam administers.

Ines is the executive director, above Mara, Hana, Adam and Zora's manager Piet.
"""
import gc
import os
import shutil
import zlib
from datetime import date, timezone
from types import SimpleNamespace

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

import perf
from perf.accounts import actions as accounts
from perf.accounts import second
from perf.accounts.models import Authenticator, Session
from perf.kernel import clock, db, modules, seal, store
from perf.people import actions as people
from perf.people.models import Person
from perf.questions import starter as questions
from perf.roles import drafts
from perf.roles import queries as role_queries
from perf.roles import starter as roles
from perf.roles.models import Department, Role
from perf.settings import actions as settings

PASSWORD = "four words nobody guesses"
SEED = "LANTERNHOUSELANTERNHOUSE22222222"
CAST = {    # name: (first, last, role, department, reports to, powers)
    "ines": ("Ines", "Marchetti", "executive_director", "Leadership", None, ["executive"]),
    "hana": ("Hana", "Sato", "hr_officer", "Leadership", "ines", ["hr"]),
    "adam": ("Adam", "Brandt", "office_manager", "Leadership", "ines", ["administrator"]),
    "mara": ("Mara", "Okafor", "programme_manager", "Family Services", "ines", []),
    "tomas": ("Tomas", "Lindqvist", "case_worker", "Family Services", "mara", []),
    "piet": ("Piet", "Vermeer", "development_officer", "Fundraising", "ines", []),
    "zora": ("Zora", "Demir", "communications_officer", "Fundraising", "piet", []),
}


if os.environ.get("PERF_TESTS_TEMPLATES"):      # what one lane has compiled the others need not
    Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(os.environ["PERF_TESTS_TEMPLATES"])}
gc.set_threshold(50_000, 20, 100)       # thousands of tests keep much alive, and looking through it all takes some of their time


def pytest_collection_finish():
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items):
    """The quick tests first. Playwright keeps an event loop in the main thread, and others want their own."""
    items.sort(key=lambda item: "/browser/" in item.path.as_posix())
    if not os.environ.get("PERF_LONG"):
        items[:] = [item for item in items if not is_left_to_the_long_run(item)]


def is_left_to_the_long_run(item):
    """What is tried on desktop and phone runs on one of them, by the name of the test; with --long on both. So does every third
    line of the access table asked by htmx."""
    ways = item.callspec.id.split("-") if hasattr(item, "callspec") else []
    if item.path.name == "test_authz.py" and item.originalname == "test_htmx_gets_the_same_decision":
        return zlib.crc32(item.callspec.id.encode()) % 3 > 0
    if item.path.parent.name != "browser" or item.path.name in ("test_every_page.py", "test_draft_faults.py") or not {"desktop", "phone"} & set(ways):
        return False
    rest = "-".join([item.originalname, *(way for way in ways if way not in ("desktop", "phone"))])
    return ("desktop", "phone")[zlib.crc32(rest.encode()) % 2] not in ways


class Browser(FlaskClient):
    """Sends what a real browser sends with every write of our own pages."""

    def open(self, *args, **kwargs):
        kwargs["headers"] = {"Sec-Fetch-Site": "same-origin", **dict(kwargs.get("headers") or {})}
        return super().open(*args, **kwargs)


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    """The app and a database with the cast, built once; every test gets a copy of it."""
    folder = tmp_path_factory.mktemp("house")
    app = perf.create_app(folder / "data", TESTING=True)
    app.test_client_class = Browser
    secrets = build_cast()
    db.database.close()
    pristine = folder / "pristine.db"
    db.open_at(folder / "data" / store.FILE)
    db.copy_to(pristine)
    return SimpleNamespace(app=app, folder=folder / "data", pristine=pristine, secrets=secrets)


def build_cast():
    """The organisation of the tests; returns the session secret of each member."""
    settings.found_organisation(name="Lantern House", time_zone="Europe/London", currency="GBP", fiscal_start=1)
    settings.keep_values([("Care", "We look after people first."), ("Candour", "We say what is so.")])
    roles.add_starter_competencies()
    questions.add_starter_templates()
    hashed, secrets, seats = accounts.hasher.hash(PASSWORD), {}, {}
    for name, (first, last, role, department, above, powers) in CAST.items():
        person = people.add_person(first, last, employee_id=f"E{len(seats) + 1}", email=f"{name}@lantern.example",
                                   hired_on=date(2023, 1, 9))
        seats[name] = people.open_position(roles.add_starter_role(role), reports_to=seats.get(above),
                                           department=Department.get_or_create(name=department)[0])
        people.seat(person, seats[name], starts=date(2023, 1, 9))
        for power in powers:
            people.give_power(person, power)
        account = accounts.open_account(person, hashed=hashed)
        secrets[name] = accounts.begin(account, "Test", has_second=bool(powers) and enrolled(account))
    return secrets


def enrolled(account):
    """HR, administrators and executives sign in with an app of this seed as well."""
    Authenticator.create(account=account, seed=seal.seal(SEED, second.SEED), made_at=clock.now())
    return True


def code():
    """What the app of the powerful shows now; each code counts once."""
    return pyotp.TOTP(SEED).at(clock.now().replace(tzinfo=timezone.utc))


@pytest.fixture
def app(house):
    """The app on a fresh copy of the cast's database."""
    db.database.close()
    for ending in ("", "-wal", "-shm"):
        (house.folder / (store.FILE + ending)).unlink(missing_ok=True)
    shutil.copy(house.pristine, house.folder / store.FILE)
    db.open_at(house.folder / store.FILE)
    perf.move_in(house.folder)
    just_confirmed()
    yield house.app
    db.database.close()


def just_confirmed():
    """Sessions in use, which showed a moment ago that it is really them; tests of that end it."""
    Session.update(seen_at=clock.now(), fresh_until=clock.now() + accounts.FRESH).execute()


@pytest.fixture
def confirmed(monkeypatch):
    """Whoever asks has just shown that it is really them."""
    monkeypatch.setattr(modules, "confirm", lambda *args: None)


@pytest.fixture
def client(app):
    """A visitor's browser."""
    return app.test_client()


@pytest.fixture(autouse=True)
def _push_request_context():
    """pytest-flask would keep one context open, and every browser would be served as the first one signed in."""


@pytest.fixture
def browser_of(app, house):
    """A signed-in browser of a member of the cast: `browser_of("mara")`."""
    def browser(name):
        client = app.test_client()
        client.set_cookie("__Host-session", house.secrets[name], secure=True, domain="localhost")
        return client
    return browser


def _member(name):
    @pytest.fixture(name=name)
    def member(app):
        return Person.get(Person.email == f"{name}@lantern.example")
    return member


ines, hana, adam, mara, tomas, piet, zora = (_member(name) for name in ("ines", "hana", "adam", "mara", "tomas", "piet", "zora"))


@pytest.fixture
def today():
    return clock.today()


@pytest.fixture
def role_of():
    """The role of a title."""
    return lambda title: Role.get(Role.title == title)


@pytest.fixture
def rewritten(hana):
    """Publish what a role says anew: `rewritten(role, purpose="…", starts=…)`; gives the version."""
    def rewrite(role, *, starts=None, asks_to_read=False, review_on=None, note="", **says):
        draft = drafts.begin_draft(role, by=hana)
        given = {name: getattr(draft, name) for name in drafts.COPIED} | {"leads_to": role_queries.next_ids(draft)} | says
        draft = drafts.change_draft(draft, version=draft.version, by=hana, **given)
        return drafts.publish(draft, starts=starts, asks_to_read=asks_to_read, review_on=review_on, note=note, by=hana)
    return rewrite
