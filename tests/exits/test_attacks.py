"""Whoever wants to read what leavers wrote and may not: HR with a link of its own, a manager with powers, an interviewer of earlier on."""
import re
from datetime import timedelta

import pytest

from perf.exits import access, actions, answering, cases, links, queries
from perf.exits.models import ExitAnswer, ExitCase, Leaving
from perf.kernel import clock
from perf.people import actions as people
from perf.people.models import Person
from perf.questions import actions as questions
from perf.questions import queries as asked
from perf.questions.models import Answer, Sheet
from tests.exits.conftest import fill

CANARY = "CANARY the van"


@pytest.fixture
def by_both(leaving, short, hana, zora):
    return actions.plan(leaving, way="both", template=short, interviewer=zora, version=leaving.version, by=hana)


def type_in(browser, sheet_id, text=CANARY):
    """Somebody types a comment into a form of their own, signed in."""
    row = text_of(sheet_id)
    return browser.post(f"/questions/answers/{row.id}", data={"text": text, "version": row.version})


def text_of(sheet_id):
    return next(row for row in asked.rows_of([sheet_id])[sheet_id] if row.kind == "text")


def again(person):
    return Person.get_by_id(person.id)


# links

def test_link_made_after_the_leaver_began_in_the_account_opens_no_draft(app, browser_of, asked_by_link, hana):
    """HR makes a link for a form that is begun already, and opens it."""
    leaver, thief = browser_of("tomas"), app.test_client()
    assert type_in(leaver, asked_by_link.own_sheet_id).status_code == 303
    thief.get(f"/exits/by-link/{links.make_link(asked_by_link, by=hana)}")
    assert "type the code" in thief.get("/exits/by-link/").text
    thief.post("/exits/by-link/")
    assert thief.get("/questions/guest/").status_code == 404
    assert CANARY in leaver.get(f"/questions/sheets/{asked_by_link.own_sheet_id}").text


def test_link_made_before_and_opened_after_opens_no_draft_either(app, browser_of, asked_by_link, hana):
    thief, secret = app.test_client(), links.make_link(asked_by_link, by=hana)
    type_in(browser_of("tomas"), asked_by_link.own_sheet_id)
    thief.get(f"/exits/by-link/{secret}")
    assert thief.post("/exits/by-link/").status_code == 422 and thief.get("/questions/guest/").status_code == 404


def test_whoever_opened_the_link_first_reads_nothing_that_is_typed_in_the_account(app, browser_of, asked_by_link, hana):
    """HR opens the link before the leaver, types a letter into it or not, and waits."""
    leaver, thief = browser_of("tomas"), app.test_client()
    thief.get(f"/exits/by-link/{links.make_link(asked_by_link, by=hana)}")
    assert thief.post("/exits/by-link/").status_code == 303
    type_in(leaver, asked_by_link.own_sheet_id)
    assert CANARY not in thief.get("/questions/guest/").text


def test_leaver_with_an_account_ends_a_link_that_somebody_else_opened(app, browser_of, asked_by_link, hana):
    leaver, thief = browser_of("tomas"), app.test_client()
    thief.get(f"/exits/by-link/{links.make_link(asked_by_link, by=hana)}")
    thief.post("/exits/by-link/")
    row = text_of(asked_by_link.own_sheet_id)
    thief.post(f"/questions/guest/answers/{row.id}", data={"text": "x", "version": row.version})
    page = leaver.get("/exits/mine").text
    assert "by a link" in page and leaver.get(f"/questions/sheets/{asked_by_link.own_sheet_id}").status_code == 303
    assert type_in(leaver, asked_by_link.own_sheet_id).status_code == 422
    assert leaver.post("/exits/mine/here").status_code == 303
    assert type_in(leaver, asked_by_link.own_sheet_id).status_code == 303
    assert thief.get("/questions/guest/").status_code == 404 and thief.get("/exits/by-link/check").status_code == 404
    again_by = links.make_link(asked_by_link, by=hana)
    assert thief.get("/questions/guest/").status_code == 404
    thief.get(f"/exits/by-link/{again_by}")
    thief.post("/exits/by-link/")
    assert thief.get("/questions/guest/").status_code == 404


