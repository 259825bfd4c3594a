"""The page of notices, the choices, and putting off a reminder from home."""
import re
from datetime import timedelta

import pytest

from perf.kernel import clock, live
from perf.notices import actions, queries
from perf.notices.models import MailChoice, Notice
from tests import world
from tests.pages import Page


@pytest.fixture
def tell(app):
    def tell(person, sentence="Your review is there to read.", url="/reviews/", **more):
        actions.tell(person.id, "review", sentence, url, **more)
        return Notice.select().order_by(Notice.id.desc()).get()
    return tell


def test_notices_are_their_persons_own(tell, tomas, browser_of):
    one = tell(tomas)
    for name in ("mara", "hana", "adam", "zora", "ines"):
        assert one.sentence not in browser_of(name).get("/notices/").text
        theirs, nobodys = (browser_of(name).post(f"/notices/{number}/open") for number in (one.id, world.NOBODY))
        assert theirs.status_code == nobodys.status_code == 404
    assert Notice.get_by_id(one.id).read_at is None
    assert one.sentence in browser_of("tomas").get("/notices/").text


def test_opening_marks_as_read_and_leads_there(tell, tomas, browser_of):
    one, mine = tell(tomas, url="/people/?q=a"), browser_of("tomas")
    page = mine.get("/notices/").text
    assert ">new<" in page and 'aria-label="1 unread notice"' in page
    reply = mine.post(f"/notices/{one.id}/open")
    assert reply.status_code == 303 and reply.headers["Location"] == "/people/?q=a"
    first = Notice.get_by_id(one.id).read_at
    with clock.at(clock.now() + timedelta(hours=1)):
        mine.post(f"/notices/{one.id}/open")
    assert Notice.get_by_id(one.id).read_at == first
    assert ">new<" not in mine.get("/notices/").text and "unread notice" not in mine.get("/").text


@pytest.mark.parametrize("url", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "people/", "/\\evil.example", ""])
def test_a_notice_leads_nowhere_else(app, tomas, browser_of, url):
    """B13"""
    with pytest.raises(ValueError, match="path of our own"):
        actions.tell(tomas.id, "review", "Come here.", url)
    smuggled = Notice.create(person_id=tomas.id, at=clock.now(), kind="review", sentence="Come here.", url=url)
    assert browser_of("tomas").post(f"/notices/{smuggled.id}/open").headers["Location"] == "/notices/"


def test_all_are_marked_as_read_at_once_and_only_ones_own(tell, tomas, mara, browser_of):
    for person in (tomas, tomas, mara):
        tell(person)
    browser_of("tomas").post("/notices/read")
    assert queries.unread(tomas.id) == 0 and queries.unread(mara.id) == 1


def test_long_lists_come_in_pages_of_fifty(tell, tomas, browser_of):
    for number in range(120):
        tell(tomas, f"Number {number}.")
    mine, shown = browser_of("tomas"), []
    for page in (1, 2, 3):
        found = re.findall(r"Number (\d+)\.", mine.get(f"/notices/?page={page}").text)
        assert len(found) == (50 if page < 3 else 20)
        shown += found
    assert shown == [str(number) for number in reversed(range(120))]
    assert "Nothing older" in mine.get("/notices/?page=4").text
    for page in ("0", "-3", "x", "9" * 30, ""):
        assert mine.get(f"/notices/?page={page}").status_code == 200


