"""R06: data that is newer, damaged, not ours or not writable is refused in words, with an exit code, and stays as it is.

The real `python app.py` on a copy of a house each time; every file of the directory is hashed before and after.
"""
import contextlib
import hashlib
import os
import random
import shutil
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import apsw

from . import crowd, house

NO_DATABASE, DAMAGED, NEWER, JOURNAL_GONE, READ_ONLY, FOREIGN = 20, 21, 22, 23, 26, 12
UNLOCKED = {"perf.lock"}        # touched by whoever asks whether the house is free
WITHOUT_POWERS = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all", "--"]


def run(full, scratch):
    built = house.build(scratch)
    in_use = cut_down(built, Path(scratch) / "in-use")
    with ThreadPoolExecutor(2) as pool:
        rows = list(pool.map(lambda case: tried(case, built.folder, in_use, Path(scratch) / f"case {case[0]}"), CASES))
    return {"rows": rows, "held": all(row["refused in words"] and row["untouched"] for row in rows)}


def cut_down(built, folder):
    """A house that was killed while in use: the latest saves lie in its journal alone."""
    house.copy_of(built, folder)
    kept = crowd.Kept()
    with house.stage(folder) as stage:
        stage.start()
        for typist in crowd.typists(built, stage.port, kept):
            for _count in range(5):
                typist.save()
        stage.kill()
    return folder


def tried(case, whole, in_use, folder):
    name, damage, code, words, begins_with = case
    shutil.copytree(in_use if begins_with == "in use" else whole, folder)
    damage(folder)
    before = hashes(folder)
    status, said, seconds = start(folder, without_powers=damage is read_only)
    touched = sorted(dict(hashes(folder).items() ^ before.items()))
    folder.chmod(0o700)
    refused = status == code and words in said and "Traceback" not in said
    return {"damage": name, "exit code": status, "refused in words": refused, "untouched": not touched,
            "seconds": round(seconds, 1), "touched": " ".join(touched), "said": " ".join(said.split())[:100]}


def start(folder, without_powers):
    """Start the real process; one that has not ended after half a minute, on a machine however busy, has taken the data for good."""
    command = [*(WITHOUT_POWERS if without_powers and os.geteuid() == 0 else []), sys.executable, "app.py"]
    environment = {**os.environ, "PERF_DATA": str(folder), "PERF_PORT": str(house.free_port())}
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=house.ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               text=True)
    try:
        said, _none = process.communicate(timeout=30)
        return process.returncode, said, time.monotonic() - began
    except subprocess.TimeoutExpired:
        process.kill()
        return "started", process.communicate()[0], time.monotonic() - began


def hashes(folder):
    """Name, rights and hash of every file; the lock is not data, and the index beside a journal is made anew from it."""
    data = [path for path in folder.rglob("*")
            if path.is_file() and path.name not in UNLOCKED and not path.name.endswith("-shm")]
    return {path.relative_to(folder).as_posix(): (stat.S_IMODE(path.stat().st_mode),
                                                  hashlib.sha256(path.read_bytes()).hexdigest()) for path in data}


# what may have happened to the data

def changed_by(sql):
    """A change by SQLite itself, with the file whole afterwards."""
    def damage(folder):
        with contextlib.closing(apsw.Connection(str(folder / "perf.db"))) as connection:
            connection.execute(sql)
    return damage


def truncated(folder):
    os.truncate(folder / "perf.db", (folder / "perf.db").stat().st_size // 2)


def zeroed_page(folder):
    """Some page in the middle that holds something."""
    with open(folder / "perf.db", "r+b") as file:
        pages = (folder / "perf.db").stat().st_size // 4096
        file.seek(4096 * random.Random(6).randrange(pages // 3, pages // 2))
        file.write(bytes(4096))


def zeroed_head(folder):
    with open(folder / "perf.db", "r+b") as file:
        file.write(bytes(4096))


def without(*endings):
    def damage(folder):
        for ending in endings:
            (folder / f"perf.db{ending}").unlink()
    return damage


def replaced_by(content):
    return lambda folder: (folder / "perf.db").write_bytes(content)


def of_another_program(folder):
    (folder / "perf.db").unlink()
    changed_by("CREATE TABLE bookmark (id INTEGER PRIMARY KEY, url TEXT); INSERT INTO bookmark VALUES (1, 'x')")(folder)


def foreign_folder(folder):
    shutil.rmtree(folder)
    folder.mkdir(mode=0o700)
    (folder / "accounts.ods").write_text("somebody's own file")


def read_only(folder):
    folder.chmod(0o500)


NEW_STEP = "INSERT INTO schema_migration (name, applied) VALUES ('9999_of_tomorrow', '2030-01-01 00:00:00')"
CASES = (
    ("written by a newer version", changed_by(NEW_STEP), NEWER, "newer version", "whole"),
    ("cut to half its size", truncated, DAMAGED, "damaged", "whole"),
    ("a page full of zeros", zeroed_page, DAMAGED, "damaged", "whole"),
    ("its first page full of zeros", zeroed_head, NO_DATABASE, "not a database", "whole"),
    ("journal deleted after a crash", without("-wal"), JOURNAL_GONE, "is missing", "in use"),
    ("journal and index deleted", without("-wal", "-shm"), JOURNAL_GONE, "is missing", "in use"),
    ("database deleted, journal there", without(""), NO_DATABASE, "is missing", "in use"),
    ("a picture under its name", replaced_by(b"\x89PNG\r\n\x1a\n" + bytes(5000)), NO_DATABASE, "not a database", "whole"),
    ("an empty file under its name", replaced_by(b""), NO_DATABASE, "empty", "in use"),
    ("another program's database", of_another_program, NO_DATABASE, "not Perf's", "whole"),
    ("a folder of other files", foreign_folder, FOREIGN, "not Perf's", "whole"),
    ("a directory that cannot be written", read_only, READ_ONLY, "cannot be used", "whole"),
)
