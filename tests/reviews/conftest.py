"""A running cycle with everybody's reviews, for the tests of this room."""
from datetime import date, timedelta

import pytest

from perf.questions.models import Answer, Template
from perf.reviews import actions
from perf.reviews.models import Review


@pytest.fixture
def cycle(app, hana, today):
    """A launched annual cycle."""
    template = Template.get(Template.kind == "annual")
    made = actions.plan_cycle(by=hana, name="Annual review", template=template, period_start=date(today.year - 1, 1, 1),
                              period_end=date(today.year - 1, 12, 31), self_due=today + timedelta(14),
                              manager_due=today + timedelta(28), share_by=today + timedelta(42),
                              close_on=today + timedelta(63), self_weight=0, manager_weight=1)
    actions.launch(made, by=hana)
    return made


@pytest.fixture
def review(cycle, tomas):
    """Tomas's review, written by Mara."""
    return Review.get(Review.cycle == cycle, Review.person == tomas)


@pytest.fixture
def fill(app):
    """Answer everything that a sheet needs, through the browser of its author."""
    def fill(browser, sheet_id, rating=4, text="Seen in daily work."):
        for answer in Answer.select().where(Answer.sheet == sheet_id):
            kind = answer.question.kind
            given = {"rating": {"rating": rating}, "choice": {"choice": "0"}, "choices": {"choice": "0"},
                     "yesno": {"choice": "yes"}, "number": {"text": "3"}}.get(kind, {})
            reply = browser.post(f"/questions/answers/{answer.id}", headers={"HX-Request": "true"},
                                 data={"version": answer.version, "text": text if kind in ("text", "rating") else "", **given})
            assert reply.status_code == 200, reply.text
    return fill


@pytest.fixture
def submitted(review, browser_of, fill):
    """Both forms submitted: Tomas gives 5, Mara 4."""
    for name, sheet_id, kind, rating in (("tomas", review.self_sheet_id, "self", 5), ("mara", review.manager_sheet_id, "manager", 4)):
        fill(browser_of(name), sheet_id, rating)
        assert browser_of(name).post(f"/reviews/{review.id}/check/{kind}").status_code == 303
    return Review.get_by_id(review.id)


@pytest.fixture
def shared(submitted, browser_of):
    assert browser_of("mara").post(f"/reviews/{submitted.id}/share").status_code == 303
    return Review.get_by_id(submitted.id)
