"""R11, R20, R22: fourteen things that go wrong while somebody writes, on desktop and phone (each on both with --long).

Where the tab lives, every character typed is there in the end; where it dies, all that is older than two seconds.
"""
import os
import shutil
import signal
import subprocess
import sys

import pytest
from playwright.sync_api import expect
from stage import ARGUMENTS, DESKTOP, PHONE, ROOT, Stage, chromium

BEFORE, AFTER = "Every family had its plan in time, ", "and two of them wrote to thank him."
WHOLE = BEFORE + AFTER
LONG = bool(os.environ.get("PERF_LONG"))
OFFLINE_SECONDS, STOPPED_SECONDS = (600, 60) if LONG else (4, 3)
PASSWORD = "four words nobody guesses"


def pytest_generate_tests(metafunc):
    """With --long each fault on both; otherwise in turn, one on the desktop, the next on the phone."""
    if "size" in metafunc.fixturenames:
        turn = [name for name in globals() if name.startswith("test_")].index(metafunc.function.__name__)
        metafunc.parametrize("size", ["desktop", "phone"] if LONG else [("desktop", "phone")[turn % 2]])


@pytest.fixture
def desk(size, stage, visit):
    return Desk(stage, visit, size == "phone")


class Desk:
    """Mara at her form about Tomas."""

    def __init__(self, stage, visit, is_phone):
        self.stage, self.visit, self.is_phone = stage, visit, is_phone
        self.path = f"/questions/sheets/{stage.known.manager}"
        self.page = visit(stage, "mara", self.path, phone=is_phone)

    @property
    def box(self):
        return self.page.locator("article.question textarea").first

    @property
    def status(self):
        return self.page.locator("article.question .foot .save__text").first

    def type(self, text):
        self.box.press_sequentially(text)

    def is_saved(self, text=WHOLE, within=45_000):
        """The form says so, and a fresh page shows the text."""
        expect(self.status).to_contain_text("Saved", timeout=within)
        expect(self.box).to_have_value(text)
        self.come_back()
        expect(self.box).to_have_value(text)

    def come_back(self):
        """Another tab of the same browser, as after a crash."""
        self.page = self.visit(self.stage, path=self.path, context=self.page.context, quiet=False)

    def sign_in_again(self):
        dialog = self.page.locator("#sign-in-again")
        expect(dialog).to_be_visible(timeout=10_000)
        dialog.locator("[name=password]").fill(PASSWORD)
        dialog.get_by_role("button").click()
        expect(dialog).not_to_be_visible()

    def answer_with(self, status, times):
        """Let the server's next answers to a save be this status."""
        left = [times]

        def answer(route):
            if left[0]:
                left[0] -= 1
                return route.fulfill(status=status, content_type="text/html", body="<p>No.</p>")
            return route.continue_()
        self.page.route("**/questions/answers/*", answer)

    def sql(self, statement):
        """Change the running database from a process of its own."""
        place = str(self.stage.folder / "perf.db")
        program = f"import apsw; one = apsw.Connection({place!r}); one.setbusytimeout(5000); one.execute({statement!r})"
        subprocess.run([sys.executable, "-c", program], check=True)


def test_reload_while_typing(desk):
    desk.type(WHOLE)
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.page.reload()
    desk.is_saved()


def test_tab_closed_while_typing(desk):
    desk.type(WHOLE)
    desk.page.close(run_before_unload=False)
    desk.come_back()
    desk.is_saved()


@pytest.mark.parametrize("kind", ["desktop", "phone"])
def test_crashed_browser(stage, visit, chrome, kind):
    """The whole browser dies, as when memory runs out: what is older than two seconds is on the server."""
    other = chrome.browser_type.launch(executable_path=chromium(), args=ARGUMENTS)
    context = other.new_context(**(PHONE if kind == "phone" else DESKTOP))
    context.add_cookies([stage.cookie("mara")])
    desk = Desk(stage, lambda *given, **more: visit(*given, **{**more, "context": context}), kind == "phone")
    desk.type(WHOLE)
    desk.page.wait_for_timeout(2000)
    for process in other.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]:
        if process["type"] == "browser":
            os.kill(process["id"], signal.SIGKILL)
    again = Desk(stage, visit, kind == "phone")
    expect(again.box).to_have_value(WHOLE)


def test_offline(desk):
    desk.type(BEFORE)
    desk.page.context.set_offline(True)
    desk.type(AFTER)
    desk.page.wait_for_timeout(OFFLINE_SECONDS * 1000)
    expect(desk.status).to_contain_text("Not saved")
    desk.page.context.set_offline(False)
    desk.is_saved()


def test_offline_and_closed(desk):
    """The battery dies under way: what was typed is in the browser's own copy."""
    desk.page.context.set_offline(True)
    desk.type(WHOLE)
    desk.page.wait_for_timeout(300)
    desk.page.close(run_before_unload=False)
    desk.page.context.set_offline(False)
    desk.come_back()
    desk.is_saved()


