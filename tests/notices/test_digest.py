"""Each morning: reminders by the ladder, and one mail at the most."""
from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from perf.kernel import clock, modules
from perf.notices import actions, digest, queries
from perf.notices.models import Mail, Notice, Reminded
from perf.people import actions as people
from perf.questions.models import Answer, Template
from perf.reviews import actions as reviews
from perf.reviews.models import Review
from tests import world

LAUNCH = date(2026, 3, 10)
DUE = date(2026, 4, 1)          # three days before lies the night in which London's clocks go forward


@pytest.fixture
def cycle(app, hana):
    with clock.at(LAUNCH):
        made = reviews.plan_cycle(by=hana, name="Spring", template=Template.get(Template.kind == "annual"),
                                  period_start=date(2025, 1, 1), period_end=date(2025, 12, 31), self_due=DUE,
                                  manager_due=date(2026, 5, 20), share_by=date(2026, 6, 20), close_on=date(2026, 7, 20))
        reviews.launch(made, by=hana)
    return made


@pytest.fixture
def review(cycle, tomas):
    return Review.get(Review.cycle == cycle, Review.person == tomas)


@pytest.fixture
def run(app):
    """What the background does every minute, at a moment of London's clocks in March and April 2026."""
    def run(moment=None):
        if moment is None:
            moment = clock.now()
        with clock.at(moment), app.app_context():
            digest.run()
    return run


def at(day, hour=9, minute=0):
    """A moment in UTC of a wall time in London."""
    wall = datetime.combine(day, datetime.min.time()) + timedelta(hours=hour, minutes=minute)
    return wall - timedelta(hours=1 if day >= date(2026, 3, 29) else 0)


def mails_to(person):
    return [mail for mail in Mail.select().order_by(Mail.id) if mail.to == person.email]


def days_of(person, key):
    return [row.day for row in Reminded.select().where(Reminded.person_id == person.id, Reminded.key == key).order_by(Reminded.day)]


# the ladder

def test_reminders_go_by_the_ladder_and_then_stop(post, run, review, tomas):
    """R19"""
    for number in range(60):
        for hour in (0, 6, 7, 8, 8, 13, 23):
            run(at(LAUNCH + timedelta(number), hour, 30))
    days = [DUE + timedelta(step) for step in (-7, -3, -1, 0, 2, 7, 14)]
    assert days_of(tomas, f"review-{review.id}-self") == days
    assert [clock.local(mail.made_at).date() for mail in mails_to(tomas)] == [LAUNCH + timedelta(1), *days]     # launched at noon
    assert {clock.local(mail.made_at).hour for mail in mails_to(tomas)} == {7}
    assert Notice.select().where(Notice.person_id == tomas.id, Notice.kind == "reminder").count() == 1     # the latest alone


def test_a_clock_that_goes_back_an_hour_reminds_nobody_twice(post, run, review, tomas):
    """R19"""
    day = DUE - timedelta(1)
    for hour, minute in ((7, 29), (7, 30), (8, 10), (7, 10), (7, 40), (8, 10), (23, 59), (8, 0)):
        run(at(day, hour, minute))
    assert len(days_of(tomas, f"review-{review.id}-self")) == 1 and len(mails_to(tomas)) == 1


def test_nothing_is_sent_before_half_past_seven(post, run, review, tomas):
    run(at(DUE, 7, 29))
    assert not Mail.select().exists()
    run(at(DUE, 7, 30))
    assert len(mails_to(tomas)) == 1


def test_days_on_which_the_house_was_off_are_made_good_by_one_reminder(post, run, review, tomas):
    for day in (DUE - timedelta(9), DUE + timedelta(5), DUE + timedelta(6)):
        run(at(day))
    assert days_of(tomas, f"review-{review.id}-self") == [DUE + timedelta(5)]


def test_who_has_acted_is_not_reminded(post, run, review, tomas, zora):
    with clock.at(at(DUE - timedelta(10))):
        world.submit(review, "self")
    for number in range(60):
        run(at(LAUNCH + timedelta(number)))
    assert days_of(tomas, f"review-{review.id}-self") == [] and Reminded.select().where(Reminded.person_id == zora.id).count() == 7
    assert Notice.select().where(Notice.person_id == tomas.id, Notice.read_at.is_null()).count() == 0


def test_who_has_left_gets_no_mail_and_no_reminder(post, run, review, tomas, hana):
    people.let_go(tomas, last_day=LAUNCH + timedelta(5), by=hana)
    for number in range(7, 30):
        run(at(LAUNCH + timedelta(number)))
    assert not mails_to(tomas) and not Reminded.select().where(Reminded.person_id == tomas.id).exists()


