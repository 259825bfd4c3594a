"""The life of a goal: written down, proposed, agreed, changed by agreement, checked, closed."""
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perf.goals import actions, checking, fields, queries, waiting
from perf.goals.fields import Given
from perf.goals.models import UNIT, Goal, GoalChange, GoalEvent
from perf.goals.states import next_after
from perf.kernel import clock
from perf.kernel.errors import Changed, Refused
from perf.notices.models import Notice
from perf.people import actions as people
from tests.goals.conftest import figure, fresh


def told(person):
    return [one.sentence for one in Notice.select().where(Notice.person_id == person.id, Notice.kind == "goals", Notice.read_at.is_null())]


def as_it_is(goal, **more):
    now = queries.whole(goal.id)
    return fields.as_given(now, [one.text for one in queries.milestones(now)])._replace(**more)


def test_an_employee_proposes_and_the_manager_agrees(put_down, tomas, mara, today):
    made = put_down("Forty families through the programme", tomas)
    assert made.state == "proposed" and len(told(mara)) == 1 and "families" not in told(mara)[0]
    done = actions.agree_goal(made, by=mara, version=made.version)
    assert (done.state, done.agreed_on, done.agreed_by_id) == ("agreed", today, mara.id)
    assert told(mara) == [] and len(told(tomas)) == 1


def test_a_returned_goal_is_a_draft_with_a_comment_and_can_be_proposed_again(put_down, tomas, mara):
    made = put_down("Everything better", tomas)
    with pytest.raises(Refused) as no:
        actions.return_goal(made, "  ", by=mara, version=made.version)
    assert no.value.field == "comment"
    back = actions.return_goal(made, "What would you count?", by=mara, version=made.version)
    assert back.state == "draft" and [one.comment for one in queries.events(back)][0] == "What would you count?"
    mended = actions.change_draft(back, as_it_is(back, title="Forty families"), by=tomas, version=back.version)
    assert actions.propose_goal(mended, by=tomas, version=mended.version).state == "proposed"


def test_a_manager_gives_a_goal_that_counts_at_once(put_down, tomas, mara):
    made = put_down("Keep the rota", tomas, by=mara)
    assert made.state == "agreed" and len(told(tomas)) == 1


def test_who_nobody_leads_agrees_with_themselves(put_down, ines):
    assert put_down("A plan for the next three years", ines).state == "agreed"


def test_a_change_to_an_agreed_goal_is_proposed_and_agreed_with_its_difference(agreed, tomas, mara):
    goal = agreed()
    same = actions.change_goal(goal, as_it_is(goal, target=80), by=tomas, version=goal.version, why="Two of us left.")
    assert (same.target, same.state) == (100, "agreed")
    proposed = queries.change_of(goal)
    assert proposed.changed == {"target": [100, 80]} and waiting.to_decide(mara)[1] == [proposed]
    done = actions.agree_change(proposed, by=mara, version=same.version)
    assert done.target == 80 and queries.change_of(goal) is None
    assert queries.events(done)[0].changed == {"target": [100, 80]}


def test_a_change_that_is_returned_leaves_the_goal_as_it_was(agreed, tomas, mara):
    goal = agreed()
    actions.change_goal(goal, as_it_is(goal, target=80), by=tomas, version=goal.version)
    actions.return_change(queries.change_of(goal), "Hold on until June.", by=mara, version=fresh(goal).version)
    assert fresh(goal).target == 100 and queries.change_of(goal) is None and queries.events(goal)[0].did == "return_change"


def test_of_two_proposed_changes_the_later_one_stands(agreed, tomas):
    goal = agreed()
    for target in (80, 90):
        actions.change_goal(goal, as_it_is(goal, target=target), by=tomas, version=fresh(goal).version)
    assert [one.state for one in GoalChange.select().order_by(GoalChange.id)] == ["withdrawn", "proposed"]


def test_what_a_goal_is_measured_by_stays_once_it_is_agreed(agreed, tomas):
    goal = agreed()
    with pytest.raises(Refused) as no:
        actions.change_goal(goal, as_it_is(goal, measure="yesno"), by=tomas, version=goal.version)
    assert no.value.field == "measure"


