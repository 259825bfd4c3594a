"""Hostile and careless hands: what they must not read, agree to, lose or be told untruly."""
from datetime import date

import pytest

from perf.goals import access, actions, checking, giving, queries
from perf.goals.models import UNIT, Goal
from perf.kernel.errors import Refused
from perf.notices.models import Notice
from perf.people import actions as people
from perf.roles import actions as roles
from perf.roles.models import Department
from tests import pages, world
from tests.goals.conftest import fresh
from tests.goals.test_actions import as_it_is
from tests.goals.test_lists import HEAD, desk, whys  # noqa: F401
from tests.goals.test_views import NEW


@pytest.fixture
def seat_to_look_after(app, today):
    """Somebody looks after Zora's seat for a while, beside their own."""
    return lambda person: people.seat(person, world.seat_of("zora"), starts=today, is_interim=True)


@pytest.fixture
def shares_with(app, today, hana):
    """Somebody new who shares a seat with whoever holds it."""
    def share(name):
        person = people.add_person("Noor", "Zaman", email="noor@lantern.example", hired_on=date(2023, 1, 9))
        people.share(person, world.seat_of(name), starts=today, by=hana)
        return person
    return share


def said(answer):
    return " ".join(pages.text_of(answer).split())


# what nobody agrees to by themselves, or unread

def test_who_gives_goals_to_everybody_gives_themselves_none(year, browser_of, hana, ines):
    for who in (hana, ines):
        name = who.first_name.lower()
        assert browser_of(name).post("/goals/give", data={**NEW, "owner": who.id, "persons": [who.id]}).status_code == 404
        assert f'name="persons" value="{who.id}"' not in browser_of(name).get("/goals/give").text
    assert Goal.select().count() == 0


def test_a_change_that_was_replaced_meanwhile_is_not_agreed_to_and_the_comment_stays(agreed, browser_of, tomas, mara):
    goal = agreed()
    actions.change_goal(goal, as_it_is(goal, target=80), by=tomas, version=goal.version)
    first = queries.change_of(goal)
    actions.change_goal(goal, as_it_is(goal, target=1), by=tomas, version=fresh(goal).version)
    sent = {"deed": "agree", "version": fresh(goal).version, "comment": "Fine with me."}
    answer = browser_of("mara").post(f"/goals/changes/{first.id}/decide", data=sent)
    assert answer.status_code == 422 and "does not wait for a decision any more" in answer.text and "Fine with me." in answer.text
    assert fresh(goal).target == 100 and f"/goals/changes/{queries.change_of(goal).id}/decide" in answer.text
    assert browser_of("zora").post(f"/goals/changes/{first.id}/decide", data=sent).status_code == 404
    assert browser_of("tomas").post(f"/goals/changes/{first.id}/decide", data=sent).status_code == 404


def test_the_reason_for_a_change_stays_in_the_name_of_who_gave_it(agreed, tomas, mara):
    goal = agreed()
    actions.change_goal(goal, as_it_is(goal, target=80), by=tomas, version=goal.version, why="Two of us left.")
    done = actions.agree_change(queries.change_of(goal), by=mara, version=fresh(goal).version)
    assert [(one.by_id, one.did, one.comment) for one in queries.events(done)[:2]] == [
        (mara.id, "change_goal", ""), (tomas.id, "propose_change", "Two of us left.")]


def test_a_proposal_that_nobody_has_read_is_not_swept_away_from_an_old_page(agreed, browser_of, tomas, mara):
    goal = agreed(target=100 * UNIT)
    typed = {**NEW, "title": "Mine", "owner": tomas.id, "parent": "", "version": goal.version}
    actions.change_goal(goal, as_it_is(goal, target=80 * UNIT), by=tomas, version=goal.version)
    answer = browser_of("mara").post(f"/goals/{goal.id}/change", data=typed)
    assert answer.status_code == 409 and 'value="Mine"' in answer.text and queries.change_of(goal)
    sent = {"outcome": "missed", "look_back": "Too few of us.", "version": goal.version}
    assert browser_of("mara").post(f"/goals/{goal.id}/close", data=sent).status_code == 409 and queries.change_of(goal)


