"""Roles read by everybody, written by HR."""
from markupsafe import escape

import pytest

from perf.kernel import clock
from perf.roles import actions, drafts, queries
from perf.roles.models import Competency, Department, Duty, Role


def words_of(answer):
    return answer.get_data(as_text=True)


@pytest.fixture
def draft(app, role_of):
    """The draft of Case Worker."""
    return drafts.begin_draft(role_of("Case Worker"))


def test_list_says_how_many_hold_each_role(browser_of):
    page = words_of(browser_of("zora").get("/roles/"))
    assert "Case Worker" in page and "Family Services" in page


def test_role_shows_duties_with_shares_and_competencies_with_behaviour(browser_of, role_of):
    role = role_of("Case Worker")
    page = words_of(browser_of("zora").get(f"/roles/{role.id}"))
    need = queries.needs(role)[0]
    assert queries.duties(role)[0].text in page and need.competency.name in page and f"level {need.level} of 5" in page
    assert escape(queries.behaviour(need)[0]) in page


def test_hr_writes_a_role_from_title_to_competency(browser_of):
    browser = browser_of("hana")
    where = browser.post("/roles/new", data={"title": "Gardener", "purpose": "Keeps the grounds"}).location
    role = Role.get(Role.title == "Gardener")
    browser.post(f"/roles/{role.id}/duties", data={"new-text": "Cuts the hedge", "new-share": "62,5 %", "new-is_essential": "y"})
    duty = queries.duties_of(queries.draft_of(role))[0]
    assert (duty.weight, duty.is_essential) == (6250, True)
    assert "come to 62.50 %" in words_of(browser.get(where))
    browser.post(f"/roles/duties/{duty.id}", data={f"duty-{duty.id}-text": "Cuts hedges", f"duty-{duty.id}-share": "100",
                                                    f"duty-{duty.id}-version": "1"})
    assert "The shares should come to" not in words_of(browser.get(where))
    browser.post(f"/roles/{role.id}/needs", data={"competency": Competency.get().id, "level": "4", "weight": "20000"})
    assert browser.post(f"/roles/{role.id}/publish", data={"starts": str(clock.today())}).location == f"/roles/{role.id}"
    assert [(need.level, need.weight) for need in queries.needs(role)] == [(4, 20000)]


def test_impossible_share_is_refused_and_keeps_what_was_typed(browser_of, draft):
    role = draft.role
    for share in ("101", "-1", "much", "", "NaN", "1e9"):
        answer = browser_of("hana").post(f"/roles/{role.id}/duties", data={"new-text": "Something new", "new-share": share})
        assert answer.status_code == 422 and "between 0 and 100" in words_of(answer) and "Something new" in words_of(answer)


def test_refused_duty_comes_back_in_its_own_form(browser_of, draft):
    duty = queries.duties_of(draft)[0]
    answer = browser_of("hana").post(f"/roles/duties/{duty.id}", data={f"duty-{duty.id}-text": "", f"duty-{duty.id}-share": "7"})
    assert answer.status_code == 422 and "Please fill this in." in words_of(answer) and Duty.get_by_id(duty.id).text == duty.text


def test_two_who_write_a_draft_see_both_versions(browser_of, draft):
    role, browser, department = draft.role, browser_of("hana"), Department.get()
    other = Role.get(Role.title == "HR Officer")
    theirs = {"title": "Case Worker", "purpose": "Theirs", "department": department.id, "pay_min": "42,000", "leads_to": [other.id]}
    assert browser.post(f"/roles/{role.id}/edit", data={**theirs, "version": "1"}).status_code == 303
    answer = browser.post(f"/roles/{role.id}/edit", data={"title": "Case Worker", "purpose": "Mine", "pay_min": "40,000", "version": "1"})
    page = words_of(answer)
    assert answer.status_code == 409 and "Mine" in page
    assert all(f"changed to “{now}”" in page for now in ("Theirs", department.name, "42,000", other.title))
    assert queries.draft_of(role).purpose == "Theirs"
    assert browser.post(f"/roles/{role.id}/edit", data={"title": "Case Worker", "purpose": "Mine", "version": "2"}).status_code == 303


