"""Backups: made, verified, rotated, and put back so that everything is as it was."""
import io
import json
import subprocess
import tarfile
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf.accounts import links
from perf.kernel import age, backup, clock, db, store
from perf.settings.commands import MIGRATIONS
from tests import world
from tests.conftest import PASSWORD
from tests.kernel import processes

OLD_KEY = "Vq7mZp0sLk2XwTn8Rb4Hy6Jd1Gf3Ce5A"
PASSPHRASE = "seven lanterns on a quiet quay"


@pytest.fixture
def made(app, house, tmp_path):
    return backup.backup(house.folder, tmp_path / "backups", "test")


def rewritten(path, target, change):
    """A copy of a backup with one file changed."""
    with tarfile.open(path) as old, tarfile.open(target, "w") as new:
        for entry in old:
            content = change(entry, old.extractfile(entry).read())
            if content is not None:
                entry.size = len(content)
                new.addfile(entry, io.BytesIO(content))
    return target


def test_backup_put_back_elsewhere_is_the_same(app, house, made, tmp_path):
    """R04: every table, row by row; every other file byte by byte."""
    before, key = world.dump(), (house.folder / store.KEY_FILE).read_bytes()
    backup.restore(made, tmp_path / "elsewhere", scripts=MIGRATIONS)
    db.database.close()
    db.open_at(tmp_path / "elsewhere" / store.FILE)
    assert world.dump() == before and (tmp_path / "elsewhere" / store.KEY_FILE).read_bytes() == key
    db.database.close()


def test_whoever_signed_in_before_signs_in_again_after_a_restore(house, app, made, tmp_path):
    """R04: the server starts on it and takes the password. S04: a session that was ended since does not come back."""
    backup.restore(made, tmp_path / "elsewhere", scripts=MIGRATIONS)
    with processes.running(tmp_path / "elsewhere") as server:
        old = processes.ask(server, "/people/", Cookie=f"__Host-session={house.secrets['mara']}")
        assert old.status == 303 and old.getheader("Location").startswith("/sign-in")
        new = processes.ask(server, "/sign-in", "POST", urlencode({"email": "mara@lantern.example", "password": PASSWORD}),
                            Sec_Fetch_Site="same-origin", Content_Type="application/x-www-form-urlencoded")
        assert new.status == 303 and "__Host-session=" in new.getheader("Set-Cookie")
    assert processes.flask(tmp_path / "elsewhere", "audit", "verify").returncode == 0


def test_link_that_was_used_or_ended_since_does_not_come_back(app, house, zora, hana, tmp_path):
    """A06: a restore gives no link a second life."""
    secret = links.invite(zora, by=hana)
    made = backup.backup(house.folder, tmp_path / "backups", "test")
    backup.restore(made, tmp_path / "elsewhere", scripts=MIGRATIONS)
    with processes.running(tmp_path / "elsewhere") as server:
        landed = processes.ask(server, f"/invitation/{secret}")
        page = processes.ask(server, "/invitation", Cookie=landed.getheader("Set-Cookie").split(";")[0])
        assert 'type="password"' not in page.text


def test_backup_is_its_owners_alone(made):
    """L06."""
    assert oct(made.stat().st_mode)[-3:] == "600" and oct(made.parent.stat().st_mode)[-3:] == "700"


def test_sound_backup_is_verified(made):
    found = backup.verify(made)
    assert not found.trouble and found.manifest["rows"]["person"] == 7 and found.manifest["version"] == "test"


def flipped(entry, content):
    """One byte in the middle of the database."""
    if entry.name != store.FILE:
        return content
    return content[:5000] + bytes([content[5000] ^ 1]) + content[5001:]


@pytest.mark.parametrize("change, said", [
    (flipped, "digest differs"),
    (lambda entry, content: None if entry.name == store.KEY_FILE else content, "cannot be read"),
    (lambda entry, content: None if entry.name == "manifest.json" else content, "cannot be read"),
    (lambda entry, content: b"{" if entry.name == "manifest.json" else content, "cannot be read"),
    (lambda entry, content: content[:4000] if entry.name == store.FILE else content, "another size"),
    (lambda entry, content: content.replace(b'"person": 7', b'"person": 8') if entry.name == "manifest.json" else content, "holds 7 rows, not 8"),
    (lambda entry, content: content.replace(b'"secret.key"', b'"../../secret.key"') if entry.name == "manifest.json" else content, "outside"),
    (lambda entry, content: content.replace(b'"secret.key"', b'"erased.json"') if entry.name == "manifest.json" else content, "nothing that a backup holds"),
    (lambda entry, content: content.replace(b'"secret.key"', b'"copies/x"') if entry.name == "manifest.json" else content, "nothing that a backup holds"),
])
def test_backup_that_was_touched_is_told_and_never_put_back(made, tmp_path, change, said):
    wrong = rewritten(made, tmp_path / "wrong.tar", change)
    assert said in " ".join(backup.verify(wrong).trouble)
    with pytest.raises(backup.CannotBackUp):
        backup.restore(wrong, tmp_path / "elsewhere", scripts=MIGRATIONS)
    assert not (tmp_path / "elsewhere" / store.FILE).exists()


def test_data_that_is_there_is_kept_aside(made, tmp_path):
    folder = tmp_path / "elsewhere"
    backup.restore(made, folder, scripts=MIGRATIONS)
    with pytest.raises(backup.CannotBackUp) as no:
        backup.restore(made, folder, scripts=MIGRATIONS)
    assert "--replace" in str(no.value)
    aside = backup.restore(made, folder, replace=True, scripts=MIGRATIONS)
    assert (aside / store.FILE).exists() and (folder / store.FILE).exists()


