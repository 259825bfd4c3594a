"""Where the marks of a line over time stand."""
from datetime import date

import pytest

from perf.kernel import charts


def placed(points, worst=1, best=5):
    return charts.line([charts.Point(date(*on), value, str(value), "", "", "/", False) for on, value in points], worst, best)


def test_best_value_stands_on_top_also_where_it_is_the_lower_one():
    for worst, best in ((1, 5), (6, 1)):
        chart = placed([((2021, 12, 31), worst), ((2022, 12, 31), best)], worst, best)
        bottom, top = (one.y for one in chart.points)
        assert (top, bottom) == (charts.ABOVE, charts.ABOVE + charts.TALL)


def test_points_stand_in_the_order_of_their_days_and_never_on_each_other():
    chart = placed([((2023, 6, 30), 3), ((2020, 12, 31), 2), ((2023, 6, 30), 4), ((2023, 7, 31), 5)])
    xs = [one.x for one in chart.points]
    assert [one.point.value for one in chart.points] == [2, 3, 4, 5] and min(b - a for a, b in zip(xs, xs[1:])) >= charts.APART
    assert xs[-1] + charts.RIGHT <= chart.width and chart.path.count("L") == 3


@pytest.mark.parametrize("scale, shown", [
    ((1, 5), [1, 2, 3, 4, 5]), ((6, 1), [1, 2, 3, 4, 5, 6]), ((0, 100), [0, 25, 50, 75, 100]), ((0, 13), [0, 3, 6, 10, 13])])
def test_lines_across_are_levels_or_quarters(scale, shown):
    assert charts.levels(*scale) == shown


def test_one_point_is_a_chart_as_well():
    chart = placed([((2021, 12, 31), 4.25)])
    assert len(chart.points) == 1 and chart.width >= charts.LEAST
