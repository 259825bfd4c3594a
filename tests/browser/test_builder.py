"""The editor of templates in a real browser: while somebody types, every change of it reaches the form, and takes nothing away."""
import time

import pytest
from playwright.sync_api import expect

TEXT = "He asked for it, found out, and told the others how it is done; that changed our mornings. "


def items(page, title):
    return page.locator(f".items[data-title='{title}'] .item__main a")


def post(page, path, **sent):
    """What a button of the editor sends, by the same browser."""
    return page.evaluate("""async ([path, sent]) => (await fetch(path, {method: "POST", body: new URLSearchParams(sent),
        headers: {"HX-Request": "true"}})).status""", [path, sent])


def drag(page, grip, target):
    grip.scroll_into_view_if_needed()
    start, end = grip.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + 15, start["y"] + 15)
    page.mouse.down()
    page.mouse.move(end["x"] + 15, end["y"] + 10, steps=12)
    page.mouse.up()


class Typist:
    """Types without pause into one box and counts what it typed."""

    def __init__(self, box):
        self.box, self.typed = box, ""

    def until(self, arrived, seconds=1.0):
        """Keys go on while the change is on its way; it has a second."""
        began = time.monotonic()
        while not arrived():
            assert time.monotonic() - began < seconds, "it took more than a second"
            self.keys(2)
        self.keys(3)

    def keys(self, count):
        for sign in (TEXT * 40)[len(self.typed):len(self.typed) + count]:
            self.box.page.keyboard.type(sign)
            self.typed += sign


@pytest.mark.alone
def test_template_is_built_on_while_somebody_types_and_no_key_is_lost(stage, visit):
    mara = visit(stage, "mara", f"/questions/sheets/{stage.known.manager}")
    hana = visit(stage, "hana", "/questions/templates/1")
    version = int(hana.locator(".builder__state .muted").inner_text().rsplit(" ", 1)[1])
    learns = hana.get_by_role("link", name="Learns from experience").get_attribute("href").split("/")[-1]
    results = hana.get_by_role("link", name="Which results stand out").get_attribute("href").split("/")[-1]
    growth = hana.locator(".items[data-title='Growth']").get_attribute("data-section")
    shares = lambda: mara.locator("#questions h2 small").all_inner_texts()       # noqa: E731
    box = mara.locator("article.question", has_text="Learns from experience").locator("textarea")
    box.click()
    typist = Typist(box)
    typist.keys(5)

    fields = {"authors": "manager", "asks_comment": "optional", "weight": "1", "is_required": "y", "may_be_na": "y"}
    assert post(hana, f"/questions/items/{learns}", prompt="Learns, and shares it", version=version, **fields) == 200
    typist.until(lambda: mara.locator("h3", has_text="Learns, and shares it").count())
    assert post(hana, f"/questions/sections/{growth}/items", kind="duties", prompt="Once more", **fields) == 200
    typist.until(lambda: mara.locator("#questions section").last.locator("article").count() > 4)
    assert post(hana, "/questions/templates/1/weights", version=version + 2, **{f"s{growth}": "60"}) == 200
    typist.until(lambda: "40% of the score" in shares() or "40 % of the score" in shares())
    assert post(hana, f"/questions/sections/{growth}/move", do="up") == 200
    typist.until(lambda: mara.locator("#questions h2").nth(2).inner_text().startswith("Growth"))
    assert post(hana, f"/questions/items/{results}/retire") == 200
    typist.until(lambda: not mara.locator("h3", has_text="Which results stand out").count())

    box = mara.locator("article.question", has_text="Learns, and shares it").locator("textarea")
    expect(box).to_have_value(typist.typed)
    expect(box).to_be_focused()
    assert box.evaluate("box => box.selectionStart") == len(typist.typed)
    expect(box.locator("xpath=ancestor::article").locator(".foot .save__text")).to_contain_text("Saved")
    mara.reload()
    expect(mara.locator("article.question", has_text="Learns, and shares it").locator("textarea")).to_have_value(typist.typed)


def test_questions_move_by_keys_and_by_dragging_and_the_preview_follows(stage, visit):
    page = visit(stage, "hana", "/questions/templates/1")
    page.locator(".preview select[name=person]").select_option(label="Tomas Lindqvist, Case Worker")
    expect(page.locator(".preview h3.question__prompt", has_text="What are you proud of")).to_be_visible()
    first, second = items(page, "Growth").all_inner_texts()[:2]
    page.get_by_role("button", name=f"Move “{first}” with the arrow keys").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".toast")).to_contain_text("Moved")
    expect(items(page, "Growth").first).to_have_text(second)
    prompts = page.locator(".preview section").last.locator("h3.question__prompt")
    expect(prompts.first).to_contain_text(second)
    with page.expect_response(lambda answer: answer.request.method == "POST"):      # until then the page is drawn anew under the hand
        drag(page, page.locator(".items[data-title='Growth'] .grip").first, page.locator(".items[data-title='Values'] .item").first)
    expect(items(page, "Values")).to_have_count(2)
    expect(page.locator(".preview section").nth(2)).to_contain_text(second)
    page.get_by_role("button", name="Move the section “Growth” with the arrow keys").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".preview h3.preview__section").nth(2)).to_contain_text("Growth")        # Tomas has no goals, so the preview asks about none
    page.reload()
    expect(page.locator(".part h2").nth(3)).to_contain_text("Growth")
    expect(items(page, "Values")).to_have_count(2)
    assert second in items(page, "Values").all_inner_texts()


