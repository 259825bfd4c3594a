"""The demonstration: a whole organisation with two years behind it, from one seed."""
import os
from datetime import date, timedelta
from random import Random
from types import SimpleNamespace

import peewee as pw
import pytest

from perf import demo
from perf.accounts import actions as accounts
from perf.accounts.models import Account
from perf.demo.cast import Cast
from perf.demo.seats import BOARD
from perf.exits.models import ExitAction, ExitCase, ExitLink, Leaving, Measure, Publication, RemarkTheme
from perf.goals import queries as goals
from perf.goals import waiting
from perf.goals.models import MEASURES, CheckIn, Goal, GoalTemplate
from perf.kernel import clock, db, store
from perf.orgchart import queries
from perf.orgchart.models import Scenario
from perf.people import queries as people
from perf.people.models import Assignment, Change, Head, Leave, Person, Position, ReportingLine, Stay
from perf.questions.models import Answer, Sheet
from perf.questions.unnamed.models import Figure, Remark
from perf.reviews import board
from perf.reviews.models import Calibration, Cycle, PeerForm, Review, SignOff
from perf.reviews.upward import queries as upward
from perf.reviews.upward.models import UpwardRound
from tests import pages, world

TODAY = date(2026, 11, 23)


def built(app, **wanted):
    """Build into an empty database in place of the cast's; returns what the terminal prints."""
    db.database.close()
    path = app.config["DATA"] / store.FILE
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    app.open_again()
    with clock.at(TODAY):
        return demo.build(password="a lighthouse for all", **wanted)


@pytest.fixture
def empty(app):
    """The app, with a way to open an empty database."""
    from perf import open_house
    app.open_again = lambda: open_house(app.config["DATA"])
    yield app
    del app.open_again


