"""Which leaving of an earlier list a row of a survey is, if it is one, and what it would change."""
from collections import defaultdict

from ....kernel.intake.shapes import CHANGED, NEW, UNCHANGED, Question
from ....kernel.words import _, n_
from ..lines import differences, in_words


def only_once(work):
    if "label" not in work.columns:
        return
    found = defaultdict(list)
    for line in work.taken:
        found[line.name].append(line)
    for lines in found.values():
        for line in lines if len(lines) > 1 and _is_named(lines[0]) else ():
            others = ", ".join(str(other.number) for other in lines if other is not line)
            line.refuse(_("Row %(others)s is called “%(name)s” as well. Give each row a number of its own.", others=others, name=line.name[:40]))


def _is_named(line):
    return bool(line.values.get("label"))


def find(work):
    """The leaving that came with an earlier list: by its number; a row without one only where its facts agree as well."""
    known, other = work.known.leavings, []
    for line in work.taken:
        there = known.get(line.name, ())
        same = [one for one in there if one.last_day == line.says["last_day"]]
        if _is_named(line):
            line.now = next(iter(same or there), None)
            other += [line] if there and not same else []
        else:
            line.now = next((one for one in same if all(getattr(one, name) == line.says[name] for name in ("role", "department") if name in line.says)), None)
    if other and _are_others(work, other):
        for line in other:
            line.now = None


def _are_others(work, lines):
    """Numbers that an earlier list had as well, with other last days: the same leavers put right, or others?"""
    agreeing = sum(line.now is not None for line in work.taken) - len(lines)
    asked = work.ask(Question("others", n_("%(num)s row has a number that an earlier list had with another last day. Is it the same leaver?",
                                           "%(num)s rows have numbers that an earlier list had with other last days. Are they the same leavers?", len(lines)),
                              _("Two surveys often count from 1 each."),
                              [("others", _("Others"), _("They are added.")), ("same", _("The same"), _("What was brought in is put right."))],
                              "same" if agreeing > len(lines) else "others", [line.number for line in lines]))
    return asked.chosen == "others"


def compare(work, line, answers):
    line.key = line.name
    if line.now is None:
        line.state, line.because = NEW, line.because or {}
        line.says = {"hired_on": None, "kind": "", "is_regretted": None, "department": "", "department_id": None, "manager": "", "manager_id": None,
                     "role": "", "role_id": None, "for_executive": False, **line.says, "result": "given" if line.answers else ""}
        line.what = _what(line)
        return
    line.says = {name: value for name, value in line.says.items() if name != "label" and not (name == "hired_on" and value is None)}
    line.changes = differences(line.now, line)
    there = answers.get(line.now.id, {})
    line.answers = {key: given for key, given in line.answers.items() if given != there.get(key)}
    if line.answers:
        line.changes.append((_("Answers"), str(len(there)), n_("%(num)s other", "%(num)s others", len(line.answers))))
    line.state = CHANGED if line.changes else UNCHANGED


def _what(line):
    says = line.says
    parts = [in_words("last_day", says["last_day"]), in_words("kind", says["kind"]), says["role"], says["department"],
             n_("%(num)s reason", "%(num)s reasons", len(line.because)) if line.because else "",
             n_("%(num)s answer", "%(num)s answers", len(line.answers)) if line.answers else ""]
    return " · ".join(filter(None, parts))
