"""An empty database of its own for what needs no page, and a dump to compare."""
import shutil

import pytest

from perf.kernel import clock, db
from perf.kernel.trail import TrailEnds
from perf.kernel.record import models
from tests.exchange.lists import TODAY

BESIDE = {"import", "matching", "trail_line", "trail_ends"}


@pytest.fixture(scope="session")
def blank(tmp_path_factory):
    """A file with all tables and nothing in them, made once."""
    path = tmp_path_factory.mktemp("blank") / "list.db"
    db.open_at(path)
    db.database.create_tables(list(models().values()))
    TrailEnds.create()
    db.copy_to(path.with_name("copy.db"))
    db.database.close()
    return path.with_name("copy.db")


@pytest.fixture
def empty(blank, tmp_path):
    """Empty tables, and the clock held at one day."""
    shutil.copy(blank, tmp_path / "list.db")
    db.open_at(tmp_path / "list.db")
    with clock.at(TODAY):
        yield
    db.database.close()


def dump():
    """Every row of the records; a row's version tells how often it was written and is left aside."""
    return {name: sorted(tuple(sorted((k, str(v)) for k, v in row.items() if k != "version")) for row in model.select().dicts())
            for name, model in models().items() if name not in BESIDE}
