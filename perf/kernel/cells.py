"""Tables that go out: cells that a spreadsheet would run as a formula are made plain text (TRUST I05)."""
import csv
import io
import re

FORMULA = re.compile(r"^[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|^[\t\r\n]")
A_NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)*$")


def safe(cell):
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    text = str(cell)
    return "'" + text if FORMULA.match(text) and not A_NUMBER.match(text) else text


def as_csv(head, rows):
    out = io.StringIO()
    csv.writer(out).writerows([[safe(cell) for cell in row] for row in [head, *rows]])
    return out.getvalue()


def letter(column):
    """The letters that a spreadsheet shows above a column (0 is A)."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
