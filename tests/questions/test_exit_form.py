"""The form of a leaver: agreement, 0–10, what is asked only after an earlier answer, and the same form without an account."""
import json
import re

import pytest

from perf.kernel import modules
from perf.questions import actions, building, items, queries
from perf.questions.models import Answer, Item, Scale, Sheet, Template

AGREE, LIKELY, WHY, AGAIN = "I was treated fairly", "How likely is it that you recommend us?", "What would have to change?", "What else?"
FRAME = {"title": "Before you go", "crumb": "Leaving", "back": "/", "check": "/check-page", "lede": "Five minutes", "due_words": "until Friday",
         "readers": "HR alone reads this", "hr_readers": "HR alone reads this", "comment_label": "What would you add?", "topics": [], "is_scored": False}


def template(by):
    made = building.add_template("Leaving us", scale=Scale.get(), kind="exit", by=by)
    section = building.add_section(made, "Looking back", by=by)
    leaver = {"authors": "leaver", "asks_comment": "no", "by": by}
    for kind, prompt, more in (("agreement", AGREE, {}), ("agreement", "I knew what was expected", {"may_be_na": True}), ("recommend", LIKELY, {}),
                               ("text", WHY, {}), ("text", AGAIN, {"is_required": False})):
        items.add_item(section, kind, prompt, **leaver, **more)
    low = json.dumps({"item": Item.get(Item.prompt == LIKELY).id, "is": ["0", "1", "2", "3", "4", "5", "6"]})
    Item.update(shown_if_json=low).where(Item.prompt == WHY).execute()
    return Template.get_by_id(made.id)


@pytest.fixture
def sheet(app, tomas, hana):
    number, = actions.make_sheets(template(hana), [{"kind": "leaver", "author": tomas.id, "subject": tomas.id, "role": None}], room="reviews")
    return Sheet.get_by_id(number)


@pytest.fixture
def guest(client, sheet, monkeypatch):
    """A browser without an account that a room vouches for, by a cookie of its own."""
    monkeypatch.setattr(modules, "guest", lambda cookies: Sheet.get_by_id(sheet.id) if cookies.get("leaves") == "yes" else None)
    monkeypatch.setattr(modules, "frame", lambda me, one: FRAME if (me.id, one.id) == (sheet.author_id, sheet.id) else None)
    client.set_cookie("leaves", "yes", domain="localhost")
    return client


def answer(sheet, prompt):
    return next(one for one in Answer.select().where(Answer.sheet == sheet) if one.question.prompt == prompt)


def card(page, prompt):
    return next(found for found in re.findall(r"<article.*?</article>", page, re.DOTALL) if prompt in found)


def save(browser, sheet, prompt, **given):
    one = answer(sheet, prompt)
    return browser.post(f"/questions/guest/answers/{one.id}", data={"version": one.version, **given}, headers={"HX-Request": "true"})


def test_levels_stand_in_words_and_ends_are_named(guest, sheet):
    page = guest.get("/questions/guest/").text
    assert "Neither agree nor disagree" in card(page, AGREE) and page.count('class="grid"') == 1
    assert "Not applicable" in card(page, "I knew what was expected") and "Not applicable" not in card(page, AGREE)
    likely = card(page, LIKELY)
    assert re.findall(r'type="radio" name="a\d+-rating" value="(\w+)"', likely) == [str(level) for level in range(11)]
    assert "not at all likely" in likely and "extremely likely" in likely and "readers" in likely
    assert 'id="bar-score"' not in page and "rail__org" not in page and "0 of 4 answered · 3 still needed" in page


