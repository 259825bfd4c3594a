"""A survey of earlier years: what each row says of a leaving and answers, what is still to be decided, what would change."""
from collections import defaultdict

from ....kernel import words
from ....kernel.errors import Refused
from ....kernel.intake import shapes
from ....kernel.intake.cells import cell
from ....kernel.intake.names import name_key
from ....kernel.intake.shapes import CHANGED, NEW, UNCHANGED, Question
from ....kernel.words import _, n_
from .. import asking, said
from ..lines import Line, Plan, differences, in_words
from . import days, questions
from .columns import FIXED_BY_NAME

LONGEST = {"label": 80, "department": 120, "manager": 160, "role": 160}
OUT, TAKE = "out", "left"           # the page of decisions shows its day beside what is called so


class SurveyPlan(Plan):
    """With the questions as they will be."""

    asked = ()

    @property
    def outcome(self):
        return super().outcome, [(one.key, one.kind, one.prompt, one.options) for one in self.asked]


def plan(sheet, choices, known, today):
    work, ticks, columns = _begin(sheet, choices, known, today)
    _read_days(work)
    _read_words(work)
    asked = _read_answers(work, columns)
    if (ticked := _read_ticks(work, ticks)) is not None:
        asked.append(ticked)
    _only_once(work)
    _find(work)
    answers = known.answers_of([line.now.id for line in work.taken if line.now])
    for line in work.taken:
        _compare(work, line, answers)
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


# days

def _read_days(work):
    for name, is_last in (("last_day", True), ("hired_on", False)):
        if name in work.columns:
            texts = defaultdict(int)
            for line in work.taken:
                texts[line.values[name] or ""] += 1
            column = days.column(texts, work.choices.prefers, work.today, is_last)
            work.notes += column.notes
            for line in work.taken:
                day, why = column.read[line.values[name] or ""]
                line.says[name] = day
                if why and is_last:
                    line.refuse(why)
                elif why:
                    line.notes.append(_("The first day is left out: %(why)s", why=why))
    _ask_missing(work)
    for line in work.taken:
        _check_days(line, work.today)


def _ask_missing(work):
    """A leaving without a last day stands in no year: asked once for all of them, whether they are to be taken as of one day."""
    bare = [line for line in work.taken if line.says["last_day"] is None]
    if not bare:
        return
    latest = max((line.says["last_day"] for line in work.taken if line.says["last_day"]), default=work.today)
    asked = work.ask(Question("no-day", n_("%(num)s row has no last day. What becomes of it?", "%(num)s rows have no last day. What becomes of them?", len(bare)),
                              _("Leavers are counted by the year of their last day. The latest day of the list is chosen already."),
                              [(TAKE, _("They left by a day that I say"), _("Their answers count, in the year of that day.")),
                               (OUT, _("They are left out"), _("Their answers count nowhere."))], TAKE, [line.number for line in bare],
                              [("day", _("Last day for all of them"), latest.isoformat(), "date", TAKE)]))
    if asked.chosen == OUT:
        for line in bare:
            line.leave_out(_("The row has no last day."))
        return
    day, why = days.column({work.said(asked, "day"): 1}, work.choices.prefers, work.today, True).read[work.said(asked, "day")]
    if day is None or day >= work.today:
        asked.problem = why or _("Give a day that has passed.")
        day = latest
    for line in bare:
        line.says["last_day"] = day
        line.notes.append(_("The row names no last day; %(day)s is taken.", day=in_words("last_day", day)))


def _check_days(line, today):
    last, first = line.says["last_day"], line.says.get("hired_on")
    if last >= today:
        line.refuse(_("The last day %(day)s has not passed yet. This list is for surveys of earlier years.", day=in_words("last_day", last)))
    elif first and first > last:
        line.says["hired_on"] = None
        line.notes.append(_("The first day %(first)s lies after the last; it is left out.", first=in_words("hired_on", first)))
        line.again = True


# words

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


# answers

def _read_answers(work, columns):
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


def _read_ticks(work, ticks):
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


# which leaving it is

def _only_once(work):
    if "label" not in work.columns:
        return
    found = defaultdict(list)
    for line in work.taken:
        found[line.name].append(line)
    for lines in found.values():
        for line in lines if len(lines) > 1 and line_is_named(lines[0]) else ():
            others = ", ".join(str(other.number) for other in lines if other is not line)
            line.refuse(_("Row %(others)s is called “%(name)s” as well. Give each row a number of its own.", others=others, name=line.name[:40]))


def line_is_named(line):
    return bool(line.values.get("label"))


def _find(work):
    """The leaving that came with an earlier list: by its number; a row without one only where its facts agree as well."""
    known, other = work.known.leavings, []
    for line in work.taken:
        there = known.get(line.name, ())
        same = [one for one in there if one.last_day == line.says["last_day"]]
        if line_is_named(line):
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


def _compare(work, line, answers):
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
