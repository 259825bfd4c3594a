"""Goals from a list: guessed columns, what each row would do, import all or nothing, undo."""
import io
import re
from datetime import date

import pytest

from perf.exchange.reading import read
from perf.goals import actions, checking, queries
from perf.goals.models import UNIT, CheckIn, Goal, GoalEvent, GoalPeriod
from perf.goals.sheets import cells
from perf.goals.sheets.offer import LISTS
from perf.kernel.errors import Refused
from perf.kernel.intake.models import Import
from perf.kernel.trail import TrailLine
from perf.notices.models import Notice
from perf.people import actions as people
from tests import world
from tests.goals.conftest import fresh
from tests.pages import Page

[OFFER] = LISTS
HEAD = "Goal,Level,Department,Owner,Parent,Year,Measure,Baseline,Target,Unit,Status"
TREE = """Families stay together,organisation,,Ines Marchetti,,2027,goals below,,,,agreed
A place for every family,department,Family Services,Mara Okafor,Families stay together,2027,goals below,,,,agreed
Forty families,,,tomas@lantern.example,A place for every family,2027,number,0,40,families,agreed
"""


@pytest.fixture
def desk(hana):
    class Desk:
        def sheet(self, text, head=HEAD):
            sheet = read(f"{head}\n{text}".encode())
            guessed = {at: one.field for at, one in enumerate(OFFER.guess(sheet.headings, sheet.rows)) if one.field}
            return sheet, OFFER.choices(guessed, answers=self.answers)

        def plan(self, text, head=HEAD):
            return OFFER.plan(*self.sheet(text, head))

        def take_in(self, text, head=HEAD):
            sheet, choices = self.sheet(text, head)
            return OFFER.apply(sheet, choices, seen=OFFER.plan(sheet, choices).digest, by=hana)

        def undo(self, kept):
            return OFFER.stays(OFFER.undo(kept, by=hana))
    desk = Desk()
    desk.answers = {}
    return desk


def whys(plan):
    return [line.reasons[0] if line.reasons else line.state for line in plan.lines]


def titled(title):
    return queries.whole(Goal.get(Goal.title == title).id)


def test_columns_of_a_list_that_others_made_are_guessed(app):
    heads = ("Objective,Assigned to,Aligned to,Quarter,Due date,Weighting,Key results,Baseline,Target value,Current,"
             "Stretch,Confidential,Frequency,Comment of the board")
    assert [one.field for one in OFFER.guess(heads.split(","), [])] == [
        "title", "name", "parent", "period", "due", "weight", "steps", "start", "target", "now", "kind", "is_private", "rhythm", ""]


@pytest.mark.parametrize("text, measure, kept", [
    ("1,200", "number", 1200 * UNIT), ("1.200", "number", 1200 * UNIT), ("1.125", "number", 11250), ("0.500", "number", 5000),
    ("0,5", "number", 5000),
    ("1.200.000", "number", 1_200_000 * UNIT), ("1.200,50", "money", 120050), ("1,200.50", "money", 120050), ("1.125", "money", 112500),
    ("€ 10 000", "money", 1_000_000),
    ("95 %", "percentage", 95 * UNIT), ("−5", "number", -5 * UNIT), ("1,2,3", "number", None), ("0.00001", "number", None),
    ("1.234,567", "money", None)])
def test_figures_are_read_as_people_write_them(app, text, measure, kept):
    assert cells.value(text, measure, "EUR")[0] == kept


def test_a_tree_comes_in_from_the_pages_of_hr_with_its_period_and_its_links(desk, browser_of, hana, tomas, mara, family):
    hr = browser_of("hana")
    at = hr.post("/exchange/", data={"kind": "goals", "file": (io.BytesIO(f"{HEAD}\n{TREE}".encode()), "goals.csv")}).headers["Location"]
    at = re.match(r"/exchange/\d+", at)[0]
    assert hr.get(f"{at}/columns").status_code == 200
    shown = hr.get(f"{at}/preview").text
    assert not Goal.select().exists() and not GoalPeriod.select().exists() and "3 goals are new" in shown and "1 new period: 2027" in shown
    assert hr.post(f"{at}/import", data={"seen": Page(shown, "/").values["seen"][0]}).status_code == 303
    own = titled("Forty families")
    assert (own.owner_id, own.state, own.target, own.start, own.unit, own.period.name) == (tomas.id, "agreed", 40 * UNIT, 0, "families", "2027")
    assert [own.parent.title, own.parent.department_id, own.parent.parent.title] == ["A place for every family", family.id, "Families stay together"]
    assert [one.did for one in queries.events(own)] == ["import_goal"]
    assert (own.agreed_by_id, own.starts, own.due) == (hana.id, date(2027, 1, 1), date(2027, 12, 31))
    assert TrailLine.select().where(TrailLine.verb == "import_goals").count() == 1
    assert Notice.select().where(Notice.person_id == tomas.id, Notice.kind == "goals").count() == 1
    assert browser_of("mara").get("/exchange/").status_code == 403


