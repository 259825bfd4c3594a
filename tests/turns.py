"""What is merely many of the same is tried in turn: a share at each place, so that a round of places sees all; with --long all of it."""
import os

TRIES_ALL = bool(os.environ.get("PERF_LONG"))


def some(values, turn, share=3):
    """What is tried in one place: so many of the values, the next ones at the next place."""
    if TRIES_ALL or len(values) <= share:
        return values
    return [values[(share * turn + more) % len(values)] for more in range(share)]


def is_its_turn(place, who, ways=3):
    """Whether this one of the many tries this place: one in so many does."""
    return TRIES_ALL or (place + who) % ways == 0
