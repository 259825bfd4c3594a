"""From the form to the talk: what is known of the year is quoted, hints come and go, both write notes and agree on something."""
from playwright.sync_api import expect

from tests.browser.stage import scrolls_sideways

AGREED = "Write down the handover before every leave, on one page."
FILL = """rating => { for (const card of document.querySelectorAll('[data-answer]')) {
  const box = card.querySelector(`input[name$='-rating'][value='${rating}']`) || card.querySelector("input[name$='-choice']");
  if (box) { box.checked = true; box.dispatchEvent(new Event('change', {bubbles: true})); }
  const text = card.querySelector('textarea, input[inputmode]');
  if (text && !box) { text.value = 'Seen in daily work.'; text.dispatchEvent(new Event('input', {bubbles: true})); } } }"""


def give(page, rating):
    """Answer a whole form and submit it."""
    page.evaluate(FILL, str(rating))
    expect(page.locator("#bar-progress")).not_to_contain_text("still needed")
    page.evaluate("document.querySelector('form.sheet').requestSubmit(document.querySelector('.finish [value=check]'))")
    page.wait_for_url("**/check/*")
    page.get_by_role("button", name="Submit the").click()
    page.wait_for_url("**/reviews/*")


def test_what_was_agreed_is_quoted_into_a_comment_that_saves_itself(stage, visit):
    page = visit(stage, "mara", "/feedback/follow-ups/", phone=True)
    page.get_by_role("link", name="Put down a follow-up").first.click()
    page.get_by_role("link", name="Tomas Lindqvist").click()
    page.get_by_label("What is to be done").fill(AGREED)
    page.get_by_role("button", name="Put it down").click()
    expect(page.locator("main")).to_contain_text(AGREED)
    page.goto(f"{stage.url}/questions/sheets/{stage.known.manager}")
    box = page.locator("article.question textarea").nth(1)
    box.fill("As agreed:")
    page.locator(".evidence__title").click()
    page.locator(".evidence__entry", has_text=AGREED).get_by_role("button", name="Quote").click()
    expect(box).to_have_value(f"As agreed:\n“{AGREED}” (Follow-up, {page.locator('.evidence__kind').first.text_content().split('· ')[1]})")
    expect(box).to_be_focused()
    assert not page.locator("[data-drawer]").evaluate("drawer => drawer.open")
    expect(box.locator("xpath=ancestor::article").locator(".foot .save__text")).to_contain_text("Saved", timeout=4000)
    page.get_by_role("button", name="Take it back").click()
    expect(box).to_have_value("As agreed:")
    assert not scrolls_sideways(page)


def test_hints_come_while_one_writes_and_can_be_put_away(stage, visit):
    page = visit(stage, "mara", f"/questions/sheets/{stage.known.manager}")
    page.evaluate(FILL, "5")
    expect(page.locator("#hints")).to_contain_text("Every rating so far is a 5")
    expect(page.locator("#hints")).to_contain_text("A 1 or a 5 says more")
    page.get_by_role("button", name="Put these hints away").click()
    expect(page.locator("#hints")).to_contain_text("Hints are put away")
    page.reload()
    expect(page.locator("#hints")).to_contain_text("Show them again")


def test_both_write_in_the_talk_and_nothing_is_overwritten(stage, visit):
    tomas = visit(stage, "tomas", f"/questions/sheets/{stage.known.self}", phone=True)
    give(tomas, 5)
    mara = visit(stage, "mara", f"/questions/sheets/{stage.known.manager}")
    give(mara, 3)
    mara.get_by_role("button", name="Share with Tomas").click()
    mara.get_by_role("link", name="Both views side by side").click()
    expect(mara.locator(".side--apart").first).to_contain_text("2 levels apart")
    tomas.goto(f"{stage.url}/reviews/{stage.known.review}/meeting?only=apart")
    assert tomas.locator(".side").count() == tomas.locator(".side--apart").count() > 0
    mara.locator("textarea[name=notes]").fill("What Mara wrote.")
    tomas.locator("textarea[name=notes]").fill("What Tomas wrote.")
    tomas.get_by_role("button", name="Save the notes").click()
    expect(mara.locator("#agreed")).to_contain_text("Tomas Lindqvist has saved the notes")
    expect(mara.locator("textarea[name=notes]")).to_have_value("What Mara wrote.")
    mara.get_by_role("button", name="Save the notes").click()
    expect(mara.locator(".conflict")).to_contain_text("What Tomas wrote.")
    mara.get_by_role("button", name="Keep both").click()
    expect(mara.locator("textarea[name=notes]")).to_have_value("What Tomas wrote.\n\nWhat Mara wrote.")
    mara.get_by_label("What is to be done").fill(AGREED)
    mara.get_by_role("button", name="Put it down as a follow-up").click()
    expect(mara.locator("#agreed")).to_contain_text(AGREED)
    expect(tomas.locator("#agreed")).to_contain_text(AGREED)
    assert not scrolls_sideways(tomas)
