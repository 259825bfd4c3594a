"""`audit verify`: says that the log is whole, or names the line at which it is not."""
import pytest

from perf.kernel import db, trail
from perf.kernel.trail import TrailLine


@pytest.fixture
def run(app):
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(args=["audit", *arguments])


@pytest.fixture
def edited(app, tmp_path):
    """A copy of the data, and a function that does something to it that Perf would not."""
    path = tmp_path / "copy.db"
    db.copy_to(path)

    def edit(sql, *values):
        other = db.Database(str(path))
        for name, in other.execute_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            other.execute_sql(f"DROP TRIGGER {name}")
        other.execute_sql(sql, values)
        other.close()
        return str(path)
    return edit


def test_whole_log_is_said_to_be_whole(run):
    """L02."""
    number, mark = trail.head()
    said = run("verify")
    assert said.exit_code == 0 and f"lines 1 to {number}" in said.output and mark in said.output
    assert run("head").output.strip() == f"{number}:{mark}"
    assert run("verify", "--noted", f"{number}:{mark}").exit_code == 0


@pytest.mark.parametrize("sql, number, word", [
    ("UPDATE trail_line SET actor_id = 1 WHERE id = ?", 4, "does not fit"),
    ("DELETE FROM trail_line WHERE id = ?", 9, "is missing"),
    ("UPDATE trail_line SET at = '2020-01-01 00:00:00' WHERE id = ?", 1, "does not fit"),
])
def test_edited_copy_is_told_by_the_number_of_its_line(run, edited, sql, number, word):
    """L02: an edited copy → verify names the row, and ends with 1."""
    said = run("verify", edited(sql, number))
    assert said.exit_code == 1 and f"line {number} {word}" in said.output
    assert run("verify").exit_code == 0


def test_log_cut_at_its_end_is_told_by_what_was_noted(run, edited):
    """L02: whoever could write the file moved its end as well; what was noted elsewhere tells."""
    noted = "{}:{}".format(*trail.head())
    last = list(TrailLine.select().order_by(TrailLine.id.desc()).limit(4))[-1]
    edited("UPDATE trail_ends SET last_id = ?, last_hash = ?", last.id, last.hash)
    path = edited("DELETE FROM trail_line WHERE id > ?", last.id)
    assert run("verify", path).exit_code == 0
    said = run("verify", path, "--noted", noted)
    assert said.exit_code == 1 and f"line {last.id + 1} is missing" in said.output


def test_file_that_is_no_data_of_ours_is_refused_in_words(run, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear Perf, this is a letter and not a database. " * 40)
    (tmp_path / "empty.db").touch()
    for name in ("letter.txt", "empty.db"):
        said = run("verify", str(tmp_path / name))
        assert said.exit_code == 1 and "not data of Perf" in said.output
    assert run("verify", "--noted", "nonsense").exit_code == 2


def test_backup_notes_where_the_log_ended(app, run, tmp_path):
    """L01, L02: a backup leaves one line, and its manifest holds what proves the log later."""
    noted, before = "{}:{}".format(*trail.head()), trail.head()[0]
    with app.app_context():
        made = app.test_cli_runner().invoke(args=["backup", "--to", str(tmp_path)])
    assert made.exit_code == 0, made.output
    assert [line.verb for line in TrailLine.select().where(TrailLine.id > before)] == ["backup"]
    [file] = tmp_path.glob("perf-*.tar")
    assert noted in app.test_cli_runner().invoke(args=["backup", "verify", str(file)]).output
    assert run("verify", "--noted", noted).exit_code == 0
