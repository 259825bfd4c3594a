"""What a cell says, whatever the list."""
import re

NOTHING = frozenset({"", "-", "--", "–", "—", "n/a", "#n/a", "na", "none", "null", "nil", "nan", "nat", "(blank)", "#ref!",
                     "#value!", "#name?", "#div/0!", "tbd", "?"})


def cell(text):
    """A cell's text, or "" where it says that there is nothing."""
    return "" if text.strip().casefold() in NOTHING else text.strip()


def number(text):
    """A number as written, without the .0 that some programs add."""
    return re.sub(r"^(\d+)\.0+$", r"\1", text.strip())
