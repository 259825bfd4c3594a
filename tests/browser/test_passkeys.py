"""Passkeys and the second factor in a real browser, with an authenticator that the browser itself plays."""
import pyotp
import pytest
from playwright.sync_api import expect

PASSWORD = "four words nobody guesses"
DEVICE = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
          "automaticPresenceSimulation": True}


@pytest.fixture
def vouched(stage):
    """Nobody is asked whether it is really them."""
    stage.vouch()


@pytest.fixture(params=["desktop", "phone"])
def is_phone(request):
    return request.param == "phone"


def with_device(page, **more):
    """A finger or face that this browser can ask for."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, **more}})["authenticatorId"]


def add_passkey(page, name="My phone"):
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Add a passkey").click()


def test_adding_asks_first_who_it_is(stage, visit):
    """S09: and leads back to where the passkey is added."""
    page = visit(stage, "mara", "/accounts/second")
    with_device(page)
    add_passkey(page)
    page.locator("main input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(stage.url + "/accounts/second")
    add_passkey(page)
    expect(page.get_by_role("heading", name="Keep these ten codes")).to_be_visible()


def sign_out(page, stage):
    page.goto(stage.url + "/accounts/mine")
    page.locator("main").get_by_role("button", name="Sign out here").click()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def enter_password(page, who="mara"):
    page.get_by_label("E-mail or employee ID").fill(f"{who}@lantern.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_passkey_is_added_and_signs_in_by_itself(stage, vouched, visit, is_phone):
    page = visit(stage, "mara", "/accounts/second", phone=is_phone)
    with_device(page)
    add_passkey(page)
    expect(page.get_by_role("heading", name="Keep these ten codes")).to_be_visible()
    sign_out(page, stage)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(stage.url + "/")
    page.goto(stage.url + "/accounts/second")
    expect(page.locator("#passkeys")).to_contain_text("My phone")
    expect(page.locator("#passkeys")).to_contain_text("last used")


def test_passkey_is_the_second_step_after_the_password(stage, vouched, visit, is_phone):
    page = visit(stage, "mara", "/accounts/second", phone=is_phone)
    with_device(page)
    add_passkey(page)
    page.get_by_role("link", name="I have kept them").click()
    sign_out(page, stage)
    enter_password(page)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.locator("[data-passkey] button").first.click()
    page.wait_for_url(stage.url + "/")


def test_device_that_does_not_know_its_owner_opens_nothing(stage, vouched, visit):
    """Without finger, face or PIN the passkey is only something that one has."""
    page = visit(stage, "mara", "/accounts/second")
    session, device = with_device(page)
    add_passkey(page)
    expect(page.get_by_role("heading", name="Keep these ten codes")).to_be_visible()
    sign_out(page, stage)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("[data-passkey] [role=alert]")).to_be_visible()
    page.goto(stage.url + "/people/")
    assert "/sign-in" in page.url


def test_passkey_that_was_removed_opens_nothing(stage, vouched, visit):
    page = visit(stage, "mara", "/accounts/second")
    with_device(page)
    add_passkey(page)
    expect(page.get_by_role("heading", name="Keep these ten codes")).to_be_visible()
    page.goto(stage.url + "/accounts/second")
    page.get_by_role("button", name="Remove the passkey My phone").click()
    expect(page.locator("main")).to_contain_text("is removed")
    sign_out(page, stage)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("main")).to_contain_text("does not know this passkey")


def test_app_is_set_up_and_asked_for(stage, vouched, visit, is_phone):
    page = visit(stage, "mara", "/accounts/second/app", phone=is_phone)
    seed = page.locator("#seed").input_value().replace(" ", "")
    expect(page.locator("img.second__picture")).to_be_visible()
    page.get_by_label("The code that the app shows now").fill(pyotp.TOTP(seed).now())
    page.get_by_role("button", name="Use this app from now on").click()
    expect(page.get_by_role("heading", name="Keep these ten codes")).to_be_visible()
    codes = page.locator("main").inner_text()
    code = next(line for line in codes.split() if line.count("-") == 3)
    sign_out(page, stage)
    enter_password(page)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.locator("main input[name=code]").fill(code)
    page.locator("main form:has(input[name=code]) button").first.click()
    page.wait_for_url(stage.url + "/")


def test_without_scripts_the_app_works_whole(stage, vouched, visit):
    page = visit(stage, "mara", "/accounts/second/app", scripts=False)
    seed = page.locator("#seed").text_content().replace(" ", "")
    page.locator("main input[name=code]").fill(pyotp.TOTP(seed).now())
    page.get_by_role("button", name="Use this app from now on").click()
    expect(page.locator("main")).to_contain_text("Keep these ten codes")


def test_passkey_answers_in_the_dialog_of_an_open_form(stage, vouched, visit, is_phone):
    """R11: the session ends while somebody writes; the passkey is asked for in its place, and the text is saved."""
    page = visit(stage, "mara", "/accounts/second", phone=is_phone)
    with_device(page)
    add_passkey(page)
    expect(page.get_by_role("heading", name="Keep these ten codes")).to_be_visible()
    page.goto(f"{stage.url}/questions/sheets/{stage.known.manager}")
    page.context.clear_cookies()
    page.locator("textarea").first.fill("Written while nobody was signed in.")
    dialog = page.locator("#sign-in-again")
    expect(dialog).to_be_visible()
    dialog.locator("[name=password]").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in and save").click()
    dialog.get_by_role("button", name="Use a passkey").click()
    expect(dialog).not_to_be_visible()
    expect(page.locator("#bar-save")).to_contain_text("Saved")
    page.reload()
    expect(page.locator("textarea").first).to_have_value("Written while nobody was signed in.")