def test_template_is_built_without_scripts_on_a_phone(stage, visit):
    page = visit(stage, "hana", "/questions/templates/new", phone=True, scripts=False)
    page.get_by_label("Name").fill("After a project")
    page.get_by_role("button", name="Make it").click()
    page.get_by_label("Heading", exact=True).fill("Results")
    page.get_by_label("Weight of the section").fill("12.5")
    page.get_by_role("button", name="Add the section").click()
    for prompt in ("Reached what it was for", "Kept to time and means"):
        page.get_by_role("link", name="Add a question here").click()
        page.get_by_label("Question", exact=True).fill(prompt)
        page.get_by_label("Weight inside its section").fill("2" if prompt.startswith("Kept") else "1")
        page.get_by_role("button", name="Add the question").click()
    page.locator("summary[aria-label*='Kept to time']").click()
    page.get_by_role("button", name="Move up").last.click()
    assert items(page, "Results").all_inner_texts() == ["Kept to time and means", "Reached what it was for"]
    expect(page.locator(".item").first).to_contain_text("66.7 % of the section")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_label("Written by").select_option("manager")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("h3.question__prompt").first).to_contain_text("Kept to time and means")


def tab_to(page, target):
    """The Tab key alone, until what is meant has the focus."""
    for _step in range(150):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached by the Tab key")


def press(page, target, key="Enter"):
    tab_to(page, target)
    page.keyboard.press(key)


def test_questions_for_leavers_are_built_by_keyboard_alone(stage, visit):
    page = visit(stage, "hana", "/questions/templates/new")
    tab_to(page, page.get_by_label("Name", exact=True))
    page.keyboard.type("When a project ends")
    tab_to(page, page.get_by_label("What it is for"))
    page.keyboard.type("Questions for l")
    press(page, page.get_by_role("button", name="Make it"))
    tab_to(page, page.get_by_label("Heading", exact=True))
    page.keyboard.type("Looking back")
    press(page, page.get_by_role("button", name="Add the section"))
    press(page, page.get_by_role("link", name="Add from the library"))
    for prompt in ("I belonged in my team", "a place to work?", "What was best about working here?"):
        press(page, page.locator("label.choice", has_text=prompt).first.locator("input"), "Space")
    press(page, page.get_by_role("button", name="Add what is ticked"))
    expect(page.locator(".toast")).to_contain_text("3 questions are in")

    press(page, page.get_by_role("link", name="Add a question here"))
    tab_to(page, page.get_by_label("Kind of answer"))
    page.keyboard.type("Text")
    tab_to(page, page.get_by_label("Question", exact=True))
    page.keyboard.type("What would you tell your successor?")
    tab_to(page, page.get_by_label("Shown only after an answer to"))
    page.keyboard.type("How likely")
    for level in ("9", "10"):
        press(page, page.locator(f"[data-answers-of]:not([hidden]) input[value='{level}']"), "Space")
    press(page, page.get_by_role("button", name="Add the question"))
    expect(page.locator(".item__waits")).to_contain_text("9 or 10")

    own, likely = "What would you tell your successor?", page.locator(".phone .question--recommend")
    prompts = lambda: items(page, "Looking back").all_inner_texts()        # noqa: E731
    assert prompts()[-1] == own
    tab_to(page, page.get_by_role("button", name=f"Move “{own}” with the arrow keys"))
    page.keyboard.press("ArrowUp")
    expect(page.locator("#toasts")).to_contain_text("Moved")
    assert prompts()[-2] == own
    in_phone = page.locator(".phone h3.question__prompt", has_text=own)
    expect(in_phone).to_be_hidden()
    tab_to(page, likely.locator("input[type=radio]").first)
    page.keyboard.press("ArrowLeft")        # round to 10
    expect(in_phone).to_be_visible()
    assert page.locator(".phone").bounding_box()["width"] == 390 and not page.locator(".phone .grid__words").is_visible()

    tab_to(page, page.get_by_role("button", name=f"Move “{own}” with the arrow keys"))
    for _step in range(3):
        page.keyboard.press("ArrowUp")
    expect(page.locator("#toasts")).to_contain_text("has to stay below it")
    page.reload()
    assert prompts()[-2] == own