def test_an_old_page_overwrites_nothing(agreed, tomas, mara):
    goal = agreed()
    actions.change_goal(goal, as_it_is(goal, target=80), by=mara, version=goal.version)
    with pytest.raises(Changed):
        actions.change_goal(goal, as_it_is(goal, target=70), by=mara, version=goal.version)
    assert fresh(goal).target == 80


def test_a_check_in_moves_the_figure_and_every_one_above(agreed, put_down, ines, family, tomas):
    top = put_down("Families stay together", ines, level="organisation", measure="below")
    middle = put_down("A place for every family", ines, level="department", department=family.id, measure="below", parent=top.id)
    goal, other = agreed(parent=middle.id, weight=3 * UNIT), agreed("Open on Saturdays", measure="yesno", parent=middle.id)
    checking.check_in(goal, "at risk", by=tomas, value=50, note="Half way.")
    assert [figure(one) for one in (goal, middle, top)] == [figure(goal)] + [figure(goal) * 3 / 4] * 2
    assert fresh(goal).status == "at risk" and figure(other) == 0


def test_the_status_is_a_persons_and_is_never_reckoned(agreed, tomas):
    goal = agreed()
    checking.check_in(goal, "on track", by=tomas, value=0)
    assert (fresh(goal).status, figure(goal)) == ("on track", 0)
    with pytest.raises(Refused):
        checking.check_in(goal, "", by=tomas, value=10)


def test_milestones_count_what_is_done_and_keep_it_when_they_are_called_otherwise(agreed, tomas, mara):
    goal = agreed(measure="milestones", steps=("Write", "Print", "Send"))
    first, second, _third = queries.milestones(goal)
    checking.check_in(goal, "on track", by=tomas, done=[first.id, second.id])
    assert (fresh(goal).now, fresh(goal).target) == (2, 3)
    actions.change_goal(goal, as_it_is(goal, steps=("Write", "Print in colour", "Send", "Thank")), by=mara, version=fresh(goal).version)
    assert [(one.text, one.done_on is not None) for one in queries.milestones(goal)] == [
        ("Write", True), ("Print in colour", True), ("Send", False), ("Thank", False)]
    assert (fresh(goal).now, fresh(goal).target) == (2, 4)


@pytest.mark.parametrize("rhythm, after", [("weekly", date(2026, 2, 7)), ("fortnightly", date(2026, 2, 14)), ("monthly", date(2026, 2, 28)),
                                           ("quarterly", date(2026, 4, 30)), ("never", None)])
def test_the_next_check_in_follows_from_the_rhythm(rhythm, after):
    assert next_after(rhythm, date(2026, 1, 31)) == after


def test_a_goal_is_stale_once_a_check_in_is_missed_by_three_days(agreed, tomas, today):
    goal = agreed(rhythm="weekly", starts=today, due=today + timedelta(days=90))
    for days, is_stale in ((7, False), (9, False), (10, True), (30, True)):
        with clock.at(today + timedelta(days=days)):
            assert fresh(goal).is_stale is is_stale
    with clock.at(today + timedelta(days=10)):
        checking.check_in(goal, "on track", by=tomas, value=1)
        assert not fresh(goal).is_stale


def test_closing_asks_for_an_outcome_and_a_look_back(agreed, tomas):
    goal = agreed()
    for outcome, text, field in (("", "Well.", "outcome"), ("achieved", " ", "look_back")):
        with pytest.raises(Refused) as no:
            actions.close_goal(goal, outcome, text, by=tomas, version=goal.version)
        assert no.value.field == field
    done = actions.close_goal(goal, "partly", "The house opened late.", by=tomas, version=goal.version)
    assert done.is_closed and done.next_check_in is None
    with pytest.raises(Refused):
        checking.check_in(done, "on track", by=tomas, value=1)


def test_a_cancelled_goal_leaves_the_mean_and_comes_back_when_it_is_opened_again(agreed, put_down, ines, tomas, mara):
    top = put_down("Families stay together", ines, level="organisation", measure="below")
    done, other = agreed(parent=top.id), agreed("Another", parent=top.id)
    checking.check_in(done, "on track", by=tomas, value=100)
    assert figure(top) == figure(done) / 2
    gone = actions.close_goal(other, "cancelled", "The grant ended.", by=mara, version=other.version)
    assert figure(top) == 1
    actions.reopen_goal(gone, "The grant goes on.", by=mara, version=gone.version)
    assert figure(top) == figure(done) / 2