def test_the_same_list_again_changes_nothing(desk, family):
    desk.take_in(TREE)
    assert whys(desk.plan(TREE)) == ["unchanged"] * 3


def test_a_changed_row_is_shown_as_it_was_and_as_it_will_be(desk, family):
    desk.take_in(TREE)
    plan = desk.plan(TREE.replace(",0,40,", ",0,50,"))
    assert whys(plan) == ["unchanged", "unchanged", "changed"] and plan.lines[2].changes == [("Target value", "40", "50")]
    desk.take_in(TREE.replace(",0,40,", ",0,50,"))
    assert titled("Forty families").target == 50 * UNIT and queries.events(titled("Forty families"))[0].changed == {"target": [40 * UNIT, 50 * UNIT]}


def test_what_is_agreed_is_asked_once_where_the_list_does_not_say_it(desk):
    text = "Forty families,tomas@lantern.example,2027\nA rota,tomas@lantern.example,2027\n"
    [question] = desk.plan(text, "Goal,E-mail,Year").open
    assert question.rows == [2, 3]
    desk.answers = {question.key: "draft"}
    desk.take_in(text, "Goal,E-mail,Year")
    assert [(goal.state, goal.measure) for goal in Goal.select()] == [("draft", "yesno")] * 2


@pytest.mark.parametrize("row, why", [
    ("A,person,,Nobody Here,,2027,yes/no,,,,agreed", "Nobody here is"), ("A,person,,,,2027,yes/no,,,,agreed", "who looks after"),
    (",person,,Tomas Lindqvist,,2027,yes/no,,,,agreed", "what is to be reached"),
    ("A,team goal,,Tomas Lindqvist,,2027,yes/no,,,,agreed", "is none of"),
    ("A,department,Moon,Mara Okafor,,2027,yes/no,,,,agreed", "no department “Moon”"),
    ("A,,,Tomas Lindqvist,,sometime,yes/no,,,,agreed", "is not a period"),
    ("A,,,Tomas Lindqvist,,,yes/no,,,,agreed", "Choose a period"), ("A,,,Tomas Lindqvist,,2027,number,0,many,,agreed", "is not a figure"),
    ("A,,,Tomas Lindqvist,,2027,number,0,,,agreed", "what it should come to"),
    ("A,,,Tomas Lindqvist,Nowhere,2027,yes/no,,,,agreed", "is called “Nowhere”"),
    ("A,,,Tomas Lindqvist,,2027,yes/no,,,,achieved", "in as drafts or as agreed"),
    ("A,,,Tomas Lindqvist,,2027,milestones,,,,agreed", "Write down the milestones"),
    ("A,,,Lena Kowal,,2027,yes/no,,,,agreed", "Nobody here is")])
def test_a_row_that_cannot_be_is_refused_with_its_reason_in_the_words_of_the_forms(desk, family, row, why):
    plan = desk.plan(row)
    assert plan.lines[0].state == "refused" and why in whys(plan)[0] and not plan.does_something


def test_somebody_who_has_left_gets_no_goal(desk, tomas, today):
    people.let_go(tomas, last_day=today.replace(day=1) if today.day > 1 else today.replace(month=1))
    plan = desk.plan("A,,,Tomas Lindqvist,,2027,yes/no,,,,agreed")
    assert "has left" in whys(plan)[0]


def test_a_loop_is_refused_by_its_names_and_so_is_what_hangs_below(desk):
    rows = [f"{title},,,Tomas Lindqvist,{under},2027,yes/no,,,,agreed"
            for title, under in (("A", "B"), ("B", "C"), ("C", "A"), ("D", "A"), ("E", ""))]
    plan = desk.plan("\n".join(rows))
    assert all("in a circle" in why and all(f"“{name}”" in why for name in "ABC") for why in whys(plan)[:3])
    assert whys(plan)[3:] == ["The goal above it, in row 2, is refused.", "new"]


