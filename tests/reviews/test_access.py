"""Who reads what of a review, in each of its states (PRACTICE 4), seen by marks in every confidential field."""
from datetime import timedelta

import pytest

from perf.kernel import clock, trail, words
from perf.people import actions as people
from perf.people.models import Assignment, Person, Position
from perf.questions.models import Answer, Sheet
from perf.reviews import actions
from perf.reviews.models import Review
from tests import pages, world

CAST = ("ines", "hana", "adam", "mara", "tomas", "piet", "zora")
NOBODY, AUTHOR, WRITER = set(), {"tomas"}, {"mara"}
THREE, TWO, FOUR = {"tomas", "mara", "hana"}, {"mara", "hana"}, {"tomas", "mara", "hana", "ines"}   # Ines leads Mara


class Story:
    """Tomas's review, with a mark in everything that somebody writes, and who sees which marks now."""

    def __init__(self, house, rows):
        self.house, self.rows = house, rows
        self.cast = {name: Person.get(Person.email == f"{name}@lantern.example") for name in CAST}
        cycle = world.launched(self.cast["hana"], "With marks", years_ago=1)
        self.number = Review.get(Review.cycle == cycle, Review.person == self.cast["tomas"]).id
        self.marks = {}

    @property
    def review(self):
        return Review.get_by_id(self.number)

    def sheet(self, kind):
        return getattr(self.review, f"{kind}_sheet")

    def mark(self, name):
        self.marks[name] = f"qxz{name.replace(' ', '')}qxz"
        return self.marks[name]

    def write(self, kind, rating):
        world.fill(self.sheet(kind), rating, self.mark(f"{kind} text"))

    def submit(self, kind):
        actions.submit_form(self.review, self.sheet(kind), by=self.sheet(kind).author, na_reason=self.mark(f"{kind} na"))

    def give_back(self, kind, by):
        answer = Answer.select().where(Answer.sheet == self.sheet(kind)).first()
        actions.return_form(self.review, self.sheet(kind), by=self.cast[by], reason=self.mark(f"{kind} return"),
                            notes={answer.id: self.mark(f"{kind} note")})

    def seen(self, everywhere=False):
        """By mark, who sees it on any page."""
        rows = {**self.rows, "review_id": self.number, "sheet_id": self.sheet("manager").id, "self_sheet": self.sheet("self").id,
                "cycle_id": self.review.cycle_id}
        addresses = list(world.pages(self.house.app, rows))
        if not everywhere:
            addresses = [address for address in addresses if address.startswith(NEAR) or address in ("/", "/me")]
        found = {name: set() for name in self.marks}
        for name in CAST:
            text = "".join(self._texts(world.browser(self.house, name), addresses, everywhere and name in CURIOUS))
            for mark in self.marks:
                found[mark] |= {name} if self.marks[mark] in text else set()
        return found

    def _texts(self, browser, addresses, everywhere):
        plain = pages.crawl(browser, addresses) if everywhere else ((one, 0, browser.get(one).text) for one in addresses)
        yield from (text for _address, _status, text in plain)
        for address in (f"/reviews/{self.number}", *(f"/questions/sheets/{self.sheet(kind).id}" for kind in ("self", "manager"))):
            yield browser.get(address, headers={"HX-Request": "true"}).text
        yield from (browser.get(f"/search?q={mark[3:9]}").text for mark in list(self.marks.values())[:1])


CURIOUS = ("tomas", "ines", "adam", "zora")        # whom a leak would tell something new: they open all that they can find
NEAR = ("/reviews/", "/questions/sheets/", "/people/5")


@pytest.fixture
def story(house):
    with world.house_in_use(house) as rows:
        yield Story(house, rows)


def test_drafts_are_their_authors_alone(story):
    story.write("self", 5)
    story.write("manager", 2)
    assert story.seen() == {"self text": AUTHOR, "manager text": WRITER}


def test_submitted_self_review_is_read_by_manager_and_hr(story):
    story.write("self", 5)
    story.submit("self")
    assert story.seen() == {"self text": THREE, "self na": THREE}


def test_returned_self_review_is_its_authors_again(story):
    story.write("self", 5)
    story.submit("self")
    story.give_back("self", by="mara")
    seen = story.seen()
    assert seen.pop("self note") >= AUTHOR
    assert seen == {"self text": AUTHOR, "self na": AUTHOR, "self return": THREE}


def test_managers_form_is_hrs_to_read_but_not_the_employees_before_it_is_shared(story):
    story.write("self", 5)
    story.submit("self")
    story.write("manager", 2)
    story.submit("manager")
    story.marks["figure"] = f'>{words.hundredths(story.review.score)}<'
    assert story.seen(everywhere=True) == {"self text": THREE, "self na": THREE, "manager text": TWO, "manager na": TWO, "figure": TWO}


def test_what_hr_writes_to_the_manager_is_not_the_employees_to_read(story):
    story.write("manager", 2)
    story.submit("manager")
    story.give_back("manager", by="hana")
    seen = story.seen()
    assert WRITER <= seen.pop("manager note") <= TWO
    assert seen == {"manager text": WRITER, "manager na": WRITER, "manager return": TWO}


