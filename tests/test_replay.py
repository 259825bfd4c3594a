"""What the people concerned send while a review goes its way is sent again by everybody else: nothing is read or written (Z03)."""
import re

import pytest

from perf.questions.models import Answer, Question, Sheet
from tests import canaries, pages, turns, world

STRANGERS = ("zora", "piet", "frida", "paula", "adam", "bela", "ines", "lena", "visitor")
NOISE = {"trail_line", "session", "submission"}     # what reading and trying leaves behind by right
WORDS = "CANARY-typed-by-those-concerned"


class Journey:
    """Somebody does a thing; right before, everybody who has nothing to do with it sends the very same."""

    def __init__(self, house, rows):
        self.story = canaries.Story(house, rows)
        self.house, self.wrong, self.done = house, [], 0

    def does(self, name, address, data=None, strangers=STRANGERS, **more):
        method = "GET" if data is None else "POST"
        before = world.dump(without=NOISE)
        for stranger in strangers:
            self.try_as(stranger, method, address, data, **more)
        if world.dump(without=NOISE) != before:
            self.wrong.append((method, address, "was written"))
        reply = self.story.browser(name).open(address, method=method, data=data, **more)
        assert reply.status_code in (200, 303), (name, method, address, reply.status_code)
        self.done += 1
        return reply

    def try_as(self, stranger, method, address, data, **more):
        browser = self.story.browser(stranger)
        theirs = browser.open(address, method=method, data=data, **more)
        nowhere = re.sub(r"\d+", str(world.NOBODY), address)
        nobodys = browser.open(nowhere, method=method, data=data, **more)
        said, other = (world.still(pages.text_of(reply)).replace(place, "") for reply, place in ((theirs, address), (nobodys, nowhere)))
        if theirs.status_code != nobodys.status_code or theirs.status_code != 303 and said != other:
            self.wrong.append((stranger, method, address, theirs.status_code, nobodys.status_code))
        if WORDS in said and said != other:     # what one has sent oneself may come back, for a row that is not there as well
            self.wrong.append((stranger, method, address, "was read"))

    # the steps

    def writes(self, name, kind):
        """Every answer by itself as the page saves it, tried by three others in turn; then the whole page, the look at it, and submitting."""
        sheet, review = self.story.sheet(kind), f"/reviews/{self.story.number}"
        form = f"/questions/sheets/{sheet.id}"
        self.does(name, form)
        for turn, answer in enumerate(Answer.select(Answer, Question).join(Question).where(Answer.sheet == sheet)):
            given = {"rating": {"rating": "4"}, "choice": {"choice": "0"}, "yesno": {"choice": "yes"}}.get(answer.question.kind, {})
            self.does(name, f"/questions/answers/{answer.id}", {"version": answer.version, "text": WORDS, **given},
                      strangers=turns.some(STRANGERS, turn), headers={"HX-Request": "true"})
        self.does(name, form, dict(pages.Page(self.story.browser(name).get(form).text).forms[-1].sent()))
        for address in (f"{form}/arithmetic", f"/reviews/forms/{sheet.id}/note", f"{review}/check/{kind}"):
            self.does(name, address)
        self.does(name, f"{review}/check/{kind}", {"na_reason": WORDS})
        assert Sheet.get_by_id(sheet.id).state == "submitted"

    def is_returned(self, name, kind):
        address = f"/reviews/{self.story.number}/return/{kind}"
        answer = Answer.select().where(Answer.sheet == self.story.sheet(kind)).first()
        self.does(name, address)
        self.does(name, address, {"reason": WORDS, f"note-{answer.id}": WORDS})


@pytest.fixture
def journey(house):
    with world.house_in_use(house) as rows:
        yield Journey(house, rows)


def test_what_those_concerned_send_does_nothing_for_anybody_else(journey):
    """Z03"""
    review = f"/reviews/{journey.story.number}"
    journey.writes("tomas", "self")
    journey.is_returned("mara", "self")
    journey.does("hana", f"{review}/hand-over", {"manager": journey.story.cast["nils"].id})
    journey.does("hana", f"{review}/hand-over", {"manager": journey.story.cast["mara"].id})
    journey.writes("mara", "manager")
    journey.is_returned("hana", "manager")
    journey.does("mara", f"{review}/check/manager", {"na_reason": WORDS})
    journey.does("mara", f"{review}/share", {})
    journey.does("tomas", f"{review}/sign", {"response": WORDS})
    journey.does("tomas", f"{review}/respond", {"response": WORDS})
    journey.does("hana", f"{review}/close", {})
    journey.does("hana", f"{review}/reopen", {"reason": WORDS})
    for name in ("mara", "tomas", "hana"):
        journey.does(name, review)
        journey.does(name, review, headers={"HX-Request": "true"})
    journey.does("hana", f"/reviews/cycles/{journey.story.review.cycle_id}")
    journey.does("hana", f"{review}/withdraw", {"reason": WORDS})
    assert journey.wrong == [] and journey.done > 40
