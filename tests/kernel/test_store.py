"""The data directory: whose it is, and what is refused before anything in it changes."""
import ctypes
import os
import shutil
import signal
import stat
import subprocess
import sys

import pytest

from perf.kernel import db, store
from perf.kernel.surroundings import CannotStart

from . import processes

PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2


@pytest.fixture
def data(house, tmp_path):
    """A data directory with the cast in it."""
    folder = store.prepare(tmp_path / "data")
    shutil.copy(house.pristine, folder / store.FILE)
    store.secret(folder)
    return folder


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_folder_that_others_may_read_is_closed_to_them(tmp_path):
    """L06."""
    (tmp_path / "data").mkdir(mode=0o755)
    (tmp_path / "data").chmod(0o755)
    assert mode(store.prepare(tmp_path / "data")) == mode(store.prepare(tmp_path / "new")) == 0o700
    assert os.umask(0o077) == 0o077


def test_files_are_made_for_their_owner_alone(tmp_path):
    """L06, in a process that began with an open umask."""
    subprocess.run([sys.executable, "-m", "flask", "--app", "app", "backup"], cwd=processes.ROOT, umask=0,
                   env=processes.surroundings(tmp_path / "data"), check=True, capture_output=True)
    made = [path for path in (tmp_path / "data").rglob("*")]
    assert made and all(mode(path) & 0o077 == 0 for path in made), [(path.name, oct(mode(path))) for path in made]


def test_somebody_else_s_folder_is_not_touched(tmp_path):
    """L06."""
    (tmp_path / "letters.txt").write_text("mine")
    tmp_path.chmod(0o755)
    ended = processes.try_start(tmp_path)
    assert ended.returncode == CannotStart.FOREIGN and "letters.txt" in ended.stderr
    assert mode(tmp_path) == 0o755 and [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


@pytest.mark.parametrize("place", ["static", "static/data", "public_html/perf"])
def test_folder_that_a_web_server_gives_away_is_refused(tmp_path, place):
    """L06."""
    with pytest.raises(CannotStart) as no:
        store.prepare(tmp_path / place)
    assert "web server" in no.value.message and not (tmp_path / place).exists()


def test_folder_that_cannot_be_closed_is_refused(tmp_path, monkeypatch):
    """L06: some file systems know no owner."""
    tmp_path.chmod(0o755)
    monkeypatch.setattr(store.Path, "chmod", lambda *_given: None)
    with pytest.raises(CannotStart) as no:
        store.prepare(tmp_path)
    assert no.value.exit_code == CannotStart.OPEN_TO_OTHERS


# what is refused, with the data as it was

def cut_short(data):
    with (data / store.FILE).open("r+b") as file:
        file.truncate(40_000)


def empty(data):
    (data / store.LOCK_FILE).write_text(store.CLOSED)
    (data / store.FILE).write_bytes(b"")


def zeroed(data):
    other = db.Database(str(data / store.FILE))
    page = other.execute_sql("SELECT rootpage FROM sqlite_master WHERE name = 'person'").fetchone()[0]
    other.close()
    with (data / store.FILE).open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(bytes(4096))
    for ending in ("-wal", "-shm"):
        (data / f"{store.FILE}{ending}").unlink(missing_ok=True)


def another_file(data):
    (data / store.FILE).write_text("Dear all, here is the database. " * 200)


def newer(data):
    other = db.Database(str(data / store.FILE))
    other.execute_sql(f'INSERT INTO "{store.HISTORY}" (name, applied) VALUES (?, ?)', ("9999_later", "2030-01-01"))
    other.close()


@pytest.mark.parametrize("harm, code, said", [
    (cut_short, CannotStart.DAMAGED, "damaged"), (zeroed, CannotStart.DAMAGED, "damaged"), (empty, CannotStart.NO_DATABASE, "empty"),
    (another_file, CannotStart.NO_DATABASE, "not a database"), (newer, CannotStart.NEWER, "newer version"),
])
def test_broken_data_is_refused_by_name_and_left_as_it_is(data, harm, code, said):
    """R06, for the server and for its commands."""
    harm(data)
    before = processes.digests(data, store.FILE, store.KEY_FILE)
    for ended in (processes.try_start(data), processes.flask(data, "backup")):
        assert ended.returncode == code and said in ended.stderr and "Traceback" not in ended.stderr, ended.stderr
    assert processes.digests(data, store.FILE, store.KEY_FILE) == before


@pytest.mark.parametrize("gone", [("-wal",), ("-wal", "-shm")])
def test_lost_journal_is_noticed_and_the_file_left_as_it_is(data, gone):
    """R06: after a power cut somebody clears away what looks like litter."""
    killed(data)
    for ending in gone:
        (data / f"{store.FILE}{ending}").unlink()
    before = processes.digests(data, store.FILE)
    for ended in (processes.try_start(data), processes.flask(data, "check")):
        assert ended.returncode == CannotStart.JOURNAL_GONE and "-wal is missing" in ended.stderr
    assert processes.digests(data, store.FILE) == before
    with processes.running(data, "--accept-loss"):
        pass


def test_server_that_was_killed_starts_again(data):
    killed(data)
    with processes.running(data):
        pass
    killed(data)
    assert processes.flask(data, "backup").returncode == 0
    with processes.running(data):
        pass


def killed(data):
    with processes.running(data) as server:
        server.send_signal(signal.SIGKILL)
        server.wait(10)
    assert (data / f"{store.FILE}-wal").exists()


def test_folder_that_cannot_be_written_is_refused_and_left_as_it_is(data):
    """R06; root is tried without the right to pass over what a folder says."""
    data.chmod(0o500)
    before = processes.digests(data, store.FILE)
    try:
        ended = subprocess.run([sys.executable, "app.py", "--port", "1"], cwd=processes.ROOT, env=processes.surroundings(data),
                               capture_output=True, text=True, check=False, preexec_fn=without_privilege)
        assert ended.returncode == CannotStart.READ_ONLY and "cannot be used" in ended.stderr, ended.stderr
        assert processes.digests(data, store.FILE) == before and mode(data) == 0o500
    finally:
        data.chmod(0o700)


def without_privilege():
    if os.geteuid() == 0:
        for right in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
            ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, right, 0, 0, 0)
