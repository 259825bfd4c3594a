"""One person alone takes over nobody of power: not by links, factors, powers or addresses, whatever comes first."""
import re
from datetime import timedelta

import pytest

from perf.accounts import actions, factors, lost, queries, second
from perf.accounts.models import Account, Invitation, Session
from perf.kernel import clock
from perf.kernel.errors import Refused
from perf.people import actions as people
from perf.people.models import Person
from tests import world

NEW = "violet kettle morning paper"


def now(person):
    """The person as the next request reads them."""
    return Person.get_by_id(person.id)


def give_or_take(browser, person, power, do):
    assert browser.post(f"/people/{person.id}/powers", data={"power": power, "do": do}).status_code == 303


def opens(app, secret):
    browser = app.test_client()
    browser.get(f"/invitation/{secret}")
    return browser.post("/invitation", data={"password": NEW}).status_code == 303


# Powers taken first

def test_power_taken_a_moment_ago_still_protects(browser_of, ines):
    """A08: whoever takes the power from somebody gets neither a link for them nor their second factor."""
    hana = browser_of("hana")
    give_or_take(hana, ines, "executive", "take")
    page = hana.post("/accounts/invite", data={"people": [ines.id]}).text
    assert "/invitation/" not in page and not Invitation.select().where(Invitation.person == ines).exists()
    assert hana.post(f"/accounts/{ines.id}/second").status_code == 422 and second.has_one(ines)


def test_protection_ends_a_week_after_the_power(browser_of, ines, hana, monkeypatch):
    """A08"""
    give_or_take(browser_of("hana"), ines, "executive", "take")
    then = clock.now()
    for later, counts in ((timedelta(days=7, seconds=-1), True), (timedelta(days=7, seconds=1), False)):
        monkeypatch.setattr(clock, "now", lambda later=later: then + later)
        assert actions.needs_two(now(ines), hana) == counts
    factors.take_away(now(ines), by=hana)
    assert not second.has_one(ines)


def test_power_over_nothing_protects_nobody_longer(browser_of, mara, hana):
    """A board member's power opens nobody's record."""
    give_or_take(browser_of("hana"), mara, "board", "give")
    give_or_take(browser_of("hana"), mara, "board", "take")
    assert not queries.counts_as_powerful(now(mara)) and actions.invite(now(mara), by=hana)


@pytest.mark.parametrize("do", ["give", "take"])
def test_other_powers_end_open_links(app, browser_of, mara, hana, do):
    """A08: a link made while somebody had no power does not open the account that has one now."""
    if do == "take":
        people.give_power(mara, "executive")
    secret = actions.invite(now(mara), by=None)
    give_or_take(browser_of("hana"), mara, "executive", do)
    assert not opens(app, secret)


def test_mail_alone_resets_nobody_whose_power_went_a_moment_ago(browser_of, adam, ines):
    """A08: without a second factor, for a week."""
    people.give_power(ines, "administrator")
    account = Account.get(Account.person == adam)
    factors.take_away(adam, by=None)
    give_or_take(browser_of("hana"), adam, "administrator", "take")
    assert not lost.may_reset_alone(Account.get_by_id(account.id))


# Coming in with power

@pytest.fixture
def newcomer(app, hana):
    """Noor is HR before she has an account; she has just come in by her invitation."""
    noor = people.add_person("Noor", "Achterberg", email="noor@lantern.example")
    people.give_power(noor, "hr")
    client = app.test_client()
    client.get(f"/invitation/{actions.invite(now(noor), by=hana)}")
    assert client.post("/invitation", data={"password": NEW}).status_code == 303
    return client


def test_newcomer_of_power_sets_up_the_second_factor_at_once(newcomer):
    """A10, S09: the password was chosen a second ago, so nobody asks for it again."""
    assert newcomer.get("/people/").location == "/accounts/second"
    assert newcomer.get("/accounts/second/app").status_code == 200


def test_newcomer_of_power_can_show_that_it_is_really_them(newcomer):
    """A10, S09: a quarter of an hour later they are asked, and the answer is taken."""
    Session.update(fresh_until=None).execute()
    asked = newcomer.get("/accounts/second/app")
    assert asked.status_code == 403 and "Is it really you?" in asked.text
    way = re.search(r'<form method="post" action="(/sign-in/again)"', asked.text)[1]
    answer = newcomer.post(way, data={"confirm_password": NEW, "next": "/accounts/second/app"})
    assert (answer.status_code, answer.location) == (303, "/accounts/second/app")
    assert newcomer.get("/accounts/second/app").status_code == 200 and newcomer.get("/people/").location == "/accounts/second"


def test_link_beside_a_second_factor_shows_nothing_yet(app, hana):
    """A08, S09: the session that waits for its code is not taken for theirs."""
    secret = actions.invite(hana, by=None)
    assert opens(app, secret)
    [waiting] = Session.select().where(Session.is_pending)
    assert waiting.fresh_until is None


# Addresses that were mended

def change_address(person, email, by):
    record = now(person)
    people.change_person(record, version=record.version, by=by, email=email, employee_id=record.employee_id)


def test_invitation_sent_to_a_wrong_address_ends_with_it(app, hana):
    """A12: whoever reads that mailbox cannot come in as the newcomer."""
    noor = people.add_person("Noor", "Achterberg", email="noor@wrong.example")
    secret = actions.invite(noor, by=hana)
    change_address(noor, "noor@lantern.example", hana)
    assert not opens(app, secret) and not Account.select().where(Account.person == noor).exists()


def test_invitation_handed_over_stays_where_there_was_no_address(app, hana):
    """A12: nothing was sent anywhere."""
    noor = people.add_person("Noor", "Achterberg", employee_id="E70")
    secret = actions.invite(noor, by=hana)
    change_address(noor, "noor@lantern.example", hana)
    assert opens(app, secret)


def test_take_away_says_why_it_takes_the_server(ines, hana):
    people.take_power(ines, "executive", by=hana)
    with pytest.raises(Refused) as no:
        factors.take_away(now(ines), by=hana)
    assert "reset-mfa ines@lantern.example" in no.value.words and world.member("ines") == ines
