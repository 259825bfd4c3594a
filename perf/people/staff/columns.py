"""Which columns a staff list may have, how they are called elsewhere, and which are not taken."""
import re

from ...kernel import words
from ...kernel.intake import personal
from ...kernel.intake.columns import NO_PLACE, apart, as_kept, by_part, called, compact, only_once, parts
from ...kernel.intake.shapes import Column, Guess
from ...kernel.words import _


COLUMNS = (
    Column("employee_id", _("Employee ID"), _("The best key: it finds the same person again."), also=(
        "employeeid empid id employeenumber employeeno empno empnumber staffid staffnumber staffno personnelnumber personnelno "
        "personnelid payrollnumber payrollid payrollno workerid associateid badge badgenumber eeid number no "
        "personalnummer mitarbeiternummer mitarbeiterid personalnr matricule numeroempleado idempleado matricola "
        "personeelsnummer numerodeempleado numerofuncionario")),
    Column("name", _("Full name"), _("“Garcia, Ana” and “Ana Garcia” are both understood."), also=(
        "name fullname employeename employee staffname staff staffmember displayname nameofemployee employeefullname worker "
        "workername person personname teammember vollstandigername mitarbeiter nom nomcomplet nombrecompleto empleado "
        "nomecompleto naam volledigenaam")),
    Column("first_name", _("First name"), also=(
        "firstname givenname forename first fname preferredname preferredfirstname legalfirstname employeefirstname vorname "
        "prenom nombre nombres nome voornaam firstnames")),
    Column("last_name", _("Last name"), also=(
        "lastname surname familyname last lname legallastname employeelastname nachname familienname nomdefamille apellido "
        "apellidos cognome achternaam sobrenome")),
    Column("email", _("E-mail"), clears=True, also=(
        "email mail emailaddress workemail businessemail companyemail officeemail workemailaddress employeeemail "
        "emailwork mailadresse emailadresse courriel adressemail adresseemail correo correoelectronico posta correio")),
    Column("phone", _("Phone"), clears=True, also=(
        "phone phonenumber telephone tel mobile mobilephone cell cellphone workphone businessphone officephone extension "
        "telefon telefonnummer handy mobil telephonefixe portable telefono movil celular telefoon")),
    Column("role", _("Job title"), _("Becomes the role; people with the same title share it."), also=(
        "jobtitle title position role job positiontitle jobname jobrole businesstitle jobposition designation occupation "
        "roletitle positionname stelle stellenbezeichnung funktion position berufsbezeichnung poste fonction intitule "
        "intituledeposte puesto cargo titulo ruolo mansione functie functietitel rol")),
    Column("department", _("Department"), clears=True, also=(
        "department dept departmentname deptname team unit division businessunit orgunit organizationalunit "
        "organisationalunit programme program group area section abteilung bereich service departement departamento equipo "
        "reparto dipartimento afdeling equipe")),
    Column("manager_name", _("Manager’s name"), clears=True, also=(
        "manager managername supervisor supervisorname reportsto linemanager directmanager boss reportingmanager "
        "reportingto managerfullname teamlead teamleader immediatesupervisor leader vorgesetzter vorgesetzte vorgesetzteperson "
        "fuhrungskraft responsable superieur nplus1 jefe jefedirecto supervisora gerente responsabile capo "
        "leidinggevende managername1")),
    Column("manager_id", _("Manager’s employee ID"), also=(
        "managerid manageremployeeid supervisorid managernumber managerno managerempid reportstoid linemanagerid "
        "supervisorno supervisornumber supervisoremployeeid idjefe managereeid vorgesetzterid")),
    Column("manager_email", _("Manager’s e-mail"), also=(
        "manageremail supervisoremail manageremailaddress reportstoemail linemanageremail supervisoremailaddress "
        "managermail emaildujefe correojefe")),
    Column("hired_on", _("First day"), clears=True, also=(
        "hiredate datehired dateofhire hired startdate start employmentstartdate datestarted joindate joiningdate datejoined "
        "dateofjoining originalhiredate firstday commencementdate begindate employmentstart hiredon eintritt eintrittsdatum "
        "startdatum datedembauche datedentree dateentree fechadeingreso fechaingreso fechadealta fechadecontratacion "
        "datadiassunzione datadeadmissao datumindienst")),
    Column("left_on", _("Last day"), _("Past: a former person, whose seat is closed."), clears=True, also=(
        "lastday enddate terminationdate dateofterminatio dateoftermination datetermination leavedate leavingdate dateleft "
        "exitdate lastworkingday separationdate ceasedate employmentenddate termdate left dateofleaving dateofexit "
        "resignationdate austritt austrittsdatum datedesortie datedepart fechadebaja fechabaja fechadesalida "
        "datadicessazione datumuitdienst")),
    Column("status", _("Employment status"), _("Finds people who have left although no last day is given."), also=(
        "status employmentstatus employeestatus empstatus active activestatus workerstatus hrstatus jobstatus "
        "beschaftigungsstatus statut estado situacion stato")),
)
BY_NAME = {column.name: column for column in COLUMNS}
CLEARABLE = frozenset(column.name for column in COLUMNS if column.clears)
CALLED = called(COLUMNS)

