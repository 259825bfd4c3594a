"""Everybody reads roles; HR writes them."""
import pytest

from perf.roles import access
from perf.roles.models import Role


def test_everybody_reads_and_hr_writes(app, zora, adam, hana):
    assert access.roles_to_see(zora).count() == Role.select().count() > 0
    for writes in (access.roles_to_edit, access.competencies_to_edit, access.duties_to_edit, access.needs_to_edit):
        assert writes(hana).count() > 0 and not writes(zora).count() and not writes(adam).count()


@pytest.mark.parametrize("path", ["/roles/desk/", "/roles/new", "/roles/starter", "/roles/1/edit", "/roles/departments/",
                                  "/roles/competencies/new", "/roles/competencies/1/edit"])
def test_writing_is_hrs_alone(browser_of, path):
    assert browser_of("mara").get(path).status_code == browser_of("adam").get(path).status_code == 403
    assert browser_of("hana").get(path).status_code == 200


@pytest.mark.parametrize("path", ["/roles/", "/roles/1", "/roles/competencies/", "/roles/competencies/1"])
def test_reading_is_everybodys_who_is_signed_in(browser_of, client, path):
    assert browser_of("zora").get(path).status_code == 200
    assert client.get(path).status_code == 303


@pytest.mark.parametrize("path", ["/roles/4711", "/roles/4711/edit", "/roles/competencies/4711"])
def test_strangers_number_is_not_there(browser_of, path):
    assert browser_of("hana").get(path).status_code == 404
