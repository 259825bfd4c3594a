"""What a list may hold of somebody that is none of Perf's business: the words of a heading that give it away, and why."""
import re

from ..words import _
from .columns import apart, compact

# kind, whether such a column is not even offered, why, words
NOT_TAKEN = (
    ("origin", True, _("Where somebody comes from never enters Perf."), "race raceethnicity racedesc ethnicity ethnic hispanic "
     "latino hispaniclatino nationality citizen citizenship citizendesc origin countryofbirth birthplace placeofbirth tribe "
     "caste diversity indigenous aboriginal torresstrait islander southsea firstnations nesb migrant visa immigration fromdiversityjobfairid minority ethnicgroup "
     "staatsangehorigkeit herkunft nationalite nacionalidad skincolor mothertongue"),
    ("religion", True, _("What somebody believes never enters Perf."), "religion religious faith church denomination creed "
     "confession konfession religionszugehorigkeit kirchensteuer religione"),
    ("family", True, _("Family life never enters Perf."), "marital married maritaldesc maritalstatus maritalstatusid marriedid "
     "spouse partner children child dependents dependants kids family pregnant pregnancy maternity familienstand kinder "
     "etatcivil estadocivil wedding nextofkin emergencycontact maidenname"),
    ("health", True, _("Health never enters Perf."), "health disability disabled disabilities illness sick sickness sickdays "
     "sickleave medical absences absence absenteeism vaccination bloodgroup bloodtype handicap behinderung "
     "schwerbehinderung krankheitstage veteran injury accommodation"),
    ("sex", False, _("Perf does not keep anybody’s sex."), "sex gender genderid pronouns lgbt lgbtq sexualorientation "
     "transgender geschlecht genre sexo genero geslacht"),
    ("age", False, _("Perf does not keep anybody’s age."), "dob age birth birthdate birthday dateofbirth yearofbirth agegroup "
     "geburtsdatum geburtstag alter datedenaissance fechadenacimiento edad datadinascita geboortedatum"),
    ("private", False, _("Perf does not keep private addresses, accounts or tax numbers."), "address homeaddress street zip "
     "zipcode postcode postalcode state ssn socialsecurity socialsecuritynumber nin taxid iban bank bankaccount "
     "accountnumber passport drivinglicence driverslicense homephone personalemail privateemail"),
)
NEVER = frozenset(kind for kind, never, _why, _words in NOT_TAKEN if never)
ONLY_ALONE = frozenset("address state rate partner faith score children kids number no id first last".split())


def giveaways(not_taken):
    """{word: (kind, why)}."""
    return {word: (kind, why) for kind, _never, why, listed in not_taken for word in listed.split()}


def told_by(heading, words):
    """(kind, why) of the first word or pair of words in a heading that gives something away; or None."""
    found = [part for part in re.split(r"[^a-z0-9]+", apart(heading)) if part]
    alone = [part for part in found if part not in ONLY_ALONE]
    for candidate in (compact(heading), *alone, *(a + b for a, b in zip(found, found[1:]))):
        if candidate in words:
            return words[candidate]
    return None


GIVEAWAYS = giveaways(NOT_TAKEN)
