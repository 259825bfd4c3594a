"""A goal beside the rating in a form that is open: its figure moves when somebody checks in, and what is being typed stays."""
import contextlib
import threading
import time
from datetime import date
from types import SimpleNamespace

import pytest
import uvicorn
from playwright.sync_api import expect

from perf.goals import actions as goals
from perf.goals import checking
from perf.goals.fields import Given
from perf.kernel import live, serve
from perf.reviews.models import Review
from tests import world
from tests.browser.stage import free_port, scrolls_sideways

SOON = 1000     # milliseconds in which an open page shows what changed


@contextlib.contextmanager
def serving(app, secrets):
    """The house of this process behind a real server, so that a verb called here reaches the pages that are open."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(serve.asgi(app), host="127.0.0.1", port=port, log_level="warning", log_config=None,
                                           timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 20
    while not server.started and time.monotonic() < end:
        time.sleep(0.02)
    url = f"http://localhost:{port}"

    def cookie(name):
        return {"name": "__Host-session", "value": secrets[name], "url": url.replace("http:", "https:"), "secure": True, "httpOnly": True,
                "sameSite": "Lax"}
    try:
        yield SimpleNamespace(url=url, cookie=cookie)
    finally:
        live.hub.close()
        server.should_exit = True
        thread.join(15)
        live.hub.loop = None


@pytest.fixture
def goal(app, hana, mara, tomas, today):
    """Tomas's goal, in his review that Mara writes."""
    made = goals.put_down(Given(title="Forty families through the programme", owner=tomas.id, starts=date(today.year - 1, 1, 1),
                                due=date(today.year - 1, 12, 31), target=400_000, unit="families"), by=tomas)
    goals.agree_goal(made, by=mara, version=made.version)
    world.launched(hana, "With goals", 1)
    return made


@pytest.mark.parametrize("way", ["desktop", "phone"])
def test_check_in_moves_the_figure_in_an_open_form_and_touches_nothing_that_is_typed(app, house, visit, goal, mara, tomas, way):
    review = Review.get(Review.person == tomas)
    with serving(app, house.secrets) as stage:
        page = visit(stage, "mara", f"/questions/sheets/{review.manager_sheet_id}", phone=way == "phone")
        question = page.locator(".question", has_text="Forty families")
        beside = question.locator(".beside")
        expect(beside).to_contain_text("0 of 40 families")
        page.wait_for_load_state("networkidle") if False else page.wait_for_timeout(400)
        box = question.locator("textarea")
        box.fill("Half a sentence that is still being")
        box.evaluate("box => box.setSelectionRange(4, 4)")
        checking.check_in(goal, "at risk", by=tomas, value=310_000)
        expect(beside).to_contain_text("31 of 40 families", timeout=SOON)
        expect(beside).to_contain_text("at risk")
        assert beside.locator("progress").get_attribute("value") == "78"
        assert box.input_value() == "Half a sentence that is still being"
        assert box.evaluate("box => box === document.activeElement && box.selectionStart") == 4
        assert question.locator("input[type=radio]:checked").count() == 0
        page.keyboard.type("NEW ")
        expect(question.locator(".save")).to_contain_text("Saved", timeout=8000)
        checking.check_in(goal, "on track", by=tomas, value=400_000)
        expect(beside).to_contain_text("40 of 40 families", timeout=SOON)
        assert box.input_value() == "HalfNEW  a sentence that is still being"
        assert not scrolls_sideways(page)
        page.close()