def test_shared_review_is_read_by_employee_manager_the_one_above_and_hr(story):
    tell_all(story)
    assert story.seen(everywhere=True) == {
        "self text": THREE, "self na": THREE, "self return": THREE, "self note": NOBODY, "manager text": FOUR, "manager na": FOUR,
        "manager return": TWO, "manager note": NOBODY, "response": THREE}


def tell_all(story):
    """The whole way to a signed review: each form returned once, then shared, signed and answered."""
    for kind, by in (("self", "mara"), ("manager", "hana")):
        story.write(kind, 4)
        story.submit(kind)
        story.give_back(kind, by)
        story.submit(kind)
    actions.share(story.review, by=story.cast["mara"])
    actions.acknowledge(story.review, by=story.cast["tomas"], response=story.mark("response"))


def test_closed_review_is_read_by_those_who_read_the_shared_one(story):
    tell_all(story)
    actions.close_review(story.review, by=story.cast["hana"])
    seen = story.seen()
    assert (seen["manager text"], seen["self text"], seen["response"]) == (FOUR, THREE, THREE)


def test_refusal_is_read_by_those_whom_its_page_names(story):
    story.write("manager", 2)
    story.submit("manager")
    actions.share(story.review, by=story.cast["mara"])
    actions.record_refusal(story.review, by=story.cast["mara"], witness=story.mark("witness"), note=story.mark("refusal"))
    seen = story.seen()
    assert (seen["witness"], seen["refusal"], seen["manager text"]) == (THREE, THREE, FOUR)


def test_reopened_review_is_between_manager_and_hr_again(story):
    tell_all(story)
    actions.reopen(story.review, by=story.cast["hana"], reason=story.mark("reopening"))
    seen = story.seen()
    assert (seen["reopening"], seen["manager text"], seen["self text"]) == (THREE, TWO, THREE)


# those who change places

def test_hr_reads_their_own_review_like_anybody_else(house):
    """Hana is HR; the form about her is Ines's until it is shared."""
    with world.house_in_use(house) as rows:
        hana, ines = (Person.get(Person.email == f"{name}@lantern.example") for name in ("hana", "ines"))
        own = Review.get(Review.cycle == rows["cycle_id"], Review.person == hana)
        world.fill(own.manager_sheet, 2, "Between the lines.")
        actions.submit_form(own, own.manager_sheet, by=ines)
        browser = world.browser(house, "hana")
        page = browser.get(f"/reviews/{own.id}").text
        board = browser.get(f"/reviews/cycles/{rows['cycle_id']}").text
        assert "Between the lines." not in page and words.hundredths(world.fresh(own).score) not in page + board
        for deed in ("close", "reopen", "return/manager", "share", "refusal"):
            assert browser.post(f"/reviews/{own.id}/{deed}", data={"reason": "x", "witness": "x"}).status_code == 404, deed


def test_later_manager_reads_closed_reviews_only(story):
    tell_all(story)
    lead_by_piet(story)
    assert "qxz" not in story_page(story, "piet")
    actions.close_review(story.review, by=story.cast["hana"])
    page = story_page(story, "piet")
    assert story.marks["manager text"] in page
    assert not any(story.marks[name] in page for name in ("self text", "response", "self return", "manager return"))


def test_former_manager_goes_on_with_the_review_that_is_theirs(story):
    story.write("manager", 3)
    lead_by_piet(story)
    assert story.marks["manager text"] in world.browser(story.house, "mara").get(f"/questions/sheets/{story.sheet('manager').id}").text
    assert "qxz" not in story_page(story, "piet")


def lead_by_piet(story):
    seats = {name: Assignment.get(Assignment.person == story.cast[name]).position for name in ("tomas", "piet")}
    people.place_under(seats["tomas"], seats["piet"])
    assert Position.get_by_id(seats["tomas"].id).reports_to_id == seats["piet"].id


def story_page(story, name):
    return world.browser(story.house, name).get(f"/reviews/{story.number}").text


def test_who_has_left_reads_nothing_more(story):
    tell_all(story)
    people.let_go(story.cast["tomas"], last_day=clock.today() - timedelta(days=1))
    assert world.browser(story.house, "tomas").get(f"/reviews/{story.number}").status_code == 303


def test_hr_reading_a_review_leaves_a_line_for_the_person(story):
    for name in ("mara", "tomas", "hana"):
        world.browser(story.house, name).get(f"/reviews/{story.number}")
    lines = trail.TrailLine.select().where(trail.TrailLine.is_reading == True, trail.TrailLine.row_id == story.number)
    assert [(line.actor_id, line.about_id) for line in lines] == [(story.cast["hana"].id, story.cast["tomas"].id)]


def test_answers_of_others_cannot_be_written(story):
    for name in set(CAST) - {"mara"}:
        answer = Answer.select().where(Answer.sheet == story.sheet("manager")).first()
        assert world.browser(story.house, name).post(f"/questions/answers/{answer.id}", data={"version": 0}).status_code == 404
    assert Sheet.get_by_id(story.sheet("manager").id).state == "not started"
