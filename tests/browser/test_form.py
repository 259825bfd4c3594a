"""The live form: it saves itself, loses nothing, and shows both texts where two windows differ."""
import json
import time

import pytest
from playwright.sync_api import expect

TEXT = "Every family had its plan in time, and two of them wrote to thank him."


def first_rating(page):
    return page.locator("article.question:has(.rating)").first


def first_text(page):
    return page.locator("article.question textarea").first


def status_of(box):
    return box.locator("xpath=ancestor::article").locator(".foot .save__text")


@pytest.fixture(params=["desktop", "phone"])
def is_phone(request):
    return request.param == "phone"


def test_choice_is_saved_at_once_and_the_score_moves(stage, visit, is_phone):
    page = visit(stage, "mara", f"/questions/sheets/{stage.known.manager}", phone=is_phone)
    expect(page.locator("#bar-score .bar__label")).to_contain_text("Not rated yet")
    first_rating(page).locator("label", has_text="Strong").first.click()
    expect(page.locator("#bar-score .figure")).to_have_text("4.00")
    expect(first_rating(page).locator(".foot .save__text")).to_contain_text("Saved")
    expect(page.locator("#bar-progress")).to_contain_text("1 of")
    page.locator("summary", has_text="How this score comes about").click()
    expect(page.locator("#arithmetic tfoot")).to_contain_text("4.0000")
    page.reload()
    expect(first_rating(page).locator("input[value='4']")).to_be_checked()


def test_text_is_saved_a_second_after_the_last_key(stage, visit, is_phone):
    page = visit(stage, "mara", f"/questions/sheets/{stage.known.manager}", phone=is_phone)
    box = first_text(page)
    box.press_sequentially(TEXT)
    expect(status_of(box)).to_contain_text("Saved", timeout=3000)
    page.reload()
    expect(first_text(page)).to_have_value(TEXT)


def test_text_is_saved_on_leaving_the_field(stage, visit):
    page = visit(stage, "mara", f"/questions/sheets/{stage.known.manager}")
    first_text(page).fill(TEXT)
    page.locator("article.question textarea").nth(1).focus()
    expect(status_of(first_text(page))).to_contain_text("Saved", timeout=700)


def test_two_windows_show_both_texts_and_nothing_is_overwritten(stage, visit):
    one = visit(stage, "mara", f"/questions/sheets/{stage.known.manager}")
    two = visit(stage, path=f"/questions/sheets/{stage.known.manager}", context=one.context)
    first_text(one).fill("From the first window.")
    first_text(one).blur()
    expect(status_of(first_text(one))).to_contain_text("Saved")
    first_text(two).fill("From the second window.")
    first_text(two).blur()
    conflict = two.locator(".conflict")
    expect(conflict).to_contain_text("From the first window.")
    expect(conflict).to_contain_text("From the second window.")
    one.reload()
    expect(first_text(one)).to_have_value("From the first window.")
    conflict.get_by_role("button", name="Keep mine").click()
    expect(two.locator(".conflict")).to_have_count(0)
    one.reload()
    expect(first_text(one)).to_have_value("From the second window.")


def test_keeping_the_other_text_takes_it_over(stage, visit):
    one = visit(stage, "mara", f"/questions/sheets/{stage.known.manager}")
    two = visit(stage, path=f"/questions/sheets/{stage.known.manager}", context=one.context)
    first_text(one).fill("From the first window.")
    first_text(one).blur()
    expect(status_of(first_text(one))).to_contain_text("Saved")
    first_text(two).fill("From the second window.")
    first_text(two).blur()
    two.locator(".conflict").get_by_role("button", name="Keep this one").click()
    expect(first_text(two)).to_have_value("From the first window.")


