"""I05, I07: what leaves the house as a file is a file to save, and no cell of a table is a formula, whatever it holds.

Every page is opened and every form sent once in a house whose texts begin like formulas; what comes back is opened.
"""
import csv
import io
import re
import zipfile

import openpyxl
import pytest

from perf.exchange.models import Upload
from perf.kernel import db
from tests import world
from tests.browser import hostile
from tests.exchange.test_reading import altered
from tests.pages import Page
from tests.test_fuzz import fresh_sessions, post
from tests.test_requests import CSP

FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", "  =1+1", "\u00a0=1+1", "\ufeff=1+1", "＝1+1",
            "＋1+1", "－1+1",
            "＠SUM(1)", '=HYPERLINK("http://evil.example")', "-2+3+cmd|' /C calc'!A0", "=\n1", " \t @SUM(1)", "+31 6 1234"]
NUMBERS = ["-5", "+5", "-1.5", "7", "-1,250.00"]
TABLES = {"exchange.template", "exchange.refused", "exchange.take_along", "audit.download", "keeping.my_file", "reviews.cycle_book", "exits.analysis_book", "exits.publication_book"}
NOT_TABLES = {"settings.download", "orgchart.svg", "reviews.file", "reviews.packet_pdf", "exits.publication_pdf",
              "questions.give_away"}     # a sealed copy of everything; a picture; papers; a template


def runs(cell):
    """Whether a spreadsheet would take the cell for a formula: it looks behind blanks, and at the wide forms too."""
    bare = cell.lstrip("\t\r\n \u00a0\ufeff")
    return not re.fullmatch(r"[+-]?[\d.,]+", cell) and (cell[:1] in ("\t", "\r", "\n") or bare[:1] in tuple("=+-@＝＋－＠"))


@pytest.fixture(scope="module")
def hostile_house(house):
    """A house in use with a formula in every text."""
    with world.house_in_use(house) as rows, pytest.MonkeyPatch.context() as patch:
        patch.setattr(hostile, "PAYLOADS", FORMULAS)
        hostile.write_everywhere(db.database)
        yield house, rows


@pytest.fixture(scope="module")
def downloads(hostile_house):
    """{endpoint: [answers]} of all that comes as a file, whoever of the cast asks, by whatever page or form."""
    house, rows = hostile_house
    found, shown = {}, []
    for name in ("hana", "tomas", "mara", "adam", "visitor"):
        for address in world.pages(house.app, rows):
            with world.undone():
                fresh_sessions()
                reply = world.browser(house, name).get(address)
            if name in ("hana", "tomas"):
                keep(found, house, reply, address, "GET")
            shown += [(name, address, Page(reply.text, address))] if reply.mimetype == "text/html" and reply.status_code == 200 else []
    for _page, form in world.forms_on(shown):
        if form.method == "post" and not form.action.startswith("/sign-"):
            pairs = [(name, b"seventeen lanterns in a row" if kind == "password" else value.encode())
                     for name, kind, value, counts in form.fields if name and counts]
            keep(found, house, post(house, form, pairs), form.action, "POST")
    return found


def keep(found, house, reply, address, method):
    if reply.status_code == 200 and "attachment" in reply.headers.get("Content-Disposition", ""):
        endpoint, _values = house.app.url_map.bind("localhost").match(address.split("?")[0], method=method)
        found.setdefault(endpoint, []).append((reply.headers, reply.data))


