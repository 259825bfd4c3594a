"""A list of earlier reviews: one row for each person and period; whose it is, what it says, what would change."""
from collections import defaultdict
from dataclasses import dataclass, field

from ...kernel import words
from ...kernel.errors import Refused
from ...kernel.intake import dates, periods, shapes, whose
from ...kernel.intake.cells import cell
from ...kernel.intake.shapes import CHANGED, NEW, UNCHANGED, Column, Question
from ...kernel.words import _, n_
from . import cells
from .known import FIELDS

COLUMNS = (
    Column("employee_id", _("Employee ID"), _("The surest way to say whose review it is."), also=(
        "employeeid employeenumber employeeno empid staffid staffnumber personnelnumber payrollnumber id personalnummer matricule legajo")),
    Column("email", _("E-mail"), also="email emailaddress mail workemail staffemail courriel correo"),
    Column("name", _("Name"), _("First Last, or Last, First; where there is no number."), also=(
        "name fullname employee employeename person staff staffmember who mitarbeiter nom nombre nome naam")),
    Column("period", _("Period"), _("A year as 2021, or 2021/22, H1 2021, Q3 2021."), also=(
        "period year reviewyear reviewperiod fiscalyear fy cycle round zeitraum jahr annee periode ano anno jaar")),
    Column("starts", _("From"), _("The first day, where the period is no year."), also="from start starts startdate periodstart begin von desde"),
    Column("ends", _("Until"), _("The last day."), also="until to end ends enddate periodend till bis hasta"),
    Column("score", _("Score"), _("A number such as 4.25, or 4/5."), clears=True, also=(
        "score rating overall overallscore overallrating result mark grade points note bewertung ergebnis puntuacion nota")),
    Column("scale", _("Scale"), _("Both ends, such as 1–5."), also="scale ratingscale range max maximum outof skala escala echelle"),
    Column("best", _("Best value"), _("Only where the lower end is the best."), also="best bestvalue highest top bestscore bester"),
    Column("label", _("Level in words"), _("Such as “Strong”."), clears=True, also="label level ratinglabel category band ratingtext stufe niveau"),
    Column("text", _("Text"), clears=True, also=(
        "text summary comment comments feedback narrative assessment review evaluation remarks notes kommentar texto texte")),
    Column("written_by", _("Written by"), _("A name; it opens nothing to anybody."), clears=True, also=(
        "writtenby by reviewer manager author supervisor appraiser evaluator assessor vorgesetzter")),
)
LABELS = {column.name: column.label for column in COLUMNS}
LONGEST = {"label": 60, "text": 10_000, "written_by": 160}
SCALES = ((1, 3), (1, 4), (1, 5), (1, 6), (1, 10), (0, 100))


@dataclass
class Line(shapes.Line):
    """A row; `changes` hold words, ready to be read."""

    what: str = ""
    person: object = None
    key: tuple = ()                             # (person, first day, last day)
    says: dict = field(default_factory=dict)    # what the review will say: FIELDS


class Plan(shapes.Plan):
    """The outcome, with all that each review will say: what was looked at is what is done."""

    @property
    def outcome(self):
        return super().outcome, [(line.key, sorted(line.says.items(), key=str)) for line in self.lines if line.is_in]


def plan(sheet, choices, known, today):
    work = _begin(sheet, choices, known, today)
    whose.find(work, work.taken, _("The row does not say whose review it is."))
    for line in work.taken:
        line.name = line.person.name
    order = _order(work)
    for line in work.taken:
        _read_period(line, work, order)
    for line in work.taken:
        _read_score(line)
    _ask_scale(work)
    for line in work.taken:
        _check(line)
    _only_once(work)
    for line in work.taken:
        _compare(work, line)
    return Plan(work.lines, work.questions, work.notes)


def _begin(sheet, choices, known, today):
    columns = {name: int(column) for column, name in choices.matching.items() if name}
    if not {"employee_id", "email", "name"} & set(columns):
        raise Refused(_("Choose the column that says whose review it is: employee ID, e-mail or name."), "matching")
    if not {"period", "starts"} & set(columns):
        raise Refused(_("Choose the column with the period, such as the year."), "matching")
    work = shapes.Work(sheet, choices, known, today, columns)
    for number, row in zip(sheet.numbers, sheet.rows):
        line = Line(number, row, {name: cell(row[column]) for name, column in columns.items()})
        line.name = line.values.get("name") or line.values.get("email") or line.values.get("employee_id") or ""
        work.lines.append(line)
        if number in sheet.odd:
            line.refuse(sheet.odd[number])
        elif not any(line.values.values()):
            line.leave_out(_("There is nothing in the columns that are used."))
    return work


def _order(work):
    texts = [line.values[name] for line in work.taken for name in ("starts", "ends", "period") if line.values.get(name)]
    return dates.order_of(texts, work.choices.prefers)[0]


