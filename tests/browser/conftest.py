"""A stage for each test, and browsers to look at it with."""
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from stage import ARGUMENTS, DESKTOP, PHONE, ROOT, Ready, Stage, chromium  # noqa: E402

expect.set_options(timeout=15000)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """A data directory with the cast and a running cycle, built once in a process of its own."""
    folder = tmp_path_factory.mktemp("stage") / "data"
    made = subprocess.run([sys.executable, Path(__file__).parent / "stage.py", str(folder)], cwd=ROOT, check=True,
                          capture_output=True, text=True)
    return SimpleNamespace(folder=folder, **json.loads(made.stdout))


@pytest.fixture(scope="session")
def ready():
    loaded = Ready()
    yield loaded
    loaded.stop()


@pytest.fixture
def stage(prepared, ready, tmp_path):
    shutil.copytree(prepared.folder, tmp_path / "data")
    running = Stage(tmp_path / "data", prepared.secrets, ready).start()
    running.known = prepared
    yield running
    running.stop()


@pytest.fixture
def empty_stage(ready, tmp_path):
    """A new installation: nothing in it."""
    running = Stage(tmp_path / "data", ready=ready, PERF_SETUP_CODE="lantern-code").start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chrome():
    path = chromium()
    assert path, "Chromium is not installed: `apt-get install chromium`, or name it in PERF_CHROMIUM"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chrome, request):
    """A page of a new browser, signed in as a member of the cast. Anything that its console complains of fails the test."""
    opened, complaints = [], []

    def open_page(stage, who=None, path="/", phone=False, dark=False, scripts=True, quiet=True, context=None):
        if context is None:
            context = chrome.new_context(color_scheme="dark" if dark else "light", java_script_enabled=scripts,
                                         **(PHONE if phone else DESKTOP))
            opened.append(context)
            if who:
                context.add_cookies([stage.cookie(who)])
        page = context.new_page()
        if quiet:
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
        page.goto(stage.url + path)
        return page
    yield open_page
    for context in opened:
        context.close()
    assert not complaints
