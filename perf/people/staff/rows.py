"""The rows of a staff list, read cell by cell, and who among them has left."""
from ...kernel import words
from ...kernel.intake.cells import cell as bare
from ...kernel.intake.cells import number
from ...kernel.intake.shapes import Question, mark
from ...kernel.words import _
from . import cells
from .columns import BY_NAME
from .shapes import Line

LONGEST = {"employee_id": 40, "first_name": 80, "last_name": 80, "email": 200, "phone": 40, "role": 120, "department": 120}
DATES = ("hired_on", "left_on")


def read(work):
    """A Line for each row, with its values or with the reason why it cannot be taken."""
    orders = {name: _order(work, name) for name in DATES if name in work.columns}
    for at, row in zip(work.sheet.numbers, work.sheet.rows):
        line = Line(at, row)
        given = {name: bare(row[column]) for name, column in work.columns.items()}
        work.lines.append(line)
        if at in work.sheet.odd:
            line.name = given.get("name") or ""
            line.refuse(work.sheet.odd[at])
        elif not any(given.values()):
            line.leave_out(_("There is nothing in the columns that are used."))
        else:
            _read_row(work, line, given, orders)


def _read_row(work, line, given, orders):
    values = line.values
    _read_name(values, given)
    line.name = f"{values.get('first_name') or ''} {values.get('last_name') or ''}".strip()
    for name in ("phone", "role", "department", "manager_name", "status"):
        if name in given:
            values[name] = given[name] or None
    for name in ("employee_id", "manager_id"):
        if name in given:
            values[name] = number(given[name]) or None
    for name in ("email", "manager_email"):
        if name in given:
            _read_email(line, name, given[name])
    for name, order in orders.items():
        _read_date(work, line, name, given[name], order)
    for name, longest in LONGEST.items():
        if len(values.get(name) or "") > longest:
            line.refuse(_("%(column)s: “%(cell)s…” is longer than %(max)s characters. Shorten it.",
                          column=label(name), cell=values[name][:30], max=longest))


def _read_name(values, given):
    if "name" in given:
        values["first_name"], values["last_name"] = cells.split_name(given["name"]) if given["name"] else (None, None)
        values["whole_name"] = "" if "," in given["name"] else " ".join(given["name"].split())
    for name in ("first_name", "last_name"):
        if name in given and (given[name] or "name" not in given):
            values[name] = " ".join(given[name].split()) or None
            values.pop("whole_name", None)


def _read_email(line, name, text):
    line.values[name], why = cells.email(text) if text else (None, None)
    if why and name == "email":
        line.refuse(f"{label(name)}: {why}")
    elif why:
        line.notes.append(f"{label(name)}: {why}")


def _read_date(work, line, name, text, order):
    line.values[name] = None
    if not text:
        return
    made, note, why = cells.day(text, order, work.today, never_future=name == "hired_on")
    line.values[name] = made
    if why:
        line.refuse(f"{label(name)}: {why}")
    if note:
        line.notes.append(f"{label(name)}: {note}.")


def _order(work, name):
    """Whether day or month comes first in a column; asked where both could be."""
    found = {other: cells.order_of(_texts(work, other), work.choices.prefers) for other in DATES if other in work.columns}
    order, certain = found[name]
    if certain:
        return order
    beside = [other for other, sure in found.values() if sure and other != work.choices.prefers]
    example = next(text for text in _texts(work, name) if (pair := cells.two_numbers(text)) and pair[0] != pair[1])
    options = [(way, _("%(cell)s is %(day)s", cell=example, day=_said(example, way, work.today)), hint) for way, hint in
               (("dmy", _("The day comes first")), ("mdy", _("The month comes first")))]
    asked = work.ask(Question(
        f"dates-{name}", _("How are the dates in “%(heading)s” written?", heading=work.sheet.headings[work.columns[name]]),
        _("No date in this column shows by itself whether the day or the month comes first."), options,
        beside[0] if beside else order))
    return asked.chosen


