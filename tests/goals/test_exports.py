"""Goals as tables: each reader gets what their pages show, the remarks only whom they concern; taken in again nothing changes."""
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from perf.exchange.reading import read
from perf.goals import actions, checking, exports, giving, queries
from perf.goals.models import MEASURES, UNIT, Goal
from perf.goals.sheets.offer import LISTS
from perf.goals.states import CHOICES
from perf.kernel import db, words, workbook
from tests import world

[OFFER] = LISTS


def rows(table, me):
    [one] = [one for one in exports.TABLES if one.key == table]
    return [dict(zip(one.head, row)) for row in one.rows(me)]


def planned(content):
    sheet = read(content)
    matching = {at: one.field for at, one in enumerate(OFFER.guess(sheet.headings, sheet.rows)) if one.field}
    return OFFER.plan(sheet, OFFER.choices(matching))


def test_values_are_in_their_unit_and_progress_is_a_number(agreed, put_down, tomas, mara, ines, hana):
    above = put_down("Families stay together", ines, level="organisation", measure="below")
    goal = agreed(target=40 * UNIT, unit="families", parent=above.id, weight=UNIT * 5 // 2)
    agreed("Costs", measure="money", start=1_000_00, target=750_50)
    checking.check_in(goal, "at risk", by=tomas, value=25 * UNIT // 2)
    found = {row["Goal"]: row for row in rows("goals", hana)}
    one, money = found["Forty families through the programme"], found["Costs"]
    assert (one["Target value"], one["Value now"], one["Weight"], one["Progress in %"]) == (40, Decimal("12.5"), Decimal("2.5"), 31)
    assert (one["Under (number)"], one["Under"], one["Status"]) == (above.id, "Families stay together", "at risk")
    assert (money["Target value"], money["Unit"]) == (Decimal("750.50"), words.currency()) and found["Families stay together"]["Progress in %"] == 31


def test_private_goals_and_drafts_go_to_nobody_who_may_not_read_them(agreed, put_down, tomas, mara, zora, hana):
    agreed()
    agreed("Something of my own", is_private=True)
    put_down("Only an idea", tomas, proposes=False)
    titles = {person.first_name: {row["Goal"] for row in rows("goals", person)} for person in (tomas, mara, zora, hana)}
    public, private = "Forty families through the programme", "Something of my own"
    assert titles == {"Tomas": {public, private}, "Mara": {public, private}, "Zora": {public}, "Hana": {public, private}}


def test_what_was_asked_goes_to_those_concerned_alone(agreed, tomas, mara, zora, hana):
    goal = agreed()
    checking.ask(checking.check_in(goal, "at risk", by=tomas, value=1, note="Two a week."), "What would bring more?", by=mara)
    for person, reads in ((tomas, True), (mara, True), (hana, True), (zora, False)):
        [row] = rows("check_ins", person)
        assert row["Note"] == "Two a week." and ("What would bring more?" in (row["Asked and answered"] or "")) is reads


def test_when_a_manager_has_looked_and_what_a_goal_goes_on_from_go_to_those_concerned_alone(agreed, year, tomas, mara, zora):
    goal = agreed()
    checking.look_at(checking.check_in(goal, "at risk", by=tomas, value=1), by=mara)
    giving.carry_over([queries.whole(goal.id)], {goal.id: "partly"}, {goal.id: "Late."}, year, by=tomas)
    new = Goal.get(Goal.carried_from == goal.id)
    actions.agree_goal(new, by=mara, version=new.version)
    for person, reads in ((tomas, True), (mara, True), (zora, False)):
        assert (rows("check_ins", person)[0]["Looked at"] is not None) is reads
        assert (rows("goals", person)[-1]["Carried over from (number)"] == goal.id) is reads


def test_look_back_goes_to_those_concerned_alone(agreed, tomas, zora):
    goal = agreed()
    actions.close_goal(goal, "partly", "The house opened late.", by=tomas, version=goal.version)
    assert [rows("goals", person)[0]["Look back"] for person in (tomas, zora)] == ["The house opened late.", None]


@pytest.fixture
def counted(monkeypatch):
    """How many statements something takes."""
    def count(does):
        asked, execute = [], db.database.execute_sql
        with monkeypatch.context() as patch:
            patch.setattr(db.database, "execute_sql", lambda sql, *args, **more: (asked.append(sql), execute(sql, *args, **more))[1])
            does()
        return len(asked)
    return count


def test_twenty_goals_cost_as_many_queries_as_one(agreed, put_down, tomas, hana, counted):
    agreed()
    first = counted(lambda: [list(table.rows(hana)) for table in exports.TABLES])
    for number in range(20):
        checking.check_in(agreed(f"Goal {number}"), "on track", by=tomas, value=1, note="On the way.")
    assert counted(lambda: [list(table.rows(hana)) for table in exports.TABLES]) <= first


TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=25).map(lambda text: " ".join(text.split())).filter(bool)
FIGURE = st.integers(-10 ** 12, 10 ** 12)
GOAL = st.fixed_dictionaries({
    "title": TEXT | st.sampled_from(["=1+1", "'=x", "n/a", "-", "007", "1,5", "_x0041_", "@me"]),
    "about": st.just("") | TEXT | st.just("one\ntwo\n\nthree"),
    "measure": st.sampled_from(MEASURES), "unit": st.just("") | TEXT, "start": FIGURE, "target": FIGURE, "is_down": st.booleans(),
    "weight": st.integers(1, 1000 * UNIT), "kind": st.sampled_from(("commitment", "stretch")), "is_private": st.booleans(),
    "rhythm": st.sampled_from(CHOICES),
    "steps": st.lists(TEXT | st.sampled_from(["[x] done", "a; b", "☐ c", "✓ d"]), min_size=1, max_size=4, unique=True).map(tuple),
    "now": FIGURE, "dated": st.booleans(), "under": st.booleans()})


@settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(goals=st.lists(GOAL, min_size=1, max_size=5))
def test_what_was_taken_along_comes_back_unchanged_whatever_it_says(agreed, put_down, year, ines, tomas, hana, goals):
    with world.undone():
        top = put_down("Families stay together", ines, level="organisation", measure="below")
        for one in goals:
            value, dated, under = one.pop("now"), one.pop("dated"), one.pop("under")
            more = dict(period=None, starts=date(2026, 2, 3), due=date(2026, 11, 30)) if dated else {}
            goal = agreed(**one, parent=top.id if under else None, **more)
            steps = [step.id for step in queries.milestones(goal)][::2]
            checking.check_in(goal, "on track", by=tomas, value=value, done=steps if goal.measure == "milestones" else None)
        [table] = [one for one in exports.TABLES if one.key == "goals"]
        plan = planned(workbook.workbook([table], hana))
        assert len(plan.lines) == len(goals) + 1 and not plan.questions
        assert {line.state for line in plan.lines} == {"unchanged"}, [(line.reasons, line.changes) for line in plan.lines]
