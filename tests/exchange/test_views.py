"""The way of a spreadsheet through the pages, without scripts."""
import io
import re

import pytest

from perf.exchange.models import Upload
from perf.kernel.intake.models import Import
from perf.people import actions as people
from perf.people.models import Person
from tests.exchange.lists import messy, text_of
from tests.exchange.test_reading import BAD, workbook


@pytest.fixture
def hr(browser_of):
    return browser_of("hana")


def send(browser, content=None, name="staff.csv"):
    sent = {"file": (io.BytesIO(messy() if content is None else content), name), "kind": "staff"}
    return browser.post("/exchange/", data=sent, content_type="multipart/form-data")


def listed(head, *rows):
    return text_of(head.split(","), [row.split(",") for row in rows]).encode()


def step(browser, upload, name, **given):
    return browser.post(f"/exchange/{upload.id}/{name}", data=given)


def matched(browser, content, **more):
    """Send a list and take its columns as guessed."""
    assert send(browser, content).status_code == 303
    upload = Upload.select().order_by(Upload.id.desc()).first()
    page = browser.get(f"/exchange/{upload.id}/columns").text
    chosen = dict(re.findall(r'name="(column-\d+)".*?<option value="(\w*)" selected', page, re.DOTALL))
    return upload, step(browser, upload, "columns", **chosen, **more)


def finished(browser, upload):
    """Answer as guessed where something is open, and import."""
    page = browser.get(f"/exchange/{upload.id}/decisions").text
    fields = dict(re.findall(r'type="radio" name="([\w-]+)" value="(\w+)" checked', page))
    fields.update(re.findall(r'name="([\w-]+-(?:role|above|day))" value="([^"]*)"', page))
    step(browser, upload, "decisions", **fields)
    page = browser.get(f"/exchange/{upload.id}/preview").text
    return step(browser, upload, "import", seen=re.search(r'name="seen" value="(\w+)"', page).group(1))


def test_from_file_to_people_and_back(hr):
    before = Person.select().count()
    upload, on = matched(hr, messy())
    assert on.headers["Location"].endswith("/decisions")
    assert "Delphine Amara" in hr.get(on.headers["Location"]).text
    done = finished(hr, upload)
    assert done.status_code == 303 and Person.select().count() == before + 13
    page = hr.get(done.headers["Location"]).text
    assert "Take it back" in page and "Imported" in page
    back = hr.post(done.headers["Location"] + "/undo")
    assert Person.select().count() == before
    assert "Everything is as it was" in hr.get(back.headers["Location"]).text
    assert "taken back" in hr.get("/exchange/").text


def test_list_that_needs_no_decision_goes_straight_to_the_preview(hr):
    _upload, on = matched(hr, listed("Employee ID,E-mail", "E5,tomas.new@lantern.example"))
    assert on.headers["Location"].endswith("/preview")
    page = hr.get(on.headers["Location"]).text
    assert "1 is changed" in page and "tomas.new@lantern.example" in page and "stay as they are" in page


def test_every_step_can_be_reloaded_and_left(hr):
    upload, _on = matched(hr, messy())
    for name in ("columns", "decisions", "preview") * 2:
        assert hr.get(f"/exchange/{upload.id}/{name}").status_code == 200
    assert "is not imported yet" in hr.get("/exchange/").text
    assert step(hr, upload, "drop").status_code == 303
    assert hr.get(f"/exchange/{upload.id}/columns").status_code == 404 and not Upload.select().count()


def test_nothing_is_written_before_the_import(hr):
    people_before = list(Person.select().dicts())
    upload, _on = matched(hr, messy())
    hr.get(f"/exchange/{upload.id}/preview")
    assert list(Person.select().dicts()) == people_before and not Import.select().count()


def test_import_sent_twice_counts_once(hr):
    upload, _on = matched(hr, listed("ID,Name", "77,Nell Ott"))
    seen = re.search(r'name="seen" value="(\w+)"', hr.get(f"/exchange/{upload.id}/preview").text).group(1)
    first, second = (step(hr, upload, "import", seen=seen) for _time in range(2))
    assert first.headers["Location"] == second.headers["Location"] and Import.select().count() == 1


def test_records_that_changed_after_the_preview_stop_the_import(hr, tomas):
    upload, _on = matched(hr, listed("Employee ID,Phone", "E5,555"))
    seen = re.search(r'name="seen" value="(\w+)"', hr.get(f"/exchange/{upload.id}/preview").text).group(1)
    people.change_person(tomas, version=None, phone="555")
    said = step(hr, upload, "import", seen=seen)
    assert said.status_code == 409 and "look at the preview again" in said.text and not Import.select().count()