def test_without_a_mail_server_reminders_stand_in_the_app(app, run, review, tomas):
    run(at(DUE - timedelta(1)))
    said = Notice.get(Notice.person_id == tomas.id, Notice.kind == "reminder")
    assert said.sentence.startswith("Your self-review: by 1 April")
    assert not Mail.select().exists()


def test_without_an_address_of_the_house_no_mail_goes_out(post, run, review, app, monkeypatch):
    monkeypatch.setitem(app.config, "BASE_URL", "")
    run(at(DUE))
    assert Reminded.select().exists() and not Mail.select().exists()


# after the last one

def test_hr_sees_who_has_not_acted_after_the_last_reminder(run, review, browser_of, cycle):
    last = DUE + timedelta(14)
    with clock.at(last - timedelta(1)):
        world.submit(review, "self")
    run(at(last))
    with clock.at(at(last)):
        assert queries.silent() == []
    with clock.at(at(last + timedelta(1))):
        silent = {one["name"] for one in queries.silent()}
        assert "Zora Demir" in silent and "Tomas Lindqvist" not in silent
        shown = browser_of("hana").get("/").text
        assert "No action after the last reminder" in shown and "self-review, was due on 1 April" in shown
        assert "No action after the last reminder" not in browser_of("zora").get("/").text


# the mail of the day

def test_the_mail_bundles_what_waits_and_names_nobody(post, run, cycle, mara, deliver):
    with clock.at(at(date(2026, 5, 19))):
        for number in range(3):
            actions.tell(mara.id, "review", "Look at this.", "/reviews/")
    run(at(date(2026, 5, 20)))
    with clock.at(at(date(2026, 5, 20))):
        deliver()
    [mail] = post.letters.to(mara.email)
    body = mail.get_content().replace(" \r\n", " ").replace("\r\n", "\n")
    assert mail["Subject"].endswith("wait for you") or mail["Subject"].endswith("waits for you")
    assert "A review to write" in body and "20 May" in body and "There are 3 new notices for you." in body
    assert "https://perf.lantern.example/" in body and "https://perf.lantern.example/notices/choices" in body
    assert not [name for name in ("Tomas", "Lindqvist", "Mara", "Okafor") if name in body]


def test_what_was_read_before_the_morning_is_not_mailed(post, run, zora):
    with clock.at(at(LAUNCH, 15)):
        actions.tell(zora.id, "review", "Look at this.", "/reviews/")
    with clock.at(at(LAUNCH, 16)):
        actions.read_all(zora.id)
    run(at(LAUNCH + timedelta(1)))
    assert not mails_to(zora)


def test_what_comes_later_in_the_day_waits_for_the_next_morning(post, run, zora):
    for hour in (10, 15):
        with clock.at(at(LAUNCH, hour)):
            actions.tell(zora.id, "review", "Look at this.", "/reviews/")
        run(at(LAUNCH, hour, 30))
    assert not mails_to(zora)
    run(at(LAUNCH + timedelta(1), 7, 30))
    run(at(LAUNCH + timedelta(1), 8, 30))
    run(at(LAUNCH + timedelta(2), 8, 30))
    assert [mail.subject for mail in mails_to(zora)] == ["2 new notices for you"]


def test_a_reminder_that_comes_up_in_the_day_makes_no_second_mail(post, run, review, piet, hana):
    late = date(2026, 5, 25)
    with clock.at(at(late - timedelta(1), 15)):
        actions.tell(piet.id, "review", "Look at this.", "/reviews/")
    run(at(late, 7, 30))
    with clock.at(at(late, 10)):
        reviews.hand_over(review, piet, by=hana)
    for day in (late, late + timedelta(1)):
        run(at(day, 11))
        assert len([mail for mail in mails_to(piet) if clock.local(mail.made_at).date() == day]) == 1


def test_a_mail_for_the_app_alone_stays_there_and_one_for_now_goes_at_once(post, app, zora):
    with app.app_context():
        actions.tell(zora.id, "account", "Something of old.", "/accounts/mine", mail=None)
        assert not mails_to(zora)
        actions.tell(zora.id, "account", "SECRET SENTENCE", "/accounts/mine", mail="now")
    assert "SECRET" not in mails_to(zora)[0].text and "https://perf.lantern.example/notices/" in mails_to(zora)[0].text


# one's own choice

CHOSEN = dict(social=True, quiet_from=None, quiet_to=None, quiet_days=False)


@pytest.mark.parametrize("quiet, expected", [((7, 10), 10), ((22, 9), 9), ((0, 7), 7), ((12, 7), 7), ((7, 23), 23)])
def test_in_quiet_hours_the_mail_waits(post, run, review, tomas, quiet, expected):
    actions.choose(tomas.id, **{**CHOSEN, "quiet_from": quiet[0], "quiet_to": quiet[1]})
    for hour in range(24):
        run(at(DUE, hour, 45))
    assert [clock.local(mail.made_at).hour for mail in mails_to(tomas)] == [expected]