def test_lost_network_is_said_and_made_good(stage, visit, is_phone):
    page = visit(stage, "mara", f"/questions/sheets/{stage.known.manager}", phone=is_phone)
    page.context.set_offline(True)
    first_text(page).press_sequentially(TEXT)
    expect(status_of(first_text(page))).to_have_text("Not saved, trying again")
    page.context.set_offline(False)
    expect(status_of(first_text(page))).to_contain_text("Saved", timeout=10000)
    page.reload()
    expect(first_text(page)).to_have_value(TEXT)


def test_killed_server_in_the_middle_of_typing_loses_nothing(stage, visit, is_phone):
    page = visit(stage, "mara", f"/questions/sheets/{stage.known.manager}", phone=is_phone)
    box = first_text(page)
    box.press_sequentially(TEXT[:30])
    stage.kill()
    box.press_sequentially(TEXT[30:])
    expect(status_of(box)).to_have_text("Not saved, trying again")
    stage.start()
    expect(status_of(box)).to_contain_text("Saved", timeout=40000)
    page.reload()
    expect(first_text(page)).to_have_value(TEXT)


def test_closed_tab_brings_back_what_never_reached_the_server(stage, visit):
    page = visit(stage, "mara", f"/questions/sheets/{stage.known.manager}")
    stage.kill()
    first_text(page).press_sequentially(TEXT)
    page.wait_for_timeout(300)
    page.close(run_before_unload=False)
    stage.start()
    again = visit(stage, path=f"/questions/sheets/{stage.known.manager}", context=page.context)
    expect(first_text(again)).to_have_value(TEXT)
    expect(status_of(first_text(again))).to_contain_text("Saved", timeout=10000)
    again.reload()
    expect(first_text(again)).to_have_value(TEXT)


def test_copy_in_the_browser_is_unreadable_and_goes_once_saved(stage, visit):
    page = visit(stage, "mara", f"/questions/sheets/{stage.known.manager}")
    page.context.set_offline(True)
    first_text(page).press_sequentially(TEXT)
    page.wait_for_timeout(300)
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "copy:" in kept and "family" not in kept
    page.context.set_offline(False)
    expect(status_of(first_text(page))).to_contain_text("Saved", timeout=10000)
    assert "copy:" not in page.evaluate("JSON.stringify(localStorage)")


def test_ended_session_asks_to_sign_in_in_place_and_saves(stage, visit, is_phone):
    page = visit(stage, "mara", f"/questions/sheets/{stage.known.manager}", phone=is_phone)
    page.context.clear_cookies()
    first_text(page).press_sequentially(TEXT)
    dialog = page.locator("#sign-in-again")
    expect(dialog).to_be_visible()
    dialog.locator("[name=password]").fill("not the password")
    dialog.get_by_role("button").click()
    expect(dialog.locator("[role=alert]")).to_contain_text("do not belong together")
    dialog.locator("[name=password]").fill("four words nobody guesses")
    dialog.get_by_role("button").click()
    expect(dialog).not_to_be_visible()
    expect(status_of(first_text(page))).to_contain_text("Saved")
    expect(first_text(page)).to_have_value(TEXT)
    page.reload()
    expect(first_text(page)).to_have_value(TEXT)


@pytest.mark.alone
def test_mended_question_arrives_within_a_second_and_leaves_caret_and_text_alone(stage, visit):
    page = visit(stage, "mara", f"/questions/sheets/{stage.known.manager}")
    hana = visit(stage, "hana", "/questions/templates/1")
    hana.get_by_role("link", name="Learns from experience").click()
    hana.get_by_label("Question", exact=True).fill("Learns from what happens, and shares it")
    box = page.locator("article.question", has_text="Learns from experience").locator("textarea")
    box.scroll_into_view_if_needed()
    box.press_sequentially("He asked for")
    box.press("ArrowLeft")
    scrolled = page.evaluate("scrollY")
    hana.get_by_role("button", name="Mend it").click()
    began = time.monotonic()
    expect(page.locator("h3", has_text="Learns from what happens, and shares it")).to_be_visible()
    assert time.monotonic() - began < 3
    page.keyboard.type("!")
    box = page.locator("article.question", has_text="Learns from what happens").locator("textarea")
    expect(box).to_have_value("He asked fo!r")
    assert page.evaluate("scrollY") == scrolled
    expect(status_of(box)).to_contain_text("Saved")
    page.reload()
    expect(page.locator("article.question", has_text="Learns from what happens").locator("textarea")).to_have_value("He asked fo!r")