def test_taking_a_change_back_too_late_says_so(agreed, browser_of, tomas, mara):
    goal = agreed()
    actions.change_goal(goal, as_it_is(goal, target=80), by=tomas, version=goal.version)
    change = queries.change_of(goal)
    actions.agree_change(change, by=mara, version=fresh(goal).version)
    answer = browser_of("tomas").post(f"/goals/changes/{change.id}/withdraw")
    assert answer.status_code == 422 and "does not wait for a decision any more" in answer.text
    assert browser_of("zora").post(f"/goals/changes/{change.id}/withdraw").status_code == 404


# what was private

def test_only_whose_goal_it_is_opens_a_private_one_to_everybody(agreed, desk, tomas, mara):  # noqa: F811
    goal = agreed("Find my feet again", is_private=True)
    checking.check_in(goal, "at risk", by=tomas, value=1, note="For the four of us.")
    with pytest.raises(Refused) as no:
        actions.change_goal(fresh(goal), as_it_is(goal, is_private=False), by=mara, version=fresh(goal).version)
    assert no.value.field == "is_private"
    plan = desk.plan(f"{goal.id},Find my feet again,Tomas Lindqvist,no", head="Number,Goal,Name,Private")
    assert plan.counts["refused"] == 1 and "private" in whys(plan)[0]
    actions.change_goal(fresh(goal), as_it_is(goal, is_private=False), by=tomas, version=fresh(goal).version)
    assert not actions.agree_change(queries.change_of(goal), by=mara, version=fresh(goal).version).is_private


def test_a_history_names_no_goal_that_its_reader_may_not_read(agreed, browser_of, tomas, mara, ines):
    above, goal = agreed("Above", owner=mara, by=ines), agreed()
    actions.change_goal(goal, as_it_is(goal, parent=above.id), by=mara, version=goal.version)
    actions.change_goal(goal, as_it_is(goal, parent=None), by=mara, version=fresh(goal).version)
    assert "Above" in said(browser_of("tomas").get(f"/goals/{goal.id}"))
    actions.change_goal(above, as_it_is(above, title="CANARY leave quietly", is_private=True), by=ines, version=fresh(above).version)
    assert "CANARY" in said(browser_of("mara").get(f"/goals/{goal.id}"))
    assert "CANARY" not in browser_of("tomas").get(f"/goals/{goal.id}").text


def test_a_refusal_calls_no_private_goal_by_its_name(agreed, put_down, tomas, mara, ines, piet):
    above, goal = agreed("Above", owner=mara, by=ines), agreed()
    actions.change_goal(goal, as_it_is(goal, parent=above.id), by=tomas, version=goal.version)
    actions.change_goal(above, as_it_is(above, title="CANARY leave quietly", is_private=True), by=ines, version=above.version)
    idea = put_down("CANARY only an idea", tomas)
    late = agreed("Another")
    actions.change_goal(late, as_it_is(late, parent=idea.id), by=tomas, version=late.version)
    idea = actions.withdraw_goal(idea, by=tomas, version=idea.version)
    actions.change_draft(idea, as_it_is(idea, parent=late.id), by=tomas, version=idea.version)
    for one in (goal, late):
        with pytest.raises(Refused) as no:
            actions.agree_change(queries.change_of(one), by=piet, version=fresh(one).version)
        assert no.value.field == "parent" and "CANARY" not in no.value.words


def test_what_stands_above_and_cannot_be_read_stays_there_when_something_else_changes(agreed, put_down, browser_of, tomas, mara):
    hidden = put_down("CANARY only an idea", mara, proposes=False)
    goal = agreed(target=100 * UNIT)
    actions.change_goal(goal, as_it_is(goal, parent=hidden.id), by=mara, version=goal.version)
    page = browser_of("tomas").get(f"/goals/{goal.id}/change").text
    assert "CANARY" not in page and f'value="{hidden.id}"' in page
    sent = {**NEW, "title": "Forty", "target": "80", "unit": "", "weight": "1", "owner": tomas.id, "parent": hidden.id, "period": goal.period_id,
            "version": fresh(goal).version, "starts": str(goal.starts), "due": str(goal.due)}
    assert browser_of("tomas").post(f"/goals/{goal.id}/change", data=sent).status_code == 303
    assert set(queries.change_of(goal).changed) == {"title", "target"}