def test_a_page_of_notices_costs_the_same_however_many_there_are(tell, tomas, browser_of, monkeypatch):
    from perf.kernel import db
    asked, run = [], db.Database.execute_sql
    monkeypatch.setattr(db.Database, "execute_sql", lambda self, sql, *rest, **more: asked.append(sql) or run(self, sql, *rest, **more))
    counts = []
    for more in (1, 30):
        for number in range(more):
            tell(tomas)
        browser_of("tomas").get("/keys")
        asked.clear()
        browser_of("tomas").get("/notices/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


def test_empty_page_says_what_belongs_here(zora, browser_of):
    assert "No notices yet" in browser_of("zora").get("/notices/").text


def test_open_pages_hear_of_a_new_notice(tell, tomas, mara, browser_of):
    heard = live.hub.last
    tell(tomas)
    assert live.hub.changed_at[f"notices-{tomas.id}"] > heard
    assert live.hub.changed_at.get(f"notices-{mara.id}", 0) <= heard
    assert Page(browser_of("tomas").get("/notices/count").text).elements[0][1]["data-hx-trigger"] == f"live:notices-{tomas.id} from:body"


def test_a_later_notice_of_the_same_key_takes_the_place_of_an_unread_one(tell, tomas):
    tell(tomas, "Once.", key="a")
    second = tell(tomas, "Again.", key="a")
    assert [row.sentence for row in Notice.select()] == ["Again."]
    actions.open_notice(second)
    tell(tomas, "A third time.", key="a")
    assert Notice.select().where(Notice.key == "a").count() == 2


# what one wants by mail

def test_choices_are_kept_and_shown_again(tomas, mara, browser_of):
    mine = browser_of("tomas")
    assert mine.post("/notices/choices", data={"quiet_from": "22", "quiet_to": "7", "quiet_days": "y"}).status_code == 303
    kept = MailChoice.get()
    assert (kept.person_id, kept.social, kept.quiet_from, kept.quiet_to, kept.quiet_days) == (tomas.id, False, 22, 7, True)
    shown = Page(mine.get("/notices/choices").text).values
    assert shown["quiet_from"] == ["22"] and shown["quiet_to"] == ["7"]
    assert queries.choice_of(mara.id).social


@pytest.mark.parametrize("sent", [{"quiet_from": "22"}, {"quiet_to": "3"}, {"quiet_from": "24", "quiet_to": "7"},
                                  {"quiet_from": "x", "quiet_to": "7"}])
def test_quiet_hours_need_both_ends_and_real_hours(browser_of, sent):
    assert browser_of("tomas").post("/notices/choices", data=sent).status_code == 422
    assert not MailChoice.select().exists()


def test_choices_say_whether_mail_reaches_one(browser_of, tomas, monkeypatch):
    assert "sends no mail" in browser_of("tomas").get("/notices/choices").text
    monkeypatch.setenv("PERF_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("PERF_MAIL_FROM", "perf@lantern.example")
    assert "tomas@lantern.example" in browser_of("tomas").get("/notices/choices").text
    type(tomas).update(email=None).where(type(tomas).id == tomas.id).execute()
    assert "no e-mail address in your record" in browser_of("tomas").get("/notices/choices").text


# putting off

@pytest.fixture
def waiting(app, hana, tomas):
    """What waits for Tomas."""
    cycle = world.launched(hana, "This year", years_ago=1)
    from perf.reviews.models import Review
    return f"review-{Review.get(Review.cycle == cycle, Review.person == tomas).id}-self"


def test_a_reminder_is_put_off_from_home_and_taken_up_again(waiting, tomas, browser_of, today):
    mine = browser_of("tomas")
    assert "Remind me later" in mine.get("/").text
    reply = mine.post("/notices/snooze", data={"key": waiting, "days": "3"})
    assert reply.status_code == 303 and queries.snoozed(tomas.id) == {waiting: today + timedelta(days=3)}
    assert "no reminder before" in mine.get("/").text and "Your self-review" in mine.get("/").text
    mine.post("/notices/wake", data={"key": waiting})
    assert queries.snoozed(tomas.id) == {} and "no reminder before" not in mine.get("/").text


@pytest.mark.parametrize("days", ["2", "0", "-1", "365", "x", ""])
def test_only_one_three_or_seven_days(waiting, tomas, browser_of, days):
    assert browser_of("tomas").post("/notices/snooze", data={"key": waiting, "days": days}).status_code == 422
    assert queries.snoozed(tomas.id) == {}


def test_only_what_waits_for_oneself_can_be_put_off(waiting, zora, browser_of):
    for key in (waiting, "nonsense", ""):
        assert browser_of("zora").post("/notices/snooze", data={"key": key, "days": "3"}).status_code == 404
        assert browser_of("zora").post("/notices/wake", data={"key": key}).status_code == 404