def test_the_same_thing_chosen_twice_is_refused_and_what_was_chosen_stays(hr):
    send(hr, listed("Wer,Was", "Nell Ott,Aide"))
    said = step(hr, Upload.get(), "columns", **{"column-0": "name", "column-1": "name"})
    assert said.status_code == 422 and "both said to be: Full name" in said.text
    assert said.text.count('value="name" selected') == 2


def test_columns_without_a_key_are_refused(hr):
    send(hr, listed("Wer,Was", "Nell Ott,Aide"))
    said = step(hr, Upload.get(), "columns", **{"column-1": "role"})
    assert said.status_code == 422 and "employee ID" in said.text


def test_a_column_about_origin_cannot_be_forced_in(hr):
    upload, _on = matched(hr, listed("ID,Name,Religion", "77,Nell Ott,secret-creed"))
    step(hr, upload, "columns", **{"column-0": "employee_id", "column-1": "name", "column-2": "department"})
    page = hr.get(f"/exchange/{upload.id}/preview").text
    assert "secret-creed" not in page and "secret-creed" not in hr.get(f"/exchange/{upload.id}/columns").text


def test_another_encoding_reads_the_file_again(hr):
    send(hr, "ID,Name\n1,Łukasz Żak\n2,Ewa Święcka".encode("cp1250"))
    upload = Upload.get()
    step(hr, upload, "encoding", encoding="cp1250")
    assert "Łukasz Żak" in hr.get(f"/exchange/{upload.id}/columns").text
    assert step(hr, upload, "encoding", encoding="utf-8").status_code == 422
    assert step(hr, upload, "encoding", encoding="no-such").status_code == 303


def test_refused_rows_come_as_a_file_that_can_be_mended_and_sent_again(hr):
    upload, _on = matched(hr, listed("Employee ID,Name,E-mail,Gender,Phone", "77,Nell Ott,nell at x,F,+31 20 5",
                                     "78,=cmd|A1,x@x.org,F,"))
    page = hr.get(f"/exchange/{upload.id}/refused.csv")
    assert "attachment" in page.headers["Content-Disposition"] and "sandbox" in page.headers["Content-Security-Policy"]
    assert "Nell Ott" in page.text and "is not an e-mail address" in page.text and "Gender" not in page.text
    assert "'+31 20 5" in page.text
    finished(hr, upload)
    assert hr.get(f"/exchange/{upload.id}/refused.csv").text == page.text
    upload, on = matched(hr, page.get_data().replace(b"nell at x", b"nell@x.org"))
    assert on.headers["Location"].endswith("/preview") and "1 person is new" in hr.get(on.headers["Location"]).text
    finished(hr, upload)
    assert Person.get(Person.employee_id == "77").phone == "+31 20 5"


def test_problem_with_an_answer_stands_beside_its_question_and_keeps_what_was_typed(hr):
    upload, _on = matched(hr, listed("ID,Name,Manager", "77,Nell Ott,Otto Far"))
    key = re.search(r'name="(lead-\w+)"', hr.get(f"/exchange/{upload.id}/decisions").text).group(1)
    said = step(hr, upload, "decisions", **{key: "seat", f"{key}-above": "Unknown Person", f"{key}-role": "Lead"})
    assert said.status_code == 422 and "Nobody in the list" in said.text and 'value="Unknown Person"' in said.text
    page = hr.get(f"/exchange/{upload.id}/preview").text
    assert "still open" in page and "Import now" not in page
    assert step(hr, upload, "import", seen="x").status_code == 422


def test_long_lists_come_in_pages(hr):
    upload, _on = matched(hr, listed("ID,Name", *[f"n{n},Person{n} Of{n}" for n in range(230)]))
    page = hr.get(f"/exchange/{upload.id}/preview?page=3").text
    assert "Page 3 of 3" in page and "Person229 Of229" in page and "Person10 " not in page
    assert hr.get(f"/exchange/{upload.id}/preview?page=99&show=nonsense").status_code == 200


@pytest.mark.parametrize("kind", ["old Excel renamed", "nothing", "zip bomb", "NUL in a cell", "headings alone"])
def test_bad_file_is_refused_beside_its_field(hr, kind):
    content, told = BAD[kind]
    said = send(hr, content, "list.xlsx")
    assert said.status_code == 422 and told in said.text and not Upload.select().count()


def test_a_file_far_too_large_is_refused_beside_its_field(hr):
    said = send(hr, b"ID,Name\n" + b"1,Ana\n" * 1_100_000)
    assert said.status_code == 413 and "larger than 5 MB" in said.text


def test_no_file_is_refused(hr):
    assert "Please choose a file" in hr.post("/exchange/", data={"kind": "staff"}).text


