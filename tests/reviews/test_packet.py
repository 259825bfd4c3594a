"""The packet: a review as it is kept, on paper and as PDF; who gets it, what stands in it and what never does."""
import html
import importlib.util
import re

import pytest

from perf.kernel import pdf
from perf.kernel.trail import TrailLine
from perf.questions.models import Answer
from perf.reviews import actions, appeals
from perf.reviews.models import Cycle
from tests import world
from tests.reviews import cases
from tests.reviews.test_book import with_peers

NEEDS_PDF = pytest.mark.skipif(importlib.util.find_spec("weasyprint") is None, reason="the extra pdf is not installed here")


@pytest.fixture
def submitted(review):
    return cases.handed_in(review)


@pytest.fixture
def shared(submitted):
    return cases.shared(submitted)


def packet_of(browser, review):
    reply = browser.get(f"/reviews/{review.id}/packet")
    return words_in(reply.text) if reply.status_code == 200 else reply.status_code


def words_in(page):
    """What a page says, without its marks."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_packet_holds_forms_figures_and_signatures_in_their_order(shared, tomas, browser_of):
    actions.acknowledge(shared, by=tomas, response="I see it as you do.")
    said = packet_of(browser_of("tomas"), shared)
    parts = ["Review of Tomas Lindqvist", "The manager's form", "Self-review", "How the score comes about", "Sum of the contributions",
             "Score, rounded once to two decimals, half up", "The sources, weighed", "I see it as you do.",
             "Tomas Lindqvist has received this review",
             "What happened to this review", "Shared", "As Tomas Lindqvist may read it"]
    found = [said.rindex(part) if part == "Self-review" else said.index(part) for part in parts if part != "Self-review"]
    assert found == sorted(found)
    assert shared.signatures.get().text_hash in said and "(Europe/London)" in said


def test_packet_holds_both_scores_the_appeal_and_the_version_that_was_signed(shared, hana, tomas, browser_of):
    actions.acknowledge(shared, by=tomas)
    signed = shared.signatures.get().text_hash
    appeals.appeal(shared, by=tomas, reason="The winter is missing.")
    appeals.change_rating(shared, by=hana, answer="It was.", score=450)
    for name in ("tomas", "mara", "hana"):
        said = packet_of(browser_of(name), shared)
        for part in ("The forms came to 4.00; set to 4.50 because: “It was.”", "The winter is missing.", "Appeals the rating was changed", "Version 1, until", signed):
            assert part in said, (name, part)
    above = packet_of(browser_of("ines"), shared)       # who leads the manager reads why it is another score, and nothing of the appeal
    assert "set to 4.50 because: “It was.”" in above and "The winter is missing." not in above and signed not in above


@pytest.mark.parametrize("mode, names", [("unnamed", ("zora", "piet", "adam")), ("unnamed", ("zora", "piet")), ("named", ("zora",))])
def test_packet_holds_of_colleagues_what_its_reader_reads(submitted, mara, browser_of, mode, names):
    with_peers(submitted, mara, names, (2, 3, 4))
    Cycle.update(peer_mode=mode).where(Cycle.id == submitted.cycle_id).execute()
    actions.share(world.fresh(submitted), by=mara)
    own, above = (packet_of(browser_of(name), submitted) for name in ("tomas", "ines"))
    assert ("Can be relied on 2, 3, 4" in own) == (len(names) == 3) and ("A colleague's form" in own) == (mode == "named")
    assert "The sources, weighed" in own
    for page in (above, words_in(browser_of("ines").get(f"/reviews/{submitted.id}").text)):      # whoever leads the manager reads no colleague
        counts = len(names) != 2
        assert "Can be relied on" not in page and ("The sources, weighed" in page) != counts and ("a form that you do not read" in page) == counts


def test_draft_stands_in_no_packet(review, browser_of, fill):
    fill(browser_of("mara"), review.manager_sheet_id, 2, "A draft that nobody reads.")
    for name in ("mara", "tomas", "hana"):
        said = packet_of(browser_of(name), review)
        assert "A draft that nobody reads." not in said and "Drafts stand on no paper." in said, name


def test_packet_is_for_those_who_read_the_review(shared, browser_of):
    assert [packet_of(browser_of(name), shared) for name in ("zora", "piet", "adam")] == [404, 404, 404]
    assert "Seen in daily work." in packet_of(browser_of("ines"), shared)       # Mara's own manager, of a shared one


def test_whoever_leads_the_manager_reads_no_self_review_and_no_shares_that_hide_it(submitted, browser_of):
    submitted.cycle.self_weight = 1
    submitted.cycle.save()
    browser_of("mara").post(f"/reviews/{submitted.id}/share")
    said = packet_of(browser_of("ines"), submitted)
    assert "The sources, weighed" not in said and "one of them is a form that you do not read" in said
    assert "The sources, weighed" in packet_of(browser_of("tomas"), submitted)


def test_reading_a_packet_leaves_a_line_for_the_person(shared, hana, tomas, browser_of):
    for ending in ("packet", "packet.pdf"):
        browser_of("hana").get(f"/reviews/{shared.id}/{ending}")
    lines = TrailLine.select().where(TrailLine.verb == "read_review", TrailLine.actor_id == hana.id, TrailLine.about_id == tomas.id)
    assert lines.count() == 1        # one reading within a quarter of an hour


def test_where_no_pdf_can_be_made_the_page_says_why_and_prints(shared, browser_of, monkeypatch):
    monkeypatch.setattr(pdf.importlib.util, "find_spec", lambda name: None)
    page = browser_of("mara").get(f"/reviews/{shared.id}/packet").text
    assert "which is not installed on this server" in page and "packet.pdf" not in page and "data-print" in page
    reply = browser_of("mara").get(f"/reviews/{shared.id}/packet.pdf")
    assert reply.mimetype == "text/html" and "which is not installed on this server" in reply.text


@NEEDS_PDF
def test_pdf_says_what_the_page_says(shared, browser_of, monkeypatch):
    kept = {}
    monkeypatch.setattr(pdf, "made", lambda html, style, made=pdf.made: kept.setdefault("pdf", made(kept.setdefault("html", html), style)))
    reply = browser_of("tomas").get(f"/reviews/{shared.id}/packet.pdf")
    assert reply.data.startswith(b"%PDF-") and reply.mimetype == "application/pdf"
    assert reply.headers["Content-Disposition"].startswith("attachment;") and reply.headers["X-Content-Type-Options"] == "nosniff"
    said = text_in(kept["html"])
    assert "Score, rounded once to two decimals, half up" in said and "4.0000" in said and "Seen in daily work." in said


def text_in(page):
    """The words that WeasyPrint lays out, from its own boxes."""
    import weasyprint
    document = weasyprint.HTML(string=page, url_fetcher=pdf._fetch_nothing).render()
    return " ".join(box.text for sheet in document.pages for box in sheet._page_box.descendants() if getattr(box, "text", None))


@NEEDS_PDF
def test_pdf_fetches_nothing_whatever_a_text_says(shared, browser_of, monkeypatch):
    hostile = '<img src="file:///etc/passwd"><link rel=attachment href="http://127.0.0.1:9/x"><script>alert(1)</script> @import url(//x/)'
    Answer.update(text=hostile).where(Answer.sheet == shared.manager_sheet_id).execute()
    asked = []
    monkeypatch.setattr(pdf, "_fetch_nothing", lambda url, *args, **kwargs: asked.append(url))
    reply = browser_of("tomas").get(f"/reviews/{shared.id}/packet.pdf")
    assert reply.data.startswith(b"%PDF-") and asked == []


@NEEDS_PDF
def test_pdf_of_a_page_that_wants_pictures_gets_none(app):
    with app.app_context():
        made = pdf.made('<img src="file:///etc/hostname"><img src="http://127.0.0.1:9/a.png"><p>Said</p>',
                        "p { background: url(file:///etc/passwd) }")
    assert made.startswith(b"%PDF-") and not re.search(rb"/Subtype */Image", made)
