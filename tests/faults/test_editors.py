"""R09: two to four windows on one form, in any order. Nothing that was acknowledged disappears without being shown."""
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perf.questions.models import Answer
from perf.reviews import actions as reviews
from perf.reviews.models import Review
from tests import world

RUNS = 1000 if os.environ.get("PERF_LONG") else 50
WINDOWS, FIELDS = 4, 3
STEPS = st.lists(st.tuples(st.sampled_from(("save", "save", "save", "again", "look", "all", "submit", "give back")),
                           st.integers(0, WINDOWS - 1), st.integers(0, FIELDS - 1)), min_size=4, max_size=24)


class Window:
    """One open page: what it shows, and which version of it, field by field."""

    def __init__(self, number, answers):
        self.name, self.sequence, self.sent = f"tab{number}", 0, {}
        self.look(answers)

    def look(self, answers):
        self.seen = {number: (answer.text, answer.version) for number, answer in answers.items()}


class Desk:
    """The windows of one author, with what each was told; `kept` is what the server has acknowledged last."""

    def __init__(self, house, rows):
        self.rows, self.browser = rows, world.browser(house, "mara")
        self.fields = [row.id for row in Answer.select().where(Answer.sheet == rows["sheet_id"]) if row.question.kind in ("rating", "text")][-FIELDS:]
        self.windows = [Window(number, self.answers()) for number in range(WINDOWS)]
        self.kept = {number: answer.text for number, answer in self.answers().items()}
        self.typed = 0

    def answers(self):
        return {row.id: row for row in Answer.select().where(Answer.id.in_(self.fields))}

    def save(self, window, field):
        self.typed += 1
        window.sequence += 1
        self._send(window, field, f"text {self.typed}", window.sequence)

    def again(self, window, field):
        """A request whose answer was lost on the way comes once more."""
        if field in window.sent:
            self._send(window, field, *window.sent[field])

    def _send(self, window, field, text, sequence):
        known, version = window.seen[field]
        before = self.kept[field]
        reply = self.browser.post(f"/questions/answers/{field}", headers={"HX-Request": "true"},
                                  data={"text": text, "version": version, "tab": window.name, "sequence": sequence})
        window.sent[field] = (text, sequence)
        if reply.status_code == 200:
            assert known == before or before == text, f"{before!r} disappeared: this window knew {known!r} and wrote {text!r}"
            self.kept[field] = text
            window.seen[field] = (text, int(reply.text.split('data-version="')[1].split('"')[0]))
        elif reply.status_code == 409:
            assert before in reply.text and text in reply.text, "both texts are shown"
            window.seen[field] = (before, self.answers()[field].version)       # the person has read both
        else:
            assert reply.status_code == 422, reply.status_code

    def look(self, window, field):
        window.look(self.answers())

    def all(self, window, _field):
        """The whole page, as a browser without scripts sends it."""
        self.typed += 1
        data, mine = {}, {}
        for field, (text, version) in window.seen.items():
            mine[field] = f"{text} + {self.typed}" if field == self.fields[0] else text
            data |= {f"a{field}-text": mine[field], f"a{field}-version": version}
        before, known = dict(self.kept), {field: text for field, (text, _version) in window.seen.items()}
        reply = self.browser.post(f"/questions/sheets/{self.rows['sheet_id']}", data=data)
        assert reply.status_code in (303, 409)
        for field, answer in self.answers().items():
            if answer.text != before[field]:
                assert known[field] == before[field], f"{before[field]!r} disappeared"
                self.kept[field] = answer.text
            elif mine[field] != answer.text:
                assert reply.status_code == 409 and mine[field] in reply.text or not self.is_open(), "what was typed is shown"
        window.look(self.answers())

    def is_open(self):
        return Review.get_by_id(self.rows["review_id"]).manager_sheet.is_open

    def submit(self, _window, _field):
        if self.is_open():
            world.submit(Review.get_by_id(self.rows["review_id"]), "manager") if not self._answered() else \
                reviews.submit_form(*self._form(), by=self._form()[1].author)
            self.kept = {number: answer.text for number, answer in self.answers().items()}

    def give_back(self, _window, _field):
        if not self.is_open():
            reviews.return_form(*self._form(), by=self._form()[1].author, reason="Please say more.")

    def _form(self):
        review = Review.get_by_id(self.rows["review_id"])
        return review, review.manager_sheet

    def _answered(self):
        return not any(row.question.kind == "rating" and not row.rating for row in
                       Answer.select().where(Answer.sheet == self.rows["sheet_id"]))


@pytest.fixture(scope="module")
def in_use(house):
    with world.house_in_use(house) as rows:
        yield house, rows


@given(steps=STEPS)
@settings(max_examples=RUNS, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_nothing_acknowledged_disappears_unseen(in_use, steps):
    with world.undone():
        desk = Desk(*in_use)
        for deed, window, field in steps:
            getattr(desk, deed.replace(" ", "_"))(desk.windows[window], desk.fields[field])
            assert {number: answer.text for number, answer in desk.answers().items()} == desk.kept


def test_a_server_that_overwrites_is_caught(in_use, monkeypatch):
    """The control: where every save counts, whatever its version, the check above must fail."""
    monkeypatch.setattr("perf.questions.actions._store", careless)
    with world.undone(), pytest.raises(AssertionError, match="disappeared"):
        desk = Desk(*in_use)
        desk.save(desk.windows[0], desk.fields[0])
        desk.save(desk.windows[1], desk.fields[0])


def careless(answer, given, version, tab, sequence):
    Answer.update(version=Answer.version + 1, **given).where(Answer.id == answer.id).execute()
    row = Answer.get_by_id(answer.id)
    return row.version, row.saved_at or __import__("datetime").datetime(2026, 1, 1)
