"""What is published of answers without names: the minimum, what is left by subtracting, and that nobody can be reckoned out."""
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perf.questions.unnamed import publishing, solving
from perf.questions.unnamed.publishing import ALL, GROUP, ONE, Asked, Limits
from tests.questions.reckoning import Reader

LIMITS = Limits(3, 5, 5)


def shown(ratings, groups=None, earlier=(), limits=LIMITS):
    """{(part, id): Shown} of one question."""
    now = Asked(9, ratings, groups or {}, None)
    return {(one.part, one.part_id): one for one in publishing.publish(now, list(earlier), limits)}


def closed(number, ratings, groups=None, limits=LIMITS):
    """A gathering that was published, as a later one finds it."""
    now = Asked(number, ratings, groups or {}, None)
    return now._replace(shown=tuple(publishing.publish(now, [], limits)))


# P01

@pytest.mark.parametrize("few, given, is_shown", [(3, 2, False), (3, 3, True), (3, 4, True), (4, 3, False), (4, 4, True), (5, 4, False), (5, 5, True), (5, 6, True)])
def test_nothing_is_shown_below_the_minimum(few, given, is_shown):
    """P01: k-1, k, k+1."""
    found = shown({1: [1, 5, 3, 4, 2, 2][:given]}, limits=Limits(few, 5, 5))
    assert ((ONE, 1) in found) == is_shown


def test_the_whole_organisation_takes_five():
    """P01"""
    assert (ALL, None) not in shown({1: [1, 5], 2: [3, 4]}) and (ALL, None) in shown({1: [1, 5], 2: [3, 4], 3: [2]})


def test_where_all_agree_nothing_is_shown():
    """P01: the figure would tell what each of them said."""
    assert shown({1: [4, 4, 4, 4], 2: [1, 5, 3]}).keys() == {(ONE, 2), (ALL, None)}


@pytest.mark.parametrize("ratings, halves", [([1, 2, 4], 5), ([3, 4], 7), ([1, 2, 2, 2], 4), ([4, 4, 5], 9), ([1, 1, 1, 2], 3), ([5, 5, 5, 5, 4], 10)])
def test_mean_is_rounded_to_halves(ratings, halves):
    """2.33 is shown as 2.5, 3.5 as itself, 1.75 as 2.0, 1.25 as 1.5: half up."""
    assert publishing.halves(ratings) == halves