def test_a_loop_through_goals_that_are_here_is_refused(desk, agreed, tomas):
    above = agreed("Above")
    agreed("Below", parent=above.id)
    assert "in a circle" in whys(desk.plan("Above,,,Tomas Lindqvist,Below,This year,,,,,"))[0]


def test_nothing_hangs_under_a_lower_level_or_a_private_goal_of_somebody_else(desk, agreed):
    agreed("Own")
    agreed("Hidden", is_private=True)
    rows = "Top,organisation,,Ines Marchetti,Own,2027,yes/no,,,,agreed\nOther,,,Mara Okafor,Hidden,2027,yes/no,,,,agreed\n"
    assert ["lower" in why or "higher one" in why or "private" in why for why in whys(desk.plan(rows))] == [True, True]


def test_numbers_of_the_list_link_its_rows_and_never_overwrite_a_goal_of_ours(desk, agreed):
    goal = agreed("Own")
    head = "ID,Goal,Owner,Parent ID,Year,Status"
    plan = desk.plan(f"{goal.id},Another,Mara Okafor,,2027,agreed\n", head)
    assert "Leave the number empty" in whys(plan)[0]
    kept = desk.take_in("701,Another,Mara Okafor,,2027,agreed\n702,Below,Tomas Lindqvist,701,2027,agreed\n", head)
    assert titled("Below").parent.title == "Another" and kept.state == "done"


def test_drafts_that_people_write_for_themselves_are_found_by_no_list(desk, put_down, tomas):
    put_down("A change of work", tomas, proposes=False)
    assert whys(desk.plan("A change of work,,,Tomas Lindqvist,,This year,yes/no,,,,agreed")) == ["new"]
    assert "is called" in whys(desk.plan("B,,,Tomas Lindqvist,A change of work,2027,yes/no,,,,agreed"))[0]


def test_what_waits_or_is_closed_or_was_written_on_is_left_to_its_page(desk, put_down, agreed, tomas):
    put_down("Proposed", tomas)
    closed = agreed("Closed")
    actions.close_goal(closed, "missed", "No.", by=tomas, version=closed.version)
    rows = "".join(f"{title},,,Tomas Lindqvist,,This year,number,1,99,,\n" for title in ("Proposed", "Closed"))
    assert ["waits for an agreement" in whys(desk.plan(rows))[0], "is closed" in whys(desk.plan(rows))[1]] == [True, True]
    desk.take_in("Mine,,,Tomas Lindqvist,,This year,number,1,99,,draft")
    mine = titled("Mine")
    actions.propose_goal(mine, by=tomas, version=mine.version)
    actions.withdraw_goal(mine, by=tomas, version=None)
    assert "somebody is writing" in whys(desk.plan("Mine,,,Tomas Lindqvist,,This year,number,1,98,,draft"))[0]


def test_how_an_agreed_goal_is_measured_and_whose_it_is_stays(desk, agreed):
    goal = agreed("Own", unit="x")
    head = "Number,Goal,Owner,Year,Measure,Target"
    plan = desk.plan(f"{goal.id},Own,Tomas Lindqvist,This year,yes/no,\n", head)
    assert "measured by stays" in whys(plan)[0]
    assert "stays with the person" in whys(desk.plan(f"{goal.id},Own,Mara Okafor,This year,,\n", head))[0]


def test_two_rows_of_one_goal_contradict_each_other_or_are_one(desk):
    row = "A,,,Tomas Lindqvist,,2027,number,0,{},,agreed\n"
    assert "says something else" in whys(desk.plan(row.format(1) + row.format(2)))[1]
    assert whys(desk.plan(row.format(1) * 2)) == ["new", "The same as row 2."]


def test_where_the_records_changed_since_the_preview_nothing_is_written(desk, agreed, hana, tomas):
    sheet, choices = desk.sheet("A,,,Tomas Lindqvist,,2027,yes/no,,,,agreed")
    ready = OFFER.ready(sheet, choices, seen=OFFER.plan(sheet, choices).digest)
    agreed("Meanwhile")
    with pytest.raises(Refused):
        OFFER.write(ready, by=hana)
    assert not Import.select().exists() and Goal.select().count() == 1


