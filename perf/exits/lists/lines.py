"""What both lists have in common: a row and what it will say of a leaving, and how that differs from what is there."""
from dataclasses import dataclass, field

from ...kernel import words
from ...kernel.intake import shapes
from ...kernel.words import _
from . import said

WRITTEN = {"last_day": _("Last day"), "hired_on": _("First day"), "kind": _("Class"), "is_regretted": _("Regretted"), "department": _("Department"),
           "manager": _("Manager"), "role": _("Role")}


@dataclass
class Line(shapes.Line):
    """A row; `changes` hold words, ready to be read."""

    what: str = ""
    person: object = None
    key: object = None
    now: object = None                          # the leaving that is there already
    says: dict = field(default_factory=dict)    # columns of the leaving that the row tells
    because: dict = None                        # {reason: is it the main one?}; None: the row tells none
    answers: dict = field(default_factory=dict) # {question: what is kept of the answer}


class Plan(shapes.Plan):
    """The outcome, with all that each leaving will say: what was looked at is what is done."""

    @property
    def outcome(self):
        return super().outcome, [(line.key, line.now and line.now.id, sorted(line.says.items(), key=str), line.because, line.answers)
                                 for line in self.lines if line.is_in]


def differences(now, line):
    """(label, old, new) in words of what a row would change of a leaving."""
    found = [(label, in_words(name, getattr(now, name)) or "–", in_words(name, line.says[name]) or "–") for name, label in WRITTEN.items()
             if name in line.says and line.says[name] != getattr(now, name)]
    if line.because is not None and line.because != now.reasons:
        found.append((_("Reasons"), reasons_in_words(now.reasons) or "–", reasons_in_words(line.because) or "–"))
    return found


def in_words(name, value):
    if value in (None, ""):
        return ""
    if name in ("last_day", "hired_on"):
        return words.day(value, near=False, year=True)
    if name == "is_regretted":
        return _("Yes") if value else _("No")
    return said.KINDS.get(value, value) if name == "kind" else value


def reasons_in_words(reasons):
    """The main one first."""
    return ", ".join(said.REASONS.get(name, name) for name in sorted(reasons, key=lambda name: (not reasons[name], list(said.REASONS).index(name))))