def test_leaver_goes_on_from_the_account_to_a_telephone_with_the_code(app, browser_of, asked_by_link, hana):
    leaver, telephone = browser_of("tomas"), app.test_client()
    type_in(leaver, asked_by_link.own_sheet_id)
    telephone.get(f"/exits/by-link/{links.make_link(asked_by_link, by=hana)}")
    code = re.search(r'<strong>(\d{4} \d{4})<', leaver.get(f"/questions/sheets/{asked_by_link.own_sheet_id}").text).group(1)
    assert telephone.post("/exits/by-link/", data={"code": code}).status_code == 303
    assert CANARY in telephone.get("/questions/guest/").text
    assert type_in(leaver, asked_by_link.own_sheet_id, "more").status_code == 303, "whoever showed the code goes on as well"


def test_nobody_declines_behind_a_link_that_somebody_else_has_begun(app, browser_of, asked_by_link, hana):
    """What is typed already would be lost."""
    other, secret = app.test_client(), links.make_link(asked_by_link, by=hana)
    type_in(browser_of("tomas"), asked_by_link.own_sheet_id)
    other.get(f"/exits/by-link/{secret}")
    other.post("/exits/by-link/decline")
    assert queries.whole(asked_by_link.id).result == ""


def test_device_of_a_link_that_ended_comes_back_behind_no_later_one(app, browser_of, asked_by_link, hana):
    """The link that somebody else opened has run out, the time was made longer, and the leaver writes in the account."""
    thief = app.test_client()
    thief.get(f"/exits/by-link/{links.make_link(asked_by_link, by=hana)}")
    thief.post("/exits/by-link/")
    actions.end_links(asked_by_link)
    assert type_in(browser_of("tomas"), asked_by_link.own_sheet_id).status_code == 303
    links.make_link(asked_by_link, by=hana)
    assert thief.get("/questions/guest/").status_code == 404


def test_leaver_who_lost_the_code_begins_anew_and_nobody_reads_what_was_there(app, browser_of, asked_by_link, hana):
    first, second = app.test_client(), app.test_client()
    first.get(f"/exits/by-link/{links.make_link(asked_by_link, by=hana)}")
    first.post("/exits/by-link/")
    row = text_of(asked_by_link.own_sheet_id)
    first.post(f"/questions/guest/answers/{row.id}", data={"text": CANARY, "version": row.version})
    page = browser_of("hana").post(f"/exits/{asked_by_link.id}/link", data={"anew": "yes"}).text
    second.get(re.search(r'value="http[^"]*(/exits/by-link/[^"]+)"', page).group(1))
    assert second.post("/exits/by-link/").status_code == 303
    form = second.get("/questions/guest/")
    assert form.status_code == 200 and CANARY not in form.text and first.get("/questions/guest/").status_code == 404
    assert not Answer.select().where(Answer.text.contains("CANARY")).exists()


# interviewers

def test_interviewer_who_has_become_the_manager_reads_and_writes_nothing_more(app, browser_of, by_both, tomas, zora):
    Leaving.update(manager_id=zora.id, manager=zora.name).execute()
    browser = browser_of("zora")
    assert browser.get(f"/exits/{by_both.id}/interview").status_code == 404
    assert browser.get(f"/questions/sheets/{by_both.interview_sheet_id}").status_code in (303, 404)
    assert type_in(browser, by_both.interview_sheet_id).status_code == 422
    assert queries.interviews_open() == []


def test_interviewer_reads_nothing_where_it_has_become_the_executives_alone(app, browser_of, by_both, zora, hana, ines):
    fill(by_both.own_sheet_id, {"recommend": 2})
    answering.send(by_both, Sheet.get_by_id(by_both.own_sheet_id))
    assert browser_of("zora").get(f"/exits/{by_both.id}/interview").status_code == 200
    Leaving.update(for_executive=True).execute()
    assert browser_of("zora").get(f"/exits/{by_both.id}/interview").status_code == 404
    assert not access.leavings_to_read(hana).exists() and access.leavings_to_read(ines).exists()


