"""Each of the 79 requirements has a test that names it, or a line in tests/trust.md that says why not."""
import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent
COUNTS = {"S": 10, "B": 15, "A": 14, "Z": 13, "I": 13, "L": 10, "P": 4}
REQUIREMENTS = [f"{letter}{number:02}" for letter, count in COUNTS.items() for number in range(1, count + 1)]
FIGURES = [f"R{number:02}" for number in (*range(1, 12), 13, 15, 16, 18, 20)]
EXCUSES = ("comes with", "does not apply")


def lines():
    """{requirement: (what it asks, what the table says of it)}."""
    found = re.findall(r"^\| ([A-Z]\d\d) \| (.+?) \| (.+?) \|$", (ROOT / "trust.md").read_text(), re.MULTILINE)
    return {number: (asks, told) for number, asks, told in found}


def named_in(told):
    """(file, test) of each `tests/….py::test_…` in a line."""
    return re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", told)


def source_of(file, name):
    """The test's own source with its docstring and that of its file, or None where there is no such test."""
    path = ROOT.parent / file
    tree = ast.parse(path.read_text()) if path.is_file() else ast.Module([], [])
    found = next((node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == name), None)
    return found and f"{ast.get_docstring(tree) or ''} {ast.unparse(found)}"


def names(number, text):
    """Whether a text names a requirement, alone or in a range such as B01-B03."""
    if re.search(rf"\b{number}\b", text):
        return True
    return any(first[0] == number[0] and int(first[1:]) <= int(number[1:]) <= int(last[1:])
               for first, last in re.findall(r"\b([A-Z]\d\d)[-–]([A-Z]\d\d)\b", text))


def test_table_lists_every_requirement_once():
    listed = re.findall(r"^\| ([A-Z]\d\d) \|", (ROOT / "trust.md").read_text(), re.MULTILINE)
    assert sorted(listed) == sorted(REQUIREMENTS + FIGURES)


@pytest.mark.parametrize("number", REQUIREMENTS + FIGURES)
def test_requirement_is_proved_by_a_test_that_names_it(number):
    _asks, told = lines()[number]
    named = named_in(told)
    assert named or told.startswith(EXCUSES), f"{number}: neither a test nor a reason"
    for file, name in named:
        source = source_of(file, name)
        assert source, f"{number}: there is no {file}::{name}"
        assert names(number, source), f"{number}: {file}::{name} does not name it"