def test_two_who_write_a_duty_see_both_versions(browser_of, draft):
    duty, browser = queries.duties_of(draft)[0], browser_of("hana")
    mine = {"text": "Mine", "success": duty.success, "share": "12.5", "is_essential": "y", "version": "1"}

    def save(**given):
        return browser.post(f"/roles/duties/{duty.id}", data={f"duty-{duty.id}-{name}": text for name, text in {**mine, **given}.items()})
    assert save(text="Theirs", share="20", success="", is_essential="").status_code == 303
    answer = save()
    page = words_of(answer)
    assert answer.status_code == 409 and all(f"changed to “{now}”" in page for now in ("Theirs", "20 %", "no")) and "emptied" in page
    assert 'value="Mine"' in page and f'name="duty-{duty.id}-version" type="hidden" value="2"' in page
    assert Duty.get_by_id(duty.id).text == "Theirs"
    assert save(version="2").status_code == 303 and Duty.get_by_id(duty.id).weight == 1250


def test_two_who_change_a_department_see_both_versions(browser_of):
    browser = browser_of("hana")
    part, whole = (Department.create(name=name) for name in ("Grounds", "Programmes"))

    def save(name, parent, version):
        names = {f"department-{part.id}-{field}": text for field, text in (("name", name), ("parent", parent), ("version", version))}
        return browser.post(f"/roles/departments/{part.id}", data=names)
    assert save("Gardens", whole.id, 1).status_code == 303
    answer = save("Parks", "", 1)
    page = words_of(answer)
    assert answer.status_code == 409 and 'value="Parks"' in page
    assert "changed to “Gardens”" in page and "changed to “Programmes”" in page
    assert Department.get_by_id(part.id).name == "Gardens"
    assert save("Parks", "", 2).status_code == 303 and Department.get_by_id(part.id).parent_id is None


def test_two_who_change_a_competency_see_both_versions(browser_of):
    browser, one = browser_of("hana"), Competency.get()
    for text, version, status in (("Theirs", 1, 303), ("Mine", 1, 409), ("Mine", 2, 303)):
        answer = browser.post(f"/roles/competencies/{one.id}/edit", data={"name": one.name, "meaning": text, "version": version})
        assert answer.status_code == status
        if status == 409:
            assert "changed to “Theirs”" in words_of(answer) and Competency.get_by_id(one.id).meaning == "Theirs"
    assert Competency.get_by_id(one.id).meaning == "Mine"


def test_two_who_add_a_competency_see_both_versions(browser_of):
    browser, competency = browser_of("hana"), Competency.get()
    browser.post("/roles/new", data={"title": "Gardener"})
    role = Role.get(Role.title == "Gardener")
    mine = {"competency": competency.id, "level": "4", "weight": "10000", "version": ""}
    assert browser.post(f"/roles/{role.id}/needs", data={**mine, "level": "2", "weight": "20000"}).status_code == 303
    answer = browser.post(f"/roles/{role.id}/needs", data=mine)
    page = words_of(answer)
    assert answer.status_code == 409 and "changed to “2 · Partly”" in page and "changed to “twice”" in page
    assert [need.level for need in queries.needs_of(queries.draft_of(role))] == [2]
    assert browser.post(f"/roles/{role.id}/needs", data={**mine, "version": "1"}).status_code == 303
    need = queries.needs_of(queries.draft_of(role))[0]
    assert (need.level, need.weight) == (4, 10000)
    assert browser.post(f"/roles/needs/{need.id}/remove", data={"version": "1"}).status_code == 409
    assert browser.post(f"/roles/needs/{need.id}/remove", data={"version": "2"}).status_code == 303


def test_forms_carry_the_version_that_their_writer_saw(browser_of, draft):
    role, browser = draft.role, browser_of("hana")
    duty, need, department = queries.duties_of(draft)[0], queries.needs_of(draft)[0], Department.get()
    page = words_of(browser.get(f"/roles/{role.id}/edit"))
    assert f'name="duty-{duty.id}-version" type="hidden" value="1"' in page
    assert '<input type="hidden" name="version" value="1">' in page.split(f"/roles/needs/{need.id}/remove", 1)[1].split("</form>", 1)[0]
    assert f'name="department-{department.id}-version" type="hidden" value="1"' in words_of(browser.get("/roles/departments/"))
    assert 'name="version" type="hidden" value="1"' in words_of(browser.get(f"/roles/competencies/{need.competency_id}/edit"))


def test_desk_says_what_is_missing(browser_of):
    browser = browser_of("hana")
    browser.post("/roles/new", data={"title": "Gardener"})
    page = words_of(browser.get("/roles/desk/"))
    assert "duties" in page and "competencies" in page and "Gardener" in page


def test_ready_made_role_is_taken_over_once(browser_of):
    browser = browser_of("hana")
    assert browser.post("/roles/starter", data={"role": ["finance_officer"]}).status_code == 303
    assert Role.select().where(Role.title == "Finance and Administration Officer").count() == 1
    assert browser.post("/roles/starter", data={}).status_code == 422