def test_replaced_interviewer_is_out(app, browser_of, by_both, short, zora, piet, hana):
    actions.plan(by_both, way="both", template=short, interviewer=piet, version=by_both.version, by=hana)
    browser = browser_of("zora")
    assert browser.get(f"/exits/{by_both.id}/interview").status_code == browser.get(f"/questions/sheets/{by_both.interview_sheet_id}").status_code == 404


# who the manager is when it is sent

def move_under(person, above):
    from tests.exits.conftest import asked_position
    return people.report_to(asked_position(person), asked_position(above))


def test_new_manager_of_hr_does_not_read_what_is_sent_on_the_day_of_the_move(app, asked_by_link, tomas, hana, ines):
    from perf.people.models import Assignment, ReportingLine
    fill(asked_by_link.own_sheet_id, {"recommend": 2})
    seats = [Assignment.get(Assignment.person == one).position_id for one in (tomas, hana)]
    ReportingLine.update(above=seats[1]).where(ReportingLine.position == seats[0]).execute()
    answering.send(asked_by_link, Sheet.get_by_id(asked_by_link.own_sheet_id))
    now = queries.whole(asked_by_link.id)
    assert now.manager_id == hana.id and now.for_executive
    assert not access.leavings_to_read(hana).exists() and access.leavings_to_read(ines).exists()


def test_manager_who_got_the_power_meanwhile_gets_no_report_as_hr(app, asked_by_link, mara, hana, ines):
    people.give_power(mara, "hr")
    case = cases.report(queries.whole(asked_by_link.id), CANARY)
    assert case.is_about_hr and not access.cases_to_see(hana).exists() and access.cases_to_see(ines).exists()
    assert not access.cases_to_see(again(mara)).exists()


def test_no_report_is_nobodys(app, asked_by_link, mara, hana, ines):
    """Mara, whom it concerns, is the only one of HR in the end: the executive sees it."""
    case = cases.report(asked_by_link, CANARY)
    people.give_power(mara, "hr")
    people.take_power(hana, "hr", by=ines)
    for me in (again(mara), again(hana), ines):
        assert access.cases_to_see(me).exists() is (me.id == ines.id)
    assert [one.id for one in access.case_readers(ExitCase.get_by_id(case.id))] == [ines.id]


# the file about somebody, and the log

def test_manager_who_is_of_hr_now_hands_no_answers_over_to_themselves(app, asked_by_link, mara, tomas, hana):
    """The file about Tomas is made by HR, and Mara, his manager, has become HR since."""
    from perf.exits import keeping
    fill(asked_by_link.own_sheet_id, {"recommend": 2})
    answering.send(asked_by_link, Sheet.get_by_id(asked_by_link.own_sheet_id))
    cases.report(queries.whole(asked_by_link.id), CANARY)
    assert {one.key for one in keeping.everything(tomas) if one.rows and not one.is_private} >= {"exit-answers", "exit-cases"}
    people.give_power(mara, "hr")
    assert not {one.key for one in keeping.everything(tomas) if one.rows and not one.is_private} & {"exit-answers", "exit-cases"}
    assert {one.key for one in keeping.everything(tomas) if one.rows and one.is_private} >= {"exit-answers-about-hr", "exit-cases-about-hr"}


def test_log_tells_nobody_of_a_report_that_they_may_not_open(app, browser_of, asked_by_link, mara, hana):
    cases.report(asked_by_link, CANARY, is_about_hr=True)
    assert "eport" not in lines(browser_of("hana"))
    cases.report(asked_by_link, CANARY)
    assert "eport" in lines(browser_of("hana"))
    people.give_power(mara, "hr")
    assert not any(one.verb == "report_case" for one in audit_lines(again(mara)))


def lines(browser):
    """What the log says of cases."""
    return " ".join(re.findall(r"[^<>]*(?:report|case)[^<>]*", re.sub(r"(?s)<form.*?</form>|<nav.*?</nav>|<header.*?</header>", "", browser.get("/audit/all?person=&group=").text)))


def audit_lines(me):
    from perf.audit import access as audit
    return list(audit.lines_to_read(me))


# what is still being asked

