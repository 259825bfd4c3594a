"""A list of levels: which competency a role needs, at which level; a row for each, or one row a role and a column a competency."""
from collections import defaultdict

from ...kernel import words
from ...kernel.errors import Refused
from ...kernel.intake import columns, keeping
from ...kernel.intake.cells import cell
from ...kernel.intake.shapes import CHANGED, NEW, UNCHANGED, Column, Guess, Question, some
from ...kernel.words import _, n_
from ..models import Competency
from . import cells
from .shapes import Plan, Written, begin, refuse_long

COLUMNS = (
    Column("role", _("Role"), _("By its title."), also=(
        "role title jobtitle roletitle position positiontitle job rolename stelle funktion rolle poste fonction puesto cargo ruolo functie rol")),
    Column("competency", _("Competency"), also=(
        "competency competence competencies skill skills capability kompetenz fahigkeit competencia competenza competentie vaardigheid")),
    Column("level", _("Level needed (1–5)"), also=(
        "level levelneeded needed requiredlevel required levelrequired needlevel levelneeded15 target targetlevel stufe niveau nivel livello")),
    Column("weight", _("Counts (1–3 times)"), also=(
        "weight weighting counts counts13times times factor importance priority gewicht gewichtung poids peso gewicht2")),
    Column("level_of", _("A competency of that name"), many=True),
)
LABELS = {column.name: column.label for column in COLUMNS}
MAKE, LEAVE = "make", "out"


def guess(headings, rows):
    """One Guess a heading; where no column says level and competency, a column of levels is a competency of that name."""
    remembered = keeping.remembered("levels")
    found = columns.guess(headings, COLUMNS, remembered)
    known = {words.plain(name) for name, in Competency.select(Competency.name).tuples()}
    is_matrix = not {"competency", "level"} & {one.field for one in found}
    for at, one in enumerate(found):
        levels = [row[at] for row in rows[:200] if row[at]]
        is_named = words.plain(headings[at]) in known
        if not one.field and not one.remembered and is_matrix and (is_named or levels and all(cells.level(text)[0] for text in levels)):
            found[at] = Guess("level_of")
    return found


def plan(sheet, choices, known, today):
    work = begin(sheet, choices, known, today, key="role", why=_("Choose the column with the title of the role."))
    matrix = [(int(column), sheet.headings[int(column)]) for column, name in choices.matching.items() if name == "level_of"]
    if not matrix and not {"competency", "level"} <= set(work.columns):
        raise Refused(_("Choose the columns with the competency and with the level, or say of each further column that it is a competency."),
                      "matching")
    asked = {line.number: _read(line, known, matrix) for line in work.taken}
    _only_once(work, asked)
    new = _ask_new(work, known, asked)
    written = _compare(work, known, asked)
    used = {words.plain(name) for one in written for name, _level, _weight in one.needs}
    return Plan(work.lines, work.questions, work.notes, written=written, competencies=[name for name in new if words.plain(name) in used])


def _read(line, known, matrix):
    """What a row asks for: [(competency, level, weight or None)]."""
    given, found = line.values, []
    if not line.name:
        line.refuse(_("The row has no role. Write its title in the column “%(column)s”.", column=LABELS["role"]))
    elif line.key not in known.roles:
        line.refuse(_("No role is called “%(title)s”. Write the title as it stands in Perf, or take the roles in first.", title=line.name[:60]))
    weight = _value(line, "weight", given.get("weight"), cells.weight)
    if given.get("competency") or given.get("level"):
        found.append((given.get("competency") or "", _level(line, given), weight))
    for column, heading in matrix:
        if text := cell(line.cells[column]):
            found.append((heading, _value(line, "level_of", text, cells.level, heading), weight))
    for name, _level_needed, _weight in found:
        refuse_long(line, LABELS["competency"], name, 120)
    if line.is_in and not found:
        line.leave_out(_("The row names no level."))
    return found


def _level(line, given):
    if not given.get("competency"):
        line.refuse(_("The row has a level, but no competency. Name it in the column “%(column)s”.", column=LABELS["competency"]))
    elif not given.get("level"):
        line.refuse(_("The row has no level for “%(name)s”. Write a whole number from 1 to 5.", name=given["competency"][:60]))
    return _value(line, "level", given.get("level"), cells.level)


