"""How long goals are kept, what a person gets of them, and what erasing somebody takes away."""
import io
import json
import re
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest

from perf.goals import actions, checking, keeping, queries
from perf.goals.models import UNIT, CheckIn, CheckInWord, Goal, GoalChange, GoalEvent, Milestone
from perf.goals.sheets.offer import LISTS
from perf.exchange.reading import read
from perf.keeping import erasing
from perf.keeping import queries as kept
from perf.keeping.parcel import parcel
from perf.kernel import clock, db
from perf.kernel.intake.models import Import
from perf.people import actions as people
from perf.people.models import Person
from tests import world
from tests.goals.conftest import figure

SECRET = "CANARY-goal"


@pytest.fixture
def told(agreed, put_down, tomas, mara, ines):
    """Goals of Tomas with a mark in every text: one under the organisation's, one alone, one with milestones; a question, a change, a look back."""
    top = put_down("Families stay together", ines, level="organisation", measure="below")
    under = agreed(f"{SECRET} title", about=f"{SECRET} about", unit="CANARY-goal", parent=top.id)
    steps = agreed("Steps", measure="milestones", steps=(f"{SECRET} one", f"{SECRET} two"), parent=top.id)
    alone = agreed(f"{SECRET} alone")
    check_in = checking.check_in(under, "at risk", by=tomas, value=50, note=f"{SECRET} note")
    checking.check_in(steps, "on track", by=tomas, done=[queries.milestones(steps)[0].id])
    checking.ask(check_in, f"{SECRET} question", by=mara)
    checking.answer(check_in, f"{SECRET} answer", by=tomas)
    given = world.fields_of(queries.whole(under.id))._replace(title=f"{SECRET} other")
    actions.change_goal(under, given, by=tomas, version=under.version, why=f"{SECRET} why")
    actions.close_goal(steps, "partly", f"{SECRET} look back", by=tomas, version=queries.whole(steps.id).version)
    return {"top": top, "under": under, "steps": steps, "alone": alone}


def texts():
    return world.dump(only=["goal", "milestone", "check_in", "check_in_word", "goal_change", "goal_event"])


def erase(person, hana, with_written=False):
    people.let_go(person, last_day=clock.today() - timedelta(days=1), by=hana)
    now = Person.get_by_id(person.id)
    for piece in keeping.forgets(now, "Former employee 7"):
        if with_written or not piece.is_choice:
            with db.database.atomic():
                piece.forget()


# what one gets

def test_the_file_about_oneself_holds_all_that_was_said_about_ones_goals(told, tomas):
    sections = {one.key: one for one in keeping.everything(tomas)}
    for key, words in (("goals", ("title", "about", "look back")), ("goal-milestones", ("one", "two")), ("goal-check-ins", ("note",)),
                       ("goal-words", ("question", "answer")), ("goal-changes", ("why",))):
        text = repr(sections[key].rows)
        assert all(f"{SECRET} {word}" in text for word in words), key
        assert all(len(row) == len(sections[key].columns) for row in sections[key].rows)


