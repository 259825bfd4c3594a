"""R16: lists with a fault in a row. It is refused with its number, what is wrong and the cure; the rest comes in whole."""
import pytest

from perf.people.models import Person
from tests.exchange.lists import planned, sheet_of, take_in
from tests.exchange.test_reading import BAD

pytestmark = pytest.mark.usefixtures("empty")
DATES = ("31.02.2020", "2021-02-29", "0000-01-01", "3020-01-01", "2020-13-45", "soon", "-5", "0", "60", "99999999999",
         "########", "2020", "12/2020", "1/2/3/4", "2020-01-01 to 2021-01-01")
ADDRESSES = ("ana.x.org", "@x.org", "ana@", "ana@x", "a@b@x.org", "a b@x.org", "a@x.org; b@x.org", "a@x.org\r\nBcc: e@x.org",
             "a" * 300 + "@x.org")
LENGTHS = {"Employee ID": 41, "First name": 81, "Last name": 81, "Job title": 121, "Department": 121, "Phone": 41}
GOOD = {"Employee ID": "50", "First name": "Gus", "Last name": "Holm"}


def one_cell(column, cell):
    """A list of two rows: one as it should be, and one with that cell."""
    head = list(dict.fromkeys([*GOOD, column]))
    faulty = {"Employee ID": "51", "First name": "Ana", "Last name": "Ruiz", column: cell}
    return head, [[GOOD.get(name, "") for name in head], [faulty[name] for name in head]]


def lines(head, *rows):
    return head.split(","), [row.split(",") for row in rows]


FAULTS = {      # what is wrong: (headings and rows, the rows that are refused, what the refusal names)
    **{f"first day {cell}": (one_cell("First day", cell), [3], "First day") for cell in DATES},
    **{f"last day {cell}": (one_cell("Last day", cell), [3], "Last day") for cell in DATES},
    **{f"e-mail {cell[:30]!r}": (one_cell("E-mail", cell), [3], "E-mail") for cell in ADDRESSES},
    **{f"{column} too long": (one_cell(column, "9" * size), [3], column) for column, size in LENGTHS.items()},
    "a cell of a page": (one_cell("Phone", "5" * 11_000), [3], "Column D"),
    "a separator within a text": (lines("ID,Name,Job title", "1,Ruiz, Ana,Head", "2,Ben Ode,Aide"), [2], "column D"),
    "last day before the first": (lines("ID,Name,First day,Last day", "1,Ana Ruiz,2020-05-01,2019-05-01"), [2], "last day"),
    "ID twice": (lines("ID,Name", "1,Ana Ruiz", "2,Cem Ay", "1,Ben Ode"), [2, 4], "employee ID"),
    "ID twice, in other letters": (lines("ID,Name", "e1,Ana Ruiz", "E1,Ben Ode"), [2, 3], "employee ID"),
    "ID twice, once with a decimal point": (lines("ID,Name", "1.0,Ana Ruiz", "1,Ben Ode"), [2, 3], "employee ID"),
    "e-mail twice": (lines("E-mail,Name", "a@x.org,Ana Ruiz", "A@X.org,Ben Ode"), [2, 3], "e-mail"),
    "e-mail twice beside IDs": (lines("ID,Name,E-mail", "1,Ana Ruiz,a@x.org", "2,Ben Ode,a@x.org"), [2, 3], "e-mail"),
    "no name": (lines("ID,Name", "1,", "2,Ben Ode"), [2], "name"),
    "a name that cannot be seen": (lines("ID,Name", "1,\u200b", "2,Ben Ode"), [2], "name"),
    "an error as name": (lines("ID,Name", "1,#N/A", "2,Ben Ode"), [2], "name"),
    "an ID alone": (lines("ID", "77"), [2], "77"),
    "an address alone": (lines("E-mail", "ana@x.org"), [2], "ana@x.org"),
    "one's own manager by name": (lines("ID,Name,Manager", "1,Ana Ruiz,Ana Ruiz", "2,Ben Ode,"), [2], "own manager"),
    "one's own manager by ID": (lines("ID,Name,Manager ID", "1,Ana Ruiz,1", "2,Ben Ode,"), [2], "own manager"),
    "a circle of two": (lines("ID,Name,Manager", "1,Ana Ruiz,Ben Ode", "2,Ben Ode,Ana Ruiz"), [2, 3], "circle"),
    "a circle by ID": (lines("ID,Name,Manager ID", "1,Ana Ruiz,3", "2,Ben Ode,1", "3,Cem Ay,2"), [2, 3, 4], "circle"),
    "a circle by e-mail": (lines("Name,E-mail,Manager e-mail", "Ana Ruiz,a@x.org,b@x.org", "Ben Ode,b@x.org,a@x.org"),
                           [2, 3], "circle"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faulty_row_is_refused_with_its_cure_and_the_rest_comes_in(fault):
    """R16"""
    (head, rows), refused, named = FAULTS[fault]
    found = planned(sheet_of(head, *rows))
    assert [line.number for line in found.lines if line.state == "refused"] == refused
    for line in found.lines:
        if line.state == "refused":
            said = " ".join(line.reasons)
            assert named in said and said.count(". ") >= 1 and said.endswith(".")       # what is wrong, and what to do
    if len(refused) < len(rows):
        take_in(sheet_of(head, *rows))
        assert Person.select().count() == len(rows) - len(refused)


def test_kinds_of_bad_files_are_as_many_as_asked():
    """R16: together with the files that are refused as a whole."""
    assert len(FAULTS) + len(BAD) >= 120
