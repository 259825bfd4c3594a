"""Everybody reads roles; HR writes them."""
import pytest

from perf.kernel import words
from perf.roles import access, drafts, queries
from perf.roles.models import Role
from tests import pages, world


def test_everybody_reads_and_hr_writes(app, zora, adam, hana, role_of):
    assert access.roles_to_see(zora).count() == Role.select().count() > 0
    drafts.begin_draft(role_of("Case Worker"))
    for writes in (access.roles_to_edit, access.competencies_to_edit, access.duties_to_edit, access.needs_to_edit):
        assert writes(hana).count() > 0 and not writes(zora).count() and not writes(adam).count()


@pytest.mark.parametrize("path", ["/roles/desk/", "/roles/new", "/roles/starter", "/roles/1/edit", "/roles/1/changes", "/roles/1/copy",
                                  "/roles/departments/", "/roles/competencies/new", "/roles/competencies/ready-made",
                                  "/roles/competencies/1/edit", "/roles/versions/1/again"])
def test_writing_is_hrs_alone(browser_of, path):
    drafts.begin_draft(Role.get_by_id(1))
    assert browser_of("mara").get(path).status_code == browser_of("adam").get(path).status_code == 403
    assert browser_of("hana").get(path).status_code == 200


@pytest.mark.parametrize("path", ["/roles/", "/roles/1", "/roles/1/compare", "/roles/versions/1", "/roles/versions/1/description",
                                  "/roles/competencies/", "/roles/competencies/1"])
def test_reading_is_everybodys_who_is_signed_in(browser_of, client, path):
    assert browser_of("zora").get(path).status_code == 200
    assert client.get(path).status_code == 303


@pytest.mark.parametrize("path", ["/roles/4711", "/roles/4711/edit", "/roles/2/edit", "/roles/2/changes", "/roles/versions/4711",
                                  "/roles/competencies/4711"])
def test_strangers_number_is_not_there(browser_of, path):
    assert browser_of("hana").get(path).status_code == 404


def test_what_is_published_is_not_written_on(app, hana, role_of):
    assert not access.duties_to_edit(hana).exists() and not access.needs_to_edit(hana).exists()
    draft = drafts.begin_draft(role_of("Case Worker"))
    assert {duty.of_id for duty in access.duties_to_edit(hana)} == {need.of_id for need in access.needs_to_edit(hana)} == {draft.id}


# who finds what: on every page that can be reached, with a mark in each text

CAST = ("tomas", "mara", "zora", "adam", "ines", "hana", "visitor")


def near(house, rows):
    """Every page on which a role is shown or leads to one."""
    return [address for address, endpoint in world.pages(house.app, rows).items() if endpoint.split(".")[0] in ("home", "roles", "people", "orgchart")]


@pytest.fixture
def readers_of(house):
    """Gives a function: who of the cast finds each text on any page, fragment or print, or by searching for it."""
    with world.house_in_use(house) as rows:
        def readers(*marks, more=()):
            found = {mark: set() for mark in marks}
            for name in CAST:
                browser, addresses = world.browser(house, name), [*near(house, rows), *more, *(f"/search?q={mark[:-1]}" for mark in marks)]
                texts = [text for _address, _status, text in pages.crawl(browser, addresses, limit=100, alike=2)]
                texts += [pages.text_of(browser.get(at, headers={"HX-Request": "true"})) for at in addresses if at.startswith(("/roles", "/search"))]
                for mark in marks:
                    found[mark] |= {name} if any(mark in text for text in texts) else set()
            return found
        readers.rows = rows
        yield readers


def test_nothing_of_a_draft_is_found_by_anybody_but_hr(readers_of, hana):
    """Neither of a role that is changed nor of one that is new."""
    role, mark = Role.get_by_id(readers_of.rows["role_id"]), "CANARY-draft"
    draft = drafts.begin_draft(role)
    drafts.change_draft(draft, version=draft.version, title=f"{mark} title", purpose=mark, qualifications=mark, by=hana)
    drafts.add_duty(draft, mark, success=mark, weight=100)
    new = drafts.draft_role(f"{mark} role", mark, by=hana)
    drafts.begin_draft(Role.get(Role.title == "HR Officer"))
    more = (f"/roles/{new.id}", f"/roles/versions/{draft.id}", f"/roles/versions/{draft.id}/description", f"/roles/{new.id}/compare")
    assert readers_of(mark, more=more) == {mark: {"hana"}}
    drafts.publish(draft, by=hana)
    assert readers_of(mark) == {mark: set(CAST) - {"visitor"}}


def test_pay_bands_are_found_by_hr_and_executives_alone(readers_of, hana):
    """In the page, in old versions, in what changed, in print, in search."""
    role = Role.get_by_id(readers_of.rows["role_id"])
    low, high = (words.amount(minor) for minor in (7_777_700, 8_888_800))
    for pay in ((7_777_700, 8_888_800), (7_777_700, 9_000_000)):
        draft = drafts.begin_draft(role)
        drafts.change_draft(draft, version=draft.version, title=role.title, pay_min=pay[0], pay_max=pay[1], by=hana)
        drafts.publish(draft, by=hana)
    more = [f"/roles/{role.id}/compare?old={old}&new={new}" for old in (1, 2, 3) for new in (1, 2, 3)]
    more += [f"/roles/versions/{version.id}{kind}" for version in queries.versions(role) for kind in ("", "/description")]
    assert readers_of(low, high, "90,000", more=more) == dict.fromkeys((low, high, "90,000"), {"hana", "ines"})


def test_pay_is_never_printed(browser_of, role_of, rewritten):
    version = rewritten(role_of("Case Worker"), pay_min=7_777_700)
    assert "77,777" in browser_of("hana").get(f"/roles/{version.role_id}").text
    assert "77,777" not in browser_of("hana").get(f"/roles/versions/{version.id}/description").text
