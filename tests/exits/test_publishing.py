"""What is published of leavers: nobody can be reckoned out, neither by everybody nor by somebody who knows some of the answers (TRUST P01, P02)."""
import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perf.questions.unnamed import queries as unnamed
from perf.questions.unnamed.publishing import ALL, ONE
from tests.questions.reckoning import Reader

FEW = 5
COUNTED = {}


def members_of(shown, parts):
    """Who is in a figure: (part, place) of each answer."""
    return {(part, place) for part, levels in parts.items() for place in range(len(levels)) if shown.part == ALL or part == shown.part_id}


def figures_of(shown, parts):
    return [(members_of(one, parts), one.halves, dict(enumerate(one.levels, 1)) if one.levels else None) for one in shown]


@st.composite
def leavers(draw):
    """Leavers in departments of all sizes, alike or not, and who read some of the answers: a manager their own team's, an interviewer theirs."""
    dice, highest = random.Random(draw(st.integers(0, 2 ** 32))), draw(st.sampled_from([2, 2, 3, 5, 5, 5]))
    departments, most, skew = draw(st.integers(1, 7)), draw(st.sampled_from([3, 7, 14, 30])), draw(st.sampled_from([0, 0, 0.5, 0.9]))
    parts = {}
    for part in range(1, departments + 1):
        favourite = dice.choice([1, highest, dice.randint(1, highest)])
        parts[part] = [favourite if dice.random() < skew else dice.randint(1, highest) for _leaver in range(dice.randint(0, most))]
    parts = {part: levels for part, levels in parts.items() if levels}
    known = dice.choice([{part: range(len(levels)) for part, levels in parts.items() if dice.random() < 0.3},
                         {part: [place for place in range(len(levels)) if dice.random() < 0.4] for part, levels in parts.items()}])
    return parts, {part: set(places) for part, places in known.items() if places}, highest, draw(st.booleans())


@settings(max_examples=500, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(leavers())
def test_nobody_can_be_reckoned_out_of_500_organisations(case):
    """P02: neither a single answer nor the sum of fewer than five is certain, for whoever reads the whole report."""
    parts, _known, highest, is_divided = case
    shown = unnamed.may_show(parts, few=FEW, highest=highest, is_divided=is_divided)
    answers = {(part, place): level for part, levels in parts.items() for place, level in enumerate(levels)}
    figures = figures_of(shown, parts)
    for members, _halves, _levels in figures:
        assert len(members) >= FEW and len({answers[one] for one in members}) > 1
    assert not answers or Reader(answers, figures, highest).given_away(FEW) is None
    for one in shown:
        COUNTED[one.part, bool(one.levels)] = COUNTED.get((one.part, bool(one.levels)), 0) + 1


@settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(leavers())
def test_whoever_knows_some_answers_learns_no_other(case):
    """P02: what is known is taken out of every figure first; of the rest nothing is certain."""
    parts, known, highest, is_divided = case
    shown = unnamed.may_show(parts, few=FEW, highest=highest, is_divided=is_divided)
    theirs = {part: [parts[part][place] for place in sorted(places)] for part, places in known.items()}
    seen = unnamed.may_see(parts, shown, theirs, few=FEW, highest=highest)
    answers = {(part, place): level for part, levels in parts.items() for place, level in enumerate(levels)}
    unknown = {one for one in answers if one[1] not in known.get(one[0], ())}
    assert {(one.part, one.part_id) for one in seen} <= {(one.part, one.part_id) for one in shown}
    for one in seen:
        assert len(members_of(one, parts) & unknown) >= FEW
    reader = KnowingReader(answers, figures_of(seen, parts), highest, unknown)
    assert not unknown or reader.given_away(FEW) is None
    COUNTED["seen"] = COUNTED.get("seen", 0) + bool(seen)


class KnowingReader(Reader):
    """One for whom some answers are no secret: only the others may be found, and only they can be another."""

    def __init__(self, answers, figures, highest, unknown):
        super().__init__(answers, figures, highest)
        self.known = {who: level for who, level in answers.items() if who not in unknown}
        self.everything, self.answers = answers, {who: answers[who] for who in unknown}

    def fits(self, number, changed):
        if not hasattr(self, "known"):
            return super().fits(number, changed)
        own, self.answers = self.answers, self.everything
        try:
            return super().fits(number, changed)
        finally:
            self.answers = own


def test_there_was_something_to_reckon_with():
    """Hiding everything would be safe too."""
    if COUNTED:
        assert {(ALL, False), (ALL, True), (ONE, False), (ONE, True)} <= COUNTED.keys() and COUNTED["seen"] > 100


def test_whole_goes_before_its_parts():
    """Four departments of which one has two leavers: it goes together with the smallest other, and the whole is told."""
    parts = {1: [1, 5, 3, 4, 2, 2, 5], 2: [2, 4, 3, 1, 5, 4], 3: [1, 4]}
    assert {(one.part, one.part_id) for one in unnamed.may_show(parts, few=FEW, highest=5)} == {(ALL, None), (ONE, 1)}


def test_manager_sees_nothing_of_the_own_team():
    parts = {1: [1, 5, 3, 4, 2, 2, 5], 2: [2, 4, 3, 1, 5, 4, 2]}
    shown = unnamed.may_show(parts, few=FEW, highest=5)
    assert {(one.part, one.part_id) for one in unnamed.may_see(parts, shown, {1: parts[1]}, few=FEW, highest=5)} <= {(ONE, 2), (ALL, None)}
