"""The columns of a list of leavers, and how they are called elsewhere."""
from ....kernel.intake import columns as intake
from ....kernel.intake import personal
from ....kernel.intake.shapes import Column, Guess
from ....kernel.words import _

COLUMNS = (
    Column("employee_id", _("Employee ID"), _("The surest way to say who left."), also=(
        "employeeid employeenumber employeeno empid staffid staffnumber personnelnumber payrollnumber id personalnummer matricule legajo")),
    Column("email", _("E-mail"), also="email emailaddress mail workemail staffemail courriel correo"),
    Column("name", _("Name"), _("First Last, or Last, First; where there is no number."), also=(
        "name fullname employee employeename person staff staffmember leaver mitarbeiter nom nombre nome naam")),
    Column("last_day", _("Last day"), _("Where it is not given, it is taken from the record."), also=(
        "lastday enddate terminationdate dateoftermination datetermination leavedate leavingdate dateleft exitdate lastworkingday separationdate "
        "ceasedate employmentenddate termdate left lefton dateofleaving dateofexit austritt austrittsdatum datedesortie fechadebaja")),
    Column("kind", _("Class"), _("Voluntary, involuntary, end of contract or grant, retirement, other."), clears=True, also=(
        "class kind type leavingtype separationtype terminationtype turnovertype exittype employmentstatus status typeofseparation typeofleaving")),
    Column("is_regretted", _("Regretted"), _("Yes or no."), clears=True, also="regretted regret isregretted regrettable regrettedloss regrettableloss"),
    Column("reason", _("Main reason"), clears=True, also=(
        "reason mainreason termreason reasonforleaving terminationreason leavingreason exitreason primaryreason whyleft grund motif motivo")),
    Column("contributing", _("Contributing reason"), _("Up to two."), also=(
        "contributing contributingreason contributingreasons secondreason secondaryreason otherreason otherreasons furtherreason reason2 reason3"), many=True),
    Column("department", _("Department"), _("Only where the records of that day say nothing."), also=(
        "department dept departmentname team unit division abteilung service departamento")),
    Column("manager", _("Manager"), _("Only where the records of that day say nothing."), also=(
        "manager managername supervisor supervisorname linemanager reportsto vorgesetzter responsable jefe")),
    Column("role", _("Role"), _("Only where the records of that day say nothing."), also="role jobtitle title position job positiontitle stelle poste puesto"),
)
LABELS = {column.name: column.label for column in COLUMNS}


def guess(headings, remembered):
    """One Guess a heading; what is nobody's business is not even offered."""
    found = intake.guess(headings, COLUMNS, remembered)
    for at, heading in enumerate(headings):
        bare = personal.told_by(heading, personal.GIVEAWAYS)
        if bare and bare[0] in personal.NEVER:
            found[at] = Guess(why=bare[1], never=True)
    return found

