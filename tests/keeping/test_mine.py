"""PRACTICE 14: everything about oneself as one file; what others wrote after somebody has looked through it."""
import io
import json
import zipfile
from datetime import timedelta

import pytest

from perf.accounts.models import Session
from perf.keeping import queries, requests
from perf.keeping.models import FileDecision, FileRequest
from perf.kernel import clock
from perf.kernel.errors import Refused
from perf.kernel.trail import TrailLine
from perf.notices.models import Notice
from tests import canaries, test_canaries
from tests.pages import Page

STATES = ("drafts", "self_returned", "both_given", "manager_returned", "shared", "told_all", "refused", "reopened", "closed", "withdrawn")


def parts(reply):
    """The names in a ZIP that was downloaded, and all of it as one text."""
    assert reply.status_code == 200, reply.text
    with zipfile.ZipFile(io.BytesIO(reply.data)) as whole:
        return whole.namelist(), "\n".join(whole.read(name).decode() for name in whole.namelist())


def test_file_holds_what_one_may_read_and_nothing_else(desk, story, confirmed):
    """Z04, S09: every mark that the person may read is in it; the manager's form before sharing is not."""
    names, text = parts(desk.browser("tomas").post("/keeping/mine/file"))
    assert {"about-me.html", "about-me.json"} <= set(names) and any(name.startswith("tables/") for name in names)
    assert story.marks["self text"] in text and story.marks["manager text"] not in text
    story.share()
    _names, text = parts(desk.browser("tomas").post("/keeping/mine/file"))
    assert story.marks["manager text"] in text


@pytest.mark.parametrize("state", STATES)
def test_file_holds_exactly_the_texts_that_the_person_finds_in_the_house(desk, confirmed, state):
    """Z04: in each state of a review the marks in the file are those that its person reads on some page; nobody else's file has any."""
    story = canaries.Story(desk.house, desk.rows)
    getattr(test_canaries, state)(story)
    story.marks.pop("figure", None)
    found = {name for name, readers in story.seen(cast=("tomas",)).items() if readers}
    assert marks_in(desk, "tomas", story) == found
    assert marks_in(desk, "mara", story) == marks_in(desk, "zora", story) == set()


def marks_in(desk, name, story):
    _names, text = parts(desk.browser(name).post("/keeping/mine/file"))
    return {mark for mark, written in story.marks.items() if written in text}


def test_what_is_not_given_at_once_is_looked_through_but_no_draft(desk, story, confirmed):
    """Every text in the manager's form reaches the request; what is not handed in yet is named and not shown."""
    found = "".join(passage.text for _title, passage in queries.passages(desk.member("tomas")))
    assert story.marks["manager text"] in found and story.marks["manager na"] in found and story.marks["self text"] not in found
    story.give_back("manager", by="hana")
    passages = [passage for _title, passage in queries.passages(desk.member("tomas")) if "With marks" in passage.where]
    assert [passage.text for passage in passages if passage.is_named_only] == [""]
    assert story.marks["manager return"] in "".join(passage.text for passage in passages)
    assert story.marks["manager text"] not in "".join(passage.text for passage in passages)


def test_cell_that_looks_like_a_formula_is_text_in_the_tables(desk, confirmed):
    """I05."""
    desk.browser("zora").post("/keeping/mine", data={"wish": "=1+1"})
    with zipfile.ZipFile(io.BytesIO(desk.browser("zora").post("/keeping/mine/file").data)) as whole:
        assert "'=1+1" in whole.read("tables/requests.csv").decode()


def test_hr_hands_a_file_over_without_what_is_private(desk, story, confirmed):
    """For somebody who has left or has no account: without drafts, notices and sign-ins."""
    request = in_review(desk)
    decide(desk, request)
    desk.browser("hana").post(f"/keeping/requests/{request.id}/release")
    names, _text = parts(desk.browser("hana").post(f"/keeping/requests/{request.id}/file"))
    assert "tables/reviews.csv" in names
    assert not {"tables/review-drafts.csv", "tables/sessions.csv", "tables/notices.csv"} & set(names)