def test_a_list_names_no_draft_that_somebody_has_written_on(desk, tomas, family):  # noqa: F811
    desk.answers = {"state": "draft"}
    desk.take_in("Forty families,,,tomas@lantern.example,,2027,number,0,40,families,draft\n")
    draft = queries.whole(Goal.get(Goal.title == "Forty families").id)
    actions.change_draft(draft, as_it_is(draft, title="CANARY what I want"), by=tomas, version=draft.version)
    plan = desk.plan(f"{draft.id},Another,Mara Okafor", head="Number,Goal,Name")
    assert plan.counts["refused"] == 1 and "CANARY" not in str(whys(plan))


# whose goals one leads

def test_who_stands_above_a_seat_that_somebody_only_looks_after_reads_and_decides_nothing(agreed, tomas, mara, piet, browser_of, seat_to_look_after):
    seat_to_look_after(tomas)
    hidden = agreed("Find my feet again", is_private=True)
    assert tomas.id not in access.leads(piet).direct and tomas.id in access.leads(mara).direct
    assert browser_of("piet").get(f"/goals/{hidden.id}").status_code == 404


def test_of_two_who_share_a_seat_both_are_led(put_down, tomas, mara, shares_with):
    for who in (shares_with("tomas"), tomas):
        made = put_down("Half of it", who)
        assert access.deciders(made) == {mara.id} and list(access.goals_to_decide(mara).where(Goal.id == made.id)) == [made]


def test_of_two_who_share_the_seat_above_the_one_who_leads_reads_as_the_line_beside_the_box_says(agreed, browser_of, tomas, mara, shares_with):
    hidden, other = agreed("Find my feet again", is_private=True), shares_with("mara")
    assert tomas.id in access.leads(mara).direct and tomas.id not in access.leads(other).direct
    assert "You, Mara Okafor, Ines Marchetti and HR can read this." in browser_of("tomas").get(f"/goals/{hidden.id}/check-in").text


def test_who_asked_and_leads_no_more_hears_of_no_answer_that_they_cannot_read(agreed, tomas, mara, hana):
    hidden, plain = agreed("Find my feet again", is_private=True), agreed()
    asked = [checking.check_in(one, "at risk", by=tomas, value=1) for one in (hidden, plain)]
    for one in asked:
        checking.ask(one, "What would help?", by=mara)
    people.place_under(world.seat_of("tomas"), world.seat_of("piet"), by=hana)
    for one in asked:
        checking.answer(one, "Another morning.", by=tomas)
    told = Notice.select().where(Notice.person_id == mara.id, Notice.kind == "goals", Notice.sentence.contains("has answered"))
    assert told.count() == 0


# what is said of who reads

def test_a_draft_that_somebody_else_wrote_down_says_so(year, agreed, browser_of, put_down, tomas, mara, hana, ines):
    made = put_down("Try this", tomas, by=mara, proposes=False)
    assert "Mara Okafor" in said(browser_of("tomas").get(f"/goals/{made.id}/change")).split("Change this draft")[1].split("What is to be reached")[0]
    own = put_down("My own", tomas, proposes=False)
    assert "Nobody else reads it until it is proposed." in said(browser_of("tomas").get(f"/goals/{own.id}/change"))
    answer = browser_of("hana").post("/goals/new?level=organisation", data={**NEW, "owner": ines.id, "draft": "yes"}, follow_redirects=True)
    assert "Nobody else reads it" not in said(answer) and Goal.get(Goal.title == "Forty families").state == "draft"


def test_a_private_goal_for_somebody_else_says_who_reads_it(year, agreed, browser_of, tomas):
    hidden = agreed("Find my feet again", is_private=True)
    for page in (f"/goals/new?for={tomas.id}", f"/goals/{hidden.id}/change"):
        assert "only you" not in said(browser_of("mara").get(page)).lower()
    page = said(browser_of("mara").get("/goals/give"))
    assert "only you" not in page and "a private one only whose it is, those above them and HR" in page


