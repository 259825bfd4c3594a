"""Writing down roles, duties, competencies and departments."""
import pytest

from perf.kernel.errors import Changed, Refused
from perf.roles import actions, drafts, queries, starter
from perf.roles.models import Competency, Department, Duty, Role


def gardener():
    """The draft of a new role."""
    return queries.draft_of(drafts.draft_role("Gardener"))


def test_role_of_the_same_title_is_refused_however_it_is_written(app):
    with pytest.raises(Refused, match="already one called Case Worker"):
        actions.add_role(" case  wörker ".replace("ö", "o"))


def test_blank_title_is_refused(app):
    with pytest.raises(Refused, match="fill this in"):
        actions.add_role("  ")


def test_draft_changed_by_two_is_not_overwritten(app, role_of):
    draft = drafts.begin_draft(role_of("Case Worker"))
    drafts.change_draft(draft, version=1, title="Case Worker", purpose="One")
    with pytest.raises(Changed):
        drafts.change_draft(draft, version=1, title="Case Worker", purpose="Two")
    assert queries.draft_of(draft.role).purpose == "One"


def test_need_changed_by_two_is_neither_overwritten_nor_taken_off(app):
    draft, competency = gardener(), Competency.get()
    seen = drafts.need_competency(draft, competency, level=2)
    for version in (None, 7):
        with pytest.raises(Changed):
            drafts.need_competency(draft, competency, level=5, version=version)
    drafts.need_competency(draft, competency, level=4, version=1)
    with pytest.raises(Changed, match="look at it again"):
        drafts.drop_need(seen, version=seen.version)
    assert [need.level for need in queries.needs_of(draft)] == [4]


def test_role_that_somebody_holds_stays(app, role_of):
    with pytest.raises(Refused, match="stays in the records"):
        actions.remove_role(role_of("Case Worker"))
    actions.remove_role(actions.add_role("Gardener"))
    assert not Role.select().where(Role.title == "Gardener").exists()


def test_duties_move_among_their_own_kind_and_stop_at_the_ends(app):
    draft = gardener()
    _first, second, extra = (drafts.add_duty(draft, text, weight=4000, is_essential=text != "c") for text in "abc")
    drafts.move_duty(second, up=True)
    assert [duty.text for duty in queries.duties_of(draft)] == ["b", "a", "c"]
    drafts.move_duty(extra, up=True)
    drafts.move_duty(Duty.get_by_id(second.id), up=True)
    assert [duty.text for duty in queries.duties_of(draft)] == ["b", "a", "c"]
    assert queries.shares_sum(queries.duties_of(draft)) == 12000


def test_competency_needed_twice_is_one_need_with_the_later_level(app):
    draft, competency = gardener(), Competency.get()
    drafts.need_competency(draft, competency, level=2)
    drafts.need_competency(draft, competency, level=4, weight=20000, version=1)
    assert [(one.level, one.weight) for one in queries.needs_of(draft)] == [(4, 20000)]
    assert competency not in queries.competencies_left(draft)
    with pytest.raises(Refused, match="still need"):
        actions.remove_competency(competency)
    drafts.drop_need(queries.needs_of(draft)[0], version=2)
    assert queries.needs_of(draft) == []


@pytest.mark.parametrize("level, seen", [(1, ["one"]), (2, ["one", "three"]), (3, ["three"]), (4, ["three", "five"]), (5, ["five"])])
def test_behaviour_is_that_of_the_level_or_of_its_neighbours(app, level, seen):
    draft = gardener()
    competency = actions.add_competency("Green hands", level_1="one", level_3="three", level_5="five")
    drafts.need_competency(draft, competency, level=level)
    assert queries.behaviour(queries.needs_of(draft)[0]) == seen


def test_departments_form_a_tree_without_circles(app):
    whole = actions.add_department("Programmes")
    part = actions.add_department("Youth", whole)
    assert queries.parts_of(whole.id) == {whole.id, part.id}
    assert [(department.name, depth) for department, depth in queries.departments()][-2:] == [("Programmes", 0), ("Youth", 1)]
    with pytest.raises(Refused, match="within itself"):
        actions.change_department(whole, version=1, name="Programmes", parent=part)


def test_department_with_seats_stays(app):
    with pytest.raises(Refused, match="Seats still belong"):
        actions.remove_department(Department.get(Department.name == "Family Services"))


def test_ready_made_roles_leave_what_is_there(app, role_of, rewritten):
    rewritten(role_of("Case Worker"), purpose="Ours")
    actions.take_over([role.key for role in starter.ROLES])
    assert queries.version_in_force(role_of("Case Worker")).purpose == "Ours"
    assert {role.title for role in starter.ROLES} <= {role.title for role in Role.select()}


def test_missing_ready_made_competencies_are_added_and_the_others_left(app):
    own = Competency.get(Competency.name == "Reliability")
    actions.change_competency(own, version=1, meaning="Ours.", name="reliability")
    Competency.delete().where(Competency.name == "Care with money").execute()
    assert [one.name for one in actions.add_ready_made()] == ["Care with money"]
    assert Competency.select().count() == 16 and Competency.get_by_id(own.id).meaning == "Ours."
    assert actions.add_ready_made() == []
