"""R02: `kill -9` of the real server while people save; after each restart every acknowledged save is there.

The files are looked at twice: a copy of them right after the kill, and the same house as the restarted server shows it.
"""
import contextlib
import random
import shutil
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import apsw

from . import crowd, house

KILLS, SHORT_KILLS = 100, 3
LOAD_SECONDS = 0.2, 1.5
READY_SECONDS, SHORT_READY_SECONDS = 3, 6       # the short run shares its machine with other tests


def run(full, scratch):
    built = house.build(scratch)
    kept, chance, ready = crowd.Kept(), random.Random(4), []
    found = {"kills": 0, "acknowledged": 0, "in flight": 0, "lost": 0, "flaws": 0}
    with house.stage(built.folder) as stage:
        for _number in range(KILLS if full else SHORT_KILLS):
            ready.append(started(stage))
            found["in flight"] += load_and_kill(stage, built, kept, chance.uniform(*LOAD_SECONDS))
            look(built.folder, Path(scratch) / "aside", kept, found)
        ready.append(started(stage))
        found["lost"] += len(not_shown(stage, built, kept))
    found.update({"acknowledged": kept.count, "ready, median s": round(statistics.median(ready), 2),
                  "ready, longest s": round(max(ready), 2)})
    in_time = max(ready) <= (READY_SECONDS if full else SHORT_READY_SECONDS)
    return {"rows": [found], "held": found["lost"] == found["flaws"] == 0 and kept.count > 0 and in_time}


def started(stage):
    began = time.monotonic()
    stage.start()
    return time.monotonic() - began


def load_and_kill(stage, built, kept, seconds):
    """Everybody saves as fast as the server answers, until it is killed; how many were in the middle of a save."""
    typists = crowd.typists(built, stage.port, kept)
    with ThreadPoolExecutor(len(typists)) as pool:
        work = [pool.submit(save_until_killed, typist) for typist in typists]
        time.sleep(seconds)
        stage.kill()
    try:
        return sum(one.result() for one in work)
    except house.Failed as problem:
        raise house.Failed(f"{problem}; the server says {stage.said()[-2000:]}") from None


def save_until_killed(typist):
    """Whether the server died in the middle of a save."""
    while True:
        try:
            status = typist.save()
        except crowd.Stopped:
            return True
        if status not in (200, 422):
            raise house.Failed(f"a save was answered {status}")


def look(folder, aside, kept, found):
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    for file in folder.glob("perf.db*"):
        if not file.name.endswith("-shm"):
            shutil.copy(file, aside)
    with contextlib.closing(apsw.Connection(str(aside / "perf.db"))) as connection:
        wrong, gone = house.soundness(connection, kept)
    found["kills"] += 1
    found["flaws"] += len(wrong)
    found["lost"] += len(gone)


def not_shown(stage, built, kept):
    """The acknowledged answers that the pages of the restarted server do not show."""
    shown = {}
    for typist in crowd.typists(built, stage.port, kept):
        shown.update(typist.versions)
    return [number for number, (version, _text) in kept.answers.items() if shown.get(number, -1) < version]
