"""The main job in real Chromium: from an empty installation to a signed review on paper."""
import re
from datetime import date, timedelta

import pyotp
import pytest
from playwright.sync_api import expect
from test_form import fill_all

PASSWORD = "lantern walks over seven hills"


def set_up(page):
    page.get_by_label("Set-up code").fill("lantern-code")
    page.get_by_label("Name of the organisation").fill("Lantern House")
    page.get_by_label("Time zone").fill("Europe/London")
    page.get_by_label("Currency").fill("GBP")
    page.get_by_label("First name").fill("Hana")
    page.get_by_label("Last name").fill("Sato")
    page.get_by_label("E-mail").fill("hana@lantern.example")
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Set up the organisation").click()
    page.get_by_role("link", name="Set up an app").click()
    seed = page.locator("#seed").input_value().replace(" ", "")
    page.get_by_label("The code that the app shows now").fill(pyotp.TOTP(seed).now())
    page.get_by_role("button", name="Use this app from now on").click()
    page.get_by_role("link", name="I have kept them").click()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_newcomer_sets_up_the_organisation_and_is_told_what_to_do_next(empty_stage, visit, phone):
    assert "Set-up code for the first visit: lantern-code" in empty_stage.said()
    page = visit(empty_stage, phone=phone)
    expect(page).to_have_url(re.compile("/set-up$"))
    set_up(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hana")
    expect(page.get_by_text("Bring in your people")).to_be_visible()
    page.goto(empty_stage.url + "/set-up")
    expect(page.get_by_role("heading", level=1)).to_contain_text("nothing here")


def test_wrong_code_is_refused_and_keeps_what_was_typed(empty_stage, visit):
    page = visit(empty_stage)
    page.get_by_label("Set-up code").fill("guessed")
    page.get_by_label("Name of the organisation").fill("Lantern House")
    page.get_by_role("button", name="Set up the organisation").click()
    page.evaluate("document.querySelector('form.form').noValidate = true")
    page.get_by_role("button", name="Set up the organisation").click()
    expect(page.locator("main")).to_contain_text("That is not the code")
    expect(page.get_by_label("Name of the organisation")).to_have_value("Lantern House")


def test_hr_reads_who_is_in_it_before_launching(stage, visit):
    page = visit(stage, "hana", "/reviews/cycles/new")
    page.get_by_label("Name of the cycle").fill("Spring review")
    page.locator("summary", has_text="Only some departments").click()
    page.get_by_label("Family Services").check()
    page.get_by_role("button", name="See who is in it").click()
    expect(page.locator(".lede")).to_contain_text("2 people, 2 managers; 5 left out because")
    expect(page.locator("main")).to_contain_text("in Fundraising, which was not chosen")
    page.get_by_role("button", name="Launch for 2 people").click()
    expect(page.locator(".toast")).to_contain_text("2 reviews are on their way")
    expect(page.locator("#board")).to_contain_text("Tomas Lindqvist")


def test_review_goes_from_launch_to_signature_and_paper(stage, visit, tmp_path):
    hana = visit(stage, "hana", f"/reviews/cycles/{stage.known.cycle}")
    tomas = visit(stage, "tomas", phone=True)
    tomas.get_by_role("link", name="Your self-review", exact=True).click()
    fill_all(tomas, "I kept every plan current.")
    tomas.locator(".finish").get_by_role("button", name="Check and submit").click()
    expect(tomas.locator("main")).to_contain_text("Nothing. All that is needed is answered.")
    tomas.get_by_role("button", name="Submit the self-review").click()
    expect(hana.locator("#board")).to_contain_text(re.compile("1 of [0-9]+ self-reviews"))

    mara = visit(stage, "mara")
    mara.get_by_role("link", name="Review of Tomas Lindqvist", exact=True).click()
    mara.locator("#bar").get_by_role("button", name="Check and submit").click()
    expect(mara.locator("main")).to_contain_text("still need an answer before you can submit")
    mara.get_by_role("link", name="Back to the form").first.click()
    fill_all(mara, "Two families wrote to thank him.")
    mara.locator("#bar").get_by_role("button", name="Check and submit").click()
    expect(mara.locator("main")).to_contain_text("4.00")
    mara.get_by_role("button", name="Submit the review").click()
    expect(hana.locator(".stat", has_text="Submitted")).to_contain_text("1")

    tomas.goto(f"{stage.url}/reviews/{stage.known.review}")
    expect(tomas.locator("main")).not_to_contain_text("Two families wrote")
    mara.get_by_role("button", name="Share with Tomas").click()
    expect(tomas.locator("main")).to_contain_text("Two families wrote to thank him.")
    tomas.get_by_label("Your response").fill("Thank you. I would like to lead a group next year.")
    tomas.get_by_role("button", name="I have received this review").click()
    expect(mara.locator("main")).to_contain_text("I would like to lead a group next year.")

    hana.goto(f"{stage.url}/reviews/{stage.known.review}")
    hana.get_by_role("button", name="Close the review").click()
    expect(tomas.locator(".standing")).to_contain_text("closed")
    expect(tomas.locator(".standing .figure")).to_have_text("4.00")
    mara.emulate_media(media="print")
    expect(mara.locator(".rail")).not_to_be_visible()
    expect(mara.locator("#arithmetic")).to_be_visible()
    assert len(mara.pdf(path=tmp_path / "review.pdf", format="A4")) > 20_000


def test_hr_returns_a_form_and_its_author_reads_why(stage, visit):
    tomas = visit(stage, "tomas", f"/questions/sheets/{stage.known.self}", phone=True)
    fill_all(tomas, "I kept every plan current.")
    tomas.locator(".finish").get_by_role("button", name="Check and submit").click()
    tomas.get_by_role("button", name="Submit the self-review").click()
    mara = visit(stage, "mara", f"/reviews/{stage.known.review}")
    mara.get_by_role("link", name="Return the self-review to Tomas").click()
    mara.get_by_label("Why you return it").fill("Please add what you learned.")
    mara.locator("summary").filter(has_text="What are you proud of").click()
    mara.get_by_label("Your note").locator("visible=true").fill("An example would help.")
    mara.get_by_role("button", name="Return it").click()
    tomas.goto(stage.url)
    tomas.get_by_role("link", name="Your self-review", exact=True).click()
    expect(tomas.locator("#frame-note")).to_contain_text("Please add what you learned.")
    expect(tomas.locator("article.question--returned")).to_contain_text("An example would help.")


def test_without_scripts_the_review_is_written_submitted_and_read(stage, visit):
    tomas = visit(stage, "tomas", f"/questions/sheets/{stage.known.self}", scripts=False)
    for article in tomas.locator("article.question").all():
        for level in article.locator(".rating__level input").all()[3:4]:
            level.check(force=True)
        for option in article.locator(".choices input").all()[:1]:
            option.check(force=True)
        for box in article.locator("textarea").all():
            box.fill("Written without scripts.")
    tomas.locator(".finish").get_by_role("button", name="Save", exact=True).click()
    expect(tomas.locator(".toast")).to_contain_text("Saved")
    tomas.locator(".finish").get_by_role("button", name="Check and submit").click()
    tomas.get_by_role("button", name="Submit the self-review").click()
    expect(tomas.locator(".toast")).to_contain_text("Mara Okafor can read it now")


def test_slash_searches_and_question_mark_lists_the_keys(stage, visit):
    page = visit(stage, "mara")
    page.keyboard.press("/")
    page.keyboard.type("lindq")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Tomas Lindqvist")
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page).to_have_url(re.compile("/keys$"))