def _read_period(line, work, order):
    given = line.values
    if given.get("starts") or given.get("ends"):
        starts, _note, no = dates.day(given.get("starts") or "", order, work.today)
        ends, _other, nor = dates.day(given.get("ends") or "", order, work.today)
        why = no or nor
    elif given.get("period"):
        starts, ends, why = periods.period(given["period"], order, work.today, work.known.first_month)
    else:
        starts, ends, why = None, None, _("The row names no period. Write the year, or the first and the last day.")
    if why:
        line.refuse(why)
    elif starts >= ends:
        line.refuse(_("The period ends before it begins. Check the two days."))
    elif starts > work.today or starts.year not in periods.YEARS:
        line.refuse(_("A review from an earlier year has a period that has begun, after 1950. Check “%(cell)s”.",
                      cell=given.get("period") or given.get("starts")))
    else:
        line.key = (line.person.id, starts, ends)
        line.what = _("%(start)s to %(end)s", start=words.day(starts, near=False, year=True), end=words.day(ends, near=False, year=True))


def _read_score(line):
    """Score and scale as far as the row says them."""
    given, says = line.values, line.says
    if given.get("scale"):
        ends, why = cells.scale(given["scale"], given.get("best") or "")
        line.refuse(why) if why else says.update(worst=ends[0], best=ends[1])
    if given.get("score"):
        whole, top, why = cells.score(given["score"])
        if why:
            line.refuse(why)
            return
        says["score"] = whole
        if top and "best" not in says and line.is_in:
            says.update(worst=0 if top == 100 else 1, best=top)
    if not given.get("score"):
        says.pop("worst", None), says.pop("best", None)


def _ask_scale(work):
    """Scores that stand on no scale say nothing: asked once for all of them."""
    bare = [line for line in work.taken if "score" in line.says and "best" not in line.says]
    if not bare:
        return
    least, most = min(line.says["score"] for line in bare), max(line.says["score"] for line in bare)
    fits = [one for one in SCALES if one[0] * 100 <= least and most <= one[1] * 100]
    asked = work.ask(Question(
        "scale", n_("On which scale is the score of %(num)s row?", "On which scale are the scores of %(num)s rows?", len(bare)),
        _("The list does not say it. A score means nothing without its scale, and scores on different scales are never reckoned together."),
        [(f"{low}-{high}", f"{low}–{high}", _("%(high)s is best", high=high)) for low, high in fits or SCALES],
        "1-5" if (1, 5) in fits else "{}-{}".format(*(fits or SCALES)[0]), [line.number for line in bare]))
    low, _dash, high = asked.chosen.partition("-")
    for line in bare:
        line.says.update(worst=int(low), best=int(high))


def _check(line):
    says = line.says
    for name, longest in LONGEST.items():
        text = line.values.get(name)
        if text and len(text) > longest:
            line.refuse(_("%(column)s: “%(cell)s…” is longer than %(max)s characters. Shorten it.", column=LABELS[name], cell=text[:30], max=longest))
        if text:
            says[name] = text
    if "score" in says and not min(says["worst"], says["best"]) * 100 <= says["score"] <= max(says["worst"], says["best"]) * 100:
        line.refuse(_("The score %(score)s lies outside the scale %(scale)s. Check both.", score=words.hundredths(says["score"]),
                      scale=cells.says(says["worst"], says["best"])))


def _only_once(work):
    """The same row again is left out; two that say different things of one period contradict each other."""
    found = defaultdict(list)
    for line in work.taken:
        found[line.key].append(line)
    for lines in found.values():
        differ = any(line.says != lines[0].says for line in lines)
        for line in lines[0 if differ else 1:] if len(lines) > 1 else ():
            others = ", ".join(str(other.number) for other in lines if other is not line)
            line.refuse(_("Row %(others)s says something else of the same person and period. Keep one of them.", others=others)) if differ else \
                line.leave_out(_("The same as row %(number)s.", number=lines[0].number))


def _compare(work, line):
    now, clear = work.known.reviews.get(line.key), work.choices.clear
    if line.key in work.known.ours:
        line.notes.append(_("Perf holds a review of its own of the same period; both will stand side by side."))
    if now is None:
        line.state = NEW
        line.says = {"score": None, "worst": None, "best": None, "label": "", "text": "", "written_by": "", **line.says}
        if not (line.says["score"] is not None or line.says["label"] or line.says["text"]):
            line.refuse(_("The row has neither a score nor a level nor a text, so there is nothing to bring in."))
        return
    for name in clear & set(line.values):
        if not line.values[name]:
            line.says.update({"score": None, "worst": None, "best": None} if name == "score" else {name: ""})
    line.says = {**{name: getattr(now, name) for name in FIELDS}, **line.says}
    line.changes = [(label, old or "–", new or "–") for label, old, new in _differences(now, line.says) if old != new]
    line.state = CHANGED if line.changes else UNCHANGED


def _differences(now, says):
    yield LABELS["score"], _said(now.score, now.worst, now.best), _said(says["score"], says["worst"], says["best"])
    for name in LONGEST:
        yield LABELS[name], getattr(now, name), says[name]


def _said(score, worst, best):
    return "" if score is None else f"{words.hundredths(score)} ({cells.says(worst, best)})"
