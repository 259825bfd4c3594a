"""A list of departments: what each is called, and of which other one it is a part."""
from collections import defaultdict

from ...kernel import words
from ...kernel.circles import loops_in
from ...kernel.intake.shapes import CHANGED, NEW, UNCHANGED, Column
from ...kernel.words import _
from .shapes import Plan, begin, refuse_long

COLUMNS = (
    Column("name", _("Department"), _("The key: it finds the same department again."), also=(
        "department departmentname dept deptname name departmentteam unit team division area section program programme abteilung bereich "
        "departement departamento reparto afdeling service nom nombre naam")),
    Column("parent", _("Part of"), _("The department above, by its name."), clears=True, also=(
        "partof parent parentdepartment parentname parentunit belongsto within under above departmentabove higherdepartment "
        "ubergeordnet ubergeordneteabteilung gehortzu teilvon partiede partede onderdeelvan fapartedi")),
)
LABELS = {column.name: column.label for column in COLUMNS}
LONGEST = 120


def plan(sheet, choices, known, today):
    work = begin(sheet, choices, known, today, key="name", why=_("Choose the column with the name of the department."))
    for line in work.taken:
        _check(line)
    _only_once(work)
    _refuse_circles(work)
    named = {line.key for line in work.taken} | set(known.departments)
    made = {}
    for line in work.taken:
        _compare(work, line)
        parent = line.values.get("parent")
        if parent and words.plain(parent) not in named:
            made.setdefault(words.plain(parent), parent)
            line.notes.append(_("“%(name)s” is not there yet and is added.", name=parent))
    return Plan(work.lines, work.questions, work.notes, departments=list(made.values()))


def _check(line):
    name, parent = line.name, line.values.get("parent") or ""
    if not name:
        line.refuse(_("The row has no name of a department. Write it in the column “%(column)s”.", column=LABELS["name"]))
    refuse_long(line, LABELS["name"], name, LONGEST)
    refuse_long(line, LABELS["parent"], parent, LONGEST)
    if name and words.plain(name) == words.plain(parent):
        line.refuse(_("%(name)s is said to be a part of itself. Name the department above it, or leave the cell empty.", name=name))


def _only_once(work):
    """The same row again is left out; two that differ contradict each other."""
    found = defaultdict(list)
    for line in work.taken:
        found[line.key].append(line)
    for first, *others in found.values():
        parents = {words.plain(line.values.get("parent") or "") for line in (first, *others)}
        for line in (first, *others) if len(parents) > 1 else ():
            rows = ", ".join(str(other.number) for other in (first, *others) if other is not line)
            line.refuse(_("“%(name)s” stands in row %(others)s as well, as a part of something else. Keep one of them.",
                          name=line.name, others=rows))
        for line in others if len(parents) == 1 else ():
            line.leave_out(_("The same as row %(number)s.", number=first.number))


def _refuse_circles(work):
    """Rows by which a department would lie within itself are refused, naming the circle."""
    by_id = {row.id: key for key, row in work.known.departments.items()}
    while True:
        above = {key: by_id.get(row.parent) for key, row in work.known.departments.items()}
        lines = {line.key: line for line in work.taken if _parent_after(work, line) is not None}
        above.update({key: words.plain(_parent_after(work, line)) or None for key, line in lines.items()})
        circles = [circle for circle in loops_in(above) if set(circle) & set(lines)]
        if not circles:
            return
        names = {**{key: row.name for key, row in work.known.departments.items()}, **{line.key: line.name for line in work.taken}}
        for circle in circles:
            told = " → ".join(names.get(key, key) for key in (*circle[:8], circle[0]))
            for key in set(circle) & set(lines):
                lines[key].refuse(_("These departments would lie within each other in a circle: %(circle)s. Mend “part of” in one of these rows.",
                                    circle=told))


def _parent_after(work, line):
    """What the list says of the department above: a name, "" for none, None where it says nothing."""
    if "parent" not in line.values:
        return None
    return line.values["parent"] or ("" if "parent" in work.choices.clear or line.key not in work.known.departments else None)


def _compare(work, line):
    now, parent = work.known.departments.get(line.key), _parent_after(work, line)
    if now is None:
        line.state, line.what = NEW, _("a part of %(name)s", name=parent) if parent else _("stands by itself")
        return
    names = {row.id: row.name for row in work.known.departments.values()}
    old = names.get(now.parent) or ""
    if parent is not None and words.plain(parent) != words.plain(old):
        line.changes.append((LABELS["parent"], old or "–", parent or "–"))
    line.state = CHANGED if line.changes else UNCHANGED
