"""Words that only a person can tell: asked once, whatever the number of rows in which they stand."""
from collections import defaultdict

from ...kernel.intake.shapes import Question, mark
from ...kernel.words import _
from . import said

NOT_KNOWN = "none"


def kinds(work, column="kind"):
    """{words: class or ""} of a column; what does not tell the class is asked."""
    return {text: said.kind(text) or _answer(_ask(
        work, f"kind-{mark(text)}", _("Of which class is “%(words)s”?", words=text[:80]), _("The words do not tell whether somebody went or was let go."),
        said.KINDS, "other", rows)) for text, rows in _texts(work, [column]).items()}


def reasons(work, columns):
    """{words: reason or ""} of some columns; where the words may mean several things, that is asked with our guess chosen."""
    found = {}
    for text, rows in _texts(work, columns).items():
        name, is_sure = said.reason(text)
        found[text] = name if is_sure else _answer(_ask(
            work, f"reason-{mark(text)}", _("Which reason is “%(words)s”?", words=text[:80]), _("Perf counts reasons by a fixed list."),
            said.REASONS, name, rows))
    return found


def _texts(work, columns):
    """{words: numbers of the rows} in the order of the list."""
    found = defaultdict(list)
    for line in work.taken:
        for column in columns:
            for text in _several(line.values.get(column)):
                found[text].append(line.number)
    return found


def _several(given):
    """One cell, or those of several columns that feed one field."""
    return [] if not given else [given] if isinstance(given, str) else [text for text in given if text]


def _ask(work, key, title, why, names, guess, rows):
    options = [(name, label, "") for name, label in names.items()]
    return work.ask(Question(key, title, why, [*options, (NOT_KNOWN, _("None of these"), _("It stays open in Perf."))], guess, rows))


def _answer(question):
    return "" if question.chosen == NOT_KNOWN else question.chosen
