"""The door and the pages about accounts."""
import re

import pytest

from perf.accounts import actions
from perf.accounts.models import Account, Invitation
from perf.kernel import words
from perf.people.models import Person
from perf.roles.models import Department
from tests.conftest import PASSWORD
from tests.pages import Page


def words_of(answer):
    return answer.get_data(as_text=True)


def test_sign_in_page_names_the_organisation_and_keeps_the_way_on(client):
    page = words_of(client.get("/sign-in?next=/roles/"))
    assert "Lantern House" in page and 'value="/roles/"' in page


def test_wrong_password_keeps_the_name_and_forgets_the_password(client):
    answer = client.post("/sign-in", data={"email": "mara@lantern.example", "password": "wrong wrong wrong"})
    page = words_of(answer)
    assert answer.status_code == 422 and "mara@lantern.example" in page and "wrong wrong" not in page


def test_employee_id_opens_the_door_as_well(client, mara):
    answer = client.post("/sign-in", data={"email": mara.employee_id, "password": PASSWORD})
    assert answer.status_code == 303 and "__Host-session" in answer.headers["Set-Cookie"]


def test_list_counts_and_filters_by_state(browser_of, tomas):
    Account.delete().where(Account.person == tomas).execute()
    everybody = words_of(browser_of("hana").get("/accounts/"))
    without = words_of(browser_of("hana").get("/accounts/?state=none"))
    assert "Zora Demir" in everybody and "Tomas Lindqvist" in without and "Zora Demir" not in without
    assert browser_of("hana").get("/accounts/?state=nonsense").status_code == 200


def test_link_is_shown_once_and_lets_in_once(browser_of, client, tomas):
    page = words_of(browser_of("hana").post("/accounts/invite", data={"people": [tomas.id]}))
    path = re.search(r"http://localhost(/invitation/[\w-]+)", page)[1]
    assert "shown only once" in page and path not in words_of(browser_of("hana").get("/accounts/"))
    assert "A new password, Tomas" in words_of(client.get(path, follow_redirects=True))
    assert client.post("/invitation", data={"password": "short"}).status_code == 422
    assert client.post("/invitation", data={"password": "seven hills and a lamp"}).status_code == 303
    assert "does not open any more" in words_of(client.get(path, follow_redirects=True))


def test_whoever_cannot_be_invited_is_named_with_the_reason(browser_of, tomas):
    Person.update(email=None, employee_id=None).where(Person.id == tomas.id).execute()
    page = words_of(browser_of("hana").post("/accounts/invite", data={"people": [tomas.id]}))
    assert "No link was made" in page and "needs an e-mail address or an employee ID" in page and not Invitation.select().exists()


def test_closed_account_ends_its_sessions_and_opens_again(browser_of, zora):
    theirs = browser_of("zora")
    assert theirs.get("/").status_code == 200
    browser_of("hana").post(f"/accounts/{zora.id}/enabled", data={"on": "no"})
    assert theirs.get("/").status_code == 303
    assert "closed" in words_of(browser_of("hana").get("/accounts/?state=closed"))
    browser_of("hana").post(f"/accounts/{zora.id}/enabled", data={"on": "yes"})
    assert Account.get(Account.person == zora).is_enabled


def test_own_sessions_are_listed_and_can_be_ended(browser_of, client, mara):
    actions.sign_in("mara@lantern.example", PASSWORD, device="Firefox on Android")
    page = words_of(browser_of("mara").get("/accounts/mine"))
    number = re.search(r"/accounts/sessions/(\d+)/end", page)[1]
    assert "Firefox on Android" in page
    assert browser_of("zora").post(f"/accounts/sessions/{number}/end").status_code == 404
    browser_of("mara").post(f"/accounts/sessions/{number}/end")
    assert "Firefox on Android" not in words_of(browser_of("mara").get("/accounts/mine"))