def test_on_quiet_days_the_mail_waits_for_the_next_working_day(post, run, review, tomas, zora):
    actions.choose(tomas.id, **{**CHOSEN, "quiet_days": True})
    for number in range(4):
        run(at(date(2026, 3, 28) + timedelta(number)))          # Saturday to Tuesday; the reminder falls on Sunday
    told = {person: [clock.local(mail.made_at).date().day for mail in mails_to(person)] for person in (tomas, zora)}
    assert 29 in told[zora] and told[tomas] == [30, 31]


def test_social_mail_can_be_switched_off_and_what_there_is_to_do_cannot(post, run, tomas, zora):
    actions.choose(tomas.id, **{**CHOSEN, "social": False})
    with clock.at(at(LAUNCH, 12)):
        for person in (tomas, zora):
            actions.tell(person.id, "social", "Somebody thanks you.", "/")
    run(at(LAUNCH + timedelta(1)))
    assert not mails_to(tomas) and len(mails_to(zora)) == 1
    with clock.at(at(LAUNCH + timedelta(1), 12)):
        actions.tell(tomas.id, "review", "Look at this.", "/reviews/")
    run(at(LAUNCH + timedelta(2)))
    assert [mail.subject for mail in mails_to(tomas)] == ["1 new notice for you"]


def test_what_is_put_off_is_not_said_until_the_day(post, run, review, tomas):
    with clock.at(at(DUE - timedelta(4))):
        actions.snooze(tomas.id, f"review-{review.id}-self", 3)
    for number in range(-4, 3):
        run(at(DUE + timedelta(number)))
    assert days_of(tomas, f"review-{review.id}-self") == [DUE - timedelta(1), DUE, DUE + timedelta(2)]


# nothing that anybody wrote gets into a mail

def test_no_mail_holds_what_was_written_nor_of_whom(post, run, deliver, review, tomas, mara, hana, ines, zora):
    """I11: a whole review with a canary in each text, and every mail that it leads to."""
    with clock.at(at(LAUNCH + timedelta(1))):
        for kind in ("self", "manager"):
            fill_with_canaries(review, kind)
        sheet = world.fresh(review).self_sheet
        answer = Answer.select().where(Answer.sheet == sheet).first()
        reviews.return_form(world.fresh(review), sheet, by=mara, reason="CANARY return", notes={answer.id: "CANARY note"})
        fill_with_canaries(review, "self")
        reviews.hand_over(world.fresh(review), ines, by=hana)
        reviews.hand_over(world.fresh(review), mara, by=hana)
        reviews.share(world.fresh(review), by=mara)
    with clock.at(at(LAUNCH + timedelta(3))):
        reviews.acknowledge(world.fresh(review), by=tomas, response="CANARY response")
        reviews.reopen(world.fresh(review), by=hana, reason="CANARY reopen")
        reviews.share(world.fresh(review), by=mara)
        reviews.record_refusal(world.fresh(review), by=mara, witness="CANARY witness", note="CANARY remark")
        other = Review.get(Review.cycle == review.cycle, Review.person == zora)
        reviews.withdraw(other, by=hana, reason="CANARY withdrawn")
    for number in range(80):
        run(at(LAUNCH + timedelta(number)))
        with clock.at(at(LAUNCH + timedelta(number))):
            deliver()
    whole = "\n".join(mail.as_string() + mail.get_content() for mail in post.letters.taken)
    names = [person.first_name for person in (tomas, mara, hana, ines, zora)] + ["Lindqvist", "Okafor"]
    assert len(post.letters.taken) > 10 and "CANARY" not in whole and "rating" not in whole.lower()
    bodies = "\n".join(mail["Subject"] + mail.get_content() for mail in post.letters.taken)
    assert not [name for name in names if name in bodies]
    assert "CANARY" not in "\n".join(notice.sentence for notice in Notice.select())
    per_day = Counter((mail["To"], mail["Date"].datetime.date()) for mail in post.letters.taken)
    assert max(per_day.values()) == 1


def fill_with_canaries(review, kind):
    review = world.fresh(review)
    sheet = review.self_sheet if kind == "self" else review.manager_sheet
    world.fill(sheet, text="CANARY text")
    reviews.submit_form(review, sheet, by=sheet.author)


def test_every_room_says_of_its_reminders_what_is_needed(app, review, today):
    wanted = {"person_id", "key", "due", "words", "url"}
    found = modules.gather("reminders", today)
    assert found and all(wanted <= one.keys() for one in found)
