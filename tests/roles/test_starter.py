"""What a new installation may start from: competencies and roles."""
import pytest

from perf.roles import queries, starter
from perf.roles.models import Competency, Duty, Role, RoleVersion


def test_there_are_sixteen_competencies_and_ten_roles():
    assert len(starter.COMPETENCIES) == len({one.name for one in starter.COMPETENCIES}) == 16
    assert len(starter.ROLES) == len({role.title for role in starter.ROLES}) == 10


def test_every_competency_says_what_one_sees_at_three_levels():
    for one in starter.COMPETENCIES:
        seen = {one.meaning, one.level_1, one.level_3, one.level_5}
        assert len(seen) == 4 and all(text.endswith(".") and len(text) > 20 for text in seen)


@pytest.mark.parametrize("role", starter.ROLES, ids=lambda role: role.key)
def test_a_role_is_complete(role):
    assert sum(duty.share for duty in role.duties) == 100
    assert 5 <= len(role.duties) <= 7 and 4 <= len(role.needs) <= 6
    assert any(duty.is_essential for duty in role.duties) and all(duty.text and duty.success for duty in role.duties)
    assert all(1 <= need.level <= 5 and 1 <= need.weight <= 3 for need in role.needs)
    keys = [need.competency for need in role.needs]
    assert len(keys) == len(set(keys)) and set(keys) <= {one.key for one in starter.COMPETENCIES}


def test_every_competency_is_needed_by_somebody():
    assert {need.competency for role in starter.ROLES for need in role.needs} == {one.key for one in starter.COMPETENCIES}


def test_starter_content_is_written_once(app):
    for _time in range(2):
        starter.add_starter_competencies()
        roles = [starter.add_starter_role(role.key) for role in starter.ROLES]
    assert Competency.select().count() == 16
    assert Role.select().where(Role.id.in_(roles)).count() == 10
    assert queries.shares_sum(queries.duties(roles[0])) == 10000
    assert len(queries.needs(roles[0])) == len(starter.ROLES[0].needs)
    version = queries.version_in_force(roles[0])
    assert (version.number, version.starts, version.asks_to_read) == (1, None, False)


def test_a_changed_role_stays_as_it_is(app):
    role = starter.add_starter_role("case_worker")
    Duty.delete().execute()
    RoleVersion.update(purpose="Ours.").where(RoleVersion.role == role).execute()
    again = starter.add_starter_role("case_worker")
    assert queries.version_in_force(again).purpose == "Ours." and queries.duties(again) == []