@pytest.mark.parametrize("moves", range(5))
def test_restore_that_is_cut_off_never_starts_half_and_is_done_again(made, tmp_path, monkeypatch, moves):
    """R04: the power goes after so many of its moves; the old data lies in its place or aside, and nothing starts empty."""
    folder, left, move = tmp_path / "elsewhere", [moves], backup.os.replace
    backup.restore(made, folder, scripts=MIGRATIONS)
    (folder / store.KEY_FILE).write_text(OLD_KEY)

    def cut(old, new):
        if not left[0]:
            raise SystemExit
        left[0] -= 1
        move(old, new)
    monkeypatch.setattr(backup.os, "replace", cut)
    with pytest.raises(SystemExit):
        backup.restore(made, folder, replace=True, scripts=MIGRATIONS)
    assert any(path.read_text() == OLD_KEY for path in folder.rglob(store.KEY_FILE))
    ended = processes.try_start(folder)
    assert ended.returncode == store.CannotStart.RESTORING and "interrupted" in ended.stderr
    monkeypatch.setattr(backup.os, "replace", move)
    backup.restore(made, folder, replace=True, scripts=MIGRATIONS)
    store.inspect(folder, MIGRATIONS)
    assert any(path.read_text() == OLD_KEY for path in folder.rglob(store.KEY_FILE))


def test_backup_of_a_newer_version_is_refused(made, tmp_path):
    def later(entry, content):
        if entry.name != "manifest.json":
            return content
        told = json.loads(content)
        return json.dumps({**told, "schema": ["9999_later"]}).encode()
    with pytest.raises(store.CannotStart) as no:
        backup.restore(rewritten(made, tmp_path / "later.tar", later), tmp_path / "elsewhere", scripts=MIGRATIONS)
    assert "newer version" in str(no.value)


def test_restore_waits_until_the_server_has_stopped(house, made, tmp_path):
    folder = tmp_path / "elsewhere"
    backup.restore(made, folder, scripts=MIGRATIONS)
    with processes.running(folder):
        ended = processes.flask(folder, "restore", str(made), "--replace")
        assert ended.returncode == store.CannotStart.RUNNING and "already running" in ended.stderr


# encrypted, to take along

def test_encrypted_backup_opens_with_its_passphrase_alone(app, house, tmp_path):
    sealed = tmp_path / "along.tar.age"
    with backup.encrypted(house.folder, PASSPHRASE, "test") as file:
        sealed.write_bytes(file.read())
    assert b"lantern.example" not in sealed.read_bytes() and pyrage.passphrase.decrypt(sealed.read_bytes(), PASSPHRASE)[:13] == b"manifest.json"
    assert not backup.verify(sealed, PASSPHRASE).trouble
    assert backup.verify(sealed, "another passphrase altogether").trouble and backup.verify(sealed).trouble
    backup.restore(sealed, tmp_path / "elsewhere", scripts=MIGRATIONS, passphrase=PASSPHRASE)
    assert (tmp_path / "elsewhere" / store.FILE).exists()
    assert not age.is_encrypted(tmp_path / "elsewhere" / store.KEY_FILE)


def test_commands_make_verify_and_restore(app, house, made, tmp_path):
    folder = tmp_path / "elsewhere"
    assert processes.flask(folder, "restore", str(made)).returncode == 0
    told = processes.flask(folder, "backup", "--to", str(tmp_path / "more"))
    [path] = (tmp_path / "more").glob("*.tar")
    assert told.returncode == 0 and str(path) in told.stdout
    assert processes.flask(folder, "backup", "verify", str(path)).returncode == 0
    path.write_bytes(path.read_bytes()[:20_000])
    ended = processes.flask(folder, "backup", "verify", str(path))
    assert ended.returncode == 1 and "not sound" in ended.stderr and "Traceback" not in ended.stderr


# by itself, and which stay

def test_one_a_day_is_made_by_itself(app, house, tmp_path, monkeypatch):
    into = tmp_path / "daily"
    assert backup.is_due(into)
    backup.backup(house.folder, into, "test")
    assert not backup.is_due(into)
    with clock.at(clock.now() + timedelta(days=1)):
        assert backup.is_due(into) and backup.age_of_latest(into) >= timedelta(hours=23)


def test_a_year_of_days_leaves_seven_days_four_weeks_and_twelve_months():
    last = datetime(2026, 11, 23, 3)
    stay = backup.to_keep([last - timedelta(days=day) for day in range(500)])
    assert {last - timedelta(days=day) for day in range(7)} <= stay and 18 <= len(stay) <= 7 + 4 + 12
    assert min(stay).date() >= date(2025, 12, 1)


@given(st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), min_size=1, max_size=80))
def test_the_latest_always_stays_and_nothing_stays_for_nothing(moments):
    stay = backup.to_keep(moments)
    assert max(moments) in stay and stay <= set(moments) and len(stay) <= 23
    assert len(stay & set(sorted(set(moments))[-1:])) == 1


def test_backup_that_fails_is_told_and_leaves_nothing(app, house, tmp_path, monkeypatch):
    (tmp_path / "a file").write_text("in the way")
    with pytest.raises(backup.CannotBackUp):
        backup.backup(house.folder, tmp_path / "a file", "test")
    assert backup.last_failure and "a file" in backup.last_failure[1]
    backup.backup(house.folder, tmp_path / "good", "test")
    assert backup.last_failure is None and not list((tmp_path / "good").glob(".making-*"))


def test_standard_tar_reads_it(made):
    listed = subprocess.run(["tar", "tf", made], capture_output=True, text=True, check=True).stdout.split()
    assert {"manifest.json", store.FILE, store.KEY_FILE} <= set(listed)
