"""Home, search, and the page about oneself."""
import pytest

from perf.accounts import actions as accounts
from perf.accounts.models import Account
from perf.people import actions as people
from perf.people.models import Person
from perf.roles import drafts
from perf.roles import queries as roles
from perf.roles.models import Duty, Role


def words_of(answer):
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/", "/me", "/search", "/keys"])
def test_everybody_has_these_pages_and_a_visitor_is_led_to_the_sign_in(browser_of, client, path):
    assert browser_of("tomas").get(path).status_code == 200
    answer = client.get(path)
    assert answer.status_code == 303 and "/sign-in" in answer.location


def test_quiet_home_says_what_will_come(browser_of):
    assert "Nothing waits for you." in words_of(browser_of("tomas").get("/"))


def test_hr_sees_the_first_steps_and_others_do_not(browser_of):
    assert "First steps" in words_of(browser_of("hana").get("/"))
    assert "First steps" not in words_of(browser_of("tomas").get("/"))


def test_desk_is_for_those_who_work_for_the_organisation(browser_of):
    assert browser_of("tomas").get("/desk/").status_code == 303
    assert "Accounts" in words_of(browser_of("hana").get("/desk/"))
    assert "Settings" in words_of(browser_of("adam").get("/desk/"))


def test_me_leads_everywhere_and_out(browser_of, tomas):
    page = words_of(browser_of("tomas").get("/me"))
    assert f"/people/{tomas.id}" in page and "/roles/" in page and 'action="/sign-out"' in page


def test_search_groups_what_it_finds(browser_of):
    page = words_of(browser_of("zora").get("/search?q=o"))
    assert "<h2" in page and "People" in page and "Tomas Lindqvist" in page and "Roles" in page


def test_search_finds_names_either_way_round_without_accents(browser_of, hana):
    people.add_person("Žofie", "Ångström", by=hana)
    for asked in ("angstrom zofie", "ZOFIE", "Ångs"):
        assert "Žofie" in words_of(browser_of("zora").get("/search", query_string={"q": asked}))


def test_search_for_signs_that_mean_something_to_databases_finds_nothing(browser_of):
    for asked in ("%", "_", "' OR 1=1", "\\", '"'):
        assert Person.get().last_name not in words_of(browser_of("zora").get("/search", query_string={"q": asked}, headers={"HX-Request": "1"}))


def step(page, title):
    """What the first steps say of one of them."""
    return page[page.index(title):].split("</li>")[0]


def test_first_steps_count_and_are_done_late_enough(browser_of, mara, piet, tomas, zora):
    browser = browser_of("hana")
    for person in (mara, piet, tomas, zora):
        Account.delete().where(Account.person == person).execute()
    role = Role.get(Role.title == "Case Worker")
    draft = drafts.begin_draft(role)
    Duty.delete().where(Duty.of != draft, Duty.id.in_([duty.id for duty in roles.duties(role)])).execute()
    page = words_of(browser.get("/"))
    assert "3 of 7 can sign in." in step(page, "Invite people") and "6 of 7 roles that people hold have duties." in step(page, "Write down the roles")
    accounts.open_account(zora, hashed="none")
    drafts.publish(draft)
    page = words_of(browser.get("/"))
    assert "done" in step(page, "Invite people") and "done" in step(page, "Write down the roles")


def test_first_steps_end_with_the_first_cycle(browser_of, hana, monkeypatch):
    monkeypatch.setattr("perf.reviews.queries.any_launched", lambda: True)
    people.add_person("Noor", "Aalto", by=hana)
    for path in ("/", "/desk/"):
        assert "First steps" not in words_of(browser_of("hana").get(path))
