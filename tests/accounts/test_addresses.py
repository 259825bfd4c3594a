"""The e-mail address with which one signs in: how it is changed, and who learns of it."""
import re

import pytest

from perf.accounts.models import AddressChange, Session
from perf.notices.models import Mail, Notice
from perf.people.models import Person
from tests.conftest import PASSWORD

NEW = "mara.okafor@elsewhere.example"


@pytest.fixture
def mail(app, monkeypatch):
    """A house that can send mail; gives the mails that rest in its outbox for an address."""
    monkeypatch.setitem(app.config, "BASE_URL", "https://perf.lantern.example")
    monkeypatch.setattr("perf.notices.queries.mail_works", lambda: True)
    return lambda address: [row.text for row in Mail.select().where(Mail.to == address)]


@pytest.fixture
def asks(browser_of, mail):
    """Mara asks for another address; gives the secret that was sent there."""
    def ask(address=NEW):
        assert browser_of("mara").post("/accounts/mine/email", data={"email": address}).status_code == 303
        return re.search(r"https://perf\.lantern\.example/accounts/address/([\w-]{43})", mail(address)[-1])[1]
    return ask


def opens(browser, secret):
    landed = browser.get(f"/accounts/address/{secret}")
    assert landed.status_code == 303 and secret not in landed.headers["Location"]
    return browser.post("/accounts/mine/email/confirm")


def address_of(person):
    return Person.get_by_id(person.id).email


def test_new_address_counts_once_it_has_answered(app, browser_of, asks, mail, mara):
    """A12: a link to the new address, a mail to the old one."""
    secret = asks()
    assert address_of(mara) == "mara@lantern.example" and "Use mara" not in browser_of("mara").get("/accounts/mine/email").text
    browser = browser_of("mara")
    browser.get(f"/accounts/address/{secret}")
    assert f"Use {NEW} from now on?" in browser.get("/accounts/mine/email").text
    assert browser.post("/accounts/mine/email/confirm").status_code == 303 and address_of(mara) == NEW
    assert "writes to another address" in mail("mara@lantern.example")[0]
    for address, status in ((NEW, 303), ("mara@lantern.example", 422)):
        assert app.test_client().post("/sign-in", data={"email": address, "password": PASSWORD}).status_code == status


def test_change_asks_first_whether_it_is_really_you(browser_of, mail, mara):
    """A12"""
    Session.update(fresh_until=None).execute()
    assert browser_of("mara").post("/accounts/mine/email", data={"email": NEW}).status_code == 403
    assert mail(NEW) == [] and not AddressChange.select().exists()


def test_link_counts_once_and_for_its_person_alone(browser_of, asks, mara, zora):
    """A12: whoever opens it while signed in as somebody else changes nothing."""
    secret = asks()
    assert opens(browser_of("zora"), secret).status_code == 422 and address_of(zora) == "zora@lantern.example"
    assert opens(browser_of("mara"), secret).status_code == 303
    assert opens(browser_of("mara"), secret).status_code == 422


def test_only_the_newest_wish_counts(browser_of, asks, mara):
    first, second = asks(), asks("mara.o@elsewhere.example")
    assert opens(browser_of("mara"), first).status_code == 422
    assert opens(browser_of("mara"), second).status_code == 303 and address_of(mara) == "mara.o@elsewhere.example"


@pytest.mark.parametrize("address, why", [
    ("mara@lantern.example", "your address already"), ("zora@lantern.example", "belongs to somebody else"), ("nonsense", "not an e-mail address"),
    ("mаra@lantern.example\u200b", "not an e-mail address")])
def test_address_that_cannot_be_used_is_refused_in_words(browser_of, mail, mara, address, why):
    answer = browser_of("mara").post("/accounts/mine/email", data={"email": address})
    assert answer.status_code == 422 and why in answer.text and not AddressChange.select().exists()


def test_without_mail_only_hr_changes_it(browser_of, mara):
    """A12: nothing could ask the new address."""
    assert "they change it in your record" in browser_of("mara").get("/accounts/mine/email").text
    assert browser_of("mara").post("/accounts/mine/email", data={"email": NEW}).status_code == 422


def change_by_hr(browser, person, email):
    now = Person.get_by_id(person.id)
    return browser.post(f"/people/{person.id}/edit", data={"first_name": now.first_name, "last_name": now.last_name, "email": email,
                                                           "employee_id": now.employee_id, "version": now.version})


def test_address_changed_by_hr_is_told_to_its_person_and_the_old_address(browser_of, mail, zora):
    """A12"""
    assert change_by_hr(browser_of("hana"), zora, "z@elsewhere.example").status_code == 303
    assert "Hana Sato changed the e-mail address" in Notice.select().where(Notice.person_id == zora.id).get().sentence
    assert "writes to another address" in mail("zora@lantern.example")[0]


def test_address_of_the_powerful_is_told_to_all_of_hr(browser_of, mail, ines, mara):
    """A12: it opens the way to a new password."""
    from perf.people import actions as people
    people.give_power(mara, "hr")
    assert change_by_hr(browser_of("hana"), ines, "i@elsewhere.example").status_code == 303
    told = {row.person_id for row in Notice.select().where(Notice.sentence.contains("changed the e-mail address"))}
    assert told == {ines.id, mara.id}


def test_address_changed_by_a_staff_list_is_told_like_any_other(app, mail, hana, ines, mara):
    """A12: what HR may not do in silence in the record, a spreadsheet does not do either; nor does taking it back."""
    from perf.accounts import actions, queries
    from perf.exchange import actions as exchange
    from perf.exchange.queries import Job
    from perf.people import actions as people
    from perf.kernel.intake.models import Import
    from tests.world import upload
    people.give_power(mara, "hr")
    link = actions.invite(ines, by=None)
    sent = upload(hana, f"{ines.employee_id},Ines,Marchetti,i@elsewhere.example,Executive Director")
    with app.app_context():
        kept = exchange.take_in(sent, seen=Job(sent).plan().digest, by=hana)
    assert address_of(ines) == "i@elsewhere.example" and queries.invitation_of(link) is None
    told = {row.person_id for row in Notice.select().where(Notice.sentence.contains("changed the e-mail address"))}
    assert told == {ines.id, mara.id} and len(mail("ines@lantern.example")) == 1
    with app.app_context():
        exchange.take_back("staff", Import.get_by_id(kept), by=hana)
    assert address_of(ines) == "ines@lantern.example" and len(mail("i@elsewhere.example")) == 1
