"""The trail: lines are only added, chained to one another, and whatever was done to them behind Perf's back is found."""
import gzip
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st
from playhouse.migrations import Runner

import perf
from perf.kernel import chain, clock, db, trail
from perf.kernel.trail import TrailEnds, TrailLine

LINES = 12
COLUMNS = trail.COLUMNS
OTHER = {"at": "2020-01-01 00:00:00", "verb": "sign_in", "actor_id": 77, "about_id": 78, "kind": "other", "row_id": 79,
         "is_reading": 1, "ip": "203.0.113.0/24", "hash": "0" * 64}
NUMBERS = ("actor_id", "about_id", "row_id", "is_reading")
CELL = {column: f"SELECT {column} FROM trail_line WHERE id = ?" for column in COLUMNS}              # noqa: S608  our own names
CHANGE = {column: f"UPDATE trail_line SET {column} = ? WHERE id = ?" for column in COLUMNS}         # noqa: S608
WAS = "SELECT at, verb, actor_id, about_id, kind, row_id, is_reading FROM trail_line ORDER BY id"


@pytest.fixture
def lines(app):
    """A trail of its own, so that a test knows every line."""
    trail.cut(datetime(2200, 1, 1))
    for number in range(LINES):
        trail.record("change_person", None, about=number, kind="person", row_id=number)
    return list(TrailLine.select().order_by(TrailLine.id))


@pytest.fixture
def copy(lines, tmp_path):
    """A copy of the file in other hands, without the triggers: (database, ids of the lines)."""
    db.copy_to(tmp_path / "copy.db")
    other = db.Database(str(tmp_path / "copy.db"))
    for name, in other.execute_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        other.execute_sql(f"DROP TRIGGER {name}")
    yield other, [line.id for line in lines]
    other.close()


def found(other, change, *values):
    """What is said of the copy after a change, which is taken back."""
    with other.atomic() as deed:
        for sql, given in change if isinstance(change, list) else [(change, values)]:
            other.execute_sql(sql, given)
        problem = chain.verify(other).problem
        deed.rollback()
    return problem


# adding only

@pytest.mark.parametrize("sql", [
    "UPDATE trail_line SET verb = 'nothing'", "UPDATE trail_line SET hash = hash WHERE id = 3", "DELETE FROM trail_line",
    "DELETE FROM trail_line WHERE id = (SELECT MAX(id) FROM trail_line)",
    "INSERT OR REPLACE INTO trail_line SELECT * FROM trail_line LIMIT 1",
    "REPLACE INTO trail_line SELECT * FROM trail_line WHERE id = 2",
    "INSERT INTO trail_line (at, verb, kind, is_reading, ip, hash) VALUES ('2026-01-01', 'x', '', 0, '', '')",
    "UPDATE OR REPLACE trail_line SET id = 1 WHERE id = 2",
])
def test_database_itself_refuses_to_change_or_delete_a_line(app, sql):
    """L02: triggers forbid UPDATE and DELETE, and REPLACE, which is both."""
    before = TrailLine.select().count()
    with pytest.raises(db.pw.DatabaseError, match="a line of the trail"):
        db.database.execute_sql(sql)
    assert TrailLine.select().count() == before > 3 and chain.verify().problem is None


def test_deed_that_is_taken_back_leaves_neither_line_nor_gap(app):
    before = trail.head()
    with pytest.raises(ZeroDivisionError):
        failing()
    assert trail.head() == before
    trail.record("after", None)
    assert trail.head()[0] == before[0] + 1 and chain.verify().problem is None


@db.write()
def failing():
    trail.record("never_done", None)
    1 / 0


