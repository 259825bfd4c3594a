"""Links that set a password: they let nobody in who was shut out, and nobody into the account of the powerful."""
import logging
import re
from datetime import timedelta

import pytest

from perf.accounts import actions, queries
from perf.accounts.models import Account, AskedReset, Invitation
from perf.kernel import clock
from perf.notices.models import Mail, Notice
from perf.people.models import Person
from perf.settings.models import Organisation
from tests import world
from tests.conftest import PASSWORD

NEW = "violet kettle morning paper"


def link_of(page):
    found = re.search(r"/invitation/([\w-]{20,})", page)
    return found and found[1]


def opened(browser, secret):
    browser.get(f"/invitation/{secret}")
    return browser


def uses(app, secret, password=NEW):
    """Somebody opens a link in a browser of their own and chooses a password."""
    return opened(app.test_client(), secret).post("/invitation", data={"password": password})


def made(browser, *people, by="copy"):
    return browser.post("/accounts/invite", data={"people": [person.id for person in people], "by": by}).text


@pytest.fixture
def mail(app, monkeypatch):
    """A house that can send mail; gives the mails that rest in its outbox for an address."""
    monkeypatch.setitem(app.config, "BASE_URL", "https://perf.lantern.example")
    monkeypatch.setattr("perf.notices.queries.mail_works", lambda: True)
    return lambda address: [row.text for row in Mail.select().where(Mail.to == address)]


def written(app):
    """What the job in the background does every few seconds."""
    with app.app_context():
        actions.send_lost_links()


# one link: A06, A07

def test_link_counts_once_however_often_it_was_looked_at(app, browser_of, zora):
    """A06: programs that look into links (GET) do not use them up; the second POST fails."""
    secret = link_of(made(browser_of("hana"), zora))
    for _look in range(3):
        assert app.test_client().get(f"/invitation/{secret}", follow_redirects=True).status_code == 200
    assert uses(app, secret).status_code == 303
    again = uses(app, secret, "another quiet harbour bench")
    assert again.status_code == 422 and "does not open any more" in again.text
    assert Account.get(Account.person == zora) and signs_in(app, "zora", NEW)


def signs_in(app, name, password):
    return app.test_client().post("/sign-in", data={"email": f"{name}@lantern.example", "password": password}).status_code == 303


def test_only_the_newest_link_counts(app, browser_of, zora):
    """A06"""
    first, second = (link_of(made(browser_of("hana"), zora)) for _time in range(2))
    assert uses(app, first).status_code == 422 and uses(app, second).status_code == 303


@pytest.mark.parametrize("has_account, holds", [(True, timedelta(minutes=30)), (False, timedelta(days=7))])
def test_link_ends_by_itself(app, browser_of, zora, monkeypatch, has_account, holds):
    """A06: 30 minutes for a new password, seven days for an invitation."""
    if not has_account:
        Account.delete().where(Account.person == zora).execute()
    secret, now = link_of(made(browser_of("hana"), zora)), clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + holds + timedelta(seconds=1))
    assert uses(app, secret).status_code == 422
    monkeypatch.setattr(clock, "now", lambda: now + holds - timedelta(seconds=1))
    assert uses(app, secret).status_code == 303


def test_secret_of_a_link_has_256_bits_and_rests_nowhere(app, browser_of, zora):
    """A06"""
    secret = link_of(made(browser_of("hana"), zora))
    everything = world.dump()
    assert len(secret) >= 43 and secret not in everything and queries.digest(secret) in everything


def test_secret_leaves_the_address_at_once(app, browser_of, zora, caplog):
    """A07: whoever looks at the history, the log or the next page's Referer finds no secret."""
    caplog.set_level(logging.DEBUG)
    secret, browser = link_of(made(browser_of("hana"), zora)), app.test_client()
    landed = browser.get(f"/invitation/{secret}")
    assert landed.status_code == 303 and landed.headers["Location"] == "/invitation"
    cookie = next(one for one in landed.headers.getlist("Set-Cookie") if "link" in one)
    assert all(part in cookie for part in ("__Host-link=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"))
    page = browser.get("/invitation").text
    assert "A new password, Zora" in page and secret not in page
    used = browser.post("/invitation", data={"password": NEW})
    assert secret not in caplog.text and any("__Host-link=;" in one for one in used.headers.getlist("Set-Cookie"))
    assert "does not open any more" in browser.get("/invitation").text


def test_password_that_is_refused_leaves_the_link(app, browser_of, zora):
    secret = link_of(made(browser_of("hana"), zora))
    assert uses(app, secret, "short").status_code == 422 and uses(app, secret, "Lantern House zora").status_code == 422
    assert uses(app, secret).status_code == 303


def test_guessing_links_is_slowed_down(app):
    """A04: from one address fifty tries an hour."""
    answers = [uses(app, f"guess-{number}").status_code for number in range(51)]
    assert set(answers[:50]) == {422} and answers[50] == 429


# whom a link lets in: A08

