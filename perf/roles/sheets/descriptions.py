"""A list of roles: one row for each duty, or one for a role of which no duty is written down."""
from collections import defaultdict

from ...kernel import words
from ...kernel.intake.shapes import CHANGED, NEW, UNCHANGED, Column
from ...kernel.words import _
from . import cells
from .shapes import Plan, Written, begin, refuse_long

COLUMNS = (
    Column("title", _("Role"), _("The title, which is the key: rows of one title belong together."), also=(
        "role title jobtitle roletitle position positiontitle job jobname rolename designation stelle stellenbezeichnung funktion rolle poste "
        "fonction puesto cargo ruolo functie rol titulo")),
    Column("department", _("Department"), clears=True, also=(
        "department dept departmentname team unit division area abteilung bereich departement departamento reparto afdeling service")),
    Column("purpose", _("Purpose"), clears=True, also=(
        "purpose rolepurpose jobpurpose summary jobsummary mission aim description roledescription jobdescription zweck ziel objectif "
        "proposito objetivo scopo doel")),
    Column("duty", _("Duty"), _("What somebody in this role does; a row for each."), also=(
        "duty duties task tasks responsibility responsibilities essentialduty essentialduties accountability keyduty whatsomebodydoes "
        "aufgabe aufgaben tache taches tarea tareas responsabilidad compito taak")),
    Column("share", _("Share in %"), _("Of the role, 0 to 100."), also=(
        "share sharein shareinpercent sharepercent percent percentage percentoftime timeshare weight weighting oftime dutyshare "
        "shareofrole anteil prozent part pourcentage porcentaje percentuale aandeel")),
    Column("is_essential", _("Essential or marginal"), also=(
        "essential essentialormarginal isessential essentialmarginal marginal kind type kindofduty dutytype core wesentlich essentiel "
        "esencial essenziale")),
    Column("success", _("How success is seen"), also=(
        "success howsuccessisseen successmeasure successcriteria measure measures indicator kpi standard performancestandard "
        "expectedresult howoneseesthatitgoeswell erfolg critere criterio")),
    Column("qualifications", _("Qualifications"), clears=True, also=(
        "qualifications qualification requirements minimumqualifications education training qualifikation qualifikationen "
        "anforderungen diplomes requisitos requisiti")),
    Column("pay_min", _("Lowest pay a year"), clears=True, also=(
        "lowestpayayear lowestpay paymin minpay paymin minimumpay payfrom salarymin minsalary minimumsalary bandmin paybandmin "
        "paybandminimum rangemin")),
    Column("pay_max", _("Highest pay a year"), clears=True, also=(
        "highestpayayear highestpay paymax maxpay maximumpay payto salarymax maxsalary maximumsalary bandmax paybandmax "
        "paybandmaximum rangemax")),
    Column("leads_to", _("Leads to"), _("Titles of other roles, apart by semicolons."), clears=True, also=(
        "leadsto nextrole nextroles nextstep careerpath promotesto careersteps fuhrtzu menea conducea")),
)
LABELS = {column.name: column.label for column in COLUMNS}
TEXTS = {"department": 120, "purpose": 1000, "qualifications": 2000}
SAYS = ("department", "purpose", "qualifications", "pay_min", "pay_max")
OF_DUTY = ("share", "is_essential", "success")


def plan(sheet, choices, known, today):
    work = begin(sheet, choices, known, today, key="title", why=_("Choose the column with the title of the role."))
    _continue_titles(work)
    parts = _are_parts(work)
    for line in work.taken:
        _read(line, parts)
    groups = _groups(work)
    for group in groups:
        group.settle()
    _refuse_unknown_steps(work, groups)
    for group in groups:
        group.compare()
    written = [group.written for group in groups if group.written]
    return Plan(work.lines, work.questions, work.notes, written=written, departments=_new_departments(work, groups))


def _continue_titles(work):
    """A duty without a title belongs to the role above it, as lists that are made to be read have it."""
    above = ""
    for line in work.lines:
        if not line.name and above and line.values.get("duty"):
            line.name = above
            line.notes.append(_("Has no title of its own; counted to “%(title)s” above it.", title=above))
        above = line.name or above


def _are_parts(work):
    parts = "share" in work.columns and cells.are_parts([line.values.get("share") or "" for line in work.lines])
    if parts:
        work.notes.append(_("The shares were read as parts of one: 0.25 is 25 %."))
    return parts


