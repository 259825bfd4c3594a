"""R16: lists with faults in them, each written in five ways. All or nothing, and each fault said with its row, its column and its cure."""
import io

import openpyxl
import pytest

from perf.exchange.reading import read
from perf.kernel.errors import Refused
from perf.people.models import Import
from perf.people.staff.offer import STAFF
from tests import world
from tests.exchange.lists import answered, text_of

HEAD = ["Employee ID", "Name", "E-mail", "Job title", "Manager", "First day", "Last day"]
GOOD = [["701", "Nell Ott", "nell@lantern.example", "Cook", "", "2020-03-02", ""],
        ["702", "Ole Rask", "ole@lantern.example", "Driver", "Nell Ott", "2021-05-17", ""]]
WRITINGS = {
    "commas in UTF-8": lambda rows: text_of(HEAD, rows).encode("utf-8-sig"),
    "semicolons in cp1252": lambda rows: text_of(HEAD, rows, ";").encode("cp1252", "replace"),
    "tabs in UTF-16": lambda rows: text_of(HEAD, rows, "\t").encode("utf-16"),
    "bars with old line ends": lambda rows: text_of(HEAD, rows, "|").replace("\r\n", "\r").encode(),
    "workbook": lambda rows: workbook([HEAD, *rows]),
}


def row(**given):
    """Row 4 of the list: as it should be but for what is given."""
    names = ("number", "name", "email", "title", "manager", "first", "last")
    usual = ["703", "Pia Falk", "pia@lantern.example", "Aide", "Nell Ott", "2022-01-10", ""]
    return [given.get(name, value) for name, value in zip(names, usual)]


FAULTS = {      # fault: (rows after the good ones, row that is refused, words that its reason holds)
    "no such month": ([row(first="2022-13-01")], 4, ["2022-13-01", "Write it as"]),
    "no such day": ([row(first="2022-02-30")], 4, ["2022-02-30", "Write it as"]),
    "29 February of a common year": ([row(first="2023-02-29")], 4, ["2023-02-29", "Write it as"]),
    "words for a date": ([row(first="last spring")], 4, ["last spring", "Write it as"]),
    "a year far off": ([row(first="0022-01-10")], 4, ["0022"]),
    "a year in a thousand years": ([row(first="3022-01-10")], 4, ["3022"]),
    "last day before the first": ([row(last="2021-01-01")], 4, ["lies before the first", "Check both dates"]),
    "last day that is none": ([row(last="soon")], 4, ["soon", "Write it as"]),
    "address without @": ([row(email="pia.lantern.example")], 4, ["not an e-mail address", "ana@example.org"]),
    "address with a blank": ([row(email="pia falk@lantern.example")], 4, ["not an e-mail address"]),
    "two addresses in one cell": ([row(email="pia@lantern.example, p@lantern.example")], 4, ["not an e-mail address"]),
    "address without a place": ([row(email="pia@")], 4, ["not an e-mail address"]),
    "address of somebody here": ([row(email="tomas@lantern.example")], 4, ["belongs to Tomas Lindqvist already", "Check"]),
    "number that stands twice": ([row(number="701")], 4, ["701", "row 2", "mend one"]),
    "address that stands twice": ([row(email="nell@lantern.example")], 4, ["nell@lantern.example", "row 2", "mend one"]),
    "address twice in other letters": ([row(email="NELL@Lantern.Example")], 4, ["row 2", "mend one"]),
    "nobody": ([row(number="", name="", email="")], 4, ["no name, number or e-mail", "Add one"]),
    "a number and no name": ([row(name="", email="")], 4, ["703", "add the name"]),
    "a name longer than a page": ([row(name="Pia " + "x" * 200)], 4, ["longer than", "Shorten it"]),
    "a title longer than a page": ([row(title="Aide " + "x" * 300)], 4, ["longer than", "Shorten it"]),
    "a number longer than a page": ([row(number="7" * 60)], 4, ["longer than", "Shorten it"]),
    "one's own manager": ([row(manager="Pia Falk")], 4, ["their own manager", "Leave the manager empty"]),
    "a circle of two": ([row(manager="Rui Sá"), ["704", "Rui Sá", "rui@lantern.example", "Aide", "Pia Falk", "2022-01-10", ""]], 4,
                        ["runs in a circle", "Mend the manager"]),
    "a circle of three": ([row(manager="Uma Roy"), ["704", "Rui Sá", "", "Aide", "Pia Falk", "", ""],
                           ["705", "Uma Roy", "", "Aide", "Rui Sá", "", ""]], 4, ["runs in a circle", "Mend the manager"]),
}
ODD = {         # not a fault: (rows after the good ones, what is kept of row 4)
    "markup in a name": ([row(name="<b>Pia</b> Falk")], "new"),
    "a formula for a title": ([row(title="Aide")], "new"),
    "blanks around": ([row(name="  Pia   Falk ", title=" Aide ")], "new"),
    "no manager": ([row(manager="")], "new"),
    "an unknown manager": ([row(manager="Board of Trustees")], "new"),
    "the same row again": ([GOOD[0]], "left_out"),
    "an empty row": ([[""] * 7, row()], None),
}


def workbook(rows):
    book, sent = openpyxl.Workbook(), io.BytesIO()
    for number, cells in enumerate(rows, 1):
        for place, cell in enumerate(cells, 1):
            book.active.cell(number, place, cell or None).data_type = "s" if cell else "n"
    book.save(sent)
    return sent.getvalue()


def planned(content):
    sheet = read(content)
    return sheet, STAFF.plan(sheet, answered(sheet))


def line(plan, number):
    return next((one for one in plan.lines if one.number == number), None)


def test_there_are_enough_of_them():
    from tests.exchange.test_reading import BAD
    assert len(FAULTS) * len(WRITINGS) + len(ODD) * len(WRITINGS) + len(BAD) >= 120


@pytest.mark.parametrize("writing", WRITINGS)
@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_said_with_its_row_and_its_cure(app, fault, writing):
    rows, number, told = FAULTS[fault]
    before = world.dump()
    _sheet, plan = planned(WRITINGS[writing](GOOD + rows))
    said = " ".join(line(plan, number).reasons)
    assert line(plan, number).state == "refused" and all(words in said for words in told), said
    assert [line(plan, good).state for good in (3,)] == ["new"] and world.dump() == before


@pytest.mark.parametrize("writing", WRITINGS)
@pytest.mark.parametrize("kind", ODD)
def test_what_is_only_odd_is_taken(app, kind, writing):
    rows, state = ODD[kind]
    _sheet, plan = planned(WRITINGS[writing](GOOD + rows))
    found = line(plan, 4)
    assert (found and found.state) == state or state is None and line(plan, 5).state == "new"


@pytest.mark.parametrize("fault", FAULTS)
def test_refused_rows_write_nothing_and_the_others_come_in_together(app, fault, hana):
    sheet, plan = planned(WRITINGS["commas in UTF-8"](GOOD + FAULTS[fault][0]))
    STAFF.apply(sheet, answered(sheet), seen=plan.digest, by=hana)
    assert Import.select().count() == 1
    again = STAFF.plan(sheet, answered(sheet))
    assert line(again, 2).state in ("unchanged", "refused") and line(again, FAULTS[fault][1]).state == "refused"


def test_plan_that_was_not_looked_at_is_not_imported(app, hana):
    sheet, _plan = planned(WRITINGS["workbook"](GOOD))
    before = world.dump()
    with pytest.raises(Refused):
        STAFF.apply(sheet, answered(sheet), seen="something else", by=hana)
    assert world.dump() == before
