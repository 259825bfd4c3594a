"""A leaver's form in a real browser, without an account: what opens moves nothing, and a minute without the network loses nothing."""
import shutil

import pytest
from playwright.sync_api import expect
from stage import scrolls_sideways
from vouching import COOKIE, VouchingStage

WHY = "What would have to change for you to recommend us?"


@pytest.fixture(scope="module")
def vouching(prepared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("vouching") / "data"
    shutil.copytree(prepared.folder, folder)
    stage = VouchingStage(folder).start()
    yield stage
    stage.stop()


@pytest.fixture
def leaver(vouching, chrome):
    """A page of the form on a phone, of a browser that has no session."""
    context = chrome.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    context.add_cookies([{"name": COOKIE, "value": "yes", "url": vouching.url}])
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{vouching.url}/questions/guest/")
    yield page
    context.close()
    assert not complaints


def card(page, prompt):
    return page.locator("article.question", has_text=prompt)


def test_answers_open_questions_in_place_and_nothing_is_lost_offline(leaver):
    page = leaver
    likely, why = page.locator("article.question--recommend"), card(page, WHY)
    expect(why).to_be_hidden()
    button = likely.locator(".recommend__level", has_text="3")
    button.scroll_into_view_if_needed()
    before = button.bounding_box()
    button.click()
    expect(why).to_be_visible()
    assert button.bounding_box() == before
    expect(page.locator("#bar-progress")).to_contain_text("1 of 15 answered")
    assert button.bounding_box() == before

    page.context.set_offline(True)
    why.locator("textarea").fill("Shifts that a family can live with.")
    why.locator("textarea").blur()
    expect(why.locator(".save__text")).to_contain_text("trying again")
    likely.locator(".recommend__level", has_text="9").click()
    expect(why).to_be_hidden()
    likely.locator(".recommend__level", has_text="2").click()
    expect(why.locator("textarea")).to_have_value("Shifts that a family can live with.")
    page.context.set_offline(False)
    expect(why.locator(".save__text")).to_contain_text("Saved")
    expect(likely.locator(".foot .save__text")).to_contain_text("Saved")
    page.reload()
    expect(why.locator("textarea")).to_have_value("Shifts that a family can live with.")
    assert page.evaluate("Object.keys(localStorage).length") == 0       # a guest's words lie in no browser


def test_grid_is_answered_by_keys_and_fits_each_width(leaver):
    page = leaver
    first = page.locator(".grid article").first
    first.locator("input[value='2']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(first.locator("input[value='4']")).to_be_checked()
    expect(page.locator("#bar-save")).to_contain_text("Saved")
    assert not scrolls_sideways(page) and first.locator(".agreement__level").first.bounding_box()["height"] >= 44
    page.set_viewport_size({"width": 320, "height": 700})
    assert not scrolls_sideways(page) and min(box.bounding_box()["width"] for box in page.locator(".recommend__level").all()) >= 44
    expect(page.locator(".grid__words")).to_be_hidden()
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.locator(".grid__words")).to_be_visible()
    heads, levels = page.locator(".grid__words span"), first.locator(".agreement__level")
    for number in range(5):
        head, level = heads.nth(number).bounding_box(), levels.nth(number).bounding_box()
        assert abs(head["x"] + head["width"] / 2 - level["x"] - level["width"] / 2) < 2
    page.reload()
    expect(first.locator("input[value='4']")).to_be_checked()
