"""The pages of goals: who finds what, what they say, and what happens where something is wrong."""
import re
from datetime import date, timedelta

import pytest
from werkzeug.datastructures import MultiDict

from perf.goals import actions, checking, due, giving, queries, reminders, waiting, watch
from perf.goals.fields import Given
from perf.goals.models import UNIT, CheckIn, Goal
from perf.kernel import clock, modules, words
from perf.kernel.errors import Refused
from perf.notices.models import Notice
from perf.people import actions as people
from perf.settings import actions as settings
from perf.settings.queries import organisation
from tests import pages
from tests.goals.conftest import fresh
from tests.goals.test_actions import as_it_is

NEW = {"title": "Forty families", "measure": "number", "start": "0", "target": "1,250.5", "unit": "families", "kind": "commitment", "rhythm": "monthly",
       "starts": "2031-01-01", "due": "2031-12-31", "weight": "2.5"}


# writing one down

def test_what_was_typed_is_kept_in_ten_thousandths_and_shown_as_typed(app, browser_of, tomas, mara):
    reply = browser_of("tomas").post("/goals/new", data={**NEW, "owner": tomas.id})
    made = Goal.get()
    assert reply.status_code == 303 and (made.state, made.target, made.weight) == ("proposed", 12_505_000, 25_000)
    assert "0 of 1,250.5 families" in browser_of("tomas").get(f"/goals/{made.id}").text
    actions.agree_goal(made, by=mara, version=made.version)
    assert 'value="1,250.5"' in browser_of("mara").get(f"/goals/{made.id}/change").text


@pytest.mark.parametrize("field, typed", [("target", "many"), ("target", "1.23456"), ("target", "NaN"), ("target", "1e9"), ("target", "9" * 30), ("target", ""),
                                          ("weight", "-1"), ("weight", "0"), ("weight", "heavy"), ("due", "2030-01-01"), ("title", "   "), ("parent", "98765"),
                                          ("parent", "x"), ("period", "98765"), ("rhythm", "hourly"), ("measure", "guess")])
def test_what_cannot_be_is_refused_in_words_and_what_was_typed_stays(app, browser_of, tomas, field, typed):
    answer = browser_of("tomas").post("/goals/new", data={**NEW, "owner": tomas.id, "about": "Why it matters to me.", field: typed})
    assert answer.status_code == 422 and "Please look at this again" in answer.text
    assert "Why it matters to me." in answer.text and Goal.select().count() == 0


def test_money_and_percentages_are_read_in_their_own_way(app, browser_of, tomas):
    for measure, target, kept in (("money", "4,200.50", 420_050), ("percentage", "95 %", 95 * UNIT), ("number", "-3", -3 * UNIT)):
        Goal.delete().execute()
        browser_of("tomas").post("/goals/new", data={**NEW, "measure": measure, "target": target, "owner": tomas.id})
        assert Goal.get().target == kept, measure


def as_it_stands(browser, address, **chosen):
    """Open a form and send it back as a browser would, with nothing changed."""
    form = next(one for one in pages.Page(browser.get(address).text, address).forms if one.method == "post" and one.action.endswith(address))
    return browser.post(address, data=MultiDict([pair for pair in form.sent() if pair[0] not in chosen] + list(chosen.items())))


def test_a_form_that_is_opened_and_sent_back_as_it_stands_changes_nothing(agreed, year, browser_of, hana, tomas, mara):
    hidden = agreed("Find my feet again", is_private=True)
    held = agreed("No more than four on the list", start=4 * UNIT, target=4 * UNIT, is_down=True)
    steps = agreed("The course", measure="milestones", steps=("First aid", "Safeguarding"), start=None, target=None)
    checking.check_in(steps, "on track", by=tomas, done=[queries.milestones(steps)[0].id])
    kept = giving.save_template(Given(title="Held", measure="number", start=4 * UNIT, target=4 * UNIT, is_down=True), by=hana)
    for goal in (hidden, held):
        assert as_it_stands(browser_of("mara"), f"/goals/{goal.id}/change").status_code in (303, 422)
    assert as_it_stands(browser_of("tomas"), f"/goals/{steps.id}/check-in", status="at risk").status_code == 303
    assert as_it_stands(browser_of("hana"), f"/goals/templates/{kept.id}").status_code == 303
    assert (fresh(hidden).is_private, fresh(held).is_down, fresh(steps).now, type(kept).get_by_id(kept.id).is_down) == (True, True, 1, True)


