"""The rule of upward feedback in sentences: what somebody reads before they type, and what stands where nothing is shown."""
from ...kernel import words
from ...kernel.words import _, n_
from .models import FEW_ALL

BANDS = ((4, _("mostly high")), (2.5, _("in between")), (0, _("mostly low")))       # of a mean on a scale of 5


def rule(round_, manager, asked):
    """What becomes of an answer: each a sentence."""
    return [*who_and_when(round_, manager), *few(round_, manager, asked), *never()]


def who_and_when(round_, manager):
    return [_("%(names)s read what comes of it, all the same pages, once the round has closed on %(day)s. Until then nobody does.",
              names=words.several(readers(round_, manager)), day=words.day(round_.closes_on, near=False)),
            _("A figure is shown from %(few)s answers to its question on, rounded to halves, and not where all agree.", few=round_.minimum),
            _("Texts are shown from %(few)s to the same question on, word for word, in no order. Write so that you would not be recognised.",
              few=round_.minimum_texts)]


def few(round_, manager, asked):
    """Said where a team is so small that its manager gets nothing by itself."""
    if asked >= round_.minimum:
        return []
    return [n_("%(num)s person is asked about %(name)s: too few for figures of their own. What you send counts in those of the department and of "
               "the organisation, and waits for later rounds.",
               "%(num)s people are asked about %(name)s: too few for figures of their own. What you send counts in those of the department and of "
               "the organisation, and waits for later rounds.", asked, name=manager)]


def never():
    return [_("Never kept: your name, the time, or which of your answers belong together. That you have answered is kept apart until the round "
              "closes, so that you count once; nobody is shown it."),
            _("Beyond this promise: whoever runs the server and watches its disk while you send.")]


def readers(round_, manager):
    return [manager, _("HR"), _("executives"), *([_("whoever leads %(name)s", name=manager)] if round_.above_reads else [])]


def text_readers(round_, manager):
    """For the line beside a text box."""
    return _("From %(few)s texts on: %(names)s, without names and in no order.", few=round_.minimum_texts,
             names=words.several(readers(round_, manager)))


def not_shown(round_):
    return _("fewer than %(few)s answers, or all alike", few=round_.minimum)


def why_not_shown(round_):
    """Under a table: why some figures are missing."""
    return _("Where there are fewer than %(few)s answers to a question, or where all of them agree, a figure would tell who said what; nor is "
             "one shown from which others could be reckoned out by subtracting. For the whole organisation it takes %(all)s.",
             few=round_.minimum, all=max(FEW_ALL, round_.minimum))


def no_texts(round_):
    return _("fewer than %(few)s texts", few=round_.minimum_texts)


def mean(figure):
    return words.decimals(figure.halves / 2, 1)


def band(figure, highest):
    """Roughly where a mean lies, in words, on any scale."""
    place = 1 + 4 * (figure.halves / 2 - 1) / (highest - 1) if highest > 1 else 0
    return next(word for least, word in BANDS if place >= least)
