"""L01: each deed of the list, done over HTTP, leaves exactly one line: who, what, whom it concerns, when and from where."""
import ast
from datetime import timedelta

import pytest

import perf
from perf.accounts.models import Account, Session
from perf.audit import deeds
from perf.kernel import clock, trail
from perf.kernel.trail import TrailLine
from perf.people.models import Person
from perf.reviews.models import Review
from tests import world
from tests.conftest import CAST, PASSWORD, enrolled

HERE = "203.0.113.0/24"
CHANGE = {"current": PASSWORD, "password": "seven lanterns over water"}
ZORA = "zora@lantern.example"
POWERS, REVIEW, SHARED = "/people/{person_id}/powers", "/reviews/{review_id}", "/reviews/{shared}"
DAY_OFF = {"day": "2031-05-01", "name": "May Day"}

# What is done: (who, method, address, what is sent, the lines as (verb, about))
DEEDS = {
    "sign-in": ("visitor", "POST", "/sign-in", {"email": ZORA, "password": PASSWORD}, [("sign_in", "zora")]),
    "wrong password": ("visitor", "POST", "/sign-in", {"email": ZORA, "password": "wrong"}, [("sign_in_failed", "zora")]),
    "unknown name": ("visitor", "POST", "/sign-in", {"email": "x@y.example", "password": "x"}, [("sign_in_failed", None)]),
    "sign-out": ("mara", "POST", "/sign-out", {}, [("sign_out", "mara")]),
    "session ended": ("tomas", "POST", "/accounts/sessions/{session_id}/end", {}, [("end_session", "tomas")]),
    "other sessions ended": ("tomas", "POST", "/accounts/sessions/end-others", {}, [("end_other_sessions", "tomas")]),
    "password changed": ("zora", "POST", "/accounts/mine", CHANGE, [("change_password", "zora")]),
    "shown who one is": ("zora", "POST", "/sign-in/again", {"confirm_password": PASSWORD}, [("confirm", "zora")]),
    "not shown who one is": ("zora", "POST", "/sign-in/again", {"confirm_password": "wrong"}, [("confirm_failed", "zora")]),
    "password not changed": ("zora", "POST", "/accounts/mine", {**CHANGE, "current": "wrong"}, [("confirm_failed", "zora")]),
    "account closed": ("hana", "POST", "/accounts/{person_id}/enabled", {"on": "no"}, [("close_account", "tomas")]),
    "link made": ("hana", "POST", "/accounts/invite", {"people": "{person_id}"}, [("reset_link", "tomas")]),
    "power given": ("hana", "POST", POWERS, {"power": "board", "do": "give"}, [("give_power", "tomas")]),
    "power taken": ("hana", "POST", "/people/{ines}/powers", {"power": "executive", "do": "take"}, [("take_power", "ines")]),
    "record opened": ("hana", "GET", "/people/{person_id}/edit", None, [("read_record", "tomas")]),
    "person's page opened": ("hana", "GET", "/people/{person_id}", None, [("read_record", "tomas")]),
    "last day noted": ("hana", "POST", "/people/{person_id}/last-day", {"last_day": "2031-01-31"}, [("let_go", "tomas")]),
    "review read or printed": ("hana", "GET", SHARED, None, [("read_review", "tomas")]),
    "running review read": ("hana", "GET", REVIEW, None, [("read_review", "tomas")]),
    "scores read": ("hana", "GET", "/reviews/cycles/{last_cycle}", None, [("read_scores", None)]),
    "upward feedback read": ("hana", "GET", "/reviews/upward/results/{result_id}", None, [("read_upward", "mara")]),
    "upward feedback called off": ("hana", "POST", "/reviews/upward/{round_id}/call-off", {}, [("call_off_upward", None)]),
    "review reopened": ("hana", "POST", SHARED + "/reopen", {"reason": "A figure was wrong."}, [("reopened", "tomas")]),
    "review handed over": ("hana", "POST", REVIEW + "/hand-over", {"manager": "{piet}"}, [("handed_over", "tomas")]),
    "review taken out": ("hana", "POST", REVIEW + "/withdraw", {"reason": "On leave."}, [("withdrawn", "tomas")]),
    "self-review returned": ("mara", "POST", REVIEW + "/return/self", {"reason": "Dates."}, [("returned_self", "tomas")]),
    "review signed": ("tomas", "POST", SHARED + "/sign", {"response": ""}, [("acknowledged", "tomas")]),
    "refused rows downloaded": ("hana", "GET", "/exchange/{upload_id}/refused.csv", None, [("download_refused_rows", None)]),
    "import taken back": ("hana", "POST", "/exchange/imports/{import_id}/undo", {}, [("undo_import", None)]),
    "records taken along": ("hana", "POST", "/exchange/export", {"table": "people"}, [("export_records", None)]),
    "log downloaded": ("hana", "GET", "/audit/all.csv", None, [("download_trail", None)]),
    "own file downloaded": ("tomas", "POST", "/keeping/mine/file", {}, [("export_own_file", "tomas")]),
    "role published": ("hana", "POST", "/roles/{role_id}/publish", {"starts": "2031-01-31"}, [("publish_role", None)]),
    "role corrected": ("hana", "POST", "/roles/{role_id}/publish", {"starts": "2020-01-31"}, [("correct_role", None)]),
    "draft thrown away": ("hana", "POST", "/roles/{role_id}/discard", {}, [("discard_draft", None)]),
    "role copied": ("hana", "POST", "/roles/{role_id}/copy", {"title": "Archivist"}, [("copy_role", None)]),
    "role read": ("tomas", "POST", "/roles/versions/{version_id}/read", {}, [("read_role", None)]),
    "department deleted": ("hana", "POST", "/roles/departments/{department_id}/remove", {}, [("remove_department", None)]),
    "part switched off": ("adam", "POST", "/settings/rooms/orgchart", {"on": "no"}, [("switch_room", None)]),
    "day off added": ("adam", "POST", "/settings/holidays", DAY_OFF, [("add_holiday", None)]),
    "day off removed": ("adam", "POST", "/settings/holidays/{holiday_id}/remove", {}, [("remove_holiday", None)]),
    "values changed": ("adam", "POST", "/settings/values", {"values": "Care: first"}, [("change_values", None)]),
    "power missing": ("mara", "GET", "/settings/", None, [("turned_away", None)]),
    "power missing for a deed": ("zora", "POST", POWERS, {"power": "hr", "do": "give"}, [("turned_away", None)]),
    "row of somebody else": ("zora", "GET", REVIEW, None, [("turned_away", None)]),
    "deed on such a row": ("zora", "POST", REVIEW + "/share", {}, [("turned_away", None)]),
    "row that is not there": ("zora", "GET", "/reviews/98765", None, [("turned_away", None)]),
    "page that is not there": ("zora", "GET", "/nowhere/98765", None, []),
    "nobody asks": ("visitor", "GET", REVIEW, None, []),
    "own page": ("tomas", "GET", SHARED, None, []),
    "manager's page": ("mara", "GET", SHARED, None, []),
    "answer saved": ("mara", "POST", "/questions/answers/{answer_id}", {"version": "1", "rating": "4"}, []),
}


