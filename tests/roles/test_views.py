"""Roles read by everybody, written by HR."""
from markupsafe import escape

from perf.roles import queries
from perf.roles.models import Competency, Duty, Role


def words_of(answer):
    return answer.get_data(as_text=True)


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
    duty = Duty.get(Duty.role == role)
    assert (duty.weight, duty.is_essential) == (6250, True)
    assert "come to 62.50 %" in words_of(browser.get(where))
    browser.post(f"/roles/duties/{duty.id}", data={f"duty-{duty.id}-text": "Cuts hedges", f"duty-{duty.id}-share": "100"})
    assert "The shares should come to" not in words_of(browser.get(where))
    browser.post(f"/roles/{role.id}/needs", data={"competency": Competency.get().id, "level": "4", "weight": "20000"})
    assert [(need.level, need.weight) for need in queries.needs(role)] == [(4, 20000)]


def test_impossible_share_is_refused_and_keeps_what_was_typed(browser_of, role_of):
    role = role_of("Case Worker")
    for share in ("101", "-1", "much", "", "NaN", "1e9"):
        answer = browser_of("hana").post(f"/roles/{role.id}/duties", data={"new-text": "Something new", "new-share": share})
        assert answer.status_code == 422 and "between 0 and 100" in words_of(answer) and "Something new" in words_of(answer)


def test_refused_duty_comes_back_in_its_own_form(browser_of, role_of):
    duty = queries.duties(role_of("Case Worker"))[0]
    answer = browser_of("hana").post(f"/roles/duties/{duty.id}", data={f"duty-{duty.id}-text": "", f"duty-{duty.id}-share": "7"})
    assert answer.status_code == 422 and "Please fill this in." in words_of(answer) and Duty.get_by_id(duty.id).text == duty.text


def test_two_who_write_a_role_see_both_versions(browser_of, role_of):
    role, browser = role_of("Case Worker"), browser_of("hana")
    browser.post(f"/roles/{role.id}/edit", data={"title": "Case Worker", "purpose": "Theirs", "version": "1"})
    answer = browser.post(f"/roles/{role.id}/edit", data={"title": "Case Worker", "purpose": "Mine", "version": "1"})
    assert answer.status_code == 409 and "Theirs" in words_of(answer) and "Mine" in words_of(answer)
    assert role_of("Case Worker").purpose == "Theirs"


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
    browser.post(f"/roles/departments/{number}", data={f"department-{number}-name": "Gardens", f"department-{number}-parent": ""})
    assert "Gardens" in words_of(browser.get("/roles/departments/"))
    assert browser.post(f"/roles/departments/{number}/remove").status_code == 303


def test_competency_is_written_and_changed(browser_of):
    browser = browser_of("hana")
    browser.post("/roles/competencies/new", data={"name": "Green hands", "level_3": "Plants grow."})
    made = Competency.get(Competency.name == "Green hands")
    browser.post(f"/roles/competencies/{made.id}/edit", data={"name": "Green hands", "level_3": "Plants grow well."})
    assert "Plants grow well." in words_of(browser_of("zora").get(f"/roles/competencies/{made.id}"))
    assert browser.post(f"/roles/competencies/{made.id}/remove").status_code == 303


def test_search_finds_roles_by_part_of_their_title(browser_of):
    page = words_of(browser_of("zora").get("/search?q=work case", headers={"HX-Request": "true"}))
    assert "Case Worker" in page and "<html" not in page


def test_open_pages_ask_for_their_piece(browser_of):
    for path, root in (("/roles/", 'id="roles-list"'), ("/roles/1", 'id="role-content"')):
        piece = words_of(browser_of("zora").get(path, headers={"HX-Request": "true"}))
        assert root in piece.split(">", 1)[0] and "<html" not in piece