def test_private_goals_and_drafts_do_not_show_in_a_figure_that_others_read(agreed, put_down, ines, tomas):
    top = put_down("Families stay together", ines, level="organisation", measure="below")
    agreed(parent=top.id)
    hidden = agreed("Something of my own", parent=top.id, is_private=True)
    put_down("Only an idea", tomas, parent=top.id, proposes=False)
    checking.check_in(hidden, "on track", by=tomas, value=100)
    assert figure(top) == 0


@pytest.mark.parametrize("wrong, field", [
    (dict(title="  "), "title"), (dict(weight=0), "weight"), (dict(measure="guess"), "measure"), (dict(level="team"), "level"),
    (dict(start=None), "start"), (dict(target=None), "target"), (dict(measure="milestones"), "steps"),
    (dict(measure="milestones", steps=("A", "A")), "steps"), (dict(period=98765), "period"), (dict(parent=98765), "parent"),
    (dict(period=None), "starts"), (dict(starts=date(2030, 1, 2), due=date(2030, 1, 1)), "due"), (dict(level="organisation"), "level"),
    (dict(level="organisation", is_private=True), "is_private"), (dict(level="department"), "department"), (dict(target=10 ** 17), "target")])
def test_what_cannot_be_is_refused_beside_its_field(put_down, tomas, wrong, field):
    with pytest.raises(Refused) as no:
        put_down(**{"title": "A goal", "owner": tomas, **wrong})
    assert no.value.field == field and Goal.select().count() == 0


def test_a_goal_never_hangs_under_one_of_a_lower_level_or_under_a_private_one_of_others(agreed, put_down, ines, tomas):
    own = agreed()
    with pytest.raises(Refused) as no:
        put_down("Families stay together", ines, level="organisation", parent=own.id)
    assert no.value.field == "parent"
    hidden = agreed("Something of my own", is_private=True)
    for is_private, owner in ((False, tomas), (True, ines)):
        with pytest.raises(Refused):
            put_down("Below it", owner, parent=hidden.id, is_private=is_private)
    assert put_down("Below it", tomas, parent=hidden.id, is_private=True).parent_id == hidden.id


def test_a_goal_with_readers_below_it_does_not_become_private(agreed, tomas):
    above = agreed()
    agreed("Below", parent=above.id)
    with pytest.raises(Refused) as no:
        actions.change_goal(above, as_it_is(above, is_private=True), by=tomas, version=above.version)
    assert no.value.field == "is_private"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=25))
def test_no_order_of_moves_makes_a_circle(put_down, ines, moves):
    Goal.delete().execute()
    goals = [put_down(f"Goal {n}", ines, level="organisation", measure="below") for n in range(7)]
    for one, above in moves:
        goal = queries.whole(goals[one].id)
        try:
            actions.change_goal(goal, as_it_is(goal, parent=goals[above].id), by=ines, version=goal.version)
        except Refused:
            pass
    above = dict(Goal.select(Goal.id, Goal.parent).tuples())
    for number in above:
        passed = set()
        while number is not None:
            assert number not in passed
            passed.add(number)
            number = above[number]


def test_who_leads_the_leaver_no_more_leaves_their_goals_to_hr(agreed, tomas, hana, today):
    goal = agreed()
    people.let_go(tomas, last_day=today - timedelta(days=1))
    assert not list(queries.access.goals_to_decide(fresh(goal).agreed_by).where(Goal.id == goal.id))
    now = queries.whole(goal.id)
    done = actions.close_goal(now, "cancelled", "Has left.", by=hana, version=now.version)
    assert done.state == "cancelled"


def test_every_deed_stands_in_the_history(agreed, tomas):
    goal = agreed()
    assert [one.did for one in GoalEvent.select().where(GoalEvent.goal == goal.id).order_by(GoalEvent.id)] == ["put_down", "propose_goal", "agree_goal"]


def test_a_goal_may_be_given_without_any_period_of_the_list(put_down, tomas, today):
    made = put_down("One thing", tomas, period=None, starts=today, due=today + timedelta(days=30))
    assert (made.period_id, made.starts, made.due) == (None, today, today + timedelta(days=30))
    assert Given(title="x").kind == "commitment"