def test_stopped_server(desk):
    desk.type(BEFORE)
    desk.stage.stop()
    desk.type(AFTER)
    desk.page.wait_for_timeout(STOPPED_SECONDS * 1000)
    desk.stage.start()
    desk.is_saved()


def test_session_that_expires(desk):
    desk.type(BEFORE)
    desk.sql("UPDATE session SET seen_at = '2020-01-01 00:00:00'")
    desk.type(AFTER)
    desk.sign_in_again()
    desk.is_saved()


def test_signed_out_from_another_device(desk):
    desk.type(BEFORE)
    other = desk.visit(desk.stage, None, "/sign-in")
    other.get_by_label("E-mail or employee ID").fill("mara@lantern.example")
    other.get_by_label("Password", exact=True).fill(PASSWORD)
    other.get_by_role("button", name="Sign in", exact=True).click()
    other.goto(desk.stage.url + "/accounts/mine")
    other.get_by_role("button", name="End the session on Test").click()
    desk.type(AFTER)
    desk.sign_in_again()
    desk.is_saved()


def test_changed_in_another_window(desk):
    """409: both texts are shown, and the writer chooses."""
    other = desk.visit(desk.stage, path=desk.path, context=desk.page.context)
    other.locator("article.question textarea").first.fill("From the other window.")
    expect(other.locator("article.question .foot .save__text").first).to_contain_text("Saved")
    desk.type(WHOLE)
    conflict = desk.page.locator(".conflict")
    expect(conflict).to_contain_text("From the other window.")
    expect(desk.box).to_have_value(WHOLE)
    conflict.get_by_role("button", name="Keep mine").click()
    desk.is_saved()


@pytest.mark.parametrize("length, words", [(1_100_000, "larger than"), (20_001, "too long")], ids=["413", "422"])
def test_text_that_is_too_long(desk, length, words):
    """It stays in its field; once shortened, it is saved."""
    desk.box.fill("x" * length)
    expect(desk.status).to_contain_text(words, timeout=15_000)
    assert desk.box.evaluate("box => box.value.length") == length
    desk.box.fill(WHOLE)
    desk.is_saved()


@pytest.mark.parametrize("status", [500, 503, 429] if LONG else [500])
def test_server_that_fails_for_a_while(desk, status):
    desk.answer_with(status, times=2)
    desk.type(WHOLE)
    expect(desk.status).to_contain_text("Not saved")
    desk.is_saved()


def test_slow_network(desk):
    session = desk.page.context.new_cdp_session(desk.page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {"offline": False, "latency": 2000, "downloadThroughput": 50_000, "uploadThroughput": 50_000})
    desk.type(WHOLE)
    expect(desk.status).to_contain_text("Saved", timeout=20_000)
    desk.is_saved()


def test_upgrade_while_typing(desk, tmp_path):
    """R20: the page of the old version goes on with the new one, whose scripts, styles and tables are others."""
    desk.type(BEFORE)
    desk.stage.stop()
    newer = upgraded(desk.stage, tmp_path / "newer")
    desk.type(AFTER)
    newer.start()
    try:
        desk.is_saved()
        assert desk.page.locator("link[rel=stylesheet]").count() == 1
    finally:
        newer.stop()


def upgraded(stage, folder):
    """A copy of the house with another style sheet, another script and one more table, on the same data and port."""
    for part in ("perf", "templates", "static", "app.py"):
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        folder.mkdir(exist_ok=True)
        copy(ROOT / part, folder / part)
    (folder / "static/css/utilities.css").write_text((folder / "static/css/utilities.css").read_text() + "\n.newer { color: inherit }\n")
    (folder / "static/js/house.js").write_text((folder / "static/js/house.js").read_text() + "\n/* newer */\n")
    (folder / "perf/migrations/9000_newer.py").write_text("def up(migrator, db):\n    db.execute_sql('CREATE TABLE newer (id INTEGER)')\n")
    other = Stage(stage.folder, stage.secrets)
    other.root, other.port, other.url = folder, stage.port, stage.url
    return other


def test_day_that_passes_over_an_open_form(desk):
    """The laptop was closed overnight: the clock is a day on, and the session has ended."""
    desk.page.clock.install()
    desk.type(BEFORE)
    expect(desk.status).to_contain_text("Saved", timeout=10_000)
    desk.sql("UPDATE session SET seen_at = datetime(seen_at, '-1 day'), started_at = datetime(started_at, '-1 day')")
    desk.page.clock.fast_forward("24:00:00")
    desk.type(AFTER)
    desk.page.clock.run_for(6000)
    desk.sign_in_again()
    desk.page.clock.run_for(6000)
    desk.is_saved()


def test_app_switched_while_typing(desk):
    """R22: the phone shows another app; what was typed is sent as the page goes out of sight."""
    desk.type(WHOLE)
    desk.page.evaluate("""() => { Object.defineProperty(document, "hidden", {get: () => true, configurable: true});
                                  document.dispatchEvent(new Event("visibilitychange")); }""")
    desk.page.wait_for_timeout(500)
    desk.page.close(run_before_unload=False)
    desk.come_back()
    expect(desk.box).to_have_value(WHOLE)
