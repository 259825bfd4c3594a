"""What stays in the browser: nothing of a review once one has gone on, nothing at all once one has signed out."""
import pytest
from playwright.sync_api import expect

SECRET = "He never once raised his voice, and the families noticed."
PASSWORD = "four words nobody guesses"


@pytest.fixture(params=["desktop", "phone"])
def written(request, stage, visit):
    """Mara's page, on her form about Tomas, in which she has written; all of it has reached the server."""
    page = visit(stage, "mara", f"/questions/sheets/{stage.known.manager}", phone=request.param == "phone")
    box_of(page).press_sequentially(SECRET)
    expect(page.locator("article.question .foot .save__text").first).to_contain_text("Saved")
    return page


def box_of(page):
    return page.locator("article.question textarea").first


def kept_in(page):
    """All that scripts could find in this browser later on."""
    return page.evaluate("""async () => JSON.stringify([{...localStorage}, {...sessionStorage}, history.state,
        document.cookie, await caches.keys(), (await indexedDB.databases()).map(one => one.name),
        (await navigator.serviceWorker.getRegistrations()).length])""")


def sign_out(page):
    """By the button of the rail, or of one's own page on a phone."""
    if not page.locator("form[data-sign-out] button:visible").count():
        page.locator(".tabbar a[href='/me']").click()
    page.locator("form[data-sign-out] button:visible").first.click()


def test_going_on_leaves_no_review_text_in_the_browser(stage, written):
    """B08: neither storage nor the history that scripts see; htmx keeps no pages."""
    for path in (f"/reviews/{stage.known.review}", "/people/", "/orgchart/"):
        written.goto(stage.url + path)
    written.go_back()
    kept = kept_in(written)
    assert SECRET not in kept and "htmx" not in kept and "Tomas" not in kept and kept.startswith("[{},{},null,\"\"")


def test_htmx_keeps_no_pages_and_runs_no_words(stage, visit):
    """B08: what its settings say, and that an attribute with a script in it stays words."""
    page = visit(stage, "mara", f"/questions/sheets/{stage.known.manager}", quiet=False)
    settings = page.evaluate("({history: htmx.config.history, mode: htmx.config.mode})")
    assert settings["history"] is False and settings["mode"] in ("same-origin", None)
    page.evaluate("""() => {
        document.querySelector('main').insertAdjacentHTML('afterbegin', '<button id="trap" onclick="window.ran = 1" '
            + 'data-hx-on:click="window.ran = 2" data-hx-vals="js:{a: window.ran = 3}" '
            + 'data-hx-get="/keys" data-hx-swap="none">x</button>');
        htmx.process(document.getElementById('trap'));
    }""")
    page.locator("#trap").click(force=True)
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None


@pytest.mark.parametrize("who, path, deed", [
    ("hana", "/search", "input[name=q]:visible"), ("hana", "/orgchart/", "input[name=find]:visible"),
    ("hana", "/people/", "main input[name=q]:visible")])
def test_back_shows_a_whole_page(stage, visit, who, path, deed):
    """B05: after a search that brought a piece of the page alone, "back" brings the page, never the piece."""
    page = visit(stage, who, path)
    with page.expect_response(lambda answer: "Tomas" in answer.url):
        page.locator(deed).first.press_sequentially("Tomas")
        if deed.startswith("input[name=q]") or "main" in deed:
            page.locator(deed).first.press("Enter")
    page.goto(stage.url + "/me")
    page.go_back()
    assert page.locator("html > head > title").count() == 1 and page.locator("#main").count() == 1
    expect(page.locator("form[data-sign-out]").first).to_be_attached()
    page.go_forward()
    expect(page.locator("#main")).to_contain_text("Hana Sato")


def test_back_after_signing_out_asks_the_server_and_finds_the_door(stage, written):
    """B11, S04: nothing of the page was kept."""
    sign_out(written)
    expect(written).to_have_url(stage.url + "/sign-in")
    with written.expect_response(lambda answer: answer.request.is_navigation_request()) as asked:
        written.go_back()
    assert not asked.value.from_service_worker
    expect(written.locator("input[name=password]").first).to_be_visible()
    assert SECRET not in written.content() and "Tomas" not in written.content() and "/sign-in" in written.url


def test_signing_out_sends_what_is_unsent_and_clears_the_browser(stage, visit):
    """S10: the text of the last second is on the server; the storage is empty."""
    page = visit(stage, "mara", f"/questions/sheets/{stage.known.manager}")
    page.evaluate("localStorage.setItem('left over', 'x'); sessionStorage.setItem('left over', 'x')")
    box_of(page).press_sequentially(SECRET)
    assert "copy:" in kept_in(page)
    page.evaluate("document.querySelector('form[data-sign-out]').requestSubmit()")     # the field is not left: that saves it
    expect(page).to_have_url(stage.url + "/sign-in")
    assert kept_in(page).startswith("[{},{},null,\"\"")
    page.locator("[name=email]").fill("mara@lantern.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    expect(page).to_have_url(stage.url + "/")
    page.goto(f"{stage.url}/questions/sheets/{stage.known.manager}")
    expect(box_of(page)).to_have_value(SECRET)


def test_signing_out_asks_where_the_text_cannot_be_sent(stage, visit):
    """S10: "no" stays on the page with its text; "yes" signs out and nothing is left behind."""
    page = visit(stage, "mara", f"/questions/sheets/{stage.known.manager}", quiet=False)
    page.route("**/questions/answers/*", lambda route: route.abort())
    box_of(page).press_sequentially(SECRET)
    asked, answers = [], [False, True, True, True]
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept() if answers.pop(0) else dialog.dismiss()))
    page.evaluate("document.querySelector('form[data-sign-out]').requestSubmit()")
    expect(page.locator("article.question .foot .save__text").first).to_contain_text("try")
    expect(page.locator("form[data-sign-out]:not([data-sent])").first).to_be_attached()
    assert len(asked) == 1 and "lose it" in asked[0]
    expect(box_of(page)).to_have_value(SECRET)
    page.evaluate("document.querySelector('form[data-sign-out]').requestSubmit()")
    expect(page).to_have_url(stage.url + "/sign-in")
    assert kept_in(page).startswith("[{},{},null,\"\"")