def _read(line, parts):
    """The cells of a row as values; None where a cell is empty."""
    given = line.values
    if not line.name:
        line.refuse(_("The row has no title. Write the title of the role in the column “%(column)s”.", column=LABELS["title"]))
    refuse_long(line, LABELS["title"], line.name, 120)
    refuse_long(line, LABELS["duty"], given.get("duty") or "", 300)
    refuse_long(line, LABELS["success"], given.get("success") or "", 1000)
    for name, longest in TEXTS.items():
        refuse_long(line, LABELS[name], given.get(name) or "", longest)
    for name, read in (("share", lambda text: cells.share(text, parts)), ("is_essential", cells.is_essential),
                       ("pay_min", cells.pay), ("pay_max", cells.pay)):
        given[name], why = read(given[name]) if given.get(name) else (None, None)
        if why:
            line.refuse(f"{LABELS[name]}: {why}")
    given["leads_to"] = cells.titles(given.get("leads_to") or "") or None
    if not given.get("duty") and any(given.get(name) not in (None, "") for name in OF_DUTY):
        line.refuse(_("A share, a kind or a success is given, but no duty. Write what somebody does in the column “%(column)s”.",
                      column=LABELS["duty"]))


def _groups(work):
    found = defaultdict(list)
    for line in work.lines:
        if line.name and line.state != "left_out":
            found[line.key].append(line)
    return [Group(work, lines) for lines in found.values()]


class Group:
    """The rows of one role. It is taken in whole, or refused in whole."""

    def __init__(self, work, lines):
        self.work, self.lines, self.title = work, lines, lines[0].name
        self.role = work.known.roles.get(lines[0].key)
        self.says, self.steps, self.written = {}, None, None
        self.spread()

    @property
    def is_in(self):
        return all(line.is_in for line in self.lines)

    def spread(self):
        """One row that is refused holds the others back."""
        if faulty := [line.number for line in self.lines if not line.is_in]:
            for line in self.lines:
                if line.is_in:
                    line.refuse(_("Row %(number)s of the same role is refused, and a role is taken in whole. Mend that row and send all rows "
                                  "of the role again.", number=faulty[0]))

    def refuse(self, why):
        for line in self.lines:
            line.refuse(why)

    def settle(self):
        """What the rows say together of the role; contradictions refuse it."""
        if not self.is_in:
            return
        if self.role is None and (now := self.work.known.waiting.get(self.lines[0].key)):
            return self.refuse(_("“%(title)s” is what the role “%(now)s” will be called. Choose another title, or change that role.",
                                 title=self.title, now=now))
        for name in (*SAYS, "leads_to"):
            self._agree(name)
        self._refuse_same_duties()
        if self.is_in:
            self._check_pay()

    def _agree(self, name):
        given = {_flat(name, line.values.get(name)): line for line in reversed(self.lines) if line.values.get(name) not in (None, "")}
        if len(given) > 1:
            first, second = list(given.values())[-1], list(given.values())[-2]
            self.refuse(_("%(column)s: rows %(first)s and %(second)s of “%(title)s” say different things. Let them say the same, or only one.",
                          column=LABELS[name], first=first.number, second=second.number, title=self.title))
        elif given:
            self.says[name] = next(iter(given.values())).values[name]
        elif name in self.work.columns and name in self.work.choices.clear:
            self.says[name] = [] if name == "leads_to" else None if name not in TEXTS or name == "department" else ""

    def _refuse_same_duties(self):
        first = {}
        for line in self.lines:
            if duty := line.values.get("duty"):
                other = first.setdefault(words.plain(duty), line)
                if other is not line and line.is_in:
                    line.refuse(_("The same duty stands in row %(number)s. Keep one of the two.", number=other.number))
        self.spread()

    def _check_pay(self):
        low, high = (self.says.get(name, self.role and getattr(self.role, name)) for name in ("pay_min", "pay_max"))
        if low is not None and high is not None and low > high:
            self.refuse(_("The highest pay of “%(title)s” (%(high)s) is lower than the lowest (%(low)s). Check both.", title=self.title,
                          high=words.amount(high), low=words.amount(low)))

    def compare(self):
        """New, changed or unchanged, in words for the preview, and the role as it will stand."""
        if not self.is_in:
            return
        first, steps = self.lines[0], self._steps_now()
        for name in (*SAYS, "leads_to"):
            if name in self.says:
                old = steps if name == "leads_to" else getattr(self.role, name, None)
                if _flat(name, old) != _flat(name, self.says[name]):
                    first.changes.append((LABELS[name], _said(name, old), _said(name, self.says[name])))
        duties = self._compare_duties()
        changed = any(line.changes for line in self.lines)
        for line in self.lines:
            line.state = NEW if self.role is None else CHANGED if changed else UNCHANGED
        said = [_said(name, self.says[name]) for name in ("department", "purpose") if self.says.get(name)]
        first.what = " · ".join([*said, *([first.what] if first.what else [])])
        if self.role is None or changed:
            self._write(first, duties, steps)

    def _write(self, first, duties, steps):
        now = self.role
        if now and now.is_drafted:
            return self.refuse(_("Somebody is writing a draft of “%(title)s”. Publish it or throw it away first, then send the rows again.",
                                 title=now.title))
        says = {name: self.says.get(name, getattr(now, name, "" if name in ("purpose", "qualifications") else None)) for name in SAYS}
        needs = [(self.work.known.named[number], level, weight) for number, level, weight in now.needs] if now else []
        self.written = Written(now.title if now else self.title, now, says, duties, needs, self.says.get("leads_to", steps))
        whole = sum(duty[2] for duty in duties)
        if duties and whole != 10_000:
            first.notes.append(_("The shares of its duties come to %(sum)s; together they should be the whole role.", sum=cells.percent(whole)))
        if now and now.to_come:
            first.notes.append(_("Another version is published already; it takes over on %(day)s.", day=words.day(now.to_come, near=False)))

    def _steps_now(self):
        return [self.work.known.titles[number] for number in self.role.steps] if self.role else []

    def _compare_duties(self):
        """The duties as they will stand. Those of the list take the place of all; a list without any leaves them as they are."""
        now = {words.plain(duty.text): duty for duty in (self.role.duties if self.role else ())}
        given = [line for line in self.lines if line.values.get("duty")]
        if not given:
            return [_kept(duty) for duty in now.values()]
        found = [self._duty(line, now.get(words.plain(line.values["duty"]))) for line in given]
        named = {words.plain(line.values["duty"]) for line in given}
        for key in [key for key in now if key not in named]:
            self.lines[0].changes.append((_("Duty"), now[key].text, _("is taken off")))
        return sorted(found, key=lambda duty: not duty[3])

    def _duty(self, line, now):
        given = line.values
        text, success, weight, is_essential = given["duty"], given.get("success"), given["share"], given["is_essential"]
        if now is None:
            made = (text, success or "", weight or 0, True if is_essential is None else is_essential, None)
            if self.role:
                line.changes.append((_("New duty"), "–", _told(made)))
            line.what = _told(made)
            return made
        made = (now.text if _one_line(now.text) == text else text, now.success if not success or _one_line(now.success) == success else success,
                now.weight if weight is None else weight, now.is_essential if is_essential is None else is_essential, now.origin or now.id)
        if made != _kept(now):
            line.changes.append((_("Duty"), _told(_kept(now)), _told(made)))
        return made


