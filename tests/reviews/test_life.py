"""The life of a review: every verb in every state as everybody, through the front door; legal steps alone are taken (PRACTICE 3, TRUST Z05).

What is legal is read from `states.MOVES`, and from the few conditions below that no state says.
"""
import os
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from perf.accounts.models import Session
from perf.kernel import clock
from perf.questions.models import OPEN_STATES, Answer, Sheet, Template
from perf.reviews import actions, calibrating, peers, queries, states
from perf.reviews.models import Appeal, Calibration, Cycle, PeerForm, Review, ReviewEvent, SignOff
from perf.roles.models import Role
from tests import world

TOUCHED = ("review", "review_event", "sign_off", "sheet", "answer", "appeal", "review_version", "peer_form", "calibration", "cycle")
ACTORS = ("tomas", "mara", "nils", "paula", "hana", "zora", "piet", "frida", "adam", "ines", "bela", "visitor")
MONDAY = date(2026, 11, 30)
REASON = {"reason": "A figure was wrong."}
DATES = {"self_due": "2031-01-31", "manager_due": "2031-02-28", "share_by": "2031-03-31", **REASON}
DEEDS = {   # verb of the table: (address, what is sent, the form that it is about)
    "submit_self": ("/reviews/{review}/check/self", {}, "self"),
    "submit_manager": ("/reviews/{review}/check/manager", {}, "manager"),
    "submit_peer": ("/reviews/{review}/check/peer", {}, "peer"),
    "return_self": ("/reviews/{review}/return/self", REASON, "self"),
    "return_manager": ("/reviews/{review}/return/manager", REASON, "manager"),
    "decline": ("/reviews/peers/{peer}/decline", {}, "peer"),
    "approve": ("/reviews/{review}/approve", {}, None),
    "calibrate": ("/reviews/calibrations/{session}/reviews/{review}", {"score": "2.25", **REASON}, None),
    "share": ("/reviews/{review}/share", {}, None),
    "acknowledge": ("/reviews/{review}/sign", {"response": ""}, None),
    "record_refusal": ("/reviews/{review}/refusal", {"witness": "Ines"}, None),
    "appeal": ("/reviews/{review}/appeal", REASON, None),
    "withdraw_appeal": ("/reviews/{review}/appeal/withdraw", {}, None),
    "let_stand": ("/reviews/{review}/appeal/stand", {"answer": "We looked."}, None),
    "change_rating": ("/reviews/{review}/appeal/change", {"answer": "We looked.", "score": "1.75"}, None),
    "reopen": ("/reviews/{review}/reopen", REASON, None),
    "close_review": ("/reviews/{review}/close", {}, None),
    "withdraw": ("/reviews/{review}/withdraw", REASON, None),
    "put_back": ("/reviews/{review}/put-back", {}, None),
    "move_dates": ("/reviews/{review}/dates", DATES, None),
    "lock": ("/reviews/calibrations/{session}/lock", {}, None),
    "calibrate_cycle": ("/reviews/cycles/{cycle}/calibrate", {}, None),
    "open_sharing": ("/reviews/cycles/{cycle}/open-sharing", {}, None),
}
IN_TABLE = {"submit_self": "submit_form", "submit_peer": "submit_form", "return_self": "return_form"}
WHO = {"subject": "tomas", "manager": "mara", "decider": "hana", "approver": "nils", "peer": "paula", "hr": "hana"}
TIMES = {"": (), "written": ("submit_manager",), "approved": ("submit_manager", "approve"),
         "calibrated": ("submit_manager", "approve", "lock"), "shared": ("submit_manager", "approve", "lock", "open_sharing", "share"),
         "signed": ("submit_self", "submit_manager", "approve", "lock", "open_sharing", "share", "acknowledge"),
         "refused": ("submit_manager", "approve", "lock", "open_sharing", "share", "record_refusal"),
         "appealed": ("submit_manager", "approve", "lock", "open_sharing", "share", "acknowledge", "appeal"),
         "changed": ("submit_manager", "approve", "lock", "open_sharing", "share", "acknowledge", "appeal", "change_rating"),
         "taken out": ("submit_self", "withdraw"), "taken out late": ("submit_manager", "withdraw"),
         "closed": ("submit_peer", "submit_manager", "approve", "lock", "open_sharing", "share", "acknowledge", "close_review")}


