"""Reading: every encoding and separator that a spreadsheet writes, and a refusal in words for everything else (R16, I06)."""
import io
import struct
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from perf.exchange import limits
from perf.exchange.reading import Sheet, read, unpacked
from perf.kernel.errors import Refused
from tests.exchange.lists import HEAD, messy, messy_rows

LIST = "ID;Name;Title\r\n1;José Muñoz;Área\r\n2;Zoë Müller;\"Lead; two\r\nlines\"\r\n"
ROWS = [["1", "José Muñoz", "Área"], ["2", "Zoë Müller", "Lead; two lines"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"])
def test_every_encoding_that_a_spreadsheet_writes(encoding):
    found = read(LIST.encode(encoding))
    assert (found.headings, found.rows, found.numbers) == (["ID", "Name", "Title"], ROWS, [2, 3])
    assert bool(found.notes) == (encoding in ("cp1252", "mac_roman"))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_separator(separator):
    assert read(messy(separator)).rows == read(messy()).rows == [list(map(str.strip, map(" ".join, map(str.split, row))))
                                                                 for row in messy_rows()]


@pytest.mark.parametrize(("text", "rows"), [
    ("sep=;\nID;Name\n1;Ana", [["1", "Ana"]]),
    ('ID,Name\n1,"say ""Ana"""', [["1", 'say "Ana"']]),
    ("ID,Name\r1,Ana\r2,Ben", [["1", "Ana"], ["2", "Ben"]]),
    ("Name\nAna Ruiz\nBen Ode", [["Ana Ruiz"], ["Ben Ode"]]),
    ("Staff of Lantern House\n\nID,Name,Title\n1,Ana,Head\n2,Ben,Aide", [["1", "Ana", "Head"], ["2", "Ben", "Aide"]]),
    ("ID,Name,Title\n1,Ana\n2,Ben,Aide,,", [["1", "Ana", ""], ["2", "Ben", "Aide"]]),
    ("ID,Name,,\n1,Ana,,\n,,,\n", [["1", "Ana"]]),
    ("ID,Name\n1,\u00a0Ana\u200b  Ruiz\t", [["1", "Ana Ruiz"]]),
    ("ID,Name\n1,'=Ana\n2,'+31 6", [["1", "=Ana"], ["2", "+31 6"]]),
    ('"ID","Name"\n"1","An"a"', [["1", 'Ana"']]),
    ("ID,Name\n1,Ana\x1a", [["1", "Ana"]]),
])
def test_odd_but_readable(text, rows):
    assert read(text.encode()).rows == rows


def test_row_numbers_are_those_that_a_spreadsheet_shows():
    assert read(b"ID,Name\n\n1,\"Ana\nRuiz\"\n2,Ben").numbers == [3, 4]


def test_headings_that_repeat_or_lack_get_a_name_and_a_note():
    found = read(b"Name,Name,\nAna,Ruiz,x")
    assert found.headings == ["Name", "Name (2)", "Column C"] and len(found.notes) == 2


def test_a_row_longer_than_the_headings_is_odd():
    assert "column C" in read(b"ID,Name\n1,Ruiz, Ana\n2,Ben").odd[2]


def test_a_sheet_survives_being_packed():
    found = read(b"ID,Name\n1,Ruiz, Ana")
    assert unpacked(found.packed()) == found


# Workbooks ----------------------------------------------------------------------------------------

def workbook(*rows, change=None, **given):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_workbook_gives_the_same_as_text():
    assert read(workbook(HEAD, *messy_rows())).rows == read(messy()).rows


def test_cells_of_a_workbook_become_text_as_people_read_it():
    found = read(workbook(["ID", "Name", "Day", "At", "Yes", "Rate"],
                          [10026.0, "Ana", date(2020, 2, 1), datetime(2020, 2, 1, 9, 30), True, 2.5]))
    assert found.rows == [["10026", "Ana", "2020-02-01", "2020-02-01", "TRUE", "2.5"]]


def test_dates_of_the_1904_calendar():
    def old(book):
        book.epoch = CALENDAR_MAC_1904
    assert read(workbook(["ID", "Day"], [1, date(2020, 2, 1)], change=old)).rows == [["1", "2020-02-01"]]


def test_merged_cells_count_for_each_row():
    found = read(workbook(["ID", "Department"], [1, "Care"], [2, None], [3, "Money"],
                          change=lambda book: book.active.merge_cells("B2:B3")))
    assert [row[1] for row in found.rows] == ["Care", "Care", "Money"] and "Merged" in found.notes[0]


def test_first_sheet_with_rows_is_read_and_said():
    def more(book):
        book.create_sheet("Empty", 0)
        hidden = book.create_sheet("Hidden", 0)
        hidden.append(["x"])
        hidden.sheet_state = "hidden"
    found = read(workbook(["ID", "Name"], [1, "Ana"], change=more))
    assert found.rows == [["1", "Ana"]] and "“Sheet”" in found.notes[0]


def test_formula_without_a_result_is_said_with_its_cell():
    found = read(workbook(["ID", "Name"], [1, '="A"&"na"'], [2, "Ben"]))
    assert found.rows == [["1", ""], ["2", "Ben"]] and "B2" in found.notes[0]


def test_rows_far_below_and_a_wrong_size_do_no_harm():
    """I06."""
    def far(book):
        book.active.cell(1_048_576, 1, "")
        book.active.cell(500, 2, "Far")
    assert read(workbook(["ID", "Name"], [1, "Ana"], change=far)).numbers == [2, 500]


def as_excel_writes(prefix=""):
    """A workbook with shared texts in several pieces, styles, a 1900 date, a formula's empty text and a gap."""
    p, base = prefix, "http://schemas.openxmlformats.org"
    ns = f'xmlns{":" + p[:-1] if p else ""}="{base}/spreadsheetml/2006/main"'
    related = f'<Relationships xmlns="{base}/package/2006/relationships">%s</Relationships>'
    relation = f'<Relationship Id="r%s" Type="{base}/officeDocument/2006/relationships/%s" Target="%s"/>'
    shared = ("<t>ID</t>", "<r><t>Na</t></r><r><rPr><b/></rPr><t>me</t></r>", "<t>Day</t>", "<t>Note</t>",
              '<t xml:space="preserve"> Ana &amp; Co_x000D_</t><rPh sb="0" eb="1"><t>spoken</t></rPh>')
    sheet = ("<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c><c r='C1' t='s'><v>2</v></c>"
             "<c r='D1' t='s'><v>3</v></c></row><row r='4'><c r='A4'><v>12.0</v></c><c r='B4' t='s'><v>4</v></c>"
             "<c r='C4' s='1'><v>43862</v></c><c r='D4' t='str'><f>\"\"</f><v></v></c></row>"
             "<row r='5'><c r='A5'><f>A4+1</f><v>13</v></c><c r='D5'><f>A4</f></c><c r='C5' s='2'><v>43862.99</v></c></row>")
    parts = {
        "_rels/.rels": related % (relation % (1, "officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": related % (relation % (1, "worksheet", "worksheets/one.xml") + relation % (
            2, "sharedStrings", "texts.xml") + relation % (3, "styles", "styles.xml") + relation % (4, "chartsheet", "c.xml")),
        "xl/workbook.xml": f'<{p}workbook {ns} xmlns:r="r"><{p}sheets><{p}sheet name="Chart" r:id="r4"/>'
                           f'<{p}sheet name="One" r:id="r1"/></{p}sheets></{p}workbook>',
        "xl/texts.xml": f"<{p}sst {ns}>" + "".join(f"<si>{text}</si>" for text in shared) + f"</{p}sst>",
        "xl/styles.xml": '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy;@"/></numFmts><cellStyleXfs>'
                         '<xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/>'
                         "</cellXfs></styleSheet>",
        "xl/worksheets/one.xml": f"<{p}worksheet {ns}><{p}sheetData>{sheet}</{p}sheetData></{p}worksheet>"}
    for name in ("xl/texts.xml", "xl/styles.xml", "xl/worksheets/one.xml"):
        for tag in ("row", "c", "v", "f", "t", "r", "si", "rPh", "xf", "cellXfs", "numFmt"):
            parts[name] = parts[name].replace(f"<{tag} ", f"<{p}{tag} ").replace(f"<{tag}>", f"<{p}{tag}>").replace(
                f"</{tag}>", f"</{p}{tag}>")
    return altered(lambda members: (members.clear(), members.update(
        {"[Content_Types].xml": b"<Types/>", **{name: part.encode() for name, part in parts.items()}})))


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_workbook_as_excel_writes_it(prefix):
    found = read(as_excel_writes(prefix))
    assert (found.headings, found.numbers) == (["ID", "Name", "Day", "Note"], [4, 5])
    assert found.rows == [["12", "Ana & Co", "2020-02-01", ""], ["13", "", "2020-02-01", ""]]
    assert len(found.notes) == 1 and "D5" in found.notes[0]


# Refusals -----------------------------------------------------------------------------------------

def altered(change, content=None):
    """A workbook with its members changed: change({name: bytes})."""
    content = content or workbook(["ID", "Name"], [1, "Ana"])
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        members = {name: old.read(name) for name in old.namelist()}
    change(members)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in members.items():
            new.writestr(name, part)
    return out.getvalue()


def lying():
    """A zip whose list says that a large member is small."""
    content = bytearray(altered(lambda members: members.update({"xl/media/big.bin": b"\0" * 30_000_000})))
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/media/big.bin"))
    content[at + 24:at + 28] = struct.pack("<I", 10)
    return bytes(content)


def encrypted():
    content = bytearray(workbook(["ID", "Name"], [1, "Ana"]))
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


ENTITIES = (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
            b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;</t></si></sst>')
LAUGHS = (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">' + b"".join(
    b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10)) + b"]><sst><si><t>&l9;</t></si></sst>")
WIDE = ",".join(f"c{n}" for n in range(61)) + "\n" + ",".join("x" * 61)
BAD = {
    "nothing": (b"", "empty"),
    "blanks": (b" \r\n \n", "empty"),
    "only a mark": (b"\xef\xbb\xbf", "empty"),
    "only a UTF-16 mark": (b"\xff\xfe", "empty"),
    "zeros": (b"\x00" * 500, "empty"),
    "only separators": (b",,,\n,,,\n", "nothing in this list"),
    "headings alone": (b"ID,Name,Title\n", "nothing below"),
    "headings and empty rows": (b"ID,Name\n,\n,\n", "nothing below"),
    "no headings": (b"1,Ana Ruiz,ana@x.org\n2,Ben Ode,ben@x.org", "row of headings"),
    "a date as heading": (b"Name,2020-01-01\nAna,x", "B holds"),
    "old Excel renamed": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xlsx"),
    "PDF": (b"%PDF-1.7\n1 0 obj", "PDF"),
    "PNG": (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "picture"),
    "JPEG": (b"\xff\xd8\xff\xe0" + b"\0" * 99, "picture"),
    "GIF": (b"GIF89a" + b"\0" * 99, "picture"),
    "gzip": (b"\x1f\x8b\x08" + b"\0" * 99, "packed"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + b"\0" * 99, "packed"),
    "rar": (b"Rar!\x1a\x07" + b"\0" * 99, "packed"),
    "RTF": (b"{\\rtf1\\ansi ID Name}", "text document"),
    "web page called xls": (b"<html><table><tr><td>ID</td></tr></table></html>", "web page"),
    "XML spreadsheet": (b"<?xml version='1.0'?><Workbook/>", "XML"),
    "SVG": (b"  <svg xmlns='http://www.w3.org/2000/svg'/>", "XML"),
    "JSON": (b'{"people": [{"id": 1}]}', "JSON"),
    "JSON list": (b'[{"id": 1}]', "JSON"),
    "SQLite": (b"SQLite format 3\x00" + b"\0" * 99, "database"),
    "program": (b"MZ\x90\x00" + b"\0" * 99, "program"),
    "random bytes": (bytes((n * 73 + n * n) % 256 for n in range(9000)), "read"),
    "NUL in a cell": (b"ID,Name\n1,Ana\n2,B\x00en", "Row 3"),
    "broken UTF-8 after its mark": (b"\xef\xbb\xbfID,Name\n1,Jos\xe9", "Row 2"),
    "odd length of UTF-16": ("ID,Name\n1,Ana".encode("utf-16") + b"x", "UTF-16"),
    "half a character in UTF-16": ("ID,Name\n1,".encode("utf-16") + b"\x00\xd8" + "A".encode("utf-16-le"), "Row 2"),
    "half a character in UTF-8": (b"ID,Name\n1,Ana\n2,\xed\xa0\x80", "Row 3"),
    "a quote never closed": (b'ID,Name\n1,Ana\n2,"Ben\n3,Cem\n', "row 3"),
    "61 columns": (WIDE.encode(), "60 columns"),
    "hundreds of cells": (b"ID,Name\n1," + b"x," * 400, "hundreds"),
    "10,001 rows": (b"ID,Name\n" + b"1,Ana\n" * 10_001, "10000 rows"),
    "40,000 rows": (b"ID,Name\n" + b"1,Ana\n" * 40_000, "10000 rows"),
    "over 5 MB": (b"ID,Name\n" + b"x" * limits.FILE_BYTES, "5 MB"),
    "zip of something else": (altered(lambda m: (m.clear(), m.update({"a.txt": b"x"}))), "packed"),
    "zip inside a zip": (altered(lambda m: (m.clear(), m.update({"a.zip": b"PK\x03\x04" + b"x" * 99}))), "packed"),
    "OpenDocument": (altered(lambda m: m.update({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})), "OpenDocument"),
    "Word": (altered(lambda m: m.update({"word/document.xml": b"<x/>"})), "Word"),
    "binary workbook": (altered(lambda m: m.update({"xl/workbook.bin": b"x"})), "cannot be read"),
    "Numbers": (altered(lambda m: m.update({"Index/Document.iwa": b"x"})), "cannot be read"),
    "cut off": (workbook(["ID", "Name"], [1, "Ana"])[:-200], "damaged"),
    "bytes turned inside": (workbook(["ID", "Name"], [1, "Ana"]).replace(b"PK\x01\x02", b"PK\x01\x03"), "damaged"),
    "no workbook inside": (altered(lambda m: m.pop("xl/workbook.xml")), "damaged"),
    "broken XML inside": (altered(lambda m: m.update({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"})), "damaged"),
    "a billion laughs": (altered(lambda m: m.update({"xl/sharedStrings.xml": LAUGHS})), "definitions"),
    "entities": (altered(lambda m: m.update({"xl/sharedStrings.xml": ENTITIES})), "definitions"),
    "entities in UTF-16": (altered(lambda m: m.update({"xl/sharedStrings.xml": ENTITIES.decode().encode("utf-16")})), "definitions"),
    "zip bomb": (altered(lambda m: m.update({"xl/media/big.bin": b"\0" * 19_000_000})), "tighter"),
    "larger bomb": (altered(lambda m: m.update({"xl/media/big.bin": b"\0" * 30_000_000})), "too large inside"),
    "lying zip": (lying(), "damaged"),
    "300 members": (altered(lambda m: m.update({f"xl/media/{n}": b"x" for n in range(300)})), "too large inside"),
    "protected member": (encrypted(), "password"),
    "empty workbook": (workbook(), "nothing in this list"),
    "workbook with headings alone": (workbook(["ID", "Name"]), "nothing below"),
    "workbook of 61 columns": (workbook([f"c{n}" for n in range(70)], ["x"] * 70), "60 columns"),
    "workbook of 10,500 rows": (workbook(["ID"], *[[n] for n in range(10_500)]), "10000 rows"),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_file_is_refused_in_words(kind):
    """I06: among them a zip in a zip, one that lies about its size, bombs, and a billion laughs."""
    content, told = BAD[kind]
    with pytest.raises(Refused) as no:
        read(content, "list.csv")
    assert told in no.value.words and no.value.field == "file" and no.value.words.endswith(".")


@pytest.mark.parametrize("name", ["../../etc/passwd", "staff.exe", "a\r\nb.csv", "", "x" * 500])
def test_what_a_file_is_follows_from_its_content(name):
    assert isinstance(read(b"ID,Name\n1,Ana", name), Sheet)
