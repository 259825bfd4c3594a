"""A staff list with the mess of real ones, from the file to the organisation chart; and a phone that watches it change."""
import os
from pathlib import Path

import pytest
from playwright.sync_api import expect
from test_journey import set_up
from tests.exchange.lists import messy


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_list_becomes_people_seats_and_a_chart_and_can_be_taken_back(empty_stage, visit, phone):
    page = visit(empty_stage, phone=phone)
    set_up(page)
    page.get_by_role("link", name="Bring in your people").click()
    page.locator("input[type=file]").set_input_files({"name": "staff.csv", "mimeType": "text/csv", "buffer": messy()})
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Match the columns")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("main")).to_contain_text("“Delphine Amara” is named as manager but is not in the list.")
    expect(page.locator("main")).to_contain_text("“Board of Directors” is named as manager but is not in the list.")
    page.get_by_role("button", name="Go on to the preview").click()
    expect(page.locator("main")).to_contain_text("12 people are new")
    page.get_by_role("button", name="Import now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Imported")
    page.get_by_role("link", name="See the organisation chart").click()
    page.get_by_role("link", name="List", exact=True).click()
    page.get_by_role("link", name="Unfold all").click()
    tree = page.locator("main")
    for name in ("Noor Achterberg", "Jonas T Quill", "Delphine Amara", "Leila Rahimi"):
        expect(tree).to_contain_text(name)
    expect(tree).not_to_contain_text("Solveig Ibsen")
    page.goto(empty_stage.url + "/exchange/")
    page.get_by_role("link", name="staff.csv").click()
    page.locator("summary", has_text="Take this import back").click()
    page.get_by_role("button", name="Take").last.click()
    page.goto(empty_stage.url + "/people/")
    expect(page.locator("main")).not_to_contain_text("Noor Achterberg")


def test_file_that_is_no_list_is_refused_in_words(empty_stage, visit):
    page = visit(empty_stage)
    set_up(page)
    page.goto(empty_stage.url + "/exchange/")
    page.locator("input[type=file]").set_input_files({"name": "staff.xlsx", "mimeType": "text/csv", "buffer": b"\x89PNG\r\n\x1a\n" + b"0" * 500})
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("input[type=file]")).to_be_visible()


@pytest.mark.skipif(not os.environ.get("PERF_REAL_DATA"), reason="PERF_REAL_DATA names no folder")
def test_real_list_goes_the_same_way(empty_stage, visit):
    page = visit(empty_stage)
    set_up(page)
    page.goto(empty_stage.url + "/exchange/")
    page.locator("input[type=file]").set_input_files(next(Path(os.environ["PERF_REAL_DATA"]).glob("HRDataset*.csv")))
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Go on to the preview").click()
    expect(page.locator("main")).to_contain_text("311 people are new")
    page.get_by_role("button", name="Import now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Imported")


def test_open_chart_follows_a_change_within_a_second(stage, visit):
    zora = visit(stage, "zora", "/orgchart/", phone=True)
    hana = visit(stage, "hana", "/people/new")
    hana.get_by_label("First name").fill("Ravi")
    hana.get_by_label("Last name").fill("Menon")
    hana.get_by_label("Role").fill("Fundraising Assistant")
    hana.get_by_label("Reports to").select_option(label=next(
        text for text in hana.get_by_label("Reports to").locator("option").all_inner_texts() if "Vermeer, Piet" in text))
    hana.get_by_role("button", name="Add this person").click()
    expect(zora.locator("main")).to_contain_text("Ravi Menon", timeout=3000)
