"""HR's board of a cycle: how far it is, what each review waits for, what needs a decision, and what is done for many at once."""
import html
import re
from datetime import timedelta

import pytest

from perf.accounts.models import Account
from perf.kernel import clock, db
from perf.kernel.errors import Refused
from perf.notices import ladder
from perf.notices.models import Notice, Reminded
from perf.people import actions as people
from perf.people.models import Assignment
from perf.questions import queries as questions
from perf.questions.models import Sheet, Template
from perf.reviews import actions, board, peers, running
from perf.reviews.models import Cycle, Review, ReviewEvent
from perf.roles.models import Role
from tests import world
from tests.reviews import cases

LINE = "The board meets on Monday."


@pytest.fixture(scope="module")
def begun(house):
    """A cycle of the six who have a manager, with colleagues."""
    with cases.stage(house):
        yield world.launched(world.member("hana"), "Seen from above", 1, template=Template.get(Template.kind == "midyear"), peer_mode="named",
                             peer_template_id=questions.templates_asking("peer")[0].id)


@pytest.fixture
def app(house, begun):
    with world.undone():
        yield house.app


def of(cycle, name):
    return Review.get(Review.cycle == cycle, Review.person == world.member(name))


def put(review, state, own=None, theirs=None, **more):
    """A review and its forms into a state."""
    Review.update(state=state, **more).where(Review.id == review.id).execute()
    for sheet, its in ((review.self_sheet_id, own), (review.manager_sheet_id, theirs)):
        Sheet.update(state=its or "not started").where(Sheet.id == sheet).execute()


def row_of(cycle, name):
    return next(row for row in board.rows_of(cycle) if row.first_name == name)


def waits(cycle, name="Tomas"):
    return board.waits_for(row_of(cycle, name), Cycle.get_by_id(cycle.id), clock.today())


def problems(cycle, kind=None):
    cycle = Cycle.get_by_id(cycle.id)
    return [one for one in board.problems(cycle, board.rows_of(cycle)) if kind in (None, one.kind)]


def seat_of(name):
    return Assignment.get(Assignment.person == world.member(name)).position


def told(person, since):
    return [one.sentence for one in Notice.select().where(Notice.person_id == person.id, Notice.id > since).order_by(Notice.id)]


def last_notice():
    return Notice.select(Notice.id).order_by(Notice.id.desc()).scalar()


def said_after(reply, browser):
    """The words above the page to which a deed leads."""
    return html.unescape(browser.get(reply.headers["Location"]).text)


# how far it is

@pytest.mark.parametrize("state, theirs, step", [
    ("in progress", "not started", "not started"), ("in progress", "draft", "draft"), ("in progress", "returned", "draft"), ("submitted", "submitted", "submitted"),
    ("approved", "submitted", "submitted"), ("calibrated", "submitted", "submitted"), ("shared", "locked", "shared"), ("unanswered", "locked", "shared"),
    ("acknowledged", "locked", "signed"), ("refused", "locked", "signed"), ("appealed", "locked", "signed"), ("closed", "locked", "signed"),
])
def test_each_review_stands_at_one_step_of_the_funnel(app, begun, state, theirs, step):
    put(of(begun, "tomas"), state, theirs=theirs)
    counts = {one.key: one.count for one in board.funnel(board.rows_of(begun))}
    assert board.step_of(row_of(begun, "Tomas")) == step and sum(counts.values()) == 6
    assert counts == {**dict.fromkeys(board.STEPS, 0), "not started": 5 + (step == "not started"), **({step: 1} if step != "not started" else {})}


def test_who_is_taken_out_is_not_counted(app, begun, hana, mara, zora):
    actions.withdraw(of(begun, "tomas"), by=hana, reason="A mistake.")
    peers.nominate(of(begun, "mara"), zora, by=hana)
    world.submit(of(begun, "zora"), "self")
    rows = board.rows_of(begun)
    assert sum(one.count for one in board.funnel(rows)) == 5 and board.given(rows) == (1, 5, 0, 1)


# what each waits for

