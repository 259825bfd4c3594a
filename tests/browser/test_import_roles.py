"""A list of roles: from the file to the role's page, and back."""
from playwright.sync_api import expect

LIST = """Role;Department;Duty;Share in %;Essential or marginal;How success is seen
Night Watch;Families;Walks the house every hour;70;essential;No incident goes unnoticed
Night Watch;;Prepares breakfast;30;marginal;
"""


def test_list_of_roles_becomes_a_role_with_duties_and_can_be_taken_back(stage, visit):
    page = visit(stage, "hana", "/exchange/")
    page.get_by_label("Roles and duties").check()
    page.locator("input[type=file]").set_input_files({"name": "roles.csv", "mimeType": "text/csv", "buffer": LIST.encode()})
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Match the columns")
    expect(page.get_by_label("What “How success is seen” is")).to_have_value("success")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("main")).to_contain_text("1 role is new")
    expect(page.locator("main")).to_contain_text("Prepares breakfast · 30 % · marginal")
    page.get_by_role("button", name="Import now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Imported")
    done = page.url
    page.get_by_role("link", name="See the roles").click()
    page.get_by_role("link", name="Night Watch").first.click()
    expect(page.locator("main")).to_contain_text("Walks the house every hour")
    page.goto(done)
    page.locator("summary", has_text="Take this import back").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Taken back")
    expect(page.locator("main")).to_contain_text("Everything is as it was before this import.")
    page.goto(stage.url + "/roles/")
    expect(page.locator("main")).not_to_contain_text("Night Watch")
