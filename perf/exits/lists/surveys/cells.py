"""What the cells of a survey say: which kind of answer a column holds, and each answer as it is kept."""
import re
from collections import Counter, namedtuple

from ....kernel import words
from ....kernel.intake.cells import cell, number
from ....kernel.words import _
from .. import said

LEVELS = {5: _("Strongly agree"), 4: _("Agree"), 3: _("Neither agree nor disagree"), 2: _("Disagree"), 1: _("Strongly disagree")}
AGREES = {word: level for level, listed in {
    5: "sa|strongly agree|agree strongly|stimme voll zu|tout a fait d'accord|muy de acuerdo",
    4: "a|agree|stimme zu|d'accord|de acuerdo",
    3: "n|neutral|neither|neither agree nor disagree|neither agree or disagree|undecided|teils teils|weder noch|neutre",
    2: "d|disagree|stimme nicht zu|pas d'accord|en desacuerdo",
    1: "sd|strongly disagree|disagree strongly|stimme gar nicht zu|pas du tout d'accord|muy en desacuerdo"}.items() for word in listed.split("|")}
TICKS = said.YES | said.NO
NUMBERED = re.compile(r"(\d{1,2})\s*[-–:.=)]\s*(\D.*)")
RECOMMEND = re.compile(r"recommend|refer (a|your)? ?friend|weiterempf|empfehl")
MOST_CHOICES, LONG = 12, 60

Answer = namedtuple("Answer", "level choice text", defaults=(None, None, ""))       # as ExitAnswer keeps it


def counted(rows, at):
    """{cell: how often} of what a column says; empty cells and their like are no answers."""
    found = Counter()
    for text, count in Counter(row[at] for row in rows).items():
        if kept := cell(text):
            found[kept] += count
    return found


def kind_of(texts, heading):
    """What a column looks like: agreement, recommend, rating, tick, choice, text, or "" where it says nothing countable."""
    whole = sum(texts.values())
    if not whole:
        return ""
    if _share(texts, agrees_in_words) > 0.6 and any(agrees_in_words(text) in (1, 2, 4, 5) for text in texts):
        return "agreement"
    if all(words.plain(text) in TICKS for text in texts):
        return "tick"
    if _share(texts, lambda text: level(text) is not None) > 0.9:
        return _of_numbers([found for text in texts if (found := level(text)) is not None], heading)
    is_short = all(len(text) <= LONG for text in texts) and len(texts) <= MOST_CHOICES and whole > len(texts)
    return "choice" if is_short else "text"


def _share(texts, fits):
    return sum(count for text, count in texts.items() if fits(text) is not None and fits(text) is not False) / sum(texts.values())


def _of_numbers(found, heading):
    if RECOMMEND.search(words.plain(heading)) and 2 * sum(one <= 10 for one in found) > len(found):
        return "recommend"                      # a slip such as 11 does not make it another question; it is asked about
    if max(found) > 10:
        return ""
    return "agreement" if max(found) <= 5 and min(found) >= 1 else "rating"


def agrees_in_words(text):
    """The level that the words or letters of a cell say, or None."""
    flat = words.plain(text).rstrip(".")
    numbered = NUMBERED.fullmatch(flat)
    return AGREES.get(numbered[2] if numbered else flat)


def level(text):
    """A whole number as it stands, or before its words; or None."""
    flat = number(words.plain(text))
    found = NUMBERED.fullmatch(flat)
    return int(found[1]) if found else int(flat) if re.fullmatch(r"\d{1,2}", flat) else None


def highest_of(texts):
    """The top of a scale whose answers are numbers: the usual one that holds them all."""
    most = max((found for text in texts if (found := level(text)) is not None), default=5)
    return next(top for top in (5, 7, 10, 100) if most <= top)
