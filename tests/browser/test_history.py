"""Years before Perf come in from a list and are read as marks on a line; a review goes onto paper."""
from playwright.sync_api import expect
from test_every_page import findings

from tests.browser.stage import scrolls_sideways

LIST = "Name;Year;Score;Summary;Reviewer\n" + "".join(
    f"Tomas Lindqvist;{year};{score};{'Learned a great deal. ' * 8};{'A former manager with a long name'}\n" for year, score in
    ((2015, 2), (2016, 3), (2017, "3.25"), (2018, "3.5"), (2019, 4), (2020, 1), (2021, 5)))
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def test_list_of_earlier_reviews_becomes_marks_that_open_a_pdf_lies_beside_one_and_all_fits_phone_and_paper(stage, visit):
    page = visit(stage, "hana", "/exchange/")
    page.get_by_label("Reviews from earlier years").check()
    page.locator("input[type=file]").set_input_files({"name": "old.csv", "mimeType": "text/csv", "buffer": LIST.encode()})
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("1–5").check()
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("main")).to_contain_text("7 reviews are new")
    page.get_by_role("button", name="Import now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Imported")
    page.goto(stage.url + "/search?q=lindqvist")
    page.get_by_role("main").get_by_role("link", name="Tomas Lindqvist").first.click()
    page.get_by_role("link", name="Over the years, with the scores as a line").click()
    mark = page.get_by_role("link", name="2021: 5.00 on the scale 1–5, brought in")
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tomas Lindqvist")
    page.locator("summary", has_text="Put a PDF beside it").click()
    page.get_by_label("The PDF").set_input_files({"name": "a page.pdf", "mimeType": "application/pdf", "buffer": b"<html>"})
    page.get_by_role("button", name="Put it there").click()
    expect(page.get_by_role("alert")).to_contain_text("This is not a PDF, whatever its name says")
    page.get_by_label("The PDF").set_input_files({"name": "signed 2021.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_role("button", name="Put it there").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="signed 2021.pdf").click()
    assert saved.value.suggested_filename == "signed-2021.pdf" and open(saved.value.path(), "rb").read() == PDF
    reads_on_the_phone_and_on_paper(stage, visit)


def reads_on_the_phone_and_on_paper(stage, visit):
    """In the dark at 320 px, and black on white."""
    page = visit(stage, "tomas", "/reviews/", phone=True, dark=True)
    page.get_by_role("link", name="Yours over the years").click()
    history = page.url
    page.set_viewport_size({"width": 320, "height": 700})
    for address in (history, f"{stage.url}/reviews/earlier/1", f"{stage.url}/reviews/{stage.known.review}/packet"):
        page.goto(address)
        assert findings(page) == [] and not scrolls_sideways(page), address
    page.emulate_media(media="print", color_scheme="light")
    page.set_viewport_size({"width": 720, "height": 1000})
    expect(page.locator(".rail")).to_be_hidden()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.get_by_role("heading", level=1, name="Review of Tomas Lindqvist")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.kept')).color") == "rgb(0, 0, 0)"