# What a staff list may hold beside what is personal, and why it is left out
NOT_TAKEN = (
    *personal.NOT_TAKEN,
    ("pay", False, _("Pay does not come in through the staff list."), "salary pay wage wages payrate hourlyrate basepay "
     "basesalary annualsalary compensation bonus earnings paygrade salarygrade gehalt lohn salaire salario sueldo stipendio "
     "salaris payrollamount fte rate"),
    ("rating", False, _("Ratings grow out of reviews here; they are not brought along."), "rating performance "
     "performancescore perfscore perfscoreid performancerating lastperformancereview engagement engagementsurvey "
     "empsatisfaction satisfaction score dayslatelast30 lateness appraisal"),
    ("leaving", False, _("Why somebody left is asked in an exit interview, not listed."), "termreason reasonforleaving "
     "terminationreason leavingreason separationtype exitreason rehireeligible"),
)
NEVER = personal.NEVER
GIVEAWAYS = personal.giveaways(NOT_TAKEN)
CODES = re.compile(r"(status|dept|department|position|gender|married|job|role|marital|score|state)(id|code)$")
TELLING = frozenset("title role position department dept email mail surname phone mobile".split())
MANAGER = re.compile(r"manager|mgr|supervisor|reports|boss|leader")


def guess(headings, rows, remembered=None):
    """One Guess a heading: as last time, by its words, by what the cells look like."""
    remembered, found = remembered or {}, []
    for heading in headings:
        found.append(_by_heading(heading, remembered.get(words.plain(heading))))
    only_once(headings, found)
    _by_content(found, rows)
    _name_once(found)
    return found


def not_taken(heading):
    """(kind, why) where a heading tells of something that is none of our business."""
    if compact(heading) in CALLED and compact(heading) not in GIVEAWAYS:
        return None
    return personal.told_by(heading, GIVEAWAYS)


def _by_heading(heading, kept):
    bare = not_taken(heading)
    if bare and bare[0] in NEVER:
        return Guess(why=bare[1], never=True)
    if last := as_kept(kept, BY_NAME):
        return last
    small = compact(heading)
    if small in CALLED:
        return Guess(CALLED[small])
    if bare:
        return Guess(why=bare[1])
    if CODES.search(small):
        return Guess(why=_("A code of another program; the words beside it say more."))
    return _by_part(heading)


def _by_part(heading):
    """“Line manager (name)” and “Staff e-mail address” hold a known name with something around it."""
    found = parts(heading)
    if found and MANAGER.search("".join(found)):
        last = "email" if {"email", "mail", "e"} & set(found) else "id" if {"id", "no", "number", "nr"} & set(found) else "name"
        return Guess(f"manager_{last}")
    known = by_part(heading, CALLED)
    if known is None and len(found) < 4 and (told := [part for part in found if part in TELLING]):
        return Guess(CALLED[told[0]])
    return known or Guess(why=NO_PLACE)


def _by_content(found, rows):
    """A column without a telling heading may tell by its cells."""
    taken = {one.field for one in found}
    for at, one in enumerate(found):
        if one.field or one.never or one.remembered:
            continue
        cells = [row[at] for row in rows[:200] if row[at]]
        for name, pattern in (("email", r"\S+@\S+\.\S+"), ("name", r"[^\W\d]{2,}[^\d,@]*, ?[^\W\d][^\d,@]*")):
            fits = sum(bool(re.fullmatch(pattern, cell)) for cell in cells)
            has_name = name == "name" and {"name", "last_name"} & taken
            if name not in taken and not has_name and len(cells) > 1 and fits > 0.7 * len(cells) and _is_free(one):
                found[at] = Guess(name)
                taken.add(name)


def _is_free(one):
    return one.why == NO_PLACE


def _name_once(found):
    """“Nom” beside “Prénom” is the last name; a full name beside both halves is not needed."""
    at = {one.field: index for index, one in enumerate(found) if one.field}
    if "name" in at and "first_name" in at and not found[at["name"]].remembered:
        has_last = "last_name" in at
        found[at["name"]] = Guess(why=_("First and last name stand in columns of their own.")) if has_last else Guess("last_name")
    elif "first_name" in at and "last_name" not in at and "name" not in at and not found[at["first_name"]].remembered:
        found[at["first_name"]] = Guess("name")