def test_questions_that_were_asked_for_before_the_last_save_bring_back_no_older_text(stage, visit):
    page, held = visit(stage, "mara", f"/questions/sheets/{stage.known.manager}"), []
    page.route(f"**/questions/sheets/{stage.known.manager}", lambda route: held.append((route, route.fetch())))
    topic = page.locator("#questions").get_attribute("data-hx-trigger").split()[0]
    page.evaluate("(topic) => document.body.dispatchEvent(new CustomEvent(topic))", topic)
    for _turn in range(100):
        if held:
            break
        page.wait_for_timeout(50)
    box = first_text(page)
    box.press_sequentially(TEXT)
    expect(status_of(box)).to_contain_text("Saved", timeout=5000)
    [(route, made_before)] = held
    route.fulfill(response=made_before)
    page.wait_for_timeout(700)
    expect(box).to_have_value(TEXT)
    expect(status_of(box)).to_contain_text("Saved")
    box.press("End")
    box.type(" And more.")
    expect(box.locator("xpath=ancestor::article").locator(".conflict")).to_have_count(0)
    page.unroute_all()
    page.wait_for_timeout(1800)
    page.reload()
    expect(first_text(page)).to_have_value(TEXT + " And more.")


def test_other_form_shows_that_it_was_submitted_while_one_types(stage, visit):
    tomas = visit(stage, "tomas", f"/questions/sheets/{stage.known.self}", phone=True)
    fill_all(tomas, "He said so himself.")
    mara = visit(stage, "mara", f"/questions/sheets/{stage.known.manager}")
    expect(mara.locator("#frame-note")).to_contain_text("not submitted yet")
    first_text(mara).press_sequentially("While I type")
    tomas.locator(".finish").get_by_role("button", name="Check and submit").click()
    tomas.get_by_role("button", name="Submit the self-review").click()
    expect(tomas.locator(".toast")).to_contain_text("submitted")
    expect(mara.locator("#frame-note")).to_contain_text("self-review: submitted", timeout=3000)
    mara.keyboard.type(" on")
    expect(first_text(mara)).to_have_value("While I type on")
    assert mara.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_nobody_is_told_that_or_what_somebody_types(stage, visit):
    events = []
    hana = visit(stage, "hana", f"/reviews/cycles/{stage.known.cycle}")
    hana.on("request", lambda asked: events.append(asked.url))
    hana.wait_for_timeout(300)
    events.clear()
    mara = visit(stage, "mara", f"/questions/sheets/{stage.known.manager}")
    first_text(mara).fill("It began.")
    expect(status_of(first_text(mara))).to_contain_text("Saved")
    hana.wait_for_timeout(800)
    events.clear()                  # that a form was begun moves HR's board, once
    first_rating(mara).locator("label", has_text="Strong").first.click()
    expect(first_rating(mara).locator(".foot .save__text")).to_contain_text("Saved")
    hana.wait_for_timeout(800)
    assert not [url for url in events if "/live" not in url], json.dumps(events)


def fill_all(page, text):
    """Answer everything on a form, as a person would: once all of it is there."""
    page.wait_for_load_state()
    expect(page.locator(".finish")).to_be_attached()
    for article in page.locator("article.question").all():
        for level in article.locator(".rating__level").filter(has_text="Strong").all()[:1]:
            level.click()
        for option in article.locator(".choices label.choice").all()[:1]:
            option.click()
        for box in article.locator("textarea").all():
            box.fill(text)
        expect(article.locator(".foot .save__text")).to_contain_text("Saved")
