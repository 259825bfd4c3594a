"""All tests with what they need: `python -m tests`. Fails where a group of tests did not run.

Two lanes run beside each other until all have run; afterwards, with nothing beside them, the tests that look at a clock
(marked `alone`). What is merely many of the same is tried in turn (`tests/turns.py`). `--long` tries all of it, takes more
examples and puts every page before axe. Anything else is handed to pytest.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))
from stage import chromium  # noqa: E402


class Groups:
    """Counts what passed in each group: a folder or a file of tests."""

    def __init__(self):
        self.passed = {}

    def pytest_runtest_logreport(self, report):
        if report.when == "call" and report.passed:
            group = group_of(report.nodeid)
            self.passed[group] = self.passed.get(group, 0) + 1


def group_of(name):
    return re.match(r"tests/([^/:]+)", name).group(1)


def expected_groups():
    return {group_of(path.relative_to(ROOT).as_posix()) for path in (ROOT / "tests").rglob("test_*.py")}


def ensure_chromium():
    """An installed Chromium, or Debian's package where we may install one."""
    if chromium() or not shutil.which("apt-get"):
        return
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"]):
        subprocess.run([*as_root, *command], check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


def main(arguments):
    os.chdir(ROOT)
    if "--long" in arguments:
        arguments.remove("--long")
        os.environ["PERF_LONG"] = "1"
    ensure_chromium()
    if not chromium():
        print("Chromium is missing, so the browser tests cannot run. Install it (Debian: apt-get install chromium) "
              "or name it in PERF_CHROMIUM.")
        return 1
    if arguments[:1] == ["--lane"]:
        return in_lane(*arguments[1:])
    if arguments:
        return int(pytest.main(["-q", *arguments]))
    return everything()


DOORS = ["tests/test_authz.py", "tests/faults"]     # who may what, and what happens when something breaks
WHOLE = sorted({f"tests/{path.name}" for path in (ROOT / "tests").glob("test_*.py")} - {*DOORS})     # what looks at the house as a whole
MORE = [f"tests/{room}" for room in ("feedback", "keeping", "questions", "reviews", "roles")]     # so that both ends are reached at about the same time
LANES = {   # two at a time, the longest first; at last, with nothing beside them, those that look at a clock
    "browser": ["tests/browser", "-m", "not alone"],
    "whole": [*WHOLE, "-m", "not alone"],
    "rooms": ["tests", "--ignore=tests/browser", *(f"--ignore={path}" for path in [*WHOLE, *DOORS, *MORE]), "-m", "not alone"],
    "doors": [*DOORS, "-m", "not alone"],
    "more": [*MORE, "-m", "not alone"],
    "alone": ["tests", "-m", "alone"],
}
BESIDE = 2


def everything():
    """All lanes; their output is printed when they are through, and 1 comes back where one failed or a group did not run."""
    passed, failed = {}, []
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        (Path(folder) / "templates").mkdir()
        for name, status in ended(Path(folder)):
            failed += [name] if status else []
            print(f"== {name}\n{(Path(folder) / name).read_text()}", flush=True)
            counts = Path(folder) / f"{name}.json"
            for group, count in (json.loads(counts.read_text()) if counts.exists() else {}).items():
                passed[group] = passed.get(group, 0) + count
    print("\n".join(f"{group:<28}{count:>6} passed" for group, count in sorted(passed.items())))
    missing = sorted(expected_groups() - set(passed))
    if missing:
        print(f"These groups of tests did not run: {', '.join(missing)}")
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if missing or failed else 0


def ended(folder):
    """Run the lanes; each with how it ended, as soon as it has."""
    *waiting, alone = LANES
    with ThreadPoolExecutor(BESIDE) as beside:
        for one in as_completed([beside.submit(run, name, folder) for name in waiting]):
            yield one.result()
    yield run(alone, folder)


def quick_folder():
    """Where the databases of the tests lie: in memory, where there is room for them. None: wherever else temporary files go."""
    memory = Path("/dev/shm")
    return memory if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > NEEDS else None


NEEDS = 3 * 1024 ** 3


def run(name, folder):
    own = folder / f"{name}.files"
    own.mkdir()
    with open(folder / name, "w") as output:
        ran = subprocess.run([sys.executable, "-m", "tests", "--lane", name, str(folder / f"{name}.json")], stdout=output, stderr=subprocess.STDOUT,
                             env=surroundings(folder, TMPDIR=str(own)))
    return name, ran.returncode


def surroundings(folder, **more):
    """What a lane is started with: the many servers that tests start find what the first has compiled, whatever the machine says about that."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder / "compiled"), "PERF_TESTS_TEMPLATES": str(folder / "templates"), **more}


def in_lane(name, counts):
    groups = Groups()
    status = pytest.main(["-q", "--durations=25", *LANES[name]], plugins=[groups])
    Path(counts).write_text(json.dumps(groups.passed))
    return int(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
