"""Mail: from the outbox to a real mail server on this machine, and what happens when that is dead, slow or rejects."""
from datetime import timedelta

import pytest

import perf
from perf.kernel import clock
from perf.kernel.errors import Refused
from perf.notices import actions, outbox, queries, safety
from perf.notices import post as server
from perf.notices.models import Mail, Notice
from perf.settings import actions as settings
from perf.settings.models import Organisation

TO = "tomas@lantern.example"


def write(**more):
    return actions.write_to(TO, "Something waits for you", "Open Perf: https://perf.lantern.example/", **more)


def later(**more):
    return clock.at(clock.now() + timedelta(**more))


def test_a_mail_is_delivered_once_and_its_text_is_kept_no_longer(post, deliver):
    assert write()
    for _time in range(3):
        deliver()
    [mail] = post.letters.taken
    assert mail["To"] == TO and mail["From"] == "Lantern House <perf@lantern.example>"
    assert mail["Subject"] == "Something waits for you" and mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain" and mail["Content-Type"].params["format"] == "flowed"
    assert "https://perf.lantern.example/" in mail.get_content()
    assert Mail.get().sent_at and Mail.get().text == ""


@pytest.mark.parametrize("mood", ["dead", "slow", "rejecting", "for now"])
def test_after_the_server_is_well_again_every_mail_comes_once(post, deliver, monkeypatch, mood):
    """R18"""
    monkeypatch.setattr(server, "SECONDS", .3)
    for number in range(3):
        actions.write_to(f"someone{number}@lantern.example", "Waits", "Open Perf.")
    fall_ill(post, mood)
    for hours in (0, 1, 2):
        with later(hours=hours):
            deliver()
    assert post.letters.taken == [] or mood == "slow"       # a slow one may have taken it without saying so
    assert queries.mail_state()["waiting"] == 3 and queries.mail_state()["last_problem"]
    get_well(post)
    for hours in (5, 6, 7, 8, 30):
        with later(hours=hours):
            deliver()
    assert queries.mail_state()["waiting"] == 0 and not queries.mail_state()["gave_up"]
    names = {mail["Message-ID"] for mail in post.letters.taken}
    assert len(names) == 3 and (len(post.letters.taken) == 3 or mood == "slow")


def fall_ill(post, mood):
    if mood == "dead":
        post.stop()
    post.letters.rests = 1 if mood == "slow" else 0
    post.letters.says = {"rejecting": "550 we do not want this", "for now": "451 come again"}.get(mood, "250 OK")


def get_well(post):
    post.letters.rests, post.letters.says, post.letters.taken = 0, "250 OK", []
    if post.running is None:
        post.start()


@pytest.mark.parametrize("mood", ["dead", "slow", "rejecting"])
def test_requests_do_not_wait_for_the_mail_server(post, browser_of, mara, mood, quickly):
    """R18"""
    fall_ill(post, mood)
    actions.tell(mara.id, "review", "Look at this.", "/reviews/", mail="now")
    for _number in range(20):
        write()
    for name, page in (("mara", "/"), ("mara", "/notices/"), ("hana", "/people/"), ("adam", "/settings/")):
        browser = browser_of(name)
        assert quickly(lambda: browser.get(page)) < 1
    number = Notice.get(Notice.person_id == mara.id).id
    assert quickly(lambda: browser_of("mara").post(f"/notices/{number}/open")) < 1
    assert post.letters.seen == 0


def test_one_address_that_is_refused_holds_up_no_other(post, deliver):
    async def handle_RCPT(server, session, envelope, address, options):
        if address.startswith("gone"):
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"
    post.letters.handle_RCPT = handle_RCPT
    for name in ("gone", "tomas", "zora"):
        actions.write_to(f"{name}@lantern.example", "Waits", "Open Perf.")
    deliver()
    assert [mail["To"] for mail in post.letters.taken] == [TO, "zora@lantern.example"]
    assert Mail.get(Mail.to == "gone@lantern.example").last_problem == "SMTPRecipientsRefused"


def test_a_mail_outlives_a_restart(post, deliver, app):
    post.stop()
    write()
    deliver()
    perf.open_house(app.config["DATA"])
    post.start()
    with later(minutes=5):
        deliver()
    assert len(post.letters.to(TO)) == 1