def _texts(work, name):
    column = work.columns[name]
    return [text for row in work.sheet.rows if (text := bare(row[column]))]


def _said(text, order, today):
    made, _note, _why = cells.day(text, order, today)
    return words.day(made, near=False, year=True) if made else "?"


# Who has left -------------------------------------------------------------------------------------

def settle_leavers(work):
    """Rows that say somebody has left: with a last day, or by a word alone, which must be decided."""
    waiting = {}
    for line in work.taken:
        stands = cells.standing(line.values.get("status") or "")
        left = line.values.get("left_on") or (line.person and line.person.left_on)
        if stands == "gone" and not left:
            waiting.setdefault(line.values["status"], []).append(line)
        elif stands == "here" and line.values.get("left_on") and line.values["left_on"] < work.today:
            line.notes.append(_("The status says “%(status)s”, but the last day is past; the last day decides.",
                                status=line.values["status"]))
    for status, lines in waiting.items():
        _settle_word(work, status, lines)
    _settle_past(work)


def _settle_word(work, status, lines):
    asked = work.ask(Question(
        f"status-{mark(status)}", _("“%(status)s”, but no last day: what about them?", status=status),
        _("Without a last day we cannot know from when on the seat is free."),
        [("out", _("Leave these rows out"), _("Nothing about them changes.")),
         ("left", _("They left on one day"), _("They become former people.")),
         ("here", _("They are still here"), _("The status is passed over."))],
        "out", [line.number for line in lines],
        [("day", _("Their last day"), "", "date", "left")]))
    last_day = None
    if asked.chosen == "left":
        last_day, _note, why = cells.day(work.said(asked, "day"), "dmy", work.today)
        asked.problem = why and _("Please give the last day as a date, such as 2026-12-31.") or ""
    for line in lines:
        if asked.chosen == "out":
            line.leave_out(_("The status says “%(status)s”, and there is no last day.", status=status))
        elif last_day:
            line.values["left_on"] = last_day


def _settle_past(work):
    past = [line for line in work.taken if line.person is None and line.values.get("left_on")
            and line.values["left_on"] < work.today]
    if not past:
        return
    asked = work.ask(Question(
        "leavers", _("Should those who have left already come along?"),
        _("They are in the list with a last day in the past. As former people they count in figures about turnover."),
        [("keep", _("Yes, as former people"), _("Their seats are closed; nobody sees them in the chart of today.")),
         ("out", _("No, leave them out"), _("Their rows are passed over."))],
        "keep", [line.number for line in past], needed=False))
    for line in past if asked.chosen == "out" else ():
        line.leave_out(_("Has left already; left out as you decided."))


def check(work):
    """What can only be seen once it is known who a row is."""
    for line in work.taken:
        if line.person is None and not (line.values.get("first_name") or line.values.get("last_name")):
            key = line.values.get("employee_id") or line.values.get("email")
            line.refuse(_("Nobody here has “%(key)s”, and the row has no name to add a person by. Check it, or add the name.",
                          key=key) if key else _("The row has no name, number or e-mail. Add one of them."))
            continue
        first, last = _both_days(line)
        if first and last and last < first:
            line.refuse(_("The last day (%(last)s) lies before the first (%(first)s). Check both dates.",
                          last=words.day(last, near=False, year=True), first=words.day(first, near=False, year=True)))
    _keep_running(work)


def _keep_running(work):
    """A list lets nobody leave who is the last to hold a power: there would be no one left who could give it on."""
    leaving = {line.person.id: line for line in work.taken if line.person and line.values.get("left_on")}
    for power, ids in work.known.keepers.items():
        for person_id in ids if ids <= leaving.keys() else ():
            leaving[person_id].refuse(_("Nobody else who stays holds the power “%(power)s”. Give it to somebody on their page "
                                        "first.", power=power))


def _both_days(line):
    kept = line.person
    return (line.values.get("hired_on") or (kept and kept.hired_on), line.values.get("left_on") or (kept and kept.left_on))


def label(name):
    return BY_NAME[name].label