def test_file_is_a_download_that_runs_nothing(desk, confirmed):
    """I07: an attachment with a safe name, in a sandbox."""
    reply = desk.browser("tomas").post("/keeping/mine/file")
    assert reply.headers["Content-Disposition"].startswith('attachment; filename="about-me-')
    assert reply.headers["Content-Security-Policy"].endswith("; sandbox") and reply.mimetype == "application/zip"


def test_file_reads_as_data_as_well(desk, confirmed):
    reply = desk.browser("tomas").post("/keeping/mine/file")
    with zipfile.ZipFile(io.BytesIO(reply.data)) as whole:
        told = json.loads(whole.read("about-me.json"))
    assert told["person"] == "Tomas Lindqvist" and {"reviews", "review-answers"} <= {one["key"] for one in told["sections"]}


def test_that_the_file_was_fetched_is_on_record(desk, confirmed):
    """L01."""
    desk.browser("tomas").post("/keeping/mine/file")
    assert TrailLine.select().where(TrailLine.verb == "export_own_file", TrailLine.about_id == desk.member("tomas").id).count() == 1


def test_file_is_only_for_whoever_has_just_shown_that_it_is_them(desk):
    """S09."""
    Session.update(fresh_until=None).execute()
    reply = desk.browser("tomas").post("/keeping/mine/file")
    assert reply.status_code == 403 and "confirm_password" in reply.text


# what others wrote

def asked(desk):
    FileRequest.delete().execute()
    assert desk.browser("tomas").post("/keeping/mine", data={"wish": "The texts about last year."}).status_code == 303
    return FileRequest.get()


def in_review(desk):
    request = asked(desk)
    assert desk.browser("hana").post(f"/keeping/requests/{request.id}/take").status_code == 303
    return request


def decide(desk, request, **verdicts):
    """Send the page of a request with these verdicts: {part of the text: (verdict, ticks, reason)}; everything else is given."""
    page = desk.browser("hana").get(f"/keeping/requests/{request.id}").text
    form = next(form for form in Page(page, "/").forms if form.action.endswith(f"/requests/{request.id}"))
    sent = {name: value for name, value in form.sent() if name.startswith("seen-") or name == "submit_id"}
    for name in [name for name in sent if name.startswith("seen-")]:
        key = name.removeprefix("seen-")
        verdict, ticks, reason = verdicts.get(key, ("give", [], ""))
        sent |= {f"verdict-{key}": verdict, f"tick-{key}": ticks, f"reason-{key}": reason}
    return desk.browser("hana").post(f"/keeping/requests/{request.id}", data=sent)


def keys(desk, request):
    page = desk.browser("hana").get(f"/keeping/requests/{request.id}").text
    return [name.removeprefix("seen-") for name in Page(page, "/").values if name and name.startswith("seen-")]


def test_request_is_told_to_hr_and_answered_within_a_month(desk, story):
    request = asked(desk)
    assert request.state == "asked" and 28 <= (request.due_on - clock.today()).days <= 31
    assert Notice.select().where(Notice.person_id == desk.member("hana").id, Notice.kind == "keeping").exists()
    assert "Tomas Lindqvist" in desk.browser("hana").get("/keeping/").text


def test_texts_are_given_blacked_out_or_withheld_and_then_released(desk, story, confirmed):
    request = in_review(desk)
    first, second, *_rest = keys(desk, request)
    reply = decide(desk, request, **{first: ("black", ["0"], "It tells of a colleague."), second: ("withhold", [], "All of it tells of another.")})
    assert reply.status_code == 303
    assert desk.browser("hana").post(f"/keeping/requests/{request.id}/release").status_code == 303
    assert Notice.select().where(Notice.person_id == desk.member("tomas").id, Notice.url == "/keeping/mine", Notice.kind == "keeping").exists()
    _names, text = parts(desk.browser("tomas").post(f"/keeping/mine/requests/{request.id}/file"))
    assert story.marks["manager text"] in text and "█████" in text
    assert "It tells of a colleague." in text and "All of it tells of another." in text


