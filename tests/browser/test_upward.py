"""Answering about one's manager in a real browser: what is typed stays there until it is sent, and goes out in one piece."""
import json
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.stage import ROOT

OPENS = """
import sys
sys.path.insert(0, {root!r})
import perf
from perf.people.models import Person
from perf.reviews.upward.models import UpwardManager, UpwardWriter
from tests import world
perf.create_app({folder!r})
world.upward_round(Person.get(Person.first_name == "Hana"))
found = UpwardWriter.select().join(UpwardManager).where(UpwardWriter.person == Person.get(Person.first_name == "Tomas"))
print(found.get().id)
"""
COPIES = "() => Object.entries(localStorage).filter(([name]) => name.startsWith('copy:'))"


@pytest.fixture
def address(stage):
    """The form of Tomas about Mara, in a round that has just opened."""
    stage.stop()
    program = OPENS.format(root=str(ROOT), folder=str(stage.folder))
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    stage.start()
    return f"/reviews/upward/answer/{int(done.stdout)}"


def test_what_is_typed_stays_in_the_browser_until_it_is_sent(stage, visit, address):
    page = visit(stage, "tomas", address, phone=True)
    expect(page.get_by_text("stays in this browser, encrypted")).to_be_visible()
    expect(page.get_by_text("Finish this page in one go")).to_be_hidden()
    page.locator(".rating__level").first.click()
    page.locator("textarea").fill("Fewer meetings, CANARY-typed")
    page.wait_for_timeout(1500)         # the copy is made a moment after the last key
    assert "CANARY" not in json.dumps(page.evaluate(COPIES)) and page.evaluate(COPIES)
    page.reload()
    expect(page.locator("textarea")).to_have_value("Fewer meetings, CANARY-typed")
    expect(page.locator("input[type=radio]").first).to_be_checked()
    assert b"CANARY" not in b"".join(path.read_bytes() for path in stage.folder.glob("perf.db*"))
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("Nothing more to do")).to_be_visible()
    assert page.evaluate(COPIES) == []
    page.go_back()
    assert "CANARY" not in page.content()
    page.goto(stage.url + "/")
    expect(page.get_by_text("Feedback to your manager")).to_have_count(0)


def test_without_scripts_it_goes_out_in_one_piece_by_keyboard(stage, visit, address):
    page = visit(stage, "tomas", address, scripts=False)
    expect(page.get_by_text("Finish this page in one go")).to_be_visible()
    expect(page.get_by_text("stays in this browser, encrypted")).to_be_hidden()
    page.locator("textarea").focus()
    page.keyboard.type("Fewer meetings")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing more to do")).to_be_visible()