def test_department_is_added_renamed_and_taken_away(browser_of):
    browser = browser_of("hana")
    browser.post("/roles/departments/", data={"new-name": "Grounds", "new-parent": ""})
    page = words_of(browser.post("/roles/departments/", data={"new-name": "grounds", "new-parent": ""}))
    assert "already one called Grounds" in page
    number = next(department.id for department, _depth in queries.departments() if department.name == "Grounds")
    browser.post(f"/roles/departments/{number}", data={f"department-{number}-name": "Gardens", f"department-{number}-parent": "",
                                                          f"department-{number}-version": "1"})
    assert "Gardens" in words_of(browser.get("/roles/departments/"))
    assert browser.post(f"/roles/departments/{number}/remove").status_code == 303


def test_competency_is_written_and_changed(browser_of):
    browser = browser_of("hana")
    browser.post("/roles/competencies/new", data={"name": "Green hands", "level_3": "Plants grow."})
    made = Competency.get(Competency.name == "Green hands")
    browser.post(f"/roles/competencies/{made.id}/edit", data={"name": "Green hands", "level_3": "Plants grow well.", "version": "1"})
    assert "Plants grow well." in words_of(browser_of("zora").get(f"/roles/competencies/{made.id}"))
    assert browser.post(f"/roles/competencies/{made.id}/remove").status_code == 303


def test_search_finds_roles_by_part_of_their_title(browser_of):
    page = words_of(browser_of("zora").get("/search?q=work case", headers={"HX-Request": "true"}))
    assert "Case Worker" in page and "<html" not in page


def test_open_pages_ask_for_their_piece(browser_of):
    for path, root in (("/roles/", 'id="roles-list"'), ("/roles/1", 'id="role-content"')):
        piece = words_of(browser_of("zora").get(path, headers={"HX-Request": "true"}))
        assert root in piece.split(">", 1)[0] and "<html" not in piece


def test_role_that_is_held_has_no_button_to_take_it_away(browser_of, draft):
    browser, role = browser_of("hana"), draft.role
    page = words_of(browser.get(f"/roles/{role.id}/edit"))
    assert f'action="/roles/{role.id}/remove"' not in page and "stays in the records" in page
    gardener = actions.add_role("Gardener")
    drafts.begin_draft(gardener)
    assert f'action="/roles/{gardener.id}/remove"' in words_of(browser.get(f"/roles/{gardener.id}/edit"))
    assert browser.post(f"/roles/{gardener.id}/remove").status_code == 303 and not Role.select().where(Role.id == gardener).exists()


def test_level_needed_is_named_described_and_changed_in_place(browser_of, draft):
    role, browser = draft.role, browser_of("hana")
    need = queries.needs_of(draft)[0]
    page = words_of(browser.get(f"/roles/{role.id}/edit"))
    assert "3 · Solid" in page and escape(need.competency.level_5) in page and "counts twice weighs as much" in page
    mine = {f"need-{need.id}-level": 5, f"need-{need.id}-weight": 20000, f"need-{need.id}-version": need.version}
    assert browser.post(f"/roles/needs/{need.id}", data=mine).status_code == 303
    assert [(one.level, one.weight) for one in queries.needs_of(draft) if one.id == need.id] == [(5, 20000)]
    again = browser.post(f"/roles/needs/{need.id}", data={**mine, f"need-{need.id}-level": 2})
    assert again.status_code == 409 and "changed to “5 · Leads the way”" in words_of(again)
    assert browser.post(f"/roles/needs/{need.id}", data={**mine, f"need-{need.id}-level": 9}).status_code == 422


def test_address_of_a_refused_form_opened_anew_leads_back(browser_of, draft):
    role, browser = draft.role, browser_of("hana")
    duty, need = queries.duties_of(draft)[0], queries.needs_of(draft)[0]
    for path, page in ((f"{role.id}/duties", f"{role.id}/edit"), (f"{role.id}/remove", f"{role.id}"), (f"{role.id}/publish", f"{role.id}/changes"),
                       (f"duties/{duty.id}", f"{role.id}/edit#duty-{duty.id}"),
                       (f"needs/{need.id}/remove", f"{role.id}/edit#need-{need.id}"),
                       ("competencies/1/remove", "competencies/1/edit"), ("departments/1/remove", "departments/#department-1")):
        assert browser.get(f"/roles/{path}").location == f"/roles/{page}"
