"""Where the marks of a line over time stand: plain numbers, from which a page writes its SVG (templates/ui/chart.html)."""
from collections import namedtuple

Point = namedtuple("Point", "on value figure caption words url is_foreign")       # is_foreign: drawn as a shape of its own, and said in words
Placed = namedtuple("Placed", "x y point")
Chart = namedtuple("Chart", "width height left right grid points path base")      # grid: (y, what stands beside the line)

LEFT, RIGHT, ABOVE, BELOW = 44, 40, 34, 46
TALL, APART, LEAST = 150, 72, 190
STEPS = 5


def line(points, worst, best):
    """Points placed by their days, the best value on top; as wide as its points need, so that no label lies on another."""
    points = sorted(points, key=lambda point: point.on)
    xs = _across([point.on.toordinal() for point in points])
    placed = [Placed(x, _height(point.value, worst, best), point) for x, point in zip(xs, points)]
    grid = [(_height(level, worst, best), level) for level in levels(worst, best)]
    return Chart(round(max(xs[-1] + RIGHT, LEFT + LEAST)), ABOVE + TALL + BELOW, LEFT, RIGHT, grid, placed,
                 " ".join(f"{'L' if at else 'M'}{one.x} {one.y}" for at, one in enumerate(placed)), ABOVE + TALL)


def levels(worst, best):
    """The values at which a line is drawn across: each level of a short scale, quarters of a long one."""
    low, high = sorted((worst, best))
    if high - low <= 2 * STEPS:
        return list(range(low, high + 1))
    return sorted({low + round((high - low) * part / (STEPS - 1)) for part in range(STEPS)})


def _across(days):
    """Where the days stand: in proportion, but never nearer to each other than labels allow."""
    span, room = max(days[-1] - days[0], 1), APART * (len(days) - 1)
    xs = []
    for day in days:
        x = LEFT + APART / 2 + room * (day - days[0]) / span
        xs.append(round(max(x, xs[-1] + APART) if xs else x, 1))
    return xs


def _height(value, worst, best):
    return round(ABOVE + TALL * (1 - (float(value) - worst) / (best - worst)), 1)


Spark = namedtuple("Spark", "width height path last x_end y_target")      # last: (x, y) of the newest point

SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 240, 56, 6


def spark(points, until, start, target):
    """A small line of (day number, value) from the first day to `until`, with the target as the height to reach."""
    values = [value for _day, value in points] + [start, target]
    low, high = (max(values), min(values)) if target < start else (min(values), max(values))
    first, span = points[0][0], max(until - points[0][0], points[-1][0] - points[0][0], 1)
    wide, tall = SPARK_WIDTH - 2 * SPARK_EDGE, SPARK_HEIGHT - 2 * SPARK_EDGE

    def height(value):
        return round(SPARK_EDGE + tall * (1 - (value - low) / (high - low if high != low else 1)), 1)
    placed = [(round(SPARK_EDGE + wide * (day - first) / span, 1), height(value)) for day, value in points]
    return Spark(SPARK_WIDTH, SPARK_HEIGHT, " ".join(f"{'L' if at else 'M'}{x} {y}" for at, (x, y) in enumerate(placed)), placed[-1],
                 SPARK_WIDTH - SPARK_EDGE, height(target))