def test_interviewer_who_sends_first_does_not_silence_the_leaver(app, browser_of, by_both):
    """Both are asked; the leaver's own words count however early the interviewer is through."""
    fill(by_both.own_sheet_id, {"recommend": 2})
    fill(by_both.interview_sheet_id, {"recommend": 9, "manager_support": 4})
    answering.send(by_both, Sheet.get_by_id(by_both.interview_sheet_id))
    leaver = browser_of("tomas")
    assert "To the questions" in leaver.get("/exits/mine").text and leaver.get("/").text.count("Your exit interview") >= 1
    assert leaver.post(f"/exits/{by_both.id}/check").status_code == 303
    assert Sheet.get_by_id(by_both.own_sheet_id).state == "submitted"
    assert {one.level for one in ExitAnswer.select() if one.measure.key == "recommend"} == {2}


def test_draft_that_is_never_sent_goes_also_where_the_interviewer_has_sent(app, by_both, today):
    fill(by_both.own_sheet_id, {"recommend": 2})
    fill(by_both.interview_sheet_id, {"recommend": 9})
    answering.send(by_both, Sheet.get_by_id(by_both.interview_sheet_id))
    later = today + timedelta(days=200)
    with clock.at(later):
        actions.new_day(later)
    assert Sheet.get_or_none(Sheet.id == by_both.own_sheet_id) is None and queries.whole(by_both.id).result == "given"


def test_leaver_would_rather_not_after_the_interviewer_has_sent(app, browser_of, by_both):
    fill(by_both.own_sheet_id, {"recommend": 2})
    fill(by_both.interview_sheet_id, {"recommend": 9})
    answering.send(by_both, Sheet.get_by_id(by_both.interview_sheet_id))
    browser_of("tomas").post("/exits/mine/decline")
    now = queries.whole(by_both.id)
    assert now.result == "given" and now.own_sheet_id is None and Sheet.get_by_id(by_both.interview_sheet_id).state == "submitted"


def test_finished_leaving_goes_on_asking_until_its_last_day(app, browser_of, asked_by_link, hana):
    """As `finish` promises HR."""
    from perf.exits.models import LeavingTask
    LeavingTask.delete().execute()
    secret, leaver = links.make_link(asked_by_link, by=hana), app.test_client()
    actions.decide(asked_by_link, kind="voluntary", is_regretted=True, version=queries.whole(asked_by_link.id).version, by=hana)
    actions.finish(asked_by_link, version=queries.whole(asked_by_link.id).version, by=hana)
    leaver.get(f"/exits/by-link/{secret}")
    assert leaver.post("/exits/by-link/").status_code == 303 and leaver.get("/questions/guest/").status_code == 200
    fill(asked_by_link.own_sheet_id, {"recommend": 2})
    assert leaver.post("/exits/by-link/check").status_code == 303 and queries.whole(asked_by_link.id).result == "given"


# figures

def test_hr_does_not_find_the_class_of_their_own_leaving_in_turnover(app, browser_of, hana, ines, zora, today):
    """Ines decided: involuntary or voluntary, regretted or not, is nothing that Hana reads out of a table."""
    people.give_power(zora, "hr")
    own = actions.begin(hana, last_day=today, by=ines)
    actions.decide(own, kind="voluntary", is_regretted=True, version=queries.whole(own.id).version, by=ines)
    from perf.exits import heads
    starts, ends = today - timedelta(days=30), today + timedelta(days=1)
    assert heads.turnover(heads.Heads(hana), starts, ends)[None]["voluntary"].leavers == 0
    assert heads.turnover(heads.Heads(again(zora)), starts, ends)[None]["regretted"].leavers == 1
    text = browser_of("hana").get(f"/exits/turnover/?starts={starts}&ends={ends}").text
    assert "regretted" in text.lower() and "0 of" in text


def test_report_by_class_names_no_class_of_too_few(app, left, mara, hana, today):
    from perf.exits import reporting
    for number, level in enumerate((5, 4, 2, 1, 4, 3)):
        left("Leaver", str(number), manager=mara, said={"manager_support": level}, last_day=today - timedelta(days=5))
    left("Alone", "Only", manager=mara, said={"manager_support": 3}, last_day=today - timedelta(days=5), kind="involuntary")
    report = reporting.publish("So far", starts=today - timedelta(days=30), ends=today - timedelta(days=1), dimension="class", audience="everybody", by=hana)
    from perf.exits.models import Publication
    assert "involuntary" not in Publication.get_by_id(report.id).told["parts"]


