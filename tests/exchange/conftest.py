"""An empty database of its own for what needs no page, and a dump to compare."""
import pytest

from perf.kernel import clock, db
from perf.people.staff_record import models

from lists import TODAY

BESIDE = {"import", "matching", "trail_line"}


@pytest.fixture
def empty(tmp_path):
    """Empty tables, and the clock held at one day."""
    db.open_at(tmp_path / "list.db")
    db.database.create_tables(list(models().values()))
    with clock.at(TODAY):
        yield
    db.database.close()


def dump():
    """Every row of the records; a row's version tells how often it was written and is left aside."""
    return {name: sorted((tuple(sorted((k, str(v)) for k, v in row.items() if k != "version")) for row in model.select().dicts()))
            for name, model in models().items() if name not in BESIDE}
