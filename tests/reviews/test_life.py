"""The life of a review: whatever is tried in whatever order, it takes legal steps only (PRACTICE 3, TRUST Z05)."""
from datetime import date, timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from perf.kernel import clock, db
from perf.kernel.errors import Refused
from perf.people.models import Person
from perf.questions import actions as sheets
from perf.questions.models import OPEN_STATES, Answer, Sheet, Template
from perf.reviews import actions, queries
from perf.reviews.models import Cycle, Review, SignOff
from perf.roles.models import Role
from tests import world

SHARED = ("shared", "acknowledged", "refused", "unanswered", "closed")
TOUCHED = ("review", "review_event", "sign_off", "sheet", "answer", "trail_line")
MONDAY = date(2026, 11, 30)


class LifeOfAReview(RuleBasedStateMachine):
    """Any verbs in any order: a review takes legal steps only, and a closed score never changes."""

    number = snapshot = None

    @initialize(steps=st.sampled_from(["", "self", "manager", "self manager", "manager share", "self manager share sign",
                                       "manager share refuse", "self manager share sign close", "manager share sign reopen"]))
    def begin(self, steps):
        self.deed = world.undone()
        self.deed.__enter__()
        self.day, self.closed_score = MONDAY, None
        self.hana, self.mara, self.tomas = (Person.get(Person.email == f"{name}@lantern.example") for name in ("hana", "mara", "tomas"))
        for step in steps.split():      # first some way along the road, for the strange things to happen everywhere
            {"self": lambda: self.submit("self"), "manager": lambda: self.submit("manager"), "share": self.share,
             "sign": lambda: self.sign("Thank you."), "refuse": lambda: self.refuse("Ines"), "close": self.close,
             "reopen": lambda: self.reopen("A figure was wrong.")}[step]()

    def teardown(self):
        if hasattr(self, "deed"):
            self.deed.__exit__(None, None, None)

    @property
    def review(self):
        return Review.get_by_id(self.number)

    def states(self):
        review = self.review
        return review.state, review.self_sheet.state, review.manager_sheet.state

    def tries(self, is_legal, verb, *args, after=None, **kwargs):
        """Do a verb as a request would: legal ones lead to the state `after`, others are refused and change nothing."""
        before = world.dump(only=TOUCHED)
        try:
            with clock.at(self.day), db.database.atomic():
                verb(*args, **kwargs)
        except Refused as no:
            assert not is_legal, (verb.__name__, no.words, self.states())
            assert no.words and world.dump(only=TOUCHED) == before
        else:
            assert is_legal, (verb.__name__, self.states())
            assert after is None or self.review.state == after

    @rule(kind=st.sampled_from(["self", "manager"]), rating=st.integers(1, 5))
    def answer(self, kind, rating):
        sheet = getattr(self.review, f"{kind}_sheet")
        row = next(row for row in Answer.select().where(Answer.sheet == sheet) if row.question.kind == "rating")
        self.tries(sheet.is_open, sheets.save_answer, row, rating=rating, text=row.text, version=row.version)

    @rule(kind=st.sampled_from(["self", "manager"]))
    def submit(self, kind):
        review, (state, *_forms) = self.review, self.states()
        sheet = getattr(review, f"{kind}_sheet")
        self.tries(sheet.is_open, actions.submit_form, review, sheet, by=sheet.author,
                   after="submitted" if kind == "manager" else state)

    @rule(kind=st.sampled_from(["self", "manager"]), reason=st.sampled_from(["Look at the dates.", " "]))
    def give_back(self, kind, reason):
        review, (state, *_forms) = self.review, self.states()
        sheet = getattr(review, f"{kind}_sheet")
        is_legal = state not in SHARED and sheet.state == "submitted" and bool(reason.strip())
        self.tries(is_legal, actions.return_form, review, sheet, by=self.hana, reason=reason,
                   after="in progress" if kind == "manager" else state)

    @rule()
    def share(self):
        self.tries(self.states()[0] == "submitted", actions.share, self.review, by=self.mara, after="shared")

    @rule(response=st.sampled_from(["", "Thank you."]))
    def sign(self, response):
        is_legal = self.states()[0] in ("shared", "unanswered")
        self.tries(is_legal, actions.acknowledge, self.review, by=self.tomas, response=response, after="acknowledged")

    @rule(response=st.sampled_from(["Thank you.", ""]))
    def respond(self, response):
        state, review = self.states()[0], self.review
        is_legal = state in ("shared", "acknowledged", "unanswered") and self.day <= review.answer_by and bool(response)
        self.tries(is_legal, actions.respond, review, by=self.tomas, response=response, after=state)

    @rule(witness=st.sampled_from(["Ines", ""]))
    def refuse(self, witness):
        is_legal = self.states()[0] in ("shared", "unanswered") and bool(witness)
        self.tries(is_legal, actions.record_refusal, self.review, by=self.mara, witness=witness, after="refused")

    @rule(reason=st.sampled_from(["A figure was wrong.", ""]))
    def reopen(self, reason):
        is_legal = self.states()[0] in SHARED and bool(reason)
        self.tries(is_legal, actions.reopen, self.review, by=self.hana, reason=reason, after="submitted")
        if is_legal:
            self.closed_score = None

    @rule()
    def close(self):
        is_legal = self.states()[0] in ("acknowledged", "refused", "unanswered")
        self.tries(is_legal, actions.close_review, self.review, by=self.hana, after="closed")

    @rule(days=st.integers(1, 9))
    def days_pass(self, days):
        self.day += timedelta(days)
        before, answer_by = self.states()[0], self.review.answer_by
        is_over = answer_by is not None and answer_by < self.day
        after = {"shared": "unanswered", "acknowledged": "closed", "refused": "closed"}.get(before, before) if is_over else before
        self.tries(True, actions.new_day, self.day, after=after)

    @invariant()
    def closed_score_never_changes(self):
        review = self.review
        if review.state == "closed":
            self.closed_score = self.closed_score or (review.score, review.score_label)
            assert (review.score, review.score_label) == self.closed_score

    @invariant()
    def forms_fit_the_review(self):
        state, own, managers = self.states()
        if state in SHARED:
            assert own in ("locked", "not given") and managers == "locked"
        elif state == "submitted":
            assert managers == "submitted" and own not in ("not started", "draft", "locked")
        else:
            assert managers in OPEN_STATES and own != "locked" and own != "not given"

    @invariant()
    def score_and_signature_fit_the_state(self):
        review = self.review
        signed = SignOff.select().where(SignOff.review == review, SignOff.removed_at.is_null()).count()
        assert (review.score is None) == (review.state == "in progress")
        assert signed == {"acknowledged": 1, "refused": 1}.get(review.state, signed if review.state == "closed" else 0)
        if review.state not in ("closed",):
            assert review.score is None or review.score == queries.full_score(review)[0]


