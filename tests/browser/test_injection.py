"""I02, I04: nothing that somebody types runs as a script, asks the server by itself, or takes the shape of the page."""
import os
import subprocess
import sys
from pathlib import Path

import pytest
from stage import ROOT
from test_every_page import STARTS, walk


@pytest.fixture
def hostile(stage):
    """The stage with forty payloads in every text."""
    stage.stop()
    subprocess.run([sys.executable, Path(__file__).parent / "hostile.py", str(stage.folder)], cwd=ROOT, check=True)
    return stage.start()


@pytest.mark.parametrize("who", STARTS if os.environ.get("PERF_LONG") else ["hana", "tomas"])
def test_nothing_typed_runs(hostile, visit, who):
    page, asked, dialogs, seen = visit(hostile, who, "/"), [], [], 0
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url) if request.resource_type in ("xhr", "fetch") else None)
    for path, answer in walk(page, hostile, who):
        assert answer.status == 200, path
        page.wait_for_timeout(50)
        assert page.evaluate("window.__xss") is None, path
        assert page.evaluate("document.querySelectorAll('[hx-get], [onerror], [onload], [onfocus], base, iframe, object, embed').length") == 0, path
        assert page.evaluate("document.querySelectorAll('#main').length") == 1, path
        seen += page.content().count("__xss=1")
    assert not dialogs and seen > 10
    assert not [url for url in asked if url.endswith(("/sign-out", "/accounts/mine"))]