def test_question_waits_for_its_answer_and_is_neither_counted_nor_required_till_then(guest, sheet):
    assert re.search(r"<article[^>]* hidden>", card(guest.get("/questions/guest/").text, WHY))
    assert save(guest, sheet, LIKELY, rating="0").status_code == 200
    page = guest.get("/questions/guest/").text
    assert not re.search(r"<article[^>]* hidden>", card(page, WHY)) and "1 of 5 answered · 3 still needed" in page
    assert save(guest, sheet, WHY, text="Shifts that a family can live with.").status_code == 200
    assert save(guest, sheet, LIKELY, rating="9").status_code == 200
    rows = queries.rows_of([sheet.id])[sheet.id]
    assert answer(sheet, WHY).text == "Shifts that a family can live with."
    assert WHY not in [row.prompt for row in queries.asked_rows(rows)] and WHY not in [row.prompt for row in queries.readable(rows, sheet, sheet.author, decides=True)]
    assert [row.prompt for row in queries.progress(sheet.id).missing] == [AGREE, "I knew what was expected"]


def test_whole_page_is_saved_without_scripts(guest, sheet):
    found = {prompt: answer(sheet, prompt).id for prompt in (AGREE, LIKELY, WHY)}
    sent = {f"a{number}-version": "0" for number in found.values()}
    sent |= {f"a{found[AGREE]}-rating": "4", f"a{found[LIKELY]}-rating": "0", f"a{found[WHY]}-text": "Written before it was asked."}
    assert guest.post("/questions/guest/", data=sent).location == "/questions/guest/"
    assert [answer(sheet, prompt).rating for prompt in (AGREE, LIKELY)] == [4, 0] and answer(sheet, WHY).text.startswith("Written")
    assert guest.post("/questions/guest/", data={"then": "check"}).location == "/check-page"


def test_guest_reaches_the_one_sheet_alone(guest, client, sheet, browser_of, tomas, hana):
    """Neither another sheet of the same author nor, with a session alone, this page."""
    other, = actions.make_sheets(Template.get(Template.kind == "exit"), [{"kind": "leaver", "author": tomas.id, "subject": tomas.id, "role": None}], room="reviews")
    foreign = Answer.get(Answer.sheet == other)
    data = {"version": "0", "rating": "1"}
    assert guest.post(f"/questions/guest/answers/{foreign.id}", data=data).status_code == 404
    assert guest.post("/questions/guest/", data={f"a{foreign.id}-version": "0", f"a{foreign.id}-rating": "1"}).status_code == 404
    assert Answer.get_by_id(foreign.id).rating is None
    assert browser_of("tomas").get("/questions/guest/").status_code == 404
    assert browser_of("hana").post(f"/questions/guest/answers/{answer(sheet, AGREE).id}", data=data).status_code == 404
    guest.delete_cookie("leaves", domain="localhost")
    assert guest.post(f"/questions/guest/answers/{answer(sheet, AGREE).id}", data=data).status_code == 404


def test_guest_page_shows_nothing_of_whoever_else_is_signed_in_here(guest, house):
    guest.set_cookie("__Host-session", house.secrets["hana"], secure=True, domain="localhost")
    page = guest.get("/questions/guest/").text
    assert "Before you go" in page and "Hana" not in page and "copy-key" not in page and "rail__org" not in page and "live?ticket" not in page


def test_another_window_shows_both_levels_and_overwrites_nothing(guest, sheet):
    assert save(guest, sheet, LIKELY, rating="0").status_code == 200
    late = guest.post(f"/questions/guest/answers/{answer(sheet, LIKELY).id}", data={"version": "0", "rating": "7"}, headers={"HX-Request": "true"})
    assert late.status_code == 409 and 'data-rating="0"' in late.text and "Rating: 7" in late.text and "Rating: 0" in late.text
    assert answer(sheet, LIKELY).rating == 0


def test_levels_that_are_not_offered_are_refused(guest, sheet):
    for prompt, rating in ((AGREE, "6"), (LIKELY, "11"), (AGREE, "na"), (AGREE, "0")):
        assert save(guest, sheet, prompt, rating=rating).status_code == 422, (prompt, rating)


def test_submitted_form_leads_on(guest, sheet):
    Sheet.update(state="submitted").execute()
    assert guest.get("/questions/guest/").location == "/"
    assert save(guest, sheet, AGREE, rating="1").status_code == 422
