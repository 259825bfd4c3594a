"""The organisation chart with 300 and 1,000 people in a real browser: `python -m tests.bench.chart`. Prints a table.

Server and browser share the machine. "drawn": from asking for the page to the last box on the screen, everything unfolded; "own place":
the same for the page as it opens. "seen": from the moment a move is written by one to the moment another's open chart shows it.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from . import __main__ as bench
from .__main__ import PASSWORD, ROOT, Stage

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "browser")]
from stage import ARGUMENTS, chromium  # noqa: E402

DRAWN = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"""
QUERIES = """
import sys, perf
from perf.kernel import db
from perf.people.models import Person
app = perf.create_app(sys.argv[1])
from perf.accounts import actions as accounts
from perf.accounts.models import Account
client, asked, run = app.test_client(), [], db.Database.execute_sql
client.set_cookie("__Host-session", accounts.begin(Account.get(Account.person == Person.get(Person.email == "zora@demo.example")), "bench"), secure=True, domain="localhost")
client.get("/orgchart/drawing?folded=none", headers={"Sec-Fetch-Site": "same-origin"})
db.Database.execute_sql = lambda self, *a, **k: (asked.append(1), run(self, *a, **k))[1]
client.get("/orgchart/drawing?folded=none", headers={"Sec-Fetch-Site": "same-origin"})
print(len(asked))
"""


def build(folder, people):
    subprocess.run([sys.executable, "-m", "flask", "--app", "app", "demo", "--people", str(people), "--cycles", "0", "--password", PASSWORD],
                   cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PERF_DATA": str(folder)})


def signed_in(browser, stage, name):
    cookie = bench.sign_in(stage.port, f"{name}@demo.example").split("=", 1)[1]
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": "__Host-session", "value": cookie, "url": stage.url.replace("http:", "https:"), "secure": True, "httpOnly": True}])
    return context.new_page()


def page_time(page, address):
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector(".drawn__seat[tabindex='0']")
    return page.evaluate(DRAWN) / 1000


def seen_after(page, hana, stage):
    """Zora looks, HR moves Tomas to and fro: seconds until Zora's chart shows it."""
    page.goto(f"{stage.url}/orgchart/drawing?folded=none")
    page.wait_for_selector(".drawn__seat[tabindex='0']")
    page.wait_for_timeout(500)
    hana.goto(f"{stage.url}/people/?q=tomas")
    hana.get_by_role("link", name="Tomas Lindqvist").first.click()
    hana.goto(f"{hana.url}/seat")
    options = hana.eval_on_selector_all("select[name=reports_to] option", "all => all.filter((one) => / Manager/.test(one.textContent)).map((one) => one.value)")
    found = []
    for number in range(5):
        hana.select_option("select[name=reports_to]", options[number % 2])
        page.evaluate("""(above) => { window.seen = null; const look = () => { const box = [...document.querySelectorAll('.drawn__seat')]
            .find((one) => one.textContent.includes('Tomas Lindqvist')); if (box?.dataset.above === above) { window.seen = Date.now(); return; } requestAnimationFrame(look); }; look(); }""", options[number % 2])
        way = hana.url
        with hana.expect_response(lambda answer: answer.request.method == "POST") as posted:
            hana.locator("main form[method=post] button[type=submit]").last.click()
        written = time.time()
        posted.value.finished()
        page.wait_for_function("window.seen", timeout=8000)
        found.append(page.evaluate("window.seen") / 1000 - written)
        hana.goto(way)
    return found


def measure(people, browser, scratch):
    folder = Path(scratch) / f"data-{people}"
    build(folder, people)
    queries = subprocess.run([sys.executable, "-c", QUERIES, str(folder)], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    stage = Stage(folder).start()
    try:
        page, hana = signed_in(browser, stage, "zora"), signed_in(browser, stage, "hana")
        all_of_it = [page_time(page, f"{stage.url}/orgchart/drawing?folded=none") for _round in range(5)]
        boxes = page.locator(".drawn__seat").count()
        own = [page_time(page, f"{stage.url}/orgchart/drawing") for _round in range(5)]
        line = bench.Line(stage.port, bench.sign_in(stage.port, "zora@demo.example"))
        began = time.monotonic()
        _status, _head, body = line.ask("/orgchart/drawing?folded=none", Accept_Encoding="gzip")
        served = time.monotonic() - began
        return {"boxes": boxes, "queries": queries, "served": served, "kB": len(body) / 1000, "own": statistics.median(own),
                "drawn": statistics.median(all_of_it), "longest": max(all_of_it), "seen": seen_after(page, hana, stage)}
    finally:
        stage.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="*", default=[300, 1000])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        print(f"{'people':>7}{'seats':>7}{'queries':>9}{'served s':>10}{'kB packed':>11}{'own place s':>13}{'drawn s':>9}{'longest':>9}   seen by another s (median, longest)")
        for people in given.people:
            found = measure(people, browser, scratch)
            print(f"{people:>7}{found['boxes']:>7}{found['queries']:>9}{found['served']:>10.3f}{found['kB']:>11.1f}{found['own']:>13.2f}{found['drawn']:>9.2f}"
                  f"{found['longest']:>9.2f}   {statistics.median(found['seen']):.2f}, {max(found['seen']):.2f}", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