def test_dates_out_of_order_are_refused_in_words(stage, visit):
    page = visit(stage, "hana", "/reviews/cycles/new")
    page.get_by_label("Managers' forms due").fill(str(date.today() + timedelta(days=3)))
    page.get_by_label("Name of the cycle").fill("Out of order")
    page.get_by_role("button", name="See who is in it").click()
    expect(page.get_by_role("alert")).to_contain_text("are due before the self-reviews")
    expect(page.get_by_label("Name of the cycle")).to_have_value("Out of order")


def test_person_without_mail_is_added_invited_by_a_link_and_signs_in_with_the_employee_id(stage, visit):
    hana = visit(stage, "hana", "/people/new")
    hana.get_by_label("First name").fill("Ravi")
    hana.get_by_label("Last name").fill("Menon")
    hana.get_by_label("Employee ID").fill("E77")
    hana.get_by_role("button", name="Add this person").click()
    hana.goto(stage.url + "/accounts/")
    hana.get_by_role("checkbox", name="Ravi Menon").check()
    hana.get_by_role("button", name="Make links for those ticked").click()
    link = hana.locator("input[readonly]").input_value()
    ravi = visit(stage, path=link.removeprefix(stage.url), phone=True)
    ravi.get_by_label("Choose a password").fill("short")
    ravi.get_by_role("button").last.click()
    expect(ravi.locator("main")).to_contain_text("At least 15 characters")
    ravi.get_by_label("Choose a password").fill(PASSWORD)
    ravi.get_by_role("button").last.click()
    expect(ravi.get_by_role("heading", level=1)).to_contain_text("Ravi")
    again = visit(stage, path=link.removeprefix(stage.url))
    expect(again.locator("main")).not_to_contain_text("Choose a password")
    door = visit(stage, path="/sign-in")
    door.get_by_label("E-mail or employee ID").fill("E77")
    door.get_by_label("Password").fill(PASSWORD)
    door.get_by_role("button", name="Sign in", exact=True).click()
    expect(door.get_by_role("heading", level=1)).to_contain_text("Ravi")
