"""The pages of follow-ups: who finds them, what they say, and what happens where something is wrong."""
from datetime import datetime, time, timedelta

import pytest

from perf.feedback import actions, exports, keeping, queries
from perf.feedback.models import FollowUp, FollowUpChange
from perf.kernel import clock, modules
from perf.notices import digest
from perf.notices import queries as notices
from perf.people import actions as people
from perf.settings import actions as settings
from tests import canaries, pages, world
from tests.feedback.conftest import fresh

MARK = "CANARY-follow-up"
NEAR = ("tomas", "mara", "nils", "frida", "paula", "hana", "ines", "adam")


# who reads it

def test_those_concerned_find_it_everywhere_and_nobody_else_anywhere(house):
    """Lists, the page itself, search, home, the person's page, beside the form, the log: HR finds nothing of it."""
    with world.house_in_use(house) as rows:
        story = canaries.Story(house, rows)
        FollowUp.delete().execute()
        one = actions.agree_follow_up(MARK, about=story.subject, owner=story.subject, agreed_with=story.manager, by=story.manager,
                                      by_when=clock.today() + timedelta(days=9))
        actions.mark_follow_up(one, "tried", by=story.subject, version=1, what_came_of_it=MARK)
        at = ["/", "/feedback/follow-ups/", f"/feedback/follow-ups/{one.id}", f"/feedback/follow-ups/{one.id}/change", "/search?q=CANARY",
              f"/people/{story.subject.id}", f"/questions/sheets/{story.sheet('manager').id}", f"/questions/sheets/{story.sheet('self').id}",
              "/audit/all", f"/reviews/{story.number}", "/notices/"]
        found = {name: [page for page in at if MARK in pages.text_of(story.browser(name).get(page))] for name in NEAR}
    assert found.pop("tomas") == [*at[:6], at[7]] and found.pop("mara") == [*at[1:7]]
    assert set(map(tuple, found.values())) == {()}


def test_the_line_beside_the_box_names_who_reads_it(keys, browser_of, ines):
    assert "You and Tomas Lindqvist can read this. HR cannot." in browser_of("mara").get(f"/feedback/follow-ups/{keys.id}").text
    assert "You and Mara Okafor can read this. HR cannot." in browser_of("tomas").get("/feedback/follow-ups/new").text
    assert "Only you can read this. HR cannot." in browser_of("ines").get(f"/feedback/follow-ups/new?about={ines.id}").text


# putting one down

def test_a_manager_says_for_whom_and_who_does_it(browser_of, tomas, mara, zora, today):
    mara_sees = browser_of("mara").get("/feedback/follow-ups/new").text
    assert "Tomas Lindqvist" in mara_sees and "Zora" not in mara_sees
    assert browser_of("mara").get(f"/feedback/follow-ups/new?about={zora.id}").status_code == 404
    reply = browser_of("mara").post(f"/feedback/follow-ups/new?about={tomas.id}",
                                    data={"what": "Learn the till", "owner": mara.id, "by_when": str(today + timedelta(days=5))})
    made = FollowUp.get()
    assert reply.status_code == 303 and (made.about_id, made.owner_id, made.agreed_with_id, made.made_by_id) == (tomas.id, mara.id, mara.id, mara.id)


def test_one_for_oneself_is_agreed_with_whoever_leads_one(browser_of, tomas, mara, ines, today):
    sent = {"what": "Learn the till", "owner": tomas.id, "by_when": str(today)}
    assert browser_of("tomas").post("/feedback/follow-ups/new", data=sent).status_code == 303 and FollowUp.get().agreed_with_id == mara.id
    alone = {"what": "Sleep more", "owner": ines.id, "by_when": str(today)}
    assert browser_of("ines").post(f"/feedback/follow-ups/new?about={ines.id}", data=alone).status_code == 303
    assert FollowUp.get(FollowUp.about == ines).agreed_with_id is None


