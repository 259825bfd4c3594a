"""What a manager may want to look at again while writing: plain values in, plain values out. It blocks nothing."""
import re
from collections import namedtuple
from datetime import timedelta
from difflib import SequenceMatcher

SAME_FROM = 4                       # so many ratings before one says that all are alike
LAST_MONTH = timedelta(days=31)
LEAST_DATES = 2                     # of evidence, before one says that all of it is late
ALIKE, LEAST_TEXT = 0.9, 20         # shorter texts are alike by chance
COMPARED = 400                      # words of each text: what is alike so far is alike enough to say so
QUOTED = re.compile(r"“[^”]*” \([^)]*\)")

Hint = namedtuple("Hint", "kind value answers", defaults=("", ()))      # answers: (id, prompt) of the questions concerned


def hints(rows, dates=(), period=None, before=()):
    """Everything worth a look. `rows` and `before` are the questions of this form and of the author's last about the same person."""
    found = [same_rating(rows), bare_extremes(rows), only_late(dates, period), same_as_before(rows, before)]
    return [one for one in found if one]


def same_rating(rows):
    given = [row.rating for row in rows if row.rating is not None]
    return Hint("same rating", given[0]) if len(given) >= SAME_FROM and len(set(given)) == 1 else None


def bare_extremes(rows):
    """The lowest and the highest level without a word on why."""
    bare = [row for row in rows if row.rating is not None and row.levels and not row.text.strip()
            and row.rating in (row.levels[0].value, row.levels[-1].value)]
    return Hint("bare extremes", (bare[0].levels[0].value, bare[0].levels[-1].value), _named(bare)) if bare else None


def only_late(dates, period):
    """All that is known of the period is from its last month."""
    inside = [day for day in dates if period and period[0] <= day <= period[1]]
    is_late = len(inside) >= LEAST_DATES and min(inside) > period[1] - LAST_MONTH
    return Hint("only late") if is_late and period[1] - period[0] > 2 * LAST_MONTH else None


def same_as_before(rows, before):
    """Texts that say what the last review said: any of its texts word for word, or nearly that of the same question."""
    earlier = {plain(row.text) for row in before}
    of_prompt = {row.prompt: plain(row.text) for row in before}
    same = [row for row in rows if len(plain(row.text)) >= LEAST_TEXT
            and (plain(row.text) in earlier or is_alike(plain(row.text), of_prompt.get(row.prompt, "")))]
    return Hint("same as before", "", _named(same)) if same else None


def is_alike(one, other):
    """Nine tenths of the words are the same, in their order; what is quoted on purpose was taken out before."""
    one, other = one.split()[:COMPARED], other.split()[:COMPARED]
    if not one or not other or min(len(one), len(other)) < ALIKE / (2 - ALIKE) * max(len(one), len(other)):
        return False        # lengths so different cannot reach it
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def plain(text):
    """A text for comparing: without quotations, case, signs and more than single blanks."""
    return " ".join(re.sub(r"[^\w\s]", " ", QUOTED.sub(" ", text)).casefold().split())


def _named(rows):
    return tuple((row.id, row.prompt) for row in rows)
