"""The columns of a list of goals, and the words in which cells say what is kept as a code."""
from ...kernel import words
from ...kernel.intake.shapes import Column
from ...kernel.words import _
from ..states import CLOSED

COLUMNS = (
    Column("number", _("Number"), _("Of Perf, where the list was taken along; or the list's own, to say what hangs under what."), also=(
        "number no nr goalid goalnumber goalno id objectiveid ref reference")),
    Column("title", _("Goal"), _("What is to be reached, in a line."), also=(
        "goal title objective goaltitle goalname objectivetitle okr kpi ziel objetivo objectif obiettivo doel")),
    Column("about", _("What it means"), clears=True, also="whatitmeans description details about notes explanation beschreibung descripcion"),
    Column("level", _("Level"), _("Organisation, department or person."), also="level type goallevel goaltype scope ebene nivel niveau"),
    Column("department", _("Department"), _("Of a department's goal."), also="department dept unitname division team abteilung departamento service"),
    Column("employee_id", _("Employee ID"), _("Of whoever looks after it: the surest way to say whose it is."), also=(
        "employeeid employeenumber employeeno empid staffid staffnumber personnelnumber ownerid personalnummer matricule legajo")),
    Column("email", _("E-mail"), also="email emailaddress mail workemail owneremail correo courriel"),
    Column("name", _("Name"), _("First Last, or Last, First; where there is no number."), also=(
        "name owner goalowner fullname employee employeename person staff responsible lead assignee assignedto who "
        "mitarbeiter verantwortlich responsable")),
    Column("parent_number", _("Under (number)"), _("The number of the goal above."), also=(
        "undernumber parentid parentnumber parentgoalid parentno alignedtoid")),
    Column("parent", _("Under"), _("The title of the goal above, or its number."), clears=True, also=(
        "under serves parent parentgoal alignedto supports contributesto alignment above parentobjective oberziel")),
    Column("period", _("Period"), _("By its name, or a year as 2027, Q1 2027, 2026/27."), also=(
        "period year goalperiod cycle quarter fiscalyear fy timeframe zeitraum jahr annee periode ano anno jaar")),
    Column("starts", _("Starts"), _("The first day, where it is not the period's."), also=(
        "starts start from startdate begins begin von desde")),
    Column("due", _("To be reached by"), _("The last day, where it is not the period's."), also=(
        "tobereachedby due duedate deadline until end enddate ends targetdate by bis hasta")),
    Column("weight", _("Weight"), _("A number such as 1 or 2.5."), also="weight weighting gewicht peso poids"),
    Column("measure", _("Measure"), _("Number, percentage, money, yes/no, milestones, or goals below."), also=(
        "measure measuretype metrictype measuredby measurement metric messart")),
    Column("unit", _("Unit"), _("What a number counts, such as visits."), also="unit units einheit unidad unite"),
    Column("start", _("Start value"), also="startvalue baseline startingvalue initial initialvalue base ausgangswert"),
    Column("target", _("Target value"), also="targetvalue target goalvalue value zielwert meta cible"),
    Column("now", _("Value now"), also="valuenow now current currentvalue actual actualvalue progressvalue istwert"),
    Column("is_down", _("Better is"), _("“More” or “less”, where start and target are the same."), also="betteris direction better richtung"),
    Column("kind", _("Kind"), _("Commitment or stretch."), also="kind committedorstretch ambition stretch goalkind"),
    Column("is_private", _("Private"), _("Yes or no."), also="private isprivate confidential visibility"),
    Column("rhythm", _("Check-ins"), _("Weekly, fortnightly, monthly, quarterly or never."), also=(
        "checkins checkin rhythm frequency cadence checkinfrequency")),
    Column("steps", _("Milestones"), _("Apart by semicolons; [x] before one that is done."), also=(
        "milestones steps keyresults milestone meilensteine hitos")),
    Column("state", _("State"), _("Agreed or draft."), also="state goalstate goalstatus approval approved status"),
)
LABELS = {column.name: column.label for column in COLUMNS}
AS_TAKEN_IN = tuple(column.label for column in COLUMNS)

# how a cell says what is kept as a code: the first word is what Perf writes
SAID = {
    "level": {"organisation": "organisation organization company org", "department": "department team dept division",
              "person": "person individual employee personal own"},
    "measure": {"number": "number count quantity numeric figure", "percentage": "percentage percent % rate",
                "money": "money currency amount eur usd gbp", "yesno": "yes/no yesno boolean binary done",
                "milestones": "milestones milestone steps", "below": "goals_below below rollup roll-up children"},
    "is_down": {False: "more up higher increase", True: "less down lower decrease fewer"},
    "kind": {"commitment": "commitment committed normal no", "stretch": "stretch aspirational ambition moonshot yes"},
    "is_private": {True: "yes y true 1 x private", False: "no n false 0 public everybody everyone"},
    "now": {True: "yes y true 1 x done reached 100%", False: "no n false 0 open"},
    "rhythm": {"weekly": "weekly week", "fortnightly": "fortnightly biweekly bi-weekly", "monthly": "monthly month", "quarterly": "quarterly quarter",
               "never": "never no-check-ins"},
    "state": {"agreed": "agreed approved active on_track at_risk off_track open yes in_progress", "draft": "draft no planned",
              "proposed": "proposed submitted pending", **{state: state for state in CLOSED}},
}
READ = {name: {word.replace("_", " "): code for code, said in codes.items() for word in said.split()} for name, codes in SAID.items()}
WRITTEN = {name: {code: said.split()[0].replace("_", " ") for code, said in codes.items()} for name, codes in SAID.items()}
KINDS_OF_PERIOD = {"year": _("year"), "quarter": _("quarter"), "own": _("another time")}


def coded(name, text):
    """(the code, None) or (None, why not) of a cell that says one of a few words."""
    found = READ[name].get(words.plain(text))
    if found is None:
        return None, _("%(column)s: “%(cell)s” is none of %(words)s.", column=LABELS[name], cell=text[:40],
                       words=", ".join(WRITTEN[name].values()))
    return found, None
