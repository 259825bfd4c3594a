"""The organisation chart in a real browser: others' changes seen at once, the whole walk by keyboard, drafts, files."""
import re
import time

import pytest
from playwright.sync_api import expect

SOON = 3        # seconds: three times what the issue allows


def box(page, name):
    return page.locator(".drawn__seat", has_text=name).first


def chart(page, **more):
    expect(page.locator(".drawn__seat[tabindex='0']").first).to_be_attached(timeout=15000)     # a waiting expression would be eval, which the CSP stops
    return page


def in_frame(page, name):
    """Where a seat lies on the screen, and how large the drawing is."""
    at = box(page, name).bounding_box()
    return round(at["x"]), round(at["y"]), round(at["width"])


def move(page, stage, person, above):
    """HR gives somebody another manager, by the form."""
    page.goto(f"{stage.url}/people/")
    page.get_by_role("link", name=person).first.click()
    page.goto(f"{page.url}/seat")
    choice = page.locator("select[name=reports_to] option", has_text=above).first.get_attribute("value")
    page.select_option("select[name=reports_to]", choice)
    page.get_by_role("main").locator("form button[type=submit]").last.click()


@pytest.mark.alone
def test_move_by_one_is_seen_by_another_at_once_where_they_look(stage, visit):
    stage.vouch()
    zora, hana = chart(visit(stage, "zora", "/orgchart/drawing")), visit(stage, "hana", "/people/")
    zora.locator("[data-zoom=in]").click()
    box(zora, "Piet Vermeer").focus()
    before = in_frame(zora, "Piet Vermeer")
    zora.evaluate("""() => { window.seen = null; new MutationObserver(() => {
        const tomas = [...document.querySelectorAll('.drawn__seat')].find((seat) => seat.textContent.includes('Tomas Lindqvist'));
        const piet = [...document.querySelectorAll('.drawn__seat')].find((seat) => seat.textContent.includes('Piet Vermeer'));
        if (tomas && !window.seen && tomas.dataset.above === piet.id.slice(4)) window.seen = Date.now();
    }).observe(document.querySelector('svg.drawn'), { subtree: true, childList: true, attributes: true }) }""")
    sent = time.time()
    move(hana, stage, "Tomas Lindqvist", "Vermeer")
    for _moment in range(300):
        if zora.evaluate("() => window.seen"):
            break
        zora.wait_for_timeout(50)
    took = zora.evaluate("window.seen") / 1000 - sent
    assert took < SOON + 3, took                                # the form's own way included; the live part alone is measured in tests/bench
    zora.wait_for_timeout(400)
    assert all(abs(now - was) <= 2 for now, was in zip(in_frame(zora, "Piet Vermeer"), before, strict=True))
    assert zora.evaluate("document.activeElement.closest('.drawn__seat').textContent").count("Piet Vermeer")


