"""The short runs of what `python -m tests.faults` does; with PERF_LONG=1 as often as the requirements ask.

Each runs in a process of its own: it changes what lies beneath SQLite, or starts and kills servers. Those that look at how long something
took are marked `alone`.
"""
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def figures(name):
    full = ["--full"] if os.environ.get("PERF_LONG") == "1" else []
    command = [sys.executable, "-m", "tests.faults", name, "--json", *full]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ran.stdout, ran.stderr
    outcome = json.loads(ran.stdout)[name]
    assert outcome["held"], "\n".join(map(str, outcome["rows"]))
    return outcome["rows"]


def test_power_cuts_lose_no_acknowledged_save():
    """R01"""
    full, *weaker = figures("power_cuts")
    assert full["acknowledged"] > 500 and full["lost"] == full["flaws"] == 0
    assert all(row["lost"] > 0 for row in weaker)       # with weaker settings the same cuts do lose saves


@pytest.mark.alone
def test_killed_server_has_kept_every_acknowledged_save():
    """R02"""
    [row] = figures("kills")
    assert row["in flight"] > 0 and row["lost"] == row["flaws"] == 0


def test_backups_under_load_restore_to_a_beginning_of_what_was_saved():
    """R03"""
    [row] = figures("backups")
    assert row["backups"] > 1 and row["not restored"] == row["flaws"] == row["missing"] == row["not a beginning"] == 0


def test_upgrade_that_is_cut_off_leaves_the_old_or_the_new():
    """R05"""
    for row in figures("upgrades"):
        assert row["old"] and row["new"] and row["between"] == row["changed"] == row["not finished after"] == 0


def test_damaged_data_is_refused_in_words_and_stays_as_it_is():
    """R06"""
    assert all(row["refused in words"] and row["untouched"] for row in figures("damage"))


def test_full_disk_changes_nothing_and_says_so():
    """R07, R08: a disk that is full, writes and syncs that fail."""
    for row in figures("full_disk"):
        assert row["struck"] == row["moments"] and row["refused"]
        assert row["half done"] == row["lost"] == row["flaws"] == row["not recovered"] == 0


@pytest.mark.alone
def test_office_that_signs_in_at_once_gets_in():
    """R13"""
    assert all(row["turned away"] == 0 for row in figures("storm"))
