"""Faults on purpose, with their figures: `python -m tests.faults [name …] [--full]`. Without a name: all of them.

Exit code 1 where something acknowledged was lost, or a figure was not held.
"""
import argparse
import importlib
import json
import logging
import sys
import tempfile
import time

NAMES = ("power_cuts", "kills", "backups", "upgrades", "damage", "full_disk", "storm")


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(NAMES))
    parser.add_argument("--full", action="store_true", help="as often as the requirement asks")
    parser.add_argument("--json", action="store_true", help="the figures for another program, on one line")
    given = parser.parse_args()
    logging.getLogger("perf").setLevel(logging.CRITICAL + 1)      # the faults are ours; what they lead to is counted
    outcomes = {name: run(name, given) for name in given.names or NAMES}
    if given.json:
        print(json.dumps(outcomes))
    sys.exit(not all(outcome["held"] for outcome in outcomes.values()))


def run(name, given):
    script, began = importlib.import_module(f"tests.faults.{name}"), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="faults-") as scratch:
        outcome = script.run(given.full, scratch)
    if not given.json:
        print(f"\n{name}: {script.__doc__.splitlines()[0]}")
        show(outcome["rows"])
        print(f"{'held' if outcome['held'] else 'NOT HELD'}, in {time.monotonic() - began:.0f} s", flush=True)
    return outcome


def show(rows):
    """Rows of equal columns as a table."""
    columns = list(rows[0])
    widths = [max(len(str(row.get(column, ""))) for row in [dict(zip(columns, columns)), *rows]) for column in columns]
    for row in [dict(zip(columns, columns)), *rows]:
        print("  ".join(str(row.get(column, "")).ljust(width) for column, width in zip(columns, widths)).rstrip())


if __name__ == "__main__":
    main()
