"""A survey of earlier years: what each row says of a leaving and answers, what is still to be decided, what would change."""
from ....kernel import words
from ....kernel.errors import Refused
from ....kernel.intake import shapes
from ....kernel.intake.cells import cell
from ....kernel.intake.names import name_key
from ....kernel.words import _
from .. import asking, said
from ..lines import Line, Plan
from . import answered, dated, matched, questions
from .columns import FIXED_BY_NAME

LONGEST = {"label": 80, "department": 120, "manager": 160, "role": 160}


class SurveyPlan(Plan):
    """With the questions as they will be."""

    asked = ()

    @property
    def outcome(self):
        return super().outcome, [(one.key, one.kind, one.prompt, one.options) for one in self.asked]


def plan(sheet, choices, known, today):
    work, ticks, columns = _begin(sheet, choices, known, today)
    dated.read(work)
    _read_words(work)
    asked = answered.answers(work, columns)
    if (ticked := answered.ticks_of(work, ticks)) is not None:
        asked.append(ticked)
    matched.only_once(work)
    matched.find(work)
    answers = known.answers_of([line.now.id for line in work.taken if line.now])
    for line in work.taken:
        matched.compare(work, line, answers)
    made = SurveyPlan(work.lines, work.questions, work.notes)
    made.asked = asked
    return made


def _begin(sheet, choices, known, today):
    fixed = {name: int(at) for at, name in choices.matching.items() if name in FIXED_BY_NAME}
    ticks = {int(at): name for at, name in choices.matching.items() if name.startswith("reason-") or name == "factor"}
    columns = {int(at): name for at, name in choices.matching.items() if name.startswith(("q-", questions.NEW))}
    if "last_day" not in fixed:
        raise Refused(_("Choose the column with the last day; a year or a month is enough."), "matching")
    if not (ticks or columns or {"kind", "reason"} & set(fixed)):
        raise Refused(_("Choose at least one column that says why people left or what they answered."), "matching")
    work = shapes.Work(sheet, choices, known, today, fixed)
    for number, row in zip(sheet.numbers, sheet.rows):
        line = Line(number, row, {name: row[at] if name == "last_day" else cell(row[at]) for name, at in fixed.items()})
        line.name = line.values.get("label") or _("Row %(number)s", number=number)
        work.lines.append(line)
        if number in sheet.odd:
            line.refuse(sheet.odd[number])
        elif not any(cell(row[at]) for at in (*fixed.values(), *ticks, *columns)):
            line.leave_out(_("There is nothing in the columns that are used."))
    return work, ticks, columns


def _read_words(work):
    kinds, reasons = asking.kinds(work), asking.reasons(work, ["reason"])
    for line in work.taken:
        given, known = line.values, work.known
        for name, longest in LONGEST.items():
            if len(given.get(name) or "") > longest:
                line.refuse(_("%(column)s: “%(cell)s…” is longer than %(max)s characters. Shorten it.", column=FIXED_BY_NAME[name].label,
                              cell=given[name][:30], max=longest))
        line.says.update(label=line.name)
        line.says.update({name: given[name] for name in ("department", "manager", "role") if given.get(name)})
        if given.get("kind"):
            line.says["kind"] = kinds[given["kind"]]
        if given.get("is_regretted"):
            line.says["is_regretted"] = said.yes_or_no(given["is_regretted"])
            if line.says["is_regretted"] is None:
                line.refuse(_("“%(cell)s” is neither yes nor no.", cell=given["is_regretted"][:40]))
        if given.get("reason") and reasons[given["reason"]]:
            line.because = {reasons[given["reason"]]: True}
        _link(line, known)


def _link(line, known):
    """What the words name is found in the records, where it is there under that name."""
    says = line.says
    if "department" in says:
        says["department_id"] = known.departments.get(words.plain(says["department"]))
    if "role" in says:
        says["role_id"] = known.roles.get(words.plain(says["role"]))
    if "manager" in says:
        says["manager_id"] = known.people.get(name_key(says["manager"]))
        says["for_executive"] = says["manager_id"] in known.hr