def tables_in(content):
    """The rows of every table that a file holds."""
    if not content.startswith(b"PK"):
        return [list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if "xl/workbook.xml" not in packed.namelist():
            return [table for name in packed.namelist() if name.endswith(".csv") for table in tables_in(packed.read(name))]
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    return [[[str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)] for sheet in book]


def test_every_way_to_take_a_table_along_is_known(downloads):
    """I05: a new one has to be opened here as well."""
    assert TABLES <= set(downloads) and {one for one in downloads if not one.startswith("keeping.")} <= TABLES | NOT_TABLES


def test_no_cell_of_any_file_is_a_formula(downloads):
    """I05."""
    cells = [(endpoint, cell) for endpoint, answers in downloads.items() if endpoint not in NOT_TABLES
             for _headers, content in answers for table in tables_in(content) for row in table for cell in row]
    assert len(cells) > 500 and not [one for one in cells if runs(one[1])]
    for endpoint in TABLES - {"exchange.template", "exchange.refused", "exits.analysis_book", "exits.publication_book"}:     # the last two hold little that anybody has typed
        assert any(cell.startswith("'") for one, cell in cells if one == endpoint), endpoint


def test_every_file_is_saved_and_never_shown(downloads):
    """I07: an attachment with a plain name, in a sandbox of its own, its kind not guessed."""
    for endpoint, answers in downloads.items():
        for headers, _content in answers:
            assert re.fullmatch(r'attachment; filename="?[a-z0-9][\w.-]+\.(csv|xlsx|zip|svg|pdf|json|tar\.age)"?',
                                headers["Content-Disposition"]), endpoint
            assert headers["Content-Security-Policy"] == CSP + "; sandbox", endpoint
            assert headers["X-Content-Type-Options"] == "nosniff", endpoint
            assert headers["Cache-Control"] == "no-store" and "html" not in headers["Content-Type"], endpoint


# refused rows: what was sent in comes back

def sent_in(hana, content, name="list.csv"):
    """Send a list as the page does, with the name as it stands."""
    named = name.encode("latin-1", "replace")
    for sign in (b"\r", b"\n", b'"'):
        named = named.replace(sign, b"%%%02X" % ord(sign))      # as browsers write them
    body = (b'--edge\r\nContent-Disposition: form-data; name="kind"\r\n\r\nstaff\r\n'
            b'--edge\r\nContent-Disposition: form-data; name="file"; filename="' + named + b'"\r\n\r\n'
            + content + b"\r\n--edge--\r\n")
    return hana.post("/exchange/", data=body, content_type="multipart/form-data; boundary=edge")


def refused_cells(hana, rows):
    """The cells of the file of refused rows; each row is refused for its date."""
    out = io.StringIO()
    csv.writer(out).writerows([["Employee ID", "Name", "Job title", "First day"], *rows])
    reply = sent_in(hana, out.getvalue().encode())
    assert reply.status_code == 303, reply.text
    answer = hana.get(reply.headers["Location"].replace("columns", "refused.csv"))
    return [row[:3] for row in csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""))][1:]


def test_refused_rows_come_back_as_text(browser_of):
    """I05: a list that somebody else wrote is mended in a spreadsheet; it must not run there."""
    found = refused_cells(browser_of("hana"), [[f"R{at}", f"{text} Ana", text, "soon"] for at, text in enumerate(FORMULAS)])
    assert len(found) == len(FORMULAS) and not [cell for row in found for cell in row if runs(cell)]
    assert sum(cell.startswith("'") for row in found for cell in row) >= 2 * len(FORMULAS) - 2


def test_numbers_stay_numbers(browser_of):
    """I05: -5 is no formula."""
    found = refused_cells(browser_of("hana"), [[number, f"Ana {at}", "Aide", "soon"] for at, number in enumerate(NUMBERS)])
    assert [row[0] for row in found] == NUMBERS


# what comes in: by its content, under a plain name

@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\perf.db", "/etc/shadow", "a\r\nSet-Cookie: x=1.csv",
                                  'a".csv', "<svg onload=x>.csv",
                                  "\x00.csv", "x" * 3000 + ".csv", "", ".", "…/staff.csv"])
def test_name_of_an_upload_leads_nowhere(app, browser_of, name):
    """I07."""
    hana, before = browser_of("hana"), {path for path in app.config["DATA"].rglob("*")}
    reply = sent_in(hana, b"Employee ID,Name\nE1,Ana Ruiz\n", name)
    assert reply.status_code in (303, 400, 422) and "Set-Cookie: x" not in str(reply.headers)
    for upload in Upload.select():
        assert upload.file_name.isprintable() and len(upload.file_name) <= 120
        assert not set(upload.file_name) & set("/\\\"'<>")
    assert {path for path in app.config["DATA"].rglob("*") if "perf.db" not in path.name} <= before


@pytest.mark.parametrize("content, told", [
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "XML"),
    (b"<!doctype html><script>alert(1)</script>", "web page"),
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "picture"), (b"%PDF-1.7", "PDF"), (b"MZ\x90\x00" + b"\0" * 99, "program")])
def test_kind_of_an_upload_follows_from_its_content(app, browser_of, content, told):
    """I07: whatever it is called."""
    for name in ("staff.csv", "staff.xlsx"):
        reply = sent_in(browser_of("hana"), content, name)
        assert reply.status_code == 422 and told in reply.text and not Upload.select().exists()


def test_packed_files_that_lie_are_refused_at_the_door(app, browser_of):
    """I06, I07: a workbook in a workbook, and a packed page called .csv."""
    inner = altered(lambda members: None)
    for content in (altered(lambda members: (members.clear(), members.update({"staff.xlsx": inner}))),
                    altered(lambda members: (members.clear(), members.update({"index.html": b"<script>x()</script>"})))):
        reply = sent_in(browser_of("hana"), content, "staff.csv")
        assert reply.status_code == 422 and "packed" in reply.text and not Upload.select().exists()