@pytest.mark.parametrize("wrong, said", [
    ({"what": " "}, "Please fill this in"), ({"by_when": "2020-01-31"}, "That day has passed"), ({"by_when": "soon"}, "not a date"),
    ({"owner": "98765"}, "Not a valid choice"), ({"owner": "x"}, "Invalid Choice"), ({"what": "x" * 1001}, "too long"),
])
def test_what_cannot_be_put_down_is_told_beside_its_field(browser_of, tomas, today, wrong, said):
    sent = {"what": "Learn the till", "owner": tomas.id, "by_when": str(today)} | wrong
    reply = browser_of("tomas").post("/feedback/follow-ups/new", data=sent)
    assert reply.status_code == 422 and said in pages.text_of(reply) and not FollowUp.select().exists()


# how it goes on

def mark(browser, one, state, version=1, said=""):
    return browser.post(f"/feedback/follow-ups/{one.id}/state", data={"state": state, "version": version, "what_came_of_it": said})


def test_what_came_of_it_is_asked_for_and_typed_words_stay(keys, browser_of):
    reply = mark(browser_of("tomas"), keys, "resolved")
    assert reply.status_code == 422 and "what came of it" in reply.text
    assert mark(browser_of("tomas"), keys, "nonsense", said="Some words").status_code == 422
    assert mark(browser_of("tomas"), keys, "resolved", said="They were there.").status_code == 303
    assert "They were there." in browser_of("mara").get("/feedback/follow-ups/").text


def test_who_was_slower_sees_how_it_stands_and_keeps_what_was_typed(keys, browser_of, tomas, mara):
    mark(browser_of("mara"), keys, "tried")
    reply = mark(browser_of("tomas"), keys, "resolved", said="All keys were there.")
    assert reply.status_code == 409 and "Somebody else changed this follow-up" in reply.text and "All keys were there." in reply.text
    assert fresh(keys).state == "tried"
    changed = browser_of("tomas").post(f"/feedback/follow-ups/{keys.id}/change",
                                       data={"what": "My words", "owner": tomas.id, "by_when": str(keys.by_when), "version": 1})
    assert changed.status_code == 409 and "My words" in changed.text and "Meanwhile it was changed to" in changed.text


def test_the_history_tells_what_stood_there_before(keys, browser_of, mara, tomas):
    browser_of("mara").post(f"/feedback/follow-ups/{keys.id}/change",
                            data={"what": "Ask two days ahead.", "owner": mara.id, "by_when": str(keys.by_when), "version": 1})
    text = pages.text_of(browser_of("tomas").get(f"/feedback/follow-ups/{keys.id}"))
    for said in ("Mara Okafor</strong> changed it", "Ask for the keys a day ahead.", "Ask two days ahead.", "“Tomas Lindqvist” → “Mara Okafor”"):
        assert said in text, said


def test_hostile_words_stay_words(agreed, browser_of):
    one = agreed("<script>alert(1)</script>\u202e" + "W" * 300)
    FollowUp.update(by_when=clock.today()).execute()
    for page in ("/feedback/follow-ups/", f"/feedback/follow-ups/{one.id}", "/"):
        text = browser_of("tomas").get(page).text
        assert "<script>alert" not in text and "&lt;script&gt;" in text


# what waits

def test_it_waits_on_home_and_is_overdue_in_a_word(keys, browser_of, today):
    assert "Ask for the keys" not in browser_of("tomas").get("/").text         # due in three weeks: it does not wait yet
    FollowUp.update(by_when=today + timedelta(days=14)).execute()
    assert "Ask for the keys" in browser_of("tomas").get("/").text and "Ask for the keys" not in browser_of("mara").get("/").text
    assert "overdue" not in browser_of("tomas").get("/feedback/follow-ups/").text
    FollowUp.update(by_when=today - timedelta(days=1)).execute()
    for name in ("tomas", "mara"):
        assert "overdue" in browser_of(name).get("/feedback/follow-ups/").text


