"""Links that set a password: they let nobody in who was shut out, and nobody into the account of the powerful."""
import re

from perf.accounts import actions
from perf.accounts.models import Account

NEW = "violet kettle morning paper"


def link_of(page):
    found = re.search(r"/invitation/([\w-]+)", page)
    return found and found[1]


def test_closing_an_account_ends_its_links(browser_of, client, hana, zora):
    secret = link_of(browser_of("hana").post("/accounts/invite", data={"people": zora.id}).text)
    browser_of("hana").post(f"/accounts/{zora.id}/enabled", data={"on": "no"})
    assert client.post(f"/invitation/{secret}", data={"password": NEW}).status_code == 422
    assert not Account.get(Account.person == zora).is_enabled


def test_closed_account_gets_no_new_link(browser_of, zora):
    browser_of("hana").post(f"/accounts/{zora.id}/enabled", data={"on": "no"})
    assert link_of(browser_of("hana").post("/accounts/invite", data={"people": zora.id}).text) is None


def test_hr_makes_no_reset_link_for_the_executive_and_the_server_does(app, browser_of, ines, client):
    page = browser_of("hana").post("/accounts/invite", data={"people": ines.id}).text
    assert link_of(page) is None and "reset-password" in page
    said = app.test_cli_runner().invoke(args=["reset-password", "ines@lantern.example"]).output
    assert client.post(f"/invitation/{link_of(said)}", data={"password": NEW}).status_code == 303


def test_reset_made_for_another_is_told_to_that_person(browser_of, zora, house):
    browser_of("hana").post("/accounts/invite", data={"people": zora.id})
    assert "sets your password anew" in browser_of("zora").get("/audit/").text


def test_signing_in_anew_ends_the_session_of_before(browser_of, house, app):
    browser, old = browser_of("zora"), house.secrets["zora"]
    assert browser.post("/sign-in", data={"email": "zora@lantern.example", "password": "four words nobody guesses"}).status_code == 303
    again = app.test_client()
    again.set_cookie("__Host-session", old, secure=True, domain="localhost")
    assert again.get("/me").status_code == 303
    assert actions.queries.signed_in(old) is None
