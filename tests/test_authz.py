"""The access table: tests/authz.yml says for every route what each of the actors gets, and every line of it is tried."""
import asyncio
import threading
import time
from pathlib import Path

import peewee as pw
import pytest
import yaml
from flask.testing import FlaskClient

from perf.accounts.models import Account
from perf.kernel import db, live, modules, serve
from perf.people import access as people
from perf.people.models import Assignment, Power
from perf.questions import access as sheets
from perf.reviews import access as reviews
from tests import canaries, pages, world

TABLE = yaml.safe_load((Path(__file__).parent / "authz.yml").read_text())
ROUTES = TABLE["routes"]

GOAL = {"title": "Ninety families", "measure": "number", "start": "0", "target": "90", "unit": "families", "kind": "commitment", "rhythm": "monthly",
        "starts": "2031-01-01", "due": "2031-12-31", "weight": "1"}
SENDS = {   # what goes with a write so that it can be done
    "accounts.accept": {"password": "seven lanterns over water"}, "accounts.enter": {"email": "zora@lantern.example", "password": "wrong"},
    "accounts.enabled": {"on": "no"}, "people.powers": {"power": "board", "do": "give"}, "people.let_go": {"last_day": "2031-01-31"}, "people.lead": {"person": "1"},
    "people.come_back": {"hired_on": "2031-01-31"}, "people.open_seats": {"title": "Archivist", "count": "2"},
    "people.correct": {"title": "Archivist", "version": "1"}, "people.leave": {
        "kind": "care", "starts": "2031-01-31", "version": "1"}, "people.away": {"kind": "care", "starts": "2025-01-31", "ends": "2025-02-01"},
    "questions.save_answer": {"version": "1", "rating": "4"}, "reviews.give_back": {"reason": "Please look at the dates."}, "reviews.return_peer": {"reason": "Please look at the dates."},
    "reviews.appeal": {"reason": "Please look again."}, "reviews.let_stand": {"answer": "We looked."}, "reviews.change_rating": {
        "score": "3.50", "answer": "We looked."}, "reviews.calibrate": {"score": "3.50", "reason": "As the others."},
    "reviews.own_dates": {"self_due": "2031-01-31", "manager_due": "2031-02-28", "share_by": "2031-03-31", "reason": "On leave."},
    "reviews.keep_meeting": {"notes": "We spoke of dates.", "held_on": "2026-01-31", "version": "0"},
    "reviews.agree": {"what": "Ask a day ahead.", "by_when": "2031-01-31"}, "reviews.refusal": {"witness": "Ines Marchetti"}, "reviews.reopen": {"reason": "A figure was wrong."},
    "reviews.respond": {"response": "Thank you."}, "roles.add": {"title": "Archivist"}, "roles.copy": {"title": "Archivist"},
    "roles.publish": {"starts": "2031-01-31"}, "roles.look_again": {"review_on": "2031-01-31", "version": "1"}, "settings.values": {"values": "Care: first"},
    "settings.add_holiday": {"day": "2031-05-01", "name": "May Day"}, "roles.add_department": {"new-name": "Archive"},
    "roles.new_competency": {"name": "Archiving"}, "roles.edit_competency": {"name": "Archiving"},
    "exchange.take_along": {"table": "departments"},
    "goals.new": GOAL, "goals.give": GOAL, "goals.change": {**GOAL, "version": "4", "why": "Two of us left."},
    "goals.check_in": {"value": "20", "note": "Two new places.", "status": "on track"}, "goals.own_deed": {"deed": "propose", "version": "1"},
    "goals.decide": {"deed": "agree", "version": "2"}, "goals.decide_change": {"deed": "agree", "version": "4"},
    "goals.look": {"ask": "yes", "text": "What would help?"}, "goals.answer": {"text": "Another morning."},
    "goals.close": {"outcome": "partly", "look_back": "The house opened late.", "version": "4"}, "goals.carry": {"period": "1"},
    "goals.add_period": {"name": "Next year", "kind": "year", "starts": "2031-01-01", "ends": "2031-12-31"},
    "goals.change_period": {"name": "Next year", "kind": "year", "starts": "2031-01-01", "ends": "2031-12-31", "version": "1"},
    "goals.add_template": GOAL, "goals.change_template": {**GOAL, "version": "1"},
    "feedback.mark": {"state": "tried", "version": "1"}, "feedback.change": {"what": "Ask a day ahead.", "by_when": "2031-01-31", "version": "1"},
    "feedback.add": {"what": "Ask a day ahead.", "by_when": "2031-01-31"},
    "orgchart.make_link": {"whom_for": "The board", "days": "30"}, "orgchart.new_scenario": {"name": "One team"},
    "orgchart.edit_scenario": {"name": "Two teams", "version": "2"}, "orgchart.step": {"above": ""},
    "orgchart.put_into_effect": {"on": "2031-01-31", "version": "2"},
    "questions.item": {"prompt": "What are you glad of?", "version": "1", "authors": "self manager".split(), "asks_comment": "optional", "weight": "1"},
    "questions.new_template": {"name": "After a project", "kind": "project", "scale": "1"},
    "questions.about": {"name": "Every year", "kind": "annual", "scale": "1", "version": "1"},
    "questions.weights": {"version": "1"}, "questions.copy_template": {"name": "Another one"},
    "questions.add_section": {"title": "Ahead", "weight": "10"}, "questions.section": {"title": "Ahead", "weight": "10", "version": "1"},
    "questions.move_section": {"do": "down"}, "questions.move_item": {"do": "down"},
    "questions.new_library_question": {"kind": "yesno", "prompt": "Was there a farewell?"},
    "questions.library_question": {"prompt": "Was there time to hand over?", "version": "1"},
    "questions.new_scale": {"name": "Two levels", "label-1": "No", "label-2": "Yes"},
    "questions.scale": {"name": "Five", "version": "1", **{f"label-{number}": f"Level {number}" for number in range(1, 6)}},
    "reviews.move_upward": {"closes_on": "2031-01-31"},
    "exits.begin": {"person": "6", "last_day": "2031-01-31"}, "exits.decide": {"kind": "voluntary", "is_regretted": "yes", "main": "pay", "version": "1"},
    "exits.plan": {"way": "none", "version": "1"}, "exits.declined": {"version": "1"}, "exits.finish": {"version": "1"}, "exits.open_again": {"version": "1"},
    "exits.add_task": {"what": "Take the badge back", "owner": "hr", "due": "2031-01-31"}, "exits.mark_task": {"do": "done"}, "exits.tick": {"do": "done"},
    "exits.report": {"text": "The van has no brakes."}, "exits.note_case": {"text": "Asked the garage."}, "exits.take_case": {"version": "1"},
    "exits.close_case": {"outcome": "Mended.", "version": "1"}, "exits.open_case_again": {"version": "1"}, "exits.add_item": {"what": "Badge back", "owner": "hr", "far": "0", "side": "before"},
    "exits.change_item": {"what": "Badge back", "owner": "hr", "far": "0", "side": "before", "version": "1"}, "exits.move_item": {"do": "down"}, "exits.add_theme": {"name": "Pay"},
    "exits.put_down": {"finding": "Alone at first.", "what": "A guide.", "owner": "6", "by_when": "2031-01-31"},
    "exits.change_action": {"finding": "Alone at first.", "what": "A guide.", "owner": "6", "by_when": "2031-01-31", "version": "1"},
    "exits.action_outcome": {"state": "done", "came_of_it": "Nobody is alone.", "version": "1"},
    "exits.publish": {"name": "Before", "starts": "2020-01-01", "ends": "2020-12-31", "dimension": "", "audience": "leadership", "few": "5"},
}


