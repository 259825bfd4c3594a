"""Work as a house sees it: answers saved in turn, and a review that is submitted, shared, signed and reopened."""
from datetime import timedelta

import peewee as pw

from . import crowd

TOLD = b"nothing was changed"           # what whoever meets a fault has to read


class Deeds:
    """One deed after the other, over HTTP."""

    def __init__(self, app, built, kept):
        self.browsers = {name: crowd.Browser(app, built.secrets[name]) for name in (*crowd.TYPISTS, "zora")}
        self.typists = [crowd.Typist(name, self.browsers[name], built.sheets[name], kept) for name in crowd.TYPISTS]
        self.signing, self.count = Signing(), 0

    def next(self):
        """Do what is next: (status, page)."""
        self.count += 1
        if self.count % 4:
            return self.typists[self.count % 3].save(), self.typists[self.count % 3].page
        return self.sign()

    def sign(self):
        number, review = self.signing.number, self.signing.review()
        if review.state == "in progress":
            return self.browsers["piet"](f"/reviews/{number}/check/manager", {})
        if review.state == "shared":
            return self.browsers["zora"](f"/reviews/{number}/sign", {"response": "Thank you."})
        if review.state == "submitted" and not self.signing.was_reopened(review):
            return self.browsers["piet"](f"/reviews/{number}/share", {})
        return self.part_of_hr(review)

    def part_of_hr(self, review):
        """By its verb: HR signs in with a second factor."""
        try:
            getattr(self.signing, review.state)(review)
        except pw.OperationalError:
            return 503, TOLD
        return 200, b""

    def look(self):
        """Open a page a while later, when the session's last-seen time is due to be noted."""
        from perf.kernel import clock
        with clock.at(clock.now() + timedelta(minutes=5)):
            status, _page = self.browsers["mara"]("/")
        return status


class Signing:
    """Zora's review goes round: both forms submitted, shared, signed, reopened, returned."""

    def __init__(self):
        from perf.kernel.trail import TrailLine
        from perf.people.models import Person
        from perf.questions.models import Answer
        from perf.reviews import actions
        from perf.reviews.models import Review, ReviewEvent
        self.actions, self.Line, self.Event, self.Review = actions, TrailLine, ReviewEvent, Review
        self.zora, self.hana = (Person.get(Person.first_name == name) for name in ("Zora", "Hana"))
        self.number = Review.get(Review.person == self.zora).id
        Answer.update(rating=3, text="Seen.", choice="0").where(Answer.sheet == self.review().manager_sheet_id).execute()

    def review(self):
        return self.Review.get_by_id(self.number)

    def next_deed(self):
        """Do what is due next; returns the rows that it has made: (table, number)."""
        review = self.review()
        getattr(self, review.state.replace(" ", "_"))(review)
        yield "trail_line", self.Line.select().order_by(self.Line.id.desc()).get().id
        event = review.events.order_by(self.Event.id.desc()).first()
        if event:
            yield "review_event", event.id

    def in_progress(self, review):
        self.actions.submit_form(review, review.manager_sheet, by=review.manager)

    def submitted(self, review):
        if self.was_reopened(review):
            self.actions.return_form(review, review.manager_sheet, by=self.hana, reason="Once more.")
        else:
            self.actions.share(review, by=review.manager)

    def was_reopened(self, review):
        event = review.events.order_by(self.Event.id.desc()).first()
        return event is not None and event.what == "reopened"

    def shared(self, review):
        self.actions.acknowledge(review, by=self.zora, response="Thank you.")

    def acknowledged(self, review):
        self.actions.reopen(review, by=self.hana, reason="Once more.")
