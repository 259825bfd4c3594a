"""What a survey's rows answer, and which reasons they tick."""
from collections import defaultdict

from ....kernel.errors import Refused
from ....kernel.intake.cells import cell
from ....kernel.words import _
from .. import said
from . import questions


def answers(work, columns):
    """Give each line what it answers; gives the questions."""
    found = []
    for at, name in sorted(columns.items()):
        rows = defaultdict(list)
        for line in work.taken:
            if kept := cell(line.cells[at]):
                rows[kept].append(line.number)
        texts = {text: len(numbers) for text, numbers in rows.items()}
        found.append((questions.asked(name, work.sheet.headings[at], texts, work.known), work.sheet.headings[at], texts, rows))
    _refuse_twice([(one.key, heading) for one, heading, *_rest in found])
    questions.read(work, found)
    for line in work.taken:
        for (at, _name), (one, *_rest) in zip(sorted(columns.items()), found):
            answer = one.says.get(cell(line.cells[at]))
            if answer is not None:
                line.answers.setdefault(one.key, []).append(answer)
    return [one for one, *_rest in found]


def _refuse_twice(asked):
    there = {}
    for key, heading in asked:
        if key in there:
            raise Refused(_("“%(first)s” and “%(second)s” would be the same question. Leave one of them out, or call it otherwise.",
                            first=there[key][:60], second=heading[:60]), "matching")
        there[key] = heading


def ticks_of(work, ticks):
    """Reasons that were ticked, and the question whose choices are the others; each cell that is neither yes nor no refuses its row."""
    own = [work.sheet.headings[at] for at in sorted(ticks) if ticks[at] == "factor"]
    one, place = questions.factors(own, work.known) if own else (None, {})
    for line in work.taken:
        for at in sorted(ticks):
            text = cell(line.cells[at])
            is_ticked = said.yes_or_no(text) if text else False
            if is_ticked is None:
                line.refuse(_("%(column)s: “%(cell)s” is neither ticked nor not.", column=work.sheet.headings[at], cell=text[:40]))
            elif is_ticked and ticks[at] == "factor":
                line.answers.setdefault(one.key, []).append(questions.Answer(choice=place[work.sheet.headings[at]]))
            elif is_ticked:
                line.because = {ticks[at].removeprefix("reason-"): False, **(line.because or {})}
    return one