def test_a_draft_is_found_by_nobody_else(app, browser_of, tomas):
    browser_of("tomas").post("/goals/new", data={**NEW, "owner": tomas.id, "draft": "yes"})
    made = Goal.get()
    assert made.state == "draft"
    assert {name: browser_of(name).get(f"/goals/{made.id}").status_code for name in ("tomas", "mara", "hana", "ines")} == {
        "tomas": 200, "mara": 404, "hana": 404, "ines": 404}


def test_enter_in_the_value_says_nothing_about_how_the_goal_stands(agreed, browser_of, tomas):
    goal = agreed()
    answer = as_it_stands(browser_of("tomas"), f"/goals/{goal.id}/check-in", value="40")
    assert answer.status_code == 422 and "Choose how it stands" in answer.text and 'value="40"' in answer.text and not queries.check_ins(goal)


def test_whoever_returns_a_goal_lands_where_they_may_be_and_its_owner_reads_why(put_down, browser_of, tomas):
    made = put_down("Do more", tomas)
    answer = browser_of("mara").post(f"/goals/{made.id}/decide", data={"deed": "return", "comment": "Smaller, please.", "version": made.version})
    assert answer.status_code == 303 and browser_of("mara").get(answer.location).status_code == 200
    page = browser_of("tomas").get(f"/goals/{made.id}").text
    assert "Smaller, please." in page[page.index('id="returned"'):page.index("</section>", page.index('id="returned"'))]
    actions.propose_goal(fresh(made), by=tomas, version=fresh(made).version)
    assert 'id="returned"' not in browser_of("tomas").get(f"/goals/{made.id}").text


def test_a_form_for_what_cannot_be_done_now_leads_back_to_the_goal(agreed, put_down, browser_of, tomas):
    waits, closed = put_down("Do more", tomas), agreed("Over")
    actions.close_goal(closed, "achieved", "It went well.", by=tomas, version=closed.version)
    for goal, ways in ((waits, ("change", "close", "check-in")), (fresh(closed), ("change", "close", "check-in"))):
        assert "Choose one" not in browser_of("tomas").get(f"/goals/{goal.id}").text
        for way in ways:
            assert browser_of("tomas").get(f"/goals/{goal.id}/{way}").headers.get("Location") == f"/goals/{goal.id}", way


def test_nobody_writes_goals_down_for_people_whom_they_do_not_lead(app, browser_of, zora, tomas):
    assert browser_of("mara").get(f"/goals/new?for={zora.id}").status_code == 404
    assert browser_of("tomas").get("/goals/new?level=organisation").status_code == 404
    browser_of("tomas").post("/goals/new", data={**NEW, "owner": zora.id, "level": "organisation"})
    assert [(one.owner_id, one.level) for one in Goal.select()] in ([], [(tomas.id, "person")])
    assert browser_of("tomas").post("/goals/new?level=organisation", data={**NEW, "owner": zora.id}).status_code == 404


def test_the_picker_never_offers_a_goal_below_itself_nor_private_ones_of_others(agreed, put_down, browser_of, tomas, mara):
    top = agreed("Above")
    below = agreed("Below", parent=top.id)
    hidden = agreed("Find my feet again", is_private=True)
    page = browser_of("mara").get(f"/goals/{top.id}/change").text
    offered = page[page.index('name="parent"'):page.index("</select>", page.index('name="parent"'))]
    assert f'value="{below.id}"' not in offered and f'value="{top.id}"' not in offered and f'value="{hidden.id}"' not in offered
    assert f'value="{top.id}"' in browser_of("tomas").get("/goals/new").text


