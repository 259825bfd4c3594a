"""What a row of a list of goals says: its cells over what the goal says already, each by itself refused where it cannot be read."""
from collections import namedtuple

from ...kernel import words
from ...kernel.intake import dates, periods
from ...kernel.words import _
from ..checking import FAR
from ..fields import Given
from ..models import TYPED
from . import cells
from .columns import LABELS, coded

LONGEST = {"title": 200, "about": 10_000, "unit": 30, "period": 60}
CODED = ("level", "measure", "is_down", "kind", "is_private", "rhythm")

NewPeriod = namedtuple("NewPeriod", "id name starts ends kind", defaults=("",))


def read_time(work, line, order):
    """When: the period, and the days that the row says itself."""
    _period(work, line, order)
    for name in ("starts", "due"):
        if line.values.get(name):
            line.days[name], _note, why = dates.day(line.values[name], order, work.today)
            if why:
                line.refuse(why)


def _period(work, line, order):
    """By its name or its days; one that is not there yet is made with the import."""
    text = line.values.get("period")
    if not text:
        line.period = next((one for one in work.known.periods if line.goal and one.id == line.goal.given.period), None)
        return
    named = [one for one in work.known.periods if words.plain(one.name) == words.plain(text) or cells.says(text, one.name)]
    if named:
        line.period = named[0]
        return
    starts, ends, why = periods.period(text, order, work.today, work.known.first_month)
    if why or starts > ends or len(text) > LONGEST["period"]:
        line.refuse(why or _("The period “%(cell)s” ends before it begins.", cell=text[:40]))
        return
    same = next((one for one in work.known.periods if (one.starts, one.ends) == (starts, ends)), None)
    kind = {12: "year", 3: "quarter"}.get(round((ends - starts).days / 30.5), "own")
    line.period = same or NewPeriod(None, " ".join(text.split()), starts, ends, kind)


def read(work, line):
    """All that the goal will say, but for where it hangs."""
    line.given = line.goal.given if line.goal else Given(title="", target=None)
    for name, longest in LONGEST.items():
        if len(line.values.get(name) or "") > longest:
            line.refuse(_("%(column)s: “%(cell)s…” is longer than %(max)s characters. Shorten it.", column=LABELS[name],
                          cell=line.values[name][:30], max=longest))
    said = {"owner": line.person.id, **_texts(work, line), **_codes(line), **_days(line), **_department(work, line)}
    said.setdefault("measure", line.given.measure if line.goal else _guessed(line))
    line.given = line.given._replace(**said)
    _figures(work, line)
    _state(line)


def _texts(work, line):
    """Texts as they are written; one that says what stands there already stays letter by letter."""
    found, now = {}, line.given
    for name in ("title", "about", "unit"):
        text = line.values.get(name)
        if text and not cells.says(text, getattr(now, name)):
            found[name] = text if name == "about" else " ".join(text.split())
        elif not text and name in work.choices.clear and name in line.values:
            found[name] = ""
    return found


def _codes(line):
    found = {}
    for name in CODED:
        if line.values.get(name):
            found[name], why = coded(name, line.values[name])
            if why:
                line.refuse(why)
    return {name: code for name, code in found.items() if code is not None}


def _days(line):
    """The days of the period, unless the row says its own; a goal that stays in its period keeps those that it has."""
    found, period = {}, line.period
    if period and not (line.goal and line.goal.given.period == period.id):
        found.update(period=period.id, starts=period.starts, due=period.ends)
    return found | line.days


def _department(work, line):
    text = line.values.get("department")
    if not text:
        return {}
    number = next((number for number, name in work.known.departments.items()
                   if words.plain(name) == words.plain(text) or cells.says(text, name)), None)
    level = line.values.get("level") and coded("level", line.values["level"])[0] or line.given.level
    if number is None and level == "department":
        line.refuse(_("There is no department “%(cell)s”. Take the departments in first, or check how it is written.", cell=text[:60]))
    return {"department": number if level == "department" else None}


def _guessed(line):
    """A list that names no measure shows it by what it says."""
    said = line.values
    if said.get("steps"):
        return "milestones"
    if not said.get("target"):
        return "yesno"
    if any("%" in (said.get(name) or "") for name in ("target", "start", "unit")):
        return "percentage"
    return "money" if any(sign in said["target"] for sign in "€$£¥") else "number"


def _figures(work, line):
    """Start, target and where it stands, in the unit of the measure; milestones and yes or no have theirs."""
    given, said = line.given, line.values
    same = line.goal is not None and line.goal.given.measure == given.measure
    line.now, line.done = (line.goal.now, line.goal.done) if same else (None, ())
    if given.measure == "milestones":
        _steps(line)
    elif given.measure == "yesno" and said.get("now"):
        line.now, why = coded("now", said["now"])
        line.refuse(why) if why else None
    elif given.measure in TYPED:
        _typed(work, line, line.goal.currency if same and line.goal.currency else work.known.currency)
    if line.now is None and given.measure != "milestones":
        line.now = line.given.start if given.measure in TYPED else 0
    line.now = int(line.now or 0)
    line.given = line.given if given.measure == "number" else line.given._replace(unit="")


def _typed(work, line, currency):
    given, said, found = line.given, line.values, {}
    if given.measure == "money" and said.get("unit") and said["unit"].upper() not in (currency, *"€$£¥"):
        line.refuse(_("Money is counted in %(currency)s here, and the row says “%(cell)s”.", currency=currency, cell=said["unit"][:20]))
    for name in ("start", "target", "now"):
        if said.get(name):
            found[name], why = cells.value(said[name], given.measure, currency)
            if why or abs(found[name]) > FAR:
                line.refuse(f"{LABELS[name]}: {why or _('That number is too large.')}")
    start, before = found.get("start", given.start), given.start
    line.given = line.given._replace(start=start, target=found.get("target", given.target))
    begun = line.goal is None or line.now is None or line.goal.checked_on is None and line.goal.now == before
    line.now = found.get("now", start if begun else line.now)


def _steps(line):
    text = line.values.get("steps")
    said = cells.steps(text) if text and not cells.says(text, cells.as_steps(line.given.steps, line.done)) else ()
    if said and not _say_the_same(said, line.given.steps):
        line.given = line.given._replace(steps=tuple(one for one, _done in said))
    if said:
        line.done = tuple(done for _one, done in said)
    line.now = sum(line.done)
    line.given = line.given._replace(start=0, target=len(line.given.steps))


def _say_the_same(said, kept):
    return len(said) == len(kept) and all(cells.says(one, step) for (one, _done), step in zip(said, kept))


def _state(line):
    """As the row says it; a goal that is here keeps the state it has."""
    text, line.wants = line.values.get("state"), line.goal.state if line.goal else ""
    if not text:
        return
    state, why = coded("state", text)
    if why:
        line.refuse(why)
    elif line.goal is None and state not in ("agreed", "draft"):
        line.refuse(_("A list brings goals in as drafts or as agreed, not as “%(cell)s”. They are proposed and closed on their pages.",
                      cell=text[:40]))
    elif line.goal is None or line.goal.state == "draft" and state == "agreed":
        line.wants = state
    elif state != line.goal.state:
        line.refuse(_("This goal is %(now)s here, and the row says “%(cell)s”. Goals are proposed, agreed and closed on their pages.",
                      now=_(line.goal.state), cell=text[:40]))