class Life:
    """Tomas's review in a cycle with every stage, and what each may do with it now."""

    def __init__(self, house, numbers):
        self.house, self.numbers, self.day = house, numbers, MONDAY
        self.browsers = {name: world.browser(house, name) for name in ACTORS}

    @property
    def review(self):
        return Review.get_by_id(self.numbers["review"])

    def form(self, kind):
        number = self.numbers["peer_sheet"] if kind == "peer" else getattr(self.review, f"{kind}_sheet_id")
        return Sheet.get_by_id(number)

    def who(self, verb):
        """The names of those who may do a verb with this review as it is."""
        if verb in ("lock", "calibrate_cycle", "open_sharing"):
            return {"hana"}
        if verb.startswith("submit"):
            return {self.form(DEEDS[verb][2]).author.email.partition("@")[0]} - ({"paula"} if self.has_declined else set())
        found = {WHO[one] for one in states.BY_VERB[IN_TABLE.get(verb, verb)].who - {"time"}}
        if self.review.state not in states.WRITTEN or verb == "return_manager" and self.review.state == "calibrated":
            found.discard("nils")
        if verb == "return_self":
            found = {"mara", "hana"}
        return found - ({"paula"} if verb == "decline" and self.has_declined else set())

    @property
    def has_declined(self):
        return PeerForm.get_by_id(self.numbers["peer"]).state != "asked" or self.review.state == "withdrawn"

    def is_legal(self, verb):
        """Whether it is the time for a verb: by the table, and by what else must be so."""
        review, cycle = self.review, Cycle.get_by_id(self.numbers["cycle"])
        session = Calibration.get_by_id(self.numbers["session"])
        kind = DEEDS[verb][2]
        if kind and self.form(kind).state not in states.BY_VERB[IN_TABLE.get(verb, "return_form" if "return" in verb else "submit_form")].before:
            return False
        others = {
            "share": cycle.state == "sharing" and session.state == "locked" and (review.state != "submitted"),
            "calibrate": session.state == "open" and review.score != 225,
            "lock": session.state == "open" and review.state not in ("in progress", "submitted"),
            "open_sharing": session.state == "locked" and cycle.state in ("open", "calibration"),
            "calibrate_cycle": cycle.state == "open",
            "appeal": not self.has_decided_on(review),
            "change_rating": review.score != 175,
            "return_self": review.state in states.UNSHARED, "decline": review.state == "in progress",
        }
        in_table = verb not in ("lock", "calibrate_cycle", "open_sharing", "submit_self", "submit_peer", "return_self", "decline")
        return others.get(verb, True) and (not in_table or states.may(verb, review.state))

    def has_decided_on(self, review):
        """Whether an appeal against the review as it is was decided: a reopened one is another."""
        reopened = [one.at for one in ReviewEvent.select().where(ReviewEvent.review == review, ReviewEvent.what == "reopened")]
        last = Appeal.select().where(Appeal.review == review).order_by(Appeal.id.desc()).first()
        return last is not None and last.state in ("stands", "changed") and not any(at > last.decided_at for at in reopened)

    def send(self, verb, actor):
        address, sent, _form = DEEDS[verb]
        with clock.at(self.day):
            self.signed_in()
            return self.browsers[actor].post(address.format(**self.numbers), data=sent)

    def signed_in(self):
        """Days pass in a moment; everybody has signed in again since."""
        now = clock.now()
        Session.update(started_at=now, seen_at=now, fresh_until=now + timedelta(minutes=10)).execute()

    def tries(self, verb, actor):
        """Do a verb as somebody: it is done, refused in words, or not there for them; only what is done changes anything."""
        may, is_legal, before = actor in self.who(verb), self.is_legal(verb), world.dump(only=TOUCHED)
        state = self.review.state
        reply = self.send(verb, actor)
        where = (verb, actor, state, reply.status_code, reply.headers.get("Location"))
        if may and is_legal:
            assert reply.status_code == 303 and world.dump(only=TOUCHED) != before, where
            assert self.review.state == self.after(verb, state), where
        else:
            assert world.dump(only=TOUCHED) == before, where
            assert reply.status_code in ((303, 404, 422) if may else (401, 403, 404)), where

    def after(self, verb, state):
        move = states.BY_VERB.get(verb)
        if verb == "lock":
            return "calibrated" if state in states.WRITTEN else state
        if move is None or move.thing != "review" or move.after == "":
            return state
        if verb in ("withdraw_appeal", "let_stand"):
            return Appeal.select().order_by(Appeal.id.desc()).get().state_before
        if verb == "put_back":
            return queries.written_state(self.review) if self.form("manager").state in ("submitted", "locked") else "in progress"
        return queries.written_state(self.review) if verb == "reopen" else move.after


@pytest.fixture(scope="module")
def life(house):
    with world.house_in_use(house):
        yield Life(house, staged())


def staged():
    """Tomas's review in a cycle with every stage, all forms filled in, in an open session; the numbers of the rows."""
    tomas, mara, paula, hana = (world.member(name) for name in ("tomas", "mara", "paula", "hana"))
    cycle = world.launched(hana, "A life", years_ago=1, needs_approval=True, calibrates=True, peer_mode="named", self_weight=1, manager_weight=2,
                           template=Template.get(Template.kind == "midyear"), peer_template_id=peer_template().id,
                           picked={"roles": [Role.get(Role.title == "Case Worker").id]})
    review = Review.get(Review.cycle == cycle, Review.person == tomas)
    peer = peers.nominate(review, paula, by=mara)
    session = calibrating.open_session(cycle, name="All", reviews=[review], members=[hana], by=hana)
    peer = PeerForm.get_by_id(peer.id)
    for sheet, rating in ((review.self_sheet, 5), (review.manager_sheet, 3), (peer.sheet, 4)):
        world.fill(sheet, rating)
    return {"review": review.id, "cycle": cycle.id, "peer": peer.id, "peer_sheet": peer.sheet_id, "session": session.id}


