"""Every page that can be reached by links: clean for axe-core (WCAG 2.2 AA), no sideways scrolling, nothing refused by the CSP (B06).

Each run looks as four people, each in another of the four ways, and shows axe each kind of page once; `python -m tests --long` as each in
all four, and at 320 px.
"""
import os
import re
from pathlib import Path

import pytest

from tests.browser.stage import scrolls_sideways

AXE = (Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js").read_text()
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SOME = [("hana", "desktop", "light"), ("adam", "phone", "dark"), ("mara", "desktop", "dark"), ("tomas", "phone", "light")]
ALL = [("desktop", "light"), ("phone", "dark"), ("desktop", "dark"), ("phone", "light")]
STARTS = {"hana": ["/", "/desk/", "/people/new", "/reviews/cycles/new"], "adam": ["/", "/desk/", "/settings/"],
          "mara": ["/", "/me", "/keys", "/search?q=tomas"], "tomas": ["/", "/me"]}
MOST_PAGES = 60
LOOKED_AT = set()       # kinds of pages that one of the runs has shown to axe already; with --long each run shows all


def kind_of(path):
    """Pages that differ in their numbers and questions alone look alike."""
    return re.sub(r"\d+", "0", path.split("#")[0].split("?")[0])


def findings(page):
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, rules)", RULES)
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]} {one['nodes'][0]['failureSummary'][:200]}" for one in found["violations"]]


def walk(page, stage, who):
    """Every kind of page that one can reach by links: (path, answer) for those that are pages."""
    stage.vouch()
    waiting, seen = list(STARTS[who]), set()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if kind_of(path) in seen:
            continue
        seen.add(kind_of(path))
        answer = page.goto(stage.url + path)
        yield path, answer
        waiting += page.evaluate("[...document.querySelectorAll('a[href]')].filter(a => a.host === location.host && !a.hasAttribute('download')"
                                 " && !/[.](csv|xlsx|pdf)$/.test(a.pathname))"
                                 ".map(a => a.pathname + a.search)")


@pytest.mark.parametrize("who, size, scheme", [(who, *way) for who in STARTS for way in ALL] if os.environ.get("PERF_LONG") else SOME)
def test_pages_are_clean(stage, visit, who, size, scheme):
    page = visit(stage, who, "/", phone=size == "phone", dark=scheme == "dark")
    count, wrong = 0, []
    for path, answer in walk(page, stage, who):
        count += 1
        is_new = os.environ.get("PERF_LONG") or kind_of(path) not in LOOKED_AT
        LOOKED_AT.add(kind_of(path))
        wrong += [f"{path}: {answer.status}"] if answer.status != 200 else [f"{path}: {finding}" for finding in findings(page)] if is_new else []
        wrong += [f"{path}: scrolls sideways"] if scrolls_sideways(page) else []
    assert count > 5
    assert not wrong, "\n".join(wrong)


@pytest.mark.skipif(not os.environ.get("PERF_LONG"), reason="with --long")
@pytest.mark.parametrize("who", STARTS)
def test_nothing_scrolls_sideways_at_320_pixels(stage, visit, who):
    page = visit(stage, who, "/", phone=True)
    page.set_viewport_size({"width": 320, "height": 700})
    assert not [path for path, _answer in walk(page, stage, who) if scrolls_sideways(page)]
