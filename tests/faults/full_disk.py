"""R07, R08: the disk is full, a write or a sync fails, at the n-th operation; everything over HTTP.

Whoever meets the fault is told that nothing was changed, and nothing is; once the fault is over the same house goes on. At
the end of each life the power goes as well, since a failed sync is forgotten by the disc and not by the program.
"""
import hashlib
import random
from pathlib import Path

import apsw

from . import crowd, house
from .deeds import TOLD, Deeds
from .disc import Disc

FAULTS = {      # what fails, with which error, for how long, how many different moments
    "disk full": (("write", "truncate"), apsw.FullError, "lasting", 200),
    "writes fail": (("write", "truncate"), apsw.IOError, "lasting", 200),
    "one write fails": (("write", "truncate"), apsw.IOError, "once", 200),
    "syncs fail": (("sync",), apsw.IOError, "lasting", 60),
    "one sync fails": (("sync",), apsw.IOError, "once", 60),
}
SHORT = (1, 2, 3, 7, 20, 60)
PAGES_IN_LOG = 30       # a small log, so that its way into the database is met too


def run(full, scratch):
    built = house.build(scratch)
    rows = [moments(name, built, scratch, full) for name in FAULTS]
    wrong = ("answered 500", "not told", "half done", "page refused", "flaws", "lost", "not recovered")
    return {"rows": rows, "held": all(row["struck"] and not any(row[name] for name in wrong) for row in rows)}


def moments(name, built, scratch, full):
    found = dict.fromkeys(("moments", "struck", "refused", "answered 500", "not told", "half done", "page refused", "flaws",
                           "lost", "not recovered", "acknowledged"), 0)
    disc, most = Disc(), FAULTS[name][3]
    folder = house.copy_of(built, Path(scratch) / "life")
    with disc.in_use(), house.small_log(PAGES_IN_LOG):
        for nth in range(1, most + 1) if full else SHORT:
            Life(built, folder, disc, Fault(name, nth), found).run()
    return {"fault": name, **found}


class Fault:
    def __init__(self, name, nth):
        self.kinds, self.error, self.length, _most = FAULTS[name]
        self.left, self.is_armed, self.has_struck = nth, False, False

    def __call__(self, what, path):
        if not self.is_armed or what not in self.kinds:
            return
        self.left -= 1
        if self.left == 0 or (self.left < 0 and self.length == "lasting"):
            self.has_struck = True
            raise self.error(f"{what} of {Path(path).name} failed on purpose")


class Life:
    def __init__(self, built, folder, disc, fault, found):
        self.built, self.folder, self.disc, self.fault, self.found = built, folder, disc, fault, found
        self.kept = crowd.Kept()

    def run(self):
        import perf
        app = house.app_at(self.folder)
        self.disc.begin(self.fault)
        perf.open_house(self.folder)
        self.deeds = Deeds(app, self.built, self.kept)
        self.found["moments"] += 1
        if self.meet():
            self.endure()
            self.recover()
        self.look(self.folder)
        left = self.disc.cut("nothing", random.Random(0))
        house.close()
        house.put_back(self.folder, left)
        self.look(self.folder)
        self.found["acknowledged"] += self.kept.count

    def meet(self):
        """Work until the fault strikes; whether it did. What is refused then must leave everything as it was."""
        self.fault.is_armed = True
        for _count in range(400):
            before = state()
            status, page = self.deeds.next()
            if self.fault.has_struck:
                self.found["struck"] += 1
                self.judge(status, page, before)
                return True
        self.fault.is_armed = False
        return False

    def judge(self, status, page, before):
        self.found["refused"] += status == 503
        self.found["answered 500"] += status not in (200, 303, 503)
        self.found["not told"] += status == 503 and TOLD not in page
        self.found["half done"] += status == 503 and state() != before

    def endure(self):
        """While the fault lasts, pages can be read, and every further deed is refused in the same way."""
        if self.fault.length == "lasting":
            for _count in range(3):
                before = state()
                self.judge(*self.deeds.next(), before)
            self.found["page refused"] += self.deeds.look() != 200

    def recover(self):
        self.fault.is_armed = False
        answers = [self.deeds.next()[0] for _count in range(8)]
        self.found["not recovered"] += any(status not in (200, 303) for status in answers)

    def look(self, folder):
        connection = apsw.Connection(str(folder / "perf.db"), flags=apsw.SQLITE_OPEN_READWRITE, vfs=self.disc.below)
        wrong, gone = house.soundness(connection, self.kept)
        connection.close()
        self.found["flaws"] += len(wrong)
        self.found["lost"] += len(gone)


def state():
    """All that the house holds, as one digest; sessions apart."""
    from tests.world import dump
    return hashlib.sha256(dump(without=("session",)).encode()).hexdigest()
