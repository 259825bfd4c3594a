"""The days of a survey's rows: read over each column as a whole; rows without a last day are asked about once."""
from collections import defaultdict

from ....kernel.intake.shapes import Question
from ....kernel.words import _, n_
from ..lines import in_words
from . import days

OUT, TAKE = "out", "left"           # the page of decisions shows its day beside what is called so


def read(work):
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