def test_one_goal_is_given_to_several_at_once(year, browser_of, mara, tomas, zora, hana):
    answer = browser_of("mara").post("/goals/give", data={**NEW, "owner": mara.id, "persons": [tomas.id]})
    assert answer.status_code == 303 and [(one.owner_id, one.state, one.given_with_id) for one in Goal.select()] == [(tomas.id, "agreed", Goal.get().id)]
    assert browser_of("mara").post("/goals/give", data={**NEW, "owner": mara.id, "persons": [tomas.id, zora.id]}).status_code == 404      # Z11
    browser_of("hana").post("/goals/give", data={**NEW, "owner": hana.id, "persons": [tomas.id, zora.id]})
    assert len({one.given_with_id for one in Goal.select().where(Goal.id > 1)}) == 1 and Goal.select().count() == 3


def test_a_goal_begins_from_a_template(year, browser_of, hana):
    made = giving.save_template(Given(title="Visits in the first month", measure="percentage", start=0, target=95 * UNIT), by=hana)
    page = browser_of("tomas").get(f"/goals/new?template={made.id}").text
    assert "Visits in the first month" in page and 'value="95"' in page
    giving.archive_template(made, True, by=hana)
    assert browser_of("tomas").get(f"/goals/new?template={made.id}").status_code == 404


def test_goals_go_on_in_the_next_period_from_where_they_stand(agreed, year, browser_of, tomas, hana, today):
    after = giving.add_period("Next year", kind="year", starts=date(today.year + 1, 1, 1), ends=date(today.year + 1, 12, 31), by=hana)
    goal = agreed(target=100 * UNIT)
    checking.check_in(goal, "at risk", by=tomas, value=60 * UNIT)
    sent = {"goals": [goal.id], "period": after.id, f"outcome-{goal.id}": "", f"look_back-{goal.id}": "The house opened late."}
    refused = browser_of("tomas").post("/goals/carry", data=sent)
    assert refused.status_code == 422 and "The house opened late." in refused.text and fresh(goal).state == "agreed"
    assert browser_of("tomas").post("/goals/carry", data={**sent, f"outcome-{goal.id}": "partly"}).status_code == 303
    new = Goal.get(Goal.carried_from == goal.id)
    assert (fresh(goal).state, new.state, new.start, new.target, new.period_id, new.starts) == ("partly", "proposed", 60 * UNIT, 100 * UNIT, after.id, after.starts)


def test_goals_do_not_go_on_in_the_period_in_which_they_are(agreed, year, browser_of):
    agreed()
    assert "No period to go on in" in browser_of("tomas").get("/goals/carry").text


def test_a_change_from_an_old_page_shows_what_stands_there_now_and_keeps_what_was_typed(agreed, browser_of, tomas, mara):
    above, goal = agreed("Above"), agreed()
    typed = {**NEW, "title": "Mine", "owner": tomas.id, "parent": "", "version": goal.version, "target": "80", "starts": str(goal.starts), "due": str(goal.due)}
    actions.change_goal(goal, as_it_is(goal, target=90 * UNIT, parent=above.id, kind="stretch"), by=mara, version=goal.version)
    answer = browser_of("mara").post(f"/goals/{goal.id}/change", data=typed)
    assert answer.status_code == 409 and 'value="Mine"' in answer.text
    for now in ("“90”", "“Above”", "“A stretch: 70 % of it is already good”"):
        assert f"Meanwhile it was changed to {now}" in answer.text
    assert f'name="version" type="hidden" value="{fresh(goal).version}"' in answer.text.replace('id="version" ', "")
    assert browser_of("mara").post(f"/goals/{goal.id}/change", data={**typed, "version": fresh(goal).version}).status_code == 303
    assert fresh(goal).title == "Mine"


def test_hr_gives_anybody_a_goal_and_their_manager_hears_of_it(year, hana, tomas, mara, zora):
    giving.give_goal(Given(title="Read the new rules", measure="yesno", period=year.id), [tomas], by=hana)
    assert [one.person_id for one in Notice.select().where(Notice.kind == "goals").order_by(Notice.person_id)] == sorted([tomas.id, mara.id])
    with pytest.raises(Refused):
        actions.put_down(Given(title="Read the new rules", measure="yesno", period=year.id, owner=tomas.id), by=zora)


# who reads what is said

