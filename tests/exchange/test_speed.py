"""Whatever is sent within the limits is read or refused in a moment: no file can hold the house up (I06)."""
import random
import time

import pytest

from perf.exchange.reading import read
from perf.kernel.errors import Refused
from tests.exchange.test_reading import altered

SECONDS = 3 * 2         # a moment is two seconds of work; machines are as much as three times slower than ours
SHEET = "xl/worksheets/sheet1.xml"
LIST = (b'<row r="1"><c r="A1" t="inlineStr"><is><t>ID</t></is></c><c r="B1" t="inlineStr"><is><t>Name</t></is></c></row>'
        b'<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>Ana</t></is></c></row>')


def workbook_with(**parts):
    """A workbook with these parts, and beside them so much noise that it is not packed too tightly."""
    noise = random.Random(2).randbytes(300_000)
    return altered(lambda members: members.update({"xl/media/photo.bin": noise, **parts}))


def sheet(more=b"", after=b""):
    return workbook_with(**{SHEET: b"<worksheet><sheetData>" + LIST + more + b"</sheetData>" + after + b"</worksheet>"})


def comment(text):
    return sheet(after=b"<!--" + text + b"-->")


def rows(count, cells):
    return b"".join(b'<row r="%d">' % row + cells(row) + b"</row>" for row in range(3, count + 3))


def merges(refs):
    return b"<mergeCells>" + b"".join(b'<mergeCell ref="%s"/>' % ref for ref in refs) + b"</mergeCells>"


def styles(inside):
    return workbook_with(**{"xl/styles.xml": b"<styleSheet>" + inside + b"</styleSheet>",
                            SHEET: b"<worksheet><sheetData>" + LIST + b'<row><c s="0"><v>9</v></c></row></sheetData></worksheet>'})


def texts(inside):
    return workbook_with(**{"xl/sharedStrings.xml": b"<sst>" + inside + b"</sst>",
                            SHEET: b"<worksheet><sheetData>" + LIST + b'<row><c t="s"><v>0</v></c></row></sheetData></worksheet>'})


def sheets(count):
    inside = (b'<workbook xmlns:r="r"><sheets>' + b'<sheet name="a" r:id="rId1"/>' * count + b"</sheets></workbook>")
    return workbook_with(**{"xl/workbook.xml": inside, SHEET: b"<worksheet>" + b"x" * 1_000_000 + b"</worksheet>"})


FILES = {   # what the file holds: (its bytes, what the refusal says or None where it is read)
    "formulas in a comment": (lambda: comment(b'<c r="A1"><f>' * 130_000), None),
    "a million formulas in a comment": (lambda: comment(b'<c r="A1"><f>' * 1_000_000), "cells"),
    "merges in a comment": (lambda: comment(b"<mergeCell " * 1_000_000), None),
    "a formula that never ends": (lambda: sheet(b"<row><c><f>" + b"&lt;c r" * 1_500_000 + b"</f></c></row>"), None),
    "a row of 350,000 cells": (lambda: sheet(b"<row>" + b"<c><v>1</v></c>" * 350_000 + b"</row>"), "cells"),
    "a row of 140,000 cells": (lambda: sheet(b"<row>" + b"<c><v>1</v></c>" * 140_000 + b"</row>"), None),
    "millions of empty cells": (lambda: sheet(b"<row>" + b"<c/>" * 4_500_000 + b"</row>"), "cells"),
    "rows without cells": (lambda: sheet(b"<row/>" * 1_500_000), "cells"),
    "rows far apart": (lambda: sheet(b"".join(b'<row r="%d"><c><v>1</v></c></row>' % (n * 100) for n in range(3, 9900))), None),
    "tags inside tags": (lambda: sheet(b"<x>" * 800_000 + b"</x>" * 800_000), None),
    "attributes without end": (lambda: sheet(b"<x " + b" ".join(b'a%d=""' % n for n in range(850_000)) + b"/>"), None),
    "one very long text": (lambda: sheet(b'<row><c t="str"><v>' + b"&amp;" * 3_500_000 + b"</v></c></row>"), None),
    "one very long number": (lambda: sheet(b"<row><c><v>" + b"9" * 15_000_000 + b"</v></c></row>"), None),
    "9,000 rows of 15 columns": (lambda: sheet(rows(9000, lambda row: b'<c t="str"><v>Jos\xc3\xa9 %d</v></c>' % row * 15)), None),
    "merges over the same rows": (lambda: sheet(rows(9900, lambda row: b"<c><v>7</v></c>"), merges(
        b"A%d:A10000" % top for top in range(3, 5003))), "Unmerge"),
    "half a million merges": (lambda: sheet(after=merges([b"A2:A3"] * 500_000)), "Unmerge"),
    "texts without end": (lambda: texts(b"<si><t>a</t></si>" * 300_000), None),
    "escapes without end": (lambda: texts(b"<si><t>" + b"_x0041_" * 2_000_000 + b"</t></si>"), None),
    "styles without end": (lambda: styles(b"<cellXfs>" + b"<xf/>" * 1_500_000 + b"</cellXfs>"), None),
    "a very long number format": (lambda: styles(b'<numFmts><numFmt numFmtId="0" formatCode="' + b"[&quot;" * 2_000_000
                                                 + b'"/></numFmts><cellXfs><xf/></cellXfs>'), None),
    "one sheet named 400 times": (lambda: sheets(400), "cells"),
    "300,000 sheets": (lambda: sheets(300_000), "cells"),
    "a CSV file of 600,000 cells": (lambda: b",".join(b"column" for _n in range(60)) + b"\n" + (b"abcdef," * 59 + b"x\n") * 10_000, None),
    "a CSV file of quotation marks": (lambda: b"a,b\n" + b'1,"x\n' * 900_000, "10000 rows"),
    "a CSV file of separators": (lambda: b"a,b\n" + (b"," * 299 + b"\n") * 16_000, "nothing below"),
}


@pytest.mark.parametrize("kind", FILES)
def test_no_file_takes_longer_than_a_moment(kind):
    """I06: a million empty rows, cells and merges among them."""
    made, told = FILES[kind]
    content, said = made(), None
    began = time.process_time()
    try:
        read(content)
    except Refused as no:
        said = no.words
    assert time.process_time() - began < SECONDS
    assert told in said if told else said is None, said
