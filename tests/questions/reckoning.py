"""Somebody who reads every published figure and reckons (TRUST P02). Knows nothing of how Perf decides what to show.

Starts from what was really answered and looks for other answers that would have led to exactly the same pages: each of them is
put through the arithmetic of the pages again. An answer, or a sum of few answers, is given away where none of them changes it.
"""
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations


class Reader:
    """answers: {who: level}; figures: [(set of who, mean in halves, {level: how many} or None)] as pages show them."""

    def __init__(self, answers, figures, highest):
        self.answers, self.highest = answers, highest
        self.figures = [(frozenset(members), halves, levels) for members, halves, levels in figures]
        self.of = {who: frozenset(number for number, (members, *_rest) in enumerate(self.figures) if who in members) for who in answers}
        assert all(self.fits(number, {}) for number in range(len(self.figures))), "a figure is not what was answered"

    def fits(self, number, changed):
        """Whether a figure would read the same with some answers changed."""
        members, halves, levels = self.figures[number]
        given = [changed.get(who, self.answers[who]) for who in members]
        if len(set(given)) == 1 or levels is not None and any(given.count(level) != many for level, many in levels.items()):
            return False
        mean = Decimal(sum(given)) / len(given)
        return (mean * 2).quantize(Decimal(1), ROUND_HALF_UP) == halves

    def could_be(self, changed):
        touched = set().union(*(self.of[who] for who in changed))
        return all(1 <= value <= self.highest for value in changed.values()) and all(self.fits(number, changed) for number in touched)

    def given_away(self, few):
        """The first set of fewer than `few` answers whose sum is certain, or None. Only sets that nothing found so far changes are tried."""
        tied = self.tied_together()
        whole = [part for part in tied if len(part) < few]
        for many in range(1, few):
            for parts in combinations(whole, many):
                some = frozenset().union(*parts)
                if len(some) < few and not self.can_be_another(some):
                    return some
        return None

    def tied_together(self):
        """Groups of answers of which a certain sum holds all or nothing: two that can be exchanged, or shifted against each other, are
        both in the sum or both outside. A group in which one can change alone is in no certain sum. What shares no figure can be
        shifted together only where each can alone."""
        group = {who: {who} for who in self.answers}
        for one, other in combinations(sorted(group, key=str), 2):
            if group[one] is not group[other] and self.of[one] & self.of[other] and any(self.could_be(change) for change in self.shifts(one, other)):
                group[one] |= group[other]
                for who in group[other]:
                    group[who] = group[one]
        parts = {id(part): part for part in group.values()}.values()
        return [part for part in parts if not any(self.could_be({who: self.answers[who] + step}) for who in part for step in (1, -1))]

    def shifts(self, one, other):
        a, b = self.answers[one], self.answers[other]
        if a != b:
            yield {one: b, other: a}
        yield {one: a + 1, other: b - 1}
        yield {one: a - 1, other: b + 1}

    def can_be_another(self, some):
        """Whether a longer chain of shifts changes the sum: one of it by a step, and up to four outside it as the figures then ask for."""
        others = self.most_able(some)
        return any(self.chain({who: self.answers[who] + step}, others, 4) for who in sorted(some, key=str) for step in (1, -1))

    def most_able(self, some):
        """Outside a sum, of all answers that went into the same figures: the one with most room to go up, and the one to go down."""
        kinds = {}
        for who in sorted(set(self.answers) - some, key=str):
            kinds.setdefault(self.of[who], []).append(who)
        return [(min(alike, key=self.answers.get), max(alike, key=self.answers.get)) for alike in kinds.values()]

    def chain(self, changed, others, left):
        if self.could_be(changed):
            return True
        return left > 0 and any(self.chain({**changed, who: self.answers[who] + step}, others, left - 1)
                                for low, high in others for who, step in ((low, 1), (high, -1)) if who not in changed)