def test_late_answers_count_in_the_next_report_as_it_says(app, left, mara, hana, short, today):
    """Whoever was asked still when a report was made counts with what they said in the next one, and their class in none again."""
    from perf.exits import reporting
    from perf.exits.models import Publication
    for number, level in enumerate((5, 4, 2, 1, 4, 3)):
        left("Leaver", str(number), manager=mara, said={"manager_support": level}, last_day=today - timedelta(days=20))
    late = [left("Late", str(number), manager=mara, last_day=today - timedelta(days=20)) for number in range(6)]
    from tests.exits.conftest import answer
    for one in late:
        actions.plan(queries.whole(one.id), way="link", template=short, version=queries.whole(one.id).version, by=hana)
    reporting.publish("First", starts=today - timedelta(days=30), ends=today - timedelta(days=1), dimension="", audience="everybody", by=hana)
    for one, level in zip(late, (1, 2, 5, 4, 3, 2)):
        fill(queries.whole(one.id).own_sheet_id, {"manager_support": level})
        answering.send(one, Sheet.get_by_id(queries.whole(one.id).own_sheet_id))
    with clock.at(today + timedelta(days=40)):
        second = reporting.publish("Second", starts=today, ends=today + timedelta(days=30), dimension="", audience="everybody", by=hana)
    told = Publication.get_by_id(second.id).told
    assert [one["cells"][0]["n"] for one in told["figures"] if one["key"] == "manager_support"] == [6]
    assert not [one for one in told["figures"] if one["kind"] in ("class", "regretted", "reason")]


# careless

def test_page_of_one_leaver_sends_nothing_in_the_name_of_another(app, left, asked_by_link, short, mara, hana):
    """Two links in one browser, as on the computer of the office: what is sent from the first page is the first leaver's or nobody's."""
    other = left("Lena", "Moss", manager=mara, last_day=clock.today() + timedelta(days=3))
    other = actions.plan(other, way="link", template=short, version=other.version, by=hana)
    fill(other.own_sheet_id, {"recommend": 1})
    Sheet.update(state="not started").execute()
    browser = app.test_client()
    for one in (asked_by_link, other):
        browser.get(f"/exits/by-link/{links.make_link(one, by=hana)}")
        browser.post("/exits/by-link/")
    mine = {"for": asked_by_link.id}
    assert f'name="for" value="{other.id}"' in browser.get("/exits/by-link/check").text
    assert browser.post("/exits/by-link/check", data=mine).status_code == 409
    refused = browser.post("/exits/by-link/report", data={"text": CANARY, **mine})
    assert refused.status_code == 409 and CANARY in refused.text and not ExitCase.select().exists()
    browser.post("/exits/by-link/decline", data=mine)
    assert queries.whole(other.id).result == "" and queries.whole(asked_by_link.id).result == ""
    assert browser.post("/exits/by-link/check", data={"for": other.id}).status_code == 303


def test_new_interviewer_is_told(app, by_both, short, piet, hana):
    from perf.notices.models import Notice
    actions.plan(by_both, way="both", template=short, interviewer=piet, version=by_both.version, by=hana)
    assert [one.person_id for one in Notice.select().where(Notice.url == f"/exits/{by_both.id}/interview")] == [piet.id]


def test_second_leaving_begins_where_the_first_was_never_finished(app, tomas, hana, today):
    first = actions.begin(tomas, last_day=today, by=hana)
    with clock.at(today + timedelta(days=40)):
        people.come_back(again(tomas), hired_on=today + timedelta(days=30), by=hana)
    with clock.at(today + timedelta(days=60)):
        people.let_go(again(tomas), last_day=today + timedelta(days=90), by=hana)
        assert {one.last_day for one in Leaving.select().where(Leaving.state == "open")} == {today, today + timedelta(days=90)}
        assert queries.whole(first.id).state == "open"


def test_page_number_beyond_all_comments_is_no_fault(browser_of):
    assert browser_of("hana").get("/exits/analysis/comments?page=" + "9" * 18).status_code == 200