@pytest.fixture(scope="module")
def tried(house):
    """Gives a function that tries one line of the table as one of the cast, and takes back what it did."""
    with world.house_in_use(house) as rows:
        rules = {(method, endpoint): rule for method, endpoint, rule in world.routes(house.app)}

        def attempt(line, actor, **other):
            method, endpoint, variant = (*line.split(), "")[:3]
            theirs = {**rows, **rows["of_hr"]} if actor == "hr_self" else rows
            page = world.address(house.app, rules[method, endpoint], theirs, **{**variants(theirs, variant), **other})
            with world.undone():
                return world.browser(house, world.ACTORS[actor]).open(page, method=method,
                                                                      data=SENDS.get(endpoint) if method == "POST" else None)
        attempt.rules = rules
        yield attempt


def variants(rows, variant):
    """The rows that a line of the table is about where it says (shared), (self) or the like."""
    return {"": {}, "(self)": {"kind": "self", "sheet_id": rows["self_sheet"]}, "(peer)": {"kind": "peer"},
            "(shared)": {"review_id": rows["shared"], "sheet_id": rows["shared_sheet"], "cycle_id": rows["last_cycle"]},
            "(reviews)": {"name": "reviews"}, "(draft)": {"version_id": rows["draft"]}, "(closed)": {"round_id": rows["closed_round"]},
            "(proposed)": {"goal_id": rows["proposed_goal"]}, "(idea)": {"goal_id": rows["draft_goal"]}, "(private)": {"goal_id": rows["private_goal"]}}[variant]


