"""R05: data of every release is brought up to date; cut off at any point, it is afterwards old or new, never between.

By a power cut at the n-th operation on the disc inside this process, and by killing the real server while it upgrades.
"""
import contextlib
import gzip
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import apsw

from . import house
from .disc import WAYS, Disc

RELEASED = house.ROOT / "tests" / "released"
POWER_CUTS, KILLS, FULL_DISKS, SHORT = 40, 20, 40, (10, 2, 6)
UNTOLD = ("schema_migration.applied", "template_version.at")     # when it was done, which differs each time

TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


def run(full, scratch):
    rows = [release(dump, Path(scratch), full) for dump in sorted(RELEASED.glob("*.sql.gz"))]
    wrong = ("between", "changed", "not in words", "not finished after", "flaws")
    held = [row["new steps"] > 0 and not any(row[name] for name in wrong) for row in rows]
    return {"rows": rows, "held": bool(rows) and all(held)}


def release(dump, scratch, full):
    """One released schema with its data: as it comes, brought up to date, and cut off on the way."""
    old = restored(dump, scratch / "old")
    new = upgraded(Path(shutil.copytree(old, scratch / "new")))
    case = Case(old, everything(old), everything(new), scratch / "cut")
    chance, operations = random.Random(5), count_operations(case)
    ways = (lambda: power_cut(case.fresh(), chance.randint(1, operations), chance), lambda: kill(case.fresh(), chance),
            lambda: case.expect_words(full_disk(case.fresh(), chance.randint(1, operations))))
    for way, times in zip(ways, (POWER_CUTS, KILLS, FULL_DISKS) if full else SHORT):
        for _number in range(times):
            case.judge(way)
    with contextlib.closing(apsw.Connection(str(new / "perf.db"))) as connection:
        case.found["flaws"] = len(house.flaws(connection))
    shutil.rmtree(scratch / "new")
    return {"release": dump.name.removesuffix(".sql.gz"), "new steps": len(case.steps(case.new)) - len(case.steps(case.old)),
            "operations": operations, **case.found}


class Case:
    def __init__(self, folder, old, new, place):
        self.folder, self.old, self.new, self.place = folder, old, new, place
        self.found = dict.fromkeys(("cut off", "old", "new", "between", "changed", "not in words", "not finished after"), 0)

    def fresh(self):
        shutil.rmtree(self.place, ignore_errors=True)
        return Path(shutil.copytree(self.folder, self.place))

    def judge(self, cut_off):
        """Cut an upgrade off, look at what is there, and start once more as anybody would."""
        cut_off()
        self.found["cut off"] += 1
        there = everything(Path(shutil.copytree(self.place, self.place.with_name("aside"))))
        shutil.rmtree(self.place.with_name("aside"))
        named = {len(self.steps(self.old)): "old", len(self.steps(self.new)): "new"}.get(len(self.steps(there)), "between")
        self.found[named] += 1
        self.found["changed"] += named != "between" and there != getattr(self, named)
        upgraded(self.place)
        self.found["not finished after"] += everything(self.place) != self.new

    def expect_words(self, problem):
        self.found["not in words"] += type(problem).__name__ != "CannotStart" and problem is not None

    @staticmethod
    def steps(content):
        return [line for line in content if line.startswith("schema_migration (")]


def restored(dump, folder):
    """The data directory of a released version."""
    folder.mkdir(mode=0o700)
    with contextlib.closing(apsw.Connection(str(folder / "perf.db"))) as connection:
        connection.execute(gzip.decompress(dump.read_bytes()).decode())
        connection.execute("PRAGMA journal_mode = wal")
    return folder


def upgraded(folder):
    """What the start of the house does to its data."""
    import perf
    try:
        house.app_at(folder)
        perf.open_house(folder)
    finally:
        house.close()
    return folder


def power_cut(folder, operation, chance):
    disc, left = Disc(), {}

    def trouble(_what, _path):
        nonlocal operation
        operation -= 1
        if operation <= 0:
            left.update(disc.cut(chance.choice(WAYS), chance))
            raise apsw.IOError("the power went")
    with disc.in_use(), contextlib.suppress(Exception):
        disc.begin(trouble)
        upgraded(folder)
    house.put_back(folder, left)


def full_disk(folder, operation):
    """The disk is full from that write on; what the start says to it."""
    disc = Disc()

    def trouble(what, _path):
        nonlocal operation
        operation -= 1
        if operation <= 0 and what == "write":
            raise apsw.FullError("the disk is full")
    with disc.in_use():
        disc.begin(trouble)
        try:
            upgraded(folder)
        except Exception as problem:
            return problem


def count_operations(case):
    """How often an upgrade that nothing disturbs writes, syncs and cuts."""
    disc, seen = Disc(), []
    with disc.in_use():
        disc.begin(lambda what, _path: seen.append(what))
        upgraded(case.fresh())
    return len(seen)


def kill(folder, chance):
    """Kill a process that upgrades, once it has begun: its copy of the old data is there."""
    start = "import perf, sys; perf.create_app(sys.argv[1])"
    process = subprocess.Popen([sys.executable, "-c", start, str(folder)], cwd=house.ROOT)
    while process.poll() is None and not list(folder.glob("copies/*")):
        time.sleep(0.002)
    time.sleep(chance.uniform(0, 0.3))
    process.kill()
    process.wait()


def everything(folder):
    """All tables, indexes, triggers and rows, as sorted lines."""
    with contextlib.closing(apsw.Connection(str(folder / "perf.db"))) as connection:
        schema = list(connection.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"))
        lines = [f"schema {name}: {' '.join((sql or '').split())}" for name, sql in schema]
        for name, in list(connection.execute(TABLES)):
            columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
            listed = ", ".join(f'"{column}"' for column in columns if f"{name}.{column}" not in UNTOLD)
            lines += [f"{name} {row}" for row in connection.execute(f'SELECT {listed} FROM "{name}"')]   # noqa: S608  names of tables
    return sorted(lines)
