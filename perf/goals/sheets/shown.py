"""What a row would do, in words for the preview: each field that differs, as it was and as it will be."""
from ...kernel import words
from ...kernel.words import _
from ..models import TYPED
from ..units import in_unit, weight
from .columns import LABELS, WRITTEN

ORDER = ("title", "about", "level", "department", "owner", "parent", "period", "starts", "due", "weight", "measure", "unit", "start", "target", "now",
         "is_down", "kind", "is_private", "rhythm", "steps", "done", "state")
NAMED = {"owner": LABELS["name"], "done": _("Milestones that are done")}


def changes(work, line):
    """(label, old, new) of each field that differs."""
    found = []
    for name in ORDER:
        if name in line.differs and not (name in ("now", "target") and line.given.measure == "milestones"):
            old, new = (_said(work, line, name, value, is_new) for value, is_new in zip(line.differs[name], (False, True)))
            found.append((NAMED.get(name) or LABELS[name], old or "–", new or "–"))
    return found


def what(work, line):
    """A new goal in short: whose, until when, where it stands."""
    owner, due = work.known.people[line.given.owner].name, words.day(line.given.due, near=False, year=True)
    parts = [owner, _("by %(day)s", day=due), WRITTEN["measure"][line.given.measure], *_figures(work, line), _(line.wants)]
    if line.given.parent is not None:
        parts.append(_("under “%(title)s”", title=_title(work, line.given.parent)))
    return " · ".join(parts)


def _figures(work, line):
    given = line.given
    if given.measure not in TYPED:
        return []
    return [" → ".join(_figure(value, given.measure, work.known.currency) for value in (given.start, given.target))]


def _said(work, line, name, value, is_new):
    given = line.given if is_new else line.goal.given
    if value is None or value == "":
        return ""
    if name in ("start", "target", "now"):
        return _figure(value, given.measure, line.goal.currency) if given.measure in TYPED else str(value)
    if name in WRITTEN:
        return WRITTEN[name].get(value, str(value))
    return {"owner": lambda: work.known.people[value].name, "department": lambda: work.known.departments.get(value, ""),
            "parent": lambda: _title(work, value), "weight": lambda: str(weight(value)), "steps": lambda: "; ".join(value),
            "period": lambda: next((one.name for one in work.known.periods if one.id == value), str(value)),
            "done": lambda: str(sum(value))}.get(name, lambda: str(value))()


def _figure(value, measure, currency):
    return words.money(value, currency) if measure == "money" else f"{in_unit(value, measure).normalize():f}{' %' if measure == 'percentage' else ''}"


def _title(work, node):
    """Of a goal that is here, or of a new row."""
    if node in work.known.goals:
        return work.known.goals[node].given.title
    return next((line.given.title for line in work.lines if line.node == node and line.given), "")
