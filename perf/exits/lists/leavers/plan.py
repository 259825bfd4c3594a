"""A list of leavers: whose each row is, whether they have left, what it says, what would change."""
from collections import defaultdict

from ....kernel import words
from ....kernel.errors import Refused
from ....kernel.intake import dates, shapes, whose
from ....kernel.intake.cells import cell
from ....kernel.intake.shapes import CHANGED, NEW, UNCHANGED
from ....kernel.words import _
from ...models import MOST_CONTRIBUTING
from .. import asking, said
from ..lines import Line, Plan, differences, in_words, reasons_in_words
from .columns import LABELS

TOLD = ("kind", "is_regretted", "reason", "contributing")
LONGEST = {"department": 120, "manager": 160, "role": 160}


def plan(sheet, choices, known, today):
    work = _begin(sheet, choices, known, today)
    _leave_out_who_is_here(work)
    whose.find(work, work.taken, _("The row does not say who left."))
    order = dates.order_of([line.values["last_day"] for line in work.taken if line.values.get("last_day")], choices.prefers)[0]
    for line in work.taken:
        line.name = line.person.name
        _read_day(line, work, order)
    _read_words(work)
    _only_once(work)
    for line in work.taken:
        _compare(work, line)
    return Plan(work.lines, work.questions, work.notes)


def _begin(sheet, choices, known, today):
    columns = {name: int(column) for column, name in choices.matching.items() if name and name != "contributing"}
    several = sorted(int(column) for column, name in choices.matching.items() if name == "contributing")
    if not {"employee_id", "email", "name"} & set(columns):
        raise Refused(_("Choose the column that says who left: employee ID, e-mail or name."), "matching")
    if not {"last_day", *TOLD} & {*columns, *(["contributing"] if several else [])}:
        raise Refused(_("Choose at least one column of what the list tells: the last day, the class or a reason."), "matching")
    work = shapes.Work(sheet, choices, known, today, columns)
    for number, row in zip(sheet.numbers, sheet.rows):
        line = Line(number, row, {name: _text(name, row[column]) for name, column in columns.items()})
        if several:
            line.values["contributing"] = [text for column in several for text in _parts(row[column])]
        line.name = line.values.get("name") or line.values.get("email") or line.values.get("employee_id") or ""
        work.lines.append(line)
        if number in sheet.odd:
            line.refuse(sheet.odd[number])
        elif not any(line.values.values()):
            line.leave_out(_("There is nothing in the columns that are used."))
    return work


def _text(name, text):
    """“N/A-StillEmployed” says something, a bare “N/A” nothing."""
    return text.strip() if name in ("kind", "reason") and said.is_still_here(text) else cell(text)


def _parts(text):
    return [part for part in (cell(one) for one in text.split(";")) if part]


def _leave_out_who_is_here(work):
    """Rows that say themselves that somebody is still here, or nothing of a leaving at all."""
    for line in work.taken:
        here = next((line.values[name] for name in ("reason", "kind") if said.is_still_here(line.values.get(name) or "")), None)
        if here and not line.values.get("last_day"):
            line.leave_out(_("Still here, as the list itself says: “%(words)s”.", words=here[:60]))
        elif here:
            line.refuse(_("The list gives a last day and says “%(words)s” as well. Correct one of them.", words=here[:60]))
        elif not line.values.get("last_day") and not any(line.values.get(name) for name in TOLD):
            line.leave_out(_("Nothing in the row tells of a leaving."))


def _read_day(line, work, order):
    """The last day agrees with the record, or is taken from it: that somebody leaves is never said by a list."""
    behind, given = work.known.stays.get(line.person.id, {}), line.values.get("last_day")
    day = None
    if given:
        day, _note, why = dates.day(given, order, work.today)
        if why:
            line.refuse(why)
            return
    if not behind:
        line.refuse(_("%(name)s is still here. Let them leave on their page first; a list of leavers gives nobody a last day.", name=line.person.name))
    elif day is not None and day not in behind:
        line.refuse(_("The last day here is %(ours)s, the list says %(theirs)s. Correct one of them.", ours=in_words("last_day", max(behind)),
                      theirs=in_words("last_day", day)))
    else:
        day = day or max(behind)
        line.key = (line.person.id, day)
        line.says = {"last_day": day, "hired_on": behind[day]}


