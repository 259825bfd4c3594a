"""The words of the room: classes, reasons, topics, ways, states."""
from ..kernel.words import _, n_

CLASSES = {"voluntary": _("Voluntary"), "involuntary": _("Involuntary"), "end": _("End of contract or grant"), "retirement": _("Retirement"),
           "other": _("Other")}
SETS = {**CLASSES, "volunteer": _("Volunteers")}
REASONS = {"growth": _("Career growth"), "pay": _("Pay"), "benefits": _("Benefits"), "manager": _("Manager"), "workload": _("Workload"),
           "mismatch": _("Role mismatch"), "culture": _("Culture"), "commute": _("Commute or remote work"), "relocation": _("Relocation"),
           "family": _("Family or health"), "study": _("Study"), "retirement": _("Retirement"), "contract_end": _("End of contract or grant"),
           "redundancy": _("Redundancy"), "performance": _("Performance"), "conduct": _("Conduct"), "other": _("Something else")}
TOPICS = {"work": _("Role and work"), "manager": _("Manager"), "team": _("Team and culture"), "growth": _("Growth"), "recognition": _("Recognition"),
          "pay": _("Pay and benefits"), "conditions": _("Workload and conditions"), "communication": _("Communication"), "leaving": _("Leaving"),
          "other": _("Other")}
BANDS = {"under_1": _("Under 1 year"), "1_2": _("1–2 years"), "3_5": _("3–5 years"), "6_10": _("6–10 years"), "over_10": _("Over 10 years"),
         "": _("Not known")}
DIMENSIONS = {"department": _("Department"), "manager": _("Manager"), "role": _("Role"), "tenure": _("Years here"), "class": _("Class")}
AUDIENCES = {"leadership": _("Executives and the board"), "managers": _("Also everybody who leads somebody"), "everybody": _("Everybody here")}
READ_BY = {"leadership": _("executives and the board"), "managers": _("executives, the board and everybody who leads somebody"), "everybody": _("everybody here")}
WAYS = {"link": _("They answer by themselves"), "interview": _("Somebody talks with them and writes it down"), "both": _("Both"),
        "none": _("They are not asked")}
OWNERS = {"hr": _("HR"), "manager": _("The manager"), "administrator": _("The administrator"), "leaver": _("Who leaves")}
STATES = {"open": (_("in progress"), "waits"), "done": (_("finished"), "positive"), "stays": (_("stays after all"), "quiet"), "noted": (_("noted"), "quiet")}
RESULTS = {"": (_("not asked yet"), "quiet"), "given": (_("answered"), "positive"), "declined": (_("rather not"), "quiet")}
CASES = {"new": (_("new"), "danger"), "in hand": (_("in hand"), "waits"), "closed": (_("closed"), "positive")}
ACTIONS = {"open": (_("open"), "waits"), "done": (_("done"), "positive"), "dropped": (_("dropped"), "quiet")}
TURNOVER = {"total": _("Turnover"), "voluntary": _("Voluntary turnover"), "regretted": _("Regretted turnover"), "first_year": _("First-year turnover")}
LEFT = {"total": _("everybody who left"), "voluntary": _("those who left by their own choice"), "regretted": _("those whose leaving is regretted"),
        "first_year": _("those who left within their first year")}


def part(dimension, value):
    """What a part of a dimension is called."""
    if dimension == "tenure":
        return _(BANDS.get(value, value))
    if dimension == "class":
        return _(CLASSES[value]) if value in CLASSES else _("Not decided yet")
    return value or {"department": _("No department"), "manager": _("No manager"), "role": _("No role")}.get(dimension, "–")


def reason_said(main, more):
    """How often a reason was the main one, and how often one of several."""
    said = [n_("main reason of %(num)s", "main reason of %(num)s", main)] if main else []
    return " · ".join(said + ([n_("contributed for %(num)s", "contributed for %(num)s", more)] if more else []))


def asked(measure, option=None):
    """A question as a figure calls it."""
    return measure.prompt if option is None else option


def chosen(pairs, first=None):
    """Choices for a select out of a dictionary of words."""
    return ([("", first)] if first else []) + [(value, _(words)) for value, words in pairs.items()]