def test_the_file_about_oneself_is_made_where_goals_have_figures(app, agreed, tomas):
    agreed(target=40 * UNIT + UNIT // 2, unit="families", weight=2 * UNIT)
    with app.test_request_context(), zipfile.ZipFile(io.BytesIO(parcel(tomas))) as whole:
        [goals] = [one["rows"] for one in json.loads(whole.read("about-me.json"))["sections"] if one["key"] == "goals"]
        assert Decimal(goals[0]["Target value"]) == Decimal("40.5") and "<td>40.5</td>" in " ".join(whole.read("about-me.html").decode().split())


def test_drafts_are_for_oneself_alone(put_down, tomas, mara):
    put_down(SECRET, tomas, proposes=False)
    found = {one.key: one for one in keeping.everything(tomas)}
    assert SECRET in repr(found["goal-drafts"].rows) and found["goal-drafts"].is_private and SECRET not in repr(found["goals"].rows)
    assert SECRET not in repr([one.rows for one in keeping.everything(mara)])


def test_what_one_said_about_goals_of_others_is_ones_own_and_nothing_else_of_them(told, mara, zora):
    found = {one.key: repr(one.rows) for one in keeping.everything(mara)}
    assert f"{SECRET} question" in found["goal-said"] and f"{SECRET} answer" not in "".join(found.values())
    assert SECRET not in repr([one.rows for one in keeping.everything(zora)])


def test_the_title_of_a_goal_that_one_may_not_read_any_more_is_not_given(agreed, tomas, mara, hana, today):
    goal = agreed("CANARY-private", is_private=True)
    checking.ask(checking.check_in(goal, "at risk", by=tomas, value=1), "Why?", by=mara)
    people.let_go(mara, last_day=today - timedelta(days=1), by=hana)
    found = {one.key: repr(one.rows) for one in keeping.everything(Person.get_by_id(mara.id))}
    assert "Why?" in found["goal-said"] and "CANARY-private" not in found["goal-said"]


# erasing

def test_erasing_takes_every_text_and_leaves_the_figures_above(told, tomas, hana):
    before = figure(told["top"])
    assert SECRET in texts() and before
    erase(tomas, hana)
    assert SECRET not in texts() and figure(told["top"]) == before
    assert not Goal.select().where(Goal.id == told["alone"].id).exists()
    left = queries.whole(told["under"].id)
    assert (left.title, left.plain_title, left.now) == ("A goal of Former employee 7", "a goal of former employee 7", 50)
    assert [one.text for one in Milestone.select().where(Milestone.goal == told["steps"].id)] == ["1", "2"]


def test_a_goal_with_those_of_others_below_it_stays_in_its_place(agreed, put_down, tomas, mara, hana):
    above = agreed(f"{SECRET} above")
    below = put_down("Below", mara, parent=above.id)
    erase(tomas, hana)
    assert Goal.get_by_id(below.id).parent_id == above.id and SECRET not in texts()


def test_private_goals_and_drafts_go_whole(agreed, put_down, ines, tomas, hana):
    top = put_down("Families stay together", ines, level="organisation", measure="below")
    agreed("Hidden", is_private=True, parent=None)
    put_down("Only an idea", tomas, parent=top.id, proposes=False)
    erase(tomas, hana)
    assert Goal.select().where(Goal.owner == tomas.id).count() == 0


def test_names_in_goals_of_others_are_replaced_also_where_they_are_searched(put_down, agreed, mara, tomas, ines, hana):
    put_down("Lead with Tomas Lindqvist", mara, about="Lindqvist, Tomas knows how.", measure="milestones", steps=("Ask Tomas Lindqvist",))
    erase(tomas, hana)
    now = Goal.get(Goal.owner == mara.id)
    assert (now.title, now.about) == ("Lead with Former employee 7", "Former employee 7 knows how.")
    assert now.plain_title == "lead with former employee 7" and Milestone.get().text == "Ask Former employee 7" and "indqvist" not in texts()


def test_what_they_wrote_about_goals_of_others_is_taken_only_where_that_is_chosen(told, tomas, mara, hana, ines):
    with world.undone():
        erase(mara, hana)
        assert f"{SECRET} question" in texts()
    erase(mara, hana, with_written=True)
    assert f"{SECRET} question" not in texts() and f"{SECRET} answer" in texts()


def test_a_list_that_brought_their_goals_in_is_forgotten_and_the_rest_can_be_taken_back(tomas, mara, hana):
    [offer] = LISTS
    sheet = read("Goal,Owner,Year,Status\nA,Tomas Lindqvist,2027,agreed\nB,Mara Okafor,2027,agreed\n".encode())
    choices = offer.choices({0: "title", 1: "name", 2: "period", 3: "state"})
    taken = offer.apply(sheet, choices, seen=offer.plan(sheet, choices).digest, by=hana)
    own = Goal.get(Goal.owner == tomas.id).id
    erase(tomas, hana)
    assert not re.search(rf'\["goal", {own},', Import.get().changes)
    offer.undo(taken, by=hana)
    assert not Goal.select().exists()


def test_goals_of_the_organisation_stay_when_who_looked_after_them_is_erased(told, ines, hana):
    erase(ines, hana)
    assert Goal.get_by_id(told["top"].id).title == "Families stay together"


def test_a_hold_on_whoever_wrote_about_their_goals_stops_the_erasing(told, tomas, mara, hana):
    from perf.keeping import actions as holds
    people.let_go(tomas, last_day=clock.today() - timedelta(days=1), by=hana)
    holds.hold(mara, reason="A dispute.", by=hana)
    assert mara in erasing.preview(Person.get_by_id(tomas.id)).held


# how long

def test_goals_go_seven_years_after_they_were_closed_and_not_before(agreed, tomas, mara, today):
    goal = agreed()
    actions.close_goal(goal, "achieved", "Done.", by=tomas, version=goal.version)
    [record] = [one for one in kept.classes() if one.key == "goals"]
    assert record.years == 7 and not record.from_leaving and record.oldest() == today
    assert record.due(today) == [] and [(due.id, due.persons) for due in record.due(today + timedelta(1))] == [(goal.id, (tomas.id, mara.id))]
    record.purge([goal.id])
    assert not any(model.select().exists() for model in (Goal, CheckIn, CheckInWord, GoalChange, GoalEvent, Milestone))


def test_an_open_goal_goes_as_if_closed_with_the_last_day_of_whose_it_is(agreed, tomas, hana, today):
    goal = agreed()
    assert keeping.past(today + timedelta(days=9999)) == []
    people.let_go(tomas, last_day=today - timedelta(days=1), by=hana)
    assert [due.id for due in keeping.past(today)] == [goal.id]


def test_what_counts_in_a_goal_that_stays_is_kept_as_long_as_that(told, tomas, ines, today):
    top = told["top"]
    assert told["steps"].id not in [due.id for due in keeping.past(today + timedelta(1))]
    actions.close_goal(queries.whole(top.id), "achieved", "All of it.", by=ines, version=queries.whole(top.id).version)
    assert {told["steps"].id, top.id} <= {due.id for due in keeping.past(today + timedelta(1))}


def test_values_are_given_in_their_unit(agreed, tomas):
    agreed(target=40 * UNIT)
    [goals] = [one for one in keeping.everything(tomas) if one.key == "goals"]
    assert dict(zip(goals.columns, goals.rows[0]))["Target value"] == 40