def test_nothing_is_released_before_every_text_is_decided_on(desk, story):
    request = in_review(desk)
    assert desk.browser("hana").post(f"/keeping/requests/{request.id}/release").status_code == 422
    assert FileRequest.get().state == "in review"


def test_parts_without_a_reason_are_refused_and_what_was_chosen_stays(desk, story):
    request = in_review(desk)
    [first, *_rest] = keys(desk, request)
    reply = decide(desk, request, **{first: ("withhold", [], "")})
    assert reply.status_code == 422 and "Please say why" in reply.text
    assert FileDecision.select().count() == len(keys(desk, request)) - 1


def test_text_that_changed_after_it_was_looked_at_waits_again(desk, story):
    request = in_review(desk)
    decide(desk, request)
    story.give_back("manager", by="hana")
    story.write("manager")
    story.submit("manager")
    with pytest.raises(Refused):
        requests.release(request, by=desk.member("hana"))


def test_released_file_ends_after_thirty_days(desk, story, confirmed):
    request = in_review(desk)
    decide(desk, request)
    desk.browser("hana").post(f"/keeping/requests/{request.id}/release")
    with clock.at(clock.now() + timedelta(days=31)):
        requests.forget_released(clock.today())
        assert not FileRequest.get().is_ready and not FileDecision.select().where(FileDecision.text != "").exists()


def test_person_withdraws_and_asks_again(desk, story):
    request = asked(desk)
    assert desk.browser("tomas").post("/keeping/mine", data={"wish": ""}).status_code == 422
    assert desk.browser("tomas").post(f"/keeping/mine/requests/{request.id}/withdraw").status_code == 303
    assert desk.browser("tomas").post("/keeping/mine", data={"wish": ""}).status_code == 303


@pytest.mark.parametrize("deed, state", [("take", "in review"), ("take", "released"), ("take", "withdrawn"), ("release", "asked"),
                                         ("release", "released"), ("release", "withdrawn"), ("withdraw", "released"), ("withdraw", "withdrawn")])
def test_no_step_is_done_out_of_turn(desk, deed, state):
    request = asked(desk)
    FileRequest.update(state=state, ends_on=clock.today()).execute()
    assert desk.browser("hana").post(f"/keeping/requests/{request.id}/{deed}").status_code == 422
    assert FileRequest.get().state == state


def test_hr_does_not_answer_their_own_request(desk):
    """Z07: with one HR person the executive looks through it."""
    request = FileRequest.get(FileRequest.person == desk.member("hana"))
    assert desk.browser("hana").get(f"/keeping/requests/{request.id}").status_code == 404
    assert desk.browser("ines").get(f"/keeping/requests/{request.id}").status_code == 200


@pytest.mark.parametrize("name", ["mara", "zora", "adam", "ines", "tomas"])
def test_request_of_another_is_nobodys_business(desk, story, name):
    request = asked(desk)
    assert desk.browser(name).get(f"/keeping/requests/{request.id}").status_code == 404


def test_reading_the_texts_leaves_a_line_for_the_person(desk, story):
    """L01."""
    request = in_review(desk)
    desk.browser("hana").get(f"/keeping/requests/{request.id}")
    assert TrailLine.select().where(TrailLine.verb == "read_texts", TrailLine.about_id == desk.member("tomas").id).exists()


def test_giving_the_rest_gives_nothing_that_somebody_has_touched(desk, story):
    """A choice, a tick or a reason on the page goes before the button for all the others."""
    request = in_review(desk)
    first, second, third, *_rest = keys(desk, request)
    page = Page(desk.browser("hana").get(f"/keeping/requests/{request.id}").text, "/")
    sent = {f"seen-{key}": page.values[f"seen-{key}"][0] for key in keys(desk, request)}
    sent |= {"do": "give-rest", f"verdict-{first}": "withhold", f"reason-{first}": "It tells of another.", f"tick-{second}": "0", f"reason-{third}": "Hm."}
    assert desk.browser("hana").post(f"/keeping/requests/{request.id}", data=sent).status_code == 422
    decided = {one.key: one.verdict for one in FileDecision.select()}
    assert decided[first] == "withhold" and second not in decided and third not in decided and len(decided) == len(sent) - 7
