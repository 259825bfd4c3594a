"""PDFs beside reviews: what is taken, who opens them, how they go out, and where they go with the rest."""
import io
import zipfile

import pytest

from perf.kernel.errors import Refused
from perf.kernel.trail import TrailLine
from perf.notices.models import Notice
from perf.reviews import actions, files
from perf.reviews.models import EarlierReview, Review, ReviewFile
from tests.reviews import cases
from tests.reviews.cases import said

PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def send(browser, address, content=PDF, name="signed.pdf"):
    return browser.post(address, data={"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")


@pytest.fixture
def submitted(review):
    return cases.handed_in(review)


@pytest.fixture
def shared(submitted):
    return cases.shared(submitted)


@pytest.fixture
def earlier(app, tomas, hana, today):
    from perf.kernel import clock
    return EarlierReview.create(person=tomas, period_start=today.replace(year=today.year - 4, month=1, day=1), worst=1, best=5, score=400,
                                period_end=today.replace(year=today.year - 4, month=12, day=31), brought_in_at=clock.now(), brought_in_by=hana)


def opened(browser_of, number):
    cast = ("hana", "mara", "tomas", "ines", "zora", "piet", "adam")
    return {name for name in cast if browser_of(name).get(f"/reviews/files/{number}").status_code == 200}


def test_file_is_for_whoever_reads_the_managers_form_at_that_stage(submitted, browser_of):
    assert send(browser_of("mara"), f"/reviews/{submitted.id}/files").status_code == 303
    number = ReviewFile.get().id
    assert opened(browser_of, number) == {"hana", "mara"}
    assert "signed.pdf" not in browser_of("tomas").get(f"/reviews/{submitted.id}").text
    browser_of("mara").post(f"/reviews/{submitted.id}/share")
    assert opened(browser_of, number) == {"hana", "mara", "tomas", "ines"}
    assert "signed.pdf" in browser_of("tomas").get(f"/reviews/{submitted.id}").text


def test_file_beside_an_earlier_review_is_hrs_to_put_there_and_for_the_person_and_who_leads(earlier, browser_of, tomas):
    given = [send(browser_of(name), f"/reviews/earlier/{earlier.id}/files").status_code for name in ("tomas", "mara", "zora", "hana")]
    assert given == [404, 404, 404, 303]
    assert opened(browser_of, ReviewFile.get().id) == {"hana", "mara", "tomas"}
    assert Notice.select().where(Notice.person_id == tomas.id, Notice.url == f"/reviews/earlier/{earlier.id}").exists()


def test_file_goes_out_to_be_saved_and_is_never_a_page_of_ours(earlier, browser_of):
    send(browser_of("hana"), f"/reviews/earlier/{earlier.id}/files")
    reply = browser_of("tomas").get(f"/reviews/files/{ReviewFile.get().id}")
    assert reply.data == PDF and reply.mimetype == "application/pdf"
    assert reply.headers["Content-Disposition"] == 'attachment; filename="signed.pdf"'
    assert reply.headers["X-Content-Type-Options"] == "nosniff" and "sandbox" in reply.headers["Content-Security-Policy"]


def test_opening_leaves_a_line_for_the_person_and_none_where_it_is_their_own(earlier, browser_of, tomas, hana):
    send(browser_of("hana"), f"/reviews/earlier/{earlier.id}/files")
    for name in ("tomas", "mara", "hana", "hana"):
        browser_of(name).get(f"/reviews/files/{ReviewFile.get().id}")
    lines = TrailLine.select().where(TrailLine.verb == "read_review_file")
    assert [(line.actor_id, line.about_id) for line in lines] == [(hana.id, tomas.id)]
    assert "saved a PDF that lies beside your review" in browser_of("tomas").get("/audit/").text


HOSTILE = {
    "a page with another name": (b"<html><script>alert(1)</script></html>", "innocent.pdf", "This is not a PDF"),
    "a page before a PDF": (b"<html></html>" + PDF, "innocent.pdf", "This is not a PDF"),
    "empty": (b"", "empty.pdf", "This file is empty"),
    "cut off": (b"%PDF-1.7\n" + b"x" * 9000, "half.pdf", "as if it had been cut off"),
    "a program": (b"MZ\x90\x00" + PDF, "signed.pdf.exe", "This is not a PDF"),
    "no file": (PDF, "", "Please choose a file"),
}


@pytest.mark.parametrize("what", HOSTILE, ids=lambda what: what.replace(" ", "-"))
def test_what_is_no_pdf_is_refused_in_words_beside_the_field(earlier, browser_of, what):
    content, name, why = HOSTILE[what]
    reply = send(browser_of("hana"), f"/reviews/earlier/{earlier.id}/files", content, name)
    assert reply.status_code == 422 and why in said(reply.text) and not ReviewFile.select().exists()


@pytest.mark.parametrize("more, status", [(1, 422), (400_000, 413)])
@pytest.mark.parametrize("kind", ["review", "earlier"])
def test_too_large_is_said_on_the_page_whether_just_or_by_far(shared, earlier, browser_of, kind, more, status):
    address = f"/reviews/{shared.id}/files" if kind == "review" else f"/reviews/earlier/{earlier.id}/files"
    reply = send(browser_of("hana"), address, PDF + b" " * (files.MOST_BYTES + more - len(PDF)))
    assert reply.status_code == status and "This file is larger than 10 MB" in said(reply.text) and not ReviewFile.select().exists()


@pytest.mark.parametrize("sent, kept", [
    ("../../etc/passwd", "passwd.pdf"), ("C:\\Users\\x\\Review 2021.PDF", "Review 2021.pdf"), ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
    ("<b>x</b>.pdf", "b.pdf"), (".pdf", "pdf.pdf"), ("‮fdp.exe", "fdp.exe.pdf"), ("Beurteilung Zoë.pdf", "Beurteilung Zoë.pdf"),
    ("x" * 300 + ".pdf", "x" * 96 + ".pdf")])
def test_name_is_bare_and_ends_as_what_it_is(sent, kept):
    assert files.called(sent) == kept


def test_same_file_twice_and_too_many_are_refused(earlier, hana):
    files.put_beside_earlier(earlier, PDF, "a.pdf", by=hana)
    with pytest.raises(Refused, match="lies here already"):
        files.put_beside_earlier(earlier, PDF, "b.pdf", by=hana)
    for number in range(files.MOST_FILES - 1):
        files.put_beside_earlier(earlier, PDF + str(number).encode(), "c.pdf", by=hana)
    with pytest.raises(Refused, match="10 PDFs lie here already"):
        files.put_beside_earlier(earlier, PDF + b"more", "d.pdf", by=hana)


def test_beside_a_closed_review_hr_alone_adds_and_removes(shared, tomas, hana, mara, browser_of):
    kept = files.put_beside(shared, PDF, "a.pdf", by=mara)
    actions.acknowledge(shared, by=tomas)
    actions.close_review(shared, by=hana)
    closed = Review.get_by_id(shared.id)
    with pytest.raises(Refused, match="HR can still put"):
        files.put_beside(closed, PDF + b"2", "b.pdf", by=mara)
    with pytest.raises(Refused, match="HR can still remove"):
        files.remove(kept, by=mara)
    assert browser_of("tomas").post(f"/reviews/files/{kept.id}/remove").status_code == 404
    assert browser_of("hana").post(f"/reviews/files/{kept.id}/remove").status_code == 303
    assert not ReviewFile.select().exists() and TrailLine.select().where(TrailLine.verb == "remove_review_file").exists()


def test_lists_do_not_carry_the_content_along(earlier, hana, browser_of, monkeypatch):
    files.put_beside_earlier(earlier, PDF, "a.pdf", by=hana)
    from perf.kernel import db
    asked, run = [], db.Database.execute_sql
    monkeypatch.setattr(db.Database, "execute_sql", lambda self, sql, *rest, **more: asked.append(sql) or run(self, sql, *rest, **more))
    browser_of("hana").get(f"/reviews/earlier/{earlier.id}")
    assert any("review_file" in sql for sql in asked) and not any('"content"' in sql for sql in asked)


def test_file_about_oneself_holds_what_one_may_open(shared, earlier, hana, mara, browser_of):
    files.put_beside_earlier(earlier, PDF, "a.pdf", by=hana)
    files.put_beside(shared, PDF + b"2", "a.pdf", by=mara)
    whole = zipfile.ZipFile(io.BytesIO(browser_of("tomas").post("/keeping/mine/file").data))
    inside = sorted(name for name in whole.namelist() if name.startswith("files/"))
    assert sorted(whole.read(name) for name in inside) == [PDF, PDF + b"2"] and all(name.endswith("-a.pdf") for name in inside)
    assert "4.00" in whole.read("tables/earlier-reviews.csv").decode()


def test_file_about_oneself_holds_no_pdf_of_a_review_that_is_not_shared(submitted, mara, browser_of):
    files.put_beside(submitted, PDF, "secret name.pdf", by=mara)
    whole = zipfile.ZipFile(io.BytesIO(browser_of("tomas").post("/keeping/mine/file").data))
    said_in = b"".join(whole.read(name) for name in whole.namelist())
    assert PDF not in said_in and b"secret name" not in said_in and b"a PDF beside a review that is not shared yet" in said_in


def test_cancelled_and_purged_reviews_take_their_files_with_them(shared, earlier, hana, mara):
    from perf.reviews import keeping
    from perf.reviews.earlier import keeping as of_earlier
    files.put_beside_earlier(earlier, PDF, "a.pdf", by=hana)
    files.put_beside(shared, PDF, "a.pdf", by=mara)
    keeping.purge([shared.id])
    of_earlier.purge([earlier.id])
    assert not ReviewFile.select().exists() and not EarlierReview.select().exists()
