"""R03: backups while people save, each restored and looked at.

What a backup holds must be a beginning of what was saved: nothing acknowledged before it was begun is missing, and nothing
in it was sent after something that it lacks had been acknowledged.
"""
import contextlib
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import apsw

from . import crowd, house

BACKUPS, SHORT_BACKUPS, SAVES_A_SECOND = 50, 2, 50


def run(full, scratch):
    built = house.build(scratch)
    made, scratch = [], Path(scratch)
    with house.stage(built.folder) as stage:
        stage.start()
        with typing(crowd.typists(built, stage.port, crowd.Kept())) as typed:
            time.sleep(0.5)
            for _number in range(BACKUPS if full else SHORT_BACKUPS):
                made.append(backup(built.folder, scratch / "made"))
    found = {"backups": len(made), "saves": len(typed.saves), "saves a second": round(len(typed.saves) / typed.seconds),
             "median s": round(statistics.median(one.ended - one.began for one in made), 2),
             "not restored": 0, "flaws": 0, "missing": 0, "not a beginning": 0, "unlike 200": len(typed.refused)}
    for number, one in enumerate(made):
        look(one, scratch / f"restored-{number}", typed.saves, found)
    wrong = ("not restored", "flaws", "missing", "not a beginning", "unlike 200")
    return {"rows": [found], "held": bool(typed.saves) and not any(found[name] for name in wrong)}


@contextlib.contextmanager
def typing(typists):
    """Everybody saves at an even pace until the block ends; gives each acknowledged save with its times."""
    typed, is_over = SimpleNamespace(saves=[], refused=[], seconds=0), threading.Event()
    began = time.monotonic()
    with ThreadPoolExecutor(len(typists)) as pool:
        work = [pool.submit(type_evenly, typist, len(typists) / SAVES_A_SECOND, typed, is_over) for typist in typists]
        try:
            yield typed
        finally:
            is_over.set()
            typed.seconds = time.monotonic() - began
    for one in work:
        one.result()


def type_evenly(typist, pause, typed, is_over):
    due = time.monotonic()
    while not is_over.is_set():
        sent = time.monotonic()
        status = typist.save()
        if status == 200:
            typed.saves.append((*typist.saved, sent, time.monotonic()))
        elif status != 422:
            typed.refused.append(status)
        due += pause
        time.sleep(max(0, due - time.monotonic()))


def backup(folder, into):
    """One backup by the command, beside the running server."""
    into.mkdir(exist_ok=True)
    before, began = set(into.glob("*.tar")), time.monotonic()
    command("backup", "--to", str(into), data=folder)
    ended = time.monotonic()
    [path] = set(into.glob("*.tar")) - before
    return SimpleNamespace(path=path, began=began, ended=ended)


def look(one, folder, saves, found):
    try:
        command("restore", str(one.path), data=folder)
    except house.Failed:
        found["not restored"] += 1
        return
    with contextlib.closing(apsw.Connection(str(folder / "perf.db"))) as connection:
        found["flaws"] += len(house.flaws(connection))
        versions = dict(connection.execute("SELECT id, version FROM answer"))
    inside = [save for save in saves if versions[save[0]] >= save[1]]
    lacking = [save for save in saves if versions[save[0]] < save[1]]
    found["missing"] += sum(acknowledged < one.began for _number, _version, _sent, acknowledged in lacking)
    latest = max((sent for _number, _version, sent, _acknowledged in inside), default=0)
    found["not a beginning"] += any(acknowledged < latest for _number, _version, _sent, acknowledged in lacking)


def command(*words, data):
    return house.python("-m", "flask", "--app", "app", *words, data=data)