def _read_words(work):
    """Class, reasons and whether it was regretted; each word that does not tell is asked once."""
    kinds, reasons = asking.kinds(work), asking.reasons(work, ("reason", "contributing"))
    for line in work.taken:
        given = line.values
        if given.get("kind"):
            line.says["kind"] = kinds[given["kind"]]
        if given.get("is_regretted"):
            line.says["is_regretted"] = said.yes_or_no(given["is_regretted"])
            if line.says["is_regretted"] is None:
                line.refuse(_("“%(cell)s” is neither yes nor no.", cell=given["is_regretted"][:40]))
        _read_reasons(line, reasons)
        for name, longest in LONGEST.items():
            if len(given.get(name) or "") > longest:
                line.refuse(_("%(column)s: “%(cell)s…” is longer than %(max)s characters. Shorten it.", column=LABELS[name], cell=given[name][:30],
                              max=longest))


def _read_reasons(line, reasons):
    main = reasons.get(line.values.get("reason"), "")
    others = list(dict.fromkeys(name for text in line.values.get("contributing") or () if (name := reasons[text]) and name != main))
    if len(others) > MOST_CONTRIBUTING:
        line.refuse(_("The row names %(count)s reasons that contributed: %(names)s. Keep two of them.", count=len(others),
                      names=reasons_in_words(dict.fromkeys(others, False))))
    elif others and not main:
        line.refuse(_("The row names what contributed, but no main reason. Put the one that weighed most into the column of the main reason."))
    elif main:
        line.because = {main: True, **dict.fromkeys(others, False)}


def _only_once(work):
    """The same row again is left out; two that say different things of one leaving contradict each other."""
    found = defaultdict(list)
    for line in work.taken:
        found[line.key].append(line)
    for lines in found.values():
        differ = any((line.says, line.because) != (lines[0].says, lines[0].because) for line in lines)
        for line in lines[0 if differ else 1:] if len(lines) > 1 else ():
            others = ", ".join(str(other.number) for other in lines if other is not line)
            line.refuse(_("Row %(others)s says something else of the same leaving. Keep one of them.", others=others)) if differ else \
                line.leave_out(_("The same as row %(number)s.", number=lines[0].number))


def _compare(work, line):
    line.now = next(iter(work.known.leavings.get(line.key, ())), None)
    if line.now is not None and line.now.state != "noted":
        line.refuse(_("This leaving goes on in Perf or has gone through it. Class and reasons are decided on its page."))
        return
    if line.now is None:
        line.state = NEW
        _freeze(work, line)
        line.because = line.because or {}
        line.what = " · ".join(filter(None, (in_words("last_day", line.says["last_day"]), in_words("kind", line.says.get("kind")),
                                             reasons_in_words(line.because), line.says["department"])))
        return
    _merge(work, line)
    line.changes = differences(line.now, line)
    line.state = CHANGED if line.changes else UNCHANGED


def _freeze(work, line):
    """Department, manager and role as the records of that day have them, or as the list calls them."""
    given, known = line.values, work.known
    place = known.place(*line.key)._asdict()
    for name, find in (("department", lambda text: known.departments.get(words.plain(text))), ("manager", known.manager_called),
                       ("role", lambda text: known.roles.get(words.plain(text)))):
        if not place[name] and given.get(name):
            place.update({name: given[name], f"{name}_id": find(given[name])})
    is_hr = line.person.id in known.hr or place["manager_id"] in known.hr
    line.says = {"kind": "", "is_regretted": None, **line.says, **place, "for_executive": is_hr}


def _merge(work, line):
    """An empty cell keeps what is there, unless told to clear; what is known of that day is not frozen anew."""
    given, clear, now = line.values, work.choices.clear, line.now.reasons
    if "kind" in clear & set(given) and not given["kind"]:
        line.says["kind"] = ""
    if "is_regretted" in clear & set(given) and not given["is_regretted"]:
        line.says["is_regretted"] = None
    del line.says["last_day"], line.says["hired_on"]
    if line.because is None and not ("reason" in clear & set(given) and not given["reason"]):
        return
    told = line.because or {}
    main = {name: True for name, is_main in told.items() if is_main} or {
        name: True for name, is_main in now.items() if is_main and "reason" not in clear & set(given)}
    others = {name: False for name, is_main in told.items() if not is_main} or {name: False for name, is_main in now.items() if not is_main}
    line.because = {**others, **main}