@pytest.fixture(scope="module")
def in_use(house):
    with world.house_in_use(house) as rows:
        Session.update(fresh_until=clock.now() + timedelta(hours=1)).execute()      # all have just shown who they are
        yield house, {**rows, **{name: world.member(name).id for name in CAST}}


def lines_since(number):
    return list(TrailLine.select().where(TrailLine.id > number).order_by(TrailLine.id))


def ask(in_use, who, method, address, sent, **more):
    house, rows = in_use
    data = {name: value.format(**rows) for name, value in sent.items()} if sent is not None else None
    return world.browser(house, who).open(address.format(**rows), method=method, data=data,
                                          environ_base={"REMOTE_ADDR": "203.0.113.77"}, **more)


@pytest.mark.parametrize("deed", DEEDS)
def test_deed_leaves_one_line_with_who_what_when_and_from_where(in_use, deed):
    """L01."""
    who, method, address, sent, expected = DEEDS[deed]
    with world.undone():
        before, now = trail.head()[0], clock.now()
        reply = ask(in_use, who, method, address, sent)
        lines = lines_since(before)
        actor = None if who == "visitor" and deed != "sign-in" else in_use[1]["zora" if who == "visitor" else who]
        about = [(verb, in_use[1].get(name)) for verb, name in expected]
        assert [(line.verb, line.about_id) for line in lines] == about, reply.status_code
        assert all(line.actor_id == actor and line.ip == HERE and line.at >= now for line in lines)


def test_sharing_leaves_one_line(in_use):
    """L01: release."""
    with world.undone():
        review = Review.get_by_id(in_use[1]["review_id"])
        world.submit(review, "manager")
        before = trail.head()[0]
        assert ask(in_use, "mara", "POST", "/reviews/{review_id}/share", {}).status_code == 303
        assert [(line.verb, line.actor_id, line.about_id, line.row_id) for line in lines_since(before)] == [
            ("shared", in_use[1]["mara"], in_use[1]["tomas"], review.id)]


def test_second_factor_taken_away_leaves_one_line(in_use):
    """L01: change of a second factor."""
    with world.undone():
        enrolled(Account.get(Account.person == in_use[1]["piet"]))
        before = trail.head()[0]
        assert ask(in_use, "hana", "POST", "/accounts/{piet}/second", {}).status_code == 303
        assert [(line.verb, line.about_id) for line in lines_since(before)] == [("take_second_factor", in_use[1]["piet"])]