def test_who_proposes_a_goal_for_somebody_else_reads_what_they_proposed(put_down, tomas, mara, adam, hana):
    people.give_power(adam, "executive", by=hana)
    made, seen = put_down("Read the new rules", tomas, by=adam, is_private=True), access.goals_to_see(adam)
    assert made.state == "proposed" and seen.where(Goal.id == made.id).exists()
    actions.agree_goal(made, by=mara, version=made.version)
    assert not seen.where(Goal.id == made.id).exists()


# what is lost, and what can be answered

def test_nothing_is_asked_about_a_goal_that_is_closed(agreed, browser_of, tomas, mara):
    goal = agreed()
    one = checking.check_in(goal, "at risk", by=tomas, value=1)
    actions.close_goal(goal, "missed", "Too few of us.", by=mara, version=fresh(goal).version)
    answer = browser_of("mara").post(f"/goals/check-ins/{one.id}/look", data={"ask": "yes", "text": "What would help?"})
    assert answer.status_code == 422 and "closed" in answer.text and not one.words.count()


def test_going_on_refuses_the_whole_where_one_is_not_there_to_go_on_with(agreed, year, browser_of, tomas, mara, ines, hana):
    after = giving.add_period("Next year", kind="year", starts=date(year.ends.year + 1, 1, 1), ends=date(year.ends.year + 1, 12, 31), by=hana)
    own, other = agreed(), agreed("Mara's", owner=mara, by=ines)

    def send(browser, *goals, look_back="The house opened late."):
        return browser.post("/goals/carry", data={"goals": [one.id for one in goals], "period": after.id} | {
            f"{name}-{one.id}": value for one in goals for name, value in (("outcome", "partly"), ("look_back", look_back))})
    assert send(browser_of("tomas"), own, other).status_code == 422 and fresh(own).state == fresh(other).state == "agreed"
    answer = send(browser_of("tomas"), own, look_back="x" * 2001)
    assert answer.status_code == 422 and "2000 characters" in answer.text and "x" * 2001 in answer.text and fresh(own).state == "agreed"
    assert send(browser_of("tomas"), own).status_code == 303


def test_a_goal_under_one_that_cannot_be_read_goes_on_at_the_top(agreed, put_down, year, tomas, mara):
    hidden, goal = put_down("Only an idea", mara, proposes=False), agreed()
    actions.change_goal(goal, as_it_is(goal, parent=hidden.id), by=mara, version=goal.version)
    [made] = giving.carry_over([fresh(goal)], {goal.id: "partly"}, {goal.id: "Late."}, year, by=tomas)
    assert made.parent_id is None


def test_a_look_back_stays_in_the_history_when_a_goal_is_closed_again(agreed, tomas, mara):
    goal = agreed()
    closed = actions.close_goal(goal, "missed", "Too few of us.", by=tomas, version=goal.version)
    again = actions.reopen_goal(closed, "The grant goes on.", by=mara, version=closed.version)
    actions.close_goal(again, "achieved", "We made it.", by=tomas, version=again.version)
    assert queries.events(again)[0].changed["look_back"] == ["Too few of us.", "We made it."]


def test_a_history_tells_of_a_list_in_words(desk, browser_of, family):  # noqa: F811
    desk.take_in("Forty families,,,tomas@lantern.example,,2027,number,0,40,families,agreed\n")
    page = said(browser_of("tomas").get(f"/goals/{Goal.get(Goal.title == 'Forty families').id}"))
    assert "brought it in by a list" in page and "import_goal" not in page


def test_a_history_names_a_goal_that_came_in_with_the_same_list(agreed, desk, browser_of):  # noqa: F811
    goal, desk.answers = agreed(), {"state": "agreed"}
    rows = f"{goal.id},{goal.title},Tomas Lindqvist,person,A wider aim,This year\n,A wider aim,Mara Okafor,person,,This year\n"
    desk.take_in(rows, head="Number,Goal,Name,Level,Under,Period")
    assert fresh(goal).parent.title == "A wider aim"
    assert "A wider aim" in said(browser_of("tomas").get(f"/goals/{goal.id}")).split("Serves: – →")[1][:40]


