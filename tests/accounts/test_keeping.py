"""What accounts forgets of somebody who is erased."""
from perf.accounts import keeping
from perf.accounts.models import FailedSignIn


def test_wrong_tries_with_the_name_of_who_is_erased_go_as_well(app, zora):
    for name in ("Zora@lantern.example", zora.employee_id, "somebody@else.example"):
        app.test_client().post("/sign-in", data={"email": name, "password": "wrong"})
    found = {piece.title: piece for piece in keeping.forgets(zora, "Former employee 1")}["Sign-ins that failed"]
    assert found.count == 2
    found.forget()
    assert FailedSignIn.select().count() == 1