def dump():
    """Everything in the database as text, but the salted password, the codes of links, and the keys of unnamed answers, which are chance by design."""
    tables = db.database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    Account.update(password="").execute()
    ExitLink.update(secret=ExitLink.id, code="", code_sealed="").execute()
    rows = {name: db.database.execute_sql(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for (name,) in tables if name != store.HISTORY}
    return rows | {name: sorted(str(row[1:]) for row in rows[name]) for name in ("unnamed_answer", "remark")}


def test_the_same_seed_builds_the_same_organisation(empty):
    built(empty, people=16, finished=1)
    first = dump()
    built(empty, people=16, finished=1)
    assert dump() == first
    built(empty, people=16, finished=1, seed=8)
    assert dump() != first


def test_the_demo_shows_the_cast_and_every_state(empty):
    sheet = built(empty, people=45, finished=1)
    assert all(f"{name}@demo.example" in sheet for name in ("hana", "mara", "tomas", "zora", "adam"))
    assert "a lighthouse for all" in sheet
    with clock.at(TODAY):
        _check_people()
        _check_seats()
        _check_running_reviews()
        _check_tomas()
        _check_closed_reviews()
        _check_colleagues_and_approval()
        _check_calibration()
        _check_probations()
        _check_upward_feedback()
        _check_goals()
        _check_leaving()
        _check_every_link(empty)


def _check_people():
    assert Person.select().where(people.here_on(TODAY)).count() == 45 + len(BOARD)
    assert Person.select().where(Person.left_on < TODAY).count() >= 3
    assert Account.select().count() == Person.select().count() - len(BOARD)
    assert {power: [one.first_name for one in people.holders(power)] for power in ("hr", "administrator")} == {
        "hr": ["Hana"], "administrator": ["Adam"]}
    assert Assignment.select().where(Assignment.is_interim, Assignment.ends.is_null()).count() == 1


def _check_seats():
    """Somebody away with somebody standing in, a shared seat, a dotted line, a promotion, plans, somebody who came back, heads."""
    assert Leave.select().count() == 1 and ReportingLine.select().where(ReportingLine.is_dotted).count() == 1 and Stay.select().count() == 1
    assert {change.kind for change in Change.select().where(Change.state == "holds")} >= {"promotion", "share", "stand_in", "dotted", "back"}
    assert {change.is_announced for change in Change.select().where(Change.state == "planned")} == {True, False}
    assert queries.steps_of(Scenario.get()) and queries.readers_of(Scenario.get())
    assert Head.select().count() == 4 and len([held for held in people.chart().held.values() if len(held) > 1]) == 2


def _check_running_reviews():
    cycle = Cycle.get(Cycle.state == "open", Cycle.kind == "annual")
    assert cycle.self_due > TODAY
    states = {review.state for review in Review.select().where(Review.cycle == cycle)}
    assert states == {"in progress", "submitted", "shared", "acknowledged", "refused", "appealed"}
    assert {sheet.state for sheet in Sheet.select()} >= {"not started", "draft", "submitted", "returned", "locked"}


def _check_tomas():
    mara, tomas = (Person.get(Person.email == f"{name}@demo.example") for name in ("mara", "tomas"))
    assert people.manages(mara, tomas.id)
    review = Review.select().join(Cycle).where(Review.person == tomas, Cycle.state == "open", Cycle.kind == "annual").get()
    assert review.manager == mara
    for sheet in (review.self_sheet, review.manager_sheet):
        answered = Answer.select().where(Answer.sheet == sheet, Answer.rating.is_null(False)).count()
        assert sheet.state == "draft" and 3 < answered < Answer.select().where(Answer.sheet == sheet).count()


def _check_closed_reviews():
    closed = Review.select().join(Cycle).where(Cycle.state == "closed")
    assert {review.state for review in closed} == {"closed"}
    assert all(100 <= review.score <= 500 and review.score_label for review in closed)
    assert closed.where(Review.response != "").exists() and SignOff.select().where(SignOff.kind == "acknowledged").exists()


def _check_colleagues_and_approval():
    """Each way of a colleague, reviews that wait for somebody's approval, and a board on which something is late."""
    cycle = Cycle.get(Cycle.peer_mode != "none")
    reviews = {review.person.email.partition("@")[0]: review for review in cycle.reviews}
    assert reviews["mara"].state == "submitted" and reviews["mara"].approver_id
    assert {form.state for form in PeerForm.select()} == {"nominated", "asked", "declined"}
    tomas = {form.state for form in reviews["tomas"].peers}, {form.sheet.state for form in reviews["tomas"].peers if form.sheet}
    assert tomas == ({"nominated", "asked", "declined"}, {"submitted", "not given"})
    waits = [board.waits_for(row, cycle, TODAY) for row in board.rows_of(cycle)]
    assert {"approve", "manager"} <= {key for one in waits for key in one.keys} and any(one.tone == "danger" for one in waits)


def _check_calibration():
    session = Calibration.get()
    inside = Review.select().where(Review.calibration_id == session.id)
    assert session.state == "open" and session.cycle.state == "calibration" and inside.count() > 5
    changed = inside.where(Review.changed_why != "").get()
    assert changed.score == changed.form_score + 50
    assert {one.person.first_name for one in session.calibrators} == {"Mara", "Ruth"}


def _check_probations():
    reviews = list(Review.select().join(Cycle).where(Cycle.kind == "probation", Cycle.basis == "hire"))
    assert {"pass", "extend"} <= {review.outcome for review in reviews} and {review.round for review in reviews} == {1, 2}
    waiting = [review for review in reviews if review.state == "in progress" and review.manager.first_name == "Mara"]
    assert [(review.self_sheet.state, review.manager_sheet.state) for review in waiting] == [("submitted", "draft")]


def _check_upward_feedback():
    """Something is published about Mara, texts as well, and Tomas has still to answer about her."""
    closed, running = UpwardRound.select().order_by(UpwardRound.opens_on)
    mara, tomas = (Person.get(Person.email == f"{name}@demo.example") for name in ("mara", "tomas"))
    assert (closed.state, running.state) == ("closed", "open")
    assert Figure.select().where(Figure.gathering == closed.gathering, Figure.part == "one", Figure.part_id == mara.id).exists()
    assert Remark.select().where(Remark.gathering == closed.gathering, Remark.about == mara.id).exists()
    assert [one.manager.person_id for one in upward.waiting(tomas)] == [mara.id]


def _check_goals():
    """From the organisation down to nearly everybody, in every state and measure; Mara, Tomas, Zora and Hana each have something to do with them."""
    hana, mara, tomas, zora = (Person.get(Person.email == f"{name}@demo.example") for name in ("hana", "mara", "tomas", "zora"))
    here = Person.select().where(people.here_on(TODAY)).count()
    assert Goal.select().where(Goal.level == "organisation", Goal.state == "agreed").count() == 5 and Goal.select(Goal.owner).distinct().count() > here * 0.6
    assert {goal.measure for goal in Goal.select()} == set(MEASURES)
    assert {goal.state for goal in Goal.select()} >= {"draft", "proposed", "agreed", "achieved", "partly", "missed"}
    assert {goal.status for goal in Goal.select()} >= {"on track", "at risk"} and any(goal.is_stale for goal in Goal.select())
    of_departments = {goal.department.name for goal in Goal.select().where(Goal.level == "department")}
    assert len(of_departments) == 3 and "Operations" not in of_departments
    assert Goal.select().where(Goal.kind == "stretch").count() == Goal.select().where(Goal.is_private).count() == 1
    assert Goal.select().where(Goal.given_with_id.is_null(False)).count() > 1 and Goal.select().where(Goal.carried_from.is_null(False)).count() == 1
    held = Goal.select(pw.fn.COUNT(Goal.id)).where(Goal.state == "agreed", Goal.level == "person").group_by(Goal.owner).tuples()
    assert max(count for count, in held) > goals.MANY and GoalTemplate.select().count() == 3
    proposed, changes = waiting.to_decide(mara)
    assert proposed and changes and waiting.to_look_at(mara) and waiting.asked_of(tomas) and waiting.returned(tomas) and waiting.to_check(zora)[0]
    orphan = Goal.get(Goal.parent.is_null(), Goal.level == "person", Goal.state == "agreed", Goal.owner == hana)
    assert orphan.state == "agreed" and not Goal.select().where(Goal.look_back == "", Goal.closed_on.is_null(False)).exists()
    assert {row.note != "" for row in CheckIn.select()} == {True, False}


def _shown():
    """What each of them gets to see: addresses by name."""
    together, session = Cycle.get(Cycle.peer_mode != "none"), Calibration.get()
    of_project = {review.person.email.partition("@")[0]: review.id for review in together.reviews}
    appealed, probation = (Review.select().join(Cycle).where(*which).get().id for which in (
        (Review.state == "appealed",), (Cycle.kind == "probation", Review.state == "in progress", Review.manager == Person.get(first_name="Mara"))))
    mara, tomas = (Person.get(Person.email == f"{name}@demo.example") for name in ("mara", "tomas"))
    result, compared = upward.own_results(mara)[0].id, f"/reviews/calibrations/{session.id}"
    peers, cycles = f"/reviews/{of_project['tomas']}/peers", [f"/reviews/cycles/{cycle.id}" for cycle in Cycle.select().where(Cycle.state != "planning")]
    return {"hana": [*cycles, f"/reviews/cycles/{together.id}/dates", compared, f"/reviews/{appealed}", peers, "/reviews/upward/"],
            "mara": [peers, compared, f"/reviews/{probation}/check/manager", f"/reviews/upward/results/{result}", f"/reviews/{of_project['tomas']}"],
            "tomas": [peers, f"/reviews/upward/answer/{upward.waiting(tomas)[0].id}", f"/reviews/{of_project['tomas']}"],
            "ruth": [compared, f"/reviews/{of_project['mara']}"], "beatrix": []}


def _check_leaving():
    """A survey from before, leavers who answered and one who goes just now, a report of theirs, a published year, actions with an outcome."""
    assert Leaving.select().where(Leaving.person.is_null(), Leaving.state == "noted").count() == 8
    assert {one.state for one in Leaving.select().where(Leaving.result == "given", Leaving.person.is_null(False))} == {"done"}
    now = Leaving.get(Leaving.state == "open", Leaving.last_day > TODAY)
    assert now.way == "both" and {bool(task.done_on) for task in now.tasks} == {True, False}
    assert {one.kind for one in Leaving.select().where(Leaving.kind != "")} >= {"voluntary", "end", "retirement"}
    assert ExitCase.get().state == "in hand" and RemarkTheme.select().exists()
    assert Publication.get().told["leavers"] == 8 and sorted(one.state for one in ExitAction.select()) == ["done", "open"]
    assert Measure.get(Measure.key == "fair_pay").answers.count() > 8           # asked on paper and here: one figure


def _check_every_link(app):
    """What is shown, and whatever is linked from page to page, opens for each of them."""
    for name, addresses in _shown().items():
        account = Account.select().join(Person).where(Person.email == f"{name}@demo.example").get()
        browser = world.browser_with(SimpleNamespace(app=app), accounts.begin(account, "Test", is_fresh=True))
        opened = {address: status for address, status, _text in pages.crawl(browser, ["/", "/reviews/", *addresses], limit=400 if os.environ.get("PERF_LONG") else 60, alike=2)}
        assert {address: status for address, status in opened.items() if status >= 400} == {}, name
        assert len(opened) > 15 + len(addresses)


def test_the_chart_has_one_root_and_no_loop_on_every_month_of_two_years(empty):
    built(empty, people=40, finished=0)
    for months in range(24):
        day = TODAY - timedelta(days=30 * months)
        chart = people.chart(day)
        assert [seat.title for seat in chart.below[None]] == ["Board Chair"]
        assert len(_reached(chart)) == len(chart.seats)
    assert Position.select().where(Position.id.not_in(Assignment.select(Assignment.position))).exists()


def _reached(chart):
    found, queue = set(), list(chart.below[None])
    while queue:
        seat = queue.pop()
        assert seat.id not in found
        found.add(seat.id)
        queue += chart.below.get(seat.id, [])
    return found


@pytest.mark.parametrize("count", [12, 30, 60, 130, 300])
@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2028, 2, 29), date(2027, 1, 4), date(2026, 8, 31)])
def test_lives_keep_their_order(count, today):
    cast = Cast(count, Random(count), today)
    everybody = [*cast.people, *cast.leavers]
    assert len(cast.people) == count and len({who.email for who in everybody}) == len(everybody)
    for chair in cast.chairs:
        assert chair.above is None or chair.above.opened <= chair.opened <= today
        for earlier, later in zip(chair.stays, chair.stays[1:]):
            assert earlier.ends < later.starts
        for stay in chair.stays:
            assert chair.opened <= stay.starts <= today and stay.who.hired <= stay.starts
            assert stay.ends is None or stay.starts <= stay.ends < today
            assert stay.who.left is None or stay.who.left == stay.ends
