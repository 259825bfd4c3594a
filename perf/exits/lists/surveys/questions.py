"""The questions of a survey: which of Perf each column is, or what a new one is called; and what its cells answer."""
import re
from collections import namedtuple
from dataclasses import dataclass, field

from ....kernel import words
from ....kernel.errors import Refused
from ....kernel.intake.shapes import Question, mark
from ....kernel.words import _
from .. import said
from . import cells
from .cells import Answer

FACTORS = "list-factors"
NEW = "ask-"
NO_ANSWER = "none"
MOST_CODES, MOST_NEW_CHOICES = 20, 30
LEVELLED = ("agreement", "recommend", "rating")
KnownQuestion = namedtuple("KnownQuestion", "id key kind prompt topic options highest is_core order")
TOPICS = (("manager", r"supervisor|manager|leader"), ("team", r"peer|team|colleague|cowork"), ("recognition", r"recogn|feedback|apprecia|valued"),
          ("growth", r"career|promotion|develop|training|coach|skill|\bpd\b|learn"), ("pay", r"\bpay|salar|benefit|reward"),
          ("communication", r"communicat|inform|\bsay\b|heard|listen"),
          ("conditions", r"safety|stress|balance|environment|wellness|conditions|equipment|hours"), ("leaving", r"leav|recommend|return"),
          ("work", r"work|job|role|initiative|task"))


@dataclass
class Asked:
    """A question that one column answers, or all ticked factors together."""

    key: str
    kind: str
    prompt: str
    topic: str = ""
    options: list = field(default_factory=list)
    highest: int = 5
    known: object = None
    grows: bool = False             # choices that it does not have yet are added
    says: dict = field(default_factory=dict)        # {cell: Answer or None}

    @property
    def is_changed(self):
        return self.known is not None and self.options != self.known.options


def field_of(question):
    """How a column is said to be a question that is there."""
    return f"q-{mark(question.key)}"


def asked(name, heading, texts, known):
    """What a column matched so asks."""
    found = next((one for one in known.questions if field_of(one) == name), None) if name.startswith("q-") else None
    if found is None:
        kind = name.removeprefix(NEW)
        key = f"list-{re.sub(r'[^a-z0-9]+', '-', words.plain(heading)).strip('-')[:40] or mark(heading)}"
        found = known.by_key.get(key)
        if found and found.kind != kind:
            key = f"{key}-{kind}"
            found = known.by_key.get(key)
        if found is None:
            highest = {"recommend": 10, "agreement": 5}.get(kind) or cells.highest_of(texts)
            return Asked(key, kind, heading[:300], _topic(heading), highest=highest, grows=True)
    return Asked(found.key, found.kind, found.prompt, found.topic, list(found.options), found.highest, found if found.id else None,
                 grows=found.key.startswith("list-"))


def factors(headings, known):
    """The one question whose choices are what was ticked and is none of Perf's reasons."""
    found = known.by_key.get(FACTORS)
    one = Asked(FACTORS, "choices", _("What else contributed to leaving"), "leaving", list(found.options) if found else [], 5, found, True)
    place = {words.plain(option): at for at, option in enumerate(one.options)}
    for heading in headings:
        if place.setdefault(words.plain(heading), len(one.options)) == len(one.options):
            one.options.append(heading)
    return one, {heading: place[words.plain(heading)] for heading in headings}


def _topic(heading):
    flat = words.plain(heading)
    return next((topic for topic, pattern in TOPICS if re.search(pattern, flat)), "other")


# what the cells answer

def read(work, found):
    """Fill in what each cell of each column answers; found: [(Asked, heading, {cell: how often}, rows of each cell)]."""
    turned = _ask_direction(work, found)
    for one, heading, texts, rows in found:
        unknown = []
        for text in texts:
            one.says[text] = _answer(one, text, turned)
            if one.says[text] is Ellipsis:
                unknown.append(text)
        if one.kind in ("choice", "choices") and one.grows:
            _add_choices(one, heading, unknown, texts)
        else:
            _ask_codes(work, one, heading, unknown, rows)