@pytest.mark.parametrize("address, kept", [
    ("203.0.113.77", "203.0.113.0/24"), ("2001:db8:aaaa:bbbb:1::7", "2001:db8:aaaa::/48"),
    ("::ffff:203.0.113.77", "203.0.113.0/24"),
    ("127.0.0.1", "127.0.0.0/24"), ("fe80::1%eth0", "fe80::/48"), ("", ""), ("nonsense", ""), ("203.0.113.77, 10.0.0.1", ""),
])
def test_of_an_address_only_the_network_is_kept(address, kept):
    """L01: who, what, when and the prefix of the address."""
    assert trail.network_of(address) == kept


def test_line_of_a_request_holds_its_network_and_others_hold_none(app, browser_of):
    browser_of("adam").post("/settings/holidays", data={"day": "2031-05-01", "name": "May Day"},
                            environ_base={"REMOTE_ADDR": "198.51.100.9"})
    trail.record("by_itself", None)
    assert [line.ip for line in TrailLine.select().order_by(TrailLine.id.desc()).limit(2)] == ["", "198.51.100.0/24"]


# finding what was done

def test_whole_trail_is_whole(app, lines):
    assert chain.verify() == (None, lines[0].id, *trail.head())


def is_figure(value):
    """Whether SQLite keeps this text as a number: "00" in a column of numbers is the 0 that stood there."""
    return isinstance(value, str) and value.strip().isdigit()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_single_change_of_any_field_is_found(copy, data):
    """L02: a line that was changed in a copy is named."""
    other, ids = copy
    number, column = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(COLUMNS[1:]))
    now = other.execute_sql(CELL[column], (number,)).fetchone()[0]
    value = data.draw(st.one_of(st.just(OTHER[column]), st.integers(-2**63, 2**63 - 1), st.text("ab01 ", max_size=8),
                                st.binary(max_size=3), st.none()))
    assume(str(value) != str(now) and not (column in NUMBERS and is_figure(value) and str(int(value)) == str(now)))
    try:
        said = found(other, CHANGE[column], value, number)
    except db.pw.IntegrityError:
        reject()        # a column that is never empty
    assert f"line {number} " in said


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_deletion_is_found(copy, data):
    """L02: lines that are missing are named by the first of them, at the beginning, in the middle and at the end."""
    other, ids = copy
    first = data.draw(st.sampled_from(ids))
    last = data.draw(st.sampled_from([one for one in ids if one >= first]))
    assert f"line {first} " in found(other, "DELETE FROM trail_line WHERE id BETWEEN ? AND ?", first, last)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_two_lines_that_changed_places_are_found(copy, data):
    """L02: re-ordered lines are named."""
    other, ids = copy
    one, two = sorted(data.draw(st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True)))
    swap = [("UPDATE trail_line SET id = -1 WHERE id = ?", (one,)),
            ("UPDATE trail_line SET id = ? WHERE id = ?", (one, two)),
            ("UPDATE trail_line SET id = ? WHERE id = -1", (two,))]
    assert f"line {one} " in found(other, swap)


def test_line_that_was_changed_with_its_hash_is_found_at_the_next_one(copy):
    """L02: each line holds the hash of the one before, so changing one means writing all that follow anew."""
    other, ids = copy
    [before] = other.execute_sql(CELL["hash"], (ids[3],)).fetchone()
    line = list(other.execute_sql("SELECT * FROM trail_line WHERE id = ?", (ids[4],)).fetchone())[:-1]
    line[COLUMNS.index("about_id")] = 99
    change = [("UPDATE trail_line SET about_id = 99, hash = ? WHERE id = ?", (trail.chained(before, line), ids[4]))]
    assert f"line {ids[5]} " in found(other, change)


def test_line_put_in_is_found(copy):
    other, ids = copy
    put_in = ("INSERT INTO trail_line SELECT ?, at, verb, actor_id, about_id, kind, row_id, is_reading, ip, hash "
              "FROM trail_line WHERE id = ?")
    for number in (ids[-1] + 1, ids[0] - 1, -5):
        assert f"line {number} " in found(other, put_in, number, ids[3])