def test_life_of_a_review(house):
    """All verbs of the room, on a review whose forms are filled in."""
    with world.house_in_use(house):
        review = Review.create(**{**Review.select().order_by(Review.id.desc()).dicts().get(), "id": None, **new_forms()})
        LifeOfAReview.number = review.id
        LifeOfAReview.TestCase.settings = settings(max_examples=30, stateful_step_count=12, deadline=None,
                                                   suppress_health_check=list(HealthCheck), derandomize=True, database=None,
                                                   phases=[Phase.generate])
        LifeOfAReview.TestCase().runTest()


def new_forms():
    """Tomas's new review in a cycle whose self-review counts a third, both forms filled in."""
    tomas, mara = (Person.get(Person.email == f"{name}@lantern.example") for name in ("tomas", "mara"))
    template = Template.get(Template.kind == "midyear")
    cycle = Cycle.create(**{**Cycle.select().order_by(Cycle.id.desc()).dicts().get(), "id": None, "template": template,
                            "self_weight": 1, "manager_weight": 2})
    role = Role.get(Role.title == "Case Worker").id
    ids = sheets.make_sheets(template, [dict(author=author.id, subject=tomas.id, kind=kind, role=role)
                                        for author, kind in ((tomas, "self"), (mara, "manager"))], room="reviews")
    for number, rating in zip(ids, (5, 3)):
        world.fill(Sheet.get_by_id(number), rating)
    return {"cycle": cycle, "person": tomas, "manager": mara, "self_sheet": ids[0], "manager_sheet": ids[1], "state": "in progress"}