def test_the_count_in_the_rail_is_that_of_what_waits(agreed, tomas, mara, zora, today):
    for days, owner in ((0, tomas), (14, tomas), (15, tomas), (3, mara)):
        agreed(owner=owner, by_when=today + timedelta(days=days))
    done = agreed(by_when=today)
    actions.mark_follow_up(done, "dropped", by=mara, version=1, what_came_of_it="No.")
    for person, count in ((tomas, 2), (mara, 1), (zora, 0)):
        assert queries.how_many_wait(person) == len(queries.waiting(person)) == count


def test_whoever_does_it_is_reminded_and_hr_is_told_nothing(keys, today):
    for days in (-7, -3, -1, 0, 2, 7, 14, 15):
        day = keys.by_when + timedelta(days=days)
        with clock.at(datetime.combine(day, time(12))):
            digest.run()
            assert notices.silent() == []
    from perf.notices.models import Reminded
    assert {one.person_id for one in Reminded.select()} == {keys.owner_id} and Reminded.select().count() == 7
    assert not any("keys a day" in one["words"] + one["says"] for one in modules.gather("reminders", today))


# switched off, kept, taken along, erased

def test_switched_off_nothing_of_it_shows_and_all_of_it_stays(keys, browser_of, tomas):
    before = world.dump(only=["follow_up", "follow_up_change"])
    settings.switch_room("feedback", False, by=None)
    for page in ("/feedback/follow-ups/", f"/feedback/follow-ups/{keys.id}", "/feedback/follow-ups/new"):
        assert browser_of("tomas").get(page).status_code == 404
    for page in ("/", "/me", f"/people/{tomas.id}", "/search?q=keys"):
        text = browser_of("tomas").get(page).text
        assert "Follow-up" not in text and "Ask for the keys" not in text, page
    settings.switch_room("feedback", True, by=None)
    assert world.dump(only=["follow_up", "follow_up_change"]) == before
    assert "Ask for the keys" in browser_of("tomas").get("/feedback/follow-ups/").text


def test_the_file_about_oneself_and_the_export_hold_what_one_may_read(keys, tomas, mara, hana, zora):
    def given(person):
        return [row[2] for section in keeping.everything(person)[:1] for row in section.rows]
    assert given(tomas) == given(mara) == [keys.what] and given(hana) == given(zora) == []
    assert all(section.is_private for section in keeping.everything(tomas))
    assert [row[2] for row in exports.follow_ups(mara)] == [keys.what] and list(exports.follow_ups(hana)) == []
    assert exports.persons(mara) == {tomas.id, mara.id} and exports.persons(hana) == set()


def test_erasing_takes_their_own_away_and_their_name_out_of_those_of_others(keys, agreed, tomas, mara, zora, piet):
    other = agreed("Ask Tomas Lindqvist for the keys.", about=zora, owner=piet, agreed_with=piet, by=piet)
    actions.change_follow_up(other, what="Ask Tomas Lindqvist again.", by_when=other.by_when, owner=piet, by=piet, version=1)
    for piece in keeping.forgets(tomas, "former employee 1"):
        piece.forget()
    assert [one.what for one in FollowUp.select()] == ["Ask former employee 1 again."]
    assert not [one for one in FollowUpChange.select() if "Lindqvist" in one.cells]


def test_done_ones_are_kept_for_their_years_and_open_ones_of_leavers_from_the_last_day(keys, agreed, tomas, mara, today):
    done = agreed("Done", owner=mara)
    actions.mark_follow_up(done, "resolved", by=mara, version=1, what_came_of_it="Well.")
    assert keeping.oldest() == today and keeping.past(today) == []
    assert [row.id for row in keeping.past(today + timedelta(days=1))] == [done.id]
    people.let_go(tomas, last_day=today)
    assert {row.id for row in keeping.past(today + timedelta(days=1))} == {keys.id, done.id}
    keeping.purge([keys.id])
    assert [one.id for one in FollowUp.select()] == [done.id]
