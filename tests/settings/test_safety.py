"""L09: each thing that is not safe has its line, in the terminal and on the administrator's page."""
import os
from datetime import datetime, timedelta
from types import SimpleNamespace

import pyrage
import pytest

from perf.accounts.models import Passkey, Session
from perf.kernel import backup, clock, safety, store
from perf.people import actions as people
from tests.kernel import processes


@pytest.fixture
def found(app, monkeypatch):
    """The keys of what is found, with these settings."""
    def keys(**given):
        for name, value in given.items():
            monkeypatch.setitem(app.config, name, value)
        with app.app_context():
            return {one.key: one.level for one in safety.findings(app.config)}
    return keys


@pytest.mark.parametrize("given, key, level", [
    ({"ALLOW_HTTP": True}, "http", "serious"), ({"BASE_URL": ""}, "no-url", "warning"),
    ({"BASE_URL": "http://perf.lantern.example"}, "url-http", "serious"), ({"PROXIES": 1, "BASE_URL": ""}, "proxy-no-url", "warning"),
    ({"PROXIES": 1, "LISTENS_ON": "0.0.0.0"}, "proxy-open", "serious"),      # noqa: S104
    ({"PROXIES": 0, "BASE_URL": "https://perf.lantern.example"}, "no-proxies", "warning"), ({"DEBUG": True}, "debug", "serious"),
])
def test_setting_has_its_line(found, given, key, level):
    """L09."""
    assert found(**given)[key] == level


def test_folder_that_others_may_read_has_its_line(found, house):
    """L09."""
    house.folder.chmod(0o755)
    try:
        assert found()["data-open"] == "serious"
    finally:
        house.folder.chmod(0o700)
    assert "data-open" not in found()


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - Lantern House", "Nextcloud", "Google Drive"])
def test_folder_in_a_cloud_has_its_line(found, tmp_path, name):
    """L09."""
    folder = tmp_path / name
    folder.mkdir(mode=0o700)
    (folder / store.FILE).touch()
    (folder / store.KEY_FILE).touch()
    assert found(DATA=folder)["data-synced"] == "serious"


def test_backups_have_their_lines(found, app, house, tmp_path, monkeypatch):
    """L09: none yet, too old, the latest try failed, on the same disk."""
    into = tmp_path / "backups"
    assert found(BACKUPS=into)["backup-late"] == "serious"
    backup.backup(house.folder, into, "test")
    assert "backup-late" not in found() and found()["backup-same-disk"] == "hint"
    with clock.at(clock.now() + timedelta(hours=49)):
        assert found()["backup-late"] == "serious"
    monkeypatch.setattr(backup, "last_failure", (datetime(2026, 1, 1), "no space"))
    assert found()["backup-failed"] == "serious"


def test_machine_has_its_lines(found, monkeypatch):
    """L09."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("PERF_SETUP_CODE", "1234")
    monkeypatch.setattr(safety.apsw, "sqlite_lib_version", lambda: "3.45.1")
    monkeypatch.setattr(safety.shutil, "disk_usage", lambda _path: SimpleNamespace(free=10))
    told = found()
    assert told["root"] == told["setup-code"] == told["space"] == "warning" and told["old-sqlite"] == "serious"
    with clock.at(datetime(2020, 1, 1)):
        assert found()["clock"] == "serious"


def test_people_and_accounts_have_their_lines(found, hana, mara):
    """L09: one HR person alone; somebody powerful without a second factor."""
    assert found()["one-hr"] == "warning" and found()["one-administrator"] == "hint" and "no-second-factor" not in found()
    people.give_power(mara, "hr", by=hana)
    told = found()
    assert "one-hr" not in told and told["no-second-factor"] == "serious"
    assert not Passkey.select().exists()


def test_command_ends_with_one_where_something_is_serious(tmp_path):
    """L09."""
    ended = processes.flask(tmp_path / "data", "check", PERF_ALLOW_HTTP=1)
    assert ended.returncode == 1 and "SERIOUS: Plain http is allowed." in ended.stdout and "Do: " in ended.stdout


# the page

def test_page_says_what_to_mend_and_how_old_the_backup_is(browser_of):
    page = browser_of("adam").get("/settings/safety/").text
    assert "There is no backup yet." in page and "PERF_URL is not set" in page
    assert browser_of("adam").post("/settings/safety/backups").status_code == 303
    page = browser_of("adam").get("/settings/safety/").text
    assert "verified" in page and "There is no backup yet." not in page


def test_download_is_sealed_with_a_passphrase_and_is_for_whoever_has_just_shown_that_it_is_them(browser_of):
    """S09: a backup to take along."""
    words = "seven lanterns on a quiet quay"
    Session.update(fresh_until=None).execute()
    assert browser_of("adam").post("/settings/safety/backup", data={"passphrase": words, "again": words}).status_code == 403
    Session.update(fresh_until=clock.now() + timedelta(minutes=5)).execute()
    for given in ({"passphrase": words, "again": "another"}, {"passphrase": "short", "again": "short"}, {}):
        assert browser_of("adam").post("/settings/safety/backup", data=given).status_code == 422
    reply = browser_of("adam").post("/settings/safety/backup", data={"passphrase": words, "again": words})
    assert reply.status_code == 200 and reply.headers["Content-Security-Policy"].endswith("; sandbox")
    assert b"manifest.json" in pyrage.passphrase.decrypt(reply.data, words)[:600]


@pytest.mark.parametrize("name", ["hana", "mara", "ines"])
def test_safety_is_the_administrators(browser_of, name):
    for page in ("/settings/safety/", "/settings/safety/backup"):
        assert browser_of(name).get(page).status_code == 403