def test_questions_and_comments_are_read_by_those_concerned_alone(agreed, browser_of, tomas, mara):
    goal = agreed()
    check_in = checking.check_in(goal, "at risk", by=tomas, value=1, note="A line for everybody.")
    checking.ask(check_in, "CANARY what would help?", by=mara)
    checking.answer(check_in, "CANARY another morning.", by=tomas)
    actions.change_goal(goal, as_it_is(goal, target=77), by=tomas, version=fresh(goal).version, why="CANARY we are fewer.")
    seen = {name: pages.text_of(browser_of(name).get(f"/goals/{goal.id}")).count("CANARY") for name in ("tomas", "mara", "ines", "hana", "zora", "adam")}
    assert seen == {"tomas": 3, "mara": 3, "ines": 3, "hana": 3, "zora": 0, "adam": 0}
    assert "A line for everybody." in browser_of("zora").get(f"/goals/{goal.id}").text


def test_the_line_beside_the_box_names_who_reads_it(agreed, browser_of, tomas, mara):
    goal = agreed()
    checking.check_in(goal, "at risk", by=tomas, value=1)
    assert "You, Tomas Lindqvist, Ines Marchetti and HR can read this." in browser_of("mara").get(f"/goals/{goal.id}").text
    assert "Everybody here can read this." in browser_of("tomas").get(f"/goals/{goal.id}/check-in").text
    hidden = agreed("Find my feet again", is_private=True)
    assert "You, Mara Okafor, Ines Marchetti and HR can read this." in browser_of("tomas").get(f"/goals/{hidden.id}/check-in").text


def test_why_it_matters_leads_up_to_the_purpose(agreed, put_down, ines, adam, browser_of):
    house = organisation()
    settings.change_organisation(**{name: getattr(house, name) for name in ("name", "time_zone", "locale", "currency", "fiscal_start", "version")},
                                 purpose="No family alone.", by=adam)
    top = put_down("Families stay together", ines, level="organisation", measure="below")
    goal = agreed(parent=top.id)
    assert f"This serves {top.title} (the organisation)." in " ".join(re.sub(r"<[^>]+>", "", browser_of("tomas").get("/goals/").text).split())
    for who, page in (("zora", f"/goals/{goal.id}"), ("tomas", f"/goals/{goal.id}/check-in")):
        said = " ".join(re.sub(r"<[^>]+>", "", browser_of(who).get(page).text).split())
        assert "This serves Families stay together (the organisation), so that we do what we are here for: No family alone." in said


def test_all_check_ins_of_the_team_are_seen_by_one_tap_and_those_of_others_refuse_the_whole(agreed, browser_of, tomas, zora, piet):
    own = [checking.check_in(agreed(title), "on track", by=tomas, value=1) for title in ("One", "Two")]
    other = checking.check_in(agreed("Three", owner=zora, by=piet), "on track", by=zora, value=1)
    assert "All seen" in browser_of("mara").get("/goals/team").text
    assert browser_of("mara").post("/goals/team/seen", data={"check_ins": [one.id for one in (*own, other)]}).status_code == 404
    assert CheckIn.select().where(CheckIn.seen_at.is_null()).count() == 3
    browser_of("mara").post("/goals/team/seen", data={"check_ins": [one.id for one in own]})
    assert [one.id for one in CheckIn.select().where(CheckIn.seen_at.is_null())] == [other.id]


# what waits, and what HR looks after

def test_what_waits_leads_to_where_it_is_done(app, agreed, put_down, browser_of, tomas, mara):
    goal, other = agreed(), agreed("Another that changes")
    put_down("One more", tomas)
    checking.ask(checking.check_in(goal, "at risk", by=tomas, value=1), "What would help?", by=mara)
    actions.change_goal(other, as_it_is(other, target=77), by=tomas, version=fresh(other).version)
    for who, name in ((tomas, "tomas"), (mara, "mara")):
        with app.test_request_context():
            ways = [entry["url"].split("#") for entry in due(who) if "#" in entry["url"]]
        assert len(ways) == {"tomas": 1, "mara": 2}[name]
        assert all(f'id="{place}"' in browser_of(name).get(address).text for address, place in ways)


