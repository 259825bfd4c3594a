"""The same on a real list, where the environment names its folder; it is never part of the repository."""
import os
import time
from collections import Counter
from pathlib import Path

import pytest

from perf.exchange.reading import read
from perf.people import queries
from perf.people.models import Person
from perf.people.staff.offer import STAFF
from perf.roles.models import Department, Role
from tests.exchange.conftest import dump
from tests.exchange.lists import answered

FOLDER = os.environ.get("PERF_REAL_DATA")
pytestmark = [pytest.mark.usefixtures("empty"), pytest.mark.skipif(not FOLDER, reason="PERF_REAL_DATA names no folder")]


@pytest.fixture
def content():
    return (Path(FOLDER) / "HRDataset_v14.csv").read_bytes()


def test_real_list_comes_in_whole_and_goes_out_again(content, capsys):
    before, began = dump(), time.perf_counter()
    sheet = read(content)
    choices = answered(sheet, prefers="mdy")
    found = STAFF.plan(sheet, choices)
    looked = time.perf_counter()
    kept = STAFF.apply(sheet, choices, seen=found.digest, by=None)
    written = time.perf_counter()
    house, people = queries.chart(), Person.select()
    figures = {"rows": len(sheet.rows), **found.counts, "asked": [question.title for question in found.questions],
               "people": people.count(), "former": people.where(Person.left_on.is_null(False)).count(),
               "roles": Role.select().count(), "departments": Department.select().count(), "seats today": len(house.seats),
               "vacant": len(queries.vacancies(house)), "at the top": len(house.below[None]),
               "seconds to plan": round(looked - began, 2), "seconds to write": round(written - looked, 2)}
    with capsys.disabled():
        print("\n" + "\n".join(f"{name}: {value}" for name, value in figures.items()))
    assert found.counts["refused"] == 0 and len(sheet.rows) == 311 and not queries.circling(house)
    assert figures["people"] == 311 + sum(made.is_person for made in found.made) and figures["vacant"] == 0
    assert written - looked < 2
    again = STAFF.plan(sheet, answered(sheet, prefers="mdy"))
    assert again.counts["unchanged"] == 311 and not again.made
    STAFF.undo(kept, by=None)
    assert dump() == before


def test_real_managers_lead_those_whose_rows_name_them(content):
    sheet = read(content)
    choices = answered(sheet, prefers="mdy")
    STAFF.apply(sheet, choices, seen=STAFF.plan(sheet, choices).digest, by=None)
    manager, left = (sheet.headings.index(name) for name in ("ManagerName", "DateofTermination"))
    named = Counter(row[manager] for row in sheet.rows if not row[left] and row[manager] != "Board of Directors")
    house = queries.chart()
    for name, count in named.items():
        [leader] = [person.id for person in Person.select() if person.name.replace(".", "") == name.replace(".", "")]
        assert sum(bool(seat.employee_id) for seat in house.reports_of(leader)) == count, name


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_real_list_reads_alike_however_it_was_saved(content, encoding, separator):
    import csv
    import io
    rows, out = csv.reader(io.StringIO(content.decode("utf-8-sig"))), io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    assert read(out.getvalue().encode(encoding)).rows == read(content).rows