def test_closing_an_account_ends_its_links(app, browser_of, zora):
    secret = link_of(made(browser_of("hana"), zora))
    browser_of("hana").post(f"/accounts/{zora.id}/enabled", data={"on": "no"})
    assert uses(app, secret).status_code == 422
    assert not Account.get(Account.person == zora).is_enabled


def test_closed_account_gets_no_new_link(browser_of, zora):
    browser_of("hana").post(f"/accounts/{zora.id}/enabled", data={"on": "no"})
    assert link_of(made(browser_of("hana"), zora)) is None


def test_leaver_gets_no_link_and_is_not_on_the_list(browser_of, zora):
    from datetime import date
    from perf.people import actions as people
    people.let_go(zora, last_day=date(2024, 1, 31))
    assert browser_of("hana").post("/accounts/invite", data={"people": zora.id}).status_code == 404
    with pytest.raises(actions.Refused):
        actions.invite(Person.get_by_id(zora.id), by=None)


def test_link_for_one_of_the_powerful_takes_two_of_them(app, browser_of, ines, adam, mara):
    """A08: who asks gets nothing; a second one confirms, and is neither who asked nor whose password it is."""
    assert link_of(made(browser_of("hana"), ines)) is None
    asked = AskedReset.get(AskedReset.person == ines)
    way = f"/accounts/resets/{asked.id}/confirm"
    assert "asks for a new password link for Ines" in browser_of("adam").get("/notices/").text
    for name, status in (("hana", 422), ("ines", 422), ("mara", 403), ("zora", 403)):
        assert browser_of(name).post(way).status_code == status, name
    secret = link_of(browser_of("adam").post(way).text)
    assert uses(app, secret).headers["Location"].startswith("/sign-in/second"), "the second factor is asked for all the same"
    assert browser_of("adam").post(way).status_code == 404


def test_asking_and_refusing_makes_no_link(browser_of, ines, hana):
    made(browser_of("hana"), ines)
    way = f"/accounts/resets/{AskedReset.get().id}"
    assert browser_of("adam").post(f"{way}/refuse").status_code == 303
    assert not Invitation.select().where(Invitation.person == ines).exists() and browser_of("adam").post(f"{way}/confirm").status_code == 404
    assert Notice.select().where(Notice.person_id == hana.id, Notice.sentence.contains("refused the new password link")).exists()


def test_wish_for_a_link_ends_after_a_day(browser_of, ines):
    made(browser_of("hana"), ines)
    way = f"/accounts/resets/{AskedReset.get().id}/confirm"
    AskedReset.update(at=clock.now() - timedelta(hours=24, seconds=1)).execute()
    assert browser_of("adam").post(way).status_code == 404


def test_server_makes_a_link_for_anybody(app, ines):
    """A08: by the command, for whoever has lost everything."""
    said = app.test_cli_runner().invoke(args=["reset-password", "ines@lantern.example"]).output
    assert uses(app, link_of(said)).status_code == 303


def test_link_made_for_another_is_told_to_that_person_at_once_and_at_the_next_sign_in(app, browser_of, zora):
    """A08"""
    made(browser_of("hana"), zora)
    assert "sets your password anew" in browser_of("zora").get("/audit/").text
    assert "Hana Sato made a link for you" in browser_of("zora").get("/notices/").text
    browser = app.test_client()
    page = browser.post("/sign-in", data={"email": "zora@lantern.example", "password": PASSWORD}, follow_redirects=True).text
    assert "Hana Sato made a link for you" in page
    assert not queries.untold_resets(Account.get(Account.person == zora)), "it is said once"


def test_nobody_sees_or_sets_the_password_of_another(app, browser_of, zora):
    """A08: no route takes a password for somebody else; a link shows none."""
    before = Account.get(Account.person == zora).password
    for name in ("hana", "adam", "ines"):
        for field in ("password", "new", "current"):
            browser_of(name).post(f"/accounts/{zora.id}/enabled", data={"on": "yes", field: NEW})
            browser_of(name).post("/accounts/invite", data={"people": zora.id, field: NEW})
    assert Account.get(Account.person == zora).password == before


# by mail

def test_lost_password_is_answered_alike_and_the_link_comes_by_mail(app, mail, zora):
    """A05, A06: whether there is such a name shows nowhere."""
    known, unknown = (app.test_client().post("/sign-in/lost", data={"name": name}) for name in (zora.email, "nobody@lantern.example"))
    assert known.status_code == unknown.status_code == 200
    assert re.sub(r'value="[^"]*"', "", known.text) == re.sub(r'value="[^"]*"', "", unknown.text)
    assert mail(zora.email) == [], "the mail is written later, so that its time tells nothing"
    written(app)
    assert "https://perf.lantern.example/invitation/" in mail(zora.email)[0] and mail("nobody@lantern.example") == []
    assert uses(app, link_of(mail(zora.email)[0])).status_code == 303