def test_home_says_what_waits_and_the_rail_counts_as_much(app, agreed, put_down, tomas, mara, today):
    goal = agreed(rhythm="weekly", starts=today, due=today + timedelta(days=60))
    put_down("Another", tomas)
    check_in = checking.check_in(goal, "at risk", by=tomas, value=1)
    checking.ask(check_in, "What would help?", by=mara)
    with clock.at(today + timedelta(days=7)):
        for who, said in ((tomas, ["Check in", "Answer"]), (mara, ["Look at it"])):
            with app.test_request_context():
                found = due(who)
            assert [entry["action"] for entry in found] == said and waiting.how_many_wait(who) == len(found)
    with clock.at(today + timedelta(days=61)):
        with app.test_request_context():
            assert [entry["action"] for entry in due(tomas)] == ["Close it", "Answer"] and waiting.how_many_wait(tomas) == 2


def test_hr_sees_what_hangs_nowhere_what_is_stale_who_has_too_many_and_departments_without(agreed, put_down, ines, tomas, today, browser_of):
    put_down("Families stay together", ines, level="organisation", measure="below")
    for number in range(8):
        agreed(f"Goal {number}", rhythm="weekly", starts=today, due=today + timedelta(days=60))
    with clock.at(today + timedelta(days=10)):
        found = watch.watched()
        assert (len(found.orphans), len(found.stale), [count for _seat, count in found.crowded]) == (8, 8, [8])
        assert [one.name for one in found.departments] == ["Family Services", "Fundraising", "Leadership"]
    with clock.at(today + timedelta(days=9)):
        assert watch.watched().stale == []
    people.let_go(tomas, last_day=today - timedelta(days=1))
    assert len(watch.watched().gone) == 8
    assert browser_of("hana").get("/goals/desk/").status_code == 200 and browser_of("mara").get("/goals/desk/").status_code == 403


def test_a_reminder_names_no_goal_and_comes_from_the_day_on(agreed, today):
    agreed("Secret words of mine", rhythm="weekly", starts=today, due=today + timedelta(days=60))
    with clock.at(today + timedelta(days=6)):
        assert [one["key"].split("-")[-1] for one in reminders(clock.today())] == ["close"]
    with clock.at(today + timedelta(days=7)):
        said = reminders(clock.today())
        assert "check" in said[0]["key"] and "Secret" not in said[0]["says"] + said[0]["words"]


def test_search_finds_goals_that_one_may_read(agreed, browser_of):
    agreed("Forty families"), agreed("Forty private thoughts", is_private=True)
    seen = {name: [title in browser_of(name).get("/search?q=forty").text for title in ("Forty families", "Forty private")] for name in ("tomas", "zora")}
    assert seen == {"tomas": [True, True], "zora": [True, False]}


def test_a_year_comes_with_its_quarters_and_the_next_one_after_it(app, browser_of, adam, today):
    house = organisation()
    settings.change_organisation(**{name: getattr(house, name) for name in ("name", "time_zone", "locale", "currency", "purpose", "version")}, fiscal_start=7, by=adam)
    with clock.at(date(2026, 11, 27)):
        assert "Add 2026/27 with its quarters" in browser_of("hana").get("/goals/periods/").text
        for _time in range(2):
            assert browser_of("hana").post("/goals/periods/year").status_code == 303
    with clock.at(date(2026, 11, 27)):
        assert [one.name for one in queries.periods()] == ["2026/27", "Q2 2026/27", "Q3 2026/27", "Q4 2026/27", "2027/28", *(f"Q{n} 2027/28" for n in range(1, 5)),
                                                           "Q1 2026/27"]
    found = {one.name: (one.starts, one.ends) for one in queries.periods()}
    assert len(found) == 10 and found["2026/27"] == (date(2026, 7, 1), date(2027, 6, 30)) and found["Q3 2027/28"] == (date(2028, 1, 1), date(2028, 3, 31))


def test_a_period_for_which_goals_are_set_stays(agreed, year, browser_of):
    agreed()
    answer = browser_of("hana").post(f"/goals/periods/{year.id}/remove")
    assert answer.status_code == 422 and "Goals were set" in answer.text


def test_the_room_can_be_off(agreed, browser_of, adam):
    goal = agreed()
    settings.switch_room("goals", on=False, by=adam)
    try:
        assert browser_of("tomas").get(f"/goals/{goal.id}").status_code == 404 and "/goals/" not in browser_of("tomas").get("/").text
        assert not modules.is_on("goals")
    finally:
        settings.switch_room("goals", on=True, by=adam)
    assert words.number(1) == "1"