def test_a_file_of_two_megabytes_passes_the_cap_of_forms(hr):
    rows = [[n, f"Person{n} Of{n}", "x" * 200] for n in range(9_000)]
    assert send(hr, text_of(["ID", "Name", "Remark"], rows).encode()).status_code == 303


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\lists\\staff.csv", "a\tb.csv", "<b>.csv", "x" * 400 + ".csv"])
def test_name_of_a_file_is_only_a_name(hr, name):
    assert send(hr, name=name).status_code == 303
    kept = Upload.get().file_name
    assert kept and len(kept) <= 120 and not set(kept) & set("/\\\r\n<>\"'")


def test_workbook_goes_the_same_way(hr):
    upload, _on = matched(hr, workbook(["Employee ID", "Name", "Start date"], [77, "Nell Ott", "2020-02-01"]))
    finished(hr, upload)
    assert Person.get(Person.employee_id == "77").hired_on.year == 2020


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_template_is_understood_by_the_import_itself(hr, ending):
    from perf.exchange.headings import clean
    from perf.people.staff.offer import STAFF
    content = hr.get(f"/exchange/template/staff.{ending}").get_data()
    if ending == "xlsx":
        import openpyxl
        heads = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(content)).active[1]]
    else:
        heads = [clean(cell) for cell in content.decode().strip().split(",")]
    assert [one.field for one in STAFF.guess(heads, [])] == list(STAFF.template)
    assert hr.get("/exchange/template/staff.exe").status_code == hr.get("/exchange/template/pay.csv").status_code == 404


def test_pages_ask_the_same_few_questions_however_long_the_list(hr, monkeypatch):
    from perf.kernel.db import database
    counts, run = [], database.execute_sql
    monkeypatch.setattr(database, "execute_sql", lambda *given, **more: counts.append(1) or run(*given, **more))
    found = []
    for size in (5, 300):
        upload, _on = matched(hr, listed("ID,Name", *[f"n{n},Person{n} Of{n}" for n in range(size)]))
        counts.clear()
        hr.get(f"/exchange/{upload.id}/preview")
        found.append(len(counts))
    assert found[0] == found[1] <= 19


# lists of other kinds

def send_as(browser, kind, content):
    sent = {"file": (io.BytesIO(content), f"{kind}.csv"), "kind": kind}
    return browser.post("/exchange/", data=sent, content_type="multipart/form-data")


def test_overview_asks_which_list_it_is_and_keeps_the_answer(hr):
    page = hr.get("/exchange/").text
    assert re.findall(r'name="kind" value="(\w+)"', page) == ["staff", "departments", "roles", "levels", "goals", "earlier_reviews", "leavers", "exit_surveys"]
    assert 'value="staff" checked' in page
    said = send_as(hr, "levels", b"%PDF-1.7")
    assert said.status_code == 422 and 'value="levels" checked' in said.text and 'value="staff" checked' not in said.text
    assert send_as(hr, "salaries", b"a,b").status_code == 404


@pytest.mark.parametrize("kind", ["staff", "departments", "roles", "levels", "goals"])
def test_there_is_a_list_to_start_from_for_each_kind(hr, kind):
    for ending in ("csv", "xlsx"):
        assert hr.get(f"/exchange/template/{kind}.{ending}").status_code == 200


def test_levels_as_a_matrix_go_their_way_through_the_pages(hr):
    content = listed("Role,Clear communication,Patience,Note", "Case Worker,5,3,x", "Office Manager,,4,y", "Nobody,1,1,z")
    assert send_as(hr, "levels", content).status_code == 303
    upload = Upload.select().order_by(Upload.id.desc()).first()
    page = hr.get(f"/exchange/{upload.id}/columns").text
    chosen = dict(re.findall(r'name="(column-\d+)".*?<option value="(\w*)" selected', page, re.DOTALL))
    assert chosen == {"column-0": "role", "column-1": "level_of", "column-2": "level_of"} and "What an empty cell means" not in page
    assert step(hr, upload, "columns", **chosen).headers["Location"].endswith("/decisions")
    assert "1 competency is not in the library: Patience" in hr.get(f"/exchange/{upload.id}/decisions").text
    assert step(hr, upload, "decisions", competencies="make").headers["Location"].endswith("/preview")
    page = hr.get(f"/exchange/{upload.id}/preview?show=refused").text
    assert "No role is called “Nobody”" in page and "1 new competency: Patience" in page
    done = step(hr, upload, "import", seen=re.search(r'name="seen" value="(\w+)"', page).group(1))
    assert done.status_code == 303 and Import.select().order_by(Import.id.desc()).first().kind == "levels"
    assert "Why it was not taken" in hr.get(f"/exchange/{upload.id}/refused.csv").text
    assert "Levels: what roles need" in hr.get("/exchange/").text and "Versions of roles published" in hr.get(done.headers["Location"]).text
    hr.post(done.headers["Location"] + "/undo")
    assert "Everything is as it was" in hr.get(done.headers["Location"]).text
