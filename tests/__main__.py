"""All tests with what they need: `python -m tests`. Fails where a group of tests did not run.

`--long` adds what takes longer: every page before axe, and more examples. Anything else is handed to pytest.
"""
import os
import re
import shutil
import subprocess
import sys
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
    groups = Groups()
    status = pytest.main(["-q", *arguments], plugins=[groups])
    missing = expected_groups() - set(groups.passed)
    print("\n".join(f"{group:<28}{count:>6} passed" for group, count in sorted(groups.passed.items())))
    if missing and not arguments:
        print(f"These groups of tests did not run: {', '.join(sorted(missing))}")
        return 1
    return int(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