@pytest.mark.parametrize("state", ["closed", "left", "no account", "only another way in"])
def test_lost_password_lets_nobody_in_who_is_out(app, mail, zora, state):
    from datetime import date
    from perf.people import actions as people
    {"closed": lambda: Account.update(is_enabled=False).where(Account.person == zora).execute(),
     "left": lambda: people.let_go(zora, last_day=date(2024, 1, 31)),
     "no account": lambda: Account.delete().where(Account.person == zora).execute(),
     "only another way in": lambda: Account.update(password="").where(Account.person == zora).execute()}[state]()
    assert app.test_client().post("/sign-in/lost", data={"name": zora.email}).status_code == 200
    written(app)
    assert all(link_of(text) is None for text in mail(zora.email))


def test_without_mail_the_page_tells_whom_to_ask(app):
    page = app.test_client().get("/sign-in/lost").text
    assert "Ask HR for a link" in page and app.test_client().post("/sign-in/lost", data={"name": "x"}).status_code == 303


def test_asking_for_links_again_and_again_is_slowed_down(app, mail, zora):
    """A04: nobody's mailbox is filled."""
    answers = [app.test_client().post("/sign-in/lost", data={"name": zora.email}) for _time in range(11)]
    assert [one.status_code for one in answers] == [200] * 10 + [429] and int(answers[10].headers["Retry-After"]) > 0


def says_lost(app, person, address="192.0.2.7"):
    return app.test_client().post("/sign-in/lost", data={"name": person.email}, environ_overrides={"REMOTE_ADDR": address})


def test_stranger_at_the_door_ends_no_link_of_hr(app, browser_of, mail, zora):
    """A06: whoever says that a password is lost does not undo what HR has made; a new one of HR counts alone."""
    secret = link_of(made(browser_of("hana"), zora))
    says_lost(app, zora), written(app)
    own = link_of(mail(zora.email)[-1])
    assert own and uses(app, secret).status_code == 303 and uses(app, own).status_code == 422, "one of them used ends the other"
    says_lost(app, zora), written(app)
    newest = link_of(made(browser_of("hana"), zora))
    assert uses(app, link_of(mail(zora.email)[-1])).status_code == 422 and uses(app, newest).status_code == 303


def test_stranger_at_the_door_ends_no_wish_that_waits_for_a_second(app, browser_of, mail, ines):
    """A08: it ends once it is decided, or the password is chosen anew."""
    made(browser_of("hana"), ines)
    says_lost(app, ines), written(app)
    assert AskedReset.select().where(AskedReset.person == ines).exists()
    assert link_of(browser_of("adam").post(f"/accounts/resets/{AskedReset.get().id}/confirm").text)
    assert not AskedReset.select().exists()


def test_password_chosen_anew_ends_the_wish_for_a_link(app, browser_of, ines):
    made(browser_of("hana"), ines)
    assert browser_of("ines").post("/accounts/mine", data={"current": PASSWORD, "password": NEW}).status_code == 303
    assert not AskedReset.select().exists()


def test_mailbox_gets_one_link_in_five_minutes_and_five_in_an_hour(app, mail, zora, monkeypatch):
    """A04: from whatever addresses, by whatever name of the person; the answer is the same."""
    start, sent = clock.now(), []
    for minute in range(0, 66, 3):
        monkeypatch.setattr(clock, "now", lambda minute=minute: start + timedelta(minutes=minute, seconds=1))
        before = len(mail(zora.email))
        answer = app.test_client().post("/sign-in/lost", data={"name": zora.email if minute % 2 else zora.employee_id},
                                        environ_overrides={"REMOTE_ADDR": f"198.51.100.{minute}"})
        written(app)
        assert answer.status_code == 200 and "Please look into your mail" in answer.text
        sent += [minute] * (len(mail(zora.email)) - before)
    assert sent == [0, 6, 12, 18, 24, 60]
    assert uses(app, link_of(mail(zora.email)[-1])).status_code == 303, "the newest counts"


def test_words_instead_of_a_link_fill_no_mailbox_either(app, browser_of, mail, ines):
    """A04: of the powerful without a second factor."""
    from perf.accounts.models import Authenticator
    Authenticator.delete().execute()
    for number in range(8):
        says_lost(app, ines, f"198.51.100.{number}"), written(app)
    assert len(mail(ines.email)) == 5 and not any(link_of(text) for text in mail(ines.email))


def test_invitations_go_by_mail_where_there_is_one(app, browser_of, mail, zora):
    Account.delete().where(Account.person == zora).execute()
    page = made(browser_of("hana"), zora, by="mail")
    assert "Sent by e-mail" in page and link_of(page) is None
    assert uses(app, link_of(mail(zora.email)[0])).status_code == 303


def test_demonstration_sends_no_mail(app, browser_of, zora):
    Organisation.update(is_demo=True).execute()
    assert "by e-mail" not in browser_of("hana").get("/accounts/").text


# sessions beside links

def test_signing_in_anew_ends_the_session_of_before(browser_of, house, app):
    """S03: whoever planted a session has nothing of the new one."""
    browser, old = browser_of("zora"), house.secrets["zora"]
    assert browser.post("/sign-in", data={"email": "zora@lantern.example", "password": PASSWORD}).status_code == 303
    again = app.test_client()
    again.set_cookie("__Host-session", old, secure=True, domain="localhost")
    assert again.get("/me").status_code == 303
    assert actions.queries.signed_in(old) is None