@pytest.mark.parametrize("change", ["last_id = last_id + 1", "last_id = last_id - 1", "last_hash = 'x'",
                                    "start_id = start_id + 1", "start_id = 0", "start_hash = 'x'"])
def test_ends_that_were_changed_are_found(copy, change):
    assert found(copy[0], f"UPDATE trail_ends SET {change}")      # noqa: S608  a constant of this test
    assert found(copy[0], "DELETE FROM trail_ends")


def test_beginning_that_was_taken_away_with_its_mark_is_found(copy):
    other, ids = copy
    cut = [("UPDATE trail_ends SET start_id = ?, start_hash = (SELECT hash FROM trail_line WHERE id = ?)", (ids[4], ids[4])),
           ("DELETE FROM trail_line WHERE id <= ?", (ids[4],))]
    assert "no line says that they were cut off" in found(other, cut)


def test_end_that_was_taken_away_with_its_mark_is_found_by_what_was_noted_elsewhere(copy):
    """L02: a backup's manifest holds the number and hash of the last line."""
    other, ids = copy
    noted = trail.head()
    ends = "UPDATE trail_ends SET last_id = ?, last_hash = (SELECT hash FROM trail_line WHERE id = ?)"
    with other.atomic():
        other.execute_sql(ends, (ids[6], ids[6]))
        other.execute_sql("DELETE FROM trail_line WHERE id > ?", (ids[6],))
    assert chain.verify(other).problem is None
    assert f"line {ids[7]} is missing" in chain.verify(other, noted).problem
    assert "written anew" in chain.verify(db.database, (noted[0], "f" * 64)).problem
    assert chain.verify(db.database, noted).problem is None


# cutting

def test_purging_cuts_the_oldest_part_and_the_rest_still_holds(app, lines, hana):
    with clock.at(clock.now() + timedelta(days=400)):
        trail.record("later", hana)
        assert trail.cut(clock.now() - timedelta(days=1), by=hana) == LINES + 1     # and the line of the first cut
        assert [line.verb for line in TrailLine.select().order_by(TrailLine.id)] == ["later", "cut_trail"]
        assert chain.verify().problem is None
        assert trail.cut(clock.now() - timedelta(days=1), by=hana) == 0
        trail.record("again", hana)
    assert chain.verify().problem is None


def test_cut_never_passes_a_line_that_is_to_be_kept(app, lines):
    """A clock that was set back leaves an older time after a newer one; such a line stays until those before it go."""
    with clock.at(clock.now() + timedelta(days=30)):
        trail.record("newer", None)
    trail.record("older", None)
    trail.cut(clock.now() + timedelta(days=1))
    assert [line.verb for line in TrailLine.select().order_by(TrailLine.id)] == ["newer", "older", "cut_trail"]
    assert chain.verify().problem is None


def test_everything_can_be_cut(app, lines):
    trail.cut(datetime(2200, 1, 1))
    assert [line.verb for line in TrailLine.select()] == ["cut_trail"] and chain.verify().problem is None


# data of an earlier version

def test_lines_of_an_earlier_version_are_chained_when_it_is_brought_up_to_date(app, tmp_path):
    released = perf.ROOT.parent / "tests/released/0.1.0.sql.gz"
    db.database.close()
    db.open_at(tmp_path / "old.db")
    db.database.connection().execute(gzip.decompress(released.read_bytes()).decode())
    db.database.execute_sql("DELETE FROM trail_line WHERE id IN (2, 3)")        # a gap is closed
    before = db.database.execute_sql(WAS).fetchall()
    Runner(db.database, str(perf.ROOT / "migrations"), table_name="schema_migration").up()
    assert db.database.execute_sql(WAS).fetchall() == before and len(before) > 10
    assert chain.verify().problem is None and chain.verify().last == len(before)
    trail.record("after", None)
    assert chain.verify().problem is None and TrailEnds.select().count() == 1
