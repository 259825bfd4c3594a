"""The first administrator, and what is done on the server when nobody gets in."""
import threading
from datetime import date, timedelta

import pytest

import perf
from perf.accounts import actions, queries
from perf.accounts.models import Account, Session
from perf.kernel import db
from perf.people import actions as people
from perf.people.models import Person, Power
from tests import world
from tests.conftest import PASSWORD

NEW = "violet kettle morning paper"
FOUNDING = {"name": "Harbour Kitchen", "purpose": "Food for all.", "time_zone": "Europe/London", "currency": "GBP", "fiscal_start": "1",
            "locale": "en_GB", "first_name": "Ana", "last_name": "Sol", "email": "ana@harbour.example", "password": NEW}


@pytest.fixture
def new_house(house, tmp_path):
    """An installation in which nothing is set up."""
    app = perf.create_app(tmp_path / "new", TESTING=True)
    app.test_client_class = house.app.test_client_class
    yield app
    db.database.close()


def runs(app, *args, **environment):
    return app.test_cli_runner().invoke(args=args, env={name: str(value) for name, value in environment.items()})


def powers_of(email):
    return {row.name for row in Power.select().join(Person).where(Person.email == email)}


# A11

def test_new_house_has_no_account_and_asks_for_the_set_up_code(new_house):
    """A11"""
    assert not queries.anybody()
    door = new_house.test_client().get("/sign-in")
    assert door.status_code == 303 and door.headers["Location"].endswith("/set-up")
    for code in ("", "wrong", " "):
        assert new_house.test_client().post("/set-up", data={**FOUNDING, "code": code}).status_code in (403, 422) and not queries.anybody()


def test_set_up_is_gone_after_the_first_administrator(new_house):
    """A11"""
    given = {**FOUNDING, "code": new_house.config["SETUP_CODE"]}
    assert new_house.test_client().post("/set-up", data=given).status_code == 303
    assert powers_of("ana@harbour.example") == {"administrator", "hr"}
    assert new_house.test_client().get("/set-up").status_code == new_house.test_client().post("/set-up", data=given).status_code == 404


def test_two_who_set_up_at_once_make_one_administrator(new_house):
    """A11"""
    answers, together = [], threading.Barrier(3)

    def found(number):
        given = {**FOUNDING, "email": f"ana{number}@harbour.example", "code": new_house.config["SETUP_CODE"]}
        browser = new_house.test_client()
        together.wait()
        answers.append(browser.post("/set-up", data=given).status_code)
        db.database.close()
    threads = [threading.Thread(target=found, args=(number,)) for number in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert answers.count(303) == 1 and set(answers) <= {303, 404, 422} and Account.select().count() == 1


def test_first_administrator_from_the_environment(new_house, tmp_path):
    """A11: for installations that nobody watches; the password rests in a file."""
    (tmp_path / "secret").write_text(NEW + "\n")
    done = runs(new_house, "create-admin", PERF_ADMIN_EMAIL="Ana@Harbour.example", PERF_ADMIN_PASSWORD_FILE=tmp_path / "secret",
                PERF_ORGANISATION="Harbour Kitchen")
    assert done.exit_code == 0, done.output
    assert powers_of("ana@harbour.example") == {"administrator", "hr"} and NEW not in done.output
    assert new_house.test_client().post("/sign-in", data={"email": "ana@harbour.example", "password": NEW}).status_code == 303
    assert new_house.test_client().get("/set-up").status_code == 404


@pytest.mark.parametrize("password, why", [("short", "At least 15"), ("harbour kitchen 2026", "too easy to guess"), (None, "cannot be read")])
def test_command_refuses_in_words(new_house, tmp_path, password, why):
    file = tmp_path / "secret"
    if password:
        file.write_text(password)
    done = runs(new_house, "create-admin", PERF_ADMIN_EMAIL="ana@harbour.example", PERF_ADMIN_PASSWORD_FILE=file,
                PERF_ORGANISATION="Harbour Kitchen")
    assert done.exit_code == 1 and why in done.output and not queries.anybody()


def test_later_the_command_makes_an_administrator_who_is_not_hr(app, tmp_path, mara):
    (tmp_path / "secret").write_text(NEW)
    for email in (mara.email, "kim@lantern.example"):
        done = runs(app, "create-admin", PERF_ADMIN_EMAIL=email, PERF_ADMIN_PASSWORD_FILE=tmp_path / "secret")
        assert done.exit_code == 0 and powers_of(email) == {"administrator"}, done.output
        assert app.test_client().post("/sign-in", data={"email": email, "password": NEW}).status_code == 303


# the day on which nobody gets in

def test_link_from_the_server(app):
    """A08"""
    done = runs(app, "reset-password", "E1")
    assert done.exit_code == 0 and "/invitation/" in done.output
    assert runs(app, "reset-password", "nobody@lantern.example").exit_code == 1


def test_leaver_gets_no_link_from_the_server(app, zora):
    people.let_go(zora, last_day=date(2024, 1, 31))
    done = runs(app, "reset-password", "zora@lantern.example")
    assert done.exit_code == 1 and "has left" in done.output


def test_sessions_of_one_or_of_all_are_ended(app, browser_of):
    actions.sign_in("mara@lantern.example", PASSWORD)
    assert "2 sessions have ended" in runs(app, "end-sessions", "mara@lantern.example").output
    assert browser_of("mara").get("/me").status_code == 303 and browser_of("zora").get("/me").status_code == 200
    assert "6 sessions have ended" in runs(app, "end-sessions", "--all").output and not Session.select().exists()
    assert runs(app, "end-sessions").exit_code == runs(app, "end-sessions", "E1", "--all").exit_code == 2


# whoever has no account is somebody all the same

def test_somebody_without_an_account_is_shown_calmly(browser_of, zora):
    Account.delete().where(Account.person == zora).execute()
    for page in ("/accounts/", f"/people/{zora.id}", "/people/"):
        assert browser_of("hana").get(page).status_code == 200 and "Zora Demir" in browser_of("hana").get(page).text
    assert "none yet" in browser_of("hana").get(f"/people/{zora.id}").text


def test_hana_invites_nobody_whose_last_day_is_over(browser_of, zora, today):
    people.let_go(zora, last_day=today - timedelta(days=1))
    assert "Zora Demir" not in browser_of("hana").get("/accounts/").text
    assert browser_of("hana").post("/accounts/invite", data={"people": world.member("zora").id}).status_code == 404
