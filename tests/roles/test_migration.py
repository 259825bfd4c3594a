"""An installation of the former release: every duty and every need is there afterwards, as the first version of its role."""
import contextlib
import gzip
from pathlib import Path

import apsw
import pytest
from playhouse.migrations import Runner

from perf.kernel import clock, db, store
from perf.roles import drafts, queries
from perf.roles.models import Role, RoleVersion

RELEASED = Path(__file__).resolve().parents[1] / "released" / "0.1.0.sql.gz"
BEFORE = {   # what the released data says, read before anything changes
    "roles": "SELECT id, title, purpose FROM role ORDER BY id",
    "duties": 'SELECT role_id, id, text, success, weight, is_essential, "order", version FROM duty ORDER BY id',
    "needs": 'SELECT role_id, id, competency_id, level, weight, "order", version FROM role_competency ORDER BY id',
    "positions": "SELECT id, role_id, department_id FROM position ORDER BY id",
}
AFTER = {
    "roles": "SELECT r.id, v.title, v.purpose FROM role r JOIN role_version v ON v.role_id = r.id ORDER BY r.id",
    "duties": 'SELECT v.role_id, d.id, d.text, d.success, d.weight, d.is_essential, d."order", d.version FROM duty d '
              "JOIN role_version v ON v.id = d.of_id ORDER BY d.id",
    "needs": 'SELECT v.role_id, n.id, n.competency_id, n.level, n.weight, n."order", n.version FROM role_competency n '
             "JOIN role_version v ON v.id = n.of_id ORDER BY n.id",
    "positions": BEFORE["positions"],
}


@pytest.fixture
def former(app, tmp_path):
    """The app on the data of the former release, brought up to date; and what that data said."""
    with contextlib.closing(apsw.Connection(str(tmp_path / store.FILE))) as connection:
        connection.execute(gzip.decompress(RELEASED.read_bytes()).decode())
        said = {name: [tuple(row) for row in connection.execute(asked)] for name, asked in BEFORE.items()}
    import perf
    db.database.close()
    perf.open_house(tmp_path)
    return said


def now(asked):
    return [tuple(row) for row in db.database.execute_sql(asked).fetchall()]


def test_duties_and_needs_survive_as_the_first_version(former):
    assert len(former["duties"]) > 10 and len(former["needs"]) > 10
    assert {name: now(asked) for name, asked in AFTER.items()} == former
    assert {(version.number, version.state, version.starts, version.asks_to_read) for version in RoleVersion.select()} == {
        (1, "published", None, False)}
    for role in Role.select():
        assert [duty.id for duty in queries.duties(role)] == [
            row[1] for row in sorted(former["duties"], key=lambda row: (-row[5], row[6], row[1])) if row[0] == role.id]


def test_first_draft_after_that_begins_with_all_of_it(former):
    role = Role.get_by_id(former["duties"][0][0])
    draft = drafts.begin_draft(role)
    assert [duty.text for duty in queries.duties_of(draft)] == [duty.text for duty in queries.duties(role)]
    drafts.publish(draft, starts=clock.today())
    assert queries.version_in_force(role).number == 2


def test_the_step_back_keeps_what_holds(former):
    import perf
    runner = Runner(db.database, str(Path(perf.__file__).parent / "migrations"), table_name=store.HISTORY)
    db.in_one_go(lambda: runner.down("0010_role_versions"))
    assert {name: now(asked) for name, asked in BEFORE.items()} == former