def test_changed_seat_leaves_one_line(in_use):
    """L01: manager change."""
    from perf.people import queries as people
    tomas = Person.get_by_id(in_use[1]["person_id"])
    with world.undone():
        held, before = people.own_seat(tomas).position, trail.head()[0]
        sent = {"title": held.role.title, "department": held.department.name, "reports_to": str(people.own_seat(
            Person.get_by_id(in_use[1]["piet"])).position_id), "held": str(held.id), "version": str(held.version)}
        assert ask(in_use, "hana", "POST", "/people/{person_id}/seat", sent).status_code == 303
        assert [(line.verb, line.about_id) for line in lines_since(before)] == [("move", tomas.id)]


def test_changed_settings_leave_one_line(in_use):
    """L01: settings."""
    from perf.settings.inputs import OrganisationChangeInput
    from perf.settings.models import Organisation
    form = OrganisationChangeInput(obj=Organisation.get())
    with world.undone():
        before = trail.head()[0]
        sent = {name: str(value) for name, value in form.data.items()}
        assert ask(in_use, "adam", "POST", "/settings/", sent).status_code == 303
        assert [line.verb for line in lines_since(before)] == ["change_settings"]


def test_reading_again_within_a_quarter_of_an_hour_is_one_line(in_use):
    start = clock.now().replace(microsecond=0)
    with world.undone():
        before = trail.head()[0]
        for minutes in (0, 5, 14, 16):
            with clock.at(start + timedelta(minutes=minutes)):
                ask(in_use, "hana", "GET", "/reviews/{shared}", None)
        assert [(line.at - start).seconds // 60 for line in lines_since(before)] == [0, 16]


# turned away

def test_asking_again_and_again_cannot_fill_the_disk(in_use):
    """L01: failed authorisation, once a minute for a person and a page."""
    start = clock.now().replace(microsecond=0)
    with world.undone():
        before = trail.head()[0]
        for seconds in (0, 1, 30, 59, 61):
            with clock.at(start + timedelta(seconds=seconds)):
                for number in ("{review_id}", "98765", "5"):
                    assert ask(in_use, "zora", "GET", f"/reviews/{number}", None).status_code == 404
        ask(in_use, "zora", "GET", "/settings/", None)
        ask(in_use, "piet", "GET", "/settings/", None)
        assert [(line.actor_id, line.kind) for line in lines_since(before)] == [
            (in_use[1]["zora"], "reviews.review"), (in_use[1]["zora"], "reviews.review"),
            (in_use[1]["zora"], "settings.settings"), (in_use[1]["piet"], "settings.settings")]


@pytest.mark.parametrize("who, address, status", [("mara", "/settings/", 403), ("zora", "/reviews/{review_id}", 404)])
def test_refusal_stays_a_refusal_where_its_line_cannot_be_written(in_use, monkeypatch, who, address, status):
    def full(*args, **kwargs):
        raise RuntimeError("disk full")
    with world.undone():
        monkeypatch.setattr(trail, "record", full)
        assert ask(in_use, who, "GET", address, None).status_code == status


def test_what_another_site_sends_in_somebodys_name_is_not_their_deed(in_use):
    with world.undone():
        before = trail.head()
        reply = ask(in_use, "zora", "POST", "/reviews/{review_id}/share", {}, headers={"Sec-Fetch-Site": "cross-site"})
        assert reply.status_code == 403 and trail.head() == before


# words

RECORD = ("trail.record", "trail.record_reading")


def verbs_in_the_code():
    """Every verb that stands as a word where the code writes into the trail."""
    for path in perf.ROOT.rglob("*.py"):
        calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call) and node.args]
        for call in calls if "migrations" not in path.parts else ():
            if ast.unparse(call.func) in RECORD and not isinstance(call.args[0], ast.JoinedStr):
                yield from (one.value for one in ast.walk(call.args[0]) if isinstance(one, ast.Constant))


def test_every_deed_is_told_in_a_plain_sentence(in_use):
    """The log says what happened in words, not in the names that the code gives."""
    used = {*verbs_in_the_code(), *(line.verb for line in TrailLine.select(TrailLine.verb).distinct())}
    assert used - set(deeds.SENTENCES) == set()


def test_every_sentence_can_be_filled_in():
    for verb in deeds.SENTENCES:
        assert "%" not in deeds.told(verb, "Ana Ruiz", "Tom", "Tom's")


def test_line_holds_no_name_no_text_and_no_value(in_use):
    """PRACTICE 14: an audit line holds ids and the verb's name."""
    with world.undone():
        for who, method, address, sent, _expected in DEEDS.values():
            ask(in_use, who, method, address, sent)
        kept = "\n".join(str(list(line)) for line in TrailLine.select().tuples())
    people = [text for row in Person.select(Person.first_name, Person.last_name, Person.email).tuples() for text in row]
    typed = [value for deed in DEEDS.values() for value in (deed[3] or {}).values() if len(value) > 4 and "{" not in value]
    assert [text for text in (*people, *typed) if text and text in kept and text not in ("board", "executive")] == []
