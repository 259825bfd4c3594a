"""HR plans a move for a day ahead and announces it; somebody is found on the phone as one types, and can be called from the card."""
from datetime import date, timedelta

from playwright.sync_api import expect

from tests.browser.stage import scrolls_sideways

DAY = date.today() + timedelta(days=40)


def test_hr_plans_a_move_sees_it_and_announces_it(stage, visit):
    page = visit(stage, "hana", "/people/?q=tomas")
    page.locator("#people-list").get_by_role("link", name="Tomas Lindqvist", exact=True).click()
    address = page.url
    page.get_by_role("link", name="Change seat").click()
    page.get_by_label("Role", exact=False).first.fill("Head of Lanterns")
    page.get_by_label("From").fill(DAY.isoformat())
    page.get_by_label("This is a promotion").check()
    page.get_by_label("Note").fill("After three good years.")
    page.get_by_role("button", name="Change the seat").click()
    changes = page.locator("#changes")
    expect(changes).to_contain_text("is promoted to Head of Lanterns")
    expect(changes).to_contain_text("HR alone sees it")
    tomas = visit(stage, "tomas", address.removeprefix(stage.url))
    expect(tomas.locator("main")).to_contain_text("First day")
    expect(tomas.locator("main")).not_to_contain_text("Lanterns")
    changes.get_by_role("button", name="Announce").click()
    expect(page.locator("#changes")).to_contain_text("announced")
    expect(tomas.locator("main")).to_contain_text("Promoted to Head of Lanterns")      # his open page follows by itself


def test_on_the_phone_a_person_is_found_as_one_types_and_the_card_calls_and_mails(stage, visit):
    hana = visit(stage, "hana", "/people/?q=tomas")
    hana.locator("#people-list").get_by_role("link", name="Tomas Lindqvist", exact=True).click()
    hana.get_by_role("link", name="Change record").click()
    hana.get_by_role("textbox", name="Phone").fill("+44 20 7946 0001")
    hana.get_by_role("button", name="Save the record").click()
    page = visit(stage, "zora", "/people/", phone=True)
    page.get_by_label("Name, role or department").press_sequentially("lindq")
    expect(page.locator("#people-list")).to_contain_text("1 person")
    card = page.locator("#people-list tbody tr")
    for name, address in (("Call Tomas Lindqvist", "tel:+442079460001"), ("E-mail Tomas Lindqvist", "mailto:tomas@lantern.example")):
        way = card.get_by_role("link", name=name)
        expect(way).to_have_attribute("href", address)
        box = way.bounding_box()
        assert box["height"] >= 44 and box["width"] >= 44
    page.locator("summary", has_text="Filters").click()
    page.get_by_label("Away today").check()
    expect(page.locator("#people-list")).to_contain_text("Nobody matches")       # what was typed stays with the filter
    assert not scrolls_sideways(page)
