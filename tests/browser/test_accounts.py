"""The door in real Chromium: signing in again in place, links, and being asked whether it is really you."""
import hashlib

import pytest
from playwright.sync_api import expect
from test_draft_faults import AFTER, BEFORE, PASSWORD, Desk

CODE = "abcdefghjkmnpqrs"
NEW = "violet kettle morning paper"


@pytest.fixture(params=["desktop", "phone"])
def desk(request, stage, visit):
    return Desk(stage, visit, request.param == "phone")


def with_second_factor(desk):
    """Mara has an app, and a recovery code that is known here."""
    number = 4
    mark = hashlib.sha256(f"{number} {CODE}".encode()).hexdigest()
    desk.sql(f"INSERT INTO authenticator (account_id, seed, last_step, made_at) VALUES ({number}, 'sealed', 0, '2026-01-01')")  # noqa: S608
    desk.sql(f"INSERT INTO recovery_code (account_id, code) VALUES ({number}, '{mark}')")  # noqa: S608


def test_signing_in_in_place_asks_for_the_second_factor_there(desk):
    """R11: the session ends while somebody writes; nothing of it is lost on the way through both steps."""
    with_second_factor(desk)
    desk.type(BEFORE)
    desk.sql("UPDATE session SET seen_at = '2020-01-01 00:00:00'")
    desk.type(AFTER)
    dialog = desk.page.locator("#sign-in-again")
    expect(dialog).to_be_visible(timeout=10_000)
    dialog.locator("[name=password]").fill("wrong wrong wrong")
    dialog.get_by_role("button", name="Sign in and save").click()
    expect(dialog.get_by_role("alert").first).to_contain_text("do not belong together")
    dialog.locator("[name=password]").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in and save").click()
    expect(dialog.locator("[name=password]")).not_to_be_visible()
    dialog.locator("[name=code]").fill("000000")
    dialog.get_by_role("button", name="Sign in", exact=True).click()
    expect(dialog).to_contain_text("That code does not count")
    dialog.locator("[name=code]").fill(CODE)
    dialog.get_by_role("button", name="Sign in", exact=True).click()
    expect(dialog).not_to_be_visible()
    desk.is_saved()


def test_link_leaves_no_secret_in_the_address_or_the_history(stage, visit):
    """A07"""
    stage.vouch()
    hana = visit(stage, "hana", "/accounts/")
    hana.get_by_role("checkbox", name="Zora Demir").check()
    hana.get_by_role("button", name="Make links").click()
    link = hana.locator("input[readonly]").input_value()
    zora = visit(stage, None, "/sign-in")
    asked = []
    zora.on("request", lambda request: asked.append(request.headers.get("referer", "")))
    zora.goto(link)
    expect(zora).to_have_url(stage.url + "/invitation")
    assert link.rsplit("/", 1)[1] not in zora.content() + "".join(asked)
    zora.get_by_label("Choose a password").fill(NEW)
    zora.get_by_role("button", name="Keep this password").click()
    expect(zora).to_have_url(stage.url + "/")
    zora.go_back()
    expect(zora.get_by_text("This link does not open any more")).to_be_visible()
    assert link.rsplit("/", 1)[1] not in zora.url


@pytest.mark.parametrize("scripts", [True, False])
def test_dangerous_deed_asks_and_is_done_after(stage, visit, scripts):
    """S09: with and without scripts; the form of before is not filled in twice."""
    page = visit(stage, "mara", "/accounts/mine/email", scripts=scripts, phone=True)
    expect(page.get_by_text("Perf sends no mail here")).to_be_visible()
    page.goto(stage.url + "/accounts/second/app")
    expect(page.get_by_role("heading", name="Is it really you?")).to_be_visible()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(stage.url + "/accounts/second/app")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