def _answer(one, text, turned):
    """An Answer; Ellipsis where the question has no such answer."""
    if one.kind == "text":
        return Answer(text=text)
    if one.kind == "yesno":
        is_yes = said.yes_or_no(text)
        return ... if is_yes is None else Answer(choice=int(is_yes))
    if one.kind in ("choice", "choices"):
        at = next((at for at, option in enumerate(one.options) if words.plain(option) == words.plain(text)), None)
        return ... if at is None else Answer(choice=at)
    level = cells.agrees_in_words(text) if one.kind == "agreement" else None
    if level is None and (level := cells.level(text)) is not None and one.kind == "agreement" and turned:
        level = 6 - level
    least = 0 if one.highest >= 10 else 1
    return Answer(level=level) if level is not None and least <= level <= one.highest else ...


def _ask_direction(work, found):
    """Whether 1 is the end that agrees: numbers alone do not tell."""
    numbers = [(heading, rows) for one, heading, texts, rows in found if one.kind == "agreement"
               and any(cells.agrees_in_words(text) is None and cells.level(text) in range(1, 6) for text in texts)]
    if not numbers:
        return False
    some = _("Columns such as “%(heading)s” are answered by numbers from 1 to 5.", heading=numbers[0][0][:60])
    asked_ = work.ask(Question("direction", _("Which number means “strongly agree”?"), some, [("5", "5", ""), ("1", "1", "")], "5",
                               sorted({number for _heading, rows in numbers for numbers_ in rows.values() for number in numbers_})[:20]))
    return asked_.chosen == "1"


def _add_choices(one, heading, unknown, texts):
    """New choices, the most frequent first."""
    if len(unknown) > MOST_NEW_CHOICES:
        raise Refused(_("“%(heading)s” holds %(count)s different answers, which is too many to choose from. Say that it is a text.", heading=heading[:60],
                        count=len(unknown)), "matching")
    for text in sorted(unknown, key=lambda text: (-texts[text], text)):
        place = next((at for at, option in enumerate(one.options) if words.plain(option) == words.plain(text)), len(one.options))
        if place == len(one.options):
            one.options.append(text[:120])
        one.says[text] = Answer(choice=place)


def _ask_codes(work, one, heading, unknown, rows):
    """What stands for none of the levels or choices: asked once for all columns of the same answers."""
    if len(unknown) > MOST_CODES:
        raise Refused(_("“%(heading)s” holds %(count)s different answers that are none of its levels, such as “%(cell)s”. Say that it is a text.",
                        heading=heading[:60], count=len(unknown), cell=unknown[0][:40]), "matching")
    options = _options(one)
    for text in unknown:
        key = f"code-{mark(f'{options} {text}')}"
        found = next((question for question in work.questions if question.key == key), None)
        if found is None:
            found = work.ask(Question(key, _("What does “%(cell)s” mean?", cell=text[:60]),
                                      _("It stands in columns such as “%(heading)s”, beside answers that are clear.", heading=heading[:60]),
                                      [(NO_ANSWER, _("No answer"), _("It is counted nowhere.")), *options], NO_ANSWER))
        found.rows = sorted({*found.rows, *rows[text]})
        one.says[text] = None if found.chosen == NO_ANSWER else Answer(**{"level" if one.kind in LEVELLED else "choice": int(found.chosen)})


def _options(one):
    if one.kind == "agreement":
        return [(str(level), label, "") for level, label in cells.LEVELS.items()]
    if one.kind == "yesno":
        return [("1", _("Yes"), ""), ("0", _("No"), "")]
    if one.kind in LEVELLED:
        return [(str(level), str(level), "") for level in range(0 if one.highest >= 10 else 1, min(one.highest, 10) + 1)]
    return [(str(at), option, "") for at, option in enumerate(one.options)]