def peer_template():
    from perf.questions import queries as questions
    return questions.templates_asking("peer")[0]


class LifeOfAReview(RuleBasedStateMachine):
    life = None

    @initialize(at=st.sampled_from(sorted(TIMES)))
    def begin(self, at):
        """First some way along the road, so that the strange things happen everywhere."""
        self.deed = world.undone()
        self.deed.__enter__()
        self.life.day, self.closed_score = MONDAY, None
        for verb in TIMES[at]:
            self.life.tries(verb, min(self.life.who(verb)))

    def teardown(self):
        if hasattr(self, "deed"):
            self.deed.__exit__(None, None, None)

    @rule(verb=st.sampled_from(sorted(DEEDS)), actor=st.sampled_from(ACTORS))
    def somebody_does_something(self, verb, actor):
        self.life.tries(verb, actor)

    @rule(verb=st.sampled_from(sorted(DEEDS)))
    def one_who_may_does_it(self, verb):
        who = self.life.who(verb)
        if who:
            self.life.tries(verb, min(who))

    @rule(kind=st.sampled_from(["self", "manager", "peer"]), rating=st.integers(1, 5))
    def answer(self, kind, rating):
        sheet = self.life.form(kind)
        row = next(row for row in Answer.select().where(Answer.sheet == sheet) if row.question.kind == "rating")
        before = world.dump(only=("answer",))
        self.life.signed_in()
        reply = self.life.browsers[sheet.author.email.partition("@")[0]].post(
            f"/questions/answers/{row.id}", data={"rating": rating, "text": row.text, "version": row.version}, headers={"HX-Request": "true"})
        assert (reply.status_code == 200) == sheet.is_open and (sheet.is_open or world.dump(only=("answer",)) == before)

    @rule(days=st.integers(1, 9))
    def days_pass(self, days):
        self.life.day += timedelta(days)
        review, day = self.life.review, self.life.day
        is_over = review.answer_by is not None and review.answer_by < day
        after = {"shared": "unanswered", "acknowledged": "closed", "refused": "closed"}.get(review.state, review.state) if is_over else review.state
        with clock.at(day):
            actions.new_day(day)
        assert self.life.review.state == after

    @invariant()
    def closed_score_never_changes(self):
        review = self.life.review
        self.closed_score = ((review.score, review.score_label) if self.closed_score is None else self.closed_score) if review.state == "closed" else None
        assert review.state != "closed" or (review.score, review.score_label) == self.closed_score

    @invariant()
    def forms_fit_the_review(self):
        review = self.life.review
        own, managers = self.life.form("self").state, self.life.form("manager").state
        if review.state in states.SHARED:
            assert own in ("locked", "not given") and managers == "locked"
        elif review.state in states.WRITTEN:
            assert managers == "submitted" and own not in ("not started", "draft", "locked")
        elif review.state == "in progress":
            assert managers in OPEN_STATES and own not in ("locked", "not given")

    @invariant()
    def score_and_signature_fit_the_state(self):
        review = self.life.review
        signed = SignOff.select().where(SignOff.review == review, SignOff.removed_at.is_null()).count()
        if review.state != "withdrawn":
            assert (review.score is None) == (review.state == "in progress")
            assert signed == {"acknowledged": 1, "refused": 1, "appealed": signed, "closed": signed, "unanswered": 0}.get(review.state, 0)
        if review.state in states.WRITTEN:
            assert queries.full_score(review)[0] == (review.form_score if review.changed_why else review.score)


def test_life_of_a_review(life):
    LifeOfAReview.life = life
    LifeOfAReview.TestCase.settings = settings(max_examples=400 if os.environ.get("PERF_LONG") else 15, stateful_step_count=16, deadline=None,
                                               suppress_health_check=list(HealthCheck), derandomize=True, database=None, phases=[Phase.generate])
    LifeOfAReview.TestCase().runTest()


@pytest.mark.parametrize("at", TIMES)
def test_every_verb_in_every_state(life, at):
    """As all who may do it and as one who may not, another one each time; with --long as everybody."""
    with world.undone():
        life.day = MONDAY
        for verb in TIMES[at]:
            life.tries(verb, min(life.who(verb)))
        for number, verb in enumerate(DEEDS):
            for actor in ACTORS if os.environ.get("PERF_LONG") else {*life.who(verb), ACTORS[(number + len(at)) % len(ACTORS)]}:
                with world.undone():
                    life.tries(verb, actor)
