"""R16 for lists of departments, roles and levels: a fault is refused with its row, what is wrong and the cure; the rest comes in whole."""
import pytest

from perf.kernel.intake.models import Import
from perf.roles import actions, drafts
from perf.roles.models import Department, Role, RoleVersion
from tests.exchange.role_lists import DEPARTMENTS, LEVELS, ROLES, planned, states, take_in

pytestmark = pytest.mark.usefixtures("empty")
SHARES = ("abc", "-5", "101", "250%", "1/4", "25 hours", "1.2.3", "=25")
PAYS = ("a lot", "-42000", "42.000,000.5", "1e9", "42k", "#REF", "12,34,56")
KINDS = ("perhaps", "2", "essentially")
LEVELS_WRONG = ("0", "6", "-1", "3.5", "high", "35", "1–5", "five")
WEIGHTS = ("0", "4", "half", "1.5", "10x")


def of_role(head, cell):
    return ROLES, [["Role", "Duty", head], ["Aide", "Visits", cell], ["Lead", "Leads", ""]], [2], head


def of_level(head, cell):
    return LEVELS, [["Role", "Competency", "Level", "Weight"], ["Known", "Listening", *((cell, "") if head == "Level" else ("3", cell))],
                    ["Known", "Planning", "3", ""]], [2], {"Weight": "Counts"}.get(head, head)


def rows(offer, text, refused, named):
    return offer, text.split("|"), refused, named


FAULTS = {      # what is wrong: (the list, its rows, those that are refused, what the refusal names)
    **{f"share {cell}": of_role("Share in %", cell) for cell in SHARES},
    **{f"pay {cell}": of_role("Lowest pay a year", cell) for cell in PAYS},
    **{f"kind {cell}": of_role("Essential or marginal", cell) for cell in KINDS},
    **{f"level {cell}": of_level("Level", cell) for cell in LEVELS_WRONG},
    **{f"weight {cell}": of_level("Weight", cell) for cell in WEIGHTS},
    "department without a name": rows(DEPARTMENTS, "Department,Part of|,Care|Night,", [2], "name"),
    "department in itself": rows(DEPARTMENTS, "Department,Part of|Care,care |Night,", [2], "itself"),
    "two departments in each other": rows(DEPARTMENTS, "Department,Part of|A,B|B,A|C,", [2, 3], "A → B → A"),
    "a circle of three": rows(DEPARTMENTS, "Department,Part of|A,B|B,C|C,A|D,A", [2, 3, 4], "circle"),
    "a circle with one that is there": rows(DEPARTMENTS, "Department,Part of|Top,Below|New,", [2], "Below → Top"),
    "department twice, in two places": rows(DEPARTMENTS, "Department,Part of|A,B|a,C|D,", [2, 3], "stands in row"),
    "department too long": rows(DEPARTMENTS, f"Department|{'x' * 121}|D", [2], "longer than 120"),
    "department above too long": rows(DEPARTMENTS, f"Department,Part of|A,{'x' * 121}|D,", [2], "longer than 120"),
    "a separator within a name": rows(DEPARTMENTS, "Department,Part of|A,B,C|D,", [2], "column C"),
    "role without a title": rows(ROLES, "Role,Purpose|,Help|Aide,", [2], "title"),
    "title too long": rows(ROLES, f"Role|{'x' * 121}|Aide", [2], "longer than 120"),
    "duty too long": rows(ROLES, f"Role,Duty|Aide,{'x' * 301}|Lead,y", [2], "longer than 300"),
    "success too long": rows(ROLES, f"Role,Duty,Success|Aide,a,{'x' * 1001}|Lead,y,", [2], "longer than 1000"),
    "purpose too long": rows(ROLES, f"Role,Purpose|Aide,{'x' * 1001}|Lead,y", [2], "longer than 1000"),
    "a share without a duty": rows(ROLES, "Role,Duty,Share|Aide,,20|Lead,y,1", [2], "no duty"),
    "a success without a duty": rows(ROLES, "Role,Duty,Success|Aide,,Good|Lead,y,", [2], "no duty"),
    "the same duty twice": rows(ROLES, "Role,Duty|Aide,Visits|Aide,visits |Lead,y", [2, 3], "row"),
    "one faulty row of a role": rows(ROLES, "Role,Duty,Share|Aide,Visits,20|Aide,Notes,many|Lead,y,1", [2, 3], "row"),
    "two purposes": rows(ROLES, "Role,Purpose,Duty|Aide,One,a|Aide,Two,b|Lead,,y", [2, 3], "different things"),
    "two departments": rows(ROLES, "Role,Department,Duty|Aide,One,a|Aide,Two,b|Lead,,y", [2, 3], "different things"),
    "highest pay below the lowest": rows(ROLES, "Role,Lowest pay,Highest pay|Aide,50000,40000|Lead,,", [2], "lower than the lowest"),
    "highest pay below the lowest that is there": rows(ROLES, "Role,Highest pay|Known,10|Lead,", [2], "lower than the lowest"),
    "leads to nobody knows what": rows(ROLES, "Role,Leads to|Aide,Boss; Known|Lead,Known", [2], "Boss"),
    "leads to a role that is refused": rows(ROLES, "Role,Leads to,Lowest pay|Aide,Other,|Other,,x|Lead,,", [2, 3], "e"),
    "leads to itself": rows(ROLES, "Role,Leads to|Aide,aide|Lead,", [2], "itself"),
    "a role with a draft": rows(ROLES, "Role,Purpose|Written on,New words|Lead,", [2], "draft"),
    "a title that a draft has": rows(ROLES, "Role|Renamed soon|Lead", [2], "will be called"),
    "level of an unknown role": rows(LEVELS, "Role,Competency,Level|Nobody,Listening,3|Known,Listening,3", [2], "Nobody"),
    "level without a role": rows(LEVELS, "Role,Competency,Level|,Listening,3|Known,Listening,3", [2], "role"),
    "level without a competency": rows(LEVELS, "Role,Competency,Level|Known,,3|Known,Listening,3", [2], "no competency"),
    "competency without a level": rows(LEVELS, "Role,Competency,Level|Known,Planning,|Known,Listening,3", [2], "no level"),
    "the same level twice": rows(LEVELS, "Role,Competency,Level|Known,Planning,2|known,PLANNING,3|Known,Listening,3", [2, 3], "stands in row"),
    "competency too long": rows(LEVELS, f"Role,Competency,Level|Known,{'x' * 121},2|Known,Listening,3", [2], "longer than 120"),
    "level of a role with a draft": rows(LEVELS, "Role,Competency,Level|Written on,Listening,2|Known,Listening,3", [2], "draft"),
    "a wrong cell of a matrix": (LEVELS, [["Role", "Listening", "Planning"], ["Known", "3", "9"], ["Other known", "3", "4"]], [2], "Planning"),
}