def test_what_was_typed_stays_where_it_is_refused(app, browser_of, leaving, short, hana, ines):
    """Stale versions and refusals, in every form that holds words or choices."""
    from perf.exits import checklist, findings
    hr = browser_of("hana")
    case, item = cases.report(leaving, "x"), checklist.add_item("k", owner="hr", days=3, by=hana)
    done = findings.put_down("f", "w", owner=ines, by_when=clock.today() + timedelta(days=3), by=hana)
    day = (clock.today() + timedelta(days=9)).isoformat()
    stale = {f"/exits/actions/{done.id}/change": {"finding": CANARY, "what": CANARY, "owner": ines.id, "by_when": day},
             f"/exits/actions/{done.id}/outcome": {"state": "open", "came_of_it": CANARY}, f"/exits/cases/{case.id}/close": {"outcome": CANARY},
             f"/exits/setup/items/{item.id}": {"what": CANARY, "owner": "hr", "far": "1", "side": "before"}}
    for path, typed in stale.items():
        answer = hr.post(path, data={**typed, "version": "99"})
        assert (answer.status_code, CANARY in answer.text) == (409, True), path
    stale = hr.post(f"/exits/{leaving.id}/decide", data={"kind": "retirement", "is_regretted": "no", "main": "retirement", "version": "99"})
    assert stale.status_code == 409 and re.search(r'<input[^>]*value="retirement"[^>]*checked', stale.text)
    sets = hr.post("/exits/setup/sets", data={"template_voluntary": str(short.id), "way_voluntary": "both", "template_other": "999999"})
    assert sets.status_code == 422 and '<option value="both" selected' in sets.text
    theme = hr.post("/exits/analysis/themes", data={"name": CANARY + "x" * 90})
    assert theme.status_code == 422 and CANARY in theme.text
    task = hr.post(f"/exits/{leaving.id}/tasks", data={"what": CANARY, "owner": "hr", "due": "never"})
    assert task.status_code == 422 and CANARY in task.text


def test_erasing_tells_hr_of_no_report_about_hr(app, leaving, tomas):
    from perf.exits import forgetting
    cases.report(leaving, CANARY, is_about_hr=True)
    found = [one for one in forgetting.forgets(tomas, "former employee 1") if "reported" in one.title]
    assert [(one.count, one.blocks) for one in found] == [(0, "")]


def test_promise_names_no_interviewer_who_may_not_read(app, by_both, zora):
    from perf.exits import frames
    assert "Zora" in frames.promise(queries.whole(by_both.id))[0]
    Leaving.update(for_executive=True, result="given").execute()
    assert "Zora" not in frames.promise(queries.whole(by_both.id))[0]


def test_list_that_stands_in_a_report_is_not_taken_back(app, tomas, hana, today):
    """Leavers of a list who were never asked are in its figures, and nobody asks them later."""
    from perf.exits import reporting
    people.let_go(tomas, last_day=today - timedelta(days=5), by=hana)
    Leaving.update(state="noted", kind="voluntary").execute()
    report = reporting.publish("So far", starts=today - timedelta(days=30), ends=today - timedelta(days=1), dimension="", audience="everybody", by=hana)
    assert Leaving.get().publication_id == report.id


def test_nothing_is_decided_of_somebody_who_stays(app, browser_of, leaving, tomas, hana):
    actions.decide(leaving, kind="voluntary", is_regretted=True, version=leaving.version, by=hana)
    people.take_back_last_day(again(tomas), by=hana)
    now, hr = queries.whole(leaving.id), browser_of("hana")
    assert hr.post(f"/exits/{now.id}/decide", data={"kind": "voluntary", "is_regretted": "no", "version": now.version}).status_code == 422
    assert hr.post(f"/exits/{now.id}/tasks", data={"what": "Keys", "owner": "hr", "due": "2031-01-01"}).status_code == 422


def test_a_leaving_that_nobody_touched_goes_with_the_last_day(app, leaving, tomas, hana):
    from perf.exits.models import LeavingTask
    people.take_back_last_day(again(tomas), by=hana)
    assert Leaving.select().count() == 0 and LeavingTask.select().count() == 0
