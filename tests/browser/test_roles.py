"""A role is changed: draft, what changes, published; the holder reads it on the phone and confirms."""
from playwright.sync_api import expect

from tests.browser.stage import scrolls_sideways


def test_role_goes_from_draft_to_confirmed_on_the_phone(stage, visit):
    phone = visit(stage, "tomas", "/roles/mine", phone=True)
    role = phone.url.removeprefix(stage.url)
    page = visit(stage, "hana", role)
    page.get_by_role("button", name="Change it").click()
    page.get_by_label("What this role is there for").fill("Stands beside families and finds a way on with them.")
    page.locator("summary", has_text="Add a duty").click()
    new = page.locator("details.writing--new")
    new.get_by_label("What somebody in this role does").fill("Writes the yearly report of the team")
    new.get_by_label("Share of the role").fill("0")
    page.get_by_role("button", name="Add this duty").click()
    expect(page.get_by_text("Writes the yearly report of the team").first).to_be_visible()
    expect(page.get_by_label("What this role is there for")).to_have_value("Stands beside families and finds a way on with them.")
    page.get_by_role("button", name="Save and see what changes").click()
    expect(page.locator("#role-changes del").first).to_be_visible()
    expect(page.locator("#role-changes ins").first).to_be_visible()
    expect(page.locator("#main")).to_contain_text("1 person holds this role: Tomas Lindqvist.")
    phone.reload()
    expect(phone.locator("#main")).not_to_contain_text("finds a way on")
    page.get_by_label("What changed, in a sentence").fill("Says it more plainly.")
    page.get_by_role("button", name="Publish this version").click()
    expect(page.locator(".toast--said")).to_contain_text("is published and holds from today")
    expect(page.locator("#role-readers summary")).to_contain_text("0 of 1")

    expect(phone.locator("#role-reading")).to_contain_text("Have you read it?")     # the open page has asked again by itself
    phone.goto(stage.url + "/")
    phone.get_by_role("link", name="Read your role: Case Worker", exact=True).click()
    expect(phone.locator(".head")).to_contain_text("What you are here for")
    expect(phone.locator(".head")).to_contain_text("finds a way on with them")
    assert not scrolls_sideways(phone)
    phone.get_by_role("button", name="I have read my role").click()
    expect(phone.locator("#role-reading")).to_contain_text("You confirmed this version on")
    expect(page.locator("#role-readers summary")).to_contain_text("1 of 1")
