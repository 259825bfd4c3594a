"""Marks in every confidential text of a review, and who finds which of them anywhere in the house.

A room that keeps texts of its own adds them by `Story.mark` in its own tests and asks `seen` who reads them.
"""
from perf.people import actions as people
from perf.questions.models import Answer, Sheet
from perf.reviews import actions
from perf.reviews.models import Review
from tests import pages, turns, world

CAST = sorted({name for name in world.ACTORS.values() if name} | {"visitor"})
OUTSIDE = {"visitor", "lena"}       # who is not signed in finds nothing anywhere: asked where every page is opened
NEAR = {"reviews.reviews", "reviews.review", "reviews.check", "reviews.give_back", "reviews.frame_note", "reviews.cycle",
        "questions.write", "questions.arithmetic", "home.home", "home.about_me", "people.person", "audit.audit", "notices.notices"}
LIES_IN = {"answer", "sheet", "review", "review_event", "sign_off", "review_version", "appeal", "peer_form"}      # the tables that hold a text of a review


class Story:
    """The review of one of the cast, with a mark in everything that somebody writes."""

    def __init__(self, house, rows, subject="tomas", manager="mara"):
        self.house, self.rows = house, rows
        self.cast = {name: world.member(name) for name in CAST if name != "visitor"}
        self.subject, self.manager = self.cast[subject], self.cast[manager]
        cycle = world.launched(self.cast["hana"], "With marks", years_ago=1)
        self.number = Review.get(Review.cycle == cycle, Review.person == self.subject).id
        self.marks, self.browsers, self.turn = {}, {}, 0

    def browser(self, name):
        return self.browsers.get(name) or world.browser(self.house, name)

    def give_power(self, name, power):
        people.give_power(self.cast[name], power)
        self.browsers[name] = world.signed_in_anew(self.house, name)

    @property
    def review(self):
        return Review.get_by_id(self.number)

    def sheet(self, kind):
        return Sheet.get_by_id(getattr(self.review, f"{kind}_sheet_id"))

    def mark(self, name):
        self.marks[name] = f"CANARY-{name.replace(' ', '-')}-{self.subject.first_name}"
        return self.marks[name]

    # what those concerned do, with a mark in every text

    def write(self, kind, rating=4):
        world.fill(self.sheet(kind), rating, self.mark(f"{kind} text"))

    def submit(self, kind):
        actions.submit_form(self.review, self.sheet(kind), by=self.sheet(kind).author, na_reason=self.mark(f"{kind} na"))

    def give(self, kind, rating=4):
        self.write(kind, rating)
        self.submit(kind)

    def give_back(self, kind, by):
        answer = Answer.select().where(Answer.sheet == self.sheet(kind)).first()
        actions.return_form(self.review, self.sheet(kind), by=self.cast[by], reason=self.mark(f"{kind} return"),
                            notes={answer.id: self.mark(f"{kind} note")})

    def hand_over(self, to):
        actions.hand_over(self.review, self.cast[to], by=self.cast["hana"])

    def share(self):
        actions.share(self.review, by=self.manager)

    def sign(self):
        actions.acknowledge(self.review, by=self.subject, response=self.mark("response"))

    def refuse(self):
        actions.record_refusal(self.review, by=self.manager, witness=self.mark("witness"), note=self.mark("refusal"))

    def reopen(self):
        actions.reopen(self.review, by=self.cast["hana"], reason=self.mark("reopening"))

    def close(self):
        actions.close_review(self.review, by=self.cast["hana"])

    def withdraw(self):
        actions.withdraw(self.review, by=self.cast["hana"], reason=self.mark("withdrawal"))

    # who sees it

    def seen(self, everywhere=False, cast=CAST):
        """By mark, who finds it: on the pages of the review, or on every page, fragment and list that can be reached."""
        found = {name: set() for name in self.marks}
        for who, name in enumerate(sorted(cast if everywhere else set(cast) - OUTSIDE)):
            for text in self.read(self.browser(name), everywhere, who):
                for mark in self.marks:
                    found[mark] |= {name} if self.marks[mark] in text else set()
        return found

    def read(self, browser, everywhere=False, who=0):
        """Every text that a browser gets: whole pages, fragments, what search finds. In turn, one in three of the cast goes wherever pages lead.

        The others open those of the review, and one in three of all.
        """
        addresses = [*self.addresses(everywhere), *(f"/search?q={word}" for word in ("CANARY", self.subject.first_name))]
        if everywhere and turns.is_its_turn(self.turn, who):
            yield from (text for _address, _status, text in pages.crawl(browser, addresses, alike=2))
        else:
            near = set(self.addresses(everywhere=False))
            yield from (pages.text_of(browser.get(address)) for place, address in enumerate(addresses)
                        if not everywhere or address in near or "/search?" in address or turns.is_its_turn(place, who))
        for address in self.addresses(everywhere=False):
            yield pages.text_of(browser.get(address, headers={"HX-Request": "true"}))

    def addresses(self, everywhere):
        rows = {**self.rows, "person_id": self.subject.id, "review_id": self.number, "shared": self.number,
                "cycle_id": self.review.cycle_id, "sheet_id": self.sheet("manager").id, "self_sheet": self.sheet("self").id}
        return [address for address, endpoint in world.pages(self.house.app, rows).items() if everywhere or endpoint in NEAR]

    def strays(self):
        """The tables besides those of reviews in which a mark lies: notices, mails, the log and whatever comes."""
        other = [line.split(" ", 1)[0] for line in world.dump(without=LIES_IN).splitlines()
                 if any(mark in line for mark in self.marks.values())]
        return sorted(set(other))
