"""The real server in a process of its own, with the cast and a running cycle; and real Chromium in front of it."""
import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = ("--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
             "--disable-component-update --disable-sync").split()
VOUCH = "UPDATE session SET fresh_until = '2100-01-01 00:00:00'"
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}


def scrolls_sideways(page):
    """Whether a page is wider than its window; innerWidth does not tell, for on a phone it grows with what does not fit."""
    return page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]


def chromium():
    """Where an installed Chromium lies, or None."""
    return os.environ.get("PERF_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Stage:
    """A server on a data directory that can be stopped, killed and started again."""

    def __init__(self, folder, secrets=None, ready=None, **settings):
        self.ready = ready
        self.folder, self.secrets, self.settings = folder, secrets or {}, settings
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.process, self.root = None, ROOT

    def start(self, *arguments):
        environment = {**os.environ, "PERF_DATA": str(self.folder), "PERF_PORT": str(self.port), **self.settings}
        self.log = open(Path(self.folder).with_suffix(".log"), "a")
        if self.ready:
            self.process = self.ready.start(environment, self.log.name, arguments)
        else:
            self.process = subprocess.Popen([sys.executable, "app.py", *arguments], cwd=self.root, env=environment, stdout=self.log,
                                            stderr=subprocess.STDOUT)
        self.wait_until_ready()
        return self

    def wait_until_ready(self, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                return urllib.request.urlopen(f"{self.url}/healthz", timeout=2).read()
            except OSError:
                assert self.process.poll() is None, Path(self.folder).with_suffix(".log").read_text()
                time.sleep(0.05)
        raise AssertionError("the server did not get ready")

    def kill(self):
        """As when the power goes: no goodbye."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(15)
        self.log.close()

    def vouch(self):
        """From now on nobody is asked whether it is really them."""
        place = str(Path(self.folder) / "perf.db")
        program = f"import apsw; one = apsw.Connection({place!r}); one.setbusytimeout(5000); one.execute({VOUCH!r})"
        subprocess.run([sys.executable, "-c", program], check=True)

    def said(self):
        return Path(self.folder).with_suffix(".log").read_text()

    def cookie(self, name):
        return {"name": "__Host-session", "value": self.secrets[name], "url": self.url.replace("http:", "https:"), "secure": True,
                "httpOnly": True, "sameSite": "Lax"}


class Ready:
    """A process in which everything is loaded already; servers are copies of it (ready.py)."""

    def __init__(self):
        self.process = subprocess.Popen([sys.executable, Path(__file__).parent / "ready.py"], cwd=ROOT, text=True, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)

    def start(self, environment, log, arguments):
        print(json.dumps({"environment": environment, "log": str(log), "arguments": list(arguments)}), file=self.process.stdin, flush=True)
        return Copy(int(self.process.stdout.readline()))

    def stop(self):
        self.process.stdin.close()
        self.process.wait(10)


class Copy:
    """A server that is somebody else's child: as much of Popen as a stage needs."""

    def __init__(self, pid):
        self.pid = pid

    def poll(self):
        try:
            return os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0

    def send_signal(self, number):
        os.kill(self.pid, number)

    def wait(self, seconds=15):
        end = time.monotonic() + seconds
        while self.poll() is None:
            assert time.monotonic() < end, "the server did not end"
            time.sleep(0.01)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def build(folder):
    """Fill a data directory with the cast and one running cycle; prints what a test needs to know, as JSON."""
    spec = importlib.util.spec_from_file_location("cast", ROOT / "tests" / "conftest.py")
    cast = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(cast)
    import perf
    from perf.people.models import Person
    from perf.questions.models import Template
    from perf.reviews import actions
    from perf.reviews.models import Review
    perf.create_app(folder)
    secrets = cast.build_cast()
    day, hana = date.today(), Person.get(Person.first_name == "Hana")
    cycle = actions.plan_cycle(by=hana, name="Annual review", template=Template.get(Template.kind == "annual"),
                               period_start=date(day.year - 1, 1, 1), period_end=date(day.year - 1, 12, 31),
                               self_due=day + timedelta(14), manager_due=day + timedelta(28), share_by=day + timedelta(42),
                               close_on=day + timedelta(63), self_weight=0, manager_weight=1)
    actions.launch(cycle, by=hana)
    review = Review.get(Review.person == Person.get(Person.first_name == "Tomas"))
    print(json.dumps({"secrets": secrets, "review": review.id, "cycle": cycle.id, "self": review.self_sheet_id,
                      "manager": review.manager_sheet_id}))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    build(sys.argv[1])