@pytest.mark.parametrize("state, own, theirs, more, keys, said", [
    ("in progress", "draft", "not started", {}, ("self", "manager"), "self-review until"),
    ("in progress", "submitted", "draft", {}, ("manager",), "manager's form until"),
    ("in progress", "returned", "draft", {}, ("self", "manager"), "self-review (returned) until"),
    ("in progress", "submitted", "returned", {}, ("manager",), "manager's form (returned) until"),
    ("submitted", "submitted", "submitted", {}, ("share",), "sharing by the manager until"),
    ("submitted", "submitted", "submitted", {"needs_approval": True}, ("approve",), "approval until"),
    ("approved", "submitted", "submitted", {"needs_approval": True}, ("share",), "sharing by the manager until"),
    ("submitted", "submitted", "submitted", {"calibrates": True}, ("hr",), "calibration"),
    ("submitted", "submitted", "submitted", {"holds_sharing": True}, ("hr",), "HR to open the sharing"),
    ("calibrated", "submitted", "submitted", {"calibrates": True, "state": "sharing"}, ("share",), "sharing by the manager until"),
    ("shared", "locked", "locked", {}, ("sign",), "the employee's signature until"), ("appealed", "locked", "locked", {}, ("appeal",), "a decision on the appeal"),
    ("acknowledged", "locked", "locked", {}, ("close",), "closing"), ("refused", "locked", "locked", {}, ("close",), "closing"),
    ("unanswered", "locked", "locked", {}, ("close",), "closing"), ("closed", "locked", "locked", {}, (), "nothing"),
    ("withdrawn", "not given", "not given", {}, (), "nothing"),
])
def test_what_a_review_waits_for_in_each_state(app, begun, ines, state, own, theirs, more, keys, said):
    put(of(begun, "tomas"), state, own, theirs, answer_by=clock.today() + timedelta(10), approver_id=ines.id)
    Cycle.update(**more).where(Cycle.id == begun.id).execute() if more else None
    found = waits(begun)
    assert found.keys == keys and found.words.startswith(said), found


@pytest.mark.parametrize("days, tone", [(-1, "danger"), (0, "waits"), (7, "waits"), (8, "quiet")])
def test_late_is_red_and_what_is_due_within_a_week_amber(app, begun, days, tone):
    Review.update(self_due=clock.today() + timedelta(days)).where(Review.id == of(begun, "tomas").id).execute()
    assert waits(begun).tone == tone


# what needs a decision

def test_nothing_needs_a_decision_where_all_is_well(app, begun):
    assert problems(begun) == []


def test_each_exception_is_named_with_the_way_to_it(app, begun, hana, tomas, mara, zora, piet, today):
    review = of(begun, "tomas")
    cases_ = {
        "appeal": lambda: put(review, "appealed", "locked", "locked"),
        "left": lambda: people.let_go(tomas, last_day=today - timedelta(1)),
        "manager left": lambda: people.let_go(mara, last_day=today - timedelta(1)),
        "manager": lambda: people.place_under(seat_of("tomas"), seat_of("piet")),
        "silent": lambda: silence(review, tomas, today),
        "account": lambda: Account.update(is_enabled=False).where(Account.person == tomas).execute(),
    }
    for kind, happen in cases_.items():
        with world.undone():
            happen()
            found = problems(begun, kind)
            assert len(found) == 1 and found[0].url in (f"/reviews/{review.id}", "/accounts/?state=none") and found[0].words.endswith("."), (kind, found)


def silence(review, person, today):
    """The last reminder was long ago, and nothing has happened."""
    Review.update(self_due=today - timedelta(20)).where(Review.id == review.id).execute()
    Reminded.create(person_id=person.id, key=f"review-{review.id}-self", due=today - timedelta(20), step=ladder.LAST, day=today - timedelta(6))


@pytest.mark.parametrize("name, ends, said", [("tomas", 30, "Tomas Lindqvist is away until"), ("tomas", None, "Tomas Lindqvist is away, no end is known"),
                                              ("piet", None, "Piet Vermeer, who writes about Zora Demir, is away")])
def test_who_is_away_while_something_is_to_be_written(app, begun, hana, today, browser_of, name, ends, said):
    people.be_away(world.member(name), kind="parental", starts=today - timedelta(1), ends=ends and today + timedelta(ends), by=hana)
    found = [one for one in problems(begun, "leave") if one.words.startswith(said)]
    assert len(found) == 1 and found[0].words in html.unescape(browser_of("hana").get(f"/reviews/cycles/{begun.id}").text)


def test_who_has_come_since_the_launch_waits_for_a_look(app, begun, hana, today):
    late = people.add_person("Late", "Comer", hired_on=today)
    people.seat(late, people.open_position(Role.get(Role.title == "Case Worker"), reports_to=seat_of("mara")), starts=today)
    assert not problems(begun, "late")          # its period was over before that
    Cycle.update(period_end=today).where(Cycle.id == begun.id).execute()
    [found] = problems(begun, "late")
    assert found.words.startswith("1 person has come") and found.url == f"/reviews/cycles/{begun.id}/preview"
    actions.launch(Cycle.get_by_id(begun.id), by=hana)
    assert not problems(begun, "late")


def test_manager_who_has_left_comes_before_everything_else(app, begun, today, mara):
    people.let_go(mara, last_day=today - timedelta(1))
    assert waits(begun).keys == ("manager left",) and "Mara Okafor has left" in waits(begun).words


