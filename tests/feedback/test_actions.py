"""What is agreed, tried, resolved, dropped and handed over."""
from datetime import timedelta

import pytest

from perf.feedback import actions, queries
from perf.feedback.models import FollowUpChange
from perf.kernel import clock
from perf.kernel.errors import Changed, Refused
from perf.notices.models import Notice
from perf.people import actions as people
from perf.people.models import Assignment, Position
from tests.feedback.conftest import fresh


def seat(person):
    return Position.get(Position.id == Assignment.get(Assignment.person == person).position_id)


def told(person):
    return [one.sentence for one in Notice.select().where(Notice.person_id == person.id, Notice.kind == "feedback").order_by(Notice.id)]


def test_the_other_one_is_told_and_no_notice_holds_what_was_written(keys, tomas, mara):
    assert told(mara) == [] and len(told(tomas)) == 1 and "keys" not in told(tomas)[0]
    actions.mark_follow_up(keys, "resolved", by=tomas, version=1, what_came_of_it="The keys were there each time.")
    assert len(told(mara)) == 1 and "each time" not in told(mara)[0]


@pytest.mark.parametrize("state", ["resolved", "dropped"])
def test_what_is_done_says_what_came_of_it(keys, tomas, today, state):
    with pytest.raises(Refused) as no:
        actions.mark_follow_up(keys, state, by=tomas, version=1, what_came_of_it="  ")
    assert no.value.field == "what_came_of_it" and fresh(keys).state == "open"
    actions.mark_follow_up(keys, state, by=tomas, version=1, what_came_of_it="It helped.")
    done = fresh(keys)
    assert (done.state, done.what_came_of_it, done.done_on, done.is_open) == (state, "It helped.", today, False)


def test_tried_needs_no_words_and_a_done_one_can_be_opened_again(keys, tomas, mara):
    actions.mark_follow_up(keys, "tried", by=tomas, version=1)
    actions.mark_follow_up(keys, "dropped", by=mara, version=2, what_came_of_it="No longer needed.")
    with pytest.raises(Refused):
        actions.change_follow_up(keys, what="Other words", by_when=keys.by_when, owner=tomas, by=mara, version=3)
    actions.mark_follow_up(keys, "open", by=tomas, version=3)
    assert (fresh(keys).state, fresh(keys).done_on) == ("open", None)
    assert [one.did for one in queries.changes(keys)] == ["agreed", "tried", "dropped", "open"]


def test_a_change_by_who_has_not_seen_the_last_one_is_refused(keys, tomas, mara):
    actions.change_follow_up(keys, what="Ask two days ahead.", by_when=keys.by_when, owner=mara, by=mara, version=1)
    with pytest.raises(Changed):
        actions.mark_follow_up(keys, "tried", by=tomas, version=1)
    now = fresh(keys)
    assert (now.what, now.owner_id, now.state, now.version) == ("Ask two days ahead.", mara.id, "open", 2)
    last = FollowUpChange.select().order_by(FollowUpChange.id.desc()).first()
    assert last.changed == {"what": ["Ask for the keys a day ahead.", "Ask two days ahead."], "owner": [tomas.id, mara.id]}


def test_it_is_agreed_by_the_two_whom_it_concerns_for_a_day_to_come(agreed, zora, piet, tomas, mara, today):
    for wrong in (dict(by=zora), dict(owner=zora), dict(by_when=today - timedelta(days=1)), dict(what="  ")):
        with pytest.raises(Refused):
            agreed(**wrong)
    assert agreed(by_when=today, owner=mara, by=tomas).owner_id == mara.id


def test_a_date_that_has_passed_meanwhile_may_stay_but_no_new_one_is_set_into_the_past(keys, tomas, mara, today):
    with clock.at(today + timedelta(days=40)):
        assert fresh(keys).is_overdue
        actions.change_follow_up(keys, what="Ask at all.", by_when=keys.by_when, owner=tomas, by=mara, version=1)
        with pytest.raises(Refused):
            actions.change_follow_up(keys, what="Ask.", by_when=keys.by_when + timedelta(days=1), owner=tomas, by=mara, version=2)


def test_nothing_can_be_handed_over_while_all_are_here(keys, tomas, mara, zora):
    assert queries.successors(queries.whole(keys.id)) == []
    for to in (zora, mara):
        with pytest.raises(Refused):
            actions.hand_over_follow_up(keys, to, by=tomas, version=1)


def test_a_new_manager_takes_the_place_of_one_who_leads_no_more(agreed, tomas, mara, piet, zora):
    one = agreed(owner=mara)
    people.place_under(seat(tomas), seat(piet))
    assert [person.id for person in queries.successors(queries.whole(one.id))] == [piet.id]
    assert piet.id not in fresh(one).concerned                  # leading somebody alone opens nothing
    actions.hand_over_follow_up(one, piet, by=tomas, version=1)
    assert (fresh(one).agreed_with_id, fresh(one).owner_id, fresh(one).concerned) == (piet.id, piet.id, {tomas.id, piet.id})
    assert len(told(piet)) == 1


def test_what_somebody_who_left_would_do_goes_to_who_stays(keys, tomas, mara, today):
    people.let_go(tomas, last_day=today - timedelta(days=1))
    before = told(tomas)
    assert [one.id for one in queries.waiting(mara)] == [keys.id] and queries.how_many_wait(mara) == 1
    assert [person.id for person in queries.successors(queries.whole(keys.id))] == [mara.id]
    actions.hand_over_follow_up(keys, mara, by=mara, version=1)
    assert (fresh(keys).owner_id, fresh(keys).about_id) == (mara.id, tomas.id)
    assert told(tomas) == before                                # who has left is told nothing more