def test_a_mail_that_was_claimed_when_the_house_was_killed_goes_out_under_the_same_name(post, deliver, monkeypatch):
    write()
    sent = outbox.sent
    monkeypatch.setattr(outbox, "sent", lambda mail: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        deliver()
    monkeypatch.setattr(outbox, "sent", sent)
    with later(minutes=2):
        deliver()
        assert len(post.letters.taken) == 1
    with later(minutes=10):
        deliver()
    assert [mail["Message-ID"] for mail in post.letters.taken] == 2 * [post.letters.taken[0]["Message-ID"]]


def test_after_a_day_it_is_given_up_and_the_administrator_is_told(post, deliver, adam, hana):
    post.stop()
    write()
    for hours in (1, 20, 25):
        with later(hours=hours):
            deliver()
    post.start()
    with later(hours=26):
        deliver()
        assert post.letters.taken == [] and queries.mail_state()["gave_up"] == 1 and Mail.get().text == ""
    assert "given up" in Notice.get(Notice.person_id == adam.id).sentence
    assert not Notice.select().where(Notice.person_id == hana.id).exists()


def test_a_mail_that_helps_for_half_an_hour_is_not_sent_after_that(post, deliver):
    write(until=clock.now() + timedelta(minutes=30))
    with later(minutes=31):
        deliver()
    assert post.letters.taken == []


def test_the_same_key_goes_in_once(post):
    assert [write(key="a"), write(key="a"), write(key="b"), write(), write()] == [True, False, True, True, True]


def test_state_says_what_waits_and_since_when(post, deliver):
    assert queries.mail_state() == {"configured": True, "problem": None, "waiting": 0, "oldest": None, "last_problem": "", "gave_up": 0}
    post.stop()
    write()
    deliver()
    state = queries.mail_state()
    assert state["waiting"] == 1 and state["oldest"] == Mail.get().made_at and state["last_problem"] == "ConnectionRefusedError"


# what is said of it to whoever runs the house

@pytest.fixture
def findings(app):
    def findings():
        with app.app_context():
            return {one.key for one in safety.findings()}
    return findings


def test_check_finds_nothing_where_mail_works(post, deliver, findings):
    """L09"""
    write()
    deliver()
    assert findings() == set()


def test_check_says_what_is_wrong_with_mail(post, deliver, findings, app, monkeypatch):
    """L09: each bad setting produces its line."""
    monkeypatch.setitem(app.config, "BASE_URL", "")
    assert findings() == {"mail-no-url"}
    monkeypatch.setenv("PERF_SMTP_TLS", "ssl")
    assert findings() == {"mail-settings"}
    monkeypatch.setenv("PERF_SMTP_HOST", "")
    assert findings() == {"no-mail"}


def test_check_says_that_mails_wait_and_that_some_were_given_up(post, deliver, findings):
    """L09"""
    post.stop()
    write()
    deliver()
    assert findings() == set()
    with later(hours=2):
        assert findings() == {"mail-waits"}
    with later(hours=25):
        deliver()
        assert findings() == {"mail-given-up"}


# settings

@pytest.mark.parametrize("given, said", [
    ({"SMTP_TLS": "none", "SMTP_HOST": "mail.example.org"}, "this machine"), ({"SMTP_TLS": "ssl"}, "starttls"), ({"SMTP_PORT": "smtp"}, "number"),
    ({"SMTP_PORT": "٢٥"}, "number"), ({"MAIL_FROM": ""}, "address"), ({"MAIL_FROM": "perf"}, "address"),
    ({"MAIL_FROM": "a@b.example\nBcc: c@d.example"}, "address"), ({"SMTP_PASSWORD_FILE": "/nowhere/at/all"}, "cannot be read")])
def test_a_wrong_setting_is_named_and_nothing_goes_out(post, monkeypatch, given, said):
    for name, value in given.items():
        monkeypatch.setenv(f"PERF_{name}", value)
    assert said in queries.mail_problem() and not queries.mail_works() and not write()


def test_what_holds_where_little_is_said(monkeypatch, tmp_path):
    for name, value in {"SMTP_HOST": "mail.example.org", "MAIL_FROM": "perf@example.org", "SMTP_USER": "perf"}.items():
        monkeypatch.setenv(f"PERF_{name}", value)
    (tmp_path / "secret").write_text("four words\n")
    monkeypatch.setenv("PERF_SMTP_PASSWORD_FILE", str(tmp_path / "secret"))
    assert server.server() == ("mail.example.org", 587, "perf", "four words", "starttls", "perf@example.org")
    monkeypatch.setenv("PERF_SMTP_TLS", "tls")
    assert server.server().port == 465


def test_without_a_mail_server_nothing_is_kept_for_it(app, adam):
    assert not queries.mail_works() and not write() and not Mail.select().exists()


def test_a_demonstration_sends_no_mail(post):
    Organisation.update(is_demo=True).execute()
    from perf.settings.queries import refresh
    refresh()
    assert not queries.mail_works() and not write()


# what must not get into a mail

@pytest.mark.parametrize("address", ["a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", "a b@c.example", "", "a", None,
                                     "a@b.example\x00", "<a@b.example>", "a@b.example\u2028x", "x" * 300 + "@b.example"])
def test_an_address_that_would_be_more_than_one_is_refused(post, address):
    """I11"""
    with pytest.raises(Refused):
        actions.write_to(address, "Waits", "Open Perf.")


@pytest.mark.parametrize("evil", ["Evil\r\nBcc: c@d.example", "Evil\nX-Evil: yes", "Evil\r\n\r\nbody", "Evil\x00\x0b\u2028\u0085Bcc: c@d.example",
                                  '"Evil" <c@d.example>', "Évíl 🌿 Łódź", "=?utf-8?q?Evil=0D=0ABcc:_c@d.example?="])
def test_no_name_makes_a_header_of_its_own(post, deliver, adam, evil):
    """I11"""
    house = Organisation.get()
    settings.change_organisation(version=house.version, by=adam, name=evil)
    actions.write_to(TO, f"{evil} waits", "Open Perf.\n.\nQUIT\n")
    deliver()
    [mail] = post.letters.taken
    assert mail.envelope.rcpt_tos == [TO] and mail.envelope.mail_from == "perf@lantern.example"
    assert set(mail.keys()) == {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type",
                                "Content-Transfer-Encoding", "MIME-Version"} | ({"X-Peer"} & set(mail.keys()))
    assert "\x00" not in mail.as_string()
    assert mail["From"].addresses[0].addr_spec == "perf@lantern.example" and len(mail["From"].addresses) == 1
    assert mail.get_content().replace("\r\n", "\n") == "Open Perf.\n.\nQUIT\n"


def test_a_domain_with_marks_is_written_so_that_every_server_takes_it(post, deliver):
    actions.write_to("tomas@bücher.example", "Waits", "Open Perf.")
    deliver()
    assert post.letters.taken[0].envelope.rcpt_tos == ["tomas@xn--bcher-kva.example"]


def test_long_lines_are_broken_so_that_a_reader_can_join_them(post, deliver):
    text = "From here " + "and there " * 30 + "\n> quoted\n\nhttps://perf.lantern.example/" + "x" * 200
    actions.write_to(TO, "Waits", text)
    deliver()
    lines = post.letters.taken[0].get_content().splitlines()
    assert all(len(line) <= 78 or line.startswith("https://") for line in lines)
    joined, now = [], ""
    for line in lines:
        now += line[1:] if line.startswith(" ") else line
        if not line.endswith(" "):
            joined, now = [*joined, now.rstrip()], ""
    assert joined == [line.rstrip() for line in text.splitlines()]


# on the command line

def test_mail_test_prints_what_the_server_says(post, app):
    result = app.test_cli_runner().invoke(args=["mail-test", TO])
    assert result.exit_code == 0 and "DATA 250" in result.output and len(post.letters.to(TO)) == 1


def test_mail_test_says_what_is_wrong(post, app, monkeypatch):
    run = app.test_cli_runner().invoke
    post.letters.says = "550 not from you"
    assert "550" in run(args=["mail-test", TO]).output
    post.stop()
    refused = run(args=["mail-test", TO])
    assert refused.exit_code == 1 and "ConnectionRefusedError" in refused.output
    assert "is not an address" in run(args=["mail-test", "tomas"]).output
    monkeypatch.setenv("PERF_SMTP_HOST", "")
    assert "PERF_SMTP_HOST" in run(args=["mail-test", TO]).output