def _value(line, name, text, read, label=None):
    found, why = read(text) if text else (None, None)
    if why:
        line.refuse(f"{label or LABELS[name]}: {why}")
    return found


def _only_once(work, asked):
    first = {}
    for line in work.taken:
        for name, level, _weight in asked[line.number]:
            other, before = first.setdefault((line.key, words.plain(name)), (line, level))
            if other is line:
                continue
            both = _("“%(name)s” for “%(title)s” stands in row %(number)s as well. Keep one of the two.")
            for one, beside in ((line, other), (other, line)):
                if one.is_in:
                    one.refuse(both % {"name": name, "title": line.name, "number": beside.number})


def _ask_new(work, known, asked):
    """Competencies that are not in the library: made, or their rows left out; decided once for all of them."""
    found, rows = {}, []
    for line in work.taken:
        for name, _level, _weight in asked[line.number]:
            if words.plain(name) not in known.competencies:
                found.setdefault(words.plain(name), name)
                rows.append(line.number)
    if not found:
        return []
    names = some(list(found.values()))
    chosen = work.ask(Question(
        "competencies", n_("%(num)s competency is not in the library: %(names)s.", "%(num)s competencies are not in the library: %(names)s.",
                           len(found), names=names),
        _("Check the spelling; one letter more makes another competency."),
        [(MAKE, _("Add them to the library"), _("What one sees at each level is written afterwards.")),
         (LEAVE, _("Leave these levels out"), _("The rest of the list is taken."))], MAKE, list(dict.fromkeys(rows)))).chosen
    if chosen == MAKE:
        return list(found.values())
    for line in work.taken:
        kept = [one for one in asked[line.number] if words.plain(one[0]) in known.competencies]
        if not kept:
            line.leave_out(_("The competency is not in the library; left out as you decided."))
        elif len(kept) < len(asked[line.number]):
            line.notes.append(_("A competency that is not in the library is left out, as you decided."))
        asked[line.number] = kept
    return []


def _compare(work, known, asked):
    """What becomes of each row, and the roles that need something else afterwards, each with all that it needs."""
    groups = defaultdict(list)
    for line in work.taken:
        groups[line.key].append(line)
    return [made for key, lines in groups.items() if (made := _compare_role(known, known.roles[key], lines, asked))]


def _compare_role(known, role, lines, asked):
    needs = {words.plain(known.named[number]): (known.named[number], level, weight) for number, level, weight in role.needs}
    for line in lines:
        is_new = True
        for name, level, weight in asked[line.number]:
            now = needs.get(words.plain(name))
            then = (known.competencies.get(words.plain(name), (None, name))[1], level, weight or (now[2] if now else 10_000))
            if then != now:
                is_new &= now is None
                line.changes.append((then[0], _told(now), _told(then)))
            needs[words.plain(name)] = then
        line.state = UNCHANGED if not line.changes else NEW if is_new else CHANGED
        line.what = "; ".join(f"{name}: {then}" for name, _now, then in line.changes)
    changed = [line for line in lines if line.changes]
    if not changed:
        return None
    if role.is_drafted:
        for line in changed:
            line.refuse(_("Somebody is writing a draft of “%(title)s”. Publish it or throw it away first, then send the row again.",
                          title=role.title))
        return None
    if role.to_come:
        changed[0].notes.append(_("Another version of “%(title)s” is published already; it takes over on %(day)s.", title=role.title,
                                  day=words.day(role.to_come, near=False)))
    says = {name: getattr(role, name) for name in ("department", "purpose", "qualifications", "pay_min", "pay_max")}
    duties = [(duty.text, duty.success, duty.weight, duty.is_essential, duty.origin or duty.id) for duty in role.duties]
    return Written(role.title, role, says, duties, list(needs.values()), [known.titles[number] for number in role.steps])


def _told(need):
    if need is None:
        return "–"
    _name, level, weight = need
    return _("level %(level)s, counts %(times)s×", level=level, times=weight // 10_000)