@pytest.fixture(autouse=True)
def there(empty):
    for title in ("Known", "Other known", "Written on"):
        actions.add_role(title)
    RoleVersion.update(pay_min=100_00).where(RoleVersion.title == "Known").execute()
    drafts.begin_draft(Role.get(Role.title == "Written on"))
    drafts.draft_role("Waiting")
    RoleVersion.update(title="Renamed soon").where(RoleVersion.title == "Waiting").execute()
    for name in ("Listening", "Planning"):
        actions.add_competency(name)
    actions.add_department("Below", actions.add_department("Top"))


@pytest.mark.parametrize("fault", FAULTS)
def test_faulty_row_is_refused_with_its_cure_and_the_rest_comes_in(fault):
    """R16"""
    offer, given, refused, named = FAULTS[fault]
    plan = planned(offer, *given)[2]
    assert [number for number, state in states(plan).items() if state == "refused"] == refused
    for line in plan.lines:
        if line.state == "refused":
            said = " ".join(line.reasons)
            assert said.count(". ") + said.count("; ") + said.count(", and ") >= 1 and said.endswith(".")      # what is wrong, and what to do
    assert any(named in " ".join(line.reasons) for line in plan.lines)
    before = Department.select().count() + RoleVersion.select().count()
    take_in(offer, *given)
    assert Import.select().count() == 1 and Department.select().count() + RoleVersion.select().count() > before


def test_kinds_of_faults_are_as_many_as_asked():
    assert len(FAULTS) >= 50
