"""What home shows: gathered from the rooms that are on."""
from datetime import date

from ..kernel import modules


def places(me, desk):
    """The places of one desk in their order."""
    return sorted((place for place in modules.gather("nav", me) if place["desk"] == desk), key=lambda place: place["order"])


def due(me):
    """What waits for me, by date; what has none comes last."""
    return sorted(modules.gather("due", me), key=lambda entry: (entry["on"] or date.max, entry["what"]))


def cards(me):
    return sorted(modules.gather("cards", me), key=lambda card: card.get("order", 50))


def first_steps(me):
    steps = sorted(modules.gather("first_steps", me), key=lambda step: step["order"])
    return steps if any(not step["is_done"] for step in steps) else []


def found(me, words):
    """What a search finds, by room; nothing for an empty search."""
    return modules.gather("search", me, words) if words.strip() else []