def test_whole_drawing_is_walked_by_keyboard(stage, visit):
    page = chart(visit(stage, "zora", "/orgchart/drawing"))
    page.locator(".drawn__seat[tabindex='0']").focus()
    seen = set()
    for key in ("ArrowUp", "ArrowUp", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp",
                "ArrowRight", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
        seen.add(page.evaluate("document.activeElement.closest('.drawn__seat')?.querySelector('.drawn__name').textContent"))
    assert {"Ines Marchetti", "Mara Okafor", "Tomas Lindqvist", "Piet Vermeer", "Zora Demir"} <= seen
    count = page.locator(".drawn__seat").count()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")                                # folds Piet's team
    expect(page.locator(".drawn__seat")).to_have_count(count - 1)
    assert "Piet Vermeer" in page.evaluate("document.activeElement.closest('.drawn__seat').textContent")
    page.keyboard.press("Space")
    expect(page.locator(".drawn__seat")).to_have_count(count)
    size = page.locator("svg.drawn").get_attribute("width")
    page.keyboard.press("+")
    assert page.locator("svg.drawn").get_attribute("width") > size
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/people/\d+"))


def test_list_is_a_tree_that_is_walked_and_keeps_its_place(stage, visit):
    page = visit(stage, "tomas", "/orgchart/list", phone=True)
    tree = page.get_by_role("tree")
    expect(tree).to_be_visible()
    page.locator("[role=treeitem][tabindex='0']").focus()
    name = lambda: page.evaluate("document.activeElement.textContent")       # noqa: E731
    assert "Tomas Lindqvist" in name()
    page.keyboard.press("ArrowLeft")
    assert "Mara Okafor" in name()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[role=treeitem]:focus")).to_have_attribute("aria-expanded", "false")      # told by an event, a moment later
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert "Tomas Lindqvist" in name()
    page.keyboard.press("Home")
    assert "Ines Marchetti" in name()
    page.keyboard.press("p")
    assert "Piet Vermeer" in name()
    hana = visit(stage, "hana", "/people/")
    stage.vouch()
    move(hana, stage, "Adam Brandt", "Okafor")
    expect(page.locator("li", has=page.get_by_role("treeitem", name=re.compile("Mara Okafor"))).last.locator("summary").first).to_contain_text("2", timeout=15000)
    assert "Piet Vermeer" in name()


def test_one_flies_to_who_is_found_and_back_in_time(stage, visit):
    page = chart(visit(stage, "hana", "/orgchart/drawing"))
    page.get_by_label("Find", exact=True).fill("zora")
    expect(page.locator(".drawn__seat--found .drawn__name")).to_have_text("Zora Demir")
    expect(page.get_by_role("status").filter(has_text="1 seat found")).to_be_visible()
    page.get_by_label("As of").fill("2020-01-01")
    page.get_by_label("As of").press("Enter")
    expect(page.get_by_text("The chart as it was on 1 January 2020")).to_be_visible()
    expect(page.locator(".drawn__seat")).to_have_count(7)      # seats of which nobody wrote down since when they stand
    assert page.url.endswith("on=2020-01-01")


def test_reorganisation_is_dragged_shared_and_put_into_effect(stage, visit):
    stage.vouch()
    page = visit(stage, "hana", "/orgchart/scenarios/new")
    page.get_by_label("What it is called").fill("One team")
    page.get_by_role("button", name="Save").click()
    chart(page)
    page.locator("[data-zoom=all]").click()
    tomas, piet = box(page, "Tomas Lindqvist").bounding_box(), box(page, "Piet Vermeer").bounding_box()
    page.mouse.move(tomas["x"] + 15, tomas["y"] + 12)
    page.mouse.down()
    page.mouse.move(tomas["x"] + 40, tomas["y"] + 40, steps=3)
    page.mouse.move(piet["x"] + piet["width"] / 2, piet["y"] + piet["height"] / 2, steps=6)
    page.mouse.up()
    expect(page.get_by_text("Tomas Lindqvist reports to Piet Vermeer")).to_be_visible()
    box(page, "Mara Okafor").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Reports to").select_option(label="Demir, Zora — Communications Officer") if page.get_by_label("Reports to").locator(
        "option", has_text="Demir, Zora").count() else page.get_by_label("Reports to").select_option(label="Zora Demir — Communications Officer")
    page.get_by_role("button", name="Move it in the draft").click()
    expect(page.get_by_text("Mara Okafor reports to Zora Demir")).to_be_visible()
    zora = chart(visit(stage, "zora", "/orgchart/drawing"))
    page.get_by_label("From", exact=True).fill(page.evaluate("new Date().toISOString().slice(0, 10)"))
    page.get_by_role("button", name="Put it into effect").click()
    expect(page.get_by_text("holds from today on")).to_be_visible()
    number = box(zora, "Zora Demir").get_attribute("id")[4:]
    expect(box(zora, "Mara Okafor")).to_have_attribute("data-above", number, timeout=SOON * 1000)


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desktop"])
def test_board_sees_the_chart_alone_by_a_link(stage, visit, phone):
    hana = visit(stage, "hana", "/orgchart/links/")
    hana.get_by_label("Whom it is for").fill("The board")
    hana.get_by_role("button", name="Make a link").click()
    link = hana.locator("#made-link").input_value()
    guest = visit(stage, None, link.replace(stage.url, ""), phone=phone)
    expect(box(guest, "Mara Okafor")).to_be_visible()
    assert guest.url.endswith("/orgchart/shared/") and guest.locator("a[href*='/people/']").count() == 0
    hana.get_by_role("button", name="Withdraw").click()
    guest.reload()
    expect(guest.get_by_role("heading", name="This link has ended")).to_be_visible()


def test_chart_is_kept_as_a_picture_and_on_paper(stage, visit, tmp_path):
    page = chart(visit(stage, "zora", "/orgchart/drawing"))
    page.locator("details.menu summary").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as PNG").click()
    picture = tmp_path / "chart.png"
    saved.value.save_as(picture)
    width, height = int.from_bytes(picture.read_bytes()[16:20], "big"), int.from_bytes(picture.read_bytes()[20:24], "big")
    assert picture.read_bytes()[:4] == b"\x89PNG" and width > 800 and height > 300 and picture.stat().st_size > 8000
    for size, across in (("a4", 842), ("a3", 1191)):
        page.goto(f"{stage.url}/orgchart/paper/{size}")
        paper = page.pdf(prefer_css_page_size=True)
        boxes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", paper)
        assert len(boxes) == 1 and abs(float(boxes[0][0]) - across) < 2, boxes


def test_two_fingers_change_the_size_and_the_slider_the_day(stage, visit):
    page = chart(visit(stage, "zora", "/orgchart/drawing", phone=True))
    frame, before = page.locator(".drawing__frame").bounding_box(), int(page.locator("svg.drawn").get_attribute("width"))
    middle = {"x": frame["x"] + frame["width"] / 2, "y": frame["y"] + 60}
    hand = page.context.new_cdp_session(page)
    for kind, gap in (("touchStart", 20), ("touchMove", 45), ("touchMove", 70)):
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{**middle, "x": middle["x"] - gap, "id": 0}, {**middle, "x": middle["x"] + gap, "id": 1}]})
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert int(page.locator("svg.drawn").get_attribute("width")) > before * 1.5
    desk = chart(visit(stage, "zora", "/orgchart/drawing"))
    slider = desk.get_by_role("slider")
    slider.focus()
    desk.keyboard.press("Home")
    expect(desk.get_by_text("The chart as it was on 9 January 2023")).to_be_visible()
    expect(desk.get_by_label("As of")).to_have_value("2023-01-09")


def test_renamed_role_and_newcomer_appear_in_an_open_chart(stage, visit):
    stage.vouch()
    zora, hana = chart(visit(stage, "zora", "/orgchart/drawing")), visit(stage, "hana", "/people/new")
    hana.get_by_label("First name").fill("Noor")
    hana.get_by_label("Last name").fill("Aalto")
    hana.get_by_label("Role", exact=False).first.fill("Gardener")
    hana.locator("select[name=reports_to]").select_option(index=1)
    hana.locator("main form[method=post] button[type=submit]").last.click()
    expect(box(zora, "Noor Aalto")).to_be_visible(timeout=SOON * 1000)
