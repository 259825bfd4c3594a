"""A plan and what became of it, in words for the pages."""
from datetime import date

from ...kernel import words
from ...kernel.intake.shapes import some
from ...kernel.words import _, n_
from .columns import BY_NAME

ORDER = ("employee_id", "first_name", "last_name", "email", "phone", "role", "department", "leader", "hired_on", "left_on")


def told(plan, lines):
    """Each line as a dict: number, name, what (for a new person), changes (label, old, new), reasons, notes."""
    return [{"number": line.number, "name": line.name or _("no name"), "state": line.state, "reasons": line.reasons,
             "notes": line.notes, "what": _what(plan, line) if line.state == "new" else "", "again": line.again,
             "changes": _changes(plan, line) if line.state == "changed" else []} for line in lines]


def _what(plan, line):
    given = {name: new for name, _old, new in line.changes}
    parts = [given.get("role"), given.get("department")]
    if given.get("leader"):
        parts.append(_("reports to %(name)s", name=plan.names[given["leader"]]))
    if given.get("employee_id"):
        parts.append(_("ID %(number)s", number=given["employee_id"]))
    parts.append(given.get("email"))
    if given.get("hired_on"):
        parts.append(_("since %(day)s", day=_said(plan, "hired_on", given["hired_on"])))
    if given.get("left_on"):
        parts.append(_("until %(day)s", day=_said(plan, "left_on", given["left_on"])))
    return " · ".join(part for part in parts if part)


def _changes(plan, line):
    found = {name: (old, new) for name, old, new in line.changes}
    return [(label(name), _said(plan, name, found[name][0]), _said(plan, name, found[name][1])) for name in ORDER if name in found]


def label(name):
    return _("Reports to") if name == "leader" else BY_NAME[name].label


def _said(plan, name, value):
    if value is None or value == "":
        return _("nobody") if name == "leader" else "–"
    if isinstance(value, date):
        return words.day(value, near=False, year=True)
    return plan.names.get(value, value) if name == "leader" else value


def in_short(counts):
    """How many rows fall under what, in one sentence."""
    parts = [n_("%(num)s person is new", "%(num)s people are new", counts["new"]),
             n_("%(num)s is changed", "%(num)s are changed", counts["changed"]),
             n_("%(num)s stays as is", "%(num)s stay as they are", counts["unchanged"]),
             n_("%(num)s row is refused", "%(num)s rows are refused", counts["refused"]),
             n_("%(num)s row is left out", "%(num)s rows are left out", counts["left_out"])]
    return words.several([part for part, count in zip(parts, counts.values()) if count]) + "."


def summed_up(plan):
    """What the import brings besides the people of the list: sentences."""
    found = []
    if plan.titles:
        found.append(n_("%(num)s new role: %(names)s.", "%(num)s new roles: %(names)s.", len(plan.titles), names=some(plan.titles)))
    if plan.departments:
        found.append(n_("%(num)s new department: %(names)s.", "%(num)s new departments: %(names)s.", len(plan.departments),
                        names=some(plan.departments)))
    people = [made.name for made in plan.made if made.is_person]
    if people:
        found.append(n_("%(num)s manager who is not in the list is added: %(names)s.",
                        "%(num)s managers who are not in the list are added: %(names)s.", len(people), names=some(people)))
    seats = [made.title for made in plan.made if not made.is_person]
    if seats:
        found.append(n_("%(num)s vacant seat is made: %(names)s.", "%(num)s vacant seats are made: %(names)s.", len(seats),
                        names=some(seats)))
    if plan.absent:
        found.append(n_("%(num)s person in Perf is not in the list and stays as is: %(names)s.",
                        "%(num)s people in Perf are not in the list and stay as they are: %(names)s.", len(plan.absent),
                        names=some([person.name for person in plan.absent])))
    return found


def counted(summary):
    """What an import did, as pairs of a word and a figure."""
    made = summary.get("made", {})
    return [(_("New people"), made.get("person", 0)), (_("Changed people"), summary.get("changed", 0)),
            (_("Unchanged"), summary.get("unchanged", 0)), (_("Refused rows"), summary.get("refused", 0)),
            (_("Left out"), summary.get("left_out", 0)), (_("New roles"), made.get("role", 0)),
            (_("New departments"), made.get("department", 0)), (_("New seats"), made.get("position", 0))]

