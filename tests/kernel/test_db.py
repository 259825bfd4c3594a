"""The database: how it is opened, and how a verb writes."""
import threading
from datetime import date, datetime
from decimal import Decimal

import apsw
import pytest
from peewee import IntegrityError

from perf.kernel import db, store
from perf.kernel.errors import Busy, Refused
from perf.settings.models import Holiday, Organisation


@pytest.mark.parametrize("pragma, value", [
    ("foreign_keys", 1), ("trusted_schema", 0), ("secure_delete", 1), ("synchronous", 2), ("journal_mode", "wal"), ("mmap_size", 0),
    ("busy_timeout", 5000),
])
def test_every_connection_is_opened_safely(app, pragma, value):
    """L10, on the connection of a request and on that of another thread."""
    found = [db.database.pragma(pragma)]

    def elsewhere():
        db.database.connect(reuse_if_open=True)
        found.append(db.database.pragma(pragma))
        db.database.close()
    other = threading.Thread(target=elsewhere)
    other.start()
    other.join()
    assert found == [value, value]


def test_statement_is_planned_once_whatever_it_is_given(app):
    """Else SQLite plans it anew at each asking, which takes longer than to run it."""
    assert db.database.connection().config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, -1) == 1


def test_verb_that_refuses_leaves_nothing_behind(app):
    @db.write()
    def verb():
        Holiday.create(day=date(2031, 5, 1), name="May Day")
        raise Refused("Not now.")
    with pytest.raises(Refused):
        verb()
    assert not Holiday.select().exists()


def test_verb_within_a_verb_is_one_transaction(app):
    @db.write()
    def inner(day):
        Holiday.create(day=day, name="Day off")

    @db.write()
    def outer():
        inner(date(2031, 5, 1))
        inner(date(2031, 5, 1))
    with pytest.raises(IntegrityError):
        outer()
    assert not Holiday.select().exists()


def test_many_writers_at_once_all_get_their_turn(app):
    @db.write()
    def count():
        now = Organisation.get()
        Organisation.update(version=now.version + 1).execute()

    def worker():
        for _time in range(10):
            count()
        db.database.close()
    before, workers = Organisation.get().version, [threading.Thread(target=worker) for _number in range(6)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert Organisation.get().version == before + 60


def test_writer_that_waits_too_long_is_told_so_in_words(app, monkeypatch):
    monkeypatch.setattr(db, "LOCK_SECONDS", 0.05)
    holds, done, told = threading.Event(), threading.Event(), []

    @db.write()
    def slow():
        holds.set()
        done.wait(5)

    def other():
        try:
            db.write()(lambda: None)()
        except Busy as no:
            told.append(no)
    first = threading.Thread(target=slow)
    first.start()
    holds.wait(5)
    second = threading.Thread(target=other)
    second.start()
    second.join()
    done.set()
    first.join()
    assert told[0].status == 503 and "try again" in told[0].words


def test_dates_and_decimals_are_kept_as_their_text(app):
    for value in (date(2026, 2, 28), datetime(2026, 2, 28, 12, 30, 1, 5), Decimal("1.10")):
        assert db.database.execute_sql("SELECT ?", (value,)).fetchone()[0] == str(value)


def test_copy_is_sound_and_a_broken_file_is_not(app, tmp_path):
    db.copy_to(tmp_path / "copy.db")
    assert db.is_sound(tmp_path / "copy.db")
    content = bytearray((tmp_path / "copy.db").read_bytes())
    content[4096:4096 * 3] = bytes(8192)
    (tmp_path / "copy.db").write_bytes(content)
    assert not db.is_sound(tmp_path / "copy.db")
    (tmp_path / "other.db").write_text("Not a database at all, however long it may be. " * 50)
    assert not db.is_sound(tmp_path / "other.db")


def test_data_of_a_newer_version_is_refused_in_words(app, house):
    columns = [column.name for column in db.database.get_columns(store.HISTORY) if column.name != "id"]
    rows = db.database.execute_sql(f'SELECT {", ".join(columns)} FROM "{store.HISTORY}"').fetchall()
    row = ["9999_later" if str(value).startswith("0001") else value for value in rows[0]]
    db.database.execute_sql(f'INSERT INTO "{store.HISTORY}" ({", ".join(columns)}) VALUES ({", ".join("?" * len(row))})', row)
    with pytest.raises(store.CannotStart) as no:
        store.migrate(house.folder, store.Path(__file__).parents[2] / "perf/migrations")
    assert "newer version" in str(no.value)


def test_second_process_on_one_data_directory_is_refused_in_words(tmp_path):
    with store.only_one(tmp_path), pytest.raises(store.CannotStart) as no, store.only_one(tmp_path):
        pass
    assert "already running" in str(no.value)


def test_data_directory_is_its_owners_alone(house):
    assert oct(house.folder.stat().st_mode)[-3:] == "700"
    assert oct((house.folder / store.KEY_FILE).stat().st_mode)[-3:] == "600"


def test_prepared_query_is_whole_though_two_ask_it_first_at_once(app):
    """As after a restart in the middle of the day: R02."""
    both, answers = threading.Barrier(2), []

    @db.prepared
    def days(name):
        both.wait(5)
        return Holiday.select(Holiday.day).where(Holiday.name == name)

    def ask():
        db.database.connect(reuse_if_open=True)
        answers.append(days(name="May Day"))
        db.database.close()
    askers = [threading.Thread(target=ask) for _number in range(2)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert answers == [[], []] and days(name="May Day") == []
