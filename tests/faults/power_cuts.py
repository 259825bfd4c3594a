"""R01: the power goes at any moment of writing, again and again; no acknowledged save may be lost.

Each life ends with a cut after so many operations on the disc. What the disc has kept becomes the house of the next life.
The control runs the same with weaker settings of SQLite and has to lose saves: otherwise this test could not see a loss.
"""
import contextlib
import random
import shutil
import threading
from pathlib import Path

import apsw
import peewee as pw

from . import crowd, house
from .deeds import Signing
from .disc import WAYS, Disc

CUTS, SHORT_CUTS, CONTROL_CUTS = 200, 10, 4
OPERATIONS = 100, 2500                      # the cut comes somewhere between
CHECKPOINTS = 1000, 30                      # pages in the log before SQLite moves them into the database; its default first


def run(full, scratch):
    built = house.build(scratch)
    rows = [lives(built, scratch, CUTS if full else SHORT_CUTS, "full", seed=1),
            lives(built, scratch, CONTROL_CUTS, "normal", seed=2), lives(built, scratch, CONTROL_CUTS, "off", seed=3)]
    held = rows[0]["lost"] == rows[0]["flaws"] == 0 and all(row["lost"] for row in rows[1:])
    return {"rows": rows, "held": held}


def lives(built, scratch, cuts, synchronous, seed):
    """So many lives of one house; how much was acknowledged in them, and what was missing after the cuts."""
    chance, disc = random.Random(seed), Disc()
    found = {"synchronous": synchronous, "cuts": 0, "acknowledged": 0, "lost": 0, "flaws": 0, "in a write": 0}
    folder = house.copy_of(built, Path(scratch) / f"life-{synchronous}")
    with disc.in_use():
        for _number in range(cuts):
            life = Life(built, folder, disc, chance, synchronous)
            life.run()
            life.look(found)
            if synchronous != "full":
                house.copy_of(built, folder)
    return found


class Life:
    def __init__(self, built, folder, disc, chance, synchronous):
        self.built, self.folder, self.disc, self.chance = built, folder, disc, chance
        self.kept, self.left = crowd.Kept(), None
        self.countdown = chance.randint(*OPERATIONS)
        self.pragmas = {"synchronous": synchronous, "wal_autocheckpoint": chance.choice(CHECKPOINTS)}

    def run(self):
        """Open the house as a start does, let everybody type until the power goes, keep what is left on the disc."""
        import perf
        with house.pragmas(**self.pragmas):
            app = house.app_at(self.folder)
            self.disc.begin(self.trouble)
            perf.open_house(self.folder)
            work = [threading.Thread(target=self.type, args=(app, name, self.built.sheets[name])) for name in crowd.TYPISTS]
            work.append(threading.Thread(target=self.sign))
            for thread in work:
                thread.start()
            for thread in work:
                thread.join()
            house.close()
        house.put_back(self.folder, self.left)

    def trouble(self, what, path):
        self.countdown -= 1
        if self.countdown <= 0:
            self.what_was_cut = what
            self.left = self.disc.cut(self.chance.choice(WAYS), self.chance)
            raise apsw.IOError("the power went")

    def type(self, app, name, sheet):
        with contextlib.suppress(crowd.Stopped):
            typist = crowd.Typist(name, crowd.Browser(app, self.built.secrets[name]), sheet, self.kept)
            while not self.disc.is_dark:
                typist.save()
        house.close()

    def sign(self):
        """Share Zora's review, sign it, reopen it: a deed of many rows, with its lines in the audit log."""
        with contextlib.suppress(pw.DatabaseError):
            signing = Signing()
            while not self.disc.is_dark:
                for table, number in signing.next_deed():
                    self.kept.row(table, number)
        house.close()

    def look(self, found):
        """Open a copy of what is left, as SQLite recovers it, and compare it with what was acknowledged."""
        aside = self.folder.with_name("aside")
        shutil.rmtree(aside, ignore_errors=True)
        shutil.copytree(self.folder, aside)
        with contextlib.closing(apsw.Connection(str(aside / "perf.db"), vfs=self.disc.below)) as connection:
            wrong, gone = house.soundness(connection, self.kept)
            wrong += house.broken_trail(connection)
        found["cuts"] += 1
        found["acknowledged"] += self.kept.count
        found["lost"] += len(gone)
        found["flaws"] += len(wrong)
        found["in a write"] += self.what_was_cut == "write"
