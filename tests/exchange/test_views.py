"""The way of a spreadsheet through the pages, without scripts."""
import io
import re

import pytest

from perf.exchange.models import Upload
from perf.people.models import Import, Person
from tests.exchange.lists import messy, text_of


@pytest.fixture
def hr(browser_of):
    return browser_of("hana")


def send(browser, content=None, name="staff.csv"):
    return browser.post("/exchange/", data={"file": (io.BytesIO(messy() if content is None else content), name), "kind": "staff"},
                        content_type="multipart/form-data")


def test_overview(hr):
    page = hr.get("/exchange/")
    assert page.status_code == 200 and "Staff list" in page.text