@pytest.mark.parametrize("count", range(2, 9))
def test_bounds_hold_every_sum_that_rounds_to_the_mean_and_no_other(count):
    for total in range(count, 5 * count + 1):
        ratings = [total // count + (place < total % count) for place in range(count)]
        low, high = publishing.bounds(count, publishing.halves(ratings), 5)
        inside = [one for one in range(count + 1, 5 * count) if (4 * one + count) // (2 * count) == publishing.halves(ratings)]
        assert not inside or (low, high) == (min(inside), max(inside))


# what is left by subtracting

def test_whole_is_not_shown_beside_all_but_two():
    """P02: six of eight are one manager's; whole less those would be the sum of two."""
    found = shown({1: [1, 2, 3, 4, 5, 3], 2: [2, 5]})
    assert found.keys() == {(ONE, 1)}


def test_whole_is_shown_where_nothing_or_enough_is_left():
    """P02"""
    assert (ALL, None) in shown({1: [1, 2, 3], 2: [2, 5, 4]}) and (ALL, None) in shown({1: [1, 2, 3], 2: [2, 5], 3: [4]})


def test_group_is_not_shown_where_another_could_be_reckoned_out():
    """P02: two groups are shown, and the third has two answers: the whole less the two would tell their sum."""
    ratings = {1: [1, 5], 2: [2, 4], 3: [3, 1], 4: [5, 2], 5: [4, 1]}
    found = shown(ratings, {1: 10, 2: 10, 3: 20, 4: 20, 5: 30})
    assert (ALL, None) in found and len([at for at in found if at[0] == GROUP]) == 1


# pools

def test_too_few_are_pooled_with_earlier_ones_that_were_never_shown():
    """P02: two, then two more: four, none of which was in a figure of this manager before."""
    whole = {2: [1, 4, 3, 2, 5], 3: [2, 4, 3, 3, 1]}
    before = closed(1, {1: [2, 4], **whole})
    found = shown({1: [5, 3], **whole}, earlier=[before])
    assert found[ONE, 1].count == 4 and found[ONE, 1].with_earlier == (1,)


def test_what_was_shown_before_is_not_pooled_again():
    before = closed(1, {1: [2, 4, 3]})
    assert (ONE, 1) not in shown({1: [5, 3]}, earlier=[before])


def test_pooled_answers_are_not_pooled_twice():
    before = closed(1, {1: [2, 4]})
    between = Asked(2, {1: [5, 3]}, {}, None)
    between = between._replace(shown=tuple(publishing.publish(between, [before], LIMITS)))
    assert between.shown[0].with_earlier == (1,)
    assert (ONE, 1) not in shown({1: [1, 2]}, earlier=[before._replace(pooled=frozenset({1})), between])


def test_what_is_tied_to_something_that_is_missing_is_left_alone():
    before = closed(1, {1: [2, 4]})._replace(pooled=frozenset({1}))
    assert publishing.whole_pools([before]) == [] and publishing.whole_pools([closed(3, {1: [2, 4]})]) != []


# the proof

CASES = [   # atoms: size, total, path, pool; figures; pools; is it safe?
    ("one figure of three", {"a": (3, 9, (1,), None)}, {1: (9, 9)}, {}, True),
    ("all of them at the top", {"a": (3, 15, (1,), None)}, {1: (15, 15)}, {}, False),
    ("the rest is two", {"a": (3, 9, (1, 2), None), "b": (2, 5, (1,), None)}, {1: (14, 14), 2: (9, 9)}, {}, False),
    ("the rest is two, but the figures are loose", {"a": (3, 9, (1, 2), None), "b": (2, 5, (1,), None)}, {1: (13, 15), 2: (9, 9)}, {}, True),
    ("two lie in a pool alone with three that are known", {"a": (3, 9, (1,), "p"), "b": (2, 5, (), "p")}, {1: (9, 9)}, {"p": (14, 14)}, False),
    ("two lie in a pool with three that are not", {"a": (3, 9, (), "p"), "b": (2, 5, (), "p")}, {}, {"p": (14, 14)}, True),
    ("a single one that could be anything", {"a": (1, 5, (), None), "b": (3, 9, (1,), None)}, {1: (9, 9)}, {}, True),
    ("a single one at the end of a chain of certain sums", {"a": (1, 4, (1,), None), "b": (4, 12, (1, 2), None)}, {1: (16, 16), 2: (12, 12)}, {}, False),
]


@pytest.mark.parametrize("atoms, figures, pools, is_safe", [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_solver_knows_what_is_certain(atoms, figures, pools, is_safe):
    """P02"""
    assert solving.is_safe(atoms, figures, pools, 5, 3) == is_safe


def test_reader_finds_what_is_certain():
    """The test's own reader, shown to find out what can be found out: the whole less a team is a single answer."""
    answers = {1: 2, 2: 5, 3: 4, 4: 1}
    assert Reader(answers, [({1, 2, 3}, 7, {2: 1, 4: 1, 5: 1, 1: 0, 3: 0}), ({1, 2, 3, 4}, 6, {1: 1, 2: 1, 4: 1, 5: 1, 3: 0})], 5).given_away(3) == {4}
    assert Reader(answers, [({1, 2, 3}, 7, None)], 5).given_away(3) is None
    assert Reader({1: 5, 2: 5, 3: 4, 4: 4}, [({1, 2, 3}, 9, {5: 2, 4: 1})], 5).given_away(3) is None


@st.composite
def organisations(draw):
    """3 to 60 people in teams and departments, two rounds with joiners and leavers, who answers what, and how alike they are."""
    people, dice = draw(st.integers(3, 60)), random.Random(draw(st.integers(0, 2 ** 32)))
    size, departments = draw(st.integers(2, 12)), draw(st.integers(1, 5))
    highest = draw(st.sampled_from([2, 3, 5, 5, 5, 7]))
    few = draw(st.sampled_from([3, 3, 3, 4, 5]))
    answers, skew = draw(st.sampled_from([1.0, 0.9, 0.6, 0.3])), draw(st.sampled_from([0, 0, 0.5, 0.9]))
    team, number = {}, 0
    while len(team) < people:
        number += 1
        for _place in range(dice.randint(1, size)):
            team[len(team)] = number
    groups = {one: dice.choice([None, *range(departments)]) if dice.random() < 0.1 else dice.randrange(departments) for one in range(1, number + 1)}
    rounds = []
    for _round in range(draw(st.integers(1, 3))):
        for who in [who for who in team if dice.random() < 0.1]:        # somebody leaves, somebody else comes in
            team[who + 1000 * (len(rounds) + 1)] = dice.choice([team.pop(who), 1])
        favourite = {one: dice.choice([1, highest, dice.randint(1, highest)]) for one in set(team.values())}
        rounds.append({who: (about, favourite[about] if dice.random() < skew else dice.randint(1, highest))
                       for who, about in team.items() if dice.random() < answers})
    return rounds, groups, Limits(few, max(5, few), highest)


def published(rounds, groups, limits):
    """What is shown of each round one after the other, as closing does it: [Asked]."""
    known = []
    for number, said in enumerate(rounds):
        ratings = {}
        for about, level in said.values():
            ratings.setdefault(about, []).append(level)
        now = Asked(number, ratings, groups, None)
        now = now._replace(shown=tuple(publishing.publish(now, known, limits)))
        for one in now.shown:
            known = [before._replace(pooled=before.pooled | {one.part_id}) if before.number in one.with_earlier else before for before in known]
        known.append(now)
    return known


def everything_shown(known, rounds, groups):
    """(who answered what over all rounds, the figures with who is in them), as somebody could know who saw who was asked and by whom."""
    answers = {(number, who): level for number, said in enumerate(rounds) for who, (_about, level) in said.items()}
    figures = []
    for asked in known:
        for one in asked.shown:
            numbers = {asked.number, *one.with_earlier}
            members = {(number, who) for number in numbers for who, (about, _level) in rounds[number].items()
                       if one.part == ALL or one.part == ONE and about == one.part_id or one.part == GROUP and groups[about] == one.part_id}
            assert len(members) == one.count
            figures.append((members, one.halves, dict(enumerate(one.levels, 1)) if one.levels else None))
    return answers, figures


COUNTED = {}


@settings(max_examples=500, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(organisations())
def test_nobody_can_be_reckoned_out_of_500_organisations(organisation):
    """P02: no single answer, and no sum of fewer answers than the minimum, is certain for somebody who reads every figure of every round."""
    rounds, groups, limits = organisation
    known = published(rounds, groups, limits)
    answers, figures = everything_shown(known, rounds, groups)
    for members, _halves, _levels in figures:
        assert len(members) >= limits.few and len({answers[one] for one in members}) > 1
    assert Reader(answers, figures, limits.highest).given_away(limits.few) is None
    for asked in known:
        for one in asked.shown:
            kind = (one.part, bool(one.with_earlier), bool(one.levels))
            COUNTED[kind] = COUNTED.get(kind, 0) + 1


def test_there_was_something_to_reckon_with():
    """Figures of every kind were shown to the reader above: hiding everything would be safe too."""
    if COUNTED:
        kinds = {(ONE, False, False), (ONE, False, True), (ONE, True, False), (GROUP, False, False), (GROUP, False, True), (ALL, False, False), (ALL, False, True)}
        assert kinds <= COUNTED.keys() and sum(COUNTED.values()) > 1000
