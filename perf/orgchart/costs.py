"""What a chart costs a year by the pay bands of its roles: plain values in, plain values out, whole minor units."""
from collections import namedtuple

# (least, most) a year by the bands, before and after; how many seats have a role without a band, before and after
Cost = namedtuple("Cost", "before after unknown_before unknown_after")


def of(before, after, bands):
    """Sum of the bands of every seat, held or vacant; `bands` is {role id: (min, max)}. A seat whose role has none counts as unknown.

    A draft's new roles are known by their title alone; those of the same title as a role of the chart take its band.
    """
    by_title = {seat.title: bands[seat.role_id] for seat in before.seats.values() if _known(bands.get(seat.role_id))}
    (low, high, unknown), (low_then, high_then, unknown_then) = (_sum(chart, bands, by_title) for chart in (before, after))
    return Cost((low, high), (low_then, high_then), unknown, unknown_then)


def _sum(chart, bands, by_title):
    low = high = unknown = 0
    for seat in chart.seats.values():
        band = bands.get(seat.role_id) if seat.role_id else by_title.get(seat.title)
        if _known(band):
            low, high = low + band[0], high + band[1]
        else:
            unknown += 1
    return low, high, unknown


def _known(band):
    return band is not None and band[0] is not None and band[1] is not None