def test_cycle_that_is_over_needs_no_decision(app, begun, mara, today):
    people.let_go(mara, last_day=today - timedelta(1))
    Cycle.update(state="closed").where(Cycle.id == begun.id).execute()
    assert problems(begun) == []


# filters

@pytest.mark.parametrize("asked, names", [
    ("waits=manager", {"Tomas", "Mara", "Zora", "Piet", "Adam", "Hana"}), ("waits=share", {"Mara"}), ("state=submitted", {"Mara"}),
    ("state=draft", set()), ("department=Fundraising", {"Zora", "Piet"}), ("manager=Mara+Okafor", {"Tomas"}), ("late=1", {"Zora"}),
    ("department=Fundraising&late=1", {"Zora"}), ("department=Nowhere", set()), ("manager=%3Cscript%3E", set()), ("waits=nonsense", set()),
])
def test_list_is_narrowed_down(app, begun, browser_of, asked, names):
    put(of(begun, "mara"), "submitted", "submitted", "submitted")
    Review.update(self_due=clock.today() - timedelta(1)).where(Review.id == of(begun, "zora").id).execute()
    page = browser_of("hana").get(f"/reviews/cycles/{begun.id}?{asked}").text
    found = {name for name in ("Tomas", "Mara", "Zora", "Piet", "Adam", "Hana") if re.search(rf'<th scope="row">(<a[^>]*>)?{name} ', page)}
    assert found == (names - {"Mara"} if asked == "waits=manager" else names)


@pytest.mark.parametrize("state", ["submitted", "withdrawn"])
def test_hr_opens_not_the_own_review_from_there_and_reads_no_own_score_early(app, begun, hana, browser_of, state):
    put(of(begun, "hana"), state, "submitted", "submitted", score=437, outcome="fail")
    put(of(begun, "tomas"), "submitted", "submitted", "submitted", score=312)
    page = browser_of("hana").get(f"/reviews/cycles/{begun.id}").text
    assert "3.12" in page and "4.37" not in page and "not passed" not in page and f'value="{of(begun, "hana").id}"' not in page


@pytest.mark.parametrize("hostile", ["cycle_id=5", "endpoint=x", "_method=GET", "_external=1&_scheme=javascript", "_anchor=x"])
def test_address_gives_the_forms_of_the_board_nothing_but_its_filters(app, begun, browser_of, hostile):
    browser, at = browser_of("hana"), f"/reviews/cycles/{begun.id}"
    page = browser.get(f"{at}?late=1&{hostile}")
    assert page.status_code == 200 and f'action="{at}/nudge?late=1"' in page.text
    assert browser.post(f"{at}/share?late=1&{hostile}").headers["Location"] == f"{at}?late=1"


# a reminder

def test_reminder_goes_to_one_with_a_line_of_ones_own_and_once_a_day(app, begun, hana, tomas, mara, zora, browser_of):
    browser, review, before = browser_of("hana"), of(begun, "tomas"), last_notice()
    reply = browser.post(f"/reviews/cycles/{begun.id}/nudge", data={"review": review.id, "line": LINE})
    assert "2 people were reminded" in said_after(reply, browser)
    assert told(tomas, before) == [f"Hana Sato asks you to look at this: Your self-review. {LINE}"]
    assert told(mara, before) == [f"Hana Sato asks you to look at this: Review of Tomas Lindqvist. {LINE}"] and not told(zora, before)
    again = browser.post(f"/reviews/cycles/{begun.id}/nudge", data={"review": review.id, "line": LINE})
    assert "Nobody is left to remind" in said_after(again, browser) and len(told(tomas, before)) == 1
    with clock.at(clock.now() + timedelta(hours=21)):
        assert running.nudge([review], by=hana) == 2


def test_line_of_a_reminder_stands_in_the_notices_alone(app, begun, hana, tomas, mara, ines, browser_of):
    review = of(begun, "tomas")
    world.submit(review, "self")        # so that the manager alone is reminded
    assert running.nudge([world.fresh(review)], by=hana, line=LINE) == 1
    assert ReviewEvent.get(ReviewEvent.what == "nudged").reason == ""
    for name in ("tomas", "mara", "hana"):
        assert LINE not in browser_of(name).get(f"/reviews/{review.id}").text, name
    assert LINE in browser_of("mara").get("/notices/").text and LINE not in browser_of("tomas").get("/notices/").text


