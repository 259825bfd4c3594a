"""Who may import, and whose uploads one may open."""
from datetime import timedelta

import pytest

from perf.exchange import access, actions
from perf.exchange.models import Upload
from perf.kernel import clock
from perf.people import actions as people
from tests import world
from tests.exchange.lists import messy


@pytest.fixture
def upload(hana):
    return actions.receive(hana, "staff", messy(), "staff.csv")


@pytest.mark.parametrize("name", ["mara", "tomas", "zora", "adam", "ines"])
def test_without_hr_nothing_of_it_opens(browser_of, upload, name):
    browser = browser_of(name)
    for page in ("", f"{upload.id}/columns", f"{upload.id}/decisions", f"{upload.id}/preview", "template/staff.csv"):
        assert browser.get(f"/exchange/{page}").status_code == 403
    assert browser.post(f"/exchange/{upload.id}/import").status_code == 403
    assert "/exchange/" not in browser.get("/me").text


def test_an_upload_is_its_owners_alone(house, upload, ines):
    people.give_power(ines, "hr")
    other = world.signed_in_anew(house, "ines")
    for page in ("columns", "decisions", "preview", "refused.csv"):
        assert other.get(f"/exchange/{upload.id}/{page}").status_code == 404
    for deed in ("columns", "decisions", "import", "drop", "encoding"):
        assert other.post(f"/exchange/{upload.id}/{deed}").status_code == 404
    assert Upload.select().count() == 1


def test_an_upload_is_forgotten_after_a_day(upload, hana):
    assert access.uploads_of(hana).exists()
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        assert not access.uploads_of(hana).exists()
        actions.clear_old()
    assert not Upload.select().count()


def test_a_new_upload_takes_the_place_of_the_one_before(upload, hana):
    actions.receive(hana, "staff", messy(), "again.csv")
    assert [one.file_name for one in Upload.select()] == ["again.csv"]


def test_file_is_not_kept_after_the_import(upload, hana):
    from perf.exchange.queries import Job
    answers = {question.key: question.guess for question in Job(upload).plan().open}
    actions.answer(upload, answers)
    upload = Upload.get_by_id(upload.id)
    actions.take_in(upload, seen=Job(upload).plan().digest, by=hana)
    kept = Upload.get_by_id(upload.id)
    assert kept.sheet is None and kept.content is None and kept.import_id