def expected(line):
    """The status for each actor, as the head of the table says."""
    said = ROUTES[line]
    same = {"hr_self": said.get("hr"), "leaver": said.get("visitor")}
    return {actor: said.get(actor) or same.get(actor) or said["others"] for actor in world.ACTORS}


def test_table_lists_every_route_and_no_other(app):
    """Z01"""
    listed = {tuple(line.split()[:2]) for line in ROUTES}
    assert listed == {(method, endpoint) for method, endpoint, _rule in world.routes(app)} | {("GET", "live")}


def test_every_line_says_who_may():
    """Z01: every line names who may in words, and only actors that there are."""
    known = {*world.ACTORS, "others", "who"}
    assert [line for line, told in ROUTES.items() if not told["who"].strip() or "others" not in told or told.keys() - known] == []


@pytest.mark.parametrize("line", [line for line in ROUTES if line.split()[1] != "live"])
def test_route_answers_each_actor_as_the_table_says(tried, line):
    """Z02"""
    given = {name: tried(line, name).status_code for name in world.ACTORS}
    assert given == expected(line)


@pytest.mark.parametrize("line", [line for line in ROUTES if 404 in ROUTES[line].values()])
def test_a_strangers_row_looks_like_one_that_does_not_exist(tried, line):
    """Z03"""
    method, endpoint = line.split()[:2]
    numbers = {name: world.NOBODY for name in tried.rules[method, endpoint].arguments if name.endswith("_id")}
    for name, status in expected(line).items():
        if status == 404 and numbers:
            theirs, nobodys = tried(line, name), tried(line, name, **numbers)
            assert (theirs.status_code, world.still(theirs.text)) == (nobodys.status_code, world.still(nobodys.text)), name


@pytest.mark.parametrize("line", [line for line in ROUTES if line.split()[1] != "live" and "static" not in line])
def test_htmx_gets_the_same_decision(tried, line, monkeypatch):
    """HX-Request relaxes nothing: done, refused, not found or sign in, as without it (TRUST B04)."""
    said = expected(line)
    plain = {actor: DECISIONS.get(said[actor], "done") for actor in ("employee", "manager", "self", "hr")}
    plain["visitor"] = decision(tried(line, "visitor"))
    opened = FlaskClient.open
    monkeypatch.setattr(FlaskClient, "open", lambda self, *args, headers=None, **more: opened(
        self, *args, headers={**(headers or {}), "HX-Request": "true"}, **more))
    assert {name: decision(tried(line, name)) for name in plain} == plain


DECISIONS = {401: "sign in", 403: "refused", 404: "not found", 405: "refused", 409: "said no", 422: "said no", 429: "said no",
             500: "broken", 503: "broken"}


def decision(reply):
    """One of: done, sign in, refused, not found, said no."""
    return "sign in" if "/sign-in?next=" in reply.headers.get("Location", "") else DECISIONS.get(reply.status_code, "done")


# the live stream

def listen(app, cookie="", ticket="", method="GET"):
    """The first answer of the stream: (status, headers)."""
    sent = []

    async def receive():
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)
    scope = {"type": "http", "method": method, "path": "/live", "query_string": f"ticket={ticket}".encode(),
             "headers": [(b"host", b"localhost"), *([(b"cookie", cookie.encode())] if cookie else [])]}
    asyncio.run(asyncio.wait_for(serve.asgi(app)(scope, receive, send), 5))
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def test_stream_is_for_the_one_whose_page_asks(app, house, mara, tomas):
    cookies = {name: f"__Host-session={house.secrets[name]}" for name in ("mara", "tomas")}
    own = live.ticket(app.config["SECRET_KEY"], mara.id, ["review-1"])
    foreign = live.ticket("another key", mara.id, ["review-1"])
    given = [listen(app, *asked)[0] for asked in (
        (cookies["mara"], own), (cookies["tomas"], own), (cookies["mara"], foreign), (cookies["mara"], ""),
        ("", own), ("", ""), ("__Host-session=nonsense", own), ("__Host-session=\x01;;=", own))]
    assert given == [200, 403, 403, 403, 401, 401, 401, 401]
    assert listen(app, cookies["mara"], own, "POST")[0] == 405


def test_stream_opens_for_each_actor_as_the_table_says(house):
    """Z02: with a ticket of one's own; whoever has left or is not signed in gets none of it."""
    with world.house_in_use(house):
        said = {actor: expected("GET live")[actor] for actor in world.ACTORS}
        assert {actor: _listens(house, name) for actor, name in world.ACTORS.items()} == said