def test_with_nothing_ticked_all_who_have_not_acted_are_reminded_colleagues_too(app, begun, hana, tomas, mara, zora, piet, today, browser_of):
    peers.nominate(of(begun, "tomas"), zora, by=mara)
    for name in ("adam", "piet"):
        world.submit(of(begun, name), "self")
    people.let_go(piet, last_day=today - timedelta(1))
    before, browser = last_notice(), browser_of("hana")
    assert '<option value="not started" selected>' in browser.get(f"/reviews/cycles/{begun.id}?state=not+started").text
    browser.post(f"/reviews/cycles/{begun.id}/nudge?waits=sign", data={"line": ""})     # the list shows none of them
    assert last_notice() == before
    browser.post(f"/reviews/cycles/{begun.id}/nudge", data={"line": ""})
    assert [one for one in told(zora, before) if "Your view on the work of Tomas Lindqvist" in one]
    assert not told(world.member("adam"), before) and not told(piet, before) and not told(hana, before)
    assert not ReviewEvent.select().where(ReviewEvent.review == of(begun, "hana")).exists()


def test_who_has_done_everything_is_not_reminded(app, begun, hana, tomas):
    Review.update(state="closed").where(Review.cycle == begun).execute()
    with pytest.raises(Refused, match="everything is done"):
        running.nudge(list(begun.reviews), by=hana)


def test_hr_who_is_the_only_one_left_to_act_reminds_nobody(app, begun, hana):
    review = of(begun, "tomas")
    Review.update(manager=hana).where(Review.id == review.id).execute()
    world.submit(review, "self")
    with pytest.raises(Refused):
        running.nudge([world.fresh(review)], by=hana)
    assert not ReviewEvent.select().where(ReviewEvent.what == "nudged").exists()


@pytest.mark.parametrize("line, status", [("x" * 160, 303), ("x" * 161, 422)])
def test_line_that_is_too_long_is_shown_again(app, begun, browser_of, line, status):
    assert browser_of("hana").post(f"/reviews/cycles/{begun.id}/nudge", data={"line": line}).status_code == status


# many at once

def test_all_that_are_ready_are_shared_and_the_first_reason_is_told(app, begun, browser_of, tomas):
    for name in ("tomas", "mara"):
        world.submit(of(begun, name), "manager")
    browser, ids = browser_of("hana"), [of(begun, name).id for name in ("tomas", "mara", "zora", "hana")]
    world.submit(of(begun, "hana"), "manager")
    reply = browser.post(f"/reviews/cycles/{begun.id}/share?department=Fundraising", data={"review": [*ids, "x", 10**20]})
    said = said_after(reply, browser)
    assert "2 reviews are shared." in said and "Only a submitted review can be shared." in said and "department=Fundraising" in reply.headers["Location"]
    assert {name: of(begun, name).state for name in ("tomas", "mara", "zora", "hana")} == {
        "tomas": "shared", "mara": "shared", "zora": "in progress", "hana": "submitted"}      # HR's own is the executive's


def test_all_that_are_signed_are_closed(app, begun, browser_of):
    for name, state in (("tomas", "acknowledged"), ("mara", "unanswered"), ("zora", "shared")):
        put(of(begun, name), state, "locked", "locked", answer_by=clock.today())
    browser = browser_of("hana")
    reply = browser.post(f"/reviews/cycles/{begun.id}/close-many", data={"review": [of(begun, name).id for name in ("tomas", "mara", "zora")]})
    said = said_after(reply, browser)
    assert "2 reviews are closed." in said and "still waits for the employee's signature" in said
    assert [of(begun, name).state for name in ("tomas", "mara", "zora")] == ["closed", "closed", "shared"]


@pytest.mark.parametrize("deed", ["share", "close-many"])
def test_where_nothing_is_ticked_it_says_so(app, begun, browser_of, deed):
    browser = browser_of("hana")
    assert "Choose at least one review." in said_after(browser.post(f"/reviews/cycles/{begun.id}/{deed}"), browser)


def test_reviews_of_another_cycle_are_not_ticked_here(app, begun, hana, browser_of):
    other = world.launched(hana, "Another", 2, picked={"roles": [Role.get(Role.title == "Case Worker").id]})
    world.submit(of(other, "tomas"), "manager")
    browser_of("hana").post(f"/reviews/cycles/{begun.id}/share", data={"review": of(other, "tomas").id})
    assert of(other, "tomas").state == "submitted"


# a large house

def test_board_of_three_hundred_costs_no_query_more(app, begun, mara, hana, browser_of, monkeypatch):
    asked, run = [], db.Database.execute_sql
    monkeypatch.setattr(db.Database, "execute_sql", lambda self, sql, *rest, **more: asked.append(sql) or run(self, sql, *rest, **more))
    browser, counts = browser_of("hana"), []
    browser.get("/keys")
    for more in (30, 270):
        cases.crowd(mara, more)
        actions.launch(Cycle.get_by_id(begun.id), by=hana)
        asked.clear()
        page = browser.get(f"/reviews/cycles/{begun.id}").text
        counts.append((page.count('<th scope="row">'), len(asked)))
    assert counts[0][0] >= 36 and counts[1][0] >= 300 and counts[0][1] == counts[1][1] <= 20, counts
