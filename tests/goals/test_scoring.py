"""The arithmetic of goals: the worked cases of PRACTICE 6 and what must always hold."""
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf.goals.scoring import Node, arithmetic, mean, per_cent, progress, rolled_up

WHOLE = st.integers(-10 ** 12, 10 ** 12)


@pytest.mark.parametrize("start, target, now, is_down, comes_to", [
    (40, 25, 31, True, "0.6"),          # PRACTICE 6: downwards
    (0, 100, 0, False, "0"), (0, 100, 25, False, "0.25"), (0, 100, 100, False, "1"),
    (0, 100, 140, False, "1"), (0, 100, -5, False, "0"),       # clamped on both sides
    (40, 25, 50, True, "0"), (40, 25, 20, True, "1"),
    (-10, 10, 0, False, "0.5"),
    (95, 95, 95, False, "1"), (95, 95, 97, False, "1"), (95, 95, 94, False, "0"),      # hold, from above
    (5, 5, 5, True, "1"), (5, 5, 3, True, "1"), (5, 5, 6, True, "0"),                  # hold, from below
    (0, 1, 1, False, "1"), (0, 4, 3, False, "0.75"),            # yes or no; milestones: done of all
])
def test_progress(start, target, now, is_down, comes_to):
    assert progress(start, target, now, is_down) == Decimal(comes_to)


@given(WHOLE, WHOLE, WHOLE)
def test_progress_is_the_exact_share_of_the_way_within_its_ends(start, target, now):
    found = progress(start, target, now, target < start)
    if start != target:
        exact = min(max(Fraction(now - start, target - start), Fraction(0)), Fraction(1))
        assert abs(Fraction(found) - exact) < Fraction(1, 10 ** 40)
    assert 0 <= found <= 1


def test_a_mean_follows_the_weights_and_leaves_out_what_has_no_figure():
    assert mean([(3, Decimal("0.5")), (1, Decimal(1))]) == Decimal("0.625")
    assert mean([(3, Decimal("0.5")), (1, None)]) == Decimal("0.5")
    assert mean([(1, None)]) is None and mean([]) is None


def node(parent=None, own=None, weight=1, counts=True):
    return Node(parent, weight, counts, own is None, None if own is None else Decimal(own))


def test_figures_roll_up_through_every_level_and_a_cancelled_child_leaves_the_mean():
    nodes = {"top": node(), "left": node("top", weight=3), "right": node("top", "0.2"),
             "a": node("left", "1"), "b": node("left", "0.5"), "gone": node("left", "0", counts=False)}
    found = rolled_up(nodes)
    assert (found["left"], found["top"]) == (Decimal("0.75"), Decimal("0.6125"))        # (3·0.75 + 1·0.2) / 4


def test_a_goal_with_a_measure_of_its_own_is_not_moved_by_those_below_it():
    assert rolled_up({"top": node(own="0.4"), "a": node("top", "1")})["top"] == Decimal("0.4")


def test_a_parent_without_figures_below_has_none_and_leaves_the_mean_above_it():
    found = rolled_up({"top": node(), "empty": node("top"), "full": node("top", "0.5")})
    assert found["empty"] is None and found["top"] == Decimal("0.5")


def test_a_deep_line_and_a_circle_end():
    deep = {0: node(), **{n: node(n - 1) for n in range(1, 3000)}, 3000: node(2999, "0.3")}
    assert rolled_up(deep)[0] == Decimal("0.3")
    assert rolled_up({"a": node("b"), "b": node("a"), "c": node(own="1")}) == {"a": None, "b": None, "c": Decimal(1)}


@pytest.mark.parametrize("figure, shown", [
    ("0", 0), ("1", 100), ("0.6", 60), ("0.125", 13), ("0.124999", 12), ("0.9999", 99), ("0.0001", 1), ("0.995", 99), (None, None)])
def test_per_cent_is_rounded_once_half_up_and_never_says_more_than_is_reached(figure, shown):
    assert per_cent(None if figure is None else Decimal(figure)) == shown


def test_thirds_that_meet_in_a_tie_are_rounded_as_the_exact_figure_is():
    third = progress(0, 3, 1)
    assert per_cent(mean([(1, third), (1, third), (1, third), (1, Decimal("0.5")), (1, Decimal(0)), (1, Decimal(0))])) == 25
    assert per_cent(mean([(3, third), (5, Decimal(0))])) == 13        # 0.125 exactly


@given(st.lists(st.tuples(st.integers(1, 10 ** 7), st.none() | st.fractions(0, 1, max_denominator=1000).map(lambda f: progress(0, f.denominator, f.numerator))),
                max_size=8))
def test_the_arithmetic_that_is_shown_adds_up_to_the_figure(pairs):
    lines = arithmetic([(n, weight, figure) for n, (weight, figure) in enumerate(pairs)])
    whole, counting = mean(pairs), [line for line in lines if line.share is not None]
    if whole is not None:
        assert abs(sum(Fraction(line.contribution) for line in counting) - Fraction(whole)) < Fraction(1, 10 ** 40)
        assert abs(sum(Fraction(line.share) for line in counting) - 1) < Fraction(1, 10 ** 40)
    assert all((line.share is None) == (line.progress is None) for line in lines)