def test_hr_agrees_to_no_goal_of_their_own_by_a_list(desk, agreed, hana, ines):
    goal = agreed("Own", owner=hana, by=ines)
    for row in ("A,,,Hana Sato,,2027,yes/no,,,,agreed", "Own,,,Hana Sato,,This year,number,0,50,,"):
        with pytest.raises(Refused) as no:
            desk.take_in("B,,,Tomas Lindqvist,,2027,yes/no,,,,agreed\n" + row)
        assert "Row 3 is about a goal of your own" in no.value.words and Goal.select().count() == 1 and fresh(goal).target == 100
    desk.take_in("A,,,Hana Sato,,2027,yes/no,,,,draft")
    assert titled("A").state == "draft"


def test_milestones_say_what_is_done_and_keep_it(desk, tomas):
    head = "Goal,Owner,Year,Milestones,Status"
    desk.take_in("Open the house,Tomas Lindqvist,2027,[x] Find rooms; sign [ ] Move in,agreed", head)
    goal = titled("Open the house")
    assert [(one.text, one.done_on is not None) for one in queries.milestones(goal)] == [("Find rooms; sign", True), ("Move in", False)]
    assert (goal.measure, goal.now, goal.target) == ("milestones", 1, 2)
    kept = desk.take_in("Open the house,Tomas Lindqvist,2027,[x] Find rooms; sign [x] Move in [ ] Invite all,agreed", head)
    assert (titled("Open the house").now, titled("Open the house").target) == (2, 3)
    assert desk.undo(kept) == [] and (titled("Open the house").now, titled("Open the house").target) == (1, 2)
    assert [one.done_on is not None for one in queries.milestones(goal)] == [True, False]


def test_undo_takes_out_what_came_in(desk, family, tomas):
    before = world.dump(only=["goal", "goal_period", "goal_event", "milestone"])
    kept = desk.take_in(TREE)
    assert desk.undo(kept) == [] and world.dump(only=["goal", "goal_period", "goal_event", "milestone"]) == before
    assert not Notice.select().where(Notice.person_id == tomas.id, Notice.kind == "goals", Notice.read_at.is_null()).exists()


def test_undo_leaves_what_somebody_has_worked_on_and_what_is_above_it(desk, family, tomas):
    kept = desk.take_in(TREE + "Alone,,,Tomas Lindqvist,,2027,yes/no,,,,agreed\n")
    checking.check_in(titled("Forty families"), "on track", by=tomas, value=1)
    assert {what for what, _why in desk.undo(kept)} == {"Families stay together", "A place for every family", "Forty families"}
    assert Goal.select().count() == 3 and CheckIn.select().count() == 1 and GoalPeriod.select().count() == 1


def test_undo_puts_back_what_still_holds_the_imported_value_and_leaves_the_rest(desk, agreed, tomas, mara):
    goal, other = agreed("Own", unit="visits"), agreed("Other")
    head = "Number,Goal,Owner,Target,Weight,Check-ins"
    kept = desk.take_in(f"{goal.id},Own renamed,Tomas Lindqvist,70,2,weekly\n{other.id},Other,Tomas Lindqvist,60,1,\n", head)
    now = queries.whole(goal.id)
    given = world.fields_of(now)
    actions.change_goal(now, given._replace(target=80), by=mara, version=now.version)
    [(what, _why)] = desk.undo(kept)
    back = fresh(goal)
    assert (what, back.title, back.target, back.weight, back.rhythm) == ("Own", "Own", 80, UNIT, "monthly") and fresh(other).target == 100


def test_undo_makes_no_circle(desk, agreed, tomas, mara):
    top, low = agreed("Top"), agreed("Low")
    actions.change_goal(low, world.fields_of(queries.whole(low.id))._replace(parent=top.id), by=mara, version=low.version)
    kept = _without_parent(desk, low)
    actions.change_goal(top, world.fields_of(queries.whole(top.id))._replace(parent=low.id), by=mara, version=top.version)
    assert [what for what, _why in desk.undo(kept)] == ["Low"] and fresh(low).parent_id is None


def _without_parent(desk, goal):
    """A list in which an empty cell clears."""
    sheet = read(f"Number,Goal,Owner,Parent\n{goal.id},{goal.title},Tomas Lindqvist,\n".encode())
    choices = OFFER.choices({0: "number", 1: "title", 2: "name", 3: "parent"}, clear=("parent",))
    return OFFER.apply(sheet, choices, seen=OFFER.plan(sheet, choices).digest, by=goal.agreed_by)


def test_nothing_that_was_written_stands_a_second_time_in_what_an_undo_needs(desk):
    kept = desk.take_in("A title of its own,,,Tomas Lindqvist,,2027,yes/no,,,,agreed")
    assert "title of its own" not in kept.changes and GoalEvent.select().count() == 1