def _listens(house, name):
    secret = world.secrets(house).get(name, "")
    person_id = world.member(name).id if name else 0
    ticket = live.ticket(house.app.config["SECRET_KEY"], person_id, ["chart"])
    return listen(house.app, f"__Host-session={secret}", ticket)[0]


def test_stream_of_a_closed_account_is_refused(app, house, mara, hana):
    from perf.accounts import actions as accounts
    accounts.set_enabled(mara, False, by=hana)
    ticket = live.ticket(app.config["SECRET_KEY"], mara.id, ["chart"])
    assert listen(app, f"__Host-session={house.secrets['mara']}", ticket)[0] == 401


# what happens when the house cannot tell who may

def raising(problem):
    def fail(*args, **kwargs):
        raise problem
    return fail


BROKEN_RULES = [(modules, "who"), (modules, "can"), (reviews, "reviews_to_see"), (reviews, "stands"), (reviews, "decides"),
                (sheets, "sheets_to_write"), (people, "people_to_see"), (people, "people_to_edit")]


@pytest.fixture(scope="module")
def shared(house):
    """A review that everybody concerned may read."""
    with world.house_in_use(house) as rows:
        story = canaries.Story(house, rows)
        story.give("self")
        story.give("manager")
        story.share()
        yield story


def reads(reply, story):
    return {mark for mark, said in story.marks.items() if said in pages.text_of(reply)}


@pytest.mark.parametrize("problem", [RuntimeError("a rule broke"), pw.OperationalError("database is locked")], ids=["broken", "locked"])
@pytest.mark.parametrize("room, rule", BROKEN_RULES, ids=lambda one: one if isinstance(one, str) else one.__name__)
def test_where_a_rule_cannot_be_asked_nothing_is_shown(shared, monkeypatch, room, rule, problem):
    """I13: an answer is a refusal, never the page; what does not ask this rule stays as it was."""
    number, sheet = shared.number, shared.sheet("manager").id
    addresses = (f"/reviews/{number}", f"/people/{shared.subject.id}", f"/people/{shared.subject.id}/edit", "/reviews/cycles/",
                 f"/questions/sheets/{sheet}", f"/reviews/{number}/return/self")
    allowed = {at: reads(shared.browser("hana").get(at), shared) for at in addresses}
    monkeypatch.setattr(room, rule, raising(problem))
    replies = {at: shared.browser("hana").get(at) for at in addresses}
    for at, reply in replies.items():
        assert reply.status_code in (200, 303, 404, 500, 503) and reads(reply, shared) in (allowed[at], set()), at
        assert reply.status_code not in (500, 503) or not reads(reply, shared)
    assert {reply.status_code for reply in replies.values()} & {500, 503}, "nothing asks this rule"


@pytest.mark.parametrize("gone, less", [("seats", "nils"), ("powers", "hana"), ("account", "mara")])
def test_a_relation_that_is_missing_opens_nothing(shared, gone, less):
    """I13: without seats nobody leads, without powers nobody decides, without an account nobody is there."""
    def readers():
        return {name for name in canaries.CAST if "manager text" in reads(shared.browser(name).get(f"/reviews/{shared.number}"), shared)}
    with world.undone():
        before = readers()
        {"seats": lambda: Assignment.delete().execute(), "powers": lambda: Power.delete().execute(),
         "account": lambda: Account.delete().where(Account.person == shared.cast["mara"]).execute()}[gone]()
        assert less in before and readers() == before - {less}


def test_a_write_that_cannot_be_had_in_time_is_answered_with_503_and_changes_nothing(house, monkeypatch):
    """I13: somebody else holds the database."""
    monkeypatch.setattr(db, "LOCK_SECONDS", 0.2)
    with world.house_in_use(house) as rows:
        story, before = canaries.Story(house, rows), None
        held = threading.Event()
        holder = threading.Thread(target=lambda: (db._one_writer.acquire(), held.set(), time.sleep(1), db._one_writer.release()))
        before = world.dump(without={"trail_line", "session"})
        holder.start()
        held.wait()
        reply = story.browser("mara").post(f"/questions/sheets/{story.sheet('manager').id}", data={"then": "stay"})
        given = story.browser("hana").post(f"/reviews/{story.number}/withdraw", data={"reason": "Long ill."})
        holder.join()
        assert given.status_code == 503 and reply.status_code in (303, 503)
        assert world.dump(without={"trail_line", "session"}) == before
