"""Leaving in real Chromium: the leaver's way by link on a phone, without an account; and HR's way around it."""
import re

from playwright.sync_api import expect

from tests.browser.stage import scrolls_sideways

A_LEAVING = re.compile(r"/exits/\d+$")


def planned_by(hr, url, who="Tomas Lindqvist"):
    """HR notes the last day, plans a link and makes one. Gives its address."""
    hr.goto(f"{url}/exits/setup/")
    hr.get_by_role("button", name="Add what is ready-made").click()
    expect(hr.locator(".toast")).to_contain_text("ready-made")
    hr.goto(f"{url}/exits/new")
    hr.get_by_label("Who leaves").select_option(label=who)
    hr.get_by_label("Last day").fill("2031-01-31")
    hr.get_by_role("button", name="Begin").click()
    hr.wait_for_url(A_LEAVING)
    hr.locator("#plan [name=way][value=link]").check()
    hr.locator("#plan [name=template]").select_option(label="Exit, short")
    hr.get_by_role("button", name="Plan it so").click()
    hr.get_by_role("button", name="Make a link").click()
    return hr.locator("#exit-link").input_value()


def recommend(page, level):
    page.locator("article", has_text="recommend us").locator(f"input[type=radio][value='{level}']").first.check(force=True)


def saved(page):
    expect(page.locator(".save--saved").first).to_be_visible()


def test_a_leaver_answers_by_link_on_the_phone(stage, visit):
    """The promise first, then a form that saves itself; another device needs the code; what is sent is HR's and nobody else's."""
    hr = visit(stage, "hana", "/exits/")
    link = planned_by(hr, stage.url)
    path = link[link.index("/exits/"):]
    leaver = visit(stage, None, path, phone=True)
    expect(leaver.locator(".promise")).to_contain_text("Your manager, Mara Okafor, never does")
    assert "by-link/" == leaver.url.split("/exits/")[1] and not scrolls_sideways(leaver)     # the secret stays in no history
    leaver.get_by_role("button", name="Begin").click()
    leaver.wait_for_url(re.compile("/questions/guest/"))
    assert not scrolls_sideways(leaver)
    leaver.get_by_text("Go on on another device").click()
    code = leaver.locator(".promise__code strong").inner_text()
    recommend(leaver, 3)
    saved(leaver)

    other = visit(stage, None, path, phone=True)
    other.get_by_label("The code from the first device").fill("1234 5678")
    other.get_by_role("button", name="Go on here").click()
    expect(other.locator(".errors")).to_contain_text("That is not the code")
    other.get_by_label("The code from the first device").fill(code)
    other.get_by_role("button", name="Go on here").click()
    expect(other.locator("article", has_text="recommend us").locator("input[value='3']").first).to_be_checked()

    text = leaver.locator("textarea:visible").last
    text.press_sequentially("Show newcomers around.")
    expect(text.locator("xpath=ancestor::article").locator(".save__text").first).to_contain_text("Saved", timeout=4000)
    hr.goto(f"{stage.url}/exits/")
    expect(hr.locator("#leavings")).to_contain_text("asked, no answer yet")
    leaver.locator("button[name=then][value=check]:visible").first.click()
    expect(leaver.locator("h1")).to_have_text("Check and send")
    leaver.get_by_role("button", name="Send it").click()
    expect(leaver.locator("main")).to_contain_text("thank you", ignore_case=True)
    expect(hr.locator("#leavings")).to_contain_text("answered")          # the page follows by itself
    hr.get_by_role("link", name="Tomas Lindqvist").first.click()
    hr.get_by_role("link", name="Read the answers").click()
    expect(hr.locator("main")).to_contain_text("Show newcomers around.")
    mara = visit(stage, "mara", "/exits/", quiet=False)
    expect(mara.locator("h1")).not_to_contain_text("Leaving")


def test_a_leaver_answers_without_scripts(stage, visit):
    hr = visit(stage, "hana", "/exits/")
    link = planned_by(hr, stage.url)
    leaver = visit(stage, None, link[link.index("/exits/"):], phone=True, scripts=False)
    leaver.get_by_role("button", name="Begin").click()
    recommend(leaver, 9)
    leaver.locator("button[name=then][value=check]:visible").first.click()
    expect(leaver.locator(".lede")).to_contain_text("1 question is answered")
    leaver.get_by_role("button", name="Send it").click()
    expect(leaver.locator("main")).to_contain_text("thank you", ignore_case=True)


def test_something_serious_goes_its_own_way(stage, visit):
    """From the link, beside the interview; HR's page says at once that it waits."""
    hr = visit(stage, "hana", "/exits/")
    link = planned_by(hr, stage.url)
    leaver = visit(stage, None, link[link.index("/exits/"):], phone=True)
    leaver.get_by_role("button", name="Begin").click()
    leaver.goto(f"{stage.url}/exits/by-link/")
    hr.goto(f"{stage.url}/exits/")
    leaver.get_by_role("link", name="Report something serious").click()
    expect(leaver.locator(".readers").first).to_contain_text("with your name")
    leaver.get_by_label("What happened?").fill("The van has no brakes, and we were told to drive it.")
    leaver.get_by_role("button", name="Send the report").click()
    expect(leaver.locator(".toast")).to_contain_text("It has reached")
    expect(hr.locator("#leavings")).to_contain_text("something serious")