def _kept(duty):
    return duty.text, duty.success, duty.weight, duty.is_essential, duty.origin or duty.id


def _told(duty):
    text, success, weight, is_essential, _origin = duty
    parts = [text, cells.percent(weight), "" if is_essential else _("marginal"), success]
    return " · ".join(part for part in parts if part)


def _one_line(text):
    return " ".join((text or "").split())


def _flat(name, value):
    """A value for comparing."""
    if name == "leads_to":
        return frozenset(words.plain(title) for title in value or ())
    return words.plain(value or "") if name == "department" else _one_line(value) if name in TEXTS else value


def _said(name, value):
    if value in (None, "", []):
        return "–"
    if name in ("pay_min", "pay_max"):
        return words.money(value)
    return words.several(value) if name == "leads_to" else _one_line(value)


def _refuse_unknown_steps(work, groups):
    """A role leads to others that are there, or that come with the same list; again, since one that is refused comes not."""
    while True:
        there = set(work.known.roles) | {group.lines[0].key for group in groups if group.is_in}
        wrong = [(group, title) for group in groups if group.is_in for title in group.says.get("leads_to", ())
                 if words.plain(title) not in there or words.plain(title) == group.lines[0].key]
        if not wrong:
            return
        for group, title in wrong:
            if words.plain(title) == group.lines[0].key:
                group.refuse(_("“%(title)s” is said to lead to itself. Name other roles, or leave the cell empty.", title=title))
            elif group.is_in:
                group.refuse(_("%(column)s: no role is called “%(title)s”. Write the title as it stands in Perf, or add rows for that role.",
                               column=LABELS["leads_to"], title=title))


def _new_departments(work, groups):
    names = {}
    for group in groups:
        name = group.written and group.written.says["department"]
        if name and words.plain(name) not in work.known.departments:
            names.setdefault(words.plain(name), name)
    return list(names.values())