def test_list_is_searched_and_filtered_and_keeps_both_in_its_ways(browser_of):
    browser = browser_of("hana")
    for headers in ({}, {"HX-Request": "true"}):
        page = words_of(browser.get("/accounts/?q=case worker", headers=headers))
        assert "Tomas Lindqvist" in page and "Piet Vermeer" not in page and ("<html" in page) is not bool(headers)
        assert "/accounts/?state=open&amp;q=case+worker" in page.replace("%20", "+")
    department = Department.get(Department.name == "Fundraising").id
    page = words_of(browser.get(f"/accounts/?department={department}&state=open"))
    assert page.count('name="people"') == 2 and "Zora Demir" in page and "Mara Okafor" not in page
    assert "Nobody matches" in words_of(browser.get("/accounts/?q=nobodyatall"))


def test_links_can_be_copied_all_at_once_with_what_each_signs_in_with(browser_of, tomas, zora):
    Person.update(email=None).where(Person.id == zora.id).execute()
    page = words_of(browser_of("hana").post("/accounts/invite", data={"people": [tomas.id, zora.id]}))
    rows = re.search(r'<textarea id="links-all"[^>]*>(.*?)</textarea>', page, re.DOTALL)[1].strip().split("\n")
    assert [row.split("\t")[:2] for row in rows] == [["Zora Demir", zora.employee_id], ["Tomas Lindqvist", tomas.email]]
    assert all(row.split("\t")[2] in page.split("links-all")[0] for row in rows) and f"signs in with {zora.employee_id}" in page


NEW = "violet kettle morning paper"


def test_own_password_is_changed_and_only_this_session_stays(browser_of, client, mara):
    other = actions.sign_in("mara@lantern.example", PASSWORD, device="Firefox on Android")
    link = actions.invite(mara, by=None)
    browser = browser_of("mara")
    assert browser.post("/accounts/mine", data={"current": PASSWORD, "password": NEW}).status_code == 303
    assert browser.get("/accounts/mine").status_code == 200 and actions.queries.signed_in(other) is None
    assert actions.queries.invitation_of(link) is None
    assert client.post("/sign-in", data={"email": mara.email, "password": PASSWORD}).status_code == 422
    assert client.post("/sign-in", data={"email": mara.email, "password": NEW}).status_code == 303


@pytest.mark.parametrize("given, said", [
    ({"current": "wrong wrong wrong", "password": NEW}, "not your present password"), ({"current": PASSWORD, "password": "short"}, "At least 15"),
    ({"current": PASSWORD, "password": PASSWORD}, "choose another one"), ({"password": NEW}, "Please fill this in.")])
def test_password_that_cannot_be_changed_stays_with_the_reason(browser_of, client, given, said):
    answer = browser_of("mara").post("/accounts/mine", data=given)
    assert answer.status_code == 422 and said in words_of(answer) and NEW not in words_of(answer)
    assert client.post("/sign-in", data={"email": "mara@lantern.example", "password": PASSWORD}).status_code == 303


def test_present_password_cannot_be_guessed_for_long(browser_of, client):
    browser = browser_of("mara")
    for _try in range(10):
        browser.post("/accounts/mine", data={"current": "wrong wrong wrong", "password": NEW})
    assert browser.post("/accounts/mine", data={"current": PASSWORD, "password": NEW}).status_code == 429
    assert client.post("/sign-in", data={"email": "mara@lantern.example", "password": PASSWORD}).status_code == 303


def test_open_invitation_shows_how_long_it_holds(browser_of, tomas, hana):
    """The list of accounts and the person's own page both say until when."""
    Account.delete().where(Account.person == tomas).execute()
    actions.invite(tomas, by=hana)
    for path in ("/accounts/", "/accounts/?state=invited", f"/people/{tomas.id}"):
        answer = browser_of("hana").get(path)
        assert answer.status_code == 200 and words.day(Invitation.get().ends_at) in words_of(answer), path


def test_form_that_outlives_its_session_keeps_what_was_typed(client):
    """Nothing is claimed to be saved; it is sent again once somebody is signed in."""
    reply = client.post("/people/1/edit", data={"first_name": "Some <b>name</b>", "password": "a secret"})
    assert reply.status_code == 401 and "nothing was saved" in reply.text
    page = Page(reply.text, "/")
    form = next(form for form in page.forms if form.action.endswith("/people/1/edit"))
    sent = dict(form.sent())
    assert sent["first_name"] == "Some <b>name</b>" and "a secret" not in reply.text