def test_taking_a_list_back_leaves_agreed_what_somebody_has_checked_in_on(desk, tomas, family):  # noqa: F811
    row = "Forty families,,,tomas@lantern.example,,2027,number,0,40,families,"
    desk.take_in(f"{row}draft\n")
    kept = desk.take_in(f"{row}agreed\n")
    goal = Goal.get(Goal.title == "Forty families")
    assert goal.state == "agreed"
    checking.check_in(goal, "on track", by=tomas, value=UNIT)
    assert [why for _title, why in desk.undo(kept)] == ["was changed since and stays as it is"] and fresh(goal).state == "agreed"


def test_a_refusal_stands_on_the_page_whatever_the_goal_has_become_and_so_does_what_was_typed(put_down, browser_of, tomas, mara, ines):
    made = put_down("Forty families", tomas)
    actions.agree_goal(made, by=mara, version=made.version)
    answer = browser_of("tomas").post(f"/goals/{made.id}/own", data={"deed": "withdraw", "version": made.version})
    assert answer.status_code == 409 and "Somebody else changed this goal meanwhile." in answer.text
    answer = browser_of("mara").post(f"/goals/{made.id}/decide", data={"deed": "return", "version": made.version, "comment": "What would you count?"})
    assert answer.status_code == 409 and answer.text.count("Somebody else changed this goal meanwhile.") == 1 and "What would you count?" in answer.text


def test_a_comment_on_a_goal_that_was_taken_back_is_not_lost(put_down, browser_of, tomas, mara):
    made = put_down("CANARY forty families", tomas)
    actions.withdraw_goal(made, by=tomas, version=made.version)
    idea, sent = put_down("Only an idea", tomas, proposes=False), {"deed": "return", "version": made.version, "comment": "What would you count?"}
    answer = browser_of("mara").post(f"/goals/{made.id}/decide", data=sent)
    assert answer.status_code == 422 and "What would you count?" in answer.text and "CANARY" not in answer.text
    assert [browser_of(who).post(f"/goals/{one.id}/decide", data=sent).status_code for who, one in (("mara", idea), ("zora", made), ("hana", made))] == [404] * 3


# what is gone

def test_a_goal_under_one_that_is_closed_can_still_be_changed(agreed, browser_of, tomas, mara, ines):
    above = agreed("Above", owner=mara, by=ines)
    goal = agreed(parent=above.id, target=100 * UNIT)
    actions.close_goal(above, "cancelled", "The grant ended.", by=mara, version=above.version)
    page = browser_of("tomas").get(f"/goals/{goal.id}/change")
    assert page.status_code == 200 and f'<option selected value="{above.id}">Above</option>' in page.text
    assert browser_of("tomas").post(f"/goals/{goal.id}/change", data={**NEW, "parent": above.id, "owner": tomas.id, "version": goal.version}).status_code == 303
    assert "parent" not in queries.change_of(goal).changed


def test_a_department_that_is_gone_leaves_pages_that_work(put_down, browser_of, ines, tomas, hana):
    gone = roles.add_department("Night shift", by=hana)
    goal = put_down("Nobody waits", tomas, by=ines, level="department", department=gone.id, measure="yesno")
    Department.delete().where(Department.id == gone.id).execute()
    for name in ("tomas", "ines", "zora", "hana"):
        assert browser_of(name).get(f"/goals/{goal.id}").status_code == 200
        for page in ("/goals/tree", "/goals/", "/", "/search?q=nobody"):
            assert browser_of(name).get(page).status_code == 200
    checking.check_in(goal, "at risk", by=tomas, value=True)
    answer = browser_of("tomas").post(f"/goals/{goal.id}/change", data={**NEW, "measure": "yesno", "owner": tomas.id, "version": fresh(goal).version})
    assert answer.status_code == 422
    assert actions.close_goal(goal, "missed", "Late.", by=ines, version=fresh(goal).version).is_closed
